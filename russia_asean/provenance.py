"""What a value rests on: the rows of the tables that were read while it was computed.

Nobody types a list of sources. A table notes what it hands out, a value that is taken from a published figure carries
its row with it, and whoever stores a result asks here what was read.
"""

import contextlib
import dataclasses
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ParamSpec, Self, TypeVar

import pandas as pd

SOURCE = "source_key"  # the column that says who gave a row

P = ParamSpec("P")
R = TypeVar("R")
Framed = TypeVar("Framed", pd.DataFrame, pd.Series)


Key = tuple[str, ...]  # the key of a row as its file writes it, without the source


@dataclasses.dataclass(frozen=True)
class Origin:
    """Rows of a table that one source gave.

    Attributes:
        table: the table of the data package.
        source: a key of ``sources.csv``; a release of a publisher has a key of its own.
        row: the id of a single row (a published figure, a dated fact); empty for the rows of a series.
        keys: the keys of the rows of a series; empty where it is not known which rows were used.
    """

    table: str
    source: str
    row: str = ""
    keys: frozenset[Key] = frozenset()


_collections: list[set[Origin]] = []  # what is being collected now, the innermost last
_read: set[str] = set()  # names of the tables read since the last `start`
_key_columns: dict[str, tuple[str, ...]] = {}  # by table, without the source
_memories: list[dict[Any, Any]] = []  # the memories of all functions that are `remembered`


def start() -> None:
    """Forget which tables were read; a chapter calls it when it begins."""
    _read.clear()


def tables_read() -> list[str]:
    """Return the names of the tables read since ``start``, sorted; those read without credit, too."""
    return sorted(_read)


def note_table(name: str, key: Iterable[str] = ()) -> None:
    """Note that a table was read.

    Args:
        name: the table.
        key: the columns of its key, by which rows are known later.
    """
    _read.add(name)
    _key_columns[name] = tuple(column for column in key if column != SOURCE)


def note(origins: Iterable[Origin]) -> None:
    """Note origins in every collection that is open."""
    new = set(origins)
    for collection in _collections:
        collection.update(new)


def using(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Note the sources of the rows that are used of a table, and return the rows.

    Args:
        table: the name of the table.
        rows: what is used of it; the column ``source_key`` says who gave each row.
    """
    note(origins_of_rows(table, rows))
    return rows


def origins_of_rows(table: str, rows: pd.DataFrame) -> frozenset[Origin]:
    """Return rows of a table as origins, one for each source.

    Args:
        table: the name of the table.
        rows: some of its rows, in any order; columns may stand in the index.
    """
    return frozenset().union(*origins_by(table, rows).values())


def origins_by(table: str, rows: pd.DataFrame, *columns: str) -> dict[Any, frozenset[Origin]]:
    """Return rows of a table as origins, by the values of some columns.

    Args:
        table: the name of the table.
        rows: as for ``origins_of_rows``.
        columns: the columns; their values are the labels, a tuple where there are several, ``()`` where there are none.
    """
    found: dict[Any, dict[str, set[Key]]] = {}
    plain = _plain(rows)
    places = zip(*(plain[column] for column in columns), strict=True) if columns else [()] * len(plain)
    for place, source, key in zip(places, plain[SOURCE], _keys(table, plain), strict=True):
        if not pd.isna(source):
            label = place[0] if len(columns) == 1 else place
            found.setdefault(label, {}).setdefault(source, set()).update([key] if key else [])
    return {
        label: frozenset(Origin(table, source, keys=frozenset(keys)) for source, keys in by_source.items())
        for label, by_source in found.items()
    }


def origin_of_each(table: str, rows: pd.DataFrame) -> list[Origin]:
    """Return each row of a table as an origin, in order.

    Args:
        table: the name of the table.
        rows: as for ``origins_of_rows``.
    """
    plain = _plain(rows)
    keys = zip(plain[SOURCE], _keys(table, plain), strict=True)
    return [Origin(table, str(source), keys=frozenset([key] if key else [])) for source, key in keys]


def merged(origins: Iterable[Origin]) -> frozenset[Origin]:
    """Return origins with one entry for each table, source and row.

    Where one of them does not know its rows, nor does the whole.
    """
    found: dict[tuple[str, str, str], list[frozenset[Key]]] = {}
    for each in origins:
        found.setdefault((each.table, each.source, each.row), []).append(each.keys)
    return frozenset(
        Origin(*place, frozenset().union(*keys) if all(keys) else frozenset()) for place, keys in found.items()
    )


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with all their columns as columns."""
    named = [name for name in rows.index.names if name is not None]
    return rows.reset_index(level=named) if named else rows


def _keys(table: str, rows: pd.DataFrame) -> list[Key]:
    """Return the key of each row as its file writes it; empty where a column of the key has gone."""
    columns = _key_columns.get(table, ())
    if not columns or not {*columns} <= {*rows.columns}:
        return [()] * len(rows)
    return list(zip(*(map(text_of_cell, rows[column]) for column in columns), strict=True))


def text_of_cell(cell: Any) -> str:
    """Return a cell of a key as its file writes it."""
    if pd.isna(cell):
        return ""
    return str(cell.date()) if isinstance(cell, pd.Timestamp) else str(cell)


@contextlib.contextmanager
def collecting() -> Iterator[set[Origin]]:
    """Collect what is noted inside a ``with`` block; outer collections see it, too."""
    collection: set[Origin] = set()
    _collections.append(collection)
    try:
        yield collection
    finally:
        # By identity: two collections may be equal.
        _collections[:] = [each for each in _collections if each is not collection]


def listen(collection: set[Origin]) -> None:
    """Open a collection that stays open until another takes its place; for a notebook at work."""
    _collections[:] = [collection]


@contextlib.contextmanager
def uncredited() -> Iterator[None]:
    """Read inside a ``with`` block without noting origins.

    For what names or selects and does not measure: the name of a country, the list of members that a sum runs over.
    """
    # Emptied in place: the collections themselves go on afterwards with what they had.
    outer = _collections[:]
    _collections.clear()
    try:
        yield
    finally:
        _collections[:] = outer


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that computes each result once and notes its origins whenever it hands it out.

    Like ``functools.cache``, which would note them only the first time.
    """
    memory: dict[Any, tuple[R, frozenset[Origin], frozenset[str]]] = {}
    _memories.append(memory)

    @functools.wraps(function)
    def recalled(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (args, tuple(sorted(kwargs.items())))
        if key not in memory:
            # The set is emptied to see what this function alone reads, and filled up again afterwards.
            before = set(_read)
            _read.clear()
            with collecting() as origins:
                result = function(*args, **kwargs)
            memory[key] = result, frozenset(origins), frozenset(_read)
            _read.update(before)
        result, seen, read = memory[key]
        note(seen)
        _read.update(read)
        return result

    return recalled


def forget() -> None:
    """Empty the memory of every ``remembered`` function; needed after a table has changed."""
    for memory in _memories:
        memory.clear()


class Labels:
    """Origins by the labels of the cells of a frame.

    They travel in the frame's ``attrs``, which pandas copies and compares at every step: so a copy is the object,
    and two are equal only if they are one. A dict would be copied each time.

    Attributes:
        of: the origins of each cell by its labels, index and column.
    """

    def __init__(self, of: Mapping[tuple[Any, ...], frozenset[Origin]]) -> None:
        self.of = of

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return itself: nothing changes it."""
        return self


NO_LABELS = Labels({})


def labelled(frame: Framed, labels: Mapping[tuple[Any, ...], Iterable[Origin]]) -> Framed:
    """Return a frame or series whose cells know their origins.

    Args:
        frame: values with an index, and columns or a name.
        labels: the origins of each cell by index and column.
    """
    frame.attrs["origins"] = Labels({label: frozenset(origins) for label, origins in labels.items()})
    return frame


def value_at(values: pd.Series, index: Any) -> "Value":
    """Return one value of a series with its origins, if the frame it is taken from has them.

    Raises:
        KeyError: the series has no such label.
    """
    return Value(float(values[index]), values.attrs.get("origins", NO_LABELS).of.get((index, values.name), ()))


def origins_within(values: pd.DataFrame | pd.Series) -> frozenset[Origin]:
    """Return the origins of all values of a labelled frame, or of a series taken from one.

    For what follows from a whole series, such as a rank or the year of a peak, and carries no origins itself.
    """
    labels = values.attrs.get("origins", NO_LABELS).of
    columns = [values.name] if isinstance(values, pd.Series) else list(values.columns)
    return frozenset().union(*(labels.get((index, column), ()) for index in values.index for column in columns))


class Value(float):
    """A number that carries its origins; arithmetic with other numbers keeps them.

    Attributes:
        origins: what the number rests on.
    """

    origins: frozenset[Origin]

    def __new__(cls, value: float, origins: Iterable[Origin] = ()) -> Self:
        """Return ``value`` with its origins."""
        made = super().__new__(cls, value)
        made.origins = frozenset(origins)
        return made


def origins_of(value: Any) -> frozenset[Origin]:
    """Return the origins that a number carries; none for a plain number."""
    return getattr(value, "origins", frozenset())


def _keeping_origins(name: str) -> Callable[..., Any]:
    plain = getattr(float, name)

    def operation(self: Value, *others: Any) -> Any:
        result = plain(self, *others)
        # Python then asks the other operand; as a `Value` the answer would fail here.
        if result is NotImplemented:
            return result
        return Value(result, self.origins.union(*(origins_of(other) for other in others)))

    operation.__name__ = name
    return operation


# Written once for all operators of arithmetic, in both orders of the operands.
for _name in ("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "pow", "rpow", "neg", "abs"):
    setattr(Value, f"__{_name}__", _keeping_origins(f"__{_name}__"))


def carrying(function: Callable[P, float]) -> Callable[P, Value]:
    """Return a function whose number carries what was noted while it was computed.

    For numbers that come from several rows or tables, so that each measured value of a test is stored with its own
    origins and not with those of its neighbours.
    """

    @functools.wraps(function)
    def carried(*args: P.args, **kwargs: P.kwargs) -> Value:
        with collecting() as origins:
            number = function(*args, **kwargs)
        return Value(number, origins | origins_of(number))

    return carried
