"""How sure a verdict is, by a written rule on the test and on the pages behind it."""

from typing import Literal

from russia_asean.data import facts
from russia_asean.evidence.records import ClaimTest
from russia_asean.evidence.verdicts import Verdict

Confidence = Literal["high", "medium", "low"]
HARD = 0.8  # a test that would have refused this share of other values could well have failed


def of(test: ClaimTest) -> Confidence:
    """Return how sure the verdict of a tested claim is.

    low     the test is weak, or a fact behind it was read on no better page than a copy, a blog or none
    high    the test would have refused at least four in five other values, or did refuse the claim, and either two
            bases or more give one answer, or every page behind it is official
    medium  all others
    """
    share = test.severity.refused / test.severity.rivals if test.severity else 0.0
    grades = [facts.page_grade(page.url) for value in test.measured for page in value.pages]
    if test.is_weak or any(grade in ("other", "none") for grade in grades):
        return "low"
    alike = len({value.agrees for value in test.measured}) == 1
    several = len({value.basis for value in test.measured}) > 1 and alike
    official = bool(grades) and all(grade == "official" for grade in grades)
    hard = share >= HARD or test.verdict == Verdict.NOT_SUPPORTED
    return "high" if hard and (several or official) else "medium"
