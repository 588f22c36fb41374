"""Which cells of a notebook read a name that more than one cell binds, so that they say something else when rerun.

Who changes one cell and runs it once more, after all others or after some of them, finds what the name came to mean
last. So a name that one cell hands on to another has one meaning in a notebook; within a cell names are free.
"""

import ast
import symtable
from collections.abc import Iterable, Iterator

import nbformat

Functions = dict[str, set[str]]  # what each function of a notebook reads of the names outside it


def read_too_late(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the cells that read a name of another cell which they, or a third cell, bind, too, one sentence each."""
    cells = [(place, _names(cell.source)) for place, cell in enumerate(notebook.cells, 1) if cell.cell_type == "code"]
    bound: dict[str, list[int]] = {}
    for place, (_, binds, _) in cells:
        for name in binds:
            bound.setdefault(name, []).append(place)
    functions: Functions = {}
    found = []
    for place, (reads, binds, defined) in cells:
        functions |= defined
        # What a function reads is looked up when it is called, unless the cell has just bound it.
        for name in sorted(_with_called(reads, binds, functions)):
            source = max((earlier for earlier in bound.get(name, []) if earlier < place), default=None)
            if again := [other for other in bound.get(name, []) if other != source]:
                found.append(
                    f"cell {place} reads {name!r}, which cell {again[0]} binds again: rerun after it, the cell finds "
                    "another meaning. Give one of the two another name."
                )
    return found


def bound_twice(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the functions that a notebook defines twice, and the names that functions look up and two cells bind.

    A function may be called from anywhere, so it finds what was bound last.
    """
    cells = [(place, _names(cell.source)) for place, cell in enumerate(notebook.cells, 1) if cell.cell_type == "code"]
    functions: Functions = {}
    for _, (_, _, defined) in cells:
        functions |= defined
    looked_up = {*functions}.union(*functions.values())
    found = []
    for name in sorted(looked_up):
        places = [place for place, (_, binds, _) in cells if name in binds]
        if len(places) > 1:
            found.append(
                f"cells {places[0]} and {places[1]} both bind {name!r}, which is a function or is read by one. "
                "Give one of the two another name."
            )
    return found


def _with_called(reads: set[str], binds: set[str], functions: Functions) -> set[str]:
    """Return names, and what the functions among them read, theirs too."""
    found: set[str] = set()
    pending = set(reads)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending |= functions.get(name, set()) - binds
    return found


def _names(source: str) -> tuple[set[str], set[str], Functions]:
    """Return what a cell reads before it has bound it, what it binds, and what its functions read."""
    functions: Functions = {}
    reads, binds = _of_block(ast.parse(source).body, functions)
    return reads, binds, functions


def _of_block(body: Iterable[ast.stmt], functions: Functions) -> tuple[set[str], set[str]]:
    """Return what statements in a row read before they have bound it, and what they bind."""
    reads: set[str] = set()
    binds: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.If):
            here, bound = _of_expressions([statement.test])
            parts = [statement.body, statement.orelse]
        elif isinstance(statement, ast.For):
            # The names that a loop counts with are bound before its body reads them.
            here, bound = _of_expressions([statement.iter])
            bound |= {node.id for node in ast.walk(statement.target) if isinstance(node, ast.Name)}
            parts = [statement.body, statement.orelse]
        elif isinstance(statement, ast.With):
            here, bound = _of_expressions([item.context_expr for item in statement.items])
            targets = [item.optional_vars for item in statement.items if item.optional_vars]
            bound |= {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
            parts = [statement.body]
        else:
            here, bound = _of_statement(statement, functions)
            parts = []
        reads |= here - binds
        for part in parts:
            inner, more = _of_block(part, functions)
            reads |= inner - binds - bound
            bound = bound | more if isinstance(statement, ast.With) else bound
            binds |= more
        binds |= bound
    return reads, binds


def _of_expressions(expressions: Iterable[ast.expr]) -> tuple[set[str], set[str]]:
    reads: set[str] = set()
    for expression in expressions:
        reads |= _of_statement(ast.Expr(expression), {})[0]
    return reads, set()


def _of_statement(statement: ast.stmt, functions: Functions) -> tuple[set[str], set[str]]:
    """Return what a simple statement or a definition reads and binds; a definition is added to the functions."""
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    symbols = table.get_symbols()
    reads = {symbol.get_name() for symbol in symbols if symbol.is_referenced()}
    binds = {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}
    if isinstance(statement, ast.AugAssign):
        # What is added to a name of another cell, such as a test to those that have run, keeps its meaning.
        return reads | binds, set()
    for inner in table.get_children():
        if isinstance(statement, ast.FunctionDef) and inner.get_name() == statement.name:
            functions[statement.name] = set(_free(inner))
        else:
            reads |= set(_free(inner))
    return reads, binds


def _free(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names that a scope, and those within it, look up outside of all functions."""
    yield from (symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced())
    for inner in table.get_children():
        yield from _free(inner)
