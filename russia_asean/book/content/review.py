"""What the review of verdicts came to: how far blind coders agree, and how many verdicts changed."""

from typing import Any

import pandas as pd

from russia_asean.data import tables
from russia_asean.evidence import blind_coding, history

Row = dict[str, Any]


def coded_blind() -> Row:
    """Return how far the blind coders of each draw agree, and how many claims were drawn each time."""
    drawn = [set(blind_coding.codings(draw).index) for draw in blind_coding.SEEDS]
    again = set.intersection(*drawn)
    return {
        "drawn_from": blind_coding.DRAWN_FROM,
        "bar": f"{blind_coding.BAR:g}",
        "again": len(again),
        "draws": [_coded_draw(draw) for draw in blind_coding.SEEDS],
        "fresh": _pairs(blind_coding.codings(max(blind_coding.SEEDS)).drop(index=list(again))),
    }


def _pairs(codes: pd.DataFrame) -> list[Row]:
    """Return the agreement of each pair as printed, without the verdicts stored now."""
    return [
        {
            "pair": f"{each['first']} – {each['second']}",
            "alike": each["agreement"].alike,
            "claims": each["agreement"].claims,
            "kappa": f"{each['agreement'].kappa:.2f}",
        }
        for each in blind_coding.agreements(codes)
        if each["second"] != blind_coding.NOW
    ]


def _coded_draw(draw: int) -> Row:
    """Return how far the coders of a draw agree with each other and the stored verdicts, and what they differ on."""
    codes = blind_coding.codings(draw)
    claims = tables.load("claims", credit=False).set_index("claim_id")["statement"].to_dict()
    told = history.by_claim()
    differing = [
        {
            "claim_id": claim_id,
            "statement": claims[claim_id],
            "verdicts": " / ".join(map(str, codes.loc[claim_id])),
            "reason": told[claim_id][-1]["reason"] if claim_id in told else "",
        }
        for claim_id in blind_coding.differing(codes)
    ]
    found = blind_coding.agreements(codes)
    lines = [
        [
            f"{each['first']} – {each['second']}",
            f"{each['agreement'].alike} of {each['agreement'].claims}",
            f"{each['agreement'].percent:.0f} %",
            f"{each['agreement'].kappa:.2f}",
        ]
        for each in found
    ]
    harder = blind_coding.without_judgements(codes)
    first, second = found[0]["first"], found[0]["second"]
    return {
        "draw": draw,
        "drawn": len(codes),
        "seed": blind_coding.SEEDS[draw],
        "both": found[0]["agreement"].alike,
        "harder": _pairs(harder),
        "harder_reached": blind_coding.reached(blind_coding.agreements(harder), blind_coding.BEFORE),
        "first": first,
        "second": second,
        "reached": blind_coding.reached(found, blind_coding.BEFORE),
        "agreements": {"head": ["Pair", "Alike", "Percent", "Kappa"], "lines": lines, "columns": "LRRR"},
        "coders": blind_coding.confusion(codes, first, second),
        "stored": blind_coding.confusion(codes, first, blind_coding.BEFORE),
        "stored_second": blind_coding.confusion(codes, second, blind_coding.BEFORE),
        "differing": differing,
    }


def review_counts() -> Row:
    """Return what the review of verdicts came to: the last draw of blind coding, and the verdicts that changed."""
    draw = max(blind_coding.SEEDS)
    codes = blind_coding.codings(draw)
    between = blind_coding.agreements(codes)[0]["agreement"]
    verdicts = history.by_claim()
    return {
        "drawn": len(codes),
        "alike": between.alike,
        "kappa": f"{between.kappa:.2f}",
        "changed": sum(len({each["verdict"] for each in told}) > 1 for told in verdicts.values()),
        "claims": len(tables.load("claims", credit=False)),
    }
