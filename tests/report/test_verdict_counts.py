"""The ledger counted: weak tests apart, what the verdicts rest on, and what other floors of tolerance change."""

import pytest

from russia_asean import paths
from russia_asean.evidence import assessments, records
from russia_asean.report import verdict_counts

SURE, WEAK = {"refused": 9, "rivals": 10, "words": "years"}, {"refused": 1, "rivals": 10, "words": "years"}
# A total of 12 billion stated to the billion: half of the last digit is half a billion.
CLAIM = "trade-total-2020"


def measured(basis, value, agrees, **found):
    return {"basis": basis, "value": value, "text": str(value), "agrees": agrees, **found}


@pytest.fixture
def results(make, monkeypatch):
    """Return a function that stores tests of claims in the place of the results."""
    monkeypatch.setattr(paths, "RESULTS", make.folder.parent / "results")
    return lambda *tests: make.results(*tests, name="trade")


def test_every_claim_is_told_once_with_the_verdict_of_its_record(results, make):
    results(make.test(CLAIM, "supported", measured=[measured("IMF, 2020", 1.0, True)], severity=SURE))
    table = verdict_counts.ledger()
    assert table.index.is_unique
    assessed = assessments.assessments()
    assert {key: table.loc[key, "verdict"] for key in assessed} == {key: each.verdict for key, each in assessed.items()}
    assert table.loc[CLAIM, ["verdict", "notebook", "bases", "weak", "official"]].tolist() == [
        *("supported", "trade", 1),
        *(False, False),
    ]


def test_the_ledger_names_the_bases_on_both_sides(results, make):
    sides = [measured("IMF, 2020", 1.0, True), measured("Rosstat, 2020", 2.0, False)]
    results(make.test(CLAIM, "depends on the reading", measured=sides, severity=SURE, reading=["record"]))
    row = verdict_counts.ledger().loc[CLAIM]
    assert row[["agree", "differ", "bases", "reading"]].tolist() == ["IMF, 2020", "Rosstat, 2020", 2, "record"]


def test_a_weak_test_is_counted_only_where_it_is_asked_for(results, make):
    results(
        make.test(CLAIM, "supported", measured=[measured("IMF", 1.0, True)], severity=WEAK),
        make.test("trade-total-2014", "supported", measured=[measured("IMF", 1.0, True)], severity=SURE),
    )
    table = verdict_counts.ledger()
    assert verdict_counts.decided(table).index.tolist() == ["trade-total-2014"]
    assert {*verdict_counts.decided(table, weak=True).index} == {CLAIM, "trade-total-2014"}


def test_parts_and_universals_are_decided_again_as_they_were(results, make):
    yes, no = (measured(name, held, held, part=name) for name, held in (("one", True), ("two", False)))
    results(
        make.test("russia-all-platforms", "supported in part", measured=[yes, no]),
        make.test(CLAIM, "not supported", measured=[yes | {"part": ""}, no | {"part": ""}], every=True),
    )
    assert verdict_counts.verdicts_with_floors(1) == {
        "russia-all-platforms": "supported in part",
        CLAIM: "not supported",
    }


def test_a_passage_that_was_read_together_is_read_together_again(results, make):
    keys = ["trade-total-2017", "trade-deficit-2017-4bn"]
    known = {key: verdict_counts.claims.claim(key) for key in keys}
    assert len({each.passage for each in known.values()}) == 1
    tests = [
        make.test(
            key,
            "supported",
            joint="IMF",
            measured=[
                measured("IMF, 2017", float(each.value) * 1.2, True, floor=0.3 * float(each.value)),
                measured("Rosstat, 2017", 0.0, False),
            ],
        )
        for key, each in known.items()
    ]
    results(*tests)
    assert set(verdict_counts.verdicts_with_floors(1).values()) == {"supported"}
    # Without the floors none of them fits on any basis.
    assert "supported" not in verdict_counts.verdicts_with_floors(0).values()


def test_the_stored_verdicts_are_found_again_at_the_usual_floors():
    tests = {key: test for key, test in verdict_counts.known_tests().items() if test.measured}
    assert tests
    again = verdict_counts.verdicts_with_floors(1)
    assert again == {key: test.verdict for key, test in tests.items()}


def test_records_without_results_have_no_verdict(results, make):
    results(make.finding("a"))
    table = verdict_counts.ledger()
    assert table.loc[CLAIM, ["verdict", "notebook", "confidence"]].tolist() == ["", "", ""]
    assert records.collected(records.ClaimTest) == {}


def test_claims_are_counted_by_document_and_verdict(results, make):
    results(make.test(CLAIM, "misread", measured=[measured("IMF", 1.0, False)], severity=SURE))
    table = verdict_counts.ledger()
    counts = verdict_counts.by_document(table)
    assert counts.to_numpy().sum() == (table["verdict"] != "").sum()
    assert counts["misread"].sum() == 1
    assert list(counts.columns)[:2] == ["supported", "supported in part"]
