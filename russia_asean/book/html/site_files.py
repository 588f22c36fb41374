"""What a site has beside its pages: a first page, one for what is not there, a feed, and files for search engines."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx

from russia_asean import release
from russia_asean.book.content import content_security, templates
from russia_asean.book.content.claim_review import LANGUAGE
from russia_asean.book.html import card, feed, heads

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
FIRST, NOT_FOUND = "index.html", "404.html"
# Pages that nobody looks for: tools, and those that send on.
UNLISTED = {FIRST, NOT_FOUND, *(f"{name}.html" for name in heads.TOOLS)}


def sitemap(pages: list[str], known: release.Release) -> str:
    """Return the sitemap of the site.

    Args:
        pages: its pages, as files.
        known: the release, with an address: the protocol knows no other than absolute ones.
    """
    ElementTree.register_namespace("", SITEMAP)
    every = ElementTree.Element(f"{{{SITEMAP}}}urlset")
    for page in pages:
        one = ElementTree.SubElement(every, f"{{{SITEMAP}}}url")
        ElementTree.SubElement(one, f"{{{SITEMAP}}}loc").text = known.at(page)
        ElementTree.SubElement(one, f"{{{SITEMAP}}}lastmod").text = known.day.isoformat()
    ElementTree.indent(every)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(every, encoding="unicode")}\n'


def robots(known: release.Release) -> str:
    """Return what programs may read of the site: all of it."""
    where = f"\nSitemap: {known.at('sitemap.xml')}\n" if known.address else ""
    return f"User-agent: *\nAllow: /\n{where}"


def not_found(known: release.Release) -> str:
    """Return the page for an address that has none.

    Its links begin at the top of the host, since it is shown at any depth. Without an address nobody knows where the
    report begins there; then they are those of a page at the top.
    """
    content = {
        "known": known,
        "language": LANGUAGE,
        "policy": content_security.policy(),
        "root": urlsplit(known.address).path,
    }
    return templates.page("not-found", content)


def first_page(title: str, description: str, target: str, known: release.Release) -> str:
    """Return the first file of the site.

    Args:
        title: of the page that it sends on to.
        description: of that page.
        target: that page, as a file.
        known: the release.
    """
    content = {
        "title": title,
        "description": description,
        "target": target,
        "canonical": known.at(target) if known.address else "",
        "language": LANGUAGE,
        "policy": content_security.policy(),
    }
    return templates.page("first-page", content, typeset=False)


def write(folder: Path, question: str, known: release.Release) -> None:
    """Write the files beside the pages of a built report.

    Args:
        folder: the built HTML book.
        question: the title of its front page.
        known: the release.
    """
    (folder / heads.FEED).write_text(feed.atom(feed.changes(), known), encoding="utf-8")
    (folder / NOT_FOUND).write_text(not_found(known), encoding="utf-8")
    (folder / "robots.txt").write_text(robots(known), encoding="utf-8")
    if known.address:
        pages = [page.relative_to(folder).as_posix() for page in sorted(folder.rglob("*.html"))]
        listed = [page for page in pages if page not in UNLISTED and not page.startswith("_static/")]
        (folder / "sitemap.xml").write_text(sitemap(listed, known), encoding="utf-8")
        card.draw(folder / heads.CARD, question, known)


def _after_build(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    folder, known = Path(app.outdir), release.stored()
    root = app.config.root_doc
    question = app.env.titles[root].astext()
    if not (folder / FIRST).exists():  # as it does where the root of the book is called so
        text = first_page(f"{question} – {known.title}", heads.shortened(known.abstract), f"{root}.html", known)
        (folder / FIRST).write_text(text, encoding="utf-8")
    if heads.is_report(app):
        write(folder, question, known)


def register(app: Sphinx) -> None:
    """Write the files when the HTML book is written."""
    # Before Jupyter Book writes a first page of its own.
    app.connect("build-finished", _after_build, priority=450)
