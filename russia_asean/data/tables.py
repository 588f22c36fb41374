"""The only door to ``data/``: every table is validated against ``datapackage.json`` when it is loaded.

The schema language is the Frictionless Table Schema; ``reader`` reads the cells, pandera checks the rules. A table that
breaks its contract stops with one sentence that names file, row, column, rule and remedy. A row is named by the line of
the file on which it starts.

The schema of pandera is built here and not by ``pandera.io.pandas_io.from_frictionless_schema``, which would lose
errors and types (pandera 0.35): it knows no empty cell in a column of whole numbers (``opinion.n``), passes over
``exclusiveMinimum`` and ``exclusiveMaximum``, anchors only the ends of a pattern with alternatives (``a|b`` accepts
``ax``), and returns dates as text and every column with an ``enum`` as a category.
"""

import copy
import functools
import hashlib
import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pandas as pd
import pandera.pandas as pa

from russia_asean import paths, provenance
from russia_asean.data import kept
from russia_asean.data.descriptor import CORRECTIONS as CORRECTIONS
from russia_asean.data.descriptor import read_package
from russia_asean.data.reader import TableError as TableError
from russia_asean.data.reader import text_cells
from russia_asean.provenance import Origin

# How a cell of a type is written, and the same in words.
FORMS = {
    "integer": (re.compile(r"-?[0-9]+"), "digits alone"),
    "year": (re.compile(r"-?[0-9]+"), "digits alone"),
    "number": (re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"), "digits with at most a decimal point, finite"),
    "boolean": (re.compile(r"true|false"), "true or false"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a day as YYYY-MM-DD"),
}
# How many characters of an ISO date are known at each precision.
KNOWN_CHARACTERS = {"year": 4, "month": 7, "day": 10}
REMEDY = "Correct the row, or the rule in data/datapackage.json, then run `make data`."

P = ParamSpec("P")
R = TypeVar("R")
_caches: list[Callable[[], None]] = [kept.forget]


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that computes each result once per process, until ``clear_cache`` is called.

    For what is read or derived from tables. A result that callers could change must be copied by the function.
    """
    remembered = functools.cache(function)
    # Registered, so that `clear_cache` reaches the caches of all modules.
    _caches.append(remembered.cache_clear)
    # lru_cache takes hashable arguments only; the type of the function itself says more to its callers.
    return remembered  # type: ignore[return-value]


def clear_cache() -> None:
    """Forget all that was read or derived from tables in this process, so that the next call reads the files again."""
    for clear in _caches:
        clear()
    provenance.forget()


@cached
def package(folder: Path = paths.DATA) -> dict[str, Any]:
    """Return the data package descriptor of a folder, as written in its ``datapackage.json``.

    Raises:
        TableError: the descriptor is missing, is not JSON, or says what is not enforced.
    """
    kept.begin(folder)  # before anything of it is read
    return read_package(folder)


def resource(name: str, folder: Path = paths.DATA) -> dict[str, Any]:
    """Return the descriptor of one table: path, title, unit, limitations, schema, hash.

    Raises:
        TableError: no table of that name is declared.
    """
    # What one caller changes in it must not reach the next one.
    return copy.deepcopy(_described(name, folder))


def _described(name: str, folder: Path) -> dict[str, Any]:
    """Return the descriptor that is kept, which takes no time to copy: nobody changes it."""
    found = {entry["name"]: entry for entry in package(folder)["resources"]}
    if name not in found:
        raise TableError(f"datapackage.json: no table named {name!r}. Tables: {', '.join(sorted(found))}.")
    kept: dict[str, Any] = found[name]
    return kept


def names(folder: Path = paths.DATA) -> list[str]:
    """Return the names of all declared tables, in the order of the data package."""
    return [entry["name"] for entry in package(folder)["resources"]]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load(name: str, folder: Path = paths.DATA, *, credit: bool = True) -> pd.DataFrame:
    """Load a table, validated; the same frame is read once per process and copied on each call.

    Args:
        name: the name of a resource in ``datapackage.json``.
        folder: the folder of the data package.
        credit: whether what is computed now rests on all sources of the table. False where only some of its rows are
            used, which the caller then notes by ``provenance.note_rows``.

    Returns:
        One row per record, columns and types as in the schema, in the order of the file.

    Raises:
        TableError: the file is missing, its hash differs, or a cell breaks a rule.
    """
    provenance.note_table(name, _primary_key(_described(name, folder)))
    if credit:
        provenance.note(origins(name, folder))
    # The frame is shared by all callers in this process, so each gets one of its own to change.
    return _load(name, folder).copy()


@cached
def origins(name: str, folder: Path = paths.DATA) -> frozenset[Origin]:
    """Return all sources of a table as origins.

    Raises:
        TableError: no table of that name is declared.
    """
    return frozenset(Origin(name, key) for key in sources(name, folder))


@cached
def _load(name: str, folder: Path) -> pd.DataFrame:
    described = resource(name, folder)
    # The schema is asked first: a broken cell is named by its row, which says more than a hash that differs.
    frame = validated(name, folder)
    if described.get("hash") != f"sha256:{sha256(folder / described['path'])}":
        raise TableError(
            f"data/{described['path']}: its hash is not the one in datapackage.json, so the file has changed since "
            "it was described. If the change is meant, run `make data`; if not, restore the file."
        )
    return frame


@cached
def validated(name: str, folder: Path = paths.DATA) -> pd.DataFrame:
    """Return a table that keeps its schema, whether or not its hash is the described one.

    Use ``load`` to work with a table; this is for refreshing the description after an edit.

    Raises:
        TableError: the file is missing or a cell breaks a rule.
    """
    # The lines of the file are for messages; callers get a plain index.
    return _validated_by_line(name, folder).reset_index(drop=True)


@cached
def _validated_by_line(name: str, folder: Path) -> pd.DataFrame:
    """Return a validated table whose index is the line of the file on which each row starts."""
    described = resource(name, folder)
    if (known := kept.table(name, folder)) is not None:
        return known
    written = text_cells(folder / described["path"], f"data/{described['path']}")
    _check_columns(written, described)
    raw = written
    # The corrections are read like any table but never corrected: reading them would else never end.
    if name != CORRECTIONS and CORRECTIONS in names(folder):
        declared = _validated_by_line(CORRECTIONS, folder)
        raw = corrected(written, declared[declared["table"] == name], described)
    frame = _typed(raw, described)
    _check_rules(frame, raw, described)
    _check_intervals(frame, raw, described)
    _check_keys(frame, raw, described, folder)
    # The order is that of the file: a corrected key need not move its row.
    _check_order(written, described)
    if name == CORRECTIONS:
        _check_corrections(frame, folder)
    kept.keep(name, folder, frame)
    return frame


def corrected(raw: pd.DataFrame, declared: pd.DataFrame, described: dict[str, Any]) -> pd.DataFrame:
    """Return the text cells of a table with its declared corrections applied, one after the other.

    Args:
        raw: the table as text.
        declared: rows of ``corrections.csv`` for this table; ``key`` reads ``column=value;column=value``.
        described: the descriptor of the table.

    Raises:
        TableError: a correction does not find exactly one cell, finds another value than ``old``, or ``new`` is not
            of the column's type.
    """
    kinds = {field["name"]: field["type"] for field in described["schema"]["fields"]}
    # The caller still needs the cells as they are written, to check their order.
    raw = raw.copy()
    for index, row in declared.fillna("").iterrows():
        at = f"data/{CORRECTIONS}.csv, row {index}"
        key = dict(part.partition("=")[::2] for part in row["key"].split(";"))
        strange = [column for column in [*key, row["column"]] if column not in raw.columns]
        if strange:
            raise TableError(f"{at}: {described['path']} has no column {strange[0]!r}. Correct the name.")
        found = raw.index[(raw[list(key)] == pd.Series(key)).all(axis="columns")]
        if len(found) != 1:
            raise TableError(
                f"{at}: the key {row['key']!r} finds {len(found)} rows of {described['path']}, not one. "
                "Correct the key."
            )
        present = raw.loc[found[0], row["column"]]
        if present != row["old"]:
            raise TableError(
                f"{at}: {described['path']} has {present!r} in column {row['column']!r}, not {row['old']!r}. "
                "Correct the value in `old`, or delete the correction if the figure has been mended."
            )
        if not _is_of_type(row["new"], kinds[row["column"]]):
            raise TableError(f"{at}: {row['new']!r} is not of type {kinds[row['column']]}. Correct the value in `new`.")
        raw.loc[found[0], row["column"]] = row["new"]
    return raw


def _check_corrections(frame: pd.DataFrame, folder: Path) -> None:
    """Check that corrections name tables that are there."""
    unknown = ~frame["table"].isin(set(names(folder)) - {CORRECTIONS})
    if unknown.any():
        raise TableError(
            f"data/{CORRECTIONS}.csv, row {unknown.idxmax()}, column 'table': no table named "
            f"{frame['table'][unknown].iloc[0]!r}. Correct the name."
        )


def _check_columns(raw: pd.DataFrame, described: dict[str, Any]) -> None:
    """Check that a table has the described columns, in their order, and rows."""
    expected = [field["name"] for field in described["schema"]["fields"]]
    missing = [name for name in expected if name not in raw.columns]
    extra = [name for name in raw.columns if name not in expected]
    what = None
    if missing:
        what = f"column {missing[0]!r} is missing"
    elif extra:
        what = f"column {extra[0]!r} is not in the schema"
    elif list(raw.columns) != expected:
        moved = next(name for name, other in zip(raw.columns, expected, strict=True) if name != other)
        what = f"column {moved!r} stands in another place than in the schema"
    elif raw.empty and not described.get("mayBeEmpty", False):
        what = "the table has no rows"
    if what:
        raise TableError(f"data/{described['path']}: {what}. {REMEDY}")


def _typed(raw: pd.DataFrame, described: dict[str, Any]) -> pd.DataFrame:
    """Turn text cells into the declared types, naming the first cell that is not of its type."""
    columns = {}
    for field in described["schema"]["fields"]:
        name, kind = field["name"], field["type"]
        # The standard takes an empty cell for missing, in columns of text, too.
        cells = raw[name].where(raw[name] != "")
        try:
            columns[name] = _column(cells, kind)
        except (ValueError, OverflowError):
            bad = next(row for row, cell in cells.dropna().items() if not _is_of_type(cell, kind))
            raise TableError(
                f"data/{described['path']}, row {bad}, column {name!r}: {cells[bad]!r} is not of type {kind} "
                f"({FORMS[kind][1]}). {REMEDY}"
            ) from None
    return pd.DataFrame(columns)


def _column(cells: pd.Series, kind: str) -> pd.Series:
    """Return text cells as a column of a type.

    Raises:
        ValueError, OverflowError: a cell is not of the type.
    """
    # The form is checked first: pandas alone would also take `inf` or a number after a blank.
    if kind in FORMS and not all(map(FORMS[kind][0].fullmatch, cells.dropna().tolist())):
        raise ValueError(f"not of type {kind}")
    if kind == "date":
        return pd.to_datetime(cells, format="%Y-%m-%d").astype("datetime64[s]")
    if kind == "boolean":
        # A plain column of bool or int would become one of objects or floats where a single cell is empty.
        return cells.map({"true": True, "false": False}, na_action="ignore").astype("boolean")
    if kind in ("integer", "year"):
        return cells.astype("Int64")
    if kind == "number":
        numbers = pd.to_numeric(cells).astype("float64")
        # `1e999` is written like a number and would be read as infinite.
        if np.isinf(numbers).any():
            raise OverflowError("too large for a number")
        return numbers
    return cells


def _is_of_type(cell: str, kind: str) -> bool:
    try:
        _column(pd.Series([cell], dtype="str"), kind)
    except (ValueError, OverflowError):
        return False
    return True


def _check_rules(frame: pd.DataFrame, raw: pd.DataFrame, described: dict[str, Any]) -> None:
    """Check every field against its constraints (required, unique, enum, bounds, lengths, pattern)."""
    for field in described["schema"]["fields"]:
        name, rules = field["name"], field.get("constraints", {})
        # All rules but one look at a cell alone, so equal cells need be judged only once, at their first row.
        cells = frame[name] if rules.get("unique") else frame[name].drop_duplicates()
        try:
            # `lazy` makes pandera raise `SchemaErrors`, whose table of failures names the rows, and no other error.
            _pandera_series(rules).validate(cells, lazy=True)
        except pa.errors.SchemaErrors as errors:
            row, broken = errors.failure_cases.loc[0, ["index", "check"]]
            what = "is empty; the column must be filled" if broken == "not_nullable" else f"{raw[name][row]!r} {broken}"
            raise TableError(f"data/{described['path']}, row {row}, column {name!r}: {what}. {REMEDY}") from None


def _pandera_series(rules: dict[str, Any]) -> pa.SeriesSchema:
    # `required` is what pandera calls not nullable, and a rule that is set to false asks for nothing.
    checks = [_pandera_check(rule, value) for rule, value in rules.items() if rule != "required" and value is not False]
    return pa.SeriesSchema(checks=checks, nullable=not rules.get("required", False))


def _pandera_check(rule: str, value: Any) -> pa.Check:
    """Return the check of one rule of the standard; its error says in words what a cell does wrong."""
    match rule:
        case "unique":
            # Not pandera's own ``unique``: that counts empty cells as equal, the standard does not.
            return pa.Check(lambda cells: ~cells.duplicated(), error="occurs a second time; no value may occur twice")
        case "enum":
            return pa.Check.isin(value, error=f"is not one of {', '.join(map(str, value))}")
        case "minimum":
            return pa.Check.ge(value, error=f"is less than the minimum {value}")
        case "maximum":
            return pa.Check.le(value, error=f"is more than the maximum {value}")
        case "exclusiveMinimum":
            return pa.Check.gt(value, error=f"is not more than {value}")
        case "exclusiveMaximum":
            return pa.Check.lt(value, error=f"is not less than {value}")
        case "minLength":
            return pa.Check.str_length(min_value=value, error=f"is shorter than {value} characters")
        case "maxLength":
            return pa.Check.str_length(max_value=value, error=f"is longer than {value} characters")
        case "pattern":
            return pa.Check(functools.partial(_matches, value), error=f"does not match the pattern {value}")
    raise KeyError(f"the rule {rule!r} has no check")


def _matches(pattern: str, cells: pd.Series) -> pd.Series:
    """Return which cells match a pattern from their first to their last character."""
    form = re.compile(pattern)
    # Each different text is matched once, since long columns repeat a few.
    return cells.isin([cell for cell in cells.dropna().unique() if form.fullmatch(cell)])


def _check_intervals(frame: pd.DataFrame, raw: pd.DataFrame, described: dict[str, Any]) -> None:
    """Check that no row ends before it starts; dates are compared as far as both are known."""
    for start, end in described.get("intervals", []):
        for row in frame.index[(frame[end] < frame[start]).fillna(False)]:
            known = min(_known_characters(frame, start, row), _known_characters(frame, end, row))
            first, last = raw[start][row], raw[end][row]
            if frame[start].dtype.kind != "M" or last[:known] < first[:known]:
                raise TableError(
                    f"data/{described['path']}, row {row}, column {end!r}: {last} lies before {start!r}, which is "
                    f"{first}. {REMEDY}"
                )


def _known_characters(frame: pd.DataFrame, column: str, row: Any) -> int:
    """Return how many characters of an ISO date are known, by the column of its precision if there is one."""
    precision = f"{column}_precision"
    return KNOWN_CHARACTERS.get(frame[precision][row], 10) if precision in frame else 10


def _check_order(written: pd.DataFrame, described: dict[str, Any]) -> None:
    """Check that rows stand in the order of their key, compared as text (so 10 stands before 9)."""
    columns = described.get("sortedBy", _primary_key(described))
    keys = list(zip(*(written[name].tolist() for name in columns), strict=True))
    if keys == sorted(keys):
        return
    row, before, here = next(
        (row, before, here)
        for row, before, here in zip(written.index[1:], keys[:-1], keys[1:], strict=True)
        if here < before
    )
    raise TableError(
        f"data/{described['path']}, row {row}: {', '.join(here)} stands after {', '.join(before)}. "
        f"Sort the rows by {', '.join(columns)}, compared as text."
    )


def _primary_key(described: dict[str, Any]) -> list[str]:
    key = described["schema"].get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def _check_keys(frame: pd.DataFrame, raw: pd.DataFrame, described: dict[str, Any], folder: Path) -> None:
    """Check that the primary key is unique and that foreign keys exist in their table."""
    key = _primary_key(described)
    twice = frame.duplicated(key) if key else pd.Series(False, index=frame.index)
    if twice.any():
        row: Any = twice.idxmax()
        cells = ", ".join(f"{name}={raw[name][row]}" for name in key)
        raise TableError(f"data/{described['path']}, row {row}: the key {cells} occurs twice. Delete one of the rows.")
    for reference in described["schema"].get("foreignKeys", []):
        column, target = reference["fields"], reference["reference"]
        # A key into its own table must not read that table again, which is being read.
        own = target["resource"] == described["name"]
        known = (frame if own else _validated_by_line(target["resource"], folder))[target["fields"]]
        unknown = frame[column].notna() & ~frame[column].isin(known)
        if unknown.any():
            row = unknown.idxmax()
            raise TableError(
                f"data/{described['path']}, row {row}, column {column!r}: {raw[column][row]!r} is not in "
                f"{resource(target['resource'], folder)['path']}. Correct the code or add it there."
            )


def pages(name: str, ids: Collection[str], folder: Path = paths.DATA) -> list[str]:
    """Return the addresses of the pages at which rows of a table were read, each once, sorted.

    Args:
        name: the table; the first column of its key identifies a row.
        ids: values of that column.
        folder: the folder of the data package.
    """
    if not ids:
        return []
    frame, key = _load(name, folder), _described(name, folder)["schema"]["primaryKey"][0]
    if "source_url" not in frame:
        return []
    return sorted(set(frame.loc[frame[key].isin(ids), "source_url"].dropna()))


def undescribed(folder: Path = paths.DATA) -> list[str]:
    """Return the CSV files in a folder, or in folders below it, that its description does not list."""
    described = {entry["path"] for entry in package(folder)["resources"]}
    there = {path.relative_to(folder) for path in folder.rglob("*.csv")}
    # Editors and notebooks leave copies in folders that begin with a dot.
    visible = {path.as_posix() for path in there if not any(part.startswith(".") for part in path.parts)}
    return sorted(visible - described)


def standard_problems(descriptor: dict[str, Any], folder: Path = paths.DATA) -> list[str]:
    """Return what the standard's own tool, frictionless, refuses in a data package; one sentence each.

    It reads the files once more and takes seconds, so it is for checking an edit, not for loading.

    Args:
        descriptor: the content of ``datapackage.json``, with the hashes of the files as they are.
        folder: the folder of the data package.
    """
    import frictionless  # here, because its import alone takes longer than loading every table

    try:
        report = frictionless.Package.from_descriptor(descriptor, basepath=str(folder)).validate()
    except frictionless.FrictionlessException as broken:
        found = [("datapackage.json", error.message) for error in broken.reasons or [broken.error]]
    else:
        found = [(task.place, error.message) for task in report.tasks for error in task.errors]
        found += [("datapackage.json", error.message) for error in report.errors]
    return [
        f"data/{place}: {message.rstrip('. ')}. This is refused by frictionless, the tool of the standard; "
        "correct the row, or its description in data/datapackage.json."
        for place, message in found
    ]


def sources(name: str, folder: Path = paths.DATA) -> list[str]:
    """Return the keys of the sources of a table, sorted: those its rows name, or those its description names.

    Raises:
        TableError: no table of that name is declared.
    """
    declared = [str(source["name"]) for source in resource(name, folder).get("sources", [])]
    # These two list sources and hold no figures of them.
    if name in ("sources", "releases") or "source_key" not in {
        field["name"] for field in resource(name, folder)["schema"]["fields"]
    }:
        return declared
    return sorted({*declared, *_load(name, folder)["source_key"].dropna()})


def credit(keys: list[str], folder: Path = paths.DATA) -> pd.DataFrame:
    """Return title, producer, vintage date and citation of the given sources, one row per key, in that order.

    Raises:
        TableError: a key is not in ``sources.csv``.
    """
    known = load("sources", folder, credit=False).set_index("source_key")
    for key in keys:
        if key not in known.index:
            raise TableError(f"Source {key!r} is not in data/sources.csv. Use a key from there or add the source.")
    return known.loc[keys]
