"""Who invests where: direct investment, Chinese official finance, Japanese aid, the size of the Far East.

Sums over groups are made here from their members and not copied from a source. A flow is the net of one year: what came
in less what was taken back, so it can be negative.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from russia_asean import formatting, provenance
from russia_asean.analysis import economy
from russia_asean.data import countries, releases, tables
from russia_asean.provenance import Origin

FLOWS_TABLE, BY_SOURCE_TABLE, FAR_EAST_TABLE = "fdi_flows", "fdi_by_source_asean", "far_east_population"
WORLD_BANK = "wb-wdi-fdi"  # inflows to members of ASEAN, a cross-check
# The border of the Far Eastern Federal District: nine regions until 2 November 2018, eleven since.
BOUNDARY_POPULATIONS = {"nine": "far-east-9", "eleven": "far-east-11"}
FINANCE_BASE_YEAR = 2021  # AidData counts in dollars of this year, so sums are set against the GDP of the same year


def fdi_flows(direction: str = "inflow", source: str | None = None) -> pd.DataFrame:
    """Return direct investment flows in USD, one column per country, indexed by year.

    Args:
        direction: ``inflow`` or ``outflow``.
        source: the key of a release; the one that answers if not given. Releases are never joined in one series.

    Raises:
        KeyError: the source has no such direction.
    """
    return provenance.using(FLOWS_TABLE, _flow_rows(direction, source)).pivot(
        index="year", columns="iso3", values="value"
    )


def country_flows(code: str, years: Sequence[int], direction: str = "inflow") -> pd.Series:
    """Return the flows of one country in some years in USD, by year.

    Raises:
        KeyError: the release that answers lacks the country or a year.
    """
    rows = _flow_rows(direction, None)
    rows = provenance.using(FLOWS_TABLE, rows[(rows["iso3"] == code) & rows["year"].isin(list(years))])
    return rows.set_index("year")["value"].loc[list(years)]


def _flow_rows(direction: str, source: str | None) -> pd.DataFrame:
    """Return the rows of one direction in one release; whoever uses some of them notes them."""
    source = source or answering_release()
    table = _flows()
    # Only one source answers: the other is a cross-check and must not be credited for what it did not give.
    rows = table[(table["direction"] == direction) & (table["source_key"] == source)]
    if rows.empty:
        raise KeyError(f"data/fdi_flows.csv has no {direction!r} in the source {source!r}")
    return rows


def answering_release() -> str:
    """Return the key of the release of UNCTAD's report that answers: the newest of which whole series are here."""
    return releases.answering(FLOWS_TABLE)[0]


def years_ahead(values: pd.DataFrame, one: str, other: str) -> str:
    """Return when one column was larger than another: ``2 of the 10 years from 2010 to 2019 (2011 and 2013)``.

    Args:
        values: indexed by year; a year in which either is missing counts as one when it was not.
        one: the column that may be the larger.
        other: the column it is compared with.
    """
    larger = values.index[values[one] > values[other]].tolist()
    among = f"of the {len(values)} years from {values.index.min()} to {values.index.max()}"
    return f"{len(larger)} {among} ({formatting.year_ranges(larger)})" if larger else f"none {among}"


def countries_with_data(codes: Sequence[str], direction: str = "inflow", source: str | None = None) -> list[str]:
    """Return those of some countries that a source has flows of, in the order given."""
    return [code for code in codes if code in fdi_flows(direction, source)]


def group_flows(codes: Sequence[str], direction: str = "inflow", source: str | None = None) -> pd.Series:
    """Return the flows of a group by year in USD, summed over the members that the source has.

    Args:
        codes: the members; see ``countries_with_data`` for those left out.
        direction: ``inflow`` or ``outflow``.
        source: as for ``fdi_flows``.

    Returns:
        A year is left out when a member that the source has lacks a figure: the sum would be that of another group.

    Raises:
        KeyError: the source has none of the members.
    """
    source = source or answering_release()
    known = countries_with_data(codes, direction, source)
    if not known:
        raise KeyError(f"the source {source!r} has no {direction!r} of {', '.join(codes)}")
    rows = _flow_rows(direction, source)
    origins = provenance.origins_by(FLOWS_TABLE, rows[rows["iso3"].isin(known)], "year")
    return _labelled(_summed(fdi_flows(direction, source), known), origins)


def flows_by_group(groups: Mapping[str, Sequence[str]], direction: str = "inflow", per: str = "") -> pd.DataFrame:
    """Return the flows of some groups side by side, one column per group, indexed by year.

    Args:
        groups: the members of each group, by the name of its column.
        direction: ``inflow`` or ``outflow``.
        per: empty for USD, ``population`` for USD per head, ``gdp_current`` for percent of GDP.

    Returns:
        Empty where a group has no sum; see ``group_flows`` and ``relative_flows``.

    Raises:
        KeyError: the source has none of the members of a group, or ``per`` is unknown.
    """
    return pd.DataFrame(
        {
            name: relative_flows(codes, per, direction) if per else group_flows(codes, direction)
            for name, codes in groups.items()
        }
    )


def size_source(indicator: str) -> str:
    """Return where a size is taken from, so that each ratio has one denominator throughout: a key of ``sources.csv``.

    Raises:
        KeyError: the indicator is neither ``population`` nor ``gdp_current``.
    """
    return {"population": economy.POPULATION_SOURCE, "gdp_current": economy.latest_source()}[indicator]


def group_size(codes: Sequence[str], indicator: str) -> pd.Series:
    """Return the population (persons) or GDP (USD, current prices) of a group by year, where every member has one.

    Args:
        codes: the members.
        indicator: ``population`` (World Bank) or ``gdp_current`` (IMF, latest vintage).

    Raises:
        KeyError: the indicator is not one of the two, or a member is not in the table.
    """
    source = size_source(indicator)
    origins = economy.origins_by_year(codes, indicator, source)
    return _labelled(_summed(economy.indicator_by_country(indicator, source), codes), origins)


def relative_flows(codes: Sequence[str], indicator: str, direction: str = "inflow") -> pd.Series:
    """Return the flows of a group per head (USD) or as a share of its GDP (percent) by year.

    Members without a flow are left out of both parts of the ratio.

    Args:
        codes: the members.
        indicator: ``population`` for USD per head, ``gdp_current`` for percent of GDP.
        direction: ``inflow`` or ``outflow``.

    Raises:
        KeyError: the source has none of the members, or the indicator is unknown.
    """
    # The denominator follows the numerator: a member that sends nothing known must not add its people or its GDP.
    flows, size = group_flows(codes, direction), group_size(countries_with_data(codes, direction), indicator)
    scaled = (100 if indicator == "gdp_current" else 1) * (flows / size).dropna()
    both = {
        year: provenance.origins_within(flows.loc[[year]]) | provenance.origins_within(size.loc[[year]])
        for year in scaled.index
    }
    return _labelled(scaled, both)


def percent_of_gdp(values: pd.DataFrame, codes: Sequence[str]) -> pd.Series:
    """Return what a group has of something by year, as a share of the group's GDP in percent, where both are known.

    Args:
        values: USD at current prices, one column per country, indexed by year.
        codes: the members of the group.

    Raises:
        KeyError: the table or the GDP of a member is not in the package.
    """
    # Without labels: where the values come from is known to the caller, and half of the origins would mislead.
    return _labelled((100 * _summed(values, codes) / group_size(codes, "gdp_current")).dropna(), {})


def attraction_measures(codes: Sequence[str], early: range, late: range) -> pd.DataFrame:
    """Return how much direct investment countries attract: relative to output, and late against early years.

    Returns:
        Columns weight (inflows of the early years in percent of output at current prices) and gain (mean inflow of the
        late years over that of the early ones, a ratio), by country.
    """
    inflow = fdi_flows()[list(codes)]
    output = economy.indicator_by_country("gdp_current")[list(codes)]
    # Slices by label include their end, so the last year of a span is in.
    first, last = inflow.loc[early[0] : early[-1]], inflow.loc[late[0] : late[-1]]
    weight = 100 * first.sum() / output.loc[early[0] : early[-1]].sum()
    return pd.DataFrame({"weight": weight, "gain": last.mean() / first.mean()})


def asean_releases() -> dict[str, str]:
    """Return the releases of investment in ASEAN by source, the one with every partner first: month by key."""
    listed = releases.releases_of(BY_SOURCE_TABLE).index
    return {str(key): formatting.long_date(formatting.cut_date(releases.released(key), "month")) for key in listed}


def asean_inflows_by_source(release: str | None = None) -> pd.DataFrame:
    """Return net inflows to the ten members by source, USD: one column per partner, indexed by year.

    Args:
        release: a key of ``asean_releases``, the first if not given. The second has Russia alone: releases are never
            mixed in one table.

    Raises:
        KeyError: there is no such release.
    """
    table = tables.load(BY_SOURCE_TABLE, credit=False)
    known = [*asean_releases()]
    asked = release or known[0]
    if asked not in known:
        raise KeyError(f"data/{BY_SOURCE_TABLE}.csv has no release {asked!r}")
    used = provenance.using(BY_SOURCE_TABLE, table[table["source_key"] == asked])
    return used.pivot(index="year", columns="partner", values="value")


def chinese_official_finance(measure: str = "total") -> pd.DataFrame:
    """Return Chinese official finance committed, constant USD of 2021: one column per recipient, indexed by year.

    Args:
        measure: ``total``, ``oda_like`` (as concessional as aid), ``oof_like`` (less so) or ``vague``.

    Returns:
        0 where no commitment is recorded; every year from the first to the last is there.
    """
    table = tables.load("chinese_official_finance")
    wide = table[table["measure"] == measure].pivot(index="year", columns="iso3", values="value")
    # The span is that of the whole table, since a measure may have no row in its first or last year.
    return wide.reindex(range(int(table["year"].min()), int(table["year"].max()) + 1)).fillna(0.0)


def japanese_aid() -> pd.DataFrame:
    """Return Japan's net official development assistance in USD: one column per recipient, indexed by year.

    Net is what was paid out less what was paid back. A year that the table does not have is empty. Each value knows its
    row.
    """
    rows = provenance.using("japan_net_oda", tables.load("japan_net_oda", credit=False))
    wide = rows.pivot(index="year", columns="iso3", values="value")
    return provenance.labelled(wide, provenance.origins_by("japan_net_oda", rows, "year", "iso3"))


def chinese_finance_by_recipient(codes: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Return what China committed to each recipient over some years.

    Args:
        codes: the recipients; those without any record are left out.
        years: the years summed.

    Returns:
        Columns recipient (code), name, total and oda_like (constant USD of 2021), oda_share (percent of the total) and
        share_of_gdp (the sum in percent of the GDP of ``FINANCE_BASE_YEAR``); the largest first.
    """
    sums = {}
    for measure in ("total", "oda_like"):
        wide = chinese_official_finance(measure)
        known = [code for code in codes if code in wide]
        sums[measure] = wide.loc[wide.index.isin(years), known].sum()
    table = pd.DataFrame(sums).rename_axis("recipient")
    gdp = economy.indicator_by_country("gdp_current").loc[FINANCE_BASE_YEAR]
    table["oda_share"] = 100 * table["oda_like"] / table["total"].where(table["total"] > 0)
    table["share_of_gdp"] = 100 * table["total"] / gdp
    table = table.sort_values("total", ascending=False).reset_index()
    return table.assign(name=table["recipient"].map(countries.name))


def far_east_population(border: str) -> pd.Series:
    """Return the population of the Far Eastern Federal District in persons by date, inside one border.

    Each count keeps its own source: censuses, yearbooks and press reports follow one another.

    Args:
        border: ``nine`` (regions, before November 2018) or ``eleven``.

    Raises:
        KeyError: there is no such border.
    """
    table = tables.load(FAR_EAST_TABLE, credit=False)
    rows = provenance.using(FAR_EAST_TABLE, table[table["area"] == BOUNDARY_POPULATIONS[border]])
    labels = {(date, "value"): same for date, same in provenance.origins_by(FAR_EAST_TABLE, rows, "date").items()}
    return provenance.labelled(rows.set_index("date")["value"].sort_index(), labels)


def population_ratio(codes: Sequence[str], border: str) -> pd.DataFrame:
    """Return how many times the population of a group is that of the Far East, at each date the table has.

    Args:
        codes: the members of the group.
        border: ``nine`` or ``eleven``.

    Returns:
        Columns date, border, far_east and group (persons) and ratio. A count of 1 January is set against the group's
        mid-year population of the year before; a date before the first of these is left out.
    """
    people = group_size(codes, "population")
    counts = far_east_population(border)
    years = [_year_before(date) for date in counts.index]
    table = pd.DataFrame(
        {
            "date": [str(date.date()) for date in counts.index],
            "border": border,
            "far_east": counts.to_numpy(),
            "group": people.reindex(years).to_numpy(),
        }
    ).dropna(ignore_index=True)
    return table.assign(ratio=table["group"] / table["far_east"])


def population_ratios(codes: Sequence[str]) -> pd.DataFrame:
    """Return ``population_ratio`` inside each border of the Far East, one after the other."""
    return pd.concat([population_ratio(codes, border) for border in BOUNDARY_POPULATIONS], ignore_index=True)


def latest_population_ratio(codes: Sequence[str], border: str) -> pd.Series:
    """Return the last row of ``population_ratio``, which rests on one count alone."""
    with provenance.uncredited():
        latest = population_ratio(codes, border).iloc[-1]
        counts = far_east_population(border)
        day = pd.Timestamp(latest["date"])
        people = economy.origins_by_year(codes, "population", size_source("population"))
    provenance.note(people[_year_before(day)] | provenance.value_at(counts, day).origins)
    return latest


def _year_before(day: pd.Timestamp) -> int:
    """Return the year whose middle lies nearest before a count: a count of 1 January ends the year before."""
    return day.year - 1 if (day.month, day.day) == (1, 1) else day.year


def _summed(values: pd.DataFrame, codes: Sequence[str]) -> pd.Series:
    """Return the sum over countries by year; a year in which one is missing is left out."""
    return values[list(codes)].dropna().sum(axis="columns")


def _labelled(values: pd.Series, origins: Mapping[int, frozenset[Origin]]) -> pd.Series:
    """Return a series whose values know their origins by year."""
    return provenance.labelled(values, {(year, values.name): origins.get(year, frozenset()) for year in values.index})


@provenance.remembered
def _flows() -> pd.DataFrame:
    return tables.load(FLOWS_TABLE, credit=False)
