"""Templates filled: ``book/templates/*.md.jinja`` as Markdown, ``*.html.jinja`` as HTML.

What a template prints with ``{{ ... }}`` is escaped for Markdown; a filter says where it must not be: ``authored`` for
notes that are Markdown, ``linked`` for words with addresses, ``as_is`` for ids, ``address`` for the target of a link,
``html`` inside HTML.
"""

import functools
import html
from pathlib import Path
from typing import Any

import jinja2

from russia_asean import formatting, templating
from russia_asean.book.common import markdown, marks
from russia_asean.book.content import citing
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
