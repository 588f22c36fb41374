"""What rows of claims must keep beside the schema of their table: rules over several cells, or over several tables.

A claim that breaks one would be read, and measured, as something that its text does not say.
"""

import difflib
import functools
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from russia_asean import formatting, paths
from russia_asean.data import countries, reader, tables
from russia_asean.evidence import claims, history

DATE_PRECISIONS = (1.0, 31.0, 366.0)  # a day, a month, a year
# Columns with codes of parties: of claims, and of the facts in which claims are looked up.
PARTIES = {
    "claims": ("subject", "counterpart"),
    "lookups": ("countries", "parties"),
    "events": ("participants", "named"),
    "agreements": ("parties",),
    "announced_projects": ("host", "investor"),
}
# Columns in words of our own, by which rows are compared or put together.
NAMES = {
    "claims": ("passage", "measure", "said_by", "attributed_source"),
    "lookups": ("part",),
    "opposed_statements": ("about",),
    "floors": ("measure", "statistic"),
}
Fault = tuple[str, str]  # the column, and what is wrong with what remedy


class RowError(ValueError):
    """A row of the tables of claims breaks a rule."""


def check(folder: Path = paths.DATA) -> None:
    """Check the stored claims and what decides them, whether or not their hashes are the described ones.

    Args:
        folder: the folder of the data package.

    Raises:
        RowError: the sentence names file, row, column, rule and remedy.
        TableError: a cell breaks the schema of its table.
    """
    names = {"claims", "bases", "assessments", "lookup_claims", "lookups", history.TABLE, "countries", *PARTIES, *NAMES}
    stored = {name: tables.validated(name, folder) for name in sorted(names)}
    known = {*stored["countries"]["iso3"], *countries.OTHER_PARTIES}
    faults = {
        "claims": _claim_faults(stored["claims"], stored["bases"]),
        "bases": _basis_faults(stored["bases"]),
        "assessments": _assessment_faults(stored["assessments"], stored["lookup_claims"]),
        "lookups": _look_up_faults(stored["lookups"], [*stored["events"]["place"].dropna()]),
        history.TABLE: _history_faults(stored[history.TABLE], stored["claims"]),
    }
    for name in stored:
        path = tables.resource(name, folder)["path"]
        for place, column, fault in itertools.chain(
            faults.get(name, ()),
            _stored_party_faults(stored[name], PARTIES.get(name, ()), known),
            _name_faults(stored[name], NAMES.get(name, ())),
        ):
            raise RowError(f"data/{path}, row {lines_of_rows(folder / path)[place]}, column {column!r}: {fault}")


def lines_of_rows(path: Path) -> list[int]:
    """Return the line of a CSV file on which each row starts."""
    return [int(line) for line in reader.text_cells(path, path.name).index]


def _claim_faults(stored: pd.DataFrame, bases: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
    """Yield what is wrong with stored claims, each with the place of its row."""
    kinds = bases["claim_kind"].unique()
    for place, row in enumerate(stored.to_dict("records")):
        for column, fault in (
            *passage_faults(row, str(row["document"])),
            *number_faults(row),
            *period_faults(row),
            *kind_faults(row, kinds),
        ):
            yield place, column, fault


def _basis_faults(bases: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
    """Yield bases that have the place of another: what a kind of claim is measured on first must be one."""
    twice = bases.duplicated(["claim_kind", "order"])
    for place, row in bases[twice].iterrows():
        yield int(str(place)), "order", f"{row['order']} occurs twice for {row['claim_kind']!r}. Number them anew."


def _assessment_faults(assessed: pd.DataFrame, looked_up: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
    """Yield claims that are a judgement, or untested, and are looked up none the less."""
    for place in assessed.index[assessed["claim_id"].isin(looked_up["claim_id"])]:
        claim_id = assessed["claim_id"][place]
        yield place, "claim_id", f"{claim_id!r} is in lookup_claims.csv, too. A claim has one verdict; delete one row."


def _look_up_faults(asked: pd.DataFrame, places: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield look-ups that no fact meets: a day before one date and after a later one, or a place that is misspelt."""
    for place, row in enumerate(asked.to_dict("records")):
        first, last = filled(row["after"]), filled(row["by"])
        if first and last and _is_before(last, first):
            yield place, "by", f"{last} lies before {first} in the column 'after'. Correct one of them."
        words = filled(row["place"])
        # A place of which no fact is known may be right: then nothing is like it.
        if not any(words in each for each in places) and (near := difflib.get_close_matches(words, places, cutoff=0.8)):
            yield place, "place", f"{words!r} is the place of no event, and {near[0]!r} is. Write both alike."


def _history_faults(told: pd.DataFrame, stored: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
    """Yield verdicts of what is no claim and was not dropped, and changes without a reason."""
    known = {*stored["claim_id"], *told["claim_id"][told["verdict"] == history.DROPPED]}
    later = told.duplicated("claim_id")  # the rows are sorted by claim and edition
    for place, (row, is_later) in enumerate(zip(told.to_dict("records"), later, strict=True)):
        if row["claim_id"] not in known:
            fault = f"{row['claim_id']!r} is no claim. Correct the id, or add a row with {history.DROPPED!r}."
            yield place, "claim_id", fault
        elif is_later and pd.isna(row["reason"]):
            yield place, "reason", "is empty. Say why the verdict changed."


def _stored_party_faults(
    stored: pd.DataFrame, columns: Iterable[str], known: set[str]
) -> Iterator[tuple[int, str, str]]:
    for place, row in enumerate(stored.to_dict("records")):
        for column, fault in party_faults(row, columns, known):
            yield place, column, fault


def party_faults(row: Mapping[Any, Any], columns: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    """Yield codes of parties that nothing explains, and those that stand twice in a cell.

    Args:
        row: a row of a table.
        columns: its columns with codes, joined by semicolons.
        known: the codes that there are.
    """
    for column in columns:
        codes = filled(row[column]).split(";") if filled(row[column]) else []
        for code in codes:
            if code not in known:
                near = formatting.word_list(difflib.get_close_matches(code, sorted(known), cutoff=0.6))
                yield (
                    column,
                    f"{code!r} is no code of data/countries.csv and none of {', '.join(countries.OTHER_PARTIES)}"
                    f"{f' (near: {near})' if near else ''}. Correct it, or add it to data/countries.csv.",
                )
            elif codes.count(code) > 1:
                yield column, f"{code!r} stands there twice. Delete one."


def _name_faults(stored: pd.DataFrame, columns: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield names that are written in two ways: the first row with the rarer one."""
    for column in columns:
        counts = stored[column].value_counts()
        for one, another in itertools.combinations(counts.index, 2):
            if alike(one, another):
                # Names are counted from the most frequent on.
                (place, *_) = stored.index[stored[column] == another]
                fault = f"{another!r} and {one!r} are alike but for a letter or a sign."
                yield place, column, f"{fault} Write both alike, or tell them apart by a word."


def alike(one: str, another: str) -> bool:
    """Return whether two names differ by one letter or less: by capitals, spaces and signs, or by two letters swapped.

    Names with different digits are of different things. What is misspelt by more than a letter is not found.
    """
    (digits, first), (others, second) = _digits_and_letters(one), _digits_and_letters(another)
    if digits != others or abs(len(first) - len(second)) > 1:
        return False
    start = next((n for n, letters in enumerate(zip(first, second, strict=False)) if letters[0] != letters[1]), None)
    if start is None:
        return True
    rest, other = first[start:], second[start:]
    swapped = other[1::-1] + other[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or rest == swapped


@functools.cache
def _digits_and_letters(name: str) -> tuple[list[str], str]:
    return re.findall(r"\d+", name), re.sub(r"[\W_]+", "", name.casefold())


def passage_faults(row: Mapping[Any, Any], document: str) -> Iterator[Fault]:
    """Yield a passage that is named as one of another document."""
    passage = filled(row["passage"])
    if passage and not passage.startswith(f"{document}-"):
        yield "passage", f"{passage!r} does not begin with {document}-, the number of the document. Rename it."


def number_faults(row: Mapping[Any, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the number of a claim: what is half given, and what its unit does not allow."""
    given = {column: not pd.isna(row[column]) for column in ("value", "comparator", "precision", "unit")}
    if len(set(given.values())) == 2:
        empty = [column for column, there in given.items() if not there]
        yield (
            empty[0],
            "it is empty, and the row states a part of a number. Fill value, comparator, precision and unit, or leave "
            "all four empty.",
        )
        return
    ranged = row["comparator"] == "range"
    if ranged == pd.isna(row["value_high"]):
        yield "value_high", "it is filled if the comparator is 'range', and then alone. Fill it or empty it."
    if not given["value"]:
        return
    written, precision = str(row["value"]), float(row["precision"])
    dated = bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", written))
    if dated != (row["unit"] == "date"):
        yield (
            "value",
            f"{written!r} does not fit the unit {row['unit']!r}. Write a date as YYYY-MM-DD, others as digits.",
        )
    elif dated and precision not in DATE_PRECISIONS:
        yield (
            "precision",
            f"{precision:g} is no precision of a date. Write 1 for a day, 31 for a month, 366 for a year.",
        )
    elif dated and not _is_day(written):
        yield "value", f"{written!r} is no day of the calendar. Correct it."
    elif ranged and not float(written) < float(row["value_high"]):
        yield "value_high", f"{row['value_high']:g} is not more than {written}. Correct the range."
    elif row["unit"] in claims.COUNTED and not float(written).is_integer():
        yield "value", f"{written} is not whole, and a {row['unit']} is. Correct the value or the unit."
    elif not math.isfinite(precision) or precision <= 0:
        yield "precision", f"{precision:g} is no size of a last stated digit. Write 1000000000 for whole billions."


def _is_day(text: str) -> bool:
    return not pd.isna(pd.to_datetime(text, format="%Y-%m-%d", errors="coerce"))


def period_faults(row: Mapping[Any, Any]) -> Iterator[Fault]:
    """Yield a period that ends before it begins; ends are compared as far as both are known."""
    first, mark, last = str(row["period"]).partition("/")
    if mark and ".." not in (first, last) and _is_before(last, first):
        yield "period", f"{last} lies before {first}. Write the earlier end first."


def _is_before(one: str, another: str) -> bool:
    """Return whether an ISO date lies before another, as far as both are known."""
    known = min(len(one), len(another))
    return one[:known] < another[:known]


def kind_faults(row: Mapping[Any, Any], kinds: Iterable[str]) -> Iterator[Fault]:
    """Yield a kind of claim for which no bases are written down."""
    kind, known = filled(row["claim_kind"]), list(kinds)
    if kind and kind not in known:
        near = formatting.word_list(difflib.get_close_matches(kind, known, cutoff=0.3))
        yield (
            "claim_kind",
            f"{kind!r} is no kind of data/claims/bases.csv{f' (near: {near})' if near else ''}. Use one of these, or "
            "leave the cell empty, and write the bases of a new kind before anything is measured.",
        )


def filled(cell: Any) -> str:
    """Return a cell as text, empty where it is."""
    return "" if pd.isna(cell) else str(cell)
