"""The verdicts there are, and the colours each has everywhere.

The style sheet of the book is filled from this table, and the pictures take their colours from it.
"""

import dataclasses
import enum


class Verdict(enum.StrEnum):
    """The only verdicts there are."""

    SUPPORTED = "supported"
    PART = "supported in part"
    DEPENDS = "depends on the reading"
    NOT_SUPPORTED = "not supported"
    MISREAD = "misread"
    SUPERSEDED = "superseded"
    UNTESTED = "untested"
    JUDGEMENT = "judgement"


# A test that would have refused less than this share of other plausible values is weak: shown, and not counted.
WEAK = 0.5
# No verdict: no chapter has taken the claim up.
PENDING = "not yet tested"


@dataclasses.dataclass(frozen=True)
class Colours:
    """The colours of a verdict, as hexadecimal RGB.

    Attributes:
        light, dark: of words and lines on a page of that mode; both reach a contrast of 4.5 to 1.
        picture: of bars in pictures, which stand side by side and carry no words.
    """

    light: str
    dark: str
    picture: str


# In the order in which pictures stack them.
COLOURS = {
    Verdict.SUPPORTED: Colours("#0b6e4f", "#6fd3ae", "#0B6E4F"),
    Verdict.PART: Colours("#3f6b00", "#b6d97a", "#7FA33B"),
    Verdict.DEPENDS: Colours("#8a5a00", "#f0c36d", "#8A5A00"),
    Verdict.SUPERSEDED: Colours("#0b5a8f", "#8cc8f2", "#0B5A8F"),
    Verdict.MISREAD: Colours("#7b2d8b", "#dca6ea", "#7B2D8B"),
    Verdict.NOT_SUPPORTED: Colours("#a4262c", "#ff9a9e", "#A4262C"),
    Verdict.UNTESTED: Colours("#55606b", "#b8c2cc", "#9AA3AB"),
    Verdict.JUDGEMENT: Colours("#55606b", "#b8c2cc", "#55606B"),
}


def css_class(verdict: str) -> str:
    """Return a verdict as a CSS class: ``verdict-depends-on-the-source``."""
    return "verdict-" + verdict.replace(" ", "-")
