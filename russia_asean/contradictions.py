"""Which stated numbers can both be true, and which numbers they imply.

The query reads ``claims.csv`` and nothing else. A claim with a number becomes a band: the values that agree with it by
the rule for claims. Claims about the same subject, counterpart and measure are then set beside each other, and the
names of measures tell which of them hang together (``change in M``, ``share of M``, ``rank in M``; see the codebook).
All arithmetic is done on the ends of the bands, so numbers that come from one true series never count as contradicting.
Parties with different codes are taken to be apart: a group and its member must not hold shares of one whole.
"""

import dataclasses
import itertools
import math
import re
from collections.abc import Iterator, Sequence

import pandas as pd

from russia_asean import claims, tables, words

Band = tuple[float, float]

ANY: Band = (-math.inf, math.inf)
AMOUNTS = frozenset({"USD", "count", "persons"})  # never negative
WHOLE = frozenset({"", "WLD"})  # the counterpart of a total
MEASURE = re.compile(
    r"(?P<kind>change in|share of|rank in|deficit in|year of maximum of) (?P<of>.+?)"
    r"(?:: (?P<part>.+)| among (?P<field>.+)|(?P<own> of the subject))?"
)
QUALIFIERS = {"~": "about ", ">": "over ", ">~": "slightly over ", "<": "under ", "<~": "nearly ", "up to": "up to "}
DIRECTIONS = {"<": "a fall", ">": "a rise"}  # a change stated without a number
NAMES = {"ADB": "Asian Development Bank", "RFE": "Russian Far East"}
ROOM = 1e-6  # of a value, for the last binary digits


@dataclasses.dataclass(frozen=True)
class Stated:
    """A claim with a number.

    Attributes:
        kind, of: what the measure says about which measure: ``share of`` and ``total goods trade``; ``kind`` is empty
            for the measure itself.
        part, field, own: the rest of the measure's name, as in the codebook; empty where it has none.
        band: the values that agree with the claim.
        first, last: the months of the period, counted from the year 0; infinite where an end is open.
        text: the number as stated, with its qualifier.
    """

    claim_id: str
    document: str
    subject: str
    counterpart: str
    kind: str
    of: str
    part: str
    field: str
    own: str
    unit: str
    band: Band
    first: float
    last: float
    period: str
    text: str

    @property
    def pair(self) -> tuple[str, str]:
        """Subject and counterpart."""
        return self.subject, self.counterpart

    @property
    def topic(self) -> tuple[str, str, str]:
        """Subject, counterpart and the measure that the claim is about."""
        return self.subject, self.counterpart, self.of

    @property
    def span(self) -> tuple[float, float]:
        """The first and the last month of the period."""
        return self.first, self.last

    @property
    def key(self) -> tuple[str, ...]:
        """All that must be equal for two claims to state the same number of one time."""
        return *self.topic, self.kind, self.part, self.field, self.own


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
    band: Band
    unit: str
    possible: bool
    follows: str


def find(table: pd.DataFrame) -> list[Relation]:
    """Return all relations between the claims of a table with the columns of ``claims.csv``, in order of the rules."""
    read = stated(table)
    return [relation for rule in RULES for relation in rule(read)]


def frame(relations: Sequence[Relation]) -> pd.DataFrame:
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


def paces(table: pd.DataFrame, subject: str, counterpart: str, measure: str) -> pd.DataFrame:
    """Return what is stated of a sum of money over time, per month, and what stated changes imply.

    Returns:
        One row each: ``document``, ``kind`` (stated or implied), ``start`` and ``end`` as decimal years, and the
        ends of the band in USD a month, ``low`` and ``high``.
    """
    read = [each for each in stated(table) if each.topic == (subject, counterpart, measure)]
    sums = [("stated", each.document, each.span, each.band) for each in read if not each.kind and _flow(each)]
    sums += [("implied", after.document, span, band) for after, _, span, band in _started(read)]
    rows = [
        {
            "document": document,
            "kind": kind,
            "start": first / 12,
            "end": (last + 1) / 12,
            "low": band[0] / (last - first + 1),
            "high": band[1] / (last - first + 1),
        }
        for kind, document, (first, last), band in sums
    ]
    return pd.DataFrame(rows).sort_values(["start", "kind"], ignore_index=True)


def stated(table: pd.DataFrame) -> list[Stated]:
    """Return the claims of a table that state a number or a date, as bands."""
    found = []
    for row in table.to_dict("records"):
        claim = claims.from_row(str(row["claim_id"]), row)
        if not claim.date and (claim.value is None or not claim.comparator):
            continue
        first, last = months(str(row["period"]))
        named = MEASURE.fullmatch(str(row["measure"]))
        parts = {key: value or "" for key, value in named.groupdict().items()} if named else {}
        found.append(
            Stated(
                claim_id=claim.claim_id,
                document=str(row["document"]),
                subject=str(row["subject"]),
                counterpart="" if pd.isna(row["counterpart"]) else str(row["counterpart"]),
                kind=parts.get("kind", ""),
                of=parts.get("of", str(row["measure"])),
                part=parts.get("part", ""),
                field=parts.get("field", ""),
                own=parts.get("own", ""),
                unit=claim.unit,
                band=_band(claim),
                first=first,
                last=last,
                period=str(row["period"]).replace("/", " to "),
                text=worded(claim),
            )
        )
    return found


def months(period: str) -> tuple[float, float]:
    """Return the first and the last month of a period as written in ``claims.csv``, counted from the year 0."""
    begin, _, end = period.partition("/")
    return _month(begin, 0, -math.inf), _month(end or begin, 11, math.inf)


def _month(text: str, within_year: int, open_end: float) -> float:
    if text == "..":
        return open_end
    year, _, rest = text.partition("-")
    return 12 * int(year) + (int(rest[:2]) - 1 if rest else within_year)


def _band(claim: claims.Claim) -> Band:
    """Return the values that agree with a claim; a date is the days it may be, counted from the year 1."""
    if claim.date:
        period = pd.Period(claim.date, freq={10: "D", 7: "M", 4: "Y"}[len(claim.date)])
        return float(period.start_time.toordinal()), float(period.end_time.toordinal())
    low, high = claims.band(claim)
    return (max(low, 0.0) if claim.unit in AMOUNTS else low), high


def worded(claim: claims.Claim) -> str:
    """Return a number as stated, with its qualifier: ``slightly over $13.0bn``.

    Zero with more or less stands for a rise or a fall without a number.
    """
    if claim.date:
        return words.spoken(claim.date)
    if claim.value == 0 and claim.comparator in DIRECTIONS:
        return DIRECTIONS[claim.comparator]
    if claim.unit == "years":
        return f"{QUALIFIERS.get(claim.comparator, '')}{claim.value:g} years"
    value = words.quantity(claim.value or 0.0, claim.unit)
    if claim.value_high is not None:
        value = f"{value} to {words.quantity(claim.value_high, claim.unit)}"
    return f"{QUALIFIERS.get(claim.comparator, '')}{value}"


def meet(one: Band, other: Band) -> bool:
    """Return whether two bands share a value, with room for the last binary digits."""
    return _reaches(one[1], other[0]) and _reaches(other[1], one[0])


def _reaches(high: float, low: float) -> bool:
    """Return whether a number up to ``high`` can be as large as one from ``low`` on."""
    if math.isinf(high) or math.isinf(low):
        return high >= low
    return high >= low - ROOM * max(abs(high), abs(low), 1e-9)


def _quotient(top: Band, bottom: Band) -> Band:
    """Return the band of a quotient of amounts that are not negative."""
    low = 0.0 if math.isinf(bottom[1]) else _over(top[0], bottom[1])
    return low, _over(top[1], bottom[0])


def _over(top: float, bottom: float) -> float:
    return math.inf if bottom <= 0 or math.isinf(top) else top / bottom


def _scaled(band: Band, factor: float, shift: float = 0.0) -> Band:
    return factor * band[0] + shift, factor * band[1] + shift


def between(band: Band, unit: str) -> str:
    """Return a band in words: ``$1.00bn to $2.00bn``, ``at least 3``, ``at most 8 %`` or ``any value``."""
    low, high = (words.quantity(end, unit) if math.isfinite(end) else "" for end in band)
    if low == high:
        return low or "any value"
    if not high:
        return f"at least {low}"
    return f"{low} to {high}" if low and not (band[0] == 0 and unit in AMOUNTS) else f"at most {high}"


def _relation(
    rule: str, parts: Sequence[Stated], arithmetic: str, band: Band, unit: str, follows: str, possible: bool = True
) -> Relation:
    documents = tuple(sorted({each.document for each in parts}))
    ids = tuple(each.claim_id for each in parts)
    return Relation(rule, ids, documents, *_told(parts), arithmetic, band, unit, possible, follows)


def _told(parts: Sequence[Stated]) -> tuple[str, str]:
    """Return claims in words: whose measure they state; and each number with its period and document."""
    pairs = ["–".join(_party(code) for code in each.pair if code) for each in parts]
    alone = len(set(pairs)) == 1
    items = []
    for each, pair in zip(parts, pairs, strict=True):
        label = each.part or each.kind.removesuffix(" in").removesuffix(" of")
        if each.text in DIRECTIONS.values():
            label = ""
        when = "" if each.unit in ("year", "date") else f"{each.period}, "
        items.append(" ".join(filter(None, ["" if alone else pair, label, each.text])) + f" ({when}{each.document})")
    about = f"{pairs[0]}, {parts[0].of}" if alone else f"{parts[0].of[:1].upper()}{parts[0].of[1:]}"
    return about, "; ".join(items)


def _party(codes: str) -> str:
    """Return the names of parties; a code that is neither a country nor in ``NAMES`` stays as it is."""
    known = NAMES | dict(tables.load("countries")[["iso3", "name"]].to_numpy())
    return words.listed([known.get(code, code).partition(" (")[0] for code in codes.split(";")])


def _those(read: Sequence[Stated], kind: str, unit: str) -> list[Stated]:
    return [each for each in read if (each.kind, each.unit) == (kind, unit)]


def _levels(read: Sequence[Stated]) -> list[Stated]:
    return [each for each in read if not each.kind and each.unit in AMOUNTS]


def _inside(inner: Stated, outer: Stated) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last and inner.span != outer.span


def _flow(each: Stated) -> bool:
    """Return whether a claim may be a sum over its period: money over at least a month, not on one day."""
    return each.unit == "USD" and not re.search(r"\d{4}-\d{2}-\d{2}", each.period) and math.isfinite(each.last)


def same(read: Sequence[Stated]) -> Iterator[Relation]:
    """Compare claims about the same thing at the same time; years and dates of one event have no other time."""
    for one, other in itertools.combinations(read, 2):
        if one.key != other.key:
            continue
        if {one.unit, other.unit} <= {"year", "years"}:
            bands, unit = (_begun(one), _begun(other)), "year"
        elif one.unit == other.unit and (one.unit == "date" or one.span == other.span):
            bands, unit = (one.band, other.band), one.unit
        else:
            continue
        possible = meet(*bands)
        told = [
            each.text if each.unit == unit else between(band, unit)
            for each, band in zip((one, other), bands, strict=True)
        ]
        follows = "the bands overlap" if possible else "the bands lie apart"
        yield _relation("same", (one, other), f"{told[0]} against {told[1]}", ANY, unit, follows, possible)


def _begun(each: Stated) -> Band:
    """Return the years in which something may have begun: the year stated, or the end of the period less its age."""
    if each.unit == "year":
        return each.band
    year = each.last // 12
    return math.ceil(year - each.band[1] - 1), math.floor(year - each.band[0])


def growth(read: Sequence[Stated]) -> Iterator[Relation]:
    """Return the growth between amounts of periods that follow each other, per month where periods differ in length."""
    levels = _levels(read)
    for key in dict.fromkeys((each.topic, each.unit) for each in levels):
        here = sorted(
            (each for each in levels if (each.topic, each.unit) == key and math.isfinite(each.first)),
            key=lambda each: (each.last, each.first),
        )
        for before, after in itertools.pairwise(here):
            if before.span == after.span or _inside(before, after) or _inside(after, before):
                continue
            lengths = [each.last - each.first + 1 for each in (before, after)]
            paced = lengths[0] != lengths[1] and _flow(before) and _flow(after)
            factor = lengths[0] / lengths[1] if paced else 1.0
            change = _scaled(_quotient(after.band, before.band), 100 * factor, -100)
            yield _relation(
                "growth",
                (before, after),
                f"{after.text} / {before.text} − 1{', each per month' if paced else ''}",
                change,
                "percent",
                f"{'the monthly pace changes' if paced else 'changes'} by {between(change, 'percent')}"
                + ("" if paced else _yearly(change, (after.last - before.last) / 12)),
            )


def _yearly(change: Band, years: float) -> str:
    """Return a change over several years as a rate for each year, in words."""
    if years < 2 or change[0] <= -100 or math.isinf(change[1]):
        return ""
    rate = tuple(100 * ((1 + end / 100) ** (1 / years) - 1) for end in change)
    return f", {between((rate[0], rate[1]), 'percent')} a year"


def nested(read: Sequence[Stated]) -> Iterator[Relation]:
    """Compare the sum over a period with that over a longer one that holds it, and return what is left."""
    sums = [each for each in _levels(read) if _flow(each)]
    for inner, outer in itertools.permutations(sums, 2):
        if inner.topic == outer.topic and _inside(inner, outer):
            yield _left(inner.band, inner.span, outer, (inner, outer), f"{outer.text} − {inner.text}")


def _left(band: Band, span: tuple[float, float], outer: Stated, parts: Sequence[Stated], arithmetic: str) -> Relation:
    """Return what the sum over some months leaves of a larger one; less than nothing is impossible."""
    possible = _reaches(outer.band[1], band[0])
    rest = max(0.0, outer.band[0] - band[1]), max(0.0, outer.band[1] - band[0])
    number = span[1] - span[0] + 1
    others = outer.last - outer.first + 1 - number
    follows = f"leaves {between(rest, 'USD')} for the other {others:g} months"
    if band[0] > 0:
        follows += f", a pace of at most {words.percent(100 * rest[1] * number / others / band[0])} of the earlier one"
    return _relation(
        "nested", parts, arithmetic, rest, "USD", follows if possible else "the part exceeds the whole", possible
    )


def changes(read: Sequence[Stated]) -> Iterator[Relation]:
    """Test a stated change on two stated amounts."""
    for change in _those(read, "change in", "percent"):
        begin, end = _ends(change)
        amounts = [each for each in _levels(read) if each.topic == change.topic]
        for before, after in itertools.product(amounts, repeat=2):
            if (before.span, after.span) == (begin, end):
                implied = _scaled(_quotient(after.band, before.band), 100, -100)
                how = f"{after.text} / {before.text} − 1"
                told = f"changes by {between(implied, 'percent')}; stated: {change.text}"
                possible = meet(implied, change.band)
                yield _relation("change", (before, after, change), how, implied, "percent", told, possible)


def base(read: Sequence[Stated]) -> Iterator[Relation]:
    """Return the amount that a stated change started from, and what that leaves of a larger sum."""
    for after, change, begin, band in _started(read):
        how = f"{after.text} / (1 + {change.text})"
        yield _relation(
            "base", (after, change), how, band, after.unit, f"{between(band, after.unit)} in {_spoken(begin)}"
        )
        for outer in _levels(read):
            longer = outer.first <= begin[0] and begin[1] <= outer.last and outer.span != begin
            if longer and _flow(outer) and outer.topic == after.topic:
                yield _left(band, begin, outer, (after, change, outer), f"{outer.text} − {how}")


def _started(read: Sequence[Stated]) -> Iterator[tuple[Stated, Stated, tuple[float, float], Band]]:
    """Return each amount with its stated change, and the period and the band of the amount that it started from."""
    for change in _those(read, "change in", "percent"):
        begin, end = _ends(change)
        for after in _levels(read):
            if (after.topic, after.span) == (change.topic, end) and all(map(math.isfinite, change.band)):
                yield after, change, begin, _quotient(after.band, _scaled(change.band, 0.01, 1))


def _ends(change: Stated) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the first and the last period that a change compares: the first and last year, or a year before and it."""
    if change.first // 12 == change.last // 12:
        return (change.first - 12, change.last - 12), change.span
    first, last = change.first // 12, change.last // 12
    return (12 * first, 12 * first + 11), (12 * last, 12 * last + 11)


def _spoken(span: tuple[float, float]) -> str:
    """Return months counted from the year 0 as a year or as months of it."""
    year, first = divmod(int(span[0]), 12)
    last = int(span[1]) % 12
    return str(year) if (first, last) == (0, 11) else f"months {first + 1} to {last + 1} of {year}"


def shares(read: Sequence[Stated]) -> Iterator[Relation]:
    """Add up the shares of one whole, and return what is left for others; over 100 is impossible."""
    groups: dict[tuple[object, ...], list[Stated]] = {}
    for each in _those(read, "share of", "percent"):
        whose = each.pair if each.part else each.subject if each.own else each.counterpart
        groups.setdefault((each.of, bool(each.part), each.own, whose, each.span), []).append(each)
    for here in groups.values():
        names = [each.part or (each.counterpart if each.own else each.subject) for each in here]
        members = [name for each in names for name in each.split(";")]
        if len(here) < 2 or len(set(members)) < len(members):
            continue
        total = sum(each.band[0] for each in here), sum(each.band[1] for each in here)
        possible = _reaches(100.0, total[0])
        rest = max(0.0, 100 - total[1]), max(0.0, 100 - total[0])
        sums = " − ".join(each.text for each in here)
        told = f"leaves {between(rest, 'percent')} for all others" if possible else "more than the whole"
        yield _relation("shares", here, f"100 % − {sums}", rest, "percent", told, possible)


def wholes(read: Sequence[Stated]) -> Iterator[Relation]:
    """Return the part that a share and a whole imply, or the whole that a share and a part imply, or test all three."""
    amounts = _levels(read)
    for share in _those(read, "share of", "percent"):
        same_time = [each for each in amounts if each.of == share.of and _during(share, each)]
        owner = share.subject if share.own else share.counterpart
        if share.part:
            part, whole = [], [each for each in same_time if each.pair == share.pair]
        else:
            part = [each for each in same_time if each.pair == share.pair]
            whole = [each for each in same_time if each.subject == owner and each.counterpart in WHOLE]
        fraction = _scaled((max(share.band[0], 0.0), share.band[1]), 0.01)
        for one in part:
            for other in whole:
                implied = _scaled(_quotient(one.band, other.band), 100)
                possible = meet(implied, share.band) or one.span != other.span
                told = f"a share of {between(implied, 'percent')}, stated {share.text}"
                how = f"{one.text} / {other.text}"
                yield _relation("share", (one, other, share), how, implied, "percent", told, possible)
        if part and not whole:
            total = _quotient(part[0].band, fraction)
            told = f"a whole of {between(total, part[0].unit)}"
            yield _relation("whole", (part[0], share), f"{part[0].text} / {share.text}", total, part[0].unit, told)
        if whole and not part:
            piece = fraction[0] * whole[0].band[0], fraction[1] * whole[0].band[1]
            told = f"a part of {between(piece, whole[0].unit)}"
            yield _relation("part", (whole[0], share), f"{share.text} of {whole[0].text}", piece, whole[0].unit, told)


def _during(one: Stated, other: Stated) -> bool:
    """Return whether one period lies within the other, or is the same."""
    return one.span == other.span or _inside(one, other) or _inside(other, one)


def balances(read: Sequence[Stated]) -> Iterator[Relation]:
    """Return both directions of trade from total and deficit; a deficit larger than the total is impossible."""
    for deficit in (each for each in read if each.kind == "deficit in"):
        for total in _levels(read):
            if (total.topic, total.span) != (deficit.topic, deficit.span):
                continue
            possible = _reaches(total.band[1], deficit.band[0])
            out = max(0.0, (total.band[0] - deficit.band[1]) / 2), max(0.0, (total.band[1] - deficit.band[0]) / 2)
            back = (total.band[0] + deficit.band[0]) / 2, min(total.band[1], (total.band[1] + deficit.band[1]) / 2)
            told = f"exports of {between(out, total.unit)}, imports of {between(back, total.unit)}"
            how = f"({total.text} − {deficit.text}) / 2, and with +"
            yield _relation("balance", (total, deficit), how, out, total.unit, told, possible)


def maxima(read: Sequence[Stated]) -> Iterator[Relation]:
    """Test a stated year of maximum on the amounts of other years: of earlier ones, and of all in the same document."""
    for peak in (each for each in read if each.kind == "year of maximum of" and each.band[0] == each.band[1]):
        amounts = [each for each in _levels(read) if each.topic == peak.topic]
        top = (12 * peak.band[0], 12 * peak.band[0] + 11)
        for high in (each for each in amounts if each.span == top):
            for other in amounts:
                known = other.document == peak.document or other.last < top[0]
                if known and other.last - other.first < 12 and not (top[0] <= other.first <= top[1]):
                    possible = _reaches(high.band[1], other.band[0])
                    told = "the maximum is the larger" if possible else "the maximum is the smaller"
                    how = f"{high.text} against {other.text}"
                    yield _relation("maximum", (peak, high, other), how, ANY, high.unit, told, possible)


def ceilings(read: Sequence[Stated]) -> Iterator[Relation]:
    """Return the ceiling that a rank sets on all who rank lower, and the floor under those who rank higher."""
    for rank in _those(read, "rank in", "rank"):
        known = [each for code in _ranked(rank).split(";") for each in _sizes(rank, code, read)]
        units = {each.unit for each in known}
        if len(known) == len(_ranked(rank).split(";")) and len(units) == 1:
            unit = units.pop()
            ceiling, floor = (min(each.band[end] for each in known) for end in (1, 0))
            above = int(rank.band[0]) - 1 if len(known) == 1 else 0
            limits = [f"all that rank lower: at most {words.quantity(ceiling, unit)}"] if math.isfinite(ceiling) else []
            limits += [f"{above} rank higher: each at least {words.quantity(floor, unit)}"] if above else []
            if limits:
                how = f"limit: {' and '.join(each.text for each in known)}"
                yield _relation("rank", (rank, *known), how, (0.0, ceiling), unit, "; ".join(limits))


def ranks(read: Sequence[Stated]) -> Iterator[Relation]:
    """Test ranks in one contest on each other, and on the amounts of their holders."""
    for one, other in itertools.combinations(_those(read, "rank in", "rank"), 2):
        if _contest(one) != _contest(other) or set(_ranked(one).split(";")) & set(_ranked(other).split(";")):
            continue
        single = one.band[0] == one.band[1] == other.band[0] == other.band[1]
        told = "two hold one rank" if single else "the ranks differ"
        yield _relation("ranks", (one, other), f"{one.text} against {other.text}", ANY, "rank", told, not single)
        upper, lower = sorted((one, other), key=lambda each: each.band)
        if upper.band[1] < lower.band[0]:
            for more, less in itertools.product(*(_sizes(each, _ranked(each), read) for each in (upper, lower))):
                if more.unit == less.unit:
                    possible = _reaches(more.band[1], less.band[0])
                    told = "the higher rank has the larger amount" if possible else "the higher rank has the smaller"
                    how = f"{more.text} against {less.text}"
                    parts = (upper, lower, more, less)
                    yield _relation("ranks", parts, how, ANY, more.unit, told, possible)


def _ranked(rank: Stated) -> str:
    """Return who holds a rank."""
    return rank.counterpart if rank.own else rank.subject


def _contest(rank: Stated) -> tuple[object, ...]:
    """Return what a rank is held in: measure, field, the one whose partners are ranked, and time."""
    return rank.of, rank.field, rank.own, rank.subject if rank.own else rank.counterpart, rank.span


def _sizes(rank: Stated, code: str, read: Sequence[Stated]) -> list[Stated]:
    """Return the amounts and shares stated for one holder of a rank, of the same measure and time."""
    pair = (rank.subject, code) if rank.own else (code, rank.counterpart)
    return [
        each
        for each in read
        if (each.topic, each.span) == ((*pair, rank.of), rank.span)
        and ((not each.kind and each.unit in AMOUNTS) or (each.kind, each.own, each.part) == ("share of", rank.own, ""))
    ]


RULES = (same, growth, nested, changes, base, shares, wholes, balances, maxima, ceilings, ranks)
