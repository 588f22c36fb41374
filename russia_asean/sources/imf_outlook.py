"""IMF, World Economic Outlook: from the database as one table, a column per indicator, to rows of ``economy``."""

from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.snapshots import Edition, SnapshotError

KEY = ["iso3", "indicator", "year"]
FIRST_YEAR = 1992
YEARS_PROJECTED = 5  # an edition ends five years after its own year
WORLD = "G001"  # the Fund's code of the world
# The publisher's column by our indicator, our unit, and what one of the publisher's is in it.
INDICATORS = {
    "gdp_current": ("ngdpd", "USD", 1e9),
    "gdp_ppp": ("pppgdp", "international dollars", 1e9),
    "gdp_ppp_share": ("pppsh", "percent of world", 1),
    "gdp_growth": ("ngdp_rpch", "percent", 1),
    "population": ("lp", "persons", 1e6),
}
COLUMNS = ["iso3", "year", "indicator", "value", "unit", "status", "vintage", "source_key"]
# Editions before October 2025 reached us in a format of R, from which the columns were taken into an extract: its codes
# of indicators are those above in capitals, its units in words.
EXTRACT_UNITS = {
    "NGDPD": "billion USD, current",
    "PPPGDP": "billion international dollars, current",
    "PPPSH": "percent of world",
    "NGDP_RPCH": "percent change",
    "LP": "million persons",
}
FIRST_YEAR_OF_EARLIER = 2010
# Economies whose accounts only the gravity benchmark read: output and population up to the last actual year.
OUTPUT_ONLY = ["ARM", "BGD", "HKG", "KGZ", "MNG", "TWN", "UKR"]
FLAG = "is_estimate_or_projection"
GROUPS = ["ADVEC", "ASEAN5", "DEVASIA", "EMDE"]


def outlook(path: Path, edition: Edition, earlier: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one edition for the economies of an earlier one.

    The file does not say where a country's actual figures end. So a year is reported where the earlier edition said
    so, an estimate up to the year before the edition, and a projection from the edition's own year on.

    Args:
        path: the database: ``iso``, ``year`` and a column per indicator, in the Fund's units.
        edition: whose figures they are.
        earlier: rows of an earlier edition in the table.

    Raises:
        SnapshotError: a guard refuses the file.
    """
    columns = ["iso", "year", *(column for column, _, _ in INDICATORS.values())]
    whole = guards.text_table(path, columns)[columns]
    whole["iso3"] = whole["iso"].replace(WORLD, "WLD")
    whole = whole[whole["iso3"].isin(earlier["iso3"])]
    whole["year"] = guards.years(whole["year"], path.name)
    guards.last_year(whole["year"], edition.year + YEARS_PROJECTED, path.name, edition.vintage)
    whole = whole[whole["year"] >= FIRST_YEAR]
    parts = [
        # Rounded to the Fund's own three decimals, and to whole persons and dollars: a product of floats has a tail.
        whole[["iso3", "year"]].assign(
            indicator=indicator, unit=unit, value=(guards.numbers(whole[column], path.name) * size).round(3)
        )
        for indicator, (column, unit, size) in INDICATORS.items()
    ]
    built = pd.concat(parts).dropna(subset="value")
    guards.nothing_vanished(built, earlier, KEY, path.name)
    for _, here in built.groupby("indicator"):
        past = here[here["year"] < edition.year]
        guards.another_edition(past, earlier, KEY, path.name)
    return built.assign(status=_status(built, edition.year, earlier), **edition.marks)[COLUMNS]


def _status(built: pd.DataFrame, own_year: int, earlier: pd.DataFrame) -> list[str]:
    said = earlier.set_index(KEY)["status"].to_dict()
    found = []
    for iso3, indicator, year in built[KEY].itertuples(index=False):
        # Where the earlier edition lacks the indicator, the accounts of the country say how far actual figures go.
        before = said.get((iso3, indicator, year), said.get((iso3, "gdp_current", year)))
        found.append("projection" if year >= own_year else "reported" if before == "reported" else "estimate")
    return found


def earlier_outlook(path: Path, edition: Edition) -> pd.DataFrame:
    """Return the rows of one edition from 2019 to April 2025, from an extract that holds them all.

    Args:
        path: the extract: as for ``newest_extract``, and ``weo_vintage``.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses the file, or its figures are those of the edition before under another name.
    """
    editions = guards.text_table(path, ["weo_vintage", "iso3", "year", "indicator", "value", "unit", FLAG])
    if edition.vintage not in (names := sorted(editions["weo_vintage"].unique())):
        raise SnapshotError(f"{path.name}: has no edition {edition.vintage}; it has {', '.join(names)}.")
    built = _extract_rows(editions[editions["weo_vintage"] == edition.vintage], edition, path.name)
    if position := names.index(edition.vintage):
        before = _extract_values(editions[editions["weo_vintage"] == names[position - 1]], path.name)
        for _, here in built.groupby("indicator"):
            guards.another_edition(here[here["year"] < edition.year], before, KEY, path.name)
    return built[built["year"] >= FIRST_YEAR_OF_EARLIER]


def newest_extract(path: Path, edition: Edition) -> pd.DataFrame:
    """Return the rows of the edition of October 2025 for all economies of our table.

    Args:
        path: the extract: ``iso3``, ``year``, ``indicator``, ``value``, ``unit`` and a flag, which is 0 for an actual
            figure, 1 for one after the last actual year, and empty where the Fund does not say.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses the file.
    """
    whole = guards.text_table(path, ["iso3", "year", "indicator", "value", "unit", FLAG])
    whole = whole[whole["indicator"].isin(list(EXTRACT_UNITS)) & ~whole["iso3"].isin(GROUPS)]
    built = _extract_rows(whole, edition, path.name)
    built = built[built["year"] >= FIRST_YEAR]
    output = built["indicator"].isin(["gdp_current", "population"]) & (built["year"] < edition.year)
    return built[output | ~built["iso3"].isin(OUTPUT_ONLY)]


def _extract_rows(rows: pd.DataFrame, edition: Edition, file: str) -> pd.DataFrame:
    """Return rows of an extract in our columns, all years."""
    if len(strange := rows[rows["unit"] != rows["indicator"].map(EXTRACT_UNITS)]):
        raise SnapshotError(
            f"{file}, row {strange.index[0]}, column 'unit': {strange['unit'].iloc[0]!r} is not the unit of "
            f"{strange['indicator'].iloc[0]}. Convert it in the recipe."
        )
    if len(strange := rows[~rows[FLAG].isin(["", "0", "1"])]):
        raise SnapshotError(f"{file}, row {strange.index[0]}, column {FLAG!r}: {strange[FLAG].iloc[0]!r} is no flag.")
    built = _extract_values(rows, file)
    guards.last_year(built["year"], edition.year + YEARS_PROJECTED, file, edition.vintage)
    # Sums of countries have no last actual year: what is past is an estimate.
    estimated = (rows[FLAG] == "1") | (rows["iso3"] == "WLD")
    status = estimated.map({True: "estimate", False: "reported"}).where(built["year"] < edition.year, "projection")
    return built.assign(status=status, **edition.marks)[COLUMNS]


def _extract_values(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    ours = {column.upper(): (indicator, unit, size) for indicator, (column, unit, size) in INDICATORS.items()}
    told = rows["indicator"].map(ours)
    sizes = told.str[2].astype(float)
    values = guards.numbers(rows["value"], file) * sizes
    return pd.DataFrame(
        {
            "iso3": rows["iso3"],
            "year": guards.years(rows["year"], file),
            "indicator": told.str[0],
            # Whole dollars and persons, and rates to the Fund's three decimals: a product of floats has a tail.
            "value": values.round(3).where(sizes == 1, values.round()),
            "unit": told.str[1],
        }
    )
