"""Single published figures: their values, their rows, shares, families."""

import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.data import published, tables
from russia_asean.evidence import claim_tests, records
from russia_asean.evidence.claim_tests import Part
from russia_asean.provenance import Origin


@pytest.fixture
def given_figures(monkeypatch):
    """Put hand-made single figures in the place of those published."""
    known = {
        "wits-vnm-exports-2017": (200.0, "bank"),
        "wits-vnm-exports-2017-usa": (50.0, "bank"),
        "vnm-students-by-host-2018-aus": (3.0, "ministry"),
        "vnm-students-by-host-2018-usa": (1.0, "embassy"),
    }
    rows = [(key, value, source) for key, (value, source) in known.items()]
    made = pd.DataFrame(rows, columns=["figure_id", "value", "source_key"])
    monkeypatch.setattr(tables, "load", lambda name, **_: made)


def row(source, key):
    return Origin(published.TABLE, source, key)


def test_a_figure_is_looked_up_by_its_key_and_carries_its_row(given_figures):
    single = published.figures()
    with provenance.collecting() as noted:
        students = single["vnm-students-by-host-2018-aus"]
    assert students == 3
    assert noted == students.origins == {row("ministry", "vnm-students-by-host-2018-aus")}
    assert len(single) == 4 and next(iter(single)) == "wits-vnm-exports-2017"
    with pytest.raises(KeyError, match="plan-2010"):
        single["plan-2010"]


def test_the_row_and_the_page_of_a_figure_are_stored_with_the_measured_value():
    key = "aus-students-vnm-rank-2017-05"
    part = Part({"Count of the host, January to May 2017": published.figures()[key]})
    record = claim_tests.assess("aus-students-rank-5", {"": part})
    (value,) = record.values
    (stored,) = records.origins(value.rests_on)
    assert (stored.table, stored.row) == ("published_figures", key)
    table = tables.load("published_figures").set_index("figure_id")
    assert stored.source == table.loc[key, "source_key"]
    assert tables.pages(stored.table, [stored.row]) == [table.loc[key, "source_url"]]


def test_a_published_part_is_in_percent_of_its_whole_and_rests_on_both(given_figures):
    share = published.share("wits-vnm-exports-2017", "usa")
    assert share == 25
    assert share.origins == {row("bank", "wits-vnm-exports-2017"), row("bank", "wits-vnm-exports-2017-usa")}
    with pytest.raises(KeyError):
        published.share("wits-vnm-exports-2017", "chn")


def test_a_family_is_told_apart_by_what_lies_between(given_figures):
    hosts = published.values_by_key_pattern("vnm-students-by-host-2018-")
    assert hosts.to_dict() == {"aus": 3.0, "usa": 1.0}
    assert published.values_by_key_pattern("vnm-students-by-host-", "-usa").to_dict() == {"2018": 1.0}
    with pytest.raises(KeyError, match="by-host-1990-…"):
        published.values_by_key_pattern("vnm-students-by-host-1990-")


def test_each_figure_of_a_family_knows_its_row(given_figures):
    hosts = published.values_by_key_pattern("vnm-students-by-host-2018-")
    assert provenance.value_at(hosts, "usa").origins == {row("embassy", "vnm-students-by-host-2018-usa")}
