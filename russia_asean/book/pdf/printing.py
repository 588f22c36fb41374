"""The PDF as a book: its title page and parts, the ledger as its annex, and what it leaves out.

It leaves out the code of the notebooks, addresses where each would be a footnote, and the page of charts to explore.
"""

from typing import Any

from docutils import nodes
from jinja2 import TemplateError
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.latex.nodes import thebibliography
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

from russia_asean.book.common import edition, entries
from russia_asean.book.content import front
from russia_asean.book.pdf import brief

TITLE_PAGE = "title-page.tex.jinja"
ANNEX_PAGE = "annex-page.tex.jinja"
# Whoever prints the ledger prints it for reference: it takes a fifth of the pages.
ANNEX = "book/ledger"
# Its charts need a screen; the pictures behind them are in the chapters.
ON_SCREEN_ONLY = "book/explore"


class PlainLinks(SphinxPostTransform):
    """Print links from an entry of the ledger to other sites as plain words: the chapter has their addresses.

    Runs before Sphinx makes a footnote of each address.
    """

    default_priority = 300
    formats = ("latex",)

    def run(self, **kwargs: object) -> None:
        """Replace the links."""
        for entry in self.document.findall(lambda node: "claim" in getattr(node, "attributes", {}).get("classes", ())):
            # Listed first, because the tree changes while it is walked.
            for link in list(entry.findall(nodes.reference)):
                if link.get("refuri", "").startswith("http"):
                    link.replace_self(nodes.Text(link.astext()))


def _arrange(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Drop code and what needs a screen, put the annex last, and name the parts in the bookmarks."""
    if app.builder.format != "latex":
        return
    for cell in list(doctree.findall(nodes.container)):
        if cell.get("nb_element") == "cell_code_source":
            cell.parent.remove(cell)
    pages = {page["docname"]: page for page in doctree.findall(addnodes.start_of_file)}
    if ON_SCREEN_ONLY in pages:
        _drop(doctree, pages.pop(ON_SCREEN_ONLY))
    if ANNEX in pages:
        _name_parts(pages)
        _move_last(doctree, pages)


def _drop(doctree: nodes.document, page: addnodes.start_of_file) -> None:
    """Take a page out; what led to it becomes plain words."""
    page.parent.remove(page)
    for link in list(doctree.findall(nodes.reference)):
        if link.get("refuri", "").split("#")[0] == f"%{page['docname']}":
            link.replace_self(nodes.Text(link.astext()))


def _name_parts(pages: dict[str, addnodes.start_of_file]) -> None:
    """Let each part of the table of contents begin with its name, in the contents and in the bookmarks."""
    for caption, names in entries.parts().items():
        first = next((pages[name] for name in names if name in pages and name != ANNEX), None)
        if first is not None:
            line = rf"\clearpage\phantomsection\addcontentsline{{toc}}{{part}}{{{brief.escaped(caption)}}}"
            first.parent.insert(first.parent.index(first), nodes.raw("", line, format="latex"))


def _move_last(doctree: nodes.document, pages: dict[str, addnodes.start_of_file]) -> None:
    """Put the annex behind the last page, with a title page of its own."""
    annex, last = pages[ANNEX], next(reversed(pages.values()))
    annex.parent.remove(annex)
    # Sphinx has gathered the references behind everything; they belong to the last page, that of the bibliography.
    for references in list(doctree.findall(thebibliography)):
        references.parent.remove(references)
        last.append(references)
    title = brief.filled({"edition": edition.current()}, ANNEX_PAGE)
    last.parent.extend([nodes.raw("", title, format="latex"), annex])


def _write_title_page(app: Sphinx) -> None:
    """Give the PDF a title page with the answer in short and the edition.

    Raises:
        ExtensionError: no chapter has a sentence of the answer, or the template names what nobody fills.
    """
    builder: Any = app.builder
    if builder.format != "latex" or not entries.findings():
        return
    content = {"edition": edition.current(), "answer": front.answer(), "rest": front.sentence(front.REST)}
    try:
        builder.context["maketitle"] = brief.filled(content, TITLE_PAGE)
    except (ValueError, TemplateError) as mistake:
        raise ExtensionError(f"book/templates/{TITLE_PAGE}: {mistake}") from mistake


def register(app: Sphinx) -> None:
    """Make a book of the pages when they are written to LaTeX."""
    app.add_post_transform(PlainLinks)
    app.connect("builder-inited", _write_title_page)
    app.connect("doctree-resolved", _arrange)
