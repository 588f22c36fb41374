"""Intervals: a number that is known to lie between two ends, and arithmetic on the ends.

Pure functions. An interval holds both its ends; an end may be infinite. What is computed from intervals holds
every value that the numbers in them could give, so that rounding alone never makes two results differ.
"""

import math
from collections.abc import Sequence

Interval = tuple[float, float]

ANY_VALUE: Interval = (-math.inf, math.inf)
TOLERANCE = 1e-6  # of a value, for the last binary digits


def can_reach(high: float, low: float) -> bool:
    """Return whether a number up to ``high`` can be as large as one from ``low`` on."""
    # The room for the last digits grows with the ends, so it would be infinite here and allow everything.
    if math.isinf(high) or math.isinf(low):
        return high >= low
    return high >= low - TOLERANCE * max(abs(high), abs(low), 1e-9)


def overlap(one: Interval, other: Interval) -> bool:
    """Return whether two intervals share a value, with room for the last binary digits."""
    return can_reach(one[1], other[0]) and can_reach(other[1], one[0])


def informative_end(interval: Interval) -> float:
    """Return the end that says most: the lower one where the interval is open above, else the upper one."""
    return interval[0] if math.isinf(interval[1]) else interval[1]


def scaled(interval: Interval, factor: float, shift: float = 0.0) -> Interval:
    """Return an interval times a factor that is not negative, moved by a shift."""
    return factor * interval[0] + shift, factor * interval[1] + shift


def total(parts: Sequence[Interval]) -> Interval:
    """Return the interval of a sum."""
    return sum(part[0] for part in parts), sum(part[1] for part in parts)


def remainder(whole: Interval, part: Interval) -> Interval:
    """Return the interval of what a part leaves of a whole; it is never less than nothing."""
    return max(0.0, whole[0] - part[1]), max(0.0, whole[1] - part[0])


def product(one: Interval, other: Interval) -> Interval:
    """Return the interval of a product of amounts that are not negative."""
    return one[0] * other[0], one[1] * other[1]


def quotient(top: Interval, bottom: Interval) -> Interval:
    """Return the interval of a quotient of amounts that are not negative."""
    low = 0.0 if math.isinf(bottom[1]) else _over(top[0], bottom[1])
    return low, _over(top[1], bottom[0])


def _over(top: float, bottom: float) -> float:
    return math.inf if bottom <= 0 or math.isinf(top) else top / bottom


def percent_change(first: Interval, last: Interval) -> Interval:
    """Return the interval of a change in percent between amounts that are not negative."""
    return scaled(quotient(last, first), 100, -100)


def compound_annual_rate(change: Interval, years: float) -> Interval:
    """Return a finite change in percent over several years as the interval of a yearly rate (compound growth)."""
    low, high = (100 * ((1 + end / 100) ** (1 / years) - 1) for end in change)
    return low, high
