"""The only door to ``data/``: every table is validated against ``datapackage.json`` when it is loaded.

The schema language is the Frictionless Table Schema; the checks are done by pandera. A table that breaks its
contract stops with one sentence that names file, row, column, rule and remedy.
"""

import functools
import hashlib
import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from russia_asean import paths, provenance
from russia_asean.provenance import Origin

PANDAS_TYPES = {
    "string": "str",
    "integer": "Int64",
    "year": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
REMEDY = "Correct the row, or the rule in data/datapackage.json, then run `make data`."
CORRECTIONS = "corrections"  # the table of declared corrections, itself never corrected


class TableError(ValueError):
    """A table of ``data/`` is missing, changed or breaks a rule of its schema."""


@functools.cache
def package(folder: Path = paths.DATA) -> dict[str, Any]:
    """Return the data package descriptor of a folder, as written in its ``datapackage.json``.

    Raises:
        TableError: the descriptor is missing or is not JSON.
    """
    path = folder / "datapackage.json"
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise TableError(f"{path.name}: file not found in {folder}. Restore it from the repository.") from None
    except json.JSONDecodeError as error:
        raise TableError(f"{path.name}, line {error.lineno}: not valid JSON ({error.msg}). Correct it.") from None


def resource(name: str, folder: Path = paths.DATA) -> dict[str, Any]:
    """Return the descriptor of one table: path, title, unit, limitations, schema, hash.

    Raises:
        TableError: no table of that name is declared.
    """
    found = {entry["name"]: entry for entry in package(folder)["resources"]}
    if name not in found:
        raise TableError(f"datapackage.json: no table named {name!r}. Tables: {', '.join(sorted(found))}.")
    return dict(found[name])


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
    provenance.note_table(name)
    if credit:
        provenance.note(origins(name, folder))
    return _load(name, folder).copy()


@functools.cache
def origins(name: str, folder: Path = paths.DATA) -> frozenset[Origin]:
    """Return all sources of a table as origins.

    Raises:
        TableError: no table of that name is declared.
    """
    return frozenset(Origin(name, key) for key in sources(name, folder))


@functools.cache
def _load(name: str, folder: Path) -> pd.DataFrame:
    described = resource(name, folder)
    frame = validated(name, folder)
    if described.get("hash") != f"sha256:{sha256(folder / described['path'])}":
        raise TableError(
            f"data/{described['path']}: its hash is not the one in datapackage.json, so the file has changed since "
            "it was described. If the change is meant, run `make data`; if not, restore the file."
        )
    return frame


@functools.cache
def validated(name: str, folder: Path = paths.DATA) -> pd.DataFrame:
    """Return a table that keeps its schema, whether or not its hash is the described one.

    Use ``load`` to work with a table; this is for refreshing the description after an edit.

    Raises:
        TableError: the file is missing or a cell breaks a rule.
    """
    described = resource(name, folder)
    path = folder / described["path"]
    if not path.exists():
        raise TableError(f"data/{path.name}: file not found. Restore it from the repository.")
    raw = _read(path)
    if name != CORRECTIONS and CORRECTIONS in {entry["name"] for entry in package(folder)["resources"]}:
        declared = validated(CORRECTIONS, folder)
        raw = corrected(raw, declared[declared["table"] == name], described)
    frame = _typed(raw, described)
    _check_rules(frame, described)
    _check_keys(frame, described, folder)
    if name == CORRECTIONS:
        _check_corrections(frame, folder)
    return frame


def _read(path: Path) -> pd.DataFrame:
    """Return the cells of a file as text."""
    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8", index_col=False)
    except pd.errors.ParserError as error:
        line = re.search(r"in line (\d+)", str(error))
        where = f", row {line.group(1)}" if line else ""
        raise TableError(f"data/{path.name}{where}: more cells than columns. {REMEDY}") from None
    except UnicodeDecodeError as error:
        raise TableError(f"data/{path.name}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from None


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
    raw = raw.copy()
    for index, row in declared.fillna("").iterrows():
        at = f"data/{CORRECTIONS}.csv, row {_line(index)}"
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
            f"data/{CORRECTIONS}.csv, row {_line(unknown.idxmax())}, column 'table': no table named "
            f"{frame['table'][unknown].iloc[0]!r}. Correct the name."
        )


def _typed(raw: pd.DataFrame, described: dict[str, Any]) -> pd.DataFrame:
    """Turn text cells into the declared types, naming the first cell that is not of its type."""
    fields = {field["name"]: field for field in described["schema"]["fields"]}
    missing = [name for name in fields if name not in raw.columns]
    extra = [name for name in raw.columns if name not in fields]
    if missing or extra:
        what = f"column {missing[0]!r} is missing" if missing else f"column {extra[0]!r} is not in the schema"
        raise TableError(f"data/{described['path']}: {what}. {REMEDY}")
    columns = {}
    for name, field in fields.items():
        cells = raw[name].where(raw[name] != "")
        try:
            columns[name] = _column(cells, field["type"])
        except (ValueError, TypeError):
            bad = next(row for row, cell in cells.dropna().items() if not _is_of_type(cell, field["type"]))
            raise TableError(
                f"data/{described['path']}, row {_line(bad)}, column {name!r}: {cells[bad]!r} is not of type "
                f"{field['type']}. {REMEDY}"
            ) from None
    return pd.DataFrame(columns)


def _column(cells: pd.Series, kind: str) -> pd.Series:
    if kind == "date":
        return pd.to_datetime(cells, format="%Y-%m-%d").astype("datetime64[s]")
    if kind == "boolean":
        if not cells.dropna().isin(["true", "false"]).all():
            raise ValueError("not true or false")
        return cells.map({"true": True, "false": False}, na_action="ignore").astype("boolean")
    if kind in ("integer", "year"):
        return pd.to_numeric(cells).astype("Int64")
    if kind == "number":
        return pd.to_numeric(cells).astype("float64")
    return cells.astype("str")


def _line(index: Any) -> int:
    """Return the line of the file that holds a row: the header is line 1."""
    return int(index) + 2


def _is_of_type(cell: str, kind: str) -> bool:
    try:
        _column(pd.Series([cell]), kind)
    except (ValueError, TypeError):
        return False
    return True


def _check_rules(frame: pd.DataFrame, described: dict[str, Any]) -> None:
    """Check every field against its constraints (required, enum, bounds, pattern, unique)."""
    schema = pa.DataFrameSchema({field["name"]: _pandera_column(field) for field in described["schema"]["fields"]})
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        first = errors.failure_cases.iloc[0]
        row = "" if pd.isna(first["index"]) else f", row {_line(first['index'])}"
        cell = _plain(first["failure_case"])
        raise TableError(
            f"data/{described['path']}{row}, column {first['column']!r}: {cell!r} breaks the rule "
            f"{first['check']}. {REMEDY}"
        ) from None


def _plain(cell: Any) -> Any:
    """Return a cell as plain Python, so that a message shows ``2026`` and not ``np.int64(2026)``."""
    return cell.item() if hasattr(cell, "item") else cell


def _pandera_column(field: dict[str, Any]) -> pa.Column:
    rules = field.get("constraints", {})
    checks = []
    if "enum" in rules:
        checks.append(pa.Check.isin(rules["enum"], error=f"one of {', '.join(map(str, rules['enum']))}"))
    if "minimum" in rules:
        checks.append(pa.Check.ge(rules["minimum"], error=f"at least {rules['minimum']}"))
    if "maximum" in rules:
        checks.append(pa.Check.le(rules["maximum"], error=f"at most {rules['maximum']}"))
    if "pattern" in rules:
        checks.append(pa.Check.str_matches(f"^(?:{rules['pattern']})$", error=f"the pattern {rules['pattern']}"))
    return pa.Column(
        PANDAS_TYPES[field["type"]],
        checks,
        nullable=not rules.get("required", False),
        unique=rules.get("unique", False),
    )


def _check_keys(frame: pd.DataFrame, described: dict[str, Any], folder: Path) -> None:
    """Check that the primary key is unique and that foreign keys exist in their table."""
    key = described["schema"].get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    twice = frame.duplicated(key) if key else pd.Series(False, index=frame.index)
    if twice.any():
        row = twice.idxmax()
        cells = ", ".join(f"{name}={frame[name][row]}" for name in key)
        raise TableError(
            f"data/{described['path']}, row {_line(row)}: the key {cells} occurs twice. Delete one of the rows."
        )
    for reference in described["schema"].get("foreignKeys", []):
        column, target = reference["fields"], reference["reference"]
        known = validated(target["resource"], folder)[target["fields"]]
        unknown = frame[column].notna() & ~frame[column].isin(known)
        if unknown.any():
            row = unknown.idxmax()
            raise TableError(
                f"data/{described['path']}, row {_line(row)}, column {column!r}: {frame.loc[row, column]!r} is not in "
                f"{target['resource']}.csv. Correct the code or add it there."
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
    frame, key = _load(name, folder), resource(name, folder)["schema"]["primaryKey"][0]
    if "source_url" not in frame:
        return []
    return sorted(set(frame.loc[frame[key].isin(ids), "source_url"].dropna()))


def sources(name: str, folder: Path = paths.DATA) -> list[str]:
    """Return the keys of the sources of a table, sorted: those its rows name, or those its description names.

    Raises:
        TableError: no table of that name is declared.
    """
    declared = [str(source["name"]) for source in resource(name, folder).get("sources", [])]
    if name == "sources" or "source_key" not in {field["name"] for field in resource(name, folder)["schema"]["fields"]}:
        return declared
    return sorted({*declared, *_load(name, folder)["source_key"].dropna()})


def holding(keys: Collection[str]) -> list[str]:
    """Return the tables that hold figures of any of the given sources, in the order of the data package."""
    return [name for name in names() if set(keys) & set(sources(name))]


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
