"""What archives and indexes read of a release: ``codemeta.json`` and the RO-Crate that lists its files.

Both follow from ``CITATION.cff``, ``pyproject.toml`` and the files themselves; nothing is typed twice.
"""

import hashlib
import json
import mimetypes
import tomllib
from pathlib import Path
from typing import Any

from rocrate.model import ContextEntity
from rocrate.rocrate import ROCrate

from russia_asean import paths, release
from russia_asean.book.common.edition import Edition

CODEMETA = "codemeta.json"
SUMS = "SHA256SUMS"
_SPDX = "https://spdx.org/licenses/"
_AUTHOR = "#author"


def codemeta(edition: Edition) -> dict[str, Any]:
    """Return what indexes of software read, by CodeMeta 3.0."""
    made = edition.release
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": made.title,
        "description": made.abstract,
        "author": [{"@type": "Organization", "name": made.author}],
        "version": made.version,
        "datePublished": made.day.isoformat(),
        "keywords": list(made.keywords),
        "license": f"{_SPDX}{release.CODE_LICENCE}",
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {project['requires-python']}",
        "softwareRequirements": list(project["dependencies"]),
        "codeRepository": made.repository,
        "identifier": f"https://doi.org/{made.doi}" if made.doi else "",
        "url": made.address,
    }
    return {name: value for name, value in said.items() if value}


def crate(folder: Path, edition: Edition, described: dict[str, str]) -> None:
    """Write ``ro-crate-metadata.json`` of a folder: what the release is, and each file with size and hash.

    Args:
        folder: the release, all other files in place.
        edition: what it is called.
        described: what each file is, in a few words, by name.
    """
    made, found = edition.release, ROCrate()
    found.name, found.description = f"{made.title}, version {made.version}", made.abstract
    # The library would put the moment of the run.
    found.root_dataset["datePublished"] = made.day.isoformat()
    found.root_dataset["version"], found.root_dataset["keywords"] = made.version, list(made.keywords)
    author = found.add(ContextEntity(found, _AUTHOR, properties={"@type": "Organization", "name": made.author}))
    found.root_dataset["author"] = found.root_dataset["publisher"] = author
    licence = {"@type": "CreativeWork", "name": edition.licence}
    found.license = found.add(ContextEntity(found, edition.licence_address, properties=licence))
    if made.doi or made.address:
        found.root_dataset["identifier"] = f"https://doi.org/{made.doi}" if made.doi else made.address
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        content = path.read_bytes()
        about = {
            "name": described[path.name],
            "encodingFormat": _media_type(path.name),
            "contentSize": str(len(content)),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        found.add_file(path, path.name, properties=about)
    found.metadata.write(folder)


def _media_type(name: str) -> str:
    """Return the media type of a file of the release, by its name and not by the settings of a machine."""
    known = mimetypes.MimeTypes(filenames=())
    known.add_type("text/yaml", ".cff")
    known.add_type("text/markdown", ".md")
    return known.guess_type(name)[0] or "text/plain"


def sums(folder: Path) -> str:
    """Return the SHA-256 of each file of a folder, as ``sha256sum --check`` reads them."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SUMS)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def as_json(content: dict[str, Any]) -> str:
    """Return content as a file of JSON."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
