"""Where two sources hold the same figures: how many, how far they agree, and why they differ."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import pandas as pd

from russia_asean import provenance
from russia_asean.data import releases, tables


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
    """Return all comparisons, in their order."""
    rows = tables.load("comparisons", credit=False).sort_values("order")
    return tuple(_comparison(row) for row in rows.to_dict("records"))


def _comparison(row: Mapping[Any, Any]) -> Comparison:
    kinds = {field["name"]: field["type"] for field in tables.resource(row["table"])["schema"]["fields"]}

    def part(text: str) -> dict[str, Any]:
        cells = dict(each.split("=") for each in text.split(";"))
        return {name: int(cell) if kinds[name] in ("integer", "year") else cell for name, cell in cells.items()}

    return Comparison(
        what=row["what"],
        table=row["table"],
        key=tuple(row["key"].split(";")),
        area=row["area"],
        first=part(row["first"]),
        second=part(row["second"]),
        why=row["why"],
    )


def common_values(compared: Comparison) -> pd.DataFrame:
    """Return the figures that both parts hold.

    Returns:
        The columns of the key, ``first``, ``second``, and ``gap``, the size of the difference in percent of the
        second (figures that are zero in the second are left out).
    """
    table = tables.load(compared.table, credit=False)
    parts = [_part(table, wanted) for wanted in (compared.first, compared.second)]
    provenance.using(compared.table, pd.concat(parts))
    one, two = (part.set_index(list(compared.key))["value"] for part in parts)
    both = pd.concat({"first": one, "second": two}, axis="columns", join="inner").reset_index()
    both = both[both["second"] != 0]
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
