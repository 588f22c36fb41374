"""What a chart or a list to explore is made of: its choices, the places of its slider, its lines and marks.

All numbers are those that figures, tables and series of the chapters have stored. What no exhibit holds is no data,
never zero.
"""

import dataclasses
import re
from collections.abc import Mapping

from russia_asean import formatting
from russia_asean.book.common import entries
from russia_asean.evidence.records import Exhibit

TEN, ALL = "ASEAN-10", "all"
NO_DATA = "no data"
CHARTS = "russia_asean/book/content/exploration_*.py"  # where they are made from exhibits


class ExploreError(ValueError):
    """A chart cannot be made from what the chapters have stored."""


@dataclasses.dataclass(frozen=True)
class Point:
    """A value of a year or, as a mean or a share, of several.

    Attributes:
        start, end: the first and the last year it covers.
        value: the value; nothing where the exhibit has a dash.
        text: the value as it is read.
    """

    start: int
    end: int
    value: float | None
    text: str


@dataclasses.dataclass(frozen=True)
class Line:
    """What is drawn as one line, or as one colour of columns.

    Attributes:
        who, which: the choices under which it is shown.
        name: its name.
        said: what follows a value in the sentence: ``by ASEAN's records``.
        colour: the name of its colour.
        points: its values in the order of time.
        missing: why a value that the exhibit leaves open is not there.
        absent: why years that the exhibit does not have are not there.
        optional: whether nothing is said where it has no value, because another line answers for the same.
        short: its name beside its end, where its whole name is too long for that.
    """

    who: str
    which: str
    name: str
    said: str
    colour: str
    points: tuple[Point, ...]
    missing: str = ""
    absent: str = ""
    optional: bool = False
    short: str = ""


@dataclasses.dataclass(frozen=True)
class Mark:
    """A total that somebody has quoted.

    Attributes:
        year, value, text: the total, in words with its qualifier.
        by: who stated it.
        document: whether one of the documents of this report did.
    """

    year: int
    value: float
    text: str
    by: str
    document: bool


@dataclasses.dataclass(frozen=True)
class Choice:
    """A list from which one is chosen.

    Attributes:
        name: how the address calls it.
        words: its label.
        options: value and words of each, the first of which is shown at first.
    """

    name: str
    words: str
    options: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class Stop:
    """A place of the slider.

    Attributes:
        start, end: the years it stands for.
        said: for a list, the sentence.
        rows: for a list, its lines; of each the cells, and whether it differs from the report's choice.
    """

    start: int
    end: int
    said: str = ""
    rows: tuple[tuple[tuple[str, ...], bool], ...] = ()

    @property
    def label(self) -> str:
        """The years as they are read."""
        return formatting.year_ranges([*range(self.start, self.end + 1)])


@dataclasses.dataclass(frozen=True)
class Exploration:
    """One chart or list with its choices.

    Attributes:
        name: its name in addresses.
        words: what is explored, for readers who do not see the chart.
        slider: the label of the slider.
        stops: the places of the slider.
        at: the place that is shown at first.
        exhibits: the figures and tables that the numbers come from, those first that show most of them.
        choices: the lists above it.
        draw: how it is drawn: ``lines``, ``columns`` or ``rows``.
        unit: of the values: ``USD`` or ``percent``.
        lines: what is drawn.
        notes: what a reader must know of what the exhibits hold, by the first choice.
        context: whose lines are drawn faintly behind the chosen one.
        marks: quoted totals, shown with ``TEN``.
        head: the columns of a list.
        series: keys of the series that the numbers come from.
    """

    name: str
    words: str
    slider: str
    stops: tuple[Stop, ...]
    at: int
    exhibits: tuple[str, ...]
    draw: str
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    lines: tuple[Line, ...] = ()
    notes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    context: str = ""
    marks: tuple[Mark, ...] = ()
    head: tuple[str, ...] = ()
    series: tuple[str, ...] = ()


def exhibit(label: str) -> Exhibit:
    """Return a figure or table.

    Raises:
        ExploreError: no chapter has stored it.
    """
    known = entries.exhibits()
    if label not in known:
        raise ExploreError(f"No chapter has stored {label!r}. Correct {CHARTS}, or run its chapter.")
    return known[label]


def found(pattern: str, text: str, label: str) -> str:
    """Return what the group of a pattern holds in a text of an exhibit.

    Raises:
        ExploreError: the text does not say it.
    """
    hit = re.search(pattern, text)
    if not hit:
        raise ExploreError(f"{label} does not say {pattern!r}. Correct {CHARTS} with its words.")
    return hit[1]
