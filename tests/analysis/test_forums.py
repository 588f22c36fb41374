"""Membership compared on dates, and what the tables say of attendance and meetings."""

import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.analysis import forums
from russia_asean.data import memberships
from russia_asean.report import parameters

THREE = {"ARF": "Forum", "EAS": "Summit", "ADMM-Plus": "Ministers"}


@pytest.mark.parametrize("iso3", memberships.asean_10())
def test_every_member_sits_in_the_three_large_forums(iso3):
    assert all(iso3 in forums.forum_members(group, "2024-12-31") for group in THREE)


def test_summit_and_defence_ministers_have_the_same_members_only_since_2011():
    assert forums.forums_with_same_members(THREE, "2010-12-31") == []
    assert forums.forums_with_same_members(THREE, "2011-12-31") == [("Summit", "Ministers")]
    assert forums.nested_forums(THREE, "2011-12-31") == {"Summit": ["Forum"], "Ministers": ["Forum"]}


def test_overlap_and_nesting_on_made_up_forums(monkeypatch):
    made = {"A": {"RUS", "CHN"}, "B": {"RUS", "CHN", "USA", "JPN"}, "C": {"IND"}, "D": set()}
    monkeypatch.setattr(forums, "forum_members", lambda group, day: frozenset(made[group]))
    overlap = forums.jaccard_similarity("ABCD", "2024-01-01")
    assert list(overlap.columns) == ["A", "B", "C"]
    assert (overlap.loc["A", "B"], overlap.loc["B", "A"], overlap.loc["A", "C"]) == (50, 50, 0)
    named = {"A": "small", "B": "large", "C": "other", "D": "none yet"}
    assert forums.nested_forums(named, "2024-01-01") == {"small": ["large"]}
    assert forums.forums_with_same_members(named, "2024-01-01") == []


def test_the_overlap_is_symmetric_and_full_on_the_diagonal():
    overlap = forums.jaccard_similarity(list(forums.COMPLETE_FORUMS), "2024-12-31")
    assert overlap.equals(overlap.T)
    assert all(overlap.loc[name, name] == 100 for name in overlap)


def test_forums_that_do_not_exist_yet_are_left_out():
    assert forums.existing_forums(list(forums.COMPLETE_FORUMS), "2001-12-31") == ["ARF", "APEC", "SCO"]


def test_attendance_names_one_level_a_year():
    table = forums.summit_attendance()
    assert table["year"].is_unique
    assert table.set_index("year").loc[[2018, 2016, 2025], "level"].tolist() == [
        "president in person",
        "prime minister (announced)",
        "deputy prime minister (announced)",
    ]


def test_meetings_need_russia_and_a_member_or_asean():
    table = forums.russia_asean_meetings(["SGP"], ["summit", "visit"], 1992).set_index("event_id")
    assert {"asean-rus-summit-1", "putin-sgp-2018"} <= set(table.index)
    assert not {"putin-vnm-2013", "bric-summit-2009"} & set(table.index)
    assert table.loc["putin-sgp-2018", "date"] == "13 November 2018"
    assert table["year"].is_monotonic_increasing
    assert forums.russia_asean_meetings([], ["exercise"], 1992, 1999).empty


def test_meetings_end_where_asked_or_with_the_table():
    every = forums.russia_asean_meetings([], ["summit"], 1992)
    early = forums.russia_asean_meetings([], ["summit"], 1992, 2010)
    assert early["year"].max() < 2011 <= every["year"].max()
    later = forums.russia_asean_meetings([], ["summit"], 2011)
    assert pd.concat([early, later], ignore_index=True).equals(every)


def test_single_events_are_credited():
    with provenance.collecting() as origins:
        met = forums.russia_asean_meetings(["SGP"], ["visit"], 2018, 2018)
    assert {(origin.table, origin.row) for origin in origins} == {("events", row) for row in met["event_id"]}
    assert not met.empty


def test_the_chapter_needs_ten_years_for_a_window_of_arms():
    asked = {"start_year": 2005, "members": "ASEAN-10"}
    assert parameters.check("security_forums", {**asked, "end_year": 2014}).years == range(2005, 2015)
    with pytest.raises(parameters.ParameterError, match="at least ten years"):
        parameters.check("security_forums", {**asked, "end_year": 2013})
