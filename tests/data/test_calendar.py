"""The calendar of publishers covers every publisher of a file and names tables that hold its figures."""

import re

from russia_asean import paths
from russia_asean.book.content import release_calendar, templates
from russia_asean.data import tables

CALENDAR = tables.load("calendar")


def test_every_publisher_of_a_file_is_in_the_calendar():
    assert set(tables.load("snapshots")["publisher"]) <= set(CALENDAR["publisher"])


def test_everybody_who_is_asked_for_files_is_in_the_calendar():
    assert set(tables.load("fetching")["publisher"]) == set(CALENDAR["asked_as"].dropna())


def test_the_tables_named_are_there():
    named = {name for cell in CALENDAR["tables"] for name in cell.split(";")}
    assert named <= set(tables.names())


def test_tables_made_from_a_publishers_file_are_named():
    """A publisher's figures may stand in more tables than recipes write, but in none that the calendar leaves out."""
    files = tables.load("snapshots").groupby("recipe")["source_key"].agg(set)
    named = CALENDAR.dropna(subset="asked_as").groupby("asked_as")["tables"].agg(";".join).str.split(";")
    held = {
        name: set(tables.sources(name)) for name in tables.names() if name not in ("sources", "snapshots", "releases")
    }
    for publisher, recipe in tables.load("fetching")[["publisher", "recipe"]].itertuples(index=False):
        holding = {name for name, keys in held.items() if keys & files[recipe]}
        assert holding <= set(named[publisher]), publisher


def test_what_has_ended_has_no_month_and_all_else_has_one():
    assert CALENDAR["months"].isna().equals(CALENDAR["rhythm"] == "ended")


def test_a_page_that_was_read_is_named_and_no_other():
    assert CALENDAR["source_url"].notna().equals(CALENDAR["verification"] == "seen")


def test_the_page_has_a_line_a_month_and_a_paragraph_a_release():
    text = templates.filled("calendar", release_calendar.calendar())
    assert len(re.findall(r"^\| (?:[A-Z][a-z]+) \| ", text, flags=re.M)) == 1 + 12
    assert len(re.findall(r"^\*\*.+\.\*\* ", text, flags=re.M)) == len(CALENDAR)
    april = next(line for line in text.splitlines() if line.startswith("| April |"))
    assert "International Monetary Fund: World Economic Outlook, database" in april
    assert "Asked as `imf-outlook`, through its interface." in text
    assert "```{template} calendar" in (paths.BOOK / "updating.md").read_text(encoding="utf-8")
