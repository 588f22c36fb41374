"""Opening what comes packed, and XML, without trusting it.

A name that leads out of the folder, a link, more than was to be expected, and XML that defines entities are refused
before anything is written. What is unpacked appears whole or not at all.
"""

import lzma
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree.ElementTree import Element, ParseError

import py7zr
from defusedxml import DefusedXmlException, ElementTree
from py7zr.exceptions import ArchiveError

from russia_asean.sources.snapshots import SnapshotError

CHUNK = 1 << 16
DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class Limits:
    """What an archive may come to.

    Attributes:
        bytes: size of all members together.
        ratio: size of all members together over the size of the archive; tables of figures come to about thirty.
        members: how many.
    """

    bytes: int = 1_000_000_000
    ratio: float = 200.0
    members: int = 2_000


LIMITS = Limits()


def unpack(archive: Path, folder: Path, limits: Limits = LIMITS) -> list[Path]:
    """Return the files of a zip or 7z archive, unpacked into a folder in the place of what was there; sorted.

    Raises:
        SnapshotError: the archive is damaged, or something in it is refused.
    """
    coming = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(parents=True)
    try:
        if zipfile.is_zipfile(archive):
            _unpack_zip(archive, coming, limits)
        elif py7zr.is_7zfile(archive):
            _unpack_7z(archive, coming, limits)
        else:
            raise SnapshotError(
                f"{archive.name}: is no archive of kind zip or 7z. Has the publisher changed the format?"
            )
        shutil.rmtree(folder, ignore_errors=True)
        coming.replace(folder)
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def only_member(archive: Path, folder: Path, suffix: str, limits: Limits = LIMITS) -> Path:
    """Return the one file of an archive that has a suffix.

    Raises:
        SnapshotError: there is none, or more than one; see also ``unpack``.
    """
    found = [path for path in unpack(archive, folder, limits) if path.suffix == suffix]
    if len(found) != 1:
        raise SnapshotError(
            f"{archive.name}: holds {len(found)} files {suffix}, not one. Has the publisher changed it?"
        )
    return found[0]


def xml_root(path: Path) -> Element:
    """Return the root of an XML document.

    Raises:
        SnapshotError: it is no XML, or defines entities or a document type, which data have no need of.
    """
    try:
        root: Element = ElementTree.parse(path, forbid_dtd=True).getroot()
    except DefusedXmlException:
        raise SnapshotError(
            f"{path.name}: defines a document type or entities, by which a small file can grow or read others. "
            "It is not read."
        ) from None
    except ParseError as broken:
        raise SnapshotError(f"{path.name}: is no whole XML document ({broken}). Fetch it again.") from None
    return root


def _unpack_zip(archive: Path, folder: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(archive) as packed:
            members = packed.infolist()
            _check_sizes(archive, [each.file_size for each in members], limits)
            _check_names(archive, [each.filename for each in members])
            if linked := [each.filename for each in members if stat.S_ISLNK(each.external_attr >> 16)]:
                raise SnapshotError(f"{archive.name}: {linked[0]!r} is a link to elsewhere. It is not unpacked.")
            left = limits.bytes
            for each in members:
                target = folder / each.filename
                if each.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(each) as source, target.open("wb") as file:
                    left -= _copy(source, file, left, archive.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as broken:
        # RuntimeError is what zipfile raises where a password is wanted.
        raise SnapshotError(f"{archive.name}: cannot be unpacked ({broken}). Fetch it again.") from None


def _unpack_7z(archive: Path, folder: Path, limits: Limits) -> None:
    try:
        with py7zr.SevenZipFile(archive, max_extract_size=limits.bytes) as packed:
            members = packed.list()
            _check_sizes(archive, [each.uncompressed or 0 for each in members], limits)
            _check_names(archive, [each.filename for each in members])
            if linked := [each.filename for each in members if each.is_symlink]:
                raise SnapshotError(f"{archive.name}: {linked[0]!r} is a link to elsewhere. It is not unpacked.")
            packed.extractall(folder)
    except (ArchiveError, py7zr.PasswordRequired, lzma.LZMAError, EOFError, OSError, ValueError) as broken:
        if isinstance(broken, SnapshotError):
            raise
        raise SnapshotError(f"{archive.name}: cannot be unpacked ({broken}). Fetch it again.") from None


def _check_sizes(archive: Path, sizes: list[int], limits: Limits) -> None:
    """Refuse a bomb by what it says of itself."""
    if len(sizes) > limits.members:
        raise SnapshotError(
            f"{archive.name}: holds {len(sizes)} files, more than {limits.members}. It is not unpacked."
        )
    whole, packed = sum(sizes), archive.stat().st_size
    if whole > limits.bytes or whole > limits.ratio * packed:
        raise SnapshotError(
            f"{archive.name}: would grow from {packed:,} bytes to {whole:,}, as an archive does that is made to fill a "
            "disk. It is not unpacked; look at it by hand."
        )


def _check_names(archive: Path, names: Iterable[str]) -> None:
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or DRIVE.match(name) or "\0" in name:
            raise SnapshotError(f"{archive.name}: the name {name!r} leads out of the folder. It is not unpacked.")


def _copy(source: IO[bytes], target: IO[bytes], allowed: int, name: str) -> int:
    """Copy, and return how much it was; what a member says of its size is not believed."""
    size = 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > allowed:
            raise SnapshotError(f"{name}: grows beyond {allowed:,} bytes. It is not unpacked; look at it by hand.")
        target.write(chunk)
    return size
