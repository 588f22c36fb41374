"""Where the book gets its records: the only place of this room that knows how findings and verdicts are kept."""

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import nbformat
import yaml

from russia_asean import paths
from russia_asean.evidence import assessments, records
from russia_asean.evidence.records import ClaimTest, Exhibit, Finding

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a record was made.

    Attributes:
        chapter: the name of the notebook.
        cell: the number of the cell, counted from 1.
    """

    chapter: str
    cell: int


def remembered(function: Callable[[], T]) -> Callable[[], T]:
    """Return a function that works its result out once for each state of the files that records come from.

    Every page asks for the same records, and reading them all takes seconds. The result is shared: nobody changes it.
    """
    known: dict[tuple[tuple[str, int], ...], T] = {}

    @functools.wraps(function)
    def asked() -> T:
        state = _state()
        if state not in known:
            known.clear()
            known[state] = function()
        return known[state]

    return asked


def _state() -> tuple[tuple[str, int], ...]:
    """Return path and time of change of every file that records come from."""
    files = [*paths.RESULTS.glob("*.json"), *paths.DATA.rglob("*.csv"), *paths.NOTEBOOKS.glob("*.ipynb")]
    return tuple((str(file), file.stat().st_mtime_ns) for file in sorted(files))


@remembered
def findings() -> dict[str, Finding]:
    """Return the computed sentences of all chapters, by key.

    Raises:
        RecordError: the results of a chapter are damaged, or two chapters use one key.
    """
    return records.collected(Finding)


@remembered
def claim_records() -> dict[str, ClaimTest]:
    """Return the record of every claim, by claim id: of the tested from results, of the others from their table.

    Raises:
        AssessmentError: a judgement or an untested claim lacks what its verdict needs.
        RecordError: the results of a chapter are damaged, or two chapters tested one claim.
    """
    return assessments.assessments() | records.collected(ClaimTest)


@remembered
def claim_places() -> dict[str, Place]:
    """Return where each claim is tested or, if no chapter tests it, shown, by claim id."""
    shown = {
        claim_id: Place(chapter, _shown_in(claim_id, chapter)) for claim_id, chapter in assessments.chapters().items()
    }
    return shown | places("tests")


def _shown_in(claim_id: str, chapter: str) -> int:
    """Return the cell of a chapter whose directive shows a claim; 0 where none does."""
    for number, cell in enumerate(cells(paths.NOTEBOOKS / f"{chapter}.ipynb"), start=1):
        # As a whole word, because the id of a claim can be the beginning of another.
        if cell.cell_type == "markdown" and "{claims}" in cell.source and claim_id in cell.source.split():
            return number
    return 0


@remembered
def exhibits() -> dict[str, Exhibit]:
    """Return all figures and tables, by label.

    Raises:
        RecordError: the results of a chapter are damaged, or two chapters use one label.
    """
    return records.collected(Exhibit)


def places(kind: str) -> dict[str, Place]:
    """Return where the records of a kind (``findings``, ``tests``, ``exhibits``) were made, by key."""
    return {key: Place(*home) for key, home in records.homes(kind).items()}


def notebooks(folder: Path = paths.NOTEBOOKS) -> list[Path]:
    """Return the stored chapters, sorted by name."""
    return records.chapter_notebooks(folder)


def cells(notebook: Path) -> list[Any]:
    """Return the cells of a stored notebook.

    Raises:
        RecordError: the file is no notebook, as a merge can leave it.
    """
    # Read once for each state of the file, since every exhibit of a chapter asks for its cells.
    return _cells(notebook, notebook.stat().st_mtime_ns)


@functools.lru_cache(maxsize=8)
def _cells(notebook: Path, _modified: int) -> list[Any]:
    try:
        return list(nbformat.read(notebook, as_version=4).cells)
    except (ValueError, TypeError, AttributeError, KeyError, nbformat.ValidationError):
        raise records.RecordError(
            f"notebooks/{notebook.name} is no notebook: its JSON is damaged, as marks of a merge leave it. "
            "Restore it with git, and run it again."
        ) from None


def stored_output(notebook: Path, mime_type: str, key: str) -> dict[str, Any]:
    """Return the whole output of a notebook that holds a record, by media type: pictures lie beside the record.

    Raises:
        RecordError: the notebook has no such output.
    """
    for cell in cells(notebook):
        for output in cell.get("outputs", []):
            if output.get("data", {}).get(mime_type, {}).get("key") == key:
                return dict(output["data"])
    raise records.RecordError(
        f"notebooks/{notebook.name}: no stored output of {key!r}. Run `make notebooks NOTEBOOK={notebook.stem}`."
    )


def chapter_title(chapter: str) -> str:
    """Return the title of a chapter: the first heading of its notebook."""
    notebook = paths.NOTEBOOKS / f"{chapter}.ipynb"
    lines = (line for cell in cells(notebook) if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return str(next(line.removeprefix("# ").strip() for line in lines if line.startswith("# ")))


def parts() -> dict[str, list[str]]:
    """Return the parts of the book's table of contents by their captions, with the pages of each."""
    return {caption: [*names] for caption, names in _parts((paths.ROOT / "_toc.yml").read_text(encoding="utf-8"))}


def chapter_order() -> list[str]:
    """Return the chapters in the order of the book's table of contents."""
    files = [Path(name) for names in parts().values() for name in names]
    return [file.name for file in files if file.parent.name == paths.NOTEBOOKS.name]


@functools.cache
def _parts(contents: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    # Parsing takes milliseconds, and every page asks.
    listed = yaml.safe_load(contents)["parts"]
    return tuple((part["caption"], tuple(each["file"] for each in part["chapters"])) for part in listed)
