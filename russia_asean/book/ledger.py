"""The claim ledger as rows: every claim with its record, if it has one.

The page of a document holds the full entries of its claims, each at its one address, ``claim-<id>``. The page of all
claims is a list of links to them. A claim that no chapter has taken up has no verdict; it is marked as such, and
counted apart.
"""

import functools
from typing import Any

import pandas as pd

from russia_asean.book import marks
from russia_asean.book.entries import checks
from russia_asean.data import tables
from russia_asean.evidence import claims, wording
from russia_asean.evidence.verdicts import PENDING, Verdict

RECORDED = ("reason", "note", "measured", "then", "other", "sources", "evidence")


def page(document_key: str) -> str:
    """Return the page that holds the entries of a document, as Sphinx names it."""
    return f"book/ledger-{document_key}"


def entries(document: str = "") -> list[dict[str, Any]]:
    """Return all claims in the order of documents, themes and ids, with their records where there are any.

    Args:
        document: keep only claims of this document, by its key (all, when empty).

    Returns:
        The columns of ``claims.csv``, ``document_name``, ``document_key``, ``rule``, ``verdict`` (None where no
        chapter has tested the claim), ``notebook``, ``cell``, what the record says, and ``tables``: the data tables
        that hold figures of its sources.
    """
    found = checks()
    documents = tables.load("documents").set_index("document")
    rows: list[dict[str, Any]] = []
    for row in tables.load("claims").sort_values(["document", "theme", "claim_id"]).to_dict("records"):
        key = documents["key"][row["document"]]
        if document not in ("", key):
            continue
        record = found.get(row["claim_id"])
        content = record.content if record else {}
        rows.append(
            {
                **{str(name): None if pd.isna(value) else value for name, value in row.items()},
                "document_name": documents["short_name"][row["document"]],
                "document_key": key,
                "rule": rule(claims.from_row(row["claim_id"], row)),
                "verdict": content.get("verdict"),
                "notebook": record.notebook if record else None,
                "cell": record.cell + 1 if record else None,
                **{name: content.get(name, "" if name in ("reason", "note") else []) for name in RECORDED},
                "tables": data_tables(content),
            }
        )
    return rows


def data_tables(content: dict[str, Any]) -> list[str]:
    """Return the data tables behind a record: those that hold figures of its sources.

    Where its dated facts name their tables, a source with figures in these and in others counts with these alone.
    """
    found = [each for role in wording.ROLES for each in content.get(role, [])]
    named = {page["table"] for each in found for page in each.get("pages", [])}
    held = [_holding(source) for source in content.get("sources", [])]
    used = {name for here in held for name in (here & named or here)}
    return [name for name in tables.names() if name in used]


@functools.cache
def _holding(source: str) -> frozenset[str]:
    return frozenset(tables.holding([source]))


def rule(claim: claims.Claim) -> str:
    """Return how a claim is read, and which measured values agree with it; empty where it states neither."""
    if claim.date:
        return wording.date_rule(claim.date)
    if claim.value is None:
        return ""
    return wording.number_rule(claim.comparator, claim.value, claim.value_high, claim.unit, claims.band(claim))


def why(row: dict[str, Any]) -> str:
    """Return the reason for the verdict of an entry in one sentence, or how to check a claim that has none."""
    if not row["verdict"]:
        how = f" How to check it: {row['how_to_check']}" if row["how_to_check"] else ""
        return f"No chapter has tested this claim yet.{how}"
    return wording.reason_by_bases(row["verdict"], row) if row["measured"] else str(row["reason"])


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
