"""Composition: sections add up, fuels are a part."""

import pytest
from origins import without_rows

from russia_asean import provenance
from russia_asean.analysis import mirror, trade, trade_products
from russia_asean.data import memberships

RUSSIA, ASEAN = mirror.RUSSIA_REPORTED, mirror.ASEAN_REPORTED


def test_sections_add_up_to_the_total():
    found = trade_products.trade_by_section(["RUS"], memberships.asean_10(), 2015)
    assert set(found.index) >= {"TOTAL", "3"}
    assert found.drop("TOTAL").sum() == pytest.approx(found["TOTAL"], rel=0.001)
    assert trade_products.trade_by_section(["RUS"], memberships.asean_10(), 1999).empty


def test_fuels_are_part_of_trade():
    fuels = trade_products.fuel_trade(["RUS"], memberships.asean_10())
    assert (fuels > 0).all() and (fuels < 40e9).all()


def test_shares_of_fuels_on_both_records():
    """By hand from the two tables that the shares rest on."""
    ten = memberships.asean_10()
    found = trade_products.fuel_shares(ten, [2015, 2016])
    assert found.index.tolist() == [2015, 2016]
    six = trade.LARGE_MEMBERS
    for side, members, reporters, partners in ((RUSSIA, ten, ["RUS"], ten), (ASEAN, six, six, ["RUS"])):
        sent = mirror.both_records(members, "to_asean")
        fuels = trade_products.fuel_trade(reporters, partners)
        assert found.loc[2015, side] == pytest.approx(100 * fuels[2015] / sent.loc[2015, side])
        origins = provenance.value_at(found[side], 2016).origins
        assert {each.table for each in origins} == {"trade_composition", "trade_flows"}


def test_sections_and_fuels_are_credited_apart():
    with provenance.collecting() as noted:
        sent = trade_products.trade_by_section(["RUS"], memberships.asean_10(), 2015)
    assert (
        without_rows(noted)
        == without_rows(provenance.value_at(sent, "3").origins)
        == {provenance.Origin("trade_composition", "unctad-matrix")}
    )
