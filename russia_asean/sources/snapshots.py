"""Publishers' files as they were taken: where they lie, and whether they are the ones a table was made from.

``data/snapshots.csv`` lists them. They are no part of the repository. One setting names the folder of publishers' own
files, another the folder of extracts, where a publisher's own file could not be had.
"""

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from russia_asean import paths
from russia_asean.data import tables

TABLE = "snapshots"
SETTING = "RUSSIA_ASEAN_RAW"
# The setting that names a folder, by what the folder holds.
SETTINGS = {"original": SETTING, "extract": "RUSSIA_ASEAN_EXTRACTS", "fetched": "RUSSIA_ASEAN_CACHE"}
KEPT = "editions"  # where the cache keeps the files of accepted editions, which the next fetch must not replace


class SnapshotError(ValueError):
    """A publisher's file is missing, is another one, or does not say what its format promises."""


@dataclass(frozen=True)
class Snapshot:
    """A publisher's file, or a folder of files.

    Attributes:
        path: where it lies in the folder of snapshots.
        sha256: of the file; of a folder, of the sorted lines ``<sha256>  <name>`` of its files.
        address: where its publisher has it.
        setting: the setting that names the folder.
    """

    path: str
    sha256: str
    address: str
    setting: str = SETTING

    def checked_path(self, folder: Path) -> Path:
        """Return the path of the file or folder below a folder of snapshots.

        Raises:
            SnapshotError: it is missing or its hash differs.
        """
        found = folder / self.path
        remedy = f"Take the edition that data/sources.csv names from {self.address}, or correct {self.setting}."
        if not found.exists():
            raise SnapshotError(f"{self.path}: not found in the folder of snapshots. {remedy}")
        if sha256_of(found) != self.sha256:
            raise SnapshotError(f"{self.path}: not the file that the table was made from (its hash differs). {remedy}")
        return found


@dataclass(frozen=True)
class Edition:
    """An edition of a publisher: how its rows are marked, and what it is compared with.

    Attributes:
        source_key: the key of the source in ``sources.csv``.
        vintage: when the producer released it, as precise as known (``2026-04``).
        earlier: the source of the edition before it; empty where there is none.
        left_out: years of the file that rest on too few observations and are not taken.
    """

    source_key: str
    vintage: str
    earlier: str = ""
    left_out: frozenset[int] = frozenset()

    @property
    def marks(self) -> dict[str, str]:
        """The last columns of a table of figures."""
        return {"vintage": self.vintage, "source_key": self.source_key}

    @property
    def to_the_month(self) -> "Edition":
        """The same edition, for tables in which a day of release would only be noise."""
        return replace(self, vintage=self.vintage[:7])

    @property
    def year(self) -> int:
        """The year of the release."""
        return int(self.vintage[:4])

    def is_before(self, month: int) -> bool:
        """Say whether it was released before a month of its year; not if only the year is known."""
        return bool(self.vintage[5:7]) and int(self.vintage[5:7]) < month


def snapshot(key: str) -> Snapshot:
    """Return a snapshot by its key in ``data/snapshots.csv``.

    Raises:
        SnapshotError: no such snapshot is listed.
    """
    listed = row(key)
    return Snapshot(listed["cached_name"], listed["sha256"], listed["address"], SETTINGS[listed["kind"]])


def snapshot_name(key: str) -> str:
    """Return the name of a snapshot's file or folder, without the folders above it."""
    return PurePosixPath(row(key)["cached_name"]).name


def is_folder(key: str) -> bool:
    """Say whether a snapshot is a folder of files: the name of a file has an ending."""
    return not PurePosixPath(snapshot_name(key)).suffix


def edition(key: str) -> Edition:
    """Return the edition that a snapshot holds, by its row and by the date of its source in ``data/sources.csv``.

    Raises:
        SnapshotError: no such snapshot is listed.
    """
    listed = row(key)
    vintage = str(tables.credit([listed["source_key"]])["published"].iloc[0])
    return Edition(
        listed["source_key"],
        vintage,
        listed["earlier"],
        frozenset(map(int, listed["left_out"].split(";")) if listed["left_out"] else ()),
    )


def of_kind(kind: str) -> list[str]:
    """Return the keys of the files of a kind, the edition that was published last at the end.

    Args:
        kind: a value of the column ``recipe`` in ``data/snapshots.csv``.

    Raises:
        SnapshotError: no file of that kind is listed.
    """
    listed = tables.load(TABLE, credit=False)
    keys = [str(key) for key in listed.loc[listed["recipe"] == kind, "key"]]
    if not keys:
        raise SnapshotError(f"data/{TABLE}.csv: lists no file of the kind {kind!r}. Add its row, then run `make data`.")
    return sorted(keys, key=lambda key: (edition(key).vintage, key))


def row(key: str) -> dict[str, str]:
    """Return the row of a snapshot as text.

    Raises:
        SnapshotError: no such snapshot is listed.
    """
    listed = tables.load(TABLE, credit=False).fillna("").set_index("key")
    if key not in listed.index:
        raise SnapshotError(f"data/{TABLE}.csv: has no snapshot {key!r}. Add its row, then run `make data`.")
    return {str(name): str(cell) for name, cell in listed.loc[key].items()}


def kept_name(key: str, path: Path) -> str:
    """Return where the cache keeps the file of an edition."""
    return f"{KEPT}/{key}/{path.name}"


def folder_from_setting(setting: str = SETTING) -> Path | None:
    """Return the folder that a setting names (``RUSSIA_ASEAN_RAW`` if not said otherwise); None where it is not set.

    The cache of fetched files has a place in the project where nothing is set.
    """
    if named := os.environ.get(setting):
        return Path(named)
    return paths.CACHE if setting == SETTINGS["fetched"] else None


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file; of a folder, that of the sorted lines ``<sha256>  <name>`` of its files."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    # Sorted, because a folder lists its files in an order of its system.
    lines = sorted(f"{sha256_of(file)}  {file.name}\n" for file in path.iterdir())
    return hashlib.sha256("".join(lines).encode()).hexdigest()
