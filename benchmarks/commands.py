"""Time the commands, in a copy of the project that each run makes."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.timing import Row, medians
from russia_asean import paths

PAGE = "book/how-to-read.md"
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
IMPORTS = "import myst_nb, sphinx.application, sphinx_book_theme, sphinxcontrib.bibtex, russia_asean.book.build"


def copy(folder: Path) -> Path:
    """Return a copy of the files of the project, as they are, in a folder."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(paths.ROOT / name, folder / name)
    return folder


def python(project: Path, *arguments: str, refused: bool = False) -> None:
    """Run Python in the copy; what it says is shown only if it fails, or does not refuse what it should."""
    settings = {**os.environ, "PYTHONPATH": str(project)}
    command = [sys.executable, *arguments]
    ended = subprocess.run(command, cwd=project, env=settings, capture_output=True, text=True, check=False)
    if (ended.returncode != 0) != refused:
        raise RuntimeError(f"{' '.join(arguments)}: {ended.stderr or ended.stdout}")


def papermill(project: Path, runs: list[tuple[str, list[str]]]) -> None:
    """Run notebooks with papermill's command line, one after the other."""
    out = project / "_build" / "papermill.ipynb"
    out.parent.mkdir(exist_ok=True)
    for name, asked in runs:
        options = ["--no-progress-bar", "--cwd", str(project / "notebooks"), *asked]
        python(project, "-m", "papermill", *options, f"notebooks/{name}.ipynb", str(out))


def notebooks(project: Path, rounds: int) -> list[Row]:
    """Time the chapters and the country briefs, beside papermill's command line and beside one process."""
    from russia_asean.evidence import records
    from russia_asean.report import country_briefs

    chapters: list[tuple[str, list[str]]] = [(path.stem, []) for path in records.chapter_notebooks()]
    briefs = [("country_brief", ["-p", "country", code]) for code in country_briefs.members()]
    command = functools.partial(python, project, "-m", "russia_asean")
    took = medians(
        {
            "papermill": lambda: papermill(project, chapters),
            "chapters": lambda: command("notebooks"),
            "floor": lambda: python(project, "-c", ONE_PROCESS),
            "papermill, briefs": lambda: papermill(project, briefs),
            "briefs": lambda: command("briefs"),
        },
        rounds,
    )
    return [
        Row("all chapters", took["chapters"], "papermill's command line, in series", took["papermill"]),
        Row("all chapters", took["chapters"], "floor: their cells in one process", took["floor"]),
        Row("eleven briefs", took["briefs"], "papermill's command line, in series", took["papermill, briefs"]),
    ]


def book(project: Path, rounds: int) -> list[Row]:
    """Time the HTML book: from nothing, when nothing has changed, and after an edit of one page of prose."""
    build = functools.partial(python, project, "-m", "russia_asean", "html")

    def anew() -> None:
        shutil.rmtree(project / "_build", ignore_errors=True)
        build()

    def edited() -> None:
        with (project / PAGE).open("a", encoding="utf-8") as page:
            page.write("\nOne more sentence.\n")
        build()

    works: dict[str, Callable[[], object]] = {
        "from nothing": anew,
        "nothing changed": build,
        "one page of prose": edited,
        "floor": lambda: python(project, "-c", IMPORTS),
    }
    took = medians(works, rounds)
    floor = took.pop("floor")
    return [Row(f"HTML, {name}", time, "floor: the imports of a build", floor) for name, time in took.items()]


def start(project: Path, rounds: int) -> list[Row]:
    """Time what ends before anything is computed."""
    run = functools.partial(python, project, "-m", "russia_asean")
    took = medians(
        {
            "floor": lambda: python(project, "-c", "import argparse"),
            "`--help`": lambda: run("--help"),
            "an unknown parameter": lambda: run("run", "trade", "-p", "colour", "red", refused=True),
            "a year without data": lambda: run("run", "trade", "-p", "end_year", "1900", refused=True),
        },
        rounds,
    )
    floor = took.pop("floor")
    return [Row(name, time, "floor: Python and its reader of commands", floor) for name, time in took.items()]
