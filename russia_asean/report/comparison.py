"""A series of the reader's own against ours: what it adds, where the two differ, and what the report says with it."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from russia_asean import formatting, paths
from russia_asean.data import countries, editions, reader, releases, tables
from russia_asean.report import changes, changes_page, rehearsal
from russia_asean.report.one_at_a_time import alone
from russia_asean.sources import own_series
from russia_asean.sources.foreign_files import OwnSeriesError
from russia_asean.sources.own_series import OwnSeries
from russia_asean.sources.own_sheets import Given

FOLDER = paths.BUILD / "compare"
KEY, LABEL = "own-series", "own series"
MARKS = ("source_key", "vintage")
LARGEST = 5
# Rival statistics of one flow differ by a few times at most; a unit that was mistaken is off by a thousand.
SIZE_BOUND = 100.0
Role = Literal["preferred", "additional"]
ROLES: dict[Role, str] = {"preferred": releases.ANSWERS, "additional": "cross-check"}


@dataclass(frozen=True)
class Comparison:
    """A series beside the figures of ours that answer.

    Attributes:
        series: the file as rows of our table.
        cell: the columns that say which figure a row is, the year last.
        both: a row for each figure of either, columns of ``cell``, ``own`` and ``ours``, NaN where one lacks it; of
            ours only those series of which the file has at least one year.
        unit: ``percent`` of our figure, or ``points`` where the figures are rates, in which differences are told.
        elsewhere: how many other series ours has.
    """

    series: OwnSeries
    cell: list[str]
    both: pd.DataFrame
    unit: str
    elsewhere: int

    @property
    def differences(self) -> pd.DataFrame:
        """The figures that both have, with ``difference`` in ``unit``, the largest first."""
        common = self.both.dropna()
        change = common["own"] - common["ours"]
        if self.unit == "percent":
            change = (100 * change / common["ours"].abs())[common["ours"] != 0]
        found = common.assign(difference=change).dropna()
        # By place where two are equal, so that the order is the same in each run.
        return found.sort_values("difference", key=lambda each: each.abs(), ascending=False, kind="stable")


def compare(series: OwnSeries) -> Comparison:
    """Return a series beside the figures of our table that answer.

    Raises:
        OwnSeriesError: its figures are of another size than ours, so that the unit must be another one.
        TableError: our table breaks its rules.
    """
    cell = _cell(series.table)
    ours = _answers(series.table)
    ids = cell[:-1]
    here = pd.MultiIndex.from_frame(ours[ids]).isin(pd.MultiIndex.from_frame(series.rows[ids]))
    columns = {"own": series.rows.set_index(cell)["value"], "ours": ours[here].set_index(cell)["value"]}
    both = pd.DataFrame(columns).reset_index().sort_values(cell, ignore_index=True)
    ratio = (both["own"] / both["ours"].where(both["ours"] != 0)).abs().median()
    if ratio > SIZE_BOUND or ratio < 1 / SIZE_BOUND:
        raise OwnSeriesError(
            f"{series.file}: the figures are {ratio:.3g} times the report's by the median, so their unit is another "
            "one than was read "
            f"({next((each for each in series.said if each.startswith('Unit')), 'as in the table')}) Correct the "
            "unit in the file, or give UNIT= if the file says none."
        )
    rates = series.rows["unit"].isin(editions.RATES).all()
    elsewhere = len(ours[~here].drop_duplicates(ids))
    return Comparison(series, cell, both, "points" if rates else "percent", elsewhere)


def told(comparison: Comparison) -> list[str]:
    """Return what one screen says of a comparison, a line each."""
    series, both, cell = comparison.series, comparison.both, comparison.cell
    lines = [f"{series.file}: {len(series.rows)} figures for data/{series.table}.csv", "", "It was read so:"]
    lines += [f"  {each}" for each in series.said]
    for heading, rows in (
        ("Only in your file", both[both["ours"].isna()]),
        ("Only in the report's table, of the same series", both[both["own"].isna()]),
    ):
        lines += ["", f"{heading}:", *(f"  {each}" for each in _by_series(rows, cell) or ["nothing"])]
    if comparison.elsewhere:
        lines.append(f"  and {comparison.elsewhere:,} other series, which stay as they are.")
    found = comparison.differences
    lines.append("")
    if found.empty:
        return [*lines, "No figure is in both, so nothing says how far they differ."]
    size = found["difference"].abs()
    sign = " %" if comparison.unit == "percent" else " points"
    figures = "1 figure" if len(found) == 1 else f"{len(found)} figures"
    lines += [
        f"In both: {figures}. Difference: {size.median():.1f}{sign} (median), "
        f"{size.quantile(0.9):.1f}{sign} (ninth decile).",
        "The largest, yours against the report's:",
    ]
    for _, row in found.head(LARGEST).iterrows():
        own, ours = (_amount(row[name], series) for name in ("own", "ours"))
        told_of = f"{own} against {ours} ({row['difference']:+.1f}{sign})"
        lines.append(f"  {_series_name(row, cell)}, {row['year']}: {told_of}")
    return lines


def candidate_files(series: OwnSeries, role: Role) -> dict[str, str]:
    """Return the files of the project as they would be with a series, by path below the project.

    Where releases of a table are ranked, the series becomes one: the first that answers, or one that is only compared.
    In the other tables its figures take the places of ours.

    Args:
        series: the file as rows of our table.
        role: ``preferred``, if it answers first; ``additional``, if it is only compared.

    Raises:
        OwnSeriesError: the table has one release, so that nothing can stand beside it.
    """
    ranked = series.table == own_series.TRADE
    if role == "additional" and releases.releases_of(series.table).empty:
        raise OwnSeriesError(
            f"{series.file}: data/{series.table}.csv holds one release, so a series cannot stand beside it. Give "
            "AS=preferred."
        )
    today = datetime.date.today().isoformat()
    rows = series.rows.assign(vintage=today, source_key=KEY)
    if not ranked and role == "preferred":
        return {f"data/{series.table}.csv": _replaced(series)}
    listed = _written(releases.TABLE)
    of_table = listed["table"] == series.table
    ranks = listed["rank"].astype(int)
    if role == "preferred":
        listed["rank"] = (ranks + of_table).astype(str)
    rank = 1 if role == "preferred" else int(ranks[of_table].max()) + 1
    release = {"table": series.table, "source_key": KEY, "rank": str(rank), "role": ROLES[role], "label": LABEL}
    source = {
        "source_key": KEY,
        "kind": "data set",
        "title": f"Own series, {series.file}",
        "producer": "Own series",
        "citation": f"Own series, read from {series.file}.",
        "accessed": today,
        "licence_status": "terms to be confirmed",
        "redistributable": "no",
    }
    added = {
        series.table: rows.assign(value=rows["value"].map(_digits)),
        releases.TABLE: pd.DataFrame([release]),
        "sources": pd.DataFrame([source]),
    }
    before = {series.table: _written(series.table), releases.TABLE: listed, "sources": _written("sources")}
    return {
        f"data/{tables.resource(name)['path']}": _csv(name, pd.concat([before[name], more]))
        for name, more in added.items()
    }


def run(table: str, file: Path, given: Given, role: Role, folder: Path = FOLDER) -> Path:
    """Compare a file with one of our tables, rehearse the report with it, say what changes, and return the page.

    Args:
        table: the name of the table.
        file: the analyst's file.
        given: what the file does not say.
        role: whether it answers first or is only compared.
        folder: where copies and the page are put; nothing else is written.

    Raises:
        AtWorkError: another comparison is at work.
        OwnSeriesError: the file is refused.
        RehearsalError: a chapter failed on it.
        TableError: there is no such table.
    """
    with alone(folder, "make compare"):
        comparison = compare(own_series.read(table, file, given))
        screen = told(comparison)
        print("\n".join(screen), end="\n\n", flush=True)
        found = rehearsal.rehearse(candidate_files(comparison.series, role), folder, tell=_tell)
        print(f"\n{what_changes(found, role)}")
        return changes_page.write(
            folder / "index.html",
            f"{file.name} against data/{table}.csv",
            introduction(comparison, role),
            found,
            _shown(comparison),
        )


def introduction(comparison: Comparison, role: Role) -> list[str]:
    """Return the paragraphs with which the page begins."""
    series = comparison.series
    answers = (
        "It answers first: where it has a figure, the report uses it."
        if role == "preferred"
        else "It is only compared: wherever ours has a figure, the report uses ours."
    )
    return [
        f"A series of your own, read from {series.file}, beside data/{series.table}.csv. {answers} The stored edition "
        "is as it was.",
        f"It was read so: {' '.join(series.said)}",
    ]


def what_changes(found: rehearsal.Rehearsal, role: Role) -> str:
    """Return in words which verdicts and sentences change with a series, and how many other things."""
    heading = f"With it as {role} release"
    if not found.changes:
        return f"{heading} nothing changes: verdicts, sentences, values and exhibits are the same."
    told_here = [change for change in found.changes if change.kind in ("verdict", "finding")]
    others = [change.kind for change in found.changes if change.kind not in ("verdict", "finding")]
    counts = [f"{changes.HEADINGS[kind].lower()} {others.count(kind)}" for kind in changes.ORDER if kind in others]
    lines = [f"{heading}:", changes.report(told_here) if told_here else "No verdict and no sentence changes."]
    return "\n".join([*lines, *([f"Other changes, told on the page: {', '.join(counts)}."] if counts else [])])


def _tell(line: str) -> None:
    print(line, flush=True)


def _cell(table: str) -> list[str]:
    """Return the columns that say which figure of a table a row is, the year last."""
    key = [name for name in tables.resource(table)["schema"]["primaryKey"] if name not in (*MARKS, "year")]
    return [*key, "year"]


def _answers(table: str) -> pd.DataFrame:
    """Return the figure of each cell of a table that answers by the rule of vintages."""
    rows = tables.load(table, credit=False)
    order = releases.answering(table)
    if order:
        rows = rows[rows["source_key"].isin(order)]
        # Stable, so that of one release the rows stay in the order of the file.
        rows = rows.sort_values("source_key", key=lambda keys: keys.map(order.index), kind="stable")
    return rows.drop_duplicates(_cell(table))


def _by_series(rows: pd.DataFrame, cell: list[str]) -> list[str]:
    """Return a line for each series of some rows, with its years."""
    return [
        f"{_series_name(group.iloc[0], cell)}: {formatting.year_ranges([int(year) for year in group['year']])}"
        for _, group in rows.groupby(cell[:-1])
    ]


def _series_name(row: pd.Series, cell: list[str]) -> str:
    """Return the words for a series: ``Vietnam, Russia, export``."""
    return ", ".join(_name(str(row[name])) for name in cell[:-1])


def _name(code: str) -> str:
    try:
        return countries.name(code)
    except KeyError:
        return code


def _amount(value: float, series: OwnSeries) -> str:
    """Return a figure as a reader reads it."""
    return formatting.usd(value, 4) if (series.rows["unit"] == "USD").all() else f"{value:,.6g}"


def _written(table: str) -> pd.DataFrame:
    """Return the cells of a table as they are written."""
    path = tables.resource(table)["path"]
    return reader.text_cells(paths.DATA / path, f"data/{path}")


def _replaced(series: OwnSeries) -> str:
    """Return our table with the figures of a series in the places of those that answer, and the new ones added."""
    cell = _cell(series.table)
    written, answers = _written(series.table), _answers(series.table)
    mark = [name for name in MARKS if name in written]
    usual = answers.groupby(cell[:-1])[mark].last().reset_index()
    rows = series.rows.merge(answers[[*cell, *mark]], on=cell, how="left")
    # A year that ours lacks goes to the release of the years before it, so that it answers, and a series that ours
    # lacks to one that answers for others.
    rows = rows.merge(usual, on=cell[:-1], how="left", suffixes=("", "_usual"))
    for name in mark:
        rows[name] = rows[name].fillna(rows.pop(f"{name}_usual")).fillna(answers[name].iloc[-1])
    key = list(dict.fromkeys([*cell, *mark]))
    texts = rows.assign(value=rows["value"].map(_digits)).astype(str)
    taken = pd.MultiIndex.from_frame(written[key]).isin(pd.MultiIndex.from_frame(texts[key]))
    return _csv(series.table, pd.concat([written[~taken], texts]))


def _digits(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _csv(table: str, rows: pd.DataFrame) -> str:
    """Return rows as the text of a table: its columns, in the order of its key compared as text."""
    described = tables.resource(table)
    columns = [field["name"] for field in described["schema"]["fields"]]
    key = described["schema"]["primaryKey"]
    order = described.get("sortedBy", [key] if isinstance(key, str) else key)
    texts = rows.reindex(columns=columns).fillna("").astype(str)
    return str(texts.sort_values(order).to_csv(index=False, lineterminator="\n"))


def _shown(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Return the tables of the page: what is new, and where both have a figure."""
    cell = comparison.cell
    shown = {
        "Only in your file": comparison.both[comparison.both["ours"].isna()],
        "In both": comparison.differences,
    }
    sign = "%" if comparison.unit == "percent" else "points"
    return {
        heading: pd.DataFrame(
            {
                "Series": [_series_name(row, cell) for _, row in rows.iterrows()],
                "Year": rows["year"].tolist(),
                "Yours": [_amount(value, comparison.series) for value in rows["own"]],
                **(
                    {
                        "The report's": [_amount(value, comparison.series) for value in rows["ours"]],
                        f"Difference, {sign}": [f"{value:+.1f}" for value in rows["difference"]],
                    }
                    if "difference" in rows
                    else {}
                ),
            }
        )
        for heading, rows in shown.items()
        if len(rows)
    }
