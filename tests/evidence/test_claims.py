"""The rule that turns a claim and its measurements into a verdict."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean import provenance
from russia_asean.data import tables
from russia_asean.evidence import claims, records, wording
from russia_asean.evidence.claims import Holds
from russia_asean.evidence.verdicts import Verdict
from russia_asean.provenance import Origin

COUNTED = sorted(claims.COUNTED)


def claim(comparator="=", value=10.0, *, high=None, precision=1.0, unit="USD", date=""):
    """Return a claim as the tests need it."""
    stated = None if date else value
    return claims.Claim("made-up", "A statement.", unit, comparator, stated, high, precision, date)


# comparator, value, precision, what agrees, what does not
MEASURED = [
    ("=", 10, 1, [9.5, 10, 10.5], [9.49, 10.51, -10]),
    ("=", 21.4, 0.1, [20.87, 21.4, 21.93], [20.86, 21.94]),  # the floor of 2.5 % is wider than half a digit
    ("=", 100, math.nan, [97.5, 102.5], [97.4, 102.6]),
    ("=", 0, 1, [-0.5, 0, 0.5], [0.51, -0.51]),
    ("=", -4, 0.1, [-4.1, -3.9], [-3.8, -4.2, 4]),
    ("~", 10, 1, [9, 10, 11], [8.9, 11.1]),
    ("~", 100, 1, [90, 110], [89.9, 110.1]),
    ("~", -100, 1, [-110, -90], [-111, -89, 100]),
    (">", 10, 1, [10.001, 1e12], [10, 9.999]),
    (">", -5, 1, [-4.999, 0], [-5, -6]),
    (">~", 10, 1, [10.001, 11], [10, 11.1, 9]),
    (">~", -10, 1, [-9.999, -9], [-10, -8.9]),
    ("<", 10, 1, [9.999, -1e12], [10, 10.001]),
    ("<~", 10, 1, [9.999, 9], [10, 8.9, 11]),
    ("<~", -10, 1, [-10.001, -11], [-10, -11.1]),
    ("up to", 10, 1, [10.5, 10, -3], [10.51]),
]


@pytest.mark.parametrize(("comparator", "value", "precision", "inside", "outside"), MEASURED)
def test_interval_of_a_measured_value(comparator, value, precision, inside, outside):
    stated = claim(comparator, float(value), precision=precision)
    assert [found for found in inside if not claims.agrees(stated, found)] == []
    assert [found for found in outside if claims.agrees(stated, found)] == []


@pytest.mark.parametrize("unit", COUNTED)
def test_what_is_counted_must_be_equal(unit):
    stated = claim("=", 8.0, unit=unit)
    assert claims.agrees(stated, 8)
    assert not claims.agrees(stated, 9)
    assert not claims.agrees(stated, 8.1)


@pytest.mark.parametrize("unit", COUNTED)
def test_counts_have_no_half_digit(unit):
    assert claims.band(claim("up to", 8.0, unit=unit)) == (-math.inf, 8)
    assert claims.band(claim("range", 8.0, high=10.0, unit=unit)) == (8, 10)


def test_range_allows_half_a_digit_at_both_ends():
    stated = claim("range", 2.0, high=3.0, precision=1.0)
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
    assert claims.agrees(claim("=", 0.3, precision=0.2), 0.1 + 0.2 + 0.1)
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


@pytest.mark.parametrize(
    ("measured", "then", "other", "verdict"),
    [
        ({"a": 10}, {}, {}, Verdict.SUPPORTED),
        ({"a": 10, "b": 10.4}, {}, {}, Verdict.SUPPORTED),
        ({"a": 10, "b": 20}, {}, {}, Verdict.DEPENDS),
        ({"a": 20, "b": 30}, {}, {}, Verdict.NOT_SUPPORTED),
        ({"a": 20}, {"then": 10}, {}, Verdict.SUPERSEDED),
        ({"a": 20}, {}, {"another year": 10}, Verdict.MISREAD),
        ({"a": 20}, {"then": 30}, {"another year": 40}, Verdict.NOT_SUPPORTED),
        ({"a": 20}, {"then": 10}, {"another year": 10}, Verdict.SUPERSEDED),
        ({"a": 10, "b": 20}, {"then": 10}, {"another year": 10}, Verdict.DEPENDS),
        ({"a": 10}, {"then": 20}, {"another year": 20}, Verdict.SUPPORTED),
        ({"a": Holds(True, ""), "b": Holds(False, "")}, {}, {}, Verdict.DEPENDS),
    ],
)
def test_order_of_decision(measured, then, other, verdict):
    assert claims.decide(claim(), measured, then, other) is verdict


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ({"a": True, "b": True}, Verdict.SUPPORTED),
        ({"a": True, "b": False}, Verdict.NOT_SUPPORTED),
        ({"a": False, "b": False}, Verdict.NOT_SUPPORTED),
    ],
)
def test_one_exception_refutes_what_is_said_of_each(parts, verdict):
    """Seven forums are not seven sources: "in all forums" is refuted by one, and does not depend on the source."""
    measured = {name: Holds(true, "yes" if true else "no") for name, true in parts.items()}
    assert claims.decide(claim(), measured, {}, {}, every=True) is verdict


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_what_is_said_of_each_never_depends_on_the_source(holds):
    measured = {str(number): Holds(true, "") for number, true in enumerate(holds)}
    decided = claims.decide(claim(), measured, {}, {}, every=True)
    assert decided is (Verdict.SUPPORTED if all(holds) else Verdict.NOT_SUPPORTED)


def test_the_reason_names_the_exception():
    parts = {"A": Holds(True, "yes"), "B": Holds(False, "no")}
    test = claims.assess("russia-all-platforms", parts, every=True, origins=TRADE)
    assert (test.every, test.reason) == (True, "Holds for A: yes. Does not hold for B: no.")
    found = {"measured": [each.model_dump() for each in test.measured]}
    assert wording.reason_by_bases(test.verdict, found, every=True) == (
        "It says so of each, and 1 of 2 does not hold: B."
    )
    sound = {"measured": [{"basis": name, "agrees": True} for name in "AB"]}
    assert wording.reason_by_bases("supported", sound, every=True) == "Each of its 2 parts holds."


def test_nothing_measured_is_no_verdict():
    with pytest.raises(claims.ClaimError, match="nothing was measured"):
        claims.decide(claim(), {}, {"then": 10}, {})


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


TRADE = frozenset([Origin("trade_flows", "imf-dots-2022-02")])


def test_a_test_holds_what_a_reader_needs():
    row = Origin("published_figures", "adb-ar-2017", "adb-share-jpn-2017")
    test = claims.assess(
        "trade-total-2014",
        {"one": 21.4e9, "two": provenance.Value(1e9, [row])},
        other={"three": 5e9},
        note="N.",
        origins=TRADE,
    )
    assert test.key == "trade-total-2014"
    one, two = test.measured
    assert (one.basis, one.rests_on) == ("one", records.rests_on(TRADE))
    assert (two.basis, two.rests_on) == ("two", records.rests_on([row]))
    (three,) = test.other
    assert (three.value, three.text, three.agrees) == (5e9, "$5.00bn", False)
    assert records.sources(test.rests_on) == ["adb-ar-2017", "imf-dots-2022-02"]
    assert type(two.value) is float  # without what it carries
    assert type(claims._measured_value(claim(unit="count"), "b", 10, TRADE).value) is float


def test_a_test_gives_its_verdict_and_reason():
    test = claims.assess("trade-total-2014", {"one": 22.6e9, "two": 21.4e9}, origins=TRADE)
    assert (test.verdict, test.note) == ("depends on the source", "")
    assert test.reason == "Agrees with one: $22.6bn. Does not agree with two: $21.4bn."
    line = f"Depends on the source. {test.statement} {test.reason}"
    assert claims.shown(test) == {
        "text/plain": line,
        "text/markdown": f"**Depends on the source.**{line.removeprefix('Depends on the source.')}".replace("$", r"\$"),
    }


def test_a_condition_is_stored_with_what_was_found():
    page = records.Page(fact="Treaty, 1995", url="https://www.asean.org/t", table="events")
    found = claims.Measurement(Holds(True, "Russia: yes"), TRADE, (page,))
    assert claims._measured_value(claim(value=None), "b", found, frozenset()) == records.MeasuredValue(
        basis="b", value=True, text="Russia: yes", agrees=True, rests_on=records.rests_on(TRADE), pages=(page,)
    )
    assert not claims._measured_value(claim(value=None), "b", Holds(False, "Russia: no"), TRADE).agrees


def test_a_date_is_stored_as_it_was_measured():
    stored = claims._measured_value(claim(date="2018", unit="date"), "b", "2018-12-30", TRADE)
    assert (stored.value, stored.text, stored.agrees) == ("2018-12-30", "2018-12-30", True)


def test_a_measurement_carries_the_pages_it_was_read_at():
    read, recalled = (
        records.Page(fact="Treaty, 1995", url="https://www.asean.org/t", table="events"),
        records.Page(fact="Protocol, 2001", url="", table="events"),
    )
    test = claims.assess(
        "trade-total-2014", {"one": claims.Measurement(21.4e9, TRADE, (read, recalled)), "two": 1e9}, origins=TRADE
    )
    one, two = test.measured
    assert one.pages == (read, recalled)
    assert two.pages == ()
    said = "Read at [asean.org](https://www.asean.org/t). From general knowledge, no page was read: Protocol, 2001."
    assert wording.pages_read([one.model_dump(), two.model_dump()]) == said
    assert claims.shown(test)["text/plain"].endswith(said)
    assert wording.pages_read([two.model_dump()]) == ""


def test_untested_and_judgement_give_their_reason():
    untested = claims.untested("trade-total-2014", "a time machine")
    judged = claims.judgement("trade-total-2014", ["trade-share"], "A view.")
    assert (untested.verdict, untested.reason) == ("untested", "Not tested here. It would need a time machine.")
    assert (judged.verdict, judged.evidence) == ("judgement", ("trade-share",))
    assert (untested.note, judged.reason) == ("", "")


def test_the_numbers_in_a_note_are_credited():
    test = claims.assess(
        "trade-total-2014", {"one": 21.4e9}, note="N.", origins=TRADE, behind_note=[Origin("economy", "e")]
    )
    assert records.sources(test.rests_on) == ["e", "imf-dots-2022-02"]
    assert records.sources(test.measured[0].rests_on) == ["imf-dots-2022-02"]


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


@given(st.lists(NUMBERS, min_size=1, max_size=4), st.lists(NUMBERS, max_size=2), st.lists(NUMBERS, max_size=2))
def test_every_measurement_leads_to_one_verdict(measured, then, other):
    values = [{str(number): value for number, value in enumerate(each)} for each in (measured, then, other)]
    stated = claim("=", 5.0)
    verdict = claims.decide(stated, *values)
    agreeing = [claims.agrees(stated, value) for value in measured]
    assert (verdict is Verdict.SUPPORTED) == all(agreeing)
    assert (verdict is Verdict.DEPENDS) == (any(agreeing) and not all(agreeing))


def test_a_value_that_misses_narrowly_is_shown_with_more_digits():
    over = claims.Claim("a", "A.", "percent", ">", 58.0, None, 1.0, "")
    assert claims._measured_value(over, "b", 57.5, TRADE).text == "57.50\N{NO-BREAK SPACE}%"
    assert claims._measured_value(over, "b", 58.4, TRADE).text == "58\N{NO-BREAK SPACE}%"
    nothing = claims.Claim("a", "A.", "percent", "=", 0.0, None, 0.1, "")
    assert claims._measured_value(nothing, "b", 1.0, TRADE).text == "1.0\N{NO-BREAK SPACE}%"


def test_a_stated_number_is_read_from_the_ledger_or_refused():
    assert claims.stated("arms-vietnam-3-3bn") == 3.3e9
    with pytest.raises(claims.ClaimError, match="states no number"):
        claims.stated("russia-seriousness-question")


def test_what_prints_a_stated_number_rests_on_our_reading_and_a_test_of_it_does_not():
    ours = tables.origins("claims")
    assert claims.stated("arms-vietnam-3-3bn").origins == ours
    with provenance.collecting() as read:
        claims.claim("arms-vietnam-3-3bn")
    assert not read
