"""The data of a figure or table as files: CSV as the schema says, and JSON that says what every column holds.

The CSV begins with a byte order mark, by which spreadsheets know UTF-8; programs that read UTF-8 pass over it.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from russia_asean import release
from russia_asean.book import edition, marks
from russia_asean.book.entries import Place
from russia_asean.data import codebook, countries, tables
from russia_asean.evidence import records
from russia_asean.evidence.records import Exhibit
from russia_asean.evidence.verdicts import Verdict

MARK = "\ufeff"
YEAR = "year"  # the unit of columns of years
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PERIOD = re.compile(r"\d{4}(?:–\d{4})?")
_RESOLUTION = re.compile(r"A/RES/\S+")
# What columns hold that several exhibits have. Others are told by their name and unit, or by the table they come from.
COLUMNS = {
    "about": "What the statements are about.",
    "after": "Value after the break.",
    "agreement": "Agreement in votes.",
    "asean": "Value of ASEAN or of its members together.",
    "before": "Value before the break.",
    "break": "Year at which before and after are parted.",
    "change": "Difference between the two values before it.",
    "choice": "The choice of method, period or record that is varied.",
    "claim_id": "Id of the claim, which the address of its page ends in.",
    "claims": "Ids of the claims, or how many there are.",
    "date": "Day, as far as it is known.",
    "dimension": "Dimension of the scorecard.",
    "direction": "Direction of the flow or of the change.",
    "document": "Document whose claims are tested, by its short name.",
    "documents": "Documents whose claims are tested, by their short names.",
    "end": "Last year of the period.",
    "exhibit": "Label of the figure or table that shows the series.",
    "field": "Field of cooperation.",
    "first": "First of the two values compared.",
    "from_asean": "Goods that Russia receives from ASEAN.",
    "gap": "Difference between the two values before it.",
    "high": "Upper bound of the interval.",
    "iso3": "Country, as ISO 3166-1 alpha-3 code.",
    "key": "Key of the series in the results of its chapter.",
    "kind": "Kind of what the row shows.",
    "last": "Last value of the series.",
    "low": "Lower bound of the interval.",
    "measure": "What is measured.",
    "member": "Member of ASEAN, as ISO 3166-1 alpha-3 code or by name.",
    "members": "Number of members, or who they are.",
    "name": "Name of what the row shows.",
    "partner": "Partner, as ISO 3166-1 alpha-3 code or by name.",
    "rank": "Place in the order from the largest down.",
    "ratio": "One value divided by another.",
    "reading": "On what the verdict depends.",
    "reason": "Reason in words.",
    "role": "Role of the country.",
    "russia": "Value of Russia.",
    "second": "Second of the two values compared.",
    "series": "Which line or mark the row belongs to.",
    "share": "Part of a whole.",
    "side": "Who counts: the record of Russia or that of ASEAN.",
    "source": "Country or source that the value is counted from.",
    "start": "First year of the period.",
    "stated": "What the document states.",
    "statement": "The claim in our words.",
    "status": "Whether the value is reported, estimated, projected or derived.",
    "to_asean": "Goods that Russia sends to ASEAN.",
    "topic": "Topic of the votes.",
    "total": "Sum of the parts.",
    "true_of": "Of what a misread figure is true.",
    "unit": "Unit of the numbers in the row.",
    "value": "The number that is drawn or printed.",
    "verdict": "Verdict on the claim.",
    "window": "Years that the value covers.",
    "year": "Year.",
}


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
        "schema": {"fields": [field(each, exhibit.data) for each in exhibit.fields]},
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


def field(described: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return a column as a Table Schema describes it: name, type, title, description and unit.

    Args:
        described: name, type and unit of the column as the exhibit stores them.
        rows: the data, by which whole numbers and days are known.
    """
    name, unit = described["name"], described.get("unit", "")
    known = [row[name] for row in rows if row[name] is not None]
    kind = described["type"]
    if kind == "number" and unit == YEAR and all(float(value).is_integer() for value in known):
        kind = "integer"
    if kind == "string" and known and all(isinstance(value, str) and _ISO_DAY.fullmatch(value) for value in known):
        kind = "date"
    title, told = _told(name)
    counted = f" Unit: {unit}." if unit and unit != YEAR else ""
    return {
        "name": name,
        "type": kind,
        "title": title,
        "description": f"{told}{counted}",
        **({"unit": unit} if unit else {}),
    }


def _told(name: str) -> tuple[str, str]:
    """Return the title of a column and a sentence on what it holds."""
    plain = name.replace("_", " ")
    title = f"{plain[0].upper()}{plain[1:]}"
    if name in COLUMNS:
        return title, COLUMNS[name]
    if name in {*map(str, Verdict)}:
        return title, f"Claims with the verdict “{name}”."
    if _PERIOD.fullmatch(name):
        return title, f"Value of {name}."
    if _RESOLUTION.fullmatch(name):
        return title, f"Vote on the resolution {name} of the General Assembly of the United Nations."
    try:
        country = countries.name(name)
    except KeyError:
        return title, f"{title}."
    return country, f"Value of {country}."
