"""The claim ledger as rows: every claim with its record, if it has one.

The page of a document holds the full entries of its claims, each at its one address, ``claim-<id>``. The page of all
claims is a list of links to them. A claim that no chapter has taken up has no verdict; it is marked as such, and
counted apart.
"""

from typing import Any

import pandas as pd

from russia_asean.book import entries as book_entries
from russia_asean.book import marks
from russia_asean.book.entries import Place
from russia_asean.data import tables
from russia_asean.evidence import bases, claims, confidence, history, records, wording
from russia_asean.evidence.records import ClaimTest
from russia_asean.evidence.verdicts import PENDING, Verdict


def page(document_key: str) -> str:
    """Return the page that holds the entries of a document, as Sphinx names it."""
    return f"book/ledger-{document_key}"


def entries(document: str = "") -> list[dict[str, Any]]:
    """Return all claims in the order of documents, themes and ids, with their records where there are any.

    Args:
        document: keep only claims of this document, by its key (all, when empty).

    Returns:
        The columns of ``claims.csv``, ``document_name``, ``document_key``, ``rule``, ``verdict`` (None where a
        claim has no record), ``notebook``, ``cell``, what the record says, and ``tables``: the data tables
        that its values rest on.
    """
    tested, places = book_entries.claim_records(), book_entries.claim_places()
    documents = tables.load("documents").set_index("document")
    histories = history.by_claim()
    rows: list[dict[str, Any]] = []
    for row in tables.load("claims").sort_values(["document", "theme", "claim_id"]).to_dict("records"):
        key, claim_id = documents["key"][row["document"]], row["claim_id"]
        if document not in ("", key):
            continue
        rows.append(
            {
                # The rows are also downloads in JSON, which does not know NaN.
                **{str(name): None if pd.isna(value) else value for name, value in row.items()},
                "document_name": documents["short_name"][row["document"]],
                "document_key": key,
                "rule": rule(claims.from_row(claim_id, row)),
                **_recorded(tested.get(claim_id), places.get(claim_id)),
                "history": histories.get(claim_id, []),
            }
        )
    return rows


def _recorded(test: ClaimTest | None, place: Place | None) -> dict[str, Any]:
    """Return what the record of a claim adds to its row; of a claim without one, the same columns, empty."""
    used = {each.table for each in test.rests_on} if test else set()
    return {
        "verdict": test.verdict if test else None,
        "notebook": place.chapter if place else None,
        "cell": place.cell if place else None,
        "reason": test.reason if test else "",
        "note": test.note if test else "",
        **{role: [each.model_dump(mode="json") for each in getattr(test, role, ())] for role in wording.ROLES},
        "sources": records.sources(test.rests_on) if test else [],
        "evidence": list(test.evidence) if test else [],
        "every": test.every if test else False,
        "parts": test.parts if test else {},
        "reading": list(test.reading) if test else [],
        "joint": test.joint if test else "",
        "missing": wording.missing_text(test) if test else "",
        "severity": test.severity.model_dump() if test and test.severity else None,
        "strength": wording.severity_text(test) if test else "",
        "weak": test.is_weak if test and test.measured else None,
        "confidence": confidence.of(test) if test and test.measured else None,
        "why": wording.reason_by_bases(test) if test and test.measured else "",
        # In the order of the catalogue, to which the names are linked.
        "tables": [name for name in tables.names() if name in used],
    }


def rule(claim: claims.Claim) -> str:
    """Return how a claim is read, and which measured values agree with it; empty where it states neither."""
    if claim.date:
        return wording.date_rule(claim.date)
    if claim.value is None:
        return ""
    band = claims.band(claim, bases.widest_allowance(claim))
    return wording.number_rule(claim.comparator, claim.value, claim.value_high, claim.unit, band)


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
    """Return how many claims there are and what became of them, in one sentence."""
    counts = [f"{verdict} {number:,}" for verdict, number in counted(rows).items() if number]
    return f"{marks.count(len(rows), 'claim')}: {', '.join(counts)}."
