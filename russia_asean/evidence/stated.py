"""The numbers that documents state, read from ``claims.csv`` as bands.

A claim with a number becomes the band of values that it can stand for at the precision stated, or the band it has as
printed: what two texts state is compared, so neither has room for what data are revised by. The name of its measure
tells what the number says about which other measure (``change in M``, ``share of M``, ``rank in M``; see the
codebook). Periods are counted in months from the year 0.
"""

import dataclasses
import enum
import math
import re
from typing import Self

import pandas as pd

from russia_asean import formatting
from russia_asean.evidence import claims, intervals, wording
from russia_asean.evidence.intervals import Interval

AMOUNT_UNITS = frozenset({"USD", "count", "persons"})  # never negative
MEASURE_PATTERN = re.compile(
    # The measure matches lazily: it would else swallow the part after the colon and the field after "among".
    r"(?P<kind>change in|share of|rank in|deficit in|year of maximum of) (?P<of>.+?)"
    r"(?:: (?P<part>.+)| among (?P<field>.+)|(?P<own> of the subject))?"
)


class Kind(enum.StrEnum):
    """What a number says about a measure; the value is how the name of the measure begins."""

    ITSELF = ""
    CHANGE = "change in"
    SHARE = "share of"
    RANK = "rank in"
    DEFICIT = "deficit in"
    MAXIMUM = "year of maximum of"

    @property
    def noun(self) -> str:
        """What such a number is called; nothing for the measure itself."""
        return self.value.rpartition(" ")[0]


@dataclasses.dataclass(frozen=True)
class Measure:
    """The name of a measure, taken apart.

    Attributes:
        kind: what the number says about the measure.
        of: the measure it speaks of: ``total goods trade`` in ``share of total goods trade``.
        part: of a share, the part of the pair's own measure: ``minerals``; empty where it is a partner's share.
        field: of a rank, among whom; empty where among all.
        of_subject: whether the counterpart has the share or rank among all partners of the subject, and not the
            subject among all partners of the counterpart.
    """

    kind: Kind
    of: str
    part: str = ""
    field: str = ""
    of_subject: bool = False

    @classmethod
    def parse(cls, name: str) -> Self:
        """Return a measure from its name in ``claims.csv``; see the codebook."""
        found = MEASURE_PATTERN.fullmatch(name)
        if not found:
            return cls(Kind.ITSELF, name)
        part, field = found["part"] or "", found["field"] or ""
        return cls(Kind(found["kind"]), found["of"], part, field, found["own"] is not None)


@dataclasses.dataclass(frozen=True)
class StatedNumber:
    """A claim with a number.

    Attributes:
        measure: what is stated, about which measure.
        band: the values that agree with the claim.
        first, last: the months of the period, counted from the year 0; infinite where an end is open.
        text: the number as stated, with its qualifier.
    """

    claim_id: str
    document: str
    subject: str
    counterpart: str
    measure: Measure
    unit: str
    band: Interval
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
        return self.subject, self.counterpart, self.measure.of

    @property
    def key(self) -> tuple[str, str, Measure]:
        """All that must be equal for two claims to state the same number of one time."""
        return self.subject, self.counterpart, self.measure

    @property
    def holder(self) -> str:
        """Who holds the share or the rank."""
        return self.counterpart if self.measure.of_subject else self.subject

    @property
    def owner(self) -> str:
        """Whose whole a share is part of, or among whose partners a rank is held."""
        return self.subject if self.measure.of_subject else self.counterpart

    @property
    def span(self) -> tuple[float, float]:
        """The first and the last month of the period."""
        return self.first, self.last

    @property
    def months(self) -> float:
        """The length of the period."""
        # The months at both ends belong to the period.
        return self.last - self.first + 1

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount of the measure itself, and not a change, a share or a rank."""
        return self.measure.kind is Kind.ITSELF and self.unit in AMOUNT_UNITS

    @property
    def is_sum(self) -> bool:
        """Whether it may be a sum over its period: money over at least a month, not on one day."""
        dated = re.search(r"\d{4}-\d{2}-\d{2}", self.period)
        return self.is_amount and self.unit == "USD" and not dated and math.isfinite(self.last)

    def within(self, other: "StatedNumber") -> bool:
        """Return whether the period is a part of another one, and not the same."""
        return other.first <= self.first and self.last <= other.last and self.span != other.span

    def of_another_time(self, span: tuple[float, float], band: Interval, text: str) -> "StatedNumber":
        """Return what would be stated of another period."""
        first, last = span
        return dataclasses.replace(self, first=first, last=last, period=period_text(span), band=band, text=text)


def read_claims(table: pd.DataFrame, *, printed: bool = False) -> list[StatedNumber]:
    """Return the claims of a table that state a number or a date.

    Args:
        table: rows with the columns of ``claims.csv``.
        printed: take each number as it is printed, without room for rounding; *over*, *under* and the like give a
            band that is open on one side.
    """
    found = []
    for row in table.to_dict("records"):
        claim = claims.from_row(str(row["claim_id"]), row)
        # Without a qualifier no rule makes a band of the number; a plain figure has "=".
        if not claim.date and (claim.value is None or not claim.comparator):
            continue
        first, last = months_of_period(str(row["period"]))
        found.append(
            StatedNumber(
                claim_id=claim.claim_id,
                document=str(row["document"]),
                subject=str(row["subject"]),
                counterpart="" if pd.isna(row["counterpart"]) else str(row["counterpart"]),
                measure=Measure.parse(str(row["measure"])),
                unit=claim.unit,
                band=_band(claim, printed),
                first=first,
                last=last,
                period=str(row["period"]).replace("/", " to "),
                text=number_text(claim),
            )
        )
    return found


def months_of_period(period: str) -> tuple[float, float]:
    """Return the first and the last month of a period as written in ``claims.csv``, counted from the year 0."""
    begin, _, end = period.partition("/")
    return _month(begin, 0, -math.inf), _month(end or begin, 11, math.inf)


def _month(text: str, within_year: int, open_end: float) -> float:
    if text == "..":
        return open_end
    year, _, rest = text.partition("-")
    # A day counts as its month, since no two periods are compared more finely.
    return 12 * int(year) + (int(rest[:2]) - 1 if rest else within_year)


def period_text(span: tuple[float, float]) -> str:
    """Return months counted from the year 0 as a year, or as months of it."""
    year, first = divmod(int(span[0]), 12)
    last = int(span[1]) % 12
    return str(year) if (first, last) == (0, 11) else f"months {first + 1} to {last + 1} of {year}"


def _band(claim: claims.Claim, printed: bool) -> Interval:
    """Return the values that agree with a claim; a date is the days it may be, counted from the year 1."""
    if claim.date:
        # Days as numbers, so that the arithmetic on bands serves dates, too.
        period = pd.Period(claim.date, freq={10: "D", 7: "M", 4: "Y"}[len(claim.date)])
        return float(period.start_time.toordinal()), float(period.end_time.toordinal())
    low, high = _printed(claim) if printed else claims.band(claim)
    # Amounts are never negative: without this floor what is left of a whole would have no upper end.
    return (max(low, 0.0) if claim.unit in AMOUNT_UNITS else low), high


def _printed(claim: claims.Claim) -> Interval:
    """Return the band of a number as it is printed."""
    value = claim.value or 0.0
    if claim.comparator in (">", ">=", ">~"):
        return value, math.inf
    if claim.comparator in ("<", "<~", "up to"):
        return -math.inf, value
    return value, value if claim.value_high is None else claim.value_high


def number_text(claim: claims.Claim) -> str:
    """Return a number as stated, with its qualifier: ``slightly over $13.0bn``.

    Zero with more or less stands for a rise or a fall without a number.
    """
    if claim.date:
        return formatting.long_date(claim.date)
    if claim.value == 0 and claim.comparator in wording.DIRECTIONS:
        return wording.DIRECTIONS[claim.comparator]
    if claim.unit == "years":
        return f"{wording.qualifier(claim.comparator).short}{claim.value:g} years"
    value = formatting.quantity(claim.value or 0.0, claim.unit)
    if claim.value_high is not None:
        value = f"{value} to {formatting.quantity(claim.value_high, claim.unit)}"
    return f"{wording.qualifier(claim.comparator).short}{value}"


def interval_text(band: Interval, unit: str) -> str:
    """Return a band in words: ``$1.00bn to $2.00bn``, ``at least 3``, ``at most 8 %`` or ``any value``."""
    low, high = (formatting.quantity(end, unit) if math.isfinite(end) else "" for end in band)
    if low == high:
        return low or "any value"
    if not high:
        return f"at least {low}"
    return f"{low} to {high}" if low and not (band[0] == 0 and unit in AMOUNT_UNITS) else f"at most {high}"


def percent_change_text(change: Interval) -> str:
    """Return a change in percent in words: ``rose by 12 %``; of a band, the end that says most.

    From -43 on it ``fell by at most 43 %``, up to -43 it ``fell by at least 43 %``.
    """
    end = intervals.informative_end(change)
    told = formatting.change_text(100, 100 + end)
    if change[0] == change[1]:
        return told
    most = (end < 0) == math.isinf(change[1])
    return told.replace(" by ", f" by at {'most' if most else 'least'} ")
