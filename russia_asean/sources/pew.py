"""Pew Research Center, Global Attitudes Survey: weighted aggregates of its microdata to rows of ``opinion``.

The microdata are not ours to pass on and are not kept: the file is an extract of aggregates by country, year and state
judged. ``weighted_aggregates`` says how they come from microdata.
"""

from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.asean import MEMBERS
from russia_asean.sources.snapshots import Edition, SnapshotError

# Elsewhere only views of Russia are taken.
OTHERS = ["AUS", "CHN", "IND", "JPN", "KOR", "USA"]
SUBJECTS = {"CHN": "CHN", "EU": "EUN", "IND": "IND", "JPN": "JPN", "RUS": "RUS", "USA": "USA"}
# In the copy, these nearly equal views of the United States: they seem to belong to another question.
LEFT_OUT = ("CHN", 2013)
SHARES = {"favorable_pct": "favourable", "unfavorable_pct": "unfavourable", "dk_refused_pct": "no answer"}
ROUNDING = 0.15  # three shares of one decimal
PAGE = "https://www.pewresearch.org/global/"


def weighted_aggregates(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of answers by population, year and state judged, in per cent, to one decimal.

    Args:
        answers: one row per respondent and question: ``iso3``, ``year``, ``target``, ``answer`` from 1 (very
            favourable) to 4 (very unfavourable), 8 or 9 for no answer, and ``weight``.

    Returns:
        A row per population, year and target: ``n`` (respondents) and the keys of ``SHARES``.
    """
    kinds = {1: "favorable_pct", 2: "favorable_pct", 3: "unfavorable_pct", 4: "unfavorable_pct"}
    named = answers.assign(kind=answers["answer"].map(kinds).fillna("dk_refused_pct"))
    groups = named.groupby(["iso3", "year", "target"])
    weights = named.pivot_table("weight", ["iso3", "year", "target"], "kind", aggfunc="sum", fill_value=0)
    shares = 100 * weights.reindex(columns=list(SHARES), fill_value=0).div(weights.sum(axis="columns"), axis="index")
    return shares.round(1).assign(n=groups.size()).reset_index()


def favourability(path: Path, edition: Edition) -> pd.DataFrame:
    """Return what populations think of states.

    Args:
        path: aggregates: ``iso3``, ``year``, ``target``, ``n`` and the keys of ``SHARES``.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses the file, or the shares of a question do not add up to all.
    """
    whole = guards.text_table(path, ["iso3", "year", "target", "n", *SHARES])
    if len(strange := whole[~whole["target"].isin(list(SUBJECTS))]):
        raise SnapshotError(
            f"{path.name}, row {strange.index[0]}, column 'target': {strange['target'].iloc[0]!r} is none of "
            f"{', '.join(SUBJECTS)}. Add what it means to the recipe."
        )
    table = pd.DataFrame({"population": whole["iso3"], "subject": whole["target"].map(SUBJECTS), "n": whole["n"]})
    table["year"] = guards.years(whole["year"], path.name)
    guards.last_year(table["year"], edition.year, path.name, edition.vintage)
    shares = pd.DataFrame({name: guards.numbers(whole[column], path.name) for column, name in SHARES.items()})
    guards.sums_to(shares.sum(axis="columns"), pd.Series(100.0, index=shares.index), ROUNDING, path.name)
    asked = table["population"].isin(MEMBERS) | (table["population"].isin(OTHERS) & (table["subject"] == "RUS"))
    doubtful = (table["subject"] == LEFT_OUT[0]) & (table["year"] == LEFT_OUT[1])
    table = table.join(shares)[asked & ~doubtful]
    table = table.melt(["population", "year", "subject", "n"], list(SHARES.values()), "measure", "value")
    return table.assign(
        survey="Pew Global Attitudes",
        unit="percent of respondents",
        status="derived",
        source_url=PAGE,
        **edition.marks,
    )
