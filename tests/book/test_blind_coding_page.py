"""The section on blind coding prints what is computed from the codes, and lists each difference with its reason."""

import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.book.content import review, templates
from russia_asean.evidence import blind_coding, history

OTHERS = {"unclos-1982": "asean-10-members", "rta-2009-194": "arf-member-1994"}  # in the second draw


def coding(coders, before):
    """Return codes of three claims of the table, on two of which all agree."""
    now = ["supported", "untested", "judgement"]
    codes = {f"coder {coder}": now for coder in coders}
    return pd.DataFrame(
        {**codes, blind_coding.BEFORE: before, blind_coding.NOW: now},
        index=["unclos-1982", "rta-2009-194", "west-help-unlikely"],
    )


@pytest.fixture
def coded(monkeypatch):
    """Set two draws that share a claim; the verdicts stored before the second are those of its coders."""
    draws = {
        1: coding("AB", ["supported", "untested", "untested"]),
        2: coding("CD", ["supported", "untested", "judgement"]).rename(index=OTHERS),
    }
    monkeypatch.setattr(blind_coding, "codings", draws.get)
    told = {"west-help-unlikely": [{"verdict": "judgement", "reason": "Help is not defined."}]}
    monkeypatch.setattr(history, "by_claim", lambda: told)


def test_agreement_is_printed_as_computed(coded):
    # By hand, against the verdicts stored before: alike 2 of 3; by lot (1 x 1 + 1 x 2) of 9; kappa (2/3 - 1/3) / (2/3).
    content = review.coded_blind()
    first, second = content["draws"]
    assert first["agreements"]["lines"] == [
        ["coder A – coder B", "3 of 3", "100 %", "1.00"],
        ["coder A – stored before", "2 of 3", "67 %", "0.50"],
        ["coder B – stored before", "2 of 3", "67 %", "0.50"],
        ["coder A – stored now", "3 of 3", "100 %", "1.00"],
        ["coder B – stored now", "3 of 3", "100 %", "1.00"],
    ]
    assert second["agreements"]["lines"][1] == ["coder C – stored before", "3 of 3", "100 %", "1.00"]
    assert second["differing"] == []
    text = templates.filled("blind-coding", content)
    assert "1 claims were drawn both times" in text
    assert f"**Draw 1**, 3 claims, seed {blind_coding.SEEDS[1]}" in text
    assert f"**Draw 2**, 3 claims, seed {blind_coding.SEEDS[2]}" in text
    assert "coder A – coder B 2 of 2 alike, kappa 1.00; coder A – stored before 2 of 2 alike, kappa 1.00" in text
    assert "Before adjudication\nnone of the pairs" in text
    assert "Before adjudication\nboth of the pairs" in text
    assert "had helped to settle:\ncoder C – coder D 2 of 2 alike, kappa 1.00" in text
    assert "(#claim-west-help-unlikely) – judgement / judgement / untested / judgement. Help is not defined." in text
    assert "#claim-unclos-1982" not in text


def test_methods_prints_the_section():
    assert "```{template} blind-coding\n```" in (paths.BOOK / "methods.md").read_text(encoding="utf-8")
