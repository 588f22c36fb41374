"""Money over time at constant prices: the price level of the United States, and the price of oil for fuels.

All flows here are in current US dollars, so part of each rise is the fall of the dollar's worth, and part of each swing
of trade in fuels is the price of oil. The price level is the one that the Outlook's own figures of the United States
imply: output at current prices over its volume. The price of oil stands for all of chapter 27 of the Harmonized System,
coal, gas and products included, since no price of each is at hand.
"""

from collections.abc import Collection, Sequence

import pandas as pd

from russia_asean import counted_by, provenance
from russia_asean.analysis import economy, mirror, trade_products
from russia_asean.data import tables
from russia_asean.provenance import Origin

OIL_TABLE, BRENT = "oil_price", "eia-brent"


def us_price_level(base: int) -> pd.Series:
    """Return the price level of the United States by year, as a ratio to a base year: its implied GDP deflator.

    Raises:
        KeyError: the latest vintage lacks the base year.
    """
    output = economy.outlook_series("USA", "gdp_current")["value"]
    growth = economy.outlook_series("USA", "gdp_growth")["value"].reindex(output.index)
    # Growth of the first year leads up to it from a year that is not there; any start gives the same ratios.
    volume = (1 + growth.iloc[1:] / 100).cumprod().reindex(output.index, fill_value=1.0)
    deflator = (output / volume).dropna()
    return pd.Series(deflator / deflator[base])


def oil_price_level(base: int) -> pd.Series:
    """Return the price of a barrel of Brent by year, as a ratio to a base year.

    Raises:
        KeyError: the table lacks the base year.
    """
    table = tables.load(OIL_TABLE, credit=False)
    price = provenance.using(OIL_TABLE, table[table["source_key"] == BRENT]).set_index("year")["value"].sort_index()
    return pd.Series(price / price[base])


def at_prices_of(base: int, values: pd.Series) -> pd.Series:
    """Return values in current US dollars at the dollar's worth in a base year; years without a price level are empty.

    Values that know what they rest on then rest on the price level, too.

    Args:
        base: the year whose prices are taken.
        values: USD at current prices, indexed by year.
    """
    # By position, so that the name stays, by which the values know what they rest on and who counted them.
    real: pd.Series = values / us_price_level(base).reindex(values.index).to_numpy()
    known = values.attrs.get("origins", provenance.NO_LABELS).of
    here = [(year, values.name) for year in values.index if (year, values.name) in known]
    return provenance.labelled(real, {each: known[each] | _origins_of_level(base, each[0]) for each in here})


def _origins_of_level(base: int, year: int) -> frozenset[Origin]:
    """Return what the price level of a year rests on: output of both years, and growth from one to the other."""
    first, last = sorted((base, year))
    output, growth = (
        economy.origins_by_year(["USA"], indicator, economy.latest_source())
        for indicator in ("gdp_current", "gdp_growth")
    )
    used = [output.get(first, ()), output.get(last, ()), *(growth.get(each, ()) for each in range(first + 1, last + 1))]
    return frozenset().union(*used)


def trade_at_prices_of(
    base: int, members: Sequence[str], side: str, years: Collection[int], fuel_years: Collection[int]
) -> pd.DataFrame:
    """Return trade between Russia and some members on one record at current and at constant prices, USD by year.

    Args:
        base: the year whose prices are taken.
        members: ISO codes of ASEAN members.
        side: one of ``mirror.SIDES``.
        years: the years compared; what is not reported in all of them is left out.
        fuel_years: the years of which fuels in what Russia sends are known.

    Returns:
        Columns current, real (all of it at the price level of the United States) and fuels_apart (fuels at the price of
        oil, the rest at that level; empty where fuels are not known), indexed by year.
    """
    current = mirror.both_records(members, years=years, sides=[side], throughout=True)[side].dropna()
    counted_by.require_same(current, current.index)
    fuels, _ = trade_products.fuels_and_all_goods(members, side, [year for year in fuel_years if year in current.index])
    rest = (current.reindex(fuels.index) - fuels) / us_price_level(base)
    apart = rest + fuels / oil_price_level(base)
    return pd.DataFrame(
        {"current": current, "real": at_prices_of(base, current), "fuels_apart": apart.reindex(current.index)}
    )
