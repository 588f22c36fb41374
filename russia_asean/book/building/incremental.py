"""Incremental builds: pages built anew in the book that is there, in seconds, as a whole build makes them.

A whole build notes what it read. When since then nothing but the text of pages of prose or of notebooks has changed,
those are built alone (``pages_alone.py``), unless other pages can show what has changed on them: a result, a title, a
heading, a label, a figure, a citation, a meaning in the glossary. Then, or when anything is odd, the build is whole.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from russia_asean import paths, release
from russia_asean.book.building import offers

PROSE, CHAPTERS = f"{paths.BOOK.name}/", f"{paths.NOTEBOOKS.name}/"
# Pages whose parts stand on others: chapters explain the terms of the glossary, and each claim has a page of its entry.
SHOWN_ELSEWHERE = (f"{PROSE}glossary", f"{PROSE}ledger-")
MOST = 5  # pages: with more a whole build is soon as quick
INDEX = "searchindex.js"
_ID = re.compile(r"\w+(?:-\w+)+")  # of a claim, or what could be one


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
    known = {name: _known(paths.ROOT / name) for name in files if _is_of_a_chapter(name)}
    content = {"files": dict(files), "known": known, "commit": release.commit()}
    _note().write_text(json.dumps(content), encoding="utf-8")


def _is_of_a_chapter(name: str) -> bool:
    """Return whether a file is a notebook or its results."""
    path = Path(name)
    return path.parent.as_posix() in (paths.NOTEBOOKS.name, paths.RESULTS.name) and path.suffix in (".ipynb", ".json")


def _known(path: Path) -> str:
    """Return a hash over what other pages can know of a chapter or of its results.

    Of results that is all but the stamp; of a chapter its outputs, and in which cells its text names claims.
    """
    content: Any = json.loads(path.read_bytes())
    if path.suffix == ".json":
        content.pop("made_from", None)
    else:
        content = [
            (
                cell.get("outputs"),
                sorted({*_ID.findall("".join(cell["source"]))}) if cell["cell_type"] == "markdown" else [],
            )
            for cell in content["cells"]
        ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def update(check_chapters: Callable[[], None]) -> list[str]:
    """Build the pages that have changed, and return them; none where the book must be built whole.

    Args:
        check_chapters: refuses notebooks and results that are damaged or old; called if one has changed.
    """
    if offers.is_current(paths.HTML):
        return []
    files = offers.read_files()
    pages = _changed(files, check_chapters)
    if not pages:
        return []
    print(f"Building {', '.join(pages)} ...", flush=True)
    if build(pages, offers.state_of(files)):
        return pages
    print("Other pages can show what has changed, or there was a warning: all are built.", flush=True)
    return []


def _changed(files: Mapping[str, str], check_chapters: Callable[[], None]) -> list[str]:
    """Return the pages that must be built anew, as Sphinx names them; none where that would not do."""
    if not (_note().is_file() and offers.marked(paths.HTML)):
        return []
    try:
        noted = json.loads(_note().read_text(encoding="utf-8"))
    except ValueError:  # of a machine that stopped before all of it was on the disk
        return []
    if noted["commit"] != release.commit() or noted["files"].keys() != files.keys():
        return []
    changed = {name for name, digest in files.items() if noted["files"][name] != digest}
    if any(map(_is_of_a_chapter, changed)):
        check_chapters()  # before one is read here: what is damaged gets its sentence
    # A page that was built alone and is again as it was before is built once more.
    pages = {*offers.pages_alone(paths.HTML)}
    for name in changed:
        if name.startswith(PROSE) and name.count("/") == 1 and name.endswith(".md"):
            pages.add(name.removesuffix(".md"))
        elif not _is_of_a_chapter(name) or noted["known"][name] != _known(paths.ROOT / name):
            return []
        elif name.startswith(CHAPTERS):
            pages.add(name.removesuffix(".ipynb"))
    alone = sorted(pages)
    return [] if len(alone) > MOST or any(page.startswith(SHOWN_ELSEWHERE) for page in alone) else alone


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
    command = [sys.executable, "-m", "russia_asean.book.building.pages_alone", *map(str, places), *pages]
    environment = os.environ | release.build_environment()
    return not subprocess.run(command, cwd=paths.ROOT, env=environment, check=False, capture_output=True).returncode


def _put_in_place(pages: list[str], written: Path, state: str) -> None:
    names = [*(f"{page}.html" for page in pages), INDEX]
    for chapter in (page for page in pages if page.startswith(CHAPTERS)):
        names.append(f"{offers.FOLDER}/{Path(chapter).name}.ipynb")
        (written / names[-1]).parent.mkdir(exist_ok=True)
        shutil.copyfile(paths.ROOT / f"{chapter}.ipynb", written / names[-1])
    with offers.alone(paths.WORK):
        offers.forget(paths.HTML)
        # Copied beside their places first, since the folders may lie on different file systems, and a disk may be full.
        for name in names:
            shutil.copyfile(written / name, paths.HTML / f"{name}.new")
        for name in names:
            (paths.HTML / f"{name}.new").replace(paths.HTML / name)
        offers.mark(paths.HTML, state, pages)
        offers.offer(paths.HTML, paths.LATEX)
