"""The book of an edition with other parameters: a page in front of it says what changed, and every page leads there.

The mark that makes every page say so is printed by ``edition``; here is the page, and what it needs to be in the book.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from russia_asean.book.common import entries
from russia_asean.book.content import templates
from russia_asean.data import tables
from russia_asean.evidence.moves import Moves
from russia_asean.evidence.records import Results

PAGE = "book/what-changed"  # as the banner of the pages links it


def write(copy: Path, moved: Moves, before: Mapping[str, Results], after: Mapping[str, Results]) -> Path:
    """Put the page of what changed in front of the others in a copy of the project, and return its path.

    Args:
        copy: the copy, which is the edition.
        moved: what the edition moves.
        before: the results of the report, by chapter.
        after: those of the edition.
    """
    path = copy / f"{PAGE}.md"
    path.write_text(page(moved, before, after), encoding="utf-8")
    contents = yaml.safe_load((copy / "_toc.yml").read_text(encoding="utf-8"))
    contents["parts"][0]["chapters"].insert(0, {"file": PAGE})
    (copy / "_toc.yml").write_text(yaml.safe_dump(contents, sort_keys=False), encoding="utf-8")
    return path


def page(moved: Moves, before: Mapping[str, Results], after: Mapping[str, Results]) -> str:
    """Return the page of what changed as MyST Markdown; arguments as for ``write``."""
    chapters = [
        {
            "name": name,
            "title": entries.chapter_title(name),
            "sentences": [each for each in moved.sentences if each.chapter == name],
            "titles": _titles(before[name], after[name]),
        }
        for name in entries.chapter_order()
        if name in moved.chapters
    ]
    return templates.filled("_what-changed", {"moves": moved, **told(moved), "chapters": chapters})


def told(moved: Moves) -> dict[str, Any]:
    """Return counts, parameters and verdicts of an edition in words, as both the page and the matrix tell them."""
    return {
        "turned": sum(each.turns for each in moved.sentences),
        "other": sum(not each.turns for each in moved.sentences),
        "parameters": [
            f"{chapter}: {name} = {str(value).lower() if isinstance(value, bool) else value}"
            for chapter, given in moved.choices.items()
            for name, value in given.items()
        ],
        "verdicts": [{**each.model_dump(), "statement": _statement(each.key)} for each in moved.verdicts],
    }


def _statement(claim: str) -> str:
    stated = tables.load("claims", credit=False).set_index("claim_id")["statement"]
    return str(stated[claim])


def _titles(before: Results, after: Results) -> list[dict[str, str]]:
    """Return the figures and tables of a chapter whose title is another one."""
    now = {each.key: each.title for each in after.exhibits}
    return [
        {"key": each.key, "before": each.title, "after": now.get(each.key, "")}
        for each in before.exhibits
        if now.get(each.key, "") != each.title
    ]
