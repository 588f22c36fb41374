"""The table in an analyst's own file: its head, its rows, and which column plays which role."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from russia_asean.sources import guards, written
from russia_asean.sources.foreign_files import Cells, OwnSeriesError

# How publishers name the columns that say which figure a row is, the first that is there first.
ROLES = {
    "reporter": ["reporter", "reporteriso", "reporter_iso", "ref_area", "reporting_country", "reporterdesc"],
    "partner": ["partner", "partneriso", "partner_iso", "counterpart_area", "partner_country", "partnerdesc"],
    "area": ["country", "countries", "area", "geo", "страна", "страны"],
    "flow": ["flow", "flowcode", "trade_flow", "flow_code", "flowdesc", "direction"],
    "period": ["time_period", "period", "timeperiod", "month"],
    "year": ["year", "refyear", "год"],
    "indicator": ["indicator", "indicators"],
    "unit": ["unit", "unit_measure"],
    "power_of_ten": ["unit_mult"],
    "scale": ["scale"],
    "valuation": ["valuation"],
    "status": ["status"],
    "value": ["value", "primaryvalue", "obs_value", "trade_value_us"],
}


@dataclass(frozen=True)
class Given:
    """What the user says of a file because the file does not; empty where nothing is said.

    Attributes:
        reporter: the country whose statistics these are, code or name.
        partner: the country with which it trades.
        flow: ``export`` or ``import``.
        unit: as in ``million USD``.
    """

    reporter: str = ""
    partner: str = ""
    flow: str = ""
    unit: str = ""


@dataclass
class Sheet:
    """A table with named columns, on the way to rows.

    Attributes:
        file: its name in messages.
        table: text cells by the names in the head; the index is the row in the file.
        head: the row of the head.
        title: what stands above the head, and the name of the sheet.
        said: what was assumed.
    """

    file: str
    table: pd.DataFrame
    head: int
    title: str
    said: list[str] = field(default_factory=list)

    def column(self, role: str) -> str | None:
        """Return the name of the column that plays a role, None if there is none."""
        known = {column_key(str(name)): str(name) for name in reversed(list(self.table.columns))}
        return next((known[name] for name in ROLES[role] if name in known), None)


def sheet_of(cells: Cells) -> Sheet:
    """Return the table in a file: its head, over one row or two, its body without notes, and the title above it.

    Raises:
        OwnSeriesError: there is no table, or a column occurs twice.
    """
    grid, said = cells.table, cells.said
    titles = []
    for row, line in grid.iterrows():
        if len(words := {cell for cell in line if cell}) > 1:
            break
        titles += sorted(words)
        grid = grid.drop(index=row)
    if titles:
        said.append(f"Above the head stands: {' '.join(titles)}.")
    if len(grid) < 2:
        raise OwnSeriesError(f"{cells.file}: holds no table with a head and rows. Name the columns in the first row.")
    head, names, body = _head(grid)
    heading = list(grid.iloc[0])
    repeated = [row for row, line in body.iterrows() if list(line) == heading]
    if repeated:
        said.append(f"The head occurs again in rows {', '.join(map(str, repeated))}, which were left out.")
    body = body.drop(index=repeated)
    alone = body.index[(body.iloc[:, 1:] == "").all(axis="columns")]
    if len(alone):
        told = ", ".join(f"{row} ({body.at[row, body.columns[0]]!r})" for row in alone)
        said.append(f"Rows with nothing but a name or a note were left out: {told}.")
    body = body.drop(index=alone)
    blank = [number for number, name in enumerate(names, 1) if not name]
    if blank:
        said.append(f"Columns without a name were not used: {', '.join(map(str, blank))}.")
    names = [name or f"column {number}" for number, name in enumerate(names, 1)]
    if twice := next((name for number, name in enumerate(names) if name in names[:number]), None):
        raise OwnSeriesError(
            f"{cells.file}, row {head}: the column {twice!r} occurs twice. Rename or delete one of them."
        )
    return Sheet(cells.file, body.set_axis(names, axis="columns"), head, " ".join([*titles, cells.sheet]), said)


def _head(grid: pd.DataFrame) -> tuple[int, list[str], pd.DataFrame]:
    """Return the row of the head, the names of the columns, and what stands below it."""
    upper, lower = grid.iloc[0], grid.iloc[1]
    second = (
        lower.iloc[0] in ("", upper.iloc[0])
        and lower.tolist() != upper.tolist()
        and any(lower.iloc[1:])
        and not any(guards.NUMBER.fullmatch(cell) for cell in lower)
    )
    if not second:
        return int(grid.index[0]), [_named(name) for name in upper], grid.iloc[1:]
    # In a text file only the first of merged cells is filled.
    filled = upper.where(upper != "").ffill().fillna("")
    pairs = zip(map(_named, filled), map(_named, lower), strict=True)
    return int(grid.index[0]), [" ".join(dict.fromkeys(each for each in pair if each)) for pair in pairs], grid.iloc[2:]


def _named(head: str) -> str:
    return written.without_footnote(str(head))


def column_key(name: str) -> str:
    """Return a name of a column without capitals, blanks and signs."""
    return re.sub(r"\W+", "_", name.casefold()).strip("_")


def same_once(sheet: Sheet, rows: pd.DataFrame, cell: Sequence[str]) -> None:
    """Say which figures stand twice, and refuse two different values of one.

    Args:
        sheet: where they were read.
        rows: with ``value``, and ``_row`` and ``_head`` of where each stands.
        cell: the columns that say which figure a row is.

    Raises:
        OwnSeriesError: two values of one figure differ.
    """
    for key, group in rows[rows.duplicated(list(cell), keep=False)].groupby(list(cell)):
        shown = " ".join(map(str, key))
        if group["value"].nunique() > 1:
            heads = list(dict.fromkeys(group["_head"]))
            where = f"in the columns {heads[0]!r} and {heads[1]!r}" if len(heads) > 1 else "in two rows"
            raise OwnSeriesError(
                f"{sheet.file}, row {group['_row'].iloc[-1]}: {shown} stands with different values {where}. Delete the "
                "one that you do not mean."
            )
        sheet.said.append(f"{shown} stands twice with the same value and was taken once.")
