"""The citation file is valid by its standard, agrees with itself and converts into whole references."""

import datetime as dt
import importlib.resources
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from pybtex.database import parse_string

from russia_asean import paths, release
from russia_asean.book.building import deposit
from russia_asean.book.common import edition

FILE = paths.ROOT / release.CITATION
CONVERT = str(Path(sys.executable).with_name("cffconvert"))
DAY = dt.date(2026, 5, 3)


def convert(*arguments, file=FILE):
    """Return the status of the standard's own tool, and what it says."""
    ended = subprocess.run([CONVERT, "-i", str(file), *arguments], capture_output=True, encoding="utf-8", check=False)
    return ended.returncode, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def said():
    """Return what the file says."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def test_the_file_is_valid():
    status, told = convert("--validate")
    assert status == 0 and "valid according to schema version 1.2.0" in told


@pytest.mark.parametrize(
    ("old", "new"),
    [("title: ", "heading: "), ("date-released: 2026", "date-released: in 2026"), ("type: soft", "type: ")],
)
def test_a_file_against_the_standard_is_refused(tmp_path, old, new):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "CITATION.cff").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert convert("--validate", file=tmp_path / "CITATION.cff")[0] != 0


def disagreements(said, project):
    """Return what the reference to the report, and the package, say otherwise than the file."""
    other = said["preferred-citation"]
    day = dt.date.fromisoformat(str(said["date-released"]))
    known = {
        "title": (said["title"], other["title"]),
        "authors": (said["authors"], other["authors"]),
        "version": (said["version"], other["version"]),
        "version of the package": (said["version"], project["version"]),
        "licence of the package": (said["license"], project["license"]),
        "day": (day, dt.date.fromisoformat(str(other["date-released"]))),
        "year and month": ((day.year, day.month), (other["year"], other["month"])),
        "places": tuple([each.get(name) for name in ("doi", "url", "repository-code")] for each in (said, other)),
        "licences of the texts": (
            (said["license"], other["license"]),
            (release.CODE_LICENCE, release.TEXT_LICENCE),
        ),
    }
    return [name for name, (one, another) in known.items() if one != another]


def test_the_file_agrees_with_itself_and_with_the_package(said):
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert disagreements(said, project) == []
    assert disagreements(said, {**project, "version": "9.9"}) == ["version of the package"]
    assert disagreements({**said, "doi": "10.1/a"}, project) == ["places"]


def test_places_are_named_only_where_there_are_any(said):
    for name in ("doi", "url", "repository-code"):
        assert name not in said or "example" not in str(said[name])


def test_references_have_author_year_and_title_whole():
    made = release.stored()
    status, bibtex = convert("-f", "bibtex")
    entry = next(iter(parse_string(bibtex, "bibtex").entries.values()))
    assert status == 0 and entry.fields["year"] == str(made.day.year) and entry.fields["title"] == made.title
    # One author, however the tool of whoever imports it takes him apart.
    (author,) = entry.persons["author"]
    assert " ".join([*author.first_names, *author.middle_names, *author.last_names]) == made.author
    _, apa = convert("-f", "apalike")
    assert apa.strip().startswith(f"{made.author} ({made.day.year}). {made.title} (version {made.version}).")
    _, ris = convert("-f", "ris")
    lines = ris.splitlines()
    assert f"AU  - {made.author}" in lines and f"PY  - {made.day.year}" in lines and f"TI  - {made.title}" in lines
    _, other = convert("-f", "codemeta")
    assert json.loads(other)["license"] == f"https://spdx.org/licenses/{release.CODE_LICENCE}"


# What indexes of software read.


def terms():
    """Return the terms of schema.org, as the library of RO-Crate ships them."""
    text = importlib.resources.files("rocrate").joinpath("data/schema.jsonld").read_text(encoding="utf-8")
    return {each["@id"].rpartition(":")[2].rpartition("/")[2] for each in json.loads(text)["@graph"]}


def unknown(content):
    """Return the terms of a JSON-LD object that schema.org does not have; CodeMeta takes them from there."""
    known, found = terms(), []
    for name, value in content.items():
        found += [] if name.startswith("@") or name in known else [name]
        for each in value if isinstance(value, list) else [value]:
            found += unknown(each) if isinstance(each, dict) else []
    return [*found, *([] if content.get("@type", "Thing") in known else [content["@type"]])]


def test_codemeta_names_the_software_in_terms_that_are_defined():
    made = edition.Edition(release.stored(), "", DAY)
    content = json.loads(deposit.as_json(deposit.codemeta(made)))
    assert content["@context"] == "https://w3id.org/codemeta/3.0" and unknown(content) == []
    assert content["version"] == made.release.version
    assert content["author"] == [{"@type": "Organization", "name": made.release.author}]
    assert "pandas" in content["softwareRequirements"] and "identifier" not in content and "url" not in content


def test_a_term_that_is_not_defined_is_noticed():
    assert unknown({"@type": "SoftwareSourceCode", "heading": "a", "author": [{"@type": "Persona", "name": "a"}]}) == [
        "heading",
        "Persona",
    ]
