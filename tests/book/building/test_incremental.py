"""Pages of prose are built alone where no other page can show what has changed, and are then those of a whole build."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from russia_asean import paths, release
from russia_asean.book.building import build, incremental, offers

FILES = {
    "book/a.md": "1",
    "book/b.md": "2",
    "book/glossary.md": "3",
    "book/ledger-x2020.md": "4",
    "book/templates/t.md": "5",
    "data/a.csv": "6",
}


@pytest.fixture
def noted(tmp_path, monkeypatch):
    """Return a folder with a book of which a whole build has noted what it was made from."""
    for name in ("HTML", "WORK"):
        monkeypatch.setattr(paths, name, tmp_path / name)
    incremental.left().mkdir(parents=True)
    incremental.note(FILES)
    offers.mark(paths.HTML, "as it was")
    return tmp_path


def changed_pages(files):
    """Return the pages that would be built alone; chapters are sound."""
    return incremental._changed(files, lambda: None)


def changed(*names):
    """Return the files as they are when some have changed, and others have come."""
    return {**FILES, **dict.fromkeys(names, "other")}


def test_only_pages_of_prose_are_built_alone(noted):
    assert changed_pages(changed("book/a.md")) == ["book/a"]
    assert changed_pages(changed("book/a.md", "book/b.md")) == ["book/a", "book/b"]
    for others in (
        [],
        ["data/a.csv"],
        ["book/a.md", "data/a.csv"],
        ["book/templates/t.md"],
        ["book/glossary.md"],
        ["book/a.md", "book/ledger-x2020.md"],
        ["book/new.md"],
    ):
        assert changed_pages(changed(*others)) == [], others
    assert changed_pages({name: digest for name, digest in FILES.items() if name != "book/b.md"}) == []


def test_a_page_that_is_again_as_it_was_is_built_once_more(noted):
    offers.mark(paths.HTML, "three\nlines\nhere", ["book/b"])
    assert changed_pages(FILES) == ["book/b"]
    assert changed_pages(changed("book/a.md")) == ["book/a", "book/b"]


def test_a_book_with_pages_built_alone_is_current_and_not_whole(noted):
    paths.HTML.mkdir()
    offers.mark(paths.HTML, offers.state(), ["book/b"])
    assert offers.pages_alone(paths.HTML) == ["book/b"]
    assert offers.is_current(paths.HTML) and not offers.is_current(paths.HTML, whole=True)
    assert incremental.update(lambda: pytest.fail("no chapter has changed")) == []
    offers.mark(paths.HTML, offers.state())
    assert offers.is_current(paths.HTML, whole=True) and offers.pages_alone(paths.HTML) == []


@pytest.fixture
def chapter(noted, monkeypatch):
    """Return a function that changes cells or results of a chapter and returns the pages that are then built alone."""
    monkeypatch.setattr(paths, "ROOT", noted)
    monkeypatch.setattr(offers, "NOT_READ", ("HTML", "HTML.made-from", "WORK"))
    cells = [
        {"cell_type": "markdown", "source": ["Words on a-claim."]},
        {"cell_type": "code", "outputs": ["1"], "source": []},
    ]
    results = {"findings": ["It is 1 %."], "made_from": "a"}

    def change(cells=cells, results=results):
        for name, content in (("notebooks/trade.ipynb", {"cells": cells}), ("results/trade.json", results)):
            (noted / name).parent.mkdir(exist_ok=True)
            (noted / name).write_text(json.dumps(content))
        return changed_pages(offers.read_files(noted))

    change()
    (noted / "book").mkdir()
    incremental.note(offers.read_files(noted))
    change.cells, change.results = cells, results
    return change


def test_a_chapter_with_other_words_and_the_same_results_is_built_alone(chapter):
    words, code = chapter.cells
    assert chapter([{**words, "source": ["Other words on a-claim."]}, code]) == ["notebooks/trade"]
    assert chapter([words, {**code, "source": ["# why"]}], {**chapter.results, "made_from": "b"}) == ["notebooks/trade"]
    assert chapter() == []


def test_a_chapter_with_other_results_is_not_built_alone(chapter):
    words, code = chapter.cells
    assert chapter([words, {**code, "outputs": ["2"]}]) == []
    assert chapter([code, words]) == []
    assert chapter([{**words, "source": ["Words on b-claim."]}, code]) == []
    assert chapter([{**words, "source": ["Words."]}, code], {**chapter.results, "findings": []}) == []


def test_chapters_are_checked_before_they_are_built(chapter, monkeypatch):
    chapter([{**chapter.cells[0], "source": ["Other words on a-claim."]}, chapter.cells[1]])
    files = offers.read_files(paths.ROOT)
    monkeypatch.setattr(offers, "read_files", lambda: files)
    monkeypatch.setattr(offers, "state_of", lambda files: "as it is")
    monkeypatch.setattr(incremental, "build", lambda pages, state: True)
    asked = []
    assert incremental.update(lambda: asked.append("checked")) == ["notebooks/trade"] and asked == ["checked"]


def test_a_damaged_chapter_is_refused_by_its_check_and_not_read_before(chapter):
    (paths.ROOT / "notebooks/trade.ipynb").write_text('{"cells": [')

    def check():
        raise build.BuildError("notebooks/trade.ipynb is damaged.")

    with pytest.raises(build.BuildError, match="is damaged"):
        incremental._changed(offers.read_files(paths.ROOT), check)


def test_many_pages_another_commit_or_a_book_half_replaced_are_built_whole(noted, monkeypatch):
    many = {f"book/{number}.md": "1" for number in range(incremental.MOST + 1)}
    incremental.note(many)
    assert changed_pages(dict.fromkeys(many, "2")) == []
    incremental.note(FILES)
    offers.forget(paths.HTML)
    assert changed_pages(changed("book/a.md")) == []
    offers.mark(paths.HTML, "as it was")
    monkeypatch.setattr(release, "commit", lambda: "another")
    assert changed_pages(changed("book/a.md")) == []


def test_a_note_that_is_cut_off_is_none(noted):
    incremental._note().write_text('{"files": {"book/a', encoding="utf-8")
    assert changed_pages(changed("book/a.md")) == []


def test_a_full_disk_leaves_the_pages_as_they_were(noted, monkeypatch):
    paths.HTML.mkdir()
    names = ["a.html", incremental.INDEX]
    for name in names:
        (paths.HTML / name).write_text("old")

    def write(pages, folder):
        (folder / "_build" / "html").mkdir(parents=True)
        for name in names:
            (folder / "_build" / "html" / name).write_text("new")
        return True

    def copy(source, target):
        if source.name == names[-1]:
            raise OSError("No space left on device")
        target.write_text("new")

    monkeypatch.setattr(incremental, "_write", write)
    monkeypatch.setattr(shutil, "copyfile", copy)
    with pytest.raises(OSError, match="No space"):
        incremental.build(["a"], "as it is")
    assert {(paths.HTML / name).read_text() for name in names} == {"old"}
    # A draft may lie there, so the next build is whole.
    assert offers.marked(paths.HTML) == "" and changed_pages(changed("book/a.md")) == []


def test_what_a_killed_run_has_left_is_in_nobodys_way(noted, monkeypatch):
    left = paths.WORK / "pages-left"
    left.mkdir()
    at_work = []
    monkeypatch.setattr(incremental, "_write", lambda pages, folder: at_work.append(folder) or False)
    assert not incremental.build(["a"], "as it is")
    assert not left.exists() and at_work[0] != left and not at_work[0].exists()


def test_what_cannot_be_built_alone_leaves_the_book_as_it_was(noted, monkeypatch):
    paths.HTML.mkdir()
    (paths.HTML / "a.html").write_text("old")
    monkeypatch.setattr(release, "build_environment", dict)
    monkeypatch.setattr(incremental.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1))
    assert not incremental.build(["a"], "as it is")
    assert (paths.HTML / "a.html").read_text() == "old" and offers.marked(paths.HTML) == "as it was"


ABOUT = """# About

(here)=
## How it began

A sentence about lighthouses [](the-second).

## Then

More of it {cite:t}`kept2020`.

> ### By the way
>
> A heading in a quotation.
"""
PAGES = {
    "first": "# First\n\nSee [](here).\n\n```{tableofcontents}\n```\n\n```{bibliography}\n```\n",
    "second": "(the-second)=\n# Second\n\n:::{note}\nLook.\n:::\n\n```{literalinclude} quoted.md\n```\n",
    "about": ABOUT,
    "quoted": "# Quoted\n\nWords.\n",
}
WORK = "@misc{{{0},\n author = {{A. Writer}},\n title = {{{0}}},\n year = {{2020}}\n}}\n"


def write(source):
    """Write a small book that is set up as the report is."""
    (source / "book").mkdir(parents=True)
    for needed in ("_config.yml", "book/_assets", "book/_theme"):
        (source / needed).symlink_to(paths.ROOT / needed)
    (source / "book/references.bib").write_text(WORK.format("kept2020") + WORK.format("new2020"))
    (source / "book/sources.bib").write_text("")
    for name, text in PAGES.items():
        (source / f"{name}.md").write_text(text)
    listed = "".join(f"- file: {name}\n" for name in PAGES if name != "first")
    (source / "_toc.yml").write_text(f"format: jb-book\nroot: first\nchapters:\n{listed}")


def alone(source, whole, folder, page="about"):
    """Build a page alone in a process of its own, and return its status and what it said."""
    places = [source, whole / "_build/.doctrees", whole / "_build/html", folder]
    command = [sys.executable, "-m", "russia_asean.book.building.pages_alone", *map(str, places), page]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stderr


def contents(folder):
    """Return the files of a folder with what is in them."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_page_built_alone_is_that_of_a_whole_build(tmp_path):
    source, before, after = (tmp_path / name for name in ("source", "before", "after"))
    write(source)
    about = source / "about.md"
    build._sphinx("html", before, source)
    read = contents(before / "_build/.doctrees")
    about.write_text(ABOUT.replace("about lighthouses", "on harbours, not ships,"))
    status, said = alone(source, before, tmp_path / "alone")
    assert status == 0, said
    assert contents(before / "_build/.doctrees") == read  # the next page is compared with the same
    build._sphinx("html", after, source)
    for name in ("about.html", incremental.INDEX):
        built = (tmp_path / "alone/_build/html" / name).read_text(encoding="utf-8")
        assert built == (after / "_build/html" / name).read_text(encoding="utf-8"), name
        assert built != (before / "_build/html" / name).read_text(encoding="utf-8"), name


@pytest.mark.slow
@pytest.mark.parametrize(
    "old, new, why",
    [
        ("## Then", "## And then", "tocs"),
        ("# About", "# About us", "titles"),
        ("(here)=\n", "", "domaindata"),
        ("{cite:t}`kept2020`", "{cite:t}`new2020`", "domaindata"),
        ("### By the way", "### By the way!", "metadata"),
        ("More", ":::{figure} _config.yml\nA picture.\n:::\n\nMore", "exhibits"),
        ("More", ":::{tip}\nTake care.\n:::\n\nMore", "styles of admonition"),
        ("More", "The file minus.png. More", "files minus.png"),
        ("[](the-second)", "[](nowhere)", "nowhere"),
    ],
    ids=["heading", "title", "label", "citation", "quotation", "figure", "style", "file", "dangling reference"],
)
def test_what_others_show_is_not_built_alone(small_book, tmp_path, old, new, why):
    source, whole = small_book
    (source / "about.md").write_text(ABOUT.replace(old, new))
    status, said = alone(source, whole, tmp_path)
    assert status != 0 and why in said


@pytest.mark.slow
def test_a_page_that_another_includes_is_not_built_alone(small_book, tmp_path):
    source, whole = small_book
    (source / "about.md").write_text(ABOUT)
    (source / "quoted.md").write_text("# Quoted\n\nOther words.\n")
    status, said = alone(source, whole, tmp_path, "quoted")
    assert status != 0 and "its text stands on second" in said


@pytest.fixture(scope="module")
def small_book(tmp_path_factory):
    """Return the source of a small book, and what a whole build made of it."""
    folder: Path = tmp_path_factory.mktemp("small")
    write(folder / "source")
    build._sphinx("html", folder / "whole", folder / "source")
    return folder / "source", folder / "whole"
