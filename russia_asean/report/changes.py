"""What changed between two sets of results, in English: findings, verdicts, measured values, exhibits, series.

Everything that says "what changed" asks here: a rerun, a refreshed table, a new edition.
"""

import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from russia_asean import formatting
from russia_asean.evidence import records
from russia_asean.evidence.records import ClaimTest, Exhibit, Finding, MeasuredValue, Record, Results, Series

ROLES = {"measured": "", "then": " (on the data of its time)", "other": " (read otherwise)"}


@dataclasses.dataclass(frozen=True)
class Change:
    """One difference between two sets of results.

    Attributes:
        kind: ``verdict``, ``finding``, ``value``, ``exhibit``, ``series`` or ``sources``.
        key: the key of the record.
        chapter: the chapter that holds it.
        text: what changed, in one sentence.
    """

    kind: str
    key: str
    chapter: str
    text: str


# In this order changes are told: what a reader would want to know first comes first.
ORDER = ("verdict", "finding", "value", "exhibit", "series", "sources")
HEADINGS = {
    "verdict": "Verdicts",
    "finding": "Findings",
    "value": "Measured values",
    "exhibit": "Figures and tables",
    "series": "Series",
    "sources": "Sources",
}


def read_all(folder: Path) -> dict[str, Results]:
    """Return the results of all chapters in a folder, by chapter.

    Raises:
        RecordError: the folder holds none, or a file is damaged.
    """
    names = records.chapters(folder)
    if not names:
        raise records.RecordError(f"{folder} holds no results. Name a folder with files such as trade.json.")
    return {name: records.read(name, folder) for name in names}


def between(old: Mapping[str, Results], new: Mapping[str, Results]) -> list[Change]:
    """Return all differences between two sets of results, verdicts first, then findings, values, exhibits, sources.

    Args:
        old: results by chapter.
        new: the same, later.
    """
    found: list[Change] = []
    for kind in records.KINDS:
        before, after = _by_key(old, kind), _by_key(new, kind)
        # Lists and no union of sets, whose order differs from run to run.
        for key in [*before, *(key for key in after if key not in before)]:
            if key not in after:
                chapter, record = before[key]
                found.append(Change(_kind(record), key, chapter, f"{_named(record)} is gone."))
            elif key not in before:
                chapter, record = after[key]
                found.append(Change(_kind(record), key, chapter, f"{_named(record)} is new: {_told(record)}"))
            else:
                chapter, record = after[key]
                found += [Change(what, key, chapter, text) for what, text in _differences(before[key][1], record)]
    return sorted(found, key=lambda change: ORDER.index(change.kind))


def report(changes: Sequence[Change]) -> str:
    """Return changes as text, one heading a kind, one line a change; one sentence if nothing changed."""
    if not changes:
        return "Nothing changed: findings, verdicts, values and exhibits are the same."
    lines = []
    # `groupby` joins neighbours only, so it needs the order that `between` gives.
    for kind, group in itertools.groupby(changes, key=lambda change: change.kind):
        here = list(group)
        lines += [
            f"{HEADINGS[kind]} ({len(here)})",
            *(f"  {change.key} [{change.chapter}]: {change.text}" for change in here),
        ]
    return "\n".join(lines)


def _by_key(results: Mapping[str, Results], kind: str) -> dict[str, tuple[str, Record]]:
    return {record.key: (name, record) for name, each in results.items() for record in getattr(each, kind)}


def _kind(record: Record) -> str:
    return {Finding: "finding", ClaimTest: "verdict", Exhibit: "exhibit", Series: "series"}[type(record)]


def _named(record: Record) -> str:
    return {Finding: "The finding", ClaimTest: "The test", Exhibit: "The exhibit", Series: "The series"}[type(record)]


def _told(record: Record) -> str:
    """Return what a record says, in a line."""
    if isinstance(record, Finding):
        return record.text
    if isinstance(record, ClaimTest):
        return f"{record.verdict}. {record.reason}".strip()
    return f"{record.title}."


def _differences(old: Record, new: Record) -> Iterator[tuple[str, str]]:
    """Yield kind and sentence of each difference between two records of one key."""
    if isinstance(old, Finding) and isinstance(new, Finding):
        if old.text != new.text:
            yield "finding", f"was “{old.text}” Now “{new.text}”"
    elif isinstance(old, ClaimTest) and isinstance(new, ClaimTest):
        yield from _test_differences(old, new)
    elif isinstance(old, Exhibit) and isinstance(new, Exhibit):
        yield from _exhibit_differences(old, new)
    elif isinstance(old, Series) and isinstance(new, Series):
        years = sorted(
            {*old.values} ^ {*new.values}
            | {year for year, value in old.values.items() if new.values.get(year) != value}
        )
        if years:
            yield "series", f"the values of {formatting.year_ranges(years)} changed."
    gone, came = _sources(old) - _sources(new), _sources(new) - _sources(old)
    if gone or came:
        parts = [
            f"{verb} {formatting.word_list(sorted(keys))}"
            for verb, keys in (("no longer rests on", gone), ("now rests on", came))
            if keys
        ]
        yield "sources", f"{'; '.join(parts)}."


def _sources(record: Record) -> set[str]:
    """Return the keys of the sources of a record, whether or not the tables of this process hold its rows."""
    if not isinstance(record, ClaimTest):
        return set(records.sources(record.rests_on))
    # Not `record.rests_on`, which looks up the pages of its rows: a rehearsal may rest on rows that only its copy has.
    return {
        key
        for part in (*(each.rests_on for each in record.values), record.note_rests_on)
        for key in records.sources(part)
    }


def _test_differences(old: ClaimTest, new: ClaimTest) -> Iterator[tuple[str, str]]:
    if old.verdict != new.verdict:
        yield "verdict", f"turned from *{old.verdict}* to *{new.verdict}*. {new.reason}".strip()
    elif old.reason != new.reason and _values(old) == _values(new):
        yield "verdict", f"the reason was “{old.reason}” Now “{new.reason}”"
    if old.statement != new.statement:
        yield "verdict", f"the claim was read as “{old.statement}” Now “{new.statement}”"
    if old.note != new.note:
        yield "verdict", f"the note was “{old.note}” Now “{new.note}”"
    if old.evidence != new.evidence:
        yield (
            "verdict",
            f"the evidence was {formatting.word_list([*old.evidence])}, now {formatting.word_list([*new.evidence])}.",
        )
    before, after = _values(old), _values(new)
    for place in [*before, *(place for place in after if place not in before)]:
        basis, role = place
        if place not in after:
            yield "value", f"{basis}{ROLES[role]} is no longer measured (it was {before[place].text})."
        elif place not in before:
            yield "value", f"{basis}{ROLES[role]} is new: {after[place].text}."
        elif (before[place].value, before[place].text) != (after[place].value, after[place].text):
            yield "value", f"{basis}{ROLES[role]} was {before[place].text}, now {after[place].text}."


def _values(test: ClaimTest) -> dict[tuple[str, str], MeasuredValue]:
    return {(each.basis, role): each for role in ROLES for each in getattr(test, role)}


def _exhibit_differences(old: Exhibit, new: Exhibit) -> Iterator[tuple[str, str]]:
    words = {"title": "title", "caption": "caption", "alt": "text alternative", "processing": "note on processing"}
    for field, name in words.items():
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield "exhibit", f"the {name} was “{before}” Now “{after}”"
    columns = [field["name"] for field in old.fields], [field["name"] for field in new.fields]
    if columns[0] != columns[1]:
        yield "exhibit", f"the columns were {', '.join(columns[0])}; now {', '.join(columns[1])}."
    if old.data != new.data:
        rows = [tuple(map(str, row.values())) for row in old.data], [tuple(map(str, row.values())) for row in new.data]
        gone, came = len(set(rows[0]) - set(rows[1])), len(set(rows[1]) - set(rows[0]))
        yield (
            "exhibit",
            f"{gone} of {len(rows[0])} rows of data are gone or other, and {came} of the {len(rows[1])} now are new or "
            "other.",
        )
    elif old.pictures != new.pictures:
        yield "exhibit", "the picture changed, its data did not."
