"""What is written from the data package: hashes, the codebook, the bibliography of sources."""

import functools
import json
from pathlib import Path
from typing import Any

import pandas as pd

from russia_asean import paths, tables

HEAD = """# Data

Tidy tables of the report, described in `datapackage.json` (Frictionless Data Package). This page is written from
that file and from `sources.csv` by `make data`; do not edit it by hand.

The figures come from the producers named below. Credit the producer, not this report, when you reuse a figure.
"""


def refresh() -> list[Path]:
    """Bring hashes, codebook and source bibliography up to date with the tables.

    Returns:
        The files that were written.
    """
    for name in tables.names():
        tables.validated(name)  # a table that breaks its contract is refused before anything is written
    package, codebook_path, bib = paths.DATA / "datapackage.json", paths.DATA / "README.md", paths.BOOK / "sources.bib"
    package.write_text(described(), encoding="utf-8")
    tables.package.cache_clear()
    bib.write_text(bibliography(), encoding="utf-8")
    codebook_path.write_text(codebook(), encoding="utf-8")
    return [package, bib, codebook_path]


def described() -> str:
    """Return the text of ``datapackage.json`` with the hash and size of every table as it is now."""
    package = json.loads((paths.DATA / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        path = paths.DATA / resource["path"]
        resource["hash"] = f"sha256:{tables.sha256(path)}"
        resource["bytes"] = path.stat().st_size
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def bibliography() -> str:
    """Return BibTeX with one entry per source; the key is the source's key."""
    entries = []
    sources = _sources().assign(year=lambda frame: frame["published"].where(frame["published"] != "", "2026").str[:4])
    # Two data sets of one producer and year get a letter, so that a citation names one of them.
    twins = sources.groupby(["producer", "year"])["source_key"]
    letter = twins.cumcount().map(lambda count: chr(ord("a") + count)).where(twins.transform("size") > 1, "")
    for row in sources.assign(year=sources["year"] + letter).to_dict("records"):
        fields = {
            "author": f"{{{row['producer']}}}",
            "title": f"{{{row['title']}}}",
            "year": row["year"],
            "url": row["url"],
            "note": f"Data set, accessed {row['accessed']:%-d %B %Y}",
        }
        lines = [f"  {name} = {{{_bibtex(value)}}}," for name, value in fields.items() if value]
        entries.append("\n".join([f"@misc{{{row['source_key']},", *lines, "}"]))
    return "\n\n".join(entries) + "\n"


def codebook() -> str:
    """Return the codebook: each table with unit, coverage, producers, terms, limitations and columns."""
    parts = [HEAD]
    for name in tables.names():
        parts.append(_section(tables.resource(name), tables.load(name)))
    return "\n".join(parts)


def _section(resource: dict[str, Any], frame: pd.DataFrame) -> str:
    lines = [f"## {resource['title']}", "", f"`{resource['path']}`. {resource['description']}", ""]
    facts = [f"- **Rows**: {len(frame):,}"]
    if resource.get("unit"):
        facts.append(f"- **Unit**: {resource['unit']}")
    if "year" in frame and frame["year"].notna().any():
        facts.append(f"- **Years**: {frame['year'].min()}–{frame['year'].max()}")
    if "source_key" in frame and resource["name"] != "sources":
        facts += _producers(sorted(frame["source_key"].dropna().unique()))
    if resource.get("limitations"):
        facts.append(f"- **Limitations**: {resource['limitations']}")
    columns = [
        f"  - `{field['name']}` ({field['type']}): {field.get('description', '').strip().rstrip('.')}."
        for field in resource["schema"]["fields"]
    ]
    return "\n".join([*lines, *facts, "- **Columns**:", *columns, ""])


def _producers(keys: list[str]) -> list[str]:
    known = _sources().set_index("source_key")
    lines = ["- **Producers**:"]
    for key in keys:
        row = known.loc[key]
        terms = row["licence"] if row["licence_status"] == "confirmed" else f"{row['licence']} (terms to be confirmed)"
        lines.append(f"  - {row['producer']}, *{row['title']}* (`{key}`). Terms: {terms}.")
    return lines


@functools.cache
def _sources() -> pd.DataFrame:
    return tables.load("sources").astype(object).fillna("")


def _bibtex(value: str) -> str:
    for character in "&%#_":
        value = value.replace(character, f"\\{character}")
    return value
