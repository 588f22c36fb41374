"""Entries of the ledger: their data tables, and the pages that dated facts were read at."""

import re

from mdit_py_plugins.anchors.index import slugify

from russia_asean import paths
from russia_asean.book import entries, ledger
from russia_asean.data import tables
from russia_asean.evidence import wording


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
