"""Incremental builds: pages of prose built anew in the book that is there, in seconds, as a whole build makes them.

A whole build notes what it read. When since then nothing but the text of pages of prose has changed, those are built
alone (``prose_pages.py``), unless other pages can show what has changed on them: a title, a heading, a label, a figure,
a citation, a meaning in the glossary. Then, or when anything is odd, the build is whole.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from russia_asean import paths, release
from russia_asean.book.building import offers

PROSE = f"{paths.BOOK.name}/"
# Pages whose parts stand on others: chapters explain the terms of the glossary, and each claim has a page of its entry.
SHOWN_ELSEWHERE = (f"{PROSE}glossary", f"{PROSE}ledger-")
MOST = 5  # pages: with more a whole build is soon as quick
INDEX = "searchindex.js"


def left() -> Path:
    """Return the folder in which the last whole build left what it had read."""
    return paths.WORK / "html"


def _note() -> Path:
    return left() / "read.json"


def note(files: Mapping[str, str]) -> None:
    """Note what the whole book that was just built was made from.

    Args:
        files: the SHA-256 of each file, as ``offers.read_files`` returns them.
    """
    _note().write_text(json.dumps({"files": dict(files), "commit": release.commit()}), encoding="utf-8")


def update() -> list[str]:
    """Build the pages of prose that have changed, and return them; none where the book must be built whole."""
    if offers.is_current(paths.HTML):
        return []
    files = offers.read_files()
    pages = _changed(files)
    if pages:
        print(f"Building {', '.join(pages)} ...", flush=True)
    return pages if pages and build(pages, offers.state_of(files)) else []


def _changed(files: Mapping[str, str]) -> list[str]:
    """Return the pages of prose that must be built anew, as Sphinx names them; none where that would not do."""
    if not (_note().is_file() and offers.marked(paths.HTML)):
        return []
    try:
        noted = json.loads(_note().read_text(encoding="utf-8"))
    except ValueError:  # of a machine that stopped before all of it was on the disk
        return []
    if noted["commit"] != release.commit() or noted["files"].keys() != files.keys():
        return []
    changed = {name for name, digest in files.items() if noted["files"][name] != digest}
    if not all(name.startswith(PROSE) and name.count("/") == 1 and name.endswith(".md") for name in changed):
        return []
    # A page that was built alone and is again as it was before is built once more.
    pages = sorted({name.removesuffix(".md") for name in changed} | {*offers.pages_alone(paths.HTML)})
    return [] if len(pages) > MOST or any(page.startswith(SHOWN_ELSEWHERE) for page in pages) else pages


def build(pages: list[str], state: str) -> bool:
    """Build pages into the book that is there and return whether that was possible; if not, the book is as it was.

    Args:
        pages: as Sphinx names them.
        state: what the book is then made from, as ``offers.state`` returns it.
    """
    for earlier in paths.WORK.glob("pages-*"):
        shutil.rmtree(earlier, ignore_errors=True)
    # A new one each time: if the last run was killed, what it had begun may still be at work in its own.
    with tempfile.TemporaryDirectory(prefix="pages-", dir=paths.WORK) as folder:
        if not _write(pages, Path(folder)):
            return False
        _put_in_place(pages, Path(folder) / "_build" / "html", state)
    return True


def _write(pages: list[str], folder: Path) -> bool:
    """Write pages and the index of the search below a folder, and return whether that was possible."""
    places = [paths.ROOT, left() / "_build" / ".doctrees", paths.HTML, folder]
    command = [sys.executable, "-m", "russia_asean.book.building.prose_pages", *map(str, places), *pages]
    environment = os.environ | release.build_environment()
    return not subprocess.run(command, cwd=paths.ROOT, env=environment, check=False, capture_output=True).returncode


def _put_in_place(pages: list[str], written: Path, state: str) -> None:
    names = [*(f"{page}.html" for page in pages), INDEX]
    with offers.alone(paths.WORK):
        offers.forget(paths.HTML)
        # Copied beside their places first, since the folders may lie on different file systems, and a disk may be full.
        for name in names:
            shutil.copyfile(written / name, paths.HTML / f"{name}.new")
        for name in names:
            (paths.HTML / f"{name}.new").replace(paths.HTML / name)
        offers.mark(paths.HTML, state, pages)
        offers.offer(paths.HTML, paths.LATEX)
