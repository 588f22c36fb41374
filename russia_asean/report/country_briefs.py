"""Country briefs: one notebook, run once for each country, and what is stored of each run.

``results/countries/VNM.json`` holds the records, as for a chapter, and the folder ``VNM`` beside it the pictures. The
executed notebooks are not kept.
"""

import base64
import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import nbformat

from russia_asean.data import memberships
from russia_asean.evidence import records
from russia_asean.report import execute, parameters, stamps

INJECTED = "injected-parameters"  # how papermill tags the cell in which it puts what was asked for
# The ending of the file of each picture; the one for telephones is left out, since all are of that width.
ENDINGS = {records.SVG: "svg", records.PDF: "pdf"}


def members() -> list[str]:
    """Return the codes of the countries that have a brief in the book: the members of ASEAN."""
    return memberships.asean_11()


def store(code: str, folder: Path | None = None) -> records.Results:
    """Run the brief of a country, and store its records and pictures, whole or not at all.

    Args:
        code: the ISO code of the country.
        folder: where they go, if not into ``results/countries``.

    Raises:
        ParameterError: there is no such country, or its trade with Russia is not known; nothing was run.
        RunError: a cell failed; what was stored before is as it was.
    """
    notebook = execute.find(records.COUNTRY_BRIEF)
    defaults = execute.defaults(notebook)
    given = {**defaults, "country": code}
    parameters.check(records.COUNTRY_BRIEF, given)
    executed, trace = execute.executed(notebook, {} if given == defaults else given)
    # The numbers of cells are those of the template.
    executed.cells = [cell for cell in executed.cells if INJECTED not in cell.metadata.get("tags", [])]
    results = execute.collected(executed, notebook, given, trace)
    folder = folder or records.countries_folder()
    _store_pictures(executed, folder / code)
    records.write(results, folder, code)
    if given == defaults and folder == records.countries_folder():
        # As with a chapter, for nbval to compare and for whoever opens the notebook.
        execute.replace(notebook, nbformat.writes(execute.normalised(executed), indent=1) + "\n")
    return results


def store_all(codes: Sequence[str], tell: Callable[[str], object]) -> None:
    """Run the briefs of some countries one after another and store them; one that fails does not stop the others.

    Args:
        codes: the countries.
        tell: takes a line for each as it begins.

    Raises:
        RunError: some failed; the sentence names each.
    """
    failed = []
    for number, code in enumerate(codes, start=1):
        tell(f"[{number}/{len(codes)}] {code}")
        try:
            store(code)
        except execute.RunError as error:
            failed.append(f"{code}: {error}")
    if failed:
        raise execute.RunError(
            f"{len(failed)} of {len(codes)} briefs failed, the others are stored. {'; '.join(failed)}"
        )


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
