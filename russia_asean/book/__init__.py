"""What the book adds to Jupyter Book: notebook outputs, claim chips, pages from templates, downloads, MathML."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register the extension with Sphinx."""
    # Here, since whoever imports one module of the book would else wait for all of them.
    from russia_asean.book import (
        accessible,
        addresses,
        bibliography,
        cite_controls,
        cite_in_print,
        claim_pages,
        claims_directive,
        code_switch,
        data_package,
        downloads,
        drawings,
        edition,
        exhibit_pages,
        explore,
        folds,
        front,
        heads,
        mathml,
        printing,
        roles,
        search_words,
        site_files,
        speed,
        styles,
        tables_on_pages,
        template_directive,
        term_links,
        typesetting,
        weight,
    )

    roles.register(app)
    template_directive.register(app)
    term_links.register(app)
    typesetting.register(app)
    claims_directive.register(app)
    front.register(app)
    drawings.register(app)
    explore.register(app)
    claim_pages.register(app)
    cite_controls.register(app)
    exhibit_pages.register(app)
    cite_in_print.register(app)
    search_words.register(app)
    styles.register(app)
    tables_on_pages.register(app)
    bibliography.register(app)
    data_package.register(app)
    downloads.register(app)
    edition.register(app)
    folds.register(app)
    code_switch.register(app)
    mathml.register(app)
    addresses.register(app)
    printing.register(app)
    accessible.register(app)
    heads.register(app)
    site_files.register(app)
    speed.register(app)
    weight.register(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
