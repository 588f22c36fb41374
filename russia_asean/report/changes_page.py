"""A page of what changed between the stored edition and a rehearsal: one file that loads nothing from elsewhere."""

import base64
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from russia_asean import templating
from russia_asean.evidence import records, verdicts
from russia_asean.evidence.records import ClaimTest, Exhibit, Finding, Record, Results
from russia_asean.report import changes, notebook_files
from russia_asean.report.changes import Change

TEMPLATE = "changes.html.jinja"
SVG = "image/svg+xml"
# What the template asks of each entry.
NOTHING_MORE: dict[str, Any] = {"statement": "", "sides": [], "verdicts": [], "pictures": [], "tables": []}


class Compared(Protocol):
    """What the page shows: a rehearsal on other tables, or a run with other parameters."""

    @property
    def results(self) -> Mapping[str, Results]:
        """What is said now, by chapter."""

    @property
    def before(self) -> Mapping[str, Results]:
        """What was said, by chapter."""

    @property
    def changes(self) -> Sequence[Change]:
        """What differs."""

    @property
    def chapters(self) -> tuple[str, ...]:
        """The chapters that were run."""

    def notebooks(self, chapter: str) -> tuple[Path, Path]:
        """Return the executed notebooks of a chapter, that of before and that of now."""


def write(
    path: Path,
    title: str,
    introduction: Sequence[str],
    made: Compared,
    tables: Mapping[str, pd.DataFrame] | None = None,
    *,
    unchanged: bool = False,
) -> Path:
    """Write the page of a comparison, and return its path.

    Args:
        path: the file, such as ``_build/refresh/index.html``.
        title: what was rehearsed, a few words.
        introduction: paragraphs that say on what, and what is assumed.
        made: what the report says otherwise.
        tables: what is told before the changes, each under its heading, such as figures that were revised.
        unchanged: whether sentences that are the same are told, too, after those that are not.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(title, introduction, made, tables, unchanged=unchanged), encoding="utf-8")
    return path


def page(
    title: str,
    introduction: Sequence[str],
    made: Compared,
    tables: Mapping[str, pd.DataFrame] | None = None,
    *,
    unchanged: bool = False,
) -> str:
    """Return the page of a comparison as HTML; arguments as for ``write``."""
    shown = {
        heading: table.astype(object).where(table.notna(), "–").to_html(index=False, border=0)
        for heading, table in (tables or {}).items()
    }
    environment = templating.environment(keep_trailing_newline=True)
    environment.filters["sentence"] = _sentence
    return environment.get_template(TEMPLATE).render(
        title=title,
        introduction=introduction,
        tables=shown,
        groups=_groups(made),
        same=_same(made) if unchanged else [],
        chapters=made.chapters,
        colours={verdicts.css_class(name): colours for name, colours in verdicts.COLOURS.items()},
    )


def _sentence(text: str) -> str:
    """Return the words of a change as a sentence of its own, without the marks of emphasis that a terminal shows."""
    plain = re.sub(r"\*([^*]+)\*", r"\1", text)
    return plain[:1].upper() + plain[1:]


def _groups(made: Compared) -> list[dict[str, Any]]:
    """Return the changes by kind, in the order in which they are told, and in each by the record they are about."""
    before, after = _records(made.before), _records(made.results)
    found = []
    for kind in changes.ORDER:
        here: dict[tuple[str, str], list[str]] = {}
        for change in made.changes:
            if change.kind == kind:
                here.setdefault((change.chapter, change.key), []).append(change.text)
        items = [
            {"chapter": chapter, "key": key, "texts": texts, **NOTHING_MORE}
            | _about(kind, before.get((chapter, key)), after.get((chapter, key)))
            for (chapter, key), texts in here.items()
        ]
        if kind == "exhibit":
            _add_exhibits(items, before, after, made)
        if items:
            found.append({"kind": kind, "heading": changes.HEADINGS[kind], "entries": items})
    return found


def _records(results: Mapping[str, Results]) -> dict[tuple[str, str], Record]:
    return {(name, record.key): record for name, each in results.items() for record in each.records}


def _about(kind: str, old: Record | None, new: Record | None) -> dict[str, Any]:
    """Return what the page says of a record beside the words of its changes."""
    said = new or old
    if isinstance(said, ClaimTest):
        verdict = [each.verdict if isinstance(each, ClaimTest) else "" for each in (old, new)]
        classes = [verdicts.css_class(each) for each in verdict]
        return {"statement": said.statement, "verdicts": list(zip(verdict, classes, strict=True))}
    if isinstance(said, Finding) and kind == "finding":
        texts = [each.text if isinstance(each, Finding) else "" for each in (old, new)]
        return {"sides": _compared(*texts)}
    return {"statement": said.title if said and not isinstance(said, Finding) else ""}


def _compared(old: str, new: str) -> list[list[tuple[str, bool]]]:
    """Return two texts as pieces, each with whether the other text lacks it."""
    words = [re.findall(r"\S+\s*", text) for text in (old, new)]
    sides: list[list[tuple[str, bool]]] = [[], []]
    for what, first, last, start, end in difflib.SequenceMatcher(a=words[0], b=words[1], autojunk=False).get_opcodes():
        for side, piece in zip(sides, (words[0][first:last], words[1][start:end]), strict=True):
            if piece:
                side.append(("".join(piece), what != "equal"))
    return sides


def _same(made: Compared) -> list[Finding]:
    """Return the sentences that are the same as before, in the order of their chapters."""
    before = _records(made.before)
    return [
        record
        for name in made.chapters
        for record in made.results[name].findings
        if isinstance(old := before.get((name, record.key)), Finding) and old.text == record.text
    ]


def _add_exhibits(
    items: Iterable[dict[str, Any]],
    before: Mapping[tuple[str, str], Record],
    after: Mapping[tuple[str, str], Record],
    made: Compared,
) -> None:
    """Add to each exhibit its old and new picture, where they are others, or its old and new cells as printed."""
    held: dict[str, list[dict[str, tuple[Exhibit, str]]]] = {}
    for item in items:
        chapter, place = item["chapter"], (item["chapter"], item["key"])
        if chapter not in held:
            held[chapter] = [_pictures(notebook) for notebook in made.notebooks(chapter)]
        both = [side.get(item["key"]) for side in held[chapter]]
        svgs = [each[1] if each else "" for each in both]
        if any(svgs) and svgs[0] != svgs[1]:
            item["pictures"] = [
                {"address": _data_address(svg), "alt": each[0].alt} if each and svg else None
                for each, svg in zip(both, svgs, strict=True)
            ]
        printed = [
            each.printed if isinstance(each, Exhibit) else None for each in (before.get(place), after.get(place))
        ]
        if printed[0] != printed[1]:
            item["tables"] = printed


def _pictures(notebook: Path) -> dict[str, tuple[Exhibit, str]]:
    """Return the exhibits of a stored notebook that have a picture, with its SVG, by label."""
    if not notebook.exists():
        return {}
    mark = records.MIME_TYPES[Exhibit]
    outputs = [output for cell in notebook_files.read(notebook).cells for output in cell.get("outputs", [])]
    found = {}
    for output in outputs:
        if output.get("metadata", {}).get(records.MARK) == mark and SVG in output["data"]:
            exhibit = Exhibit.model_validate(output["data"][mark])
            found[exhibit.key] = exhibit, "".join(output["data"][SVG])
    return found


def _data_address(svg: str) -> str:
    return f"data:{SVG};base64,{base64.b64encode(svg.encode()).decode()}"
