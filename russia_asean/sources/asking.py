"""What is asked of a publisher for one of its files, by the row of ``data/fetching.csv``."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from russia_asean.data import past_dates, tables
from russia_asean.sources import snapshots
from russia_asean.sources.fetching import Fetched, FetchError, Transport

TABLE = "fetching"
# Where files lie in the cache that a person downloaded: by-hand/PUBLISHER/PART/VINTAGE/.
BY_HAND_FOLDER = "by-hand"
BY_HAND = "by hand"  # in the column ``how``: nobody but a person can download it
VINTAGE = re.compile(r"[12]\d{3}(-\d\d(-\d\d)?)?")


class ByHandError(FetchError):
    """A file that only a person can download is not there."""


@dataclass(frozen=True)
class Question:
    """A row of ``data/fetching.csv``, and with what it is asked.

    Attributes:
        publisher: the short name of the publisher.
        part: which of its files.
        recipe: the kind of file that is wanted, as in ``data/snapshots.csv``.
        how: ``api`` or ``file``, which a program asks, or ``by hand``.
        address: where; ``{…}`` stands for what is filled in.
        second_address: what is asked for too; empty where the first answer is enough.
        largest: the size in bytes above which an answer is refused.
        key_setting: the setting of the environment that holds our key; empty where none is needed.
        note: what a person has to do.
        cache: the folder of fetched files.
        transport: what downloads.
    """

    publisher: str
    part: str
    recipe: str
    how: str
    address: str
    second_address: str
    largest: int
    key_setting: str
    note: str
    cache: Path
    transport: Transport

    @property
    def snapshot(self) -> str:
        """The key of the file of which a newer copy is wanted: the newest of its kind."""
        return snapshots.of_kind(self.recipe)[-1]

    @property
    def folder(self) -> Path:
        """Where the files of the publisher lie in the cache."""
        return self.cache / self.publisher

    def target(self) -> Path:
        """Return where the newer copy shall lie: under the name of the file of which it is one."""
        return self.folder / self.part / snapshots.snapshot_name(self.snapshot)

    def answer(self, name: str, address: str = "", **how: Any) -> Path:
        """Return the file with the publisher's answer, fetched now.

        Args:
            name: its name among the answers of this part.
            address: where, if it is not the address of the row.
            how: as ``Transport.download`` takes it.

        Raises:
            FetchError: see ``Transport.download``.
        """
        where = f"{self.publisher}/{self.part}/answers/{name}"
        how.setdefault("largest", self.largest)
        self.transport.download(address or self.address, self.cache, where, **how)
        return self.cache / where

    def key(self) -> str:
        """Return our key at the publisher.

        Raises:
            FetchError: the setting holds none.
        """
        if key := os.environ.get(self.key_setting, "").strip():
            return key
        raise FetchError(
            f"{self.publisher}: needs a key, which the publisher gives free of charge. {self.note} Then set "
            f"{self.key_setting}."
        )

    def fetched(self, path: Path, edition: str, vintage: str, address: str = "") -> Fetched:
        """Return what was fetched, once it lies in the format of the snapshot.

        Args:
            path: the file or folder.
            edition: in words.
            vintage: as precise as the publisher says.
            address: where, if it is not the address of the row.
        """
        sizes = [path.stat().st_size] if path.is_file() else [each.stat().st_size for each in path.iterdir()]
        return Fetched(
            self.snapshot,
            path,
            edition,
            vintage,
            address or self.address,
            today(),
            sum(sizes),
            snapshots.sha256_of(path),
        )

    def by_hand(self) -> tuple[Path, str]:
        """Return the newest folder of this part that a person filled, and the vintage that it is named by.

        Raises:
            ByHandError: there is none, or its name is no vintage or one to come.
        """
        folder = self.cache / BY_HAND_FOLDER / self.publisher / self.part
        remedy = (
            f"Download it from {self.address} and put it into {folder}/VINTAGE/, where VINTAGE says when it was "
            f"published, as 2026 or 2026-10. {self.note}"
        ).strip()
        named = sorted(each.name for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []
        if not named:
            raise ByHandError(f"{self.publisher}: gives {self.part} to persons only. {remedy}")
        if strange := [name for name in named if not VINTAGE.fullmatch(name)]:
            raise ByHandError(f"{folder / strange[0]}: its name is no vintage. {remedy}")
        for fault in past_dates.faults(named[-1]):
            raise ByHandError(f"{folder / named[-1]}: {fault}")
        return folder / named[-1], named[-1]


def questions(publisher: str, cache: Path, transport: Transport) -> list[Question]:
    """Return what there is to ask of a publisher.

    Raises:
        FetchError: the table lists nothing of it.
    """
    listed = tables.load(TABLE, credit=False).fillna("")
    rows = listed[listed["publisher"] == publisher].to_dict("records")
    if not rows:
        raise FetchError(f"data/{TABLE}.csv: has no publisher {publisher!r}. Add its row, then run `make data`.")
    return [
        Question(
            **{str(name): str(cell) for name, cell in row.items() if name != "largest"},
            largest=int(row["largest"]),
            cache=cache,
            transport=transport,
        )
        for row in rows
    ]


def today() -> date:
    """Return the day by which answers are dated."""
    return datetime.now(UTC).date()
