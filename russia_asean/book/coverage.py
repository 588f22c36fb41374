"""The page on coverage: what was decided, what was not and why; and the page of declared corrections."""

import dataclasses
from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from russia_asean import formatting
from russia_asean.book import ledger, marks
from russia_asean.data import tables
from russia_asean.evidence import wording
from russia_asean.evidence.verdicts import Verdict

Entry = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Bar:
    """How much of one kind of claim the report promises to settle.

    Attributes:
        claims: which claims, in words.
        checkable: the same as values of the column ``checkable`` of ``claims.csv``.
        settled: what settles one of them, in words.
        percent: how many must be settled, in percent of their number.
        settles: whether an entry is settled.
    """

    claims: str
    checkable: tuple[str, ...]
    settled: str
    percent: int
    settles: Callable[[Entry], bool]


def decided(row: Entry) -> bool:
    """Return whether a claim has a verdict other than untested."""
    return row["verdict"] not in (None, Verdict.UNTESTED)


def bears_evidence(row: Entry) -> bool:
    """Return whether the record of a claim links a computed result or holds a measurement."""
    return bool(row["evidence"] or row["measured"])


BARS = (
    Bar("by data or arithmetic", ("data", "arithmetic"), "decided", 85, decided),
    Bar("by dates", ("chronology",), "decided", 90, decided),
    Bar("judgements, in part", ("partially",), "linked to evidence", 50, bears_evidence),
)


def standing(bar: Bar, rows: list[Entry]) -> tuple[int, int]:
    """Return how many claims of a bar are settled, and how many there are."""
    here = [row for row in rows if row["checkable"] in bar.checkable]
    return sum(bar.settles(row) for row in here), len(here)


class CoverageDirective(SphinxDirective):
    """Write counts by document and by theme, the bars, what untested claims need, and what no chapter has tested."""

    def run(self) -> list[nodes.Node]:
        """Return the nodes of the page, sections included."""
        rows = ledger.entries()
        untested = [row for row in rows if row["verdict"] == Verdict.UNTESTED]
        return [
            *self._section("By document", _counts(rows, "document_name")),
            *self._section("By theme", _counts(rows, "theme")),
            *self._section("How much is settled", _bars(rows)),
            *self._section("Not yet tested, by theme", [_pending(rows)]),
            *self._section("Untested, and what would settle each", self._needs(untested)),
        ]

    def _section(self, title: str, content: list[nodes.Node]) -> list[nodes.Node]:
        section = nodes.section("", nodes.title("", title), *content, names=[nodes.fully_normalize_name(title)])
        self.state.document.note_implicit_target(section, section)
        return [section]

    def _needs(self, rows: list[Entry]) -> list[nodes.Node]:
        if not rows:
            return [nodes.paragraph("", "No claim is untested.")]
        lines = [
            [
                [nodes.Text(row["document_name"])],
                [marks.link(self.env.docname, f"claim-{row['claim_id']}", nodes.Text(row["statement"]))],
                [nodes.Text(wording.needs_alone(row["reason"]))],
            ]
            for row in rows
        ]
        head, spec = ["Document", "Claim", "What it needs"], [marks.wrapped(22), marks.wrapped(58), marks.wrapped(64)]
        return marks.small_in_print(*marks.table(head, lines, spec))


def _counts(rows: list[Entry], column: str) -> list[nodes.Node]:
    """Return a table of verdicts (lines) by document or theme (columns), claims not yet tested on a line apart."""
    order = sorted(rows, key=lambda row: str(row["document" if column == "document_name" else column]))
    groups = {
        name: [row for row in rows if row[column] == name] for name in dict.fromkeys(row[column] for row in order)
    }
    counts = [ledger.counted(here) for here in [*groups.values(), rows]]
    lines = [
        [verdict.capitalize(), *[str(count[verdict] or "–") for count in counts]] for verdict in ledger.counted(rows)
    ]
    lines.append(["All", *[str(sum(count.values())) for count in counts]])
    cells: list[list[list[nodes.Node]]] = [[[nodes.Text(text)] for text in line] for line in lines]
    head = ["Verdict", *[formatting.theme_name(name) if column == "theme" else name for name in groups], "All"]
    return marks.table(head, cells, ["L", *["R" for _ in counts]])


def _bars(rows: list[Entry]) -> list[nodes.Node]:
    lines = []
    for bar in BARS:
        settled, number = standing(bar, rows)
        share = 100 * settled / number if number else 0.0
        lines.append(
            [
                bar.claims,
                str(number),
                f"{settled} {bar.settled}",
                formatting.percent(share),
                formatting.percent(bar.percent),
                "yes" if share >= bar.percent else "not yet",
            ]
        )
    cells: list[list[list[nodes.Node]]] = [[[nodes.Text(text)] for text in line] for line in lines]
    head = ["Claims that can be tested", "Number", "Settled", "Share", "Bar", "Reached"]
    return marks.table(head, cells, ["l", "r", "l", "r", "r", "l"])


def _pending(rows: list[Entry]) -> nodes.Node:
    """Return, for each theme with claims that no chapter has tested, how many there are."""
    items = []
    for theme in sorted({row["theme"] for row in rows}):
        here = [row for row in rows if row["theme"] == theme]
        pending = ledger.counted(here)[marks.PENDING]
        if pending:
            told = "none tested yet" if pending == len(here) else f"{pending} not yet tested"
            text = f"{formatting.theme_name(theme)}: {marks.count(len(here), 'claim')}, {told}."
            items.append(nodes.list_item("", nodes.paragraph("", text)))
    return nodes.bullet_list("", *items) if items else nodes.paragraph("", "Every claim has a record.")


class ErrataDirective(SphinxDirective):
    """Write the declared corrections of figures, or that there are none."""

    def run(self) -> list[nodes.Node]:
        """Return a table or a sentence."""
        rows = tables.load(tables.CORRECTIONS).fillna("").to_dict("records")
        if not rows:
            return [nodes.paragraph("", "No figure of the tables has been corrected.")]
        lines: list[list[list[nodes.Node]]] = [
            [
                [nodes.literal("", row["table"]), nodes.Text(f" {row['key'].replace(';', ', ')}, {row['column']}")],
                [nodes.Text(row["old"] or "(empty)")],
                [nodes.Text(row["new"])],
                [
                    nodes.Text(f"{row['reason']} ({formatting.long_date(str(row['date'].date()))}) "),
                    nodes.reference("", "source", refuri=row["source_url"], internal=False),
                ],
            ]
            for row in rows
        ]
        return marks.table(
            ["Figure", "Released", "Used", "Why"],
            lines,
            [marks.wrapped(46), marks.wrapped(24), marks.wrapped(24), marks.wrapped(46)],
        )


def register(app: Sphinx) -> None:
    """Register the directives with Sphinx."""
    app.add_directive("coverage", CoverageDirective)
    app.add_directive("errata", ErrataDirective)
