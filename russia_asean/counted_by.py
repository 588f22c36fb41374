"""Who counted what a total is the sum of, and the guard by which totals are compared over the same reporters only.

A sum over members changes when a member stops reporting, whatever was traded. So each sum knows by whom its parts were
counted, and a comparison of sums by different reporters is refused. The labels travel as those of ``provenance`` do.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import pandas as pd

Framed = TypeVar("Framed", pd.DataFrame, pd.Series)


class ReportersChangedError(ValueError):
    """Totals were to be compared that are no sums over the same reporters."""


class Labels:
    """Reporters by the labels of the cells of a frame; a copy is the object, as for ``provenance.Labels``.

    Attributes:
        of: the reporters of each cell by its labels, index and column.
    """

    def __init__(self, of: Mapping[tuple[Any, ...], frozenset[str]]) -> None:
        self.of = of

    def __deepcopy__(self, memo: dict[int, Any]) -> "Labels":
        """Return itself: nothing changes it."""
        return self


NO_LABELS = Labels({})


def labelled(totals: Framed, labels: Mapping[tuple[Any, ...], Iterable[str]]) -> Framed:
    """Return sums whose cells know who counted their parts.

    Args:
        totals: sums with an index, and columns or a name.
        labels: for each cell by index and column, what was counted by whom: ``Brunei, imports``.
    """
    totals.attrs["reporters"] = Labels({label: frozenset(names) for label, names in labels.items()})
    return totals


def behind(totals: pd.Series, index: Any) -> frozenset[str]:
    """Return who counted the parts of one sum; nobody where it is no sum over reporters."""
    labels: Labels = totals.attrs.get("reporters", NO_LABELS)
    return labels.of.get((index, totals.name), frozenset())


def require_same(totals: pd.Series, compared: Iterable[Any]) -> None:
    """Refuse a comparison of sums whose reporters changed.

    Args:
        totals: sums that know their reporters; all others pass, since nobody could have come or gone.
        compared: the labels that are compared, for example years.

    Raises:
        ReportersChangedError: somebody counted for one of the sums and not for another; the message says who.
    """
    first, *others = compared
    before = behind(totals, first)
    for other in others:
        here = behind(totals, other)
        if here != before:
            changes = {"came": here - before, "went": before - here}
            told = "; ".join(f"{', '.join(sorted(names))} {how}" for how, names in changes.items() if names)
            raise ReportersChangedError(
                f"The totals of {first} and {other} are no sums over the same reporters: {told}. "
                "Compare sums over those who report throughout."
            )


def compared(totals: pd.Series, labels: Iterable[Any]) -> pd.Series:
    """Return some sums for a comparison, after ``require_same``.

    Args:
        totals: sums that know their reporters.
        labels: which of them, for example years.

    Raises:
        KeyError: there is no such sum.
        ReportersChangedError: they are no sums over the same reporters.
    """
    chosen = totals.loc[list(labels)]
    require_same(totals, chosen.index)
    return chosen
