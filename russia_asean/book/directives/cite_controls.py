"""The word “Cite” beside headings, exhibits and claims, and where it leads.

It is a link to a page that holds the references to a page and its sections, ``cite/NAME.html``, or to the end of the
page of an exhibit or a claim. Where scripts run, ``cite.js`` shows the same in a box over the page. It takes it from a
script, ``cite/NAME.js``: a book that is read from a folder may load scripts and no other files.
"""

import functools
import json
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from russia_asean import paths, release
from russia_asean.book.common import entries, marks
from russia_asean.book.content import citing, templates
from russia_asean.book.content.citing import Thing

FILES = f"{marks.DOWNLOADS}/{marks.REFERENCES}"
ANCHOR = "cite"  # of the references on the page of an exhibit or a claim
HOME = "book/cite"  # a book without this page, such as the draft of a document, has nothing to be cited
CHECK = "check-"  # anchors of the boxes of claims begin with it
# What the link says to those who do not see what it stands beside.
LABELS = {
    citing.PAGE: "Cite this page",
    citing.SECTION: "Cite this section",
    citing.FIGURE: "Cite this figure",
    citing.TABLE: "Cite this table",
    citing.VERDICT: "Cite this verdict",
}

_log = logging.getLogger(__name__)


class Mark(nodes.General, nodes.Inline, nodes.Element):  # type: ignore[misc]
    """The link “Cite”. It has no text, so that it becomes no part of a heading in menus and in the search."""


class Place(nodes.General, nodes.Element):  # type: ignore[misc]
    """Where a page prints a reference, until all pages are read."""


@functools.cache
def _exhibits() -> list[Thing]:
    return citing.exhibits()


@functools.cache
def _places() -> dict[str, entries.Place]:
    return entries.places("exhibits")


@functools.cache
def _verdicts() -> dict[str, Thing]:
    """Return the verdicts by their pages."""
    return {each.place: each for each in citing.verdicts()}


def _forget(app: Sphinx) -> None:
    """Read the records anew with each build, and once for all its pages."""
    _exhibits.cache_clear()
    _places.cache_clear()
    _verdicts.cache_clear()


def alone_at(page: str) -> Thing | None:
    """Return the figure, table or verdict that has a page, as a file of the HTML book, for itself."""
    if page.startswith(f"{marks.EXHIBITS}/"):
        return next((each for each in _exhibits() if each.place == page), None)
    # A page of the contents is none, and need not wait until all claims are read.
    return None if page.startswith((f"{paths.BOOK.name}/", f"{paths.NOTEBOOKS.name}/")) else _verdicts().get(page)


def name_of(docname: str) -> str:
    """Return the name of a page among the things that can be cited."""
    return posixpath.basename(docname).replace("_", "-")


def of_page(env: BuildEnvironment, docname: str) -> list[Thing]:
    """Return what can be cited of a page: itself, its sections, its figures and tables."""
    name, title, page = name_of(docname), env.titles[docname].astext(), f"{docname}.html"
    found = [Thing(name, citing.PAGE, title, page)]
    for anchor, heading in sections(env, docname):
        found.append(Thing(f"{name}--{anchor}", citing.SECTION, f"{title}: {heading}", f"{page}#{anchor}"))
    return found + exhibits_of(docname)


def exhibits_of(docname: str) -> list[Thing]:
    """Return the figures and tables of a page."""
    return [each for each in _exhibits() if docname == f"{paths.NOTEBOOKS.name}/{_places()[each.name].chapter}"]


def sections(env: BuildEnvironment, docname: str) -> Iterator[tuple[str, str]]:
    """Return anchor and heading of the sections of a page, those beneath its title."""
    for top in env.tocs[docname].children:
        for below in (each for each in top.children if isinstance(each, nodes.bullet_list)):
            for item in below.children:
                link = next((each for each in item.children[:1] for each in each.findall(nodes.reference)), None)
                if link is not None and link["anchorname"]:
                    yield link["anchorname"].removeprefix("#"), link.astext()


def pages(env: BuildEnvironment) -> list[str]:
    """Return the pages that can be cited; the first page stands for the report as a whole."""
    if HOME not in env.found_docs:
        return []
    return sorted(env.found_docs - {env.config.root_doc})


def all_things(env: BuildEnvironment) -> dict[str, Thing]:
    """Return everything that can be cited, by name."""
    made = release.stored()
    found = [citing.report(made, f"{env.config.root_doc}.html")]
    for docname in pages(env):
        found += of_page(env, docname)
    return {each.name: each for each in [*found, *_verdicts().values()]}


def block(thing: Thing) -> str:
    """Return the references to a thing as HTML, for a page one folder below the top of the book."""
    return _block(thing, release.stored())


@functools.cache
def _block(thing: Thing, made: release.Release) -> str:
    content = {
        "thing": thing,
        "forms": list(citing.forms(thing, made)),
        "files": f"../{FILES}/{thing.name}",
        "address": made.at(thing.place),
    }
    # What is copied stays as it is.
    return templates.page("cite-forms", content, typeset=False)


# The marks on the pages.


def _set_marks(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Set a mark beside each heading, exhibit and claim of a page."""
    if app.builder.format != "html" or docname not in pages(app.env):
        return
    here = {each.place: each for each in of_page(app.env, docname)}
    exhibits = {each.name: each for each in exhibits_of(docname)}
    forms = f"../{marks.REFERENCES}/{name_of(docname)}"

    def mark(thing: Thing) -> Mark:
        at = f"../{thing.place}#{ANCHOR}" if thing.name in exhibits else f"{forms}.html#{thing.name}"
        return Mark("", kind=thing.kind, uri=at, box=f"{forms}.js#{thing.name}")

    for section in doctree.findall(nodes.section):
        top = isinstance(section.parent, nodes.document)
        for place in [f"{docname}.html"] if top else [f"{docname}.html#{each}" for each in section["ids"]]:
            if place in here and isinstance(section.children[0], nodes.title):
                section.children[0].append(mark(here[place]))
                break
    for exhibit in doctree.findall(lambda node: "exhibit" in getattr(node, "attributes", {}).get("classes", ())):
        thing = next((exhibits[label] for label in exhibit["ids"] if label in exhibits), None)
        line = exhibit.next_node(_is_source_line, descend=True, ascend=True)
        if thing and line is not None:
            line += [nodes.Text(" "), mark(thing)]
    for target in doctree.findall(nodes.target):
        claim_id = next((each.removeprefix(CHECK) for each in target["ids"] if each.startswith(CHECK)), "")
        if claim_id and isinstance(target.parent, nodes.paragraph):
            uri = f"../{marks.claim_page(claim_id)}#{ANCHOR}"
            target.parent += [nodes.Text(" "), Mark("", kind=citing.VERDICT, uri=uri, box="")]


def _is_source_line(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "source-line" in node["classes"]


def link(kind: str, uri: str, box: str = "") -> str:
    """Return the mark as HTML.

    Args:
        kind: of the thing.
        uri: where its references are.
        box: the script that holds them for the box, and its name there; without one the link is followed.
    """
    shown = f' data-box="{box}"' if box else ""
    return f'<a class="cite" href="{uri}"{shown} aria-label="{LABELS[kind]}">Cite</a>'


def _visit_mark(writer: Any, node: Mark) -> None:
    writer.body.append(f" {link(node['kind'], node['uri'], node['box'])}")
    raise nodes.SkipNode


def _skip_mark(writer: Any, node: Mark) -> None:
    raise nodes.SkipNode


# The pages they lead to.


def _give_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Return name, content and template of the page with the references to what each page has."""
    for docname in pages(app.env):
        exhibits = exhibits_of(docname)
        things = [each for each in of_page(app.env, docname) if each not in exhibits]
        title = f"How to cite “{app.env.titles[docname].astext()}”"
        filling = {
            "title": title,
            "things": [(each, block(each)) for each in things],
            "exhibits": [(each, f"../{each.place}#{ANCHOR}") for each in exhibits],
            "page": f"../{docname}.html",
        }
        body = templates.page("cite-page", filling, typeset=False)
        told = f"{title} and its sections: references in APA, Chicago, BibTeX, RIS and CSL-JSON."
        content = {
            "title": title,
            "body": body,
            "description": told,
            "cites": things[0],  # who saves a reference here means the page
            "prev": None,
            "next": None,
        }
        yield f"{marks.REFERENCES}/{name_of(docname)}", content, "page.html"


def _add_to_page(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """Add the references to the page of a claim, and the script to each page that holds a mark or a reference."""
    body = context.get("body", "")
    if page.startswith(f"{marks.CLAIMS}/") and pages(app.env):
        thing = _verdicts()[f"{page}.html"]
        folded = templates.page("cite-verdict", {"block": block(thing)}, typeset=False)
        # The statement is the first heading; the sign that links to it comes last in it.
        mark = f" {link(thing.kind, f'#{ANCHOR}')}"
        marked = re.sub(r'(?=<a class="headerlink"|</h1>)', lambda _: mark, body, count=1)
        body = context["body"] = f"{marked}{folded}"
    if 'class="cite' in body:
        app.add_js_file("cite.js", loading_method="defer")


def _write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write a file a form and thing, and the scripts with what the box shows."""
    if exception or app.builder.format != "html" or not pages(app.env):
        return
    made, top = release.stored(), Path(app.outdir)
    (top / FILES).mkdir(parents=True, exist_ok=True)
    for thing in all_things(app.env).values():
        for form in citing.forms(thing, made):
            if form.ending:
                (top / FILES / f"{thing.name}.{form.ending}").write_text(form.text, encoding="utf-8")
    for docname in pages(app.env):
        shown = {each.name: [citing.unbroken(each.title), block(each)] for each in of_page(app.env, docname)}
        text = f"Object.assign(window.citations ??= {{}}, {json.dumps(shown, ensure_ascii=False)});\n"
        (top / marks.REFERENCES / f"{name_of(docname)}.js").write_text(text, encoding="utf-8")


# A reference on a page.


class CiteAs(SphinxDirective):
    """Print the reference to a thing; with the option ``all`` in all forms."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"all": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return the place of the reference: sections of other pages are known when all pages are read."""
        place = Place("", thing=self.arguments[0], all="all" in self.options)
        self.set_source_info(place)
        return [place]


def _fill_places(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    places = list(doctree.findall(Place))
    if not places:
        return
    known, made = all_things(app.env), release.stored()
    for place in places:
        if place["thing"] not in known:
            _log.warning("nothing to be cited is called %r", place["thing"], location=place)
            place.parent.remove(place)
            continue
        thing = known[place["thing"]]
        if place["all"] and app.builder.format == "html":
            place.replace_self(nodes.raw("", block(thing), format="html"))
        else:
            place.replace_self(_in_text(thing, made, in_all=place["all"]))


def _in_text(thing: Thing, made: release.Release, *, in_all: bool) -> list[nodes.Node]:
    """Return the reference as part of the text: in APA alone, or in all forms under their names."""
    if not in_all:
        return [nodes.block_quote("", reference(citing.printed(citing.APA, thing, made)))]
    found: list[nodes.Node] = []
    for form in citing.forms(thing, made):
        found.append(nodes.paragraph("", "", nodes.strong("", form.name)))
        found.append(nodes.literal_block("", form.text.strip()) if form.ending else reference(form.shown))
    return found


def reference(shown: str) -> nodes.paragraph:
    """Return a printed reference, HTML with titles in italics, as a paragraph."""
    found = nodes.paragraph("", classes=["reference-form"])
    for at, piece in enumerate(shown.replace("</i>", "<i>").split("<i>")):
        text = citing.plain(piece)
        found += nodes.emphasis("", text) if at % 2 else nodes.Text(text)
    return found


def register(app: Sphinx) -> None:
    """Let readers cite what the HTML book has."""
    app.connect("builder-inited", _forget)
    app.add_node(Mark, html=(_visit_mark, None), latex=(_skip_mark, None), text=(_skip_mark, None))
    app.add_node(Place)
    app.add_directive("cite-as", CiteAs)
    app.connect("doctree-resolved", _set_marks, priority=850)
    app.connect("doctree-resolved", _fill_places)
    app.connect("html-collect-pages", _give_pages)
    app.connect("html-page-context", _add_to_page)
    app.connect("build-finished", _write_files)
