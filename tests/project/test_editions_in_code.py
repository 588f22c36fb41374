"""Names of editions and ends of series stand in tables and none in code, so that a new edition is rows alone."""

import ast
import re
from collections.abc import Iterator

import nbformat
import pytest

from russia_asean import paths
from russia_asean.data import tables

# A key names an edition if a year or a version is part of it; others name a source that is changed in place.
EDITION = re.compile(r"(?:^|-)(?:19|20)\d{2}(?:-|$)|-v\d+$")
# Editions that only one file will ever be, each with the reason why code may name it.
SINGLE = {
    ("sources/russian_customs.py", "fcs-russia-2024"): "a collection of releases that has no next edition",
    ("sources/unctad_trade.py", "unctad-brics-2026"): "files behind a story that is not repeated",
}
# Rooms whose code is about all editions alike, or reads each of them.
ROOMS = ("analysis", "book", "data", "evidence", "report", "sources")
RECENT = 2015  # what a claim or a text says of earlier years is history and no end of a series
# Years that are no ends of series, each with the reason.
DATES = {
    ("analysis/fdi.py", 2021): "the year whose dollars AidData counts in",
    ("report/scorecard.py", 2022): "a break of the relationship that the scorecard asks about",
    # A recipe may know where a file of its publisher begins, and what happened in one of its years.
    ("sources/gapminder.py", 2031): "as far as the projections of the outlook that it is a cross-check of",
    (
        "sources/gravity_panel.py",
        2021,
    ): "the last year of the Direction of Trade Statistics, which have no next edition",
    ("sources/imf_trade_in_goods.py", 2016): "the year in which the series begins",
    ("sources/imf_trade_in_goods.py", 2022): "from then on Russia has given the Fund nothing by partner",
    ("sources/imf_trade_workbooks.py", 2021): "months of one flow that are blank",
    ("sources/unctad_trade.py", 2015): "the one year of a matrix",
    ("sources/unctad_trade.py", 2024): "a figure of a story that is not repeated",
    ("sources/vietnam_investment.py", 2015): "the year in which the series begins",
}


def named_editions(code: str, keys: frozenset[str]) -> set[str]:
    """Return the editions that stand as text in some code."""
    texts = {node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)}
    return {text for text in texts & keys if EDITION.search(str(text))}


def recent_years(code: str) -> set[int]:
    """Return the years from ``RECENT`` on that stand as numbers in some code."""
    numbers = {node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)}
    return {number for number in numbers if type(number) is int and RECENT <= number <= 2100}


def keys() -> frozenset[str]:
    """Return all keys of sources and of publishers' files."""
    return frozenset(tables.load("sources")["source_key"]) | frozenset(tables.load("snapshots")["key"])


def modules(*rooms: str) -> Iterator[tuple[str, str]]:
    """Return name and code of the modules of some rooms, all without any."""
    for path in sorted(paths.LIBRARY.rglob("*.py")):
        name = path.relative_to(paths.LIBRARY).as_posix()
        if not rooms or name.split("/")[0] in rooms:
            yield name, path.read_text(encoding="utf-8")


def test_no_module_names_an_edition():
    named = {(name, key) for name, code in modules() for key in named_editions(code, keys())}
    # Equal, not less: an exception that nothing needs any more goes.
    assert named == set(SINGLE)


@pytest.mark.parametrize("path", sorted(paths.NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_no_cell_names_an_edition(path):
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert {key for source in cells for key in named_editions(source, keys())} == set()


def test_no_year_in_code_is_an_end_of_a_series():
    found = {(name, year) for name, code in modules(*ROOMS) for year in recent_years(code)}
    assert found == set(DATES)


def test_an_edition_in_code_is_found_and_a_source_that_is_changed_in_place_is_none():
    code = 'A, B = "imf-weo-2026-04", "eia-brent"\nC = "gapminder-population-v8"  # imf-weo-2025-10\n'
    assert named_editions(code, keys()) == {"imf-weo-2026-04", "gapminder-population-v8"}


def test_an_end_of_a_series_in_code_is_found_and_other_numbers_are_none():
    assert recent_years('"""To 2020."""\nLAST_YEAR = 2025\nSTART, SIZE, RATE = 1992, 3000, 2020.5\n') == {2025}
