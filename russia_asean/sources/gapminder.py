"""Gapminder, population with the projections of the United Nations: to rows of ``economy``."""

from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.asean import MEMBERS
from russia_asean.sources.snapshots import Edition

STATES = sorted([*MEMBERS, "RUS"])
YEARS = range(2010, 2031)  # beside the projections of the World Economic Outlook


def population(path: Path, edition: Edition) -> pd.DataFrame:
    """Return the population of Russia and the members of ASEAN, with projections from the year of the edition on.

    Args:
        path: ``iso3``, ``year``, ``value`` in persons.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses the file, or a state lacks a year.
    """
    whole = guards.text_table(path, ["iso3", "year", "value"])
    table = whole[whole["iso3"].isin(STATES)].copy()
    table["year"] = guards.years(table["year"], path.name)
    table["value"] = guards.numbers(table["value"], path.name)
    table = table[table["year"].isin(YEARS)]
    guards.last_year(table["year"], YEARS[-1], path.name, edition.vintage)
    guards.no_gaps(table, STATES, path.name)
    status = (table["year"] >= edition.year).map({True: "projection", False: "estimate"})
    return table.assign(indicator="population", unit="persons", status=status, **edition.marks)[
        ["iso3", "year", "indicator", "value", "unit", "status", "vintage", "source_key"]
    ]
