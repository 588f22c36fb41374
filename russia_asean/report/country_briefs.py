"""Country briefs: one notebook, run once for each country, and what is stored of each run.

``results/countries/VNM.json`` holds the records, as for a chapter, and the folder ``VNM`` beside it the pictures. The
executed notebooks are not kept.
"""

import base64
import contextlib
import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat

from russia_asean import paths
from russia_asean.data import memberships
from russia_asean.evidence import records
from russia_asean.report import execute, notebook_files, one_at_a_time, stamps

INJECTED = "injected-parameters"  # how papermill tags the cell in which it puts what was asked for
# The ending of the file of each picture; the one for telephones is left out, since all are of that width.
ENDINGS = {records.SVG: "svg", records.PDF: "pdf"}


def members() -> list[str]:
    """Return the codes of the countries that have a brief in the book: the members of ASEAN."""
    return memberships.asean_11()


def store(codes: Sequence[str], tell: Callable[[str], object] = print, folder: Path | None = None) -> None:
    """Run the briefs of some countries side by side and store them; one that fails does not stop the others.

    Args:
        codes: the ISO codes of the countries.
        tell: takes each line of progress.
        folder: where records and pictures go, if not into ``results/countries``.

    Raises:
        ParameterError: there is no such country, or its trade with Russia is not known; nothing was run.
        RunError: some failed, and are as they were; those that did not fail are stored.
        AtWorkError: another process stores one of these briefs; nothing was run.
    """
    target = folder or records.countries_folder()
    source = notebook_files.find(records.COUNTRY_BRIEF)
    default = notebook_files.defaults(source)
    execute.read_tables(codes, target)

    def keep(_: str, given: Mapping[str, Any], notebook: nbformat.NotebookNode, trace: execute.Trace) -> None:
        code = given["country"]
        # The numbers of cells are those of the template.
        notebook.cells = [cell for cell in notebook.cells if INJECTED not in cell.metadata.get("tags", [])]
        results = execute.collected(notebook, source, dict(given), trace)
        _store_pictures(notebook, target / code)
        records.write(results, target, code)
        if folder is None and given == default:
            # As with a chapter, for nbval to compare and for whoever opens the notebook.
            execute.replace(source, nbformat.writes(execute.normalised(notebook), indent=1) + "\n")

    with contextlib.ExitStack() as alone:
        command = "briefs" if folder is None else "country"
        for code in sorted(codes):
            alone.enter_context(one_at_a_time.alone(paths.BUILD / command / code, f"make {command}"))
        execute.many([(records.COUNTRY_BRIEF, {"country": code}) for code in codes], keep, tell)


def _store_pictures(executed: nbformat.NotebookNode, folder: Path) -> None:
    """Put the pictures of an executed brief in the place of those before."""
    draft = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            record = output.get("data", {}).get(records.MIME_TYPES[records.Exhibit], {})
            for kind, ending in ENDINGS.items():
                if kind in output.get("data", {}):
                    (draft / f"{record['key']}.{ending}").write_bytes(_content(kind, output["data"][kind]))
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def _content(kind: str, text: str) -> bytes:
    return base64.b64decode(text) if kind == records.PDF else text.encode()


def stale(codes: Sequence[str] | None = None) -> dict[str, list[str]]:
    """Return, for each brief that is older than what it was made from or lacks a picture, what has changed.

    Args:
        codes: the countries; the members of ASEAN when left out.

    Raises:
        RecordError: a file of results is damaged.
    """
    folder, found = records.countries_folder(), {}
    for code in codes if codes is not None else members():
        if not (folder / f"{code}.json").exists():
            found[code] = ["it has no results"]
            continue
        results = records.read(code, folder)
        if changed := stamps.changes(results) + _other_pictures(results, folder / code):
            found[code] = changed
    return found


def _other_pictures(results: records.Results, folder: Path) -> list[str]:
    """Return the pictures that are missing or not those that were drawn."""
    return [
        f"the picture {exhibit.key}.{ENDINGS[kind]}"
        for exhibit in results.exhibits
        for kind, digest in exhibit.pictures.items()
        if kind in ENDINGS and _digest(kind, folder / f"{exhibit.key}.{ENDINGS[kind]}") != digest
    ]


def _digest(kind: str, path: Path) -> str:
    if not path.exists():
        return ""
    content = path.read_bytes()
    # Of what a notebook stores: a PDF as text.
    return hashlib.sha256(base64.b64encode(content) if kind == records.PDF else content).hexdigest()
