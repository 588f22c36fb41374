"""The head of each page: what search engines, managers of references and programs read, and what a browser may load.

An address is absolute, or it is left out: as long as ``CITATION.cff`` names none (``url``), pages have no canonical
address, no picture for links to them and no sitemap.
"""

import dataclasses
import enum
import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

from russia_asean import formatting, paths, release
from russia_asean.book.common import edition, entries, marks
from russia_asean.book.content import claim_review, content_security, front, ledger, templates
from russia_asean.book.content.citing import Thing
from russia_asean.book.content.claim_review import LANGUAGE
from russia_asean.book.directives import cite_controls
from russia_asean.book.html import claim_pages, linked_data

CHAPTERS = f"{paths.NOTEBOOKS.name}/"
LEAST, MOST = 50, 160  # signs of a description: what results of a search show
FEED = "changes.xml"
CARD = "card.png"
# Pages that Sphinx makes, which have no paragraph that could describe them.
TOOLS = {
    "search": "Search chapters, claims, verdicts, figures and sources of the report {title}.",
    "genindex": "All entries of the index of the report {title}, from A to Z.",
}


class Kind(enum.Enum):
    """What a page is to those who cite it."""

    REPORT = "report"
    CHAPTER = "chapter"
    CLAIM = "claim"
    EXHIBIT = "exhibit"
    PAGE = "page"
    TOOL = "tool"

    @property
    def is_cited(self) -> bool:
        """Whether the page is a part of the report."""
        return self is not Kind.TOOL

    @property
    def is_whole(self) -> bool:
        """Whether the page stands for the whole report."""
        return self is Kind.REPORT


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A page as its head describes it.

    Attributes:
        name: as Sphinx names it, such as ``book/cite``.
        kind: what it is.
        title: in plain text.
        description: what it says, in one or two sentences of plain text.
        picture: the file of the site that stands for it where others link to it.
        picture_alt: what that shows.
        thing: what is cited, where that is not the page by its title: a verdict and not the claim alone, a figure with
            its label, the page whose references these are.
    """

    name: str
    kind: Kind
    title: str
    description: str
    picture: str = CARD
    picture_alt: str = "The verdicts on all claims as a bar"
    thing: Thing | None = None

    @property
    def file(self) -> str:
        """The page as a file of the site."""
        return f"{self.name}.html"

    @property
    def cited_title(self) -> str:
        """What managers of references save as its title."""
        return self.thing.title if self.thing else self.title

    @property
    def cited_place(self) -> str:
        """Where references say that it is."""
        return self.thing.place if self.thing else self.file


def shortened(text: str) -> str:
    """Return text that is no longer than a description may be: whole sentences if they are long enough, whole words."""
    text = " ".join(text.split())
    if len(text) <= MOST:
        return text
    ends = [found.end() for found in re.finditer(r"[.?!](?=\s)", text[: MOST + 1])]
    if ends and ends[-1] >= LEAST:
        return text[: ends[-1]]
    return f"{text[: MOST - 1].rsplit(' ', 1)[0].rstrip(',;:–- ')}…"


def described(paragraphs: Iterator[str] | Sequence[str]) -> str:
    """Return a description from the first paragraphs of a page, as many as it takes."""
    text = ""
    for each in paragraphs:
        text = f"{text} {each}".strip()
        if len(text) >= LEAST:
            break
    return shortened(text)


def coins(page: Page, known: release.Release) -> str:
    """Return a page as an OpenURL context object (COinS), which keeps the name of a body whole in Zotero."""
    found = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "report" if page.kind.is_whole else "bookitem"),
        *([] if page.kind.is_whole else [("rft.atitle", page.cited_title)]),
        ("rft.btitle", edition.title_cited(known)),
        ("rft.aucorp", known.author),
        ("rft.date", known.day.isoformat()),
        ("rft.edition", known.version),
        ("rft.language", LANGUAGE),
        *([("rft_id", known.at(page.cited_place))] if known.address else []),
        *([("rft_id", f"info:doi/{known.doi}")] if known.doi and page.kind.is_whole else []),
    ]
    return urlencode(found, quote_via=quote)


def markup(page: Page, known: release.Release, data: Sequence[dict[str, Any]] = ()) -> str:
    """Return what stands in the head of a page.

    Args:
        page: the page.
        known: the release it belongs to.
        data: things of schema.org that the page tells of.
    """
    root = "../" * page.name.count("/")
    content = {
        "page": page,
        # The first page asks a question; what is cited is the report.
        "report": edition.title_cited(known),
        "cited": edition.title_cited(known) if page.kind.is_whole else page.cited_title,
        "known": known,
        "policy": content_security.policy(),
        "licence": release.LICENCE_ADDRESS,
        "language": LANGUAGE,
        "locale": LANGUAGE.replace("-", "_"),
        "root": root,
        "static": f"{root}_static/",
        "feed": FEED,
        "pdf": paths.PDF_NAME,
        "data": _script(linked_data.graph([*data])) if data else "",
    }
    return templates.page("head", content, typeset=False)


def _script(data: dict[str, Any]) -> Markup:
    """Return JSON that may stand in an element of a page: nothing in it ends the element."""
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


class Heads:
    """Writes the heads of one build."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Any]] | None = None

    def write(
        self, app: Sphinx, name: str, _template: str, context: dict[str, Any], tree: nodes.document | None
    ) -> None:
        """Put head and COinS into what a page is made from."""
        if app.builder.format != "html":
            return
        known = release.stored()
        page = Page(
            name,
            _kind(app, name),
            _plain(context.get("title", "")),
            _description(app, name, context, tree),
            **context.get("picture", {}),
            thing=context.get("cites") or cite_controls.alone_at(f"{name}.html"),
        )
        found = markup(page, known, self._data(app, page, known))
        # The theme names the size of the viewport, and docutils does so once more.
        others = re.sub(r'<meta name="viewport"[^>]*>', "", context.get("metatags", "")).strip()
        context["metatags"] = f"\n{found}{others}"
        context["coins"] = html.escape(coins(page, known)) if page.kind.is_cited else ""

    def _data(self, app: Sphinx, page: Page, known: release.Release) -> list[dict[str, Any]]:
        chapters = [
            f"{CHAPTERS}{each}" for each in entries.chapter_order() if f"{CHAPTERS}{each}" in app.env.found_docs
        ]
        if page.kind is Kind.REPORT:
            return [linked_data.report(known, page.file, chapters)]
        if page.kind is Kind.CHAPTER:
            position = chapters.index(page.name) + 1
            told = linked_data.chapter(known, page.name, page.title, page.description, position)
            return [told, *linked_data.pictures(known, page.name)]
        if page.kind is Kind.CLAIM:
            row = self._claims().get(page.name.removeprefix(f"{marks.CLAIMS}/"))
            return [claim_review.review(row, known)] if row and row["verdict"] in claim_review.SCALE else []
        if page.kind is Kind.EXHIBIT:
            return linked_data.exhibit(known, page.name.split("/")[-1])
        return [linked_data.data_package(known)] if page.name == linked_data.CATALOGUE else []

    def _claims(self) -> dict[str, dict[str, Any]]:
        if self._rows is None:
            self._rows = {row["claim_id"]: row for row in ledger.entries()}
        return self._rows


def is_report(app: Sphinx) -> bool:
    """Return whether a build is of the report; the draft of a new document is built in the same way, and is none."""
    return claim_pages.LEDGER in app.env.found_docs


def _kind(app: Sphinx, name: str) -> Kind:
    if not is_report(app):
        return Kind.TOOL
    if name == app.config.root_doc:
        return Kind.REPORT
    if name.startswith(f"{marks.CLAIMS}/"):
        return Kind.CLAIM
    if name.startswith(f"{marks.EXHIBITS}/"):
        return Kind.EXHIBIT
    if name not in app.env.found_docs and not name.startswith(f"{marks.REFERENCES}/"):
        return Kind.TOOL
    return Kind.CHAPTER if name.startswith(CHAPTERS) else Kind.PAGE


def _plain(markup_of_title: str) -> str:
    """Return a title without its marks."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup_of_title))


def _description(app: Sphinx, name: str, context: dict[str, Any], tree: nodes.document | None) -> str:
    if "description" in context:  # the page of a claim or an exhibit brings its own
        return shortened(context["description"])
    if name == app.config.root_doc and is_report(app):
        return described(formatting.typeset(front.sentence(key)) for key in front.ANSWER)
    if tree is None:
        words = TOOLS.get(name, "A page of the report {title}, made from the index of its pages.")
        return words.format(title=release.stored().title)
    return described(_first_words(tree))


def _first_words(tree: nodes.document) -> list[str]:
    """Return what a page says first: the findings of its section "In brief", if it has one, else its paragraphs."""
    brief = [each for each in tree.findall(nodes.section) if any("brief" in name for name in each["ids"])]
    for part in (*brief, tree):
        if found := [each.astext() for each in part.findall(nodes.paragraph) if _is_finding(each)]:
            return found
    paragraphs = [each for each in tree.findall(nodes.paragraph) if "code-switch" not in each["classes"]]
    # First those of the running text; a page of nothing but lists and tables has none.
    running = [each for each in paragraphs if isinstance(each.parent, nodes.section)]
    return [each.astext() for each in [*running, *paragraphs]]


def _is_finding(paragraph: nodes.paragraph) -> bool:
    return any(name.startswith("finding-") for each in paragraph.findall(nodes.target) for name in each["ids"])


def _set_address(_app: Sphinx, config: Config) -> None:
    """Let Sphinx know the address of the report: it writes the canonical addresses of pages.

    Raises:
        ConfigError: the settings name one themselves, which references and downloads would not know.
    """
    if config.html_baseurl:
        raise ConfigError(
            f"_config.yml, html_baseurl: the address of the report is written in {release.CITATION}, as `url`. "
            "Move it there."
        )
    config.html_baseurl = release.stored().address


def register(app: Sphinx) -> None:
    """Write the heads of all pages."""
    app.connect("config-inited", _set_address)
    # After the extensions that set titles.
    app.connect("html-page-context", Heads().write, priority=800)
