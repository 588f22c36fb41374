"""A claim, a measurement, a verdict.

A notebook measures; this module compares the measurement with the sentence by one written rule and stores the
record. The rule is printed in the book's chapter on methods; change both together.
"""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from russia_asean import formatting
from russia_asean.data import tables
from russia_asean.evidence import records, wording
from russia_asean.evidence.verdicts import Verdict


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


Measured = float | int | str | Holds


@dataclasses.dataclass(frozen=True)
class Page:
    """Where one fact behind a measurement was read.

    Attributes:
        fact: the fact and its date, in words.
        url: the address of the page; empty where the fact is from general knowledge.
        table: the data table that holds the fact.
    """

    fact: str
    url: str
    table: str


def claim(claim_id: str) -> Claim:
    """Return a claim of ``claims.csv``.

    Raises:
        ClaimError: there is no claim of that id.
    """
    table = tables.load("claims").set_index("claim_id")
    if claim_id not in table.index:
        near = [known for known in table.index if known.split("-")[0] == claim_id.split("-")[0]][:5]
        raise ClaimError(f"Unknown claim {claim_id!r}: not in data/claims.csv. Similar: {', '.join(near) or 'none'}.")
    return from_row(claim_id, table.loc[claim_id])


def stated(claim_id: str) -> float:
    """Return the number that a claim states, in its unit; of a range the lower end.

    Raises:
        ClaimError: there is no claim of that id, or it states no number.
    """
    value = claim(claim_id).value
    if value is None:
        raise ClaimError(f"Claim {claim_id!r} states no number.")
    return value


def from_row(claim_id: str, row: Any) -> Claim:
    """Return the claim of one row of ``claims.csv`` (any mapping with its columns)."""
    text = "" if pd.isna(row["value"]) else str(row["value"])
    dated = row["unit"] == "date"
    precision = math.nan if pd.isna(row["precision"]) else float(row["precision"])
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


def agrees(claim: Claim, measured: Measured) -> bool:
    """Return whether one measured value agrees with a claim.

    Dates are text in ISO form and agree when they are equal to the precision the claim states.

    Raises:
        ClaimError: the measurement is not of the kind the claim needs.
    """
    if isinstance(measured, Holds):
        return bool(measured.true)
    if isinstance(measured, str):
        if not claim.date:
            raise ClaimError(f"Claim {claim.claim_id!r} states no date, but was measured by {measured!r}.")
        if len(measured) < len(claim.date):
            raise ClaimError(f"Claim {claim.claim_id!r} states {claim.date!r}: {measured!r} is not that precise.")
        return measured[: len(claim.date)] == claim.date
    if claim.date:
        raise ClaimError(f"Claim {claim.claim_id!r} states a date: measure it by a date in ISO form.")
    low, high = band(claim)
    # A hair of room, so that a value that prints as the bound is not refused by the last binary digit.
    room = 1e-9 * max(abs(claim.value or 0.0), 1e-9)
    below = room if claim.comparator in ("=", "~", "range", "<~") else 0.0
    above = 0.0 if claim.comparator in ("<", "<~") else room
    return bool(low - below <= float(measured) <= high + above)


def decide(
    claim: Claim,
    measured: Mapping[str, Measured],
    then: Mapping[str, Measured],
    other: Mapping[str, Measured],
) -> Verdict:
    """Return the verdict on a claim.

    Args:
        claim: the claim.
        measured: the value on each defensible basis, on today's data.
        then: the value on the data of the claim's time, where that differs.
        other: the value under another unit, year, subject or definition than the claim states.

    Raises:
        ClaimError: nothing was measured.
    """
    if not measured:
        raise ClaimError(f"Claim {claim.claim_id!r}: nothing was measured. Use untested(...) and say what is missing.")
    verdicts = [agrees(claim, value) for value in measured.values()]
    if all(verdicts):
        return Verdict.SUPPORTED
    if any(verdicts):
        return Verdict.DEPENDS
    if any(agrees(claim, value) for value in then.values()):
        return Verdict.SUPERSEDED
    if any(agrees(claim, value) for value in other.values()):
        return Verdict.MISREAD
    return Verdict.NOT_SUPPORTED


def check(
    claim_id: str,
    measured: Mapping[str, Measured],
    *,
    sources: Sequence[str],
    then: Mapping[str, Measured] | None = None,
    other: Mapping[str, Measured] | None = None,
    note: str = "",
    pages: Mapping[str, Sequence[Page]] | None = None,
) -> None:
    """Compare a claim with its measurements and store the record.

    Args:
        claim_id: a row of ``claims.csv``.
        measured: the value on each defensible basis, in the unit of the claim: a number, a date, or ``Holds``.
        sources: keys of ``sources.csv`` that the measurement rests on.
        then: the value on the data of the claim's time (leads to *superseded*).
        other: the value under another unit, year, subject or definition (leads to *misread*).
        note: what else a reader must know, in one or two sentences of Markdown.
        pages: for measurements that rest on dated facts, where each fact was read, by basis.

    Raises:
        ClaimError: the claim is unknown or was measured in the wrong way.
        TableError: a source is unknown.
    """
    tested = claim(claim_id)
    verdict = decide(tested, measured, then or {}, other or {})
    tables.credit(list(sources))
    found = {
        role: [_shown(tested, basis, value, (pages or {}).get(basis, ())) for basis, value in values.items()]
        for role, values in (("measured", measured), ("then", then or {}), ("other", other or {}))
    }
    _store(tested, verdict, wording.reason_with_values(verdict, found), note, sources=list(sources), **found)


def untested(claim_id: str, needs: str) -> None:
    """Record that a claim could be tested, but not with the data here, and what it would need.

    Raises:
        ClaimError: the claim is unknown.
    """
    _store(claim(claim_id), Verdict.UNTESTED, wording.reason_untested(needs), "")


def judgement(claim_id: str, evidence: Sequence[str], note: str) -> None:
    """Record that a claim is an opinion or names a cause, and which results bear on it.

    Args:
        claim_id: a row of ``claims.csv``.
        evidence: keys of findings, labels of figures or tables, in the same notebook.
        note: how the evidence bears on the claim, in one or two sentences.

    Raises:
        ClaimError: the claim is unknown.
    """
    _store(claim(claim_id), Verdict.JUDGEMENT, "", note, evidence=list(evidence))


def _shown(claim: Claim, basis: str, value: Measured, pages: Sequence[Page] = ()) -> dict[str, Any]:
    """Return one measurement as it is stored: basis, value, text, whether it agrees, and pages where there are any."""
    read = {"pages": [dataclasses.asdict(page) for page in pages]} if pages else {}
    if isinstance(value, Holds):
        return {"basis": basis, "value": bool(value.true), "text": value.found, "agrees": bool(value.true), **read}
    agreeing = agrees(claim, value)
    if isinstance(value, str):
        return {"basis": basis, "value": value, "text": value, "agrees": agreeing, **read}
    text = wording.value_text(float(value), claim.unit, None if agreeing else claim.value or 0.0)
    return {"basis": basis, "value": float(value), "text": text, "agrees": agreeing, **read}


def _store(claim: Claim, verdict: Verdict, reason: str, note: str, **more: Any) -> None:
    content = {"verdict": str(verdict), "statement": claim.statement, "reason": reason, "note": note, **more}
    read = wording.pages_read([each for role in wording.ROLES for each in more.get(role, [])])
    line = " ".join(filter(None, [f"**{verdict.capitalize()}.** {claim.statement}", reason, note, read]))
    records.emit(
        records.CHECK,
        claim.claim_id,
        content,
        {"text/plain": line.replace("**", ""), "text/markdown": line.replace("$", r"\$")},
    )
