"""Where two sources hold the same figures: how many, how far they agree, and why they differ."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import pandas as pd

from russia_asean import provenance
from russia_asean.data import reader, releases, tables


@dataclasses.dataclass(frozen=True)
class Comparison:
    """Two parts of one table that hold the same figures.

    Attributes:
        what: what is compared, in a few words.
        table: the table that holds both.
        key: the columns that say which figures are the same.
        area: the column that names the country, to say where the two differ most.
        first, second: the value of each column that marks a part, its ``source_key`` among them.
        why: why the two differ, in one sentence.
    """

    what: str
    table: str
    key: tuple[str, ...]
    area: str
    first: Mapping[str, Any]
    second: Mapping[str, Any]
    why: str

    @property
    def names(self) -> tuple[str, str]:
        """What the two parts are called: the labels of their releases."""
        first, second = (releases.label(self.table, part["source_key"]) for part in (self.first, self.second))
        return first, second


@tables.cached
def comparisons() -> tuple[Comparison, ...]:
    """Return all comparisons, in their order.

    Raises:
        TableError: one of them names what its table does not have.
    """
    rows = tables.load("comparisons", credit=False).sort_values("order")
    # The first row of a table stands below its header, hence 2.
    return tuple(_comparison(row, int(str(place)) + 2) for place, row in rows.T.to_dict().items())


def _comparison(row: Mapping[Any, Any], place: int) -> Comparison:
    kinds = {field["name"]: field["type"] for field in tables.resource(row["table"])["schema"]["fields"]}

    def refused(column: str, said: str) -> reader.TableError:
        return reader.TableError(f"data/comparisons.csv, row {place}, column {column!r}: {said}")

    def part(column: str) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        for each in row[column].split(";"):
            name, sign, cell = each.partition("=")
            if not sign or name not in kinds:
                raise refused(
                    column,
                    f"{each!r} names no value of a column of data/{row['table']}.csv. Write column=value, separated by "
                    f"semicolons, with columns of these: {', '.join(kinds)}.",
                )
            whole = kinds[name] in ("integer", "year")
            if whole and not cell.isdigit():
                raise refused(column, f"{cell!r} is no whole number, which {name!r} holds. Correct the value.")
            cells[name] = int(cell) if whole else cell
        if cells.get("source_key") not in releases.keys_listed_for(row["table"]):
            raise refused(
                column,
                f"it names no release of {row['table']!r} that data/releases.csv lists. Add source_key=... of one.",
            )
        return cells

    for column in ("key", "area"):
        if strangers := [name for name in row[column].split(";") if name not in kinds]:
            raise refused(column, f"{strangers[0]!r} is no column of data/{row['table']}.csv. Use: {', '.join(kinds)}.")
    return Comparison(
        what=row["what"],
        table=row["table"],
        key=tuple(row["key"].split(";")),
        area=row["area"],
        first=part("first"),
        second=part("second"),
        why=row["why"],
    )


def common_values(compared: Comparison) -> pd.DataFrame:
    """Return the figures that both parts hold.

    Returns:
        The columns of the key, ``first``, ``second``, and ``gap``, the size of the difference in percent of the
        second (figures that are zero in the second are left out).

    Raises:
        TableError: they hold none.
    """
    table = tables.load(compared.table, credit=False)
    parts = [_part(table, wanted) for wanted in (compared.first, compared.second)]
    provenance.using(compared.table, pd.concat(parts))
    one, two = (part.set_index(list(compared.key))["value"] for part in parts)
    both = pd.concat({"first": one, "second": two}, axis="columns", join="inner").reset_index()
    both = both[both["second"] != 0]
    if both.empty:
        raise reader.TableError(
            f"data/comparisons.csv: the two parts of {compared.what!r} hold no figure in common "
            f"({dict(compared.first)} and {dict(compared.second)}). Correct first or second."
        )
    return both.assign(gap=100 * ((both["first"] - both["second"]) / both["second"]).abs())


def percent_within(gaps: pd.Series, percent: float) -> float:
    """Return how many of some gaps are at most ``percent``, in percent of their number."""
    return 100 * float((gaps <= percent).mean())


def agreement_summary(compared: Comparison) -> dict[str, str | int | float]:
    """Return how well two parts agree: their names, how many figures both hold, and how many are close.

    Returns:
        first, second (names), common (count), within_half and within_five (percent of the common figures whose gap is
        at most 0.5 % and 5 %).
    """
    gaps = common_values(compared)["gap"]
    first, second = compared.names
    return {
        "first": first,
        "second": second,
        "common": len(gaps),
        "within_half": percent_within(gaps, 0.5),
        "within_five": percent_within(gaps, 5),
    }


def agreement_table(table: str) -> pd.DataFrame:
    """Return how well the parts of one table agree that hold the same figures: ``agreement``, one row a comparison."""
    return pd.DataFrame([agreement_summary(each) for each in comparisons() if each.table == table])


def codes_with_most_gaps(both: pd.DataFrame, area: str) -> list[str]:
    """Return the four codes with the most gaps above five percent, the worst first."""
    # Sorted by code before the largest are taken, so that ties fall the same way each time.
    return list(both.loc[both["gap"] > 5, area].value_counts().sort_index().nlargest(4, keep="first").index)


def _part(table: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rows of a table that have some values in some columns."""
    return table[(table[list(wanted)] == pd.Series(wanted)).all(axis="columns")]
