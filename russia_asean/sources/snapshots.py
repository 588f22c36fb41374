"""Publishers' files as they were taken: where they lie, and whether they are the ones a table was made from.

They are no part of the repository. The setting ``RUSSIA_ASEAN_RAW`` names the folder that holds them.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

SETTING = "RUSSIA_ASEAN_RAW"


class SnapshotError(ValueError):
    """A publisher's file is missing, is another one, or does not say what its format promises."""


@dataclass(frozen=True)
class Snapshot:
    """A publisher's file, or a folder of files.

    Attributes:
        path: where it lies in the folder of snapshots.
        sha256: of the file; of a folder, of the sorted lines ``<sha256>  <name>`` of its files.
        address: where its publisher has it.
    """

    path: str
    sha256: str
    address: str

    def checked_path(self, folder: Path) -> Path:
        """Return the path of the file or folder below a folder of snapshots.

        Raises:
            SnapshotError: it is missing or its hash differs.
        """
        found = folder / self.path
        remedy = f"Take the edition that data/sources.csv names from {self.address}, or correct {SETTING}."
        if not found.exists():
            raise SnapshotError(f"{self.path}: not found in the folder of snapshots. {remedy}")
        if sha256_of(found) != self.sha256:
            raise SnapshotError(f"{self.path}: not the file that the table was made from (its hash differs). {remedy}")
        return found


def folder_from_setting() -> Path | None:
    """Return the folder that the setting ``RUSSIA_ASEAN_RAW`` names; None where it is not set."""
    named = os.environ.get(SETTING)
    return Path(named) if named else None


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file; of a folder, that of the sorted lines ``<sha256>  <name>`` of its files."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    # Sorted, because a folder lists its files in an order of its system.
    lines = sorted(f"{sha256_of(file)}  {file.name}\n" for file in path.iterdir())
    return hashlib.sha256("".join(lines).encode()).hexdigest()
