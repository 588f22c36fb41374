"""A release is whole, the same again byte for byte, and refused where it would not be what its commit is."""

import argparse
import datetime as dt
import hashlib
import io
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate
from small_disk import SPOILT, fill

from russia_asean import cli, paths, release
from russia_asean.book.building import build, deposit, offers, release_folder
from russia_asean.book.common import edition
from russia_asean.evidence import moves
from russia_asean.report import execute, stamps

VERSION, DAY = "1.2.0", "2026-05-03"
CITATION = f"""cff-version: 1.2.0
title: T
version: {VERSION}
date-released: {DAY}
abstract: What it is.
authors:
  - name: Some Project
"""
ENTRIES = f"# Changelog\n\n## [{VERSION}] - {DAY}\n\n### Added\n\n- A thing.\n\n## [1.1.0] - 2026-01-01\n\n- Old.\n"
FILES = {
    release.CITATION: CITATION,
    "CHANGELOG.md": ENTRIES,
    "LICENSE": "MIT",
    "LICENSE-CONTENT": "CC",
    ".gitignore": "_build/\n",
    ".gitattributes": f"{release.ARCHIVAL} export-subst\n",
    release.ARCHIVAL: "node: $Format:%H$\nnode-date: $Format:%cI$\n",
    "pyproject.toml": '[project]\nrequires-python = ">=3.11"\ndependencies = ["pandas"]\n',
    "data/datapackage.json": "{}",
    "data/claims/claims.csv": "id\n1\n",
    "results/trade.json": "{}",
    "docs/results.schema.json": "{}",
}
STEM = f"russia-asean-{VERSION}"
WHOLE = {
    *(f"{STEM}-{part}.zip" for part in ("site", "data", "results", "source")),
    *(f"{STEM}.pdf", f"{STEM}-brief.pdf", f"{STEM}-countries.pdf", "LICENSE", "LICENSE-CONTENT", release.CITATION),
    *(release_folder.CHANGES, deposit.CODEMETA, "ro-crate-metadata.json", deposit.SUMS),
}


def git(folder, *arguments):
    """Call git, free of the settings of whoever runs the tests."""
    who = {f"GIT_{name}_{what}": "a@example.org" for name in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    when = {f"GIT_{name}_DATE": "1800000000 +0000" for name in ("AUTHOR", "COMMITTER")}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false", *arguments]
    subprocess.run(command, cwd=folder, env=clean | who | when, check=True, capture_output=True)


def commit(folder):
    """Commit everything, and build the books from it."""
    git(folder, "add", "--all")
    git(folder, "commit", "--allow-empty", "-m", "A")
    built(folder)


def built(folder):
    """Put books in place that were built from the commit."""
    html, latex = folder / "_build/html", folder / "_build/latex"
    offered = {"index.html": "<p>1</p>", "book/a.html": "<p>2</p>", f"downloads/{STEM}-data.zip": "as offered"}
    for path, text in {html / name: text for name, text in offered.items()}.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (html / release_folder.BUILD_NOTE).write_text(str(folder), encoding="utf-8")
    latex.mkdir(exist_ok=True)
    for name in (paths.PDF_NAME, paths.BRIEF_NAME, paths.COUNTRIES_NAME):
        (latex / name).write_bytes(b"%PDF")
        offers.mark(latex / name, offers.state(folder))
    offers.mark(html, offers.state(folder))


def aim(folder, put):
    """Let the library take a folder for the project.

    Args:
        folder: the small project.
        put: sets an attribute of a module.
    """
    put(paths, "ROOT", folder)
    put(paths, "HTML", folder / "_build/html")
    put(paths, "LATEX", folder / "_build/latex")
    put(paths, "WORK", folder / "_build/work")
    made = edition.Edition(release.stored(folder), release.state(folder), dt.date(2026, 4, 30))
    put(edition, "current", lambda: made)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a clone of a few files, with its books, that stands in for the project."""
    folder = write(tmp_path / "a project")
    aim(folder, monkeypatch.setattr)
    return folder


def write(folder):
    """Write such a clone."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "init")
    commit(folder)
    return folder


def everything(folder):
    """Return all files below a folder with their bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def quiet(line):
    """Say nothing."""


# What is in it.


def test_a_release_is_whole_and_each_file_is_named_with_its_hash(project, tmp_path):
    lines = []
    made = release_folder.make(tmp_path / "out", lines.append)
    folder = tmp_path / "out" / f"{VERSION}-{DAY}"
    assert {path.name for path in made} == WHOLE and all(path.parent == folder and path.is_file() for path in made)
    assert lines[0] == f"[1/{len(lines)}] {STEM}-site.zip" and lines[-1] == f"[{len(lines)}/{len(lines)}] SHA256SUMS"
    checked = subprocess.run(["sha256sum", "--check", deposit.SUMS], cwd=folder, capture_output=True, text=True)
    assert checked.returncode == 0 and checked.stdout.count(": OK") == len(WHOLE) - 1
    assert (folder / release_folder.CHANGES).read_text() == f"## [{VERSION}] - {DAY}\n\n### Added\n\n- A thing.\n"


def opened(folder, part):
    """Return the files of an archive with their bytes, without its top folder."""
    with zipfile.ZipFile(folder / f"{STEM}-{part}.zip") as archive:
        assert all(name.startswith(f"{STEM}-{part}/") for name in archive.namelist())
        read = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    return {name: content for name, content in read.items() if name and not name.endswith("/")}


def test_the_archives_hold_what_the_project_holds(project, tmp_path):
    folder = release_folder.make(tmp_path, quiet)[0].parent
    site = everything(project / "_build/html")
    # Sphinx notes there of which folder it was built.
    del site[release_folder.BUILD_NOTE]
    assert opened(folder, "site") == site
    papers = {name: (project / name).read_bytes() for name in (release.CITATION, "LICENSE", "LICENSE-CONTENT")}
    results = ("results/trade.json", "docs/results.schema.json")
    assert opened(folder, "results") == {name: (project / name).read_bytes() for name in results} | papers
    assert (folder / f"{STEM}-data.zip").read_text(encoding="utf-8") == "as offered", "the file of the site itself"
    source = opened(folder, "source")
    assert source.keys() == FILES.keys()
    # What git archived still knows its commit.
    assert release.commit(project) in source[release.ARCHIVAL].decode()


def test_the_crate_is_read_by_its_own_library_and_describes_every_file(project, tmp_path):
    folder = release_folder.make(tmp_path, quiet)[0].parent
    crate = ROCrate(folder)
    assert crate.root_dataset["datePublished"] == DAY and crate.root_dataset["version"] == VERSION
    assert crate.root_dataset["license"]["@id"] == release.LICENCE_ADDRESS
    assert crate.root_dataset["author"]["name"] == "Some Project"
    described = {each.id: each for each in crate.data_entities}
    assert described.keys() == WHOLE - {"ro-crate-metadata.json", deposit.SUMS}
    for name, each in described.items():
        content = (folder / name).read_bytes()
        assert each["sha256"] == hashlib.sha256(content).hexdigest() and each["contentSize"] == str(len(content))
        assert each["name"] and each["encodingFormat"]
    assert described[f"{STEM}.pdf"]["encodingFormat"] == "application/pdf"


# The same again.


def test_two_releases_of_one_commit_are_the_same_wherever_and_by_whomever(project, tmp_path, monkeypatch):
    one = release_folder.make(tmp_path / "one", quiet)[0].parent
    # Another clone, unpacked later by someone with other settings, in another place on earth.
    git(tmp_path, "clone", str(project), "other")
    other = tmp_path / "other"
    built(other)
    for path in [each for each in other.rglob("*") if ".git" not in each.parts and each.is_file()]:
        path.chmod(0o600)
        os.utime(path, (2_000_000_000, 2_000_000_000))
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    aim(other, monkeypatch.setattr)
    umask = os.umask(0o077)
    try:
        again = release_folder.make(tmp_path / "two", quiet)[0].parent
    finally:
        os.umask(umask)
    assert everything(one) == everything(again)


def test_a_zip_says_nothing_of_who_wrote_it(project, tmp_path):
    folder = release_folder.make(tmp_path, quiet)[0].parent
    for part in ("site", "results"):
        entries = zipfile.ZipFile(folder / f"{STEM}-{part}.zip").infolist()
        assert [each.filename for each in entries] == sorted(each.filename for each in entries)
        moment = dt.datetime.fromtimestamp(1_800_000_000, dt.UTC)
        assert {each.date_time for each in entries} == {moment.timetuple()[:6]}
        assert {(each.external_attr >> 16, each.create_system) for each in entries} == {(0o100644, 3)}


# What is refused: each by a sentence that says what to do, before a file is written.


def edited(project):
    (project / "data/claims/claims.csv").write_text("id\n2\n")


def added(project):
    (project / "notes.txt").write_text("1")


def silent(project):
    (project / "CHANGELOG.md").write_text(ENTRIES.replace("- A thing.\n", ""))
    commit(project)


def unversioned(project):
    (project / "CHANGELOG.md").write_text(ENTRIES.replace("# Changelog\n", "# Changelog\n\n## [Unreleased]\n\n- B.\n"))
    commit(project)


def another_day(project):
    (project / "CHANGELOG.md").write_text(ENTRIES.replace(DAY, "2026-05-02"))
    commit(project)


def out_already(project):
    git(project, "tag", "-a", f"v{VERSION}", "-m", "A")
    (project / "data/claims/claims.csv").write_text("id\n2\n")
    commit(project)


def not_built(project):
    (project / "_build/latex" / paths.BRIEF_NAME).unlink()


def built_before(project):
    git(project, "commit", "--allow-empty", "-m", "B")


def built_from_changes(project):
    (project / "notes.txt").write_text("1")
    offers.mark(project / "_build/html", offers.state(project))
    (project / "notes.txt").unlink()


def without_history(project):
    (project / ".git").rename(project.parent / "gone")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            edited,
            r"^data/claims/claims\.csv: not as in commit \w{9}\. Commit or undo the changes, and run `make release`",
        ),
        (added, r"^notes\.txt: not as in commit"),
        (
            silent,
            rf"^CHANGELOG\.md does not say what changed\. Write it as a list under the line '## \[{VERSION}\] - {DAY}'",
        ),
        (another_day, r"^CHANGELOG\.md does not say what changed"),
        (unversioned, r"^CHANGELOG\.md has entries of no version\. Move them under the line"),
        (
            out_already,
            rf"^The tag v{VERSION} names commit \w{{9}}, and this is \w{{9}}: .* Give CITATION\.cff .* new version",
        ),
        (not_built, r"russia-asean-brief\.pdf is not there\. Run `make brief`, and run `make release` again"),
        (built_before, r"^_build/html was not built from commit \w{9}\. Run `make book`"),
        (built_from_changes, r"^_build/html was not built from commit"),
        (without_history, r"^A release is made from a clone, .* Clone the repository"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_is_not_the_commit_is_refused(project, tmp_path, spoil, said):
    spoil(project)
    with pytest.raises(release_folder.FolderError, match=said):
        release_folder.make(tmp_path / "out", quiet)
    assert not (tmp_path / "out").exists()


def test_a_commit_that_has_its_tag_is_released_again(project, tmp_path):
    git(project, "tag", "-a", f"v{VERSION}", "-m", "A")
    assert release_folder.make(tmp_path, quiet)


def test_stale_results_are_refused_before_anything_else(monkeypatch, tmp_path):
    monkeypatch.setattr(build, "check_notebooks", lambda: None)
    monkeypatch.setattr(stamps, "stale", lambda: {"trade": ["the table trade_flows"]})
    with pytest.raises(execute.RunError, match=r"older than what they were made from: trade .* Run `make notebooks"):
        cli.make_release(argparse.Namespace(to=tmp_path))
    assert not list(tmp_path.iterdir())


def test_the_command_ends_with_paths_that_are_there_and_the_next_step(project, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(build, "check_notebooks", lambda: None)
    monkeypatch.setattr(cli, "refuse_stale", lambda: None)
    monkeypatch.setattr(moves, "changed", lambda: [])
    monkeypatch.setattr(sys, "argv", ["russia_asean", "release", "--to", str(tmp_path / "out")])
    cli.main()
    said = capsys.readouterr().out
    named = re.findall(r"^(\S.*) \([\d,]+ kB\)$", said, flags=re.MULTILINE)
    assert {Path(each).name for each in named} == WHOLE and all(Path(each).is_file() for each in named)
    assert said.splitlines()[-1].endswith(
        f"git tag -a v{release.stored().version} -m 'Version {release.stored().version}'"
    )


# Killed at any moment, it leaves the release before.

KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], str(Path(sys.argv[1]).parents[1])]
import test_release_folder as tests
from russia_asean.book.building import release_folder
tests.aim(Path(sys.argv[2]), setattr)
def kill(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)
def second(*arguments):
    Path.rename = kill
    return os.rename(*arguments)
if sys.argv[4] == "writing":
    release_folder.deposit.crate = kill
else:
    Path.rename = second
release_folder.make(Path(sys.argv[3]), print)
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["writing", "between the two renames"])
def test_a_killed_release_leaves_the_one_before_whole(project, tmp_path, moment):
    folder = release_folder.make(tmp_path / "out", quiet)[0].parent
    before = everything(folder)
    (project / "_build/html/index.html").write_text("<p>other</p>")
    command = [sys.executable, "-c", KILLED, str(Path(__file__).parent), str(project), str(tmp_path / "out"), moment]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    left = [
        each for each in (tmp_path / "out").iterdir() if each.name.startswith(VERSION) and everything(each) == before
    ]
    assert len(left) == 1
    # The next run begins by putting it back where it was, and ends with the new one alone.
    made = release_folder.make(tmp_path / "out", quiet)
    assert [each.name for each in (tmp_path / "out").iterdir()] == [folder.name]
    site = next(path for path in made if path.name.endswith("-site.zip"))
    assert b"other" in zipfile.ZipFile(io.BytesIO(site.read_bytes())).read(f"{STEM}-site/index.html")


# A disk that is full or locked, and two at once.

# Told to, it waits in the middle until a file comes.
RELEASE = """
import sys, time
from pathlib import Path
tests, project, to, go = sys.argv[1:]
sys.path[:0] = [tests, str(Path(tests).parents[1])]
import test_release_folder as tests
from russia_asean import cli
from russia_asean.book.building import build, deposit
from russia_asean.evidence import moves
tests.aim(Path(project), setattr)
build.check_notebooks = cli.refuse_stale = lambda: None
moves.changed = lambda: []
crate = deposit.crate
def waits(*given):
    while go and not Path(go).exists():
        time.sleep(0.05)
    return crate(*given)
deposit.crate = waits
sys.argv = ["russia_asean", "release", "--to", to]
cli.main()
"""


def releasing(project, to, go=""):
    """Start a release in a process of its own."""
    command = [sys.executable, "-c", RELEASE, str(Path(__file__).parent), str(project), str(to)]
    return subprocess.Popen(
        [*command, str(go)], cwd=paths.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.slow
@SPOILT
@pytest.mark.parametrize("where", ["project", "target"])
def test_a_release_that_cannot_be_written_leaves_the_one_before_and_is_a_sentence(
    small_disk, tmp_path, where, spoil, said
):
    project = write((small_disk if where == "project" else tmp_path) / "a project")
    to = (small_disk if where == "target" else tmp_path) / "releases"
    with releasing(project, to) as first:
        assert first.wait() == 0, first.stderr.read()
    (before,) = to.iterdir()
    good = everything(before)
    # Noise, which no archive makes smaller, so that the next release needs more than is free.
    (project / "_build/html/noise.html").write_bytes(os.urandom(100_000))
    spoil(small_disk)
    with releasing(project, to) as second:
        assert second.wait() == 1
        (sentence,) = second.stderr.read().splitlines()
    assert sentence.startswith(said)
    assert everything(before) == good
    if spoil is fill:
        (small_disk / "filling").unlink()
        with releasing(project, to) as third:
            assert third.wait() == 0, third.stderr.read()
        assert [each.name for each in to.iterdir()] == [before.name] and everything(before) != good


def test_an_archive_that_git_cannot_write_is_a_sentence(project, tmp_path):
    with pytest.raises(release_folder.FolderError, match=r"^git could not write the archive .*gone.*No such file"):
        release_folder._archive("a")(tmp_path / "gone" / "a.zip")


@pytest.mark.slow
def test_of_two_releases_at_once_one_is_made_and_the_other_refused(tmp_path):
    project, to, go = write(tmp_path / "a project"), tmp_path / "releases", tmp_path / "go"
    with releasing(project, to, go) as first:
        assert any("ro-crate-metadata.json" in line for line in first.stdout)
        with releasing(project, to) as second:
            assert second.wait() == 1
            (sentence,) = second.stderr.read().splitlines()
        go.touch()
        first.stdout.read()
        assert first.wait() == 0, first.stderr.read()
    assert sentence.startswith("BuildError: Another process") and sentence.endswith("Wait until it has ended.")
    (made,) = to.iterdir()
    assert {path.name for path in made.iterdir()} == WHOLE
