"""The ledger as its pages show it: a claim as an entry, entries by document and theme, and the facets above them."""

import re
from typing import Any

from mdit_py_plugins.anchors.index import slugify

from russia_asean import formatting
from russia_asean.book.common import entries, marks
from russia_asean.book.content import ledger, value_rows
from russia_asean.data import tables
from russia_asean.evidence import history, wording
from russia_asean.evidence.records import ClaimTest
from russia_asean.evidence.verdicts import PENDING, Verdict

Row = dict[str, Any]
# The facets of the ledger, in the words above their choices.
FACETS = {
    "verdict": "Verdict",
    "document": "Document",
    "chapter": "Chapter",
    "reading": "The answer depends on the",
    "strength": "Strength of the test",
}
STRENGTHS = {"strong": "strong", "weak": "weak: it could hardly have failed", "none": "not measured"}
BEFORE = {"measured": "", "then": "On the data of its time: ", "other": "Something else: "}


def _grouped(rows: list[Row], column: str) -> dict[str, list[Row]]:
    """Return rows by the value of a column, in the order in which the values come first."""
    return {name: [row for row in rows if row[column] == name] for name in dict.fromkeys(row[column] for row in rows)}


def _tools(rows: list[Row]) -> Row:
    """Return what the count of claims and the facets above them need.

    Returns:
        ``counts`` in words; ``facets``, by name the choices, each with its words and the number of its claims. The
        value of a choice, with the name before it, is a class of the claims: ``verdict-supported``.
    """
    found = [_facets(row) for row in rows]
    facets: dict[str, Row] = {}
    for name, words in FACETS.items():
        choices = {value: text for each in found for value, text in each[name].items()}
        counts = {value: sum(value in each[name] for each in found) for value in choices}
        listed = [{"value": value, "text": choices[value], "count": counts[value]} for value in _in_order(name, counts)]
        # A facet with a single choice would filter nothing.
        if len(listed) > 1:
            facets[name] = {"words": words, "choices": listed}
    return {"counts": ledger.counts_in_words(rows), "facets": facets}


def _facets(row: Row) -> dict[str, dict[str, str]]:
    """Return under which choices of each facet an entry falls: value and words, by the name of the facet."""
    verdict = ledger.verdict_of(row)
    strength = "none" if row["weak"] is None else "weak" if row["weak"] else "strong"
    chapter = row["notebook"]
    return {
        "verdict": {_class(verdict): verdict},
        "document": {row["document_key"]: row["document_name"]},
        "chapter": {_class(chapter): entries.chapter_title(chapter)} if chapter else {},
        "reading": {each: each for each in row["reading"]},
        "strength": {strength: STRENGTHS[strength]},
    }


def _class(words: str) -> str:
    """Return words as a part of a class and of an address: ``not-supported``."""
    return re.sub(r"[ _]", "-", words)


def _in_order(name: str, counts: dict[str, int]) -> list[str]:
    """Return the choices of a facet in their own order, or in the order in which they come."""
    orders = {
        "verdict": [_class(verdict) for verdict in [*map(str, Verdict), PENDING]],
        "chapter": [_class(chapter) for chapter in entries.chapter_order()],
        "strength": list(STRENGTHS),
    }
    return [value for value in orders.get(name, counts) if value in counts]


def ledger_list() -> Row:
    """Return all claims, one line each, by document."""
    rows = ledger.entries()
    pages = [
        {"name": here[0]["document_name"], "page": ledger.page(key), "claims": len(here)}
        for key, here in _grouped(rows, "document_key").items()
    ]
    return {"pages": pages, "documents": _grouped([shown(row) for row in rows], "document_name"), **_tools(rows)}


def ledger_document(document: str = "") -> Row:
    """Return the claims of a document in full, by theme.

    Args:
        document: its key in ``documents.csv``.

    Raises:
        ValueError: there is no such document.
    """
    rows = ledger.entries(document) if document else []
    if not rows:
        raise ValueError(f"No document {document!r}. Use a key of data/claims/documents.csv.")
    return ledger_of(rows)


def ledger_of(rows: list[Row]) -> Row:
    """Return entries of one document in full, by theme."""
    pending = ledger.counted(rows)[PENDING]
    opposed = ledger.opposed()
    whole = [{**shown(row), "opposed": opposed.get(row["claim_id"], []), "behind": _behind(row)} for row in rows]
    return {
        "themes": _grouped(whole, "theme"),
        "left_out": marks.count(pending, "claim") if pending else "",
        **_tools(rows),
    }


def shown(row: Row) -> Row:
    """Return an entry of the ledger as it is shown."""
    credits = row["attributed_source"] or ""
    measurements = [
        {
            "name": f"{BEFORE[role]}{wording.value_name(each['part'], each['basis'])}",
            "text": wording.measured_text(each, row["unit"] or ""),
            "agrees": each["agrees"],
            "read": wording.pages_by_fact(each),
            "sources": sorted({stored["source"] for stored in each["rests_on"]}),
        }
        for role in wording.ROLES
        for each in row[role]
    ]
    related = [_related(key) for key in row["evidence"]]
    return {
        **row,
        "tested": row["verdict"] is not None,
        "verdict": ledger.verdict_of(row),
        "stated": ledger.stated(row),
        "locator": ledger.quotation(row),
        # Who speaks is named already.
        "credits": "" if credits.startswith("none given") or credits == row["said_by"] else credits,
        "why": ledger.why(row),
        "measurements": measurements,
        "said": ledger.said_by(row),
        "assessed": formatting.long_date(row["history"][-1]["assessed"]) if row["history"] else "",
        "told": _told(row["history"]),
        "changes": _changes(row["history"]),
        "page": ledger.page(row["document_key"]),
        "related": related,
        "chapter": entries.chapter_title(row["notebook"]) if row["notebook"] else "",
        "facets": " ".join(f"{name}-{value}" for name, values in _facets(row).items() for value in values),
        # The function by which MyST names its headings, so that the link meets the section.
        "tables": [{"name": name, "place": slugify(_title(name))} for name in row["tables"]],
    }


def _related(key: str) -> Row:
    """Return a finding or an exhibit that is evidence: its key, its label on the pages, and what it says."""
    # Figures and tables bear their key as label; findings bear it with a prefix, as `rendering` sets it.
    if key.startswith(("fig-", "tab-")):
        exhibit = entries.exhibits().get(key)
        return {"key": key, "label": key, "words": exhibit.title if exhibit else key}
    finding = entries.findings().get(key)
    return {"key": key, "label": f"finding-{key}", "words": finding.text if finding else key}


def _behind(row: Row) -> list[Row]:
    """Return what each measured value was counted from, each table with its place in the catalogue."""
    found = value_rows.behind(row)
    for each in found:
        for table in each["tables"]:
            table["place"] = slugify(_title(table["name"]))
    return found


def _changes(told: list[Row]) -> list[Row]:
    """Return the history of a verdict as it is shown: nothing where the first edition still stands."""
    if len(told) == 1 and told[0]["edition"] == history.FIRST:
        return []
    return _told(told)


def _told(history: list[Row]) -> list[Row]:
    """Return a history with its days as they are read."""
    return [{**each, "assessed": formatting.long_date(each["assessed"])} for each in history]


def claim_box(test: ClaimTest) -> Row:
    """Return what the box of a claim in a chapter shows: ``row``, its entry."""
    return {"row": shown(ledger.entry_of(test))}


def _title(table: str) -> str:
    """Return the title of a data table, which heads its section of the catalogue."""
    return str(tables.resource(table)["title"])


def ledger_columns() -> Row:
    """Return what the downloads of the ledger hold beside the columns of the table of claims."""
    return {"columns": ledger.COLUMNS}
