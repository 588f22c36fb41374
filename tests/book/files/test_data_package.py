"""The data package as the site hands it out: whole, described, the same bytes each time; and its first rows."""

import hashlib
import json
import zipfile

import frictionless
import pytest

from russia_asean import paths, release
from russia_asean.book.common import marks
from russia_asean.book.files import data_package
from russia_asean.data import tables


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Return the archive of the package."""
    path = tmp_path_factory.mktemp("package") / "data.zip"
    data_package.write_archive(path)
    return path


def test_the_archive_is_a_package_that_the_standard_reads(archive, tmp_path):
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path)
    package = frictionless.Package(str(tmp_path / "data" / "datapackage.json"))
    assert [each.name for each in package.resources] == tables.names()
    assert package.version == release.stored().version
    for name in ("README.md", "LICENSE-CONTENT", "CITATION.cff"):
        assert (tmp_path / "data" / name).is_file()


def test_the_tables_in_the_archive_are_those_that_the_hashes_vouch_for(archive):
    with zipfile.ZipFile(archive) as packed:
        for each in json.loads(packed.read("data/datapackage.json"))["resources"]:
            found = hashlib.sha256(packed.read(f"data/{each['path']}")).hexdigest()
            assert each["hash"] == f"sha256:{found}", each["name"]


def test_every_table_with_sources_credits_them(archive):
    with zipfile.ZipFile(archive) as packed:
        for each in json.loads(packed.read("data/datapackage.json"))["resources"]:
            assert {one["name"] for one in each.get("sources", [])} == set(tables.sources(each["name"]))


def test_the_archive_is_the_same_each_time(archive, tmp_path):
    again = tmp_path / "data.zip"
    data_package.write_archive(again)
    assert again.read_bytes() == archive.read_bytes()


def test_the_first_rows_stand_as_in_the_file():
    shown = data_package.preview("oil_price")
    head, first, *_ = (paths.DATA / "oil_price.csv").read_text(encoding="utf-8").splitlines()
    assert "".join(f"<td>{cell}</td>" for cell in first.split(",")) in shown
    assert all(f'<th scope="col">{name}<br>' in shown for name in head.split(","))
    assert f"First {data_package.FIRST} of " in shown


def test_cells_cannot_become_markup(tmp_path, monkeypatch):
    text = (paths.DATA / "oil_price.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "oil_price.csv").write_text(f"{text[0]}\n<b>1987{text[1][4:]}\n", encoding="utf-8")
    known = tables.resource("oil_price")
    monkeypatch.setattr(paths, "DATA", tmp_path)
    monkeypatch.setattr(tables, "resource", lambda name: known)
    shown = data_package.preview("oil_price")
    assert "<td>&lt;b&gt;1987" in shown and "<b>" not in shown


def test_the_catalogue_offers_every_table_and_the_whole(html):
    page = (html / "book/catalogue.html").read_text(encoding="utf-8")
    for name in [*(f"{table}.csv" for table in tables.names()), data_package.ARCHIVE]:
        assert f'href="../downloads/{marks.file_name(name)}"' in page, name
        assert (html / "downloads" / marks.file_name(name)).is_file()
    assert page.count('<details class="preview">') == len(tables.names())
