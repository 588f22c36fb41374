"""Execute notebooks: with other parameters into ``_build/runs``, or with the defaults into the stored notebook.

An execution stores the outputs in the notebook, which nbval compares, and the records in ``results/``, which
everything else reads. Both are replaced whole or not at all.
"""

import ast
import hashlib
import json
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import nbformat
import papermill

from russia_asean import paths
from russia_asean.evidence import records
from russia_asean.report import parameters, publish, stamps, tracking

# Notebooks that read the results of all others; they run last.
READERS = ("synthesis",)
# The last cell of an execution says what the notebook used; it is not stored.
TRACE = "print(chapter.trace())"


class RunError(RuntimeError):
    """A notebook stopped with an error."""


def defaults(notebook: Path) -> dict[str, Any]:
    """Return the parameters of a notebook with their default values.

    Raises:
        RunError: the notebook is damaged, has no cell tagged ``parameters``, or its values are not literals.
    """
    cells = read(notebook).cells
    place = _parameters_cell(cells)
    if place is None:
        raise RunError(f"notebooks/{notebook.name}: no cell is tagged 'parameters'. Tag the cell that sets them.")
    try:
        assigned = [node for node in ast.parse(cells[place].source).body if isinstance(node, ast.AnnAssign)]
        return {ast.unparse(node.target): ast.literal_eval(node.value) for node in assigned if node.value}
    except (SyntaxError, ValueError):
        raise RunError(
            f"notebooks/{notebook.name}, cell {place + 1}: a parameter is no plain value. "
            "Write each as `name: type = value`, with a number, a text, True or False."
        ) from None


def _parameters_cell(cells: list[nbformat.NotebookNode]) -> int | None:
    """Return the place of the cell that sets the parameters, counted from 0; None if there is none."""
    return next((place for place, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])), None)


def read(notebook: Path) -> nbformat.NotebookNode:
    """Return a stored notebook.

    Raises:
        RunError: the file is no notebook, as a merge can leave it.
    """
    try:
        found: nbformat.NotebookNode = nbformat.read(notebook, as_version=4)
    except (ValueError, TypeError, AttributeError, KeyError, nbformat.ValidationError):
        raise RunError(
            f"notebooks/{notebook.name} is no notebook: its JSON is damaged, as marks of a merge leave it. "
            "Restore it with git, and run it again."
        ) from None
    return found


def typed(text: str) -> Any:
    """Return the value of a parameter given as text: a whole number, true or false where it is one, else the text."""
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch("-?[0-9]+", text) else text


def find(name: str) -> Path:
    """Return the path of a stored notebook.

    Raises:
        RunError: there is no such notebook.
    """
    path = paths.NOTEBOOKS / f"{name}.ipynb"
    if not path.exists():
        known = ", ".join(sorted(each.stem for each in paths.NOTEBOOKS.glob("*.ipynb")))
        raise RunError(f"No notebook named {name!r}. Notebooks: {known}.")
    return path


def run(name: str, given: dict[str, Any]) -> Path:
    """Run a notebook with other parameters; the result lies under ``_build/runs``, the stored one is not touched.

    Args:
        name: the notebook's name, such as ``trade``.
        given: parameters that differ from the defaults.

    Returns:
        The path of the executed notebook.

    Raises:
        RunError: there is no such notebook, or a cell failed.
        ParameterError: a parameter is refused; nothing was run.
    """
    notebook = find(name)
    parameters.check(name, {**defaults(notebook), **given})
    tail = "_".join(f"{key}-{value}".replace(",", "+") for key, value in sorted(given.items()))
    target = paths.RUNS / (f"{name}_{tail}.ipynb" if tail else f"{name}.ipynb")
    notebook_run, _ = executed(notebook, given)
    target.parent.mkdir(parents=True, exist_ok=True)
    _replace(target, nbformat.writes(normalised(notebook_run), indent=1) + "\n")
    return target


def store(name: str) -> None:
    """Execute a notebook with its default parameters; store its outputs in it and its records in ``results/``.

    Raises:
        RunError: a cell failed; notebook and results are as they were.
    """
    notebook = find(name)
    given = defaults(notebook)
    parameters.check(name, given)
    notebook_run, trace = executed(notebook, {})
    results = collected(notebook_run, notebook, given, trace)
    # Both texts exist before either is written, so that a failure above leaves the old pair.
    _replace(notebook, nbformat.writes(normalised(notebook_run), indent=1) + "\n")
    records.write(results)


def executed(source: Path, given: dict[str, Any]) -> tuple[nbformat.NotebookNode, dict[str, list[str]]]:
    """Execute a notebook and return it with what it used.

    Raises:
        RunError: a cell failed.
    """
    paths.BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=paths.BUILD, prefix="run-") as folder:
        traced, draft = Path(folder) / "traced.ipynb", Path(folder) / source.name
        notebook = read(source)
        notebook.cells.append(nbformat.v4.new_code_cell(TRACE))
        nbformat.write(notebook, traced)
        try:
            papermill.execute_notebook(
                traced,
                draft,
                parameters=given,
                cwd=paths.NOTEBOOKS,
                kernel_name="python3",
                extra_arguments=["--log-level=ERROR"],  # the kernel's own notes are not about the report
            )
        except papermill.exceptions.PapermillExecutionError as error:
            # papermill puts given parameters into a cell of its own after the defaults; the stored notebook lacks it.
            injected = bool(given) and error.cell_index > (_parameters_cell(notebook.cells) or 0)
            cell = error.cell_index + (0 if injected else 1)
            raise RunError(
                f"notebooks/{source.name}, cell {cell}: {error.ename}: {error.evalue} (nothing was stored)"
            ) from None
        except RuntimeError:  # nbclient's DeadKernelError
            raise RunError(
                f"notebooks/{source.name}: its kernel was stopped from outside, as happens where memory runs out "
                "(nothing was stored). Run it again."
            ) from None
        result = nbformat.read(draft, as_version=4)
    trace = json.loads(result.cells.pop().outputs[0].text)
    return result, trace


def collected(
    notebook: nbformat.NotebookNode, source: Path, given: dict[str, Any], trace: dict[str, list[str]]
) -> records.Results:
    """Return the records in the outputs of an executed notebook, with what they were made from.

    Raises:
        RunError: two records of a kind have one key.
    """
    found: dict[str, dict[str, records.Record]] = {kind: {} for kind in records.KINDS}
    cells: dict[str, dict[str, int]] = {kind: {} for kind in records.KINDS}
    for number, cell in enumerate(notebook.cells, start=1):
        for kind, record in stored_records(cell):
            if record.key in found[kind]:
                raise RunError(
                    f"notebooks/{source.name}, cell {number}: the key {record.key!r} is used twice. Rename one."
                )
            found[kind][record.key], cells[kind][record.key] = record, number
    return records.Results.model_validate(
        {
            "chapter": source.stem,
            "parameters": given,
            "made_from": stamps.made_from(source, trace["tables"], trace["modules"], trace["chapters"]),
            "cells": {kind: dict(sorted(numbers.items())) for kind, numbers in cells.items() if numbers},
            **{kind: [record for _, record in sorted(each.items())] for kind, each in found.items()},
        }
    )


def stored_records(cell: nbformat.NotebookNode) -> list[tuple[str, records.Record]]:
    """Return the records in the outputs of a cell, each with its kind (a key of ``records.KINDS``)."""
    kinds = {records.MIME_TYPES[model]: (kind, model) for kind, model in records.KINDS.items()}
    found = []
    for output in cell.get("outputs", []):
        mark = output.get("metadata", {}).get(records.MARK)
        if mark:
            kind, model = kinds[mark]
            found.append((kind, model.model_validate(output["data"][mark])))
    return found


def unlike_results(notebook: Path, results: records.Results) -> list[str]:
    """Return where what a notebook shows is not what its results hold, in words; nothing if they agree.

    A merge can keep the outputs of one side and the results of the other; then the chapter and the ledger would differ.

    Args:
        notebook: the stored notebook.
        results: the results of that chapter.
    """
    found = []
    stored: dict[tuple[str, str], records.Record] = {}
    for number, cell in enumerate(read(notebook).cells, start=1):
        for kind, record in stored_records(cell):
            stored[kind, record.key] = record
            if results.cells.get(kind, {}).get(record.key) != number:
                found.append(
                    f"{record.key} stands in cell {number}, which the results do not say. Run `make notebooks`."
                )
        for output in cell.get("outputs", []):
            if output.get("metadata", {}).get(records.MARK):
                found += _unlike_pictures(output)
            elif output.output_type != "error":
                found.append(
                    f"cell {number} shows something that it does not publish. "
                    "Publish it with `chapter`, or end the line with a semicolon."
                )
    told = {(kind, record.key): record for kind in records.KINDS for record in getattr(results, kind)}
    for place in sorted({*stored, *told}):
        if stored.get(place) != told.get(place):
            found.append(f"{place[1]}: outputs and results differ. Run `make notebooks`.")
    return found


def _unlike_pictures(output: nbformat.NotebookNode) -> list[str]:
    """Return the pictures of an output that are not those its record names."""
    mark = output.metadata[records.MARK]
    if mark != records.MIME_TYPES[records.Exhibit]:
        return []
    record = records.Exhibit.model_validate(output["data"][mark])
    # Both ways: a picture that the record does not name is as wrong as one that is missing.
    kinds = {*record.pictures, *(kind for kind in output["data"] if kind.startswith("image/"))}
    texts = {kind: "".join(output["data"].get(kind, "")) for kind in sorted(kinds, reverse=True)}
    return [
        f"{record.key}: the stored {kind} is not the picture that was drawn. Run `make notebooks`."
        for kind, text in texts.items()
        if hashlib.sha256(text.encode()).hexdigest() != record.pictures.get(kind)
    ]


def _replace(target: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all."""
    # In the same folder: a rename is whole only within one file system.
    draft = target.with_name(f".{target.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(target)


def normalised(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a notebook without what differs from run to run: times, papermill's notes, random cell ids."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for index, cell in enumerate(notebook.cells):
        cell.id = f"cell-{index + 1:03d}"
        kept = {key: cell.metadata[key] for key in ("tags", "mystnb") if cell.metadata.get(key)}
        cell.metadata = nbformat.from_dict(kept)
    return notebook


def in_order(names: Iterable[str]) -> list[str]:
    """Return names of notebooks in the order they must run: those that read the others come last."""
    return sorted(names, key=lambda name: (name in READERS, name))


def in_process(name: str, given: dict[str, Any]) -> list[records.Record]:
    """Run the code of a notebook in this process and return its records, without outputs and without pictures.

    For runs of which the words and verdicts are the point: many parameter sets, one process.

    Raises:
        RunError: a cell failed; the message names it.
        ParameterError: a parameter is refused; nothing was run.
    """
    notebook = find(name)
    chosen = {**defaults(notebook), **given}
    parameters.check(name, chosen)
    namespace: dict[str, Any] = {tracking.ANNOUNCE: lambda reads, binds: None}
    with publish.captured() as found, plt.ioff():
        for number, cell in enumerate(read(notebook).cells, start=1):
            if cell.cell_type != "code":
                continue
            try:
                tree = tracking.Announcer().visit(ast.parse(cell.source, filename=f"{notebook.name}, cell {number}"))
                exec(compile(tree, f"{notebook.name}, cell {number}", "exec"), namespace)
            except Exception as error:
                raise RunError(
                    f"notebooks/{notebook.name}, cell {number}: {type(error).__name__}: {error} (nothing was stored)"
                ) from error
            # After the cell has run, which would else set the given values back to its defaults.
            if "parameters" in cell.metadata.get("tags", []):
                namespace.update(chosen)
            # The tracker exists once the notebook has imported its chapter; until then announcements go nowhere.
            if "chapter" in namespace:
                namespace[tracking.ANNOUNCE] = namespace["chapter"].tracker.announce
        # pyplot keeps every figure until it is closed, also one that no cell has published.
        plt.close("all")
    return found
