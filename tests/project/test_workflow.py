"""The workflow takes the steps that the project names, in their order, on this machine and through a queue.

Most tests put a stand-in in the place of the project's commands, which notes what it was asked; the last runs the
project itself.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import commands
from russia_asean import paths
from russia_asean.report import execute

SNAKEMAKE = shutil.which("snakemake", path=f"{paths.ROOT / '.venv/workflow/bin'}{os.pathsep}{os.environ['PATH']}")
pytestmark = pytest.mark.slow
needs_snakemake = pytest.mark.skipif(
    SNAKEMAKE is None, reason="The environment of the workflow is not installed. Run `make results` once."
)
hands_on = pytest.mark.skipif(
    " " in (SNAKEMAKE or ""), reason="Snakemake names its own path without quotes in the jobs that it hands to a queue."
)
ALL = [
    *("described", "chapters/brics", "chapters/synthesis", "chapters/trade", "briefs/LAO", "briefs/VNM"),
    *("matrix", "html", "pdf", "brief"),
]
# In the place of the project: `steps` answers what a file holds, `data` describes the tables and finds a chapter older.
STANDIN = """
import json, sys, time
from pathlib import Path
command, answer = sys.argv[3:], Path("answer.json")
told = json.loads(answer.read_text())
if command == ["steps"]:
    print(json.dumps({"described": told["described"]} if told["described"] else told))
    sys.exit()
with Path("ran.txt").open("a") as ran:
    print(*command, file=ran)
if command == ["data"]:
    answer.write_text(json.dumps(told | {"described": [], "chapters/brics": ["the table economy"]}))
if Path("fails.txt").exists() and command[-1] == Path("fails.txt").read_text():
    sys.exit("It fails.")
for _ in range(600 if Path("together.txt").exists() and command[0] == "notebooks" else 0):
    time.sleep(0.1)
    if len(Path("ran.txt").read_text().splitlines()) > 1:
        break
else:
    sys.exit("The other chapter did not begin." if Path("together.txt").exists() else 0)
"""
# Stands in for a queue: it takes a job script, says a number and runs the script elsewhere, apart from whoever asked.
QUEUE = """#!/bin/sh
echo "$1" >>{place}/submitted.txt
mkdir -p {elsewhere} && cd {elsewhere}
(sh "$1" >>{place}/queue.txt 2>&1 &)
echo $$
"""
# Stands in for rsync, which carries marks to and from the volume: its last two arguments are from where and to where.
COPY = """#!/bin/sh
for last in "$@"; do from="$to"; to="$last"; done
mkdir -p "$(dirname "$to")" && exec cp -a "$from" "$to"
"""


def program(path, text):
    """Write a program and return its path."""
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def python(place):
    """Return this Python under a path without spaces: Snakemake takes away quotes that it is told."""
    return program(place / "python.sh", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')


def queued(place, elsewhere=None):
    """Return the arguments that hand jobs to the queue."""
    script = program(place / "queue.sh", QUEUE.format(place=place, elsewhere=elsewhere or place))
    submit = f"--cluster-generic-submit-cmd={script}"
    return ["--executor=cluster-generic", submit, "--jobs=2", "--seconds-between-status-checks=1"]


class Place:
    """A project of which the workflow is real and the commands are not."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(paths.ROOT / "workflow", folder / "workflow")
        for name in ("data/snapshots.csv", "russia_asean/sources/recipes.py"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).touch()
        (folder / "standin.py").write_text(STANDIN, encoding="utf-8")
        self.say()

    def say(self, **changed):
        """Let the project say which steps must be taken."""
        told = {step: changed.get(step.replace("/", "_"), []) for step in ALL}
        (self.folder / "answer.json").write_text(json.dumps(told), encoding="utf-8")

    def run(self, *arguments, fails=False, config=(), **settings):
        """Run the workflow, and return the commands that it ran, in their order, and what it said."""
        told = self.folder / "ran.txt"
        told.unlink(missing_ok=True)
        config = [f"python={python(self.folder)} {self.folder / 'standin.py'}", *config]
        ended = snakemake(self.folder, *arguments, "--config", *config, **settings)
        assert (ended.returncode != 0) == fails, ended.stdout + ended.stderr
        ran = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
        return ran, ended.stdout + ended.stderr


def snakemake(folder, *arguments, **settings):
    """Call Snakemake in a folder, with a cache of its own and no folder of publishers' files."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith("RUSSIA_ASEAN_")}
    own = {**outer, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": "", **settings}
    asked = [SNAKEMAKE, *arguments]
    return subprocess.run(asked, cwd=folder, env=own, capture_output=True, text=True, check=False)


@pytest.fixture
def place(tmp_path):
    """Return a project whose commands are noted, not run."""
    return Place(tmp_path)


def test_chapters_that_read_the_others_are_the_same_for_workflow_and_library():
    text = (paths.ROOT / "workflow" / "Snakefile").read_text(encoding="utf-8")
    assert re.search(r"^READERS = (\(.*?\))", text, flags=re.MULTILINE)[1] == '("synthesis",)'
    assert execute.READERS == ("synthesis",)


@needs_snakemake
def test_where_nothing_has_changed_nothing_runs_whatever_the_dates_of_files(place):
    assert place.run("all")[0] == []
    for name in ("data/snapshots.csv", "russia_asean/sources/recipes.py", "standin.py"):
        (place.folder / name).touch()
    assert place.run("all")[0] == []


@needs_snakemake
def test_a_changed_chapter_runs_with_what_reads_it_and_no_other(place):
    place.say(chapters_trade=["the notebook"])
    ran, said = place.run("all")
    assert ran[:3] == ["notebooks trade", "notebooks synthesis", "editions"]
    assert sorted(ran[3:]) == ["brief", "html", "pdf"]
    assert "The chapter trade (the notebook)" in said
    # The stand-in has mended nothing, so the project still says so.
    assert place.run("results")[0] == ran[:3]


@needs_snakemake
def test_a_changed_brief_runs_alone_and_a_missing_book_is_built(place):
    place.say(briefs_LAO=["the table economy"])
    assert place.run("results")[0] == ["briefs LAO"]
    place.say(pdf=["_build/latex/russia-asean.pdf"])
    assert place.run("all")[0] == ["pdf"]


@needs_snakemake
def test_after_tables_are_described_the_project_is_asked_again(place):
    place.say(described=["data/datapackage.json"])
    assert place.run("results", "--dry-run")[0] == []
    assert place.run("results")[0] == ["data", "notebooks brics", "notebooks synthesis", "editions"]


@needs_snakemake
def test_publishers_files_are_read_where_a_setting_names_them_and_once(place):
    raw = {"RUSSIA_ASEAN_RAW": str(place.folder)}
    expected = ["tables", "data", "notebooks brics", "notebooks synthesis", "editions"]
    assert place.run("results", **raw)[0] == expected
    place.say()
    assert place.run("results", **raw)[0] == []
    (place.folder / "data/snapshots.csv").write_text("a file more")
    assert place.run("results", **raw)[0] == expected


@needs_snakemake
def test_a_step_that_fails_stops_what_reads_it_and_nothing_else_and_is_taken_again(place):
    place.say(chapters_trade=["the notebook"], briefs_VNM=["the notebook"])
    (place.folder / "fails.txt").write_text("trade")
    ran, said = place.run("all", fails=True)
    assert sorted(ran) == ["briefs VNM", "notebooks trade"]
    assert "It fails." in said
    (place.folder / "fails.txt").unlink()
    place.say(chapters_trade=["the notebook"])
    assert place.run("results")[0] == ["notebooks trade", "notebooks synthesis", "editions"]


@needs_snakemake
def test_what_the_project_cannot_say_stops_the_workflow_at_once(place):
    (place.folder / "answer.json").write_text("no JSON")
    ran, said = place.run("all", fails=True)
    assert ran == [] and "The project cannot say which steps must be taken" in said


@needs_snakemake
def test_two_chapters_run_at_a_time(place):
    place.say(chapters_trade=["the notebook"], chapters_brics=["the notebook"])
    (place.folder / "together.txt").touch()
    assert sorted(place.run("_build/workflow/chapters/trade", "_build/workflow/chapters/brics", "--cores=2")[0]) == [
        "notebooks brics",
        "notebooks trade",
    ]


@needs_snakemake
@hands_on
def test_a_queue_gets_the_same_steps_and_the_briefs_together(place):
    place.say(chapters_trade=["the notebook"], briefs_LAO=["the notebook"], briefs_VNM=["the notebook"])
    ran, _ = place.run("results", *queued(place.folder), "--group-components", "briefs=11")
    assert sorted(ran) == ["briefs LAO", "briefs VNM", "editions", "notebooks synthesis", "notebooks trade"]
    assert ran.index("notebooks trade") < ran.index("notebooks synthesis") < ran.index("editions")
    # Two briefs in one job, then three chapters and the matrix.
    assert len((place.folder / "submitted.txt").read_text().splitlines()) == 4


@needs_snakemake
@hands_on
def test_jobs_without_the_folder_of_whoever_asked_work_on_a_volume(place, tmp_path):
    """As on Kubernetes: jobs run elsewhere, see the project at its path on a volume, and marks are carried."""
    program(place.folder / "rsync", COPY)
    place.say(chapters_trade=["the notebook"])
    volume = ["--default-storage-provider=fs", f"--default-storage-prefix={place.folder}"]
    apart = ["--shared-fs-usage", "persistence", "software-deployment", "sources", "source-cache"]
    ran, _ = place.run(
        *("results", *queued(place.folder, tmp_path / "elsewhere"), *volume, *apart),
        config=[f"project={place.folder}"],
        PATH=f"{place.folder}{os.pathsep}{os.environ['PATH']}",
    )
    assert ran == ["notebooks trade", "notebooks synthesis", "editions"]


@needs_snakemake
@pytest.mark.parametrize("name", sorted(path.name for path in (paths.ROOT / "workflow/profiles").iterdir()))
def test_every_profile_is_read_and_its_executor_known(place, name):
    place.say(chapters_trade=["the notebook"])
    own = [f"--default-storage-prefix={place.folder}"] if name == "kubernetes" else []
    profile = ["--profile", f"workflow/profiles/{name}"]
    ran, said = place.run("results", "--dry-run", *profile, *own, config=[f"project={place.folder}"])
    assert ran == [] and "The chapter trade (the notebook)" in said


@needs_snakemake
@hands_on
def test_the_project_itself_runs_a_missing_brief_through_a_queue(tmp_path):
    project = commands.copy(tmp_path / "project")
    stored = project / "results/countries/LAO.json"
    stored.unlink()
    step, config = "_build/workflow/briefs/LAO", ["--config", f"python={python(tmp_path)}"]
    ended = snakemake(project, step, *queued(project), *config)
    assert ended.returncode == 0, ended.stdout + ended.stderr + (project / "queue.txt").read_text()
    assert "The country brief of LAO (it has no results)" in ended.stdout + ended.stderr
    assert json.loads(stored.read_text(encoding="utf-8"))["parameters"] == {"country": "LAO"}
    assert len((project / "submitted.txt").read_text().splitlines()) == 1
    again = snakemake(project, step, "--dry-run", *config)
    assert "Nothing to be done" in again.stdout + again.stderr
    assert Path(project / "results/countries/LAO").is_dir()
