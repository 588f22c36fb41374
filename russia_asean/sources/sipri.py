"""SIPRI Arms Transfers Database: from the register and the tables of volumes to shares and totals, and nothing else.

The volumes are in trend-indicator values, which count military capability and not money. SIPRI's terms let nobody pass
on its rows: what is written are sums over five years, or of all members in a year, and shares in them.
"""

import base64
import binascii
import csv
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from russia_asean.sources import answers, guards
from russia_asean.sources.snapshots import Edition, SnapshotError

REGISTER_HEADER = 12  # the line with the names of columns, below the notes
TABLE_HEADER = 11
RECIPIENTS = {
    "Brunei": "BRN",
    "Cambodia": "KHM",
    "Indonesia": "IDN",
    "Laos": "LAO",
    "Malaysia": "MYS",
    "Myanmar": "MMR",
    "Philippines": "PHL",
    "Singapore": "SGP",
    "Thailand": "THA",
    "Timor-Leste": "TLS",
    "Viet Nam": "VNM",
}
NEWEST_MEMBER = "TLS"  # joined in 2025, and is no part of the ten
ASEAN, OTHERS = "ASEAN10", "OTH"
# The largest suppliers of the region. Others stand together as OTH.
SUPPLIERS = {
    "China": "CHN",
    "France": "FRA",
    "Germany": "DEU",
    "Israel": "ISR",
    "Russia": "RUS",
    "South Korea": "KOR",
    "Soviet Union": "SUN",
    "Ukraine": "UKR",
    "United Kingdom": "GBR",
    "United States": "USA",
}
# For Viet Nam from 2000, also whoever had five per cent or more in a window.
SUPPLIERS_OF_VIETNAM = {"Belarus": "BLR", "Czechia": "CZE", "India": "IND", "Netherlands": "NLD"}
FIRST_YEAR_OF_SUPPLIERS_OF_VIETNAM = 2000
# From the year in which the register begins it answers; the windows before come from the tables. Besides the windows
# that do not overlap there are others, which begin elsewhere: they say whether a finding depends on where one begins.
REGISTER_START, OVERLAPPING_START, WINDOW = 1995, 2013, 5
UPDATE_MONTH = 3  # in which SIPRI adds the deliveries of the year before
TABLE_WINDOWS = [(start, start + 4) for start in range(1955, 1995, 5)]
VOLUME = "SIPRI trend-indicator value, millions (a volume index, not dollars)"
UNITS = {"share": "percent of the volume index", "total": VOLUME, "hhi": "Herfindahl-Hirschman index, 0-10000"}
DIGITS = {"share": 2, "total": 1, "hhi": 0}
CELL = ["supplier", "recipient", "year"]


def register(path: Path, edition: Edition) -> pd.DataFrame:
    """Return deliveries by supplier, recipient and year, in millions of the volume index.

    Args:
        path: the trade register, with notes above its header and a semicolon at the end of lines.
        edition: whose figures they are.

    Raises:
        SnapshotError: the file was made on another day, or a guard refuses it.
    """
    notes = path.read_text(encoding="utf-8-sig").splitlines()[: REGISTER_HEADER - 1]
    _same_day(next((line for line in notes if line.startswith("Data generated:")), ""), edition, path.name)
    columns = ["Supplier", "Recipient", "Delivery year", "TIV delivery values"]
    whole = guards.text_table(path, columns, header=REGISTER_HEADER)
    table = pd.DataFrame({"supplier": whole["Supplier"], "recipient": whole["Recipient"].map(RECIPIENTS)})
    table["year"] = guards.years(whole["Delivery year"], path.name)
    table["value"] = guards.numbers(whole["TIV delivery values"], path.name)
    if (below := table["value"] < 0).any():
        raise SnapshotError(f"{path.name}, row {table.index[below][0]}: a delivery is below zero. Has a column moved?")
    table = table.dropna(subset=["recipient", "value"])
    earliest, newest = ends_of_register(edition.vintage)
    guards.last_year(table["year"], newest, path.name, edition.vintage, earliest)
    _all_recipients(table, path.name)
    return table.groupby(CELL)[["value"]].sum().reset_index()


def exporter_table(path: Path, edition: Edition) -> pd.DataFrame:
    """Return deliveries of one supplier by recipient and year, in millions of the volume index.

    Args:
        path: the table of one exporter, "TIV of arms exports from …": titles above the header, a row per recipient, a
            column per year and one of totals. An empty cell is no delivery, 0 one below half a million.
        edition: whose figures they are.

    Raises:
        SnapshotError: the file was made on another day, a guard refuses it, or a recipient misses its printed total.
    """
    lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    titles, head = [line[0] for line in lines[: TABLE_HEADER - 1]], lines[TABLE_HEADER - 1]
    supplier = titles[0].removeprefix("TIV of arms exports from ").rsplit(", ", 1)[0]
    _same_day(next((title for title in titles if title.startswith("Generated:")), ""), edition, path.name)
    # The empty line above the totals has a cell too many.
    rows = {number: line for number, line in enumerate(lines, 1) if number > TABLE_HEADER and any(line)}
    if wrong := [number for number, line in rows.items() if len(line) != len(head)]:
        raise SnapshotError(
            f"{path.name}, row {wrong[0]}: has {len(rows[wrong[0]])} cells, its header {len(head)}. Has a column moved?"
        )
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["recipient", *head[1:]])
    table = table[table["recipient"].isin(list(RECIPIENTS))]
    years = [name for name in head if name.isdigit()]
    values = pd.DataFrame({name: guards.numbers(table[name], path.name) for name in [*years, "Total"]})
    # Each cell is rounded to a million.
    sums = values[years].sum(axis="columns")
    guards.sums_to(sums, values["Total"].fillna(0), 0.5 * len(years), path.name)
    long = values[years].assign(recipient=table["recipient"].map(RECIPIENTS))
    long = long.melt("recipient", var_name="year", value_name="value").dropna(subset="value")
    return long.assign(supplier=supplier, year=long["year"].astype(int))[[*CELL, "value"]]


def volumes(path: Path, edition: Edition) -> pd.DataFrame:
    """Return the same as ``exporter_table`` for all suppliers, from our extract of their tables.

    Args:
        path: ``supplier``, ``recipient``, ``year``, ``tiv_millions`` and ``vintage``, which names the day.
        edition: whose figures they are.

    Raises:
        SnapshotError: the extract has no rows of that day, a recipient is missing, or a guard refuses it.
    """
    whole = guards.text_table(path, ["supplier", "recipient", "year", "tiv_millions", "vintage"])
    whole = whole[whole["vintage"].str.startswith(f"TIV tables generated {edition.vintage}")]
    table = pd.DataFrame({"supplier": whole["supplier"], "recipient": whole["recipient"].map(RECIPIENTS)})
    table["year"] = guards.years(whole["year"], path.name)
    table["value"] = guards.numbers(whole["tiv_millions"], path.name)
    if (twice := table.duplicated(CELL)).any():
        raise SnapshotError(f"{path.name}, row {table.index[twice][0]}: the delivery occurs twice. Keep one of them.")
    _all_recipients(table, path.name)
    return table


def register_shares(path: Path, edition: Edition) -> pd.DataFrame:
    """Return shares, totals and concentration by window from the register; see ``register``."""
    deliveries = register(path, edition)
    return shares(deliveries, register_windows(int(deliveries["year"].max()))).assign(**edition.marks)


def table_shares(path: Path, edition: Edition) -> pd.DataFrame:
    """Return shares, totals and concentration by window from the tables; see ``volumes``."""
    return shares(volumes(path, edition), TABLE_WINDOWS).assign(**edition.marks)


def by_year(path: Path, edition: Edition) -> pd.DataFrame:
    """Return the volume that the ten members received by year, from all and from Russia; see ``register``."""
    return received_by_year(register(path, edition)).assign(**edition.marks)


def received_by_year(deliveries: pd.DataFrame) -> pd.DataFrame:
    """Return the volume that the ten members received by year, from all and from Russia.

    Args:
        deliveries: ``supplier`` by name, ``recipient`` by code, ``year`` and ``value`` (millions of the volume index).
    """
    ten = deliveries[deliveries["recipient"].isin(set(RECIPIENTS.values()) - {NEWEST_MEMBER})]
    sums = {"ALL": ten.groupby("year")["value"].sum()}
    sums["RUS"] = ten[ten["supplier"] == "Russia"].groupby("year")["value"].sum()
    rows: pd.DataFrame = pd.concat(sums, names=["supplier"]).reset_index()
    return rows.assign(recipient=ASEAN, unit=VOLUME, status="derived")


def shares(deliveries: pd.DataFrame, windows: Iterable[tuple[int, int]]) -> pd.DataFrame:
    """Return for each recipient and window the shares of suppliers, the total and the concentration.

    Args:
        deliveries: ``supplier``, ``recipient``, ``year``, ``value``.
        windows: first and last years.

    Returns:
        recipient, start_year, end_year, supplier, measure (share in per cent, total in millions, hhi from 0 to 10,000),
        value, unit, status. A supplier without deliveries and a recipient without any have no row.
    """
    ten = deliveries[deliveries["recipient"] != NEWEST_MEMBER].assign(recipient=ASEAN)
    rows = []
    for first, last in windows:
        inside = pd.concat([deliveries, ten])
        inside = inside[inside["year"].between(first, last)]
        for recipient, received in inside.groupby("recipient"):
            by_supplier = received.groupby("supplier")["value"].sum()
            total = sum(received["value"])  # in the order of the rows, which decides a half
            if total == 0:
                continue
            percent = 100 * by_supplier / total
            cell = (recipient, first, last)
            rows += [(*cell, "ALL", "total", total), (*cell, "ALL", "hhi", (percent**2).sum())]
            codes = percent.index.map(_codes(str(recipient), first)).fillna(OTHERS)
            rows += [(*cell, code, "share", value) for code, value in percent.groupby(codes).sum().items()]
    columns = ["recipient", "start_year", "end_year", "supplier", "measure", "value"]
    table = pd.DataFrame(rows, columns=columns)
    # Others that delivered less than half a million together have no row.
    table = table[(table["supplier"] != OTHERS) | (table["value"] > 0)]
    table["value"] = [round(value, DIGITS[name]) for value, name in zip(table["value"], table["measure"], strict=True)]
    return table.assign(unit=table["measure"].map(UNITS), status="derived")


def register_windows(last: int) -> list[tuple[int, int]]:
    """Return the first and last years of all windows of five years that lie wholly in a register.

    Args:
        last: the year in which the register ends.
    """
    starts = {*range(REGISTER_START, last, WINDOW), *range(OVERLAPPING_START, last, WINDOW)}
    return [(start, start + WINDOW - 1) for start in sorted(starts) if start + WINDOW - 1 <= last]


def ends_of_register(day: str) -> tuple[int, int]:
    """Return the earliest and the latest year in which a register that was made on a day can end.

    Before SIPRI's yearly update it holds deliveries to the end of the year before last, after it those of the year
    before, too; in the month of the update it may be either.

    Args:
        day: when the register was made, in ISO form.
    """
    year, month = int(day[:4]), int(day[5:7])
    return year - (1 if month > UPDATE_MONTH else 2), year - (2 if month < UPDATE_MONTH else 1)


def _codes(recipient: str, first: int) -> dict[str, str]:
    """Return the codes of the suppliers that have rows of their own."""
    more = recipient == "VNM" and first >= FIRST_YEAR_OF_SUPPLIERS_OF_VIETNAM
    return SUPPLIERS | SUPPLIERS_OF_VIETNAM if more else SUPPLIERS


def register_text(path: Path) -> tuple[str, str]:
    """Return the register as the site gives it to a person, and the day on which it was made.

    Args:
        path: an answer of the site's own interface: the text of the register under ``result``, or its bytes, encoded to
            the base 64, under ``bytes``.

    Raises:
        SnapshotError: it holds neither, or does not say when it was made.
    """
    match answers.json_answer(path):
        case {"result": str(text)}:
            pass
        case {"bytes": str(encoded)}:
            try:
                packed = base64.b64decode(encoded, validate=True)
            except binascii.Error as broken:
                raise SnapshotError(f"{path.name}: its bytes cannot be decoded ({broken}). Fetch it again.") from None
            try:
                text = packed.decode("utf-8-sig")
            except UnicodeDecodeError:
                text = packed.decode("latin-1")
        case _:
            raise SnapshotError(f"{path.name}: holds no register. Has the interface of the site changed?")
    made = next((line for line in text.splitlines() if line.startswith("Data generated:")), "")
    day = _day(made)
    if not day:
        raise SnapshotError(f"{path.name}: does not say when it was generated. Has the form of the register changed?")
    return text, day


def _day(note: str) -> str:
    """Return the day that a note names ("Generated: 28 July 2022"), in ISO form; empty where it names none."""
    day = pd.to_datetime(note.partition(":")[2].strip(" ;"), errors="coerce", format="mixed", dayfirst=True)
    return "" if pd.isna(day) else f"{day:%Y-%m-%d}"


def _same_day(note: str, edition: Edition, file: str) -> None:
    """Refuse a file that was made on another day, as its note says ("Generated: 28 July 2022")."""
    made = note.partition(":")[2].strip(" ;")
    if _day(note) != edition.vintage:
        raise SnapshotError(
            f"{file}: was generated on {made or 'a day that it does not say'}, not on {edition.vintage}. "
            "It is another edition than its name says: take the right one, or correct its date in data/sources.csv."
        )


def _all_recipients(table: pd.DataFrame, file: str) -> None:
    if lacking := sorted(set(RECIPIENTS.values()) - set(table["recipient"])):
        raise SnapshotError(f"{file}: has no delivery to {lacking[0]}. Has it another name in the file?")
