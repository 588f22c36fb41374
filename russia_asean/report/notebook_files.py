"""Notebooks as files: found by name, read, with the parameters that they have and those that a person types.

Nothing here reads a table, so that a command whose parameters are refused says so at once.
"""

import ast
import re
from pathlib import Path
from typing import Any

import nbformat

from russia_asean import paths


class RunError(RuntimeError):
    """A notebook stopped with an error."""


def defaults(notebook: Path) -> dict[str, Any]:
    """Return the parameters of a notebook with their default values.

    Raises:
        RunError: the notebook is damaged, has no cell or several tagged ``parameters``, or its values are not literals.
    """
    cells = read(notebook).cells
    place = parameters_cell(cells)
    if place is not None and (again := parameters_cell(cells[place + 1 :])) is not None:
        raise RunError(
            f"notebooks/{notebook.name}, cell {place + again + 2}: is tagged 'parameters', as cell {place + 1} is. "
            "Take the tag from one of them."
        )
    if place is not None and cells[place].cell_type != "code":
        raise RunError(
            f"notebooks/{notebook.name}, cell {place + 1}: is tagged 'parameters' and is no code. Make it a code cell."
        )
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


def parameters_cell(cells: list[nbformat.NotebookNode]) -> int | None:
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
    for number, cell in enumerate(found.cells, start=1):
        # Reading gives what is missing only to whoever asks for it, in the middle of a run.
        if lacking := [key for key in ("cell_type", "source") if key not in cell]:
            raise RunError(
                f"notebooks/{notebook.name}, cell {number}: has no {lacking[0]!r}. Restore the file with git, and run "
                "it again."
            )
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
