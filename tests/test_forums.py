"""Membership compared on dates, and what the tables say of attendance and meetings."""

import pytest

from russia_asean import countries, forums, parameters

THREE = ["ARF", "EAS", "ADMM-Plus"]


@pytest.mark.parametrize("iso3", countries.asean_10())
def test_every_member_sits_in_the_three_large_forums(iso3):
    assert all(iso3 in forums.members(group, "2024-12-31") for group in THREE)


def test_summit_and_defence_ministers_have_the_same_members_only_since_2011():
    assert forums.nested(THREE, "2010-12-31")[0] == []
    same, inside = forums.nested(THREE, "2011-12-31")
    assert same == [("EAS", "ADMM-Plus")]
    assert inside == [("EAS", "ARF"), ("ADMM-Plus", "ARF")]


def test_overlap_and_nesting_on_made_up_forums(monkeypatch):
    made = {"A": {"RUS", "CHN"}, "B": {"RUS", "CHN", "USA", "JPN"}, "C": {"IND"}, "D": set()}
    monkeypatch.setattr(forums, "members", lambda group, day: frozenset(made[group]))
    overlap = forums.jaccard("ABCD", "2024-01-01")
    assert list(overlap.columns) == ["A", "B", "C"]
    assert (overlap.loc["A", "B"], overlap.loc["B", "A"], overlap.loc["A", "C"]) == (50, 50, 0)
    assert forums.nested("ABCD", "2024-01-01") == ([], [("A", "B")])


def test_the_overlap_is_symmetric_and_full_on_the_diagonal():
    overlap = forums.jaccard(list(forums.COMPLETE), "2024-12-31")
    assert overlap.equals(overlap.T)
    assert all(overlap.loc[name, name] == 100 for name in overlap)


def test_forums_that_do_not_exist_yet_are_left_out():
    assert forums.existing(list(forums.COMPLETE), "2001-12-31") == ["ARF", "APEC", "SCO"]


def test_composition_counts_members_and_dates_powers():
    table = forums.composition(forums.COMPLETE, "2024-12-31", countries.asean_10()).set_index("forum")
    summit = table.loc["East Asia Summit"]
    assert (summit["members"], summit["asean"]) == (18, 10)
    assert (summit["RUS"], summit["CHN"]) == ("2011-11-19", "2005-12-14")
    assert table.loc["Quad", "RUS"] == ""


def test_the_quad_counts_from_its_second_beginning():
    assert forums.joined("Quad", "USA") == "2017-11"
    with pytest.raises(KeyError, match="no 'RUS' in 'Quad'"):
        forums.joined("Quad", "RUS")


def test_attendance_names_one_level_a_year():
    table = forums.attendance()
    assert table["year"].is_unique
    assert set(table["level"].str.removesuffix(forums.ANNOUNCED)) <= set(forums.LEVELS.values())
    assert table.set_index("year").loc[[2018, 2016, 2025], "level"].tolist() == [
        "president in person",
        "prime minister (announced)",
        "deputy prime minister (announced)",
    ]


def test_meetings_need_russia_and_a_member_or_asean():
    table = forums.meetings(["SGP"], ["summit", "visit"], range(1992, 2027)).set_index("event_id")
    assert {"asean-rus-summit-1", "putin-sgp-2018"} <= set(table.index)
    assert not {"putin-vnm-2013", "bric-summit-2009"} & set(table.index)
    assert table.loc["putin-sgp-2018", "date"] == "13 November 2018"
    assert table["year"].is_monotonic_increasing
    assert forums.meetings([], ["exercise"], range(1992, 2000)).empty


def test_the_chapter_needs_ten_years_for_a_window_of_arms():
    asked = {"start_year": 2005, "members": "ASEAN-10"}
    assert parameters.check("security_forums", {**asked, "end_year": 2014}).years == range(2005, 2015)
    with pytest.raises(parameters.ParameterError, match="at least ten years"):
        parameters.check("security_forums", {**asked, "end_year": 2013})
