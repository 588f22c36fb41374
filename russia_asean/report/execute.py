"""Execute notebooks: with other parameters into ``_build/runs``, or with the defaults into the stored notebook.

An execution stores the outputs in the notebook, which nbval compares, and the records in ``results/``, which
everything else reads. Both are replaced whole or not at all. Several notebooks run side by side; see ``kernels``.
"""

import ast
import contextlib
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import nbformat

from russia_asean import paths
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.report import one_at_a_time, parameters, stamps, tracking
from russia_asean.report.notebook_files import RunError, defaults, find, parameters_cell, read

# Notebooks that read the results of all others; they run last.
READERS = ("synthesis",)
# The last cell of an execution says what the notebook used; it is not stored.
TRACE = "print(chapter.trace())"
# Results of `run` that are kept: a reader compares a few, and a sweep through parameters makes hundreds.
KEPT_RUNS = 50

Trace = dict[str, list[str]]  # what a notebook used: tables, modules of the library, chapters whose results it read
Keep = Callable[[str, Mapping[str, Any], nbformat.NotebookNode, Trace], object]


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
    read_tables([name])
    notebook_run, _ = executed(notebook, given)
    target.parent.mkdir(parents=True, exist_ok=True)
    replace(target, nbformat.writes(normalised(notebook_run), indent=1) + "\n")
    _sweep_runs()
    return target


def _sweep_runs() -> None:
    """Remove the results of the oldest runs beyond ``KEPT_RUNS``; files that differ in their ending are of one run."""
    runs: dict[str, list[Path]] = {}
    for path in sorted(paths.RUNS.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True):
        runs.setdefault(path.stem, []).append(path)
    for files in list(runs.values())[KEPT_RUNS:]:
        for path in files:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def store(names: Iterable[str], tell: Callable[[str], object] = print) -> None:
    """Execute notebooks with their default parameters; store outputs in them and their records in ``results/``.

    Those that read the results of the others run when these are stored, and only if all of them are. Other processes
    may store other notebooks meanwhile.

    Args:
        names: the notebooks.
        tell: takes each line of progress.

    Raises:
        RunError: a notebook failed, and is as it was, with its results; those that did not fail are stored.
        AtWorkError: another process stores one of these notebooks, or one whose results one of these reads.
    """
    chosen = set(names)
    readers = chosen & {*READERS}
    # What a reader is made from must not change while it runs.
    held = {path.stem for path in records.chapter_notebooks()} | chosen if readers else chosen
    with contextlib.ExitStack() as alone:
        for name in sorted(held):
            alone.enter_context(one_at_a_time.alone(paths.BUILD / "notebooks" / name, "make notebooks"))
        read_tables(chosen)
        try:
            many([(name, {}) for name in sorted(chosen - readers)], _store, tell)
        except RunError as error:
            left = [
                f"notebooks/{name}.ipynb was not run: it reads the results of the others." for name in sorted(readers)
            ]
            raise RunError("\n".join([str(error), *left])) from None
        many([(name, {}) for name in sorted(readers)], _store, tell)


def _store(name: str, given: Mapping[str, Any], notebook: nbformat.NotebookNode, trace: Trace) -> None:
    """Put an executed notebook and its records in the place of the stored ones."""
    source = find(name)
    results = collected(notebook, source, {**defaults(source), **given}, trace)
    # Both texts exist before either is written, so that a failure above leaves the old pair.
    replace(source, nbformat.writes(normalised(notebook), indent=1) + "\n")
    records.write(results)


def read_tables(names: Iterable[str], folder: Path | None = None) -> None:
    """Read the tables that stored results rest on: kernels are handed what this process has read, see ``kept``.

    Args:
        names: of the results; what cannot be read is left to the notebook that needs it.
        folder: where they lie, if not in ``results``.
    """
    for name in sorted(names):
        with contextlib.suppress(records.RecordError):
            for table in records.read(name, folder).made_from.tables:
                with contextlib.suppress(tables.TableError):
                    tables.validated(table)


def many(asked: Sequence[tuple[str, Mapping[str, Any]]], keep: Keep, tell: Callable[[str], object] = print) -> None:
    """Execute notebooks side by side, as many at a time as the machine has cores.

    A notebook that fails does not stop the others.

    Args:
        asked: the name of each notebook and the parameters that differ from its defaults; a name may occur often.
        keep: takes name, parameters, executed notebook and what it used, as soon as they are there, one at a time.
        tell: takes each line of progress.

    Raises:
        RunError: some failed; once the others are kept, a sentence for each says in which cell and why.
        ParameterError: a parameter is refused; nothing was run.
    """
    names = sorted({name for name, _ in asked})
    known = {name: defaults(find(name)) for name in names}
    for name, given in asked:
        parameters.check(name, {**known[name], **given})
    failed: list[str] = []
    lengths = {name: sum(len(cell.source) for cell in read(find(name)).cells) for name in names}
    # The longest first: the one that would end last should not begin last.
    longest = sorted(asked, key=lambda each: -lengths[each[0]])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        start = time.monotonic()
        running = {pool.submit(executed, find(name), dict(given)): (name, given) for name, given in longest}
        try:
            for number in range(1, len(asked) + 1):
                done = wait(running, return_when=FIRST_COMPLETED).done.pop()
                name, given = running.pop(done)
                told = "".join(f", {key} {value}" for key, value in given.items())
                try:
                    keep(name, given, *done.result())
                    after = f"after {time.monotonic() - start:.0f} s"
                except RunError as error:
                    failed.append(str(error) + (f" (with{told[1:]})" if told else ""))
                    after = "failed"
                tell(f"[{number}/{len(asked)}] notebooks/{name}.ipynb{told}: {after}")
        finally:
            _stop(running)
    if failed:
        raise RunError("\n".join(failed))


def _stop(running: Iterable[Future[Any]]) -> None:
    """Let nothing run on of what was begun: somebody pressed Ctrl-C, or the disk is full."""
    from russia_asean.report import kernels

    for future in running:
        future.cancel()
    # Again and again: one may just be starting its kernel.
    while wait(running, timeout=0.1).not_done:
        kernels.stop_all()


def executed(source: Path, given: dict[str, Any]) -> tuple[nbformat.NotebookNode, Trace]:
    """Execute a notebook and return it with what it used.

    Raises:
        RunError: a cell failed.
    """
    # Here, since it takes a second, which a command that refuses its parameters does not need.
    import papermill

    from russia_asean.report import kernels

    notebook = read(source)
    notebook.cells.append(nbformat.v4.new_code_cell(TRACE))
    # papermill puts given parameters into a cell of its own after the defaults; the stored notebook lacks it.
    injected = (parameters_cell(notebook.cells) or 0) + 1 if given else len(notebook.cells)

    def failure(index: int, why: str) -> RunError:
        return RunError(f"notebooks/{source.name}, cell {index + (index < injected)}: {why} (nothing was stored)")

    try:
        result = papermill.execute_notebook(
            notebook,
            None,  # not saved after each cell, which takes as long as the cells
            parameters=given,
            engine_name=kernels.ENGINE,
            kernel_name="python3",
            progress_bar=False,
            working=paths.NOTEBOOKS,
        )
    except papermill.exceptions.PapermillExecutionError as error:
        raise failure(error.cell_index, f"{error.ename}: {error.evalue}") from None
    except kernels.CellStoppedError as error:
        raise failure(error.cell_index, f"{error}") from None
    return result, json.loads(result.cells.pop().outputs[0].text)


def collected(notebook: nbformat.NotebookNode, source: Path, given: Mapping[str, Any], trace: Trace) -> records.Results:
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


def replace(target: Path, text: str) -> None:
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
    # Here, since what draws takes a second to import, which whoever runs notebooks on kernels does not need.
    import matplotlib.pyplot as plt

    from russia_asean.report import publish

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
