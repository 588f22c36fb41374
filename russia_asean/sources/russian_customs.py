"""Federal Customs Service of Russia: what it still publishes since 2022, by region of the world and by group of goods.

Each release is a workbook of one sheet and a vintage of its own; 2022 stands in two of them, with figures that differ.
"""

import re
from pathlib import Path

import pandas as pd

from russia_asean.sources import guards, workbooks
from russia_asean.sources.snapshots import SnapshotError

SOURCE = "fcs-russia-2024"
CHAPTERS = "ПубликацияТСТВ_2022.xlsx"  # has chapters of the Harmonized System; the later releases have eight groups
# Each workbook: when it was released, as its own properties say, its sheet, its unit and what it splits trade by.
RELEASES = {
    CHAPTERS: ("2023-03-09", "Публикация (1)", "миллионов", "product"),
    "страны122023.xlsx": ("2024-02-09", "1", "млрд", "region"),
    "структура122023.xlsx": ("2024-02-09", "структура", "млрд", "product"),
    "страны042024.xlsx": ("2024-06-10", "1", "млрд", "region"),
    "структура042024.xlsx": ("2024-06-10", "структура", "млрд", "product"),
    "страны092024.xlsx": ("2024-11-08", "1", "млрд", "region"),
}
UNITS = {"миллионов": 1e6, "млрд": 1e9}
WORLD = "World"
REGIONS = {"АФРИКА": "Africa", "АМЕРИКА": "America", "АЗИЯ": "Asia", "ЕВРОПА": "Europe", "ОКЕАНИЯ": "Oceania"}
WORLD_NAMES = {"Весь мир": WORLD, "Всего": WORLD, "ВСЕГО": WORLD}
# The groups of the service and their chapters of the Harmonized System.
GROUPS = ["01-24", "25-27", "28-40", "41-43", "44-49", "50-67", "68-70, 84-97", "71-83"]
CODE = re.compile(r"(\d\d(?:-\d\d)?(?:, \d\d-\d\d)?)-\D.*")
FLOWS = {"экспорт": "export", "импорт": "import"}
MONTHS = {"апрель": "04", "сентябрь": "09", "декабрь": "12"}
PERIOD = re.compile(r"январь ?- ?(?P<month>\w+) (?P<year>20\d\d)(?: г\.)?")
FLOW_AND_PERIOD_ROWS = (4, 5)
NOT_READ = ("оборот", "темп")  # turnover, and the growth of each
UNALLOCATED = 1e9  # USD: what the world's total may hold beside the five regions
ROUNDING = 4e6  # USD: eight groups of whole millions
CASE = ["year", "months", "flow", "vintage"]


def trade_by_part(folder: Path) -> pd.DataFrame:
    """Return Russia's trade with regions, and with the world by goods, in USD.

    Args:
        folder: the workbooks of ``RELEASES``.

    Raises:
        SnapshotError: a guard refuses a workbook.
    """
    by_file = {name: _release(folder / name) for name in RELEASES}
    for name, rows in by_file.items():
        # The release of 2022 lists chapters and only one group: its chapters leave out what is not disclosed.
        if name != CHAPTERS:
            by_region = RELEASES[name][3] == "region"
            parts, tolerance = (list(REGIONS.values()), UNALLOCATED) if by_region else (GROUPS, ROUNDING)
            wide = rows.pivot(index=CASE, columns="part", values="value")
            if lacking := [part for part in [*parts, WORLD] if part not in wide]:
                raise SnapshotError(f"{name}: has no row {lacking[0]!r}. Has it another name in the file?")
            guards.sums_to(wide[parts].sum(axis="columns", min_count=len(parts)), wide[WORLD], tolerance, name)
    table = pd.concat(by_file.values()).assign(unit="USD", status="reported", source_key=SOURCE)
    return table[["breakdown", "part", *CASE[:3], "value", "unit", "status", "vintage", "source_key"]]


def _release(path: Path) -> pd.DataFrame:
    """Return a row per part, period and flow of a workbook, in USD."""
    released, sheet, unit, breakdown = RELEASES[path.name]
    if not path.exists():
        raise SnapshotError(f"{path.name}: the release is missing. Take the folder whole.")
    if (saved := str(workbooks.saved_on(path))) != released:
        raise SnapshotError(f"{path.name}: was saved on {saved}, the release of that name on {released}. Which is it?")
    cells = workbooks.sheet_cells(path, sheet)
    title = " ".join(cells.loc[: FLOW_AND_PERIOD_ROWS[0] - 1, 0].astype(str))
    if unit not in title:
        raise SnapshotError(f"{path.name}: its title {title.strip()!r} does not say {unit!r}. Is the unit another one?")
    names = _parts(cells.loc[FLOW_AND_PERIOD_ROWS[1] + 1 :, 0], breakdown, path.name)
    parts = []
    for column, flow, months, year in _periods(cells, path.name):
        values = workbooks.numeric_cells(cells.loc[names.index, column], f"{path.name}, column {column + 1}")
        if (none := values.isna()).any():
            raise SnapshotError(f"{path.name}, row {values.index[none][0]}: has no {flow} in {year}. Look at the file.")
        usd = (UNITS[unit] * values).round()
        parts.append(pd.DataFrame({"part": names, "year": year, "months": months, "flow": flow, "value": usd}))
    return pd.concat(parts).assign(breakdown=breakdown, vintage=released)


def _parts(labels: pd.Series, breakdown: str, file: str) -> pd.Series:
    """Return our names of the rows that hold figures: regions, or chapters by their numbers."""
    # The last row is a note that begins with a star; one row says "among them".
    texts = labels.map(lambda label: str(label).strip())
    texts = texts[(texts != "") & ~texts.str.startswith("*") & (texts != "в том числе:")]

    def part(text: str) -> str | None:
        code = CODE.fullmatch(text) if breakdown == "product" else None
        return code[1] if code else {**WORLD_NAMES, **REGIONS}.get(text)

    found = texts.map(part)
    if (strange := found.isna()).any():
        raise SnapshotError(f"{file}, row {texts.index[strange][0]}: {texts[strange].iloc[0]!r} is no known part.")
    return found


def _periods(cells: pd.DataFrame, file: str) -> list[tuple[int, str, str, int]]:
    """Return the columns that hold exports or imports: column, flow, months and year.

    One of two rows names flows, the other periods, in either order; merged cells fill their first column alone.
    """
    above, below = ([" ".join(str(cell).lower().split()) for cell in cells.loc[row]] for row in FLOW_AND_PERIOD_ROWS)
    for column, text in enumerate(above):
        above[column] = text or above[max(column - 1, 0)]
    found = []
    for column in range(1, len(below)):
        texts = [above[column], below[column]]
        if any(word in text for text in texts for word in NOT_READ) or below[column] == "":
            continue
        flow = next((name for russian, name in FLOWS.items() if russian in texts), None)
        period = next((match for text in texts if (match := PERIOD.fullmatch(text))), None)
        if flow is None or period is None or period["month"] not in MONTHS:
            raise SnapshotError(f"{file}, column {column + 1}: {' / '.join(texts)!r} names no flow and period we know.")
        found.append((column, flow, f"01-{MONTHS[period['month']]}", int(period["year"])))
    return found
