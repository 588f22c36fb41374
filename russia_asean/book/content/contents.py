"""What each template of ``book/templates`` is filled with: rows and numbers, no markup."""

from collections.abc import Callable
from typing import Any

from russia_asean.book.common import entries
from russia_asean.book.content import (
    claim_review,
    content_security,
    country_pages,
    coverage,
    ledger,
    ledger_pages,
    other_edition,
    release_calendar,
    review,
    robustness,
    whats_new,
)
from russia_asean.data import tables
from russia_asean.evidence import moves, wording
from russia_asean.evidence.verdicts import Verdict

Row = dict[str, Any]


def coverage_counts() -> Row:
    """Return counts of verdicts by document and theme, the bars, and the claims that are open."""
    rows = ledger.entries()
    return {
        "by_document": coverage.verdict_counts(rows, "document_name"),
        "by_theme": coverage.verdict_counts(rows, "theme"),
        "weak": coverage.weak_counts(rows),
        "bars": coverage.bars(rows),
        "pending": coverage.pending(rows),
        "pages": coverage.pages(entries.claim_records().values()),
        "untested": [
            {**row, "needs": wording.needs_alone(row["reason"])} for row in rows if row["verdict"] == Verdict.UNTESTED
        ],
    }


def verdict_changes() -> Row:
    """Return what became of the first edition's verdicts."""
    claims = whats_new.assessed()
    return {"counts": whats_new.counts(claims), "matrix": whats_new.matrix(claims), "moves": whats_new.moves(claims)}


def new_editions() -> Row:
    """Return the newer editions of sources, with their roles, and the files taken since the first edition."""
    return {"editions": whats_new.newer_editions(), "files": whats_new.files()}


def tried_choices() -> Row:
    """Return every choice of the analysis, what else was tried and what it changes."""
    return {"choices": robustness.choices()}


def editions() -> Row:
    """Return what each edition with other parameters moves, and which sentences turn in more than one of them.

    Raises:
        RecordError: the matrix of editions is missing or damaged.
    """
    found = [{**each.model_dump(), **other_edition.told(each)} for each in moves.read().editions]
    turning: dict[str, list[str]] = {}
    for each in found:
        for sentence in each["sentences"]:
            if sentence["turns"]:
                turning.setdefault(sentence["key"], []).append(each["title"])
    return {
        "editions": found,
        "lines": [
            [each["title"], each["name"], each["said"], each["turned"], each["other"], len(each["verdicts"])]
            for each in found
        ],
        "rows": [[key, "; ".join(titles)] for key, titles in turning.items() if len(titles) > 1],
    }


def errata() -> Row:
    """Return the declared corrections of figures."""
    return {"corrections": tables.load(tables.CORRECTIONS).fillna("").to_dict("records")}


def sentences() -> Row:
    """Return all computed sentences with their keys, by chapter in the order of the book."""
    found, places = entries.findings(), entries.places("findings")
    chapters = []
    for name in entries.chapter_order():
        keys = sorted((places[key].cell, key) for key in found if places[key].chapter == name)
        if keys:
            shown = [{"key": key, "text": found[key].text} for _, key in keys]
            chapters.append({"name": name, "title": entries.chapter_title(name), "findings": shown})
    return {"chapters": chapters}


def hosting() -> Row:
    """Return what the page for hosts holds: headers to send, and the scale of the verdicts for programs."""
    headers = {
        "Content-Security-Policy": f"{content_security.policy()}; frame-ancestors 'self'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }
    scale = sorted(claim_review.SCALE.items(), key=lambda each: -each[1])
    return {"headers": headers, "scale": [{"verdict": verdict, "value": value} for verdict, value in scale]}


# The templates there are, and what fills each.
OF: dict[str, Callable[..., Row]] = {
    "ledger-list": ledger_pages.ledger_list,
    "ledger-document": ledger_pages.ledger_document,
    "ledger-columns": ledger_pages.ledger_columns,
    "country": country_pages.country,
    "countries": country_pages.tiles,
    "coverage": coverage_counts,
    "verdict-changes": verdict_changes,
    "blind-coding": review.coded_blind,
    "review-counts": review.review_counts,
    "new-editions": new_editions,
    "choices": tried_choices,
    "editions": editions,
    "calendar": release_calendar.calendar,
    "errata": errata,
    "sentences": sentences,
    "hosting-headers": hosting,
    "hosting-scale": hosting,
}
