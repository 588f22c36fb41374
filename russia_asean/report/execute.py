"""Run notebooks: with checked parameters into ``_build/runs``, or with the defaults into the stored notebook."""

import ast
import hashlib
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
import papermill

from russia_asean import paths
from russia_asean.report import parameters

STAMP = "russia_asean_stamp"
# Notebooks that read the stored outputs of all others; they run last.
READERS = ("synthesis",)
# What a notebook's outputs do not depend on.
NOT_STAMPED = ("sphinx_ext", "cli.py", "__main__.py", "catalogue.py")


class RunError(RuntimeError):
    """A notebook stopped with an error."""


def defaults(notebook: Path) -> dict[str, Any]:
    """Return the parameters of a notebook with their default values.

    Raises:
        RunError: the notebook has no cell tagged ``parameters``, or its values are not literals.
    """
    for cell in nbformat.read(notebook, as_version=4).cells:
        if "parameters" in cell.metadata.get("tags", []):
            assigned = [node for node in ast.parse(cell.source).body if isinstance(node, ast.AnnAssign)]
            return {ast.unparse(node.target): ast.literal_eval(node.value) for node in assigned if node.value}
    raise RunError(f"notebooks/{notebook.name}: no cell is tagged 'parameters'. Tag the cell that sets them.")


def typed(text: str) -> Any:
    """Return the value of a parameter given as text: a whole number, true or false where it is one, else the text."""
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.lstrip("-").isdigit() else text


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
    target.parent.mkdir(parents=True, exist_ok=True)
    _execute(notebook, target, given)
    return target


def store(name: str) -> None:
    """Run a notebook with its default parameters and replace the stored one, whole or not at all.

    Raises:
        RunError: a cell failed; the stored notebook is as it was.
    """
    notebook = find(name)
    parameters.check(name, defaults(notebook))
    _execute(notebook, notebook, {})


def _execute(source: Path, target: Path, given: dict[str, Any]) -> None:
    """Execute ``source`` and put the result in the place of ``target`` in one step."""
    paths.BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=paths.BUILD, prefix="run-") as folder:
        draft = Path(folder) / target.name
        try:
            papermill.execute_notebook(
                source,
                draft,
                parameters=given,
                cwd=paths.NOTEBOOKS,
                kernel_name="python3",
                extra_arguments=["--log-level=ERROR"],  # the kernel's own notes are not about the report
            )
        except papermill.exceptions.PapermillExecutionError as error:
            raise RunError(
                f"notebooks/{source.name}, cell {error.cell_index + 1}: {error.ename}: {error.evalue} "
                "(nothing was stored)"
            ) from None
        notebook = normalised(nbformat.read(draft, as_version=4))
        notebook.metadata[STAMP] = stamp(notebook, source.stem)
        draft.write_text(nbformat.writes(notebook, indent=1) + "\n", encoding="utf-8")
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


def stamp(notebook: nbformat.NotebookNode, name: str) -> str:
    """Return a hash over all that a notebook's outputs depend on.

    That is: its own sources, the library below the book, the words of the chapters, the data, and the lock file; for a
    notebook that reads the others, their outputs too.
    """
    digest = hashlib.sha256()
    for cell in notebook.cells:
        digest.update(f"{cell.cell_type}\n{cell.source}\n".encode())
    library = [
        path
        for path in sorted(paths.LIBRARY.glob("**/*.py"))
        if not any(part in NOT_STAMPED for part in path.relative_to(paths.LIBRARY).parts)
    ]
    texts = sorted(paths.NOTEBOOKS.glob("*.toml"))
    data = [*sorted(paths.DATA.glob("*.csv")), paths.DATA / "datapackage.json"]
    others = [path for path in sorted(paths.NOTEBOOKS.glob("*.ipynb")) if path.stem not in READERS]
    for path in [*library, *texts, *data, paths.LOCK, *(others if name in READERS else [])]:
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()
