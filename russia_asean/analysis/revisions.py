"""How far releases of one measure differ: the floors of tolerance for claims, computed from the releases themselves.

A later release moves figures though nobody erred. So a stated figure may be off by as much as releases of that very
measure usually are. Half of the last stated digit is allowed in any case; the floor matters where it is larger.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from russia_asean import paths
from russia_asean.analysis import economy, mirror, real_values, trade
from russia_asean.data import memberships, releases, tables

# Three of four revisions are smaller: what is allowed is usual, not exceptional.
QUANTILE = 0.75
LARGE = 100e6  # USD; flows below it are revised by large parts of little
PARTNERS_OF_ASEAN = {"CHN": "China", "KOR": "South Korea"}  # whose trade with ASEAN documents state
PAST = 5  # years before an edition that are compared; older ones are hardly touched any more
# What the floor of each indicator of the Outlook is called, and whether it is in percent of the value or in points.
OUTLOOK = {
    "gdp_current": ("gdp-current", "percent"),
    "gdp_ppp": ("gdp-ppp", "percent"),
    "gdp_growth": ("gdp-growth", "points"),
    "population": ("population", "percent"),
}


def floors() -> pd.DataFrame:
    """Return the floors of tolerance, as ``data/claims/floors.csv`` holds them.

    Returns:
        One row per floor, sorted by it: floor, measure, value (three significant digits), unit (``percent`` of the
        value or ``points``), cells (how many figures were compared), statistic and source_table.
    """
    rows = [*_outlook_floors(), _goods_trade(), _share_of_trade(), *_open_records(), _recovered(), _oil()]
    table = pd.DataFrame(rows).sort_values("floor", ignore_index=True)
    return table.assign(value=[float(f"{value:.3g}") for value in table["value"]])


def _row(floor: str, measure: str, gaps: pd.Series, unit: str, table: str) -> dict[str, str | int | float]:
    return {
        "floor": floor,
        "measure": measure,
        "value": float(gaps.quantile(QUANTILE)),
        "unit": unit,
        "cells": len(gaps),
        "statistic": "third quartile of the size of revisions",
        "source_table": table,
    }


def _outlook_floors() -> Iterator[dict[str, str | int | float]]:
    """Return how far the Outlook moves a past year from one edition to that of a year later."""
    names = {"gdp_current": "GDP, current prices", "gdp_ppp": "GDP at purchasing power parity"}
    names |= {"gdp_growth": "growth of real GDP", "population": "population"}
    for indicator, (floor, unit) in OUTLOOK.items():
        yield _row(floor, names[indicator], _revisions_of_outlook(indicator, unit), unit, economy.TABLE)


def _revisions_of_outlook(indicator: str, unit: str) -> pd.Series:
    table = tables.load(economy.TABLE)
    table = table[table["source_key"].str.startswith(economy.OUTLOOK) & (table["indicator"] == indicator)]
    found = []
    for vintage in economy.outlook_vintages():
        year = int(vintage[:4])
        first, later = (table[table["source_key"] == f"{economy.OUTLOOK}{each}"] for each in (vintage, _later(vintage)))
        both = first.merge(later, on=["iso3", "year"], suffixes=("", "_later"))
        # The year of the edition itself is not yet over, so what changes is a forecast and no figure.
        both = both[both["year"].between(year - PAST, year - 1)]
        change = both["value_later"] - both["value"]
        found.append(change.abs() if unit == "points" else 100 * (change / both["value"]).abs())
    return pd.concat(found).dropna()


def _later(vintage: str) -> str:
    """Return the vintage of a year later: ``2020-10`` for ``2019-10``."""
    return f"{int(vintage[:4]) + 1}{vintage[4:]}"


def _pairs_of_releases() -> pd.DataFrame:
    """Return each flow that two releases hold, reported and large, with both values and the total of each release."""
    table = tables.load(trade.TABLE)
    table = table[table["status"] == "reported"]
    key = ["reporter", "partner", "year", "flow"]
    both = table.merge(table, on=key, suffixes=("", "_other"))
    # Of two releases each pair stands twice; the rule of vintages says which is the later.
    rank = releases.releases_of(trade.TABLE)["rank"]
    both = both[both["source_key"].map(rank) > both["source_key_other"].map(rank)]
    return both[both["value"] >= LARGE]


def _goods_trade() -> dict[str, str | int | float]:
    """Return how far one reporter's flow with one partner moves between releases."""
    both = _pairs_of_releases()
    gaps = 100 * (both["value_other"] / both["value"] - 1).abs()
    return _row("goods-trade-one-record", "goods trade on one record", gaps, "percent", trade.TABLE)


def _share_of_trade() -> dict[str, str | int | float]:
    """Return how far a partner's share in a reporter's trade moves between releases, in points."""
    both = _pairs_of_releases()
    whole = both[both["partner"] == "WLD"]
    key = ["reporter", "year", "flow", "source_key", "source_key_other"]
    parts = both[~both["partner"].isin(trade.AGGREGATES)].merge(whole[[*key, "value", "value_other"]], on=key)
    shares = [100 * parts[f"{name}_x"] / parts[f"{name}_y"] for name in ("value", "value_other")]
    return _row("goods-trade-share", "share in goods trade", (shares[1] - shares[0]).abs(), "points", trade.TABLE)


def _open_records() -> Iterator[dict[str, str | int | float]]:
    """Return half of the usual gap between the two records of the trade of Russia, China and South Korea with ASEAN.

    A total that names no record may be either record's, or anybody's estimate between them.
    """
    ten = memberships.asean_10()
    both = {"": mirror.both_records(ten)}
    for code, name in PARTNERS_OF_ASEAN.items():
        sides = (trade.two_way_trade([code], ten, reported=True), trade.two_way_trade(ten, [code]))
        both[name] = pd.DataFrame(dict(zip(mirror.SIDES, sides, strict=True)))
    for name, records in both.items():
        gaps = mirror.percent_gaps(records[records.index >= trade.FIRST_COMPARABLE_YEAR]).abs() / 2
        floor = "-".join(filter(None, ["goods-trade-record-open", name.lower().replace(" ", "-")]))
        whose = f"goods trade of ASEAN with {name}" if name else "goods trade"
        row = _row(floor, f"{whose} whose record is not named", gaps, "percent", trade.TABLE)
        yield row | {"value": float(gaps.median()), "statistic": "half of the median gap between the two records"}


def _recovered() -> dict[str, str | int | float]:
    """Return the usual error of a total of ASEAN's side after Russia's own report ends, which is recovered in part.

    What is recovered may be off as ``mirror.recovered_uncertainty`` says; the total is known no better.
    """
    flows = mirror.mirror_flows(memberships.asean_10(), sides=[mirror.ASEAN_REPORTED])
    totals = mirror.totals_by_side(flows).set_index("year")["total"]
    errors = (100 * mirror.recovered_uncertainty(flows) / totals)[lambda each: each > 0]
    row = _row("goods-trade-recovered", "goods trade recovered from estimates", errors, "percent", trade.TABLE)
    return row | {"value": float(errors.median()), "statistic": "median error of recovered totals"}


def _oil() -> dict[str, str | int | float]:
    """Return how large a yearly change of the price of oil must be to be called a direction.

    Prices of a market are not revised, so releases give no floor. They move every year, and a move that is small beside
    the usual ones is neither a rise nor a fall.
    """
    table = tables.load(real_values.OIL_TABLE)
    prices = table[table["source_key"] == real_values.BRENT].sort_values("year")["value"]
    changes = 100 * prices.pct_change().dropna().abs()
    row = _row("oil-price-direction", "yearly change of the price of oil", changes, "percent", real_values.OIL_TABLE)
    return row | {"value": float(changes.median()) / 2, "statistic": "half of the median size of yearly changes"}


def store_floors() -> Path:
    """Write the floors to ``data/claims/floors.csv`` and return the path."""
    path = paths.DATA / "claims" / "floors.csv"
    floors().to_csv(path, index=False, lineterminator="\n")
    return path
