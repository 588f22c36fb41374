"""Claims with a number, read as bands: the number, its period, its measure, and all of it in words."""

import dataclasses
import math

import pandas as pd
import pytest

from russia_asean.evidence import claims, stated

NUMBERS = {"precision": math.nan, "comparator": "=", "unit": "USD", "period": "2020", "measure": "total goods trade"}
CHANGE = {"measure": "change in total goods trade", "unit": "percent", "precision": 1}


def made(value, **changed):
    """Return a table of one claim: a total of trade in 2020, and what differs from it."""
    row = {"claim_id": "c0", "document": "000", "subject": "RUS", "counterpart": "ASEAN", "statement": "S."}
    return pd.DataFrame([{**row, **NUMBERS, "value_high": math.nan, "value": str(value), **changed}])


@pytest.mark.parametrize(
    ("value", "changed", "said"),
    [
        (13e9, {"comparator": ">~"}, "slightly over $13.0bn"),
        (13e9, {}, "$13.0bn"),
        (0, {**CHANGE, "comparator": ">"}, "a rise"),
    ],
)
def test_a_number_keeps_its_qualifier(value, changed, said):
    assert stated.number_text(claims.from_row("c0", made(value, **changed).iloc[0])) == said


def test_claims_without_a_number_are_left_out():
    table = pd.concat([made(10e9), made("").replace("", math.nan)])
    assert [each.claim_id for each in stated.read_claims(table)] == ["c0"]


@pytest.mark.parametrize(
    ("changed", "band"),
    [
        ({"precision": 1e9}, (9.5e9, 10.5e9)),
        # Half of the last digit of 10.0 is less than data are revised by, and all the room there is.
        ({"precision": 0.1e9}, (9.95e9, 10.05e9)),
        ({"precision": 0.1e9, "comparator": "~"}, (9e9, 11e9)),
        ({"precision": 1, "unit": "count"}, (10e9, 10e9)),
        # No size of the last digit is given, so nothing may be off.
        ({}, (10e9, 10e9)),
    ],
)
def test_a_number_stands_for_what_rounds_to_it(changed, band):
    (read,) = stated.read_claims(made(10e9, **changed))
    assert read.band == pytest.approx(band)


@pytest.mark.parametrize(
    ("changed", "band"),
    [
        ({}, (10e9, 10e9)),
        ({"comparator": ">~"}, (10e9, math.inf)),
        ({"comparator": "up to"}, (0, 10e9)),
        ({"comparator": "range", "value_high": 12e9}, (10e9, 12e9)),
    ],
)
def test_a_printed_number_has_no_room_for_rounding(changed, band):
    (read,) = stated.read_claims(made(10e9, **changed), printed=True)
    assert read.band == band


@pytest.mark.parametrize(
    ("measure", "named"),
    [
        ("exports", ("", "exports", "", "", False)),
        ("share of exports: minerals", ("share of", "exports", "minerals", "", False)),
        ("rank in exports among members of ASEAN", ("rank in", "exports", "", "members of ASEAN", False)),
        ("share of imports of the subject", ("share of", "imports", "", "", True)),
    ],
)
def test_the_name_of_a_measure_tells_what_it_is_about(measure, named):
    (read,) = stated.read_claims(made(10e9, measure=measure))
    assert dataclasses.astuple(read.measure) == named


@pytest.mark.parametrize(
    ("kind", "noun"),
    [("", ""), ("share of", "share"), ("change in", "change"), ("year of maximum of", "year of maximum")],
)
def test_a_kind_of_number_has_a_name(kind, noun):
    assert stated.Kind(kind).noun == noun


@pytest.mark.parametrize(
    ("period", "ends"),
    [
        # 12 * 2014 is 24,168.
        ("2014", (24168, 24179)),
        ("2024-01/2024-09", (24288, 24296)),
        ("../2017", (-math.inf, 24215)),
        ("2018-01-01", (24216, 24216)),
        ("2018/2022", (24216, 24275)),
    ],
)
def test_periods_are_read_as_months(period, ends):
    assert stated.months_of_period(period) == ends


def test_only_money_over_at_least_a_month_is_a_sum():
    cases = [({}, True), ({"period": "2020-05-01"}, False), ({"unit": "count"}, False), (CHANGE, False)]
    for changed, is_sum in cases:
        (read,) = stated.read_claims(made(10, **changed))
        assert read.is_sum == is_sum, changed


@pytest.mark.parametrize(
    ("band", "unit", "said"),
    [
        ((1e9, 2e9), "USD", "$1.00bn to $2.00bn"),
        ((0, 2e9), "USD", "at most $2.00bn"),
        ((3, math.inf), "count", "at least 3"),
        ((-math.inf, math.inf), "percent", "any value"),
    ],
)
def test_an_interval_in_words(band, unit, said):
    assert stated.interval_text(band, unit) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((12, 12), "rose by 12\u00a0%"),
        ((-43, math.inf), "fell by at most 43\u00a0%"),
        ((-100, -43), "fell by at least 43\u00a0%"),
        ((-100, 35), "rose by at most 35\u00a0%"),
        ((20, math.inf), "rose by at least 20\u00a0%"),
        ((1, 1), "hardly changed"),
    ],
)
def test_a_change_in_words(change, said):
    assert stated.percent_change_text(change) == said
