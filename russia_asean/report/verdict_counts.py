"""The ledger counted: what became of the claims, how hard the tests were, on what the verdicts rest.

A weak test is shown and not counted: the functions that count leave it out unless they are asked for it.
"""

from collections.abc import Iterable

import pandas as pd

from russia_asean import provenance
from russia_asean.data import facts, tables
from russia_asean.evidence import assessments, bases, claims, confidence, decision, records, wording
from russia_asean.evidence.claims import Holds
from russia_asean.evidence.records import ClaimTest, MeasuredValue
from russia_asean.evidence.verdicts import Verdict
from russia_asean.report import style
from russia_asean.report.scorecard import READER

DECIDED = tuple(
    map(
        str,
        (
            Verdict.SUPPORTED,
            Verdict.PART,
            Verdict.DEPENDS,
            Verdict.SUPERSEDED,
            Verdict.MISREAD,
            Verdict.NOT_SUPPORTED,
        ),
    )
)
# What did not hold as it stands; what was right on the data of its time is no error and stands apart.
FAILED = tuple(map(str, (Verdict.PART, Verdict.MISREAD, Verdict.NOT_SUPPORTED)))


def known_tests() -> dict[str, ClaimTest]:
    """Return the record of every claim that a chapter tested or that was assessed, by claim id."""
    # The right side wins: a test in a chapter takes the place of an assessment of the same claim.
    return assessments.assessments() | records.collected(ClaimTest, without=[READER])


def ledger() -> pd.DataFrame:
    """Return all claims with their verdicts, one row each.

    Returns:
        Indexed by claim id: document, theme, kind, statement, verdict (empty where no chapter has one), notebook (where
        it was tested), ``agree`` and ``differ`` (the bases on which the claim holds and those on which it does not),
        ``weak`` (whether the test could hardly have failed), ``bases`` (on how many it was measured), ``official``
        (whether every page behind it is official; false where none is), ``reading`` (on what it depends),
        ``true_of`` (of what a misread figure is true; empty for other verdicts) and ``confidence`` (empty where nothing
        was measured).
    """
    provenance.note(tables.origins("claims"))
    tests, homes = known_tests(), records.homes("tests", without=[READER])
    table = tables.load("claims").set_index("claim_id")[["document", "theme", "kind", "statement"]]
    rows = [_row(tests.get(key), homes.get(key, ("", 0))[0]) for key in table.index]
    return table.join(pd.DataFrame(rows, index=table.index))


def _row(test: ClaimTest | None, home: str) -> dict[str, object]:
    if test is None:
        test, home = ClaimTest(key="", verdict="", statement="", reason="", note=""), ""
    grades = [facts.page_grade(page.url) for value in test.measured for page in value.pages]
    return {
        "verdict": test.verdict,
        "notebook": home,
        "agree": _bases(test.measured, agrees=True),
        "differ": _bases(test.measured, agrees=False),
        "weak": test.is_weak,
        "bases": len({bases.basis_name(value.basis) for value in test.measured}),
        "official": bool(grades) and all(grade == "official" for grade in grades),
        "reading": "; ".join(test.reading),
        "true_of": misread_of(test),
        "confidence": confidence.of(test) if test.measured else "",
    }


def misread_of(test: ClaimTest) -> str:
    """Return of what the figure of a misread claim is true; empty for other verdicts."""
    return wording.true_of([each.model_dump() for each in test.other]) if test.verdict == Verdict.MISREAD else ""


def _bases(measured: Iterable[MeasuredValue], *, agrees: bool) -> str:
    return "; ".join(value.basis for value in measured if value.agrees == agrees)


def decided(claims_told: pd.DataFrame, *, weak: bool = False) -> pd.DataFrame:
    """Return the claims that were decided, without those whose test was weak unless they are asked for."""
    found = claims_told[claims_told["verdict"].isin(DECIDED)]
    return found if weak else found[~found["weak"]]


def by_document(claims_told: pd.DataFrame) -> pd.DataFrame:
    """Return the number of claims by document (rows, named) and verdict (columns, as in pictures)."""
    return _counted(claims_told, "document").rename(index=short_names())


def _counted(claims_told: pd.DataFrame, column: str) -> pd.DataFrame:
    return (
        claims_told.groupby([column, "verdict"])
        .size()
        .unstack(fill_value=0)
        # Every verdict has a column, also one that no claim has, so that colours and columns stay together.
        .reindex(columns=[*style.VERDICTS], fill_value=0)
    )


def short_names() -> dict[str, str]:
    """Return how the book refers to each document, by its number."""
    return dict(tables.load("documents")[["document", "short_name"]].to_numpy().tolist())


def verdicts_with_floors(factor: float) -> dict[str, str]:
    """Return the verdict of every measured claim with all floors of tolerance multiplied by a factor, by claim id.

    Claims that were read together with others of their passage are read together again.
    """
    tests = {key: test for key, test in known_tests().items() if test.measured}
    told = {key: claims.claim(key) for key in tests}
    # Passages that are read together: the claims of each, by its id.
    passages: dict[str, list[str]] = {}
    for key in [key for key, test in tests.items() if test.joint]:
        passages.setdefault(told[key].passage, []).append(key)
    fitting = {
        key: bool(decision.joint_basis({each: _agreements(told[each], tests[each].measured, factor) for each in keys}))
        for keys in passages.values()
        for key in keys
    }
    return {
        key: str(Verdict.SUPPORTED) if fitting.get(key) else str(_verdict(told[key], test, factor))
        for key, test in tests.items()
    }


def _verdict(claim: claims.Claim, test: ClaimTest, factor: float) -> Verdict:
    parts = dict.fromkeys(value.part for value in test.measured)
    return decision.combine_parts(
        decision.decide_part(
            *(
                [held for _, held in _agreements(claim, [value for value in role if value.part == part], factor)]
                for role in (test.measured, test.then, test.other)
            ),
            every=test.every,
        )
        for part in parts
    )


def _agreements(claim: claims.Claim, values: Iterable[MeasuredValue], factor: float) -> list[tuple[str, bool]]:
    return [
        (
            bases.basis_name(value.basis),
            claims.agrees(
                claim,
                Holds(value.value, value.text) if isinstance(value.value, bool) else value.value,
                factor * value.floor,
            ),
        )
        for value in values
    ]
