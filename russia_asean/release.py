"""What names a release: title, author, version, day, address; and the commit and date of a copy.

``CITATION.cff`` is the one place where a person writes them; pages, downloads, PDFs and heads for machines read them
here.
"""

import datetime as dt
import functools
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from russia_asean import paths

CITATION = "CITATION.cff"
# Git writes commit and date into this file when it makes an archive: see `.gitattributes`.
ARCHIVAL = ".git_archival.txt"
_DAY_MISSING = (
    f"{CITATION}, key 'date-released': must be the day of the release. Write a line such as "
    "'date-released: 2026-11-28'."
)
# The whole text of each licence lies beside the citation file.
TEXT_LICENCE, CODE_LICENCE = "CC-BY-4.0", "MIT"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"


class ReleaseError(Exception):
    """A citation file that lacks what names a release."""


@dataclass(frozen=True, slots=True)
class Release:
    """What names one release of the report.

    Attributes:
        title: of the report.
        author: the corporate name, without a comma or an "and", which managers of references take for two persons.
        version: such as 0.1.0.
        day: of the release.
        address: where the HTML book is published, ending with a slash; empty until there is such a place.
        doi: without ``https://doi.org/``; empty until one is minted.
        abstract: what the report is, in two sentences.
        keywords: in the order of the file.
        repository: where the code is published; empty until there is such a place.
    """

    title: str
    author: str
    version: str
    day: dt.date
    address: str
    doi: str
    abstract: str
    keywords: tuple[str, ...]
    repository: str = ""

    def at(self, page: str) -> str:
        """Return the absolute address of a page such as ``book/cite.html``, or its path while there is no address."""
        return f"{self.address}{page}"


def stored(folder: Path = paths.ROOT) -> Release:
    """Return the release that the citation file of a copy of the project names.

    Args:
        folder: the top of the copy.

    Raises:
        ReleaseError: the file cannot be read, or lacks a title, author, version or day.
    """
    said = _citation(folder)
    keywords = said.get("keywords") or []
    if not isinstance(keywords, list):
        raise ReleaseError(f"{CITATION}, key 'keywords': must be a list. Begin the line of each with `- `.")
    return Release(
        title=_text(said, "title"),
        author=_text(_first(said, "authors"), "name", "authors.0.name"),
        version=_text(said, "version"),
        day=_day(said),
        address=f"{str(said['url']).rstrip('/')}/" if said.get("url") else "",
        doi=str(said.get("doi") or ""),
        abstract=" ".join(str(said.get("abstract") or "").split()),
        keywords=tuple(map(str, keywords)),
        repository=str(said.get("repository-code") or "").rstrip("/"),
    )


def _text(said: dict[str, Any], key: str, place: str = "") -> str:
    """Return a text of the citation file that must be there."""
    if said.get(key) in (None, "") or isinstance(said[key], dict | list):
        raise ReleaseError(f"{CITATION}, key {place or key!r}: must be a text that is not empty. Write it.")
    return str(said[key])


def _first(said: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the first of a list of the citation file."""
    found = said.get(key)
    if not isinstance(found, list) or not found or not isinstance(found[0], dict):
        raise ReleaseError(f"{CITATION}, key {key!r}: must be a list with a name. Write `- name: NAME` below it.")
    return dict(found[0])


def commit(folder: Path = paths.ROOT) -> str:
    """Return the short name of the commit of a clone or of an archive of one, empty in any other copy."""
    named = _git(folder, "rev-parse", "HEAD") if is_clone(folder) else _archival(folder).get("node")
    return (named or "")[:9]


def changes(folder: Path = paths.ROOT) -> list[str]:
    """Return the files of a clone that are not those of its commit, as git lists them; none in a copy without git."""
    if not is_clone(folder):
        return []
    return [line[3:] for line in (_git(folder, "status", "--porcelain") or "").splitlines()]


def state(folder: Path = paths.ROOT) -> str:
    """Return the commit of a copy as it is printed, with a word where the files are no longer those of the commit."""
    named = commit(folder)
    return f"{named} with changes" if named and changes(folder) else named


def tagged(tag: str, folder: Path = paths.ROOT) -> str:
    """Return the short name of the commit that a tag of a clone names, empty if there is no such tag."""
    return (_git(folder, "rev-parse", "--verify", "--quiet", f"refs/tags/{tag}^{{commit}}") or "")[:9]


def source_date_epoch(folder: Path = paths.ROOT) -> int:
    """Return the seconds since 1970 that stand for the moment a copy of the project was made.

    Args:
        folder: the top of a copy of the project.

    Raises:
        ReleaseError: there is no commit, and the citation file names no day.
    """
    if is_clone(folder):
        committed = _git(folder, "log", "-1", "--format=%ct")
        if committed:
            return int(committed)
    elif archived := _archival(folder).get("node-date"):
        return int(dt.datetime.fromisoformat(archived).timestamp())
    return int(dt.datetime.combine(_day(_citation(folder)), dt.time(), tzinfo=dt.UTC).timestamp())


def moment(folder: Path = paths.ROOT) -> dt.datetime:
    """Return the moment a copy of the project was made, in universal time."""
    return dt.datetime.fromtimestamp(source_date_epoch(folder), dt.UTC)


def build_environment() -> dict[str, str]:
    """Return the variables under which Sphinx and TeX print the date of the copy in place of today's."""
    # TeX takes its own dates from the first variable only where the second is set.
    return {"SOURCE_DATE_EPOCH": str(source_date_epoch()), "FORCE_SOURCE_DATE": "1"}


def is_clone(folder: Path = paths.ROOT) -> bool:
    """Tell whether git's word is about *this* folder.

    A copy unpacked inside another repository has a history that is not its own, and git says nothing about a clone that
    belongs to another user.
    """
    return _git(folder, "rev-parse", "--show-cdup") == ""  # the way up to the top is empty at the top


def _archival(folder: Path) -> dict[str, str]:
    """Return what git has written into an archive; nothing in a clone, where the places are not filled."""
    try:
        lines = (folder / ARCHIVAL).read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    said = dict(line.partition(": ")[::2] for line in lines)
    return {name: value for name, value in said.items() if "$Format" not in value}


def _git(folder: Path, *arguments: str) -> str | None:
    """Return what git says about a folder, None if it refuses or is not installed."""
    try:
        answer = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.rstrip("\n")


def _citation(folder: Path) -> dict[str, Any]:
    try:
        said = _parsed((folder / CITATION).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReleaseError(f"{CITATION}: file not found in {folder}. Restore it from the repository.") from None
    except UnicodeDecodeError:
        raise ReleaseError(f"{CITATION}: is not written in UTF-8. Save it as UTF-8.") from None
    except yaml.MarkedYAMLError as mistake:
        line = f", line {mistake.problem_mark.line + 1}" if mistake.problem_mark else ""
        raise ReleaseError(f"{CITATION}{line}: is no YAML ({mistake.problem}). Correct that line.") from None
    except (OSError, ValueError, yaml.YAMLError) as mistake:  # among them a day such as 2026-13-01
        raise ReleaseError(f"{CITATION}: cannot be read ({mistake}). Correct it.") from None
    if not isinstance(said, dict):
        raise ReleaseError(f"{CITATION}: must hold lines such as `key: value`. Restore it from the repository.")
    return said


@functools.lru_cache(maxsize=1)  # every page of a book asks
def _parsed(text: str) -> Any:
    return yaml.safe_load(text)


def _day(said: dict[str, Any]) -> dt.date:
    try:
        return dt.date.fromisoformat(str(said["date-released"]))
    except (KeyError, ValueError) as mistake:
        raise ReleaseError(_DAY_MISSING) from mistake
