"""Dated facts are cut to the precision that is known."""

import pandas as pd
import pytest

from russia_asean.data import tables
from russia_asean.evidence import chronology, claims


@pytest.mark.parametrize(("precision", "text"), [("day", "2018-12-30"), ("month", "2018-12"), ("year", "2018")])
def test_an_event_is_cut_to_its_precision(monkeypatch, precision, text):
    made = tables.load("events").head(1)
    told = {"event_id": "e", "variant": 1, "title": "An event", "date": pd.Timestamp("2018-12-30")}
    made = made.assign(**told, date_precision=precision, source_url=None, verification="background")
    monkeypatch.setattr(tables, "load", lambda name: made)
    found = chronology.event("e")
    assert (found.name, found.date, found.in_force, found.source_url, found.seen) == ("An event", text, "", "", False)


def test_a_known_event():
    found = chronology.event("admm-plus-first-2010")
    assert (found.date, found.seen) == ("2010-10-12", True)
    assert found.source_url.startswith("https://")


@pytest.mark.parametrize("reader", ["agreement", "event"])
def test_every_row_can_be_read_and_keeps_to_iso(reader):
    table, key = {"agreement": ("agreements", "agreement_id"), "event": ("events", "event_id")}[reader]
    for row in tables.load(table).itertuples():
        found = getattr(chronology, reader)(getattr(row, key), row.variant)
        for date in (found.date, found.in_force):
            assert len(date) in (0, 4, 7, 10)
            assert not date or pd.Timestamp(date).year > 1800


@pytest.mark.parametrize("reader", [chronology.agreement, chronology.event])
def test_unknown_facts_are_named(reader):
    with pytest.raises(KeyError, match="'treaty-of-tordesillas' with variant 1"):
        reader("treaty-of-tordesillas")


def test_each_fact_of_a_test_brings_its_page():
    test = chronology.tested({"years": ["BRICS/RUS"], "held": ["asean-charter-2007"], "note": "N."})
    assert set(test["pages"]) == set(test["measured"])
    assert all(page.url.startswith("http") for found in test["pages"].values() for page in found)
    (charter,) = test["pages"]["ASEAN Charter"]
    assert charter.fact.startswith("ASEAN Charter, 20 November 2007")
    assert test["note"] == "N."


def test_all_members_are_cited_and_not_only_four():
    test = chronology.tested({"size": ["ASEAN"], "on": "2019-02-01"})
    (pages,) = test["pages"].values()
    assert len(pages) == 10


def test_a_fact_from_general_knowledge_has_no_page():
    dated = chronology.Dated("A war", "1975-04", "", "https://example.org", False, frozenset(), "", "events")
    assert chronology.page(dated) == claims.Page("A war, April 1975", "", "events")


def test_the_role_held_on_the_day_is_cited():
    assert chronology.role("Quad", "IND", "2007-06-01").date == "2007-05"
    assert chronology.role("Quad", "IND", "2018-12-31").date == "2017-11"
    with pytest.raises(KeyError, match="no 'IND' in 'Quad' on 2012-01-01"):
        chronology.role("Quad", "IND", "2012-01-01")


def test_the_order_of_facts_is_that_of_their_dates():
    test = chronology.tested({"order": [["place", "pingxiang-zone-2011", "longbang-open-2017"]]})
    assert test["measured"] == {"place": 2}
    assert len(test["pages"]["place"]) == 2


def test_a_calculation_rests_on_its_facts_on_every_basis():
    tests = chronology.Tests({}, {"aceh-peace-2005": {"facts": ["asean-charter-2007"], "note": "N."}})
    tests.calculate("aceh-peace-2005", {"a": 2005, "b": 2006}, other={"c": 2007})
    test = tests.content["aceh-peace-2005"]
    assert set(test["pages"]) == {"a", "b", "c"}
    assert (test["note"], test["sources"]) == ("N.", chronology.SOURCE)
    with pytest.raises(KeyError):
        tests.calculate("no-such-entry", {"a": 1})


def test_the_ledger_holds_tested_claims_and_others():
    tests = chronology.Tests({}, {"aceh-peace-2005": {}})
    tests.calculate("aceh-peace-2005", {"a": 2005})
    ledger = tests.ledger(judgement=["sea-not-priority"])
    assert ledger["verdict"].to_dict() == {"aceh-peace-2005": "supported", "sea-not-priority": "judgement"}
    assert "statement" in ledger


def test_grounds_tell_pages_from_general_knowledge():
    seen, recalled = claims.Page("A.", "https://example.org", "events"), claims.Page("B.", "", "events")
    pages = {"read": [seen], "recalled": [recalled], "both": [seen, recalled], "data": []}
    made = {
        key: chronology.Tested(measured={}, then={}, other={}, sources=[], note="", pages={"basis": found})
        for key, found in pages.items()
    }
    expected = {"read": "read", "recalled": "recalled", "both": "both", "data": "read"}
    assert chronology.Tests(made).grounds().to_dict() == expected


def test_every_date_in_use_is_returned_by_name():
    found = chronology.dates(["khabarovsk-2010", "decree-605-2012"])
    assert sorted(date[:4] for date in found.values()) == ["2010", "2012"]


def test_values_of_years_are_measurements_by_series_and_year():
    values = pd.DataFrame({"A": [1.0, 2.0], "B": [3.0, 4.0]}, index=[2010, 2012])
    assert chronology.by_year(values, [2012, 2010]) == {"A, 2012": 2, "B, 2012": 4, "A, 2010": 1, "B, 2010": 3}


def test_facts_are_picked_by_a_query_in_order_of_their_dates():
    found = chronology.picked("agreements", "parties == 'ASEAN;RUS' and signed >= '2019-02'")
    assert found == sorted(found, key=lambda dated: dated.date)
    assert all(dated.parties == {"ASEAN", "RUS"} and dated.date >= "2019-02" for dated in found)


@pytest.mark.parametrize(("precision", "said"), [("day", "A war (April 1975)"), ("year", "A war (1975)")])
def test_facts_are_named_with_their_dates_as_far_as_known(precision, said):
    dated = chronology.Dated("A war", "1975-04", "", "", False, frozenset(), "", "events")
    assert chronology.named([dated], precision) == [said]


def test_sentences_are_numbered():
    assert chronology.numbered(["This.", "That."]) == "(1) This. (2) That."
    assert chronology.numbered([]) == "None."
