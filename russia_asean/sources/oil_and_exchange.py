"""Price of Brent oil (US Energy Information Administration, IMF) and exchange rates that output implies (IMF)."""

from pathlib import Path

import pandas as pd

from russia_asean.sources import answers, guards
from russia_asean.sources.asean import MEMBERS
from russia_asean.sources.snapshots import Edition, SnapshotError

DAY = "-06-30"  # the file gives each year the date of its middle
SERIES = {"series": "RBRTE", "units": "$/BBL"}  # spot price of Brent, free on board
FIRST_PRICE_YEAR = 1987  # the first of the agency's series
BRENT, PRICE_UNIT = "POILBRE", "USD per barrel"
NATIONAL, DOLLARS = "NGDP", "NGDPD"  # output in national currency and in US dollars, both in billions
UNITS = {NATIONAL: "billion national currency, current", DOLLARS: "billion USD, current", BRENT: PRICE_UNIT}
MARK, ACTUAL, PROJECTED = "is_estimate_or_projection", "0", "1"
FIRST_RATE_YEAR = 1992
JANUARY_OVER = 2  # the average of a year is there in the course of the next January
AUTUMN = 10  # the edition of October knows most of its own year, that of April little of it
STATES = sorted([*MEMBERS, "RUS"])
DIGITS = 6  # of an exchange rate
# The two annual averages of one price differ by little: a larger gap says that a unit or a year is another one.
PRICE_GAP = 3  # USD per barrel


def oil_price(agency: Path, outlook: Path, agency_edition: Edition, outlook_edition: Edition) -> pd.DataFrame:
    """Return annual averages of both producers.

    Args:
        agency: ``Date`` and ``Price``, USD per barrel, a row per year.
        outlook: an edition of the World Economic Outlook, ``iso3``, ``year``, ``indicator``, ``value``, ``unit`` and a
            mark of what is projected.
        agency_edition: whose figures the first file holds.
        outlook_edition: whose the second.

    Raises:
        SnapshotError: a guard refuses a file, or the two do not measure the same.
    """
    spot = guards.text_table(agency, ["Date", "Price"])
    if len(strange := spot[~spot["Date"].str.fullmatch(r"\d{4}" + DAY)]):
        raise SnapshotError(f"{agency.name}, row {strange.index[0]}: {strange['Date'].iloc[0]!r} is no year's middle.")
    spot = pd.DataFrame(
        {"year": spot["Date"].str[:4].astype(int), "value": guards.numbers(spot["Price"], agency.name)}
    ).assign(status="reported", **agency_edition.marks)
    newest = agency_edition.year - 1
    earliest = newest - agency_edition.is_before(JANUARY_OVER)
    guards.last_year(spot["year"], newest, agency.name, agency_edition.vintage, earliest)
    rows = _outlook(outlook, BRENT)
    rows = rows[rows["year"] >= FIRST_PRICE_YEAR]
    rows = rows[["year", "value"]].assign(
        status=(rows[MARK] == PROJECTED).map({True: "projection", False: "reported"}), **outlook_edition.marks
    )
    gap = spot.set_index("year")["value"] - rows.set_index("year")["value"]
    if gap.abs().max() > PRICE_GAP:
        raise SnapshotError(
            f"{agency.name}, {gap.abs().idxmax()}: differs from {outlook.name} by {gap.abs().max():.3g} USD. "
            "Is it another price, or another unit?"
        )
    return pd.concat([spot, rows]).assign(unit=PRICE_UNIT)[["year", "value", "unit", "status", "vintage", "source_key"]]


def exchange_rates(outlook: Path, edition: Edition) -> pd.DataFrame:
    """Return what a US dollar cost on average by year, as output in both currencies implies.

    Args:
        outlook: as for ``oil_price``.
        edition: whose figures it holds.

    Raises:
        SnapshotError: a guard refuses the file, or a state of our table has no output in one of the currencies.
    """
    national, dollars = (_outlook(outlook, name).set_index(["iso3", "year"])["value"] for name in (NATIONAL, DOLLARS))
    rates = (national / dollars).dropna().rename("value").reset_index()
    last = edition.year - 1 if edition.is_before(AUTUMN) else edition.year
    rates = rates[rates["iso3"].isin(STATES) & rates["year"].between(FIRST_RATE_YEAR, last)]
    if gone := sorted(set(STATES) - set(rates.loc[rates["year"] == last, "iso3"])):
        raise SnapshotError(f"{outlook.name}: has no output of {gone[0]} in {last}. Was it withdrawn?")
    rates["value"] = rates["value"].map(lambda rate: float(f"{rate:.{DIGITS}g}"))
    return rates.assign(unit="national currency per USD", status="derived", **edition.marks)[
        ["iso3", "year", "value", "unit", "status", "vintage", "source_key"]
    ]


def _outlook(path: Path, indicator: str) -> pd.DataFrame:
    whole = guards.text_table(path, ["iso3", "year", "indicator", "value", "unit", MARK])
    rows = whole[whole["indicator"] == indicator]
    if rows.empty or (other := rows["unit"] != UNITS[indicator]).any():
        found = "nothing" if rows.empty else repr(rows.loc[other, "unit"].iloc[0])
        raise SnapshotError(f"{path.name}: {indicator} is given in {found}, not in {UNITS[indicator]!r}. Convert it.")
    if len(strange := rows[~rows[MARK].isin(["", ACTUAL, PROJECTED])]):
        raise SnapshotError(
            f"{path.name}, row {strange.index[0]}, column {MARK!r}: {strange[MARK].iloc[0]!r} is neither empty nor "
            f"{ACTUAL} or {PROJECTED}. A projection must not pass for a report: say what the mark means."
        )
    return rows.assign(
        year=guards.numbers(rows["year"], path.name).astype(int), value=guards.numbers(rows["value"], path.name)
    ).dropna(subset="value")


def price_text(path: Path) -> str:
    """Return annual prices in the form of the file of the agency's prices.

    Args:
        path: an answer of the agency's interface for programs: ``response.data``, a record per year with ``period``,
            ``series``, ``value`` and ``units``.

    Raises:
        SnapshotError: it has another form, or holds another series or unit.
    """
    match answers.json_answer(path):
        case {"response": {"data": [_, *_] as records}}:
            pass
        case {"error": said}:
            raise SnapshotError(f"{path.name}: the agency answers: {said}")
        case _:
            raise SnapshotError(f"{path.name}: holds no prices. Has the interface changed?")
    rows = []
    for record in records:
        for name, known in SERIES.items():
            if record.get(name) != known:
                raise SnapshotError(f"{path.name}: {name!r} is {record.get(name)!r}, not {known!r}.")
        rows.append((f"{record['period']}{DAY}", record["value"]))
    return answers.csv_text(["Date", "Price"], sorted(rows))
