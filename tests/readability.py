"""How hard a text is to read: a gate for the pages that a reader meets first."""

import html.parser
import re
from unittest import mock

import textstat

# Flesch's reading ease: 60 to 70 is plain English, 50 the bar that a page must reach.
LEAST = 50
# Without its dictionary textstat counts syllables by hyphens and finds too few: on pages of the book some 5 points.
HYPHENS = 5
_UNREAD = {"svg", "script", "style", "nav", "code"}
_BLOCKS = {"p", "li", "dd"}


class _Sentences(html.parser.HTMLParser):
    """Collects the text of paragraphs and points inside the article of a page."""

    def __init__(self, left_out: frozenset[str]) -> None:
        super().__init__()
        self.found: list[str] = []
        self._left_out = left_out
        self._unread: list[str] = []
        self._inside = self._open = False

    def handle_starttag(self, tag, attrs):
        classes = {*(dict(attrs).get("class") or "").split()}
        self._inside |= tag == "article" and "bd-article" in classes
        if self._unread or tag in _UNREAD or classes & self._left_out:
            # Elements without an end would never be left again.
            self._unread += [tag] if tag not in {"br", "img", "input", "hr", "wbr"} else []
        elif tag in _BLOCKS and self._inside:
            self.found.append("")
            self._open = True

    def handle_endtag(self, tag):
        if self._unread:
            if tag == self._unread[-1]:
                self._unread.pop()
        elif tag in _BLOCKS:
            self._open = False

    def handle_data(self, data):
        if self._open and not self._unread:
            self.found[-1] += data


def sentences(page: str, left_out: frozenset[str] = frozenset()) -> str:
    """Return what a reader reads of a page: paragraphs and points of more than four words, one a line.

    Args:
        page: the HTML.
        left_out: classes of elements that are data, such as names of outlets.
    """
    reader = _Sentences(left_out)
    reader.feed(page)
    lines = [" ".join(text.split()) for text in reader.found]
    return "\n".join(line if line[-1] in ".?!:" else f"{line}." for line in lines if len(line.split()) > 4)


def reading_ease(text: str) -> float:
    """Return Flesch's reading ease of an English text, without the network.

    textstat would fetch a dictionary of syllables; hyphens take its place.
    """
    with mock.patch("textstat.backend.counts._count_syllables.get_cmudict", return_value=None):
        return float(textstat.flesch_reading_ease(text)) - HYPHENS


def problems(name: str, text: str) -> list[str]:
    """Return whether a text is too hard, and its hardest sentences."""
    ease = reading_ease(text)
    if ease >= LEAST:
        return []
    hardest = sorted(re.split(r"(?<=[.?!])\s+", text), key=reading_ease)[:3]
    return [f"{name}: reading ease {ease:.0f}, at least {LEAST}. Shorten these first: {' | '.join(hardest)}"]
