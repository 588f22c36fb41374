"""What the book shows beyond Jupyter Book: our notebook outputs, claim chips, the ledger, downloads, MathML."""

from typing import Any

from sphinx.application import Sphinx

from russia_asean.book import accessible, coverage, downloads, ledger, mathml, printing, roles


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    roles.register(app)
    ledger.register(app)
    coverage.register(app)
    downloads.register(app)
    mathml.register(app)
    printing.register(app)
    accessible.register(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
