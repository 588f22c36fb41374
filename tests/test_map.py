"""The map of the library is true: every module is on it, and imports run downwards only."""

import ast
import re

import pytest

import russia_asean
from russia_asean import paths

LINES = re.findall(r"^    ([a-z_]+(?:/|(?:, [a-z_]+)*)) {2,}\S", russia_asean.__doc__ or "", flags=re.M)
DEPTH = {name.strip("/"): depth for depth, line in enumerate(LINES) for name in line.split(", ")}


def imported(source: str) -> set[str]:
    """Return the modules of the library that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "russia_asean":
            inner = (node.module or "").split(".")[1:]
            found |= {inner[0]} if inner else {alias.name for alias in node.names}
    return found


def upward(name: str, source: str) -> list[str]:
    """Return the imports of a module that do not run downwards."""
    return sorted(other for other in imported(source) if DEPTH[other] <= DEPTH[name])


def test_every_module_is_on_the_map():
    modules = {path.stem for path in paths.LIBRARY.glob("*.py")} - {"__init__", "__main__"}
    assert modules | {"sphinx_ext"} == set(DEPTH)


@pytest.mark.parametrize("path", sorted(paths.LIBRARY.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_imports_run_downwards(path):
    assert upward(path.stem, path.read_text(encoding="utf-8")) == []


def test_the_book_is_imported_by_the_commands_only():
    for path in paths.LIBRARY.glob("sphinx_ext/*.py"):
        outside = imported(path.read_text(encoding="utf-8")) - {"sphinx_ext"}
        assert all(DEPTH[name] > DEPTH["sphinx_ext"] for name in outside), path.name


def test_an_upward_import_is_refused():
    assert upward("tables", "from russia_asean import countries, paths") == ["countries"]
    assert upward("tables", "from russia_asean.claims import check") == ["claims"]
