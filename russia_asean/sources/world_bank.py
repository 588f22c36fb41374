"""World Bank, World Development Indicators: population to rows of ``economy``, investment to rows of ``fdi_flows``."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from russia_asean.sources import answers, guards
from russia_asean.sources.asean import MEMBERS
from russia_asean.sources.snapshots import Edition, SnapshotError

FIRST_YEAR = 1992
SUMMER = 7  # the month by which the year before is in the indicators
WORLD = "WLD"
ECONOMIES = [*MEMBERS, "ARE", "ARM", "AUS", "BGD", "BLR", "BOL", "BRA", "CAN", "CHN", "CUB", "DEU"]
ECONOMIES += ["EGY", "ETH", "FRA", "GBR", "HKG", "IND", "IRN", "JPN", "KAZ", "KGZ", "KOR"]
ECONOMIES += ["MNG", "NGA", "NZL", "RUS", "SAU", "UGA", "UKR", "USA", "UZB", "ZAF"]
INFLOWS = "BX.KLT.DINV.CD.WD"
FIRST_YEAR_OF_INFLOWS = 2000
# Persons of the world, thousands of millions: in thousands or millions a population is another unit.
WORLD_POPULATION = (4e9, 2e10)


def population(path: Path, edition: Edition) -> pd.DataFrame:
    """Return the population of our economies and of the world.

    Args:
        path: one indicator in long form: ``Country Code``, ``Year``, ``Value``.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses the file, an economy lacks a year, or the unit is not persons.
    """
    whole = guards.text_table(path, ["Country Code", "Year", "Value"])
    whole = whole[whole["Country Code"].isin([*ECONOMIES, WORLD])]
    table = pd.DataFrame(
        {
            "iso3": whole["Country Code"],
            "year": guards.years(whole["Year"], path.name),
            "value": guards.numbers(whole["Value"], path.name),
        }
    )
    table = table[table["year"] >= FIRST_YEAR].dropna(subset="value")
    _ends(table["year"], path, edition)
    guards.no_gaps(table, [*ECONOMIES, WORLD], path.name)
    low, high = WORLD_POPULATION
    world = table[table["iso3"] == WORLD]
    if len(strange := world[~world["value"].between(low, high)]):
        raise SnapshotError(
            f"{path.name}, row {strange.index[0]}: the world has {strange['value'].iloc[0]:,.6g} people. "
            "Is the unit thousands or millions? Convert it in the recipe."
        )
    return table.assign(
        indicator="population",
        unit="persons",
        status=(table["iso3"] == WORLD).map({True: "estimate", False: "reported"}),
        **edition.marks,
    )[["iso3", "year", "indicator", "value", "unit", "status", "vintage", "source_key"]]


def inflows(path: Path, edition: Edition) -> pd.DataFrame:
    """Return net inflows of direct investment into the members of ASEAN.

    Args:
        path: ``iso3``, ``year``, ``indicator``, ``value`` in USD.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses the file, or it holds another indicator.
    """
    whole = guards.text_table(path, ["iso3", "year", "indicator", "value"])
    if len(strange := whole[whole["indicator"] != INFLOWS]):
        raise SnapshotError(
            f"{path.name}, row {strange.index[0]}, column 'indicator': {strange['indicator'].iloc[0]!r} is not "
            f"{INFLOWS!r}. Take the series of that code."
        )
    table = whole[whole["iso3"].isin(MEMBERS)].copy()
    table["year"] = guards.years(table["year"], path.name)
    table["value"] = guards.numbers(table["value"], path.name).round()
    _ends(table["year"], path, edition)
    guards.no_gaps(table, MEMBERS, path.name)
    return table.assign(direction="inflow", unit="USD", status="reported", **edition.marks)[
        ["iso3", "year", "direction", "value", "unit", "status", "vintage", "source_key"]
    ]


def _ends(years: pd.Series, path: Path, edition: Edition) -> None:
    """Refuse a release that does not end with the year before, which comes in the summer."""
    earliest = edition.year - (2 if edition.is_before(SUMMER) else 1)
    guards.last_year(years, edition.year - 1, path.name, edition.vintage, earliest)


def page(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a page of an answer of the interface for programs: what it says of itself, and its observations.

    Raises:
        SnapshotError: it holds a message in place of data, or has another form.
    """
    found = answers.json_answer(path)
    match found:
        case [{"message": [{"value": said}, *_]}, *_]:
            raise SnapshotError(f"{path.name}: the World Bank answers: {said}")
        case [{"pages": int(), "lastupdated": str()} as head, [_, *_] as rows]:
            return head, rows
    raise SnapshotError(f"{path.name}: is no page of observations. Has the interface changed?")


def population_text(rows: Iterable[dict[str, Any]]) -> str:
    """Return observations in the form of the file of population.

    Args:
        rows: as ``page`` gives them.
    """
    return answers.csv_text(
        ["Country Name", "Country Code", "Year", "Value"],
        sorted((row["country"]["value"], *_cell(row)) for row in rows if row["value"] is not None),
    )


def inflows_text(rows: Iterable[dict[str, Any]]) -> str:
    """Return observations in the form of the file of inflows.

    Args:
        rows: as ``page`` gives them.
    """
    cells = [(*_cell(row), row["indicator"]["id"]) for row in rows if row["value"] is not None]
    return answers.csv_text(
        ["iso3", "year", "indicator", "value"],
        sorted((iso3, year, code, value) for iso3, year, value, code in cells if int(year) >= FIRST_YEAR_OF_INFLOWS),
    )


def _cell(row: dict[str, Any]) -> tuple[str, str, Any]:
    """Return code, year and value of an observation."""
    return row["countryiso3code"], row["date"], row["value"]
