"""What was decided, what was not and why: counts for the page on coverage."""

import collections
import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from russia_asean import formatting
from russia_asean.book.common import marks
from russia_asean.book.content import ledger
from russia_asean.data import facts
from russia_asean.evidence import lookups
from russia_asean.evidence.records import ClaimTest
from russia_asean.evidence.verdicts import PENDING, Verdict

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


WEAK = "weak test"
# The lines of a count of claims, in the order in which they are told. Superseded stands apart from what did not hold,
# and a weak test apart from all verdicts, since it could hardly have refused its claim.
LINES: dict[str, str] = {
    Verdict.SUPPORTED: "Supported",
    Verdict.PART: "Supported in part",
    Verdict.DEPENDS: "Depends on the reading",
    Verdict.MISREAD: "Misread",
    Verdict.NOT_SUPPORTED: "Not supported",
    Verdict.SUPERSEDED: "Superseded: right when written",
    WEAK: "Weak test, whatever its verdict",
    Verdict.UNTESTED: "Untested",
    Verdict.JUDGEMENT: "Judgement",
    PENDING: "Not yet tested",
}


def line_of(row: Entry) -> str:
    """Return the line of ``LINES`` on which an entry is counted."""
    return WEAK if row["weak"] else ledger.verdict_of(row)


def decided(row: Entry) -> bool:
    """Return whether a claim has a verdict other than untested, and not from a test that could hardly have failed."""
    return row["verdict"] not in (None, Verdict.UNTESTED) and not row["weak"]


def bears_evidence(row: Entry) -> bool:
    """Return whether the record of a claim links a computed result or holds a measurement."""
    return bool(row["evidence"] or row["measured"])


GRADES: dict[facts.Grade, str] = {
    "official": "Official: who acted, governments, international organisations",
    "agency": "News agencies and papers of record",
    "press": "Other press, institutes",
    "other": "Copies, blogs, personal sites",
    "none": "No page: general knowledge",
}
DATED = {*facts.COLUMNS, "memberships"}  # tables of dated facts

BARS = (
    Bar("by data or arithmetic", ("data", "arithmetic"), "decided", 85, decided),
    Bar("by dates", ("chronology",), "decided", 90, decided),
    Bar("judgements, in part", ("partially",), "linked to evidence", 50, bears_evidence),
)


def standing(bar: Bar, rows: list[Entry]) -> tuple[int, int]:
    """Return how many claims of a bar are settled, and how many there are."""
    here = [row for row in rows if row["checkable"] in bar.checkable]
    return sum(bar.settles(row) for row in here), len(here)


def verdict_counts(rows: list[Entry], column: str) -> dict[str, Any]:
    """Return a table of verdicts (lines) by document or theme (columns), each claim on one line of ``LINES``.

    Args:
        rows: entries of the ledger.
        column: ``document_name`` or ``theme``.

    Returns:
        ``head``, ``lines`` of text, and ``columns`` as LaTeX reads them.
    """
    # Documents stand by number and not by name, as in the ledger.
    order = sorted(rows, key=lambda row: str(row["document" if column == "document_name" else column]))
    groups = {
        name: [row for row in rows if row[column] == name] for name in dict.fromkeys(row[column] for row in order)
    }
    counts = [collections.Counter(map(line_of, here)) for here in [*groups.values(), rows]]
    lines = [[words, *[str(count[line] or "–") for count in counts]] for line, words in LINES.items()]
    lines.append(["All", *[str(count.total()) for count in counts]])
    head = ["Verdict", *[formatting.theme_name(name) if column == "theme" else name for name in groups], "All"]
    return {"head": head, "lines": lines, "columns": "L" + "R" * len(counts)}


def weak_counts(rows: list[Entry]) -> list[list[str]]:
    """Return how many claims have each verdict by a weak test, and how many by a sound one; verdicts with none go."""
    weak = ledger.counted([row for row in rows if row["weak"]])
    sound = ledger.counted([row for row in rows if row["weak"] is False])
    return [
        [verdict.capitalize(), str(weak[verdict] or "–"), str(sound[verdict] or "–")]
        for verdict in weak
        if weak[verdict] or sound[verdict]
    ]


def bars(rows: list[Entry]) -> list[list[str]]:
    """Return for each bar its claims, their number, how many are settled, their share, the bar, and if it is met."""
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
    return lines


def pending(rows: list[Entry]) -> list[dict[str, Any]]:
    """Return, for each theme with claims that no chapter has tested, how many there are and whether these are all."""
    found = []
    for theme in sorted({row["theme"] for row in rows}):
        here = [row for row in rows if row["theme"] == theme]
        number = ledger.counted(here)[PENDING]
        if number:
            claims = marks.count(len(here), "claim")
            found.append({"theme": theme, "claims": claims, "pending": number, "all": number == len(here)})
    return found


def pages(tests: Iterable[ClaimTest]) -> list[list[str]]:
    """Return for each grade of page how many facts behind supported claims by dates rest on it, and how many claims.

    A claim counts with its weakest page.
    """
    dated = [test for test in tests if test.verdict == Verdict.SUPPORTED and _is_dated(test)]
    read, weakest = lookups.fact_grades(dated), lookups.page_grades(dated)
    lines = [[name, str(read[grade] or "–"), str(weakest[grade] or "–")] for grade, name in GRADES.items()]
    return [*lines, ["All", str(sum(read.values())), str(sum(weakest.values()))]]


def _is_dated(test: ClaimTest) -> bool:
    """Return whether the values of a test rest on dated facts alone."""
    tables = {page.table for value in test.measured for page in value.pages}
    return bool(tables) and tables <= DATED
