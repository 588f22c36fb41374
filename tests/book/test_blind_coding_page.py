"""The section on blind coding prints what is computed from the codes, and lists each difference with its reason."""

import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.book import contents, templates
from russia_asean.evidence import blind_coding, history


@pytest.fixture
def coded(monkeypatch):
    """Set the codes of three claims of the table, on two of which all agree."""
    codes = pd.DataFrame(
        {
            "coder A": ["supported", "untested", "judgement"],
            "coder B": ["supported", "untested", "judgement"],
            blind_coding.BEFORE: ["supported", "untested", "untested"],
            blind_coding.NOW: ["supported", "untested", "judgement"],
        },
        index=["unclos-1982", "rta-2009-194", "west-help-unlikely"],
    )
    monkeypatch.setattr(blind_coding, "codings", lambda: codes)
    told = {"west-help-unlikely": [{"verdict": "judgement", "reason": "Help is not defined."}]}
    monkeypatch.setattr(history, "by_claim", lambda: told)


def test_agreement_is_printed_as_computed(coded):
    # By hand, against the verdicts stored before: alike 2 of 3; by lot (1 x 1 + 1 x 2) of 9; kappa (2/3 - 1/3) / (2/3).
    content = contents.coded_blind()
    assert content["agreements"]["lines"] == [
        ["coder A – coder B", "3 of 3", "100 %", "1.00"],
        ["coder A – stored before", "2 of 3", "67 %", "0.50"],
        ["coder B – stored before", "2 of 3", "67 %", "0.50"],
        ["coder A – stored now", "3 of 3", "100 %", "1.00"],
        ["coder B – stored now", "3 of 3", "100 %", "1.00"],
    ]
    text = templates.filled("blind-coding", content)
    assert "3 were drawn at random" in text
    assert "coder A – coder B 2 of 2 alike, kappa 1.00; coder A – stored before 2 of 2 alike, kappa 1.00" in text
    assert "Before adjudication none of the pairs" in text
    assert "(#claim-west-help-unlikely) – judgement / judgement / untested / judgement. Help is not defined." in text
    assert "#claim-unclos-1982" not in text


def test_methods_prints_the_section():
    assert "```{template} blind-coding\n```" in (paths.BOOK / "methods.md").read_text(encoding="utf-8")
