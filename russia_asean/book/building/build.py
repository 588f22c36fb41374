"""Build the book from stored notebooks and results: HTML and PDF, whole or not at all.

Each builder works in a folder of its own, which is emptied first, and moves what it made into its place only when all
of it is there. A failed or stopped build leaves the last good one.
"""

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import jinja2

from russia_asean import paths, release
from russia_asean.book.building import incremental, offers, settings
from russia_asean.book.common import entries, marks
from russia_asean.book.content import country_pages
from russia_asean.book.pdf import brief, country_print

# What a page needs that is built without the others.
NEEDED = ("_config.yml", "book/_assets", "book/_theme", "book/references.bib", "book/sources.bib")

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_COMPLAINT = re.compile(r"\b(?:WARNING|ERROR|CRITICAL|SEVERE): ")
# What Sphinx prints when an exception stops it: the place in the code, then the exception, then where the traceback is.
_CRASH = re.compile(r"^Exception occurred:\n(?:[ \t].*\n)*(?P<said>(?:.*\n)*?)The full traceback", re.MULTILINE)
_SPHINX_ERROR = re.compile(
    r"^(?:Sphinx|Extension|Configuration|Theme|Application) error.*:\n(?P<said>.+)$", re.MULTILINE
)
MOST_COMPLAINTS = 20


class BuildError(RuntimeError):
    """The book cannot be built; the last good one is still there."""


def build_html() -> Path:
    """Build the HTML book into ``_build/html`` and return its first page.

    Raises:
        BuildError: a notebook is damaged, the build had warnings or errors, or another one is running.
        SettingsError: what sets up the book is wrong.
    """
    settings.check()
    check_notebooks()
    files = offers.read_files()
    state = offers.state_of(files)
    with work_folder("html") as folder:
        built = _sphinx("html", folder)
        with offers.alone(paths.WORK):
            offers.forget(paths.HTML)
            put_in_place(built, paths.HTML)
            incremental.note(files)
            offers.mark(paths.HTML, state)
            offers.offer(paths.HTML, paths.LATEX)
    return paths.HTML / "index.html"


def build_pdf() -> Path:
    """Build the PDF into ``_build/latex`` and return it; the log of LaTeX is stored beside it.

    Raises:
        BuildError: a notebook is damaged, Sphinx or LaTeX stopped, or another build is running.
        SettingsError: what sets up the book is wrong.
    """
    settings.check()
    check_notebooks()
    state = offers.state()
    with work_folder("latex") as folder:
        pages = _sphinx("latex", folder)
        return _put_pdf_in_place(_typeset(pages, paths.PDF_NAME), state)


def build_brief() -> Path:
    """Build the brief into ``_build/latex`` and return it; the log of LaTeX is stored beside it.

    Raises:
        BuildError: a notebook is damaged, the brief names what no notebook has, LaTeX stopped, or another build runs.
    """
    check_notebooks()
    state = offers.state()
    with work_folder("brief") as folder:
        folder.mkdir(parents=True)
        try:
            brief.write(folder)
        except (ValueError, jinja2.TemplateError) as mistake:
            raise BuildError(f"The brief was not built; the last good one stays. {mistake}") from mistake
        return _put_pdf_in_place(_typeset(folder, paths.BRIEF_NAME), state)


def build_country_briefs() -> Path:
    """Build the country briefs into ``_build/latex`` and return their PDF; the log of LaTeX is stored beside it.

    Raises:
        BuildError: results or pictures are missing, LaTeX stopped, or another build is running.
    """
    state = offers.state()
    with work_folder("countries") as folder:
        return _put_pdf_in_place(_country_briefs(folder, paths.COUNTRIES_NAME, country_pages.in_the_book()), state)


def build_country_brief(code: str, results: Path) -> Path:
    """Build the brief of one country as a PDF beside its results and return it.

    Args:
        code: the country.
        results: where its results lie.

    Raises:
        BuildError: results or pictures are missing, LaTeX stopped, or another build is running.
    """
    with work_folder("countries") as folder:
        made = _country_briefs(folder, f"{code}.pdf", [code], results)
        return Path(shutil.copy(made, results / made.name))


def _country_briefs(folder: Path, name: str, codes: Sequence[str], results: Path | None = None) -> Path:
    folder.mkdir(parents=True)
    try:
        country_print.write(folder, name, codes, results)
    except (ValueError, KeyError, jinja2.TemplateError) as mistake:
        raise BuildError(f"The country briefs were not built; the last good ones stay. {mistake}") from mistake
    return _typeset(folder, name)


def _put_pdf_in_place(made: Path, state: str) -> Path:
    """Put a finished PDF and its log into ``_build/latex``, offer it on the front page, and return it."""
    paths.LATEX.mkdir(parents=True, exist_ok=True)
    with offers.alone(paths.WORK):
        offers.forget(paths.LATEX / made.name)
        for each in (made.with_suffix(".log"), made):
            # Copied beside its place first: a PDF that somebody reads is the old one or the new one, never a half.
            draft = paths.LATEX / f"{each.name}.new"
            shutil.copyfile(each, draft)
            draft.replace(paths.LATEX / each.name)
        offers.mark(paths.LATEX / made.name, state)
        offers.offer(paths.HTML, paths.LATEX)
    return paths.LATEX / made.name


def check_notebooks(folder: Path = paths.NOTEBOOKS) -> None:
    """Refuse notebooks that a book would show damaged: not readable, with a cell that failed or that has not run.

    Raises:
        BuildError: the sentence names the notebook and the cell.
        RecordError: a notebook is no JSON.
    """
    for notebook in entries.notebooks(folder):
        remedy = f"Run `make notebooks NOTEBOOK={notebook.stem}`."
        for number, cell in enumerate(entries.cells(notebook), start=1):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            if cell.execution_count is None:
                raise BuildError(f"notebooks/{notebook.name}, cell {number} has not been run. {remedy}")
            for output in cell.outputs:
                if output.output_type == "error":
                    said = f"{output.ename}: {output.evalue}"
                    raise BuildError(f"notebooks/{notebook.name}, cell {number} stopped with {said}. {remedy}")


@contextlib.contextmanager
def work_folder(builder: str) -> Iterator[Path]:
    """Give a builder an empty folder of its own, and keep other processes out of it.

    Raises:
        BuildError: another process is building there.
    """
    folder = paths.WORK / builder
    paths.WORK.mkdir(parents=True, exist_ok=True)
    with (paths.WORK / f"{builder}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system lifts it, however the process ends
        except BlockingIOError:
            raise BuildError(
                f"Another process is building the {builder} pages in {shown(folder)}. Wait until it has ended."
            ) from None
        if folder.exists():
            shutil.rmtree(folder)  # nothing of an earlier build may slip into this one
        yield folder


def build_pages(source: Path, target: Path) -> Path:
    """Build a small book of its own, as the HTML book is built, into a folder and return its first page.

    Args:
        source: the folder of its pages, with ``_config.yml`` and ``_toc.yml``.
        target: where the pages go, in the place of what was there.

    Raises:
        BuildError: the build had warnings or errors, or another one is running.
    """
    with work_folder("draft") as folder:
        put_in_place(_sphinx("html", folder, source), target)
    return target / "index.html"


def build_page(name: str, text: str, target: Path, reference: str = "") -> Path:
    """Build a page as the book builds its pages, without the others, into a folder and return its address there.

    Args:
        name: the page, as Sphinx names it.
        text: the page in MyST Markdown.
        target: where the built page goes, in the place of what was there.
        reference: an entry of the bibliography that only this page has.

    Raises:
        BuildError: the page cannot be built.
    """
    with tempfile.TemporaryDirectory() as made:
        source = Path(made)
        (source / "book").mkdir()
        for needed in NEEDED:
            copy = shutil.copytree if (paths.ROOT / needed).is_dir() else shutil.copyfile
            copy(paths.ROOT / needed, source / needed)
        with (source / "book" / "references.bib").open("a", encoding="utf-8") as bibliography:
            bibliography.write(f"\n{reference}")
        (source / "_toc.yml").write_text(f"format: jb-book\nroot: {name}\n", encoding="utf-8")
        (source / f"{name}.md").write_text(text, encoding="utf-8")
        build_pages(source, target)
    # What the book hands out beside its pages is of the stored edition, without this page.
    shutil.rmtree(target / marks.DOWNLOADS)
    return target / f"{name}.html"


def _sphinx(builder: str, folder: Path, source: Path = paths.ROOT) -> Path:
    """Build the pages of a folder with warnings as errors and return the folder of the result.

    Raises:
        BuildError: there were warnings or errors; the sentence ends with the cause.
    """
    print(f"Building the {builder} pages (up to a minute) ...", flush=True)
    command = [
        # The one beside this Python: PATH may lead to another environment.
        str(Path(sys.executable).with_name("jupyter-book")),
        *("build", str(source), "--path-output", str(folder), "--builder", builder),
        # All pages anew; warnings are errors, also of dangling references, and all of them are listed.
        *("--all", "-W", "--keep-going", "-n", "-q"),
    ]
    environment = os.environ | release.build_environment()
    built = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, errors="replace")
    if built.returncode:
        log = paths.WORK / f"{builder}.log"
        # Colour codes of the terminal would stand between the words that are looked for.
        log.write_text(_COLOUR.sub("", f"{built.stdout}\n{built.stderr}"), encoding="utf-8")
        cause = cause_of_failure(log.read_text(encoding="utf-8"))
        raise BuildError(
            f"The {builder} pages were not built; the last good ones stay. All output: {shown(log)}\n{cause}"
        )
    return folder / "_build" / builder


def cause_of_failure(log: str) -> str:
    """Return why a build failed, from what Jupyter Book and Sphinx printed: a crash, else the warnings and errors."""
    # Files are named as the project knows them, not by their place on this machine.
    log = log.replace(f"{paths.ROOT}/", "")
    for found in (_CRASH.search(log), _SPHINX_ERROR.search(log)):
        if found and found["said"].strip():
            return re.sub(r"^(?:\w+\.)+(?=\w+Error: )", "", found["said"].strip())
    # Each once and in order, since a line can be printed on both channels.
    complaints = list(dict.fromkeys(line.strip() for line in log.splitlines() if _COMPLAINT.search(line)))
    if not complaints:
        return "\n".join(log.strip().splitlines()[-3:]) or "It said nothing."
    more = len(complaints) - MOST_COMPLAINTS
    return "\n".join([*complaints[:MOST_COMPLAINTS], *([f"and {more} more."] if more > 0 else [])])


def _typeset(folder: Path, name: str) -> Path:
    """Let LaTeX make a PDF from the source of the same name, and return it.

    Raises:
        BuildError: it stopped; the sentence holds its first complaint.
    """
    print(f"Typesetting {name} ...", flush=True)
    made = folder / name
    # LaTeX would else stop at its first mistake and wait for an answer.
    source = made.with_suffix(".tex").name
    command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-silent", source]
    environment = os.environ | release.build_environment()
    try:
        ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    except FileNotFoundError:
        raise BuildError("latexmk is not installed. Run `make need-tex`.") from None
    log = made.with_suffix(".log")
    if ended.returncode or not made.exists():
        text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        said = next((line for line in text.splitlines() if line.startswith("!")), "no message")
        raise BuildError(f"LaTeX stopped; the last good PDF stays. All output: {shown(log)}\n{said}")
    return made


def put_in_place(built: Path, target: Path) -> None:
    """Put a finished folder in the place of another, which is gone only when the new one is whole.

    The folders may lie on different file systems.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    new, old = target.with_name(f"{target.name}.new"), target.with_name(f"{target.name}.old")
    if old.exists() and not target.exists():
        old.rename(target)  # the last run was killed between the two renames below
    for rest in (new, old):
        shutil.rmtree(rest, ignore_errors=True)
    # Slow where it must copy between file systems; from here on there are only renames.
    shutil.move(built, new)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def shown(path: Path) -> str:
    """Return a path as a reader of the project knows it."""
    return str(path.relative_to(paths.ROOT)) if path.is_relative_to(paths.ROOT) else str(path)
