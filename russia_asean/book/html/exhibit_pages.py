"""A page for each figure and table, ``exhibits/LABEL.html``: what it shows, its sources, files and references.

Its address stays when chapters are rearranged. The pages are made from the records and not from the pages of chapters;
Sphinx puts them into the frame of the theme.
"""

import html
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from russia_asean import formatting, paths
from russia_asean.book import rendering
from russia_asean.book.common import entries, marks, pictures
from russia_asean.book.content import citing, exhibit_files, ledger, templates
from russia_asean.book.directives import cite_controls
from russia_asean.book.transforms import typesetting
from russia_asean.evidence import records
from russia_asean.evidence.records import Exhibit

TEMPLATE = "exhibit-page"
TEXTS = ("title", "caption", "alt", "processing")  # of an exhibit
BIBLIOGRAPHY = "../book/bibliography.html#ref-"


def give(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Return name, content and template of the page of each exhibit of the book."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or not cite_controls.pages(app.env):
        return
    places, numbered, claims = entries.places("exhibits"), marks.exhibit_numbers(app), _claims()
    things = {each.name: each for each in citing.exhibits()}
    known = {label: each for label, each in entries.exhibits().items() if label in numbered}
    order = sorted(known, key=lambda label: (places[label].chapter, places[label].cell))
    for at, label in enumerate(order):
        exhibit, chapter = known[label], places[label].chapter
        thing = things[label]
        said = {name: typesetting.with_quotes(getattr(exhibit, name)) for name in TEXTS}
        content = {
            "exhibit": exhibit.model_copy(update=said),
            "kind": thing.kind,
            "number": numbered[label],
            "chapter": entries.chapter_title(chapter),
            "place": f"../notebooks/{chapter}.html#{label}",
            "shown": _picture(exhibit, chapter) if exhibit.pictures else _table(builder, exhibit),
            "files": _files(exhibit, chapter),
            "sources": [
                each | {"site": formatting.site_name(each.get("path", ""))}
                for each in exhibit_files.sources(records.sources(exhibit.rests_on))
            ],
            "bibliography": BIBLIOGRAPHY,
            "claims": claims.get(label, []),
            "mark": cite_controls.link(thing.kind, f"#{cite_controls.ANCHOR}"),
            "block": cite_controls.block(thing),
        }
        beside = [each if 0 <= each < len(order) else None for each in (at - 1, at + 1)]
        before, after = [None if each is None else _neighbour(known[order[each]], chapter) for each in beside]
        context = {
            "title": _title(exhibit),
            "body": templates.page(TEMPLATE, content),
            "description": f"{said['title'].rstrip('.')}. {said['caption']}",
            "picture": _card(exhibit),
            "prev": before,
            "next": after,
        }
        yield marks.exhibit_page(label).removesuffix(".html"), context, "page.html"


def _claims() -> dict[str, list[dict[str, Any]]]:
    """Return the claims whose verdicts an exhibit bears on, by its label."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in ledger.entries():
        for key in row["evidence"]:
            told = {"statement": typesetting.with_quotes(row["statement"]), "verdict": row["verdict"]}
            found.setdefault(key, []).append({**told, "page": f"../{marks.claim_page(row['claim_id'])}"})
    return found


def _picture(exhibit: Exhibit, chapter: str) -> str:
    notebook = paths.NOTEBOOKS / f"{chapter}.ipynb"
    stored = entries.stored_output(notebook, records.MIME_TYPES[Exhibit], exhibit.key)
    return pictures.in_page(exhibit.key, stored[records.SVG], stored[records.NARROW_SVG], exhibit.alt)


def _table(builder: StandaloneHTMLBuilder, exhibit: Exhibit) -> str:
    assert exhibit.printed is not None  # what has no picture is printed as a table

    def cell(head: str, text: str) -> nodes.Node:
        is_claim = head == rendering.CLAIM
        uri = f"../{marks.claim_page(text)}"
        return nodes.reference("", text, internal=True, refuri=uri) if is_claim else nodes.Text(text)

    table = rendering.printed_table(exhibit.printed, cell)
    table["ids"] = ["table"]  # without one Sphinx warns
    table.insert(0, nodes.title("", exhibit.caption))
    for text in list(table.findall(nodes.Text)):
        text.parent.replace(text, nodes.Text(typesetting.with_quotes(text.astext())))
    typesetting.set_numbers(table)
    return str(builder.render_partial(table)["fragment"])


def _files(exhibit: Exhibit, chapter: str) -> list[dict[str, str]]:
    """Return the files of an exhibit: what each is, and its address."""
    endings = {"csv": "Data as CSV", "json": "Data with metadata as JSON"}
    if exhibit.pictures:
        endings |= {"svg": "Picture as SVG", "png": "Picture as PNG"}
    named = [(what, f"{exhibit.key}.{ending}") for ending, what in endings.items()]
    return [
        {"what": what, "address": f"../{marks.DOWNLOADS}/{marks.file_name(name)}"}
        for what, name in [*named, ("Code of the chapter as a notebook", f"{chapter}.ipynb")]
    ]


def _card(exhibit: Exhibit) -> dict[str, str]:
    """Return what stands for the page where others link to it; for a table that is what stands for the report."""
    if not exhibit.pictures:
        return {}
    return {"picture": f"{marks.DOWNLOADS}/{marks.file_name(f'{exhibit.key}.png')}", "picture_alt": exhibit.alt}


def _neighbour(exhibit: Exhibit, chapter: str) -> dict[str, str] | None:
    """Return an exhibit of the same chapter, as the theme links the page before or after."""
    if entries.places("exhibits")[exhibit.key].chapter != chapter:
        return None
    return {"link": f"{exhibit.key}.html", "title": _title(exhibit)}


def _title(exhibit: Exhibit) -> str:
    """Return the title of an exhibit as HTML."""
    return html.escape(formatting.typeset(typesetting.with_quotes(exhibit.title)), quote=False)


def register(app: Sphinx) -> None:
    """Write the pages of the exhibits with the HTML book."""
    app.connect("html-collect-pages", give)
