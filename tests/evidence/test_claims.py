"""The rule that turns a claim and its measurements into a verdict."""

import dataclasses
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean import provenance
from russia_asean.data import tables
from russia_asean.evidence import claims
from russia_asean.evidence.claims import Holds

COUNTED = sorted(claims.COUNTED)


def claim(comparator="=", value=10.0, *, high=None, precision=1.0, unit="USD", date=""):
    """Return a claim as the tests need it."""
    stated = None if date else value
    return claims.Claim("made-up", "A statement.", unit, comparator, stated, high, precision, date)


# comparator, value, precision, what agrees, what does not
MEASURED = [
    ("=", 10, 1, [9.5, 10, 10.5], [9.49, 10.51, -10]),
    ("=", 21.4, 0.1, [21.35, 21.4, 21.45], [21.34, 21.46]),
    ("=", 100, math.nan, [100], [99.9, 100.1]),  # no digit is stated, so none may be off
    ("=", 0, 1, [-0.5, 0, 0.5], [0.51, -0.51]),
    ("=", -4, 0.1, [-4.05, -3.95], [-3.94, -4.06, 4]),
    ("~", 10, 1, [9, 10, 11], [8.9, 11.1]),
    ("~", 100, 1, [90, 110], [89.9, 110.1]),
    ("~", -100, 1, [-110, -90], [-111, -89, 100]),
    (">", 10, 1, [10.001, 1e12], [10, 9.999]),
    (">", -5, 1, [-4.999, 0], [-5, -6]),
    (">=", 10, 1, [9.5, 10, 1e12], [9.49, -10]),
    (">=", -5, 1, [-5.5, 0], [-5.51]),
    (">~", 10, 1, [10.001, 11], [10, 11.1, 9]),
    (">~", -10, 1, [-9.999, -9], [-10, -8.9]),
    ("<", 10, 1, [9.999, -1e12], [10, 10.001]),
    ("<~", 10, 1, [9.999, 9], [10, 8.9, 11]),
    ("<~", -10, 1, [-10.001, -11], [-10, -11.1]),
    ("up to", 10, 1, [9.5, 10, 10.5], [10.51, 9.49, -3]),  # a ceiling of ten is no ceiling of three
]


@pytest.mark.parametrize(("comparator", "value", "precision", "inside", "outside"), MEASURED)
def test_interval_of_a_measured_value(comparator, value, precision, inside, outside):
    stated = claim(comparator, float(value), precision=precision)
    assert [found for found in inside if not claims.agrees(stated, found)] == []
    assert [found for found in outside if claims.agrees(stated, found)] == []


def test_a_floor_widens_a_narrow_band_and_leaves_a_wide_one():
    stated = claim("=", 21.4, precision=0.1)
    assert claims.agrees(stated, 20.9, floor=0.5) and not claims.agrees(stated, 20.8, floor=0.5)
    assert claims.band(claim("=", 10.0, precision=1.0), floor=0.2) == (9.5, 10.5)
    assert claims.band(claim("range", 2.0, high=3.0, precision=0.1), floor=0.5) == (1.5, 3.5)
    assert claims.band(claim("=", 8.0, unit="rank"), floor=1.0) == (8, 8)


def test_one_billion_is_no_band_of_half_to_one_and_a_half():
    assert claims.band(claim("=", 1e9, precision=1e9)) == (0.9e9, 1.1e9)
    assert claims.band(claim("=", 17e9, precision=1e9)) == (16.5e9, 17.5e9)
    assert claims.band(claim("=", 100.0, precision=100.0, unit="ratio")) == (90, 110)
    assert claims.band(claim("=", 2.0, precision=1.0, unit="percent")) == (1.5, 2.5)


@pytest.mark.parametrize(("comparator", "sign"), [("<", -1), (">", 1)])
def test_a_direction_is_larger_than_the_floor_of_its_measure(comparator, sign):
    direction = claims.Claim("made-up", "It fell, or rose.", "percent", comparator, 0.0, None, 0.1, "")
    assert claims.agrees(direction, sign * 2.8)
    assert not claims.agrees(direction, sign * 2.8, floor=9.7)
    assert not claims.agrees(direction, sign * 9.7, floor=9.7)
    assert claims.agrees(direction, sign * 9.8, floor=9.7)
    # The floor moves no other bound: more than ten stays more than ten.
    assert claims.agrees(claims.Claim("made-up", "More than.", "percent", ">", 10.0, None, 1.0, ""), 10.1, floor=9.7)


@pytest.mark.parametrize("unit", COUNTED)
def test_what_is_counted_must_be_equal(unit):
    stated = claim("=", 8.0, unit=unit)
    assert claims.agrees(stated, 8)
    assert not claims.agrees(stated, 9)
    assert not claims.agrees(stated, 8.1)


@pytest.mark.parametrize("unit", COUNTED)
def test_counts_have_no_half_digit(unit):
    assert claims.band(claim("up to", 8.0, unit=unit)) == (8, 8)
    assert claims.band(claim("range", 8.0, high=10.0, unit=unit)) == (8, 10)


def test_range_allows_half_a_digit_at_both_ends():
    stated = claim("range", 2.0, high=3.0, precision=1.0, unit="percent")
    assert claims.band(stated) == (1.5, 3.5)
    assert not claims.agrees(stated, 3.6)


@pytest.mark.parametrize(
    ("comparator", "precision", "measured", "fits"),
    [
        ("=", 1e9, 17.5e9, True),
        ("=", 1e9, 17.6e9, False),
        ("=", 1e8, 17.5e9, False),
        (">", 1e9, 17.6e9, True),
        (">", 1e9, 16.9e9, False),
        ("range", 1e9, 17.5e9, True),
        ("=", 1e9, math.nan, False),
    ],
)
def test_amounts_that_others_state_are_held_to_the_rule_for_claims(comparator, precision, measured, fits):
    assert claims.fits(17e9, comparator, precision, measured) is fits


def test_a_value_that_prints_as_the_bound_is_inside():
    assert claims.agrees(claim("=", 0.3, precision=0.2, unit="percent"), 0.1 + 0.2 + 0.1)
    assert claims.agrees(claim("~", 0.7, precision=0.1), 0.7 * 1.1 + 0.03)


@pytest.mark.parametrize("comparator", ["=", "~", "range", "<~"])
def test_a_lower_end_has_room_for_the_last_binary_digits_and_no_more(comparator):
    stated = claim(comparator, 100.0)
    low, _ = claims.band(stated)
    # The room is a thousand-millionth of the value: 1e-7 of a hundred.
    assert claims.agrees(stated, low - 1e-8)
    assert not claims.agrees(stated, low - 1e-6)


def test_beside_a_stated_zero_there_is_no_room():
    assert claims.agrees(claim("=", 0.0), 0.5)
    assert not claims.agrees(claim("=", 0.0), 0.5 + 1e-12)


@pytest.mark.parametrize(
    ("stated", "measured", "agrees"),
    [
        ("2018-12-30", "2018-12-30", True),
        ("2018-12-30", "2018-12-31", False),
        ("2018-12", "2018-12-30", True),
        ("2018-12", "2018-11-30", False),
        ("2018", "2018-12-30", True),
        ("2018", "2019-01-01", False),
    ],
)
def test_dates_agree_to_the_precision_stated(stated, measured, agrees):
    assert claims.agrees(claim(date=stated, unit="date"), measured) is agrees


def test_a_condition_holds_or_not():
    stated = claim(value=None)
    assert claims.agrees(stated, Holds(True, "found"))
    assert not claims.agrees(stated, Holds(False, "found"))


@pytest.mark.parametrize(
    ("stated", "measured", "message"),
    [
        (claim(value=None), 1.0, "states no number"),
        (claim(), "2018", "states no date"),
        (claim(date="2018-12-30", unit="date"), "2018", "not that precise"),
        (claim(date="2018", unit="date"), 2018, "measure it by a date"),
        (claim("roughly"), 1.0, "unknown comparator"),
    ],
)
def test_a_measurement_of_the_wrong_kind_is_refused(stated, measured, message):
    with pytest.raises(claims.ClaimError, match=message):
        claims.agrees(stated, measured)


def row(**changed):
    """Return a row of ``claims.csv``."""
    cells = {
        "statement": "S.",
        "unit": "USD",
        "comparator": "=",
        "value": "21.4",
        "value_high": math.nan,
        "precision": 0.1,
    }
    return pd.Series({**cells, **changed})


@pytest.mark.parametrize(
    ("precision", "date"), [(1, "2018-12-30"), (31, "2018-12"), (366, "2018")]
)  # days of uncertainty: a day, a month, a year
def test_dates_are_read_to_their_precision(precision, date):
    read = claims.from_row("x", row(unit="date", value="2018-12-30", precision=precision))
    assert (read.date, read.value) == (date, None)


def test_rows_without_a_number_are_read():
    read = claims.from_row("x", row(value=math.nan, unit=math.nan, comparator=math.nan, precision=math.nan))
    assert (read.value, read.unit, read.comparator, read.date) == (None, "", "", "")


def test_unknown_claim_names_similar_ones():
    five = r"Similar: (trade-[\w-]+, ){4}trade-[\w-]+\.$"
    with pytest.raises(claims.ClaimError, match=rf"Unknown claim 'trade-total-1066'.*data/claims/claims\.csv\. {five}"):
        claims.claim("trade-total-1066")
    with pytest.raises(claims.ClaimError, match=r"Similar: none\.$"):
        claims.claim("hastings-1066")


def test_a_claim_is_read_whole():
    assert claims.claim("trade-total-2014").claim_id == "trade-total-2014"
    read = claims.from_row("x", row(comparator="range", value="2", value_high=3.0))
    assert (read.claim_id, read.value, read.value_high) == ("x", 2, 3)
    assert claims.from_row("x", row()).value_high is None
    assert claims.from_row("x", row(unit="date", value="2018-12-30", precision=1, value_high=3.0)).value_high is None


def test_every_claim_of_the_table_can_be_read():
    from russia_asean.data import tables

    table = tables.load("claims").set_index("claim_id")
    for claim_id, cells in table.iterrows():
        read = claims.from_row(claim_id, cells)
        if read.value is not None and read.comparator:
            low, high = claims.band(read)
            assert low <= high, claim_id


NUMBERS = st.floats(-1e12, 1e12, allow_nan=False).filter(lambda value: value == 0 or abs(value) > 1e-3)
PRECISIONS = st.floats(1e-3, 1e9)
UNITS = st.sampled_from(["USD", "percent", "ratio", *COUNTED])


@given(NUMBERS, PRECISIONS, UNITS, st.sampled_from(["=", "~", "up to"]))
def test_a_claim_agrees_with_its_own_value(value, precision, unit, comparator):
    assert claims.agrees(claim(comparator, value, precision=precision, unit=unit), value)


@given(NUMBERS, PRECISIONS, UNITS, st.sampled_from([">", ">~", "<", "<~"]))
def test_more_or_less_than_a_value_is_not_that_value(value, precision, unit, comparator):
    assert not claims.agrees(claim(comparator, value, precision=precision, unit=unit), value)


@given(NUMBERS, PRECISIONS, UNITS, NUMBERS)
def test_more_and_less_exclude_each_other(value, precision, unit, measured):
    above, below = (claims.agrees(claim(sign, value, precision=precision, unit=unit), measured) for sign in (">", "<"))
    assert not (above and below)
    assert above or below or measured == pytest.approx(value, rel=1e-8, abs=1e-12)


@given(NUMBERS, PRECISIONS, UNITS, NUMBERS)
def test_about_is_never_stricter_than_plain(value, precision, unit, measured):
    plain, about = (claims.agrees(claim(sign, value, precision=precision, unit=unit), measured) for sign in ("=", "~"))
    assert about or not plain


@given(NUMBERS, NUMBERS, PRECISIONS, st.sampled_from(["=", "~"]))
def test_the_rule_does_not_know_signs(value, measured, precision, comparator):
    stated, opposite = (claim(comparator, sign * value, precision=precision) for sign in (1, -1))
    assert claims.agrees(stated, measured) == claims.agrees(opposite, -measured)


@given(st.floats(0.5, 1e6), PRECISIONS, st.sampled_from(["<~", ">~"]))
def test_the_far_end_of_an_interval_belongs_to_it(value, precision, comparator):
    far = value * (1.1 if comparator == ">~" else 0.9)
    assert claims.agrees(claim(comparator, value, precision=precision), far)


def test_a_stated_number_is_read_from_the_ledger_or_refused():
    assert claims.stated("arms-vietnam-3-3bn") == 3.3e9
    with pytest.raises(claims.ClaimError, match="states no number"):
        claims.stated("russia-seriousness-question")


def test_what_prints_a_stated_number_rests_on_our_reading_and_a_test_of_it_does_not():
    (whole,) = tables.origins("claims")
    ours = {dataclasses.replace(whole, row="arms-vietnam-3-3bn")}
    assert claims.stated("arms-vietnam-3-3bn").origins == ours
    with provenance.collecting() as read:
        claims.claim("arms-vietnam-3-3bn")
    assert not read
