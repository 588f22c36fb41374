"""Dated facts, each with its source, and the tests of claims that rest on them.

An event, an agreement or a membership is a fact of one of three tables. A claim about it is tested by looking the
fact up: its year, its day, a number it states, who took part, who was a member. A test is described in the chapter's
file of words, so that the list of facts behind a verdict can be read without code.
"""

import dataclasses
import math
import re
import string
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypedDict

import pandas as pd

from russia_asean import claims, countries, tables, words

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


class Tested(TypedDict):
    """What ``claims.check`` needs besides the claim: values by basis, alternatives, sources and a note."""

    measured: dict[str, claims.Measured]
    then: dict[str, claims.Measured]
    other: dict[str, claims.Measured]
    sources: list[str]
    note: str


def fact(fact_id: str) -> list[Dated]:
    """Return all dates in use of an event or, if there is none of that id, of an agreement; the preferred one first.

    Raises:
        KeyError: there is neither an event nor an agreement of that id.
    """
    for table, key, read in (("events", "event_id", event), ("agreements", "agreement_id", agreement)):
        frame = tables.load(table)
        variants = sorted(frame.loc[frame[key] == fact_id, "variant"])
        if variants:
            return [read(fact_id, int(variant)) for variant in variants]
    raise KeyError(f"neither data/events.csv nor data/agreements.csv has the id {fact_id!r}")


def membership(group: str, iso3: str) -> list[Dated]:
    """Return when a country took up each role in a group, the oldest first; other dates in use follow.

    Raises:
        KeyError: the table has no such group or no such country in it.
    """
    table = tables.load("memberships")
    rows = table[(table["group"] == group) & (table["iso3"] == iso3)].sort_values(["variant", "start"])
    if rows.empty:
        raise KeyError(f"data/memberships.csv has no {iso3!r} in {group!r}")
    return [
        _dated(row, f"{countries.name(iso3)} in {group} ({row['role']})", _cut(row, "start"), "", iso3, row["note"])
        for _, row in rows.iterrows()
    ]


def spoken(date: str) -> str:
    """Return an ISO date as it is read: ``30 December 2018``, ``December 2018`` or ``2018``."""
    form = {10: "%-d %B %Y", 7: "%B %Y", 4: "%Y"}[len(date)]
    return pd.Timestamp(date).strftime(form)


def within(date: str, after: str, by: str) -> bool:
    """Return whether an ISO date lies between two others, both included, to the precision of the bounds.

    An empty bound is open. A date less precise than a bound counts as inside when it may be.
    """
    size_after, size_by = min(len(after), len(date)), min(len(by), len(date))
    return after[:size_after] <= date[:size_after] and date[:size_by] <= by[:size_by]


def span(event_id: str) -> tuple[str, str]:
    """Return the first and the last day of an event, in ISO form.

    Raises:
        KeyError: there is no such event.
    """
    row = _row("events", "event_id", event_id, 1)
    last = row["date"] if pd.isna(row["date_end"]) else row["date_end"]
    return str(row["date"].date()), str(last.date())


def quoted(fact_id: str, words_around: str) -> float:
    """Return the number that an event's title or note states, in units: ``2`` for ``2``, ``2e9`` for ``2 billion``.

    Args:
        fact_id: an event or agreement.
        words_around: a few words of the text with ``#`` in the place of the number.

    Raises:
        KeyError: there is no such fact, or its text has no such words.
    """
    found = fact(fact_id)[0]
    number = r"([\d,.]*\d(?: (?:thousand|million|billion))?)"
    match = re.search(re.escape(words_around).replace(r"\#", number), f"{found.name} {found.status}")
    if not match:
        raise KeyError(f"{fact_id!r} does not say {words_around!r}")
    digits, _, scale = match[1].replace(",", "").partition(" ")
    return float(digits) * {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}[scale]


def measured(lookups: Mapping[str, Any]) -> tuple[dict[str, claims.Measured], list[Dated]]:
    """Look facts up and return them as measurements by basis, with the facts they rest on.

    Args:
        lookups: one or more of

            - ``years`` or ``days``: ids of facts, or ``GROUP/ISO3`` for a membership; every date in use is a basis,
              or only the preferred one with ``preferred = true``
            - ``elapsed``: ids of facts, measured in years up to the year ``to``
            - ``number``: a fact's id, words with ``#`` for the number, and a name for the basis if need be
            - ``held`` or ``not_held``: ids of facts that must, or must not, lie between ``after`` and ``by``, with
              ``parties`` among those who took part and ``where`` in the place
            - ``lasted`` or ``not_lasted``: ids of events that must, or must not, last on the day ``at``
            - ``says``: a fact's id and words that its title or note must hold
            - ``members`` or ``not_members``: groups that must hold all, or none, of the codes ``who`` on the day ``on``
            - ``size``: groups whose number of members on the day ``on`` is counted

    Raises:
        KeyError: a fact, a group or a number is unknown.
        ValueError: a lookup is of no known kind.
    """
    unknown = set(lookups) - set(LOOKUPS) - OPTIONS
    if unknown:
        raise ValueError(f"unknown lookup {min(unknown)!r}; known: {', '.join([*LOOKUPS, *sorted(OPTIONS)])}")
    values: dict[str, claims.Measured] = {}
    facts: list[Dated] = []
    for kind, look in LOOKUPS.items():
        for asked in lookups.get(kind, []):
            for basis, value, found in look(asked, kind, lookups):
                again = "another date in use" if kind in ("years", "days") else "date"
                values[basis if basis not in values else f"{basis}, {again}"] = value
                facts += found
    return values, facts


def tested(entry: Mapping[str, Any]) -> Tested:
    """Return the test of a claim from its description: lookups, ``then``, ``other`` and a ``note``.

    Raises:
        KeyError: a fact, a group or a number is unknown.
        ValueError: a lookup is of no known kind.
    """
    lookups = {key: value for key, value in entry.items() if key not in ("then", "other", "note")}
    (now, facts), (then, old), (other, rest) = (
        measured(part) for part in (lookups, entry.get("then", {}), entry.get("other", {}))
    )
    note = f"{entry.get('note', '')} {citations([*facts, *old, *rest])}".strip()
    return Tested(measured=now, then=then, other=other, sources=SOURCE, note=note)


def computed(
    measured: Mapping[str, claims.Measured],
    *fact_ids: str,
    other: Mapping[str, claims.Measured] | None = None,
    sources: Sequence[str] = (),
    note: str = "",
) -> Tested:
    """Return the test of a claim whose measurement takes a calculation.

    Args:
        measured: the value on each basis.
        fact_ids: the events and agreements that the calculation rests on, for the note.
        other: the value under another unit, year, subject or definition.
        sources: keys of ``sources.csv``, if not the chronology alone.
        note: what else a reader must know.

    Raises:
        KeyError: a fact is unknown.
    """
    read = citations([fact(fact_id)[0] for fact_id in fact_ids])
    return Tested(
        measured=dict(measured),
        then={},
        other=dict(other or {}),
        sources=[*sources] or SOURCE,
        note=f"{note} {read}".strip(),
    )


def citations(facts: Sequence[Dated]) -> str:
    """Return where facts were read, in one or two sentences; pages come first, each once."""
    pages = list(dict.fromkeys(cited(each).removeprefix("Read at ").rstrip(".") for each in facts if each.seen))
    recalled = list(dict.fromkeys(each.name for each in facts if not each.seen))
    read = f"Read at {', '.join(pages[:4])}{' and other pages' if len(pages) > 4 else ''}." if pages else ""
    known = f"From general knowledge, no page was read: {'; '.join(recalled[:4])}." if recalled else ""
    return f"{read} {known}".strip()


def timeline(iso3: str, groups: Mapping[str, str]) -> pd.DataFrame:
    """Return when a country held its roles in groups, one row each: years as decimals, ``end`` empty while it lasts.

    Args:
        iso3: the country.
        groups: the name to print for each group of ``memberships.csv``.
    """
    table = tables.load("memberships").query("iso3 == @iso3 and variant == 1 and group in @groups")
    return pd.DataFrame(
        {
            "name": table["group"].map(dict(groups)),
            "role": table["role"],
            "start": table["start"].map(decimal_year),
            "end": [math.nan if pd.isna(end) else decimal_year(end) for end in table["end"]],
        }
    ).sort_values(["start", "name"], ignore_index=True)


def filled(texts: Mapping[str, str], **values: float | str) -> dict[str, str]:
    """Return texts with numbers put in the place of their names.

    Args:
        texts: texts with places such as ``{total:usd}``: a name, and how to print it, which is a function of ``words``
            or a format such as ``g``.
        values: the number or word for each name.

    Raises:
        KeyError: a text has a place that no value is given for.
    """
    return {key: _WORDS.vformat(text, (), values) for key, text in texts.items()}


def decimal_year(day: pd.Timestamp) -> float:
    """Return a day as a year with a fraction: 2 July 2010 is about 2010.5."""
    return float(round(day.year + (day.dayofyear - 1) / 365.25, 2))


@dataclasses.dataclass(frozen=True)
class Tests:
    """The tests of a chapter, by claim id."""

    content: dict[str, Tested]

    def verdicts(self) -> dict[str, str]:
        """Return the verdict of each test by claim id, without storing a record."""
        return {
            claim_id: str(claims.decide(claims.claim(claim_id), test["measured"], test["then"], test["other"]))
            for claim_id, test in self.content.items()
        }

    def record(self, *claim_ids: str) -> None:
        """Show claims with their tests and store the records.

        Raises:
            KeyError: a claim has no test.
        """
        for claim_id in claim_ids:
            claims.check(claim_id, **self.content[claim_id])


class _Words(string.Formatter):
    """Formats numbers by the functions of ``words``."""

    def format_field(self, value: Any, format_spec: str) -> str:
        named = getattr(words, format_spec, None)
        return str(named(value)) if named else format(value, format_spec)


_WORDS = _Words()


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


def _dates(name: str) -> list[Dated]:
    group, _, iso3 = name.partition("/")
    return membership(group, iso3) if iso3 else fact(name)


Found = Iterator[tuple[str, claims.Measured, list[Dated]]]


def _date(name: str, kind: str, lookups: Mapping[str, Any]) -> Found:
    for dated in _dates(name)[: 1 if lookups.get("preferred") else None]:
        yield dated.name, int(dated.date[:4]) if kind == "years" else dated.date, [dated]


def _elapsed(name: str, _kind: str, lookups: Mapping[str, Any]) -> Found:
    dated = _dates(name)[0]
    yield f"{dated.name}, {dated.date[:4]} to {lookups['to']}", lookups["to"] - int(dated.date[:4]), [dated]


def _number(asked: Sequence[str], _kind: str, _lookups: Mapping[str, Any]) -> Found:
    name, around, *label = asked
    dated = fact(name)[0]
    yield label[0] if label else dated.name, quoted(name, around), [dated]


def _held(name: str, kind: str, lookups: Mapping[str, Any]) -> Found:
    dated = _dates(name)[0]
    places = tables.load("events").set_index("event_id")["place"]
    place = _text(places[[name]].iloc[0]) if name in places.index else ""
    held = (
        within(dated.date, lookups.get("after", ""), lookups.get("by", "9999"))
        and set(lookups.get("parties", [])) <= dated.parties
        and lookups.get("where", "") in place
    )
    told = ", ".join(filter(None, [spoken(dated.date), place]))
    yield dated.name, claims.Holds(held == (kind == "held"), told), [dated]


def _lasted(name: str, kind: str, lookups: Mapping[str, Any]) -> Found:
    first, last = span(name)
    on = first <= lookups["at"] <= last
    told = f"{spoken(first)} to {spoken(last)}, so {'' if on else 'not '}on {spoken(lookups['at'])}"
    yield fact(name)[0].name, claims.Holds(on == (kind == "lasted"), told), fact(name)[:1]


def _says(asked: Sequence[str], _kind: str, _lookups: Mapping[str, Any]) -> Found:
    dated = fact(asked[0])[0]
    said = asked[1] in f"{dated.name} {dated.status}"
    yield f"text of the entry on {dated.name}", claims.Holds(said, f"{'' if said else 'no '}“{asked[1]}”"), [dated]


def _members(group: str, kind: str, lookups: Mapping[str, Any]) -> Found:
    here, asked = set(countries.members(group, lookups["on"])), set(lookups["who"])
    inside = asked & here
    told = words.listed([f"{countries.name(code)}: {'yes' if code in inside else 'no'}" for code in sorted(asked)])
    held = inside == asked if kind == "members" else not inside
    yield (
        f"{group} on {spoken(lookups['on'])}",
        claims.Holds(held, told),
        [membership(group, c)[0] for c in sorted(inside)],
    )


def _size(group: str, _kind: str, lookups: Mapping[str, Any]) -> Found:
    here = countries.members(group, lookups["on"])
    yield f"{group} on {spoken(lookups['on'])}", len(here), [membership(group, code)[0] for code in here]


LOOKUPS = {
    "years": _date,
    "days": _date,
    "elapsed": _elapsed,
    "number": _number,
    "held": _held,
    "not_held": _held,
    "lasted": _lasted,
    "not_lasted": _lasted,
    "says": _says,
    "members": _members,
    "not_members": _members,
    "size": _size,
}
OPTIONS = {"preferred", "to", "after", "by", "parties", "where", "at", "who", "on"}
