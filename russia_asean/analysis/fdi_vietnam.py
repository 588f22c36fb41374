"""Capital registered in Vietnam by source: what foreign investors may bring in, which is not what arrived.

The source is the immediate investor, so capital that comes through Singapore counts there.
"""

from collections.abc import Sequence

import pandas as pd

from russia_asean import provenance
from russia_asean.analysis import fdi, rankings
from russia_asean.data import published, tables

TABLE = "fdi_registered_vietnam"


def registered_years() -> list[int]:
    """Return the years of the table of registered capital, in order."""
    with provenance.uncredited():
        return registered_capital().index.tolist()


def registered_capital(measure: str = "total") -> pd.DataFrame:
    """Return registered capital in USD: one column per source and ``WLD`` for all, indexed by year.

    Args:
        measure: ``total``, or a part of it: ``new``, ``adjusted``, ``share_purchase``.
    """
    return _rows(measure).pivot(index="year", columns="partner", values="value")


def _rows(measure: str, years: Sequence[int] | None = None, source: str = "") -> pd.DataFrame:
    """Return the rows of a measure, credited: those of some years and of one source, or all."""
    table = tables.load(TABLE, credit=False)
    rows = table[table["measure"] == measure]
    if years is not None:
        rows = rows[rows["year"].isin(list(years))]
    return provenance.using(TABLE, rows[rows["partner"] == source] if source else rows)


def capital_over_years(years: Sequence[int], measure: str = "total") -> pd.Series:
    """Return capital registered over some years in USD by source; ``WLD`` for all.

    Args:
        years: the years added up.
        measure: as for ``registered_capital``.

    Raises:
        KeyError: the table holds nothing for these years.
    """
    rows = _rows(measure, years)
    if rows.empty:
        raise KeyError(f"data/{TABLE}.csv has no {measure!r} in {list(years)}")
    # A source that no year names is left out; one that some years name counts with these.
    return rows.pivot(index="year", columns="partner", values="value").sum(min_count=1).dropna()


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
    # What the agency lists under no country stays in the whole, so that parts of different years can be compared.
    return pd.Series(pd.concat([parts, pd.Series({rankings.REST: 100 - parts.sum()})]))


@provenance.carrying
def capital_of_source(source: str, years: Sequence[int]) -> float:
    """Return capital of one source, or of all (``WLD``), registered over some years, in USD.

    For years before the table begins the agency's published headlines are added. They count new projects and
    additions to old ones; the table counts share purchases, too.

    Args:
        source: the source.
        years: the years added up.

    Raises:
        KeyError: a year is not in the table, and no headline of the source in that year is in the package.
    """
    return float(_capital_by_year(source, years).sum())


@provenance.carrying
def estimated_inflow(source: str, years: Sequence[int], *, year_by_year: bool = True) -> float:
    """Return an estimate of the direct investment that Vietnam received from a source over some years, in USD.

    All that was received (UNCTAD) is shared out by the source's part in registered capital; what was received is not
    published by source.

    Args:
        source: the source.
        years: the years added up.
        year_by_year: whether each year is shared out on its own, or all years together.

    Raises:
        KeyError: as for ``capital_of_source``.
    """
    inflow = fdi.country_flows("VNM", years)
    theirs, whole = _capital_by_year(source, years), _capital_by_year("WLD", years)
    if year_by_year:
        return float((inflow * theirs / whole).sum())
    # All years together, since a licence of one year may be paid in over several.
    return float(inflow.sum() * theirs.sum() / whole.sum())


def _capital_by_year(source: str, years: Sequence[int]) -> pd.Series:
    """Return capital of one source, or of all (``WLD``), in USD by year."""
    headlines = published.figures()
    name = "total" if source == "WLD" else source.lower()
    in_table = registered_years()
    # Where both exist the table answers: a headline is rounded and leaves out purchases of shares.
    return pd.Series(
        {
            year: _rows("total", [year], source).set_index("year")["value"][year]
            if year in in_table
            else headlines[f"vn-fdi-registered-{year}-{name}"]
            for year in years
        },
        dtype="float64",
    )
