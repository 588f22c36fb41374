"""The scorecard: how it compares published series before and after a break, and when it says that it cannot tell."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from shared import ONE_SOURCE

from russia_asean import paths, provenance
from russia_asean.evidence import records
from russia_asean.report import scorecard

BEFORE = dict(zip(range(2009, 2014), [2.0, 2.1, 1.9, 2.2, 2.0], strict=True))
AFTER = dict(zip(range(2014, 2022), [3.0, 3.1, 2.9, 3.2, 3.0, 3.1, 2.8, 3.0], strict=True))
RISE = BEFORE | AFTER


@pytest.fixture
def chapter(make, monkeypatch):
    """Return a function that makes a chapter which publishes series, each by its key; one is published at once."""
    monkeypatch.setattr(paths, "RESULTS", make.folder.parent / "results")

    def publish(**found):
        made = [make.finding("a"), *(make.series(key, **{"title": "a share", **each}) for key, each in found.items())]
        return make.results(*made, name="trade")

    publish(share={"values": RISE})
    return publish


def series(values, **found):
    content = {"key": "x", "title": "a share", "unit": "percent", "exhibit": "fig-a", "rests_on": (), **found}
    return records.Series.model_validate({"values": values, **content})


def judged(values, *others, at=2014, **found):
    """Return the direction of a series at a break, and the reason."""
    return scorecard.direction(series(values, **found), others, at)


def test_a_series_is_read_back_and_what_it_rests_on_is_noted(chapter):
    with provenance.collecting() as seen:
        found = scorecard.published_series("share")
    assert scorecard.values_by_year(found).to_dict() == RISE
    assert seen == records.origins(found.rests_on)


def test_the_synthesis_does_not_read_itself(chapter, make):
    make.results(make.series("own", values=RISE), name="synthesis")
    with pytest.raises(scorecard.ScorecardError, match=r"No chapter has published the series 'own'\. There are: share"):
        scorecard.published_series("own")


def test_the_data_of_an_exhibit_are_read_back_and_what_they_rest_on_is_noted(chapter, make):
    content = {"title": "T", "caption": "C", "processing": "P", "fields": (), "data": ({"year": 2014, "value": 2.5},)}
    exhibit = records.Exhibit.model_validate({"key": "tab-a", **content, "rests_on": ONE_SOURCE})
    make.results(exhibit, name="vietnam")
    with provenance.collecting() as seen:
        found = scorecard.published_exhibit("tab-a")
    assert found.to_dict("records") == [{"year": 2014, "value": 2.5}]
    assert seen == records.origins(exhibit.rests_on)
    with pytest.raises(scorecard.ScorecardError, match="No chapter has published the exhibit 'tab-b'"):
        scorecard.published_exhibit("tab-b")


@pytest.mark.parametrize(
    ("year", "before", "after"),
    [
        (2014, (2009, 2013), (2014, 2021)),
        (2022, (2014, 2021), (2022, 2025)),
        # Another year takes the place of the nearest fixed one.
        (2012, (2009, 2011), (2012, 2021)),
        (2020, (2014, 2019), (2020, 2025)),
    ],
)
def test_periods_reach_to_the_next_fixed_break(year, before, after):
    first, last = scorecard.periods_around(year)
    assert ((first[0], first[-1]), (last[0], last[-1])) == (before, after)


def test_the_interval_is_that_of_welch():
    compared = scorecard.compare(series(RISE), 2014)
    expected = stats.ttest_ind([*AFTER.values()], [*BEFORE.values()], equal_var=False).confidence_interval(0.95)
    assert compared.interval() == pytest.approx((expected.low, expected.high))
    assert compared.difference == pytest.approx(3.0125 - 2.04)


def test_errors_of_the_values_widen_the_interval():
    errors = dict.fromkeys(RISE, 0.3)
    bare, known = (scorecard.compare(series(RISE, errors=each), 2014) for each in ({}, errors))
    low, high = known.interval()
    assert low < bare.interval()[0] < bare.interval()[1] < high
    # Without spread between years the errors alone decide, on the normal curve: 0.3 over five and over eight years.
    flat = dict.fromkeys(BEFORE, 2.0) | dict.fromkeys(AFTER, 3.0)
    low, high = scorecard.compare(series(flat, errors=errors), 2014).interval()
    assert high - low == pytest.approx(2 * 1.959964 * 0.3 * math.sqrt(1 / 5 + 1 / 8))


def test_a_clear_rise_is_nearer_and_of_a_distance_further():
    assert judged(RISE) == ("nearer", "clear")
    assert judged(RISE, nearer=-1) == ("further", "clear")


def test_values_of_the_years_outside_the_two_periods_do_not_count():
    assert judged(RISE | {2000: 99.0, 2023: -99.0}) == ("nearer", "clear")


def test_it_is_unclear_where_the_interval_holds_no_change():
    wide = {2009: 1.0, 2011: 5.0, 2013: 3.0, 2014: 2.0, 2016: 6.0, 2020: 4.0}
    assert judged(wide) == ("unclear", "the interval includes zero")


def test_one_value_on_a_side_has_no_interval():
    assert judged(BEFORE | {2018: 3.0}) == ("unclear", "one value on a side (2018)")
    assert scorecard.compare(series(BEFORE | {2018: 3.0}), 2014).interval() is None


def test_without_a_value_on_a_side_nothing_is_known():
    assert judged(BEFORE) == ("not known", "no value in 2014–2021")
    assert judged(AFTER) == ("not known", "no value in 2009–2013")


def test_what_never_changed_is_unchanged():
    assert judged(dict.fromkeys(RISE, 6.0)) == ("unchanged", "the same in all years")


def test_it_is_unclear_where_a_single_year_turns_the_sign(monkeypatch):
    # An interval of almost no width lets the other conditions speak.
    monkeypatch.setattr(scorecard.stats.t, "ppf", lambda *_: 1e-6)
    peak = {2012: 1.0, 2013: 1.0, 2014: 0.9, 2015: 0.9, 2016: 2.0}
    assert judged(peak) == ("unclear", "turns without 2016")


def test_it_is_unclear_where_the_sign_turns_with_the_break(monkeypatch):
    monkeypatch.setattr(scorecard.stats.t, "ppf", lambda *_: 1e-6)
    values = {2012: 1.0, 2013: 1.0, 2014: 3.0, 2015: 2.0, 2016: 2.0}
    assert judged(values) == ("nearer", "clear")
    # A year later the highest value would count before the break.
    assert judged(values | {2014: 9.0}) == ("unclear", "turns with the break in 2015")


def test_it_is_unclear_where_another_record_says_the_opposite():
    fall = series({year: -value for year, value in RISE.items()}, title="the other record")
    assert judged(RISE, fall) == ("unclear", "turns on: the other record")
    # A record that does not reach over the break says nothing.
    assert judged(RISE, series(BEFORE)) == ("nearer", "clear")


@given(st.lists(st.floats(-5, 5), min_size=13, max_size=13))
def test_turning_a_series_upside_down_turns_its_direction(noise):
    values = {year: value + shift for (year, value), shift in zip(RISE.items(), noise, strict=True)}
    turned = {"nearer": "further", "further": "nearer"}
    now = judged(values)
    upside_down = judged({year: -value for year, value in values.items()})
    assert upside_down == (turned.get(now[0], now[0]), now[1])


def test_a_card_tells_levels_from_to_in_the_unit(chapter):
    chapter(
        share={"values": RISE}, money={"values": {year: 1e9 * value for year, value in RISE.items()}, "unit": "usd"}
    )
    card = scorecard.card({"one": {"share": [], "money": []}}, 2014)
    share, money = card.to_dict("records")
    space = "\N{NO-BREAK SPACE}"
    assert (share["start"], share["end"]) == (f"2.0{space}% (2009–2013)", f"3.0{space}% (2014–2021)")
    # Points for percentages, percent for amounts.
    assert share["change"].startswith("+0.97 points (0.")
    assert money["change"].startswith(f"+48{space}% (")
    assert money["difference"] == pytest.approx(100 * (3.0125 / 2.04 - 1))


def test_a_card_judges_each_dimension_by_its_clear_measures(chapter):
    unclear = {2009: 1.0, 2011: 5.0, 2014: 2.0, 2016: 6.0}
    chapter(share={"values": RISE}, far={"values": RISE, "nearer": -1}, open={"values": unclear})
    card = scorecard.card(
        {"one": {"share": [], "open": []}, "two": {"share": [], "far": []}, "three": {"open": [], "share": ["far"]}},
        2014,
    )
    assert scorecard.judged(card)["moved"].to_dict() == {"one": "nearer", "two": "measures disagree", "three": "nearer"}
    # Both rest on one producer, or on one measure.
    assert scorecard.judged(card)["confidence"].to_dict() == {"one": "medium", "two": "low", "three": "medium"}
    assert scorecard.card({"one": {"share": []}}, 2022)["end"].tolist() == ["—"]


def test_years_can_be_left_out_and_intervals_widened(chapter):
    one = {"one": {"share": []}}
    assert scorecard.card(one, 2014, left_out=BEFORE)["direction"].tolist() == ["not known"]
    assert scorecard.card(one, 2014, level=1 - 1e-12)["direction"].tolist() == ["unclear"]


def test_what_another_choice_changes_is_counted(chapter):
    fall = {year: -value for year, value in RISE.items()}
    chapter(share={"values": RISE}, fall={"values": fall}, same={"values": RISE})
    usual = {"One": {"share": ["same"]}, "Two": {"same": []}}
    other = scorecard.replaced(usual, {"share": "fall"})
    assert other == {"One": {"fall": ()}, "Two": {"same": []}}
    found = scorecard.changes(scorecard.card(usual, 2014), scorecard.card(other, 2014))
    assert found == {"measures": 1, "dimensions": 1, "changed": "one (nearer to further)"}


@pytest.mark.parametrize(
    ("directions", "direction"),
    [
        (["nearer"], "nearer"),
        (["nearer", "unclear", "not known"], "nearer"),
        (["further", "further"], "further"),
        (["nearer", "further", "unclear"], "measures disagree"),
        (["unclear", "unchanged"], "unclear"),
        (["unchanged", "not known"], "unchanged"),
        (["not known"], "not known"),
        ([], "not known"),
    ],
)
def test_the_clear_measures_of_a_dimension_decide(directions, direction):
    assert scorecard.dimension_direction(directions) == direction


ONE, OTHER, BOTH = frozenset({"SIPRI"}), frozenset({"IMF"}), frozenset({"SIPRI", "IMF"})


@pytest.mark.parametrize(
    ("directions", "producers", "confidence"),
    [
        (["nearer", "nearer"], [ONE, OTHER], "high"),
        (["nearer", "unclear", "nearer"], [ONE, OTHER, OTHER], "high"),
        (["nearer", "nearer"], [ONE, ONE], "medium"),
        (["nearer", "nearer"], [ONE, BOTH], "medium"),
        (["nearer", "unclear"], [ONE, OTHER], "medium"),
        (["nearer", "further"], [ONE, OTHER], "low"),
        (["unclear", "unclear"], [ONE, OTHER], "low"),
        (["unchanged", "unchanged"], [ONE, OTHER], "low"),
    ],
)
def test_confidence_asks_for_clear_measures_of_producers_that_have_nobody_in_common(directions, producers, confidence):
    assert scorecard.confidence(directions, producers) == confidence


def test_directions_are_told_in_the_order_of_the_phrases():
    moved = pd.Series({"Trade": "further", "Arms": "nearer", "Votes": "further"})
    told = {"nearer": "came nearer in", "further": "moved apart in", "unclear": "unclear for"}
    assert scorecard.phrased(moved, told) == ["came nearer in arms", "moved apart in trade and votes"]
