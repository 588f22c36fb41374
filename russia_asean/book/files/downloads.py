"""The files behind the book: data of every figure and table, the ledger, the notebooks, the citation file."""

import base64
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from russia_asean import paths, release
from russia_asean.book.common import edition, entries, marks
from russia_asean.book.common.entries import Place
from russia_asean.book.content import citing, claim_review, exhibit_files, ledger, value_rows
from russia_asean.book.files import data_package, picture_files, pixels
from russia_asean.evidence import records
from russia_asean.evidence.records import Exhibit


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row for CSV: a cell holds neither list nor dict, so these go in as JSON, and empty ones as nothing."""
    return {
        key: (json.dumps(value, ensure_ascii=False) if value else "") if isinstance(value, list | dict) else value
        for key, value in row.items()
    }


def write(folder: Path, known: release.Release, numbers: Mapping[str, str] | None = None) -> None:
    """Write all downloads into a folder.

    Args:
        folder: where they go; it is made if need be.
        known: the release that they belong to.
        numbers: how the book numbers each figure and table, by label.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = ledger.entries()
    _write_exhibits(folder, rows, known, numbers or {})
    _write_json(folder / marks.file_name("ledger.json"), {**edition.current().credit(), "claims": rows})
    _write_json(folder / marks.file_name("claim-review.jsonld"), claim_review.reviews(rows, known))
    text = exhibit_files.csv_text([flat(row) for row in rows])
    (folder / marks.file_name("ledger.csv")).write_text(text, encoding="utf-8")
    data_package.write(folder)
    for name, made in value_rows.files(rows).items():
        (folder / marks.file_name(name)).write_text(made(), encoding="utf-8")
    for named in (*entries.notebooks(), paths.ROOT / release.CITATION):
        shutil.copyfile(named, folder / named.name)


def _write_exhibits(
    folder: Path, rows: list[dict[str, Any]], known: release.Release, numbers: Mapping[str, str]
) -> None:
    places, things = entries.places("exhibits"), {each.name: each for each in citing.exhibits()}
    bears_on: dict[str, list[str]] = {}
    for row in rows:
        for key in row["evidence"]:
            bears_on.setdefault(key, []).append(row["claim_id"])
    for label, exhibit in entries.exhibits().items():
        citation = citing.plain(citing.printed(citing.APA, things[label], known))
        about = exhibit_files.resource(
            exhibit, places[label], citation, numbers.get(label, ""), bears_on.get(label, ())
        )
        _write_json(folder / marks.file_name(f"{label}.json"), about)
        csv_file = folder / marks.file_name(f"{label}.csv")
        csv_file.write_text(exhibit_files.exhibit_csv(exhibit), encoding="utf-8")
        if exhibit.pictures:
            _write_pictures(folder, exhibit, places[label], about)


def _write_pictures(folder: Path, exhibit: Exhibit, place: Place, about: Mapping[str, Any]) -> None:
    notebook = paths.NOTEBOOKS / f"{place.chapter}.ipynb"
    stored = entries.stored_output(notebook, records.MIME_TYPES[Exhibit], exhibit.key)
    producers = "; ".join(dict.fromkeys(each["producer"] for each in about["sources"]))
    said = picture_files.Said(
        title=exhibit.title,
        description=f"{exhibit.alt} {exhibit.caption}",
        creator=about["author"],
        date=about["released"],
        credit=f"{about['citation']}. Data: {producers}.",
        licence=release.LICENCE_ADDRESS,
        page=about["page"],
    )
    drawn = folder / marks.file_name(f"{exhibit.key}.svg")
    drawn.write_text(picture_files.svg(stored[records.SVG], said), encoding="utf-8")
    drawn.with_suffix(".png").write_bytes(pixels.png(base64.b64decode(stored[records.PDF]), said))


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _after_build(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        write(Path(app.outdir) / marks.DOWNLOADS, release.stored(), marks.exhibit_numbers(app))


def register(app: Sphinx) -> None:
    """Write the downloads when an HTML build has finished."""
    app.connect("build-finished", _after_build)
