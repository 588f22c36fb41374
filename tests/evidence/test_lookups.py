"""Look-ups measure what a row of the table asks for, with the page of each fact."""

import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.data import facts, tables
from russia_asean.evidence import claims, lookups, records
from russia_asean.provenance import Origin

FACT = facts.Dated("war", "events", "A war", "1975-04", parties=frozenset({"USA", "VNM"}), place="Saigon", status="S.")


def test_every_claim_of_the_table_can_be_looked_up_and_rests_on_rows():
    for claim_id in tables.load("lookup_claims")["claim_id"]:
        found = lookups.look_up(claim_id)
        assert found.parts
        for part in found.parts.values():
            assert part.measured
            for measurement in [*part.measured.values(), *part.then.values(), *part.other.values()]:
                assert measurement.origins


def test_each_fact_brings_its_page():
    (measurement,) = lookups.look_up("apec-member-1998").parts[""].measured.values()
    (page,) = measurement.pages
    assert measurement.value == 1998
    assert page.fact.startswith("Russia joins APEC")
    assert page.url.startswith("http")
    assert measurement.origins == {Origin("memberships", "author-chronology", "APEC/RUS")}


def test_all_members_are_cited_and_not_only_four():
    basis, measurement = lookups.number_of_members("ASEAN", on="2019-02-01")
    assert (basis, measurement.value, len(measurement.pages)) == (
        "number of members of ASEAN on 1 February 2019",
        10,
        10,
    )


def test_that_a_country_is_missing_rests_on_the_list_of_the_group():
    _, measurement = lookups.are_members("Quad", codes=["VNM"], on="2020-01-01", expected=False)
    assert measurement.value.true
    assert measurement.origins == {Origin("memberships", "author-chronology", "Quad")}


def test_a_fact_from_general_knowledge_has_no_page():
    assert lookups.page(FACT) == records.Page(fact="A war, April 1975", url="", table="events")


def test_the_order_of_facts_is_that_of_their_dates():
    fact = facts.event("longbang-open-2017")
    _, measurement = lookups.place_in_time(fact, among=["pingxiang-zone-2011"])
    assert (measurement.value, len(measurement.pages)) == (2, 2)


@pytest.mark.parametrize(
    ("asked", "true"),
    [
        ({}, True),
        ({"after": "1975-05"}, False),
        ({"by": "1975"}, True),
        ({"parties": ["VNM"], "place": "Saigon"}, True),
        ({"parties": ["RUS"]}, False),
        ({"place": "Hanoi"}, False),
        ({"after": "1975-05", "expected": False}, True),
    ],
)
def test_something_took_place_if_time_parties_and_place_agree(asked, true):
    basis, measurement = lookups.took_place(FACT, **asked)
    assert (basis, measurement.value.true, measurement.value.found) == ("A war", true, "April 1975, Saigon")


def test_an_event_lasts_to_its_last_day():
    protests = facts.event("saffron-2007")
    assert lookups.lasted_on(protests, on="2007-10-20")[1].value.true
    assert not lookups.lasted_on(protests, on="2008-05-02")[1].value.true
    assert lookups.lasted_on(protests, on="2008-05-02", expected=False)[1].value.true


def test_words_are_looked_for_in_the_quotation():
    statement = facts.agreement("rus-chn-no-limits-2022")
    assert lookups.text_says(statement, words="no limits")[1].value.true
    missing = lookups.text_says(statement, words="friendship")[1].value
    assert (missing.true, missing.found) == (False, "without “friendship”")


def test_words_are_not_looked_for_in_our_own_entry():
    with pytest.raises(lookups.LookUpError, match="has no quotation"):
        lookups.text_says(FACT, words="A war")


def given(monkeypatch, *rows, **told):
    """Let the table of look-ups hold some rows on the claim ``a``, and what else is told of it."""
    columns = {name: None for name in tables.load("lookups").columns}
    base = columns | {"claim_id": "a", "role": "measured", "variant": 1, "expected": True}
    made = pd.DataFrame([base | {"order": order} | row for order, row in enumerate(rows, start=1)])
    words = {"note": None, "missing": None, "evidence": None} | told
    notes = pd.DataFrame([{"claim_id": "a", "chapter": "trade", "every": False} | words])
    real = tables.load
    claim = claims.Claim("a", "A.", "year", "=", 2007.0, None, 1.0, "")
    monkeypatch.setattr(claims, "claim", lambda claim_id: claim)
    monkeypatch.setattr(
        tables, "load", lambda name, **asked: {"lookups": made, "lookup_claims": notes}.get(name, real(name, **asked))
    )


def test_two_dates_with_one_name_are_refused(monkeypatch):
    # The first edition wrote the third date of a fact over the second, so that a verdict could change.
    year = {"look_up": "year", "event_id": "saffron-2007"}
    given(monkeypatch, year, year)
    with pytest.raises(lookups.LookUpError, match="claim 'a': two look-ups have the name 'Protests in Myanmar"):
        lookups.look_up("a")
    given(monkeypatch, year, year | {"basis": "another date in use"})
    assert len(lookups.look_up("a").parts[""].measured) == 2


def test_what_no_look_up_reaches_is_told_with_its_reason(monkeypatch):
    year = {"look_up": "year", "event_id": "saffron-2007"}
    given(monkeypatch, year, missing="how many: no count; by whom: no list", evidence="forums-sea;tab-forums-arms")
    words = lookups.look_up("a").words
    assert words.missing == {"how many": "no count", "by whom": "no list"}
    assert words.evidence == ("forums-sea", "tab-forums-arms")


def test_parts_of_a_claim_are_looked_up_apart(monkeypatch):
    year = {"look_up": "year", "event_id": "saffron-2007"}
    given(monkeypatch, year | {"part": "began"}, year | {"part": "ended"})
    assert list(lookups.look_up("a").parts) == ["began", "ended"]


def test_a_look_up_that_lacks_a_column_is_named(monkeypatch):
    given(monkeypatch, {"look_up": "years since", "event_id": "saffron-2007"})
    with pytest.raises(lookups.LookUpError, match=r"claim 'a', order 1: the look-up 'years since' cannot .*'to'"):
        lookups.look_up("a")
    given(monkeypatch, {"look_up": "year", "event_id": "saffron-2007", "words": "a"})
    with pytest.raises(lookups.LookUpError, match="'words'"):
        lookups.look_up("a")


def test_a_claim_without_a_row_is_named():
    with pytest.raises(lookups.LookUpError, match="no row for the claim 'trade-total-2023'"):
        lookups.look_up("trade-total-2023")


def test_a_calculation_rests_on_its_facts_and_on_what_its_values_carry():
    oil = Origin("oil_price", "eia-brent")
    found = lookups.with_pages({"a": provenance.Value(1.0, {oil}), "b": 2}, "saffron-2007")
    row = Origin("events", "author-chronology", "saffron-2007")
    assert (found["a"].origins, found["b"].origins) == ({oil, row}, {row})
    assert type(found["a"].value) is float
    assert [page.table for page in found["b"].pages] == ["events"]


def test_grounds_tell_pages_from_general_knowledge():
    pages = {"": records.Page(fact="B.", url="", table="events")}
    pages["seen"] = records.Page(fact="A.", url="https://example.org", table="events")

    def ground(*read):
        value = records.MeasuredValue(
            basis="b", value=1, text="1", agrees=True, pages=tuple(pages[each] for each in read)
        )
        return lookups.rests_on_pages(
            records.ClaimTest(key="k", verdict="supported", statement="", reason="", note="", measured=(value,))
        )

    assert [ground("seen"), ground(""), ground("seen", ""), ground()] == ["read", "recalled", "both", "read"]
