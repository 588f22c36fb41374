"""Which claims of a new document can be tested with what is here, how, and what would settle the others.

Nothing is measured. A claim is set beside the stored tests of its kind; the nearest one shows the way: its notebook,
its bases and the tables that its values rest on. Whether these tables hold the years and the parties of the new claim
is asked of the tables themselves.
"""

import dataclasses
import enum
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from russia_asean import formatting
from russia_asean.data import tables
from russia_asean.evidence import assessments, bases, consistency, records, stated
from russia_asean.evidence.bases import Basis
from russia_asean.evidence.consistency import Relation
from russia_asean.evidence.new_documents import NewDocument
from russia_asean.evidence.records import ClaimTest

OPINION = "causal/opinion"  # a kind in claims.csv
FACT = "recorded-fact"  # the kind of claims that are looked up
MOST_NAMED = 3  # facts or figures that are named for a claim
# Columns of dated facts: id, name, date, parties.
FACTS = {
    "events": ("event_id", "title", "date", "participants"),
    "agreements": ("agreement_id", "name", "signed", "parties"),
}


class Outlook(enum.StrEnum):
    """What can be done with a claim; in the order in which they are listed."""

    MEASURE = "can be measured as a stored claim was"
    LIKEWISE = "can be measured in the way of a stored claim"
    LOOK_UP = "can be looked up"
    LACKING = "cannot be tested with what is here"
    JUDGEMENT = "is a judgement"


@dataclasses.dataclass(frozen=True)
class Prospect:
    """What is known here about a claim before anything is measured.

    Attributes:
        claim_id: the claim.
        outlook: what can be done with it.
        chapter: where it belongs: that of the nearest test, else the one that holds most such claims of its theme.
        nearest: the id of the stored test that is most like it; empty where none is.
        cell: the cell of the chapter that makes that test, counted from 1; 0 where there is none.
        bases: the bases that ``bases.csv`` admits for its kind; none for facts that are looked up, and without a kind.
        told: what is here and what is missing, in one or two sentences.
    """

    claim_id: str
    outlook: Outlook
    chapter: str
    nearest: str = ""
    cell: int = 0
    bases: tuple[Basis, ...] = ()
    told: str = ""


def prospects(new: NewDocument) -> list[Prospect]:
    """Return what can be done with each claim of a new document, in the order of its file.

    Raises:
        RecordError: the results of a chapter are damaged.
    """
    chapters = usual_chapters()
    return [
        _prospect(row, chapters[row["theme"], row["claim_kind"] == FACT])
        for row in new.claims.astype(object).fillna("").to_dict("records")
    ]


def usual_chapters() -> dict[tuple[str, bool], str]:
    """Return the chapter that holds most claims of a theme, apart for those that are looked up and for the rest."""
    homes = assessments.chapters() | {claim_id: chapter for claim_id, (chapter, _) in records.homes("tests").items()}
    stored = tables.load("claims", credit=False)
    placed = stored.assign(chapter=stored["claim_id"].map(homes), fact=stored["claim_kind"] == FACT)
    groups = placed.dropna(subset="chapter").groupby(["theme", "fact"])["chapter"]
    return {(str(theme), bool(fact)): str(chapters.mode().iloc[0]) for (theme, fact), chapters in groups}


def _prospect(row: Mapping[Any, Any], chapter: str) -> Prospect:
    kind = row["claim_kind"]
    known = Prospect(row["claim_id"], Outlook.LACKING, chapter)
    if not kind and (row["checkable"] == "no" or row["kind"] == OPINION):
        told = "Results that bear on it can be named beside it."
        return dataclasses.replace(known, outlook=Outlook.JUDGEMENT, told=told)
    if not kind:
        told = "It names no kind of data/claims/bases.csv, and bases are written before anything is measured."
        return dataclasses.replace(known, told=told)
    if kind == FACT:
        facts = known_facts(row)
        outlook = Outlook.LOOK_UP if facts else Outlook.LACKING
        told = f"Here is: {'; '.join(facts)}." if facts else "No dated fact here fits its parties and its time."
        return dataclasses.replace(known, outlook=outlook, told=told)
    known = dataclasses.replace(known, bases=tuple(bases.admitted(kind).values()))
    figures = known_figures(row)
    beside = f" Published figures that may bear on it: {'; '.join(figures)}." if figures else ""
    nearest = nearest_test(row)
    if nearest is None:
        return dataclasses.replace(known, told=f"No stored test measures a claim of the kind {kind!r}.{beside}")
    home, cell = records.homes("tests")[nearest["claim_id"]]
    used = {each.table for each in records.collected(ClaimTest)[nearest["claim_id"]].rests_on}
    told = f"Nearest is {nearest['claim_id']} (notebooks/{home}.ipynb, cell {cell}), on {_tables_told(used)}."
    same = row["measure"] == nearest["measure"] and _parties(row) == _parties(nearest)
    outlook = Outlook.MEASURE if same else Outlook.LIKEWISE
    if lacking := missing_in_tables(row, used):
        outlook, told = Outlook.LACKING, f"{told} But {'; '.join(lacking)}."
    return dataclasses.replace(
        known, outlook=outlook, chapter=home, nearest=nearest["claim_id"], cell=cell, told=f"{told}{beside}"
    )


def nearest_test(row: Mapping[Any, Any]) -> dict[Any, Any] | None:
    """Return the stored claim of the same kind, measured here, that is most like a claim; None where there is none."""
    measured = [key for key, test in records.collected(ClaimTest).items() if test.measured]
    stored = tables.load("claims", credit=False)
    alike = stored[stored["claim_id"].isin(measured) & (stored["claim_kind"] == row["claim_kind"])]
    rows = alike.astype(object).fillna("").to_dict("records")
    return max(rows, key=lambda each: _likeness(row, each), default=None)


def _likeness(row: Mapping[Any, Any], other: Mapping[Any, Any]) -> tuple[Any, ...]:
    """Return how like a stored claim is, for comparison: by measure, parties and, last, time."""
    (first, last), (begin, end) = (stated.months_of_period(each["period"]) for each in (row, other))
    apart = max(begin - last, first - end, 0)
    shared = len(_parties(row) & _parties(other))
    return row["measure"] == other["measure"], _parties(row) == _parties(other), shared, -apart


def _parties(row: Mapping[Any, Any]) -> frozenset[str]:
    """Return whom a claim is about; the two sides of a relation may be named either way round."""
    return frozenset(filter(None, f"{row['subject']};{row['counterpart']}".split(";")))


def _years(row: Mapping[Any, Any]) -> list[int]:
    """Return the years that the period of a claim names."""
    return [int(year) for year in re.findall(r"(?<![\d-])\d{4}", row["period"])]


def _tables_told(names: Collection[str]) -> str:
    return formatting.word_list([f"data/{tables.resource(name)['path']}" for name in sorted(names)])


def missing_in_tables(row: Mapping[Any, Any], names: Iterable[str]) -> list[str]:
    """Return what of the years and countries of a claim some tables do not hold, one clause a table."""
    found = []
    countries = tables.load("countries", credit=False)
    single = _parties(row) & set(countries.loc[countries["kind"] == "country", "iso3"])
    for name in sorted(names):
        frame = tables.load(name, credit=False)
        path = f"data/{tables.resource(name)['path']}"
        if "year" in frame:
            first, last = int(frame["year"].min()), int(frame["year"].max())
            if outside := [year for year in _years(row) if not first <= year <= last]:
                found.append(f"{path} holds {first} to {last} and not {formatting.word_list([*map(str, outside)])}")
        # Tables of one country, such as Russia's customs, name no country at all.
        codes = _codes(name)
        if absent := sorted(single - codes - {"RUS"}) if codes & set(countries["iso3"]) else []:
            found.append(f"{path} has no row of {formatting.word_list(absent)}")
    return found


@tables.cached
def _codes(name: str) -> frozenset[str]:
    """Return the codes that the cells of a table are."""
    frame = tables.load(name, credit=False)
    texts = [frame[column].dropna().unique() for column in frame if frame[column].dtype.kind not in "iufbM"]
    return frozenset(str(cell) for cells in texts for cell in cells if re.fullmatch(r"[A-Z]{3}", str(cell)))


def known_facts(row: Mapping[Any, Any]) -> list[str]:
    """Return the events, agreements and memberships of all parties of a claim in a year it names, each with its id.

    A group stands for itself and not for its members.
    """
    asked, years = _parties(row), _years(row)
    roles = tables.load("memberships", credit=False)
    roles = roles[(roles["variant"] == 1) & roles["start"].dt.year.isin(years)]
    found = [
        f"{role['iso3']} as {role['role']} of {role['group']}, {role['start'].date()} (data/memberships.csv)"
        for role in roles.to_dict("records")
        if {role["iso3"], role["group"]} == asked
    ]
    for name, (key, title, date, parties) in FACTS.items():
        frame = tables.load(name, credit=False)
        frame = frame[(frame["variant"] == 1) & frame[date].dt.year.isin(years)]
        for fact in frame.astype(object).fillna("").to_dict("records"):
            if asked <= set(fact[parties].split(";")):
                found.append(f"{fact[title]}, {fact[date].date()} ({fact[key]} in data/{name}.csv)")
    return found[:MOST_NAMED]


def known_figures(row: Mapping[Any, Any]) -> list[str]:
    """Return the single published figures of the parties, the unit and a year of a claim, each with its key.

    Their measures are described in words; one counts where it shares a long word with the measure of the claim.
    """
    frame = tables.load("published_figures", credit=False).astype(object).fillna("")
    return [
        f"{each['measure']}, {each['period']} ({each['figure_id']} in data/published_figures.csv)"
        for each in frame.to_dict("records")
        if each["unit"] == row["unit"]
        and _parties(each) == _parties(row)
        and _long_words(each["measure"]) & _long_words(row["measure"])
        and set(map(str, _years(row))) & set(re.findall(r"\d{4}", each["period"]))
    ][:MOST_NAMED]


def _long_words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{5,}", text.lower()))


def comparisons(new: NewDocument) -> list[Relation]:
    """Return what the numbers of a new document say beside each other and beside those of the stored documents.

    Contradictions come first, then tensions, then what goes together.
    """
    ids = set(new.claims["claim_id"])
    everything = pd.concat([tables.load("claims", credit=False), new.claims], ignore_index=True)
    found = [each for each in consistency.find_relations(everything) if ids & set(each.claim_ids)]
    order = [consistency.Disagreement.CONTRADICTION, consistency.Disagreement.TENSION, None]
    return sorted(found, key=lambda each: order.index(each.disagreement))


def report(new: NewDocument, known: Sequence[Prospect], relations: Sequence[Relation]) -> str:
    """Return what a new document would bring, as text: claim by claim, then what its numbers say beside others.

    Args:
        new: the document.
        known: what can be done with each claim.
        relations: what its numbers say beside others; those that go together are only counted.
    """
    settle = dict(zip(new.claims["claim_id"], new.claims["how_to_check"], strict=True))
    lines = [f"{new.about['short_name']}: {len(known)} claims, each found in the text. Nothing was added to data/."]
    for outlook in Outlook:
        here = [each for each in known if each.outlook == outlook]
        if here:
            lines.append(f"{outlook.capitalize()} ({len(here)})")
        for each in here:
            needed = [basis.name for basis in each.bases if basis.required]
            on = f" Bases required: {'; '.join(needed)}." if needed else ""
            how = f" To settle it: {settle[each.claim_id]}" if outlook == Outlook.LACKING else ""
            lines.append(f"  {each.claim_id}: {each.told}{on}{how}")
    apart = [each for each in relations if each.disagreement]
    lines.append(f"Numbers that do not go together ({len(apart)}); {len(relations) - len(apart)} comparisons that do")
    lines += [
        f"  {each.disagreement}: {each.about}, {each.stated}. {each.arithmetic}: {each.follows} "
        f"({', '.join(each.claim_ids)})"
        for each in apart
    ]
    return "\n".join(lines)
