"""Reasons, rules and values in words, for chapters and ledger alike."""

import math

import pytest

from russia_asean import formatting
from russia_asean.evidence import wording
from russia_asean.evidence.records import ClaimTest, MeasuredValue, Severity


def measured(basis, agrees, text="1"):
    """Return a stored measurement."""
    return MeasuredValue(basis=basis, value=1, text=text, agrees=agrees)


def told(verdict, reading=(), **fields):
    """Return a record of a test."""
    return ClaimTest(key="k", verdict=verdict, statement="S.", reason="", note="", reading=reading, **fields)


YES, NO = measured("a", True, "10 %"), measured("b", False, "20 %")


@pytest.mark.parametrize(
    ("test", "with_values", "by_bases"),
    [
        (told("supported", measured=[YES]), "We found: a: 10 %.", "What we found agrees with it (a: 10 %)."),
        (
            told("supported", measured=[YES, YES]),
            "We found: a: 10 %; a: 10 %.",
            "Both values measured agree with it (a: 10 %; a: 10 %).",
        ),
        (
            told("supported", measured=[YES] * 3),
            "We found: a: 10 %; a: 10 %; a: 10 %.",
            "All three values measured agree with it.",
        ),
        (
            told("depends on the reading", ("record", "period"), measured=[YES, NO]),
            "It holds on one reading (a: 10 %) and not on another (b: 20 %). It depends on the record and period.",
            "It holds on one reading (a: 10 %) and not on another (b: 20 %). It depends on the record and period.",
        ),
        (
            told("depends on the reading", measured=[YES] * 11 + [NO]),
            "It holds on eleven readings and not on another (b: 20 %).",
            "It holds on eleven readings and not on another (b: 20 %).",
        ),
        (
            told("superseded", measured=[NO], then=[YES, NO]),
            "We found: b: 20 %. The data of its time agree with it: a: 10 %.",
            "What we found does not agree with it (b: 20 %). The data of its time agree with it: a: 10 %.",
        ),
        (
            told("misread", measured=[NO, NO], other=[YES]),
            "We found: b: 20 %; b: 20 %. What it says is true of something else: a: 10 %.",
            "Neither of the two values measured agrees with it (b: 20 %; b: 20 %). "
            "What it says is true of something else: a: 10 %.",
        ),
        (told("not supported", measured=[NO]), "We found: b: 20 %.", "What we found does not agree with it (b: 20 %)."),
        (
            told("not supported", measured=[NO] * 3),
            "We found: b: 20 %; b: 20 %; b: 20 %.",
            "None of the three values measured agrees with it.",
        ),
    ],
)
def test_the_reason_for_a_verdict(test, with_values, by_bases):
    assert wording.reason_with_values(test) == with_values
    assert wording.reason_by_bases(test) == by_bases


def test_what_was_measured_is_named_once():
    assert wording.value_name("", "votes") == wording.value_name("votes", "votes") == "votes"
    assert wording.value_name("Laos", "votes") == "Laos – votes"
    part = MeasuredValue(part="accused", basis="accused", value=True, text="“accused of”", agrees=True)
    test = told("supported", measured=[part], parts={"accused": "supported", "sent": "supported"})
    assert wording.reason_with_values(test).startswith("“Accused” is supported: “accused of”.")


def test_parts_are_named_in_the_order_in_which_they_were_measured():
    found = [MeasuredValue(part=part, basis="year", value=1, text="1", agrees=True) for part in ("spoke", "came")]
    test = told("supported", measured=found, parts={"came": "supported", "spoke": "supported"})
    assert wording.reason_by_bases(test) == "Both parts of it hold: “spoke” and “came”."


@pytest.mark.parametrize(
    ("verdict", "severity", "said"),
    [
        ("supported", (3, 4), "Had we tested other years instead, 3 of 4 would have failed."),
        ("supported", (4, 4), "Had we tested other years instead, all 4 would have failed."),
        ("not supported", (1, 4), "Had we tested other years instead, 1 of 4 would have failed, too."),
        (
            "supported",
            (1, 4),
            "Had we tested other years instead, 3 of 4 would have agreed as well. So this is a weak test, and no "
            "headline counts it.",
        ),
        ("supported", None, "A weak test: there was nothing to try in its place."),
        ("not supported", None, ""),
    ],
)
def test_how_hard_a_test_was_is_said_in_plain_words(verdict, severity, said):
    stored = severity and Severity(refused=severity[0], rivals=severity[1], words="other years")
    assert wording.severity_text(told(verdict, measured=[YES], severity=stored)) == said


def test_what_an_untested_claim_needs_comes_back_out_of_its_reason():
    reason = wording.reason_untested("the text of the plan")
    assert reason == "Not tested here. It would need the text of the plan."
    assert wording.needs_alone(reason) == "The text of the plan."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("=", 21.4e9, None, "USD", (20.9e9, 21.9e9)), "Read as $21.4bn. Values from $20.9bn to $21.9bn agree."),
        (("=", 3, None, "rank", (3, 3)), "Read as rank 3. Only the same value agrees."),
        ((">", 10, None, "percent", (10, math.inf)), "Read as more than 10 %. Values above 10 % agree."),
        ((">=", 10, None, "percent", (9.5, math.inf)), "Read as at least 10 %. Values from 9.5 % on agree."),
        (("<", 10, None, "percent", (-math.inf, 10)), "Read as less than 10 %. Values below 10 % agree."),
        (("<", 0, None, "percent", (-math.inf, 0)), "Read as a fall. Values below 0 % agree."),
        (
            (">", 0, None, "percent", (6.06, math.inf)),
            "Read as a rise by more than 6.06 %, since such figures may be off by as much.",
        ),
        (
            ("<", 0, None, "percent", (-math.inf, -6.06)),
            "Read as a fall by more than 6.06 %, since such figures may be off by as much.",
        ),
        (("up to", 10, None, "percent", (-math.inf, 10.5)), "Read as up to 10 %. Values up to 10.5 % agree."),
        (
            (">~", 10, None, "percent", (10, 11)),
            "Read as slightly over 10 %. Values from 10 % to 11 % agree, 10 % itself not.",
        ),
        (("range", 4, 6, "percent", (3.5, 6.5)), "Read as 4 % to 6 %. Values from 3.5 % to 6.5 % agree."),
    ],
)
def test_the_rule_by_which_a_number_is_read(given, said):
    assert wording.number_rule(*given).replace("\N{NO-BREAK SPACE}", " ") == said


def test_the_rule_by_which_a_date_is_read():
    assert wording.date_rule("2018-12").startswith("Read as the date December 2018.")


def test_a_value_that_would_print_as_the_stated_one_gets_more_digits():
    assert wording.value_text(21.44e9, "USD") == "$21.4bn"
    assert wording.value_text(21.44e9, "USD", unlike=21.4e9) == "$21.44bn"
    assert wording.value_text(25e9, "USD", unlike=21.4e9) == "$25.0bn"


def test_a_value_that_would_print_as_an_end_of_what_agrees_gets_a_digit_more():
    value, end = (text.replace(" ", formatting.FIXED_SPACE) for text in ("−39.6 %", "−40 %"))
    assert wording.value_text(-39.61, "percent", ends=(-40, -30)) == value
    assert wording.value_text(-40, "percent", ends=(-40, -30)) == end, "on the end itself"
    assert wording.value_text(-39.61, "percent", ends=(-45, -30)) == end, "away from the end"


def test_the_ledger_prints_a_value_as_fine_as_it_is():
    assert wording.measured_text({"value": 21.437e9}, "USD") == "$21.44bn"
    assert wording.measured_text({"value": "2018-12-30"}, "date") == "30 December 2018"
    assert wording.measured_text({"value": True, "text": "Russia: yes"}, "") == "Russia: yes"
    assert wording.measured_text({"value": 1}, "years") == "1 year"


def test_a_qualifier_has_a_word_for_rules_and_one_for_lists():
    assert (wording.qualifier(">").full, wording.qualifier(">").short) == ("more than ", "over ")
    assert wording.qualifier("=") == wording.qualifier("range") == wording.Qualifier("", "")
