"""Pure functions on numbers and series: shares, growth, concentration, distance, ranks, years.

Nothing here reads a file. Each formula names where it comes from.
"""

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from russia_asean import counted_by, provenance

NamedSeries = pd.DataFrame | Mapping[str, pd.Series]  # series by year, each by what a reader calls it

EARTH_RADIUS_KM = 6371.0088  # mean radius, International Union of Geodesy and Geophysics


def share(part: float, whole: float) -> float:
    """Return ``part`` as a percentage of ``whole`` (percent; NaN when the whole is zero)."""
    return 100 * part / whole if whole else math.nan


def multiple(value: float, base: float) -> float:
    """Return ``value`` as a multiple of ``base`` (NaN when the base is not positive: a multiple of it says nothing)."""
    return value / base if base > 0 else math.nan


def percent_change(first: float, last: float) -> float:
    """Return the change from ``first`` to ``last`` in percent (NaN when ``first`` is zero)."""
    return 100 * (last / first - 1) if first else math.nan


def compound_annual_growth(first: float, last: float, years: int) -> float:
    """Return the compound annual growth rate in percent over ``years`` years.

    Raises:
        ValueError: ``years`` is not positive, or a value is not positive.
    """
    if years <= 0 or first <= 0 or last <= 0:
        raise ValueError("annual growth needs positive values and at least one year")
    return float(100 * ((last / first) ** (1 / years) - 1))


def values_in_years(records: NamedSeries, *years: int) -> dict[str, float]:
    """Return the value of each record in some years, by record and year: ``ASEAN-reported, 2014``.

    Args:
        records: series by year, by name.
        years: the years wanted.

    Raises:
        KeyError: a record has no value of a year.
    """
    return {
        f"{name}, {year}": provenance.value_at(record.dropna(), year)
        for name, record in records.items()
        for year in years
    }


def mean_in_years(values: pd.Series, years: Sequence[int]) -> float:
    """Return the mean of a series over some years; where its values know their origins, the mean keeps them.

    Args:
        values: in any unit, indexed by year.
        years: the years, at least one; every one counts.

    Raises:
        KeyError: a year has no value.
        ReportersChangedError: the values are sums over different reporters.
    """
    known = values.dropna()
    mean = sum((provenance.value_at(known, year) for year in years), provenance.Value(0)) / len(years)
    counted_by.require_same(known, years)
    return mean


def percent_change_by_span(records: NamedSeries, *spans: tuple[int, int]) -> dict[str, float]:
    """Return the growth of each record in percent, by record and span: ``ASEAN-reported, 2014 to 2020``.

    Args:
        records: series by year, by name.
        spans: first and last year of each span.

    Raises:
        KeyError: a record has no value of a year.
        ReportersChangedError: the two values of a span are sums over different reporters.
    """
    found = {}
    for name, record in records.items():
        known = record.dropna()
        for first, last in spans:
            before, after = provenance.value_at(known, first), provenance.value_at(known, last)
            counted_by.require_same(known, (first, last))
            found[f"{name}, {first} to {last}"] = percent_change(before, after)
    return found


def hhi(values: pd.Series) -> float:
    """Return the Herfindahl-Hirschman index of non-negative ``values`` on the scale 0 to 1.

    One partner gives 1; n equal partners give 1/n (Hirschman 1964).

    Raises:
        ValueError: a value is negative, or all are zero.
    """
    if (values < 0).any() or not values.sum() > 0:
        raise ValueError("the HHI needs non-negative values with a positive sum")
    return float(((values / values.sum()) ** 2).sum())


def hhi_lower_bound(shares: pd.Series, states: Mapping[str, int] | None = None) -> float:
    """Return the lower bound of the Herfindahl-Hirschman index (0 to 1) when only some partners are known.

    Args:
        shares: shares of the known partners in percent; the rest counts as many small partners.
        states: of how many states a partner consists; its share is spread evenly over them, which is the least that
            the index can be when they are counted one by one. A partner that is not named counts as one state.
    """
    number = pd.Series(states or {}, dtype="float64").reindex(shares.index).fillna(1)
    return float(((shares / 100) ** 2 / number).sum())


def hhi_bounds(shares: pd.Series) -> tuple[float, float]:
    """Return the least and the most that the Herfindahl-Hirschman index (0 to 1) can be when a part has no partner.

    Args:
        shares: shares of the known partners in percent of the whole. What is missing to 100 belongs to very many
            partners for the least, and to the largest known partner for the most.
    """
    rest = max(0.0, 100 - float(shares.sum()))
    with_rest = shares.where(shares.index != shares.idxmax(), shares.max() + rest)
    return hhi_lower_bound(shares), hhi_lower_bound(with_rest)


def distance_km(latitude_1: float, longitude_1: float, latitude_2: float, longitude_2: float) -> float:
    """Return the great-circle distance in kilometres between two points in degrees (haversine formula)."""
    phi_1, phi_2 = math.radians(latitude_1), math.radians(latitude_2)
    half_phi, half_lambda = (phi_2 - phi_1) / 2, math.radians(longitude_2 - longitude_1) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi_1) * math.cos(phi_2) * math.sin(half_lambda) ** 2
    # Rounding can lift the chord of two opposite points above 1, where there is no arcsine.
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def decimal_year(day: pd.Timestamp) -> float:
    """Return a day as a year with a fraction, to two decimals: 2 July 2010 is 2010.5 (NaN when the day is missing)."""
    return float(round(day.year + (day.day_of_year - 1) / 365.25, 2))


def rank_of(values: pd.Series, name: str | int) -> int:
    """Return the rank of ``name`` in ``values``, the largest being 1.

    Raises:
        KeyError: ``name`` is not among the values.
    """
    # Of equal values each has the better rank.
    return int(values.rank(ascending=False, method="min")[name])


def first_and_last_year(values: pd.DataFrame | pd.Series) -> dict[str, int]:
    """Return the first and the last year of a table, as ``first`` and ``last``."""
    return {"first": int(values.index[0]), "last": int(values.index[-1])}


def window_means(values: pd.DataFrame, windows: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Return the means of each column over some windows of years.

    Args:
        values: indexed by year; years without a value are left out of the mean.
        windows: first and last years, both included.

    Returns:
        The same columns, indexed by window: ``2010–2014``.
    """
    # A slice by label includes its end.
    return pd.DataFrame({f"{first}–{last}": values.loc[first:last].mean() for first, last in windows}).T


def years_at_each_end(count: int, size: int = 3) -> int:
    """Return over how many of the first and of the last years to take means, so that no year is in both.

    Args:
        count: how many years have a value.
        size: how many years a mean covers where there are enough.
    """
    return min(size, count // 2)


def first_and_last_means(values: pd.DataFrame, size: int = 3) -> pd.DataFrame:
    """Return the means of the first and of the last years with a value: one row per column that has two or more.

    Args:
        values: indexed by year, in order.
        size: how many years each mean covers; fewer where there are less than twice as many.

    Returns:
        Columns first and last.
    """
    known = {name: column.dropna() for name, column in values.items() if column.count() > 1}
    sizes = {name: years_at_each_end(len(column), size) for name, column in known.items()}
    found = {name: (column.head(sizes[name]).mean(), column.tail(sizes[name]).mean()) for name, column in known.items()}
    return pd.DataFrame.from_dict(found, orient="index", columns=["first", "last"])


def nearest_years(known: Sequence[int], asked: range, least: int = 2) -> list[int]:
    """Return the known years that lie inside the years asked for; if too few do, the last ones before their end.

    Args:
        known: years with data, in order.
        asked: the years asked for, without gaps.
        least: how many years are needed; the first known ones if none lies before the end.
    """
    inside = [year for year in known if year in asked]
    if len(inside) >= least:
        return inside
    before = [year for year in known if year < asked.stop]
    return list(before[-least:]) if len(before) >= least else list(known[:least])
