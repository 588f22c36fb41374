"""What the PDF leaves out: the code of the notebooks, which the HTML book folds away."""

from docutils import nodes
from sphinx.application import Sphinx


def _drop_code(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format != "latex":
        return
    for cell in list(doctree.findall(nodes.container)):
        if cell.get("nb_element") == "cell_code_source":
            cell.parent.remove(cell)


def register(app: Sphinx) -> None:
    """Drop code cells when a page is written to LaTeX."""
    app.connect("doctree-resolved", _drop_code)
