"""Pages from templates: ``book/templates/*.md.jinja`` filled with records and put into a page by ``{template}``.

What a template prints with ``{{ ... }}`` is escaped for Markdown; a filter says where it must not be: ``authored`` for
notes that are Markdown, ``linked`` for words with addresses, ``as_is`` for ids, ``address`` for the target of a link,
``html`` inside HTML.
"""

import functools
import html
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import jinja2
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from russia_asean import formatting, templating
from russia_asean.book import citing, contents, markdown, marks
from russia_asean.evidence import verdicts

TEMPLATES = templating.TEMPLATES


@functools.cache
def _markdown_environment(folder: Path) -> jinja2.Environment:
    # In place of `autoescape`, which knows HTML alone.
    made = templating.environment(folder, autoescape=False, finalize=markdown.escaped, keep_trailing_newline=True)
    made.filters.update(
        authored=markdown.authored,
        linked=markdown.linked,
        address=markdown.address,
        as_is=markdown.as_is,
        # What is Markdown or a picture already: a macro of the template, or the text of a drawing.
        as_written=markdown.Markdown,
        html=lambda text: markdown.Markdown(html.escape(str(text))),
        verdict_class=lambda verdict: markdown.as_is(verdicts.css_class(verdict)),
        theme=formatting.theme_name,
        rows=lambda number: marks.count(number, "row"),
        date=lambda moment: formatting.long_date(str(moment.date())),
    )
    return made


def filled(name: str, content: dict[str, Any]) -> str:
    """Return a template of ``book/templates`` filled with content, as MyST Markdown.

    Args:
        name: the template, without ``.md.jinja``.
        content: what its places are filled with.

    Raises:
        jinja2.TemplateError: there is no such template, it is no sound Jinja, or it names a place that is not filled.
    """
    return _markdown_environment(TEMPLATES).get_template(f"{name}.md.jinja").render(content)


@functools.cache
def _html_environment(folder: Path, *, typeset: bool) -> jinja2.Environment:
    set_numbers = (lambda value: formatting.typeset(value) if type(value) is str else value) if typeset else None
    made = templating.environment(folder, finalize=set_numbers)
    made.filters["verdict_class"] = verdicts.css_class
    made.filters["unbroken"] = citing.unbroken
    return made


def page(name: str, content: dict[str, Any], *, typeset: bool = True) -> str:
    """Return a template of ``book/templates`` filled with content, as HTML.

    Args:
        name: the template, without ``.html.jinja``.
        content: what its places are filled with; what is HTML already passes the filter ``safe``.
        typeset: whether numbers are set as in running text. HTML is put into a page past what sets those of other
            pages; what programs read, and texts that are copied, stay as they are.

    Raises:
        jinja2.TemplateError: there is no such template, it is no sound Jinja, or it names a place that is not filled.
    """
    return _html_environment(TEMPLATES, typeset=typeset).get_template(f"{name}.html.jinja").render(content)


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
            text = filled(name, contents.OF[name](**self.options))
        except (jinja2.TemplateError, TypeError, KeyError, ValueError) as mistake:
            where = f"line {mistake.lineno}: " if isinstance(mistake, jinja2.TemplateSyntaxError) else ""
            raise self.error(f"book/templates/{name}.md.jinja: {where}{mistake}") from mistake
        # Sphinx would else keep a page whose template has changed and whose own file has not.
        self.env.note_dependency(str(TEMPLATES / f"{name}.md.jinja"))
        # Into the page itself, as ``{include}`` does, not into a node of its own: only so may a template hold headings.
        self.state._renderer.nested_render_text(text, self.lineno)
        return []


def register(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("template", TemplateDirective)
