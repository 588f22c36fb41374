"""Design of Trade Agreements (DESTA): the list of treaties to rows of ``trade_agreement_counts``."""

from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.snapshots import Edition, SnapshotError

FIRST_YEAR = 1990
MOST_BEHIND = 3  # by how many years the last treaty lies before the edition at most
# Codes of ISO 3166-1, by which the file names parties.
COUNTRIES = {
    "AUS": "36",
    "BRN": "96",
    "CHN": "156",
    "IDN": "360",
    "IND": "356",
    "JPN": "392",
    "KHM": "116",
    "KOR": "410",
    "LAO": "418",
    "MMR": "104",
    "MYS": "458",
    "PHL": "608",
    "RUS": "643",
    "SGP": "702",
    "THA": "764",
    "VNM": "704",
}
# Northeast and Southeast Asia as the United Nations draw them, with Taiwan: China, Taiwan, Hong Kong, Japan, both
# Koreas, Macao, Mongolia; the eleven states.
EAST_ASIA = {"156", "158", "344", "392", "408", "410", "446", "496"}
EAST_ASIA |= {"96", "104", "116", "360", "418", "458", "608", "626", "702", "704", "764"}
PARTIES = [f"c{number}" for number in range(1, 92)]


def cumulative_counts(path: Path, edition: Edition) -> pd.DataFrame:
    """Return how many base treaties had entered into force by each year, in the world, East Asia and by country.

    Args:
        path: the list, semicolons between cells, ``NA`` for nothing: ``entry_type``, ``entryforceyear``,
            ``wto_listed``, parties in ``c1`` to ``c91``.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses the file, a country is no party of anything, or a cell is none of those known.
    """
    whole = guards.text_table(path, ["number", "entry_type", "entryforceyear", "wto_listed", *PARTIES], separator=";")
    if (twice := whole["number"].duplicated()).any():
        raise SnapshotError(f"{path.name}, row {whole.index[twice][0]}: its number occurs twice. Tell them apart.")
    if len(strange := whole[~whole["wto_listed"].isin(["0", "1", "NA"])]):
        raise SnapshotError(
            f"{path.name}, row {strange.index[0]}, column 'wto_listed': {strange['wto_listed'].iloc[0]!r} is none of "
            "0, 1, NA. Has a column moved?"
        )
    treaties = whole[(whole["entry_type"] == "base_treaty") & (whole["entryforceyear"] != "NA")]
    entered = guards.years(treaties["entryforceyear"], path.name)
    guards.last_year(entered, edition.year, path.name, edition.vintage, edition.year - MOST_BEHIND)
    years = range(FIRST_YEAR, int(entered.max()) + 1)
    parties = treaties[PARTIES]
    listed = treaties["wto_listed"] == "1"
    eastern = parties.isin(EAST_ASIA).any(axis="columns")
    scopes = {
        "world": pd.Series(True, index=treaties.index),
        "world, WTO-listed": listed,
        "Northeast or Southeast Asian party": eastern,
        "Northeast or Southeast Asian party, WTO-listed": eastern & listed,
        **{iso3: (parties == code).any(axis="columns") for iso3, code in COUNTRIES.items()},
    }
    if lacking := [name for name, inside in scopes.items() if not inside.any()]:
        raise SnapshotError(f"{path.name}: no treaty of {lacking[0]}. Are parties named by another code?")
    rows = [
        (scope, year, int((inside & (entered <= year)).sum())) for scope, inside in scopes.items() for year in years
    ]
    table = pd.DataFrame(rows, columns=["scope", "year", "value"])
    return table.assign(unit="agreements, cumulative", status="derived", **edition.marks)
