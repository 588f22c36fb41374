"""Who publishes when: the releases of sources to look for in each month."""

from typing import Any

from russia_asean import formatting
from russia_asean.data import tables

Row = dict[str, Any]
# How a publisher is asked, in the words of a sentence; the keys are those of the table of fetching.
ASKED = {
    "api": "through its interface",
    "file": "at the address of a file",
    "by hand": "which a person has to download",
}


def calendar() -> Row:
    """Return who publishes when: the releases to look for in each month, and each release with what usually breaks."""
    listed = tables.load("calendar", credit=False).astype(object).fillna("")
    rows = [{str(name): cell for name, cell in row.items()} for row in listed.to_dict("records")]
    ways = dict(tables.load("fetching", credit=False)[["publisher", "how"]].to_numpy())
    due = {row["release_id"]: {int(month) for month in row["months"].split(";") if month} for row in rows}
    return {
        "months": [
            [name, "; ".join(_release(row) for row in rows if number in due[row["release_id"]]) or "–"]
            for number, name in enumerate(formatting.MONTHS, start=1)
        ],
        "releases": [
            {
                "publisher": row["publisher"],
                "release": row["release"],
                "when": _when(
                    row["rhythm"], [formatting.MONTHS[month - 1] for month in sorted(due[row["release_id"]])]
                ),
                "tables": row["tables"].split(";"),
                "asked": row["asked_as"],
                "how": ASKED.get(ways.get(row["asked_as"], ""), ""),
                "breaks": row["breaks"],
                "page": row["source_url"],
                "site": formatting.site_name(row["source_url"]),
            }
            for row in sorted(rows, key=lambda row: (row["publisher"], row["release"]))
        ],
    }


def _release(row: Row) -> str:
    return f"{row['publisher']}: {row['release']}"


def _when(rhythm: str, months: list[str]) -> str:
    """Return how often a release comes and when to look for it, in one sentence or two."""
    if not months:
        return "No longer published."
    return (
        f"Published {rhythm if rhythm != 'irregular' else 'at no fixed time'}. Look in {formatting.word_list(months)}."
    )
