"""Editions of the report: named sets of parameters across chapters, and what each of them moves.

A file of ``editions/`` names parameters that differ from the defaults of the notebooks. An edition is made in a copy of
the project in which these values are the defaults, so that chapters, synthesis and book are made as ever. The matrix of
all editions is stored beside the results, since a build of the book runs nothing.
"""

import ast
import contextlib
import dataclasses
import re
import shutil
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat

from russia_asean import paths
from russia_asean.evidence import moves, records
from russia_asean.evidence.moves import Matrix, Moves
from russia_asean.report import notebook_files, one_at_a_time, parameters, rehearsal
from russia_asean.report.rehearsal import Rehearsal

FOLDER = paths.ROOT / "editions"
MADE = paths.BUILD / "editions"
WORDS = ("title", "why")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # as commands and folders take it


class EditionError(ValueError):
    """An edition is unknown, or its file is wrong."""


@dataclasses.dataclass(frozen=True)
class Edition:
    """A named set of parameters.

    Attributes:
        name: the name of its file.
        title: what it is called on pages, a few words.
        why: why a reader may want it, a sentence or two.
        choices: parameters that differ from the defaults, by notebook.
    """

    name: str
    title: str
    why: str
    choices: dict[str, dict[str, Any]]


def names(folder: Path = FOLDER) -> list[str]:
    """Return the names of all editions, sorted.

    Raises:
        EditionError: a file beside them is none, and would be passed over, or has a name that no command takes.
    """
    for path in sorted(folder.glob("[!.]*")):
        if path.suffix != ".toml" or not NAME.fullmatch(path.stem):
            raise EditionError(
                f"editions/{path.name}: is no file of an edition. Name it in small letters, digits and hyphens, with "
                "the ending .toml, or move it."
            )
    return sorted(path.stem for path in folder.glob("*.toml"))


def read(name: str, folder: Path = FOLDER) -> Edition:
    """Return an edition.

    Raises:
        EditionError: there is none of this name, or its file says what no notebook knows.
    """
    if name not in names(folder):
        raise EditionError(f"No edition named {name!r}. Editions: {', '.join(names(folder))}.")
    where = f"editions/{name}.toml"
    try:
        said = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as mistake:
        raise EditionError(f"{where}: is no TOML ({mistake}). Correct that place.") from None
    except UnicodeDecodeError:
        raise EditionError(f"{where}: is not written in UTF-8. Save it in UTF-8.") from None
    for key in WORDS:
        if not isinstance(said.get(key), str) or not said[key].strip():
            raise EditionError(f"{where}, key {key!r}: must be a text that is not empty. Write it above the chapters.")
    choices = {key: value for key, value in said.items() if key not in WORDS}
    if not choices:
        raise EditionError(f"{where}: names no parameter. Add a chapter in brackets, with parameters below it.")
    return Edition(name, said["title"], said["why"], {key: _checked(where, key, choices[key]) for key in choices})


def read_all(folder: Path = FOLDER) -> list[Edition]:
    """Return all editions by name.

    Raises:
        EditionError: a file is wrong, or two have one title or the same parameters.
    """
    found = [read(name, folder) for name in names(folder)]
    for place, edition in enumerate(found):
        for earlier in found[:place]:
            for what in ("title", "choices"):
                if getattr(edition, what) == getattr(earlier, what):
                    told = "parameters" if what == "choices" else what
                    raise EditionError(
                        f"editions/{edition.name}.toml: has the {told} of editions/{earlier.name}.toml. Change one of "
                        "them, or delete it."
                    )
    return found


def _checked(where: str, notebook: str, given: Any) -> dict[str, Any]:
    """Return the parameters of one notebook as an edition names them.

    Raises:
        EditionError: the notebook or a parameter is unknown, or a value is refused or is the default.
    """
    chapters = {*parameters.MODELS} - {*records.TEMPLATES}
    if notebook not in chapters:
        known = ", ".join([*WORDS, *sorted(chapters)])
        raise EditionError(f"{where}, key {notebook!r}: is unknown. Use one of: {known}.")
    if not isinstance(given, dict) or not given:
        raise EditionError(f"{where}, key {notebook!r}: must hold parameters. Write [{notebook}], and them below it.")
    defaults = notebook_files.defaults(notebook_files.find(notebook))
    try:
        parameters.check(notebook, {**defaults, **given})
    except parameters.ParameterError as mistake:
        raise EditionError(f"{where}: {mistake}") from None
    for key, value in given.items():
        if value == defaults[key]:
            raise EditionError(f"{where}, key '{notebook}.{key}': {value!r} is the default already. Delete the line.")
    return dict(given)


def files(edition: Edition) -> dict[str, str]:
    """Return the files of the project as an edition has them, by path below the project."""
    said = (FOLDER / f"{edition.name}.toml").read_text(encoding="utf-8")
    notebooks = {
        f"notebooks/{name}.ipynb": with_defaults(notebook_files.find(name), given)
        for name, given in edition.choices.items()
    }
    return {moves.MARK: said, **notebooks}


def with_defaults(notebook: Path, given: Mapping[str, Any]) -> str:
    """Return the text of a notebook with other values in its cell of parameters."""
    made = notebook_files.read(notebook)
    cell = next(cell for cell in made.cells if "parameters" in cell.metadata.get("tags", []))
    lines = cell.source.splitlines()
    for node in ast.parse(cell.source).body:
        if isinstance(node, ast.AnnAssign) and node.value and ast.unparse(node.target) in given:
            value, line = node.value, lines[node.value.lineno - 1].encode()
            # Python counts columns in bytes.
            new = (
                line[: value.col_offset] + repr(given[ast.unparse(node.target)]).encode() + line[value.end_col_offset :]
            )
            lines[value.lineno - 1] = new.decode()
    cell.source = "\n".join(lines)
    return f"{nbformat.writes(made, indent=1)}\n"


def rehearse(edition: Edition, tell: Callable[[str], object] = print) -> Rehearsal:
    """Run the chapters that an edition changes, in a copy of the project below ``_build/editions``.

    Raises:
        RehearsalError: a chapter failed; the sentence names it and the cell.
    """
    return rehearsal.rehearse(files(edition), MADE / edition.name, tell=tell)


def keep(edition: Edition, made: Rehearsal, *folders: Path) -> Path:
    """Keep notebooks and results of an edition, and other finished folders, in its place, and remove the copy.

    Returns:
        The folder of the edition.
    """
    place = MADE / edition.name
    for source in (made.project / "notebooks", made.project / "results", *folders):
        target = place / source.name
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(source, target)
    shutil.rmtree(made.project.parent)
    return place


def alone(name: str) -> contextlib.AbstractContextManager[None]:
    """Keep other processes from making the same edition meanwhile.

    Raises:
        AtWorkError: one does; nothing was begun.
    """
    return one_at_a_time.alone(MADE / name, f"make edition NAME={name}")


def moved(edition: Edition, made: Rehearsal) -> Moves:
    """Return what an edition moves, for the matrix of all."""
    sentences, verdicts = moves.between(made.before, made.results, made.chapters)
    held = [made.before[name] for name in made.chapters]
    return Moves(
        name=edition.name,
        title=edition.title,
        why=edition.why,
        choices=edition.choices,
        chapters=made.chapters,
        said=sum(len(each.findings) for each in held),
        tested=sum(len(each.tests) for each in held),
        sentences=sentences,
        verdicts=verdicts,
    )


def store_matrix(tell: Callable[[str], object] = print) -> Path:
    """Run all editions, keep their notebooks and results, store what each moves, and return the path of the matrix.

    Raises:
        EditionError: a file of ``editions/`` is wrong; nothing was run.
        RehearsalError: a chapter failed; the matrix is as it was.
    """
    # Before the work: the state that is compared, and whether each file is sound.
    made_from, all_of_them = moves.made_from(), read_all()
    found = []
    for number, edition in enumerate(all_of_them, start=1):
        tell(f"Edition {number} of {len(all_of_them)}: {edition.title}")
        with alone(edition.name):
            made = rehearse(edition, tell)
            found.append(moved(edition, made))
            keep(edition, made)
    return moves.write(Matrix(made_from=made_from, editions=tuple(found)))
