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
MOST_NAMED = 2  # values that a sentence names; more are a table
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
SMALLEST = 1e-9  # what is below this is zero
DIRECTIONS = {"<": "a fall", ">": "a rise"}  # a change stated without a number


def qualifier(comparator: str) -> Qualifier:
    """Return the words for a comparator of ``claims.csv``; empty words for a plain figure or a range."""
    return QUALIFIERS.get(comparator, PLAIN)


def value_text(value: float, unit: str, unlike: float | None = None, ends: Sequence[float] = ()) -> str:
    """Return a measured value as a chapter prints it.

    Args:
        value: the value, in the unit.
        unit: its unit.
        unlike: a stated value that it does not agree with; where both would print alike, the measured one gets more
            digits, else a reader would see two equal numbers that do not agree.
        ends: the lowest and the highest value that agree; where the value would print like one of them and is not,
            it gets a digit more, else a reader could not tell on which side of it the value is.
    """
    text = formatting.quantity(value, unit)
    if unlike is not None and text == formatting.quantity(unlike, unit):
        return formatting.quantity(value, unit, 4)
    if unit == "percent" and any(text == formatting.percent(end) and value != end for end in ends):
        return formatting.percent(value, 3)
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
    """Return the number of a claim with its qualifier: ``about $20bn``; more or less than zero is a rise or a fall.

    Args:
        comparator: its qualifier, as in ``claims.csv``.
        value: the stated value, in the unit; of a range the lower end.
        high: the upper end of a range.
        unit: its unit.
    """
    if value == 0 and comparator in DIRECTIONS:
        return DIRECTIONS[comparator]
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
    least = low if comparator == ">" else -top
    if value == 0 and comparator in DIRECTIONS and least > SMALLEST:
        # Without the reason a smaller rise that does not agree would seem an error.
        return f"Read as {read} by more than {exact_text(least, unit)}, since such figures may be off by as much."
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
        told = f"One reading alone fits all figures of its passage: {_told(fitting)}."
        return f"{told} Other readings give: {_told(rest)}." if rest else told
    if test.parts:
        parts = []
        for part, verdict in test.parts.items():
            values = [each for each in test.values if each.part == part]
            parts.append(f"{_parts_are([_capital(part)], verdict)}: {_told_of_part(values)}.")
        return " ".join(parts)
    if test.verdict == Verdict.DEPENDS:
        return _apart(test)
    if test.verdict == Verdict.NOT_SUPPORTED and test.every and any(each.agrees for each in test.measured):
        return _exceptions(test)
    return " ".join(filter(None, [f"We found: {_told(test.measured)}.", _otherwise(test)]))


def _apart(test: ClaimTest) -> str:
    """Return on which readings a claim holds and on which it does not."""
    yes, no = _by_agreement(test)
    what = "another" if len(no) == 1 else formatting.cardinal(len(no))
    readings = "one reading" if len(yes) == 1 else f"{formatting.cardinal(len(yes))} readings"
    on = f" It depends on the {formatting.word_list(list(test.reading))}." if test.reading else ""
    return f"It holds on {readings}{_named(yes)} and not on {what}{_named(no)}.{on}"


def _exceptions(test: ClaimTest) -> str:
    """Return for how many of the things of which a claim speaks it does not hold."""
    _, no = _by_agreement(test)
    verb = "does" if len(no) == 1 else "do"
    several = f"{formatting.cardinal(len(no))} of the {formatting.cardinal(len(test.measured))} checks {verb} not agree"
    return f"It says so of each, and {several}{_named(no)}."


def _otherwise(test: ClaimTest) -> str:
    """Return what else agrees with a claim that today's data refuse: other data or another thing; else nothing."""
    if test.verdict == Verdict.SUPERSEDED:
        return f"The data of its time agree with it: {_told([each for each in test.then if each.agrees])}."
    if test.verdict == Verdict.MISREAD:
        return f"What it says is true of something else: {_told([each for each in test.other if each.agrees])}."
    return ""


def true_of(other: Sequence[Measurement]) -> str:
    """Return of what a misread figure is true: the first other value that agrees with the claim; empty without one."""
    return next((f"{each['basis']}: {each['text']}" for each in other if each["agrees"]), "")


def _by_agreement(test: ClaimTest) -> tuple[list[MeasuredValue], list[MeasuredValue]]:
    """Return the measured values that agree with a claim, and those that do not."""
    return [each for each in test.measured if each.agrees], [each for each in test.measured if not each.agrees]


def _named(found: Sequence[MeasuredValue]) -> str:
    """Return values in brackets, with the space before; nothing where a table must list them."""
    return f" ({_told(found)})" if len(found) <= MOST_NAMED else ""


def is_on(value: MeasuredValue, basis: str) -> bool:
    """Return whether a measured value was measured on a basis: its name is the basis, or begins with it and a comma."""
    return value.basis == basis or value.basis.startswith(f"{basis}, ")


def _told(found: Sequence[MeasuredValue]) -> str:
    return "; ".join(f"{each.basis}: {each.text}" for each in found)


def _told_of_part(found: Sequence[MeasuredValue]) -> str:
    """Return the values of one part, which is named before them: not a second time, where a basis has its name."""
    return "; ".join(each.text if each.basis == each.part else f"{each.basis}: {each.text}" for each in found)


def _parts_are(parts: Sequence[str], verdict: str) -> str:
    """Return the verdict on parts of a claim as the head of a sentence: ``“fell” and “rose” are supported``."""
    one = len(parts) == 1
    if verdict == Verdict.DEPENDS:
        says = verdict if one else verdict.replace("depends", "depend", 1)
    else:
        says = f"{'is' if one else 'are'} {verdict}"
    return f"{formatting.word_list([f'“{part}”' for part in parts])} {says}"


def value_name(part: str, basis: str) -> str:
    """Return what was measured, for a list of values: part and basis, or one of them where both say the same."""
    return basis if part in ("", basis) else f"{part} – {basis}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def severity_text(test: ClaimTest) -> str:
    """Return how hard a test was, in one sentence; empty where the claim was not measured."""
    if not test.measured:
        return ""
    found = test.severity
    if found is None:
        return "A weak test: there was nothing to try in its place." if test.is_weak else ""
    tried = f"Had we tested {found.words} instead, "
    if test.is_weak:
        passed = _of(found.rivals - found.refused, found.rivals)
        return f"{tried}{passed} would have agreed as well. So this is a weak test, and no headline counts it."
    # A claim that failed shows that its test could fail, even where nothing else would have.
    if not found.refused:
        return ""
    also = ", too" if test.verdict == Verdict.NOT_SUPPORTED else ""
    return f"{tried}{_of(found.refused, found.rivals)} would have failed{also}."


def _of(some: int, whole: int) -> str:
    return f"all {whole:,}" if some == whole else f"{some:,} of {whole:,}"


def missing_text(test: ClaimTest) -> str:
    """Return what could not be measured and why, in one or two sentences; empty where nothing is missing."""
    heads = {"Not measured": test.missing, "Not measured, and ruled out": test.ruled_out}
    told = [
        (head, "; ".join(f"{name} ({why.removesuffix('.')})" for name, why in found.items()))
        for head, found in heads.items()
    ]
    return " ".join(f"{head}: {named}." for head, named in told if named)


def reason_by_bases(test: ClaimTest) -> str:
    """Return the reason for a verdict in a sentence or two, for a place that lists the values; it names two at most.

    At least one value is measured.
    """
    found = test.measured
    yes, _ = _by_agreement(test)
    if test.joint:
        return f"The statements of its passage fit together on one reading only: {test.joint}."
    if test.parts:
        # In the order in which they were measured; a stored record keeps the verdicts by name.
        parts = list(dict.fromkeys(each.part for each in found))
        if set(test.parts.values()) == {Verdict.SUPPORTED}:
            number = "Both" if len(parts) == 2 else f"All {formatting.cardinal(len(parts))}"
            return f"{number} parts of it hold: {formatting.word_list([f'“{part}”' for part in parts])}."
        told = {verdict: [part for part in parts if test.parts[part] == verdict] for verdict in Verdict}
        return f"Of its parts {'; '.join(_parts_are(named, verdict) for verdict, named in told.items() if named)}."
    if test.verdict == Verdict.DEPENDS:
        return _apart(test)
    if test.verdict == Verdict.SUPPORTED:
        kind = "check" if test.every else "value measured"
        return f"{_all_agree(len(found), kind)} with it{_named(found)}."
    if test.every and yes:
        return _exceptions(test)
    none = {1: "What we found does not agree", 2: "Neither of the two values measured agrees"}
    refused = none.get(len(found), f"None of the {formatting.cardinal(len(found))} values measured agrees")
    return " ".join(filter(None, [f"{refused} with it{_named(found)}.", _otherwise(test)]))


def _all_agree(count: int, kind: str) -> str:
    if count == 1:
        return "What we found agrees"
    several = kind.replace("check", "checks").replace("value", "values")
    return f"{'Both' if count == 2 else f'All {formatting.cardinal(count)}'} {several} agree"


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
