"""What is traded: sections of the Standard International Trade Classification (SITC), and mineral fuels."""

from collections.abc import Collection, Sequence

import pandas as pd

from russia_asean import provenance
from russia_asean.analysis import mirror, trade
from russia_asean.data import tables

TABLE = "trade_composition"

# Sections of the Standard International Trade Classification, in short words.
SITC_SECTIONS = {
    "0": "Food",
    "1": "Drink and tobacco",
    "2": "Raw materials",
    "3": "Mineral fuels",
    "4": "Oils and fats",
    "5": "Chemicals",
    "6": "Basic manufactures",
    "7": "Machinery and vehicles",
    "8": "Other manufactures",
    "9": "Not classified",
}
NATURAL_RESOURCES = ["0", "1", "2", "3", "4"]  # the sections of natural resources, food and palm oil included


def trade_by_section(reporters: Sequence[str], partners: Sequence[str], year: int) -> pd.Series:
    """Return trade by SITC section (code ``0`` to ``9``, and ``TOTAL``) in USD, as the exporters report it.

    Args:
        reporters: ISO codes of the exporters.
        partners: ISO codes of the destinations.
        year: 1995, 2005 or 2015.
    """
    return _summed_by("code", "SITC1", reporters, partners, [year])


def fuel_trade(reporters: Sequence[str], partners: Sequence[str], years: Collection[int] | None = None) -> pd.Series:
    """Return trade in mineral fuels (HS chapter 27) by year in USD, as the reporters record it.

    Args:
        reporters: ISO codes of those who record it.
        partners: ISO codes of the partners.
        years: the years wanted; all when left out.
    """
    return _summed_by("year", "HS2", reporters, partners, years)


def fuels_and_all_goods(
    members: Sequence[str], side: str, years: Collection[int] | None = None
) -> tuple[pd.Series, pd.Series]:
    """Return fuels, and all goods, in what Russia sends to the members on one record, by year (USD).

    On ASEAN's side both are those of the large members, which report in all years: the others lack years or report no
    products, so that part and whole would be sums over different reporters.

    Args:
        members: ISO codes of ASEAN members.
        side: one of ``mirror.SIDES``.
        years: the years wanted; all when left out.
    """
    if side == mirror.RUSSIA_REPORTED:
        fuels = fuel_trade(["RUS"], members, years)
    else:
        members = [code for code in members if code in trade.LARGE_MEMBERS]
        fuels = fuel_trade(members, ["RUS"], years)
    return fuels, mirror.both_records(members, "to_asean", years=years, sides=[side])[side]


def pairs_with_goods(reporters: Sequence[str], partners: Sequence[str], year: int) -> int:
    """Return over how many pairs of reporter and partner the ``trade_by_section`` of a year adds up."""
    table = tables.load(TABLE, credit=False)
    rows = table[(table["scheme"] == "SITC1") & (table["year"] == year)]
    rows = rows[rows["reporter"].isin(reporters) & rows["partner"].isin(partners)]
    return len(rows[["reporter", "partner"]].drop_duplicates())


def fuel_shares(members: Sequence[str], years: Collection[int] | None = None) -> pd.DataFrame:
    """Return the share of mineral fuels in what Russia sends to the members, on both records by year (percent).

    Args:
        members: ISO codes of ASEAN members; see ``fuels_and_all_goods`` for those whose own record counts.
        years: the years wanted; all when left out.
    """
    shares, origins = {}, {}
    for side in mirror.SIDES:
        fuels, goods = fuels_and_all_goods(members, side, years)
        shares[side] = 100 * fuels / goods
        # Fuels and totals come from two producers, so each share rests on both.
        wholes = goods.attrs["origins"].of
        for (year, _), each in fuels.attrs["origins"].of.items():
            origins[year, side] = each | wholes.get((year, side), frozenset())
    return provenance.labelled(pd.DataFrame(shares), origins)


def _summed_by(
    column: str, scheme: str, reporters: Sequence[str], partners: Sequence[str], years: Collection[int] | None
) -> pd.Series:
    """Return the sum of the values in one classification by code or year (USD); each knows its origins."""
    table = tables.load(TABLE, credit=False)
    pair = table["reporter"].isin(reporters) & table["partner"].isin(partners)
    rows = provenance.using(TABLE, trade.in_years(table[pair & (table["scheme"] == scheme)], years))
    groups = rows.groupby(column)
    origins = {(label, "value"): same for label, same in provenance.origins_by(TABLE, rows, column).items()}
    return provenance.labelled(groups["value"].sum(), origins)
