"""How alike two states vote, counted from pairs of votes: raw, and corrected for what chance alone would give.

Everything starts from the nine counts of a pair of states: how often both voted yes, how often the first voted yes and
the second abstained, and so on (``yy``, ``ya``, …, ``nn``). A vote counts if both took part in it.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

LETTERS = ("Y", "A", "N")  # in favour, abstained, against
PAIR_COLUMNS = [f"{first}{second}".lower() for first in LETTERS for second in LETTERS]
# Lijphart's index: yes and no are a whole step apart, an abstention is half a step from either.
CREDIT = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]])
Chance = Literal["scott", "cohen"]


def pair_counts(votes: pd.DataFrame, pairs: Sequence[tuple[str, str]], by: pd.Series) -> pd.DataFrame:
    """Count how pairs of states voted.

    Args:
        votes: one row per vote, one column per state; Y, A or N, anything else is no vote.
        pairs: which states to compare, first and second.
        by: what to count by, for each row of ``votes``: its year, say.

    Returns:
        The nine counts, indexed by ``iso3`` (the first state), ``partner`` (the second) and the name of ``by``. Where a
        pair has no vote in common there is no row.
    """
    places = votes.apply(lambda column: column.map({letter: place for place, letter in enumerate(LETTERS)}))
    parts = {}
    for first, second in pairs:
        # Nine cells in one number; empty where either took no part.
        cell = (places[first] * len(LETTERS) + places[second]).dropna().astype(int)
        counts = pd.crosstab(by[cell.index], cell).reindex(columns=range(len(PAIR_COLUMNS)), fill_value=0)
        parts[first, second] = counts.set_axis(PAIR_COLUMNS, axis="columns")
    return pd.concat(parts, names=["iso3", "partner", by.name])


def common_votes(counts: pd.DataFrame) -> pd.Series:
    """Return in how many votes both states of each pair took part."""
    return counts[PAIR_COLUMNS].sum(axis="columns")


def raw_agreement(counts: pd.DataFrame) -> pd.Series:
    """Return agreement in percent of common votes, an abstention against a yes or a no counting half.

    Lijphart (1963), The analysis of bloc voting in the General Assembly, American Political Science Review 57, 902-917.
    """
    return 100 * _mean_credit(counts, CREDIT)


def identical_votes(counts: pd.DataFrame) -> pd.Series:
    """Return how often both states of each pair voted the same, in percent of common votes."""
    return 100 * _mean_credit(counts, np.eye(len(LETTERS)))


def opposite_votes(counts: pd.DataFrame) -> pd.Series:
    """Return how often one state of each pair voted yes and the other no, in percent of common votes."""
    return 100 * _mean_credit(counts, (CREDIT == 0).astype(float))


def chance_agreement(counts: pd.DataFrame, chance: Chance = "scott") -> pd.Series:
    """Return the agreement, in percent, that two states would reach if each vote were drawn by lot.

    Args:
        counts: the nine counts of each pair.
        chance: the lot. ``scott``: both draw from one urn, which holds the votes of the two together. ``cohen``: each
            draws from an urn with its own votes.
    """
    table = _shares(counts)
    first, second = table.sum(axis=2), table.sum(axis=1)
    if chance == "scott":
        first = second = (first + second) / 2
    return pd.Series(100 * np.einsum("pi,ij,pj->p", first, CREDIT, second), index=counts.index)


def corrected_agreement(counts: pd.DataFrame, chance: Chance = "scott") -> pd.Series:
    """Return agreement above chance: 1 if two states always vote alike, 0 if no more often than by lot, negative below.

    With raw agreement A and agreement by chance C, both as shares, it is (A - C) / (1 - C), which equals 1 - D / E for
    the observed and the expected distance between votes. Häge (2011), Choice or circumstance? Adjusting measures of
    foreign policy similarity for chance agreement, Political Analysis 19, 287-305, proposes it for votes of states;
    the default is Scott's pi (Scott 1955, Public Opinion Quarterly 19, 321-325) with the weights of Lijphart's index,
    the other is Cohen's weighted kappa (Cohen 1968, Psychological Bulletin 70, 213-220). The urn of Scott counts it
    against a pair that one of them says no more often than the other; that of Cohen does not.

    Returns:
        One value per pair from -1 to 1; NaN where both always cast one and the same vote, so that chance gives all.
    """
    observed, expected = raw_agreement(counts) / 100, chance_agreement(counts, chance) / 100
    # Two states that always say yes leave nothing above chance to measure.
    # Not `!= 1`, which a sum of shares can miss by its last binary digits.
    return ((observed - expected) / (1 - expected)).where(expected < 1 - 1e-12)


def _shares(counts: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Return the share of each of the nine cells: pair, vote of the first state, vote of the second."""
    cells = counts[PAIR_COLUMNS].to_numpy(dtype=np.float64)
    shares: npt.NDArray[np.float64] = cells / cells.sum(axis=1, keepdims=True)
    return shares.reshape(-1, len(LETTERS), len(LETTERS))


def _mean_credit(counts: pd.DataFrame, credit: npt.NDArray[np.float64]) -> pd.Series:
    cells = counts[PAIR_COLUMNS].to_numpy(dtype=float)
    return pd.Series(cells @ credit.ravel() / cells.sum(axis=1), index=counts.index)
