"""The drawings show stored numbers, and refuse what is not there."""

import html
import re

import pytest

from russia_asean import formatting
from russia_asean.book.content import front, templates
from russia_asean.book.directives import drawings
from russia_asean.data import countries, tables


def drawn(name, **options):
    """Return the words of a drawing."""
    markup = templates.page(f"drawing-{name}", drawings.OF[name](**options))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_every_member_has_a_tile_of_its_own_place():
    tiles = drawings.members()["tiles"]
    assert {each["name"] for each in tiles} == set(countries.names(drawings.PLACES))
    assert len({(each["row"], each["column"]) for each in tiles}) == len(tiles) == 11


def test_a_tile_says_the_trade_of_the_chapter_and_no_data_is_no_zero():
    rows = {row["name"]: row for row in front.exhibit("tab-trade-members").data}
    found = drawings.members()
    tiles = {each["name"]: each for each in found["tiles"]}
    assert tiles["Vietnam"]["trade"] == formatting.usd(rows["Vietnam"][found["year"]])
    assert tiles["Timor-Leste"]["trade"] == "no data" and tiles["Timor-Leste"]["arms"] == ""


def test_the_two_records_are_those_of_the_last_year_that_both_have():
    found = drawings.two_records()
    rows = front.exhibit("fig-trade-balance").data
    sent = {row["side"]: row["to_asean"] for row in rows if row["year"] == found["year"]}
    words = drawn("two-records")
    assert all(formatting.usd(sent[f"{who}-reported"]) in words for who in ("Russia", "ASEAN"))
    assert max(row["year"] for row in rows if row["side"] == "Russia-reported") == found["year"]


def test_the_way_to_a_verdict_shows_each_measured_value():
    row = drawings.verdict_path()["row"]
    words = drawn("verdict-path")
    assert row["verdict"] in words and all(f"{each['name']}: {each['text']}" in words for each in row["measurements"])


def test_the_line_of_time_is_in_order_and_has_all_documents():
    steps = drawings.timeline()["steps"]
    assert [str(each["date"]) for each in steps] == sorted(str(each["date"]) for each in steps)
    shown = {each["document"]["key"] for each in steps if "document" in each}
    assert shown == set(tables.load("documents", credit=False)["key"])


@pytest.mark.parametrize("key", ["gubin2022", "benarnews2025"])
def test_a_portrait_says_who_pays_and_counts_all_claims(key):
    document = drawings.portrait(key)["document"]
    words = drawn("portrait", document=key)
    assert document["outlet_funding"] in words
    counts = words.partition(str(document["claims"]))[2]
    assert sum(map(int, re.findall(r"\d+", counts))) == document["claims"]


def test_a_portrait_of_no_document_is_refused():
    with pytest.raises(drawings.DrawingError, match=r"No document 'nobody'\. Use a key"):
        drawings.portrait("nobody")


def test_an_event_that_the_table_does_not_have_is_refused(monkeypatch):
    monkeypatch.setattr(drawings, "EVENTS", ("no-such-event",))
    with pytest.raises((drawings.DrawingError, KeyError), match="no-such-event"):
        drawings.timeline()
