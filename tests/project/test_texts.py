"""What the texts for readers and contributors name is there: files, folders, modules and their names."""

import importlib
import re
import subprocess

import pytest

from russia_asean import paths

TEXTS = [
    *("README.md", "CONTRIBUTING.md", "book/rerun.md", "book/methods.md", "book/cite.md"),
    *("book/another-document.md", "book/updating.md", "docs/workflow.md"),
    *sorted(path.relative_to(paths.ROOT).as_posix() for path in (paths.ROOT / "docs/decisions").glob("*.md")),
]
# What is made on the machine, and what stands for a name of your own.
MADE = ("_build", "codemeta.json", ".venv", "NAME", "KEY", "document.csv")
FOLDERS = "book|data|docs|notebooks|results|russia_asean|tests|workflow"
FILE = re.compile(rf"(?:(?:{FOLDERS})/[\w./-]*|[\w.-]+\.(?:py|toml|md|yml|txt|cff|csv|json))")
MODULES = {path.stem for path in (paths.ROOT / "russia_asean").rglob("*.py")}
PACKAGES = [path.parent.relative_to(paths.ROOT) for path in paths.LIBRARY.rglob("__init__.py")]
ROOMS = sorted(".".join(path.parts) for path in PACKAGES)


def missing(text: str) -> list[str]:
    """Return what a text puts between backticks and is not there: files, folders, modules, names in modules."""
    code = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [each for each in code if not any(made in each for made in MADE) and not _is_there(each)]


def _is_there(code: str) -> bool:
    if FILE.fullmatch(code):
        return any((folder / code).exists() for folder in (paths.ROOT, paths.DATA, paths.DATA / "claims"))
    if re.fullmatch(r"[a-z_]+(?:\.[A-Za-z_]+)+", code):
        return _is_name(code)
    return True


def _is_name(dotted: str) -> bool:
    """Return whether a dotted name is a module of the library or stands in one; other packages are not looked at."""
    module, _, name = dotted.rpartition(".")
    tried = [f"{room}.{module}" for room in ROOMS] if not module.startswith("russia_asean") else [module]
    found = []
    for path in tried:
        try:
            found.append(importlib.import_module(path))
        except ModuleNotFoundError:
            continue
    if not found:
        return not dotted.startswith("russia_asean") and module.split(".")[0] not in MODULES
    return any(hasattr(each, name) or _has_submodule(each.__name__, name) for each in found)


def _has_submodule(package: str, name: str) -> bool:
    try:
        importlib.import_module(f"{package}.{name}")
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_text_names_is_there(name):
    assert missing((paths.ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "gone",
    [
        *("notebooks/trade.toml", "data/claims/claim.csv", "book/ledgers.md", "russia_asean/parameters.py"),
        *("clams.csv", "style.COLORS", "russia_asean.chapters", "charts.two_sides"),
    ],
)
def test_what_is_gone_is_refused(gone):
    assert missing(f"It lies in `{gone}`.") == [gone]


@pytest.mark.parametrize(
    "there", ["data/claims/claims.csv", "claims.csv", "style.COLOURS", "claims.agrees", "pd.Series"]
)
def test_what_is_there_passes(there):
    assert missing(f"It lies in `{there}`.") == []


def test_nothing_that_is_built_or_measured_is_committed():
    listed = subprocess.run(["git", "ls-files"], cwd=paths.ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("a copy without git")
    made = re.compile(r"(?:^|/)(?:\.coverage|_build|__pycache__|\.venv|\.hypothesis|\.ipynb_checkpoints)(?:/|$)|\.pyc$")
    assert [name for name in listed.stdout.splitlines() if made.search(name)] == []
