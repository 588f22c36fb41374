"""Tests of claims as records: measurements in, verdict, reason, severity and provenance out."""

import dataclasses
import decimal
from collections.abc import Iterable, Mapping, Sequence

from russia_asean import formatting, provenance
from russia_asean.evidence import bases, claims, decision, records, wording
from russia_asean.evidence.claims import Claim, ClaimError, Holds, Value
from russia_asean.evidence.decision import Severity
from russia_asean.evidence.verdicts import Verdict
from russia_asean.provenance import Origin

EXACT_DIGITS = 12  # the last of the sixteen that a processor has depend on the order in which it adds


@dataclasses.dataclass(frozen=True)
class Measurement:
    """A measured value with what it rests on.

    Attributes:
        value: a number in the unit of the claim, a date in ISO form, or ``Holds``.
        origins: the rows behind it.
        pages: for dated facts, where each was read.
        basis: the basis in ``bases.csv``, where the name of the value does not begin with it.
    """

    value: Value
    origins: frozenset[Origin] = frozenset()
    pages: tuple[records.Page, ...] = ()
    basis: str = ""


Measured = Value | Measurement
# The values that a test would have been given had something else been true, by what they are.
Rivals = Mapping[str, Iterable[Value | bool]]


@dataclasses.dataclass(frozen=True)
class Part:
    """What was measured for a claim, or for one part of a claim that asserts several things.

    Attributes:
        measured: the value on each admitted basis, in the unit of the claim, by the name of the basis and, after a
            comma, what is special about the value ("Russia-reported, 2014").
        then: the value on the data of the claim's time (leads to *superseded*).
        other: the value under another unit, year, subject or definition (leads to *misread*).
        rivals: plausible other values, to see what the test would have refused.
    """

    measured: Mapping[str, Measured]
    then: Mapping[str, Measured] = dataclasses.field(default_factory=dict)
    other: Mapping[str, Measured] = dataclasses.field(default_factory=dict)
    rivals: Rivals = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Words:
    """What is said of a test beside its values.

    Attributes:
        note: what else a reader must know, in one or two sentences of Markdown.
        behind_note: what the numbers in the note rest on.
        missing: bases or parts that could not be measured, each with the reason.
        ruled_out: required bases that could not be measured and cannot agree either, each with what bounds it out.
        evidence: keys of findings and labels of exhibits that bear on the claim, for or against.
    """

    note: str = ""
    behind_note: frozenset[Origin] = frozenset()
    missing: Mapping[str, str] = dataclasses.field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    ruled_out: Mapping[str, str] = dataclasses.field(default_factory=dict)


def assess(
    claim_id: str,
    parts: Mapping[str, Part],
    words: Words | None = None,
    *,
    every: bool = False,
    origins: frozenset[Origin] = frozenset(),
) -> records.ClaimTest:
    """Compare a claim with its measurements by the one rule of decision.

    Args:
        claim_id: a row of ``claims.csv``.
        parts: what was measured, by part; a claim of one part has it under the empty name.
        words: what is said of the test beside its values.
        every: whether the claim says something of each thing measured; see ``decision.decide_part``.
        origins: what those values rest on that do not carry their origins themselves.

    Raises:
        ClaimError: the claim is unknown, was measured in the wrong way, or not at all; or it is refused while a basis
            that its kind requires is missing.
        BasisError: a basis is not admitted for this kind of claim, or one was left out in silence.
    """
    return _assessed(claims.claim(claim_id), parts, words or Words(), every, origins, joint="")


def assess_passage(
    parts: Mapping[str, Part],
    words: Mapping[str, Words] | None = None,
    *,
    origins: frozenset[Origin] = frozenset(),
) -> list[records.ClaimTest]:
    """Compare the claims of one passage with their measurements, together.

    If exactly one basis fits every claim, the passage is read on that basis, and each claim is supported on it. Else
    each is decided alone.

    Args:
        parts: what was measured, by claim; each claim has one part, and all are measured on the same bases.
        words: what is said of each test beside its values.
        origins: what those values rest on that do not carry their origins themselves.

    Raises:
        ClaimError: the claims are not of one passage, or are not measured on the same bases.
        BasisError: as in ``assess``.
    """
    words = words or {}
    tested = {claim_id: claims.claim(claim_id) for claim_id in parts}
    passages = sorted({claim.passage for claim in tested.values()})
    if len(passages) != 1 or not passages[0]:
        raise ClaimError(
            f"The claims {', '.join(parts)} are not of one passage ({', '.join(passages)}). Give them the same passage "
            "in data/claims/claims.csv, or test them apart."
        )
    used = {claim_id: set(map(bases.basis_name, part.measured)) for claim_id, part in parts.items()}
    lengths = {frozenset(names) for names in used.values()}
    if len(lengths) != 1:
        odd, other = min(used, key=lambda each: len(used[each])), max(used, key=lambda each: len(used[each]))
        raise ClaimError(
            f"Passage {passages[0]!r}: {odd!r} is not measured on {sorted(used[other] - used[odd])}, {other!r} is. "
            "Statements of one passage are measured on the same bases."
        )
    agreements = {
        claim_id: [(basis, agreed) for basis, agreed in _agreements(tested[claim_id], part.measured)]
        for claim_id, part in parts.items()
    }
    joint = decision.joint_basis(agreements)
    return [
        _assessed(tested[claim_id], {"": part}, words.get(claim_id, Words()), False, origins, joint)
        for claim_id, part in parts.items()
    ]


def _assessed(
    claim: Claim,
    parts: Mapping[str, Part],
    words: Words,
    every: bool,
    origins: frozenset[Origin],
    joint: str,
) -> records.ClaimTest:
    unmeasured = {**words.missing, **words.ruled_out}
    used = [basis for part in parts.values() for basis, _ in _agreements(claim, part.measured)]
    if claim.kind:
        # Parts that could not be measured stand beside bases in `missing`; only bases are on the list.
        listed = bases.admitted(claim.kind)
        bases.check(
            claim.claim_id,
            claim.kind,
            used,
            {name: why for name, why in unmeasured.items() if name in listed},
        )
    try:
        verdicts = {name: _part_verdict(claim, part, every) for name, part in parts.items()}
    except ClaimError as mistake:
        raise ClaimError(f"Claim {claim.claim_id!r}: {mistake}") from None
    still_open = bases.open_bases(claim.kind, used, words.ruled_out) if claim.kind else []
    if not (joint or decision.may_stand(verdicts.values(), still_open)):
        raise ClaimError(
            f"Claim {claim.claim_id!r} would be refused, though its kind requires the basis {still_open[0]!r}, which "
            "is missing. Measure it, say in ruled_out what bounds it out, or list the claim as untested."
        )
    verdict = Verdict.SUPPORTED if joint else decision.combine_parts(verdicts.values())
    values = {
        role: tuple(
            _measured_value(claim, name, basis, each, origins)
            for name, part in parts.items()
            for basis, each in getattr(part, role).items()
        )
        for role in wording.ROLES
    }
    reading: tuple[str, ...] = ()
    if claim.kind and verdict is Verdict.DEPENDS:
        reading = tuple(
            dict.fromkeys(
                kind
                for part in parts.values()
                for kind in bases.readings(claim.kind, _agreements(claim, part.measured))
            )
        )
    severity = decision.hardest(_severity(claim, part) for part in parts.values())
    record = records.ClaimTest(
        key=claim.claim_id,
        verdict=str(verdict),
        statement=claim.statement,
        reason="",
        note=words.note,
        measured=values["measured"],
        then=values["then"],
        other=values["other"],
        evidence=words.evidence,
        every=every,
        parts={name: str(each) for name, each in verdicts.items()} if len(parts) > 1 else {},
        reading=reading,
        joint=joint,
        missing=dict(words.missing),
        ruled_out=dict(words.ruled_out),
        severity=_stored_severity(severity),
        note_rests_on=records.rests_on(words.behind_note),
    )
    return record.model_copy(update={"reason": wording.reason_with_values(record)})


def untested(claim_id: str, needs: str) -> records.ClaimTest:
    """Return the record of a claim that could be tested, but not with the data here, and what it would need.

    Raises:
        ClaimError: the claim is unknown.
    """
    return records.ClaimTest(
        key=claim_id,
        verdict=str(Verdict.UNTESTED),
        statement=claims.claim(claim_id).statement,
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
        statement=claims.claim(claim_id).statement,
        reason="",
        note=note,
        evidence=tuple(evidence),
    )


def shown(record: records.ClaimTest) -> dict[str, str]:
    """Return a test as a notebook shows it, by media type."""
    parts = [
        f"**{record.verdict.capitalize()}.** {record.statement}",
        record.reason,
        record.note,
        wording.missing_text(record),
        wording.severity_text(record),
        wording.pages_read([each.model_dump() for each in record.values]),
    ]
    line = " ".join(filter(None, parts))
    return {"text/plain": line.replace("**", ""), "text/markdown": formatting.escaped_dollars(line)}


def _part_verdict(claim: Claim, part: Part, every: bool) -> Verdict:
    return decision.decide_part(
        *([agreed for _, agreed in _agreements(claim, getattr(part, role))] for role in wording.ROLES), every=every
    )


def _agreements(claim: Claim, measured: Mapping[str, Measured]) -> list[tuple[str, bool]]:
    """Return the basis of each measured value, and whether the value agrees with the claim."""
    return [
        (_basis(name, each), claims.agrees(claim, _plain(each), _floor(claim, _basis(name, each))))
        for name, each in measured.items()
    ]


def _basis(name: str, measured: Measured) -> str:
    own = measured.basis if isinstance(measured, Measurement) else ""
    return own or bases.basis_name(name)


def _floor(claim: Claim, basis: str) -> float:
    """Return the floor of a basis; other readings, which are no bases of the kind, have that of its first basis."""
    if not claim.kind:
        return 0.0
    known = bases.admitted(claim.kind)
    return known.get(basis, next(iter(known.values()))).allowance(claim.value)


def _severity(claim: Claim, part: Part) -> Severity | None:
    # The widest floor, so that a test never looks harder than it was.
    floor = max((_floor(claim, _basis(name, each)) for name, each in part.measured.items()), default=0.0)
    return decision.severity(claim, part.rivals, floor)


def _stored_severity(found: Severity | None) -> records.Severity | None:
    return None if found is None else records.Severity(refused=found.refused, rivals=found.rivals, words=found.words)


def _plain(measured: Measured) -> Value:
    return measured.value if isinstance(measured, Measurement) else measured


def _digits(value: float) -> str:
    """Return a number with all digits that another processor gives, too, and without an exponent."""
    return f"{decimal.Decimal(f'{value:.{EXACT_DIGITS}g}'):f}"


def _measured_value(
    claim: Claim, part: str, name: str, measured: Measured, origins: frozenset[Origin]
) -> records.MeasuredValue:
    """Return one measurement as it is stored: with its text, whether it agrees, and what it rests on."""
    value = _plain(measured)
    pages: tuple[records.Page, ...] = ()
    if isinstance(measured, Measurement):
        own, pages = measured.origins, measured.pages
    else:
        own = provenance.origins_of(measured)
    floor = _floor(claim, _basis(name, measured))
    agreed = claims.agrees(claim, value, floor)
    if isinstance(value, Holds):
        stored: bool | float | str = bool(value.true)
        text, floor = value.found, 0.0
    elif isinstance(value, str):
        stored, text, floor = value, formatting.long_date(value), 0.0
    else:
        # A plain float, since the origins that a `Value` carries are stored beside it.
        stored = float(value)
        unlike = None if agreed else claim.value or 0.0
        text = wording.value_text(stored, claim.unit, unlike, claims.band(claim, floor))
    # What a value carries itself is narrower than what its cell read, so it comes first.
    behind = records.rests_on(own or origins, to_the_row=True)
    known = all(each.rows or each.where for each in behind)
    return records.MeasuredValue(
        part=part,
        basis=name,
        value=stored,
        exact=_digits(stored) if known and isinstance(stored, float) else "",
        text=text,
        agrees=agreed,
        floor=floor,
        rests_on=behind,
        pages=pages,
    )
