"""Archives that are the same, byte for byte, whenever and wherever they are written."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from russia_asean import paths, release

# A file that its owner may write and all may read, as Unix writes it.
_MODE = 0o100644 << 16
_UNIX = 3


def write_zip(target: Path, files: Mapping[str, Path | bytes]) -> None:
    """Write files into a zip.

    Args:
        target: the archive.
        files: the files, or what is in them, by their names inside.
    """
    moment = release.moment(paths.ROOT)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            # Owner, mode and system of whoever writes would else go in.
            entry.external_attr, entry.create_system, entry.compress_type = _MODE, _UNIX, zipfile.ZIP_DEFLATED
            archive.writestr(entry, content if isinstance(content, bytes) else content.read_bytes())
