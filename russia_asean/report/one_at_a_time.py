"""Keep two runs of a command that write into one place from meeting there: one is refused, or waits its turn."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path


class AtWorkError(RuntimeError):
    """Another process is at work in the folder; nothing was begun."""


@contextlib.contextmanager
def alone(folder: Path, command: str) -> Iterator[None]:
    """Keep other processes out of a folder, also if it is not there yet.

    Args:
        folder: the folder; the lock lies beside it, since what is in it comes and goes.
        command: what the user calls the work that goes on there, as ``make refresh``.

    Raises:
        AtWorkError: another process is at work there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system lifts it, however the process ends
        except BlockingIOError:
            raise AtWorkError(
                f"Another `{command}` is at work in {folder.name}. Nothing was begun. Wait until it has ended, then "
                "run the same command again."
            ) from None
        yield


@contextlib.contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Wait until no other process is at work in a folder, and keep others waiting meanwhile: for what is soon done."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
