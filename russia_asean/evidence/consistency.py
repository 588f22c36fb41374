"""Which stated numbers can both be true, and which numbers they imply.

The query reads ``claims.csv`` and nothing else. Claims about the same subject, counterpart and measure are set beside
each other by rules, one a function; the names of measures tell which of them hang together. All arithmetic is done on
the ends of bands, so numbers that come from one true series never count as contradicting. Parties with different codes
are taken to be apart: a group and its member must not hold shares of one whole.
"""

import dataclasses
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from russia_asean import formatting
from russia_asean.data import tables
from russia_asean.evidence import intervals, stated
from russia_asean.evidence.intervals import ANY_VALUE, Interval
from russia_asean.evidence.stated import StatedNumber

WHOLE = frozenset({"", "WLD"})  # the counterpart of a total
PARTY_NAMES = {"ADB": "Asian Development Bank", "RFE": "Russian Far East"}


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


def relation_between(relations: Sequence[Relation], *claim_ids: str) -> Relation:
    """Return the relation between exactly these claims.

    Raises:
        KeyError: there is none, or more than one.
    """
    found = [each for each in relations if set(each.claim_ids) == set(claim_ids)]
    if len(found) != 1:
        raise KeyError(f"{len(found)} relations between {', '.join(claim_ids)}, not one")
    return found[0]


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
    relations = [each for each in find_relations(table, printed=True) if each.band != ANY_VALUE]
    found = {}
    for key, ids in named.items():
        found[key] = {name: float(values[claim_id]) for name, claim_id in ids.items()}
        results = [each.result for each in relations if set(each.claim_ids) == set(ids.values())]
        if len(results) == 1:
            found[key]["result"] = results[0]
    return found


def relation_table(relations: Sequence[Relation]) -> pd.DataFrame:
    """Return relations as a table, what is impossible first; the ends of bands are empty where they are open."""
    rows = [
        {
            "documents": ", ".join(each.documents),
            "about": each.about,
            "stated": each.stated,
            "arithmetic": each.arithmetic,
            "follows": each.follows,
            "together": "yes" if each.possible else "no",
            "low": each.band[0] if math.isfinite(each.band[0]) else math.nan,
            "high": each.band[1] if math.isfinite(each.band[1]) else math.nan,
            "unit": each.unit,
            "rule": each.rule,
            "claims": ", ".join(each.claim_ids),
        }
        for each in sorted(relations, key=lambda each: each.possible)
    ]
    return pd.DataFrame(rows)


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
) -> Relation:
    documents = tuple(sorted({each.document for each in parts}))
    ids = tuple(each.claim_id for each in parts)
    return Relation(rule, ids, documents, *_told(parts), arithmetic, band, unit, possible, follows)


def _told(parts: Sequence[StatedNumber]) -> tuple[str, str]:
    """Return claims in words: whose measure they state; and each number with its period and document."""
    pairs = ["–".join(_party(code) for code in each.pair if code) for each in parts]
    alone = len(set(pairs)) == 1
    items = []
    for each, pair in zip(parts, pairs, strict=True):
        label = each.part or each.kind.removesuffix(" in").removesuffix(" of")
        if each.text in stated.DIRECTIONS.values():
            label = ""
        when = "" if each.unit in ("year", "date") else f"{each.period}, "
        items.append(" ".join(filter(None, ["" if alone else pair, label, each.text])) + f" ({when}{each.document})")
    about = f"{pairs[0]}, {parts[0].of}" if alone else f"{parts[0].of[:1].upper()}{parts[0].of[1:]}"
    return about, "; ".join(items)


def _party(codes: str) -> str:
    """Return the names of parties; a code that is neither a country nor in ``PARTY_NAMES`` stays as it is."""
    known = PARTY_NAMES | dict(tables.load("countries")[["iso3", "name"]].to_numpy())
    return formatting.word_list([known.get(code, code).partition(" (")[0] for code in codes.split(";")])


def _those(read: Sequence[StatedNumber], kind: str, unit: str) -> list[StatedNumber]:
    return [each for each in read if (each.kind, each.unit) == (kind, unit)]


def _amounts(read: Sequence[StatedNumber]) -> list[StatedNumber]:
    return [each for each in read if each.is_amount]


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
    for one, other in itertools.combinations(read, 2):
        if one.key != other.key:
            continue
        if {one.unit, other.unit} <= {"year", "years"}:
            ends, unit = (_begun(one), _begun(other)), "year"
        elif one.unit == other.unit and (one.unit == "date" or one.span == other.span):
            ends, unit = (one.band, other.band), one.unit
        else:
            continue
        possible = intervals.overlap(*ends)
        told = [
            each.text if each.unit == unit else stated.interval_text(band, unit)
            for each, band in zip((one, other), ends, strict=True)
        ]
        follows = "the bands overlap" if possible else "the bands lie apart"
        yield _relation("same", (one, other), f"{told[0]} against {told[1]}", ANY_VALUE, unit, follows, possible)


def _begun(each: StatedNumber) -> Interval:
    """Return the years in which something may have begun: the year stated, or the end of the period less its age."""
    if each.unit == "year":
        return each.band
    year = each.last // 12
    return math.ceil(year - each.band[1] - 1), math.floor(year - each.band[0])


def growth_between_periods(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Return the growth between amounts of periods that follow each other, per month where periods differ in length."""
    amounts = _amounts(read)
    for key in dict.fromkeys((each.topic, each.unit) for each in amounts):
        for before, after in _successive([each for each in amounts if (each.topic, each.unit) == key]):
            paced = before.months != after.months and before.is_sum and after.is_sum
            how = f"{after.text} / {before.text} − 1"
            if paced:
                change = intervals.percent_change(_monthly(before), _monthly(after))
                how = f"{how}, each per month"
                told = f"the monthly pace changes by {stated.interval_text(change, 'percent')}"
            else:
                change = intervals.percent_change(before.band, after.band)
                told = f"changes by {stated.interval_text(change, 'percent')}{_yearly(change, before, after)}"
            yield _relation("growth", (before, after), how, change, "percent", told)


def _monthly(each: StatedNumber) -> Interval:
    return intervals.scaled(each.band, 1 / each.months)


def _yearly(change: Interval, before: StatedNumber, after: StatedNumber) -> str:
    """Return a change over several years as a rate for each year, in words."""
    years = (after.last - before.last) / 12
    if years < 2 or change[0] <= -100 or math.isinf(change[1]):
        return ""
    return f", {stated.interval_text(intervals.compound_annual_rate(change, years), 'percent')} a year"


def compare_nested_periods(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Compare the sum over a period with that over a longer one that holds it, and return what is left."""
    sums = [each for each in read if each.is_sum]
    for inner, outer in itertools.permutations(sums, 2):
        if inner.topic == outer.topic and inner.within(outer):
            yield _left(inner, outer, (inner, outer), f"{outer.text} − {inner.text}")


def _left(inner: StatedNumber, outer: StatedNumber, parts: Sequence[StatedNumber], arithmetic: str) -> Relation:
    """Return what the sum over some months leaves of that over a longer period; less than nothing is impossible."""
    possible = intervals.can_reach(outer.band[1], inner.band[0])
    left = intervals.remainder(outer.band, inner.band)
    months = outer.months - inner.months
    follows = f"leaves {stated.interval_text(left, 'USD')} for the other {months:g} months"
    if inner.band[0] > 0:
        pace = left[1] * inner.months / months / inner.band[0]
        follows += f", a pace of at most {formatting.percent(100 * pace)} of the earlier one"
    return _relation(
        "nested", parts, arithmetic, left, "USD", follows if possible else "the part exceeds the whole", possible
    )


def check_stated_changes(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Test a stated change on two stated amounts."""
    for change in _those(read, "change in", "percent"):
        begin, end = _ends(change)
        amounts = [each for each in _amounts(read) if each.topic == change.topic]
        for before, after in itertools.product(amounts, repeat=2):
            if (before.span, after.span) == (begin, end):
                implied = intervals.percent_change(before.band, after.band)
                how = f"{after.text} / {before.text} − 1"
                told = f"changes by {stated.interval_text(implied, 'percent')}; stated: {change.text}"
                possible = intervals.overlap(implied, change.band)
                yield _relation("change", (before, after, change), how, implied, "percent", told, possible)


def implied_base(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Return the amount that a stated change started from, and what that leaves of a larger sum."""
    for origin, after, change in _origins(read):
        how = f"{after.text} / (1 + {change.text})"
        told = f"{origin.text} in {origin.period}"
        yield _relation("base", (after, change), how, origin.band, origin.unit, told)
        for outer in read:
            if outer.is_sum and outer.topic == origin.topic and origin.within(outer):
                yield _left(origin, outer, (after, change, outer), f"{outer.text} − {how}")


def _origins(read: Sequence[StatedNumber]) -> Iterator[tuple[StatedNumber, StatedNumber, StatedNumber]]:
    """Return the amount that each stated change started from, as if it were stated; the amount after; the change."""
    for change in _those(read, "change in", "percent"):
        begin, end = _ends(change)
        for after in _amounts(read):
            if (after.topic, after.span) == (change.topic, end) and all(map(math.isfinite, change.band)):
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
    """Add up the shares of one whole, and return what is left for others; over 100 is impossible."""
    groups: dict[tuple[object, ...], list[StatedNumber]] = {}
    for each in _those(read, "share of", "percent"):
        whose = each.pair if each.part else each.subject if each.own else each.counterpart
        groups.setdefault((each.of, bool(each.part), each.own, whose, each.span), []).append(each)
    for here in groups.values():
        names = [each.part or (each.counterpart if each.own else each.subject) for each in here]
        members = [name for each in names for name in each.split(";")]
        if len(here) < 2 or len(set(members)) < len(members):
            continue
        total = intervals.total([each.band for each in here])
        possible = intervals.can_reach(100.0, total[0])
        rest = intervals.remainder((100.0, 100.0), total)
        sums = " − ".join(each.text for each in here)
        told = f"leaves {stated.interval_text(rest, 'percent')} for all others" if possible else "more than the whole"
        yield _relation("shares", here, f"100 % − {sums}", rest, "percent", told, possible)


def implied_parts_and_wholes(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Return the part that a share and a whole imply, or the whole that a share and a part imply, or test all three."""
    amounts = _amounts(read)
    for share in _those(read, "share of", "percent"):
        same_time = [each for each in amounts if each.of == share.of and _overlap(share, each)]
        owner = share.subject if share.own else share.counterpart
        if share.part:
            part, whole = [], [each for each in same_time if each.pair == share.pair]
        else:
            part = [each for each in same_time if each.pair == share.pair]
            whole = [each for each in same_time if each.subject == owner and each.counterpart in WHOLE]
        fraction = intervals.scaled((max(share.band[0], 0.0), share.band[1]), 0.01)
        for one in part:
            for other in whole:
                implied = intervals.scaled(intervals.quotient(one.band, other.band), 100)
                possible = intervals.overlap(implied, share.band) or one.span != other.span
                told = f"a share of {stated.interval_text(implied, 'percent')}, stated {share.text}"
                how = f"{one.text} / {other.text}"
                yield _relation("share", (one, other, share), how, implied, "percent", told, possible)
        if part and not whole:
            total = intervals.quotient(part[0].band, fraction)
            told = f"a whole of {stated.interval_text(total, part[0].unit)}"
            yield _relation("whole", (part[0], share), f"{part[0].text} / {share.text}", total, part[0].unit, told)
        if whole and not part:
            piece = intervals.product(fraction, whole[0].band)
            told = f"a part of {stated.interval_text(piece, whole[0].unit)}"
            yield _relation("part", (whole[0], share), f"{share.text} of {whole[0].text}", piece, whole[0].unit, told)


def exports_and_imports(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Return both directions of trade from total and deficit; a deficit larger than the total is impossible."""
    for deficit in (each for each in read if each.kind == "deficit in"):
        for total in _amounts(read):
            if (total.topic, total.span) != (deficit.topic, deficit.span):
                continue
            possible = intervals.can_reach(total.band[1], deficit.band[0])
            out = intervals.scaled(intervals.remainder(total.band, deficit.band), 0.5)
            back = (total.band[0] + deficit.band[0]) / 2, min(total.band[1], (total.band[1] + deficit.band[1]) / 2)
            exports, imports = (stated.interval_text(each, total.unit) for each in (out, back))
            told = f"exports of {exports}, imports of {imports}"
            how = f"({total.text} − {deficit.text}) / 2, and with +"
            yield _relation("balance", (total, deficit), how, out, total.unit, told, possible)


def check_stated_maxima(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Test a stated year of maximum on the amounts of other years: of earlier ones, and of all in the same document."""
    for peak in (each for each in read if each.kind == "year of maximum of" and each.band[0] == each.band[1]):
        amounts = [each for each in _amounts(read) if each.topic == peak.topic]
        top = (12 * peak.band[0], 12 * peak.band[0] + 11)
        for high in (each for each in amounts if each.span == top):
            for other in amounts:
                known = other.document == peak.document or other.last < top[0]
                if known and other.last - other.first < 12 and not (top[0] <= other.first <= top[1]):
                    possible = intervals.can_reach(high.band[1], other.band[0])
                    told = "the maximum is the larger" if possible else "the maximum is the smaller"
                    how = f"{high.text} against {other.text}"
                    yield _relation("maximum", (peak, high, other), how, ANY_VALUE, high.unit, told, possible)


def rank_ceilings(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Return the ceiling that a rank sets on all who rank lower, and the floor under those who rank higher."""
    for rank in _those(read, "rank in", "rank"):
        known = [each for code in _ranked(rank).split(";") for each in _sizes(rank, code, read)]
        units = {each.unit for each in known}
        if len(known) == len(_ranked(rank).split(";")) and len(units) == 1:
            unit = units.pop()
            ceiling, floor = (min(each.band[end] for each in known) for end in (1, 0))
            above = int(rank.band[0]) - 1 if len(known) == 1 else 0
            limits = (
                [f"all that rank lower: at most {formatting.quantity(ceiling, unit)}"] if math.isfinite(ceiling) else []
            )
            limits += [f"{above} rank higher: each at least {formatting.quantity(floor, unit)}"] if above else []
            if limits:
                how = f"limit: {' and '.join(each.text for each in known)}"
                yield _relation("rank", (rank, *known), how, (0.0, ceiling), unit, "; ".join(limits))


def compare_ranks(read: Sequence[StatedNumber]) -> Iterator[Relation]:
    """Test ranks in one contest on each other, and on the amounts of their holders."""
    for one, other in itertools.combinations(_those(read, "rank in", "rank"), 2):
        if _contest(one) != _contest(other) or set(_ranked(one).split(";")) & set(_ranked(other).split(";")):
            continue
        single = one.band[0] == one.band[1] == other.band[0] == other.band[1]
        told = "two hold one rank" if single else "the ranks differ"
        yield _relation("ranks", (one, other), f"{one.text} against {other.text}", ANY_VALUE, "rank", told, not single)
        upper, lower = sorted((one, other), key=lambda each: each.band)
        if upper.band[1] < lower.band[0]:
            for more, less in itertools.product(*(_sizes(each, _ranked(each), read) for each in (upper, lower))):
                if more.unit == less.unit:
                    possible = intervals.can_reach(more.band[1], less.band[0])
                    told = "the higher rank has the larger amount" if possible else "the higher rank has the smaller"
                    how = f"{more.text} against {less.text}"
                    parts = (upper, lower, more, less)
                    yield _relation("ranks", parts, how, ANY_VALUE, more.unit, told, possible)


def _ranked(rank: StatedNumber) -> str:
    """Return who holds a rank."""
    return rank.counterpart if rank.own else rank.subject


def _contest(rank: StatedNumber) -> tuple[object, ...]:
    """Return what a rank is held in: measure, field, the one whose partners are ranked, and time."""
    return rank.of, rank.field, rank.own, rank.subject if rank.own else rank.counterpart, rank.span


def _sizes(rank: StatedNumber, code: str, read: Sequence[StatedNumber]) -> list[StatedNumber]:
    """Return the amounts and shares stated for one holder of a rank, of the same measure and time."""
    pair = (rank.subject, code) if rank.own else (code, rank.counterpart)
    return [
        each
        for each in read
        if (each.topic, each.span) == ((*pair, rank.of), rank.span)
        and (each.is_amount or (each.kind, each.own, each.part) == ("share of", rank.own, ""))
    ]


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
