"""On which bases a kind of claim is measured, and how far releases of each basis differ from each other.

``data/claims/bases.csv`` is written before anything is measured: whoever may choose the basis chooses the verdict. A
basis that the table does not list for a kind of claim is refused, and so is a test that leaves out a listed one without
saying why. ``data/claims/floors.csv`` holds the floors of tolerance; a test computes them again from the releases.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import pandas as pd

from russia_asean.data import tables
from russia_asean.evidence.claims import Claim

Reading = Literal["record", "period", "definition", "release"]


class BasisError(ValueError):
    """A test measures a claim on a basis that is not admitted, or leaves one out."""


@dataclasses.dataclass(frozen=True)
class Basis:
    """One row of ``bases.csv``.

    Attributes:
        name: what the basis is called; the name of a measured value begins with it.
        reading: in what this basis differs from the first of its kind: another record of the same thing, another
            period, another definition, another release.
        within: in what two values on this basis differ from each other: mostly the period.
        required: whether every test of a claim of the kind measures it, or says why not.
        percent: how far releases of it differ, in percent of the value; 0 where that is not known.
        points: the same in the unit of the claim, for shares and rates; 0 likewise.
    """

    name: str
    reading: Reading
    within: Reading
    required: bool
    percent: float = 0.0
    points: float = 0.0

    def allowance(self, stated: float | None) -> float:
        """Return the tolerance for revisions of a stated value, in its unit.

        A change of nought is stated where a text names a direction. A level that is known to some percent has a change
        that is known to as many points.
        """
        if stated == 0:
            return max(self.percent, self.points)
        return max(self.percent / 100 * abs(stated or 0.0), self.points)


def admitted(kind: str) -> dict[str, Basis]:
    """Return the bases of a kind of claim by name, the author's named source and definition first.

    Raises:
        BasisError: the table has no such kind.
    """
    table = tables.load("bases", credit=False)
    rows = table[table["claim_kind"] == kind].sort_values("order")
    if rows.empty:
        raise BasisError(
            f"data/claims/bases.csv has no kind of claim {kind!r}. Add its bases before you measure, then run "
            "`make data`."
        )
    floors = tables.load("floors", credit=False).set_index("floor")
    return {str(row["basis"]): _basis(row, floors) for row in rows.to_dict("records")}


def _basis(row: Mapping[Any, Any], floors: pd.DataFrame) -> Basis:
    """Return the basis of a row of ``bases.csv`` with its floor."""
    size = {"percent": 0.0, "points": 0.0}
    if not pd.isna(row["floor"]):
        size[floors.loc[row["floor"], "unit"]] = float(floors.loc[row["floor"], "value"])
    return Basis(
        name=str(row["basis"]),
        reading=row["reading"],
        within=row["within"],
        required=bool(row["required"]),
        **size,
    )


def widest_allowance(claim: Claim) -> float:
    """Return the widest tolerance for revisions among the bases of a claim's kind, in its unit; 0 without a kind."""
    known = admitted(claim.kind) if claim.kind else {}
    return max((each.allowance(claim.value) for each in known.values()), default=0.0)


def basis_name(words: str) -> str:
    """Return the basis from the name of a measured value: what stands before the first comma.

    "Russia-reported, 2014" is measured on the basis "Russia-reported".
    """
    return words.partition(", ")[0]


def check(claim_id: str, kind: str, used: Iterable[str], missing: Mapping[str, str]) -> None:
    """Check that a test measures the bases of its kind of claim, no other, and leaves none out in silence.

    Args:
        claim_id: the claim, for the message.
        kind: its kind in ``bases.csv``.
        used: the bases that were measured.
        missing: why a basis was not measured, by its name.

    Raises:
        BasisError: a basis is not admitted, or a required one is neither measured nor named as missing.
    """
    known, measured = admitted(kind), set(used)
    strange = sorted((measured | set(missing)) - set(known))
    if strange:
        raise BasisError(
            f"Claim {claim_id!r}: {strange[0]!r} is no basis of the kind {kind!r} in data/claims/bases.csv "
            f"({'; '.join(known)}). Measure on one of these; what else bears on the claim is evidence or another "
            "reading, not a basis."
        )
    forgotten = [each.name for each in known.values() if each.required and each.name not in measured | set(missing)]
    if forgotten:
        raise BasisError(
            f"Claim {claim_id!r}: the basis {forgotten[0]!r} of the kind {kind!r} in data/claims/bases.csv was not "
            "measured. Measure it, or say in missing why the data do not allow it."
        )


def open_bases(kind: str, used: Iterable[str], ruled_out: Iterable[str]) -> list[str]:
    """Return the required bases of a kind of claim that were not measured and that nothing rules out, in their order.

    Args:
        kind: its kind in ``bases.csv``.
        used: the bases that were measured.
        ruled_out: bases that cannot agree, whatever they would give.
    """
    settled = {*used, *ruled_out}
    return [each.name for each in admitted(kind).values() if each.required and each.name not in settled]


def readings(kind: str, agreements: Iterable[tuple[str, bool]]) -> tuple[Reading, ...]:
    """Return on what the answer depends: the kinds of reading that tell agreeing from failing measurements.

    Where values on one and the same basis differ, its period does, or what else the basis names; else the bases
    differ, each in its own way.

    Args:
        kind: the kind of claim in ``bases.csv``.
        agreements: the basis and whether it agrees, of each measurement.
    """
    known = admitted(kind)
    by_basis: dict[str, set[bool]] = {}
    for name, agreed in agreements:
        by_basis.setdefault(name, set()).add(agreed)
    found: set[Reading] = {known[name].within for name, answers in by_basis.items() if len(answers) == 2}
    settled = {name: next(iter(answers)) for name, answers in by_basis.items() if len(answers) == 1}
    if len(set(settled.values())) == 2:
        # The first basis is what the others are told from, so its own reading says nothing.
        first = next(name for name in known if name in settled)
        found |= {known[name].reading for name, agreed in settled.items() if agreed != settled[first]}
    order: tuple[Reading, ...] = ("record", "definition", "period", "release")
    return tuple(each for each in order if each in found)
