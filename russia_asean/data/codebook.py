"""What is written from the data package: hashes, the codebook, the bibliography of sources."""

import json
import re
import urllib.parse
from pathlib import Path
from typing import Any

import pandas as pd

from russia_asean import formatting, paths
from russia_asean.data import countries, descriptor, editions, memberships, overlaps, releases, tables

HEAD = """# Data

Tidy tables of the report, described in `datapackage.json` (Frictionless Data Package). This page is written from
that file and from `sources.csv` by `make data`; do not edit it by hand.

The figures come from the producers named below. Credit the producer, not this report, when you reuse a figure.

Tables with a year and a country have a picture of their coverage. Each mark stands for five years: `█` every year
has a value, `▒` some have, `·` none has. The first and the last mark can be shorter. A table with more than fifteen
countries shows Russia, the members of ASEAN, China, Japan and the United States.
"""
# The columns that may name the country of a row; the first of them that varies is the one a picture is drawn by.
AREA_COLUMNS = ("iso3", "reporter", "exporter", "population", "scope", "partner")
MOST_AREAS = 15
PERIOD = 5  # years a mark
# As what BibTeX cites each kind of source.
ENTRY_TYPES = {"data set": "dataset", "report": "techreport", "article": "article", "page": "online"}

_DOI = re.compile(r"10\.\d{4,}/[^\s,;]+[^\s,;.]")
_PERSON = re.compile(r"(?:[A-Z]\. )+[A-Z][a-z]+")  # a producer who is one: E. Voeten
_DOI_TOLD = re.compile(r"\s*\bdoi:\s*10\.\S+")
# How full citations begin: who, and the year in brackets or none at all.
_AUTHOR_AND_YEAR = re.compile(r"^[^()]*\((?:about )?[\d–, -]+\)[,.]\s*")


def refresh() -> list[Path]:
    """Bring hashes, codebook and source bibliography up to date with the tables.

    Returns:
        The files that were written.

    Raises:
        TableError: a table or its description breaks a rule, ours or the standard's, a CSV file is not described, or a
            file cannot be written.
    """
    tables.clear_cache()
    # Whatever breaks its contract is refused before anything is written.
    for name in tables.names(paths.DATA):
        tables.validated(name, paths.DATA)
    if strays := tables.undescribed(paths.DATA):
        raise tables.TableError(
            f"data/{strays[0]}: not described in datapackage.json. Describe the table there, or move the file out of "
            "data/."
        )
    if problems := tables.standard_problems(json.loads(described_package()), paths.DATA):
        raise tables.TableError(problems[0])
    package, codebook_path, bib = paths.DATA / "datapackage.json", paths.DATA / "README.md", paths.BOOK / "sources.bib"
    # The description first, because bibliography and codebook are read by it.
    _write(package, described_package())
    tables.clear_cache()  # the hashes are new
    _write(bib, source_bibliography())
    _write(codebook_path, codebook_text())
    return [package, bib, codebook_path]


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise tables.TableError(
            f"{path.parent.name}/{path.name}: cannot be written ({error.strerror}). Correct the rights of the file or "
            "free some space, then run `make data`."
        ) from None


def described_package() -> str:
    """Return the text of ``datapackage.json`` with how each table is written, its hash and size as they are now."""
    package = json.loads((paths.DATA / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        path = paths.DATA / resource["path"]
        resource["dialect"] = descriptor.DIALECT
        resource["hash"] = f"sha256:{tables.sha256(path)}"
        resource["bytes"] = path.stat().st_size
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def source_bibliography() -> str:
    """Return BibTeX with one entry per source; the key is the source's key."""
    rows: list[dict[str, Any]] = [
        {str(name): cell for name, cell in row.items()} for row in _sources().to_dict("records")
    ]
    return "\n\n".join(map(_entry, rows)) + "\n"


def _entry(row: dict[str, Any]) -> str:
    """Return a source as an entry of BibTeX."""
    doi = _DOI.search(f"{row['url']} {row['citation']}")
    url = "" if "//doi.org/" in row["url"] else row["url"]
    elsewhere = read_at(row["source_key"], url)
    quoted = ""
    if elsewhere:
        url, *elsewhere = elsewhere
        more = f" and at {len(elsewhere)} more, which the rows of the tables name" if elsewhere else ""
        quoted = f"Read at the address given{more}."
    kind = "misc" if not url and not doi and row["kind"] == "page" else ENTRY_TYPES[row["kind"]]
    fields = {
        "author": _author(row["producer"]),
        "title": f"{{{row['title']}}}",
        "institution": f"{{{row['producer']}}}" if kind == "techreport" else "",
        "type": "Report" if kind == "techreport" else "",
        "journal": _journal(row["citation"]) if kind == "article" else "",
        "year": (row["published"] or str(row["accessed"]))[:4],
        "doi": doi[0] if doi else "",
        "url": url,
        "note": " ".join(
            filter(None, [_full(row), quoted, f"Accessed {formatting.long_date(str(row['accessed'].date()))}."])
        ),
    }
    # An address is printed sign by sign; a mark of TeX would become a part of it.
    lines = [
        f"  {name} = {{{value if name in ('url', 'doi') else _bibtex(value)}}},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@{kind}{{{row['source_key']},", *lines, "}"])


def _author(producer: str) -> str:
    """Return a producer as the author of an entry: persons by their names, anyone else in braces of its own.

    BibTeX would take the last word of an institution for a family name.
    """
    names = re.split(r", | and ", producer)
    return " and ".join(names) if all(map(_PERSON.fullmatch, names)) else f"{{{producer}}}"


def _full(row: dict[str, Any]) -> str:
    """Return what the full citation of a source says beside the fields of its entry."""
    told = _rest(row["citation"], row["title"])
    return f"Data set. {told}".strip() if row["kind"] == "data set" else told


def _rest(citation: str, title: str) -> str:
    """Return of a full citation what stands neither in the author, year and title of its entry nor in its address."""
    rest = _DOI_TOLD.sub("", _AUTHOR_AND_YEAR.sub("", citation)).strip()
    if rest.lower().startswith(title.lower()):
        rest = rest[len(title) :].lstrip(" .,:")
    rest = f"{rest[:1].upper()}{rest[1:]}"
    return rest if not rest or rest.endswith(".") else f"{rest}."


def _journal(citation: str) -> str:
    """Return the journal, which a citation names last."""
    *_, last = _AUTHOR_AND_YEAR.sub("", citation).rstrip(".").split(", ")
    return last


def address(source_key: str, url: str) -> str:
    """Return where a source can be looked up: its own address, or the first page at which it was read (``read_at``)."""
    return next(iter(read_at(source_key, url)), url)


def read_at(source_key: str, url: str) -> list[str]:
    """Return the pages at which the figures of a source were read, if its own address says less than they.

    Args:
        source_key: the source.
        url: its address; that of a producer whose front page is all that is known says less.
    """
    return [page for page in _pages_of_rows().get(source_key, []) if page != url] if _is_front(url) else []


def _is_front(url: str) -> bool:
    """Return whether an address is empty or leads to the front page of a site."""
    return not url or urllib.parse.urlsplit(url).path in ("", "/")


@tables.cached
def _pages_of_rows() -> dict[str, list[str]]:
    """Return the pages at which figures were read, by source, in the order of the tables."""
    found: dict[str, dict[str, None]] = {}
    for name in tables.names():
        columns = {field["name"] for field in tables.resource(name)["schema"]["fields"]}
        if {"source_key", "source_url"} <= columns:
            rows = tables.load(name, credit=False)[["source_key", "source_url"]].dropna()
            for key, page in rows.itertuples(index=False, name=None):
                found.setdefault(key, {})[page] = None
    return {key: list(pages) for key, pages in found.items()}


def codebook_text() -> str:
    """Return the codebook: each table with unit, coverage, producers, terms, limitations and columns."""
    parts = [HEAD]
    for name in tables.names():
        parts.append(_section(tables.resource(name), tables.load(name)))
    return "\n".join([*parts, _overlaps(), _newer_editions(), _by_hand()])


def _section(resource: dict[str, Any], frame: pd.DataFrame) -> str:
    lines = [f"## {resource['title']}", "", f"`{resource['path']}`. {resource['description']}", ""]
    facts = [f"- **Rows**: {len(frame):,}"]
    if resource.get("unit"):
        facts.append(f"- **Unit**: {resource['unit']}")
    if "year" in frame and frame["year"].notna().any():
        facts.append(f"- **Years**: {frame['year'].min()}–{frame['year'].max()}")
    if keys := tables.sources(resource["name"]):
        facts += _producers(keys)
    facts += _releases(resource["name"])
    if resource.get("limitations"):
        facts.append(f"- **Limitations**: {resource['limitations']}")
    if resource.get("byHand"):
        facts.append(f"- **Made by hand**: {resource['byHand']}")
    columns = [
        f"  - `{field['name']}` ({field['type']}): {field.get('description', '').strip().rstrip('.')}."
        for field in resource["schema"]["fields"]
    ]
    return "\n".join([*lines, *facts, *coverage_picture(frame), "- **Columns**:", *columns, ""])


def coverage_picture(frame: pd.DataFrame) -> list[str]:
    """Return a small picture of which years a table covers for which countries, as lines of Markdown."""
    area = next((name for name in AREA_COLUMNS if name in frame and frame[name].nunique() > 1), None)
    if area is None or "year" not in frame or "figure_id" in frame:
        return []
    years = frame.groupby(area)["year"].agg(lambda column: sorted(set(column.dropna())))
    shown = [
        code for code in sorted(years.index, key=_name) if len(years) <= MOST_AREAS or code in _areas_of_interest()
    ]
    first, last = min(years.map(min)), max(years.map(max))
    rows = [
        f"| {_name(str(code))} | {here[0]}–{here[-1]} | {len(here)} | `{_strip(here, first, last)}` |"
        for code, here in years[shown].items()
    ]
    if len(shown) < len(years):
        rows.append(f"| and {len(years) - len(shown)} others | | | |")
    return ["", f"| Country | First and last | Years | {first} to {last} |", "|---|---|---:|---|", *rows, ""]


@tables.cached
def _areas_of_interest() -> frozenset[str]:
    return frozenset({*memberships.asean_11(), "RUS", "CHN", "JPN", "USA"})


@tables.cached
def _name(code: str) -> str:
    """Return the name of a country, or a code that is none as it is."""
    try:
        return countries.name(code)
    except KeyError:
        return code


def _strip(years: list[int], first: int, last: int) -> str:
    """Return one mark for each period from the first year to the last: full, part or empty."""
    marks = ""
    # Periods begin in years that five divides, so that the pictures of two tables can be compared.
    for start in range(first // PERIOD * PERIOD, last + 1, PERIOD):
        period = {year for year in range(start, start + PERIOD) if first <= year <= last}
        covered = period & set(years)
        marks += "█" if covered == period else "▒" if covered else "·"
    return marks


def _overlaps() -> str:
    """Return the section that compares sources which hold the same figures."""
    lines = [
        "## Where two sources overlap",
        "",
        "Several tables keep two sources of the same figure side by side. Here is how many figures both hold, and how",
        "many of them differ by at most half a per cent and five per cent of the second.",
        "",
        "| No. | What is compared | Figures | Within 0.5 % | Within 5 % |",
        "|---:|---|---:|---:|---:|",
    ]
    notes = []
    for number, compared in enumerate(overlaps.comparisons(), start=1):
        both = overlaps.common_values(compared)
        shares = " | ".join(formatting.percent(overlaps.percent_within(both["gap"], percent)) for percent in (0.5, 5))
        first, second = compared.names
        lines.append(f"| {number} | {compared.what}: {first}, against {second} | {len(both):,} | {shares} |")
        worst = [_name(code) for code in overlaps.codes_with_most_gaps(both, compared.area)]
        told = f"Most gaps above 5 %: {formatting.word_list(worst)}." if worst else "No gap is above 5 %."
        notes.append(f"{number}. {compared.why} {told}")
    return "\n".join([*lines, "", "What lies behind the differences, by number:", "", *notes, ""])


def _newer_editions() -> str:
    """Return the section that says what newer editions bring against those before."""
    lines = [
        "## What newer editions bring",
        "",
        "Each newer edition that a recipe reads is compared with the edition before: figures that it adds, and how far",
        "it revises those that both hold and the earlier did not project. Revisions of rates and indices are in their",
        "own unit, all others in per cent.",
        "",
        "| Edition | Figure | Years | Figures | Added | Common | Median revision | Nine of ten within | Largest |",
        "|---|---|---|---:|---:|---:|---:|---:|---|",
    ]
    for row in editions.newer_editions().to_dict("records"):
        what = f"{row['label']}, against {row['earlier_label']}"
        sizes = ["–"] * 3
        if row["common"]:
            sign = "%" if row["revised_in"] == "percent" else ""
            numbers = [
                f"{formatting.number(row[name], 2)} {sign}".strip() for name in ("median", "ninth_decile", "most")
            ]
            sizes = [*numbers[:2], f"{_name(row['most_area'])} {row['most_year']:.0f}: {numbers[2]}"]
        counts = [f"{row[name]:,}" for name in ("figures", "added", "common")]
        kind, years = f"`{row['kind']}`", f"{row['first']}–{row['last']}"
        lines.append(f"| {' | '.join([what, kind, years, *counts, *sizes])} |")
    return "\n".join([*lines, ""])


def _producers(keys: list[str]) -> list[str]:
    known = _sources().set_index("source_key")
    lines = ["- **Producers**:"]
    for key in keys:
        row = known.loc[key]
        terms = row["licence"] if row["licence_status"] == "confirmed" else f"{row['licence']} (terms to be confirmed)"
        lines.append(f"  - {row['producer']}, *{row['title']}* (`{key}`). Terms: {terms}. Credit: {row['citation']}")
    return lines


def _releases(table: str) -> list[str]:
    """Return which release of a table answers, in order, and which only serve as cross-checks, as lines of Markdown."""
    listed = releases.releases_of(table)
    if listed.empty:
        return []
    answering = listed["role"] == releases.ANSWERS
    lines = ["- **Releases**: where several hold a figure, the first of this list answers:"]
    lines += [f"  1. {label} (`{key}`)" for key, label in listed.loc[answering, "label"].items()]
    others = [f"{label} (`{key}`)" for key, label in listed.loc[~answering, "label"].items()]
    return [*lines, f"- **Never answer by themselves**: {formatting.word_list(others)}"] if others else lines


@tables.cached
def _sources() -> pd.DataFrame:
    return tables.load("sources").astype(object).fillna("")


def _bibtex(value: str) -> str:
    # TeX would read these as marks of its own, such as comments and subscripts.
    for character in "&%#_":
        value = value.replace(character, f"\\{character}")
    return value


def _by_hand() -> str:
    """Return the section that lists tables, or rows of them, that no recipe makes, with the reason."""
    lines = [
        "## What is made by hand",
        "",
        "Rows for which no publisher has a file that a program can read, or whose file could not be kept. Other rows",
        "have a recipe in `russia_asean/sources/`, which makes them from files that `snapshots.csv` lists.",
        "",
    ]
    told = [
        (resource["path"], resource["byHand"]) for resource in tables.package()["resources"] if "byHand" in resource
    ]
    return "\n".join([*lines, *(f"- `{path}`: {why}" for path, why in told), ""])
