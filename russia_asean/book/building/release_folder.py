"""A release as a folder: site, PDFs, data, results and source of one commit, with what archives read of it.

Only what the commit holds and what was built from it goes in, and two releases of one commit are the same, byte for
byte. Whatever would make the folder say something else than the commit is refused before a file is written.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from russia_asean import paths, release
from russia_asean.book.building import build, deposit, offers
from russia_asean.book.common import archives, edition, marks
from russia_asean.book.common.edition import Edition

FOLDER = paths.BUILD / "releases"
CHANGELOG = "CHANGELOG.md"
CHANGES = "CHANGES.md"
BUILD_NOTE = ".buildinfo"  # Sphinx's note to itself, which differs from folder to folder
_HEADING = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<day>\S+))?[ \t]*$", re.MULTILINE)
_ENTRY = re.compile(r"^- \S", re.MULTILINE)
_AGAIN = "and run `make release` again"


class FolderError(RuntimeError):
    """A release would not be what its commit is; nothing was written."""


def make(to: Path = FOLDER, say: Callable[[str], None] = print) -> list[Path]:
    """Write the release of this commit, in the place of one made before, and return its files.

    Args:
        to: the folder of releases; this one gets a folder there, named by version and day.
        say: is told each file.

    Raises:
        FolderError: something would make the folder other than the commit.
        BuildError: another release is being made.
    """
    refuse(paths.ROOT)
    found = edition.current()
    target = to.resolve() / f"{found.release.version}-{found.release.day.isoformat()}"
    with build.work_folder("release") as folder:
        folder.mkdir(parents=True)
        described: dict[str, str] = {}
        steps = _steps(found)
        for number, (name, (what, write)) in enumerate(steps.items(), start=1):
            say(f"[{number}/{len(steps) + 2}] {name}")
            write(folder / name)
            described[name] = what
        say(f"[{len(steps) + 1}/{len(steps) + 2}] ro-crate-metadata.json")
        deposit.crate(folder, found, described)
        say(f"[{len(steps) + 2}/{len(steps) + 2}] {deposit.SUMS}")
        (folder / deposit.SUMS).write_text(deposit.sums(folder), encoding="utf-8")
        build.put_in_place(folder, target)
    return sorted(target.iterdir())


def _steps(found: Edition) -> dict[str, tuple[str, Callable[[Path], object]]]:
    """Return, by name of a file, what it is and what writes it."""
    stem = f"russia-asean-{found.release.version}"

    def copied(source: Path) -> Callable[[Path], object]:
        return lambda target: shutil.copyfile(source, target)

    def zipped(part: str, names: Iterable[str]) -> Callable[[Path], object]:
        files = {f"{stem}-{part}/{name}": paths.ROOT / name for name in names}
        return lambda target: archives.write_zip(target, files)

    site = {
        f"{stem}-site/{path.relative_to(paths.HTML).as_posix()}": path
        for path in paths.HTML.rglob("*")
        if path.is_file() and path.name != BUILD_NOTE
    }
    papers = [release.CITATION, "LICENSE", "LICENSE-CONTENT"]
    changes = what_changed((paths.ROOT / CHANGELOG).read_text(encoding="utf-8"), found.release)
    return {
        f"{stem}-site.zip": ("The HTML book; open index.html", lambda target: archives.write_zip(target, site)),
        f"{stem}.pdf": ("The report as a PDF", copied(paths.LATEX / paths.PDF_NAME)),
        f"{stem}-brief.pdf": ("The brief", copied(paths.LATEX / paths.BRIEF_NAME)),
        f"{stem}-countries.pdf": ("The country briefs", copied(paths.LATEX / paths.COUNTRIES_NAME)),
        f"{stem}-data.zip": (
            "The data package: datapackage.json, all tables, codebook, sources and claims",
            copied(paths.HTML / marks.DOWNLOADS / f"{stem}-data.zip"),  # the very file that the site offers
        ),
        f"{stem}-results.zip": (
            "What each chapter found, as records, with their schema",
            zipped("results", [*_tracked("results"), "docs/results.schema.json", *papers]),
        ),
        f"{stem}-source.zip": ("The repository at this commit, without its history", _archive(f"{stem}-source")),
        release.CITATION: ("How to cite the report", copied(paths.ROOT / release.CITATION)),
        "LICENSE": ("Licence of the code (MIT)", copied(paths.ROOT / "LICENSE")),
        "LICENSE-CONTENT": ("Licence of text and figures (CC BY 4.0)", copied(paths.ROOT / "LICENSE-CONTENT")),
        CHANGES: ("What changed with this version", lambda target: target.write_text(changes, encoding="utf-8")),
        deposit.CODEMETA: (
            "The software, for indexes",
            lambda target: target.write_text(deposit.as_json(deposit.codemeta(found)), encoding="utf-8"),
        ),
    }


def _archive(prefix: str) -> Callable[[Path], object]:
    command = ["git", "archive", "--format=zip", f"--prefix={prefix}/"]
    # Times in such an archive are those of the machine's place on earth.
    there = os.environ | {"TZ": "UTC"}

    def write(target: Path) -> None:
        ended = subprocess.run(
            [*command, f"--output={target}", "HEAD"], cwd=paths.ROOT, env=there, capture_output=True, text=True
        )
        if ended.returncode:
            raise FolderError(
                f"git could not write the archive of the source ({' '.join(ended.stderr.split())}). Nothing was "
                f"replaced. See to what it names, {_AGAIN}."
            )

    return write


def _tracked(folder: str) -> list[str]:
    """Return the files of a folder that the commit holds."""
    command = ["git", "ls-files", "-z", folder]
    said = subprocess.run(command, cwd=paths.ROOT, capture_output=True, check=True, encoding="utf-8").stdout
    return [name for name in said.split("\0") if name]


# What is refused


def refuse(root: Path) -> None:
    """Stop if a release of this copy would not be what its commit is.

    Args:
        root: the top of the copy.

    Raises:
        FolderError: one sentence that says what is the matter, and one on what to do.
    """
    made, commit = release.stored(root), release.commit(root)
    if not release.is_clone(root) or not commit:
        raise FolderError(
            "A release is made from a clone, whose commit it names; this copy has no history. "
            "Clone the repository, and run `make release` there."
        )
    if changed := release.changes(root):
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        raise FolderError(
            f"{', '.join(changed[:3])}{more}: not as in commit {commit}. Commit or undo the changes, {_AGAIN}."
        )
    what_changed((root / CHANGELOG).read_text(encoding="utf-8"), made)
    tagged = release.tagged(f"v{made.version}", root)
    if tagged and tagged != commit:
        raise FolderError(
            f"The tag v{made.version} names commit {tagged}, and this is {commit}: that version is out. "
            f"Give {release.CITATION} and pyproject.toml a new version and {CHANGELOG} its entries, {_AGAIN}."
        )
    refuse_other_books(root)


def what_changed(changelog: str, made: release.Release) -> str:
    """Return what a changelog says of a release.

    Args:
        changelog: its text.
        made: the release.

    Raises:
        FolderError: it says nothing of it, or has entries of no version.
    """
    heading = f"## [{made.version}] - {made.day.isoformat()}"
    found = list(_HEADING.finditer(changelog))
    ends = [*[each.start() for each in found[1:]], len(changelog)]
    parts = {
        (each["version"], each["day"]): changelog[each.start() : end] for each, end in zip(found, ends, strict=True)
    }
    if any(_ENTRY.search(part) for (_, day), part in parts.items() if not day):
        raise FolderError(f"{CHANGELOG} has entries of no version. Move them under the line '{heading}', {_AGAIN}.")
    part = parts.get((made.version, made.day.isoformat()), "")
    if not _ENTRY.search(part):
        raise FolderError(
            f"{CHANGELOG} does not say what changed. Write it as a list under the line '{heading}', {_AGAIN}."
        )
    return part.rstrip() + "\n"


def refuse_other_books(root: Path) -> None:
    """Stop if a book is missing or was built from another state than the commit.

    Raises:
        FolderError: the sentence names the book and the command that builds it.
    """
    now = offers.state(root)
    books = {
        paths.HTML: "book",  # of which no page may have been built alone
        paths.LATEX / paths.PDF_NAME: "pdf",
        paths.LATEX / paths.BRIEF_NAME: "brief",
        paths.LATEX / paths.COUNTRIES_NAME: "brief",
    }
    for built, target in books.items():
        if not built.exists() or offers.marked(built) != now:
            told = "is not there" if not built.exists() else f"was not built from commit {release.commit(root)}"
            raise FolderError(f"{build.shown(built)} {told}. Run `make {target}`, {_AGAIN}.")
