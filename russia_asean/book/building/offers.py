"""Offer the PDFs on the front page of the HTML book where they were made from what the page was made from.

HTML and PDFs are built by commands of their own, in any order; the HTML book is also built where there is no TeX. So
the page holds each link as a comment. It becomes a link as soon as the PDF is there, and a comment again when it is
gone or older: a link that a reader sees leads somewhere.
"""

import contextlib
import fcntl
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from russia_asean import paths, release

FOLDER = "downloads"  # of the HTML book
PAGE = "book/index.html"
# Folders at the top of the project that a build does not read: what was built, and what only tests use.
NOT_READ = ("_build", "tests", "benchmarks")
# What both a page and a PDF are made from.
MADE_FROM = (
    "results/*.json",
    "results/countries/*.json",
    "results/editions/*.json",
    "data/claims/*.csv",
    "book/*.md",
    "book/templates/*.jinja",
    "CITATION.cff",
)

_HIDDEN = re.compile(r"<!--offer (?P<name>[\w.-]+):(?P<link>.*?):offer-->", re.DOTALL)
_SHOWN = re.compile(r"<!--offer (?P<name>[\w.-]+)-->(?P<link>.*?)<!--offered-->", re.DOTALL)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other build changes the finished book, and keep others waiting meanwhile.

    Args:
        folder: where the lock lies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "offers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def digest(root: Path = paths.ROOT) -> str:
    """Return the SHA-256 of what page and PDF are made from."""
    return _digest(root, (path for pattern in MADE_FROM for path in root.glob(pattern)))


def _digest(root: Path, files: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in sorted(files):
        found.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def state(root: Path = paths.ROOT) -> str:
    """Return what a book that is built now is made from.

    Three lines: the digest, that of all files that a build may read, and the commit that it prints.
    """
    tops = [each for each in root.iterdir() if each.name not in NOT_READ]
    read = [path for top in tops for path in _read(top)]
    return f"{digest(root)}\n{_digest(root, read)}\n{release.state(root)}"


def _read(path: Path) -> Iterator[Path]:
    """Return the files at or below a path, without what tools leave behind or keep for themselves."""
    # A folder of theirs is not entered: an environment alone has many times the files of the project.
    if path.name.startswith((".", "__pycache__")) or path.name.endswith(".egg-info"):
        return
    if path.is_dir() and not path.is_symlink():
        for each in path.iterdir():
            yield from _read(each)
    elif path.is_file():
        yield path


def is_current(built: Path, root: Path = paths.ROOT) -> bool:
    """Return whether a finished book or PDF was made from the project as it is."""
    return built.exists() and marked(built) == state(root)


def mark(built: Path, made_from: str) -> None:
    """Note beside a finished book or PDF what it was made from.

    Args:
        built: the book or PDF.
        made_from: the state when its build began; files that changed meanwhile are not surely in it.
    """
    _mark_of(built).write_text(made_from, encoding="utf-8")


def forget(built: Path) -> None:
    """Let nothing be known of a book that is about to be replaced: the command may be stopped half-way."""
    _mark_of(built).unlink(missing_ok=True)


def marked(built: Path) -> str:
    """Return what a finished book or PDF was made from, empty if nothing says so."""
    return _mark_of(built).read_text(encoding="utf-8") if _mark_of(built).is_file() else ""


def _mark_of(built: Path) -> Path:
    return built.with_name(f"{built.name}.made-from")


def offer(html: Path, latex: Path) -> list[str]:
    """Show on the front page the links to the PDFs that fit it, hide the others, and return the names offered.

    Args:
        html: the folder of the HTML book; nothing happens while there is none.
        latex: the folder of the PDFs.
    """
    page = html / PAGE
    if not page.is_file():
        return []
    offered: list[str] = []
    text = _SHOWN.sub(r"<!--offer \g<name>:\g<link>:offer-->", page.read_text(encoding="utf-8"))
    for name in dict.fromkeys(found["name"] for found in _HIDDEN.finditer(text)):
        place = html / FOLDER / name
        if _fits(html, latex / name):
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(latex / name, place)
            offered.append(name)
        else:
            place.unlink(missing_ok=True)
    shown = _HIDDEN.sub(lambda found: _as_link(found) if found["name"] in offered else found[0], text)
    page.write_text(shown, encoding="utf-8")
    return offered


def _as_link(found: re.Match[str]) -> str:
    return f"<!--offer {found['name']}-->{found['link']}<!--offered-->"


def _fits(html: Path, pdf: Path) -> bool:
    """Return whether a PDF is there and was made from what the HTML book was made from."""
    # Of two commits that both were made from, either will do.
    made_from = [marked(each).partition("\n")[0] for each in (html, pdf)]
    return pdf.is_file() and all(made_from) and len({*made_from}) == 1
