"""The ledger page of a document that the report does not hold yet: the page it would get, with every verdict open."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from russia_asean.book.building import build
from russia_asean.book.common import markdown
from russia_asean.book.content import ledger, ledger_pages, templates
from russia_asean.data import tables
from russia_asean.evidence.consistency import Relation
from russia_asean.evidence.new_documents import NewDocument
from russia_asean.evidence.testability import Outlook, Prospect

TOGETHER = "goes together"


def page(new: NewDocument, prospects: Sequence[Prospect], relations: Sequence[Relation]) -> str:
    """Return the page as MyST Markdown.

    Args:
        new: the document.
        prospects: what can be done with each claim.
        relations: what its numbers say beside others.
    """
    outlooks = {each.claim_id: each for each in prospects}
    rows = []
    for row in new.claims.sort_values(["theme", "claim_id"]).to_dict("records"):
        known = outlooks[row["claim_id"]]
        told = ledger.entry(row, new.about)
        # A note is Markdown, and what is known of the claim is plain text.
        told["note"] = markdown.escaped(f"{_sentence(known.outlook)} {known.told}")
        rows.append(told)
    listed = [
        {
            "kind": _sentence(each.disagreement or TOGETHER).rstrip("."),
            "about": each.about,
            "stated": each.stated,
            "arithmetic": each.arithmetic,
            "follows": each.follows,
            "claims": each.claim_ids,
        }
        for each in relations
    ]
    counted = Counter(each.outlook for each in prospects)
    content: dict[str, Any] = {
        "key": new.key,
        "short_name": new.about["short_name"],
        "note": new.about["note"],
        "outlooks": {_sentence(outlook): counted[outlook] for outlook in Outlook if counted[outlook]},
        "relations": listed,
        "documents": [f"{number} {name}" for number, name in _documents(new)],
        **ledger_pages.ledger_of(rows),
    }
    return templates.filled("_draft-document", content)


def _documents(new: NewDocument) -> list[tuple[str, str]]:
    """Return number and short name of the documents of the report and of the new one."""
    stored = tables.load("documents", credit=False)
    known = list(zip(stored["document"], stored["short_name"], strict=True))
    return [*known, (new.about["document"], new.about["short_name"])]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def reference(about: dict[str, str]) -> str:
    """Return the entry of the bibliography that a document would get."""
    authors = about["authors"]
    # Braces keep a body, such as an outlet, from being read as a person with a family name.
    author = f"{{{about['outlet']}}}" if authors.startswith("not stated") else authors.replace("; ", " and ")
    fields = {
        "author": author,
        "title": f"{{{about['title']}}}",
        "year": about["published"][:4],
        "howpublished": about["outlet"],
        "url": about["url"],
        "note": "Draft entry",
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@misc{{{about['key']},", *lines, "}", ""])


def write(text: str, new: NewDocument, target: Path) -> Path:
    """Build the page as the book builds its pages, into a folder, and return its address there.

    Args:
        text: the page, as ``page`` returns it.
        new: the document.
        target: where the built page goes, in the place of what was there.

    Raises:
        BuildError: the page cannot be built.
    """
    return build.build_page(ledger.page(new.key), text, target, reference(new.about))
