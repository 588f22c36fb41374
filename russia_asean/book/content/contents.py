"""What each template of ``book/templates`` is filled with: rows and numbers, no markup."""

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
from mdit_py_plugins.anchors.index import slugify

from russia_asean import formatting
from russia_asean.book.common import entries, marks
from russia_asean.book.content import (
    claim_review,
    content_security,
    country_pages,
    coverage,
    ledger,
    other_edition,
    robustness,
    value_rows,
    whats_new,
)
from russia_asean.data import tables
from russia_asean.evidence import blind_coding, history, moves, wording
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
# How a publisher is asked, in the words of a sentence; the keys are those of the table of fetching.
ASKED = {
    "api": "through its interface",
    "file": "at the address of a file",
    "by hand": "which a person has to download",
}
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


def coded_blind() -> Row:
    """Return how far the blind coders of each draw agree, and how many claims were drawn each time."""
    drawn = [set(blind_coding.codings(draw).index) for draw in blind_coding.SEEDS]
    again = set.intersection(*drawn)
    return {
        "drawn_from": blind_coding.DRAWN_FROM,
        "bar": f"{blind_coding.BAR:g}",
        "again": len(again),
        "draws": [_coded_draw(draw) for draw in blind_coding.SEEDS],
        "fresh": _pairs(blind_coding.codings(max(blind_coding.SEEDS)).drop(index=list(again))),
    }


def _pairs(codes: pd.DataFrame) -> list[Row]:
    """Return the agreement of each pair as printed, without the verdicts stored now."""
    return [
        {
            "pair": f"{each['first']} – {each['second']}",
            "alike": each["agreement"].alike,
            "claims": each["agreement"].claims,
            "kappa": f"{each['agreement'].kappa:.2f}",
        }
        for each in blind_coding.agreements(codes)
        if each["second"] != blind_coding.NOW
    ]


def _coded_draw(draw: int) -> Row:
    """Return how far the coders of a draw agree with each other and the stored verdicts, and what they differ on."""
    codes = blind_coding.codings(draw)
    claims = tables.load("claims", credit=False).set_index("claim_id")["statement"].to_dict()
    told = history.by_claim()
    differing = [
        {
            "claim_id": claim_id,
            "statement": claims[claim_id],
            "verdicts": " / ".join(map(str, codes.loc[claim_id])),
            "reason": told[claim_id][-1]["reason"] if claim_id in told else "",
        }
        for claim_id in blind_coding.differing(codes)
    ]
    found = blind_coding.agreements(codes)
    lines = [
        [
            f"{each['first']} – {each['second']}",
            f"{each['agreement'].alike} of {each['agreement'].claims}",
            f"{each['agreement'].percent:.0f} %",
            f"{each['agreement'].kappa:.2f}",
        ]
        for each in found
    ]
    harder = blind_coding.without_judgements(codes)
    first, second = found[0]["first"], found[0]["second"]
    return {
        "draw": draw,
        "drawn": len(codes),
        "seed": blind_coding.SEEDS[draw],
        "both": found[0]["agreement"].alike,
        "harder": _pairs(harder),
        "harder_reached": blind_coding.reached(blind_coding.agreements(harder), blind_coding.BEFORE),
        "first": first,
        "second": second,
        "reached": blind_coding.reached(found, blind_coding.BEFORE),
        "agreements": {"head": ["Pair", "Alike", "Percent", "Kappa"], "lines": lines, "columns": "LRRR"},
        "coders": blind_coding.confusion(codes, first, second),
        "stored": blind_coding.confusion(codes, first, blind_coding.BEFORE),
        "stored_second": blind_coding.confusion(codes, second, blind_coding.BEFORE),
        "differing": differing,
    }


def review_counts() -> Row:
    """Return what the review of verdicts came to: the last draw of blind coding, and the verdicts that changed."""
    draw = max(blind_coding.SEEDS)
    codes = blind_coding.codings(draw)
    between = blind_coding.agreements(codes)[0]["agreement"]
    verdicts = history.by_claim()
    return {
        "drawn": len(codes),
        "alike": between.alike,
        "kappa": f"{between.kappa:.2f}",
        "changed": sum(len({each["verdict"] for each in told}) > 1 for told in verdicts.values()),
        "claims": len(tables.load("claims", credit=False)),
    }


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
    "ledger-list": ledger_list,
    "ledger-document": ledger_document,
    "ledger-columns": ledger_columns,
    "country": country_pages.country,
    "countries": country_pages.tiles,
    "coverage": coverage_counts,
    "verdict-changes": verdict_changes,
    "blind-coding": coded_blind,
    "review-counts": review_counts,
    "new-editions": new_editions,
    "choices": tried_choices,
    "editions": editions,
    "calendar": calendar,
    "errata": errata,
    "sentences": sentences,
    "hosting-headers": hosting,
    "hosting-scale": hosting,
}
