"""Who invests where: direct investment, Chinese official finance, announced projects, the size of the Far East.

Sums over groups are made here from their members and not copied from a source. A flow is the net of one year: what came
in less what was taken back, so it can be negative.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from russia_asean import formatting, measures
from russia_asean.analysis import economy, rankings
from russia_asean.data import countries, tables

UNCTAD, WORLD_BANK = "unctad-wir-2025", "wb-wdi-fdi"
# Where a size is taken from, so that each ratio has one denominator throughout.
SIZE_SOURCES = {"population": economy.POPULATION_SOURCE, "gdp_current": economy.LATEST_SOURCE}
# The border of the Far Eastern Federal District: nine regions until 2 November 2018, eleven since.
BOUNDARY_POPULATIONS = {"nine": "far-east-9", "eleven": "far-east-11"}
ASEAN_RELEASES = ["asean-fdi-2015", "asean-fdi-2017-press"]


def fdi_flows(direction: str = "inflow", source: str = UNCTAD) -> pd.DataFrame:
    """Return direct investment flows in USD, one column per country, indexed by year.

    Args:
        direction: ``inflow`` or ``outflow``.
        source: ``UNCTAD``, or ``WORLD_BANK`` for inflows to members of ASEAN.

    Raises:
        KeyError: the source has no such direction.
    """
    table = _flows()
    rows = table[(table["direction"] == direction) & (table["source_key"] == source)]
    if rows.empty:
        raise KeyError(f"data/fdi_flows.csv has no {direction!r} in the source {source!r}")
    return rows.pivot(index="year", columns="iso3", values="value")


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


def multiple_text(first: float, second: float) -> str:
    """Return how two flows compare, the first as a multiple of the second: ``5.7 times as much``.

    A multiple says nothing where the second is not positive; the words then say that.
    """
    if second <= 0:
        return "a comparison that no multiple can express, since the second is not positive"
    return f"{formatting.number(first / second, 2)} times as much"


def countries_with_data(codes: Sequence[str], direction: str = "inflow", source: str = UNCTAD) -> list[str]:
    """Return those of some countries that a source has flows of, in the order given."""
    return [code for code in codes if code in fdi_flows(direction, source)]


def group_flows(codes: Sequence[str], direction: str = "inflow", source: str = UNCTAD) -> pd.Series:
    """Return the flows of a group by year in USD, summed over the members that the source has.

    Args:
        codes: the members; see ``countries_with_data`` for those left out.
        direction: ``inflow`` or ``outflow``.
        source: ``UNCTAD`` or ``WORLD_BANK``.

    Returns:
        A year is left out when a member that the source has lacks a figure: the sum would be that of another group.

    Raises:
        KeyError: the source has none of the members.
    """
    known = countries_with_data(codes, direction, source)
    if not known:
        raise KeyError(f"the source {source!r} has no {direction!r} of {', '.join(codes)}")
    return _summed(fdi_flows(direction, source), known)


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


def group_size(codes: Sequence[str], indicator: str) -> pd.Series:
    """Return the population (persons) or GDP (USD, current prices) of a group by year, where every member has one.

    Args:
        codes: the members.
        indicator: ``population`` (World Bank) or ``gdp_current`` (IMF, October 2025).

    Raises:
        KeyError: the indicator is not one of the two, or a member is not in the table.
    """
    return _summed(economy.indicator_by_country(indicator, SIZE_SOURCES[indicator]), codes)


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
    ratio = group_flows(codes, direction) / group_size(countries_with_data(codes, direction), indicator)
    return (100 if indicator == "gdp_current" else 1) * ratio.dropna()


def percent_of_gdp(values: pd.DataFrame, codes: Sequence[str]) -> pd.Series:
    """Return what a group has of something by year, as a share of the group's GDP in percent, where both are known.

    Args:
        values: USD at current prices, one column per country, indexed by year.
        codes: the members of the group.

    Raises:
        KeyError: the table or the GDP of a member is not in the package.
    """
    return (100 * _summed(values, codes) / group_size(codes, "gdp_current")).dropna()


def mean_inflow_by_host(codes: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Return the mean yearly inflow of each country over some years: in USD, per head, and as a share of GDP.

    Args:
        codes: the countries; those without flows are left out.
        years: the years averaged, as far as there are figures.

    Returns:
        Columns host (code), name, total (USD), per_head (USD), share_of_gdp (percent) and a rank for each
        (``rank_total``, ...), 1 being the largest; the largest total first. Countries without figures are left out.
    """
    known = countries_with_data(codes)
    measures = {
        "total": {code: group_flows([code]) for code in known},
        "per_head": {code: relative_flows([code], "population") for code in known},
        "share_of_gdp": {code: relative_flows([code], "gdp_current") for code in known},
    }
    means = pd.DataFrame(
        {
            name: {code: values[values.index.isin(years)].mean() for code, values in each.items()}
            for name, each in measures.items()
        }
    ).dropna()
    ranks = rankings.column_ranks(means).add_prefix("rank_")
    table = means.join(ranks).sort_values("total", ascending=False).rename_axis("host").reset_index()
    return table.assign(name=table["host"].map(countries.name))


def attraction_measures(codes: Sequence[str], early: range, late: range) -> pd.DataFrame:
    """Return how much direct investment countries attract: relative to output, and late against early years.

    Returns:
        Columns weight (inflows of the early years in percent of output at current prices) and gain (mean inflow of the
        late years over that of the early ones, a ratio), by country.
    """
    inflow = fdi_flows()[list(codes)]
    output = economy.indicator_by_country("gdp_current")[list(codes)]
    first, last = inflow.loc[early[0] : early[-1]], inflow.loc[late[0] : late[-1]]
    weight = 100 * first.sum() / output.loc[early[0] : early[-1]].sum()
    return pd.DataFrame({"weight": weight, "gain": last.mean() / first.mean()})


def asean_inflows_by_source(release: str = ASEAN_RELEASES[0]) -> pd.DataFrame:
    """Return net inflows to the ten members by source, USD: one column per partner, indexed by year.

    Args:
        release: a release of the ASEAN Secretariat. The second holds Russia alone; the other sources are filled
            in from the first.

    Raises:
        KeyError: there is no such release.
    """
    table = tables.load("fdi_by_source_asean")
    if release not in ASEAN_RELEASES:
        raise KeyError(f"data/fdi_by_source_asean.csv has no release {release!r}")
    wide = table[table["source_key"] == ASEAN_RELEASES[0]].pivot(index="year", columns="partner", values="value")
    revised = table[table["source_key"] == release].pivot(index="year", columns="partner", values="value")
    wide[revised.columns] = revised
    return wide


def russian_fdi_in_asean() -> pd.DataFrame:
    """Return Russia's direct investment in the ten members by year and release, with its rank among named sources.

    Returns:
        Columns year, release, value (USD), share (percent of all inflows), rank and of (the number of named sources).
    """
    rows = []
    for release in ASEAN_RELEASES:
        wide = asean_inflows_by_source(release)
        named = wide.drop(columns=["WLD", "ASEAN10"])
        for year in wide.index:
            values = named.loc[year]
            rows.append(
                {
                    "year": int(year),
                    "release": {"asean-fdi-2015": "May 2015", "asean-fdi-2017-press": "November 2017"}[release],
                    "value": values["RUS"],
                    "share": measures.share(values["RUS"], wide.loc[year, "WLD"]),
                    "rank": measures.rank_of(values, "RUS"),
                    "of": len(values),
                }
            )
    return pd.DataFrame(rows)


def chinese_official_finance(measure: str = "total") -> pd.DataFrame:
    """Return Chinese official finance committed, constant USD of 2021: one column per recipient, indexed by year.

    Args:
        measure: ``total``, ``oda_like`` (as concessional as aid), ``oof_like`` (less so) or ``vague``.

    Returns:
        0 where no commitment is recorded; every year from the first to the last is there.
    """
    table = tables.load("chinese_official_finance")
    wide = table[table["measure"] == measure].pivot(index="year", columns="iso3", values="value")
    return wide.reindex(range(int(table["year"].min()), int(table["year"].max()) + 1)).fillna(0.0)


def japanese_aid() -> pd.DataFrame:
    """Return Japan's net official development assistance in USD: one column per recipient, indexed by year.

    Net is what was paid out less what was paid back. A year that the table does not have is empty.
    """
    return tables.load("japan_net_oda").pivot(index="year", columns="iso3", values="value")


def chinese_finance_by_recipient(codes: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Return what China committed to each recipient over some years.

    Args:
        codes: the recipients; those without any record are left out.
        years: the years summed.

    Returns:
        Columns recipient (code), name, total and oda_like (constant USD of 2021), oda_share (percent of the total) and
        share_of_gdp (the sum in percent of the GDP of 2021); the largest first.
    """
    sums = {}
    for measure in ("total", "oda_like"):
        wide = chinese_official_finance(measure)
        known = [code for code in codes if code in wide]
        sums[measure] = wide.loc[wide.index.isin(years), known].sum()
    table = pd.DataFrame(sums).rename_axis("recipient")
    gdp = pd.Series(economy.indicator_by_country("gdp_current").T[2021])
    table["oda_share"] = 100 * table["oda_like"] / table["total"].where(table["total"] > 0)
    table["share_of_gdp"] = 100 * table["total"] / gdp
    table = table.sort_values("total", ascending=False).reset_index()
    return table.assign(name=table["recipient"].map(countries.name))


def far_east_population(border: str) -> pd.Series:
    """Return the population of the Far Eastern Federal District in persons by date, inside one border.

    Args:
        border: ``nine`` (regions, before November 2018) or ``eleven``.

    Raises:
        KeyError: there is no such border.
    """
    table = tables.load("far_east_population")
    return table[table["area"] == BOUNDARY_POPULATIONS[border]].set_index("date")["value"].sort_index()


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
    years = [date.year - 1 if (date.month, date.day) == (1, 1) else date.year for date in counts.index]
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


def announced_projects() -> pd.DataFrame:
    """Return the projects that the documents announce as a reader reads them, the oldest announcement first.

    Returns:
        Columns project_id, title, host, investor (codes), announced (date and by whom), value (USD), known (date and
        what a page says), outcome, note (what became of it), and the addresses of the pages.
    """
    table = tables.load("announced_projects").sort_values(["announced_on", "project_id"], ignore_index=True)
    announced = [_dated(row, "announced_on", row["announced_by"]) for _, row in table.iterrows()]
    known = [_dated(row, "known_on", row["outcome"]) for _, row in table.iterrows()]
    kept = ["project_id", "title", "investor", "value", "outcome", "announced_url", "outcome_url"]
    return table[kept].assign(
        host=table["host"].map(countries.name),
        announced=announced,
        known=known,
        note=table["outcome_note"],
    )


def outward_growth(groups: Mapping[str, Sequence[str]], first: slice, last: slice) -> dict[str, float]:
    """Return the growth of outward investment between the means of two spans of years, in percent.

    Args:
        groups: the members of each group, by what it is called.
        first: the years of the first span, as a slice with both ends included.
        last: the years of the last span.

    Returns:
        For each group the growth in USD and the growth of the flow as a share of GDP, by a name for each.
    """
    found = {}
    for name, codes in groups.items():
        lines = {"USD": group_flows(codes, "outflow"), "Share of GDP": relative_flows(codes, "gdp_current", "outflow")}
        for unit, line in lines.items():
            found[f"{unit}, {name}"] = measures.percent_change(line.loc[first].mean(), line.loc[last].mean())
    return found


def comparison_under_choices(codes: Sequence[str], windows: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Return the comparison of Russia with a group under other measures, sources and windows.

    Args:
        codes: the members.
        windows: first and last years.

    Returns:
        Columns measure, window, group and russia (the mean of the years), members and russian (the same in words) and
        ratio, the group's divided by Russia's (empty where Russia's is not positive).
    """
    rest = [code for code in codes if code != "SGP"]
    table = {
        "USD, UNCTAD": (group_flows(codes), group_flows(["RUS"])),
        "USD, members from the World Bank": (group_flows(codes, source=WORLD_BANK), group_flows(["RUS"])),
        "USD, three-year means": (group_flows(codes).rolling(3).mean(), group_flows(["RUS"]).rolling(3).mean()),
        "USD per head": (relative_flows(codes, "population"), relative_flows(["RUS"], "population")),
        "percent of GDP": (relative_flows(codes, "gdp_current"), relative_flows(["RUS"], "gdp_current")),
    }
    if rest:
        table["USD, without Singapore"] = (group_flows(rest), group_flows(["RUS"]))

    def said(measure: str, value: float) -> str:
        return formatting.percent(value) if measure == "percent of GDP" else formatting.usd(value)

    rows = []
    for measure, (group, russia) in table.items():
        for first, last in windows:
            ours, theirs = group.loc[first:last].mean(), russia.loc[first:last].mean()
            ratio = ours / theirs if theirs > 0 else float("nan")
            rows.append((measure, f"{first}–{last}", ours, theirs, said(measure, ours), said(measure, theirs), ratio))
    return pd.DataFrame(rows, columns=["measure", "window", "group", "russia", "members", "russian", "ratio"])


def _dated(row: pd.Series, column: str, said: Any) -> str:
    """Return a date to its known precision with what was said, such as ``May 2015, TH True Milk``."""
    if pd.isna(row[column]):
        when = "undated"
    else:
        when = formatting.long_date(formatting.cut_date(str(row[column].date()), row[f"{column}_precision"]))
    return when if pd.isna(said) else f"{when}, {said}"


def _summed(values: pd.DataFrame, codes: Sequence[str]) -> pd.Series:
    """Return the sum over countries by year; a year in which one is missing is left out."""
    return values[list(codes)].dropna().sum(axis="columns")


@tables.cached
def _flows() -> pd.DataFrame:
    return tables.load("fdi_flows")
