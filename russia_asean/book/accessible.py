"""What the theme's pages lack for readers who use a screen reader, added to the written files."""

from pathlib import Path

from sphinx.application import Sphinx

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
}


def _repair(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        text = repaired = path.read_text(encoding="utf-8")
        for written, better in REPAIRS.items():
            repaired = repaired.replace(written, better)
        if repaired != text:
            path.write_text(repaired, encoding="utf-8")


def register(app: Sphinx) -> None:
    """Repair all pages when the HTML book is written."""
    app.connect("build-finished", _repair)
