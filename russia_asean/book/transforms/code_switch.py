"""The code of a chapter behind one switch: pages open without it, and their first lines link to the notebook.

The code stands in ``<template>`` elements, which a browser neither shows nor searches until the script of the switch
(``book/_assets/code.js``) puts it into the page. Without scripts the link leads to the notebook, which has all of it.
"""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from russia_asean.book.common import marks


class CellCode(nodes.comment):  # type: ignore[misc]  # docutils comes without types
    """The code of a cell. The index of the search passes over comments, so no result shows code."""


class CodeBehindSwitch(SphinxPostTransform):
    """Take the code of all cells out of sight, before MyST-NB folds each cell's apart."""

    default_priority = 100
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Wrap the code and set the switch below the title of the page."""
        sources = [
            container
            for container in self.document.findall(nodes.container)
            if container.get("nb_element") == "cell_code_source"
        ]
        for source in sources:
            # MyST-NB would look for what is hidden in a way of its own.
            source.parent.attributes.pop("hide_mode", None)
            wrapper = CellCode()
            source.parent.replace(source, wrapper)
            wrapper += source
        titles = self.document.findall(nodes.title)
        if sources and (title := next(iter(titles), None)):
            docname = self.env.docname
            link = marks.download(docname, f"{Path(docname).name}.ipynb", "The notebook behind this page")
            title.parent.insert(title.parent.index(title) + 1, nodes.paragraph("", "", link, classes=["code-switch"]))


def _begin(translator: HTML5Translator, _node: CellCode) -> None:
    translator.body.append('<template class="cell-code">')


def _end(translator: HTML5Translator, _node: CellCode) -> None:
    translator.body.append("</template>\n")


def register(app: Sphinx) -> None:
    """Put the code of notebooks behind a switch when pages are written as HTML."""
    app.add_node(CellCode, html=(_begin, _end))
    app.add_post_transform(CodeBehindSwitch)
