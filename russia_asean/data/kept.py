"""Tables that a process has read and validated, to be handed to the processes that it starts.

A kernel imports the library anew, and would read anew what the process that asked for it has just read. What it is
handed counts only while no file of the folder, and nothing of the code that reads it, has changed since then.
"""

import functools
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a command that begins the warm process does not wait for pandas
    import pandas as pd

# The endings of what is read.
READ = (".csv", ".json", ".py")
State = tuple[tuple[str, int, int, int], ...]  # of each file its path, inode, size and the time of its last change


def state(folder: Path) -> State:
    """Return the state of the files below a folder; it is another once one of them has been written, added or taken."""
    stats = [(str(path), path.stat()) for path in sorted(folder.rglob("*")) if path.suffix in READ]
    return tuple((path, stat.st_ino, stat.st_size, stat.st_mtime_ns) for path, stat in stats)


_CODE = state(Path(__file__).parent)
_folders: dict[Path, tuple[tuple[State, State], dict[str, "pd.DataFrame"]]] = {}


def begin(folder: Path) -> None:
    """Begin to read a folder: what was handed over of it stays only if its files are as they were then."""
    now = _CODE, state(folder)
    if folder not in _folders or _folders[folder][0] != now:
        _folders[folder] = now, {}


def table(name: str, folder: Path) -> "pd.DataFrame | None":
    """Return a table that is kept, which the caller must not change; None if it is not."""
    return _folders[folder][1].get(name)


def keep(name: str, folder: Path, frame: "pd.DataFrame") -> None:
    """Keep a table that was read."""
    _folders[folder][1][name] = frame
    packed.cache_clear()


@functools.cache
def packed() -> bytes:
    """Return all that is kept, for ``unpack`` in another process."""
    # A copy: another thread may be reading the next table meanwhile.
    return pickle.dumps({folder: (then, dict(frames)) for folder, (then, frames) in [*_folders.items()]})


def unpack(tables: bytes) -> None:
    """Take over what another process has kept."""
    _folders.update(pickle.loads(tables))
    packed.cache_clear()


def forget() -> None:
    """Keep nothing."""
    _folders.clear()
    packed.cache_clear()
