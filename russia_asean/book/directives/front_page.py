"""The front page, where a page says ``{front-page}``."""

import jinja2
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from russia_asean.book.content import front, templates

TEMPLATE = "front"


class FrontPage(SphinxDirective):
    """Put the front page into a page of the HTML book; the PDF has a title page of its own."""

    def run(self) -> list[nodes.Node]:
        """Return the page as it is.

        Raises:
            DirectiveError: a finding or a picture is missing, or the template has a mistake.
        """
        try:
            text = templates.page(TEMPLATE, front.content())
        except (jinja2.TemplateError, ValueError) as mistake:
            raise self.error(f"book/templates/{TEMPLATE}.html.jinja: {mistake}") from mistake
        self.env.note_dependency(str(templates.TEMPLATES / f"{TEMPLATE}.html.jinja"))
        return [nodes.raw("", text, format="html")]


def register(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("front-page", FrontPage)
