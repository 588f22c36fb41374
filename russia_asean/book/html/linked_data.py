"""What pages say of themselves in the words of schema.org (JSON-LD): report, chapters, pictures, data.

An address is absolute or left out: who reads a record may not know the page that it came from.
"""

import json
from pathlib import PurePosixPath
from typing import Any

from russia_asean import paths, release
from russia_asean.book.common import entries, marks
from russia_asean.book.common.edition import Edition
from russia_asean.book.content import exhibit_files
from russia_asean.book.content.claim_review import CONTEXT, LANGUAGE
from russia_asean.book.files.data_package import ARCHIVE
from russia_asean.data import tables
from russia_asean.evidence import records

CATALOGUE = "book/catalogue"
# What the site offers of the data as a whole.
FILES = (ARCHIVE, "ledger.csv", "ledger.json", "claim-review.jsonld")
TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".zip": "application/zip",
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
        _picture(known, exhibit)
        for label, exhibit in entries.exhibits().items()
        if exhibit.pictures and places[label].chapter == name.split("/")[-1]
    ]


def exhibit(known: release.Release, label: str) -> list[dict[str, Any]]:
    """Return a figure or table: its data, and its picture if it has one.

    Args:
        known: the release.
        label: of the exhibit.
    """
    found = entries.exhibits()[label]
    chapter = entries.places("exhibits")[label].chapter
    data = {
        "@type": "Dataset",
        **address(known, f"{marks.exhibit_page(label)}#data", "@id"),
        **address(known, marks.exhibit_page(label)),
        "identifier": label,
        "name": found.title,
        "description": f"{found.caption} {found.processing}",
        "isPartOf": {
            "@type": "Chapter",
            "name": entries.chapter_title(chapter),
            **address(known, f"notebooks/{chapter}.html"),
            "isPartOf": _report(known),
        },
        **_made(known),
        # The licence is that of what the report computed.
        "conditionsOfAccess": Edition.terms,
        "creditText": _credit(known, found),
        "isBasedOn": [
            {"@type": "Dataset", "name": source["title"], **({"url": source["path"]} if "path" in source else {})}
            for source in exhibit_files.sources(records.sources(found.rests_on))
        ],
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": each["name"],
                "description": each["description"],
                **({"unitText": each["unit"]} if "unit" in each else {}),
            }
            for each in (exhibit_files.field(field, found.data, label) for field in found.fields)
        ],
        **({"distribution": [_file(known, f"{label}.csv"), _file(known, f"{label}.json")]} if known.address else {}),
    }
    return [_picture(known, found), data] if found.pictures else [data]


def _credit(known: release.Release, exhibit: records.Exhibit) -> str:
    """Return who is credited for an exhibit: who made it, and the producers of its data."""
    credit = tables.credit(records.sources(exhibit.rests_on))
    return f"{known.author}. Data: {'; '.join(dict.fromkeys(map(str, credit['producer'])))}"


def _picture(known: release.Release, exhibit: records.Exhibit) -> dict[str, Any]:
    files = f"{marks.DOWNLOADS}/{marks.file_name(exhibit.key)}"
    return {
        "@type": "ImageObject",
        "identifier": exhibit.key,
        **address(known, marks.exhibit_page(exhibit.key)),
        **address(known, f"{files}.svg", "contentUrl"),
        **address(known, f"{files}.png", "thumbnailUrl"),
        "name": exhibit.title,
        "caption": exhibit.caption,
        "license": release.LICENCE_ADDRESS,
        "description": exhibit.alt,
        "creditText": _credit(known, exhibit),
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
        "encodingFormat": TYPES[PurePosixPath(name).suffix],
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
