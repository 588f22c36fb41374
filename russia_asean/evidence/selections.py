"""Which rows of a table a value rests on: as conditions on the columns of its key, and back as rows."""

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from russia_asean import provenance
from russia_asean.data import tables
from russia_asean.provenance import Key

# The values that each column of the key may have; a row is meant that keeps all of these.
Condition = Mapping[str, tuple[str, ...]]


class SelectionError(ValueError):
    """Conditions that do not find the rows they stand for."""


def conditions(table: str, source: str, keys: Collection[Key]) -> tuple[dict[str, tuple[str, ...]], ...]:
    """Return conditions that find exactly some rows of a source; a row is meant that keeps one of them.

    Few where the rows hang together, such as both flows of all members in one year.

    Args:
        table: the table.
        source: the source of the rows.
        keys: the keys of the rows, without the source.

    Raises:
        SelectionError: the source has no row of such a key.
    """
    wanted, known = frozenset(keys), _keys_of(table, source)
    if strange := wanted - known:
        raise SelectionError(f"data/{table}.csv has no row {min(strange)} of the source {source!r}.")
    columns = _columns(table)
    return tuple(
        {column: tuple(sorted({key[place] for key in part})) for place, column in enumerate(columns)}
        for part in sorted(_parts(wanted, known), key=min)
    )


def _parts(wanted: frozenset[Key], known: frozenset[Key]) -> list[frozenset[Key]]:
    """Split keys into parts each of which is all that its values of each column find among the known."""
    allowed = [set(values) for values in zip(*wanted, strict=True)]
    found = frozenset(key for key in known if all(value in values for value, values in zip(key, allowed, strict=True)))
    if found == wanted:
        return [wanted]
    # Where no column divided them, the keys would be all combinations of their values, and nothing else be found.
    ways = [_divided(wanted, place) for place in range(len(allowed))]
    divided = min((way for way in ways if len(way) > 1), key=len)
    return [part for each in divided for part in _parts(each, found)]


def _divided(keys: frozenset[Key], place: int) -> list[frozenset[Key]]:
    """Return keys in parts, by which other cells each value of one column goes with."""
    rests: dict[str, set[Key]] = {}
    for key in keys:
        rests.setdefault(key[place], set()).add(key[:place] + key[place + 1 :])
    alike: dict[frozenset[Key], set[str]] = {}
    for value, rest in rests.items():
        alike.setdefault(frozenset(rest), set()).add(value)
    return [frozenset(key for key in keys if key[place] in values) for values in alike.values()]


def rows(table: str, source: str, where: Iterable[Condition] = (), ids: Collection[str] = ()) -> pd.DataFrame:
    """Return the rows of a source in a table, in the order of the table.

    Args:
        table: the table.
        source: the source; a table whose rows name none has one for all.
        where: the rows meant, as ``conditions`` returns them.
        ids: the rows meant, by the first column of the key, or the first two with a slash between (``BRICS/RUS``). All
            rows of the source where both are left out.

    Raises:
        SelectionError: nothing is found.
    """
    own = _of_source(table, source)
    if ids:
        first, *more = (_text(table, source)[name] for name in _columns(table))
        named = first.isin(list(ids))
        own = own[named | (first + "/" + more[0]).isin(list(ids)) if more else named]
    elif conditions := [*where]:
        text = _text(table, source)
        kept = pd.Series(False, index=own.index)
        for condition in conditions:
            kept |= pd.concat([text[name].isin(values) for name, values in condition.items()], axis=1).all(axis=1)
        own = own[kept]
    if own.empty:
        raise SelectionError(f"data/{table}.csv has none of the rows of {source!r} that a result rests on.")
    return own


@tables.cached
def _of_source(table: str, source: str) -> pd.DataFrame:
    frame = tables.load(table, credit=False)
    return frame[frame[provenance.SOURCE] == source] if provenance.SOURCE in frame else frame


@tables.cached
def _text(table: str, source: str) -> pd.DataFrame:
    """Return the key of each row of a source as its file writes it."""
    return _of_source(table, source)[[*_columns(table)]].map(provenance.text_of_cell)


def _columns(table: str) -> tuple[str, ...]:
    key = tables.resource(table)["schema"]["primaryKey"]
    return tuple(column for column in key if column != provenance.SOURCE)


@tables.cached
def _keys_of(table: str, source: str) -> frozenset[Key]:
    return frozenset(_text(table, source).itertuples(index=False, name=None))
