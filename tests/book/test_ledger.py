"""Entries of the ledger: their data tables, and the pages that dated facts were read at."""

import json
import re

import pytest
from mdit_py_plugins.anchors.index import slugify

from russia_asean import paths
from russia_asean.book import contents, downloads, entries, ledger, templates
from russia_asean.data import facts, tables
from russia_asean.evidence import history, records, wording

PART = records.MeasuredValue(
    part="the fleet came",
    basis="Visit to Manila",
    value=True,
    text="January 2017",
    agrees=True,
    pages=(records.Page(fact="Visit, 2017", url="https://a.org/x", table="events"),),
)
OTHER = records.MeasuredValue(part="with a treaty", basis="Treaty", value=False, text="none", agrees=False)
TOLD = [
    {"edition": 1, "assessed": "2026-11-22", "verdict": "supported", "reason": ""},
    {"edition": 2, "assessed": "2026-11-29", "verdict": "supported in part", "reason": "A part fails."},
]


@pytest.fixture
def entry(monkeypatch):
    """Return a function that gives the first claim of the ledger a record, a history and a speaker, and its entry."""

    def given(told=TOLD, said_by="author", **found):
        claim_id = tables.load("claims").sort_values(["document", "theme", "claim_id"])["claim_id"].iloc[0]
        content = {"verdict": "supported in part", "reason": "R.", "note": "", "measured": (PART, OTHER), **found}
        test = records.ClaimTest(key=claim_id, statement="S.", **content)
        monkeypatch.setattr(ledger.book_entries, "claim_records", lambda: {claim_id: test})
        monkeypatch.setattr(ledger.book_entries, "claim_places", lambda: {claim_id: entries.Place("trade", 1)})
        monkeypatch.setattr(history, "by_claim", lambda: {claim_id: told})
        monkeypatch.setattr(facts, "page_grade", lambda url: "agency" if url else "none")
        return {**ledger.entries()[0], "said_by": said_by}

    return given


def page(row):
    """Return the page of a document that has this entry alone."""
    content = {
        "counts": "",
        "facets": {},
        "left_out": "",
        "themes": {"trade": [{**contents.shown(row), "opposed": []}]},
    }
    return templates.filled("ledger-document", content)


def line(text, words):
    """Return the one line of a page that holds some words."""
    (found,) = [each for each in text.splitlines() if words in each]
    return found


def test_an_entry_names_the_tables_that_its_values_rest_on():
    rows = {row["claim_id"]: row for row in ledger.entries()}
    tests = entries.claim_records()
    for claim_id, row in rows.items():
        used = {each.table for each in tests[claim_id].rests_on} if claim_id in tests else set()
        assert set(row["tables"]) == used
    assert [row["claim_id"] for row in rows.values() if row["measured"] and not row["sources"]] == []


def test_every_table_has_a_section_of_its_own_in_the_catalogue():
    headings = re.findall(r"^## (.+)$", (paths.DATA / "README.md").read_text(encoding="utf-8"), flags=re.M)
    places = [slugify(heading) for heading in headings]
    assert len(set(places)) == len(places)
    assert {slugify(tables.resource(name)["title"]) for name in tables.names()} <= set(places)


def test_sources_come_from_the_rows_or_from_the_description():
    assert tables.sources("events") == ["author-chronology"]
    assert "eia-brent" in tables.sources("oil_price")
    assert tables.sources("countries") == ["geonames-2026"]
    assert tables.sources("sources") == []


def test_one_page_stands_alone_and_several_name_their_facts():
    seen, recalled = {"fact": "Treaty, 1995", "url": "https://a.org/x"}, {"fact": "Protocol, 2001", "url": ""}
    assert wording.pages_by_fact({"pages": [seen]}) == "([a.org](https://a.org/x))"
    assert wording.pages_by_fact({"pages": [recalled]}) == "(general knowledge)"
    assert wording.pages_by_fact({"pages": [seen, recalled]}) == (
        "(Treaty, 1995: [a.org](https://a.org/x); Protocol, 2001: general knowledge)"
    )
    assert wording.pages_by_fact({}) == ""


def test_every_claim_of_the_ledger_has_its_verdict_and_its_place():
    """Tested claims come from results, judgements and untested ones from their table; none may fall between the two."""
    rows = ledger.entries()
    assert [row["claim_id"] for row in rows if not row["verdict"]] == []
    assert [row["claim_id"] for row in rows if not (row["notebook"] and row["cell"])] == []


def test_a_claim_without_a_record_is_marked_as_such(monkeypatch):
    monkeypatch.setattr(ledger.book_entries, "claim_records", dict)
    row = ledger.entries()[0]
    assert (row["verdict"], ledger.verdict_of(row)) == (None, ledger.PENDING)


def test_an_entry_shows_parts_strength_confidence_and_what_is_missing(entry):
    strong = records.Severity(refused=4, rivals=5, words="other ports")
    text = page(entry(severity=strong, parts={"the fleet came": "supported"}, missing={"Log of the port": "closed"}))
    assert "the fleet came – Visit to Manila: January 2017 – agrees" in text
    assert "with a treaty – Treaty: none – does not agree" in text
    grade = "[a.org](https://a.org/x), agency or paper of record"
    assert (
        line(text, "| the fleet") == f"| the fleet came – Visit to Manila | January 2017 | [yes]{{.agrees}} | {grade} |"
    )
    assert line(text, "| with a treaty") == "| with a treaty – Treaty | none | [no]{.differs} |  |"
    assert "It says 1 things. The fleet came: supported." in text
    assert text.count("Not measured: Log of the port (closed).") == 2, "on the page of the claim and in the PDF"
    assert "The test would have refused 4 of 5 other ports. Confidence in the verdict: medium." in text


def test_a_weak_test_is_shown_as_weak(entry):
    row = entry(severity=records.Severity(refused=1, rivals=5, words="other ports"))
    assert "refused 1 of 5 other ports. A weak test. Confidence in the verdict: low." in page(row)
    assert ledger.counts_in_words([row]) == "1 claim: supported in part 1. By weak tests: 1."
    sound = entry(severity=records.Severity(refused=3, rivals=5, words="other ports"))
    assert ledger.counts_in_words([sound]) == "1 claim: supported in part 1."


def test_an_entry_says_on_what_the_answer_depends(entry):
    row = entry(verdict="depends on the reading", reading=("record",))
    assert "It agrees on 1 of 2 bases: Visit to Manila. What decides is the record." in page(row)


def test_an_entry_tells_its_history_on_a_line_of_its_own(entry):
    text = page(entry())
    in_print = "Edition 1, 22 November 2026: supported · Edition 2, 29 November 2026: supported in part – A part fails."
    assert in_print in text.splitlines()
    assert re.search(r"part fails\.\n\n+Chapter: ", text)
    assert "Assessed: 29 November 2026" in line(text, "Assessed: ")
    on_its_page = text.partition("<h2>History of the verdict</h2>")[2].split(":::")[0]
    assert [line for line in on_its_page.splitlines() if line] == [
        "- Edition 1, 22 November 2026: supported",
        "- Edition 2, 29 November 2026: supported in part – A part fails.",
    ]


@pytest.mark.parametrize(("told", "lines"), [(TOLD[:1], 0), (TOLD[1:], 1)], ids=["as it was", "new"])
def test_only_what_changed_or_is_new_has_a_history(entry, told, lines):
    assert len(re.findall(r"^Edition ", page(entry(told)), flags=re.M)) == lines


@pytest.mark.parametrize(
    ("said_by", "words"),
    [
        ("outlet", "In words of the outlet (headline, caption or picture), not of the author."),
        ("A. B.", "Said by: A. B."),
    ],
)
def test_an_entry_names_who_says_it_where_it_is_not_the_author(entry, said_by, words):
    assert words in page(entry(said_by=said_by))
    assert "The document credits" not in page({**entry(said_by=said_by), "attributed_source": said_by})
    assert "The document credits: C." in page({**entry(said_by=said_by), "attributed_source": "C."})
    assert words not in page(entry())


def test_a_tested_claim_links_its_evidence(entry):
    text = page(entry(evidence=("tab-trade-rank", "trade-size")))
    assert "Evidence: [tab-trade-rank](#tab-trade-rank), [trade-size](#finding-trade-size)" in text


def test_a_page_behind_a_fact_is_shown_with_its_grade(entry):
    assert "([a.org](https://a.org/x), agency or paper of record)" in page(entry())
    assert set(wording.GRADE_WORDS) == {*facts.GRADES} - {"none"}


def columns_without_words(row):
    """Return the columns of an entry that neither the table of claims nor the ledger describes."""
    described = {field["name"] for field in tables.resource("claims")["schema"]["fields"]}
    return set(row) - described - set(ledger.COLUMNS)


def test_every_column_of_the_downloads_is_described(entry):
    row = entry()
    assert columns_without_words(row) == set()
    assert set(ledger.COLUMNS) <= set(row)
    assert columns_without_words({**row, "new": 1}) == {"new"}


def test_a_row_of_the_csv_holds_lists_and_dicts_as_json(entry):
    row = downloads.flat(entry(missing={"Log of the port": "closed"}, severity=None))
    assert json.loads(row["missing"]) == {"Log of the port": "closed"}
    assert json.loads(row["measured"])[0]["pages"][0]["grade"] == "agency"
    assert (row["parts"], row["severity"], row["weak"], row["every"]) == ("", None, True, False)


@pytest.mark.parametrize(
    ("said_by", "named"),
    [("author", None), ("outlet", "AsiaViews"), ("A. B.", "A. B.")],
    ids=["author", "outlet", "other"],
)
def test_a_claim_review_charges_nobody_with_words_of_others(entry, said_by, named):
    row = {**entry(said_by=said_by), "document": "001" if said_by == "author" else "000"}
    (review,) = downloads.claim_review([row])["@graph"]
    author = review["itemReviewed"]["author"]
    assert [each["name"] for each in author] == ["Anton Tsvetov"] if named is None else author["name"] == named
    assert "A weak test" in review["reviewBody"]
