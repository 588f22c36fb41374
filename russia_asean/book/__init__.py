"""What the book adds to Jupyter Book: notebook outputs, claim chips, pages from templates, downloads, MathML.

The rooms, from the top floor to the ground. A room uses the floors below it; the contract in ``pyproject.toml`` holds
them to that. Here the extension is registered with Sphinx.

    building       how a book is built, offered and released
    html           what the HTML book has beyond its pages; beside it pdf: the PDF, the brief and the country briefs
    files          what readers download; beside it rendering, the plug-in that makes parts of pages from outputs
    directives     what a page or a template may call; beside it transforms: what becomes of a page once it is read
    content        what pages, PDFs and files say: rows and numbers, and the templates that they fill
    common         records, edition, small pieces of pages
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register the extension with Sphinx."""
    # Here, since whoever imports one module of the book would else wait for all of them.
    from russia_asean.book.building import speed
    from russia_asean.book.common import edition
    from russia_asean.book.directives import (
        cite_controls,
        claims_directive,
        drawings,
        explore,
        front_page,
        roles,
        template_directive,
    )
    from russia_asean.book.files import data_package, downloads
    from russia_asean.book.html import (
        accessible,
        claim_pages,
        exhibit_pages,
        heads,
        search_words,
        site_files,
        styles,
        weight,
    )
    from russia_asean.book.pdf import cite_in_print, printing
    from russia_asean.book.transforms import (
        addresses,
        bibliography,
        code_switch,
        folds,
        mathml,
        tables_on_pages,
        term_links,
        typesetting,
    )

    roles.register(app)
    template_directive.register(app)
    term_links.register(app)
    typesetting.register(app)
    claims_directive.register(app)
    front_page.register(app)
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
