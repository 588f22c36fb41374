"""Measures: published and hand-computed cases, and rules that hold for any numbers."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean import measures, provenance
from russia_asean.provenance import Origin

POSITIVE = st.floats(1e-3, 1e12, allow_nan=False, allow_infinity=False)
WEIGHTS = st.lists(POSITIVE, min_size=1, max_size=30)
PLACE = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
HALF_ROUND = math.pi * measures.EARTH_RADIUS_KM


def test_share_is_in_percent_and_undefined_of_nothing():
    assert measures.share(1, 8) == 12.5
    assert math.isnan(measures.share(1, 0))


def test_growth_is_in_percent_of_the_first_value():
    assert measures.percent_change(80, 100) == pytest.approx(25)
    assert measures.percent_change(100, 80) == pytest.approx(-20)
    assert math.isnan(measures.percent_change(0, 5))


def test_annual_growth_compounds():
    assert measures.compound_annual_growth(100, 121, 2) == pytest.approx(10)
    assert measures.compound_annual_growth(100, 200, 10) == pytest.approx(7.17735, abs=1e-5)


@pytest.mark.parametrize(("first", "last", "years"), [(0, 1, 1), (1, -1, 1), (1, 2, 0), (1, 2, -3)])
def test_annual_growth_refuses_what_has_no_rate(first, last, years):
    with pytest.raises(ValueError, match="annual growth needs positive"):
        measures.compound_annual_growth(first, last, years)


def test_hhi_of_the_textbook_market():
    # Four firms with 30, 30, 20 and 20 per cent: 2600 on the scale of the US merger guidelines.
    assert measures.hhi(pd.Series([30.0, 30, 20, 20])) == pytest.approx(0.26)
    assert measures.hhi(pd.Series([7.0, 0, 0])) == 1


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [1.0, -0.1]])
def test_hhi_refuses_negative_or_empty_weights(values):
    with pytest.raises(ValueError, match="non-negative"):
        measures.hhi(pd.Series(values, dtype=float))


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        ((0, 0), (0, 90), HALF_ROUND / 2),
        ((90, 0), (-90, 0), HALF_ROUND),
        (
            (36.12, -86.67),
            (33.94, -118.40),
            2886.45,
        ),  # Nashville to Los Angeles, the usual worked example (R = 6371.0088)
        ((55.7558, 37.6173), (21.0278, 105.8342), 6745),  # Moscow to Hanoi
    ],
)
def test_distance_of_known_pairs(start, end, km):
    assert measures.distance_km(*start, *end) == pytest.approx(km, rel=2e-3)


def test_rank_counts_from_the_largest_and_ties_share_the_better_rank():
    values = pd.Series({"CHN": 9.0, "USA": 5.0, "JPN": 5.0, "RUS": 1.0})
    assert [measures.rank_of(values, name) for name in values.index] == [1, 2, 2, 4]
    with pytest.raises(KeyError):
        measures.rank_of(values, "XXX")


@given(WEIGHTS)
def test_hhi_lies_between_equal_shares_and_one(weights):
    value = measures.hhi(pd.Series(weights))
    assert 1 / len(weights) - 1e-9 <= value <= 1 + 1e-9


@given(WEIGHTS, st.floats(1e-3, 1e3))
def test_hhi_does_not_depend_on_the_unit(weights, factor):
    series = pd.Series(weights)
    assert measures.hhi(series * factor) == pytest.approx(measures.hhi(series))


@given(st.integers(1, 50))
def test_hhi_of_equal_partners_is_one_over_their_number(count):
    assert measures.hhi(pd.Series([3.0] * count)) == pytest.approx(1 / count)


@given(POSITIVE, POSITIVE, POSITIVE)
def test_shares_of_parts_add_up(one, two, whole):
    together = measures.share(one, whole) + measures.share(two, whole)
    assert together == pytest.approx(measures.share(one + two, whole))


@given(POSITIVE, st.floats(-90, 500))
def test_growth_undoes_itself(first, rate):
    assert measures.percent_change(first, first * (1 + rate / 100)) == pytest.approx(rate, abs=1e-6)


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.integers(1, 30))
def test_annual_growth_leads_from_first_to_last(first, last, years):
    rate = measures.compound_annual_growth(first, last, years)
    assert first * (1 + rate / 100) ** years == pytest.approx(last, rel=1e-6)


@given(PLACE, PLACE)
def test_distance_is_symmetric_and_at_most_half_round_the_earth(one, two):
    there = measures.distance_km(*one, *two)
    assert there == pytest.approx(measures.distance_km(*two, *one), abs=1e-6)
    assert 0 <= there <= HALF_ROUND + 1e-6


@given(PLACE, PLACE, PLACE)
def test_distance_takes_no_short_cut(one, two, three):
    direct = measures.distance_km(*one, *three)
    detour = measures.distance_km(*one, *two) + measures.distance_km(*two, *three)
    assert direct <= detour + 1e-3


@given(st.lists(POSITIVE, min_size=1, max_size=20, unique=True))
def test_ranks_of_different_values_are_one_to_n(values):
    series = pd.Series(values, index=[f"P{number}" for number in range(len(values))])
    assert sorted(measures.rank_of(series, name) for name in series.index) == list(range(1, len(values) + 1))


def test_a_day_is_a_year_with_a_fraction():
    assert measures.decimal_year(pd.Timestamp("2010-07-02")) == 2010.5
    assert measures.decimal_year(pd.Timestamp("2024-01-01")) == 2024
    assert math.isnan(measures.decimal_year(pd.NaT))


@pytest.mark.parametrize(
    ("years", "found"),
    [
        (range(2001, 2004), [2001, 2003]),
        (range(1990, 2000), [1997, 1999]),
        (range(2010, 2012), [2001, 2003]),
        (range(1980, 1985), [1997, 1999]),
    ],
)
def test_the_nearest_years_answer(years, found):
    assert measures.nearest_years([1997, 1999, 2001, 2003], years) == found


RECORDS = pd.DataFrame({"ours": [10.0, 15.0, None], "theirs": [20.0, 10.0, 30.0]}, index=[2019, 2020, 2021])


def test_levels_are_named_by_record_and_year():
    assert measures.values_in_years(RECORDS, 2019, 2020) == {
        "ours, 2019": 10.0,
        "ours, 2020": 15.0,
        "theirs, 2019": 20.0,
        "theirs, 2020": 10.0,
    }
    assert measures.values_in_years({"six members": RECORDS["theirs"]}, 2021) == {"six members, 2021": 30.0}


def test_growths_are_named_by_record_and_span():
    assert measures.percent_change_by_span(RECORDS, (2019, 2020)) == pytest.approx(
        {"ours, 2019 to 2020": 50.0, "theirs, 2019 to 2020": -50.0}
    )
    spans = measures.percent_change_by_span({"ours": RECORDS["theirs"]}, (2019, 2020), (2020, 2021))
    assert spans == pytest.approx({"ours, 2019 to 2020": -50.0, "ours, 2020 to 2021": 200.0})


@pytest.mark.parametrize("year", [2018, 2021])
def test_a_missing_record_is_not_passed_over(year):
    with pytest.raises(KeyError):
        measures.values_in_years(RECORDS, year)
    with pytest.raises(KeyError):
        measures.percent_change_by_span(RECORDS, (2019, year))


def test_means_are_taken_over_windows_of_years():
    values = pd.DataFrame({"VNM": [1.0, 3.0, 5.0], "LAO": [None, 4.0, 6.0]}, index=[2010, 2011, 2012])
    means = measures.window_means(values, [(2010, 2011), (2012, 2012)])
    assert means["VNM"].to_dict() == {"2010–2011": 2.0, "2012–2012": 5.0}
    assert means["LAO"].to_dict() == {"2010–2011": 4.0, "2012–2012": 6.0}


def test_a_mean_over_years_needs_every_year_and_keeps_the_origins():
    first, second = Origin("economy", "imf-weo-2019-04"), Origin("economy", "imf-weo-2025-10")
    values = provenance.labelled(
        pd.Series([1.0, 3.0, None], index=[2010, 2011, 2012], name="a"), {(2010, "a"): [first], (2011, "a"): [second]}
    )
    mean = measures.mean_in_years(values, [2010, 2011])
    assert mean == 2
    assert provenance.origins_of(mean) == {first, second}
    assert provenance.origins_of(measures.mean_in_years(values, [2011])) == {second}
    with pytest.raises(KeyError, match="2012"):
        measures.mean_in_years(values, [2011, 2012])


@pytest.mark.parametrize(("value", "base", "found"), [(6.0, 2.0, 3.0), (1.0, 2.0, 0.5), (-1.0, 2.0, -0.5)])
def test_a_multiple_is_the_one_over_the_other(value, base, found):
    assert measures.multiple(value, base) == found


@pytest.mark.parametrize("base", [0.0, -2.0, math.nan])
def test_a_multiple_needs_a_positive_base(base):
    assert math.isnan(measures.multiple(1.0, base))


def test_a_table_spans_its_first_and_last_year():
    assert measures.first_and_last_year(pd.Series([1.0, 2.0, 3.0], index=[2010, 2011, 2012])) == {
        "first": 2010,
        "last": 2012,
    }


def test_ends_are_means_of_the_years_with_a_value():
    frame = pd.DataFrame({"a": [None, *map(float, range(1, 8)), None], "none": [None] * 9})
    assert measures.first_and_last_means(frame).loc["a"].tolist() == [2.0, 6.0]
    assert "none" not in measures.first_and_last_means(frame).index


def test_no_year_is_in_the_means_of_both_ends():
    frame = pd.DataFrame(
        {"five": [1.0, 2.0, 3.0, 4.0, 5.0], "two": [None, None, None, 6.0, 8.0], "one": [9.0, *[None] * 4]}
    )
    found = measures.first_and_last_means(frame)
    assert found.loc["five"].tolist() == [1.5, 4.5] and found.loc["two"].tolist() == [6.0, 8.0]
    assert "one" not in found.index
    assert [measures.years_at_each_end(count) for count in (1, 2, 5, 6, 30)] == [0, 1, 2, 3, 3]


def test_concentration_of_known_partners_is_a_lower_bound():
    assert measures.hhi_lower_bound(pd.Series([50.0, 50.0])) == pytest.approx(0.5)
    assert measures.hhi_lower_bound(pd.Series([50.0])) == pytest.approx(0.25)
    assert measures.hhi_lower_bound(pd.Series({"EUN": 50.0, "CHN": 10.0}), {"EUN": 5}) == pytest.approx(0.06)


def test_an_index_lies_between_many_small_partners_and_one_large_one():
    assert measures.hhi_bounds(pd.Series({"a": 60.0, "b": 20.0})) == pytest.approx((0.36 + 0.04, 0.64 + 0.04))
    assert measures.hhi_bounds(pd.Series({"a": 60.0, "b": 40.0})) == pytest.approx((0.52, 0.52))
