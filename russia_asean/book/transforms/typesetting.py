"""Numbers and dates on all pages as ``formatting.typeset`` prints them, whoever wrote them; and quotation marks."""

from docutils import nodes
from docutils.utils import smartquotes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from russia_asean import formatting

# What is shown sign by sign: code, formulas, and references, which print titles and ids as their publishers do.
AS_WRITTEN = (
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.raw,
    nodes.comment,
    nodes.citation,
    nodes.FixedTextElement,
)


class TypesetNumbers(SphinxPostTransform):
    """Set the numbers and dates of a page, in HTML and in print."""

    default_priority = 120

    def run(self, **kwargs: object) -> None:
        """Set them everywhere."""
        set_numbers(self.document)


def set_numbers(part: nodes.Element) -> None:
    """Replace the words of a part of a page that change."""
    for text in list(part.findall(nodes.Text)):
        set_text = formatting.typeset(text.astext())
        if set_text != text.astext() and not _is_as_written(text):
            text.parent.replace(text, nodes.Text(set_text))


def _is_as_written(text: nodes.Text) -> bool:
    node = text.parent
    while node is not None:
        if isinstance(node, AS_WRITTEN):
            return True
        node = node.parent
    return False


def with_quotes(text: str) -> str:
    """Return text with quotation marks and apostrophes as Sphinx sets them on its own pages."""
    return str(smartquotes.smartyPants(text, "q", "en"))


def register(app: Sphinx) -> None:
    """Set numbers when pages are written."""
    app.add_post_transform(TypesetNumbers)
