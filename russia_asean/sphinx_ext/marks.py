"""Small pieces of a page that several parts of the extension share: anchors, chips, links, downloads."""

import posixpath

from docutils import nodes
from sphinx import addnodes

DOWNLOADS = "downloads"  # folder of the HTML book


def slug(verdict: str) -> str:
    """Return a verdict as a CSS class: ``verdict-depends-on-the-source``."""
    return "verdict-" + verdict.replace(" ", "-")


def chip(verdict: str) -> nodes.strong:
    """Return the coloured word that names a verdict."""
    return nodes.strong(verdict, verdict, classes=["chip", slug(verdict)])


def anchor(document: nodes.document, label: str) -> nodes.target:
    """Return an inline target that ``{ref}`` can point to, in HTML and in PDF."""
    target = nodes.target("", "", ids=[label], names=[label])
    document.note_explicit_target(target)
    return target


def link(docname: str, label: str, *shown: nodes.Node) -> addnodes.pending_xref:
    """Return a link to an anchor anywhere in the book; Sphinx warns when the anchor does not exist."""
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


def evidence(docname: str, keys: list[str]) -> list[nodes.Node]:
    """Return links to the findings, figures and tables that bear on a claim, separated by commas."""
    links: list[nodes.Node] = []
    for key in keys:
        label = key if key.startswith(("fig-", "tab-")) else f"finding-{key}"
        links += [nodes.Text(", ")] if links else []
        links.append(link(docname, label, nodes.literal("", key)))
    return links


def download(docname: str, name: str, shown: str) -> nodes.reference:
    """Return a link to a file of the downloads folder, relative to a page."""
    uri = posixpath.relpath(posixpath.join(DOWNLOADS, name), posixpath.dirname(docname) or ".")
    return nodes.reference("", shown, internal=False, refuri=uri, classes=["download"])


def html_only(*children: nodes.Node) -> addnodes.only:
    """Return content that only the HTML book shows."""
    return addnodes.only("", *children, expr="html")
