"""The steps from tables to the book, and what has changed since each was last taken: asked by ``workflow/Snakefile``.

Nothing is decided here. Stamps say it of chapters and briefs, the matrix of itself, marks of the finished books; the
tables are described if `make data` would write what is there.
"""

from pathlib import Path

from russia_asean import paths
from russia_asean.analysis import revisions
from russia_asean.book.building import offers
from russia_asean.data import codebook, tables
from russia_asean.evidence import moves, records
from russia_asean.report import country_briefs, stamps

DESCRIBED = "described"
BOOKS = {
    "html": (paths.HTML,),
    "pdf": (paths.LATEX / paths.PDF_NAME,),
    "brief": (paths.LATEX / paths.BRIEF_NAME, paths.LATEX / paths.COUNTRIES_NAME),
}


def changed() -> dict[str, list[str]]:
    """Return each step, with what has changed since it was taken, in words: nothing if it need not be taken again.

    Steps after the description of the tables are left out while that is old, since none of them can be judged.

    Raises:
        TableError: a table or its description breaks a rule.
        RecordError: a file of results is damaged.
    """
    if old := undescribed():
        return {DESCRIBED: old}
    chapters, briefs = stamps.stale(), country_briefs.stale()
    return {
        DESCRIBED: [],
        **{f"chapters/{path.stem}": chapters.get(path.stem, []) for path in records.chapter_notebooks()},
        **{f"briefs/{code}": briefs.get(code, []) for code in country_briefs.members()},
        "matrix": matrix(),
        **books(),
    }


def undescribed() -> list[str]:
    """Return the files written from the tables that are not as `make data` would write them."""
    package = paths.DATA / "datapackage.json"
    # First, since nothing can be read from a table that is other than its description says.
    if package.read_text(encoding="utf-8") != codebook.described_package():
        return [_shown(package)]
    tables.clear_cache()
    written = {
        paths.BOOK / "sources.bib": codebook.source_bibliography(),
        paths.DATA / "README.md": codebook.codebook_text(),
        paths.DATA / "claims" / "floors.csv": revisions.floors().to_csv(index=False, lineterminator="\n"),
    }
    return [
        _shown(path) for path, text in written.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def matrix() -> list[str]:
    """Return what has changed since the matrix of editions was made."""
    return moves.changed() if (paths.RESULTS / moves.MATRIX).exists() else ["it has not been made"]


def books() -> dict[str, list[str]]:
    """Return the forms of the book, each with the files that are missing or older."""
    return {form: [_shown(path) for path in made if not offers.is_current(path)] for form, made in BOOKS.items()}


def _shown(path: Path) -> str:
    return path.relative_to(paths.ROOT).as_posix()
