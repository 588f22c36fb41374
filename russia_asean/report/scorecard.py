"""The scorecard: levels of published series before and after fixed breaks, judged by one rule.

Nothing is measured here. A dimension of the relationship rests on one or more series, each named by its key. The rule
is printed in the book's chapter on methods; change both together.
"""

import dataclasses
import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
from scipy import stats

from russia_asean import formatting, provenance
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.evidence.records import Exhibit, Series
from russia_asean.report.parameters import last_year

# The fixed breaks, and the first year that is compared.
START = 2009
BREAKS = {2014: "Crimea, and the peak of trade", 2022: "the invasion of Ukraine, and the end of Russia's customs data"}
LEVEL = 0.95  # of the interval of a difference
# Units of amounts, of which a change is told in percent. Changes of shares are told in points, others in their unit.
AMOUNTS = ("usd", ",.0f")
# The chapter that reads the results of all others; its own results are never read here.
READER = "synthesis"
NEARER, FURTHER, UNCHANGED = "nearer", "further", "unchanged"
UNCLEAR, DISAGREE, UNKNOWN = "unclear", "measures disagree", "not known"

CARD = (
    *("dimension", "moved", "confidence", "measure", "key", "exhibit", "unit"),
    *("before_years", "before", "after_years", "after", "difference", "low", "high", "direction", "reason"),
    *("start", "end", "change"),
)

# For each dimension the keys of its series; for each of these the keys of the same measure on another record, of
# another edition or by another definition, on which a direction must hold, too.
Dimensions = Mapping[str, Mapping[str, Sequence[str]]]


class ScorecardError(ValueError):
    """A series or an exhibit is named that no chapter has published."""


def published_series(key: str) -> Series:
    """Return a series that a chapter has published, and note what it rests on.

    Raises:
        ScorecardError: no chapter has published it.
    """
    known = records.collected(Series, without=[READER])
    if key not in known:
        raise ScorecardError(f"No chapter has published the series {key!r}. There are: {', '.join(sorted(known))}.")
    provenance.note(records.origins(known[key].rests_on))
    return known[key]


def published_exhibit(label: str) -> pd.DataFrame:
    """Return the data of a figure or table that a chapter has published, and note what it rests on.

    Raises:
        ScorecardError: no chapter has published it.
    """
    known = records.collected(Exhibit, without=[READER])
    if label not in known:
        raise ScorecardError(f"No chapter has published the exhibit {label!r}. Correct the label, or run its chapter.")
    provenance.note(records.origins(known[label].rests_on))
    return pd.DataFrame(known[label].data)


def values_by_year(series: Series) -> pd.Series:
    """Return the values of a series, indexed by year."""
    return pd.Series(series.values, dtype="float64").sort_index()


def periods_around(break_year: int) -> tuple[range, range]:
    """Return the years before and after a break, each up to the next fixed break or to the end.

    A year that is no fixed break takes the place of the nearest of them: around 2015 lie 2009–2014 and 2015–2021.
    """
    replaced = min(BREAKS, key=lambda year: abs(year - break_year))
    bounds = [START, *sorted({*BREAKS} - {replaced} | {break_year}), last_year() + 1]
    place = bounds.index(break_year)
    return range(bounds[place - 1], break_year), range(break_year, bounds[place + 1])


@dataclasses.dataclass(frozen=True)
class Comparison:
    """The values of a series before and after a break.

    Attributes:
        before, after: the values by year; either may be empty.
        errors: the standard error of each value by year; empty for what is counted in full.
    """

    before: pd.Series
    after: pd.Series
    errors: pd.Series

    @property
    def is_known(self) -> bool:
        """Whether there are values on both sides."""
        return bool(len(self.before) and len(self.after))

    @property
    def difference(self) -> float:
        """The mean after the break less the mean before it, in the unit of the series."""
        return float(self.after.mean() - self.before.mean())

    def interval(self, level: float = LEVEL) -> tuple[float, float] | None:
        """Return the interval of the difference by Welch (1947, Biometrika 34), None where a side has one value.

        The errors of the single values are added to the spread of the years. A part of them is in that spread already,
        so the interval is rather too wide than too narrow.
        """
        sides = (self.before, self.after)
        if min(map(len, sides)) < 2:
            return None
        spreads = [float(side.var()) / len(side) for side in sides]
        sampling = sum(float((self.errors.reindex(side.index) ** 2).sum()) / len(side) ** 2 for side in sides)
        # Years that are all alike leave no spread, and with it nothing that degrees of freedom could be counted from.
        weights = sum(spread**2 / (len(side) - 1) for spread, side in zip(spreads, sides, strict=True))
        degrees = sum(spreads) ** 2 / weights if weights else math.inf
        reach = float(stats.t.ppf((1 + level) / 2, degrees)) * math.sqrt(sum(spreads) + sampling)
        return self.difference - reach, self.difference + reach

    def turning_years(self) -> list[int]:
        """Return the years without which the difference has another sign or none."""
        years = [*self.before.index, *self.after.index]
        return [year for year in years if _sign(self.without(year)) != _sign(self)]

    def without(self, year: int) -> "Comparison":
        """Return the comparison without one year."""
        return Comparison(self.before.drop(year, errors="ignore"), self.after.drop(year, errors="ignore"), self.errors)


def compare(series: Series, break_year: int, left_out: Collection[int] = ()) -> Comparison:
    """Return the values of a series before and after a break, without some years."""
    values = values_by_year(series).drop(list(left_out), errors="ignore")
    before, after = (values[values.index.isin(years)] for years in periods_around(break_year))
    return Comparison(before, after, pd.Series(series.errors, dtype="float64"))


def direction(
    series: Series,
    others: Sequence[Series],
    break_year: int,
    *,
    level: float = LEVEL,
    left_out: Collection[int] = (),
) -> tuple[str, str]:
    """Return in which direction a series moved at a break, and the reason in words.

    It moved nearer or further only if the interval of the difference holds no zero and the sign stays when any one year
    is left out, when the break lies a year earlier or later, and on each other record, edition or definition that has
    values on both sides.

    Args:
        series: the series.
        others: the same measure on other records, of other editions or by other definitions.
        break_year: the first year after the break.
        level: of the interval.
        left_out: years that are not read.
    """
    seen = compare(series, break_year, left_out)
    for side, years in zip((seen.before, seen.after), periods_around(break_year), strict=True):
        if side.empty:
            return UNKNOWN, f"no value in {years[0]}–{years[-1]}"
    if pd.concat([seen.before, seen.after]).nunique() == 1:
        return UNCHANGED, "the same in all years"
    interval = seen.interval(level)
    if interval is None:
        single = [str(side.index[0]) for side in (seen.before, seen.after) if len(side) == 1]
        return UNCLEAR, f"one value on a side ({' and '.join(single)})"
    if interval[0] <= 0 <= interval[1]:
        return UNCLEAR, "the interval includes zero"
    if turning := seen.turning_years():
        return UNCLEAR, f"turns without {formatting.year_ranges(turning)}"
    for year in (break_year - 1, break_year + 1):
        if turns(seen, compare(series, year, left_out)):
            return UNCLEAR, f"turns with the break in {year}"
    for other in others:
        if turns(seen, compare(other, break_year, left_out)):
            return UNCLEAR, f"turns on: {other.title}"
    return (NEARER if _sign(seen) == series.nearer else FURTHER), "clear"


def turns(seen: Comparison, other: Comparison) -> bool:
    """Return whether another comparison has another sign; one without values on both sides says nothing."""
    return other.is_known and _sign(other) != _sign(seen)


def _sign(comparison: Comparison) -> int:
    difference = comparison.difference
    return (difference > 0) - (difference < 0)


def card(
    dimensions: Dimensions, break_year: int, *, level: float = LEVEL, left_out: Collection[int] = ()
) -> pd.DataFrame:
    """Return all measures of all dimensions at a break, one row each, with the judgement on their dimension.

    Args:
        dimensions: the series of each dimension, and what each is checked on.
        break_year: the first year after the break.
        level: of the intervals.
        left_out: years that are not read.

    Returns:
        ``dimension``, ``moved`` and ``confidence`` (of the dimension), ``measure``, ``key``, ``exhibit`` and ``unit``
        of the series; ``before`` and ``after`` (means) with their years; ``difference``, ``low`` and ``high`` (the
        interval) in percent of ``before`` for amounts, in points for percentages, else in the unit; ``direction`` and
        ``reason``; ``start``, ``end`` and ``change`` as a reader reads them.

    Raises:
        ScorecardError: a series is not published.
    """
    rows: list[dict[str, Any]] = []
    for name, measures in dimensions.items():
        held = [
            _row(published_series(key), [published_series(other) for other in others], break_year, level, left_out)
            for key, others in measures.items()
        ]
        directions = [row["direction"] for row in held]
        producers = [_producers(published_series(key)) for key in measures]
        judged = {
            "dimension": name,
            "moved": dimension_direction(directions),
            "confidence": confidence(directions, producers),
        }
        rows += [judged | row for row in held]
    return pd.DataFrame(rows, columns=CARD)


def _row(
    series: Series, others: Sequence[Series], break_year: int, level: float, left_out: Collection[int]
) -> dict[str, Any]:
    seen = compare(series, break_year, left_out)
    moved, reason = direction(series, others, break_year, level=level, left_out=left_out)
    low, high = (seen.interval(level) if seen.is_known else None) or (math.nan, math.nan)
    first, last = float(seen.before.mean()), float(seen.after.mean())
    scale = 100 / first if series.unit in AMOUNTS else 1.0
    texts = [
        f"{level_text(mean, series.unit)} ({formatting.year_ranges([*side.index])})" if len(side) else "—"
        for mean, side in ((first, seen.before), (last, seen.after))
    ]
    row = {
        "measure": series.title,
        "key": series.key,
        "exhibit": series.exhibit,
        "unit": series.unit,
        "before_years": formatting.year_ranges([*seen.before.index]),
        "before": first,
        "after_years": formatting.year_ranges([*seen.after.index]),
        "after": last,
        "difference": scale * seen.difference,
        "low": scale * low,
        "high": scale * high,
        "direction": moved,
        "reason": reason,
        "start": texts[0],
        "end": texts[1],
    }
    return row | {"change": change_text(row)}


def level_text(value: float, unit: str) -> str:
    """Return a level in the unit of its series as a reader reads it: ``−0.02``; a dash where it is not known."""
    # Formats of Python write a hyphen before a negative number.
    return "—" if math.isnan(value) else formatting.format_value(value, unit).replace("-", formatting.MINUS)


def change_text(row: Mapping[str, Any]) -> str:
    """Return the change of a row of a card: ``+0.86 points (0.55 to 1.2)``; a dash where it is not known."""
    if math.isnan(row["difference"]):
        return "—"
    unit = {"percent": " points"} | dict.fromkeys(AMOUNTS, f"{formatting.FIXED_SPACE}%")
    sign = "+" if row["difference"] > 0 else ""
    told = f"{sign}{formatting.number(row['difference'], 2)}{unit.get(row['unit'], '')}"
    if math.isnan(row["low"]):
        return told
    return f"{told} ({formatting.number(row['low'], 2)} to {formatting.number(row['high'], 2)})"


def _producers(series: Series) -> frozenset[str]:
    """Return the people and bodies that made what a series rests on."""
    known = tables.load("sources", credit=False).set_index("source_key")["producer"]
    keys = [key for key in records.sources(series.rests_on) if key in known.index]
    # "E. Voeten, A. Strezhnev and M. Bailey" and "E. Voeten" are no two sources that are independent of each other.
    return frozenset(name.strip() for key in keys for name in re.split(r",| and ", str(known[key])))


def dimension_direction(directions: Collection[str]) -> str:
    """Return the direction of a dimension from those of its measures.

    Measures that are clear and agree decide; clear ones that contradict each other disagree. Without a clear one it is
    unclear, unless all that is known is unchanged.
    """
    clear = {each for each in directions if each in (NEARER, FURTHER)}
    if clear:
        return clear.pop() if len(clear) == 1 else DISAGREE
    known = {*directions} - {UNKNOWN}
    if not known:
        return UNKNOWN
    return UNCHANGED if known == {UNCHANGED} else UNCLEAR


def confidence(directions: Sequence[str], producers: Sequence[frozenset[str]]) -> str:
    """Return how sure the direction of a dimension is.

    high    two or more clear measures of producers that have nobody in common agree, and none contradicts
    medium  one or more are clear, and none contradicts
    low     all others

    Args:
        directions: those of the measures.
        producers: for each measure, who made what it rests on.
    """
    if dimension_direction(directions) not in (NEARER, FURTHER):
        return "low"
    clear = [made for each, made in zip(directions, producers, strict=True) if each in (NEARER, FURTHER)]
    apart = any(one.isdisjoint(other) for place, one in enumerate(clear) for other in clear[place + 1 :])
    return "high" if apart else "medium"


def judged(card: pd.DataFrame) -> pd.DataFrame:
    """Return the judgement on each dimension of a card: ``moved`` and ``confidence``, one row each, in order."""
    # All rows of a dimension repeat the judgement on it.
    return card.drop_duplicates("dimension").set_index("dimension")[["moved", "confidence"]]


def replaced(dimensions: Dimensions, keys: Mapping[str, str]) -> dict[str, dict[str, Sequence[str]]]:
    """Return dimensions with some series replaced by others, each of which then stands for itself alone."""
    return {
        name: {keys.get(key, key): () if key in keys else others for key, others in measures.items()}
        for name, measures in dimensions.items()
    }


def changes(usual: pd.DataFrame, other: pd.DataFrame) -> dict[str, Any]:
    """Return what another choice changes in a card of the same measures: how many directions, and of what.

    Returns:
        ``measures`` and ``dimensions`` (how many have another direction) and ``changed`` (the dimensions in words).
    """
    then, now = judged(usual)["moved"], judged(other)["moved"]
    moved = then[then != now].index
    told = [f"{formatting.lower_first_letter(name)} ({then[name]} to {now[name]})" for name in moved]
    return {
        "measures": int((usual["direction"].to_numpy() != other["direction"].to_numpy()).sum()),
        "dimensions": len(moved),
        "changed": formatting.word_list(told),
    }


def phrased(judgements: pd.Series, phrases: Mapping[str, str]) -> list[str]:
    """Return each phrase whose judgement occurs, followed by the dimensions it holds for, inside a sentence.

    Args:
        judgements: one judgement a dimension, indexed by its name.
        phrases: a phrase for each judgement, in the order to tell them.
    """
    names = {
        judgement: [formatting.lower_first_letter(name) for name in judgements.index[judgements == judgement]]
        for judgement in phrases
    }
    return [f"{phrases[judgement]} {formatting.word_list(held)}" for judgement, held in names.items() if held]
