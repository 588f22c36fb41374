"""Accepting a rehearsed edition: all files or none, also where the process is killed in the middle."""

import json
import shutil
import signal
import subprocess
import sys

import pytest
import small_project
from small_disk import SPOILT, fill
from small_project import everything

from russia_asean import paths
from russia_asean.report import acceptance
from russia_asean.report.acceptance import AcceptanceError

# Kills itself when a file is about to take its place for the given time.
KILLED = """
import os, signal, sys
from pathlib import Path
from russia_asean.report import acceptance
left, real = int(sys.argv[3]), Path.replace
def replace(self, target):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, target)
Path.replace = replace
acceptance.accept(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture
def project(tmp_path, make):
    return small_project.write(tmp_path / "project", make)


@pytest.fixture
def folder(tmp_path, project):
    """Return a folder with a candidate in which three files are other and one is new."""
    folder = tmp_path / "refresh"
    copy = folder / "rehearsal-a" / "project"
    shutil.copytree(project, copy)
    for path in ("data/oil.csv", "results/trade.json", "CHANGELOG.md", "data/new.csv"):
        (copy / path).write_text("new\n", encoding="utf-8")
    acceptance.offer(folder, copy, acceptance.digests(project))
    return folder


def is_new(project):
    """Return, for each file of the candidate, whether the new one is in place."""
    return {
        path: (project / path).exists() and (project / path).read_text(encoding="utf-8") == "new\n"
        for path in ("data/oil.csv", "results/trade.json", "CHANGELOG.md", "data/new.csv")
    }


def test_all_files_are_taken_and_no_others(folder, project):
    before = everything(project)
    assert acceptance.accept(folder, project) == [
        "CHANGELOG.md",
        "data/new.csv",
        "data/oil.csv",
        "results/trade.json",
    ]
    assert all(is_new(project).values())
    others = {path: content for path, content in before.items() if content != b"new\n"}
    after = everything(project)
    assert {path for path in others if after[path] != others[path]} == {
        project / path for path in ("data/oil.csv", "results/trade.json", "CHANGELOG.md")
    }
    with pytest.raises(AcceptanceError, match=r"There is nothing to accept\. Run `make refresh` first\."):
        acceptance.accept(folder, project)


@pytest.mark.parametrize("path", ["data/oil.csv", "russia_asean/__main__.py", "notebooks/vietnam.ipynb", "data/x.csv"])
def test_a_project_that_has_changed_since_is_not_replaced(folder, project, path):
    (project / path).write_text("edited\n", encoding="utf-8")
    before = everything(project)
    with pytest.raises(AcceptanceError, match=rf"^{path} has changed since the refresh.* Run `make refresh` again\.$"):
        acceptance.accept(folder, project)
    assert everything(project) == before


def test_a_damaged_candidate_is_refused(folder, project):
    before = everything(project)
    (folder / "rehearsal-a/project/data/oil.csv").write_text("half", encoding="utf-8")
    with pytest.raises(AcceptanceError, match=r"^data/oil\.csv: is not in the candidate as it was made"):
        acceptance.accept(folder, project)
    (folder / "candidate.json").write_text("{", encoding="utf-8")
    with pytest.raises(AcceptanceError, match=r"^candidate\.json: is damaged"):
        acceptance.accept(folder, project)
    assert everything(project) == before


@SPOILT
def test_a_disk_that_takes_no_more_leaves_the_edition_whole_and_the_next_run_completes(
    folder, project, small_disk, spoil, said
):
    held = small_disk / "project"
    shutil.copytree(project, held)
    # More than is free: the edition lies on the small disk, the candidate does not.
    (folder / "rehearsal-a/project/data/oil.csv").write_text("new\n" * 5000, encoding="utf-8")
    acceptance.offer(folder, folder / "rehearsal-a/project", acceptance.digests(held))
    before = everything(held)
    spoil(small_disk)
    with pytest.raises(OSError, match=said):
        acceptance.accept(folder, held)
    kept = {path: content for path, content in everything(held).items() if path.suffix != ".new"}
    # What was small enough is in place; no file is half.
    assert {path for path in before if kept[path] not in (before[path], b"new\n")} == set()
    with pytest.raises(AcceptanceError, match=r"stopped in the middle\. Run `make refresh-accept`"):
        acceptance.refuse_half_done(folder, held)
    if spoil is fill:
        (small_disk / "filling").unlink()
        acceptance.accept(folder, held)
        assert (held / "data/oil.csv").read_text(encoding="utf-8") == "new\n" * 5000


@pytest.mark.parametrize("kill_at", range(6))
def test_a_kill_leaves_one_edition_whole_or_the_next_run_completes_it(folder, project, kill_at):
    """The journal takes its place first, then the four files: the fifth time is the last."""
    before = everything(project)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(project), str(kill_at)], cwd=paths.ROOT, check=False
    )
    assert ended.returncode == (0 if kill_at == 5 else -signal.SIGKILL)
    if kill_at == 0:
        assert everything(project) == before
    elif kill_at < 5:
        assert sum(is_new(project).values()) == kill_at - 1
        with pytest.raises(AcceptanceError, match=r"stopped in the middle\. Run `make refresh-accept`"):
            acceptance.refuse_half_done(folder, project)
    if kill_at < 5:
        acceptance.accept(folder, project)
    assert all(is_new(project).values())
    assert not (folder / "journal.json").exists() and not (folder / "staged").exists()
    acceptance.refuse_half_done(folder, project)


def test_a_candidate_names_only_what_is_other(folder):
    offered = json.loads((folder / "candidate.json").read_text(encoding="utf-8"))
    assert sorted(offered["files"]) == ["CHANGELOG.md", "data/new.csv", "data/oil.csv", "results/trade.json"]
