"""Rosstat, Russia's trade with its main partners by month: from the workbook to rows of ``trade_flows``.

A sheet of exports and one of imports, in millions of US dollars: partners in columns, below each year twelve months.
Names of countries are written in part with Latin letters that look like Cyrillic ones, and broken over lines.
"""

from pathlib import Path

import pandas as pd

from russia_asean.sources import guards, imf_trade, workbooks
from russia_asean.sources.imf_trade import MILLION
from russia_asean.sources.snapshots import Edition, SnapshotError

SHEETS = {"export": "Экспорт", "import": "Импорт"}
UNIT_ROW, HEADER_ROW = 4, 5
UNIT = "(млн"  # the line goes on with a slip of the pen: доллалов США
PARTNERS = {
    "Вьетнам": "VNM",
    "Индия": "IND",
    "Индонезия": "IDN",
    "Китай": "CHN",
    "Республика Корея": "KOR",
    "США": "USA",
    "Япония": "JPN",
}
CYRILLIC = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
MONTHS = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
]


def trade(path: Path, edition: Edition) -> pd.DataFrame:
    """Return Russia's trade with the partners of our table, sums of twelve months.

    Args:
        path: the workbook.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses the workbook.
    """
    flows = pd.concat(_yearly(path, flow, sheet) for flow, sheet in SHEETS.items())
    guards.last_year(flows["year"], edition.year - 1, path.name, edition.vintage)
    return imf_trade.table_rows(flows.assign(reporter="RUS", status="reported", **edition.marks))


def country_name(written: object) -> str:
    """Return a name of a country in Cyrillic letters alone and on one line."""
    return " ".join(str(written).translate(CYRILLIC).split())


def _yearly(path: Path, flow: str, sheet: str) -> pd.DataFrame:
    cells = workbooks.sheet_cells(path, sheet)
    workbooks.expect(path, cells, UNIT_ROW, 0, UNIT)
    place = f"{path.name}, sheet {sheet!r}"
    columns = {country_name(name): column for column, name in enumerate(cells.loc[HEADER_ROW])}
    if gone := sorted(set(PARTNERS) - set(columns)):
        raise SnapshotError(f"{place}, row {HEADER_ROW}: has no country {gone[0]!r}. Has it another name there?")
    body = cells.loc[HEADER_ROW + 1 :]
    labels = body[0].map(lambda label: str(label).strip())
    years = labels.where(labels.str.fullmatch(r"\d{4}")).ffill()
    months = ~labels.str.fullmatch(r"(\d{4})?")
    for year, found in labels[months].groupby(years[months]):
        if found.tolist() != MONTHS:
            raise SnapshotError(
                f"{place}, row {found.index[0]}: {year} has not the twelve months from January to December, once each. "
                "A part of a year must not stand for the whole: leave the year out."
            )
    parts = []
    for name, code in PARTNERS.items():
        values = workbooks.numeric_cells(body.loc[months, columns[name]], f"{place}, {name}")
        sums = values.groupby(years[months]).sum(min_count=len(MONTHS)).dropna()
        parts.append(
            pd.DataFrame({"partner": code, "year": sums.index.astype(int), "value": MILLION * sums.to_numpy()})
        )
    return pd.concat(parts).assign(flow=flow)
