"""Verdicts as schema.org ``ClaimReview`` records, for programs that collect checks of facts.

Only claims that were tested have one: an opinion is no fact that could be checked, and what nobody could test has no
verdict. The scale is for programs, which ask for a number; a verdict is its words.
"""

from typing import Any

from russia_asean import formatting, release
from russia_asean.book.common import marks
from russia_asean.book.content import ledger
from russia_asean.data import tables
from russia_asean.evidence.verdicts import Verdict

CONTEXT = "https://schema.org"
LANGUAGE = "en-GB"
# The place of each verdict on a scale from 1 to 5. A verdict that is not here is rated by none.
SCALE = {
    Verdict.SUPPORTED: 5,
    Verdict.SUPERSEDED: 4,
    Verdict.PART: 3,
    Verdict.DEPENDS: 3,
    Verdict.MISREAD: 2,
    Verdict.NOT_SUPPORTED: 1,
}


def reviews(rows: list[dict[str, Any]], known: release.Release) -> dict[str, Any]:
    """Return a record for each tested claim.

    Args:
        rows: entries of the ledger.
        known: the release; without an address the records hold no absolute ones.
    """
    return {"@context": CONTEXT, "@graph": [review(row, known) for row in rows if row["verdict"] in SCALE]}


def review(row: dict[str, Any], known: release.Release) -> dict[str, Any]:
    """Return the record of one claim.

    Args:
        row: its entry of the ledger, with a verdict of ``SCALE``.
        known: the release.
    """
    page = known.at(marks.claim_page(row["claim_id"]))
    return {
        "@type": "ClaimReview",
        "identifier": row["claim_id"],
        **({"@id": f"{page}#review", "url": page} if known.address else {}),
        "author": {
            "@type": "Organization",
            "name": known.author,
            **({"url": known.address} if known.address else {}),
        },
        "datePublished": row["history"][-1]["assessed"] if row["history"] else known.day.isoformat(),
        "version": known.version,
        "license": release.LICENCE_ADDRESS,
        "inLanguage": LANGUAGE,
        "claimReviewed": row["statement"],
        "itemReviewed": _claim(row["document"], row["said_by"]),
        "reviewRating": {
            "@type": "Rating",
            "alternateName": row["verdict"],
            "ratingValue": SCALE[row["verdict"]],
            "bestRating": max(SCALE.values()),
            "worstRating": min(SCALE.values()),
        },
        "reviewBody": " ".join(filter(None, [row["reason"], row["note"], row["not_measured"], row["strength"]])),
    }


def _claim(document: str, said_by: str) -> dict[str, Any]:
    """Return where a claim stands, and who says it: the authors of the document, where nobody else does."""
    known = tables.load("documents").set_index("document")
    row = known.assign(url=known["url"].fillna("")).loc[document]
    published = formatting.cut_date(str(row["published"].date()), str(row["published_precision"]))
    # Behind the outlet may stand where the copy was read.
    outlet = {"@type": "Organization", "name": row["outlet"].partition(";")[0]}
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
    return {"@type": "Claim", "author": author, "datePublished": published, "appearance": work}
