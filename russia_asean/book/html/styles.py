"""The colours of the verdicts in the style sheet, from the table that the pictures use, too."""

from sphinx.application import Sphinx

from russia_asean.evidence import verdicts


def _give_verdicts(app: Sphinx) -> None:
    """Hand the verdicts to ``book/_assets/verdicts.css.jinja``, which Sphinx fills when it copies the assets."""
    rows = [(verdicts.css_class(verdict), colours) for verdict, colours in verdicts.COLOURS.items()]
    app.config.html_context["verdicts"] = rows


def register(app: Sphinx) -> None:
    """Fill the style sheet of the verdicts."""
    app.connect("builder-inited", _give_verdicts)
