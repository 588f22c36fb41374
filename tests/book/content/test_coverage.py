"""The page on coverage: where the dated facts behind supported claims were read."""

import pytest

from russia_asean.book.content import contents, coverage, ledger, templates
from russia_asean.data import facts
from russia_asean.evidence import records
from russia_asean.evidence.verdicts import PENDING, Verdict


def supported(*pages, table="events", verdict="supported"):
    """Return a test whose measured value rests on pages."""
    read = tuple(records.Page(fact=f"Fact at {url}", url=url, table=table) for url in pages)
    value = records.MeasuredValue(basis="b", value=1, text="1", agrees=True, pages=read)
    return records.ClaimTest(key="k", verdict=verdict, statement="", reason="", note="", measured=(value,))


def test_every_grade_has_a_line():
    assert tuple(coverage.GRADES) == facts.GRADES


def test_facts_are_counted_once_and_claims_by_their_weakest_page():
    agency, copy = "https://tass.com/defense/1384419", "https://fatonionline.com/3878"
    others = [supported(copy, verdict="not supported"), supported("https://a.org", table="reported_figures")]
    lines = coverage.pages([supported(agency), supported(agency, copy), supported(""), *others])
    assert [line[1:] for line in lines] == [
        ["–", "–"],
        ["1", "1"],
        ["–", "–"],
        ["1", "1"],
        ["1", "1"],
        ["3", "3"],
    ]


@pytest.mark.parametrize("column", [1, 2])
def test_the_lines_of_the_book_add_up(column):
    *lines, total = contents.coverage_counts()["pages"]
    assert sum(int(line[column].replace("–", "0")) for line in lines) == int(total[column]) > 90


def row(verdict, weak=None, document="001"):
    """Return what the counts read of an entry."""
    return {"verdict": verdict, "weak": weak, "document": document, "document_name": f"Document {document}"}


def test_every_verdict_has_a_line_and_weak_tests_one_of_their_own():
    assert set(coverage.LINES) == {*Verdict, PENDING, coverage.WEAK}


def test_each_claim_is_counted_once_and_a_weak_test_not_under_its_verdict():
    rows = [
        row("supported", False),
        row("supported", True),
        row("supported in part", False),
        row("superseded", False, "002"),
        row("superseded", True, "002"),
        row(None),
    ]
    found = coverage.verdict_counts(rows, "document_name")
    assert found["head"] == ["Verdict", "Document 001", "Document 002", "All"]
    counts = {words: numbers for words, *numbers in found["lines"] if numbers[-1] != "–"}
    assert counts == {
        "Supported": ["1", "–", "1"],
        "Supported in part": ["1", "–", "1"],
        "Superseded: right when written": ["–", "1", "1"],
        "Weak test, whatever its verdict": ["1", "1", "2"],
        "Not yet tested": ["1", "–", "1"],
        "All": ["4", "2", "6"],
    }


def test_weak_tests_are_told_by_verdict_beside_the_others():
    rows = [row("supported", True), row("supported", False), row("supported", False), row("misread", False)]
    # What was not measured is neither weak nor sound.
    assert coverage.weak_counts([*rows, row("judgement")]) == [["Supported", "1", "2"], ["Misread", "–", "1"]]


@pytest.mark.parametrize(
    ("verdict", "weak", "settled"),
    [("supported", False, True), ("supported", True, False), ("untested", None, False), (None, None, False)],
)
def test_a_weak_test_settles_nothing(verdict, weak, settled):
    assert coverage.decided(row(verdict, weak)) is settled


def test_the_counts_of_the_book_are_those_of_the_ledger():
    rows = ledger.entries()
    for column in ("document_name", "theme"):
        *lines, total = coverage.verdict_counts(rows, column)["lines"]
        assert sum(int(each[-1].replace("–", "0")) for each in lines) == int(total[-1]) == len(rows)


def test_claims_without_a_record_have_a_section_only_where_there_are_any():
    counts = contents.coverage_counts()
    assert "Not yet tested, by theme" not in templates.filled("coverage", {**counts, "pending": []})
    two = [
        {"theme": "trade", "claims": "2 claims", "pending": "one", "all": False},
        {"theme": "brics", "claims": "1 claim", "pending": "one", "all": True},
    ]
    _, section = templates.filled("coverage", {**counts, "pending": two}).split("## Not yet tested, by theme")
    assert section.split("##")[0].strip().splitlines() == [
        "- Trade: 2 claims, one not yet tested.",
        "- BRICS: 1 claim, none tested yet.",
    ]
