"""How templates are filled, for the pages of the book and those that other rooms write."""

from pathlib import Path
from typing import Any

import jinja2

from russia_asean import paths

TEMPLATES = paths.BOOK / "templates"


def environment(folder: Path = TEMPLATES, **how: Any) -> jinja2.Environment:
    """Return what fills templates: HTML is escaped, and a misspelt place, for which Jinja would print nothing, stops.

    Args:
        folder: of the templates.
        how: more settings of Jinja, such as those for templates of another language than HTML.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **{"autoescape": True, **how},
    )
