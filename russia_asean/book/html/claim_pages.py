"""A page for each claim, ``claims/<claim id>.html``, beside the ledger pages that list the claims of a document.

The text of the pages is written once, in the template of the ledger pages. When such a page is ready, what an entry
says beneath its head is moved to the page of its claim, which Sphinx puts into the frame of the theme. In the PDF the
entries stay in the ledger, whole.
"""

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from docutils import nodes
from docutils.utils import new_document
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from russia_asean.book.common import marks

LEDGER = "book/ledger"
_ANCHOR = "claim-"
_ENTRY = re.compile(r"(?:.*ledger-\w+\.html)?#claim-(?P<claim>[\w-]+)")


class ClaimPages:
    """Collects the entries of the ledger while its pages are written, and makes pages of them."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[nodes.Element, str]] = {}  # by claim id, with the page of the document
        self._menus: dict[str, str] = {}

    def take(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Lead links to claims to their pages; of a page of the ledger, take what goes to the pages of its claims."""
        # The draft of a new document has no ledger beside it, and shows its claims itself.
        if app.builder.format != "html" or LEDGER not in app.env.found_docs:
            return
        for link in doctree.findall(nodes.reference):
            found = _ENTRY.fullmatch(link.get("refuri") or f"#{link.get('refid', '')}")
            if found:
                link.attributes.pop("refid", None)
                link["refuri"] = posixpath.relpath(marks.claim_page(found["claim"]), posixpath.dirname(docname))
        if docname.startswith(f"{LEDGER}-"):
            for entry in list(doctree.findall(_is_entry)):
                self._take(entry, docname)

    def _take(self, entry: nodes.Element, docname: str) -> None:
        claim_id = next(_claim_ids(entry))
        self._entries[claim_id] = (entry.deepcopy(), docname)
        for full in list(entry.findall(lambda node: _has_class(node, "claim-full"))):
            full.parent.remove(full)
        statement = _statement(entry)
        page = posixpath.relpath(marks.claim_page(claim_id), posixpath.dirname(docname))
        statement.replace_self(nodes.reference("", statement.astext(), internal=True, refuri=page))

    def give(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Return name, content and template of each page, and let the search know it."""
        builder = app.builder
        if not isinstance(builder, StandaloneHTMLBuilder):
            return
        ids = list(self._entries)
        for place, claim_id in enumerate(ids):
            entry, ledger = self._entries[claim_id]
            way, section = _page(claim_id, entry, ledger, builder.env.titles[ledger].astext())
            name, title = f"{marks.CLAIMS}/{claim_id}", html.escape(_statement(entry).astext())
            if builder.indexer is not None:
                document = new_document(name)
                # As a title of its own, so that who asks for the id gets this page before those that mention it.
                document += [section.deepcopy(), nodes.section("", nodes.title("", claim_id))]
                builder.indexer.feed(name, f"{name}.html", title, document)
                # The index drops, when it is stored, what the book does not count among its pages.
                builder.env.all_docs[name] = 0
                builder.env.titles[name] = nodes.title("", _statement(entry).astext())
            yield (
                name,
                {
                    "title": title,
                    "body": "".join(builder.render_partial(each)["fragment"] for each in (way, section)),
                    "prev": self._neighbour(ids[place - 1] if place else "", ledger),
                    "next": self._neighbour(ids[place + 1] if place + 1 < len(ids) else "", ledger),
                    "description": _description(section),
                },
                "page.html",
            )

    def _neighbour(self, claim_id: str, ledger: str) -> dict[str, str] | None:
        """Return a claim of the same document, as the theme links the page before or after."""
        entry, home = self._entries.get(claim_id, (None, ""))
        if entry is None or home != ledger:
            return None
        return {"link": f"{claim_id}.html", "title": html.escape(_statement(entry).astext())}

    def share_menu(self, app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
        """Let pages beyond the contents share one menu of the book: it takes long to make, and is the same for all.

        The theme asks for the menu of every page twice: to see whether there is one, and to print it.
        """
        beyond = page.startswith(tuple(f"{folder}/" for folder in (marks.CLAIMS, marks.REFERENCES, marks.EXHIBITS)))
        known: dict[str, str] = self._menus if beyond else {}

        def menu(make: Callable[..., object], **how: Any) -> str:
            key = str(sorted(how.items()))
            if key not in known:
                known[key] = str(make(**how))
            return known[key]

        context["menu"] = menu


def _add_filter(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """Give the filter to the pages that list claims."""
    if page.startswith(LEDGER):
        app.add_js_file("ledger.js", loading_method="defer")


def _has_class(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Element) and name in node.get("classes", ())


def _is_entry(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and _has_class(node, "claim")


def _claim_ids(entry: nodes.Element) -> Iterator[str]:
    for target in entry.findall(nodes.target):
        for name in target["ids"]:
            if name.startswith(_ANCHOR):
                yield name.removeprefix(_ANCHOR)


def _statement(entry: nodes.Element) -> nodes.Element:
    return next(each for each in entry.findall(nodes.strong) if not _has_class(each, "chip"))


def _chip(entry: nodes.Element) -> nodes.Element:
    return next(each for each in entry.findall(nodes.strong) if _has_class(each, "chip"))


def _description(section: nodes.Element) -> str:
    told = next(each for each in section.findall(nodes.paragraph) if _has_class(each, "reason"))
    title = next(iter(section.findall(nodes.title)))
    verdict = _chip(section).astext()
    return f"{verdict[:1].upper()}{verdict[1:]}: “{title.astext().rstrip('.')}”. {told.astext()}"


def _page(claim_id: str, entry: nodes.Element, ledger: str, ledger_title: str) -> tuple[nodes.paragraph, nodes.section]:
    """Return the way to the page of a claim from the ledger, and the page.

    Args:
        claim_id: its id.
        entry: its entry, whole, as it stands on a page of the ledger.
        ledger: that page, as Sphinx names it.
        ledger_title: and its title.
    """
    here = marks.claim_page(claim_id)
    head, *rest = [each.deepcopy() for each in entry.children]
    for link in [link for each in rest for link in each.findall(nodes.reference)]:
        uri = link.get("refuri", "")
        if not re.match(r"\w+:", uri):
            # A link of the ledger to itself has no address.
            there = posixpath.normpath(posixpath.join(posixpath.dirname(ledger), uri)) if uri else f"{ledger}.html"
            link["refuri"] = posixpath.relpath(there, posixpath.dirname(here))
    way = nodes.paragraph("", classes=["way"])
    for page, title in ((f"{LEDGER}.html", "The ledger"), (f"{ledger}.html#{_ANCHOR}{claim_id}", ledger_title)):
        way += nodes.reference("", title, internal=True, refuri=posixpath.relpath(page, posixpath.dirname(here)))
        way += nodes.Text(" › ")
    way.pop()
    verdict = nodes.paragraph("", "Verdict: ", _chip(head).deepcopy(), classes=["verdict"])
    said, reason, *full = rest
    colour = [name for name in entry["classes"] if name.startswith("verdict-")]
    shown = nodes.container("", said, verdict, reason, *full, classes=["entry", *colour])
    section = nodes.section(
        "", nodes.title("", _statement(entry).astext()), shown, ids=["claim"], classes=["claim-page"]
    )
    return way, section


def register(app: Sphinx) -> None:
    """Write the pages of the claims with the HTML book."""
    pages = ClaimPages()
    # After the extensions that resolve citations.
    app.connect("doctree-resolved", pages.take, priority=900)
    app.connect("html-collect-pages", pages.give)
    # Before the theme asks for the menu.
    app.connect("html-page-context", pages.share_menu, priority=400)
    app.connect("html-page-context", _add_filter)
