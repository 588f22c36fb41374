"""Charts to explore: a reader chooses member, record, power or year; the page answers in a sentence, a chart, a table.

``exploration`` says what they are made of. ``book/_assets/explore/explore.js`` draws; why no library does:
``docs/decisions/0018-charts-drawn-by-a-script-of-our-own.md``.
"""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import jinja2
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from russia_asean import paths
from russia_asean.book.common import entries, markdown, pictures
from russia_asean.book.content import exploration, exploration_charts, exploration_lists, templates
from russia_asean.book.content.exploration import Exploration
from russia_asean.evidence import records
from russia_asean.evidence.records import Exhibit

TEMPLATE = "_explore"
SCRIPT, STYLE = "explore/explore.js", "explore/explore.css"
ON_PAGE = 'class="explore"'  # by which a page is known that needs both
OF: dict[str, Callable[[], Exploration]] = {
    "trade": exploration_charts.trade,
    "votes": exploration_charts.votes,
    "arms": exploration_charts.arms,
    "first-year": exploration_lists.first_year,
    "break": exploration_lists.break_year,
}


def as_data(shown: Exploration) -> dict[str, Any]:
    """Return what the script draws from: the numbers, and each of them as it is read."""
    return {
        "draw": shown.draw,
        "unit": shown.unit,
        "context": shown.context,
        "notes": dict(shown.notes),
        "stops": [[stop.start, stop.end, stop.label, stop.said, stop.rows] for stop in shown.stops],
        "lines": [
            dataclasses.asdict(line) | {"points": [dataclasses.astuple(each) for each in line.points]}
            for line in shown.lines
        ],
        "marks": [dataclasses.asdict(mark) for mark in shown.marks],
    }


def content(name: str) -> dict[str, Any]:
    """Return what the template of a chart is filled with.

    Args:
        name: one of ``OF``.

    Raises:
        ExploreError: there is no such chart, or the chapters have not stored what it needs.
    """
    if name not in OF:
        raise exploration.ExploreError(f"No chart {name!r}. There are: {', '.join(OF)}.")
    shown = OF[name]()
    exhibits = [exploration.exhibit(label) for label in shown.exhibits]
    keys = records.sources(records.merged(each.rests_on for each in exhibits))
    # A list is complete without a script; a chart is not.
    figure = next((each for each in exhibits if each.pictures and shown.draw != "rows"), None)
    return {
        "shown": shown,
        # Nothing within may end the element that holds it.
        "data": markdown.Markdown(
            json.dumps(as_data(shown), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        ),
        "picture": markdown.Markdown(_picture(figure) if figure else ""),
        "exhibits": exhibits,
        "processing": " ".join(dict.fromkeys(each.processing for each in exhibits)),
        "keys": ",".join(keys),
    }


def _picture(figure: Exhibit) -> str:
    """Return the stored picture of a figure, for readers without scripts."""
    notebook = paths.NOTEBOOKS / f"{entries.places('exhibits')[figure.key].chapter}.ipynb"
    stored = entries.stored_output(notebook, records.MIME_TYPES[Exhibit], figure.key)
    return pictures.in_page(f"explore-{figure.key}", stored[records.SVG], stored[records.NARROW_SVG], figure.alt)


class ExploreDirective(SphinxDirective):
    """Put a chart with its choices into the page; print shows where its figures are."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the chart at this place of the page.

        Raises:
            DirectiveError: there is no such chart, an exhibit is missing, or the template has a mistake.
        """
        try:
            text = templates.filled(TEMPLATE, content(self.arguments[0]))
        except (jinja2.TemplateError, ValueError, KeyError) as mistake:
            raise self.error(f"{{explore}} {self.arguments[0]}: {mistake}") from mistake
        self.env.note_dependency(str(templates.TEMPLATES / f"{TEMPLATE}.md.jinja"))
        self.state._renderer.nested_render_text(text, self.lineno)
        return []


def _load_where_needed(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Let pages that hold a chart load its script and styles, and no others."""
    if ON_PAGE in context.get("body", ""):
        app.add_js_file(SCRIPT, loading_method="defer")
        app.add_css_file(STYLE)


def register(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("explore", ExploreDirective)
    app.connect("html-page-context", _load_where_needed)
