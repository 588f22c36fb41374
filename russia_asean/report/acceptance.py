"""Take a rehearsed edition in the place of the stored one: all files or none.

A candidate names the files that would change and the state of the project it was made on. To accept it, all files are
first laid beside their places; then a journal is written, and from then on the new edition is what counts: a run that
is killed before has changed nothing, and one that is killed after is completed by the next.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

from russia_asean import paths

CANDIDATE, JOURNAL, STAGED = "candidate.json", "journal.json", "staged"
# What a candidate may change; the library is part of the state that it was made on.
TAKEN = ("data", "notebooks", "results", "docs/results.schema.json", "book/sources.bib", "README.md", "CHANGELOG.md")
STATE = (*TAKEN, "russia_asean", "requirements.txt")


class AcceptanceError(RuntimeError):
    """A candidate cannot be accepted; the sentence says why, and what is there now."""


def digests(project: Path, names: tuple[str, ...] = STATE) -> dict[str, str]:
    """Return the SHA-256 of the files of a project that an edition consists of, by their path below it."""
    found: dict[str, str] = {}
    for name in names:
        place = project / name
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            parts = path.relative_to(project).parts
            if path.is_file() and "__pycache__" not in parts and not any(part.startswith(".") for part in parts):
                found["/".join(parts)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def offer(folder: Path, copy: Path, built_on: dict[str, str]) -> None:
    """Write down that a rehearsed copy may be accepted.

    Args:
        folder: where the candidate is kept.
        copy: the copy of the project with the new files, below that folder.
        built_on: the files of the project that it was made from, as ``digests`` gives them.
    """
    new = {path: digest for path, digest in digests(copy, TAKEN).items() if built_on.get(path) != digest}
    _write(folder / CANDIDATE, {"copy": copy.relative_to(folder).as_posix(), "built_on": built_on, "files": new})


def forget(folder: Path) -> None:
    """Withdraw the candidate of an earlier rehearsal."""
    (folder / CANDIDATE).unlink(missing_ok=True)


def refuse_half_done(folder: Path, project: Path) -> None:
    """Stop where an acceptance was killed in the middle.

    Raises:
        AcceptanceError: it was.
    """
    if (folder / JOURNAL).exists():
        raise AcceptanceError(
            f"{_told(folder / JOURNAL, project)}: an acceptance was stopped in the middle. Run `make refresh-accept`, "
            "which completes it."
        )


def accept(folder: Path, project: Path = paths.ROOT) -> list[str]:
    """Put the last candidate in the place of the stored edition, or complete what was stopped, and return the files.

    Raises:
        AcceptanceError: there is no candidate, it is damaged, or the project has changed since it was made.
    """
    journal = folder / JOURNAL
    if not journal.exists():
        _stage(folder, project)
    files: dict[str, str] = _read(journal)["files"]
    for path, digest in files.items():
        _put(folder / STAGED / path, project / path, digest)
    forget(folder)
    journal.unlink()
    shutil.rmtree(folder / STAGED)
    return sorted(files)


def _stage(folder: Path, project: Path) -> None:
    """Lay all files of the candidate beside the stored edition, and then say in the journal that they are it."""
    if not (folder / CANDIDATE).exists():
        raise AcceptanceError("There is nothing to accept. Run `make refresh` first.")
    offered = _read(folder / CANDIDATE)
    now = digests(project)
    other = sorted(path for path in {*now, *offered["built_on"]} if now.get(path) != offered["built_on"].get(path))
    if other:
        more = f" and {len(other) - 1} more files have" if len(other) > 1 else " has"
        raise AcceptanceError(
            f"{other[0]}{more} changed since the refresh, so its results are those of other files. "
            "Nothing was replaced. Run `make refresh` again."
        )
    staged = folder / STAGED
    shutil.rmtree(staged, ignore_errors=True)
    for path, digest in offered["files"].items():
        source, target = folder / offered["copy"] / path, staged / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not source.exists() or hashlib.sha256(source.read_bytes()).hexdigest() != digest:
            raise AcceptanceError(
                f"{path}: is not in the candidate as it was made. Nothing was replaced. Run `make refresh` again."
            )
        shutil.copyfile(source, target)
        _to_disk(target)
    # From here on the new edition is what counts.
    _write(folder / JOURNAL, {"files": offered["files"]})


def _put(source: Path, target: Path, digest: str) -> None:
    """Put a staged file in its place, whole or not at all; one that is there already stays."""
    if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == digest:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder: a rename is whole only within one file system.
    draft = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, draft)
    _to_disk(draft)
    draft.replace(target)


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    _to_disk(draft)
    draft.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise AcceptanceError(f"{path.name}: is damaged. Nothing was replaced. Run `make refresh` again.") from None
    return found


def _to_disk(path: Path) -> None:
    """Wait until a file is on the disk, so that the order of writing holds when the machine itself stops."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _told(path: Path, project: Path) -> str:
    return str(path.relative_to(project)) if path.is_relative_to(project) else str(path)
