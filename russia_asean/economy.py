"""Size and growth of economies: one vintage of the World Economic Outlook at a time, groups summed here."""

import functools
import math
from collections.abc import Sequence

import pandas as pd

from russia_asean import indicators, tables

LATEST = "2025-10"  # the vintage that answers unless another is asked for


def vintages() -> list[str]:
    """Return the vintages of the World Economic Outlook in the package, the oldest first (``2019-04``, ...)."""
    return sorted(_outlook()["vintage"].unique())


def series(iso3: str, indicator: str, vintage: str = LATEST) -> pd.DataFrame:
    """Return one indicator of one country in one vintage.

    Args:
        iso3: a country, or ``WLD``.
        indicator: ``gdp_current`` (USD), ``gdp_ppp`` (international dollars), ``gdp_growth`` (percent), ``population``
            (persons) or ``gdp_ppp_share`` (percent of the world).
        vintage: year and month of the release.

    Returns:
        Columns value and status (reported, estimate, projection), indexed by year.

    Raises:
        KeyError: the vintage has no such series.
    """
    table = _outlook()
    rows = table[(table["iso3"] == iso3) & (table["indicator"] == indicator) & (table["vintage"] == vintage)]
    if rows.empty:
        raise KeyError(f"data/economy.csv has no {indicator!r} of {iso3!r} in the vintage {vintage!r}")
    return rows.set_index("year")[["value", "status"]].sort_index()


def by_vintage(iso3: str, indicator: str) -> pd.DataFrame:
    """Return what each vintage says of a series: one column per vintage that has it, indexed by year."""
    table = _outlook()
    rows = table[(table["iso3"] == iso3) & (table["indicator"] == indicator)]
    return rows.pivot(index="year", columns="vintage", values="value")


def total(codes: Sequence[str], indicator: str, year: int) -> float:
    """Return the sum of an indicator over a group in the latest vintage, computed here and not copied.

    Args:
        codes: the members, for example of ``countries.members("BRICS", date)``.
        indicator: one that can be added: ``gdp_current``, ``gdp_ppp`` or ``population``.
        year: the year.

    Raises:
        KeyError: a member has no value; a sum without it would be another group.
    """
    return float(sum(series(code, indicator)["value"].loc[year] for code in codes))


def world_share(codes: Sequence[str], indicator: str, year: int) -> float:
    """Return a group's share of the world in percent, both from the latest vintage.

    Raises:
        KeyError: a member or the world has no value.
    """
    return indicators.share(total(codes, indicator, year), total(["WLD"], indicator, year))


def revision(iso3: str, indicator: str, before: str, after: str) -> pd.Series:
    """Return how much larger a later vintage makes the same years, as a ratio by year.

    Only years that had ended when the earlier vintage was released are compared, so that the ratio holds a change of
    the accounts and no forecast.

    Args:
        iso3: a country.
        indicator: as for ``series``.
        before: the earlier vintage.
        after: the later vintage.
    """
    both = by_vintage(iso3, indicator)[[before, after]].dropna()
    past = both[both.index < int(before[:4]) - 1]
    return past[after] / past[before]


def against(iso3: str, indicator: str, year: int, stated: float, before: str) -> dict[str, float]:
    """Return how far a stated level lies from the latest vintage, and how much of that a revision of accounts explains.

    Args:
        iso3: a country.
        indicator: ``gdp_current`` or ``gdp_ppp``.
        year: the year that the stated level is of.
        stated: the level, in the unit of the indicator.
        before: the vintage before the revision; the ratio of its last past year is taken.

    Returns:
        latest (the latest vintage), ratio (latest over stated), accounts (the part of the revision) and left (ratio
        over accounts).
    """
    latest = float(series(iso3, indicator)["value"].loc[year])
    accounts = float(revision(iso3, indicator, before, LATEST).iloc[-1])
    ratio = latest / stated
    return {"latest": latest, "ratio": ratio, "accounts": accounts, "left": ratio / accounts}


def real_growth(iso3: str, first: int, last: int) -> float:
    """Return the volume of output in the last year as a multiple of the first, from yearly growth rates.

    Raises:
        KeyError: the latest vintage lacks a year.
    """
    rates = series(iso3, "gdp_growth")["value"]
    return math.prod(1 + float(rates.loc[year]) / 100 for year in range(first + 1, last + 1))


@functools.cache
def _outlook() -> pd.DataFrame:
    table = tables.load("economy")
    return table[table["source_key"].str.startswith("imf-weo-")]
