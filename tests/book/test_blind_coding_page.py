"""The section on blind coding prints what is computed from the codes, and lists each difference with its reason."""

import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.book import contents, templates
from russia_asean.evidence import blind_coding, history


@pytest.fixture
def coded(monkeypatch):
    """Set the codes of two claims of the table, on one of which all agree."""
    codes = pd.DataFrame(
        {
            "coder A": ["supported", "judgement"],
            "coder B": ["supported", "judgement"],
            blind_coding.BEFORE: ["supported", "untested"],
            blind_coding.NOW: ["supported", "judgement"],
        },
        index=["unclos-1982", "west-help-unlikely"],
    )
    monkeypatch.setattr(blind_coding, "codings", lambda: codes)
    told = {"west-help-unlikely": [{"verdict": "judgement", "reason": "Help is not defined."}]}
    monkeypatch.setattr(history, "by_claim", lambda: told)


def test_agreement_is_printed_as_computed(coded):
    content = contents.coded_blind()
    assert content["agreements"]["lines"] == [
        ["coder A – coder B", "2 of 2", "100 %", "1.00"],
        ["coder A – stored before", "1 of 2", "50 %", "0.33"],
        ["coder B – stored before", "1 of 2", "50 %", "0.33"],
        ["coder A – stored now", "2 of 2", "100 %", "1.00"],
        ["coder B – stored now", "2 of 2", "100 %", "1.00"],
    ]
    text = templates.filled("blind-coding", content)
    assert "2 were drawn at random" in text
    assert "Before adjudication none of the pairs" in text
    assert "(#claim-west-help-unlikely) – judgement / judgement / untested / judgement. Help is not defined." in text
    assert "#claim-unclos-1982" not in text


def test_methods_prints_the_section():
    assert "```{template} blind-coding\n```" in (paths.BOOK / "methods.md").read_text(encoding="utf-8")
