"""Judgements and untested claims come from their table, with what each verdict needs."""

import pandas as pd
import pytest

from russia_asean.data import tables
from russia_asean.evidence import assessments, lookups

ROW = {"claim_id": "trade-total-2023", "verdict": "judgement", "chapter": "trade", "evidence": "a;b", "note": "N."}


@pytest.fixture
def given(monkeypatch):
    """Return a function that lets the table of assessments hold one row."""
    claims = tables.load("claims")

    def give(**row):
        made = pd.DataFrame([{**ROW, "needs": None, **row}])
        monkeypatch.setattr(tables, "load", lambda name, **_: {"assessments": made, "claims": claims}[name])

    return give


def test_a_judgement_names_its_evidence(given):
    given()
    record = assessments.assessment("trade-total-2023")
    assert (record.verdict, record.evidence, record.note) == ("judgement", ("a", "b"), "N.")
    assert assessments.chapters() == {"trade-total-2023": "trade"}


def test_an_untested_claim_says_what_it_needs(given):
    given(verdict="untested", evidence=None, note=None, needs="a page on it")
    record = assessments.assessment("trade-total-2023")
    assert (record.verdict, record.evidence) == ("untested", ())
    assert "a page on it" in record.reason


@pytest.mark.parametrize(("row", "empty"), [({"note": None}, "note"), ({"verdict": "untested", "note": "N."}, "needs")])
def test_a_row_that_lacks_what_its_verdict_needs_is_refused(given, row, empty):
    given(**row)
    with pytest.raises(assessments.AssessmentError, match=f"the column '{empty}' is empty"):
        assessments.assessments()


def test_an_unknown_claim_is_named():
    with pytest.raises(assessments.AssessmentError, match="'no-such-claim' is no claim of data"):
        assessments.assessment("no-such-claim")


def test_no_claim_is_both_looked_up_and_assessed():
    chapters = {"trade", "chronology"}
    assert not set(assessments.assessments()) & {claim for each in chapters for claim in lookups.claim_ids(each)}
