"""A claim, a measurement, a verdict.

A notebook measures; this module compares the measurement with the sentence by one written rule and stores the
record. The rule is printed in the book's chapter on methods; change both together.
"""

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from russia_asean import formatting, provenance
from russia_asean.data import tables
from russia_asean.evidence import records, wording
from russia_asean.evidence.verdicts import Verdict
from russia_asean.provenance import Origin


class ClaimError(ValueError):
    """A claim id is unknown, or a claim cannot be tested in the way asked for."""


# "About", "nearly" and "slightly over" allow this part of the value.
ABOUT = 0.10
# Units that are counted, not measured: they agree only when equal.
COUNTED = formatting.COUNTED


@dataclasses.dataclass(frozen=True)
class Claim:
    """One row of ``claims.csv`` that a notebook wants to test.

    Attributes:
        value, value_high: the stated number or the two ends of a range; None where the claim states none.
        precision: the size of the last stated digit, in the unit of the claim.
        date: the stated date in ISO form, cut to the precision stated (``2018``, ``2018-12``), or empty.
    """

    claim_id: str
    statement: str
    unit: str
    comparator: str
    value: float | None
    value_high: float | None
    precision: float
    date: str


@dataclasses.dataclass(frozen=True)
class Holds:
    """A measurement that answers a claim without a number: does it hold, and what was found."""

    true: bool
    found: str


Value = float | int | str | Holds


def claim(claim_id: str) -> Claim:
    """Return a claim of ``claims.csv``; what is measured to test it does not rest on it.

    Raises:
        ClaimError: there is no claim of that id.
    """
    table = tables.load("claims", credit=False).set_index("claim_id")
    if claim_id not in table.index:
        near = [known for known in table.index if known.split("-")[0] == claim_id.split("-")[0]][:5]
        raise ClaimError(
            f"Unknown claim {claim_id!r}: not in data/claims/claims.csv. Similar: {', '.join(near) or 'none'}."
        )
    return from_row(claim_id, table.loc[claim_id])


def stated(claim_id: str) -> float:
    """Return the number that a claim states, in its unit; of a range the lower end.

    It rests on our reading of the text, as everything that is computed from it.

    Raises:
        ClaimError: there is no claim of that id, or it states no number.
    """
    value = claim(claim_id).value
    if value is None:
        raise ClaimError(f"Claim {claim_id!r} states no number.")
    origins = tables.origins("claims")
    provenance.note(origins)
    return provenance.Value(value, origins)


def from_row(claim_id: str, row: Any) -> Claim:
    """Return the claim of one row of ``claims.csv`` (any mapping with its columns)."""
    text = "" if pd.isna(row["value"]) else str(row["value"])
    dated = row["unit"] == "date"
    precision = math.nan if pd.isna(row["precision"]) else float(row["precision"])
    # The last stated digit of a date is written in days: of a day, of a month, of a year.
    known = {1: "day", 31: "month", 366: "year"}
    return Claim(
        claim_id=claim_id,
        statement=row["statement"],
        unit="" if pd.isna(row["unit"]) else row["unit"],
        comparator="" if pd.isna(row["comparator"]) else row["comparator"],
        value=None if dated or not text else float(text),
        value_high=None if pd.isna(row["value_high"]) or dated else float(row["value_high"]),
        precision=precision,
        date=formatting.cut_date(text, known[int(precision)]) if dated else "",
    )


def band(claim: Claim) -> tuple[float, float]:
    """Return the lowest and highest measured value that agrees with a claim, both included.

    =       half of the last stated digit either way, at least 2.5 %; counts, ranks and years must be equal
    ~       one last stated digit either way, at least 10 %
    >, <    beyond the stated value, without end
    >~, <~  beyond the stated value by at most 10 %
    up to   the stated value or less, half a digit allowed
    range   between the two values, half a digit allowed

    Raises:
        ClaimError: the claim states no number or an unknown comparator.
    """
    if claim.value is None:
        raise ClaimError(f"Claim {claim.claim_id!r} states no number, so it has no tolerance. Use Holds(...).")
    value, size = claim.value, abs(claim.value)
    half = 0.0 if claim.unit in COUNTED or math.isnan(claim.precision) else claim.precision / 2
    near = half if claim.unit in COUNTED else max(half, formatting.REVISION * size)
    about = max(2 * half, ABOUT * size)
    # A band holds its ends, so "more than v" begins at the next number after v.
    beyond = math.nextafter(value, math.inf), math.nextafter(value, -math.inf)
    bands = {
        "=": (value - near, value + near),
        "~": (value - about, value + about),
        ">": (beyond[0], math.inf),
        ">~": (beyond[0], value + ABOUT * size),
        "<": (-math.inf, beyond[1]),
        "<~": (value - ABOUT * size, beyond[1]),
        "up to": (-math.inf, value + half),
        "range": (value - half, (value if claim.value_high is None else claim.value_high) + half),
    }
    if claim.comparator not in bands:
        raise ClaimError(f"Claim {claim.claim_id!r}: unknown comparator {claim.comparator!r}.")
    return bands[claim.comparator]


def fits(stated: float, comparator: str, precision: float, measured: float) -> bool:
    """Return whether a measured amount of money fits a stated one, by the rule for claims.

    Args:
        stated: the stated amount, in USD.
        comparator: its qualifier, as in ``claims.csv``.
        precision: the size of its last stated digit, in USD.
        measured: the measured amount, in USD; NaN fits nothing.
    """
    return agrees(Claim("", "", "USD", comparator, stated, None, precision, ""), measured)


def agrees(claim: Claim, measured: Value) -> bool:
    """Return whether one measured value agrees with a claim.

    Dates are text in ISO form and agree when they are equal to the precision the claim states.

    Raises:
        ClaimError: the measurement is not of the kind the claim needs.
    """
    if isinstance(measured, Holds):
        # Comparisons in pandas give a bool of numpy, which JSON refuses.
        return bool(measured.true)
    if isinstance(measured, str):
        if not claim.date:
            raise ClaimError(f"Claim {claim.claim_id!r} states no date, but was measured by {measured!r}.")
        if len(measured) < len(claim.date):
            raise ClaimError(f"Claim {claim.claim_id!r} states {claim.date!r}: {measured!r} is not that precise.")
        # ISO dates begin with the year, so what is known less precisely is a prefix of the full date.
        return measured[: len(claim.date)] == claim.date
    if claim.date:
        raise ClaimError(f"Claim {claim.claim_id!r} states a date: measure it by a date in ISO form.")
    low, high = band(claim)
    # A hair of room, so that a value that prints as the bound is not refused by the last binary digit.
    room = 1e-9 * max(abs(claim.value or 0.0), 1e-9)
    # No room on the side of v where the words leave v itself out.
    below = room if claim.comparator in ("=", "~", "range", "<~") else 0.0
    above = 0.0 if claim.comparator in ("<", "<~") else room
    return bool(low - below <= float(measured) <= high + above)


def decide(
    claim: Claim,
    measured: Mapping[str, Value],
    then: Mapping[str, Value],
    other: Mapping[str, Value],
    *,
    every: bool = False,
) -> Verdict:
    """Return the verdict on a claim.

    Args:
        claim: the claim.
        measured: the value on each defensible basis, on today's data.
        then: the value on the data of the claim's time, where that differs.
        other: the value under another unit, year, subject or definition than the claim states.
        every: whether the claim says something of each of the things measured ("all", "every one", "the one and the
            other"). They are then its parts and not rival bases: one that does not hold refutes it.

    Raises:
        ClaimError: nothing was measured.
    """
    if not measured:
        raise ClaimError(f"Claim {claim.claim_id!r}: nothing was measured. Use untested(...) and say what is missing.")
    verdicts = [agrees(claim, value) for value in measured.values()]
    if all(verdicts):
        return Verdict.SUPPORTED
    if any(verdicts) and not every:
        return Verdict.DEPENDS
    # The past is asked before other readings: only a claim that never had a basis may be called misread.
    if any(agrees(claim, value) for value in then.values()):
        return Verdict.SUPERSEDED
    if any(agrees(claim, value) for value in other.values()):
        return Verdict.MISREAD
    return Verdict.NOT_SUPPORTED


@dataclasses.dataclass(frozen=True)
class Measurement:
    """A measured value with what it rests on.

    Attributes:
        value: a number in the unit of the claim, a date in ISO form, or ``Holds``.
        origins: the rows behind it.
        pages: for dated facts, where each was read.
    """

    value: Value
    origins: frozenset[Origin] = frozenset()
    pages: tuple[records.Page, ...] = ()


Measured = Value | Measurement


def assess(
    claim_id: str,
    measured: Mapping[str, Measured],
    *,
    then: Mapping[str, Measured] | None = None,
    other: Mapping[str, Measured] | None = None,
    note: str = "",
    every: bool = False,
    origins: frozenset[Origin] = frozenset(),
    behind_note: Iterable[Origin] = (),
) -> records.ClaimTest:
    """Compare a claim with its measurements by the one rule of decision.

    Args:
        claim_id: a row of ``claims.csv``.
        measured: the value on each defensible basis, in the unit of the claim: a number, a date, or ``Holds``.
        then: the value on the data of the claim's time (leads to *superseded*).
        other: the value under another unit, year, subject or definition (leads to *misread*).
        note: what else a reader must know, in one or two sentences of Markdown.
        every: whether the claim says something of each of the things measured; see ``decide``.
        origins: what those values rest on that do not carry their origins themselves.
        behind_note: what the numbers in the note rest on.

    Raises:
        ClaimError: the claim is unknown or was measured in the wrong way.
    """
    tested = claim(claim_id)
    roles = {"measured": measured, "then": then or {}, "other": other or {}}
    plain = {role: {basis: _plain(each) for basis, each in values.items()} for role, values in roles.items()}
    verdict = decide(tested, plain["measured"], plain["then"], plain["other"], every=every)
    values = {
        role: tuple(_measured_value(tested, basis, each, origins) for basis, each in bases.items())
        for role, bases in roles.items()
    }
    return records.ClaimTest(
        key=claim_id,
        verdict=str(verdict),
        statement=tested.statement,
        reason=wording.reason_with_values(
            verdict, {role: [each.model_dump() for each in found] for role, found in values.items()}, every=every
        ),
        note=note,
        every=every,
        note_rests_on=records.rests_on(behind_note),
        measured=values["measured"],
        then=values["then"],
        other=values["other"],
    )


def untested(claim_id: str, needs: str) -> records.ClaimTest:
    """Return the record of a claim that could be tested, but not with the data here, and what it would need.

    Raises:
        ClaimError: the claim is unknown.
    """
    return records.ClaimTest(
        key=claim_id,
        verdict=str(Verdict.UNTESTED),
        statement=claim(claim_id).statement,
        reason=wording.reason_untested(needs),
        note="",
    )


def judgement(claim_id: str, evidence: Sequence[str], note: str) -> records.ClaimTest:
    """Return the record of a claim that is an opinion or names a cause, with the results that bear on it.

    Args:
        claim_id: a row of ``claims.csv``.
        evidence: keys of findings, labels of figures or tables.
        note: how the evidence bears on the claim, in one or two sentences.

    Raises:
        ClaimError: the claim is unknown.
    """
    return records.ClaimTest(
        key=claim_id,
        verdict=str(Verdict.JUDGEMENT),
        statement=claim(claim_id).statement,
        reason="",
        note=note,
        evidence=tuple(evidence),
    )


def _plain(measured: Measured) -> Value:
    return measured.value if isinstance(measured, Measurement) else measured


def _measured_value(claim: Claim, basis: str, measured: Measured, origins: frozenset[Origin]) -> records.MeasuredValue:
    """Return one measurement as it is stored: with its text, whether it agrees, and what it rests on."""
    value = _plain(measured)
    pages: tuple[records.Page, ...] = ()
    if isinstance(measured, Measurement):
        own, pages = measured.origins, measured.pages
    else:
        own = provenance.origins_of(measured)
    # What a value carries itself is narrower than what its cell read, so it comes first.
    rests_on = records.rests_on(own or origins)
    if isinstance(value, Holds):
        holds = bool(value.true)
        return records.MeasuredValue(
            basis=basis, value=holds, text=value.found, agrees=holds, rests_on=rests_on, pages=pages
        )
    agreed = agrees(claim, value)
    stated = claim.value or 0.0
    text = value if isinstance(value, str) else wording.value_text(float(value), claim.unit, None if agreed else stated)
    # A plain float, since the origins that a `Value` carries are stored beside it.
    stored = value if isinstance(value, str) else float(value)
    return records.MeasuredValue(basis=basis, value=stored, text=text, agrees=agreed, rests_on=rests_on, pages=pages)


def shown(record: records.ClaimTest) -> dict[str, str]:
    """Return a test as a notebook shows it, by media type."""
    parts = [
        f"**{record.verdict.capitalize()}.** {record.statement}",
        record.reason,
        record.note,
        wording.pages_read([each.model_dump() for each in record.values]),
    ]
    line = " ".join(filter(None, parts))
    return {"text/plain": line.replace("**", ""), "text/markdown": formatting.escaped_dollars(line)}
