"""Capital registered in Vietnam by source: what foreign investors may bring in, which is not what arrived.

The source is the immediate investor, so capital that comes through Singapore counts there.
"""

from collections.abc import Sequence

import pandas as pd

from russia_asean.analysis import fdi, rankings
from russia_asean.data import published, tables

YEARS = range(2015, 2023)  # of the table
FIVE_YEARS = range(2013, 2018)  # of which the first two are known from published headlines


def registered_capital(measure: str = "total") -> pd.DataFrame:
    """Return registered capital in USD: one column per source and ``WLD`` for all, indexed by year.

    Args:
        measure: ``total``, or a part of it: ``new``, ``adjusted``, ``share_purchase``.
    """
    table = tables.load("fdi_registered_vietnam")
    return table[table["measure"] == measure].pivot(index="year", columns="partner", values="value")


def capital_over_years(years: Sequence[int], measure: str = "total") -> pd.Series:
    """Return capital registered over some years in USD by source; ``WLD`` for all.

    Args:
        years: the years added up.
        measure: as for ``registered_capital``.

    Raises:
        KeyError: the table holds nothing for these years.
    """
    wide = registered_capital(measure)
    rows = wide[wide.index.isin(list(years))]
    if rows.empty:
        raise KeyError(f"data/fdi_registered_vietnam.csv has no {measure!r} in {list(years)}")
    return rows.sum(min_count=1).dropna()


def capital_shares(years: Sequence[int], measure: str = "total") -> pd.Series:
    """Return sources' shares in capital registered over some years, in percent, the largest first, ``REST`` last.

    Args:
        years: the years added up.
        measure: as for ``registered_capital``.

    Raises:
        KeyError: the table holds nothing for these years.
    """
    values = capital_over_years(years, measure)
    parts = rankings.sorted_values(100 * values / values["WLD"])
    return pd.Series(pd.concat([parts, pd.Series({rankings.REST: 100 - parts.sum()})]))


def capital_by_year(source: str) -> pd.DataFrame:
    """Return capital of one source by year.

    Returns:
        Columns value (USD registered) and share (percent of all capital registered that year), indexed by year.
    """
    wide = registered_capital()
    return pd.DataFrame({"value": wide[source], "share": 100 * wide[source] / wide["WLD"]})


def largest_sources(wide: pd.DataFrame, count: int, always: Sequence[str] = ()) -> pd.DataFrame:
    """Return the largest sources as columns, those of ``always``, and all the rest as ``Others``.

    Args:
        wide: as ``registered_capital`` returns it.
        count: how many of the largest over all its years are named.
        always: sources named whatever their size.
    """
    sources = wide.drop(columns="WLD").fillna(0)
    named = sources.sum().nlargest(count).index.tolist()
    named += [code for code in always if code not in named]
    return sources[named].assign(Others=wide["WLD"] - sources[named].sum(axis="columns"))


def capital_in_five_years(source: str) -> float:
    """Return capital of one source, or of all (``WLD``), registered in 2013 to 2017, in USD.

    The table begins in 2015; for the two years before it the agency's published headlines are added.

    Raises:
        KeyError: no headline of the source is in the package.
    """
    return float(_in_five_years(source).sum())


def estimated_inflow(source: str, *, year_by_year: bool = True) -> float:
    """Return an estimate of the direct investment that Vietnam received from a source in 2013 to 2017, in USD.

    All that was received (UNCTAD) is shared out by the source's part in registered capital; what was received is not
    published by source.

    Args:
        source: the source.
        year_by_year: whether each year is shared out on its own, or the five years together.

    Raises:
        KeyError: no headline of the source is in the package.
    """
    inflow = fdi.fdi_flows()["VNM"].loc[list(FIVE_YEARS)]
    theirs, whole = _in_five_years(source), _in_five_years("WLD")
    if year_by_year:
        return float((inflow * theirs / whole).sum())
    return float(inflow.sum() * theirs.sum() / whole.sum())


def inflow_by_basis(source: str) -> dict[str, float]:
    """Return direct investment of a source in 2013 to 2017 in USD on each defensible basis, by its name.

    Raises:
        KeyError: no headline of the source is in the package.
    """
    return {
        "registered, 2013–2017": capital_in_five_years(source),
        "received, shared out by registered capital of each year (estimate)": estimated_inflow(source),
        "received, five years shared out together (estimate)": estimated_inflow(source, year_by_year=False),
    }


def _in_five_years(source: str) -> pd.Series:
    """Return capital of one source, or of all (``WLD``), in USD by year of ``FIVE_YEARS``."""
    single = published.figures()
    name = "total" if source == "WLD" else source.lower()
    early = {year: single[f"vn-fdi-registered-{year}-{name}"] for year in FIVE_YEARS if year not in YEARS}
    return pd.Series(early | {year: capital_over_years([year])[source] for year in FIVE_YEARS if year in YEARS})
