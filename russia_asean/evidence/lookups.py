"""Tests of claims that are looked up: in dated facts and in memberships, as ``data/claims/lookups.csv`` says.

One row of the table is one look-up: its kind is a function of this module, its other columns are the arguments. Each
look-up gives a measurement under a name, the basis, with the row it rests on and the page that was read.
"""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from russia_asean import formatting, provenance
from russia_asean.data import countries, facts, memberships, published, tables
from russia_asean.data.facts import Dated
from russia_asean.evidence import claim_tests, claims, lookup_rivals, records
from russia_asean.evidence.claim_tests import Measured, Measurement, Part, Words
from russia_asean.evidence.claims import Holds
from russia_asean.provenance import Origin

ROLES = ("measured", "then", "other")
ANOTHER_DATE = "another date in use"  # the basis of a fact's second date, in bases.csv
Named = tuple[str, Measurement]


class LookUpError(ValueError):
    """A look-up is described in a way that cannot be carried out, or two share a name."""


@dataclasses.dataclass(frozen=True)
class LookedUp:
    """What was looked up for a claim, as ``claim_tests.assess`` takes it.

    Attributes:
        parts: the measurements, by part of the claim.
        words: what is said of the test beside its values.
        every: whether the claim says something of each thing measured.
    """

    parts: dict[str, Part]
    words: Words
    every: bool = False


def look_up(claim_id: str) -> LookedUp:
    """Return the measurements of a claim as ``data/claims/lookups.csv`` describes them.

    Raises:
        LookUpError: the table does not describe the claim, or two of its measurements have one name.
        KeyError: a fact, a group or a number is unknown.
    """
    rows = _described().query("claim_id == @claim_id").sort_values("order")
    if rows.empty:
        raise LookUpError(
            f"data/claims/lookups.csv has no row for the claim {claim_id!r}. Add one, or hand the measured values over."
        )
    claim = claims.claim(claim_id)
    parts = {
        name: _part(claim, group.to_dict("records"))
        for name, group in rows.groupby(rows["part"].fillna(""), sort=False)
    }
    cells = tables.load("lookup_claims", credit=False).set_index("claim_id").loc[claim_id]
    words = Words(
        note=_cell(cells["note"]),
        missing=dict(each.split(": ", 1) for each in _list(cells["missing"], "; ")),
        evidence=tuple(_list(cells["evidence"], ";")),
    )
    return LookedUp(parts, words, every=bool(cells["every"]))


def _part(claim: claims.Claim, rows: Sequence[Mapping[Any, Any]]) -> Part:
    """Return what the look-ups of one part of a claim gave, and the other values it would have met."""
    found: dict[str, dict[str, Measured]] = {role: {} for role in ROLES}
    rivals: dict[str, list[claims.Value | bool]] = {}
    for row in rows:
        basis, measurement = _carry_out(row)
        if basis in found[row["role"]]:
            raise LookUpError(
                f"data/claims/lookups.csv, claim {claim.claim_id!r}: two look-ups have the name {basis!r}. Give one of "
                "them a name of its own in the column basis."
            )
        # Another date in use is another definition of the same event, not another event.
        kind = row["look_up"] if int(row["variant"]) == 1 else ANOTHER_DATE
        found[row["role"]][basis] = dataclasses.replace(measurement, basis=kind)
        if row["role"] == "measured":
            name, others = lookup_rivals.of(row["look_up"], claim, measurement.value, _arguments(_filled(row)))
            rivals.setdefault(name, []).extend(others)
    return Part(found["measured"], found["then"], found["other"], rivals)


def _cell(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _list(value: Any, separator: str) -> list[str]:
    return [] if pd.isna(value) else str(value).split(separator)


def claim_ids(chapter: str) -> list[str]:
    """Return the claims that a chapter looks up, in the order of their ids."""
    table = tables.load("lookup_claims", credit=False)
    return sorted(table.loc[table["chapter"] == chapter, "claim_id"])


def assess(claim_id: str) -> records.ClaimTest:
    """Return the record of a claim that is looked up, without storing it.

    Raises:
        LookUpError: the table does not describe the claim, or two of its measurements have one name.
    """
    found = look_up(claim_id)
    return claim_tests.assess(claim_id, found.parts, found.words, every=found.every)


def year_of(fact: Dated) -> Named:
    """Return the year of a fact."""
    return fact.name, _measurement(int(fact.date[:4]), [fact])


def day_of(fact: Dated) -> Named:
    """Return the date of a fact, as precise as known."""
    return fact.name, _measurement(fact.date, [fact])


def years_since(fact: Dated, *, to: int) -> Named:
    """Return the years from a fact to a year."""
    year = fact.date[:4]
    return f"{fact.name}, {year} to {to}", _measurement(to - int(year), [fact])


def number_stated(fact: Dated, *, quantity: str) -> Named:
    """Return a number that a fact states.

    Raises:
        KeyError: ``fact_values.csv`` has no such number.
    """
    return fact.name, _measurement(float(facts.stated_value(fact.fact_id, quantity)), [fact])


def took_place(
    fact: Dated,
    *,
    after: str = "",
    by: str = "",
    parties: Iterable[str] = (),
    place: str = "",
    expected: bool = True,
) -> Named:
    """Return whether something happened between two dates, with some who took part and at a place.

    Args:
        fact: what happened.
        after: the first date that counts, in ISO form; open, when empty.
        by: the last, likewise.
        parties: who must be among those who took part.
        place: words that must stand in the place.
        expected: False where the claim holds if it did not happen so.
    """
    held = facts.lies_within(fact.date, after, by) and set(parties) <= fact.parties and place in fact.place
    text = ", ".join(filter(None, [formatting.long_date(fact.date), fact.place]))
    return fact.name, _measurement(Holds(held == expected, text), [fact])


def lasted_on(fact: Dated, *, on: str, expected: bool = True) -> Named:
    """Return whether an event lasted on a day, or, if ``expected`` is False, whether it did not."""
    first, last = facts.duration(fact.fact_id)
    lasted = first <= on <= last
    period = f"{formatting.long_date(first)} to {formatting.long_date(last)}"
    text = f"{period}, so {'' if lasted else 'not '}on {formatting.long_date(on)}"
    return fact.name, _measurement(Holds(lasted == expected, text), [fact])


def place_in_time(fact: Dated, *, among: Sequence[str]) -> Named:
    """Return the place in time of a fact among others: 1 for the first."""
    others = [facts.dates_in_use(fact_id)[0] for fact_id in among]
    earlier = [f"“{other.name}”" for other in others if other.date <= fact.date]
    behind = f" after {formatting.word_list(earlier)}" if earlier else ""
    return f"{fact.name}, in order of time{behind}", _measurement(1 + len(earlier), [*others, fact])


def text_says(fact: Dated, *, words: str) -> Named:
    """Return whether words stand in the quotation from the page.

    Raises:
        LookUpError: the fact has no quotation; our own entry would say whatever we wrote into it.
    """
    if not fact.quote:
        raise LookUpError(f"{fact.fact_id} has no quotation in which words could be found. Add one to its table.")
    said = words in fact.quote
    text = f"{'' if said else 'without '}“{words}”"
    return f"{fact.name} (in the words of the page)", _measurement(Holds(said, text), [fact])


def are_members(group: str, *, codes: Sequence[str], on: str, expected: bool = True) -> Named:
    """Return whether all countries are members of a group on a day or, if ``expected`` is False, whether none is."""
    asked = set(codes)
    inside = asked & set(memberships.members(group, on))
    told = {"among them": asked & inside, "not among them": asked - inside}
    text = "; ".join(f"{_named(some)} {where}" for where, some in told.items() if some)
    held = inside == asked if expected else not inside
    roles = [facts.role_on_day(group, code, on) for code in sorted(inside)]
    measurement = _measurement(Holds(held, text), roles)
    if inside != asked:  # that a country is missing rests on the list of the group
        measurement = dataclasses.replace(measurement, origins=measurement.origins | memberships.origins(group))
    return f"members of {group} on {formatting.long_date(on)}", measurement


def number_of_members(group: str, *, on: str) -> Named:
    """Return the number of members of a group on a day."""
    here = memberships.members(group, on)
    roles = [facts.role_on_day(group, code, on) for code in here]
    return f"number of members of {group} on {formatting.long_date(on)}", _measurement(len(here), roles)


def _named(codes: Iterable[str]) -> str:
    return formatting.word_list([countries.name_in_text(code) for code in sorted(codes, key=countries.name)])


LOOK_UPS: dict[str, Callable[..., Named]] = {
    "year": year_of,
    "day": day_of,
    "years since": years_since,
    "number stated": number_stated,
    "took place": took_place,
    "lasted on": lasted_on,
    "place in time": place_in_time,
    "text says": text_says,
    "are members": are_members,
    "number of members": number_of_members,
}


def with_pages(values: Mapping[str, claims.Value], *fact_ids: str) -> dict[str, Measurement]:
    """Return calculated values, each with the facts that the calculation takes its numbers from.

    Args:
        values: the values by basis; what they carry themselves stays.
        fact_ids: events and agreements.

    Raises:
        KeyError: a fact is unknown.
    """
    used = [facts.dates_in_use(fact_id)[0] for fact_id in fact_ids]
    found = {}
    for basis, value in values.items():
        # Origins are kept in one place, the measurement, and not in its value as well.
        plain = float(value) if isinstance(value, provenance.Value) else value
        measurement = _measurement(plain, used)
        found[basis] = dataclasses.replace(measurement, origins=measurement.origins | provenance.origins_of(value))
    return found


def published_figure(key: str, basis: str) -> Measurement:
    """Return a single published figure with the page it was read at, for figures read elsewhere than at their producer.

    Args:
        key: its key in ``published_figures.csv``.
        basis: what was measured, in words; the page is named by it.

    Raises:
        KeyError: there is no such figure.
    """
    value = published.figures()[key]
    # Stops unless there is exactly one page: a figure without one belongs to its producer, not here.
    (url,) = tables.pages(published.TABLE, [key])
    return Measurement(float(value), value.origins, (records.Page(fact=basis, url=url, table=published.TABLE),))


def rests_on_pages(test: records.ClaimTest) -> str:
    """Return what a test rests on: ``read`` (pages or data), ``recalled`` (general knowledge), or ``both``."""
    seen = {bool(page.url) for value in test.values for page in value.pages}
    # Values without any page come from tables of data, which count as read.
    return "both" if len(seen) == 2 else "recalled" if seen == {False} else "read"


def page_grades(tests: Iterable[records.ClaimTest]) -> dict[facts.Grade, int]:
    """Return how many tests rest on pages of each grade, the strongest grade first.

    A test has the grade of its weakest page, so that one fact read in a copy makes the whole test weak. A test whose
    measured values name no page, since a forecast of absence rests on a list, is not counted.

    Args:
        tests: records of claims that are looked up.

    Raises:
        KeyError: a page is not in ``pages.csv``.
    """
    counts = Counter(weakest_grade(test) for test in tests if any(value.pages for value in test.measured))
    return {grade: counts[grade] for grade in facts.GRADES}


def fact_grades(tests: Iterable[records.ClaimTest]) -> dict[facts.Grade, int]:
    """Return how many different facts behind tests were read on pages of each grade, the strongest grade first.

    Args:
        tests: records of claims that are looked up.

    Raises:
        KeyError: a page is not in ``pages.csv``.
    """
    read = {page for test in tests for value in test.measured for page in value.pages}
    counts = Counter(facts.page_grade(page.url) for page in read)
    return {grade: counts[grade] for grade in facts.GRADES}


def weakest_grade(test: records.ClaimTest) -> facts.Grade:
    """Return the grade of the weakest page that the measured values of a test rest on.

    Raises:
        KeyError: a page is not in ``pages.csv``.
        ValueError: no measured value names a page.
    """
    grades = (facts.page_grade(page.url) for value in test.measured for page in value.pages)
    # The grades stand from the strongest to the weakest.
    return max(grades, key=facts.GRADES.index)


def page(fact: Dated) -> records.Page:
    """Return where a dated fact was read, with its name and date."""
    when = f", {formatting.long_date(fact.date)}" if fact.date else ""
    return records.Page(fact=f"{fact.name}{when}", url=fact.source_url if fact.seen else "", table=fact.table)


def _measurement(value: claims.Value, used: Sequence[Dated]) -> Measurement:
    origins: frozenset[Origin] = frozenset().union(*(fact.origins for fact in used))
    return Measurement(value, origins, tuple(page(fact) for fact in used))


def _described() -> pd.DataFrame:
    return tables.load("lookups", credit=False)


def _carry_out(row: Mapping[Any, Any]) -> Named:
    """Return the measurement that a row of ``lookups.csv`` asks for, under the name it gives."""
    cells = _filled(row)
    try:
        basis, measurement = LOOK_UPS[cells["look_up"]](**_arguments(cells))
    # The arguments come from the columns that are filled, so a wrong choice of columns is a wrong call.
    except TypeError as mistake:
        raise LookUpError(
            f"data/claims/lookups.csv, claim {row['claim_id']!r}, order {row['order']}: the look-up "
            f"{cells['look_up']!r} cannot be called with the columns that are filled ({mistake}). Fill or empty them."
        ) from None
    return cells.get("basis", basis), measurement


def _filled(row: Mapping[Any, Any]) -> dict[Any, Any]:
    return {column: value for column, value in row.items() if not pd.isna(value)}


def _arguments(cells: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the filled columns of a row as arguments of its look-up."""
    plain = {"after", "by", "place", "words", "on", "quantity"}
    arguments = {column: value for column, value in cells.items() if column in plain}
    arguments |= {column: cells[column].split(";") for column in ("parties", "among") if column in cells}
    if "to" in cells:
        arguments["to"] = int(cells["to"])
    if not cells["expected"]:
        arguments["expected"] = False
    variant = int(cells["variant"])
    if "event_id" in cells:
        arguments["fact"] = facts.event(cells["event_id"], variant)
    elif "agreement_id" in cells:
        arguments["fact"] = facts.agreement(cells["agreement_id"], variant)
    elif "member_role" in cells:
        arguments["fact"] = facts.membership(cells["group"], cells["countries"], cells["member_role"], variant)
    else:
        arguments["group"] = cells.get("group")
        if "countries" in cells:
            arguments["codes"] = cells["countries"].split(";")
    return arguments
