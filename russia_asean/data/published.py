"""Single published figures: by their keys, one in percent of another, a family of them.

The keys are those of ``published_figures.csv``, such as ``wits-vnm-imports-2017``; each row has its own unit. Every
value carries the row it was read from.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from russia_asean import measures, provenance
from russia_asean.data import tables
from russia_asean.provenance import Origin, Value

TABLE = "published_figures"


class PublishedFigures(Mapping[str, Value]):
    """The figures by their keys, each in the unit of its row; looking one up notes its row."""

    def __init__(self) -> None:
        rows = tables.load(TABLE, credit=False).set_index("figure_id")
        self._values = rows["value"]
        self._sources = rows["source_key"]

    def __getitem__(self, key: str) -> Value:
        """Return a figure.

        Raises:
            KeyError: there is no such figure.
        """
        if key not in self._values.index:
            raise KeyError(f"data/{TABLE}.csv has no figure {key!r}")
        origin = Origin(TABLE, str(self._sources[key]), key)
        provenance.note([origin])
        return Value(float(self._values[key]), [origin])

    def __iter__(self) -> Iterator[str]:
        """Return the keys in the order of the table."""
        return iter(self._values.index)

    def __len__(self) -> int:
        """Return the number of figures."""
        return len(self._values)


def figures() -> PublishedFigures:
    """Return all single published figures by their keys."""
    return PublishedFigures()


@provenance.carrying
def share(whole: str, part: str) -> float:
    """Return one figure in percent of another; it carries the rows of both.

    Args:
        whole: the key of the whole.
        part: what the key of the part adds to it, such as ``chn``.

    Raises:
        KeyError: there is no such figure.
    """
    single = figures()
    return measures.share(single[f"{whole}-{part}"], single[whole])


def values_by_key_pattern(start: str, end: str = "") -> pd.Series:
    """Return the figures whose keys begin and end with two texts, in their unit, indexed by what lies between.

    Each knows its row; see ``provenance.value_at``.

    Args:
        start: how the keys begin, such as ``vnm-students-by-host-2018-``.
        end: how they end.

    Raises:
        KeyError: there is no such figure.
    """
    single = figures()
    values = {
        key.removeprefix(start).removesuffix(end): single[key]
        for key in single
        if key.startswith(start) and key.endswith(end)
    }
    if not values:
        raise KeyError(f"data/{TABLE}.csv has no {start}…{end}")
    series = pd.Series({label: float(value) for label, value in values.items()})
    return provenance.labelled(series, {(label, None): value.origins for label, value in values.items()})
