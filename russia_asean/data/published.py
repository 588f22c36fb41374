"""Single published figures: by what they are the basis of, one in percent of another, a family of them.

The keys are those of ``published_figures.csv``, such as ``wits-vnm-imports-2017``; each row has its own unit.
"""

from collections.abc import Mapping

import pandas as pd

from russia_asean import measures
from russia_asean.data import tables


def values_by_basis(cases: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, float]]:
    """Return single figures as measurements of a claim, in the unit of each.

    Args:
        cases: for each role of a measurement (``measured``, ``then``, ``other``) the key of a figure by its basis.

    Returns:
        The same with the value of each figure.

    Raises:
        KeyError: there is no such figure.
    """
    single = tables.published()
    return {role: {basis: float(single[key]) for basis, key in bases.items()} for role, bases in cases.items()}


def share(whole: str, part: str) -> float:
    """Return one figure in percent of another.

    Args:
        whole: the key of the whole.
        part: what the key of the part adds to it, such as ``chn``.

    Raises:
        KeyError: there is no such figure.
    """
    single = tables.published()
    return measures.share(float(single[f"{whole}-{part}"]), float(single[whole]))


def values_by_key_pattern(start: str, end: str = "") -> pd.Series:
    """Return the figures whose keys begin and end with two texts, in their unit, indexed by what lies between.

    Args:
        start: how the keys begin, such as ``vnm-students-by-host-2018-``.
        end: how they end.

    Raises:
        KeyError: there is no such figure.
    """
    single = tables.published()
    found = single[single.index.str.startswith(start) & single.index.str.endswith(end)]
    if found.empty:
        raise KeyError(f"data/published_figures.csv has no {start}…{end}")
    return found.set_axis(found.index.str.removeprefix(start).str.removesuffix(end))
