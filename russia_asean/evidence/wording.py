"""Verdicts, rules and measured values in the words of a reader: one writer each, for chapters and ledger alike.

Pure functions. A *measurement* is a measured value of a record as a dict, for pages that are filled from plain data.
"""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

from russia_asean import formatting
from russia_asean.evidence.records import ClaimTest, MeasuredValue
from russia_asean.evidence.verdicts import Verdict

Measurement = Mapping[str, Any]

# The roles of measurements in a record, in the order in which they are told.
ROLES = ("measured", "then", "other")
NEEDS = "Not tested here. It would need "
# The grades of pages behind a link; general knowledge has no page.
GRADE_WORDS = {"official": "official", "agency": "agency or paper of record", "press": "press", "other": "copy or blog"}


@dataclasses.dataclass(frozen=True)
class Qualifier:
    """The words for a comparator, each with the space before the number.

    Attributes:
        full: in the rule of a claim.
        short: in lists of stated numbers.
    """

    full: str
    short: str


QUALIFIERS = {
    "~": Qualifier("about ", "about "),
    ">": Qualifier("more than ", "over "),
    ">=": Qualifier("at least ", "at least "),
    ">~": Qualifier("slightly over ", "slightly over "),
    "<": Qualifier("less than ", "under "),
    "<~": Qualifier("nearly ", "nearly "),
    "up to": Qualifier("up to ", "up to "),
}
PLAIN = Qualifier("", "")


def qualifier(comparator: str) -> Qualifier:
    """Return the words for a comparator of ``claims.csv``; empty words for a plain figure or a range."""
    return QUALIFIERS.get(comparator, PLAIN)


def value_text(value: float, unit: str, unlike: float | None = None) -> str:
    """Return a measured value as a chapter prints it.

    Args:
        value: the value, in the unit.
        unit: its unit.
        unlike: a stated value that it does not agree with; where both would print alike, the measured one gets more
            digits, else a reader would see two equal numbers that do not agree.
    """
    text = formatting.quantity(value, unit)
    if unlike is not None and text == formatting.quantity(unlike, unit):
        return formatting.quantity(value, unit, 4)
    return text


def exact_text(value: float, unit: str, most: int = 4) -> str:
    """Return a value with its unit and as many significant digits as it has, up to ``most``."""
    whole = float(f"{value:.{most}g}")
    # The fewest digits that give the same number, so that 8 is not printed as 8.000.
    digits = next((count for count in range(1, most) if float(f"{value:.{count}g}") == whole), most)
    if unit in formatting.STYLED:
        return formatting.quantity(value, unit, digits)
    return f"{formatting.number(value, digits)} {unit.removesuffix('s') if value == 1 else unit}"


def measured_text(each: Measurement, unit: str) -> str:
    """Return a stored measurement as the ledger prints it: fine enough to be set against the rule.

    Args:
        each: the measurement.
        unit: the unit of its claim.
    """
    value = each["value"]
    # Asked before numbers, because Python counts True among the whole numbers.
    if isinstance(value, bool):
        return str(each["text"])
    return formatting.long_date(value) if isinstance(value, str) else exact_text(float(value), unit)


def date_rule(date: str) -> str:
    """Return how a claim of a date is read; the date is in ISO form, cut to the precision stated."""
    return f"Read as the date {formatting.long_date(date)}. A date agrees when it is the same to that precision."


def stated_number(comparator: str, value: float, high: float | None, unit: str) -> str:
    """Return the number of a claim with its qualifier: ``about $20bn``.

    Args:
        comparator: its qualifier, as in ``claims.csv``.
        value: the stated value, in the unit; of a range the lower end.
        high: the upper end of a range.
        unit: its unit.
    """
    stated = exact_text(value, unit, 9)
    if comparator == "range":
        return f"{stated} to {exact_text(high or 0.0, unit, 9)}"
    return f"{qualifier(comparator).full}{stated}"


def number_rule(comparator: str, value: float, high: float | None, unit: str, band: tuple[float, float]) -> str:
    """Return how a claim of a number is read, and which measured values agree with it.

    Args:
        comparator: its qualifier, as in ``claims.csv``.
        value: the stated value, in the unit; of a range the lower end.
        high: the upper end of a range.
        unit: its unit.
        band: the lowest and the highest value that agree.
    """
    low, top = band
    stated = exact_text(value, unit, 9)
    read = stated_number(comparator, value, high, unit)
    if low == top:
        agrees = "Only the same value agrees"
    elif math.isinf(top):
        agrees = f"Values {f'above {stated}' if comparator == '>' else f'from {exact_text(low, unit)} on'} agree"
    elif math.isinf(low):
        agrees = f"Values {f'below {stated}' if comparator == '<' else f'up to {exact_text(top, unit)}'} agree"
    else:
        agrees = f"Values from {exact_text(low, unit)} to {exact_text(top, unit)} agree"
        agrees += {">~": f", {stated} itself not", "<~": f", {stated} itself not"}.get(comparator, "")
    return f"Read as {read}. {agrees}."


def reason_with_values(test: ClaimTest) -> str:
    """Return the reason for a verdict in one or two sentences that name the values, for a chapter."""
    if test.joint:
        fitting = [each for each in test.measured if each.agrees and is_on(each, test.joint)]
        rest = [each for each in test.measured if each not in fitting]
        told = f"Fits, with the other figures of its passage, one reading: {_told(fitting)}."
        return f"{told} Other readings give: {_told(rest)}." if rest else told
    if test.parts:
        parts = [
            f"{_capital(part)} – {verdict}: {_told([each for each in test.values if each.part == part])}."
            for part, verdict in test.parts.items()
        ]
        return " ".join(parts)
    said = _told(test.measured)
    yes = _told([each for each in test.measured if each.agrees])
    no = _told([each for each in test.measured if not each.agrees])
    if test.verdict == Verdict.DEPENDS:
        on = f" It depends on the {formatting.word_list(list(test.reading))}." if test.reading else ""
        return f"Agrees with {yes}. Does not agree with {no}.{on}"
    if test.verdict == Verdict.NOT_SUPPORTED and test.every and yes:
        return f"Holds for {yes}. Does not hold for {no}."
    if test.verdict in (Verdict.MISREAD, Verdict.SUPERSEDED):
        found = test.other if test.verdict == Verdict.MISREAD else test.then
        return f"Measured: {said}. The stated figure fits {_told([each for each in found if each.agrees])}."
    return f"{said}."


def is_on(value: MeasuredValue, basis: str) -> bool:
    """Return whether a measured value was measured on a basis: its name is the basis, or begins with it and a comma."""
    return value.basis == basis or value.basis.startswith(f"{basis}, ")


def _told(found: Sequence[MeasuredValue]) -> str:
    return "; ".join(f"{each.basis}: {each.text}" for each in found)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def severity_text(test: ClaimTest) -> str:
    """Return how hard a test was, in one sentence; empty where the claim was not measured."""
    if not test.measured:
        return ""
    if test.severity is None or not test.severity.refused:
        return "A weak test: it could hardly have failed." if test.is_weak else ""
    found = test.severity
    return (
        f"The test would have refused {found.refused} of {found.rivals} {found.words}."
        f"{' A weak test.' if test.is_weak else ''}"
    )


def missing_text(test: ClaimTest) -> str:
    """Return what could not be measured and why, in one or two sentences; empty where nothing is missing."""
    heads = {"Not measured": test.missing, "Not measured, and ruled out": test.ruled_out}
    told = [(head, "; ".join(f"{name} ({why})" for name, why in found.items())) for head, found in heads.items()]
    return " ".join(f"{head}: {named}." for head, named in told if named)


def reason_by_bases(test: ClaimTest) -> str:
    """Return the reason for a verdict in a sentence or two that name bases, for a place that lists the values.

    At least one value is measured.
    """
    found = test.measured
    agreeing = [each.basis for each in found if each.agrees]
    if test.joint:
        return f"The statements of its passage fit together on one reading only: {test.joint}."
    if test.parts:
        by_verdict: dict[str, list[str]] = {}
        for part, verdict in test.parts.items():
            by_verdict.setdefault(verdict, []).append(part)
        if list(by_verdict) == [Verdict.SUPPORTED]:
            return f"All that it says is supported: {'; '.join(test.parts)}."
        return " ".join(f"{_capital(each)}: {'; '.join(by_verdict[each])}." for each in Verdict if each in by_verdict)
    if test.every and agreeing:
        exceptions = [each.basis for each in found if not each.agrees]
        if not exceptions:
            return (
                "It holds without exception." if len(found) == 1 else f"It holds in all {len(found)} cases looked at."
            )
        return f"It says so of each, and {len(exceptions)} of {len(found)} does not hold: {'; '.join(exceptions)}."
    if test.verdict == Verdict.SUPPORTED:
        number = {1: "What was measured agrees", 2: "Both values measured agree"}
        return f"{number.get(len(found), f'All {formatting.cardinal(len(found))} values measured agree')} with it."
    if test.verdict == Verdict.DEPENDS:
        on = f"It depends on the {formatting.word_list(list(test.reading))}. " if test.reading else ""
        differing = [each.basis for each in found if not each.agrees]
        return f"{on}It agrees with {'; '.join(agreeing)}. It does not agree with {'; '.join(differing)}."
    none = "What was measured does not agree with it"
    if len(found) > 1:
        none = f"None of the {formatting.cardinal(len(found))} values measured agrees with it"
    role, told = {
        str(Verdict.SUPERSEDED): ("then", ", but the data of its time did: "),
        str(Verdict.MISREAD): ("other", ", but it fits another reading: "),
    }.get(test.verdict, ("", ""))
    fitting = [each.basis for each in getattr(test, role, ()) if each.agrees]
    return f"{none}{told}{'; '.join(fitting)}."


def reason_untested(needs: str) -> str:
    """Return the reason for *untested*: what the test would need, in words that go on a sentence."""
    return f"{NEEDS}{needs}."


def needs_alone(reason: str) -> str:
    """Return what an untested claim needs, as a sentence of its own, from its reason."""
    needed = reason.removeprefix(NEEDS)
    return needed[:1].upper() + needed[1:]


def pages_read(found: Sequence[Measurement]) -> str:
    """Return where the facts behind measurements were read, each page once, in one or two sentences of Markdown."""
    pages = [page for each in found for page in each.get("pages", [])]
    links = dict.fromkeys(_page_link(page) for page in pages if page["url"])
    recalled = dict.fromkeys(page["fact"] for page in pages if not page["url"])
    read = f"Read at {', '.join(links)}." if links else ""
    known = f"From general knowledge, no page was read: {'; '.join(recalled)}." if recalled else ""
    return f"{read} {known}".strip()


def pages_by_fact(each: Measurement) -> str:
    """Return where the facts behind one measurement were read, in Markdown, fact by fact where there are several.

    Args:
        each: the measurement; a page of it may carry its ``grade``, which is then named.
    """
    pages = each.get("pages", [])
    told = [_graded_link(page) if page["url"] else "general knowledge" for page in pages]
    if len(pages) > 1:
        told = [f"{page['fact']}: {where}" for page, where in zip(pages, told, strict=True)]
    return f"({'; '.join(told)})" if told else ""


def _graded_link(page: Mapping[str, str]) -> str:
    grade = GRADE_WORDS.get(page.get("grade", ""))
    return f"{_page_link(page)}, {grade}" if grade else _page_link(page)


def _page_link(page: Mapping[str, str]) -> str:
    return f"[{formatting.site_name(page['url'])}]({page['url']})"
