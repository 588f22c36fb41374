"""Dated facts are cut to the precision that is known."""

import pandas as pd
import pytest

from russia_asean import chronology, tables


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
