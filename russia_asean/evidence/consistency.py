"""Which statements can both be true, and which numbers they imply.

Numbers are compared by a query, words by a table of opposed statements. The query reads ``claims.csv`` and nothing
else. Claims about the same subject, counterpart and measure are set beside each other by rules; the names of measures
tell which of them hang together. A rule is a function that finds the claims that belong together, and hands each set
to a conclusion: a function with the arithmetic and the words. All arithmetic is done on the ends of bands, so numbers
that come from one true series never count as contradicting. Parties with different codes are taken to be apart: a
group and its member must not hold shares of one whole. Claims of one document are compared like those of two.
"""

import collections
import dataclasses
import enum
import itertools
import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from russia_asean import formatting
from russia_asean.data import countries, tables
from russia_asean.evidence import intervals, stated, wording
from russia_asean.evidence.intervals import ANY_VALUE, Interval
from russia_asean.evidence.stated import Kind, StatedNumber

WHOLE = frozenset({"", "WLD"})  # the counterpart of a total
# Numbers that are possible only if the rest of a period ran at less than this part of the pace before are in tension:
# trade that fell by more than half within a year would be news that a text which gives both numbers would tell.
LEAST_PACE = 0.5
_TOPIC, _TIME = operator.attrgetter("topic"), operator.attrgetter("topic", "span")


class OpposedError(ValueError):
    """Two claims are paired in a way that says nothing."""


class Disagreement(enum.StrEnum):
    """In what way statements do not go together; in the order in which they are listed."""

    CONTRADICTION = "contradiction"  # not all can hold
    TENSION = "tension"  # all can, if something holds that none of them states
    DIFFERENT_TIME = "different time"  # they speak of different years, between which things may have changed


@dataclasses.dataclass(frozen=True)
class Relation:
    """What two or more claims say about each other.

    Attributes:
        rule: which rule found it.
        claim_ids, documents: the claims and the documents they stand in.
        about: whose measure they state, in words.
        stated: the numbers as stated, with period and document.
        arithmetic: the calculation.
        band: the values that follow, in ``unit``; both ends are infinite where the relation is a mere comparison.
        unit: the unit of the band.
        possible: whether all the claims can be true at once.
        follows: the result in words.
        strained: whether they can be so only if something extreme holds that none of them states.
    """

    rule: str
    claim_ids: tuple[str, ...]
    documents: tuple[str, ...]
    about: str
    stated: str
    arithmetic: str
    band: Interval
    unit: str
    possible: bool
    follows: str
    strained: bool = False

    @property
    def disagreement(self) -> Disagreement | None:
        """In what way the numbers do not go together, if they do not."""
        if not self.possible:
            return Disagreement.CONTRADICTION
        return Disagreement.TENSION if self.strained else None

    @property
    def result(self) -> float:
        """The end of the band that says most; of a calculation with printed numbers, what follows."""
        return intervals.informative_end(self.band)


def find_relations(table: pd.DataFrame, *, printed: bool = False) -> list[Relation]:
    """Return all relations between the claims of a table, in order of the rules.

    Args:
        table: rows with the columns of ``claims.csv``.
        printed: calculate with the numbers as printed, without room for rounding; what is possible then says nothing.
    """
    read = stated.read_claims(table, printed=printed)
    return [relation for rule in RULES for relation in rule(read)]


def implied_numbers(table: pd.DataFrame, named: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, float]]:
    """Return numbers that claims state and what follows from them as printed.

    Args:
        table: rows with the columns of ``claims.csv``.
        named: for each sum, the ids of its claims by the name that each number shall have.

    Returns:
        For each sum the numbers by name and, if the query finds one relation with a result between just these claims,
        that as ``result``.

    Raises:
        KeyError: a claim is unknown.
    """
    values = table.set_index("claim_id")["value"]
    # A mere comparison has no number to hand on.
    relations = [each for each in find_relations(table, printed=True) if each.band != ANY_VALUE]
    found = {}
    for key, ids in named.items():
        found[key] = {name: float(values[claim_id]) for name, claim_id in ids.items()}
        results = [each.result for each in relations if set(each.claim_ids) == set(ids.values())]
        if len(results) == 1:
            found[key]["result"] = results[0]
    return found


def relation_table(relations: Sequence[Relation]) -> pd.DataFrame:
    """Return relations as a table, what is impossible first, then what is in tension.

    The ends of bands are empty where they are open.
    """
    together = {Disagreement.CONTRADICTION: "no", Disagreement.TENSION: "hardly", None: "yes"}
    rows = [
        {
            "documents": ", ".join(each.documents),
            "about": each.about,
            "stated": each.stated,
            "arithmetic": each.arithmetic,
            "follows": each.follows,
            "together": together[each.disagreement],
            "low": each.band[0] if math.isfinite(each.band[0]) else math.nan,
            "high": each.band[1] if math.isfinite(each.band[1]) else math.nan,
            "unit": each.unit,
            "rule": each.rule,
            "claims": ", ".join(each.claim_ids),
        }
        # Sorting keeps the order of the rules among equals.
        for each in sorted(relations, key=lambda each: list(together).index(each.disagreement))
    ]
    return pd.DataFrame(rows)


def opposed_statements(table: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of claims that do not go together in words, with their statements.

    Args:
        table: rows with the columns of ``claims.csv``.
        pairs: rows with the columns of ``opposed_statements.csv``.

    Returns:
        One row a pair, with the columns of ``disagreements``.

    Raises:
        OpposedError: a claim is unknown or opposed to itself, a pair occurs twice, or no reason is given.
    """
    statements = dict(table[["claim_id", "statement"]].astype(str).to_numpy())
    places = dict(table[["claim_id", "document"]].astype(str).to_numpy())
    rows = []
    seen: set[frozenset[str]] = set()
    for row in pairs.astype(object).fillna("").to_dict("records"):
        pair = {str(column): str(cell).strip() for column, cell in row.items()}
        ids = (pair["claim_id"], pair["opposed_claim_id"])
        _check_pair(pair, ids, known=set(statements), seen=seen)
        seen.add(frozenset(ids))
        documents = sorted({places[each] for each in ids})
        rows.append(
            {
                "about": pair["about"],
                "stated": "; ".join(f"{statements[each].rstrip('.')} ({places[each]})" for each in ids),
                "why": pair["why"],
                "kind": str(Disagreement(pair["kind"])),
                "found": "reading",
                "documents": ", ".join(documents),
                "within": len(documents) == 1,
                "claims": ", ".join(ids),
            }
        )
    return pd.DataFrame(rows)


def _check_pair(pair: Mapping[str, str], ids: tuple[str, str], *, known: set[str], seen: set[frozenset[str]]) -> None:
    """Stop if a pair of claims says nothing or says it again."""
    faults = {
        f"{' and '.join(sorted(set(ids) - known))} is no claim of claims.csv": not set(ids) <= known,
        "a claim is opposed to itself": len(set(ids)) == 1,
        "the two claims are paired twice": frozenset(ids) in seen,
        "the column 'about' or 'why' is empty": not (pair["about"] and pair["why"]),
    }
    for fault, found in faults.items():
        if found:
            raise OpposedError(
                f"data/claims/opposed_statements.csv, pair {pair['pair_id']!r}: {fault}. Correct the row or delete it."
            )


def disagreements(table: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return all that does not go together in the documents: numbers, by the query, and words, by reading.

    Args:
        table: rows with the columns of ``claims.csv``.
        pairs: rows with the columns of ``opposed_statements.csv``.

    Returns:
        One row a disagreement, contradictions first, numbers before words, then by subject: ``about``; ``stated``,
        what is said, with the documents; ``why``; ``kind``; ``found``, by query or reading; ``documents``;
        ``within``, whether all stands in one document; ``claims``.

    Raises:
        OpposedError: a pair says nothing; see ``opposed_statements``.
    """
    numbers = pd.DataFrame(
        [
            {
                "about": each.about,
                "stated": each.stated,
                "why": f"{each.arithmetic}: {each.follows}",
                "kind": str(each.disagreement),
                "found": "query",
                "documents": ", ".join(each.documents),
                "within": len(each.documents) == 1,
                "claims": ", ".join(each.claim_ids),
            }
            for each in find_relations(table)
            if each.disagreement
        ]
    )
    both = pd.concat([numbers, opposed_statements(table, pairs)], ignore_index=True)
    order = {str(kind): place for place, kind in enumerate(Disagreement)}
    # Within a kind the query comes before reading by the alphabet, and one subject stands together.
    placed = both.assign(place=both["kind"].map(order)).sort_values(["place", "found", "about"], kind="stable")
    return placed.drop(columns="place").reset_index(drop=True)


def monthly_paces(table: pd.DataFrame, subject: str, counterpart: str, measure: str) -> pd.DataFrame:
    """Return what is stated of a sum of money over time, per month, and what stated changes imply.

    Returns:
        One row each: ``document``, ``kind`` (stated or implied), ``start`` and ``end`` as decimal years, and the
        ends of the band in USD a month, ``low`` and ``high``.
    """
    read = [each for each in stated.read_claims(table) if each.topic == (subject, counterpart, measure)]
    sums = [("stated", each) for each in read if each.is_sum]
    sums += [("implied", origin) for origin, _, _ in _origins(read)]
    rows = [
        {
            "document": each.document,
            "kind": kind,
            "start": each.first / 12,
            "end": (each.last + 1) / 12,
            "low": each.band[0] / each.months,
            "high": each.band[1] / each.months,
        }
        for kind, each in sums
    ]
    return pd.DataFrame(rows).sort_values(["start", "kind"], ignore_index=True)


def implied_path(table: pd.DataFrame, subject: str, counterpart: str, measure: str) -> pd.DataFrame:
    """Return how stated amounts of whole years would move, strung together and taken as printed.

    Where a stated change reaches back to a year before the first amount, the amount that it started from comes first.

    Returns:
        One row a step: ``documents``; ``before`` and ``after``, the amounts as stated; ``first`` and ``last``, their
        years; ``moved`` in words, and ``result``, the change in percent (the end that says most).
    """
    read = [each for each in stated.read_claims(table, printed=True) if each.topic == (subject, counterpart, measure)]
    whole = [each for each in _amounts(read) if _is_year(each)]
    earliest = min(each.first for each in whole)
    origins = [origin for origin, _, _ in _origins(read) if _is_year(origin) and origin.first < earliest]
    rows = []
    for before, after in _successive([*origins, *whole]):
        change = intervals.percent_change(before.band, after.band)
        rows.append(
            {
                "documents": formatting.word_list(sorted({before.document, after.document})),
                "before": before.text,
                "first": int(before.first) // 12,
                "after": after.text,
                "last": int(after.first) // 12,
                "moved": stated.percent_change_text(change),
                "result": intervals.informative_end(change),
            }
        )
    return pd.DataFrame(rows)


def _is_year(each: StatedNumber) -> bool:
    return each.months == 12 and each.first % 12 == 0


def _relation(
    rule: str,
    parts: Sequence[StatedNumber],
    arithmetic: str,
    band: Interval,
    unit: str,
    follows: str,
    possible: bool = True,
    strained: bool = False,
) -> Relation:
    documents = tuple(sorted({each.document for each in parts}))
    ids = tuple(each.claim_id for each in parts)
    return Relation(rule, ids, documents, *_told(parts), arithmetic, band, unit, possible, follows, strained)


def _told(parts: Sequence[StatedNumber]) -> tuple[str, str]:
    """Return claims in words: whose measure they state; and each number with its period and document."""
    pairs = ["–".join(_party(code) for code in each.pair if code) for each in parts]
    alone = len(set(pairs)) == 1
    items = []
    for each, pair in zip(parts, pairs, strict=True):
        label = each.measure.part or each.measure.kind.noun
        # A direction and a rank say themselves what they are.
        if each.text in wording.DIRECTIONS.values() or each.unit == "rank":
            label = ""
        when = "" if each.unit in ("year", "date") else f"{each.period}, "
        items.append(" ".join(filter(None, ["" if alone else pair, label, each.text])) + f" ({when}{each.document})")
    what = parts[0].measure.of
    about = f"{pairs[0]}, {what}" if alone else f"{what[:1].upper()}{what[1:]}"
    return about, "; ".join(items)


def _party(codes: str) -> str:
    """Return the names of parties; a code that has none stays as it is."""
    return formatting.word_list([_names().get(code, code).partition(" (")[0] for code in codes.split(";")])


@tables.cached
def _names() -> dict[str, str]:
    return countries.party_names()


def _of_kind(read: Sequence[StatedNumber], kind: Kind, unit: str) -> list[StatedNumber]:
    return [each for each in read if (each.measure.kind, each.unit) == (kind, unit)]


def _amounts(read: Sequence[StatedNumber]) -> list[StatedNumber]:
    return [each for each in read if each.is_amount]


def _joined(
    ones: Iterable[StatedNumber], others: Sequence[StatedNumber], *same: str
) -> Iterator[tuple[StatedNumber, StatedNumber]]:
    """Return the pairs from two lists that are equal in all the attributes named."""
    read = operator.attrgetter(*same)
    alike = _by(read, others)
    return ((one, other) for one in ones for other in alike.get(read(one), ()))


def _pairs(
    key: Callable[[StatedNumber], Any], claims: Sequence[StatedNumber]
) -> Iterator[tuple[StatedNumber, StatedNumber]]:
    """Return each two of a list that are alike, in the order of the list."""
    later = {same: collections.deque(alike) for same, alike in _by(key, claims).items()}
    for one in claims:
        rest = later[key(one)]
        rest.popleft()
        yield from ((one, other) for other in rest)


def _by(key: Callable[[StatedNumber], Any], claims: Iterable[StatedNumber]) -> dict[Any, list[StatedNumber]]:
    """Return claims by what is alike in them: so each meets only those, and not all others."""
    found: dict[Any, list[StatedNumber]] = {}
    for each in claims:
        found.setdefault(key(each), []).append(each)
    return found


def _successive(amounts: Sequence[StatedNumber]) -> Iterator[tuple[StatedNumber, StatedNumber]]:
    """Return neighbours in time, leaving out pairs of which one period holds the other."""
    dated = [each for each in amounts if math.isfinite(each.first)]
    for before, after in itertools.pairwise(sorted(dated, key=lambda each: (each.last, each.first))):
        if not _overlap(before, after):
            yield before, after


def _overlap(one: StatedNumber, other: StatedNumber) -> bool:
    """Return whether two periods are the same or one lies within the other."""
    return one.span == other.span or one.within(other) or other.within(one)


def compare_same_time(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Compare claims about the same thing at the same time; years and dates of one event have no other time."""
    for one, other in _pairs(operator.attrgetter("key"), read):
        if {one.unit, other.unit} <= {"year", "years"}:
            yield _agree(one, other, _begun(one), _begun(other), "year")
        elif one.unit == other.unit and (one.unit == "date" or one.span == other.span):
            yield _agree(one, other, one.band, other.band, one.unit)


def _agree(one: StatedNumber, other: StatedNumber, first: Interval, second: Interval, unit: str) -> Relation:
    """Return whether two numbers of one thing can be the same, in a common unit."""
    possible = intervals.overlap(first, second)
    told = [
        each.text if each.unit == unit else stated.interval_text(band, unit)
        for each, band in ((one, first), (other, second))
    ]
    follows = "the bands overlap" if possible else "the bands lie apart"
    return _relation("same", (one, other), f"{told[0]} against {told[1]}", ANY_VALUE, unit, follows, possible)


def _begun(each: StatedNumber) -> Interval:
    """Return the years in which something may have begun: the year stated, or the end of the period less its age."""
    if each.unit == "year":
        return each.band
    year = each.last // 12
    # The anniversary of the year may still lie ahead, so the beginning can be one year further back.
    return math.ceil(year - each.band[1] - 1), math.floor(year - each.band[0])


def growth_between_periods(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Return the growth between amounts of periods that follow each other."""
    for alike in _by(lambda each: (each.topic, each.unit), _amounts(read)).values():
        for before, after in _successive(alike):
            yield _growth(before, after)


def _growth(before: StatedNumber, after: StatedNumber) -> Relation:
    """Return the growth between two amounts, per month where their periods differ in length."""
    how = f"{after.text} / {before.text} − 1"
    # Sums over periods of unlike length compare per month; what is no sum does not grow with its period.
    if before.months != after.months and before.is_sum and after.is_sum:
        change = intervals.percent_change(_monthly(before), _monthly(after))
        how = f"{how}, each per month"
        told = f"the monthly pace changes by {stated.interval_text(change, 'percent')}"
    else:
        change = intervals.percent_change(before.band, after.band)
        told = f"changes by {stated.interval_text(change, 'percent')}{_yearly(change, before, after)}"
    return _relation("growth", (before, after), how, change, "percent", told)


def _monthly(each: StatedNumber) -> Interval:
    return intervals.scaled(each.band, 1 / each.months)


def _yearly(change: Interval, before: StatedNumber, after: StatedNumber) -> str:
    """Return a change over several years as a rate for each year, in words."""
    years = (after.last - before.last) / 12
    # A yearly rate adds nothing over so short a time, and a fall to nothing or an open end has none.
    if years < 2 or change[0] <= -100 or math.isinf(change[1]):
        return ""
    return f", {stated.interval_text(intervals.compound_annual_rate(change, years), 'percent')} a year"


def compare_nested_periods(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Compare the sum over a period with that over a longer one that holds it."""
    sums = [each for each in read if each.is_sum]
    for inner, outer in _joined(sums, sums, "topic"):
        if inner.within(outer):
            yield _rest(inner, outer, (inner, outer), f"{outer.text} − {inner.text}")


def _rest(inner: StatedNumber, outer: StatedNumber, parts: Sequence[StatedNumber], arithmetic: str) -> Relation:
    """Return what the sum over some months leaves of that over a longer period.

    Less than nothing is impossible; so little that the pace would have to break down is a tension.
    """
    possible = intervals.can_reach(outer.band[1], inner.band[0])
    left = intervals.remainder(outer.band, inner.band)
    months = outer.months - inner.months
    follows = f"leaves {stated.interval_text(left, 'USD')} for the other {months:g} months"
    strained = False
    # Where the part may be nothing there is no pace to compare with.
    if inner.band[0] > 0:
        pace = left[1] * inner.months / months / inner.band[0]
        follows += f", a pace of at most {formatting.percent(100 * pace)} of that of the part"
        strained = pace < LEAST_PACE
    if not possible:
        follows = "the part exceeds the whole"
    return _relation("nested", parts, arithmetic, left, "USD", follows, possible, strained)


def check_stated_changes(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Test a stated change on two stated amounts."""
    amounts = _by(_TOPIC, _amounts(read))
    for change in _of_kind(read, Kind.CHANGE, "percent"):
        ends = _ends(change)
        for before, after in itertools.product(amounts.get(change.topic, ()), repeat=2):
            if (before.span, after.span) == ends:
                yield _change(before, after, change)


def _change(before: StatedNumber, after: StatedNumber, change: StatedNumber) -> Relation:
    """Return whether two amounts have the change that is stated."""
    implied = intervals.percent_change(before.band, after.band)
    how = f"{after.text} / {before.text} − 1"
    told = f"changes by {stated.interval_text(implied, 'percent')}; stated: {change.text}"
    possible = intervals.overlap(implied, change.band)
    return _relation("change", (before, after, change), how, implied, "percent", told, possible)


def implied_base(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Return the amount that a stated change started from, and what that leaves of a larger sum."""
    sums = _by(_TOPIC, [each for each in read if each.is_sum])
    for origin, after, change in _origins(read):
        how = f"{after.text} / (1 + {change.text})"
        told = f"{origin.text} in {origin.period}"
        yield _relation("base", (after, change), how, origin.band, origin.unit, told)
        for outer in sums.get(origin.topic, ()):
            if origin.within(outer):
                yield _rest(origin, outer, (after, change, outer), f"{outer.text} − {how}")


def _origins(read: Sequence[StatedNumber]) -> Iterator[tuple[StatedNumber, StatedNumber, StatedNumber]]:
    """Return the amount that each stated change started from, as if it were stated; the amount after; the change."""
    bounded = [each for each in _of_kind(read, Kind.CHANGE, "percent") if all(map(math.isfinite, each.band))]
    for change, after in _joined(bounded, _amounts(read), "topic"):
        begin, end = _ends(change)
        if after.span == end:
            band = intervals.quotient(after.band, intervals.scaled(change.band, 0.01, 1))
            text = stated.interval_text(band, after.unit)
            yield after.of_another_time(begin, band, text), after, change


def _ends(change: StatedNumber) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the first and the last period that a change compares: the first and last year, or a year before and it."""
    if change.first // 12 == change.last // 12:
        return (change.first - 12, change.last - 12), change.span
    first, last = change.first // 12, change.last // 12
    return (12 * first, 12 * first + 11), (12 * last, 12 * last + 11)


def add_up_shares(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Add up the shares of one whole that are held by different parties or parts."""
    groups: dict[tuple[object, ...], list[StatedNumber]] = {}
    for each in _of_kind(read, Kind.SHARE, "percent"):
        whole = each.pair if each.measure.part else each.owner
        kind = each.measure.of, bool(each.measure.part), each.measure.of_subject
        groups.setdefault((*kind, whole, each.span), []).append(each)
    for shares in groups.values():
        members = [name for each in shares for name in (each.measure.part or each.holder).split(";")]
        # A party that is named twice would be added twice.
        if len(shares) > 1 and len(set(members)) == len(members):
            yield _total_of_shares(shares)


def _total_of_shares(shares: Sequence[StatedNumber]) -> Relation:
    """Return what shares leave for others; over 100 is impossible."""
    total = intervals.total([each.band for each in shares])
    possible = intervals.can_reach(100.0, total[0])
    rest = intervals.remainder((100.0, 100.0), total)
    sums = " − ".join(each.text for each in shares)
    told = f"leaves {stated.interval_text(rest, 'percent')} for all others" if possible else "more than the whole"
    return _relation("shares", shares, f"100 % − {sums}", rest, "percent", told, possible)


def implied_parts_and_wholes(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Return the part that a share and a whole imply, or the whole that a share and a part imply, or test all three."""
    amounts = _by(lambda each: each.measure.of, _amounts(read))
    for share in _of_kind(read, Kind.SHARE, "percent"):
        parts, wholes = _parts_and_wholes(share, amounts.get(share.measure.of, ()))
        for part, whole in itertools.product(parts, wholes):
            yield _share(part, whole, share)
        if parts and not wholes:
            yield _whole(parts[0], share)
        if wholes and not parts:
            yield _part(wholes[0], share)


def _parts_and_wholes(
    share: StatedNumber, amounts: Sequence[StatedNumber]
) -> tuple[list[StatedNumber], list[StatedNumber]]:
    """Return the amounts, of those of its measure, that a share may be of, as part and as whole."""
    same_time = [each for each in amounts if _overlap(share, each)]
    of_pair = [each for each in same_time if each.pair == share.pair]
    if share.measure.part:  # the pair's own amount is the whole, and nobody states the part as an amount
        return [], of_pair
    return of_pair, [each for each in same_time if each.subject == share.owner and each.counterpart in WHOLE]


def _share(part: StatedNumber, whole: StatedNumber, share: StatedNumber) -> Relation:
    """Return whether a part has the share of a whole that is stated; amounts of unequal periods prove nothing."""
    implied = intervals.scaled(intervals.quotient(part.band, whole.band), 100)
    possible = intervals.overlap(implied, share.band) or part.span != whole.span
    told = f"a share of {stated.interval_text(implied, 'percent')}, stated {share.text}"
    how = f"{part.text} / {whole.text}"
    return _relation("share", (part, whole, share), how, implied, "percent", told, possible)


def _whole(part: StatedNumber, share: StatedNumber) -> Relation:
    """Return the whole of which a part has a share."""
    total = intervals.quotient(part.band, _fraction(share))
    told = f"a whole of {stated.interval_text(total, part.unit)}"
    return _relation("whole", (part, share), f"{part.text} / {share.text}", total, part.unit, told)


def _part(whole: StatedNumber, share: StatedNumber) -> Relation:
    """Return the part that a share of a whole is."""
    piece = intervals.product(_fraction(share), whole.band)
    told = f"a part of {stated.interval_text(piece, whole.unit)}"
    return _relation("part", (whole, share), f"{share.text} of {whole.text}", piece, whole.unit, told)


def _fraction(share: StatedNumber) -> Interval:
    return intervals.scaled((max(share.band[0], 0.0), share.band[1]), 0.01)


def exports_and_imports(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Return both directions of trade from total and deficit."""
    deficits = [each for each in read if each.measure.kind is Kind.DEFICIT]
    for deficit, total in _joined(deficits, _amounts(read), "topic", "span"):
        yield _balance(total, deficit)


def _balance(total: StatedNumber, deficit: StatedNumber) -> Relation:
    """Return exports and imports; a deficit larger than the total is impossible."""
    possible = intervals.can_reach(total.band[1], deficit.band[0])
    out = intervals.scaled(intervals.remainder(total.band, deficit.band), 0.5)
    # Imports cannot exceed the total, which the upper ends of both bands could make them do.
    back = (total.band[0] + deficit.band[0]) / 2, min(total.band[1], (total.band[1] + deficit.band[1]) / 2)
    exports, imports = (stated.interval_text(each, total.unit) for each in (out, back))
    told = f"exports of {exports}, imports of {imports}"
    how = f"({total.text} − {deficit.text}) / 2, and with +"
    return _relation("balance", (total, deficit), how, out, total.unit, told, possible)


def check_stated_maxima(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Test a stated year of maximum on the amounts of other years: of earlier ones, and of all in the same document."""
    peaks = [each for each in read if each.measure.kind is Kind.MAXIMUM and each.band[0] == each.band[1]]
    amounts = _by(_TOPIC, _amounts(read))
    for peak in peaks:
        year = (12 * peak.band[0], 12 * peak.band[0] + 11)
        for high, other in itertools.product(amounts.get(peak.topic, ()), repeat=2):
            known = other.document == peak.document or other.last < year[0]
            if high.span == year and known and _is_within_another_year(other, year):
                yield _maximum(peak, high, other)


def _is_within_another_year(each: StatedNumber, year: tuple[float, float]) -> bool:
    return each.last - each.first < 12 and not (year[0] <= each.first <= year[1])


def _maximum(peak: StatedNumber, high: StatedNumber, other: StatedNumber) -> Relation:
    """Return whether the amount of the year of maximum can be the larger."""
    possible = intervals.can_reach(high.band[1], other.band[0])
    told = "the maximum is the larger" if possible else "the maximum is the smaller"
    how = f"{high.text} against {other.text}"
    return _relation("maximum", (peak, high, other), how, ANY_VALUE, high.unit, told, possible)


def rank_ceilings(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Return the ceiling that a rank sets on all who rank lower, and the floor under those who rank higher."""
    sizes = _by(_TIME, read)
    for rank in _of_kind(read, Kind.RANK, "rank"):
        holders = rank.holder.split(";")
        known = [each for holder in holders for each in _sizes(rank, holder, sizes)]
        # The smallest of the holders of a joint rank sets the ceiling, so the amounts of all must be known.
        if len(known) == len(holders) and len({each.unit for each in known}) == 1:
            limits = _limits(rank, known)
            if limits:
                how = f"limit: {' and '.join(each.text for each in known)}"
                ceiling = min(each.band[1] for each in known)
                yield _relation("rank", (rank, *known), how, (0.0, ceiling), known[0].unit, "; ".join(limits))


def _limits(rank: StatedNumber, known: Sequence[StatedNumber]) -> list[str]:
    """Return the limits that the amounts of the holders of a rank set on others, in words."""
    ceiling, floor = (min(each.band[end] for each in known) for end in (1, 0))
    # A rank that several hold together does not say how many stand above each of them.
    above = int(rank.band[0]) - 1 if len(known) == 1 else 0
    limits = []
    if math.isfinite(ceiling):
        limits.append(f"all that rank lower: at most {formatting.quantity(ceiling, known[0].unit)}")
    if above:
        limits.append(f"{above} rank higher: each at least {formatting.quantity(floor, known[0].unit)}")
    return limits


def compare_ranks(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Test ranks in one contest on each other, and on the amounts of their holders."""
    known = _by(_TIME, read)
    for one, other in _pairs(_contest, _of_kind(read, Kind.RANK, "rank")):
        if not set(one.holder.split(";")) & set(other.holder.split(";")):
            yield _two_ranks(one, other)
            upper, lower = sorted((one, other), key=lambda each: each.band)
            if upper.band[1] < lower.band[0]:
                sizes = (_sizes(each, each.holder, known) for each in (upper, lower))
                for more, less in itertools.product(*sizes):
                    if more.unit == less.unit:
                        yield _ranked_amounts(upper, lower, more, less)


def _two_ranks(one: StatedNumber, other: StatedNumber) -> Relation:
    """Return whether two can hold the ranks stated: one rank has one holder."""
    same = one.band[0] == one.band[1] == other.band[0] == other.band[1]
    told = "two hold one rank" if same else "the ranks differ"
    return _relation("ranks", (one, other), f"{one.text} against {other.text}", ANY_VALUE, "rank", told, not same)


def _ranked_amounts(upper: StatedNumber, lower: StatedNumber, more: StatedNumber, less: StatedNumber) -> Relation:
    """Return whether the amounts of two holders can stand in the order of their ranks."""
    possible = intervals.can_reach(more.band[1], less.band[0])
    told = "the higher rank has the larger amount" if possible else "the higher rank has the smaller"
    how = f"{more.text} against {less.text}"
    return _relation("ranks", (upper, lower, more, less), how, ANY_VALUE, more.unit, told, possible)


def _contest(rank: StatedNumber) -> tuple[object, ...]:
    """Return what a rank is held in: measure, field, the one whose partners are ranked, and time."""
    return rank.measure, rank.owner, rank.span


def _sizes(rank: StatedNumber, holder: str, known: Mapping[Any, Sequence[StatedNumber]]) -> list[StatedNumber]:
    """Return the amounts and shares stated for one holder of a rank, of the same measure and time.

    Args:
        rank: the rank.
        holder: who holds it.
        known: all claims, by topic and time.
    """
    pair = (rank.owner, holder) if rank.measure.of_subject else (holder, rank.owner)
    shared = (Kind.SHARE, rank.measure.of_subject, "")
    return [
        each
        for each in known.get(((*pair, rank.measure.of), rank.span), ())
        if each.is_amount or (each.measure.kind, each.measure.of_subject, each.measure.part) == shared
    ]


# Relations are listed in this order; no rule builds on what another found.
RULES = (
    compare_same_time,
    growth_between_periods,
    compare_nested_periods,
    check_stated_changes,
    implied_base,
    add_up_shares,
    implied_parts_and_wholes,
    exports_and_imports,
    check_stated_maxima,
    rank_ceilings,
    compare_ranks,
)
