"""Numbers, units and periods as publishers write them."""

import re
from typing import NamedTuple

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.foreign_files import Number, OwnSeriesError

MISSING = frozenset({"", "n/a", "na", "nan", "null", "none", "...", "…", "..", "-", "–", "—", ":", "x"})
SPACES = re.compile("(?<=[0-9])[ \u00a0\u2009\u202f'](?=[0-9]{3}([^0-9]|$))")
POWERS = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+")
GROUPED = {mark: re.compile(rf"-?[0-9]{{1,3}}(\{mark}[0-9]{{3}})+") for mark in ".,"}
DECIMAL = {mark: re.compile(rf"-?[0-9]+\{mark}[0-9]+") for mark in ".,"}
CURRENCIES = {
    "USD": r"usd|us ?\$|\$|(us )?dollars?|долл\w*",
    "EUR": r"eur|euros?|€|евро",
    "RUB": r"rub|rou?bles?|руб\w*",
    "VND": r"vnd|dong|đồng",
    "CNY": r"cny|rmb|yuan|юан\w*",
}
MULTIPLES = {
    1e3: r"thousands?|thsd|тыс\w*",
    1e6: r"millions?|mio|mln|mn|млн",
    1e9: r"billions?|bln|bn|млрд",
}
ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
RUSSIAN = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
MONTHS = {name: number for names in (ENGLISH, RUSSIAN) for number, name in enumerate(names, start=1)}
MONTHS["мая"] = 5
MONTH = r"[a-zа-я]{3,9}\.?"
FOOTNOTE = re.compile(r"\s*(?:(?<![0-9])[0-9]\)|\*+|[¹²³⁴⁵⁶⁷⁸⁹])$")
WHOLE_YEAR = frozenset({"year", "annual", "a", "total", "год", "jan-dec", "итого"})


class Unit(NamedTuple):
    """A unit of money: its currency by the code of ISO 4217 (empty if unknown), and how many of it one is."""

    currency: str
    multiple: float


class Period(NamedTuple):
    """A part of a year, by its first and last month."""

    year: int
    first: int
    last: int

    @property
    def whole(self) -> bool:
        """Whether it is a whole year."""
        return (self.first, self.last) == (1, 12)


def numbers(cells: pd.Series, rows: pd.Series, file: str) -> tuple[pd.Series, list[str]]:
    """Return cells of text as numbers, missing ones as NaN, and what was assumed of marks, blanks and commas in them.

    Args:
        cells: text; the name is that of the column in messages.
        rows: the row of each cell in the file, with the same index.
        file: the name of the file in messages.

    Raises:
        OwnSeriesError: a cell is no number or has lost digits, or nothing in the column says whether a mark divides
            thousands or is the decimal one.
    """
    said = []
    missing = cells.map(lambda cell: cell.casefold() in MISSING)
    if marks := sorted({cell for cell in cells[missing] if cell}):
        said.append(
            f"Missing, and no zero: cells with {', '.join(marks)} ({int((missing & (cells != '')).sum())} of them)."
        )
    ready = cells.map(lambda cell: isinstance(cell, Number))
    # pandas would make other types of columns that are empty.
    filled = cells[~missing & ~ready].astype("object").map(lambda cell: SPACES.sub("", cell))
    if filled.tolist() != cells[~missing & ~ready].tolist():
        said.append("Blanks in numbers divide thousands.")
    if len(powers := filled[filled.map(lambda cell: bool(POWERS.fullmatch(cell)))]):
        raise OwnSeriesError(
            f"{file}, row {rows[powers.index[0]]}, column {cells.name!r}: {powers.iloc[0]!r} is written in powers of "
            "ten, as spreadsheets do where a column is narrow, and its last digits are lost. Show the column as plain "
            "numbers and save the file again."
        )
    decimal = _decimal_mark(filled, rows, file)
    thousands = "," if decimal == "." else "."
    if filled.str.contains(decimal, regex=False).any() and decimal == ",":
        said.append("Numbers have decimal commas.")
    grouped = filled.map(lambda cell: bool(GROUPED[thousands].fullmatch(cell.partition(decimal)[0])))
    if grouped.any():
        said.append(f"{'Points' if thousands == '.' else 'Commas'} in numbers divide thousands.")
    plain = filled.where(~grouped, filled.str.replace(thousands, "", regex=False))
    plain = plain.str.replace(decimal, ".", regex=False)
    strange = plain[~plain.map(lambda cell: bool(guards.NUMBER.fullmatch(cell)))]
    if len(strange):
        raise OwnSeriesError(
            f"{file}, row {rows[strange.index[0]]}, column {cells.name!r}: {filled[strange.index[0]]!r} is no number. "
            "Write digits "
            "with at most one decimal mark, or leave the cell empty."
        )
    numeric = pd.to_numeric(pd.concat([plain, cells[~missing & ready].map(str)]))
    return numeric.astype(float).reindex(cells.index), said


def _decimal_mark(filled: pd.Series, rows: pd.Series, file: str) -> str:
    """Return the decimal mark of a column, a point where nothing has one."""
    found = {}
    for mark, other in ((".", ","), (",", ".")):
        # Two of a mark, or one before the other mark, divide thousands; what cannot do so is the decimal one.
        found[mark] = filled[
            filled.map(
                lambda cell, mark=mark, other=other: (
                    (cell.count(mark) == 1 and cell.rfind(mark) > cell.rfind(other) >= 0)
                    or (DECIMAL[mark].fullmatch(cell) is not None and not GROUPED[mark].fullmatch(cell))
                    or (cell.count(other) > 1)
                )
            )
        ]
    if len(found["."]) and len(found[","]):
        at = max(found["."].index[0], found[","].index[0])
        raise OwnSeriesError(
            f"{file}, row {rows[at]}, column {filled.name!r}: numbers have decimal points and decimal commas. Write "
            "all of "
            "them in one way."
        )
    if len(found["."]) or len(found[","]):
        return "." if len(found["."]) else ","
    doubtful = filled[filled.str.contains("[.,]")]
    if len(doubtful):
        raise OwnSeriesError(
            f"{file}, row {rows[doubtful.index[0]]}, column {filled.name!r}: nothing says whether {doubtful.iloc[0]!r} "
            "is a "
            "number of thousands or one with three decimals. Write the numbers without marks between thousands."
        )
    return "."


def unit(text: str) -> Unit:
    """Return the unit of money that some words name: a head, a title, or what the user gives.

    Args:
        text: for example ``value_usd``, ``VALUE_IN_EUR``, ``млн долларов США``, ``million USD``.
    """
    words = re.sub(r"[_(),.]", " ", text.casefold())
    currency = next((code for code, form in CURRENCIES.items() if _names(form, words)), "")
    multiple = next((size for size, form in MULTIPLES.items() if _names(form, words)), 1.0)
    return Unit(currency, multiple)


def _names(form: str, words: str) -> bool:
    return re.search(rf"(?<!\w)({form})(?!\w)", words) is not None


def without_footnote(text: str) -> str:
    """Return a head or a label without the mark of a footnote at its end, as in ``2021 1)``."""
    return FOOTNOTE.sub("", text)


def period(text: str, year: str = "") -> Period | None:
    """Return the period that some words name, None if they name none.

    Args:
        text: as in ``2024``, ``2024-08``, ``2024M08``, ``2024-Q3``, ``Aug. 2024``, ``Jan.-Sep. 2024``,
            ``январь-декабрь 2020``; or, with a year beside it, ``8`` or ``Year``.
        year: what a column of years says, if there is one.
    """
    plain = " ".join(text.casefold().split())
    if re.fullmatch("[12][0-9]{3}", plain):
        return Period(int(plain), 1, 12)
    if found := re.fullmatch(r"([12][0-9]{3})[-/ ]?m?(0[1-9]|1[0-2])", plain):
        return Period(int(found[1]), int(found[2]), int(found[2]))
    if found := re.fullmatch(r"([12][0-9]{3})[- ]?q([1-4])", plain):
        return Period(int(found[1]), 3 * int(found[2]) - 2, 3 * int(found[2]))
    if re.fullmatch("[12][0-9]{3}", year):
        if plain in WHOLE_YEAR or plain == year:
            return Period(int(year), 1, 12)
        if re.fullmatch("0?[1-9]|1[0-2]", plain):
            return Period(int(year), int(plain), int(plain))
        plain = f"{plain} {year}"
    within = rf"({MONTH})(?: ?[-–—] ?({MONTH}))?"
    if found := re.fullmatch(rf"{within} ([12][0-9]{{3}})", plain):
        first, last, written = found.groups()
    elif found := re.fullmatch(rf"([12][0-9]{{3}}) {within}", plain):
        written, first, last = found.groups()
    else:
        return None
    months = [MONTHS.get(name[:3]) for name in (first, last or first)]
    return None if None in months else Period(int(written), *months)  # type: ignore[arg-type]
