"""Dated facts are cut to the precision that is known."""

import pandas as pd
import pytest

from russia_asean import chronology, claims, tables


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


def test_a_calculation_rests_on_its_facts_on_every_basis():
    test = chronology.computed({"a": 1, "b": 2}, "asean-charter-2007", other={"c": 3})
    assert set(test["pages"]) == {"a", "b", "c"}
