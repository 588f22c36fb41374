"""An analyst's own file to rows of one of our tables: read right, with every assumption said, or refused.

Read are our own columns, exports of UN Comtrade and Eurostat, workbooks as Rosstat makes them, SDMX in both its forms,
and SIPRI's register by year of delivery. What a file does not say (a unit, a country, a direction) is never guessed:
the refusal names the option by which the user says it.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from russia_asean.data import countries, country_names, tables
from russia_asean.sources import foreign_files, guards, own_trade, sipri, written
from russia_asean.sources.foreign_files import OwnSeriesError
from russia_asean.sources.own_sheets import Given, Sheet, column_key, same_once, sheet_of

TRADE, ARMS = own_trade.TABLE, "arms_by_year"


@dataclass(frozen=True)
class OwnSeries:
    """A file as rows of one of our tables.

    Attributes:
        table: the table.
        file: the name of the file.
        rows: in the columns of the table, without vintage and source_key.
        said: every assumption, one sentence each.
    """

    table: str
    file: str
    rows: pd.DataFrame
    said: list[str]


def read(table: str, path: Path, given: Given) -> OwnSeries:
    """Return a file as rows of a table.

    Args:
        table: the table it is compared with.
        path: the file.
        given: what the file does not say.

    Raises:
        OwnSeriesError: the file cannot be read without a guess, or holds nothing for this table.
        TableError: there is no such table.
    """
    fields = {each["name"]: each.get("constraints", {}) for each in tables.resource(table)["schema"]["fields"]}
    if not {"value", "year", "unit"} <= {*fields}:
        raise OwnSeriesError(f"data/{table}.csv holds no yearly series. Compare with a table such as {TRADE}.")
    sheet = sheet_of(foreign_files.read_cells(path))
    if table == TRADE:
        rows = own_trade.flows(sheet, given)
    else:
        rows = _deliveries(sheet) if table == ARMS else _like_ours(table, sheet, given)
    first, last = fields["year"].get("minimum", 0), fields["year"].get("maximum", 9999)
    inside = rows["year"].between(first, last)
    if not inside.all():
        years = ", ".join(map(str, sorted(set(rows["year"][~inside]))))
        sheet.said.append(f"Left out: {years}, since the table goes from {first} to {last}, by data/datapackage.json.")
    if not inside.any():
        raise OwnSeriesError(f"{sheet.file}: holds no figure for data/{table}.csv. {' '.join(sheet.said)}")
    return OwnSeries(table, sheet.file, rows[inside].reset_index(drop=True), sheet.said)


def _like_ours(table: str, sheet: Sheet, given: Given) -> pd.DataFrame:
    """Return the rows of a file in the columns of one of our tables, the marks of its release left out."""
    described = tables.resource(table)["schema"]
    ours = tables.load(table, credit=False)
    areas = {
        each["fields"] for each in described.get("foreignKeys", []) if each["reference"]["resource"] == "countries"
    }
    cell = [name for name in described["primaryKey"] if name not in ("source_key", "vintage")]
    if lacking := [name for name in [*cell, "value"] if name not in sheet.table]:
        raise OwnSeriesError(
            f"{sheet.file}, row {sheet.head}: has no column {lacking[0]!r}. For data/{table}.csv a file needs the "
            f"columns {', '.join([*cell, 'value', 'unit'])}."
        )
    texts = sheet.table
    rows = pd.DataFrame({"_row": texts.index, "_head": "value"}, index=texts.index)
    for name in cell:
        if name in areas:
            rows[name] = texts[name].map(country_names.code)
        elif name == "year":
            rows[name] = guards.years(texts[name], sheet.file)
        else:
            rows[name] = texts[name].where(texts[name].isin(set(ours[name])))
        if (strange := rows[name].isna()).any():
            known = "a country" if name in areas else f"one of {', '.join(sorted(set(ours[name]))[:8])}"
            raise OwnSeriesError(
                f"{sheet.file}, row {texts.index[strange][0]}, column {name!r}: {texts[name][strange].iloc[0]!r} is "
                f"not {known} of data/{table}.csv. Correct it, or delete the row."
            )
    rows["value"], said = written.numbers(texts["value"], pd.Series(texts.index, index=texts.index), sheet.file)
    sheet.said += said
    rows["unit"] = _unit_like_ours(table, sheet, given, set(ours["unit"]))
    rows["status"] = texts.get("status", "reported")
    if "status" not in texts:
        sheet.said.append("Every figure counts as reported, not as an estimate.")
    rows = rows.dropna(subset="value")
    same_once(sheet, rows, cell)
    return rows.drop_duplicates(cell).drop(columns=["_row", "_head"])


def _unit_like_ours(table: str, sheet: Sheet, given: Given, known: set[str]) -> "pd.Series | str":
    """Return the unit of each row, which must be one of our table's own."""
    if "unit" not in sheet.table:
        if given.unit not in known:
            raise OwnSeriesError(
                f"{sheet.file}, row {sheet.head}: has no column 'unit'. Give UNIT= with one of: "
                f"{'; '.join(sorted(known))}."
            )
        sheet.said.append(f"Unit: {given.unit}, as given.")
        return given.unit
    if (strange := ~sheet.table["unit"].isin(known)).any():
        raise OwnSeriesError(
            f"{sheet.file}, row {sheet.table.index[strange][0]}, column 'unit': "
            f"{sheet.table['unit'][strange].iloc[0]!r} "
            f"is no unit of data/{table}.csv ({'; '.join(sorted(known))}). Convert the values; nothing is converted "
            "here."
        )
    return sheet.table["unit"]


def _deliveries(sheet: Sheet) -> pd.DataFrame:
    """Return what the ten members received by year, from SIPRI's register by year of delivery; no row of it is kept."""
    needed = ["Supplier", "Recipient", "Delivery year", "TIV delivery values"]
    if lacking := [name for name in needed if name not in sheet.table]:
        deals = [name for name in map(str, sheet.table) if column_key(name) == "year_s_of_delivery"]
        several = sheet.table[deals[0]].str.contains(";") if deals else pd.Series(dtype=bool)
        if several.any():
            row = several.index[several][0]
            raise OwnSeriesError(
                f"{sheet.file}, row {row}, column {deals[0]!r}: {sheet.table.at[row, deals[0]]!r} are several years "
                "with one volume, and nothing says how much came in which. Take SIPRI's register with the volume of "
                "each year of delivery (`Delivery year`, `TIV delivery values`)."
            )
        raise OwnSeriesError(
            f"{sheet.file}, row {sheet.head}: has no column {lacking[0]!r}. Take SIPRI's register with the volume of "
            "each year of delivery."
        )
    texts, rows = sheet.table, pd.Series(sheet.table.index, index=sheet.table.index)
    table = pd.DataFrame({"supplier": texts["Supplier"], "recipient": texts["Recipient"].map(country_names.code)})
    table["year"] = guards.years(texts["Delivery year"], sheet.file)
    table["value"], said = written.numbers(texts["TIV delivery values"], rows, sheet.file)
    table = table.dropna()
    if gone := sorted({*sipri.RECIPIENTS.values()} - {sipri.NEWEST_MEMBER} - {*table["recipient"]}):
        raise OwnSeriesError(
            f"{sheet.file}: has no delivery to {countries.name(gone[0])}, so it gives no sum of the ten members. Take "
            "the register of all recipients."
        )
    sheet.said += [*said, "Deliveries were added up by year for the ten members; no row of the register is kept."]
    return sipri.received_by_year(table)
