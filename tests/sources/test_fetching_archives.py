"""What comes packed, and XML: opened where it is harmless, refused where it could fill a disk or leave its folder."""

import io
import stat
import zipfile

import py7zr
import pytest

from russia_asean.sources import archives
from russia_asean.sources.snapshots import SnapshotError

SMALL = archives.Limits(bytes=10_000, ratio=20, members=3)


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def packed_7z(path, members):
    with py7zr.SevenZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return path


@pytest.mark.parametrize("pack", [zipped, packed_7z])
def test_an_archive_is_unpacked_in_the_place_of_what_was_there(tmp_path, pack):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    (folder / "old.csv").write_text("old")
    archive = pack(tmp_path / "archive", {"data/table.csv": b"a,b\n", "read me.txt": b"words"})
    assert archives.unpack(archive, folder) == [folder / "data/table.csv", folder / "read me.txt"]
    assert (folder / "data/table.csv").read_bytes() == b"a,b\n"
    assert archives.only_member(archive, folder, ".csv") == folder / "data/table.csv"
    assert not (tmp_path / "unpacked.part").exists()


@pytest.mark.parametrize("pack", [zipped, packed_7z])
@pytest.mark.parametrize(
    ("members", "refused"),
    [
        ({"bomb.csv": b"0" * 9_999}, "would grow from [0-9,]+ bytes to 9,999"),
        ({"large.csv": bytes(range(256)) * 50}, "would grow from [0-9,]+ bytes to 12,800"),
        ({f"{number}.csv": b"" for number in range(4)}, "holds 4 files, more than 3"),
    ],
)
def test_what_could_fill_a_disk_is_refused(tmp_path, pack, members, refused):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    (folder / "old.csv").write_text("old")
    archive = pack(tmp_path / "archive", members)
    with pytest.raises(SnapshotError, match=refused):
        archives.unpack(archive, folder, SMALL)
    assert [path.name for path in tmp_path.rglob("*") if path.suffix == ".csv"] == ["old.csv"]


@pytest.mark.parametrize("name", ["/etc/passwd", "a/../../b", "..\\b", "C:\\b"])
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    with pytest.raises(SnapshotError, match="leads out of the folder"):
        archives.unpack(zipped(tmp_path / "archive.zip", {name: b"x"}), tmp_path / "unpacked")


def test_a_link_in_an_archive_is_refused(tmp_path):
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive = zipped(tmp_path / "archive.zip", {link: b"/etc/passwd"})
    with pytest.raises(SnapshotError, match="'link' is a link to elsewhere"):
        archives.unpack(archive, tmp_path / "unpacked")


def test_a_zip_that_lies_about_its_size_is_stopped_while_it_grows(tmp_path):
    told = io.BytesIO()
    zipped(told, {"bomb.csv": b"0" * 50_000})
    # The size as it is told, in the list of members and before the member itself.
    lying = told.getvalue().replace((50_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    archive = tmp_path / "archive.zip"
    archive.write_bytes(lying)
    with pytest.raises(SnapshotError):
        archives.unpack(archive, tmp_path / "unpacked", SMALL)
    assert not list(tmp_path.rglob("bomb.csv"))


@pytest.mark.parametrize("pack", [zipped, packed_7z])
def test_a_damaged_archive_is_refused(tmp_path, pack):
    archive = pack(tmp_path / "archive", {"table.csv": bytes(range(256)) * 8})
    whole = bytearray(archive.read_bytes())
    whole[60:90] = b"\xff" * 30
    archive.write_bytes(whole)
    with pytest.raises(SnapshotError, match="archive: cannot be unpacked"):
        archives.unpack(archive, tmp_path / "unpacked")
    assert not (tmp_path / "unpacked").exists()


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "file.7z").write_text("<html>")
    with pytest.raises(SnapshotError, match=r"file\.7z: is no archive of kind zip or 7z"):
        archives.unpack(tmp_path / "file.7z", tmp_path / "unpacked")


def test_an_archive_without_the_one_file_is_refused(tmp_path):
    archive = zipped(tmp_path / "archive.zip", {"a.csv": b"", "b.csv": b""})
    with pytest.raises(SnapshotError, match=r"holds 2 files \.csv, not one"):
        archives.only_member(archive, tmp_path / "unpacked", ".csv")


def test_xml_is_read(tmp_path):
    path = tmp_path / "answer.xml"
    path.write_text('<?xml version="1.0"?><data><row value="1"/></data>')
    assert archives.xml_root(path)[0].attrib == {"value": "1"}


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>',
        '<!DOCTYPE d [<!ENTITY file SYSTEM "file:///etc/passwd">]><d>&file;</d>',
        '<!DOCTYPE d SYSTEM "https://example.org/d.dtd"><d/>',
    ],
)
def test_xml_with_entities_is_refused(tmp_path, text):
    path = tmp_path / "answer.xml"
    path.write_text(text)
    with pytest.raises(SnapshotError, match=r"answer\.xml: defines a document type or entities"):
        archives.xml_root(path)


def test_half_a_document_is_refused(tmp_path):
    path = tmp_path / "answer.xml"
    path.write_text("<data><row>")
    with pytest.raises(SnapshotError, match="is no whole XML document"):
        archives.xml_root(path)
