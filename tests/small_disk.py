"""A disk of a few megabytes that a test may fill or lock, as real file systems do it to a command."""

import errno
import os
import subprocess

import pytest


def mounted(folder):
    """Mount such a disk on a folder.

    Args:
        folder: an empty folder.
    """
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("Only root may mount a small disk, and not everywhere.")


def fill(disk):
    """Leave a few kilobytes of a disk free."""
    with (disk / "filling").open("wb", buffering=0) as filling:
        try:
            while True:
                filling.write(bytes(4096))
        except OSError as full:
            assert full.errno == errno.ENOSPC
        filling.truncate(filling.tell() - 8192)


def lock(disk):
    """Let nothing be written on a disk any more."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


# Each way to spoil a disk, and how the sentence begins that a command ends with then.
SPOILT = pytest.mark.parametrize(
    ("spoil", "said"), [(fill, "No space left on device"), (lock, "Read-only file system")], ids=["full", "read-only"]
)
