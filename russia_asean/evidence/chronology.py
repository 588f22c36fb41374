"""Dated facts, each with its source, and the tests of claims that rest on them.

An event, an agreement or a membership is a fact of one of three tables. A claim about it is tested by looking the
fact up: its year, its day, a number it states, who took part, who was a member. A test is described in the chapter's
file of words, so that the list of facts behind a verdict can be read without code.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypedDict

import pandas as pd

from russia_asean import formatting
from russia_asean.data import countries, memberships, tables
from russia_asean.evidence import claims, records

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
        table: the table it stands in.
    """

    name: str
    date: str
    in_force: str
    source_url: str
    seen: bool
    parties: frozenset[str]
    status: str
    table: str


def cited(dated: Dated) -> str:
    """Return where a date was read, as a sentence with a link."""
    if not dated.seen:
        return "From general knowledge; no page was read."
    return f"Read at [{formatting.site_name(dated.source_url)}]({dated.source_url})."


def page(dated: Dated) -> records.Page:
    """Return where a dated fact was read, with its name and date."""
    when = f", {formatting.long_date(dated.date)}" if dated.date else ""
    return records.Page(fact=f"{dated.name}{when}", url=dated.source_url if dated.seen else "", table=dated.table)


def agreement(agreement_id: str, variant: int = 1) -> Dated:
    """Return an agreement of ``agreements.csv``.

    Raises:
        KeyError: there is no such agreement.
    """
    row = _row("agreements", "agreement_id", agreement_id, variant)
    dates = _cut(row, "signed"), _cut(row, "in_force")
    return _dated("agreements", row, row["name"], dates, row["parties"], row["status_note"])


def event(event_id: str, variant: int = 1) -> Dated:
    """Return an event of ``events.csv``.

    Raises:
        KeyError: there is no such event.
    """
    row = _row("events", "event_id", event_id, variant)
    return _dated("events", row, row["title"], (_cut(row, "date"), ""), row["participants"], row["note"])


def _dated(table: str, row: pd.Series, name: str, dates: tuple[str, str], parties: Any, status: Any) -> Dated:
    """Return a dated fact with the source of its row; the second date is that of entry into force."""
    return Dated(
        name,
        *dates,
        _text(row["source_url"]),
        bool(row["verification"] == "seen"),
        frozenset(_text(parties).split(";")) - {""},
        _text(status),
        table,
    )


class Tested(TypedDict):
    """What ``claims.check`` needs besides the claim: values by basis, alternatives, sources, a note, pages by basis."""

    measured: dict[str, claims.Measured]
    then: dict[str, claims.Measured]
    other: dict[str, claims.Measured]
    sources: list[str]
    note: str
    pages: dict[str, list[records.Page]]


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
    return [_role(row) for _, row in rows.iterrows()]


def role(group: str, iso3: str, on: str) -> Dated:
    """Return the role that a country holds in a group on a day, the latest where it holds several.

    Raises:
        KeyError: it holds none.
    """
    table = tables.load("memberships").query("group == @group and iso3 == @iso3 and variant == 1")
    held = table[(table["start"] <= on) & ~(table["end"] < on)].sort_values("start")
    if held.empty:
        raise KeyError(f"data/memberships.csv has no {iso3!r} in {group!r} on {on}")
    return _role(held.iloc[-1])


def _role(row: pd.Series) -> Dated:
    """Return a row of ``memberships.csv`` as a dated fact."""
    name = f"{countries.name(row['iso3'])} in {row['group']} ({row['role']})"
    return _dated("memberships", row, name, (_cut(row, "start"), ""), row["iso3"], row["note"])


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


def measured(lookups: Mapping[str, Any]) -> tuple[dict[str, claims.Measured], dict[str, list[records.Page]]]:
    """Look facts up and return them as measurements by basis, with the page of each fact they rest on.

    Args:
        lookups: one or more of

            - ``years`` or ``days``: ids of facts, or ``GROUP/ISO3`` for a membership; every date in use is a basis,
              or only the preferred one with ``preferred = true``
            - ``elapsed``: ids of facts, measured in years up to the year ``to``
            - ``number``: a fact's id, words with ``#`` for the number, and a name for the basis if need be
            - ``held`` or ``not_held``: ids of facts that must, or must not, lie between ``after`` and ``by``, with
              ``parties`` among those who took part and ``where`` in the place
            - ``lasted`` or ``not_lasted``: ids of events that must, or must not, last on the day ``at``
            - ``order``: a name for the basis and ids of facts; the place in time of the last of them
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
    pages: dict[str, list[records.Page]] = {}
    for kind, look in LOOKUPS.items():
        for asked in lookups.get(kind, []):
            for basis, value, found in look(asked, kind, lookups):
                again = "another date in use" if kind in ("years", "days") else "date"
                named = basis if basis not in values else f"{basis}, {again}"
                values[named], pages[named] = value, [page(each) for each in found]
    return values, pages


def tested(entry: Mapping[str, Any]) -> Tested:
    """Return the test of a claim from its description: lookups, ``then``, ``other`` and a ``note``.

    Raises:
        KeyError: a fact, a group or a number is unknown.
        ValueError: a lookup is of no known kind.
    """
    lookups = {key: value for key, value in entry.items() if key not in ("then", "other", "note")}
    (now, pages), (then, old), (other, rest) = (
        measured(part) for part in (lookups, entry.get("then", {}), entry.get("other", {}))
    )
    return Tested(
        measured=now, then=then, other=other, sources=SOURCE, note=entry.get("note", ""), pages={**rest, **old, **pages}
    )


def dates(fact_ids: Sequence[str]) -> dict[str, str]:
    """Return every date in use of some facts, in ISO form, by the name of the fact.

    Raises:
        KeyError: a fact is unknown.
    """
    return {dated.name: dated.date for fact_id in fact_ids for dated in fact(fact_id)}


def by_year(values: pd.DataFrame, years: Sequence[int]) -> dict[str, float]:
    """Return values of some years as measurements by basis: ``{"Brent, 2010": 29.0}``.

    Args:
        values: one column per series, indexed by year.
        years: the years, in the order of the bases.
    """
    return {f"{name}, {year}": float(values[name][year]) for year in years for name in values}


def picked(table: str, query: str) -> list[Dated]:
    """Return the facts of a table that a query picks, with their preferred dates, by date.

    Args:
        table: ``events`` or ``agreements``.
        query: a condition on columns of the table, as ``DataFrame.query`` reads it.
    """
    key, date, read = {
        "events": ("event_id", "date", event),
        "agreements": ("agreement_id", "signed", agreement),
    }[table]
    rows = tables.load(table).query(f"variant == 1 and ({query})").sort_values(date)
    return [read(fact_id) for fact_id in rows[key]]


def named(facts: Sequence[Dated], precision: str = "day") -> list[str]:
    """Return facts by name, each with its date in brackets, to the day or as far as it is known.

    Args:
        facts: the facts.
        precision: ``day``, ``month`` or ``year``.
    """
    return [f"{dated.name} ({formatting.long_date(formatting.cut_date(dated.date, precision))})" for dated in facts]


def numbered(sentences: Sequence[str]) -> str:
    """Return sentences one after the other, each with its number: ``(1) This. (2) That.``; ``None.`` without any."""
    return " ".join(f"({number}) {sentence}" for number, sentence in enumerate(sentences, start=1)) or "None."


@dataclasses.dataclass(frozen=True)
class Tests:
    """The tests of a chapter.

    Attributes:
        content: each test by claim id.
        entries: what is known of tests whose measurement takes a calculation, by claim id: ``facts``, the events and
            agreements that it rests on; ``sources``, if not the chronology alone; and a ``note``. Each may be missing.
    """

    content: dict[str, Tested]
    entries: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)

    def calculate(
        self,
        claim_id: str,
        measured: Mapping[str, claims.Measured],
        other: Mapping[str, claims.Measured] | None = None,
    ) -> None:
        """Add the test of a claim whose measurement takes a calculation.

        Args:
            claim_id: one of ``entries``; the facts of its entry stand behind every basis.
            measured: the value on each basis.
            other: the value under another unit, year, subject or definition.

        Raises:
            KeyError: there is no such entry, or a fact is unknown.
        """
        entry = self.entries[claim_id]
        read = [page(fact(fact_id)[0]) for fact_id in entry.get("facts", [])]
        self.content[claim_id] = Tested(
            measured=dict(measured),
            then={},
            other=dict(other or {}),
            sources=entry.get("sources", SOURCE),
            note=entry.get("note", ""),
            pages={basis: read for basis in [*measured, *(other or {})]},
        )

    def verdicts(self) -> dict[str, str]:
        """Return the verdict of each test by claim id, without storing a record."""
        return {
            claim_id: str(claims.decide(claims.claim(claim_id), test["measured"], test["then"], test["other"]))
            for claim_id, test in self.content.items()
        }

    def ledger(self, **others: Iterable[str]) -> pd.DataFrame:
        """Return the rows of ``claims.csv`` of these claims and of others, by claim id, with the column ``verdict``.

        Args:
            others: ids of claims without a test, by their verdict.
        """
        verdicts = self.verdicts() | {claim_id: name for name, ids in others.items() for claim_id in ids}
        found = pd.Series(verdicts, name="verdict")
        return tables.load("claims").set_index("claim_id").join(found, how="inner")

    def grounds(self) -> pd.Series:
        """Return what each test rests on, by claim id: ``read`` (pages or data), ``recalled``, or ``both``."""
        found = {}
        for claim_id, test in self.content.items():
            seen = {bool(page.url) for pages in test["pages"].values() for page in pages}
            found[claim_id] = "both" if len(seen) == 2 else "recalled" if seen == {False} else "read"
        return pd.Series(found)

    def record(self, *claim_ids: str) -> None:
        """Show claims with their tests and store the records.

        Raises:
            KeyError: a claim has no test.
        """
        for claim_id in claim_ids:
            claims.check(claim_id, **self.content[claim_id])


def _row(table: str, key: str, value: str, variant: int) -> pd.Series:
    frame = tables.load(table)
    found = frame[(frame[key] == value) & (frame["variant"] == variant)]
    if found.empty:
        raise KeyError(f"data/{table}.csv has no {key} {value!r} with variant {variant}")
    return found.iloc[0]


def _cut(row: pd.Series, column: str) -> str:
    if pd.isna(row[column]):
        return ""
    return formatting.cut_date(str(row[column].date()), row[f"{column}_precision"])


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
    told = ", ".join(filter(None, [formatting.long_date(dated.date), place]))
    yield dated.name, claims.Holds(held == (kind == "held"), told), [dated]


def _lasted(name: str, kind: str, lookups: Mapping[str, Any]) -> Found:
    first, last = span(name)
    on = first <= lookups["at"] <= last
    period = f"{formatting.long_date(first)} to {formatting.long_date(last)}"
    told = f"{period}, so {'' if on else 'not '}on {formatting.long_date(lookups['at'])}"
    yield fact(name)[0].name, claims.Holds(on == (kind == "lasted"), told), fact(name)[:1]


def _order(asked: Sequence[str], _kind: str, _lookups: Mapping[str, Any]) -> Found:
    label, *names = asked
    facts = [fact(name)[0] for name in names]
    yield label, sum(each.date <= facts[-1].date for each in facts), facts


def _says(asked: Sequence[str], _kind: str, _lookups: Mapping[str, Any]) -> Found:
    dated = fact(asked[0])[0]
    said = asked[1] in f"{dated.name} {dated.status}"
    yield f"text of the entry on {dated.name}", claims.Holds(said, f"{'' if said else 'no '}“{asked[1]}”"), [dated]


def _members(group: str, kind: str, lookups: Mapping[str, Any]) -> Found:
    here, asked = set(memberships.members(group, lookups["on"])), set(lookups["who"])
    inside = asked & here
    told = formatting.word_list(
        [f"{countries.name(code)}: {'yes' if code in inside else 'no'}" for code in sorted(asked)]
    )
    held = inside == asked if kind == "members" else not inside
    facts = [role(group, code, lookups["on"]) for code in sorted(inside)]
    yield f"{group} on {formatting.long_date(lookups['on'])}", claims.Holds(held, told), facts


def _size(group: str, _kind: str, lookups: Mapping[str, Any]) -> Found:
    here = memberships.members(group, lookups["on"])
    yield (
        f"{group} on {formatting.long_date(lookups['on'])}",
        len(here),
        [role(group, code, lookups["on"]) for code in here],
    )


LOOKUPS = {
    "years": _date,
    "days": _date,
    "elapsed": _elapsed,
    "number": _number,
    "held": _held,
    "not_held": _held,
    "lasted": _lasted,
    "not_lasted": _lasted,
    "order": _order,
    "says": _says,
    "members": _members,
    "not_members": _members,
    "size": _size,
}
OPTIONS = {"preferred", "to", "after", "by", "parties", "where", "at", "who", "on"}
