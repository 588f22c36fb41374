"""Size and growth of economies: one vintage of the World Economic Outlook at a time, groups summed here."""

import math
from collections.abc import Sequence

import pandas as pd

from russia_asean import formatting, measures, provenance
from russia_asean.data import releases, tables
from russia_asean.provenance import Origin, Value

TABLE, RATES_TABLE = "economy", "exchange_rates_implied"
OUTLOOK = "imf-weo-"  # how the keys of the Outlook's vintages begin
POPULATION_SOURCE = "wb-wdi-population"  # the one source with people of all countries and the world


def outlook_vintages() -> list[str]:
    """Return the vintages of the World Economic Outlook in the package, the oldest first (``2019-04``, ...)."""
    return sorted(key.removeprefix(OUTLOOK) for key in _outlook()["source_key"].unique())


def latest_vintage() -> str:
    """Return the vintage that answers by the rule of vintages unless another is asked for (``2025-10``)."""
    return latest_source().removeprefix(OUTLOOK)


@provenance.remembered
def latest_source() -> str:
    """Return the key of the latest vintage in ``sources.csv`` (``imf-weo-2025-10``).

    Raises:
        TableError: no vintage answers.
    """
    answering = [key for key in releases.answering(TABLE) if key.startswith(OUTLOOK)]
    if not answering:
        raise tables.TableError(
            f"data/{releases.TABLE}.csv: no vintage of the Outlook answers for the table {TABLE!r}. "
            f"Give the newest the role {releases.ANSWERS!r}, then run `make data`."
        )
    return answering[0]


def vintage_name(vintage: str) -> str:
    """Return a vintage as a reader reads it: ``IMF, October 2025``."""
    return f"IMF, {formatting.long_date(vintage)}"


def outlook_series(iso3: str, indicator: str, vintage: str | None = None) -> pd.DataFrame:
    """Return one indicator of one country in one vintage.

    Args:
        iso3: a country, or ``WLD``.
        indicator: ``gdp_current`` (USD), ``gdp_ppp`` (international dollars), ``gdp_growth`` (percent), ``population``
            (persons) or ``gdp_ppp_share`` (percent of the world).
        vintage: year and month of the release; the latest if not given.

    Returns:
        Columns value and status (reported, estimate, projection), indexed by year.

    Raises:
        KeyError: the vintage has no such series.
    """
    # One vintage at a time: values of two would mix revisions with growth.
    vintage = vintage or latest_vintage()
    table = _outlook()
    rows = provenance.using(
        TABLE, table[(table["iso3"] == iso3) & (table["indicator"] == indicator) & (table["vintage"] == vintage)]
    )
    if rows.empty:
        raise KeyError(f"data/economy.csv has no {indicator!r} of {iso3!r} in the vintage {vintage!r}")
    return rows.set_index("year")[["value", "status"]].sort_index()


def series_by_vintage(iso3: str, indicator: str, vintages: Sequence[str] | None = None) -> pd.DataFrame:
    """Return what vintages say of a series: one column per vintage, indexed by year. Each value knows its vintage.

    Args:
        iso3: a country.
        indicator: as for ``outlook_series``.
        vintages: those wanted, in this order; all that have the series if not given.

    Raises:
        KeyError: a vintage has no such series.
    """
    table = _outlook()
    rows = table[(table["iso3"] == iso3) & (table["indicator"] == indicator)]
    if vintages is not None:
        rows = rows[rows["vintage"].isin(vintages)]
    wide = provenance.using(TABLE, rows).pivot(index="year", columns="vintage", values="value")
    wide = wide if vintages is None else wide[list(vintages)]
    return provenance.labelled(wide, provenance.origins_by(TABLE, rows, "year", "vintage"))


def value_in_year(iso3: str, indicator: str, year: int, source: str | None = None) -> Value:
    """Return one indicator of one country in one year, as one source gives it.

    Args:
        iso3: a country, or ``WLD``.
        indicator: as for ``outlook_series``.
        year: the year.
        source: as for ``indicator_by_country``.

    Raises:
        KeyError: the source has no such value.
    """
    source = source or latest_source()
    rows = _rows_of_source(indicator, source)
    row = provenance.using(TABLE, rows[(rows["iso3"] == iso3) & (rows["year"] == year)].dropna(subset="value"))
    if row.empty:
        raise KeyError(f"data/{TABLE}.csv has no {indicator!r} of {iso3!r} in {year} in the source {source!r}")
    return Value(float(row["value"].iloc[0]), provenance.origins_of_rows(TABLE, row))


def value_by_vintage(iso3: str, indicator: str, year: int, *vintages: str) -> dict[str, float]:
    """Return what some vintages say of one year, each named as a reader reads it.

    Raises:
        KeyError: a vintage has no such series, or lacks the year.
    """
    return {vintage_name(vintage): value_in_year(iso3, indicator, year, f"{OUTLOOK}{vintage}") for vintage in vintages}


def exchange_rates(iso3: str) -> pd.Series:
    """Return the yearly rate of a currency by year, in units of it per US dollar, as the Outlook's own GDP implies it.

    Raises:
        KeyError: the table has no rate of the country.
    """
    table = tables.load(RATES_TABLE, credit=False)
    rows = provenance.using(RATES_TABLE, table[table["iso3"] == iso3])
    if rows.empty:
        raise KeyError(f"data/{RATES_TABLE}.csv has no rate of {iso3!r}")
    labels = {(year, "value"): same for year, same in provenance.origins_by(RATES_TABLE, rows, "year").items()}
    return provenance.labelled(rows.set_index("year")["value"], labels)


def indicators_of_all_economies(measures: Sequence[str], year: int) -> pd.DataFrame:
    """Return indicators of all economies in the latest vintage: one column each, indexed by code.

    Args:
        measures: indicators as for ``outlook_series``.
        year: the year.

    Returns:
        The world is left out, and so is an economy that has none of them.
    """
    table = _outlook()
    rows = provenance.using(
        TABLE, table[(table["vintage"] == latest_vintage()) & (table["year"] == year) & (table["iso3"] != "WLD")]
    )
    return rows.pivot(index="iso3", columns="indicator", values="value")[list(measures)].dropna(how="all")


def indicator_by_country(indicator: str, source: str | None = None) -> pd.DataFrame:
    """Return one indicator as one source gives it: one column per economy and ``WLD``, indexed by year.

    Args:
        indicator: as for ``outlook_series``.
        source: its key in ``sources.csv``, the latest vintage unless another is asked for.
    """
    rows = provenance.using(TABLE, _rows_of_source(indicator, source))
    return rows.pivot(index="year", columns="iso3", values="value")


def origins_by_year(codes: Sequence[str], indicator: str, source: str) -> dict[int, frozenset[Origin]]:
    """Return the origins of an indicator of some countries in one source by year.

    Args:
        codes: the countries.
        indicator: as for ``outlook_series``.
        source: as for ``indicator_by_country``.
    """
    rows = _rows_of_source(indicator, source)
    return provenance.origins_by(TABLE, rows[rows["iso3"].isin(list(codes))], "year")


def _rows_of_source(indicator: str, source: str | None) -> pd.DataFrame:
    """Return the rows of one indicator in one source; whoever uses some of them notes them."""
    # Sources apart from the Outlook have indicators of the same name, so a source is always chosen.
    source = source or latest_source()
    table = _table()
    return table[(table["indicator"] == indicator) & (table["source_key"] == source)]


@provenance.carrying
def group_total(codes: Sequence[str], indicator: str, year: int, source: str | None = None) -> float:
    """Return the sum of an indicator over a group in one source, computed here and not copied.

    Args:
        codes: the members, for example of ``memberships.members("BRICS", date)``.
        indicator: one that can be added: ``gdp_current``, ``gdp_ppp`` or ``population``.
        year: the year.
        source: as for ``indicator_by_country``.

    Raises:
        KeyError: a member has no value; a sum without it would be another group.
    """
    rows = _rows_of_source(indicator, source)
    rows = rows[(rows["year"] == year) & rows["iso3"].isin(list(codes))].dropna(subset="value")
    known = provenance.using(TABLE, rows).set_index("iso3")["value"]
    # By label, so that a member without a value stops here and is not passed over.
    return float(known[list(codes)].to_numpy().sum())


@provenance.carrying
def world_share(codes: Sequence[str], indicator: str, year: int, source: str | None = None) -> float:
    """Return a group's share of the world in percent, group and world from one source; see ``group_total``.

    Raises:
        KeyError: a member or the world has no value.
    """
    return measures.share(group_total(codes, indicator, year, source), group_total(["WLD"], indicator, year, source))


def revision_ratio(iso3: str, indicator: str, before: str, after: str) -> pd.Series:
    """Return how much larger a later vintage makes the same years, as a ratio by year.

    Only years that had ended when the earlier vintage was released are compared, so that the ratio holds a change of
    the accounts and no forecast.

    Args:
        iso3: a country.
        indicator: as for ``outlook_series``.
        before: the earlier vintage.
        after: the later vintage.
    """
    both = series_by_vintage(iso3, indicator, [before, after]).dropna()
    # The year before the release was still an estimate at the time; the last that had been counted is one earlier.
    past = both[both.index < int(before[:4]) - 1]
    return past[after] / past[before]


def compare_stated_level(iso3: str, indicator: str, year: int, stated: float, before: str) -> dict[str, float]:
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
    latest = float(outlook_series(iso3, indicator)["value"].loc[year])
    # The last year that both vintages count: the nearest to the stated level for which no forecast is compared.
    accounts = float(revision_ratio(iso3, indicator, before, latest_vintage()).iloc[-1])
    ratio = latest / stated
    return {"latest": latest, "ratio": ratio, "accounts": accounts, "left": ratio / accounts}


@provenance.carrying
def real_growth(iso3: str, first: int, last: int) -> float:
    """Return the volume of output in the last year as a multiple of the first, from yearly growth rates.

    Raises:
        KeyError: the latest vintage lacks a year.
    """
    rates = outlook_series(iso3, "gdp_growth")["value"]
    # Rates of the first year itself lead up to it, so they do not count.
    return math.prod(1 + float(rates.loc[year]) / 100 for year in range(first + 1, last + 1))


@provenance.carrying
def output_at_base_prices(iso3: str, indicator: str, vintage: str, base: int, year: int) -> float:
    """Return output of a year in money of a base year: its level on one vintage's accounts, carried by real growth.

    Args:
        iso3: a country.
        indicator: ``gdp_current`` or ``gdp_ppp``.
        vintage: the vintage that has the level of the base year; growth is that of the latest.
        base: the base year.
        year: the year, not before the base.

    Raises:
        KeyError: a vintage lacks a year.
    """
    return float(outlook_series(iso3, indicator, vintage)["value"].loc[base]) * real_growth(iso3, base, year)


@provenance.remembered
def _outlook() -> pd.DataFrame:
    table = _table()
    return table[table["source_key"].str.startswith(OUTLOOK)]


@provenance.remembered
def _table() -> pd.DataFrame:
    return tables.load(TABLE, credit=False)
