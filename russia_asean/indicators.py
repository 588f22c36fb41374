"""Pure functions on numbers and series: shares, growth, concentration, distance, ranks, years.

Nothing here reads a file. Each formula names where it comes from.
"""

import itertools
import math
from collections.abc import Sequence

import pandas as pd

EARTH_RADIUS_KM = 6371.0088  # mean radius, International Union of Geodesy and Geophysics


def share(part: float, whole: float) -> float:
    """Return ``part`` as a percentage of ``whole`` (percent; NaN when the whole is zero)."""
    return 100 * part / whole if whole else math.nan


def growth(first: float, last: float) -> float:
    """Return the change from ``first`` to ``last`` in percent (NaN when ``first`` is zero)."""
    return 100 * (last / first - 1) if first else math.nan


def growths(values: pd.Series, years: Sequence[int]) -> pd.Series:
    """Return growth in percent to each of some years from the one before it in the list, indexed by the later year.

    Args:
        values: in any unit, indexed by year.
        years: the years, in order.

    Raises:
        KeyError: a year has no value.
    """
    return pd.Series({b: growth(values[a], values[b]) for a, b in itertools.pairwise(years)})


def annual_growth(first: float, last: float, years: int) -> float:
    """Return the compound annual growth rate in percent over ``years`` years.

    Raises:
        ValueError: ``years`` is not positive, or a value is not positive.
    """
    if years <= 0 or first <= 0 or last <= 0:
        raise ValueError("annual growth needs positive values and at least one year")
    return float(100 * ((last / first) ** (1 / years) - 1))


def hhi(values: pd.Series) -> float:
    """Return the Herfindahl-Hirschman index of non-negative ``values`` on the scale 0 to 1.

    One partner gives 1; n equal partners give 1/n (Hirschman 1964).

    Raises:
        ValueError: a value is negative, or all are zero.
    """
    if (values < 0).any() or not values.sum() > 0:
        raise ValueError("the HHI needs non-negative values with a positive sum")
    return float(((values / values.sum()) ** 2).sum())


def mirror_gap(reported: float, mirrored: float) -> float:
    """Return the gap between two records of one flow, in percent of their mean (0 when they agree)."""
    return 100 * (reported - mirrored) / ((reported + mirrored) / 2) if reported + mirrored else math.nan


def distance_km(latitude_1: float, longitude_1: float, latitude_2: float, longitude_2: float) -> float:
    """Return the great-circle distance in kilometres between two points in degrees (haversine formula)."""
    phi_1, phi_2 = math.radians(latitude_1), math.radians(latitude_2)
    half_phi, half_lambda = (phi_2 - phi_1) / 2, math.radians(longitude_2 - longitude_1) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi_1) * math.cos(phi_2) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def decimal_year(day: pd.Timestamp) -> float:
    """Return a day as a year with a fraction, to two decimals: 2 July 2010 is 2010.5 (NaN when the day is missing)."""
    return float(round(day.year + (day.day_of_year - 1) / 365.25, 2))


def rank_of(values: pd.Series, name: str | int) -> int:
    """Return the rank of ``name`` in ``values``, the largest being 1.

    Raises:
        KeyError: ``name`` is not among the values.
    """
    return int(values.rank(ascending=False, method="min")[name])


def span(values: pd.DataFrame | pd.Series) -> dict[str, int]:
    """Return the first and the last year of a table, as ``first`` and ``last``."""
    return {"first": int(values.index[0]), "last": int(values.index[-1])}


def means(values: pd.DataFrame, windows: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Return the means of each column over some windows of years.

    Args:
        values: indexed by year; years without a value are left out of the mean.
        windows: first and last years, both included.

    Returns:
        The same columns, indexed by window: ``2010–2014``.
    """
    return pd.DataFrame({f"{first}–{last}": values.loc[first:last].mean() for first, last in windows}).T


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
