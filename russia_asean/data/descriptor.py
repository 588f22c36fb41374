"""The description of the tables, ``datapackage.json``: what it may say, checked before any table is read.

The language is that of the Frictionless Data Package. A property that would change how a table is read or which rows
are allowed is either enforced by ``tables`` or refused here, so nothing is promised in vain. Beside the standard a
resource may say:

    mayBeEmpty   true, if the table may have a header and no rows
    sortedBy     the columns that give the order of the rows, where it is not the primary key; [] for no order
    intervals    pairs of columns [start, end]; no row may end before it starts
    byHand       why no recipe makes the table, or some of its rows
"""

import datetime
import difflib
import functools
import graphlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import pydantic
from pydantic.alias_generators import to_camel

from russia_asean.data.reader import TableError, file_text

FILE = "datapackage.json"
CORRECTIONS = "corrections"  # the table of declared corrections, itself never corrected
NUMERIC = frozenset({"integer", "year", "number"})
# The types of a field for which a rule has a meaning; the rules not named here fit every type.
FITTING = {
    "enum": NUMERIC | {"string"},
    "pattern": {"string"},
    "min_length": {"string"},
    "max_length": {"string"},
    "minimum": NUMERIC | {"date"},
    "maximum": NUMERIC | {"date"},
    "exclusive_minimum": NUMERIC | {"date"},
    "exclusive_maximum": NUMERIC | {"date"},
}
# How every file is written and read. Stated, since tools of the standard else guess it from the first hundred lines,
# and take a table with quoted words between semicolons for one that these part.
DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}
MISSPELT = 0.85  # of letters in common, from which on a name is taken for another that is misspelt
BOUNDS = [name for name, types in FITTING.items() if "date" in types]

Bound = pydantic.StrictInt | pydantic.StrictFloat | datetime.date
Filled = Annotated[str, pydantic.Field(min_length=1)]


class _Part(pydantic.BaseModel):
    """A part of the description; properties that only inform (titles, units, own notes) are left alone.

    A name that is nearly one of those enforced, or a rule in the wrong place, would be taken for one that holds.
    """

    model_config = pydantic.ConfigDict(alias_generator=to_camel, arbitrary_types_allowed=True)

    @pydantic.model_validator(mode="before")
    @classmethod
    def _names_are_not_misspelt(cls, said: Any) -> Any:
        known = [field.alias or name for name, field in cls.model_fields.items()]
        # Where nothing unknown is allowed, pydantic says so itself.
        open_to_notes = isinstance(said, dict) and cls.model_config.get("extra") != "forbid"
        for name in [each for each in said if each not in known] if open_to_notes else []:
            if "constraints" in known and name in map(to_camel, _Constraints.model_fields):
                raise ValueError(f"the rule {name!r} is read only under 'constraints'")
            if near := next((each for each in known if _alike(name, each)), None):
                raise ValueError(f"{name!r} is not read; write {near!r}, if that is meant")
        return said


class _Constraints(_Part):
    """The rules of a column, each enforced by ``tables``; a rule that is not known is refused."""

    model_config = pydantic.ConfigDict(extra="forbid")

    # Strict: pydantic would else take "yes" or 1 for true.
    required: pydantic.StrictBool = False
    unique: pydantic.StrictBool = False
    enum: Annotated[list[Any], pydantic.Field(min_length=1)] | None = None
    pattern: re.Pattern[str] | None = None
    min_length: pydantic.NonNegativeInt | None = None
    max_length: pydantic.NonNegativeInt | None = None
    minimum: Bound | None = None
    maximum: Bound | None = None
    exclusive_minimum: Bound | None = None
    exclusive_maximum: Bound | None = None


class _Field(_Part):
    """A column. Other ways to write a type than the plain one are not read, so they are refused."""

    name: Filled
    type: Literal["string", "integer", "year", "number", "boolean", "date"]
    constraints: _Constraints = _Constraints()
    format: Literal["default"] = "default"
    decimal_char: Literal["."] = "."
    group_char: Literal[""] = ""
    bare_number: Literal[True] = True
    true_values: None = None
    false_values: None = None

    @pydantic.model_validator(mode="after")
    def _rules_fit_the_type(self) -> Self:
        for rule, types in FITTING.items():
            value = getattr(self.constraints, rule)
            if value is not None and self.type not in types:
                raise ValueError(f"the rule {to_camel(rule)} has no meaning for the type {self.type}")
            if rule in BOUNDS and value is not None and isinstance(value, datetime.date) != (self.type == "date"):
                raise ValueError(f"the rule {to_camel(rule)} is not of the type {self.type}")
        return self


class _Target(_Part):
    resource: Filled
    fields: Filled


class _ForeignKey(_Part):
    fields: Filled
    reference: _Target


class _Schema(_Part):
    fields: Annotated[list[_Field], pydantic.Field(min_length=1)]
    primary_key: str | list[str] = []
    foreign_keys: list[_ForeignKey] = []
    missing_values: list[Literal[""]] = [""]


class _Resource(_Part):
    name: Filled
    # Relative and without "..", so that no description leads out of its folder.
    path: Annotated[str, pydantic.Field(pattern=r"^[\w-]+(/[\w-]+)*\.csv$")]
    table: _Schema = pydantic.Field(alias="schema")
    sorted_by: list[str] | None = None
    intervals: list[tuple[str, str]] = []
    may_be_empty: pydantic.StrictBool = False
    by_hand: Filled = "no"
    dialect: dict[str, Any] = DIALECT

    @pydantic.field_validator("dialect")
    @classmethod
    def _files_are_written_alike(cls, said: dict[str, Any]) -> dict[str, Any]:
        if said != DIALECT:
            raise ValueError(f"every table is read as {json.dumps(DIALECT)}; write that")
        return said

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in their order."""
        return [field.name for field in self.table.fields]

    @pydantic.model_validator(mode="after")
    def _columns_are_described_once(self) -> Self:
        if twice := _repeated(self.columns):
            raise ValueError(f"the column {twice!r} is described twice")
        key = self.table.primary_key
        named = [
            *([key] if isinstance(key, str) else key),
            *(self.sorted_by or []),
            *(column for interval in self.intervals for column in interval),
            *(reference.fields for reference in self.table.foreign_keys),
        ]
        if strange := next((column for column in named if column not in self.columns), None):
            raise ValueError(f"a key, an order or an interval names the column {strange!r}, which is not described")
        types = {field.name: field.type for field in self.table.fields}
        for start, end in self.intervals:
            if types[start] != types[end] or types[start] not in NUMERIC | {"date"}:
                raise ValueError(f"the interval from {start!r} to {end!r} needs two columns of dates or of numbers")
        return self


class _Package(_Part):
    resources: Annotated[list[_Resource], pydantic.Field(min_length=1)]

    @pydantic.model_validator(mode="after")
    def _tables_fit_together(self) -> Self:
        tables = {resource.name: resource for resource in self.resources}
        if twice := _repeated(resource.name for resource in self.resources):
            raise ValueError(f"the table {twice!r} is listed twice")
        if twice := _repeated(resource.path for resource in self.resources):
            raise ValueError(f"the file {twice!r} is listed twice")
        needed = {}  # what must be read before a table can be checked
        for resource in self.resources:
            targets = [key.reference for key in resource.table.foreign_keys]
            for target in targets:
                if target.resource not in tables or target.fields not in tables[target.resource].columns:
                    raise ValueError(
                        f"a foreign key of {resource.name!r} leads to {target.resource}.{target.fields}, "
                        "which is not described"
                    )
            # Every table waits for the corrections, which are applied before its rules are checked.
            needed[resource.name] = ({target.resource for target in targets} | {CORRECTIONS}) - {resource.name}
        try:
            # Preparing finds a circle; the order itself is not needed.
            graphlib.TopologicalSorter(needed).prepare()
        except graphlib.CycleError as error:
            raise ValueError(f"foreign keys lead in a circle: {' to '.join(error.args[1])}") from None
        return self


def read_package(folder: Path) -> dict[str, Any]:
    """Return the checked content of the description in a folder, as it is written there.

    Raises:
        TableError: the description is missing, is not JSON, or promises what is not enforced.
    """
    text = file_text(folder / FILE, FILE)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise TableError(f"{FILE}, line {error.lineno}: not valid JSON ({error.msg}). Correct it.") from None
    if not isinstance(content, dict):
        raise TableError(f"{FILE}: must be an object with a list of resources. Restore it from the repository.")
    try:
        _Package.model_validate(content)
    except pydantic.ValidationError as errors:
        first = errors.errors()[0]
        place = "".join(f", {part}" for part in _place(content, first["loc"]))
        raise TableError(f"{FILE}{place}: {_said(first)}. Correct the description.") from None
    return content


def _place(content: Any, location: Iterable[int | str]) -> list[str]:
    """Return the place of an error as a reader finds it: an item of a list goes by its name, if it has one."""
    words: list[str] = []
    for step in location:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            content = None  # a property that is missing, or a name that pydantic gives to one of several types
        if isinstance(step, int):
            name = content.get("name") if isinstance(content, dict) else None
            words[-1] = f"{words[-1].removesuffix('s')} {repr(name) if name else step + 1}"
        else:
            words.append(step)
    return words


def _said(error: Any) -> str:
    """Return what is wrong, in words for someone who edits the description."""
    if error["type"] == "missing":
        return "is missing"
    if error["type"] == "extra_forbidden":
        return "this rule is not known here and would not be enforced"
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] == "string_pattern_mismatch":
        return f"{error['input']!r} is not a CSV file inside data/ (letters, digits, '_', '-', folders by '/')"
    rule = f"{error['msg'][0].lower()}{error['msg'][1:]}"
    return rule if isinstance(error["input"], list | dict) else f"{error['input']!r} does not fit: {rule}"


@functools.cache
def _alike(one: str, another: str) -> bool:
    """Return whether two names differ in little more than capitals, signs or a letter."""
    return difflib.SequenceMatcher(a=one.lower(), b=another.lower()).ratio() > MISSPELT


def _repeated(names: Iterable[str]) -> str | None:
    """Return the first name that occurs more than once."""
    return next((name for name, count in Counter(names).items() if count > 1), None)
