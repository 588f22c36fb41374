"""A copy of the project prints the date of its commit or of its release, and never the year 1970."""

import datetime as dt
import os
import re
import shutil
import subprocess

import pytest

from russia_asean import paths, release

CITATION = "cff-version: 1.2.0\ntitle: T\ndate-released: 2026-11-28\n"
RELEASED = int(dt.datetime(2026, 11, 28, tzinfo=dt.UTC).timestamp())
COMMITTED = 1_800_000_000


@pytest.fixture(autouse=True)
def git(monkeypatch):
    """Return a function that calls git, free of the settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@example.org")
        monkeypatch.setenv(f"GIT_{name}_DATE", f"{COMMITTED} +0000")

    def call(folder, *arguments):
        subprocess.run(["git", "-c", "commit.gpgsign=false", *arguments], cwd=folder, check=True, capture_output=True)

    return call


@pytest.fixture
def clone(tmp_path, git):
    """Return a folder that is the top of its own repository, with one commit."""
    return repository(tmp_path / "Ünï code", git)


@pytest.fixture
def own_clone(tmp_path, git):
    """Return the same with the project's word to git on what an archive is told."""
    return repository(tmp_path / "own", git, ".gitattributes", release.ARCHIVAL)


def repository(folder, git, *ours):
    """Make a repository of the citation file and of files of the project, with one commit, and return its folder."""
    folder.mkdir()
    (folder / "CITATION.cff").write_text(CITATION, encoding="utf-8")
    for name in ours:
        shutil.copyfile(paths.ROOT / name, folder / name)
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "Begin")
    return folder


def unpacked(clone, git, target):
    """Unpack an archive of a repository into a folder and return the folder."""
    target.mkdir(parents=True)
    git(clone, "archive", "--output", target / "copy.tar", "HEAD")
    subprocess.run(["tar", "-xf", "copy.tar"], cwd=target, check=True)
    return target


def test_a_clone_has_the_date_of_its_commit(clone):
    assert release.source_date_epoch(clone) == COMMITTED


def test_an_unpacked_copy_has_the_date_of_the_release(clone, git, tmp_path):
    assert release.source_date_epoch(unpacked(clone, git, tmp_path / "copy")) == RELEASED


def test_a_copy_inside_another_repository_does_not_take_its_date(clone, git):
    assert release.source_date_epoch(unpacked(clone, git, clone / "other" / "copy")) == RELEASED


def test_a_repository_without_commits_has_the_date_of_the_release(git, tmp_path):
    (tmp_path / "CITATION.cff").write_text(CITATION, encoding="utf-8")
    git(tmp_path, "init")
    assert release.source_date_epoch(tmp_path) == RELEASED


def test_a_clone_of_another_user_has_the_date_of_the_release(clone, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own way to provoke "dubious ownership"
    assert release.source_date_epoch(clone) == RELEASED


def test_a_machine_without_git_has_the_date_of_the_release(clone, monkeypatch):
    monkeypatch.setenv("PATH", str(clone))
    assert release.source_date_epoch(clone) == RELEASED


@pytest.mark.parametrize("citation", ["title: T\n", "date-released: soon\n"])
def test_a_copy_that_tells_no_date_is_refused_with_a_remedy(tmp_path, citation):
    (tmp_path / "CITATION.cff").write_text(citation, encoding="utf-8")
    with pytest.raises(release.ReleaseError, match=r"'date-released': must be the day .* Write a line"):
        release.source_date_epoch(tmp_path)


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        (None, "file not found in .* Restore it"),
        (b"", "must hold lines such as `key: value`"),
        (b"- a\n", "must hold lines such as `key: value`"),
        (b"title: T\ndate-released: [\n", "line 3: is no YAML"),
        (b"\ttitle: T\n", "line 1: is no YAML"),
        ("title: Fürst\n".encode("latin-1"), "is not written in UTF-8"),
        (b"date-released: 2026-13-01\n", "month must be in 1..12"),
    ],
)
def test_a_citation_file_that_cannot_be_read_is_one_sentence(tmp_path, citation, said):
    if citation is not None:
        (tmp_path / "CITATION.cff").write_bytes(citation)
    for ask in (release.source_date_epoch, release.stored):
        with pytest.raises(release.ReleaseError, match=rf"^CITATION\.cff.*{said}") as refused:
            ask(tmp_path)
        assert "\n" not in str(refused.value)


def test_a_citation_file_names_the_release(tmp_path):
    text = f"{CITATION}version: 1.2.0\nauthors:\n  - name: Somebody\nurl: https://example.org/report\n"
    (tmp_path / "CITATION.cff").write_text(text, encoding="utf-8")
    found = release.stored(tmp_path)
    assert (found.version, found.author, found.day.isoformat()) == ("1.2.0", "Somebody", "2026-11-28")
    assert found.at("book/cite.html") == "https://example.org/report/book/cite.html"


def test_without_an_address_pages_are_named_by_their_path(tmp_path):
    (tmp_path / "CITATION.cff").write_text(f"{CITATION}version: 1\nauthors:\n  - name: A\n", encoding="utf-8")
    assert release.stored(tmp_path).at("book/cite.html") == "book/cite.html"


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("authors:\n  - name: A\n", "'version': must be a text"),
        ("version: 1\n", "'authors': must be a list"),
        ("version: 1\nauthors: []\n", "'authors': must be a list"),
        ("version: 1\nauthors: A\n", "'authors': must be a list"),
        ("version: 1\nauthors:\n  - nmae: A\n", "'authors.0.name': must be a text"),
        ("version: [1]\nauthors:\n  - name: A\n", "'version': must be a text"),
        ("version: 1\nauthors:\n  - name: A\nkeywords: a\n", "'keywords': must be a list"),
        ("version: 1\nauthors:\n  - name: A\ntitle:\n", "'title': must be a text"),
    ],
)
def test_a_citation_file_that_lacks_what_names_a_release_is_refused(tmp_path, added, said):
    (tmp_path / "CITATION.cff").write_text(f"{CITATION}{added}", encoding="utf-8")
    with pytest.raises(release.ReleaseError, match=rf"^CITATION\.cff, key {said}"):
        release.stored(tmp_path)


def test_managers_of_references_keep_the_author_whole():
    author = release.stored().author
    assert "," not in author and ";" not in author and " and " not in f" {author} "


def test_the_commit_of_a_clone_is_named_and_a_copy_has_none(clone, git, tmp_path):
    assert re.fullmatch("[0-9a-f]{9}", release.commit(clone))
    assert release.commit(unpacked(clone, git, tmp_path / "copy")) == ""


def test_an_archive_knows_commit_and_date_of_its_clone(own_clone, git, tmp_path):
    copy = unpacked(own_clone, git, tmp_path / "copy")
    assert release.commit(copy) == release.commit(own_clone) != ""
    assert release.source_date_epoch(copy) == COMMITTED
    # The same inside another repository, whose commit is not its own.
    inner = unpacked(own_clone, git, own_clone / "other" / "copy")
    assert release.commit(inner) == release.commit(own_clone)


def test_a_copy_of_the_files_alone_knows_no_commit(own_clone, tmp_path):
    copy = shutil.copytree(own_clone, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    assert "$Format" in (copy / release.ARCHIVAL).read_text()
    assert release.commit(copy) == "" and release.source_date_epoch(copy) == RELEASED


@pytest.mark.parametrize("name", ["CITATION.cff", "new.txt"])
def test_changed_and_new_files_are_told(clone, name):
    assert release.changes(clone) == [] and release.state(clone) == release.commit(clone)
    with (clone / name).open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert release.changes(clone) == [name]
    assert release.state(clone) == f"{release.commit(clone)} with changes"


def test_the_date_of_the_copy_comes_before_that_of_the_machine(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert int(release.build_environment()["SOURCE_DATE_EPOCH"]) == release.source_date_epoch() > 0
