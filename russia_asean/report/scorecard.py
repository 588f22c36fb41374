"""The synthesis: series that chapters have published, judged by one rule, and the ledger counted.

Nothing is measured here. A dimension of the relationship rests on one or more series, each named by its key; the
scorecard says how far each moved, and how sure one can be of the direction.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from russia_asean import formatting, measures, provenance
from russia_asean.data import tables
from russia_asean.evidence import assessments, records
from russia_asean.evidence.records import ClaimTest, Series
from russia_asean.evidence.verdicts import Verdict
from russia_asean.report import style

# A change of less than this part of the first value is not counted as a movement (percent).
MOVED = 10.0
# Years at each end of a series whose mean stands for that end.
END = 3
DECIDED = tuple(
    map(str, (Verdict.SUPPORTED, Verdict.DEPENDS, Verdict.SUPERSEDED, Verdict.MISREAD, Verdict.NOT_SUPPORTED))
)
# The chapter that reads the results of all others; its own results are never read here.
READER = "synthesis"

CARD = (
    *("dimension", "moved", "confidence", "basis", "exhibit", "unit"),
    *("first_years", "first", "last_years", "last", "change", "direction", "start", "end"),
)

Dimensions = Mapping[str, Sequence[str]]  # the keys of the series on which each dimension rests, by its name


class ScorecardError(ValueError):
    """A dimension names a series that no chapter has published."""


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


def values_by_year(series: Series) -> pd.Series:
    """Return the values of a series, indexed by year."""
    return pd.Series(series.values, dtype="float64").sort_index()


def movement(series: Series, since: int, least: float = MOVED) -> dict[str, Any] | None:
    """Return how a series moved from the first to the last of its years from ``since`` on, and in which direction.

    One year can be an exception. So the mean of the first years is compared with that of the last: three years at each
    end, or fewer where the series is too short for that. None where it has fewer than two years, or begins more than
    three years after ``since``.

    Returns:
        ``first_years`` and ``last_years`` (as a reader reads them), ``first`` and ``last`` (the means), ``change``
        (percent of the first), ``direction``: 1 nearer, -1 further, 0 where the change is below ``least`` percent; and
        ``start`` and ``end``, the means with their years as a reader reads them.
    """
    values = values_by_year(series)
    values = values[values.index >= since]
    # A value over a window is dated by its last year, so the window begins earlier.
    if len(values) < 2 or values.index[0] - series.window + 1 > since + END:
        return None
    # At most half of the years, so that none stands at both ends.
    count = min(END, len(values) // 2)
    early, late = values.iloc[:count], values.iloc[-count:]
    first, last = float(early.mean()), float(late.mean())
    change = measures.percent_change(first, last)
    first_years, last_years = (spanned(list(each.index), series.window) for each in (early, late))
    return {
        "basis": series.title,
        "exhibit": series.exhibit,
        "unit": series.unit,
        "first_years": first_years,
        "first": first,
        "last_years": last_years,
        "last": last,
        "change": change,
        "direction": 0 if abs(change) < least else series.nearer * (1 if change > 0 else -1),
        "start": f"{formatting.format_value(first, series.unit)} ({first_years})",
        "end": f"{formatting.format_value(last, series.unit)} ({last_years})",
    }


def card(dimensions: Dimensions, since: int, least: float = MOVED) -> pd.DataFrame:
    """Return the movements of all bases of all dimensions, one row each, with the judgement on their dimension.

    Args:
        dimensions: for each the keys of its series.
        since: the year from which movement is measured.
        least: the change that counts as a movement, in percent.

    Returns:
        The columns of ``movement``, and ``dimension``, ``moved`` (its direction in words) and ``confidence``. A
        dimension without a basis that reaches so far has one row without numbers.

    Raises:
        ScorecardError: a series is not published.
    """
    rows: list[dict[str, Any]] = []
    for name, keys in dimensions.items():
        moved = [movement(published_series(key), since, least) for key in keys]
        known = [each for each in moved if each]
        moves = [each["direction"] for each in known]
        judged = {"dimension": name, "moved": direction(moves), "confidence": confidence(moves)}
        rows += [{**judged, **each} for each in known] or [judged]
    return pd.DataFrame(rows, columns=CARD)


def judged(card: pd.DataFrame) -> pd.DataFrame:
    """Return the judgement on each dimension of a card: ``moved`` and ``confidence``, one row each, in order."""
    # All rows of a dimension repeat the judgement on it.
    return card.drop_duplicates("dimension").set_index("dimension")[["moved", "confidence"]]


def from_years(dimensions: Dimensions, years: Sequence[int]) -> pd.DataFrame:
    """Return the judgement on each dimension from several first years: dimension, moved, confidence and ``since``."""
    return pd.concat(
        [judged(card(dimensions, year)).reset_index().assign(since=year) for year in years], ignore_index=True
    )


def by_threshold(dimensions: Dimensions, since: int, factors: Mapping[str, float]) -> pd.DataFrame:
    """Return the direction of each dimension (rows) with the usual threshold times each factor (columns, by name)."""
    return pd.DataFrame(
        {name: judged(card(dimensions, since, factor * MOVED))["moved"] for name, factor in factors.items()}
    )


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


def movements(card: pd.DataFrame) -> list[str]:
    """Return what moved in each dimension of a card, in words: ``Trade: total rose by 12 % (1 more hardly moved)``."""
    told = []
    # Unsorted, to keep the order in which the chapter names its dimensions.
    for name, rows in card.groupby("dimension", sort=False):
        moved = rows[rows["direction"].fillna(0) != 0]
        said = [
            f"{row['basis']} {formatting.change_text(row['first'], row['last'])}" for row in moved.to_dict("records")
        ]
        if rows["direction"].isna().all():
            told.append(f"{name}: no series reaches so far back")
        elif said and len(rows) > len(said):
            told.append(f"{name}: {formatting.word_list(said)} ({len(rows) - len(said)} more hardly moved)")
        else:
            told.append(f"{name}: {formatting.word_list(said or ['nothing moved'])}")
    return told


def spanned(years: Sequence[int], window: int) -> str:
    """Return years as a reader reads them; values that cover a window of years are named by its first and last year."""
    return formatting.year_ranges(list(years)) if window == 1 else f"{years[0] - window + 1}–{years[-1]}"


def shapes(keys: Sequence[str]) -> pd.DataFrame:
    """Return series as percentages of their means, one column per series under its title, indexed by year."""
    wide = {series.title: values_by_year(series) for series in map(published_series, keys)}
    return pd.DataFrame({title: 100 * values / values.mean() for title, values in wide.items()}).sort_index()


def direction(moves: Sequence[int]) -> str:
    """Return the direction of a dimension from those of its bases: nearer, further, unchanged, mixed or not known."""
    seen = set(moves)
    if not seen:
        return "not known"
    if seen <= {0}:
        return "unchanged"
    if seen <= {0, 1}:
        return "nearer"
    return "further" if seen <= {0, -1} else "mixed"


def confidence(moves: Sequence[int]) -> str:
    """Return how sure the direction of a dimension is.

    high    at least two bases, and all agree
    medium  at least two bases, and some moved while others did not
    low     one basis alone, or bases that contradict each other
    none    no basis
    """
    if not moves:
        return "none"
    if len(moves) < 2 or direction(moves) == "mixed":
        return "low"
    return "high" if len(set(moves)) == 1 else "medium"


def ledger() -> pd.DataFrame:
    """Return all claims with their verdicts, one row each.

    Returns:
        Indexed by claim id: document, theme, kind, statement, verdict (empty where no chapter has one), notebook (where
        it was tested), and ``agree`` and ``differ``: the bases on which the claim holds and those on which it does not.
    """
    provenance.note(tables.origins("claims"))
    tests = records.collected(ClaimTest, without=[READER])
    homes = records.homes("tests", without=[READER])
    # The right side wins: a test in a chapter takes the place of an assessment of the same claim.
    verdicts = {key: test.verdict for key, test in (assessments.assessments() | tests).items()}
    table = tables.load("claims").set_index("claim_id")[["document", "theme", "kind", "statement"]]
    table["verdict"] = [verdicts.get(key, "") for key in table.index]
    table["notebook"] = [homes[key][0] if key in tests else "" for key in table.index]
    for column, agrees in (("agree", True), ("differ", False)):
        table[column] = [
            "; ".join(each.basis for each in tests[key].measured if each.agrees == agrees) if key in tests else ""
            for key in table.index
        ]
    return table


def by_document(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the number of claims by document (rows, named) and verdict (columns, as in pictures)."""
    return _counted(claims, "document").rename(index=short_names())


def by_theme(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the number of claims by theme (rows, named) and verdict (columns, as in pictures)."""
    return _counted(claims, "theme").rename(index=formatting.theme_name)


def _counted(claims: pd.DataFrame, column: str) -> pd.DataFrame:
    return (
        claims.groupby([column, "verdict"])
        .size()
        .unstack(fill_value=0)
        # Every verdict has a column, also one that no claim has, so that colours and columns stay together.
        .reindex(columns=[*style.VERDICTS], fill_value=0)
    )


def short_names() -> dict[str, str]:
    """Return how the book refers to each document, by its number."""
    return dict(tables.load("documents")[["document", "short_name"]].to_numpy().tolist())
