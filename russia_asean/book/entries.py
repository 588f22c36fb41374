"""Where the book gets its records: the only place of this room that knows how findings and verdicts are kept."""

from pathlib import Path

import nbformat
import yaml

from russia_asean import paths
from russia_asean.evidence import records
from russia_asean.evidence.records import Record


def findings() -> dict[str, Record]:
    """Return the computed sentences of all chapters, by key.

    Raises:
        OutputError: two chapters use one key.
    """
    return records.collect(records.FINDING)


def checks() -> dict[str, Record]:
    """Return the records of all tested claims, by claim id.

    Raises:
        OutputError: two chapters tested one claim.
    """
    return records.collect(records.CHECK)


def exhibits() -> dict[str, Record]:
    """Return all figures and tables, by label.

    Raises:
        OutputError: two chapters use one label.
    """
    return records.collect(records.EXHIBIT)


def notebooks() -> list[Path]:
    """Return the stored notebooks, sorted by name."""
    return records.stored()


def chapter_title(chapter: str) -> str:
    """Return the title of a chapter: the first heading of its notebook."""
    cells = nbformat.read(paths.NOTEBOOKS / f"{chapter}.ipynb", as_version=4).cells
    lines = (line for cell in cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return str(next(line.removeprefix("# ").strip() for line in lines if line.startswith("# ")))


def chapter_order() -> list[str]:
    """Return the chapters in the order of the book's table of contents."""
    contents = yaml.safe_load((paths.ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [Path(each["file"]) for part in contents["parts"] for each in part["chapters"]]
    return [file.name for file in files if file.parent.name == paths.NOTEBOOKS.name]
