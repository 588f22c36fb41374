"""Claims that no chapter tests: judgements, with the results that bear on them, and claims that lack data."""

import pandas as pd

from russia_asean.data import tables
from russia_asean.evidence import claim_tests, records
from russia_asean.evidence.verdicts import Verdict


class AssessmentError(ValueError):
    """A claim is no row of ``assessments.csv``, or its row lacks what its verdict needs."""


def assessments() -> dict[str, records.ClaimTest]:
    """Return the record of every judgement and every untested claim, by claim id.

    Raises:
        AssessmentError: a judgement has no note, or an untested claim does not say what it needs.
    """
    rows = tables.load("assessments").astype(object).fillna("")
    return {row["claim_id"]: _record(row) for _, row in rows.iterrows()}


def assessment(claim_id: str) -> records.ClaimTest:
    """Return the record of one judgement or untested claim.

    Raises:
        AssessmentError: there is no such row, or it lacks what its verdict needs.
    """
    rows = tables.load("assessments").astype(object).fillna("").query("claim_id == @claim_id")
    if rows.empty:
        raise AssessmentError(
            f"{claim_id!r} is no claim of data/claims/assessments.csv. Correct the id, or add a row there."
        )
    return _record(rows.iloc[0])


def chapters() -> dict[str, str]:
    """Return the chapter that shows each judgement and each untested claim, by claim id."""
    table = tables.load("assessments")
    return dict(zip(table["claim_id"], table["chapter"], strict=True))


def _record(row: pd.Series) -> records.ClaimTest:
    claim_id, untested = row["claim_id"], row["verdict"] == Verdict.UNTESTED
    needed = "needs" if untested else "note"
    if not row[needed]:
        raise AssessmentError(
            f"data/claims/assessments.csv, claim {claim_id!r}: the column {needed!r} is empty. Say what "
            f"{'it would take to test the claim' if untested else 'bears on the judgement'}."
        )
    if untested:
        return claim_tests.untested(claim_id, row["needs"])
    return claim_tests.judgement(claim_id, row["evidence"].split(";") if row["evidence"] else [], row["note"])
