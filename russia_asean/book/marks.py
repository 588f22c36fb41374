"""Small pieces of a page that several parts of the extension share: anchors, chips, links, downloads."""

import posixpath

from docutils import nodes
from sphinx import addnodes

DOWNLOADS = "downloads"  # folder of the HTML book


PENDING = "not yet tested"  # no verdict: no chapter has taken the claim up


def slug(verdict: str) -> str:
    """Return a verdict as a CSS class: ``verdict-depends-on-the-source``."""
    return "verdict-" + verdict.replace(" ", "-")


def count(number: int, noun: str) -> str:
    """Return a number of things in words: ``1 claim``, ``1,204 claims``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def chip(verdict: str, *shown: nodes.Node) -> nodes.inline:
    """Return the coloured word that names a verdict; print, which has no colour, sets it in brackets.

    Args:
        verdict: the verdict.
        shown: what stands in the chip instead of the word, such as a link.
    """
    word = nodes.strong("", "", *(shown or [nodes.Text(verdict)]), classes=["chip", slug(verdict)])
    return nodes.inline("", "", nodes.raw("", "{[}", format="latex"), word, nodes.raw("", "{]}", format="latex"))


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


def pdf_only(*children: nodes.Node) -> addnodes.only:
    """Return content that only the PDF shows."""
    return addnodes.only("", *children, expr="latex")


def without_footnotes(line: list[nodes.Node]) -> list[nodes.Node]:
    """Return inline content whose links to other sites are plain words in the PDF, where each would be a footnote."""
    holder = nodes.inline("", "", *line)
    for link_out in list(holder.findall(nodes.reference)):
        if link_out.get("refuri", "").startswith("http"):
            link_out.replace_self([html_only(link_out.deepcopy()), pdf_only(nodes.Text(link_out.astext()))])
    return list(holder.children)


def small_in_print(*children: nodes.Node) -> list[nodes.Node]:
    """Return content that the PDF sets in small type."""
    begin, end = (nodes.raw("", f"\\{which}{{footnotesize}}", format="latex") for which in ("begin", "end"))
    return [begin, *children, end]


def wrapped(width: int) -> str:
    """Return a LaTeX column of a width in millimetres, set ragged."""
    return rf">{{\raggedright\arraybackslash}}p{{{width}mm}}"


def table(head: list[str], rows: list[list[list[nodes.Node]]], spec: list[str]) -> list[nodes.Node]:
    """Return a table of cells that hold inline nodes.

    Args:
        head: the heads of the columns.
        rows: the cells of each row.
        spec: each column as LaTeX reads it; ``r`` and ``R`` columns are set right in HTML, too.
    """
    right = [column in ("r", "R") for column in spec]
    found = nodes.table("", classes=["counts", "colwidths-auto"])
    group = nodes.tgroup("", cols=len(head))
    found += group
    group += [nodes.colspec("", colwidth=1) for _ in head]
    group += nodes.thead("", _row([[nodes.Text(text)] for text in head], right))
    group += nodes.tbody("", *[_row(row, right) for row in rows])
    if len(rows) > 12:
        found["classes"].append("longtable")
    return [addnodes.tabular_col_spec(spec="".join(spec)), found]


def _row(cells: list[list[nodes.Node]], right: list[bool]) -> nodes.row:
    row = nodes.row()
    for inside, numeric in zip(cells, right, strict=True):
        row += nodes.entry("", nodes.paragraph("", "", *inside), classes=["text-right"] if numeric else [])
    return row
