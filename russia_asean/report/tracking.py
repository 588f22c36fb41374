"""Follow through a notebook what its variables rest on.

A variable rests on what was read while its statement ran and on what the variables rest on that the statement reads.
So each top-level statement of a cell is announced to the tracker before it runs, with the names it reads and binds.
A result that a statement publishes rests on what that statement has read and on the variables it names.
"""

import ast
import dataclasses
from collections.abc import Iterable

from russia_asean import provenance
from russia_asean.provenance import Origin

ANNOUNCE = "__announce_statement__"  # the name under which a notebook finds `Tracker.announce`
# Methods that change what they are called on. Other calls, such as `charts.mark(...)`, change no variable.
CHANGING = frozenset({"insert", "append", "extend", "update", "add", "setdefault", "pop", "sort"})


@dataclasses.dataclass
class Tracker:
    """What the variables of one notebook rest on.

    Attributes:
        variables: the origins of each variable.
    """

    variables: dict[str, frozenset[Origin]] = dataclasses.field(default_factory=dict)
    _reads: tuple[str, ...] = ()
    _binds: tuple[str, ...] = ()
    _noted: set[Origin] = dataclasses.field(default_factory=set)

    def announce(self, reads: Iterable[str], binds: Iterable[str]) -> None:
        """Say which statement runs next; what the last one noted goes to the variables it bound."""
        origins = self.current()
        for name in self._binds:
            self.variables[name] = origins
        self._reads, self._binds = tuple(reads), tuple(binds)
        self._noted.clear()

    def current(self) -> frozenset[Origin]:
        """Return what the running statement rests on so far."""
        return frozenset(self._noted).union(*(self.variables.get(name, frozenset()) for name in self._reads))

    def note(self, origins: Iterable[Origin]) -> None:
        """Add origins to the running statement."""
        self._noted.update(origins)

    def listen(self) -> None:
        """From now on collect everything that is noted; one notebook runs in a process at a time."""
        provenance.listen(self._noted)


class Announcer(ast.NodeTransformer):
    """Put an announcement before each top-level statement of a cell."""

    def visit_Module(self, module: ast.Module) -> ast.Module:
        """Return the module with the announcements."""
        body: list[ast.stmt] = []
        for statement in module.body:
            reads, binds = _names(statement)
            call = ast.parse(f"{ANNOUNCE}({reads!r}, {binds!r})").body[0]
            # At the line of its statement, so that a traceback points to the code of the cell.
            body += [ast.copy_location(ast.fix_missing_locations(call), statement), statement]
        for statement in body:
            ast.fix_missing_locations(statement)
        return ast.Module(body=body, type_ignores=module.type_ignores)


def _names(statement: ast.stmt) -> tuple[list[str], list[str]]:
    """Return the names that a statement reads and those that it binds or changes, sorted."""
    reads, binds = _free(statement)
    for target in _targets(statement):
        # `table["x"] = y`, `table.columns = y` and `table.insert(...)` change the table that they name.
        while isinstance(target, ast.Subscript | ast.Attribute):
            target = target.value
        if isinstance(target, ast.Name):
            binds.add(target.id)
            reads.add(target.id)
    return sorted(reads), sorted(binds)


def _free(node: ast.AST) -> tuple[set[str], set[str]]:
    """Return the names that a node reads and binds outside of its own comprehensions and functions."""
    if isinstance(node, ast.Name):
        return ({node.id}, set()) if isinstance(node.ctx, ast.Load) else (set(), {node.id})
    reads, binds = set(), set()
    for child in ast.iter_child_nodes(node):
        more_reads, more_binds = _free(child)
        reads |= more_reads
        binds |= more_binds
    if isinstance(node, ast.For):
        # What a loop counts with, or binds before it reads it, is its own and not what an earlier cell left under
        # that name.
        known = _free(node.target)[1]
        reads = _free(node.iter)[0]
        for statement in [*node.body, *node.orelse]:
            reads |= _free(statement)[0] - known
            if isinstance(statement, ast.Assign):
                known |= _free(statement)[1]
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return reads - binds, set()
    if isinstance(node, ast.Lambda | ast.FunctionDef):
        own = binds | {argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg)}
        return reads - own, {node.name} if isinstance(node, ast.FunctionDef) else set()
    return reads, binds


def _targets(statement: ast.stmt) -> list[ast.expr]:
    """Return the expressions that a statement may change in place."""
    targets: list[ast.expr] = []
    for node in ast.walk(statement):
        if isinstance(node, ast.Assign):
            targets += [target for target in node.targets if isinstance(target, ast.Subscript | ast.Attribute)]
        elif isinstance(node, ast.AugAssign):
            targets.append(node.target)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
            targets.append(node.func.value)
    return targets
