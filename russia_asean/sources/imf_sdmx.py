"""IMF, answers of its interface for programs (SDMX 3.0): from them to the formats that the recipes read.

Data come as SDMX-CSV under one of two heads, ``DATAFLOW,COUNTRY,…`` or ``STRUCTURE[;],STRUCTURE_ID,ACTION,COUNTRY,…``.
``OBS_VALUE`` is in single units although ``SCALE`` says millions or billions: the scale has been applied already.
When an edition was published stands in an answer of its own in SDMX-ML; the name of a data set has been wrong before.
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

from russia_asean.sources import answers, archives, guards, imf_outlook, imf_trade_in_goods
from russia_asean.sources.snapshots import SnapshotError

NEEDED = ["COUNTRY", "INDICATOR", "FREQUENCY", "TIME_PERIOD", "OBS_VALUE"]
PARTNER = "COUNTERPART_COUNTRY"
# Where the two heads name the data set.
DATA_SETS = ["DATAFLOW", "STRUCTURE_ID"]
NO_VALUE = ["", "N/A", "NaN"]
OUTLOOK, TRADE = "IMF.RES:WEO", "IMF.STA:IMTS"
PUBLISHED = "PUBLICATION_DATE"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
COUNTRY = re.compile(r"[A-Z]{3}")  # aggregates have a G and digits
TO_MILLIONS = Decimal(1_000_000)


def observations(path: Path, data_set: str) -> pd.DataFrame:
    """Return annual observations, cells as text, rows without a value left out.

    Args:
        path: an answer in SDMX-CSV, under either head.
        data_set: what it must be of, as ``IMF.RES:WEO``.

    Returns:
        The columns of the answer, and ``data_set`` with its version.

    Raises:
        SnapshotError: it has no row, is of another data set or not annual, or a guard refuses it.
    """
    whole = guards.text_table(path, NEEDED)
    named = next((name for name in DATA_SETS if name in whole), None)
    if named is None:
        raise SnapshotError(f"{path.name}, row 1: has neither column {' nor '.join(DATA_SETS)}. Has the head changed?")
    whole = whole[~whole["OBS_VALUE"].isin(NO_VALUE)]
    if whole.empty:
        raise SnapshotError(
            f"{path.name}: holds no observation. A part of the key may be empty, where `*` must stand for all, or the "
            "series has another code now."
        )
    for column, fits, known in (
        (named, whole[named].str.split("(").str[0] == data_set, data_set),
        ("FREQUENCY", whole["FREQUENCY"] == "A", "A"),
    ):
        if not fits.all():
            row = whole.index[~fits][0]
            raise SnapshotError(f"{path.name}, row {row}, column {column!r}: {whole[column][row]!r} is not {known}.")
    if (twice := whole.duplicated([*NEEDED[:-1], *([PARTNER] if PARTNER in whole else [])])).any():
        raise SnapshotError(f"{path.name}, row {whole.index[twice][0]}: the observation occurs twice. Keep one.")
    return whole.rename(columns={named: "data_set"})


def publication_day(path: Path) -> str:
    """Return the day on which an edition was published.

    Args:
        path: an answer in SDMX-ML; its data set bears ``PUBLICATION_DATE``.

    Raises:
        SnapshotError: it says nothing of it, or is no XML that is safe to read.
    """
    for element in archives.xml_root(path).iter():
        for name, said in element.attrib.items():
            if name.rpartition("}")[2] == PUBLISHED and DAY.match(said):
                return said[:10]
    raise SnapshotError(
        f"{path.name}: does not say when it was published ({PUBLISHED}). Ask the publisher which it is."
    )


def outlook_text(paths: Mapping[str, Path]) -> str:
    """Return the World Economic Outlook as the recipe reads it: a row per economy and year, a column per indicator.

    Args:
        paths: an answer for each indicator, by its code in capitals.
    """
    sizes = {column.upper(): Decimal(int(size)) for column, _, size in imf_outlook.INDICATORS.values()}
    cells: dict[tuple[str, str], dict[str, Decimal]] = {}
    for indicator, path in paths.items():
        for row, economy, found, year, value in _cells(observations(path, OUTLOOK), path):
            if found != indicator:
                raise SnapshotError(f"{path.name}, row {row}, column 'INDICATOR': {found!r} is not {indicator}.")
            # To the three decimals that the Fund shows.
            cells.setdefault((economy, year), {})[indicator] = round(value / sizes[indicator], 3)
    rows = [
        [economy, year, *(found.get(indicator, "") for indicator in sizes)]
        for (economy, year), found in sorted(cells.items())
    ]
    return answers.csv_text(["iso", "year", *(indicator.lower() for indicator in sizes)], rows)


def russia_text(paths: Mapping[str, Path]) -> str:
    """Return Russia's trade by partner as the portal's view has it: in millions, years in columns.

    Args:
        paths: an answer for each flow, by the code of its indicator.
    """
    wide: dict[tuple[str, str, str], dict[str, Decimal]] = {}
    for path in paths.values():
        found = observations(path, TRADE)
        if PARTNER not in found:
            raise SnapshotError(f"{path.name}, row 1: has no column {PARTNER!r}.")
        for row, reporter, indicator, year, value in _cells(found, path):
            if reporter != "RUS":
                raise SnapshotError(f"{path.name}, row {row}, column 'COUNTRY': {reporter!r} is not RUS.")
            key = (found["data_set"][row], indicator, found[PARTNER][row])
            wide.setdefault(key, {})[year] = value / TO_MILLIONS
    years = sorted({year for cells in wide.values() for year in cells})
    fixed = imf_trade_in_goods.FIXED
    head = [*fixed, "INDICATOR.ID", imf_trade_in_goods.PARTNER, *years]
    rows = [
        [*(fixed | {"DATASET": data_set}).values(), indicator, partner, *(cells.get(year, "") for year in years)]
        for (data_set, indicator, partner), cells in sorted(wide.items())
    ]
    return answers.csv_text(head, rows)


def exports_text(path: Path, running_year: int) -> str:
    """Return exports by year as a network of economies: totals and flows in millions of USD of one decimal.

    A year that not all of our economies have reported is not there yet.

    Args:
        path: an answer with exports of all reporters to all partners in some years.
        running_year: the year of the edition, which is not over and is left out.

    Raises:
        SnapshotError: no year is whole, or as for ``observations``.
    """
    found = observations(path, TRADE)
    names = {code: name for name, code in imf_trade_in_goods.NAMES.items()}
    nodes, edges = [], []
    reported: dict[int, set[str]] = {}
    for row, reporter, _, written, value in _cells(found, path):
        year, partner, millions = int(written), found[PARTNER][row], float(round(value / TO_MILLIONS, 1))
        if not COUNTRY.fullmatch(reporter) or year >= running_year:
            continue
        source = names.get(reporter, reporter)
        if partner == "G001":
            nodes.append({"id": source, "year": year, "totalExports": millions})
        elif COUNTRY.fullmatch(partner):
            reported.setdefault(year, set()).add(reporter)
            edges.append({"source": source, "target": names.get(partner, partner), "year": year, "value": millions})
    whole = {year for year, reporters in reported.items() if reporters >= names.keys()}
    if not whole:
        lacking = sorted(names.keys() - reported.get(max(reported, default=0), set()))
        raise SnapshotError(
            f"{path.name}: holds no year before {running_year} that all have reported; {lacking[0]} is missing in the "
            "last. Ask again when the Fund has it."
        )
    nodes, edges = ([each for each in part if each["year"] in whole] for part in (nodes, edges))
    return json.dumps({"nodes": nodes, "edges": edges}, indent=0) + "\n"


def _cells(found: pd.DataFrame, path: Path) -> list[tuple[int, str, str, str, Decimal]]:
    """Return line, economy, indicator, year and value of each observation.

    Raises:
        SnapshotError: a value is no number, or a period no year.
    """
    guards.years(found["TIME_PERIOD"], path.name)
    cells = []
    for row, economy, indicator, year, written in found[
        ["COUNTRY", "INDICATOR", "TIME_PERIOD", "OBS_VALUE"]
    ].itertuples(name=None):
        try:
            cells.append((row, economy, indicator, year, Decimal(written)))
        except InvalidOperation:
            raise SnapshotError(
                f"{path.name}, row {row}, column 'OBS_VALUE': {written!r} is no plain number. Read what the Fund says "
                "of it."
            ) from None
    return cells
