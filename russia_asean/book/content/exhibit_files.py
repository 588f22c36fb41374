"""The data of a figure or table as files: CSV as the schema says, and JSON that says what every column holds.

The CSV begins with a byte order mark, by which spreadsheets know UTF-8; programs that read UTF-8 pass over it.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from russia_asean import release
from russia_asean.book.common import edition, marks
from russia_asean.book.common.entries import Place
from russia_asean.book.content.column_words import COLUMNS, IN_EXHIBITS
from russia_asean.data import codebook, countries, tables
from russia_asean.evidence import records
from russia_asean.evidence.records import Exhibit
from russia_asean.evidence.verdicts import Verdict

MARK = "\ufeff"
YEAR = "year"  # the unit of columns of years
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PERIOD = re.compile(r"\d{4}(?:–\d{4})?")
_RESOLUTION = re.compile(r"A/RES/\S+")
_SECTION = re.compile(r"(\d{4}), %: (.+)")
_RATIO = re.compile(r"(before|from) \d{4}(?: on)?: (ratio|low|high)")


def csv_text(rows: Sequence[Mapping[str, Any]], columns: Iterable[str] = ()) -> str:
    """Return rows as CSV that spreadsheets and programs read.

    Args:
        rows: the rows.
        columns: the columns in their order; those of the first row when left out.
    """
    text = io.StringIO()
    # The csv module ends lines as Windows does unless it is told otherwise.
    writer = csv.DictWriter(text, fieldnames=list(columns) or list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return f"{MARK}{text.getvalue()}"


def exhibit_csv(exhibit: Exhibit) -> str:
    """Return the data of an exhibit as CSV, its columns in the order of its schema."""
    return csv_text(exhibit.data, [field["name"] for field in exhibit.fields])


def resource(
    exhibit: Exhibit, place: Place, citation: str, number: str = "", claims: Iterable[str] = ()
) -> dict[str, Any]:
    """Return an exhibit as a Frictionless data resource: its data, what they are, whose, and what they were used for.

    Args:
        exhibit: the figure or table.
        place: where it is made.
        citation: the reference to it, in one line.
        number: how the book numbers it, such as ``Fig. 3``.
        claims: the ids of the claims whose verdicts it bears on.
    """
    return {
        "name": exhibit.key,
        "title": exhibit.title,
        "description": exhibit.caption,
        **({"alt": exhibit.alt} if exhibit.alt else {}),
        "processing": exhibit.processing,
        **({"number": number} if number else {}),
        **published(marks.exhibit_page(exhibit.key), citation),
        "sources": sources(records.sources(exhibit.rests_on)),
        "tables": sorted({each.table for each in exhibit.rests_on}),
        "claims": sorted(claims),
        "notebook": f"{place.chapter}.ipynb, cell {place.cell}",
        "schema": {"fields": [field(each, exhibit.data, exhibit.key) for each in exhibit.fields]},
        "data": [{each["name"]: row[each["name"]] for each in exhibit.fields} for row in exhibit.data],
    }


def published(page: str, citation: str) -> dict[str, Any]:
    """Return what every file says of where it comes from: page, edition, licence and how to cite it.

    Args:
        page: the page that shows it, below the top of the site.
        citation: the reference to what is handed out, in one line.
    """
    current = edition.current()
    named = current.release
    return {
        "page": named.at(page),
        **current.credit(),
        "created": f"{named.day.isoformat()}T00:00:00Z",
        "licenses": [{"name": release.TEXT_LICENCE, "path": release.LICENCE_ADDRESS}],
        "citation": citation,
    }


def sources(keys: list[str]) -> list[dict[str, str]]:
    """Return sources as the standard credits them, with the day of the edition and that of reading."""
    found = []
    for key, row in tables.credit(keys).astype(object).fillna("").iterrows():
        said = {
            "title": f"{row['producer']}, {row['title']}",
            "path": codebook.address(str(key), row["url"]),
            "key": str(key),
            "producer": row["producer"],
            "published": str(row["published"]),
            "accessed": str(row["accessed"])[:10],
            "citation": row["citation"],
        }
        found.append({name: value for name, value in said.items() if value})
    return found


def field(described: Mapping[str, str], rows: Sequence[Mapping[str, Any]], label: str = "") -> dict[str, str]:
    """Return a column as a Table Schema describes it: name, type, title, description and unit.

    Args:
        described: name, type and unit of the column as the exhibit stores them.
        rows: the data, by which numbers, whole numbers and days are known.
        label: of the exhibit, by which it is known what the column means there.
    """
    name, unit = described["name"], described.get("unit", "")
    known = [row[name] for row in rows if row[name] is not None]
    kind = described["type"]
    if kind == "string" and known and all(type(value) in (int, float) for value in known):
        kind = "number"
    if kind == "number" and unit == YEAR and all(float(value).is_integer() for value in known):
        kind = "integer"
    if kind == "string" and known and all(isinstance(value, str) and _ISO_DAY.fullmatch(value) for value in known):
        kind = "date"
    title, told = _told(name, label)
    counted = f" Unit: {unit}." if unit and unit != YEAR else ""
    return {
        "name": name,
        "type": kind,
        "title": title,
        "description": f"{told}{counted}",
        **({"unit": unit} if unit else {}),
    }


def _told(name: str, label: str) -> tuple[str, str]:
    """Return the title of a column and a sentence on what it holds."""
    plain = name.replace("_", " ")
    title = f"{plain[0].upper()}{plain[1:]}"
    if said := IN_EXHIBITS.get(label, {}).get(name) or COLUMNS.get(name):
        return title, said
    if name in {*map(str, Verdict)}:
        return title, f"Claims with the verdict “{name}”."
    if _PERIOD.fullmatch(name):
        return title, f"Value of {name}."
    if found := _SECTION.fullmatch(name):
        return title, f"Share of the section in what went {found[2]} in {found[1]}."
    if found := _RATIO.fullmatch(name):
        end = {"ratio": "Ratio", "low": "Lower end of the interval of the ratio", "high": "Upper end of that interval"}
        return title, f"{end[found[2]]}, {name.partition(':')[0]}."
    if _RESOLUTION.fullmatch(name):
        return title, f"Vote on the resolution {name} of the General Assembly of the United Nations."
    try:
        country = countries.name(name)
    except KeyError:
        return title, f"{title}."
    return country, f"Value of {country}."
