"""The records a notebook stores in its outputs: findings, checks, figures and tables.

``emit`` writes a record from a notebook cell; ``read`` gets the records back from a stored notebook. The book,
the ledger and the tests all see a notebook through this module, so they see the same thing.
"""

import dataclasses
import functools
import math
from pathlib import Path
from typing import Any

import nbformat
from IPython.display import display

from russia_asean import paths

FINDING = "application/vnd.russia-asean.finding+json"
CHECK = "application/vnd.russia-asean.check+json"
EXHIBIT = "application/vnd.dataresource+json"  # the standard type for tabular data; figures carry theirs in it
KINDS = (FINDING, CHECK, EXHIBIT)

DIGITS = 6  # significant digits stored, so that another processor gives the same text


class OutputError(ValueError):
    """A stored notebook has two records with one key, or lacks a record that was asked for."""


@dataclasses.dataclass(frozen=True)
class Record:
    """One record of a stored notebook.

    Attributes:
        kind: one of ``KINDS``.
        key: the finding's key, the claim's id, or the exhibit's label.
        content: the record as it was emitted.
        notebook: the notebook's name without its ending.
        cell: the index of the cell, counted from 0.
        data: the whole output by media type (pictures included).
    """

    kind: str
    key: str
    content: dict[str, Any]
    notebook: str
    cell: int
    data: dict[str, Any]


def emit(kind: str, key: str, content: dict[str, Any], shown: dict[str, str]) -> None:
    """Store a record in the output of the running cell.

    Args:
        kind: one of ``KINDS``.
        key: what the record is called.
        content: the record; numbers are rounded to six significant digits.
        shown: what Jupyter shows, by media type; must hold ``text/plain``.
    """
    record = {"key": key, **rounded(content)}
    display({**shown, kind: record}, metadata={"russia_asean": kind}, raw=True)


def rounded(value: Any) -> Any:
    """Round every float inside nested lists and dicts to six significant digits; NaN becomes None."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        short = float(f"{value:.{DIGITS}g}")
        return int(short) if short.is_integer() and abs(short) < 1e15 else short
    return value


def read(notebook: Path) -> list[Record]:
    """Return the records of one stored notebook, in order.

    Raises:
        OutputError: two records of a kind have one key.
    """
    return _read(notebook, notebook.stat().st_mtime_ns)


@functools.cache
def _read(notebook: Path, _modified: int) -> list[Record]:
    cells = nbformat.read(notebook, as_version=4).cells
    records: list[Record] = []
    for index, cell in enumerate(cells):
        for output in cell.get("outputs", []):
            kind = output.get("metadata", {}).get("russia_asean")
            if kind:
                content = output["data"][kind]
                records.append(Record(kind, content["key"], content, notebook.stem, index, dict(output["data"])))
    seen: set[tuple[str, str]] = set()
    for record in records:
        if (record.kind, record.key) in seen:
            raise OutputError(
                f"notebooks/{notebook.name}, cell {record.cell + 1}: the key {record.key!r} is used twice. Rename one."
            )
        seen.add((record.kind, record.key))
    return records


def stored(folder: Path = paths.NOTEBOOKS) -> list[Path]:
    """Return the notebooks of a folder, sorted by name."""
    return sorted(folder.glob("*.ipynb"))


def collect(kind: str, folder: Path = paths.NOTEBOOKS) -> dict[str, Record]:
    """Return all records of a kind from all stored notebooks, by key.

    Raises:
        OutputError: two notebooks use one key.
    """
    found: dict[str, Record] = {}
    for notebook in stored(folder):
        for record in read(notebook):
            if record.kind != kind:
                continue
            if record.key in found:
                raise OutputError(
                    f"The key {record.key!r} is used in notebooks/{found[record.key].notebook}.ipynb and in "
                    f"notebooks/{notebook.name}. Rename one."
                )
            found[record.key] = record
    return found
