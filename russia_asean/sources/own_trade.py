"""An analyst's own file about trade to rows of ``trade_flows``.

The file may have our own columns, be an export of UN Comtrade or Eurostat, a workbook as Rosstat makes them, or SDMX.
"""

import re

import pandas as pd

from russia_asean.data import countries, country_names
from russia_asean.sources import imf_trade, written
from russia_asean.sources.foreign_files import OwnSeriesError
from russia_asean.sources.own_sheets import Given, Sheet, column_key, same_once

TABLE = imf_trade.TABLE
# What a row of all goods says in the columns by which publishers divide trade; other rows are parts of it.
WHOLE = {
    "cmdcode": "TOTAL",
    "commodity_code": "TOTAL",
    "product": "TOTAL",
    "stat_procedure": "TOTAL",
    "partner2iso": "W00",
    "customscode": "C00",
    "motcode": "0",
    "moscode": "0",
}
FLOWS = {
    "export": ["export", "exports", "x", "экспорт"],
    "import": ["import", "imports", "m", "импорт"],
}
# Eurostat's numbers of flows, which another publisher could give another meaning.
EUROSTAT_FLOWS = {"1": "import", "2": "export"}
PARTS_OF_FLOWS = ["re-export", "re-import", "re-exports", "re-imports", "rx", "rm"]
IMF_INDICATOR = re.compile(r"T?(?P<flow>[XM])G_(?P<valuation>FOB|CIF)_(?P<unit>[A-Z]{3})")
EUROSTAT_INDICATOR = re.compile(r"VALUE(_IN)?_(?P<unit>EUR)\w*")
VALUE_HEAD = re.compile(r"(.*_)?value(_.*)?")
COMTRADE_VALUE = "primaryvalue"
NOT_APPLICABLE = "_Z"
OUR_CURRENCY = "USD"
# What is worked out of a file stands in columns that no file has, and becomes ours at the end.
OURS = {f"_{name}": name for name in ("reporter", "partner", "year", "flow", "valuation", "value", "status")}
SHOWN = 5  # names listed in a message


def flows(sheet: Sheet, given: Given) -> pd.DataFrame:
    """Return the rows of a file about trade in the columns of ``trade_flows``, without vintage and source_key.

    Args:
        sheet: the table of the file; what is assumed is added to ``sheet.said``.
        given: what the file does not say.

    Raises:
        OwnSeriesError: the file cannot be read without a guess, or holds no trade that the table asks for.
    """
    _keep_all_goods(sheet)
    long = _long(sheet)
    long = _by_indicator(sheet, long)
    long = _used_pairs(sheet, _with_sides(sheet, given, long))
    long = _with_directions(sheet, given, long)
    long["_multiple"] = _multiples(sheet, given, long)
    cells = long["_text"].rename(str(long["_head"].iloc[0]))
    numbers, said = written.numbers(cells, long["_row"], sheet.file)
    sheet.said += said
    if (below := numbers < 0).any():
        raise OwnSeriesError(
            f"{sheet.file}, row {long['_row'][below].iloc[0]}: a flow of goods is below zero. Has a column moved, or "
            "is it a balance?"
        )
    long["_value"] = numbers * long["_multiple"]
    yearly = _whole_years(sheet, long)
    return _for_our_table(sheet, _with_status(sheet, yearly))


def _keep_all_goods(sheet: Sheet) -> None:
    """Leave out rows of single products, ways of transport and other parts of the trade with a partner."""
    for name in sheet.table.columns:
        if (whole := WHOLE.get(column_key(name))) is None:
            continue
        kept = sheet.table[name].str.casefold() == whole.casefold()
        if not kept.any():
            raise OwnSeriesError(
                f"{sheet.file}, row {sheet.head}, column {name!r}: no row is of {whole}, so the trade in all goods is "
                "not there. Take a file with the total."
            )
        if not kept.all():
            sheet.said.append(f"Of {name!r} only rows of {whole} were read; {int((~kept).sum())} others are parts.")
        sheet.table = sheet.table[kept]


def _long(sheet: Sheet) -> pd.DataFrame:
    """Return a row for each cell that holds a value, with the other columns of its row.

    Returns:
        The columns of the file, and ``_row`` (in the file), ``_head`` (of the column of the value) and ``_text``.

    Raises:
        OwnSeriesError: no column of values can be told from the others.
    """
    names = list(sheet.table.columns)
    one = sheet.column("value")
    flows = [name for name in names if _flow_named(name) and name != sheet.column("flow")]
    valued = [name for name in names if VALUE_HEAD.fullmatch(column_key(name))]
    if not one and not flows and len(valued) > 1:
        raise OwnSeriesError(
            f"{sheet.file}, row {sheet.head}: the columns {' and '.join(map(repr, valued))} may both be the values. "
            "Delete those that you do not mean."
        )
    years = [name for name in names if written.period(name)]
    values = [one] if one else flows or valued or years
    if not values:
        raise OwnSeriesError(
            f"{sheet.file}, row {sheet.head}: none of the columns {', '.join(names[:8])} is known to hold values. Name "
            "it `value_usd`, or name two `export_usd` and `import_usd`."
        )
    parts = [sheet.table.assign(_row=sheet.table.index, _head=name, _text=sheet.table[name]) for name in values]
    return pd.concat(parts, ignore_index=True)


def _flow_named(words: str) -> str:
    """Return the flow that a head or a title names, an empty text if it names none or both."""
    said = {*re.split(r"[^a-zа-я]+", words.casefold())}
    found = [flow for flow, forms in FLOWS.items() if said & {form for form in forms if len(form) > 1}]
    return found[0] if len(found) == 1 else ""


def _by_indicator(sheet: Sheet, long: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose indicator is one of trade in goods; it says flow, valuation and unit."""
    long = long.assign(_flow="", _valuation="", _unit="")
    if (name := sheet.column("indicator")) is None:
        return long
    found = long[name].map(lambda code: IMF_INDICATOR.fullmatch(code) or EUROSTAT_INDICATOR.fullmatch(code))
    if other := sorted(set(long[name][found.isna()])):
        sheet.said.append(f"Left out, no trade in goods by partner: {', '.join(other)} in {name!r}.")
    long, found = long[found.notna()], found.dropna()
    if long.empty:
        raise OwnSeriesError(
            f"{sheet.file}, row {sheet.head}, column {name!r}: no row is of trade in goods. Take a file of exports or "
            "imports."
        )
    groups = [match.groupdict() for match in found]
    words = {"X": "export", "M": "import"}
    return long.assign(
        _flow=[words.get(each.get("flow", ""), "") for each in groups],
        _valuation=[each.get("valuation", "") for each in groups],
        _unit=[each["unit"] for each in groups],
    )


def _with_sides(sheet: Sheet, given: Given, long: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the codes of reporter and partner; rows of unknown countries are left out and named."""
    columns = {side: sheet.column(side) for side in ("reporter", "partner")}
    for side, name in columns.items():
        if name and (long[name] == NOT_APPLICABLE).all():
            sheet.said.append(f"The column {name!r} says that there is no {side} ({NOT_APPLICABLE}).")
            columns[side] = None
    stated = {"reporter": given.reporter, "partner": given.partner}
    lacking = [side for side, name in columns.items() if not name and not stated[side]]
    if area := sheet.column("area"):
        if len(lacking) == 2:
            raise OwnSeriesError(
                f"{sheet.file}, row {sheet.head}, column {area!r}: nothing says whether these countries are reporters "
                "or partners. Give "
                "REPORTER= with the country whose statistics these are, or PARTNER= with the one they trade with."
            )
        if len(lacking) == 1:
            columns[lacking[0]] = area
            sheet.said.append(f"The countries in {area!r} are {lacking[0]}s, since the other side was given.")
            lacking = []
        elif all(stated.values()):
            named = {country_names.code(words) for words in long[area].unique()} - {None}
            # Else trade of others would count as that of the two.
            if strangers := named - {country_names.code(each) for each in stated.values()}:
                raise OwnSeriesError(
                    f"{sheet.file}, row {sheet.head}, column {area!r}: names countries ({_some(strangers)}), and both "
                    "REPORTER= and PARTNER= are given. Leave out the one that the column names."
                )
    if lacking:
        raise OwnSeriesError(
            f"{sheet.file}, row {sheet.head}: no column names the {lacking[0]}. Give {lacking[0].upper()}= with its "
            "code or name, such as VNM."
        )
    for side, name in columns.items():
        if name and stated[side]:
            raise OwnSeriesError(
                f"{sheet.file}, row {sheet.head}, column {name!r}: names the {side} itself. Leave {side.upper()}= out."
            )
        if name:
            codes = {words: country_names.code(words) for words in long[name].unique()}
            if unknown := [words for words, code in codes.items() if code is None]:
                rows = long.loc[long[name].isin(unknown), "_row"]
                more = " and others" if len(unknown) > SHOWN else ""
                sheet.said.append(
                    f"Left out, no country of data/countries.csv: {', '.join(map(repr, unknown[:SHOWN]))}{more} in "
                    f"{name!r} ({len(set(rows))} rows, the first is row {rows.iloc[0]})."
                )
            long = long.assign(**{f"_{side}": long[name].map(codes)}).dropna(subset=f"_{side}")
        else:
            if (code := country_names.code(stated[side])) is None:
                raise OwnSeriesError(
                    f"{side.upper()}={stated[side]!r} is no country of data/countries.csv. Give a code such as VNM."
                )
            sheet.said.append(f"The {side} is {countries.name(code)}, as given.")
            long = long.assign(**{f"_{side}": code})
    if long.empty:
        raise OwnSeriesError(f"{sheet.file}: no row names a country that is known. {sheet.said[-1]}")
    return long


def _some(codes: set[str | None]) -> str:
    """Return the names of a few countries, and that there are others."""
    names = sorted(countries.name(code) for code in codes if code)
    return ", ".join(names[:SHOWN]) + (" and others" if len(names) > SHOWN else "")


def _with_directions(sheet: Sheet, given: Given, long: pd.DataFrame) -> pd.DataFrame:
    """Return rows with their flow; re-exports and re-imports, which are parts of the two, are left out."""
    name = sheet.column("flow")
    in_head = long["_head"].map(_flow_named)
    titled = _flow_named(sheet.title)
    if (long["_flow"] != "").all():
        return long
    if name:
        words = {form: flow for flow, forms in FLOWS.items() for form in forms}
        indicator = sheet.column("indicator")
        if indicator and long[indicator].map(lambda code: bool(EUROSTAT_INDICATOR.fullmatch(code))).all():
            words |= EUROSTAT_FLOWS
        said = long[name].str.casefold()
        if (parts := said.isin(PARTS_OF_FLOWS)).any():
            sheet.said.append(f"Left out, parts of exports and imports: {', '.join(sorted(set(long[name][parts])))}.")
        long, said = long[~parts], said[~parts]
        if (strange := ~said.isin(list(words))).any():
            raise OwnSeriesError(
                f"{sheet.file}, row {long['_row'][strange].iloc[0]}, column {name!r}: {long[name][strange].iloc[0]!r} "
                "is neither export nor import. Write one of the two."
            )
        return long.assign(_flow=said.map(words))
    if (in_head != "").all():
        return long.assign(_flow=in_head)
    if titled:
        sheet.said.append(f"All figures are {titled}s, as the title or the name of the sheet says.")
        return long.assign(_flow=titled)
    if given.flow not in FLOWS:
        raise OwnSeriesError(
            f"{sheet.file}, row {sheet.head}: nothing says whether these are exports or imports. Give FLOW=export or "
            "FLOW=import."
        )
    sheet.said.append(f"All figures are {given.flow}s, as given.")
    return long.assign(_flow=given.flow)


def _units(sheet: Sheet, given: Given, long: pd.DataFrame) -> tuple[str, pd.Series]:
    """Return where the unit of the values is said, and the unit of each cell.

    Raises:
        OwnSeriesError: nothing says the unit, or the file and the user both do.
    """
    column = sheet.column("unit")
    places = [(f"column {column!r}", long[column])] if column else []
    if column and (blank := long[column].map(lambda words: not written.unit(words).currency)).any() and not blank.all():
        raise OwnSeriesError(
            f"{sheet.file}, row {long['_row'][blank].iloc[0]}, column {column!r}: {long[column][blank].iloc[0]!r} is "
            "no unit of money, as other rows have. Write one, such as USD."
        )
    places += [("the indicator", long["_unit"]), ("the head", long["_head"])]
    places += [("the title", pd.Series(sheet.title, index=long.index))]
    found = [(place, cells.map(written.unit)) for place, cells in places]
    place, units = next(
        ((place, each) for place, each in found if each.map(lambda unit: unit.currency != "").all()), ("", None)
    )
    if units is None and column_key(str(long["_head"].iloc[0])) == COMTRADE_VALUE:
        place, units = "the format of UN Comtrade", pd.Series([written.Unit("USD", 1.0)] * len(long), index=long.index)
    if given.unit and units is not None:
        raise OwnSeriesError(f"{sheet.file}, row {sheet.head}: {place} says the unit itself. Leave UNIT= out.")
    if units is None:
        stated = written.unit(given.unit)
        if not stated.currency:
            raise OwnSeriesError(
                f"{sheet.file}, row {sheet.head}: no column, head or title says the unit of the values. Give UNIT=, "
                'for example UNIT="million USD".'
            )
        place, units = "the unit given", pd.Series([stated] * len(long), index=long.index)
    return place, units


def _multiples(sheet: Sheet, given: Given, long: pd.DataFrame) -> pd.Series:
    """Return by how much each cell is multiplied to give US dollars.

    Raises:
        OwnSeriesError: the unit is another currency, which nothing in the file converts, or is not known.
    """
    place, units = _units(sheet, given, long)
    for row, each in zip(long["_row"], units, strict=True):
        if each.currency != OUR_CURRENCY:
            raise OwnSeriesError(
                f"{sheet.file}, row {row}: the values are in {each.currency} by {place}, and data/{TABLE}.csv is in US "
                "dollars; they were not converted, since the file has no rate. Convert each year at its average rate "
                "and name the column `value_usd`."
            )
    multiples = units.map(lambda unit: unit.multiple)
    told = " and ".join("US dollars" if each == 1 else f"{each:,.0f} US dollars" for each in sorted(set(multiples)))
    sheet.said.append(f"Unit: {told}, by {place}.")
    if name := sheet.column("power_of_ten"):
        powers = long[name].replace("", "0")
        if (strange := ~powers.str.fullmatch("[0-9]{1,2}")).any():
            raise OwnSeriesError(
                f"{sheet.file}, row {long['_row'][strange].iloc[0]}, column {name!r}: {powers[strange].iloc[0]!r} is "
                "no power of ten. Write 0, 3, 6 or 9."
            )
        multiples = multiples * 10.0 ** powers.astype(int)
        sheet.said.append(f"Values were multiplied by ten to the power of {name!r}: {', '.join(sorted(set(powers)))}.")
    if name := sheet.column("scale"):
        sheet.said.append(
            f"{name!r} ({', '.join(sorted(set(long[name])))}) was taken for applied already, as the IMF does in its "
            "files."
        )
    return multiples


def _whole_years(sheet: Sheet, long: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each flow and whole year: as the file has it, or the sum where all parts of it are there."""
    period, year = sheet.column("period"), sheet.column("year")
    if period is None and year is None and written.period(str(long["_head"].iloc[0])) is None:
        raise OwnSeriesError(f"{sheet.file}, row {sheet.head}: no column names the year. Add one, named `year`.")
    words = long[period] if period else long[year] if year else long["_head"]
    beside = long[year] if period and year else pd.Series("", index=long.index)
    found = [written.period(*map(written.without_footnote, each)) for each in zip(words, beside, strict=True)]
    for row, each, what in zip(long["_row"], found, words, strict=True):
        if each is None:
            raise OwnSeriesError(
                f"{sheet.file}, row {row}: {what!r} is no year, month or quarter. Write the year in four digits."
            )
    long = long.assign(_period=pd.Series(found, index=long.index), _year=[each.year for each in found if each])
    # Two columns of one flow are two figures; columns of months are parts of one.
    long["_column"] = [head if written.period(head) is None else "" for head in long["_head"]]
    is_whole = long["_period"].map(lambda each: each.whole)
    whole = long[is_whole & long["_value"].notna()]
    cell = ["_reporter", "_partner", "_flow", "_year", "_column"]
    rest = long[~is_whole]
    of_whole = pd.MultiIndex.from_frame(rest[cell]).isin(pd.MultiIndex.from_frame(whole[cell]))
    if of_whole.any():
        sheet.said.append(
            f"{int(of_whole.sum())} figures of months or parts of a year were left out, since the whole year is there."
        )
    sums, short = [], []
    for _, group in rest[~of_whole].groupby(cell):
        if _add_up(group):
            sums.append(group.iloc[[0]].assign(_value=group["_value"].sum()))
        else:
            short.append(group.assign(_words=words[group.index]).iloc[0])
    if sums:
        sheet.said.append(
            f"{len(sums)} figure{'s are sums' if len(sums) > 1 else ' is the sum'} of all months or quarters of a year."
        )
    if short:
        told = sorted({f"{each['_flow']}s of {each['_year']}" for each in short})
        sheet.said.append(f"Left out, since only a part of the year is there: {', '.join(told)}.")
    yearly = pd.concat([whole, *sums])
    if yearly.empty and short:
        first = min(short, key=lambda each: int(each["_row"]))
        raise OwnSeriesError(
            f"{sheet.file}, row {first['_row']}: {first['_words']!r} is a part of a year, and of no year the whole "
            "is there. Take a file with whole years, or with all twelve months."
        )
    if yearly.empty:
        raise OwnSeriesError(
            f"{sheet.file}, row {sheet.head}: no row below has a figure; all are missing. Take a file with figures."
        )
    return yearly


def _add_up(parts: pd.DataFrame) -> bool:
    """Say whether some parts are a whole year: months or quarters, each once, none missing."""
    months = [month for each in parts["_period"] for month in range(each.first, each.last + 1)]
    return sorted(months) == list(range(1, 13)) and bool(parts["_value"].notna().all())


def _with_status(sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with their status and, where the file has it, their valuation."""
    for name, role, allowed in (
        ("_status", "status", ("reported", "estimate")),
        ("_valuation", "valuation", ("FOB", "CIF")),
    ):
        if column := sheet.column(role):
            strange = ~rows[column].isin(allowed)
            if strange.any():
                raise OwnSeriesError(
                    f"{sheet.file}, row {rows['_row'][strange].iloc[0]}, column {column!r}: "
                    f"{rows[column][strange].iloc[0]!r} is not {' or '.join(allowed)}. Write one of the two."
                )
            rows = rows.assign(**{name: rows[column]})
        elif role == "status":
            sheet.said.append("Every figure counts as reported, not as an estimate.")
            rows = rows.assign(_status="reported")
    if (rows["_valuation"] == "").any():
        sheet.said.append("Exports count as FOB and imports as CIF, since the file does not say.")
    return rows


def _used_pairs(sheet: Sheet, long: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of those reporters and partners that the report asks for."""
    pairs = zip(long["_reporter"], long["_partner"], strict=True)
    used = pd.Series(
        [partner in imf_trade.PARTNERS.get(reporter, ()) and partner != reporter for reporter, partner in pairs],
        index=long.index,
    )
    if not used.all():
        other = sorted(set(zip(long["_reporter"][~used], long["_partner"][~used], strict=True)))
        told = ", ".join(f"{reporter} with {partner}" for reporter, partner in other[:SHOWN])
        sheet.said.append(
            f"Left out, since the report does not ask for it: trade of {told}"
            f"{f' and {len(other) - SHOWN} other pairs' if len(other) > SHOWN else ''}."
        )
    if not used.any():
        raise OwnSeriesError(
            f"{sheet.file}, row {long['_row'].iloc[0]}: holds no trade that data/{TABLE}.csv asks for, which is that "
            "of Russia, the members of "
            f"ASEAN and their main partners. {sheet.said[-1]}"
        )
    return long[used]


def _for_our_table(sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows in the columns of our table; a figure that occurs twice is taken once, if it is the same."""
    named = rows[["_row", "_head", *OURS]].rename(columns=OURS)
    same_once(sheet, named, imf_trade.CELL)
    found = imf_trade.table_rows(named.assign(vintage="", source_key="").drop_duplicates(imf_trade.CELL))
    own = named.loc[found.index, "valuation"]
    return found.assign(valuation=own.where(own != "", found["valuation"])).drop(columns=["vintage", "source_key"])
