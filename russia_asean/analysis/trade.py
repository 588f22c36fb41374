"""Trade of one reporter or many: whose release answers, partners, sums and shares.

Several releases hold the same flow. One rule of vintages, ``data/releases.csv``, says which of them answers; all
chapters go by it.
"""

from collections.abc import Collection, Sequence

import pandas as pd

from russia_asean import counted_by, provenance
from russia_asean.data import countries, releases, tables

TABLE, CUSTOMS_TABLE = "trade_flows", "russian_customs"
# The full dialogue partners of ASEAN.
PARTNERS = ["CHN", "USA", "EUN", "JPN", "KOR", "IND", "AUS", "NZL", "CAN", "RUS"]
# Partners that are sums of countries; a member may report them in a year without detail by country.
AGGREGATES = ["WLD", "EUN"]
# The members that make up nearly all of ASEAN's trade; the others report too unevenly to be waited for.
LARGE_MEMBERS = ["IDN", "MYS", "PHL", "SGP", "THA", "VNM"]
# Before this year too few members report for the sum of ASEAN's side to be compared over time.
FIRST_COMPARABLE_YEAR = 2004


def chosen_flows() -> pd.DataFrame:
    """Return one value per reporter, partner, year and flow, chosen by the rule of vintages.

    Whoever uses rows of it notes them by ``provenance.using``.

    Returns:
        Columns of ``trade_flows.csv``; ``value`` in current US dollars.
    """
    # The remembered frame is shared by all callers, so none of them may get the frame itself.
    return _flows().copy()


@provenance.remembered
def _flows() -> pd.DataFrame:
    # A cross-check, such as Rosstat's own table, has no place among the answers: its first releases are only compared.
    order = {key: place for place, key in enumerate(releases.answering(TABLE))}
    table = tables.load(TABLE, credit=False)
    table = table[table["source_key"].isin(order)]
    key = ["reporter", "partner", "year", "flow"]
    # The choice is made flow by flow: a long series may come from several releases.
    ranked = table.assign(order=table["source_key"].map(order)).sort_values([*key, "order"])
    # Of equal keys the first row stays, which is the release of the best rank since the rows stand in that order.
    return ranked.drop_duplicates(key).drop(columns="order")


@provenance.remembered
def last_russian_year() -> int:
    """Return the last year of which Russia's own report by partner is public; all that follows is estimated."""
    table = _flows()
    # A total may be reported in a year without detail by partner, so it says nothing about where the detail ends.
    own = table[(table["reporter"] == "RUS") & ~table["partner"].isin(AGGREGATES) & (table["status"] == "reported")]
    return int(own["year"].max())


@provenance.remembered
def last_share_year() -> int:
    """Return the last year for which all large members publish both directions by partner.

    Shares of ASEAN's trade are comparable up to it. The years are counted on from ``FIRST_COMPARABLE_YEAR`` and stop
    before the first gap, so that no series of shares has a hole (Indonesia has no detail for 2022).
    """
    table = _flows()
    detail = table[table["reporter"].isin(LARGE_MEMBERS) & ~table["partner"].isin(AGGREGATES)]
    directions = detail.groupby(["year", "reporter"])["flow"].nunique()
    # A member that publishes one direction alone has no two-way trade of which a share could be taken.
    complete = directions[directions == 2].groupby("year").size() == len(LARGE_MEMBERS)
    year = FIRST_COMPARABLE_YEAR
    while complete.get(year + 1, False):
        year += 1
    return year


def reported_by_partner(reporter: str, flow: str, years: Collection[int] | None = None) -> pd.DataFrame:
    """Return what a country reports of its exports or imports, USD: one column per partner, indexed by year.

    Of several releases of one flow the first by the rule of vintages answers; see ``chosen_flows``. These are
    amounts and not shares, since partner and world total of a year may come from two releases.

    Args:
        reporter: the country.
        flow: ``export`` or ``import``.
        years: the years wanted; all when left out.
    """
    table = chosen_flows()
    here = in_years(table[(table["reporter"] == reporter) & (table["flow"] == flow)], years)
    wide = provenance.using(TABLE, here).pivot(index="year", columns="partner", values="value")
    return provenance.labelled(wide, provenance.origins_by(TABLE, here, "year", "partner"))


def two_way_trade(
    reporters: Sequence[str],
    partners: Sequence[str],
    *,
    years: Collection[int] | None = None,
    reported: bool = False,
) -> pd.Series:
    """Return exports plus imports of some countries with some partners by year, as the reporters count them (USD).

    Each sum knows who counted its parts; see ``members_with_detail`` for those whose sums can be compared over time.

    Args:
        reporters: ISO codes of those who count.
        partners: ISO codes of the partners; ``WLD`` for the world.
        years: the years wanted; all when left out.
        reported: whether estimates are left out, and years that hold one direction only.
    """
    table = chosen_flows()
    here = in_years(table[table["reporter"].isin(reporters) & table["partner"].isin(partners)], years)
    if reported:
        here = here[here["status"] == "reported"]
        # Half of the trade would pass for a fall of trade.
        here = here[here.groupby("year")["flow"].transform("nunique") == 2]
    by_year = provenance.using(TABLE, here).groupby("year")
    origins = {(year, "value"): same for year, same in provenance.origins_by(TABLE, here, "year").items()}
    totals = provenance.labelled(by_year["value"].sum(), origins)
    return counted_by.labelled(totals, {(year, "value"): names for year, names in _counted_by(here).items()})


def _counted_by(flows: pd.DataFrame) -> dict[int, frozenset[str]]:
    """Return who counted the flows of each year: ``Brunei, imports``."""
    with provenance.uncredited():  # names say who counted and measure nothing
        names = {code: countries.name(code) for code in flows["reporter"].unique()}
    told = flows["reporter"].map(names) + ", " + flows["flow"] + "s"
    return {year: frozenset(same) for year, same in told.groupby(flows["year"])}


def members_with_detail(members: Sequence[str], years: Collection[int]) -> list[str]:
    """Return those members that list partners in both directions in each of some years, in the order given.

    Sums over them can be compared over these years. Of a member that lists partners, one that is missing is one with
    which it records nothing.

    Args:
        members: ISO codes.
        years: the years compared.
    """
    table = _flows()
    detail = table[table["reporter"].isin(members) & table["year"].isin(years) & ~table["partner"].isin(AGGREGATES)]
    detail = detail[detail["status"] == "reported"]
    # Which members answer only selects; what is summed over them is credited where it is summed.
    reports = detail[["reporter", "year", "flow"]].drop_duplicates().groupby("reporter").size()
    return [code for code in members if reports.get(code, 0) == 2 * len(set(years))]


def two_way_trade_by_partner(
    reporters: Sequence[str], partners: Sequence[str], *, years: Collection[int] | None = None
) -> pd.DataFrame:
    """Return the ``two_way_trade`` of some countries with each of some partners by year (USD), one column each."""
    columns = {code: two_way_trade(reporters, [code], years=years) for code in partners}
    origins = {
        (year, code): each for code, column in columns.items() for (year, _), each in column.attrs["origins"].of.items()
    }
    wide = provenance.labelled(pd.DataFrame(columns), origins)
    reported = {
        (year, code): each
        for code, column in columns.items()
        for (year, _), each in column.attrs["reporters"].of.items()
    }
    return counted_by.labelled(wide, reported)


def partner_shares(
    reporters: Sequence[str], partners: Sequence[str], *, years: Collection[int] | None = None
) -> pd.DataFrame:
    """Return each partner's share in the trade of the reporters with the world, in percent, by year.

    Exports plus imports, as the reporters report them; one column per partner. Years without the world are left out.

    Args:
        reporters: ISO codes of those who count; of several, each must list its partners in all of the years. See
            ``members_with_detail``.
        partners: ISO codes of the partners.
        years: the years wanted; all when left out.

    Raises:
        ReportersChangedError: part and whole, or the shares of two years, would be sums over different reporters.
    """
    _require_detail(reporters, years)
    parts, world = (
        two_way_trade_by_partner(reporters, partners, years=years),
        two_way_trade(reporters, ["WLD"], years=years),
    )
    # A share rests on its whole, too: the world's total may come from another release than the partner's part.
    wholes = world.attrs["origins"].of
    origins = {
        (year, code): each | wholes.get((year, "value"), frozenset())
        for (year, code), each in parts.attrs["origins"].of.items()
    }
    # Years are matched by label, so one without the world's total becomes NaN and drops out.
    return provenance.labelled((100 * parts.div(world, axis="index")).dropna(how="all"), origins)


def _require_detail(reporters: Sequence[str], years: Collection[int] | None) -> None:
    """Refuse shares of the trade of several reporters of whom one lists no partners in a year in which others do."""
    table = _flows()
    here = in_years(table[table["reporter"].isin(reporters) & (table["status"] == "reported")], years)
    detail = here[~here["partner"].isin(AGGREGATES)]
    by_year = _counted_by(detail)
    # The world total of a member without detail would stand in the whole and not in the part.
    missing = {
        f"{name} ({year})"
        for year, names in by_year.items()
        for name in frozenset[str]().union(*by_year.values()) - names
    } | {
        f"{name} ({year})"
        for year, names in _counted_by(here[here["partner"] == "WLD"]).items()
        for name in names - by_year.get(year, frozenset())
    }
    if len(set(reporters)) > 1 and missing:
        raise counted_by.ReportersChangedError(
            f"A share of the trade of these members would change with who reports; without partners are: "
            f"{', '.join(sorted(missing))}. Take it over `members_with_detail`."
        )


def region_share_by_customs(region: str, months: str = "01-12") -> pd.DataFrame:
    """Return a region's share in Russia's exports and imports as Russian customs still publish it, in percent.

    All years are those of one release, the newest with the period: the same year differs between releases.

    Args:
        region: ``Africa``, ``America``, ``Asia``, ``Europe`` or ``Oceania``; none is a record of ASEAN.
        months: first and last month of the period, ``01-12`` for whole years.

    Returns:
        Columns export and import, indexed by year.

    Raises:
        KeyError: no release has the period or the region.
    """
    table = tables.load(CUSTOMS_TABLE, credit=False)
    rows = table[(table["breakdown"] == "region") & (table["months"] == months) & table["part"].isin([region, "World"])]
    rows = provenance.using(CUSTOMS_TABLE, rows[rows["vintage"] == rows["vintage"].max()])
    wide = rows.pivot(index=["year", "flow"], columns="part", values="value")
    return (100 * wide[region] / wide["World"]).unstack("flow")


def in_years(rows: pd.DataFrame, years: Collection[int] | None) -> pd.DataFrame:
    """Return the rows of some years, or all rows where no years are asked for."""
    return rows if years is None else rows[rows["year"].isin(list(years))]
