"""Pages from templates: ``{template} name`` puts one into a page, filled by what ``contents`` has for it."""

from collections.abc import Callable
from typing import Any, ClassVar

import jinja2
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from russia_asean.book.content import contents, templates


class TemplateDirective(SphinxDirective):
    """Put a filled template into the page; the options ``document`` and ``country`` go to what fills it."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "document": directives.unchanged,
        "country": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Write the template's sections and paragraphs at this place of the page.

        Raises:
            DirectiveError: there is no such template or document, or the template has a mistake.
        """
        name = self.arguments[0]
        if name not in contents.OF:
            raise self.error(f"No template {name!r}. There are: {', '.join(contents.OF)}.")
        try:
            text = templates.filled(name, contents.OF[name](**self.options))
        except (jinja2.TemplateError, TypeError, KeyError, ValueError) as mistake:
            where = f"line {mistake.lineno}: " if isinstance(mistake, jinja2.TemplateSyntaxError) else ""
            raise self.error(f"book/templates/{name}.md.jinja: {where}{mistake}") from mistake
        # Sphinx would else keep a page whose template has changed and whose own file has not.
        self.env.note_dependency(str(templates.TEMPLATES / f"{name}.md.jinja"))
        # Into the page itself, as ``{include}`` does, not into a node of its own: only so may a template hold headings.
        self.state._renderer.nested_render_text(text, self.lineno)
        return []


def register(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("template", TemplateDirective)
