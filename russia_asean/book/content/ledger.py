"""The claim ledger as rows: every claim with its record, if it has one.

The page of a document holds the full entries of its claims, each at its one address, ``claim-<id>``. The page of all
claims is a list of links to them. A claim that no chapter has taken up has no verdict; it is marked as such, and
counted apart.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from russia_asean import formatting
from russia_asean.book.common import entries as book_entries
from russia_asean.book.common import marks
from russia_asean.book.common.entries import Place
from russia_asean.data import facts, tables
from russia_asean.evidence import bases, claims, confidence, consistency, history, records, wording
from russia_asean.evidence.records import ClaimTest, MeasuredValue
from russia_asean.evidence.verdicts import PENDING, Verdict

# Who says a claim, in the column ``said_by``, where nobody is quoted.
AUTHOR, OUTLET = "author", "outlet"
# What an entry holds beside the columns of ``claims.csv``, in words for those who read the downloads.
COLUMNS = {
    "document_name": "short name of the document",
    "document_key": "key of the document in citations",
    "attribution": "author, outlet and date of the document",
    "rule": "how the claim is read, and which measured values agree with it",
    "verdict": "the verdict; empty where no chapter has taken the claim up",
    "notebook": "chapter that tests or shows the claim",
    "cell": "cell of that notebook, counted from one",
    "reason": "reason for the verdict, with the values",
    "note": "what else a reader must know, in Markdown",
    "measured": "list: each value with part, basis, tolerance, whether it agrees, rows and graded pages behind it",
    "then": "list: likewise, on the data of the claim's time",
    "other": "list: likewise, under another unit, year, subject or definition",
    "sources": "list: keys of the sources of data",
    "evidence": "list: computed sentences, figures and tables that bear on the claim, for or against",
    "every": "whether one exception refutes the claim",
    "parts": "verdict on each thing that the claim asserts, where it asserts several",
    "reading": "list: what the answer depends on (record, definition, period, release)",
    "joint": "basis on which all statements of the passage fit together, if there is one",
    "missing": "bases or parts that could not be measured, each with the reason",
    "not_measured": "the same as a sentence",
    "severity": "how many other plausible values would have failed the test, of how many, and what they are",
    "strength": "the same as a sentence",
    "weak": "whether the test could hardly have failed; empty where nothing was measured",
    "confidence": "how sure the verdict is: high, medium, low; empty where nothing was measured",
    "why": "reason for the verdict in one sentence, by bases",
    "tables": "list: data tables that the values rest on",
    "history": "list: what each edition said, with day and reason",
}


def page(document_key: str) -> str:
    """Return the page that holds the entries of a document, as Sphinx names it."""
    return f"book/ledger-{document_key}"


def entries(document: str = "") -> list[dict[str, Any]]:
    """Return all claims in the order of documents, themes and ids, with their records where there are any.

    Args:
        document: keep only claims of this document, by its key (all, when empty).

    Returns:
        The columns of ``claims.csv`` and those of ``COLUMNS``; what a record would say is empty where a claim has none.
    """
    # Copies, as a caller may add to a row of its own.
    return [{**row} for row in _entries() if document in ("", row["document_key"])]


def _worked_out() -> list[dict[str, Any]]:
    tested, places = book_entries.claim_records(), book_entries.claim_places()
    documents = {row["document"]: row for row in tables.load("documents").to_dict("records")}
    histories = history.by_claim()
    rows: list[dict[str, Any]] = []
    for row in tables.load("claims").sort_values(["document", "theme", "claim_id"]).to_dict("records"):
        about, claim_id = documents[row["document"]], row["claim_id"]
        record, place = tested.get(claim_id), places.get(claim_id)
        rows.append(entry(row, about, record, place, histories.get(claim_id, [])))
    return rows


_entries = book_entries.remembered(_worked_out)


def entry(
    row: Mapping[Any, Any],
    about: Mapping[Any, Any],
    test: ClaimTest | None = None,
    place: Place | None = None,
    told: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return the entry of one claim, with the columns that ``entries`` names.

    Args:
        row: the claim, with the columns of ``claims.csv``.
        about: its document, with the columns of ``documents.csv``.
        test: its record, if it has one.
        place: where it is tested or shown, if anywhere.
        told: what each edition said of it.
    """
    return {
        # The rows are also downloads in JSON, which does not know NaN.
        **{str(name): None if pd.isna(value) else value for name, value in row.items()},
        "document_name": about["short_name"],
        "document_key": about["key"],
        "attribution": attribution(about),
        "rule": rule(claims.from_row(row["claim_id"], row)),
        **_recorded(test, place),
        "history": [*told],
    }


def entry_of(test: ClaimTest) -> dict[str, Any]:
    """Return the entry of one claim with the record that a chapter holds, without place and history.

    Raises:
        KeyError: the record is of no claim of ``claims.csv``.
    """
    row = _rows_by("claims", "claim_id")[test.key]
    return entry(row, _rows_by("documents", "document")[row["document"]], test)


@tables.cached
def _rows_by(table: str, key: str) -> dict[str, dict[str, Any]]:
    """Return the rows of a table by a column whose values are unique."""
    return {
        str(row[key]): {str(name): cell for name, cell in row.items()} for row in tables.load(table).to_dict("records")
    }


def attribution(about: Mapping[Any, Any]) -> str:
    """Return who wrote a document, where and when: ``Andrey Gubin, East Asia Forum, 2022``.

    Args:
        about: the document, with the columns of ``documents.csv``.
    """
    named = [] if about["authors"].startswith("not stated") else about["authors"].split("; ")
    if len(named) > 1:
        named = [f"{named[0]} and others"]
    # Behind the outlet may stand where the copy was read; a stored date may have hours.
    outlet, _, _ = about["outlet"].partition(";")
    published = formatting.cut_date(str(about["published"])[:10], str(about["published_precision"]))
    return ", ".join([*named, outlet, formatting.long_date(published)])


def _recorded(test: ClaimTest | None, place: Place | None) -> dict[str, Any]:
    """Return what the record of a claim adds to its row; of a claim without one, the same columns, empty."""
    used = {each.table for each in test.rests_on} if test else set()
    return {
        "verdict": test.verdict if test else None,
        "notebook": place.chapter if place else None,
        "cell": place.cell if place else None,
        "reason": test.reason if test else "",
        "note": test.note if test else "",
        **{role: [_graded(each) for each in getattr(test, role, ())] for role in wording.ROLES},
        "sources": records.sources(test.rests_on) if test else [],
        "evidence": list(test.evidence) if test else [],
        "every": test.every if test else False,
        "parts": dict(test.parts) if test else {},
        "reading": list(test.reading) if test else [],
        "joint": test.joint if test else "",
        "missing": {**test.missing, **test.ruled_out} if test else {},
        "not_measured": wording.missing_text(test) if test else "",
        "severity": test.severity.model_dump() if test and test.severity else None,
        "strength": wording.severity_text(test) if test else "",
        "weak": test.is_weak if test and test.measured else None,
        "confidence": confidence.of(test) if test and test.measured else None,
        "why": wording.reason_by_bases(test) if test and test.measured else "",
        # In the order of the catalogue, to which the names are linked.
        "tables": [name for name in tables.names() if name in used],
    }


def _graded(value: MeasuredValue) -> dict[str, Any]:
    """Return a measured value as plain data, each of its pages with its grade."""
    content = value.model_dump(mode="json")
    for page in content["pages"]:
        page["grade"] = facts.page_grade(page["url"])
    return content


def rule(claim: claims.Claim) -> str:
    """Return how a claim is read, and which measured values agree with it; empty where it states neither."""
    if claim.date:
        return wording.date_rule(claim.date)
    if claim.value is None:
        return ""
    band = claims.band(claim, bases.widest_allowance(claim))
    return wording.number_rule(claim.comparator, claim.value, claim.value_high, claim.unit, band)


def stated(row: dict[str, Any]) -> str:
    """Return the date or the number that a claim states; empty where it states neither."""
    claim = claims.from_row(row["claim_id"], row)
    if claim.date:
        return formatting.long_date(claim.date)
    if claim.value is None:
        return ""
    return wording.stated_number(claim.comparator, claim.value, claim.value_high, claim.unit)


@book_entries.remembered
def opposed() -> dict[str, list[dict[str, Any]]]:
    """Return what does not go together with each claim, by claim id.

    Returns:
        Dicts with ``kind`` (contradiction, tension, different time), ``why`` and ``others``, the other claims of the
        relation: dicts with claim_id, statement and document_name.
    """
    table = tables.load("claims")
    names = tables.load("documents").set_index("document")["short_name"]
    known = {
        row["claim_id"]: {
            "claim_id": row["claim_id"],
            "statement": row["statement"],
            "document_name": names[row["document"]],
        }
        for row in table.to_dict("records")
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for row in consistency.disagreements(table, tables.load("opposed_statements")).to_dict("records"):
        ids = row["claims"].split(", ")
        for claim_id in ids:
            others = [known[each] for each in ids if each != claim_id]
            found.setdefault(claim_id, []).append({"kind": row["kind"], "why": row["why"], "others": others})
    return found


def quotation(row: dict[str, Any]) -> str:
    """Return the words of the document as it prints them; our copy of its text holds marks of Markdown."""
    return str(row["locator"]).replace("**", "").replace("\\$", "$")


def said_by(row: dict[str, Any]) -> str:
    """Return who says a claim, in one sentence; empty where it is the author of the document."""
    if row["said_by"] == AUTHOR:
        return ""
    if row["said_by"] == OUTLET:
        return "In words of the outlet (headline, caption or picture), not of the author."
    return f"Said by: {row['said_by']}."


def why(row: dict[str, Any]) -> str:
    """Return the reason for the verdict of an entry in one sentence, or how to check a claim that has none."""
    if not row["verdict"]:
        how = f" How to check it: {row['how_to_check']}" if row["how_to_check"] else ""
        return f"No chapter has tested this claim yet.{how}"
    return str(row["why"] or row["reason"])


def verdict_of(row: dict[str, Any]) -> str:
    """Return the verdict of an entry, or the mark of a claim that no chapter has tested."""
    return row["verdict"] or PENDING


def counted(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many entries have each verdict, in the order of verdicts; not yet tested comes last."""
    found = [verdict_of(row) for row in rows]
    return {verdict: found.count(verdict) for verdict in [*map(str, Verdict), PENDING]}


def counts_in_words(rows: list[dict[str, Any]]) -> str:
    """Return how many claims there are and what became of them, and how many verdicts come from weak tests."""
    counts = [f"{verdict} {number:,}" for verdict, number in counted(rows).items() if number]
    told = f"{marks.count(len(rows), 'claim')}: {', '.join(counts)}."
    weak = sum(bool(row["weak"]) for row in rows)
    return f"{told} By weak tests: {weak:,}." if weak else told
