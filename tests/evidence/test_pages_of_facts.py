"""Gates on the pages of dated verdicts: how many are official or an agency's, and that the rest was sought."""

import functools
import json
import re

import pytest

from russia_asean import paths
from russia_asean.data import facts, tables
from russia_asean.evidence import lookups, records

# In percent, as reached; raise them with the pages, never lower them. Of the tests the weakest page counts.
LEAST_OF_FACTS, LEAST_OF_TESTS = 85, 82


@functools.cache
def supported():
    """Return the tests of claims that a look-up supports."""
    with_look_up = tables.load("lookup_claims", credit=False)["claim_id"]
    return [test for test in map(lookups.assess, with_look_up) if test.verdict == "supported"]


def too_weak(tests):
    """Return which share of tests and facts on official or agency pages is below its floor, one sentence each."""
    found = []
    for what, counts, least in [
        ("facts", lookups.fact_grades(tests), LEAST_OF_FACTS),
        ("tests", lookups.page_grades(tests), LEAST_OF_TESTS),
    ]:
        share = 100 * sum(counts[grade] for grade in facts.STRONG) / sum(counts.values())
        print(f"{share:.1f} % of the {what} rest on official or agency pages: {counts}")
        if share < least:
            found.append(f"{share:.1f} % of the {what}, not {least} %: {counts}")
    return found


def not_well_read(dated):
    """Return the facts without an official or agency page for which no search is noted."""
    return sorted({fact.fact_id for fact in dated if not is_well_read(fact)})


def is_well_read(fact):
    """Return whether a fact rests on an official or agency page, or on a search for one that is noted."""
    url = fact.source_url if fact.seen else ""
    return facts.page_grade(url) in facts.STRONG or facts.searched_in_vain(url, fact.status)


def behind(claim_id):
    """Return the facts that the measured values of a claim rest on: those of its rows that it names with their page."""
    measured = [found for part in lookups.look_up(claim_id).parts.values() for found in part.measured.values()]
    named = {page for found in measured for page in found.pages}
    rows = {(origin.table, origin.row) for found in measured for origin in found.origins}
    return [fact for table, row in rows for fact in in_use(table, row) if lookups.page(fact) in named]


def in_use(table, row):
    """Return all dates in use of a row that a value rests on; none if it is a list or a number."""
    if table in facts.COLUMNS:
        return facts.dates_in_use(row)
    group, _, iso3 = row.partition("/")
    found = tables.load("memberships", credit=False).query("group == @group and iso3 == @iso3")
    return [facts.membership(group, iso3, each.role, each.variant) for each in found.itertuples()]


def made_up(*urls):
    """Return a supported test that rests on pages."""
    pages = tuple(records.Page(fact=f"Fact {number}", url=url, table="events") for number, url in enumerate(urls))
    value = records.MeasuredValue(basis="b", value=1, text="1", agrees=True, pages=pages)
    return records.ClaimTest(key="k", verdict="supported", statement="", reason="", note="", measured=(value,))


def test_supported_dates_rest_on_official_and_agency_pages():
    assert too_weak(supported()) == []


def test_more_facts_read_in_copies_are_noticed():
    # Enough of them that both shares fall however many good pages the tables hold.
    copies = [made_up(*["https://fatonionline.com/3878"] * 40) for _ in range(40)]
    assert len(too_weak(copies)) == 2
    assert len(too_weak([*supported(), *copies])) == 2


def test_a_test_is_as_weak_as_its_weakest_page():
    mixed = made_up("https://tass.com/defense/1384419", "https://fatonionline.com/3878", "")
    assert lookups.weakest_grade(mixed) == "none"
    assert lookups.page_grades([mixed])["none"] == 1
    counts = lookups.fact_grades([mixed, mixed])
    assert (counts["agency"], counts["other"], counts["none"]) == (1, 1, 1)


@pytest.mark.parametrize("claim_id", tables.load("lookup_claims", credit=False)["claim_id"])
def test_a_better_page_was_sought_for_every_fact_behind_a_verdict(claim_id):
    assert not_well_read(behind(claim_id)) == []


def test_memberships_are_among_the_facts_behind_a_verdict():
    assert {"Non-Aligned Movement/MYS", "Non-Aligned Movement/IDN"} <= {f.fact_id for f in behind("three-nonaligned")}


def test_a_better_page_was_sought_for_every_fact_that_the_chapter_on_chronology_names():
    cells = json.loads((paths.ROOT / "notebooks" / "chronology.ipynb").read_text(encoding="utf-8"))["cells"]
    code = "".join(line for cell in cells if cell["cell_type"] == "code" for line in cell["source"])
    events = set(tables.load("events", credit=False)["event_id"]) & set(re.findall(r'"([a-z0-9-]+)"', code))
    assert {"sanctions-2014", "brics-kazan-2024"} <= events
    assert not_well_read(map(facts.event, events)) == []


def test_a_fact_without_page_and_without_search_is_noticed():
    unread = facts.Dated("unread", "events", "A war", "1975-04")
    sought = facts.Dated("sought", "events", "A war", "1975-04", status="Searched 28 November 2026: nothing was found.")
    assert not_well_read([unread, sought]) == ["unread"]


def on_weak_pages_alone(tests):
    """Return the supported claims whose facts were all read in copies, on blogs or nowhere."""
    found = []
    for test in tests:
        grades = {facts.page_grade(page.url) for value in test.measured for page in value.pages}
        if test.verdict == "supported" and grades and grades <= {"other", "none"}:
            found.append(test.key)
    return sorted(found)


def test_no_claim_is_supported_by_weak_pages_alone():
    assert on_weak_pages_alone(supported()) == []


def test_a_claim_on_a_copy_alone_is_noticed(monkeypatch):
    monkeypatch.setattr(facts, "page_grade", lambda url: "official" if "state" in url else "other")
    assert on_weak_pages_alone([made_up("https://copy.example.org")]) == ["k"]
    assert on_weak_pages_alone([made_up("https://copy.example.org", "https://state.example.org")]) == []
