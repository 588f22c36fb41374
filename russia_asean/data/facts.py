"""Dated facts: events, agreements and memberships, each with its date in use, the page it was read at and its numbers.

A fact is one row of ``events.csv``, ``agreements.csv`` or ``memberships.csv``. Where several dates are in use, each has
a row of its own, the preferred one as variant 1. Whoever reads a fact rests on that row alone.
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal, cast, get_args

import pandas as pd

from russia_asean import formatting, provenance
from russia_asean.data import countries, tables
from russia_asean.provenance import Origin

Table = Literal["events", "agreements"]
Grade = Literal["official", "agency", "press", "other", "none"]
# From the strongest to the weakest; ``none`` is a fact from general knowledge.
GRADES: tuple[Grade, ...] = get_args(Grade)
STRONG: tuple[Grade, ...] = ("official", "agency")
# How a remark begins that says what was looked for in vain, and when.
SEARCHED = "Searched "
# The columns that hold id, name, date, second date, who took part and what else the table says.
COLUMNS = {
    "events": ("event_id", "title", "date", "", "participants", "note"),
    "agreements": ("agreement_id", "name", "signed", "in_force", "parties", "status_note"),
}
# How a role that a country takes up in a group is said; of others the role is named.
ROLES = {
    "founder": "{who} is a founder of {group}",
    "member": "{who} joins {group}",
    "in force": "{group} enters into force for {who}",
}


@dataclasses.dataclass(frozen=True)
class Dated:
    """A dated fact.

    Attributes:
        fact_id: its id; of a membership the group and the country, ``BRICS/RUS``.
        table: the table it stands in.
        name: what was agreed or what happened.
        date: in ISO form, cut to the known precision (``2018``, ``2018-12`` or ``2018-12-30``); empty if unknown.
        in_force: likewise, for agreements.
        source_url: where it was read.
        seen: whether a page was read, or the fact is from general knowledge.
        parties: the codes of who took part.
        place: where it happened, for events.
        status: what else the table says.
        quote: words of the page, where the table has them.
    """

    fact_id: str
    table: str
    name: str
    date: str
    in_force: str = ""
    source_url: str = ""
    seen: bool = False
    parties: frozenset[str] = frozenset()
    place: str = ""
    status: str = ""
    quote: str = ""

    @property
    def origins(self) -> frozenset[Origin]:
        """The row that whoever uses the fact rests on."""
        return frozenset(Origin(self.table, source, self.fact_id) for source in tables.sources(self.table))


def event(event_id: str, variant: int = 1) -> Dated:
    """Return an event of ``events.csv``.

    Raises:
        KeyError: there is no such event.
    """
    return _fact("events", event_id, variant)


def agreement(agreement_id: str, variant: int = 1) -> Dated:
    """Return an agreement of ``agreements.csv``; its date is that of signature or adoption.

    Raises:
        KeyError: there is no such agreement.
    """
    return _fact("agreements", agreement_id, variant)


def membership(group: str, iso3: str, role: str, variant: int = 1) -> Dated:
    """Return when a country took up a role in a group.

    Raises:
        KeyError: the table has no such row.
    """
    rows = tables.load("memberships", credit=False).query(
        "group == @group and iso3 == @iso3 and role == @role and variant == @variant"
    )
    if rows.empty:
        raise KeyError(f"data/memberships.csv has no {iso3!r} as {role!r} in {group!r} with variant {variant}")
    return _membership(rows.iloc[0])


def role_on_day(group: str, iso3: str, on: str) -> Dated:
    """Return the role that a country holds in a group on a day, the latest where it holds several.

    Raises:
        KeyError: it holds none.
    """
    table = tables.load("memberships", credit=False).query("group == @group and iso3 == @iso3 and variant == 1")
    # A missing end is not before the day, so the role still lasts.
    held = table[(table["start"] <= on) & ~(table["end"] < on)].sort_values("start")
    if held.empty:
        raise KeyError(f"data/memberships.csv has no {iso3!r} in {group!r} on {on}")
    return _membership(held.iloc[-1])


def dates_in_use(fact_id: str) -> list[Dated]:
    """Return all dates in use of an event or, if there is none of that id, of an agreement; the preferred one first.

    Raises:
        KeyError: there is neither an event nor an agreement of that id.
    """
    for table, (key, *_) in COLUMNS.items():
        frame = tables.load(table, credit=False)
        variants = sorted(frame.loc[frame[key] == fact_id, "variant"])
        if variants:
            return [_fact(table, fact_id, int(variant)) for variant in variants]
    raise KeyError(f"neither data/events.csv nor data/agreements.csv has the id {fact_id!r}")


def select(table: Table, query: str) -> list[Dated]:
    """Return the facts of a table that a query picks, with their preferred dates, by date.

    Args:
        table: ``events`` or ``agreements``.
        query: a condition on columns of the table, as ``DataFrame.query`` reads it.
    """
    key, _, date, *_ = COLUMNS[table]
    rows = tables.load(table, credit=False).query(f"variant == 1 and ({query})").sort_values(date)
    return [_fact(table, fact_id, 1) for fact_id in rows[key]]


def duration(event_id: str) -> tuple[str, str]:
    """Return when an event began and ended, in ISO form; the beginning as precisely as it is known.

    Raises:
        KeyError: there is no such event.
    """
    row = _row("events", event_id, 1)
    last = row["date"] if pd.isna(row["date_end"]) else row["date_end"]
    return formatting.cut_date(str(row["date"].date()), row["date_precision"]), str(last.date())


def dates_of(*event_ids: str) -> dict[str, str]:
    """Return the dates of events by their ids, in ISO form as precise as known.

    Raises:
        KeyError: there is no such event.
    """
    return {event_id: event(event_id).date for event_id in event_ids}


def days_between(first: str, second: str) -> int:
    """Return the number of days from one event to another, by their ids.

    Raises:
        KeyError: there is no such event.
        ValueError: the day of an event is not known.
    """
    begin, end = (dt.date.fromisoformat(event(event_id).date) for event_id in (first, second))
    return (end - begin).days


def stated_value(fact_id: str, quantity: str) -> provenance.Value:
    """Return a number that an event or agreement states, in the unit of ``fact_values.csv``.

    Raises:
        KeyError: the table has no such number.
    """
    rows = tables.load("fact_values", credit=False).query("fact_id == @fact_id and quantity == @quantity")
    if rows.empty:
        raise KeyError(f"data/fact_values.csv has no {quantity!r} of {fact_id!r}")
    fact = dates_in_use(fact_id)[0]
    return provenance.Value(float(rows["value"].iloc[0]), fact.origins)


def lies_within(date: str, after: str, by: str) -> bool:
    """Return whether an ISO date lies between two others, both included, to the precision of the bounds.

    An empty bound is open. A date less precise than a bound counts as inside when it may be.
    """
    # As text, later than any year.
    by = by or "9999"
    size_after, size_by = min(len(after), len(date)), min(len(by), len(date))
    return after[:size_after] <= date[:size_after] and date[:size_by] <= by[:size_by]


def citation(fact: Dated) -> str:
    """Return where a date was read, as a sentence with a link."""
    if not fact.seen:
        return "From general knowledge; no page was read."
    return f"Read at [{formatting.site_name(fact.source_url)}]({fact.source_url})."


def page_grade(url: str) -> Grade:
    """Return the grade of a page as ``pages.csv`` has it, ``none`` for an empty address.

    Raises:
        KeyError: the table does not have the page.
    """
    return cast(Grade, _page(url)["grade"]) if url else "none"


def searched_in_vain(url: str, remark: str = "") -> bool:
    """Return whether a better page was looked for and not found, as the page's row or the fact's own remark says.

    Args:
        url: the page; empty where there is none.
        remark: what the row of the fact says.

    Raises:
        KeyError: the table does not have the page.
    """
    told = _text(_page(url)["note"]) if url else ""
    return SEARCHED in f"{told} {remark}"


def names_with_dates(facts: Sequence[Dated], precision: str = "day") -> list[str]:
    """Return facts by name, each with its date in brackets, to the day or as far as it is known.

    Args:
        facts: the facts.
        precision: ``day``, ``month`` or ``year``.
    """
    return [f"{fact.name} ({formatting.long_date(formatting.cut_date(fact.date, precision))})" for fact in facts]


def cut_dates(rows: pd.DataFrame, column: str = "date") -> list[str]:
    """Return the dates of rows in ISO form, each cut to what is known of it; empty where there is none."""
    return [_cut(row, column) for _, row in rows.iterrows()]


def _page(url: str) -> pd.Series:
    found = _pages()
    if url not in found:
        raise KeyError(f"data/pages.csv has no page {url!r}")
    return found[url]


@tables.cached
def _pages() -> dict[str, pd.Series]:
    return {row["url"]: row for _, row in tables.load("pages", credit=False).iterrows()}


def _fact(table: str, fact_id: str, variant: int) -> Dated:
    _, name, date, second, parties, status = COLUMNS[table]
    row = _row(table, fact_id, variant)
    fact = Dated(
        fact_id=fact_id,
        table=table,
        name=row[name],
        date=_cut(row, date),
        in_force=_cut(row, second) if second else "",
        source_url=_text(row["source_url"]),
        seen=bool(row["verification"] == "seen"),
        parties=frozenset(_text(row[parties]).split(";")) - {""},
        place=_text(row.get("place")),
        status=_text(row[status]),
        quote=_text(row["quote"]),
    )
    provenance.note(fact.origins)
    return fact


def _membership(row: pd.Series) -> Dated:
    """Return a row of ``memberships.csv`` as a dated fact."""
    fact = Dated(
        fact_id=f"{row['group']}/{row['iso3']}",
        table="memberships",
        name=ROLES.get(row["role"], "{who} becomes {role} ({group})").format(
            who=countries.name(row["iso3"]), group=row["group"], role=row["role"]
        ),
        date=_cut(row, "start"),
        source_url=_text(row["source_url"]),
        seen=bool(row["verification"] == "seen"),
        parties=frozenset({row["iso3"]}),
        status=_text(row["note"]),
    )
    provenance.note(fact.origins)
    return fact


def _row(table: str, fact_id: str, variant: int) -> pd.Series:
    key = COLUMNS[table][0]
    frame = tables.load(table, credit=False)
    found = frame[(frame[key] == fact_id) & (frame["variant"] == variant)]
    if found.empty:
        raise KeyError(f"data/{table}.csv has no {key} {fact_id!r} with variant {variant}")
    return found.iloc[0]


def _cut(row: pd.Series, column: str) -> str:
    if pd.isna(row[column]):
        return ""
    return formatting.cut_date(str(row[column].date()), row[f"{column}_precision"])


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)
