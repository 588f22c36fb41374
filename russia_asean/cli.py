"""The commands behind the Makefile. Each ends with what was made, or with one sentence that says what to do."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from russia_asean import paths, release_date
from russia_asean.data import codebook, tables
from russia_asean.evidence import claims, records
from russia_asean.report import changes, chapter, execute, parameters, publish, stamps

MISTAKES = (
    tables.TableError,
    claims.ClaimError,
    publish.ExhibitError,
    records.RecordError,
    parameters.ParameterError,
    execute.RunError,
    chapter.ChapterError,
    release_date.ReleaseDateError,
)
WORK = paths.BUILD / "work"


def main() -> None:
    """Run one command; on a mistake of the user print one sentence and exit with status 1."""
    parser = argparse.ArgumentParser(prog="python -m russia_asean", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("html", help="build the HTML book from the stored notebooks")
    commands.add_parser("pdf", help="build the PDF from the stored notebooks")
    commands.add_parser("data", help="refresh hashes, codebook and source bibliography")
    storing = commands.add_parser("notebooks", help="run notebooks with their defaults and store the outputs")
    storing.add_argument("names", nargs="*", help="notebooks to run (default: all)")
    comparing = commands.add_parser("diff", help="say what changed between two folders of results")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    running = commands.add_parser("run", help="run a notebook with other parameters into _build/runs")
    running.add_argument("notebook")
    running.add_argument("-p", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"), dest="given")
    arguments = parser.parse_args()
    try:
        if arguments.command == "html":
            build_html()
        elif arguments.command == "pdf":
            build_pdf()
        elif arguments.command == "data":
            for path in codebook.refresh():
                print(f"Wrote {path.relative_to(paths.ROOT)}")
        elif arguments.command == "notebooks":
            store_notebooks(arguments.names)
        elif arguments.command == "diff":
            print(changes.report(changes.between(changes.read_all(arguments.old), changes.read_all(arguments.new))))
        else:
            given = {name: execute.typed(value) for name, value in arguments.given}
            print(f"Result: {execute.run(arguments.notebook, given).relative_to(paths.ROOT)}")
    except MISTAKES as mistake:
        sys.exit(f"{type(mistake).__name__}: {mistake}")


def store_notebooks(names: list[str]) -> None:
    """Run the named notebooks (all, when none is named), store outputs and results, and say what changed."""
    chosen = execute.in_order(names or [path.stem for path in sorted(paths.NOTEBOOKS.glob("*.ipynb"))])
    before = {name: records.read(name) for name in records.chapters() if name in chosen}
    for number, name in enumerate(chosen, start=1):
        print(f"[{number}/{len(chosen)}] notebooks/{name}.ipynb", flush=True)
        execute.store(name)
    print(changes.report(changes.between(before, {name: records.read(name) for name in chosen})))
    stale = stamps.stale()
    if stale:
        print(f"Older than what they were made from: {', '.join(stale)}. Run `make notebooks`.")


def refuse_stale() -> None:
    """Stop before a build if results are older than what they were made from.

    Raises:
        RunError: some are; the sentence says which and why.
    """
    stale = stamps.stale()
    if stale:
        told = "; ".join(f"{name} ({', '.join(why[:3])}{', …' if len(why) > 3 else ''})" for name, why in stale.items())
        raise execute.RunError(f"Results are older than what they were made from: {told}. Run `make notebooks`.")


def build_html() -> None:
    """Build the HTML book into ``_build/html``; a failed build leaves the last good one.

    Raises:
        RunError: the build had warnings or errors.
    """
    _replace(_sphinx("html"), paths.HTML)


def build_pdf() -> None:
    """Build the PDF into ``_build/latex``; a failed build leaves the last good one.

    Raises:
        RunError: Sphinx or LaTeX failed.
    """
    folder = _sphinx("latex")
    print("Typesetting the PDF ...", flush=True)
    typeset = subprocess.run(
        ["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-silent", "russia-asean.tex"],
        cwd=folder,
        env=os.environ | release_date.build_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    log = folder / "russia-asean.log"
    if typeset.returncode or not (folder / paths.PDF_NAME).exists():
        said = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.startswith("!")]
        raise execute.RunError(
            f"LaTeX stopped: {said[0] if said else 'no message'}. Full log: {log.relative_to(paths.ROOT)}"
        )
    paths.LATEX.mkdir(parents=True, exist_ok=True)
    for name in (paths.PDF_NAME, log.name):
        shutil.copyfile(folder / name, paths.LATEX / name)


def _sphinx(builder: str) -> Path:
    """Build the book with warnings as errors and return the folder of the result."""
    print(f"Building the {builder} pages ...", flush=True)
    command = [
        str(Path(sys.executable).with_name("jupyter-book")),
        *("build", str(paths.ROOT), "--path-output", str(WORK), "--builder", builder),
        *("--all", "-W", "--keep-going", "-n", "-q"),
    ]
    shutil.rmtree(WORK, ignore_errors=True)  # nothing of an earlier build may slip into this one
    built = subprocess.run(command, env=os.environ | release_date.build_environment(), check=False)
    if built.returncode:
        raise execute.RunError(
            f"The {builder} build had warnings or errors; they are listed above. Nothing was replaced."
        )
    return WORK / "_build" / builder


def _replace(built: Path, target: Path) -> None:
    """Move a finished build into its place."""
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(built, target)
