"""Run a notebook with many sets of parameters in one process: only what depends on them runs again.

A statement depends on the parameters if it reads one of them, or a name that a statement before it has bound and that
depends on them. All others give in each run what they gave in the first, so their names are handed on.
"""

import ast
import dataclasses
import types
from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import nbformat
import pandas as pd

from russia_asean.evidence.records import Record
from russia_asean.report import execute, parameters, publish, tracking


@dataclasses.dataclass
class Statement:
    """A statement of a notebook.

    Attributes:
        tree: the statement.
        cell: the cell it stands in.
        binds: the names that it binds.
        depends: whether it depends on the parameters.
        sets: whether it sets one of them.
        begins: whether it begins the chapter.
        after: what it has bound in the first run.
        made: what it has published in the first run.
    """

    tree: ast.stmt
    cell: nbformat.NotebookNode
    binds: set[str]
    depends: bool
    sets: bool
    begins: bool
    after: dict[str, Any] = dataclasses.field(default_factory=dict)
    made: list[Record] = dataclasses.field(default_factory=list)


class Swept:
    """A notebook that has run once, with its defaults, and can run again with other parameters.

    Attributes:
        name: its name.
        records: what it published with its defaults.
    """

    def __init__(self, name: str):
        self.name = name
        self._defaults = execute.defaults(execute.find(name))
        self._statements = list(_statements(execute.read(execute.find(name)).cells, {*self._defaults, "chosen"}))
        self._origins: dict[str, Any] = {}
        self.records = self._run({}, again=False)

    def run(self, given: dict[str, Any]) -> list[Record]:
        """Return what it publishes with other parameters; what a cell raises has a note that names the cell."""
        parameters.check(self.name, {**self._defaults, **given})
        return self._run(given, again=True)

    def _run(self, given: dict[str, Any], *, again: bool) -> list[Record]:
        space: dict[str, Any] = {tracking.ANNOUNCE: lambda reads, binds: None}
        made: list[Record] = []
        for each in self._statements:
            if again and not each.depends:
                space.update({name: _handed_on(value, space) for name, value in each.after.items()})
                made += each.made
                continue
            with publish.captured() as here, plt.ioff():
                try:
                    # Not the statement itself, which the next run needs without its announcement.
                    tree = tracking.Announcer().visit(ast.parse(ast.unparse(each.tree)))
                    exec(compile(tree, self.name, "exec"), space)
                except Exception as error:
                    error.add_note(f"{self.name}, in the cell that begins with: {each.cell.source[:80]!r}")
                    raise
                finally:
                    plt.close("all")
            made += here
            if each.sets:
                space.update(given)
            if each.begins:
                tracker = space["chapter"].tracker
                space[tracking.ANNOUNCE] = tracker.announce
                # What was bound before is credited as in the first run.
                tracker.variables.update(self._origins)
            if not again:
                # What a loop or a function binds inside is named, too, and gone afterwards.
                each.after = {name: _own(space[name]) for name in each.binds if name in space}
                each.made = here
        if not again:
            self._origins = dict(space["chapter"].tracker.variables)
        return made


def _own(value: Any) -> Any:
    """Return a copy of what a later statement may change in place."""
    return value.copy() if isinstance(value, list | dict | set | pd.DataFrame | pd.Series) else value


def _handed_on(value: Any, space: dict[str, Any]) -> Any:
    """Return what a run may use of what the first one bound; a function of the notebook looks names up in this run."""
    if not (isinstance(value, types.FunctionType) and tracking.ANNOUNCE in value.__globals__):
        return _own(value)
    # With the names of the first run it would find what later cells have bound there since.
    function = types.FunctionType(value.__code__, space, value.__name__, value.__defaults__, value.__closure__)
    function.__kwdefaults__ = value.__kwdefaults__
    return function


def _statements(cells: list[nbformat.NotebookNode], seeds: set[str]) -> Iterator[Statement]:
    """Yield the statements of a notebook, in order, with whether each depends on the parameters."""
    names = set(seeds)
    for cell in cells:
        if cell.cell_type != "code":
            continue
        sets = "parameters" in cell.metadata.get("tags", [])
        for tree in ast.parse(cell.source).body:
            reads, binds = _names(tree)
            begins = "begin(" in ast.unparse(tree) and "chapter" in binds
            # Every statement that publishes names the chapter; only its choice depends on the parameters.
            depends = sets or begins or bool(names & reads - {"chapter"})
            names = names | binds if depends else names - (binds - seeds)
            yield Statement(tree, cell, binds, depends, sets, begins)


def _names(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """Return the names that a statement reads and those that it binds."""
    reads, binds = map(set, tracking._names(statement))
    for node in ast.walk(statement):
        if isinstance(node, ast.Import | ast.ImportFrom):
            binds |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        if isinstance(node, ast.Attribute) and node.attr == "chosen":
            reads.add("chosen")
    return reads, binds
