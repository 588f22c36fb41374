"""How far two coders who saw no verdict agree with each other and with the stored verdicts, in each of two draws.

The codes are in ``data/claims/blind_coding.csv``, beside the verdict that was stored when the coders had finished.
After the first draw the rule was sharpened; the second, by other coders, is the test of the sharper rule.
Today's verdict is that of the history, so that agreement after adjudication follows from the table of today.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

import pandas as pd

from russia_asean.data import tables
from russia_asean.evidence import history
from russia_asean.evidence.verdicts import PENDING, Verdict

TABLE = "blind_coding"
SEEDS = {1: 20261129, 2: 20261130}  # of each draw, by pandas from the table of claims
DRAWN_FROM = 571  # claims in that table on the days of both draws
BAR = 0.8  # the kappa below which the rule is improved and a new sample is drawn
BEFORE, NOW = "stored before", "stored now"
ORDER = [*map(str, Verdict), PENDING]


@dataclasses.dataclass(frozen=True)
class Agreement:
    """How often two codings of the same claims give one verdict.

    Attributes:
        alike: how many claims have one verdict in both.
        claims: of how many.
        kappa: agreement above chance, 1 at most, 0 where it is what chance gives; NaN where chance gives all.
    """

    alike: int
    claims: int
    kappa: float

    @property
    def percent(self) -> float:
        """The claims with one verdict in both, in percent."""
        return 100 * self.alike / self.claims


def agreement(first: Sequence[str], second: Sequence[str]) -> Agreement:
    """Return how far two codings agree, raw and above chance.

    Kappa is that of Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20, 37-46: (o - e) / (1 - e), with the observed share o of claims with one verdict in both, and the
    share e that two coders would reach who draw each verdict by lot, each as often as he gave it. All differences
    weigh alike: that "supported in part" lies nearer to "supported" than "misread" does is not counted.

    Args:
        first: the verdicts of one coder.
        second: those of the other, on the same claims in the same order.

    Raises:
        ValueError: the codings differ in length, or are empty.
    """
    if len(first) != len(second) or not first:
        raise ValueError(f"{len(first)} and {len(second)} verdicts cannot be compared.")
    count = len(first)
    alike = sum(one == other for one, other in zip(first, second, strict=True))
    # Whole numbers up to the end, so that codings of one verdict alone are told apart without rounding.
    by_lot = sum(list(first).count(verdict) * list(second).count(verdict) for verdict in set(first))
    certain = count * count
    kappa = (count * alike - by_lot) / (certain - by_lot) if by_lot != certain else float("nan")
    return Agreement(alike, count, kappa)


def codings(draw: int) -> pd.DataFrame:
    """Return the verdicts on the claims of a draw.

    Args:
        draw: one of ``SEEDS``.

    Returns:
        By claim, sorted by id: a column for each coder, ``BEFORE`` and ``NOW``; ``PENDING`` where none was stored.

    Raises:
        ValueError: a coder left a claim out, or the table holds two stored verdicts of one claim.
    """
    table = tables.load(TABLE, credit=False).astype({"verdict": object, "stored_before": object})
    table = table[table["draw"] == draw]
    codes = table.pivot(index="claim_id", columns="coder", values="verdict")
    codes.columns = [f"coder {name}" for name in codes.columns]
    stored = table.fillna({"stored_before": PENDING}).groupby("claim_id")["stored_before"].unique()
    if codes.isna().any(axis=None) or (stored.str.len() != 1).any():
        raise ValueError(f"data/claims/{TABLE}.csv: each claim needs a row of each coder with one stored verdict.")
    now = {claim_id: told[-1]["verdict"] for claim_id, told in history.by_claim().items()}
    codes[BEFORE] = stored.str[0]
    codes[NOW] = [now.get(claim_id, PENDING) for claim_id in codes.index]
    return codes


def agreements(codes: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the agreement of the coders with each other, and of each with the stored verdicts before and now.

    Args:
        codes: as ``codings`` returns them.

    Returns:
        Dicts with first, second (names of columns) and agreement.
    """
    coders = [str(name) for name in codes.columns if name not in (BEFORE, NOW)]
    pairs = [(one, other) for number, one in enumerate(coders) for other in coders[number + 1 :]]
    pairs += [(coder, stored) for stored in (BEFORE, NOW) for coder in coders]
    return [
        {"first": one, "second": other, "agreement": agreement(list(codes[one]), list(codes[other]))}
        for one, other in pairs
    ]


def without_judgements(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the codings of the claims that not all coders call a judgement, on which agreement is harder.

    Args:
        codes: as ``codings`` returns them.
    """
    coders = codes.drop(columns=[BEFORE, NOW])
    return codes[(coders != str(Verdict.JUDGEMENT)).any(axis=1)]


def reached(found: Sequence[dict[str, Any]], stored: str) -> str:
    """Return in words how many pairs of a coder with the stored verdicts reach the bar: none, one or both.

    Args:
        found: as ``agreements`` returns them, of two coders.
        stored: ``BEFORE`` or ``NOW``.
    """
    kappas = [each["agreement"].kappa for each in found if each["second"] == stored]
    return ("none", "one", "both")[sum(kappa >= BAR for kappa in kappas)]


def confusion(codes: pd.DataFrame, lines: str, columns: str) -> dict[str, Any]:
    """Return how many claims have each pair of verdicts.

    Args:
        codes: as ``codings`` returns them.
        lines: the coding whose verdicts are the lines.
        columns: the coding whose verdicts are the columns.

    Returns:
        ``head``, ``lines`` of text and ``columns`` as LaTeX reads them, in the order of verdicts, without those that
        neither coding gave.
    """
    pairs = list(zip(codes[lines], codes[columns], strict=True))
    heads = [verdict for verdict in ORDER if any(pair[1] == verdict for pair in pairs)]
    rows = [verdict for verdict in ORDER if any(pair[0] == verdict for pair in pairs)]
    return {
        "head": [f"{lines[:1].upper()}{lines[1:]} ↓ {columns} →", *heads],
        "lines": [[row.capitalize(), *[str(pairs.count((row, head)) or "–") for head in heads]] for row in rows],
        "columns": "l" + "R" * len(heads),
    }


def differing(codes: pd.DataFrame) -> list[str]:
    """Return the claims on which the coders and the verdict stored before were not all of one mind, sorted by id.

    Args:
        codes: as ``codings`` returns them.
    """
    return [str(claim_id) for claim_id, row in codes.drop(columns=NOW).iterrows() if row.nunique() > 1]
