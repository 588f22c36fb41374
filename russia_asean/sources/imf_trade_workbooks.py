"""IMF, Direction of Trade Statistics: from the portal's workbooks, one per reporter, to rows of ``trade_flows``.

Each workbook has a sheet of exports (FOB) and one of imports (CIF), in millions of US dollars: partners in rows, years
or months in columns. A cell that the Fund worked out is text, a number of two decimals with a letter behind it. With
``e`` it is an estimate. With ``r``, which only months have, it is part of a figure that the reporter gave for a longer
time: twelve of them add up to the annual release. Who reads numbers alone loses these cells, and who drops the letter
takes an estimate for a report. The annual estimates have a release of their own in our table, which answers only where
it is asked for; years with months of either mark are left out.
"""

import re
from pathlib import Path

import pandas as pd

from russia_asean.sources import guards, imf_trade, workbooks
from russia_asean.sources.asean import MEMBERS
from russia_asean.sources.imf_trade import CELL, MILLION, UNION, WORLD
from russia_asean.sources.snapshots import Edition, SnapshotError

SHEETS = {"export": "Exports, FOB", "import": "Imports, CIF"}
REPORTER_ROW, UNIT_ROW, HEADER_ROW = 4, 5, 7
LABELS = 1  # the column of the names
UNIT = "US Dollars, Millions"
MARKED = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})*\.[0-9]+) ([er])")
YEAR, MONTH = re.compile(r"[0-9]{4}"), re.compile(r"[0-9]{4}M(0[1-9]|1[0-2])")
NAMES = {
    "AUS": "Australia",
    "BRN": "Brunei Darussalam",
    "CAN": "Canada",
    "CHN": "China, P.R.: Mainland",
    UNION: "European Union",
    "IDN": "Indonesia",
    "IND": "India",
    "JPN": "Japan",
    "KHM": "Cambodia",
    "KOR": "Korea, Rep. of",
    "LAO": "Lao People's Dem. Rep.",
    "MMR": "Myanmar",
    "MYS": "Malaysia",
    "NZL": "New Zealand",
    "PHL": "Philippines",
    "RUS": "Russian Federation",
    "SGP": "Singapore",
    "THA": "Thailand",
    "TLS": "Timor-Leste, Dem. Rep. of",
    "USA": "United States",
    "VNM": "Vietnam",
    WORLD: "World",
}
# The number in the name of each reporter's workbook of the annual release.
ANNUAL_NUMBERS = {
    "AUS": 11,
    "BRN": 29,
    "CHN": 40,
    UNION: 230,
    "IDN": 94,
    "IND": 93,
    "JPN": 101,
    "KHM": 34,
    "KOR": 106,
    "LAO": 110,
    "MMR": 135,
    "MYS": 120,
    "PHL": 157,
    "RUS": 162,
    "SGP": 173,
    "THA": 194,
    "TLS": 195,
    "USA": 208,
    "VNM": 213,
}
# What stands in the name of each reporter's workbook of the monthly release.
MONTHLY_NAMES = {
    **{code: NAMES[code] for code in MEMBERS if code != "TLS"},
    "CHN": "China",
    "LAO": "Lao People's Dem. Rep",
    "USA": "US",
}
ESTIMATES = "-estimates"  # how the key of the source of an edition's estimates ends
ROUNDING = 0.001  # part of a year by which the sum of its months may be off
FIRST_YEAR, FIRST_ESTIMATED_YEAR = 1990, 1992
ANNUAL_BEHIND, MONTHLY_BEHIND = 2, 1  # by how many years the last whole year lies before the edition
# Years of fewer than twelve months that are whole all the same, since a blank month is one without this trade.
WITH_BLANK_MONTHS = {("BRN", "RUS", 2021, "import")}


def annual(folder: Path, edition: Edition) -> pd.DataFrame:
    """Return the flows of the annual release; its reports and its estimates have sources apart.

    Args:
        folder: the workbooks of all reporters.
        edition: whose figures they are.

    Raises:
        SnapshotError: a workbook is missing or is not what its format promises.
    """
    files = {reporter: folder / f"DOTS_{number}.xlsx" for reporter, number in ANNUAL_NUMBERS.items()}
    flows = _read(files, YEAR, edition.year - ANNUAL_BEHIND, edition.vintage)
    by_fund = flows["mark"] == "e"
    if (strange := flows["mark"] == "r").any():
        raise SnapshotError(f"{folder.name}: {strange.sum()} years are marked r, a mark of months. Read what it means.")
    flows = flows[flows["year"] >= by_fund.map({True: FIRST_ESTIMATED_YEAR, False: FIRST_YEAR})]
    by_fund = by_fund[flows.index]
    return imf_trade.table_rows(
        flows.assign(
            value=MILLION * flows["number"],
            status=(by_fund | _without_mark(flows)).map({True: "estimate", False: "reported"}),
            vintage=edition.vintage,
            source_key=by_fund.map({True: edition.source_key + ESTIMATES, False: edition.source_key}),
        )
    )


def _without_mark(flows: pd.DataFrame) -> pd.Series:
    """Return which flows are estimates that no mark tells; the limitations of the table say how they are known."""
    reporter, partner, year = flows["reporter"], flows["partner"], flows["year"]
    exports_of_myanmar = (reporter == "MMR") & (flows["flow"] == "export")
    return (
        ((reporter == "LAO") & partner.isin([WORLD, UNION]) & (year > 1997))
        | ((reporter == "TLS") & (year >= 2006))
        | (exports_of_myanmar & (partner == "PHL") & year.between(2000, 2010))
        | (exports_of_myanmar & (partner == "THA") & year.between(2000, 2002))
    )


def monthly(folder: Path, edition: Edition, annual_rows: pd.DataFrame) -> pd.DataFrame:
    """Return sums of twelve months.

    Args:
        folder: the workbooks.
        edition: whose figures they are.
        annual_rows: the annual release, with which the size of the sums is compared.

    Raises:
        SnapshotError: a workbook is missing or is not what its format promises; the figures have another unit; a year
            that may have blank months was not published whole, or such years of the flow are not whole in the annual
            release.
    """
    files = {code: folder / f"Exports_and_Imports_{name}.xlsx" for code, name in MONTHLY_NAMES.items()}
    months = _read(files, MONTH, edition.year - MONTHLY_BEHIND, edition.vintage)
    sums = months.groupby(CELL, as_index=False).agg(
        value=("number", "sum"), months=("number", "size"), marked=("mark", lambda marks: (marks != "").sum())
    )
    whole = (sums["months"] == 12) & (sums["marked"] == 0)
    published = set(sums.loc[whole & (sums["partner"] == WORLD), CELL].itertuples(index=False, name=None))
    for cell in sorted(WITH_BLANK_MONTHS):
        reporter, partner, year, flow = cell
        if (reporter, WORLD, year, flow) not in published:
            raise SnapshotError(
                f"{files[reporter].name}: {year} has no twelve months of {flow}s with the world, so a blank month with "
                f"{partner} may be one not yet published. Take the year from the list of years with blank months."
            )
        _expect_whole_without_blanks(sums, annual_rows, cell, files[reporter].name)
    blank = [cell in WITH_BLANK_MONTHS for cell in sums[CELL].itertuples(index=False, name=None)]
    sums = sums[whole | pd.Series(blank, index=sums.index)]
    rows = imf_trade.table_rows(
        sums.assign(
            value=MILLION * sums["value"],
            status=_without_mark(sums).map({True: "estimate", False: "reported"}),
            **edition.to_the_month.marks,
        )
    )
    guards.another_edition(rows, annual_rows, CELL, folder.name)
    return rows


def _expect_whole_without_blanks(
    sums: pd.DataFrame, annual_rows: pd.DataFrame, cell: tuple[str, str, int, str], file: str
) -> None:
    """Check that the known months of a flow added up to the year before, whenever some were blank.

    Raises:
        SnapshotError: in a year of both releases they do not, or there is no such year.
    """
    reporter, partner, year, flow = cell
    same = ["reporter", "partner", "flow"]
    parts = sums[(sums["months"] < 12) & (sums["year"] < year)]
    parts = parts[(parts[same] == [reporter, partner, flow]).all(axis="columns")]
    both = parts.merge(annual_rows, on=CELL, suffixes=("", "_year"))
    known, whole = MILLION * both["value"], both["value_year"]
    off = both.loc[(known - whole).abs() > ROUNDING * whole, "year"]
    if both.empty or len(off):
        told = f"of {off.iloc[0]} do not add up to the annual release" if len(off) else "of no year can be compared"
        raise SnapshotError(
            f"{file}: the known months of {flow}s with {partner} {told}, so {year} has less than a year. Take it from "
            "the list of years with blank months."
        )


def _read(files: dict[str, Path], period: re.Pattern[str], last_year: int, label: str) -> pd.DataFrame:
    """Return flows by reporter, partner, year and flow in millions of USD, one row per period, with the Fund's mark."""
    flows = pd.concat(_workbook(path, reporter, period) for reporter, path in files.items()).reset_index(drop=True)
    guards.last_year(flows["year"], last_year, next(iter(files.values())).parent.name, label)
    for asked, found in (("reporter", set(flows["reporter"])), ("partner", set(flows["partner"]))):
        wanted = set(files) if asked == "reporter" else set(NAMES)
        if gone := sorted(wanted - found):
            raise SnapshotError(f"{NAMES[gone[0]]!r} is no {asked} in any workbook. Has it another name there?")
    return flows


def _workbook(path: Path, reporter: str, period: re.Pattern[str]) -> pd.DataFrame:
    if not path.exists():
        raise SnapshotError(f"{path.name}: the workbook of {NAMES[reporter]} is missing. Take the folder whole.")
    parts = []
    for flow, sheet in SHEETS.items():
        cells = workbooks.sheet_cells(path, sheet)
        workbooks.expect(path, cells, REPORTER_ROW, LABELS, NAMES[reporter])
        workbooks.expect(path, cells, UNIT_ROW, LABELS, UNIT)
        header = pd.Series([str(name) for name in cells.loc[HEADER_ROW]][LABELS + 1 :])
        if len(strange := header[~header.map(lambda name: bool(period.fullmatch(name)))]):
            raise SnapshotError(
                f"{path.name}, sheet {sheet!r}, row {HEADER_ROW}: {strange.iloc[0]!r} is not of the form "
                f"{period.pattern}. Years, months and quarters must not be added up: export one of them."
            )
        table = cells.loc[HEADER_ROW + 1 :]
        codes = table[LABELS].map({name: code for code, name in NAMES.items()})
        # Copied, so that pandas keeps it in one piece: the reader makes a piece of each column.
        table = table[codes.notna()].set_axis([*cells.columns[: LABELS + 1], *header], axis="columns").copy()
        long = table.assign(partner=codes, row=table.index).melt(["partner", "row"], list(header), "period", "cell")
        parts.append(_numbers(long[long["cell"] != ""], f"{path.name}, sheet {sheet!r}").assign(flow=flow))
    return pd.concat(parts).assign(reporter=reporter)


def _numbers(long: pd.DataFrame, place: str) -> pd.DataFrame:
    """Return cells as numbers with their marks, each partner and period once."""
    read = [_number_and_mark(cell, f"{place}, row {row}") for cell, row in zip(long["cell"], long["row"], strict=True)]
    numbers = pd.DataFrame(read, columns=["number", "mark"], index=long.index)
    found = long[["partner", "period"]].join(numbers).drop_duplicates()  # Australia stands twice, with the same cells
    if (twice := found.duplicated(["partner", "period"])).any():
        partner, period = found.loc[twice, ["partner", "period"]].iloc[0]
        raise SnapshotError(f"{place}: {NAMES[partner]} stands twice in {period}, with two figures. Say which holds.")
    return found.assign(year=found["period"].str[:4].astype(int))


def _number_and_mark(cell: object, place: str) -> tuple[float, str]:
    if isinstance(cell, int | float):
        return float(cell), ""
    marked = MARKED.fullmatch(str(cell))
    if marked is None:
        raise SnapshotError(
            f"{place}: {cell!r} is neither a number nor one with the Fund's mark e or r. "
            "Read what the Fund says of it: a mark or a comma must not become a figure."
        )
    return float(marked[1].replace(",", "")), marked[2]
