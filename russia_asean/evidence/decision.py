"""From agreements to a verdict: one written order for the parts of a claim, and one for the whole.

Pure functions on what agreed and what did not. The rule is printed in the book's chapter on methods; change both
together, and add a decision record where the reason changes.
"""

import dataclasses
from collections.abc import Collection, Iterable, Mapping

import numpy as np

from russia_asean import formatting
from russia_asean.evidence.claims import Claim, ClaimError, Holds, Value, agrees
from russia_asean.evidence.verdicts import Verdict

# Verdicts that refuse a sentence as it stands; right on the data of its time is no refusal.
REFUSED = {Verdict.NOT_SUPPORTED, Verdict.MISREAD}
# What says that a part did not hold as it stands.
FAILED = {Verdict.NOT_SUPPORTED, Verdict.MISREAD, Verdict.SUPERSEDED}


def decide_part(measured: Collection[bool], then: Iterable[bool], other: Iterable[bool], *, every: bool) -> Verdict:
    """Return the verdict on a claim, or on one part of a claim, from what agrees with it.

    Args:
        measured: whether the value on each admitted basis agrees, on today's data.
        then: the same on the data of the claim's time, where that differs.
        other: the same under another unit, year, subject or definition than the claim states.
        every: whether the claim says something of each thing measured ("all", "every", "no"). The things are then no
            rival bases: one that does not hold refutes the claim.

    Raises:
        ClaimError: nothing was measured.
    """
    if not measured:
        raise ClaimError("Nothing was measured. Put the claim on the list of untested claims, and say what is missing.")
    if all(measured):
        return Verdict.SUPPORTED
    if any(measured) and not every:
        return Verdict.DEPENDS
    # The past is asked before other readings: only a claim that never had a basis may be called misread.
    if any(then):
        return Verdict.SUPERSEDED
    if any(other):
        return Verdict.MISREAD
    return Verdict.NOT_SUPPORTED


def combine_parts(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on a claim from those on its parts, each of which the claim asserts.

    Raises:
        ValueError: there is no part.
    """
    found = set(verdicts)
    if not found:
        raise ValueError("a claim has at least one part")
    if len(found) == 1:
        return found.pop()
    if not found & FAILED:
        return Verdict.DEPENDS
    if found == {Verdict.SUPPORTED, Verdict.SUPERSEDED}:
        return Verdict.SUPERSEDED
    if found - FAILED:
        return Verdict.PART
    return Verdict.MISREAD if Verdict.NOT_SUPPORTED not in found else Verdict.NOT_SUPPORTED


def may_stand(verdicts: Iterable[Verdict], open_bases: Collection[str]) -> bool:
    """Return whether the verdicts on the parts of a claim may stand while some required bases are open.

    A claim is not refused as long as a basis could still agree with it. Nor is any part of it.

    Args:
        verdicts: the verdict on each part.
        open_bases: the bases that the kind of claim requires, that were not measured, and that nothing rules out.
    """
    return not (open_bases and REFUSED & set(verdicts))


def joint_basis(passage: Mapping[str, Iterable[tuple[str, bool]]]) -> str:
    """Return the one basis on which all statements of a passage agree; empty where there is none, or more than one.

    A passage that speaks of one thing was written from one record: the reading that fits all its statements is the
    one its author used. One statement alone tells nothing of that, so at least two are asked for.

    Args:
        passage: for each statement, the basis and whether it agrees, of each measurement.
    """
    if len(passage) < 2:
        return ""
    fitting = [{basis for basis, agreed in found if agreed} for found in map(list, passage.values())]
    common = set.intersection(*fitting)
    return common.pop() if len(common) == 1 else ""


@dataclasses.dataclass(frozen=True)
class Severity:
    """How hard a test was: how many other plausible values it would have refused.

    Attributes:
        refused: how many.
        rivals: of how many.
        words: what the other values are, in words that go on "had we tested".
    """

    refused: int
    rivals: int
    words: str

    @property
    def share(self) -> float:
        """The share refused, from 0 (nothing could have failed) to 1."""
        return self.refused / self.rivals


def severity(claim: Claim, rivals: Mapping[str, Iterable[Value | bool]], floor: float = 0.0) -> Severity | None:
    """Return how many of some plausible other values a claim would have refused; None without any.

    Severity in the sense of D. G. Mayo (*Error and the Growth of Experimental Knowledge*, 1996): a test counts for a
    claim as far as it would probably have failed, were the claim false.

    Args:
        claim: the claim.
        rivals: what other times, partners, records or things would have given, by what they are ("other years"):
            values as they are measured; of a claim without a number, whether it would hold. NaN is left out.
        floor: the tolerance for revisions, as in ``claims.band``.
    """
    words, refused, count = [], 0, 0
    for name, values in rivals.items():
        # NaN is the one value that differs from itself.
        known = [value for value in values if value == value]
        answers = [agrees(claim, _as_measured(value), floor) for value in known]
        if answers:
            words.append(name)
            refused += answers.count(False)
            count += len(answers)
    return Severity(refused, count, formatting.word_list(words)) if count else None


def _as_measured(value: Value | bool) -> Value:
    """Return a yes or no, of Python or of numpy, as a claim without a number is measured; other values as they are."""
    return Holds(bool(value), "") if isinstance(value, bool | np.bool_) else value


def hardest(found: Iterable[Severity | None]) -> Severity | None:
    """Return the severity of the part that could fail most easily; None where no part has one.

    A claim of several parts is supported only if each holds, so it is tested at least as hard as its hardest part.
    """
    return max((each for each in found if each), key=lambda each: each.share, default=None)
