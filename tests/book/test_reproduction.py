"""Two builds of one commit are byte-identical, and a changed byte is noticed."""

import filecmp

import pytest

from russia_asean import paths
from russia_asean.book.building import build, incremental, offers


def differing(one, other):
    """Return the files, relative to two folders, that are not the same in both."""
    names = {path.relative_to(folder) for folder in (one, other) for path in folder.rglob("*") if path.is_file()}
    return sorted(
        str(name)
        for name in names
        if not (
            (one / name).is_file() and (other / name).is_file() and filecmp.cmp(one / name, other / name, shallow=False)
        )
    )


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Send the next build to a folder of its own; it offers the PDFs that are built, as the first one did."""
    for first in (paths.HTML, paths.LATEX / paths.PDF_NAME):
        if first.exists() and offers.marked(first) != offers.state():
            pytest.fail(f"{first.name} was built from another commit, which it prints. Run `make book`.")
    monkeypatch.setattr(paths, "WORK", paths.BUILD / "again")
    monkeypatch.setattr(paths, "HTML", tmp_path / "html")
    return tmp_path


@pytest.mark.first
def test_two_html_builds_are_the_same(html, elsewhere):
    build.build_html()
    assert differing(html, elsewhere / "html") == []
    # So are pages that are then built alone.
    pages = ["book/country-vnm", "book/index", "book/methods", "notebooks/brics"]
    assert incremental.build(pages, offers.state())
    assert differing(html, elsewhere / "html") == []
    assert offers.pages_alone(paths.HTML) == pages


@pytest.mark.first
def test_two_pdf_builds_are_the_same(pdf, elsewhere, monkeypatch):
    monkeypatch.setattr(paths, "LATEX", elsewhere / "latex")
    build.build_pdf()
    assert pdf.read_bytes() == (elsewhere / "latex" / pdf.name).read_bytes()


def test_a_changed_missing_or_added_file_is_noticed(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, text in ((one, "a"), (other, "b")):
        folder.mkdir()
        (folder / "same").write_text("same", encoding="utf-8")
        (folder / "changed").write_text(text, encoding="utf-8")
    (one / "missing").touch()
    (other / "added").touch()
    assert differing(one, other) == ["added", "changed", "missing"]
