"""Dated facts are cut to the precision that is known, and whoever reads one rests on its row."""

import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.data import facts, tables
from russia_asean.provenance import Origin

EVENTS = pd.DataFrame(
    [("storm", "2008-05-02", "day"), ("vote", "2008-05-10", "day"), ("march", "2007-08-01", "month")],
    columns=["event_id", "date", "date_precision"],
).assign(
    date=lambda frame: pd.to_datetime(frame["date"]),
    variant=1,
    title="An event",
    participants=None,
    place=None,
    note=None,
    quote=None,
    source_url=None,
    verification="background",
)


@pytest.fixture
def three_events(monkeypatch):
    """Let the table of events hold three made-up events."""
    monkeypatch.setattr(tables, "load", lambda name, **_: EVENTS)


@pytest.mark.parametrize(("precision", "text"), [("day", "2008-05-02"), ("month", "2008-05"), ("year", "2008")])
def test_an_event_is_cut_to_its_precision(monkeypatch, precision, text):
    made = EVENTS.head(1).assign(date_precision=precision)
    monkeypatch.setattr(tables, "load", lambda name, **_: made)
    found = facts.event("storm")
    assert (found.name, found.date, found.in_force, found.source_url, found.seen) == ("An event", text, "", "", False)


def test_a_known_event():
    found = facts.event("admm-plus-first-2010")
    assert (found.date, found.seen) == ("2010-10-12", True)
    assert found.source_url.startswith("https://")


def test_a_fact_rests_on_its_row_alone():
    with provenance.collecting() as noted:
        facts.event("admm-plus-first-2010")
    assert noted == {Origin("events", "author-chronology", "admm-plus-first-2010")}


@pytest.mark.parametrize("reader", ["agreement", "event"])
def test_every_row_can_be_read_and_keeps_to_iso(reader):
    table, key = {"agreement": ("agreements", "agreement_id"), "event": ("events", "event_id")}[reader]
    for row in tables.load(table).itertuples():
        found = getattr(facts, reader)(getattr(row, key), row.variant)
        for date in (found.date, found.in_force):
            assert len(date) in (0, 4, 7, 10)
            assert not date or pd.Timestamp(date).year > 1800


@pytest.mark.parametrize("reader", [facts.agreement, facts.event])
def test_unknown_facts_are_named(reader):
    with pytest.raises(KeyError, match="'treaty-of-tordesillas' with variant 1"):
        reader("treaty-of-tordesillas")


def test_a_role_is_found_by_its_name_and_by_the_day_on_which_it_is_held():
    assert facts.membership("EAS", "RUS", "member").date == "2011-11-19"
    with pytest.raises(KeyError, match="no 'RUS' as 'founder' in 'EAS'"):
        facts.membership("EAS", "RUS", "founder")
    assert facts.role_on_day("Quad", "IND", "2007-06-01").date == "2007-05"
    assert facts.role_on_day("Quad", "IND", "2018-12-31").date == "2017-11"
    with pytest.raises(KeyError, match="no 'IND' in 'Quad' on 2012-01-01"):
        facts.role_on_day("Quad", "IND", "2012-01-01")


def test_all_dates_in_use_are_returned_the_preferred_one_first():
    assert [fact.date for fact in facts.dates_in_use("fefd-enlarged-2018")] == [
        facts.event("fefd-enlarged-2018", variant).date for variant in (1, 2)
    ]
    with pytest.raises(KeyError, match="treaty-of-tordesillas"):
        facts.dates_in_use("treaty-of-tordesillas")


def test_days_are_counted_between_dates_known_to_the_day(three_events):
    assert facts.dates_of("storm", "march") == {"storm": "2008-05-02", "march": "2007-08"}
    assert facts.days_between("storm", "vote") == 8
    with pytest.raises(KeyError):
        facts.days_between("storm", "flood")
    with pytest.raises(ValueError, match="2007-08"):
        facts.days_between("march", "vote")


def test_facts_are_selected_by_a_query_in_order_of_their_dates():
    found = facts.select("agreements", "parties == 'ASEAN;RUS' and signed >= '2019-02'")
    assert found == sorted(found, key=lambda fact: fact.date)
    assert all(fact.parties == {"ASEAN", "RUS"} and fact.date >= "2019-02" for fact in found)


def test_a_stated_value_brings_the_page_of_its_fact():
    cost = facts.stated_value("pak-coal-2018", "cost of the plant")
    assert cost == 2e9
    assert cost.origins == {Origin("events", "author-chronology", "pak-coal-2018")}
    with pytest.raises(KeyError, match="no 'weight' of 'pak-coal-2018'"):
        facts.stated_value("pak-coal-2018", "weight")


def test_every_stated_value_belongs_to_a_fact():
    for fact_id in tables.load("fact_values")["fact_id"]:
        assert facts.dates_in_use(fact_id)


@pytest.mark.parametrize(
    ("date", "after", "by", "inside"),
    [
        ("2018-05-03", "2018", "2018", True),
        ("2018", "2018-05", "2018-06", True),
        ("2018-05", "2018-06", "", False),
        ("2019-01-01", "", "2018-12", False),
        ("2019-01-01", "", "", True),
    ],
)
def test_dates_are_compared_as_far_as_both_are_known(date, after, by, inside):
    assert facts.lies_within(date, after, by) is inside


def test_a_fact_from_general_knowledge_is_cited_as_such():
    assert facts.citation(facts.event("admm-plus-first-2010")).startswith("Read at [")
    assert facts.citation(facts.Dated("war", "events", "A war", "1975-04")) == (
        "From general knowledge; no page was read."
    )


@pytest.mark.parametrize(("precision", "said"), [("day", "A war (April 1975)"), ("year", "A war (1975)")])
def test_facts_are_named_with_their_dates_as_far_as_known(precision, said):
    assert facts.names_with_dates([facts.Dated("war", "events", "A war", "1975-04")], precision) == [said]


def test_a_page_has_its_grade_and_a_fact_without_one_none():
    assert facts.page_grade("https://tass.com/defense/1384419") == "agency"
    assert facts.page_grade("") == "none"


def test_a_page_that_no_row_knows_stops_with_its_address():
    with pytest.raises(KeyError, match=r"pages\.csv has no page 'https://example\.org/'"):
        facts.page_grade("https://example.org/")


def test_a_search_in_vain_is_noted_at_the_page_or_at_the_fact():
    assert facts.searched_in_vain("https://fatonionline.com/3878")
    assert facts.searched_in_vain("", "Searched 28 November 2026: nothing was found.")
    assert not facts.searched_in_vain("https://tass.com/defense/1384419")
