"""What earlier editions said stays known, with the reason of each change; confidence goes by a written rule."""

import pandas as pd
import pytest

from russia_asean.data import facts, tables
from russia_asean.evidence import confidence, history, records


def told(verdict="supported", **more):
    """Return a record of a claim."""
    return records.ClaimTest(key="a", verdict=verdict, statement="A.", reason="R.", note="", **more)


@pytest.fixture
def table(monkeypatch):
    """Return a function that lets the history hold some rows."""

    def hold(*rows):
        made = pd.DataFrame(rows, columns=["claim_id", "edition", "assessed", "verdict", "reason"])
        made = made.assign(assessed=pd.to_datetime(made["assessed"]))
        monkeypatch.setattr(tables, "load", lambda name, **asked: made)

    return hold


FIRST = ("a", 1, "2026-11-22", "depends on the reading", None)
SECOND = ("a", 2, "2026-11-29", "supported in part", "Two parts.")


def test_a_history_ends_with_the_verdict_of_today(table):
    table(FIRST, SECOND)
    assert history.problems({"a": told("supported in part")}) == []
    (problem,) = history.problems({"a": told("supported")})
    assert "'supported' today and 'supported in part' in the table" in problem
    assert [each["verdict"] for each in history.by_claim()["a"]] == ["depends on the reading", "supported in part"]


def test_a_change_without_a_reason_is_named(table):
    table(FIRST, ("a", 2, "2026-11-29", "supported", None))
    assert history.problems({"a": told()}) == [
        "data/claims/verdict_history.csv: claim 'a', edition 2: no reason is given. Say why the verdict changed."
    ]


def test_a_claim_without_a_row_and_a_row_without_a_claim_are_named(table):
    table(FIRST)
    new, gone = history.problems({"b": told()})
    assert "claim 'b' has no row" in new
    assert "claim 'a' is no claim any more" in gone
    table(FIRST, ("a", 2, "2026-11-29", "dropped", "A caption."))
    assert history.problems({}) == []


def value(basis="b", url="", agrees=True):
    """Return a measured value, read at a page if there is one."""
    pages = (records.Page(fact="F.", url=url, table="events"),) if url else ()
    return records.MeasuredValue(basis=basis, value=1, text="1", agrees=agrees, pages=pages)


HARD, MIDDLING, WEAK = (records.Severity(refused=refused, rivals=10, words="w") for refused in (9, 6, 4))


@pytest.mark.parametrize(
    ("severity", "values", "grade", "sure"),
    [
        (HARD, [value("b"), value("c")], "official", "high"),
        (HARD, [value(url="https://a.org")], "official", "high"),
        (HARD, [value(url="https://a.org")], "press", "medium"),
        (HARD, [value(url="https://a.org")], "other", "low"),
        (HARD, [value("b"), value("c", agrees=False)], "official", "medium"),
        (HARD, [value("b")], "official", "medium"),
        (MIDDLING, [value("b"), value("c")], "official", "medium"),
        (WEAK, [value("b"), value("c")], "official", "low"),
        (None, [value("b"), value("c")], "official", "low"),
    ],
)
def test_confidence_goes_by_the_written_rule(monkeypatch, severity, values, grade, sure):
    monkeypatch.setattr(facts, "page_grade", lambda url: grade)
    assert confidence.of(told(measured=tuple(values), severity=severity)) == sure
