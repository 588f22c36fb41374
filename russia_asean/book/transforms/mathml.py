"""Formulas as MathML, which browsers show by themselves: no script, no fonts, nothing fetched."""

import latex2mathml.converter
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def _inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(latex2mathml.converter.convert(node.astext()))
    # docutils would else write the LaTeX behind the formula.
    raise nodes.SkipNode


def _display(translator: HTML5Translator, node: nodes.math_block) -> None:
    formula = latex2mathml.converter.convert(node.astext(), display="block")
    translator.body.append(f'<div class="math-block" tabindex="0">{formula}</div>')
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Register the renderer under the name ``mathml`` (chosen by ``html_math_renderer``)."""
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))
