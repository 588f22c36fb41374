"""What pages say of themselves in the words of schema.org (JSON-LD): report, chapters, pictures, data.

An address is absolute or left out: who reads a record may not know the page that it came from.
"""

import json
from typing import Any

from russia_asean import paths, release
from russia_asean.book import entries, marks
from russia_asean.book.claim_review import CONTEXT, LANGUAGE
from russia_asean.book.data_package import ARCHIVE
from russia_asean.data import tables
from russia_asean.evidence import records

CATALOGUE = "book/catalogue"
# What the site offers of the data as a whole, with the media type of each.
FILES = {
    ARCHIVE: "application/zip",
    "ledger.csv": "text/csv",
    "ledger.json": "application/json",
    "claim-review.jsonld": "application/ld+json",
}
DESCRIBED = paths.DATA / "datapackage.json"


def graph(things: list[dict[str, Any]]) -> dict[str, Any]:
    """Return several things as one JSON-LD document."""
    return {"@context": CONTEXT, "@graph": things}


def address(known: release.Release, page: str, name: str = "url") -> dict[str, str]:
    """Return the absolute address of a page as a property, or nothing while the report has no address."""
    return {name: known.at(page)} if known.address else {}


def organisation(known: release.Release) -> dict[str, Any]:
    """Return who answers for the report."""
    return {"@type": "Organization", "name": known.author, **address(known, "")}


def report(known: release.Release, first_page: str, chapters: list[str]) -> dict[str, Any]:
    """Return the report as a whole.

    Args:
        known: the release.
        first_page: its first page, as a file.
        chapters: its chapters, as Sphinx names them.
    """
    return {
        **_report(known),
        **_made(known),
        **address(known, first_page),
        **({"sameAs": f"https://doi.org/{known.doi}"} if known.doi else {}),
        "abstract": known.abstract,
        "keywords": list(known.keywords),
        "hasPart": [
            {"@type": "Chapter", "name": entries.chapter_title(each.split("/")[-1]), **address(known, f"{each}.html")}
            for each in chapters
        ],
    }


def chapter(known: release.Release, name: str, title: str, description: str, position: int) -> dict[str, Any]:
    """Return one chapter.

    Args:
        known: the release.
        name: the chapter, as Sphinx names its page.
        title: its title.
        description: what it says, in a sentence.
        position: its place among the chapters, counted from one.
    """
    return {
        "@type": "Chapter",
        **address(known, f"{name}.html#chapter", "@id"),
        **address(known, f"{name}.html"),
        "name": title,
        "description": description,
        "position": position,
        "isPartOf": _report(known),
        **_made(known),
    }


def pictures(known: release.Release, name: str) -> list[dict[str, Any]]:
    """Return the figures of a chapter.

    Args:
        known: the release.
        name: the chapter, as Sphinx names its page.
    """
    places = entries.places("exhibits")
    return [
        _picture(known, name, exhibit)
        for label, exhibit in entries.exhibits().items()
        if exhibit.pictures and places[label].chapter == name.split("/")[-1]
    ]


def _picture(known: release.Release, name: str, exhibit: records.Exhibit) -> dict[str, Any]:
    credit = tables.credit(records.sources(exhibit.rests_on))
    producers = list(dict.fromkeys(map(str, credit["producer"])))
    return {
        "@type": "ImageObject",
        "identifier": exhibit.key,
        **address(known, f"{name}.html#{exhibit.key}"),
        **address(known, f"{marks.DOWNLOADS}/{marks.file_name(f'{exhibit.key}.svg')}", "contentUrl"),
        "name": exhibit.title,
        "caption": exhibit.caption,
        "license": release.LICENCE_ADDRESS,
        "creditText": f"{known.author}. Data: {'; '.join(producers)}",
        "creator": organisation(known),
        "inLanguage": LANGUAGE,
    }


def data_package(known: release.Release) -> dict[str, Any]:
    """Return the data package: its tables, and the files in which the page of the site offers what is in it."""
    told = json.loads(DESCRIBED.read_text(encoding="utf-8"))
    return {
        "@type": "Dataset",
        **address(known, f"{CATALOGUE}.html#data", "@id"),
        **address(known, f"{CATALOGUE}.html"),
        "identifier": told["name"],
        "name": told["title"],
        "description": told["description"],
        "keywords": list(known.keywords),
        "isPartOf": _report(known),
        **_made(known),
        # The report's own licence does not cover the figures of others.
        "license": {
            "@type": "CreativeWork",
            "name": "Terms of each producer, as the catalogue lists them",
            **address(known, f"{CATALOGUE}.html"),
        },
        **({"distribution": [_file(known, name) for name in FILES]} if known.address else {}),
        "hasPart": [
            {"@type": "Dataset", "identifier": each["name"], "name": each["title"], "description": each["description"]}
            for each in told["resources"]
        ],
    }


def _file(known: release.Release, name: str) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": name,
        "encodingFormat": FILES[name],
        **address(known, f"{marks.DOWNLOADS}/{marks.file_name(name)}", "contentUrl"),
    }


def _report(known: release.Release) -> dict[str, Any]:
    return {"@type": "Report", **address(known, "#report", "@id"), "name": known.title, "version": known.version}


def _made(known: release.Release) -> dict[str, Any]:
    """Return who made a thing, when, in which language and under which licence."""
    return {
        "author": organisation(known),
        "publisher": organisation(known),
        "datePublished": known.day.isoformat(),
        "inLanguage": LANGUAGE,
        "license": release.LICENCE_ADDRESS,
    }
