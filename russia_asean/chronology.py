"""Dates of agreements and events, each with its source, cut to the precision that is known."""

import dataclasses
import urllib.parse
from typing import Any

import pandas as pd

from russia_asean import tables

SOURCE = ["author-chronology"]


@dataclasses.dataclass(frozen=True)
class Dated:
    """A dated fact.

    Attributes:
        name: what was agreed or what happened.
        date: in ISO form, cut to the known precision (``2018``, ``2018-12`` or ``2018-12-30``); empty if unknown.
        in_force: likewise, for agreements.
        source_url: where it was read.
        seen: whether a page was read, or the fact is from general knowledge.
        parties: the codes of who took part.
        status: what else the table says.
    """

    name: str
    date: str
    in_force: str
    source_url: str
    seen: bool
    parties: frozenset[str]
    status: str


def cited(dated: Dated) -> str:
    """Return where a date was read, as a sentence with a link."""
    if not dated.seen:
        return "From general knowledge; no page was read."
    return f"Read at [{urllib.parse.urlsplit(dated.source_url).netloc}]({dated.source_url})."


def agreement(agreement_id: str, variant: int = 1) -> Dated:
    """Return an agreement of ``agreements.csv``.

    Raises:
        KeyError: there is no such agreement.
    """
    row = _row("agreements", "agreement_id", agreement_id, variant)
    return _dated(row, row["name"], _cut(row, "signed"), _cut(row, "in_force"), row["parties"], row["status_note"])


def event(event_id: str, variant: int = 1) -> Dated:
    """Return an event of ``events.csv``.

    Raises:
        KeyError: there is no such event.
    """
    row = _row("events", "event_id", event_id, variant)
    return _dated(row, row["title"], _cut(row, "date"), "", row["participants"], row["note"])


def _dated(row: pd.Series, name: str, date: str, in_force: str, parties: Any, status: Any) -> Dated:
    """Return a dated fact with the source of its row."""
    return Dated(
        name,
        date,
        in_force,
        _text(row["source_url"]),
        bool(row["verification"] == "seen"),
        frozenset(_text(parties).split(";")) - {""},
        _text(status),
    )


def _row(table: str, key: str, value: str, variant: int) -> pd.Series:
    frame = tables.load(table)
    found = frame[(frame[key] == value) & (frame["variant"] == variant)]
    if found.empty:
        raise KeyError(f"data/{table}.csv has no {key} {value!r} with variant {variant}")
    return found.iloc[0]


def _cut(row: pd.Series, column: str) -> str:
    if pd.isna(row[column]):
        return ""
    return str(row[column].date())[: {"day": 10, "month": 7, "year": 4}[row[f"{column}_precision"]]]


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)
