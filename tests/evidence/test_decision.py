"""The order of decision for parts and for wholes, passages read together, and how hard a test was."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean.evidence import decision
from russia_asean.evidence.claims import Claim, ClaimError
from russia_asean.evidence.verdicts import Verdict

PLAIN = Claim("made-up", "A statement.", "USD", "=", 10.0, None, 1.0, "")
MEASURED = st.sampled_from(
    [Verdict.SUPPORTED, Verdict.DEPENDS, Verdict.SUPERSEDED, Verdict.MISREAD, Verdict.NOT_SUPPORTED]
)
ANSWERS = st.lists(st.booleans(), max_size=4)


@pytest.mark.parametrize(
    ("measured", "then", "other", "verdict"),
    [
        ([True], [], [], Verdict.SUPPORTED),
        ([True, True], [], [], Verdict.SUPPORTED),
        ([True, False], [], [], Verdict.DEPENDS),
        ([False, False], [], [], Verdict.NOT_SUPPORTED),
        ([False], [True], [], Verdict.SUPERSEDED),
        ([False], [], [True], Verdict.MISREAD),
        ([False], [False], [False], Verdict.NOT_SUPPORTED),
        ([False], [True], [True], Verdict.SUPERSEDED),
        ([True, False], [True], [True], Verdict.DEPENDS),
        ([True], [False], [False], Verdict.SUPPORTED),
    ],
)
def test_order_of_decision(measured, then, other, verdict):
    assert decision.decide_part(measured, then, other, every=False) is verdict


def test_one_exception_refutes_what_is_said_of_each():
    """Seven forums are not seven sources: "in all forums" is refuted by one, and does not depend on the reading."""
    assert decision.decide_part([True, True], [], [], every=True) is Verdict.SUPPORTED
    assert decision.decide_part([True, False], [], [], every=True) is Verdict.NOT_SUPPORTED


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_what_is_said_of_each_never_depends_on_the_reading(holds):
    decided = decision.decide_part(holds, [], [], every=True)
    assert decided is (Verdict.SUPPORTED if all(holds) else Verdict.NOT_SUPPORTED)


@given(st.lists(st.booleans(), min_size=1, max_size=4), ANSWERS, ANSWERS)
def test_every_measurement_leads_to_one_verdict(measured, then, other):
    verdict = decision.decide_part(measured, then, other, every=False)
    assert (verdict is Verdict.SUPPORTED) == all(measured)
    assert (verdict is Verdict.DEPENDS) == (any(measured) and not all(measured))
    assert (verdict in decision.FAILED) == (not any(measured))


def test_nothing_measured_is_no_verdict():
    with pytest.raises(ClaimError, match="Nothing was measured"):
        decision.decide_part([], [True], [True], every=False)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["supported"], "supported"),
        (["supported", "supported"], "supported"),
        (["supported", "not supported"], "supported in part"),
        (["supported", "misread"], "supported in part"),
        (["supported", "depends on the reading"], "depends on the reading"),
        (["supported", "superseded"], "superseded"),
        (["depends on the reading", "not supported"], "supported in part"),
        (["supported", "superseded", "not supported"], "supported in part"),
        (["misread", "misread"], "misread"),
        (["misread", "superseded"], "misread"),
        (["misread", "not supported"], "not supported"),
        (["superseded", "not supported"], "not supported"),
    ],
)
def test_the_verdict_on_a_whole_follows_from_its_parts(parts, whole):
    assert decision.combine_parts(map(Verdict, parts)) == whole
    assert decision.combine_parts(map(Verdict, reversed(parts))) == whole


@given(st.lists(MEASURED, min_size=1, max_size=5))
def test_a_whole_is_supported_only_if_each_part_is(parts):
    whole = decision.combine_parts(parts)
    assert (whole is Verdict.SUPPORTED) == (set(parts) == {Verdict.SUPPORTED})
    # Something held, and something failed: then neither word alone is true of the whole.
    if Verdict.SUPPORTED in parts and Verdict.NOT_SUPPORTED in parts:
        assert whole is Verdict.PART


@given(st.lists(MEASURED, min_size=1, max_size=5), MEASURED)
def test_a_part_that_is_not_supported_never_makes_a_whole_supported(parts, added):
    if added is not Verdict.SUPPORTED:
        assert decision.combine_parts([*parts, added]) is not Verdict.SUPPORTED


def test_a_claim_without_parts_has_no_verdict():
    with pytest.raises(ValueError, match="at least one part"):
        decision.combine_parts([])


RUSSIA, ASEAN = "Russia-reported", "ASEAN-reported"


@pytest.mark.parametrize(
    ("passage", "basis"),
    [
        ({"total": [(RUSSIA, True), (ASEAN, False)], "growth": [(RUSSIA, True), (ASEAN, True)]}, RUSSIA),
        ({"total": [(RUSSIA, True), (ASEAN, False)], "growth": [(RUSSIA, False), (ASEAN, True)]}, ""),
        ({"total": [(RUSSIA, True), (ASEAN, True)], "growth": [(RUSSIA, True), (ASEAN, True)]}, ""),  # either
        ({"total": [(RUSSIA, True), (ASEAN, False)]}, ""),  # one statement alone tells nothing of its reading
    ],
)
def test_a_passage_is_read_on_the_one_basis_that_fits_all_of_it(passage, basis):
    assert decision.joint_basis(passage) == basis


def test_severity_counts_what_would_have_been_refused():
    found = decision.severity(PLAIN, {"other years": [9.6, 10.4, 12.0, math.nan], "the other record": [20.0]})
    assert (found.refused, found.rivals, found.words) == (2, 4, "other years and the other record")
    assert found.share == 0.5
    assert decision.severity(PLAIN, {"other years": [11.0]}, floor=1.0).refused == 0


def test_a_statement_without_a_number_is_asked_of_yes_and_no():
    condition = Claim("made-up", "A statement.", "", "", None, None, math.nan, "")
    found = decision.severity(condition, {"other windows": [True, np.bool_(False), False]})
    assert (found.refused, found.rivals) == (2, 3)


def test_without_rivals_nothing_is_known():
    assert decision.severity(PLAIN, {}) is None
    assert decision.severity(PLAIN, {"other years": [math.nan]}) is None


def test_a_whole_is_tested_as_hard_as_its_hardest_part():
    easy, hard = decision.Severity(1, 10, "a"), decision.Severity(9, 10, "b")
    assert decision.hardest([easy, None, hard]) is hard
    assert decision.hardest([None]) is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0, 1e3), st.floats(0, 1e3))
def test_more_tolerance_never_makes_a_test_harder(values, floor, more):
    narrow, wide = (decision.severity(PLAIN, {"others": values}, each) for each in (floor, floor + more))
    assert wide.refused <= narrow.refused


@given(st.lists(MEASURED, min_size=1, max_size=4), st.lists(st.text(min_size=1), max_size=3))
def test_nothing_is_refused_while_a_required_basis_is_open(verdicts, open_bases):
    refused = Verdict.NOT_SUPPORTED in verdicts or Verdict.MISREAD in verdicts
    assert decision.may_stand(verdicts, open_bases) == (not refused or not open_bases)
