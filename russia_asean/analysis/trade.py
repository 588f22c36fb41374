"""Trade of one reporter or many: whose release answers, partners, sums and shares.

Several releases hold the same flow. One rule of vintages says which of them answers; all chapters go by it.
"""

from collections.abc import Sequence

import pandas as pd

from russia_asean.data import tables

# The full dialogue partners of ASEAN.
PARTNERS = ["CHN", "USA", "EUN", "JPN", "KOR", "IND", "AUS", "NZL", "CAN", "RUS"]

# The rule of vintages: of several releases of one flow, the first of this list answers. Later releases carry
# revisions. Rosstat's own table is left out: its first releases serve as a cross-check only.
RELEASES = ["imf-imts-2026-04", "imf-imts-russia-2026", "imf-dots-monthly-2024-07", "imf-dots-2022-02"]

# The last year in which all large members publish detail by partner (Indonesia has none for 2022).
LAST_SHARE_YEAR = 2021
# Russia stopped publishing trade by partner after 2021.
LAST_RUSSIAN_YEAR = 2021
# Before this year too few members report for the sum of ASEAN's side to be compared over time.
FIRST_COMPARABLE_YEAR = 2004


def chosen_flows() -> pd.DataFrame:
    """Return one value per reporter, partner, year and flow, chosen by the rule of vintages.

    Returns:
        Columns of ``trade_flows.csv``; ``value`` in current US dollars.
    """
    return _flows().copy()


@tables.cached
def _flows() -> pd.DataFrame:
    table = tables.load("trade_flows")
    table = table[table["source_key"].isin(RELEASES)]
    order = table["source_key"].map(RELEASES.index)
    key = ["reporter", "partner", "year", "flow"]
    return table.assign(order=order).sort_values([*key, "order"]).drop_duplicates(key).drop(columns="order")


def reported_by_partner(reporter: str, flow: str) -> pd.DataFrame:
    """Return what a country reports of its exports or imports, USD: one column per partner, indexed by year.

    Of several releases of one flow the first by the rule of vintages answers; see ``chosen_flows``. These are
    amounts and not shares, since partner and world total of a year may come from two releases.
    """
    table = chosen_flows()
    rows = table[(table["reporter"] == reporter) & (table["flow"] == flow)]
    return rows.pivot(index="year", columns="partner", values="value")


def two_way_trade(reporters: Sequence[str], partners: Sequence[str], *, reported: bool = False) -> pd.Series:
    """Return exports plus imports of some countries with some partners by year, as the reporters count them (USD).

    Args:
        reporters: ISO codes of those who count.
        partners: ISO codes of the partners; ``WLD`` for the world.
        reported: whether estimates are left out, and years that hold one direction only.
    """
    table = chosen_flows()
    here = table[table["reporter"].isin(reporters) & table["partner"].isin(partners)]
    if reported:
        here = here[here["status"] == "reported"]
        here = here[here.groupby("year")["flow"].transform("nunique") == 2]
    return here.groupby("year")["value"].sum()


def two_way_trade_by_partner(reporters: Sequence[str], partners: Sequence[str]) -> pd.DataFrame:
    """Return the ``two_way_trade`` of some countries with each of some partners by year (USD), one column each."""
    return pd.DataFrame({code: two_way_trade(reporters, [code]) for code in partners})


def partner_shares(reporters: Sequence[str], partners: Sequence[str]) -> pd.DataFrame:
    """Return each partner's share in the trade of the reporters with the world, in percent, by year.

    Exports plus imports, as the reporters report them; one column per partner. Years without the world are left out.
    """
    wide = two_way_trade_by_partner(reporters, partners).div(two_way_trade(reporters, ["WLD"]), axis="index")
    return (100 * wide).dropna(how="all")
