"""Trade of one reporter or many: whose release answers, partners, sums and shares.

Several releases hold the same flow. One rule of vintages, ``data/releases.csv``, says which of them answers; all
chapters go by it.
"""

from collections.abc import Collection, Sequence

import pandas as pd

from russia_asean import provenance
from russia_asean.data import releases, tables
from russia_asean.provenance import Origin

TABLE = "trade_flows"
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
    cells = here[["year", "partner", "source_key"]].itertuples(index=False)
    return provenance.labelled(wide, {(year, partner): [Origin(TABLE, key)] for year, partner, key in cells})


def two_way_trade(
    reporters: Sequence[str],
    partners: Sequence[str],
    *,
    years: Collection[int] | None = None,
    reported: bool = False,
) -> pd.Series:
    """Return exports plus imports of some countries with some partners by year, as the reporters count them (USD).

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
    origins = {(year, "value"): [Origin(TABLE, key) for key in same.unique()] for year, same in by_year["source_key"]}
    return provenance.labelled(by_year["value"].sum(), origins)


def two_way_trade_by_partner(
    reporters: Sequence[str], partners: Sequence[str], *, years: Collection[int] | None = None
) -> pd.DataFrame:
    """Return the ``two_way_trade`` of some countries with each of some partners by year (USD), one column each."""
    columns = {code: two_way_trade(reporters, [code], years=years) for code in partners}
    origins = {
        (year, code): each for code, column in columns.items() for (year, _), each in column.attrs["origins"].of.items()
    }
    return provenance.labelled(pd.DataFrame(columns), origins)


def partner_shares(
    reporters: Sequence[str], partners: Sequence[str], *, years: Collection[int] | None = None
) -> pd.DataFrame:
    """Return each partner's share in the trade of the reporters with the world, in percent, by year.

    Exports plus imports, as the reporters report them; one column per partner. Years without the world are left out.
    """
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


def in_years(rows: pd.DataFrame, years: Collection[int] | None) -> pd.DataFrame:
    """Return the rows of some years, or all rows where no years are asked for."""
    return rows if years is None else rows[rows["year"].isin(list(years))]
