"""IMF, International Trade in Goods by partner country (IMTS): from its files to rows of ``trade_flows``."""

import json
from pathlib import Path

import pandas as pd

from russia_asean.sources import guards, imf_trade
from russia_asean.sources.imf_trade import CELL, MILLION, UNION, WORLD
from russia_asean.sources.snapshots import Edition, SnapshotError

# Russia as reporter: a row per partner and flow, years in columns, as the portal exports a view.
FIRST_YEAR = 2016
MOST_BEHIND = 2  # by how many years the last one lies before the edition at most
ESTIMATED_FROM = 2022  # Russia has given the Fund nothing by partner since; the view does not mark the estimates
FLOWS = {"XG_FOB_USD": "export", "MG_CIF_USD": "import"}
GROUPS = {"G001": WORLD, "G998": UNION}
PARTNER = "COUNTERPART_COUNTRY.ID"
# What each row must say of itself.
FIXED = {
    "DATASET": "IMF.STA:IMTS(1.0.0)",
    "COUNTRY.ID": "RUS",
    "FREQUENCY.ID": "A",
    "SCALE": "Millions",
    "OBS_MEASURE": "OBS_VALUE",
}

# Exports of the year before an edition: who sent how much to whom, as a network.
NAMES = {
    "Australia": "AUS",
    "Brunei": "BRN",
    "Cambodia": "KHM",
    "Canada": "CAN",
    "China": "CHN",
    "India": "IND",
    "Indonesia": "IDN",
    "Japan": "JPN",
    "Laos": "LAO",
    "Malaysia": "MYS",
    "Myanmar": "MMR",
    "New Zealand": "NZL",
    "Philippines": "PHL",
    "Russia": "RUS",
    "Singapore": "SGP",
    "South Korea": "KOR",
    "Thailand": "THA",
    "Timor-Leste": "TLS",
    "United States": "USA",
    "Vietnam": "VNM",
}
LEFT_OUT = 0.01  # of the exports of an economy, what goes to economies that the network does not show


def russia(path: Path, edition: Edition, earlier: pd.DataFrame) -> pd.DataFrame:
    """Return Russia's trade by partner as the Fund has it; from 2022 on estimates.

    Args:
        path: the view of the portal.
        edition: whose figures they are.
        earlier: rows of an earlier release.

    Raises:
        SnapshotError: a guard refuses the file.
    """
    whole = guards.text_table(path, [*FIXED, "INDICATOR.ID", PARTNER, str(FIRST_YEAR)])
    for column, known in [*((name, [said]) for name, said in FIXED.items()), ("INDICATOR.ID", list(FLOWS))]:
        if len(strange := whole[~whole[column].isin(known)]):
            raise SnapshotError(
                f"{path.name}, row {strange.index[0]}, column {column!r}: {strange[column].iloc[0]!r} is not "
                f"{' or '.join(known)}. Is it the view of Russia's annual trade, in millions?"
            )
    years = sorted(name for name in whole.columns if name.isdecimal() and int(name) >= FIRST_YEAR)
    # The year before the edition comes in the course of it.
    earliest = edition.year - MOST_BEHIND
    guards.last_year(pd.Series(map(int, years)), edition.year - 1, path.name, edition.vintage, earliest)
    flows = pd.concat(
        pd.DataFrame(
            {
                "reporter": "RUS",
                "partner": whole[PARTNER].replace(GROUPS),
                "year": int(year),
                "flow": whole["INDICATOR.ID"].map(FLOWS),
                "value": MILLION * guards.numbers(whole[year], path.name),
            }
        )
        for year in years
    ).dropna(subset="value")
    estimated = (flows["year"] >= ESTIMATED_FROM).map({True: "estimate", False: "reported"})
    rows = imf_trade.table_rows(flows.assign(status=estimated, **edition.marks))
    before = earlier[(earlier["reporter"] == "RUS") & (earlier["year"] >= FIRST_YEAR)]
    guards.nothing_vanished(rows, before, CELL, path.name)
    guards.another_edition(rows, before, CELL, path.name)
    return rows


def exports(path: Path, edition: Edition) -> pd.DataFrame:
    """Return exports of the years that an edition adds; those of Russia are the Fund's estimates.

    Args:
        path: ``nodes`` with the name of each economy and its total exports, ``edges`` with the value of each flow,
            both in millions of USD of one decimal and with their ``year``. Where the file names no year, all are of
            the year before the edition.
        edition: whose figures they are.

    Raises:
        SnapshotError: the file has another form, an economy is missing or the flows of one do not add up.
    """
    try:
        network = json.loads(path.read_text(encoding="utf-8"))
        nodes, edges = (pd.DataFrame(network[part]) for part in ("nodes", "edges"))
        for part in (nodes, edges):
            part["year"] = part.get("year", edition.year - 1)
        totals = {year: each.set_index("id")["totalExports"] for year, each in nodes.groupby("year")}
        sums = {year: each.groupby("source")["value"].sum() for year, each in edges.groupby("year")}
    except (ValueError, KeyError, TypeError) as broken:
        raise SnapshotError(f"{path.name}: is no network of nodes and edges ({broken!r}). Has it changed?") from None
    guards.last_year(edges["year"], edition.year - 1, path.name, edition.vintage, edition.year - MOST_BEHIND)
    for year in sorted(set(edges["year"])):
        sent = sums[year]
        if gone := sorted(set(NAMES) - set(sent.index)):
            raise SnapshotError(
                f"{path.name}: has no exports of {gone[0]!r} in {year}. Has it another name in the file?"
            )
        printed = totals.get(year, pd.Series(dtype=float))
        for name in NAMES:
            guards.sums_to(sent[[name]], printed, LEFT_OUT * printed.get(name, 0), path.name)
    codes = edges[["source", "target"]].apply(lambda names: names.map(NAMES))
    flows = pd.DataFrame(
        {
            "reporter": codes["source"],
            "partner": codes["target"],
            "year": edges["year"],
            "flow": "export",
            "value": MILLION * edges["value"],
            "status": (codes["source"] == "RUS").map({True: "estimate", False: "reported"}),
            **edition.to_the_month.marks,
        }
    )
    return imf_trade.table_rows(flows.dropna(subset=["reporter", "partner"]))
