"""The synthesis: results of all chapters, read back from their stored outputs and judged by one rule.

Nothing is measured here. A dimension of the relationship rests on one or more series that a chapter has published; the
scorecard says how far each moved, and how sure one can be of the direction.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from russia_asean import formatting, measures, paths
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.evidence.verdicts import Verdict
from russia_asean.report import execute, style

# A change of less than this part of the first value is not counted as a movement (percent).
MOVED = 10.0
# Years at each end of a series whose mean stands for that end.
END = 3
DECIDED = tuple(
    map(str, (Verdict.SUPPORTED, Verdict.DEPENDS, Verdict.SUPERSEDED, Verdict.MISREAD, Verdict.NOT_SUPPORTED))
)

CARD = (
    *("dimension", "moved", "confidence", "basis", "exhibit", "unit"),
    *("first_years", "first", "last_years", "last", "change", "direction", "start", "end"),
)


class ScorecardError(ValueError):
    """A dimension names an exhibit, a column or a row that no chapter has published."""


@dataclasses.dataclass(frozen=True)
class Basis:
    """One published series on which a dimension rests.

    Attributes:
        name: what it is called in the scorecard.
        exhibit: the label of the figure or table whose data hold it.
        time: the column of years; a window such as ``2020–2024`` counts as its last year.
        value: the column of values; several, joined by ``+``, are added up; if empty, rows are counted up to each year.
        unit: how a value is printed: the name of a function of ``words``, or a format.
        where: columns and the value each must have.
        nearer: 1 where a higher value means more of the relationship, -1 where it means less.
        until: the last year of a count.
        window: the years that one value covers; its year is the last of them.
    """

    name: str
    exhibit: str
    time: str
    value: str
    unit: str
    where: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    nearer: int = 1
    until: int = 0
    window: int = 1


def results() -> list[records.Record]:
    """Return the records of all stored notebooks except those that read the others."""
    return [
        record
        for notebook in records.stored(paths.NOTEBOOKS)
        if notebook.stem not in execute.READERS
        for record in records.read(notebook)
    ]


def series(basis: Basis) -> pd.Series:
    """Return the series of a basis, indexed by year, in the unit of the exhibit.

    Raises:
        ScorecardError: no chapter has published it.
    """
    found = [record for record in results() if record.kind == records.EXHIBIT and record.key == basis.exhibit]
    if not found:
        raise ScorecardError(f"No chapter has published {basis.exhibit!r}.")
    data = pd.DataFrame(found[0].content["data"])
    columns = basis.value.split("+") if basis.value else []
    for column in (basis.time, *columns, *basis.where):
        if column not in data:
            raise ScorecardError(
                f"{basis.exhibit!r} has no column {column!r}. It has: {', '.join(sorted(data.columns))}."
            )
    for column, wanted in basis.where.items():
        data = data[data[column] == wanted]
    data = data.dropna(subset=[basis.time, *columns])
    years = data[basis.time].map(year)
    if not columns:
        span = range(min(years, default=basis.until), basis.until + 1)
        return pd.Series({each: float((years <= each).sum()) for each in span})
    values = pd.Series(data[columns].astype(float).sum(axis="columns").to_numpy(), index=years).sort_index()
    if values.empty:
        raise ScorecardError(f"{basis.exhibit!r} has no rows for {basis.name!r}.")
    if values.index.has_duplicates:
        raise ScorecardError(f"{basis.exhibit!r} has several rows a year for {basis.name!r}. Narrow `where`.")
    return values


def year(label: Any) -> int:
    """Return the year of a label, of a window its last: 2024 for 2024.0, ``2024-10-22``, ``2020–2024``, ``2020–24``."""
    first, _, last = str(label).partition("–")
    return int(first[: 4 - len(last)] + last if last else first[:4])


def movement(basis: Basis, since: int, least: float = MOVED) -> dict[str, Any] | None:
    """Return how a basis moved from the first to the last of its years from ``since`` on, and in which direction.

    One year can be an exception. So the mean of the first years is compared with that of the last: three years at each
    end, or fewer where the series is too short for that. None where it has fewer than two years, or begins more than
    three years after ``since``.

    Returns:
        ``first_years`` and ``last_years`` (as a reader reads them), ``first`` and ``last`` (the means), ``change``
        (percent of the first), ``direction``: 1 nearer, -1 further, 0 where the change is below ``least`` percent; and
        ``start`` and ``end``, the means with their years as a reader reads them.
    """
    values = series(basis)
    values = values[values.index >= since]
    if len(values) < 2 or values.index[0] - basis.window + 1 > since + END:
        return None
    count = min(END, len(values) // 2)
    early, late = values.iloc[:count], values.iloc[-count:]
    first, last = float(early.mean()), float(late.mean())
    change = measures.percent_change(first, last)
    first_years, last_years = (spanned(list(each.index), basis.window) for each in (early, late))
    return {
        "basis": basis.name,
        "exhibit": basis.exhibit,
        "unit": basis.unit,
        "first_years": first_years,
        "first": first,
        "last_years": last_years,
        "last": last,
        "change": change,
        "direction": 0 if abs(change) < least else basis.nearer * (1 if change > 0 else -1),
        "start": f"{formatting.format_value(first, basis.unit)} ({first_years})",
        "end": f"{formatting.format_value(last, basis.unit)} ({last_years})",
    }


def card(dimensions: Sequence[Mapping[str, Any]], since: int, least: float = MOVED) -> pd.DataFrame:
    """Return the movements of all bases of all dimensions, one row each, with the judgement on their dimension.

    Args:
        dimensions: each with ``name`` and a list ``basis`` of the fields of ``Basis``.
        since: the year from which movement is measured.
        least: the change that counts as a movement, in percent.

    Returns:
        The columns of ``movement``, and ``dimension``, ``moved`` (its direction in words) and ``confidence``. A
        dimension without a basis that reaches so far has one row without numbers.

    Raises:
        ScorecardError: a basis is not published.
    """
    rows: list[dict[str, Any]] = []
    for dimension in dimensions:
        found = [each for each in (movement(Basis(**basis), since, least) for basis in dimension["basis"]) if each]
        moves = [each["direction"] for each in found]
        judged = {"dimension": dimension["name"], "moved": direction(moves), "confidence": confidence(moves)}
        rows += [{**judged, **each} for each in found] or [judged]
    return pd.DataFrame(rows, columns=CARD)


def judged(card: pd.DataFrame) -> pd.DataFrame:
    """Return the judgement on each dimension of a card: ``moved`` and ``confidence``, one row each, in order."""
    return card.drop_duplicates("dimension").set_index("dimension")[["moved", "confidence"]]


def from_years(dimensions: Sequence[Mapping[str, Any]], years: Sequence[int]) -> pd.DataFrame:
    """Return the judgement on each dimension from several first years: dimension, moved, confidence and ``since``."""
    return pd.concat(
        [judged(card(dimensions, year)).reset_index().assign(since=year) for year in years], ignore_index=True
    )


def by_threshold(dimensions: Sequence[Mapping[str, Any]], since: int, factors: Mapping[str, float]) -> pd.DataFrame:
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


def shapes(dimension: Mapping[str, Any]) -> pd.DataFrame:
    """Return the series of a dimension as percentages of their means, one column per basis, indexed by year."""
    found = {basis["name"]: series(Basis(**basis)) for basis in dimension["basis"]}
    return pd.DataFrame({name: 100 * values / values.mean() for name, values in found.items()}).sort_index()


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


def ledger(own: Sequence[str] = ()) -> pd.DataFrame:
    """Return all claims with their verdicts, one row each.

    Args:
        own: claims that the synthesis records itself, all of them judgements.

    Returns:
        Indexed by claim id: document, theme, kind, statement, verdict (empty where no chapter has one), notebook, and
        ``agree`` and ``differ``: the bases on which the claim holds and those on which it does not, as text.
    """
    told = {record.key: record for record in results() if record.kind == records.CHECK}
    table = tables.load("claims").set_index("claim_id")[["document", "theme", "kind", "statement"]]
    content = {key: told[key].content if key in told else {} for key in table.index}
    table["verdict"] = [
        str(Verdict.JUDGEMENT) if key in own else content[key].get("verdict", "") for key in table.index
    ]
    table["notebook"] = [told[key].notebook if key in told else "" for key in table.index]
    for column, agrees in (("agree", True), ("differ", False)):
        table[column] = [
            "; ".join(each["basis"] for each in content[key].get("measured", []) if each["agrees"] == agrees)
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
        .reindex(columns=[*style.VERDICTS], fill_value=0)
    )


def short_names() -> dict[str, str]:
    """Return how the book refers to each document, by its number."""
    return dict(tables.load("documents")[["document", "short_name"]].to_numpy().tolist())
