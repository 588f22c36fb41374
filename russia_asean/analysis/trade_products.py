"""What is traded: sections of the Standard International Trade Classification (SITC), and mineral fuels."""

from collections.abc import Sequence

import pandas as pd

from russia_asean.analysis import mirror
from russia_asean.data import tables

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
    table = tables.load("trade_composition")
    here = table[
        (table["scheme"] == "SITC1")
        & table["reporter"].isin(reporters)
        & table["partner"].isin(partners)
        & (table["year"] == year)
    ]
    return here.groupby("code")["value"].sum()


def section_shares(years: Sequence[int], members: Sequence[str]) -> pd.DataFrame:
    """Return the share of each SITC section in trade between Russia and the members, both directions.

    Returns:
        Columns code, section and, per year, ``To ASEAN <year>, %`` and ``From ASEAN <year>, %``.
    """
    columns = {}
    for year in years:
        for head, origin, destination in (("To", ["RUS"], members), ("From", members, ["RUS"])):
            goods = trade_by_section(origin, destination, year)
            columns[f"{head} ASEAN {year}, %"] = 100 * goods.drop("TOTAL") / goods["TOTAL"]
    table = pd.DataFrame(columns).rename_axis("code").reset_index()
    table.insert(1, "section", table["code"].map(SITC_SECTIONS))
    return table


def fuel_trade(reporters: Sequence[str], partners: Sequence[str]) -> pd.Series:
    """Return trade in mineral fuels (HS chapter 27) by year in USD, as the reporters record it."""
    table = tables.load("trade_composition")
    here = table[(table["scheme"] == "HS2") & table["reporter"].isin(reporters) & table["partner"].isin(partners)]
    return here.groupby("year")["value"].sum()


def fuel_shares(table: pd.DataFrame, members: Sequence[str]) -> pd.DataFrame:
    """Return the share of mineral fuels in what Russia sends to the members, on both records by year (percent).

    Args:
        table: the output of ``mirror.totals_by_side`` for the same members.
        members: ISO codes of ASEAN members.
    """
    sent = mirror.side_by_side(table, "to_asean")
    recorded = {
        mirror.RUSSIA_REPORTED: fuel_trade(["RUS"], members),
        mirror.ASEAN_REPORTED: fuel_trade(members, ["RUS"]),
    }
    return 100 * pd.DataFrame(recorded) / sent
