"""What Zotero makes of a page: the rules of its translators, restated, for the fields that this book writes.

Zotero asks its translators in the order of their priority. COinS comes before Embedded Metadata, if its items have a
title and creators. The rules follow the documentation of the translators and were compared with their source.
"""

import html.parser
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

REPORT, SECTION, ARTICLE, WEBPAGE = "report", "bookSection", "journalArticle", "webpage"
# Highwire tags that say what a page is; a title alone counts as an article.
TYPES = {
    "citation_journal_title": ARTICLE,
    "citation_technical_report_institution": REPORT,
    "citation_inbook_title": SECTION,
}
FIELDS = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_inbook_title": "publicationTitle",
    "citation_technical_report_institution": "institution",
    "citation_public_url": "url",
    "citation_doi": "DOI",
    "citation_language": "language",
}
# Prefixes that Embedded Metadata takes for RDF, also in the middle of a name: citation_book_title is one of "book".
PREFIXES = {"bib", "bibo", "dc", "dcterms", "prism", "foaf", "og", "article", "book", "rdf", "so", "eprints", "z"}
DC = {"title": "title", "date": "date", "language": "language", "rights": "rights"}


@dataclass
class Item:
    """A reference as Zotero stores it; a creator is a pair of family and given name, the latter empty for a body."""

    type: str
    fields: dict[str, str] = field(default_factory=dict)
    creators: list[tuple[str, str]] = field(default_factory=list)


class _Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.spans: list[str] = []
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._in_title = tag == "title"
        if tag == "meta" and given.get("content") and (given.get("name") or given.get("property")):
            self.metas.append((given.get("name") or given["property"], given["content"]))
        if tag == "span" and "Z3988" in (given.get("class") or "").split() and given.get("title"):
            self.spans.append(given["title"])

    def handle_data(self, data):
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag):
        self._in_title = False


def saved(page: str) -> Item:
    """Return what Zotero saves from the text of a page."""
    reader = _Reader()
    reader.feed(page)
    items = [
        item for item in map(_of_context_object, reader.spans) if item and item.creators and "title" in item.fields
    ]
    return items[0] if items else _of_metas(reader)


def _of_context_object(text: str) -> Item | None:
    # Zotero looks for the genre in the text as it stands, and reads a plus, encoded or not, as a space.
    pairs = [part.split("=")[:2] for part in text.split("&")]
    found = [(key, unquote(re.sub(r"\+|%2[bB]", " ", value))) for key, value in pairs]
    if ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book") not in found:
        return None
    parts = text.split("&")
    item = Item(SECTION if "rft.genre=bookitem" in parts else REPORT if "rft.genre=report" in parts else "book")
    for key, value in found:
        if key == "rft.aucorp":
            item.creators.append((value, ""))
        elif key == "rft.au":
            item.creators.append(person(value))
        elif key == "rft.btitle":
            item.fields["publicationTitle" if item.type == SECTION else "title"] = value
        elif key == "rft.atitle" and item.type == SECTION:
            item.fields["title"] = value
        elif key == "rft_id":
            name, kept = ("DOI", value[9:]) if value.startswith("info:doi") else ("url", value)
            item.fields[name] = kept
        elif key == "rft.edition" and item.type == REPORT:
            continue  # a report has no such field
        elif key in ("rft.date", "rft.edition", "rft.language"):
            item.fields[key.removeprefix("rft.")] = value
    return item


def _of_metas(reader: _Reader) -> Item:
    kind = guess = ""
    rdf: dict[str, list[str]] = {}
    for name, value in reader.metas:
        parts = re.split(r"[.:_]", name.lower())
        if (len(parts) > 2 and parts[1] in PREFIXES) or parts[0] in PREFIXES:
            rdf.setdefault(parts[-1], []).append(value)
        else:
            kind = TYPES.get(name, kind)
            guess = guess or (ARTICLE if name == "citation_title" else "")
    item = Item(kind or guess or WEBPAGE)
    item.fields = {DC[name]: values[0] for name, values in rdf.items() if name in DC}
    # The first of several tags counts.
    item.fields |= {FIELDS[name]: value for name, value in reversed(reader.metas) if name in FIELDS}
    item.fields.setdefault("title", reader.title)
    authors = [person(value) for name, value in reader.metas if name == "citation_author"]
    item.creators = authors or [person(value) for value in rdf.get("creator", [])]
    return item


def person(name: str) -> tuple[str, str]:
    """Return a name as Zotero cuts it: at a comma, else before its last word."""
    if ", " in name:
        family, given = name.split(", ", 1)
        return family, given
    given, _, family = name.rpartition(" ")
    return family, given
