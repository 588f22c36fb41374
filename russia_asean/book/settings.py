"""What a person writes to set up the book, checked before Sphinx starts: settings, table of contents, bibliography.

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

from russia_asean import paths
from russia_asean.data import reader

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
UNLISTED = "only_build_toc_files"  # Jupyter Book knows it, and its schema does not


class SettingsError(ValueError):
    """A file that sets up the book is wrong."""


def check(root: Path = paths.ROOT) -> None:
    """Check settings, table of contents and bibliography of a copy of the project.

    Raises:
        SettingsError: the sentence names file, place, rule and remedy.
        TableError: a file is missing, is a folder, may not be read or is not UTF-8.
    """
    bibliographies = _check_config(root)
    _check_contents(root)
    _check_bibliographies(root, bibliographies)


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
            if rule:
                raise SettingsError(f"{file}, entry {' '.join(key.split())!r}: {rule}. Correct the entry.")
            home[key] = file
