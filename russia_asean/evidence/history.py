"""The history of verdicts: what each edition said of a claim, and why a later one changed it."""

from collections.abc import Mapping
from typing import Any

from russia_asean.data import tables
from russia_asean.evidence.records import ClaimTest

TABLE = "verdict_history"
FIRST = 1  # the edition that all others are compared with
DROPPED = "dropped"  # of a row that turned out to be no claim of the document


def by_claim() -> dict[str, list[dict[str, Any]]]:
    """Return the assessments of each claim, the first edition first.

    Returns:
        By claim, dicts with edition, assessed (ISO date), verdict and reason (empty for the first).
    """
    table = tables.load(TABLE, credit=False).sort_values(["claim_id", "edition"])
    table = table.assign(assessed=table["assessed"].dt.date.astype(str), reason=table["reason"].fillna(""))
    table = table.astype({"verdict": object})
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_dict("records"):
        found.setdefault(str(row["claim_id"]), []).append({str(name): cell for name, cell in row.items()})
    return found


def problems(tests: Mapping[str, ClaimTest]) -> list[str]:
    """Return where the history does not end with the verdict of today, or a change has no reason.

    Args:
        tests: the record of every claim, by its id.
    """
    found = []
    known = by_claim()
    for claim_id, test in sorted(tests.items()):
        told = known.get(claim_id, [])
        if not told:
            found.append(f"claim {claim_id!r} has no row. Add one with edition, day, verdict and reason.")
        elif told[-1]["verdict"] != test.verdict:
            found.append(
                f"claim {claim_id!r} is {test.verdict!r} today and {told[-1]['verdict']!r} in the table. Add a row for "
                "this edition with the reason of the change."
            )
    for claim_id, told in sorted(known.items()):
        if claim_id not in tests and told[-1]["verdict"] != DROPPED:
            found.append(f"claim {claim_id!r} is no claim any more. Add a row with {DROPPED!r} and the reason.")
        found += [
            f"claim {claim_id!r}, edition {each['edition']}: no reason is given. Say why the verdict changed."
            for each in told[1:]
            if not each["reason"]
        ]
    return [f"data/claims/{TABLE}.csv: {each}" for each in found]
