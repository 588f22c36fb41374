"""How to cite in the PDF: a reference below the title of each chapter, and a destination for each exhibit and claim.

Destinations have the names that the HTML book uses, so ``russia-asean.pdf#claim-trade-total-2014`` opens the PDF there.
Those that LaTeX makes by itself are counters, which every new figure shifts.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from russia_asean import release
from russia_asean.book.common import entries
from russia_asean.book.content import citing
from russia_asean.book.directives import cite_controls


def _destination(name: str) -> nodes.raw:
    return nodes.raw("", f"\\hypertarget{{{name}}}{{}}", format="latex")


def _add(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format == "latex" and cite_controls.pages(app.env):
        _name_claims(doctree)
        _name_exhibits(doctree)
        _say_how_to_cite(app, doctree)


def _name_claims(doctree: nodes.document) -> None:
    for target in list(doctree.findall(nodes.target)):
        for name in target["ids"]:
            if name.startswith(citing.CLAIM):
                target.parent.insert(target.parent.index(target), _destination(name))


def _name_exhibits(doctree: nodes.document) -> None:
    known = entries.exhibits()
    for node in list(doctree.findall(lambda node: isinstance(node, nodes.figure | nodes.table))):
        for name in node["ids"]:
            if name not in known:
                continue
            if isinstance(node, nodes.figure):
                node.insert(0, _destination(name))  # inside, since a figure is moved to where there is room
            else:
                at = node.parent.index(node)
                # What says the widths of the columns must stand right before them.
                widths = at and isinstance(node.parent[at - 1], addnodes.tabular_col_spec)
                node.parent.insert(at - 1 if widths else at, _destination(name))


def _say_how_to_cite(app: Sphinx, doctree: nodes.document) -> None:
    made, known = release.stored(), set(cite_controls.pages(app.env))
    for file in doctree.findall(addnodes.start_of_file):
        section = next(file.findall(nodes.section), None)
        if file["docname"] in known and section is not None:
            thing = cite_controls.of_page(app.env, file["docname"])[0]
            said = cite_controls.reference(citing.printed(citing.APA, thing, made))
            said.insert(0, nodes.Text("Cite as: "))
            said.insert(0, nodes.raw("", "{\\footnotesize\\noindent ", format="latex"))
            said += nodes.raw("", "\\par}\\medskip", format="latex")
            section.insert(1, said)


def register(app: Sphinx) -> None:
    """Say in the PDF how to cite it."""
    # After the extensions that resolve references, and before the ledger is taken apart.
    app.connect("doctree-resolved", _add, priority=850)
