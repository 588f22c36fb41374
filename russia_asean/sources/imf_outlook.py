"""IMF, World Economic Outlook: from the database as one table, a column per indicator, to rows of ``economy``."""

from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.snapshots import Edition

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
    whole["year"] = guards.numbers(whole["year"], path.name).astype(int)
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
    return built.assign(status=_status(built, edition.year, earlier), **edition.marks)[
        ["iso3", "year", "indicator", "value", "unit", "status", "vintage", "source_key"]
    ]


def _status(built: pd.DataFrame, own_year: int, earlier: pd.DataFrame) -> list[str]:
    said = earlier.set_index(KEY)["status"].to_dict()
    found = []
    for iso3, indicator, year in built[KEY].itertuples(index=False):
        # Where the earlier edition lacks the indicator, the accounts of the country say how far actual figures go.
        before = said.get((iso3, indicator, year), said.get((iso3, "gdp_current", year)))
        found.append("projection" if year >= own_year else "reported" if before == "reported" else "estimate")
    return found
