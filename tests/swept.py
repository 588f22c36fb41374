"""Run a notebook with many sets of parameters in one process: only the cells that depend on them run again.

A cell depends on the parameters if it reads one of them, or a name that a cell before it has bound and that depends on
them. All other cells give in each run what they gave in the first, so their names are handed on.
"""

import ast
from typing import Any

import matplotlib.pyplot as plt

from russia_asean.evidence.records import Record
from russia_asean.report import execute, parameters, publish, tracking


class Swept:
    """A notebook that has run once, with its defaults, and can run again with other parameters.

    Attributes:
        name: its name.
        records: what it published with its defaults.
    """

    def __init__(self, name: str):
        self.name = name
        self._defaults = execute.defaults(execute.find(name))
        self._cells = [cell for cell in execute.read(execute.find(name)).cells if cell.cell_type == "code"]
        self._trees = [ast.parse(cell.source) for cell in self._cells]
        self._binds = [{name for each in tree.body for name in _names(each)[1]} for tree in self._trees]
        self._after: list[dict[str, Any]] = []
        self._made: list[list[Record]] = []
        self._origins: dict[str, Any] = {}
        self._depends = self._dependent()
        self.records = self._run({}, again=False)

    def run(self, given: dict[str, Any]) -> list[Record]:
        """Return what it publishes with other parameters; raises what a cell raises, with its number as a note."""
        parameters.check(self.name, {**self._defaults, **given})
        return self._run(given, again=True)

    def _dependent(self) -> list[bool]:
        """Return for each cell whether it depends on the parameters."""
        found, names = [], {*self._defaults, "chosen"}
        for cell, tree in zip(self._cells, self._trees, strict=True):
            depends = "parameters" in cell.metadata.get("tags", []) or "begin(" in cell.source
            for statement in tree.body:
                reads, binds = _names(statement)
                # Every cell names the chapter, which publishes; only its choice depends on the parameters.
                here = bool(names & reads - {"chapter"})
                names = names | binds if here else names - (binds - {*self._defaults, "chosen"})
                depends = depends or here
            found.append(depends)
        return found

    def _run(self, given: dict[str, Any], *, again: bool) -> list[Record]:
        namespace: dict[str, Any] = {tracking.ANNOUNCE: lambda reads, binds: None}
        made: list[Record] = []
        for number, cell in enumerate(self._cells):
            if again and not self._depends[number]:
                after = self._after[number]
                # What a loop or a function binds inside is named, too, and gone afterwards.
                namespace.update({name: after[name] for name in self._binds[number] if name in after})
                made += self._made[number]
                continue
            with publish.captured() as here, plt.ioff():
                try:
                    tree = tracking.Announcer().visit(ast.parse(cell.source))
                    exec(compile(tree, f"cell {number}", "exec"), namespace)
                except Exception as error:
                    error.add_note(f"{self.name}, in the cell that begins with: {cell.source[:80]!r}")
                    raise
                finally:
                    plt.close("all")
            made += here
            if "parameters" in cell.metadata.get("tags", []):
                namespace.update(given)
            if "begin(" in cell.source:
                tracker = namespace["chapter"].tracker
                namespace[tracking.ANNOUNCE] = tracker.announce
                tracker.variables.update(self._origins)
            if not again:
                self._after.append(dict(namespace))
                self._made.append(here)
        if not again:
            self._origins = dict(namespace["chapter"].tracker.variables)
        return made


def _names(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """Return the names that a statement reads and those that it binds."""
    reads, binds = map(set, tracking._names(statement))
    for node in ast.walk(statement):
        if isinstance(node, ast.Import | ast.ImportFrom):
            binds |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        if isinstance(node, ast.Attribute) and node.attr == "chosen":
            reads.add("chosen")
    return reads, binds
