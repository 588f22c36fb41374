"""Gates on the verdicts of the report, each proven by records that it must refuse."""

import gates
import pytest

from russia_asean.data import tables
from russia_asean.evidence import assessments, history, records
from russia_asean.evidence.records import ClaimTest, MeasuredValue, Severity


@pytest.fixture(scope="module")
def tests():
    """Return the measured tests of all chapters, by claim id."""
    return records.collected(ClaimTest)


@pytest.fixture(scope="module")
def claims_table():
    """Return the claims by id."""
    return tables.load("claims").set_index("claim_id")


def record(key, *bases, verdict="supported", **more):
    """Return a record measured on some bases, all of which agree."""
    measured = tuple(MeasuredValue(basis=basis, value=1, text="1", agrees=True) for basis in bases)
    return ClaimTest(key=key, verdict=verdict, statement="S.", reason="R.", note="", measured=measured, **more)


def test_claims_of_one_passage_are_tested_on_the_same_bases(tests, claims_table):
    columns = claims_table[["passage", "claim_kind"]].fillna("")
    assert gates.passage_problems(tests, columns["passage"], columns["claim_kind"]) == []


def test_other_bases_within_a_passage_are_named():
    tests = {"a": record("a", "Russia-reported, 2014"), "b": record("b", "Russia-reported", "ASEAN-reported")}
    place = {"a": "p", "b": "p"}
    (problem,) = gates.passage_problems(tests, place, {"a": "k", "b": "k"})
    assert "passage 'p', kind 'k': tested on different bases (a: Russia-reported; b: ASEAN-reported" in problem
    assert gates.passage_problems(tests, place, {"a": "k", "b": "l"}) == []
    missing = {**tests, "a": record("a", "Russia-reported", missing={"ASEAN-reported": "no report"})}
    assert gates.passage_problems(missing, place, {"a": "k", "b": "k"}) == []


def test_a_passage_read_by_one_claim_alone_is_named():
    tests = {"a": record("a", "Russia-reported", joint="Russia-reported"), "b": record("b", "Russia-reported")}
    (problem,) = gates.passage_problems(tests, {"a": "p", "b": "p"}, {"a": "k", "b": "k"})
    assert "read together, but by {'a': 'Russia-reported'}" in problem


def test_no_claim_is_refused_while_a_required_basis_is_missing(tests, claims_table):
    assert gates.refusal_problems(tests, claims_table["claim_kind"].fillna("")) == []


@pytest.mark.parametrize("refused", [{"verdict": "not supported"}, {"verdict": "misread"}, {"parts": {"a": "misread"}}])
def test_a_claim_refused_while_a_required_basis_is_missing_is_named(refused):
    told = {"verdict": "supported in part", **refused}
    kinds = {"a": "goods-trade-total"}
    open_record = record("a", "Russia-reported, 2014", missing={"ASEAN-reported": "no report"}, **told)
    (problem,) = gates.refusal_problems({"a": open_record}, kinds)
    assert "'a' is refused though 'ASEAN-reported' is missing" in problem
    bounded = record("a", "Russia-reported, 2014", ruled_out={"ASEAN-reported": "at most a tenth"}, **told)
    assert gates.refusal_problems({"a": bounded}, kinds) == []
    assert gates.refusal_problems({"a": record("a", "Russia-reported, 2014")}, kinds) == []


def test_every_measured_test_says_how_hard_it_was(tests):
    assert gates.strength_problems(tests) == []


def test_a_test_without_rivals_is_named():
    assert "'a' names no rivals" in gates.strength_problems({"a": record("a", "b")})[0]
    known = record("a", "b", severity=Severity(refused=1, rivals=2, words="w"))
    assert gates.strength_problems({"a": known}) == []


def test_verdicts_are_said_in_words_for_a_reader(tests):
    assert gates.reader_problems(assessments.assessments() | tests) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": "Not tested here. It would need UN Comtrade with reporterCode=643, flowCode=X."},
        {"reason": "Not tested here. It would need V-Dem, variable v2x_regime."},
        {"reason": "We found: signing: 2018-12-31."},
        {"note": "China's part in Russia's trade rose."},
        {"note": "Middle power has no threshold."},
        {"missing": {"weight": "the recipe lacks it"}},
    ],
)
def test_words_of_a_machine_or_of_a_dialect_are_named(fields):
    (problem,) = gates.reader_problems({"a": record("a").model_copy(update=fields)})
    assert "'a'" in problem


def test_a_label_that_says_its_part_again_is_named():
    value = MeasuredValue(part="kept, and limited", basis="Kept and limited", value=1, text="1", agrees=True)
    (problem,) = gates.reader_problems({"a": record("a").model_copy(update={"measured": (value,)})})
    assert "'Kept and limited' twice" in problem


def test_every_measured_claim_has_a_kind_whose_bases_were_fixed(tests, claims_table):
    without = [
        key for key, test in tests.items() if test.measured and not isinstance(claims_table.claim_kind[key], str)
    ]
    assert without == []


def test_every_claim_belongs_to_a_passage_and_to_who_said_it(claims_table):
    assert claims_table.index[claims_table["passage"].isna()].tolist() == []
    assert claims_table.index[claims_table["said_by"].isna()].tolist() == []


def test_no_note_takes_back_its_verdict(tests):
    assert gates.note_problems({**assessments.assessments(), **tests}) == []


@pytest.mark.parametrize(
    ("verdict", "note"),
    [
        # Each stood, in these or other words, in an earlier edition.
        ("supported", "The Act authorises the sum but does not spend it."),
        ("supported", "The alliance is a treaty; staunch is not tested."),
        ("supported", "It was another event, in the same week."),
        ("supported", "Only the cancellation was found."),
        ("supported", "The page prints 1997, which looks like a misprint."),
        ("supported", "The figure isn’t that of the year."),
        ("not supported", "The sentence holds for the first of them."),
        ("misread", "What the text says is correct for exports."),
        ("superseded", "The schedule was wrong."),
    ],
)
def test_a_note_that_takes_back_its_verdict_is_named(verdict, note):
    (problem,) = gates.note_problems({"a": record("a", "b", verdict=verdict).model_copy(update={"note": note})})
    assert "note of 'a' says" in problem and f"its verdict '{verdict}'" in problem


@pytest.mark.parametrize(
    ("verdict", "note"),
    [
        ("supported", "Non-interference is the word of the Charter; read in [the text](https://example.org/not-only)."),
        ("supported", "Words of the minister: “not a bloc, but a forum”."),
        ("supported in part", "The first did; the second did not."),
        ("depends on the reading", "One counts from 1975, another from 1991."),
        ("not supported", "The zone at Dongxing is older, so this was not the first."),
        ("superseded", "The plan of its time says so; the works have been put off since."),
        ("judgement", "For: it was signed. Against: it was not kept."),
    ],
)
def test_a_note_that_explains_or_quotes_passes(verdict, note):
    assert gates.note_problems({"a": record("a", "b", verdict=verdict).model_copy(update={"note": note})}) == []


def test_what_is_against_a_supported_claim_may_stand_in_missing_and_evidence():
    told = record("a", "b", missing={"how firmly": "no record shows it, only words"}, evidence=("forums-sea",))
    assert gates.note_problems({"a": told}) == []


def test_the_history_of_verdicts_ends_with_those_of_today(tests):
    assert history.problems({**assessments.assessments(), **tests}) == []
