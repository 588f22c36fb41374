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
from collections.abc import Mapping
from pathlib import Path

from russia_asean import paths, release
from russia_asean.book.building import offers

PROSE = f"{paths.BOOK.name}/"
# Explained wherever a chapter uses one of its terms.
GLOSSARY = f"{PROSE}glossary"
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
    noted = json.loads(_note().read_text(encoding="utf-8"))
    if noted["commit"] != release.commit() or noted["files"].keys() != files.keys():
        return []
    changed = {name for name, digest in files.items() if noted["files"][name] != digest}
    if not all(name.startswith(PROSE) and name.count("/") == 1 and name.endswith(".md") for name in changed):
        return []
    # A page that was built alone and is again as it was before is built once more.
    pages = sorted({name.removesuffix(".md") for name in changed} | {*offers.pages_alone(paths.HTML)})
    return pages if len(pages) <= MOST and GLOSSARY not in pages else []


def build(pages: list[str], state: str) -> bool:
    """Build pages into the book that is there and return whether that was possible; if not, the book is as it was.

    Args:
        pages: as Sphinx names them.
        state: what the book is then made from, as ``offers.state`` returns it.
    """
    folder = paths.WORK / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    places = [paths.ROOT, left() / "_build" / ".doctrees", paths.HTML, folder]
    command = [sys.executable, "-m", "russia_asean.book.building.prose_pages", *map(str, places), *pages]
    environment = os.environ | release.build_environment()
    if subprocess.run(command, cwd=paths.ROOT, env=environment, check=False, capture_output=True).returncode:
        return False
    written = folder / "_build" / "html"
    with offers.alone(paths.WORK):
        offers.forget(paths.HTML)
        for name in (*(f"{page}.html" for page in pages), INDEX):
            # Copied beside its place first, since the folders may lie on different file systems.
            draft = paths.HTML / f"{name}.new"
            shutil.copyfile(written / name, draft)
            draft.replace(paths.HTML / name)
        offers.mark(paths.HTML, state, pages)
        offers.offer(paths.HTML, paths.LATEX)
    return True
