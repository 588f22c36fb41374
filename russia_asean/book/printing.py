"""What the PDF leaves out: the code of the notebooks, and addresses where each would be a footnote."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform


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


def _drop_code(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format != "latex":
        return
    for cell in list(doctree.findall(nodes.container)):
        if cell.get("nb_element") == "cell_code_source":
            cell.parent.remove(cell)


def register(app: Sphinx) -> None:
    """Drop code cells and footnotes of the ledger when a page is written to LaTeX."""
    app.add_post_transform(PlainLinks)
    app.connect("doctree-resolved", _drop_code)
