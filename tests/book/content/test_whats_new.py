"""What became of the first edition's verdicts is counted from their history, and each change has its reason."""

import pandas as pd
import pytest

from russia_asean.book.content import contents, templates, whats_new
from russia_asean.data import tables
from russia_asean.evidence import history


def told(*steps):
    """Return the history of a claim: edition, verdict and reason of each assessment."""
    return [
        {"edition": edition, "assessed": f"2026-11-{20 + edition}", "verdict": verdict, "reason": reason}
        for edition, verdict, reason in steps
    ]


HISTORY = {
    "a-stays": told((1, "supported", "")),
    "b-changes": told((1, "supported", ""), (2, "misread", "Another year.")),
    "c-is-new": told((2, "supported", "Overlooked.")),
    "d-goes": told((1, "misread", ""), (2, "dropped", "A caption.")),
    "e-comes-back": told((1, "supported", ""), (2, "misread", "X."), (3, "supported", "Y.")),
}
LATER = "f-of-another-document"  # which the first edition had not read


@pytest.fixture
def given(monkeypatch):
    """Return a function that sets the history, with a claim in the table for each that was not dropped."""

    def put(known, held=None):
        held = held or [key for key, steps in known.items() if steps[-1]["verdict"] != "dropped"]
        numbers = ["005" if key == LATER else "000" for key in held]
        claims = pd.DataFrame({"claim_id": held, "document": numbers, "statement": [f"It {key}." for key in held]})
        monkeypatch.setattr(history, "by_claim", lambda: known)
        monkeypatch.setattr(whats_new.tables, "load", lambda name, credit: claims)

    return put


def test_claims_are_counted_by_hand(given):
    given(HISTORY)
    new = {"added": 1, "overlooked": 1}
    claims = whats_new.assessed()
    assert whats_new.counts(claims) == {"first": 4, "now": 4, "stand": 2, "changed": 1, **new, "dropped": 1}
    assert whats_new.matrix(claims) == {
        "head": ["First edition", "now supported", "now misread", "now dropped"],
        "lines": [["Supported", "2", "1", "–"], ["Misread", "–", "–", "1"], ["New", "1", "–", "–"]],
        "columns": "lRRR",
    }
    moves = [
        (move["before"], move["now"], [each.claim_id for each in move["claims"]]) for move in whats_new.moves(claims)
    ]
    assert moves == [
        ("supported", "misread", ["b-changes"]),
        ("misread", "dropped", ["d-goes"]),
        ("new", "supported", ["c-is-new"]),
    ]


def test_claims_of_a_document_that_came_later_are_not_called_overlooked(given):
    given(HISTORY)
    assert "New are 1 claims that had been overlooked.\n" in templates.filled(
        "verdict-changes", contents.verdict_changes()
    )
    given({**HISTORY, LATER: told((2, "supported", "Of a new document."))})
    said = templates.filled("verdict-changes", contents.verdict_changes())
    assert "New are 1 claims that had been overlooked, and 1 of documents that came later.\n" in said


def test_a_change_is_listed_with_its_reason_and_a_link_unless_its_entry_is_gone(given):
    given(HISTORY)
    lines = templates.filled("verdict-changes", contents.verdict_changes()).splitlines()
    assert "- [It b-changes.](#claim-b-changes) – Another year." in lines
    assert "- `d-goes` – A caption." in lines
    assert ":::{rubric} Supported, now misread: 1" in lines
    assert not [line for line in lines if "a-stays" in line or "e-comes-back" in line]


@pytest.mark.parametrize(
    ("steps", "held", "message"),
    [
        (told((1, "supported", ""), (2, "misread", "")), ["a"], "from 'supported' to 'misread' and no reason"),
        (told((2, "supported", "")), ["a"], "from 'new' to 'supported' and no reason"),
        (
            told((1, "supported", ""), (2, "dropped", "A caption.")),
            ["a"],
            "'dropped', and the table of claims does not",
        ),
        (told((1, "supported", "")), ["b"], "'supported', and the table of claims does not"),
    ],
    ids=["no reason", "new without a reason", "dropped and here", "not here and not dropped"],
)
def test_a_change_that_is_not_told_is_refused(given, steps, held, message):
    given({"a": steps}, held)
    with pytest.raises(ValueError, match=f"claim 'a' .*{message}"):
        whats_new.assessed()


def test_the_page_counts_the_claims_of_the_report():
    claims = whats_new.assessed()
    found = whats_new.counts(claims)
    assert found["now"] == len(tables.load("claims"))
    assert found["first"] + found["added"] == found["now"] + found["dropped"] == len(claims)
    listed = sum(len(move["claims"]) for move in whats_new.moves(claims))
    assert listed == found["changed"] + found["added"] + found["dropped"]
    numbers = [int(cell) for line in whats_new.matrix(claims)["lines"] for cell in line[1:] if cell != "–"]
    assert sum(numbers) == len(claims)


@pytest.fixture
def edition(monkeypatch):
    """Return a function that gives the line of a newer edition with a role and what it lacks."""

    def line(role, kinds=(), years=()):
        row = {"source_key": "x", "label": "X, 2026", "earlier_label": "X, 2025", "role": role}
        rows = [{**row, "added": 1000, "common": 5}, {**row, "added": 234, "common": 0}]
        monkeypatch.setattr(whats_new.editions, "newer_editions", lambda: pd.DataFrame(rows))
        monkeypatch.setattr(whats_new.editions, "lacking", lambda: {"x": {"kinds": [*kinds], "years": [*years]}})
        (found,) = whats_new.newer_editions()
        return found

    return line


def test_a_newer_edition_is_told_with_role_and_reason(edition):
    assert edition("answers") == ["X, 2026", "X, 2025", "1,234", "5", "answers", "The whole series is here."]
    assert edition("on request")[-1] == "Holds only what the producer marks as estimates."
    assert edition("cross-check", ["all_votes"], [2024])[-1] == "Here without all votes and the year 2024."
    assert edition("cross-check", [], [1990, 1991])[-1] == "Here without the years 1990–1991."


def test_a_whole_edition_that_does_not_answer_is_refused(edition):
    with pytest.raises(ValueError, match="'x' is a cross-check and lacks nothing"):
        edition("cross-check")


def test_files_are_those_taken_after_the_first_edition(monkeypatch):
    listed = pd.DataFrame(
        {
            "publisher": ["B", "A", "A"],
            "edition": ["2026", "old", "new"],
            "retrieved": pd.to_datetime(["2026-11-28", "2026-11-21", "2026-11-28"]),
        }
    )
    monkeypatch.setattr(history, "by_claim", lambda: HISTORY)
    monkeypatch.setattr(whats_new.tables, "load", lambda name, credit: listed)
    assert whats_new.files() == [["A", "new", "28 November 2026"], ["B", "2026", "28 November 2026"]]


def test_the_page_of_editions_is_filled_from_the_package():
    found = contents.new_editions()
    assert found["editions"] and found["files"]
    assert {line[4] for line in found["editions"]} <= {"answers", "cross-check", "on request"}
