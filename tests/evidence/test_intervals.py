"""Arithmetic on the ends of intervals: by hand, and on any numbers that lie in them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean.evidence import intervals

AMOUNT = st.floats(1, 1e6)
BANDS = st.tuples(AMOUNT, AMOUNT).map(lambda ends: (min(ends), max(ends)))


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [((1, 2), (2, 3), True), ((1, 2), (3, 4), False), ((1, math.inf), (5, 6), True), ((-math.inf, 1), (2, 3), False)],
)
def test_intervals_overlap_where_they_share_a_value(one, other, shared):
    assert intervals.overlap(one, other) == intervals.overlap(other, one) == shared


def test_the_last_binary_digits_do_not_count():
    assert intervals.overlap((0.1 + 0.2, 1), (0, 0.3))


@pytest.mark.parametrize(
    ("high", "low", "reached"),
    [
        (999_999, 1e6, True),  # a millionth of the larger one is the room, and belongs to it
        (999_998, 1e6, False),
        (-1e6, -999_999, True),
        (0, 5e-16, True),  # beside nothing the room is that of a billionth
        (0, 1e-7, False),
        (math.inf, math.inf, True),
        (-math.inf, 3, False),
    ],
)
def test_the_room_for_the_last_binary_digits(high, low, reached):
    assert intervals.can_reach(high, low) is reached


@pytest.mark.parametrize(("band", "end"), [((5, 5), 5), ((5, math.inf), 5), ((0, 7), 7), ((-math.inf, 7), 7)])
def test_the_end_that_says_most(band, end):
    assert intervals.informative_end(band) == end


def test_results_by_hand():
    assert intervals.total([(1, 2), (10, 20)]) == (11, 22)
    assert intervals.scaled((1, 2), 3) == (3, 6)
    assert intervals.product((2, 3), (4, 5)) == (8, 15)
    assert intervals.remainder((10, 12), (3, 11)) == (0, 9)
    assert intervals.remainder((1, 1.5), (1, 2)) == (0, 0.5)
    assert intervals.quotient((10, 20), (2, 5)) == (2, 10)
    assert intervals.quotient((10, 20), (0, math.inf)) == (0, math.inf)
    assert intervals.quotient((math.inf, math.inf), (1, math.inf)) == (0, math.inf)
    assert intervals.percent_change((10, 20), (20, 30)) == pytest.approx((0, 200))
    assert intervals.compound_annual_rate((0, 21), 2) == pytest.approx((0, 10))


@given(BANDS, BANDS, st.floats(0, 1), st.floats(0, 1))
def test_results_hold_what_any_two_values_give(one, other, left, right):
    first, second = (band[0] + part * (band[1] - band[0]) for band, part in ((one, left), (other, right)))
    results = {
        intervals.total([one, other]): first + second,
        intervals.product(one, other): first * second,
        intervals.quotient(one, other): first / second,
        intervals.percent_change(one, other): 100 * (second / first - 1),
        intervals.remainder(one, other): max(0, first - second),
    }
    assert all(intervals.overlap(band, (value, value)) for band, value in results.items())
