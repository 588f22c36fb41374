"""The Makefile, README, hooks and continuous integration name the same commands, and each stops with a sentence."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from shared import built, goes_with

from russia_asean import paths

MAKEFILE = (paths.ROOT / "Makefile").read_text(encoding="utf-8")
COMMANDS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, flags=re.MULTILINE))


def make(*arguments, folder=paths.ROOT):
    """Call make, and return its exit status and what it said."""
    # The suite itself is run by make, whose flags would reach this call.
    outer = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    ended = subprocess.run(["make", *arguments], cwd=folder, env=outer, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def test_make_alone_lists_every_command():
    status, said = make()
    assert status == 0
    assert set(re.findall(r"^  make ([a-z-]+) +\S", said, flags=re.MULTILINE)) == COMMANDS


def test_the_readme_lists_every_command():
    readme = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\bmake ([a-z-]+)\b(?! git)", readme.split("## What lies where")[0])) >= COMMANDS


@pytest.mark.parametrize(
    "text",
    [
        "README.md",
        "CONTRIBUTING.md",
        "docs/workflow.md",
        "book/rerun.md",
        "book/another-document.md",
        "book/own-series.md",
        "book/updating.md",
    ],
)
def test_no_text_names_a_command_that_is_not_there(text):
    named = re.findall(r"`make ([a-z-]+)\b", (paths.ROOT / text).read_text(encoding="utf-8"))
    assert set(named) - COMMANDS == set()


def test_a_run_without_a_notebook_says_what_is_missing():
    status, said = make("run", "READY=")
    assert status == 2
    assert 'Name the notebook to run, for example: make run NOTEBOOK=trade ARGS="-p start_year 2005"' in said
    assert "Traceback" not in said


def test_a_comparison_without_a_file_says_what_is_missing():
    status, said = make("compare", "READY=", "TABLE=trade_flows")
    assert status == 2
    assert "Name table and file, for example: make compare TABLE=trade_flows FILE=mine.csv" in said


def test_a_comparison_hands_on_what_is_given_and_nothing_else():
    """Make has a variable AS of its own, the name of an assembler."""
    plain = ["-n", "compare", "READY=", "TABLE=trade_flows", "FILE=mine file.csv"]
    status, said = make(*plain)
    assert status == 0
    assert '"trade_flows" "mine file.csv"' in said and "--" not in said.split("mine file.csv")[-1]
    given = ["AS=additional", "REPORTER=Viet Nam", "PARTNER=RUS", "FLOW=export", "UNIT=million USD"]
    _, said = make(*plain, *given)
    for option in ("--as", "--reporter", "--partner", "--flow", "--unit"):
        assert option in said
    assert '"Viet Nam"' in said and '"million USD"' in said and '"additional"' in said


def test_changes_since_nothing_that_is_there_says_what_to_name():
    for since in ("", "SINCE=no-such-tag"):
        status, said = make("changes", "READY=", *filter(None, [since]))
        assert status == 2 and "Name a commit or a tag that is there: make changes SINCE=v0.2.0" in said


# Stands in for an old Python: it makes an environment whose interpreter says that it is 3.10.
OLD = f"""#!/bin/sh
folder="$4"
mkdir -p "$folder/bin"
cat >"$folder/bin/python" <<'END'
#!/bin/sh
exec "{sys.executable}" -c "import platform, sys
sys.version_info = (3, 10, 13)
platform.python_version = lambda: '3.10.13'
$2"
END
chmod +x "$folder/bin/python"
"""


@pytest.fixture
def install(tmp_path):
    """Return a function that installs into a folder of its own with a Python too old, and returns what make said."""
    old = tmp_path / "python3"
    old.write_text(OLD, encoding="utf-8")
    old.chmod(0o755)
    for name in ("Makefile", "pyproject.toml", "requirements.txt"):
        (tmp_path / name).write_bytes((paths.ROOT / name).read_bytes())
    return lambda: make("lint", f"PYTHON={old}", folder=tmp_path)


def test_an_environment_that_is_a_link_is_not_emptied(install, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    (tmp_path / ".venv").symlink_to(shared)
    status, said = install()
    assert status == 2
    assert ".venv is a link, and to install would empty the folder that it leads to. Remove the link." in said
    assert [*shared.iterdir()] == []


def test_an_old_python_stops_the_installation_with_one_sentence(install, tmp_path):
    status, said = install()
    assert status == 2
    assert "The project needs Python 3.11 or later; this is 3.10.13. Name another: make PYTHON=python3.13 ..." in said
    assert "Traceback" not in said
    assert not (tmp_path / ".venv/.ready").exists()


def steps(text):
    """Return the commands of make that a workflow runs, in order."""
    jobs = yaml.safe_load(text)["jobs"].values()
    return [step["run"] for job in jobs for step in job["steps"] if step.get("run", "").startswith("make ")]


def test_the_continuous_integration_runs_the_two_commands():
    assert steps((paths.ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")) == ["make check", "make test"]
    assert (paths.ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1] == "make test"


def test_every_tested_python_is_tried():
    workflow = yaml.safe_load((paths.ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    tried = workflow["jobs"]["check"]["strategy"]["matrix"]["python"]
    readme = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`make check` on {tried[0]} to {tried[-1]}" in readme


def test_every_hook_is_a_tool_of_the_lock():
    hooks = yaml.safe_load((paths.ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    programs = {hook["entry"].split()[0].removeprefix(".venv/bin/") for hook in hooks}
    assert {name for name in programs if not Path(sys.executable).with_name(name).exists()} == set()


def test_the_container_installs_what_book_and_tests_need():
    described = json.loads((paths.ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    dockerfile = (paths.ROOT / ".devcontainer" / described["build"]["dockerfile"]).read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (\S+)", dockerfile, flags=re.MULTILINE)
    assert copied == ["apt.txt", "tests/apt.txt"]
    assert all((paths.ROOT / ".devcontainer" / described["build"]["context"] / name).exists() for name in copied)
    assert described["postCreateCommand"].removeprefix("make ") in COMMANDS


@pytest.mark.parametrize("form", sorted(path.name for path in (paths.ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")))
def test_an_issue_form_has_a_name_and_fields_with_ids(form):
    content = yaml.safe_load((paths.ROOT / ".github/ISSUE_TEMPLATE" / form).read_text(encoding="utf-8"))
    assert content["name"] and content["description"]
    ids = [field["id"] for field in content["body"]]
    assert len(ids) == len(set(ids)) >= 3


class Asked:
    """The options of a run of pytest, as a fixture sees them."""

    def __init__(self, need_book):
        self.need_book = need_book

    def getoption(self, name):
        """Return whether the book is needed."""
        return {"--need-book": self.need_book}[name]


def test_a_missing_book_skips_a_test_or_fails_it_where_it_is_needed(tmp_path):
    with pytest.raises(pytest.skip.Exception, match=r"The book has not been built\. Run `make html`"):
        built(tmp_path / "index.html", "html", Asked(need_book=False))
    with pytest.raises(pytest.fail.Exception, match=r"The book has not been built\. Run `make html`"):
        built(tmp_path / "index.html", "html", Asked(need_book=True))
    assert built(tmp_path, "html", Asked(need_book=True)) == tmp_path


def test_the_whole_suite_needs_the_book_and_the_short_one_leaves_it_out():
    assert "--need-book" in make("--dry-run", "test", "READY=")[1]
    assert '-m "not slow and not book"' in make("--dry-run", "check", "READY=")[1]


@pytest.mark.parametrize(
    ("test", "together"),
    [
        ("notebooks/trade.ipynb::Cell 3", "notebooks/trade.ipynb"),
        (
            "tests/notebooks/test_parameter_sets.py::TestTrade::test_a[1]",
            "tests/notebooks/test_parameter_sets.py::TestTrade",
        ),
        ("tests/book/test_pdf.py::test_a", "tests/book/test_pdf.py"),
        ("tests/book/test_html.py::test_a[book/a.html]", "tests/book/test_html.py::test_a[book/a.html]"),
    ],
)
def test_one_process_runs_what_shares_something(test, together):
    assert goes_with(test) == together
