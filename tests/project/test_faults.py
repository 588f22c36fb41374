"""What a machine does to a command, with real processes and file systems: killed, disk full, nothing may be written.

Whatever happens, the last good book, the stored notebooks and their results are whole, and the next run completes.
Kills of `make notebooks`, and all that a machine does to `make refresh` and `make release`, are tested beside them.
"""

import signal
import subprocess
import sys

import nbformat
import pytest
from small_disk import SPOILT, fill

from russia_asean import cli, paths
from russia_asean.report import execute

pytestmark = pytest.mark.slow

# Builds in a folder, with programs that write what Sphinx and LaTeX would, and is killed at a moment.
BUILD = """
import os, shutil, signal, subprocess, sys
from pathlib import Path
from russia_asean import paths, release
from russia_asean.book.building import build, incremental, offers, settings
folder, form, moment = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
paths.HTML, paths.LATEX, paths.WORK = folder / "html", folder / "latex", folder / "work"
build.check_notebooks = settings.check = lambda: None
release.build_environment, offers.state_of, incremental.note = dict, lambda *_: "as it is", lambda files: None
calls = []
def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
def after(count, work):
    def called(*given, **named):
        calls.append(work)
        return kill() if moment != "never" and calls.count(work) > count else work(*given, **named)
    return called
def program(command, **named):
    if moment == "while a program works" and (form == "html" or command[0] == "latexmk"):
        kill()
    if command[0] == "latexmk":
        for ending in ("pdf", "log"):
            (Path(named["cwd"]) / paths.PDF_NAME).with_suffix("." + ending).write_text("new")
    else:
        made = Path(command[command.index("--path-output") + 1]) / "_build" / form
        made.mkdir(parents=True)
        (made / "index.html").write_text("new" * int(sys.argv[4]))
    return subprocess.CompletedProcess(command, 0, "", "")
build.subprocess.run = program
if moment == "between the renames":
    Path.rename = after(1, Path.rename)
    Path.replace = after(1, Path.replace)
build.build_html() if form == "html" else build.build_pdf()
"""


def build_in(folder, form, moment="never", size=1):
    """Build the book in a folder in a process of its own; return how it ended."""
    command = [sys.executable, "-c", BUILD, str(folder), form, moment, str(size)]
    return subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=False)


def everything(folder):
    """Return all files below a folder with their bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def good_book(folder):
    """Write a book that was built before; return what is in it."""
    for name, files in {"html": ["index.html", "other.html"], "latex": [paths.PDF_NAME, "russia-asean.log"]}.items():
        (folder / name).mkdir()
        for file in files:
            (folder / name / file).write_text("good")
    return everything(folder / "html")


@pytest.mark.parametrize("moment", ["while a program works", "between the renames"])
def test_a_killed_build_of_pages_leaves_the_last_book_whole(tmp_path, moment):
    good = good_book(tmp_path)
    ended = build_in(tmp_path, "html", moment)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    # Killed between the renames, the book lies beside its place, where the next build finds it.
    assert [each.name for each in (tmp_path / "html", tmp_path / "html.old") if each.exists()] == [
        "html" if moment == "while a program works" else "html.old"
    ]
    assert good in (everything(tmp_path / "html"), everything(tmp_path / "html.old"))
    ended = build_in(tmp_path, "html")
    assert ended.returncode == 0, ended.stderr
    assert everything(tmp_path / "html") == {"index.html": b"new"}
    assert {each.name for each in tmp_path.iterdir()} == {"html", "html.made-from", "latex", "work"}


@pytest.mark.parametrize("moment", ["while a program works", "between the renames"])
def test_a_killed_build_of_the_pdf_leaves_a_whole_one(tmp_path, moment):
    good_book(tmp_path)
    ended = build_in(tmp_path, "latex", moment)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert (tmp_path / "latex" / paths.PDF_NAME).read_text() == "good"
    ended = build_in(tmp_path, "latex")
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "latex" / paths.PDF_NAME).read_text() == "new"
    assert not list((tmp_path / "latex").glob("*.new"))


def test_pages_that_do_not_fit_on_the_disk_leave_the_last_book(small_disk):
    good = good_book(small_disk)
    ended = build_in(small_disk, "html", size=2_000_000)
    assert ended.returncode and "No space left on device" in ended.stderr
    assert everything(small_disk / "html") == good
    assert build_in(small_disk, "html").returncode == 0
    assert everything(small_disk / "html") == {"index.html": b"new"}


def stored_notebook(folder):
    """Write a small notebook as it was stored, with what stands in for its results; return its path."""
    for name in ("notebooks", "results"):
        (folder / name).mkdir()
    (folder / "results" / "trade.json").write_text('"good"')
    cells = [
        nbformat.v4.new_code_cell(source, metadata={"tags": tags})
        for source, tags in (
            (
                'start_year: int = 1992\nend_year: int = 2025\nbasis: str = "asean"\nmembers: str = "ASEAN-10"',
                ["parameters"],
            ),
            ("print('x' * 100_000)", []),
            ('class chapter:\n    def trace(): return \'{"tables": [], "modules": [], "chapters": []}\'', []),
        )
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "notebooks" / "trade.ipynb")
    return folder / "notebooks" / "trade.ipynb"


@SPOILT
def test_a_notebook_that_cannot_be_stored_stays_and_is_a_sentence(small_disk, tmp_path, monkeypatch, spoil, said):
    notebook = stored_notebook(small_disk)
    monkeypatch.setattr(paths, "NOTEBOOKS", small_disk / "notebooks")
    monkeypatch.setattr(paths, "RESULTS", small_disk / "results")
    monkeypatch.setattr(paths, "BUILD", tmp_path / "build")
    spoil(small_disk)
    before = everything(small_disk)
    monkeypatch.setattr(sys, "argv", ["russia_asean", "notebooks", "trade"])
    monkeypatch.setattr(cli, "store_notebooks", lambda arguments: execute.store(arguments.names))
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert str(stop.value.code).startswith(said) and "\n" not in str(stop.value.code)
    kept = {name: content for name, content in everything(small_disk).items() if not name.endswith(".new")}
    assert kept == before
    if spoil is fill:
        (small_disk / "filling").unlink()
        execute.store(["trade"])
        assert notebook.read_bytes() != before["notebooks/trade.ipynb"] and not list(small_disk.rglob("*.new"))
