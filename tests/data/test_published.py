"""Single published figures: shares, families, look-ups by basis."""

import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.data import published, tables
from russia_asean.provenance import Origin


@pytest.fixture
def given_figures(monkeypatch):
    """Put hand-made single figures in the place of those published."""
    known = {
        "wits-vnm-exports-2017": 200.0,
        "wits-vnm-exports-2017-usa": 50.0,
        "vnm-students-by-host-2018-aus": 3.0,
        "vnm-students-by-host-2018-usa": 1.0,
    }
    table = pd.DataFrame({"figure_id": list(known), "value": list(known.values()), "source_key": "wits-2026"})
    monkeypatch.setattr(tables, "load", lambda name, **_: table)


def test_a_published_part_is_in_percent_of_its_whole(given_figures):
    assert published.share("wits-vnm-exports-2017", "usa") == 25
    with pytest.raises(KeyError):
        published.share("wits-vnm-exports-2017", "chn")


def test_a_family_is_told_apart_by_what_lies_between(given_figures):
    assert published.values_by_key_pattern("vnm-students-by-host-2018-").to_dict() == {"aus": 3.0, "usa": 1.0}
    assert published.values_by_key_pattern("vnm-students-by-host-", "-usa").to_dict() == {"2018": 1.0}
    with pytest.raises(KeyError, match="by-host-1990-…"):
        published.values_by_key_pattern("vnm-students-by-host-1990-")


def test_figures_are_looked_up_by_basis(given_figures):
    assert published.values_by_basis({"measured": {"The year": "wits-vnm-exports-2017"}}) == {
        "measured": {"The year": 200.0}
    }
    with provenance.collecting() as noted:
        share = published.figures()["wits-vnm-exports-2017"]
    assert noted == share.origins == {Origin("published_figures", "wits-2026", "wits-vnm-exports-2017")}
    with pytest.raises(KeyError, match="plan-2010"):
        published.values_by_basis({"other": {"The plan of 2010": "plan-2010"}})
