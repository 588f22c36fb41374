"""A build is whole or not at all, alone in its folder, and ends with the cause when it fails."""

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from russia_asean import cli, paths, release
from russia_asean.book.building import build, incremental, offers
from russia_asean.evidence import records


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Send builds to a folder of their own that holds a good book, from no notebook at all."""
    for name in ("HTML", "LATEX"):
        monkeypatch.setattr(paths, name, tmp_path / name)
        (tmp_path / name).mkdir()
        (tmp_path / name / "good").write_text("good", encoding="utf-8")
    monkeypatch.setattr(paths, "WORK", tmp_path / "work")
    monkeypatch.setattr(build, "check_notebooks", lambda: None)
    monkeypatch.setattr(release, "build_environment", dict)
    monkeypatch.setattr(offers, "state_of", lambda *_: "as it is")
    monkeypatch.setattr(incremental, "note", lambda files: None)
    return tmp_path


def ends_with(monkeypatch, status, said=""):
    """Let Jupyter Book end with a status and some output; a good end leaves one page."""

    def run(command, **named):
        if status == 0:
            made = Path(command[command.index("--path-output") + 1]) / "_build/html"
            made.mkdir(parents=True)
            (made / "index.html").write_text("new", encoding="utf-8")
        return subprocess.CompletedProcess(command, status, "", said)

    monkeypatch.setattr(build.subprocess, "run", run)


def everything(folder):
    """Return all files below a folder with their bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("make_book", [build.build_html, build.build_pdf])
def test_a_failed_build_leaves_the_last_good_book(project, monkeypatch, make_book):
    ends_with(monkeypatch, 1, "book/a.md:3: WARNING: undefined label")
    with pytest.raises(build.BuildError, match=r"(?s)the last good ones stay.*undefined label$"):
        make_book()
    assert everything(project / "HTML") == everything(project / "LATEX") == {"good": b"good"}


def test_a_good_build_takes_the_place_of_the_last(project, monkeypatch):
    ends_with(monkeypatch, 0)
    assert build.build_html() == project / "HTML/index.html"
    assert everything(project / "HTML") == {"index.html": b"new"}
    assert sorted(each.name for each in project.iterdir()) == ["HTML", "HTML.made-from", "LATEX", "work"]


def test_the_book_may_lie_on_another_file_system(project, monkeypatch):
    ends_with(monkeypatch, 0)
    rename = os.rename

    # As a system does between two file systems; `shutil.move` then copies.
    def refuse_to_cross(source, target):
        if "work" in Path(source).parts and "work" not in Path(target).parts:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        rename(source, target)

    monkeypatch.setattr(os, "rename", refuse_to_cross)
    build.build_html()
    assert everything(project / "HTML") == {"index.html": b"new"}


def test_two_builds_at_once_do_not_meet(project, monkeypatch):
    ends_with(monkeypatch, 0)
    paths.WORK.mkdir()
    with (paths.WORK / "html.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(build.BuildError, match="Another process is building the html pages"):
            build.build_html()
    assert everything(project / "HTML") == {"good": b"good"}
    build.build_html()  # the other one has ended


CRASH = f"""reading sources... [100%] notebooks/vietnam
book/a.md:3: WARNING: something else

Exception occurred:
  File "{paths.ROOT}/russia_asean/book/rendering.py", line 16, in run
    found = records.read("trade")
            ^^^^^^^^^^^^^^^^^^^^^
SAID
The full traceback has been saved in sphinx-err.log, if you want to report the issue to the developers.
Please also report this if it was a user error, so that a better error message can be provided next time.
Traceback (most recent call last):
  File "sphinx.py", line 167, in build_sphinx
RuntimeError: There was an error in building your book. Look above for the cause.
"""
WARNING = f"{paths.ROOT}/book/a.md:3: WARNING: undefined label: 'x'\n"


@pytest.mark.parametrize(
    ("log", "cause"),
    [
        (CRASH.replace("SAID", "russia_asean.evidence.records.RecordError: No file."), "RecordError: No file."),
        (CRASH.replace("SAID", "OSError: [Errno 28] No space left"), "OSError: [Errno 28] No space left"),
        (f"{WARNING}more\n{WARNING}", "book/a.md:3: WARNING: undefined label: 'x'"),
        ("\nExtension error:\nCould not import extension nonsense\n", "Could not import extension nonsense"),
        ("one\ntwo\nthree\nfour\n", "two\nthree\nfour"),
        ("", "It said nothing."),
    ],
    ids=["our own error", "error of the system", "warning", "sphinx", "anything else", "nothing"],
)
def test_the_cause_of_a_failure_comes_last(log, cause):
    assert build.cause_of_failure(log) == cause


def test_of_many_complaints_the_first_are_told():
    log = "".join(f"a.md:{line}: WARNING: w{line}\n" for line in range(50))
    assert build.cause_of_failure(log).splitlines()[-1] == "and 30 more."


def test_a_notebook_that_ran_passes(make):
    make.notebook(make.words("# Title"), make.code("x = 1"), make.code("", count=None))
    build.check_notebooks(make.folder)


def test_a_notebook_with_a_failed_cell_is_refused(make):
    failed = {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "division by zero", "traceback": []}
    make.notebook(make.words("# Title"), make.code("1 / 0", nbformat.from_dict(failed)))
    with pytest.raises(build.BuildError, match=r"small.ipynb, cell 2 stopped with ZeroDivisionError.*NOTEBOOK=small`"):
        build.check_notebooks(make.folder)


def test_a_notebook_with_a_cell_that_has_not_run_is_refused(make):
    make.notebook(make.code("x = 1", count=None))
    with pytest.raises(build.BuildError, match="cell 1 has not been run"):
        build.check_notebooks(make.folder)


@pytest.mark.parametrize("text", ["", "<<<<<<< ours\n{}", "[]", '{"cells": 3}'])
def test_a_damaged_notebook_is_refused(make, text):
    (make.folder / "small.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(records.RecordError, match=r"notebooks/small\.ipynb is no notebook"):
        build.check_notebooks(make.folder)


def stopped_by(monkeypatch, raised):
    """Run `html` with a build that raises; return what the command ends with."""

    def fail():
        raise raised

    monkeypatch.setattr(sys, "argv", ["russia_asean", "html"])
    monkeypatch.setattr(offers, "is_current", lambda built, whole: False)
    monkeypatch.setattr(incremental, "update", lambda _: [])
    monkeypatch.setattr(build, "check_notebooks", fail)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return stop.value.code


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "No space left on device: _build/x. Free some space and run the command again."),
        (errno.EACCES, "Permission denied: _build/x. Make it writable, or run the command as its owner."),
        (errno.EROFS, "Read-only file system: _build/x. The project must lie where it can be written."),
    ],
)
def test_what_the_system_refuses_is_one_sentence(monkeypatch, number, said):
    assert stopped_by(monkeypatch, OSError(number, os.strerror(number), "_build/x")) == said


def test_a_stopped_command_says_so(monkeypatch, capsys):
    assert stopped_by(monkeypatch, KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == "Stopped. What was there before is still there.\n"
