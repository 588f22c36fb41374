"""What names a release: title, author, version, day, address; and the commit and date of a copy.

``CITATION.cff`` is the one place where a person writes them; pages, downloads, PDFs and heads for machines read them
here.
"""

import datetime as dt
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from russia_asean import paths

CITATION = "CITATION.cff"
_DAY_MISSING = f"{CITATION} does not name the day of the release. Write a line such as 'date-released: 2026-11-28'."
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
    """

    title: str
    author: str
    version: str
    day: dt.date
    address: str
    doi: str
    abstract: str
    keywords: tuple[str, ...]

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
    try:
        return Release(
            title=str(said["title"]),
            author=str(said["authors"][0]["name"]),
            version=str(said["version"]),
            day=_day(said),
            address=f"{said['url'].rstrip('/')}/" if said.get("url") else "",
            doi=str(said.get("doi") or ""),
            abstract=" ".join(str(said.get("abstract") or "").split()),
            keywords=tuple(str(word) for word in said.get("keywords") or ()),
        )
    except (AttributeError, IndexError, KeyError, TypeError) as mistake:
        raise ReleaseError(f"{CITATION} lacks what names a release: {mistake}. See its history in git.") from mistake


def commit(folder: Path = paths.ROOT) -> str:
    """Return the short name of the commit of a clone, empty in a copy without git."""
    return (_git(folder, "rev-parse", "--short=9", "HEAD") or "") if _is_top_of_clone(folder) else ""


def source_date_epoch(folder: Path = paths.ROOT) -> int:
    """Return the seconds since 1970 that stand for the moment a copy of the project was made.

    Args:
        folder: the top of a copy of the project.

    Raises:
        ReleaseError: there is no commit, and the citation file names no day.
    """
    if _is_top_of_clone(folder):
        committed = _git(folder, "log", "-1", "--format=%ct")
        if committed:
            return int(committed)
    return int(dt.datetime.combine(_day(_citation(folder)), dt.time(), tzinfo=dt.UTC).timestamp())


def build_environment() -> dict[str, str]:
    """Return the variables under which Sphinx and TeX print the date of the copy in place of today's."""
    # TeX takes its own dates from the first variable only where the second is set.
    return {"SOURCE_DATE_EPOCH": str(source_date_epoch()), "FORCE_SOURCE_DATE": "1"}


def _is_top_of_clone(folder: Path) -> bool:
    """Tell whether git's word is about *this* folder.

    A copy unpacked inside another repository has a history that is not its own, and git says nothing about a clone that
    belongs to another user.
    """
    return _git(folder, "rev-parse", "--show-cdup") == ""  # the way up to the top is empty at the top


def _git(folder: Path, *arguments: str) -> str | None:
    """Return what git says about a folder, None if it refuses or is not installed."""
    try:
        answer = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()


def _citation(folder: Path) -> dict[str, Any]:
    try:
        said = yaml.safe_load((folder / CITATION).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as mistake:
        raise ReleaseError(f"{_DAY_MISSING} {mistake}") from mistake
    return said if isinstance(said, dict) else {}


def _day(said: dict[str, Any]) -> dt.date:
    try:
        return dt.date.fromisoformat(str(said["date-released"]))
    except (KeyError, ValueError) as mistake:
        raise ReleaseError(_DAY_MISSING) from mistake
