"""Drawings of pages that explain: ``{drawing} two-records``. Their numbers are those of the chapters and of the ledger.

A drawing is HTML that the style sheet lays out (``book/_assets/drawings.css``): its words are text, it turns with the
scheme of the page, and a screen reader meets an ordered list. The PDF says the same in a sentence.
"""

from collections.abc import Callable
from typing import Any, ClassVar

import jinja2
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from russia_asean import formatting
from russia_asean.book.common import marks
from russia_asean.book.content import front, ledger, ledger_pages, templates
from russia_asean.data import countries, tables
from russia_asean.evidence import records

Content = dict[str, Any]
# A claim that shows the way to a verdict: one number, two records, two answers.
EXAMPLE = "trade-total-2014"
# Where each member stands: row and column of a map without borders, of which several are disputed.
PLACES = {
    "MMR": (1, 1),
    "LAO": (1, 2),
    "VNM": (1, 3),
    "THA": (2, 1),
    "KHM": (2, 2),
    "PHL": (2, 4),
    "MYS": (3, 2),
    "BRN": (3, 3),
    "SGP": (4, 2),
    "IDN": (4, 3),
    "TLS": (4, 4),
}
# What happened around the documents, by the ids of the table of events.
EVENTS = (
    "eas-rus-2011",
    "asean-rus-summit-sochi",
    "asean-rus-summit-3",
    "invasion-2022",
    "brics-idn-2025",
)


class DrawingError(ValueError):
    """A drawing names what no chapter and no table has."""


def two_records() -> Content:
    """Return one year of trade in goods as both records have it, each way: the last year that both have."""
    sent: dict[str, dict[int, float]] = {"Russia-reported": {}, "ASEAN-reported": {}}
    for row in _rows("fig-trade-balance"):
        if row["side"] in sent and row["to_asean"]:
            sent[row["side"]][row["year"]] = row["to_asean"]
    russia, asean = sent.values()
    if not russia.keys() & asean.keys():
        raise DrawingError("fig-trade-balance has no year that both records have.")
    last = max(russia.keys() & asean.keys())
    return {"year": last, "sent": formatting.usd(russia[last]), "arrived": formatting.usd(asean[last])}


def verdict_path() -> Content:
    """Return how one claim came to its verdict, from the words of the document on."""
    row = next((row for row in ledger.entries() if row["claim_id"] == EXAMPLE), None)
    if row is None or not row["measured"]:
        raise DrawingError(f"The claim {EXAMPLE!r} has no test.")
    return {"row": ledger_pages.shown(row)}


def members() -> Content:
    """Return the members of ASEAN as tiles: trade with Russia and Russia's share of their major arms."""
    trade = {row["member"]: row for row in _rows("tab-trade-members")}
    arms = {row["member"]: row for row in _rows("tab-forums-arms")}
    year = max(column for row in trade.values() for column in row if column.isdigit())
    window = max(column for row in arms.values() for column in row if "–" in column)
    tiles = []
    for code, (row, column) in PLACES.items():
        value, share = trade.get(code, {}).get(year), arms.get(code, {}).get(window)
        tiles.append(
            {
                "name": countries.name(code),
                "row": row,
                "column": column,
                "trade": formatting.usd(value) if value else "no data",
                "arms": formatting.percent(share) if share is not None else "",
                # In four steps, so that a shade can be told from the next.
                "shade": 0 if not share else 1 + sum(share >= step for step in (5, 30)),
            }
        )
    return {"tiles": tiles, "year": year, "window": window}


def timeline() -> Content:
    """Return the documents and some events around them, in the order of their dates."""
    events = tables.load("events", credit=False).set_index("event_id")
    missing = [each for each in EVENTS if each not in events.index]
    if missing:
        raise DrawingError(f"The table of events has no {', '.join(missing)}.")
    chosen = events.loc[list(EVENTS)].reset_index().drop_duplicates("event_id").to_dict("records")
    told = [{"date": row["date"], "precision": row["date_precision"], "event": row["title"]} for row in chosen]
    documents = [
        {"date": each["published"], "precision": each["published_precision"], "document": each}
        for each in front.documents()
    ]
    every = sorted([*told, *documents], key=lambda each: str(each["date"]))
    for each in every:
        each["when"] = formatting.long_date(formatting.cut_date(str(each["date"])[:10], str(each["precision"])))
    return {"steps": every}


def portrait(document: str = "") -> Content:
    """Return what a document is, who pays for its outlet, and its verdicts.

    Args:
        document: its key in ``documents.csv``.
    """
    found = next((each for each in front.documents() if each["key"] == document), None)
    if found is None:
        raise DrawingError(f"No document {document!r}. Use a key of data/claims/documents.csv.")
    return {"document": found}


OF: dict[str, Callable[..., Content]] = {
    "two-records": two_records,
    "verdict-path": verdict_path,
    "members": members,
    "timeline": timeline,
    "portrait": portrait,
}


def _rows(label: str) -> list[dict[str, Any]]:
    exhibit: records.Exhibit = front.exhibit(label)
    return [dict(row) for row in exhibit.data]


class DrawingDirective(SphinxDirective):
    """Put a drawing into a page; the option ``document`` goes to what fills it."""

    required_arguments = 1
    has_content = True  # what the PDF says in its place
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"document": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the drawing for a screen, and the sentence for print.

        Raises:
            DirectiveError: there is no such drawing, or what it shows is missing.
        """
        name = self.arguments[0]
        if name not in OF:
            raise self.error(f"No drawing {name!r}. There are: {', '.join(OF)}.")
        try:
            text = templates.page(f"drawing-{name}", OF[name](**self.options))
        except (jinja2.TemplateError, TypeError, KeyError, ValueError) as mistake:
            raise self.error(f"The drawing {name!r}: {mistake}") from mistake
        said = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, said)
        return [nodes.raw("", text, format="html"), marks.latex_only(*said.children)]


def register(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("drawing", DrawingDirective)
