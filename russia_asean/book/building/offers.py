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
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

_LINES = 3  # of a state
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
    return _joined(_digests(root, (path for pattern in MADE_FROM for path in root.glob(pattern))))


def read_files(root: Path = paths.ROOT) -> dict[str, str]:
    """Return the SHA-256 of each file that a build may read, by its path below the top of the project."""
    tops = [each for each in root.iterdir() if each.name not in NOT_READ]
    return _digests(root, (path for top in tops for path in _read(top)))


def _digests(root: Path, files: Iterable[Path]) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def _joined(digests: Mapping[str, str]) -> str:
    return hashlib.sha256("".join(f"{digest} {path}\n" for path, digest in digests.items()).encode()).hexdigest()


def state(root: Path = paths.ROOT) -> str:
    """Return what a book that is built now is made from.

    Three lines: the digest, that of all files that a build may read, and the commit that it prints.
    """
    return state_of(read_files(root), root)


def state_of(files: Mapping[str, str], root: Path = paths.ROOT) -> str:
    """Return the state of the project whose files have these digests."""
    return f"{digest(root)}\n{_joined(files)}\n{release.state(root)}"


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


def is_current(built: Path, root: Path = paths.ROOT, *, whole: bool = False) -> bool:
    """Return whether a finished book or PDF was made from the project as it is.

    Args:
        built: the book or PDF.
        root: the top of the project.
        whole: whether all of it must have been built at once, with no page alone since.
    """
    made_from = marked(built)
    return built.exists() and (made_from if whole else _without_pages(made_from)) == state(root)


def mark(built: Path, made_from: str, alone: Sequence[str] = ()) -> None:
    """Note beside a finished book or PDF what it was made from.

    Args:
        built: the book or PDF.
        made_from: the state when its build began; files that changed meanwhile are not surely in it.
        alone: the pages that were built alone since the rest.
    """
    _mark_of(built).write_text("\n".join([made_from, *alone]), encoding="utf-8")


def forget(built: Path) -> None:
    """Let nothing be known of a book that is about to be replaced: the command may be stopped half-way."""
    _mark_of(built).unlink(missing_ok=True)


def marked(built: Path) -> str:
    """Return what a finished book or PDF was made from, empty if nothing says so; pages built alone follow."""
    return _mark_of(built).read_text(encoding="utf-8") if _mark_of(built).is_file() else ""


def pages_alone(built: Path) -> list[str]:
    """Return the pages of a finished book that were built alone since the rest."""
    return marked(built).split("\n")[_LINES:]


def _without_pages(made_from: str) -> str:
    return "\n".join(made_from.split("\n")[:_LINES])


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
    # Beside its place first: on a full disk the page stays as it was.
    draft = page.with_name(f"{page.name}.new")
    draft.write_text(shown, encoding="utf-8")
    draft.replace(page)
    return offered


def _as_link(found: re.Match[str]) -> str:
    return f"<!--offer {found['name']}-->{found['link']}<!--offered-->"


def _fits(html: Path, pdf: Path) -> bool:
    """Return whether a PDF is there and was made from what the HTML book was made from."""
    # Of two commits that both were made from, either will do.
    made_from = [marked(each).partition("\n")[0] for each in (html, pdf)]
    return pdf.is_file() and all(made_from) and len({*made_from}) == 1
