"""Membership compared on dates, and what the tables say of attendance and meetings."""

import pandas as pd
import pytest

from russia_asean.analysis import forums
from russia_asean.data import memberships, tables
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


def test_composition_counts_members_and_dates_powers():
    table = forums.forum_composition(forums.COMPLETE_FORUMS, "2024-12-31", memberships.asean_10()).set_index("forum")
    summit = table.loc["East Asia Summit"]
    assert (summit["members"], summit["asean"]) == (18, 10)
    assert (summit["RUS"], summit["CHN"]) == ("2011-11-19", "2005-12-14")
    assert pd.isna(table.loc["Quad", "RUS"])


def test_attendance_names_one_level_a_year():
    table = forums.summit_attendance()
    assert table["year"].is_unique
    assert table.set_index("year").loc[[2018, 2016, 2025], "level"].tolist() == [
        "president in person",
        "prime minister (announced)",
        "deputy prime minister (announced)",
    ]


def test_meetings_need_russia_and_a_member_or_asean():
    table = forums.russia_asean_meetings(["SGP"], ["summit", "visit"], range(1992, 2027)).set_index("event_id")
    assert {"asean-rus-summit-1", "putin-sgp-2018"} <= set(table.index)
    assert not {"putin-vnm-2013", "bric-summit-2009"} & set(table.index)
    assert table.loc["putin-sgp-2018", "date"] == "13 November 2018"
    assert table["year"].is_monotonic_increasing
    assert forums.russia_asean_meetings([], ["exercise"], range(1992, 2000)).empty


def test_the_chapter_needs_ten_years_for_a_window_of_arms():
    asked = {"start_year": 2005, "members": "ASEAN-10"}
    assert parameters.check("security_forums", {**asked, "end_year": 2014}).years == range(2005, 2015)
    with pytest.raises(parameters.ParameterError, match="at least ten years"):
        parameters.check("security_forums", {**asked, "end_year": 2013})


OPINION = pd.DataFrame(
    [
        ("VNM", 2015, "A", "RUS", "favourable", 75.0, "micro"),
        ("VNM", 2015, "A", "RUS", "favourable", 74.0, "press"),
        ("VNM", 2017, "A", "RUS", "favourable", 83.0, "micro"),
        ("VNM", 2017, "A", "USA", "favourable", 84.0, "micro"),
        ("VNM", 2020, "A", "RUS", "confidence", 60.0, "micro"),
        ("PHL", 2017, "A", "RUS", "favourable", 55.0, "micro"),
        ("PHL", 2018, "B", "RUS", "favourable", 46.0, "press"),
    ],
    columns=["population", "year", "survey", "subject", "measure", "value", "source_key"],
)


def test_the_latest_view_of_each_population_counts_whatever_the_survey(monkeypatch):
    monkeypatch.setattr(tables, "load", {"opinion": OPINION, "countries": tables.load("countries")}.__getitem__)
    views = forums.latest_favourable_views("RUS", ["VNM", "PHL", "LAO"])
    assert views[["name", "year", "value", "survey"]].to_numpy().tolist() == [
        ["Philippines", 2018, 46.0, "B"],
        ["Vietnam", 2017, 83.0, "A"],
    ]


def test_waves_keep_one_survey_and_prefer_microdata(monkeypatch):
    monkeypatch.setattr(tables, "load", {"opinion": OPINION, "countries": tables.load("countries")}.__getitem__)
    waves = forums.favourable_views_by_population("A", ["RUS", "USA"], ["VNM", "PHL"])
    assert list(waves) == ["Vietnam", "Philippines"]
    assert waves["Vietnam"]["RUS"].to_dict() == {2015: 75.0, 2017: 83.0}
    assert waves["Vietnam"]["USA"].dropna().to_dict() == {2017: 84.0}
    assert waves["Philippines"].index.tolist() == [2017]


def test_calculated_views_answer_before_the_press():
    assert forums.favourable_views_by_wave("Pew Global Attitudes", ["MYS"]).loc[("MYS", 2022), "RUS"] == pytest.approx(
        46.9, abs=0.05
    )


def test_views_before_and_after():
    index = pd.MultiIndex.from_tuples([("MYS", 2019), ("MYS", 2022), ("MYS", 2024), ("IDN", 2023)])
    views = pd.Series([40.0, 47.0, 57.0, 42.0], index=index.set_names(["population", "year"]))
    table = forums.before_and_after(views, 2023, 2024).set_index("iso3")
    assert table.loc["MYS", ["year", "before", "after", "change"]].tolist() == [2022, 47, 57, 10]
    assert pd.isna(table.loc["IDN", "change"])
