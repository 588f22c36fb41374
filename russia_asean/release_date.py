"""The date that a build prints: that of the commit in a clone, that of the release in a copy without git."""

import datetime as dt
import subprocess
from pathlib import Path

import yaml

from russia_asean import paths


class ReleaseDateError(Exception):
    """A folder that tells no date."""


def source_date_epoch(folder: Path = paths.ROOT) -> int:
    """Return the seconds since 1970 that stand for the moment a copy of the project was made.

    Only git's word about *this* folder counts: a copy unpacked inside another repository has a history that is not
    its own, and git says nothing about a clone that belongs to another user.

    Args:
        folder: the top of a copy of the project.

    Raises:
        ReleaseDateError: there is no commit, and ``CITATION.cff`` names no day.
    """
    if _git(folder, "rev-parse", "--show-cdup") == "":  # the way up to the top of the clone is empty at the top
        committed = _git(folder, "log", "-1", "--format=%ct")
        if committed:
            return int(committed)
    return _release_epoch(folder / "CITATION.cff")


def build_environment() -> dict[str, str]:
    """Return the variables under which Sphinx and TeX print the date of the copy in place of today's."""
    # TeX takes its own dates from the first variable only where the second is set.
    return {"SOURCE_DATE_EPOCH": str(source_date_epoch()), "FORCE_SOURCE_DATE": "1"}


def _git(folder: Path, *arguments: str) -> str | None:
    """Return what git says about a folder, None if it refuses or is not installed."""
    try:
        answer = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()


def _release_epoch(citation: Path) -> int:
    """Return the beginning (UTC) of the day on which the edition of a citation file was released."""
    try:
        day = dt.date.fromisoformat(str(yaml.safe_load(citation.read_text(encoding="utf-8"))["date-released"]))
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as mistake:
        raise ReleaseDateError(
            f"{citation.name} does not name the day of the release. Write a line such as 'date-released: 2026-11-28'."
        ) from mistake
    return int(dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC).timestamp())
