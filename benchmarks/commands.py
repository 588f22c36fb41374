"""Time the commands, in a copy of the project that each run makes."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat

from benchmarks import timing
from benchmarks.timing import Cost, Row, medians
from russia_asean import paths

PAGE, CHAPTER = "book/how-to-read.md", "brics"
# How many times as many rows of tables, or claims, are tried.
TIMES = (1, 10, 100)
# The last commit of the first edition, and the setting that names a clone of it in which `make html` has run.
FIRST_EDITION, SETTING = "5a5741f", "RUSSIA_ASEAN_FIRST_EDITION"
# The cells of all chapters in one process that has imported everything: no kernel, nothing stored.
ONE_PROCESS = """
import ast, sys
import matplotlib
matplotlib.use("agg")
from russia_asean.evidence import records
from russia_asean.report import notebook_files, publish, tracking
publish.display = lambda *shown, **named: None
for path in records.chapter_notebooks():
    names = {tracking.ANNOUNCE: lambda reads, binds: None}
    for cell in notebook_files.read(path).cells:
        if cell.cell_type == "code":
            exec(compile(tracking.Announcer().visit(ast.parse(cell.source)), path.name, "exec"), names)
        if "chapter" in names:
            names[tracking.ANNOUNCE] = names["chapter"].tracker.announce
"""
# What a build must import before it can begin.
IMPORTS = (
    "import myst_nb, sphinx.application, sphinx_book_theme, sphinxcontrib.bibtex, russia_asean.book.building.build"
)


def copy(folder: Path) -> Path:
    """Return a copy of the files of the project, as they are, in a folder."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(paths.ROOT / name, folder / name)
    return folder


def python(project: Path, *arguments: str, refused: bool = False) -> tuple[Cost, str]:
    """Run this Python in a copy of the project, and return what it took and said."""
    settings = {**os.environ, "PYTHONPATH": str(project)}
    return timing.run([sys.executable, *arguments], project, settings, refused)


def names(project: Path, imported: str, asked: str) -> list[str]:
    """Return the names that the project knows.

    Args:
        project: a copy of it.
        imported: the import of what knows them.
        asked: the expression that gives them.
    """
    return python(project, "-c", f"{imported}\nprint(*{asked}, sep='\\n')")[1].splitlines()


def _cost(project: Path, *arguments: str, refused: bool = False) -> Callable[[], Cost]:
    return lambda: python(project, *arguments, refused=refused)[0]


def papermill(project: Path, runs: list[tuple[str, list[str]]]) -> Cost:
    """Run notebooks with papermill's command line, one after the other."""
    out = project / "_build" / "papermill.ipynb"
    out.parent.mkdir(exist_ok=True)
    options = ["-m", "papermill", "--no-progress-bar", "--cwd", str(project / "notebooks")]
    taken = [python(project, *options, *asked, f"notebooks/{name}.ipynb", str(out))[0] for name, asked in runs]
    return functools.reduce(Cost.__add__, taken)


def step(project: Path, name: str, times: int = 1) -> Cost:
    """Run a step of the library in a process of its own: its times, without imports, and the memory of the process."""
    whole, told = python(project, "-m", "benchmarks.steps", name, str(times))
    seconds, processor = map(float, told.split())
    return Cost(seconds, processor, whole.megabytes)


def library(project: Path, rounds: int) -> list[Row]:
    """Time steps of the library, beside plain reading of the tables."""
    plain, *others = names(project, "from benchmarks import steps", "steps.ONCE")
    took = medians({name: functools.partial(step, project, name) for name in (plain, *others)}, rounds)
    return [Row(name, took[name], plain, took[plain]) for name in others]


def growth(project: Path, rounds: int) -> list[Row]:
    """Time steps on many times as many rows or claims, beside themselves on as many as there are."""
    rows = []
    for name in names(project, "from benchmarks import steps", "steps.GROWING"):
        took = medians({str(times): functools.partial(step, project, name, times) for times in TIMES}, rounds)
        once = took.pop("1")
        rows += [Row(f"{name}, × {times}", cost, "the same, × 1", once) for times, cost in took.items()]
    return rows


def chapters(project: Path, rounds: int) -> list[Row]:
    """Time the chapters, beside papermill's command line and beside one process."""
    known = names(
        project, "from russia_asean.evidence import records as r", "(path.stem for path in r.chapter_notebooks())"
    )
    works = {
        "papermill": lambda: papermill(project, [(name, []) for name in known]),
        "ours": _cost(project, "-m", "russia_asean", "notebooks"),
        "floor": _cost(project, "-c", ONE_PROCESS),
    }
    took = medians(works, rounds)
    return [
        Row("all chapters", took["ours"], "papermill's command line, in series", took["papermill"]),
        Row("all chapters", took["ours"], "floor: their cells in one process", took["floor"]),
    ]


def briefs(project: Path, rounds: int) -> list[Row]:
    """Time the country briefs, beside papermill's command line."""
    codes = names(project, "from russia_asean.report import country_briefs", "country_briefs.members()")
    runs = [("country_brief", ["-p", "country", code]) for code in codes]
    works = {
        "papermill": lambda: papermill(project, runs),
        "ours": _cost(project, "-m", "russia_asean", "briefs"),
    }
    took = medians(works, rounds)
    return [Row("eleven briefs", took["ours"], "papermill's command line, in series", took["papermill"])]


def book(project: Path, rounds: int) -> list[Row]:
    """Time the HTML book: from nothing, when nothing has changed, and after an edit of words of a page or chapter."""
    # A book is built from results that are up to date: cells may have changed since they were stored.
    for stored in ("notebooks", "briefs"):
        python(project, "-m", "russia_asean", stored)
    build = _cost(project, "-m", "russia_asean", "html")

    def anew() -> Cost:
        shutil.rmtree(project / "_build", ignore_errors=True)
        return build()

    def edited() -> Cost:
        with (project / PAGE).open("a", encoding="utf-8") as page:
            page.write("\nOne more sentence.\n")
        return build()

    def reworded() -> Cost:
        notebook = project / "notebooks" / f"{CHAPTER}.ipynb"
        content = nbformat.read(notebook, as_version=4)
        next(cell for cell in content.cells if cell.cell_type == "markdown").source += "\n\nOne more sentence."
        nbformat.write(content, notebook)
        python(project, "-m", "russia_asean", "notebooks", CHAPTER, "synthesis")  # timed with the chapters
        return build()

    works = {
        "from nothing": anew,
        "nothing changed": build,
        "one page of prose": edited,
        "words of a chapter": reworded,
    }
    beside = {"floor: the imports of a build": _cost(project, "-c", IMPORTS)}
    if SETTING in os.environ:
        beside[f"the first edition ({FIRST_EDITION}) from nothing"] = first_edition(Path(os.environ[SETTING]))
    took = medians(works | beside, rounds)
    return [Row(f"HTML, {name}", took[name], other, took[other]) for name in works for other in beside]


def first_edition(project: Path) -> Callable[[], Cost]:
    """Return what builds the HTML book of the first edition, with its own environment."""
    settings = {**os.environ, "PYTHONPATH": str(project)}
    command = [str(project / ".venv" / "bin" / "python"), "-m", "russia_asean", "html"]
    return lambda: timing.run(command, project, settings)[0]


def start(project: Path, rounds: int) -> list[Row]:
    """Time what ends before anything is computed."""
    command = functools.partial(_cost, project, "-m", "russia_asean")
    works = {
        "floor": _cost(project, "-c", "import argparse"),
        "`--help`": command("--help"),
        "an unknown notebook": command("run", "trad", refused=True),
        "an unknown parameter": command("run", "trade", "-p", "colour", "red", refused=True),
        "a year that is no number": command("run", "trade", "-p", "start_year", "abc", refused=True),
        "a year without data": command("run", "trade", "-p", "end_year", "1900", refused=True),
        "a country that is no member": command("run", "trade", "-p", "members", "VNM,FRA", refused=True),
    }
    took = medians(works, rounds)
    floor = took.pop("floor")
    return [Row(name, cost, "floor: Python and its reader of commands", floor) for name, cost in took.items()]
