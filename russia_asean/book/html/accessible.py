"""What the theme's pages lack for readers who use a screen reader, or by the standard, added to the written files."""

from pathlib import Path

from sphinx.application import Sphinx

from russia_asean.book.transforms import tables_on_pages

# What is written, and what is written instead. axe, the checker in the tests, names the rule for each.
REPAIRS = {
    # a button without a name (summary-name)
    '<summary><span class="toctree-toggle" role="presentation">': (
        '<summary aria-label="Show or hide the pages of this part"><span class="toctree-toggle" role="presentation">'
    ),
    # content outside every landmark (region)
    '<div id="pst-primary-sidebar" class="bd-sidebar-primary bd-sidebar">': (
        '<div id="pst-primary-sidebar" class="bd-sidebar-primary bd-sidebar" role="complementary" aria-label="Sidebar">'
    ),
    # roles that are deprecated, and a list without items (aria-deprecated-role, aria-required-children)
    ' role="doc-biblioentry"': "",
    '<div role="list" class="citation-list">': '<div class="citation-list">',
    # a name that does not hold the words on the button (label-content-name-mismatch)
    ' title="Search" aria-label="Search"': ' title="Search"',
    ' aria-label="Color mode" data-bs-title="Color mode"': (
        ' aria-label="Colours: light, dark or those of the system" title="Colours: light, dark or those of the system"'
    ),
    ' data-mode="light" title="Light"': ' data-mode="light"',
    ' data-mode="dark"  title="Dark"': ' data-mode="dark"',
    ' data-mode="auto"  title="System Settings"': ' data-mode="auto"',
    # a caption opened twice, because what print shows stands between the picture and its caption (the checker of HTML)
    '</p>\n<figcaption>\n<div class="legend">': '</p>\n<div class="legend">',
    # what the element says by itself, what is said twice, and headings without words (the checker of HTML)
    '<main id="main-content" class="bd-main" role="main">': '<main id="main-content" class="bd-main">',
}


def repaired(page: str) -> str:
    """Return a page of the theme with what it lacks."""
    for written, better in REPAIRS.items():
        page = page.replace(written, better)
    return tables_on_pages.with_named_tables(page)


def _repair(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if (better := repaired(text)) != text:
            path.write_text(better, encoding="utf-8")


def register(app: Sphinx) -> None:
    """Repair all pages when the HTML book is written."""
    app.connect("build-finished", _repair, priority=400)
