"""The country briefs in print: two pages a country, those of the book in one PDF, or that of one country alone."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from russia_asean.book.common import edition
from russia_asean.book.content import country_pages
from russia_asean.book.pdf import brief
from russia_asean.evidence import records

TEMPLATE = "countries.tex.jinja"


def write(folder: Path, name: str, codes: Sequence[str], results: Path | None = None) -> Path:
    """Write the source of the briefs of some countries and their pictures into a folder, and return the source.

    Args:
        folder: where they go.
        name: the PDF that is made of them.
        codes: the countries, in order.
        results: where their results lie, if not in ``results/countries``.

    Raises:
        RecordError: results or a picture are missing or damaged.
        KeyError: results lack a sentence.
    """
    found = country_pages.in_print([*codes], results)
    for each in found:
        for exhibit in each["drawn"]:
            drawings = (results or records.countries_folder()) / each["code"]
            # One folder for all, so the name of each picture begins with its country.
            copy = folder / f"{each['code']}-{exhibit.key}.pdf"
            shutil.copyfile(country_pages.picture_file(drawings, exhibit.key, "pdf"), copy)
    source = folder / Path(name).with_suffix(".tex")
    source.write_text(brief.filled({"countries": found, "edition": edition.current()}, TEMPLATE), encoding="utf-8")
    return source
