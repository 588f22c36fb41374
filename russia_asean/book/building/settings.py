"""What a person writes to set up the book, checked before Sphinx starts: settings, contents, bibliography, citation.

Jupyter Book passes over a key it does not know, and Sphinx stops with a traceback at what it cannot read, after half a
minute. Here a mistake is one sentence, with file, place, rule and remedy.
"""

import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pybtex.database
import yaml
from jupyter_book.config import get_validator
from pybtex.exceptions import PybtexError
from pybtex.style.formatting.plain import Style
from sphinx_external_toc.parsing import MalformedError, parse_toc_data

from russia_asean import paths, release
from russia_asean.data import reader
from russia_asean.evidence import records

CONFIG, CONTENTS = "_config.yml", "_toc.yml"
NEEDED = ("title", "year")  # beside an author: the text cites by author and year
PAGES = (".md", ".ipynb")
# What an entry of the table of contents may say.
# fmt: off
WORDS = frozenset({
    "format", "root", "options", "defaults", "parts", "chapters", "sections", "caption", "numbered", "maxdepth",
    "file", "glob", "url", "title",
})
# fmt: on
KEY, YEAR = re.compile(r"[\w:.+/-]+"), re.compile(r"[0-9]{4}")
HEAD = re.compile(r"@\w+\{[^\s,{}]+,")  # how the first line of an entry begins
# What an entry may say; styles pass over any other name, so that a misspelt one would print nothing.
# fmt: off
FIELDS = frozenset({
    "address", "author", "booktitle", "doi", "edition", "editor", "howpublished", "institution", "journal", "month",
    "note", "number", "organization", "pages", "publisher", "school", "series", "title", "type", "url", "volume",
    "year",
})
# What CITATION.cff may say at its top, by version 1.2.0 of the format.
CITED = frozenset({
    "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers", "keywords",
    "license", "license-url", "message", "preferred-citation", "references", "repository", "repository-artifact",
    "repository-code", "title", "type", "url", "version",
})
# fmt: on
DOI, ADDRESS = re.compile(r"10\.\d{4,}/\S+"), re.compile(r"https?://\S+")
PLACES = {
    "doi": (DOI, "is no DOI; write what stands behind https://doi.org/"),
    "url": (ADDRESS, "is no address; write it from http on, without blanks"),
    "repository-code": (ADDRESS, "is no address; write it from http on, without blanks"),
}
UNLISTED = "only_build_toc_files"  # Jupyter Book knows it, and its schema does not


class SettingsError(ValueError):
    """A file that sets up the book is wrong."""


def check(root: Path = paths.ROOT) -> None:
    """Check settings, table of contents, bibliography and citation file of a copy of the project.

    Raises:
        SettingsError: the sentence names file, place, rule and remedy.
        TableError: a file is missing, is a folder, may not be read or is not UTF-8.
    """
    bibliographies = _check_config(root)
    _check_contents(root)
    _check_bibliographies(root, bibliographies)
    _check_citation(root)


def _mapping(root: Path, name: str) -> dict[str, Any]:
    """Return what a file of YAML holds."""
    try:
        text = reader.file_text(root / name, name)
        _refuse_twice(yaml.compose(text), name)
        said = yaml.safe_load(text)
    except yaml.MarkedYAMLError as mistake:
        line = f", line {mistake.problem_mark.line + 1}" if mistake.problem_mark else ""
        raise SettingsError(f"{name}{line}: is no YAML ({mistake.problem}). Correct that line.") from None
    except yaml.YAMLError:
        raise SettingsError(f"{name}: holds a sign that YAML does not allow. Restore the file.") from None
    if not isinstance(said, dict):
        raise SettingsError(f"{name}: must hold lines such as `key: value`. Restore the file.")
    return said


def _refuse_twice(node: Any, name: str) -> None:
    """Refuse a key that is named twice in one mapping, of which YAML would take the last."""
    parts = getattr(node, "value", None)
    if not isinstance(parts, list):
        return
    keys = [key for key, _ in parts] if isinstance(node, yaml.MappingNode) else []
    for place, key in enumerate(keys):
        if key.value in [each.value for each in keys[:place]]:
            line = key.start_mark.line + 1
            raise SettingsError(f"{name}, line {line}: the key {key.value!r} is named twice. Delete one of them.")
    for part in parts:
        for each in part if isinstance(part, tuple) else [part]:
            _refuse_twice(each, name)


def _check_config(root: Path) -> list[str]:
    """Check the settings, and return the files of the bibliography that they name."""
    said = _mapping(root, CONFIG)
    validator = get_validator()
    known = [*validator.schema["properties"], UNLISTED]
    for key in said:
        # The schema takes any key, and Jupyter Book passes over those it does not know.
        if key not in known:
            raise SettingsError(f"{CONFIG}, key {key!r}: is unknown. Use one of: {', '.join(known)}.")
    for mistake in validator.iter_errors(said):
        place = ".".join(map(str, mistake.path))
        raise SettingsError(f"{CONFIG}, key {place!r}: {mistake.message}. Correct the value.")
    if not isinstance(said.get(UNLISTED, True), bool):
        raise SettingsError(f"{CONFIG}, key {UNLISTED!r}: {said[UNLISTED]!r} is not true or false. Correct the value.")
    if not said.get("title"):
        raise SettingsError(f"{CONFIG}, key 'title': is missing. Write `title: ` and the title of the report.")
    # Without the word, and with any other, the build would run the notebooks and show what nothing was compared with.
    runs = (said.get("execute") or {}).get("execute_notebooks", "auto")
    if runs not in ("off", False):  # YAML reads a bare off as false
        raise SettingsError(
            f"{CONFIG}, key 'execute.execute_notebooks': {runs!r} would run notebooks while the book is built. "
            'Write "off".'
        )
    set_up = said.get("sphinx", {}).get("config", {})
    for extension in set_up.get("extensions", []):
        if not _can_be_imported(str(extension)):
            raise SettingsError(f"{CONFIG}, key 'sphinx.config.extensions': no module {extension!r}. Correct the name.")
    folders = [root / folder for folder in set_up.get("html_static_path", [])]
    # Style sheets that are made while the book is built have a template.
    here = {path.name.removesuffix(".jinja") for folder in folders for path in folder.glob("*")}
    for key in ("html_css_files", "html_js_files"):
        for name in set_up.get(key, []):
            if name not in here:
                raise SettingsError(f"{CONFIG}, key 'sphinx.config.{key}': no file {name!r}. Correct the name.")
    return list(said.get("bibtex_bibfiles", []))


def _can_be_imported(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _check_contents(root: Path) -> None:
    """Check that the table of contents can be read, and that each page it names is there."""
    said = _mapping(root, CONTENTS)
    try:
        pages = [str(name) for name in parse_toc_data(said)]
    except MalformedError as mistake:
        # The place is given as in `@ '/parts/0/'`.
        rule, _, place = str(mistake).partition(" @ ")
        where = f", {place.strip(chr(39))}" if place else ""
        raise SettingsError(f"{CONTENTS}{where}: {rule}. Correct the entry.") from None
    odd = sorted(_keys(said) - WORDS)
    if odd:
        raise SettingsError(f"{CONTENTS}, key {odd[0]!r}: is unknown. Use one of: {', '.join(sorted(WORDS))}.")
    for page in pages:
        stem = page.removesuffix(".md").removesuffix(".ipynb")
        if not any((root / f"{stem}{ending}").is_file() for ending in PAGES):
            raise SettingsError(f"{CONTENTS}: no page {page!r}. Correct the name, or delete the entry.")
    listed = {(root / page).with_suffix("") for page in pages}
    for folder in sorted({page.parent for page in listed}):
        for path in sorted(path for ending in PAGES for path in folder.glob(f"*{ending}")):
            if path.with_suffix("") not in listed and path.stem not in records.TEMPLATES:
                name = path.relative_to(root).as_posix()
                raise SettingsError(
                    f"{name}: is not in {CONTENTS}, so no book would hold it. Add it, or move the file."
                )


def _keys(said: Any) -> set[str]:
    """Return all keys of nested mappings and lists."""
    if isinstance(said, dict):
        return {*map(str, said)}.union(*map(_keys, said.values()))
    return set().union(*map(_keys, said)) if isinstance(said, list) else set()


def _check_bibliographies(root: Path, files: Iterable[str]) -> None:
    """Check that each entry of the bibliography can be read, occurs once and says what it must."""
    home: dict[str, str] = {}
    for file in files:
        text = reader.file_text(root / file, file)
        _refuse_lost_lines(text, file)
        try:
            entries = pybtex.database.parse_string(text, "bibtex").entries
        except PybtexError as mistake:
            said = re.sub(r"\s+", " ", str(mistake)).replace("syntax error in line", "line")
            raise SettingsError(f"{file}: {said}. Correct the entry there.") from None
        for key, entry in entries.items():
            rule = None
            if not KEY.fullmatch(key):
                rule = "the key must hold letters, digits and signs alone, with a comma after it"
            elif key in home:
                rule = f"the key is in {home[key]}, too"
            elif not hasattr(Style, f"get_{entry.type}_template"):
                rule = f"{entry.type!r} is no type of entry"
            elif lacking := [name for name in NEEDED if not entry.fields.get(name, "").strip()]:
                rule = f"has no {lacking[0]}"
            elif not entry.persons:
                rule = "has no author"
            elif not YEAR.fullmatch(entry.fields["year"]):
                rule = f"the year {entry.fields['year']!r} is no four digits"
            elif odd := sorted({*map(str.lower, entry.fields)} - FIELDS):
                rule = f"{odd[0]!r} is no field (there are {', '.join(sorted(FIELDS))})"
            elif wrong := [name for name in ("doi", "url") if _is_no_place(entry.fields.get(name, ""), name)]:
                rule = f"the {wrong[0]} {entry.fields[wrong[0]]!r} {PLACES[wrong[0]][1]}"
            if rule:
                raise SettingsError(f"{file}, entry {' '.join(key.split())!r}: {rule}. Correct the entry.")
            home[key] = file


def _refuse_lost_lines(text: str, file: str) -> None:
    """Refuse lines between entries, which BibTeX passes over in silence, and an entry without a comma after its key."""
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not depth and line.strip() and not line.lstrip().startswith("%") and not HEAD.match(line.strip()):
            raise SettingsError(
                f"{file}, line {number}: {line.strip()[:30]!r} begins no entry. Begin one as in `@misc{{key2026,`, "
                "with a comma after the key, or delete the line."
            )
        depth += line.count("{") - line.count("}")


def _check_citation(root: Path) -> None:
    """Check that the citation file says nothing unknown, nothing twice and nothing in two ways."""
    name = release.CITATION
    said = _mapping(root, name)
    if odd := sorted({*map(str, said)} - CITED):
        raise SettingsError(f"{name}, key {odd[0]!r}: is unknown. Use one of: {', '.join(sorted(CITED))}.")
    release.stored(root)
    other = said.get("preferred-citation") or {}
    for key in ("title", "version", "date-released", *PLACES):
        if key in other and other[key] != said.get(key):
            raise SettingsError(
                f"{name}, key 'preferred-citation.{key}': {str(other[key])!r} is not {str(said.get(key))!r} as at the "
                "top. Correct one of them."
            )
    for key, (_, rule) in PLACES.items():
        if _is_no_place(str(said.get(key) or ""), key):
            raise SettingsError(f"{name}, key {key!r}: {str(said[key])!r} {rule}. Correct the value.")


def _is_no_place(text: str, name: str) -> bool:
    """Return whether something is given as a DOI or an address that is none."""
    return bool(text) and not PLACES[name][0].fullmatch(text)
