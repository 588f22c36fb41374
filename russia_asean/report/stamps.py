"""What the results of a chapter were made from, and whether that is still what lies there.

Each chapter has its own stamp, over what it really used: its notebook, the tables it loaded, the modules it imported,
the results of other chapters that it read, and the lock file. So a comma in one chapter makes one chapter stale.
"""

import ast
import functools
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

import nbformat

from russia_asean import paths
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.evidence.records import MadeFrom, Results

PACKAGE = "russia_asean"


def made_from(notebook: Path, table_names: Iterable[str], modules: Iterable[str], chapters: Iterable[str]) -> MadeFrom:
    """Return the SHA-256 of everything that results are made from, as they are now.

    Args:
        notebook: the notebook; its cells count, its outputs do not.
        table_names: the tables that were loaded.
        modules: the modules of the library that were imported, by their full names.
        chapters: the chapters whose results were read.
    """
    return MadeFrom(
        notebook=notebook_digest(notebook),
        tables={name: table_digest(name) for name in sorted(table_names)},
        modules={name: module_digest(name) for name in sorted(modules)},
        results={name: _sha256(paths.RESULTS / f"{name}.json") for name in sorted(chapters)},
        lock=_sha256(paths.LOCK),
    )


def imported_modules() -> list[str]:
    """Return the modules of the library that this process has imported, sorted."""
    return sorted(name for name in sys.modules if name == PACKAGE or name.startswith(f"{PACKAGE}."))


def notebook_digest(path: Path) -> str:
    """Return a hash over the cells of a notebook without their outputs."""
    digest = hashlib.sha256()
    for cell in nbformat.read(path, as_version=4).cells:
        digest.update(f"{cell.cell_type}\n{cell.source}\n".encode())
    return digest.hexdigest()


def module_digest(name: str) -> str:
    """Return a hash over the code of a module, comments and blank lines left out; empty if there is no such module."""
    base = paths.ROOT.joinpath(*name.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.exists():
            # Asked for each chapter and each brief; the time of the change is part of the key.
            return _code_digest(path, path.stat().st_mtime_ns)
    return ""


@functools.cache
def _code_digest(path: Path, _modified: int) -> str:
    return hashlib.sha256(_code(ast.parse(path.read_text(encoding="utf-8"))).encode()).hexdigest()


def _code(part: object) -> str:
    """Return a part of a syntax tree as text that is the same under every Python.

    Those of ``ast.unparse`` and ``ast.dump`` are not: each release of Python quotes otherwise, and knows new fields.
    """
    if isinstance(part, ast.AST):
        # What is empty is left out, as the fields are that only a later Python knows.
        fields = [f"{name}={_code(value)}" for name, value in ast.iter_fields(part) if value not in (None, [])]
        return f"{type(part).__name__}({', '.join(fields)})"
    return f"[{', '.join(map(_code, part))}]" if isinstance(part, list) else repr(part)


def table_digest(name: str) -> str:
    """Return a hash over a table, its description and its declared corrections; empty if there is no such table."""
    if name not in tables.names():
        return ""
    described = tables.resource(name)
    declared = tables.load(tables.CORRECTIONS, credit=False)
    digest = hashlib.sha256(repr(sorted(described["schema"].items())).encode())
    # Who is credited for a table whose rows name no source.
    digest.update(repr(described.get("sources")).encode())
    digest.update(declared[declared["table"] == name].to_csv(index=False).encode())
    digest.update((paths.DATA / described["path"]).read_bytes())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def changes(results: Results) -> list[str]:
    """Return what has changed since the results of a chapter were made, in words; nothing if they are up to date."""
    before = results.made_from
    notebook = paths.NOTEBOOKS / f"{results.chapter}.ipynb"
    # Asked of what was used then: a module that came later cannot make old results stale.
    now = made_from(notebook, before.tables, before.modules, before.results)
    single = {"the notebook": (before.notebook, now.notebook), "requirements.txt": (before.lock, now.lock)}
    found = [words for words, (then, today) in single.items() if then != today]
    for words, then, today in (
        ("the table", before.tables, now.tables),
        ("the module", before.modules, now.modules),
        ("the results of", before.results, now.results),
    ):
        found += [f"{words} {name}" for name, digest in then.items() if today[name] != digest]
    return found


def stale(chapters: Iterable[str] | None = None) -> dict[str, list[str]]:
    """Return, for each chapter whose results are older than what they were made from, what has changed.

    Args:
        chapters: names of notebooks (all, when left out). A notebook without results is stale, too.

    Raises:
        RecordError: a file of results is damaged.
    """
    names = chapters if chapters is not None else [path.stem for path in records.chapter_notebooks()]
    found = {}
    for name in names:
        if not (paths.RESULTS / f"{name}.json").exists():
            found[name] = ["it has no results"]
        elif changed := changes(records.read(name, paths.RESULTS)):
            found[name] = changed
    return found
