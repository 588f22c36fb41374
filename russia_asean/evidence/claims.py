"""A claim as a row states it, and whether a measured value agrees with it.

The tolerances are printed in the book's chapter on methods; change both together. What becomes of the comparisons, the
verdict, is decided in ``decision``.
"""

import dataclasses
import math
from typing import Any

import pandas as pd

from russia_asean import formatting, provenance
from russia_asean.data import tables
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
        kind: the kind of claim in ``bases.csv``; empty for claims that are not measured.
        passage: the passage of the document; empty where none is given.
    """

    claim_id: str
    statement: str
    unit: str
    comparator: str
    value: float | None
    value_high: float | None
    precision: float
    date: str
    kind: str = ""
    passage: str = ""


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
    table = _by_id()
    if claim_id not in table.index:
        near = [known for known in table.index if known.split("-")[0] == claim_id.split("-")[0]][:5]
        raise ClaimError(
            f"Unknown claim {claim_id!r}: not in data/claims/claims.csv. Similar: {', '.join(near) or 'none'}."
        )
    return from_row(claim_id, table.loc[claim_id])


@tables.cached
def _by_id() -> pd.DataFrame:
    return tables.load("claims", credit=False).set_index("claim_id")


def stated(claim_id: str) -> float:
    """Return the number that a claim states, in its unit; of a range the lower end.

    It rests on our reading of the text, the row of the claim, as everything that is computed from it.

    Raises:
        ClaimError: there is no claim of that id, or it states no number.
    """
    value = claim(claim_id).value
    if value is None:
        raise ClaimError(f"Claim {claim_id!r} states no number.")
    origins = frozenset(Origin("claims", source, claim_id) for source in tables.sources("claims"))
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
        kind=_text(row, "claim_kind"),
        passage=_text(row, "passage"),
    )


def _text(row: Any, column: str) -> str:
    cell = row.get(column)
    return "" if cell is None or pd.isna(cell) else str(cell)


def band(claim: Claim, floor: float = 0.0) -> tuple[float, float]:
    """Return the lowest and highest measured value that agrees with a claim, both included.

    =       half of the last stated digit either way, at least the floor; counts, ranks and years must be equal
    ~       one last stated digit either way, at least 10 %
    >, <    beyond the stated value, without end; a direction (more or less than nought) beyond the floor, since a
            change that is smaller than what releases differ by is none
    >=      from the stated value on, half of its last digit or the floor allowed
    >~, <~  beyond the stated value by at most 10 %
    up to   a ceiling, which is the stated value as with =
    range   between the two values, half a digit or the floor allowed

    Args:
        claim: the claim.
        floor: how far releases of what is measured differ from each other, in the unit of the claim; see
            ``bases.Basis.allowance``.

    Raises:
        ClaimError: the claim states no number or an unknown comparator.
    """
    if claim.value is None:
        raise ClaimError(f"Claim {claim.claim_id!r} states no number, so it has no tolerance. Use Holds(...).")
    value, size = claim.value, abs(claim.value)
    half = 0.0 if claim.unit in COUNTED or math.isnan(claim.precision) else claim.precision / 2
    if claim.unit in ("USD", "ratio") and size:
        # "One billion", "a hundred times": one digit, and half of it is half the amount. No reader takes 0.5 for one.
        half = min(half, ABOUT * size)
    near = half if claim.unit in COUNTED else max(half, floor)
    about = max(2 * half, ABOUT * size)
    high = value if claim.value_high is None else claim.value_high
    # A band holds its ends, so "more than v" begins at the next number after v.
    edge = floor if value == 0 else 0.0
    beyond = math.nextafter(value + edge, math.inf), math.nextafter(value - edge, -math.inf)
    bands = {
        "=": (value - near, value + near),
        "~": (value - about, value + about),
        ">": (beyond[0], math.inf),
        ">=": (value - near, math.inf),
        ">~": (beyond[0], value + ABOUT * size),
        "<": (-math.inf, beyond[1]),
        "<~": (value - ABOUT * size, beyond[1]),
        "up to": (value - near, value + near),
        "range": (value - near, high + near),
    }
    if claim.comparator not in bands:
        raise ClaimError(f"Claim {claim.claim_id!r}: unknown comparator {claim.comparator!r}.")
    return bands[claim.comparator]


def fits(stated: float, comparator: str, precision: float, measured: float, floor: float = 0.0) -> bool:
    """Return whether a measured amount of money fits a stated one, by the rule for claims.

    Args:
        stated: the stated amount, in USD.
        comparator: its qualifier, as in ``claims.csv``.
        precision: the size of its last stated digit, in USD.
        measured: the measured amount, in USD; NaN fits nothing.
        floor: as in ``band``.
    """
    return agrees(Claim("", "", "USD", comparator, stated, None, precision, ""), measured, floor)


def agrees(claim: Claim, measured: Value, floor: float = 0.0) -> bool:
    """Return whether one measured value agrees with a claim.

    Dates are text in ISO form and agree when they are equal to the precision the claim states.

    Args:
        claim: the claim.
        measured: a number in its unit, a date, or whether it holds.
        floor: as in ``band``.

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
    low, high = band(claim, floor)
    # A hair of room, so that a value that prints as the bound is not refused by the last binary digit.
    room = 1e-9 * max(abs(claim.value or 0.0), 1e-9)
    # No room on the side of v where the words leave v itself out.
    below = room if claim.comparator in ("=", "~", ">=", "range", "up to", "<~") else 0.0
    above = 0.0 if claim.comparator in ("<", "<~") else room
    return bool(low - below <= float(measured) <= high + above)
