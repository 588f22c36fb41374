"""The chapter on BRICS: what its cells compute beyond the library, and who is credited for it."""

import pytest

from russia_asean.analysis import economy, un_votes
from russia_asean.data import memberships
from russia_asean.evidence import records
from russia_asean.report import execute

pytestmark = pytest.mark.slow

MEMBERSHIPS = "author-chronology"


@pytest.fixture(scope="module")
def found():
    """Return the records of the chapter by their keys."""
    return {each.key: each for each in execute.in_process("brics", {})}


def sources_of(record):
    """Return the keys of the sources that a record credits."""
    return records.sources(record.rests_on)


@pytest.mark.parametrize("key", ["fig-brics-bars", "fig-brics-points", "fig-brics-within", "tab-brics-robust"])
def test_a_list_of_members_that_only_selects_is_not_credited(found, key):
    assert MEMBERSHIPS not in sources_of(found[key])


@pytest.mark.parametrize("key", ["brics-members", "fig-brics-timeline", "tab-brics-status", "brics-accession"])
def test_what_is_said_of_membership_credits_its_dates(found, key):
    assert MEMBERSHIPS in sources_of(found[key])


def test_only_the_lists_of_votes_that_are_shown_are_credited(found):
    lists = [f"press-es-10-{number}" for number in (21, 22, 23, 24, 26)]
    assert sources_of(found["tab-brics-palestine"]) == lists
    assert sources_of(found["brics-after"]) == ["wikipedia-es-11-7"]


def test_each_resolution_is_measured_on_its_own_list(found):
    measured = found["russia-palestine-alignment"].measured
    assert [records.sources(value.rests_on) for value in measured] == [
        [f"press-es-10-{number}"] for number in (21, 22, 23, 24, 26)
    ]


def test_a_distance_says_which_way_it_changed(found):
    for key, name in {"brics-spread": "members of the date", "brics-spread-fixed": "today's members (fixed)"}.items():
        drawn = {row["year"]: row["value"] for row in found["fig-brics-spread"].data if row["series"] == name}
        first, last, calm = (
            sum(values[-3:]) / 3
            for values in ([*drawn.values()][:3], [*drawn.values()], [v for year, v in drawn.items() if year != 2022])
        )
        way, calm_way = ("closer together" if end < first else "apart" for end in (last, calm))
        assert f"from {first:.2f} ({min(drawn)}–" in found[key].text and f"to {last:.2f} (" in found[key].text
        # Where one year decides, neither sentence nor title says a way.
        assert way != calm_way or f"moved {way}:" in found[key].text
        assert ("depends on 2022" in found[key].text) == (way != calm_way)
        assert way == calm_way or "depends on 2022" in found["fig-brics-spread"].title


def test_both_measures_of_output_are_in_the_chapter(found):
    drawn = {row["series"]: row["value"] for row in found["fig-brics-weight"].data if row["year"] == 2025}
    assert drawn["members of the date"] == drawn["today's members (fixed)"]
    years = [row["year"] for row in found["fig-brics-weight"].data if row["series"] == "members of the date"]
    assert min(years) == 2006
    robust = {row["set"]: row for row in found["tab-brics-robust"].data}
    assert robust["Ten members"]["ppp"] == drawn["today's members (fixed)"]
    assert f"made {robust['Ten members']['market']:.1f}" in found["brics-other-measure"].text


def test_trade_within_brics_is_counted_once_on_each_side(found):
    within = {}
    for row in found["fig-brics-within"].data:
        within.setdefault(row["partner"], {})[row["iso3"]] = row["value"]
    # What others trade with one another has two members as its sides; what they trade with China has one of them.
    with_china, among_others = sum(within["China"].values()), sum(within["other members"].values()) / 2
    assert f"{100 * with_china / (with_china + among_others):.0f}" in found["brics-within-china"].text
    more = sum(value > within["other members"][code] for code, value in within["China"].items())
    assert found["fig-brics-within"].title.startswith(f"{more} of {len(within['China'])} members")


def test_intervals_of_ideal_points_are_those_of_their_states(found):
    points = un_votes.points_of_edition().query("measure == 'final_passage' and year == 2024").set_index("iso3")
    for row in found["fig-brics-points"].data:
        state = points.loc[row["iso3"]]
        assert row["second_margin"] == pytest.approx((state["high"] - state["low"]) / 2, rel=1e-4)


def test_each_release_has_a_share(found):
    rows = found["tab-brics-vintages"].data
    assert [row["vintage"] for row in rows] == economy.outlook_vintages()
    assert all(row["share"] < row["with_indonesia"] for row in rows)


def test_votes_and_trade_stand_side_by_side_for_each_member(found):
    courses = {row["iso3"]: row for row in found["tab-brics-courses"].data}
    assert set(courses) == set(memberships.asean_10())
    assert all(row["yes"] <= row["known"] for row in courses.values())
    yes = [row["yes"] for row in courses.values()]
    assert yes == sorted(yes, reverse=True)
    assert courses["LAO"]["after"] is None
    singapore = courses["SGP"]
    assert singapore["change"] == pytest.approx(100 * (singapore["after"] / singapore["before"] - 1), rel=1e-3)


def test_the_series_of_russias_trade_is_the_line_of_the_picture(found):
    drawn = {row["year"]: row["value"] for row in found["fig-brics-russia"].data if row["series"] == "ASEAN"}
    assert found["brics-asean-share-of-russia"].values == pytest.approx(drawn, rel=1e-4)
