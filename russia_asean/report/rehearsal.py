"""Rehearse the report on other tables: what it would say, with the stored edition untouched.

A rehearsal copies the project, puts the given files in their places, describes the tables and runs the chapters that
depend on what is other. Everything that asks "what would change?" asks here: a newer edition of a source, a series of
the reader's own, a further document.
"""

import dataclasses
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from russia_asean import paths
from russia_asean.evidence import records
from russia_asean.evidence.records import Results
from russia_asean.report import changes, execute, stamps
from russia_asean.report.changes import Change

# What a chapter does not need, or what a program made that can make it again. Hidden files are left out, too.
LEFT_OUT = ("_build", "_cache", "tests", "benchmarks", "__pycache__")
# Asked in a copy of the project, in a process of its own: the library of this one looks at the stored edition.
QUESTION = "import json; from russia_asean.report import rehearsal; print(json.dumps(rehearsal.state()))"


class RehearsalError(RuntimeError):
    """A rehearsal stopped; the stored edition is as it was."""


@dataclasses.dataclass(frozen=True)
class Rehearsal:
    """What the report says on other tables.

    Attributes:
        results: the results of all chapters on the given files, by chapter.
        changes: what differs from the results on the files as they are.
        before: the results on the files as they are, by chapter.
        project: the copy of the project that holds the given files, with notebooks and results made from them.
        before_project: the project, or a copy of it, that holds the notebooks of ``before``.
        chapters: the chapters that were run, in their order; none if no chapter uses what is other.
    """

    results: dict[str, Results]
    changes: list[Change]
    before: dict[str, Results]
    project: Path
    before_project: Path
    chapters: tuple[str, ...]

    def notebooks(self, chapter: str) -> tuple[Path, Path]:
        """Return the executed notebook of a chapter on the files as they are, and on the given ones."""
        before, after = (place / "notebooks" / f"{chapter}.ipynb" for place in (self.before_project, self.project))
        return before, after


def rehearse(
    files: Mapping[str, str],
    folder: Path,
    project: Path = paths.ROOT,
    tell: Callable[[str], object] = print,
) -> Rehearsal:
    """Return what the report says with other files in the places of its own.

    Results that are older than what they were made from are made anew on the files as they are, so that ``changes``
    holds what the given files change and nothing else.

    Args:
        files: the text of each file by its path below the project, such as ``data/trade_flows.csv``.
        folder: where the copy is made, such as ``_build/refresh``; copies of earlier rehearsals there are removed.
        project: the project that is rehearsed.
        tell: takes each line of progress.

    Raises:
        RehearsalError: a path leads out of the project, a table breaks its rules, or a cell failed; the sentence names
            file or chapter and cell.
    """
    for path in files:
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise RehearsalError(f"{path}: leads out of the project. Name a file below it, such as data/economy.csv.")
    folder.mkdir(parents=True, exist_ok=True)
    for earlier in folder.glob("rehearsal-*"):
        shutil.rmtree(earlier)
    # A new name each time: a run that was killed may have left a process that still writes to the old one.
    place = Path(tempfile.mkdtemp(prefix="rehearsal-", dir=folder))
    copy = _copied(project, place / "project")
    before = _asked(copy)
    for path, text in files.items():
        target = copy / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    if any(PurePosixPath(path).parts[0] == "data" for path in files):
        tell("Describing the tables ...")
        _run(copy, ["data"], tell)
    after = _asked(copy)
    # A notebook without results has nothing that could still hold.
    affected = {
        name for name, made in after["made_from"].items() if made is None or made != before["made_from"].get(name)
    }
    if not affected:
        held = changes.read_all(project / "results")
        return Rehearsal(held, [], held, copy, project, ())
    chapters = execute.in_order(affected | ({*execute.READERS} & {*after["made_from"]}))
    before_project = project
    if old := [name for name in chapters if name in before["stale"] and before["made_from"].get(name)]:
        tell(f"The stored results of {', '.join(old)} are older than what they were made from: first as the files are.")
        before_project = _copied(project, place / "before")
        _run(before_project, ["notebooks", *old], tell)
    tell(f"Running {len(chapters)} chapters on the new files ...")
    _run(copy, ["notebooks", *chapters], tell)
    # The chapters that did not run may be older than the library; they are the same on both sides.
    told, now = changes.read_all(before_project / "results"), changes.read_all(copy / "results")
    return Rehearsal(now, changes.between(told, now), told, copy, before_project, tuple(chapters))


def describe(copy: Path) -> None:
    """Describe the tables of a copy as they are, after an edit of one that no chapter reads.

    Raises:
        RehearsalError: a table breaks its rules.
    """
    _run(copy, ["data"], lambda line: None)


def build_book(copy: Path, tell: Callable[[str], object] = print) -> Path:
    """Build the HTML book of a copy and return its folder.

    Raises:
        RehearsalError: the book cannot be built.
    """
    tell("Building the HTML book (about a minute) ...")
    _run(copy, ["html"], tell)
    return copy / "_build" / "html"


def state() -> dict[str, Any]:
    """Return what each chapter is made from as the files are now, and which results are older than that.

    Returns:
        ``made_from``: hashes by kind and name, by chapter; None for a notebook without results. ``stale``: chapters.
    """
    names = [path.stem for path in records.chapter_notebooks()]
    made: dict[str, Any] = dict.fromkeys(names)
    for name in {*names} & {*records.chapters()}:
        held = records.read(name).made_from
        now = stamps.made_from(paths.NOTEBOOKS / f"{name}.ipynb", held.tables, held.modules, held.results)
        made[name] = now.model_dump()
    return {"made_from": made, "stale": sorted(stamps.stale(names))}


def _copied(project: Path, target: Path) -> Path:
    """Return a copy of what a run needs of a project."""

    def passed_over(folder: str, names: list[str]) -> set[str]:
        top = Path(folder) == project
        return {name for name in names if name.startswith(".") or (name in LEFT_OUT if top else name == "__pycache__")}

    shutil.copytree(project, target, ignore=passed_over)
    return target


def _environment(copy: Path) -> dict[str, str]:
    # The library finds the folders of the project beside itself, so the copy must use its own.
    return {**os.environ, "PYTHONPATH": str(copy), "PYTHONHASHSEED": "0"}


def _asked(copy: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", QUESTION], cwd=copy, env=_environment(copy), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RehearsalError(f"{_last_line(done.stderr)} The stored edition is as it was.")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _run(copy: Path, command: list[str], tell: Callable[[str], object]) -> None:
    """Run a command of the project in a copy and pass on its lines of progress."""
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "russia_asean", *command],
            cwd=copy,
            env=_environment(copy),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as running,
    ):
        for line in running.stdout or ():
            # What changed is said once, at the end, against what was before.
            if line.startswith("["):
                tell(line.rstrip())
        if running.wait():
            errors.seek(0)
            raise RehearsalError(f"{_last_line(errors.read())} The stored edition is as it was.")


def _last_line(text: str) -> str:
    """Return the sentence with which a command of the project ended, without the name of its error."""
    lines = text.strip().splitlines() or ["It stopped without a word."]
    name, mark, sentence = lines[-1].partition(": ")
    return sentence if mark and name.endswith("Error") else lines[-1]
