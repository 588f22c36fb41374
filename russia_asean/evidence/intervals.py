"""Bands: a number that is known to lie between two ends, and arithmetic on the ends.

Pure functions. A band holds both its ends; an end may be infinite. What is computed from bands holds every value that
the numbers in them could give, so that rounding alone never makes two results differ.
"""

import math
from collections.abc import Sequence

Band = tuple[float, float]

ANY: Band = (-math.inf, math.inf)
ROOM = 1e-6  # of a value, for the last binary digits


def reaches(high: float, low: float) -> bool:
    """Return whether a number up to ``high`` can be as large as one from ``low`` on."""
    if math.isinf(high) or math.isinf(low):
        return high >= low
    return high >= low - ROOM * max(abs(high), abs(low), 1e-9)


def meet(one: Band, other: Band) -> bool:
    """Return whether two bands share a value, with room for the last binary digits."""
    return reaches(one[1], other[0]) and reaches(other[1], one[0])


def limit(band: Band) -> float:
    """Return the end that says most: the lower one where the band is open above, else the upper one."""
    return band[0] if math.isinf(band[1]) else band[1]


def scaled(band: Band, factor: float, shift: float = 0.0) -> Band:
    """Return a band times a factor that is not negative, moved by a shift."""
    return factor * band[0] + shift, factor * band[1] + shift


def total(parts: Sequence[Band]) -> Band:
    """Return the band of a sum."""
    return sum(part[0] for part in parts), sum(part[1] for part in parts)


def rest(whole: Band, part: Band) -> Band:
    """Return the band of what a part leaves of a whole; it is never less than nothing."""
    return max(0.0, whole[0] - part[1]), max(0.0, whole[1] - part[0])


def product(one: Band, other: Band) -> Band:
    """Return the band of a product of amounts that are not negative."""
    return one[0] * other[0], one[1] * other[1]


def quotient(top: Band, bottom: Band) -> Band:
    """Return the band of a quotient of amounts that are not negative."""
    low = 0.0 if math.isinf(bottom[1]) else _over(top[0], bottom[1])
    return low, _over(top[1], bottom[0])


def _over(top: float, bottom: float) -> float:
    return math.inf if bottom <= 0 or math.isinf(top) else top / bottom


def growth(first: Band, last: Band) -> Band:
    """Return the band of a change in percent between amounts that are not negative."""
    return scaled(quotient(last, first), 100, -100)


def annual(change: Band, years: float) -> Band:
    """Return a finite change in percent over several years as the band of a yearly rate (compound growth)."""
    low, high = (100 * ((1 + end / 100) ** (1 / years) - 1) for end in change)
    return low, high
