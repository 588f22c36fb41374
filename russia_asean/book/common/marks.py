"""Small pieces of a page that several parts of the extension share: anchors, chips, links, downloads."""

import functools
import posixpath

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from russia_asean import paths, release
from russia_asean.evidence.verdicts import COLOURS, Verdict, css_class

DOWNLOADS = "downloads"  # folder of the HTML book
CLAIMS = "claims"  # and those of the pages of claims, of figures and tables, and of references
EXHIBITS = "exhibits"
REFERENCES = "cite"
# What keeps its name: programs look for a notebook or CITATION.cff, and the PDFs are offered, under it.
UNNAMED = (".ipynb", ".pdf", ".cff")


def count(number: int, noun: str) -> str:
    """Return a number of things in words: ``1 claim``, ``1,204 claims``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def chip(verdict: str, *shown: nodes.Node) -> nodes.inline:
    """Return the coloured word that names a verdict; print sets it in brackets, too, for paper without colour.

    Args:
        verdict: the verdict.
        shown: what stands in the chip instead of the word, such as a link.
    """
    word = nodes.strong("", "", *(shown or [nodes.Text(verdict)]), classes=["chip", css_class(verdict)])
    known = Verdict(verdict) if verdict in COLOURS else Verdict.UNTESTED
    colour = COLOURS[known].light.removeprefix("#").upper()
    # In braces: LaTeX could read a bare bracket as the option of a line break that stands before it.
    begin, end = rf"{{\color[HTML]{{{colour}}}{{[}}", "{]}}"
    return nodes.inline("", "", nodes.raw("", begin, format="latex"), word, nodes.raw("", end, format="latex"))


def anchor(document: nodes.document, label: str) -> nodes.target:
    """Return an inline target that ``{ref}`` can point to, in HTML and in PDF."""
    target = nodes.target("", "", ids=[label], names=[label])
    document.note_explicit_target(target)
    return target


def link(docname: str, label: str, *shown: nodes.Node) -> addnodes.pending_xref:
    """Return a link to an anchor anywhere in the book; Sphinx warns when the anchor does not exist."""
    # Sphinx keeps these words, because the reference is explicit; it would else print a title.
    inner = nodes.inline("", "", *shown, classes=["std", "std-ref"])
    return addnodes.pending_xref(
        "",
        inner,
        refdoc=docname,
        refdomain="std",
        reftype="ref",
        reftarget=label,
        refexplicit=True,
        refwarn=True,
    )


def why(reason: str, note: list[nodes.Element]) -> nodes.paragraph:
    """Return the reason for a verdict, followed by its note (parsed Markdown of at most one paragraph)."""
    paragraph = nodes.paragraph("", reason)
    if note:
        paragraph += [nodes.Text(" "), *note[0].children]
    return paragraph


@functools.cache
def _stem() -> str:
    return f"{paths.PDF_NAME.removesuffix('.pdf')}-{release.stored().version}"


def file_name(name: str) -> str:
    """Return the name of a file of the downloads folder with project and version, by which a saved copy is known.

    ``fig-trade-totals.csv`` becomes ``russia-asean-0.2.0-fig-trade-totals.csv``; what keeps its name is in ``UNNAMED``.
    """
    return name if name.endswith(UNNAMED) else f"{_stem()}-{name}"


def claim_page(claim_id: str) -> str:
    """Return the page of a claim, as a file of the HTML book."""
    return f"{CLAIMS}/{claim_id}.html"


def exhibit_page(label: str) -> str:
    """Return the page of a figure or table, as a file of the HTML book."""
    return f"{EXHIBITS}/{label}.html"


def exhibit_numbers(app: Sphinx) -> dict[str, str]:
    """Return how the book numbers its figures and tables, by label."""
    forms = app.config.numfig_format
    found = {}
    for kinds in app.env.toc_fignumbers.values():
        for kind, counted in kinds.items():
            for label, number in counted.items():
                found[label] = forms[kind] % ".".join(map(str, number))
    return found


def download(docname: str, name: str, shown: str) -> nodes.reference:
    """Return a link to a file of the downloads folder, relative to a page.

    Args:
        docname: the page.
        name: the file, without project and version; see ``file_name``.
        shown: the words of the link.
    """
    uri = posixpath.relpath(posixpath.join(DOWNLOADS, file_name(name)), posixpath.dirname(docname) or ".")
    return nodes.reference("", shown, internal=False, refuri=uri, classes=["download"])


def html_only(*children: nodes.Node) -> addnodes.only:
    """Return content that only the HTML book shows."""
    return addnodes.only("", *children, expr="html")


def latex_only(*children: nodes.Node) -> addnodes.only:
    """Return content that only the PDF shows."""
    return addnodes.only("", *children, expr="latex")
