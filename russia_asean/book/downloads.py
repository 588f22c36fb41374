"""The files behind the book: data of every figure and table, the ledger, the notebooks."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from russia_asean import formatting
from russia_asean.book import claim_pages, entries, ledger, marks
from russia_asean.book.entries import Place
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.evidence.records import Exhibit
from russia_asean.evidence.verdicts import Verdict

AUTHOR = "Contributors to Russia and ASEAN, Claim by Claim"


def csv_text(rows: list[dict[str, Any]]) -> str:
    """Return rows as CSV with a header taken from the first row."""
    text = io.StringIO()
    # The csv module ends lines as Windows does unless it is told otherwise.
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row for CSV: a cell holds neither list nor dict, so these go in as JSON, and empty ones as nothing."""
    return {
        key: (json.dumps(value, ensure_ascii=False) if value else "") if isinstance(value, list | dict) else value
        for key, value in row.items()
    }


def claim_review(rows: list[dict[str, Any]], base: str = "") -> dict[str, Any]:
    """Return the decided claims as schema.org ``ClaimReview`` objects.

    A verdict stands as words only: it is no mark on a scale of truth. Dates of publication are left out, since the
    report states none for a verdict.

    Args:
        rows: entries of the ledger.
        base: the address of the book; addresses are relative to the downloads folder where there is none.
    """
    reviews = [_review(row, base or "../") for row in rows if row["verdict"] not in (None, Verdict.UNTESTED)]
    return {"@context": "https://schema.org", "@graph": reviews}


def _review(row: dict[str, Any], base: str) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "identifier": row["claim_id"],
        "url": f"{base.rstrip('/')}/{claim_pages.address(row['claim_id'])}.html",
        "author": {"@type": "Organization", "name": AUTHOR},
        "inLanguage": "en-GB",
        "claimReviewed": row["statement"],
        "itemReviewed": _claim(row["document"], row["said_by"]),
        "reviewRating": {"@type": "Rating", "alternateName": row["verdict"]},
        "reviewBody": " ".join(filter(None, [row["reason"], row["note"], row["not_measured"], row["strength"]])),
    }


def _claim(document: str, said_by: str) -> dict[str, Any]:
    """Return where a claim stands, and who says it: the authors of the document, where nobody else does."""
    known = tables.load("documents").set_index("document")
    row = known.assign(url=known["url"].fillna("")).loc[document]
    published = formatting.cut_date(str(row["published"].date()), str(row["published_precision"]))
    outlet = {"@type": "Organization", "name": row["outlet"]}
    named = [] if row["authors"].startswith("not stated") else row["authors"].split("; ")
    work = {
        "@type": "CreativeWork",
        "name": row["title"],
        "publisher": outlet,
        "datePublished": published,
        **({"url": row["url"]} if row["url"] else {}),
    }
    # Where no author is named the outlet answers for the claim.
    author: Any = [{"@type": "Person", "name": name} for name in named] or outlet
    if said_by == ledger.OUTLET:
        author = outlet
    elif said_by != ledger.AUTHOR:
        author = {"name": said_by}  # a person or a body: the table does not tell them apart
    return {"@type": "Claim", "author": author, "appearance": work}


def data_resource(exhibit: Exhibit, place: Place) -> dict[str, Any]:
    """Return an exhibit as a Frictionless data resource: its data with schema, credits and the cell that made it."""
    keys = records.sources(exhibit.rests_on)
    credits = [
        {"key": key, "title": row["title"], "producer": row["producer"]} for key, row in tables.credit(keys).iterrows()
    ]
    return {
        "name": exhibit.key,
        "title": exhibit.title,
        "description": exhibit.caption,
        **({"alt": exhibit.alt} if exhibit.alt else {}),
        "processing": exhibit.processing,
        "sources": credits,
        "tables": sorted({each.table for each in exhibit.rests_on}),
        "schema": {"fields": list(exhibit.fields)},
        "data": list(exhibit.data),
        "notebook": f"{place.chapter}.ipynb, cell {place.cell}",
    }


def write(folder: Path, base: str = "") -> None:
    """Write all downloads into a folder.

    Args:
        folder: where they go; it is made if need be.
        base: the address of the book, if it has one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    places = entries.places("exhibits")
    for label, exhibit in entries.exhibits().items():
        (folder / f"{label}.csv").write_text(csv_text(list(exhibit.data)), encoding="utf-8")
        _write_json(folder / f"{label}.json", data_resource(exhibit, places[label]))
    rows = ledger.entries()
    _write_json(folder / "ledger.json", rows)
    _write_json(folder / "claim-review.jsonld", claim_review(rows, base))
    (folder / "ledger.csv").write_text(csv_text([flat(row) for row in rows]), encoding="utf-8")
    for notebook in entries.notebooks():
        shutil.copyfile(notebook, folder / notebook.name)


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _after_build(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        write(Path(app.outdir) / marks.DOWNLOADS, app.config.html_baseurl)


def register(app: Sphinx) -> None:
    """Write the downloads when an HTML build has finished."""
    app.connect("build-finished", _after_build)
