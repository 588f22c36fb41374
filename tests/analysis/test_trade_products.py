"""Composition: sections add up, fuels are a part."""

import pandas as pd
import pytest

from russia_asean.analysis import mirror, trade_products
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


def test_shares_of_fuels_on_both_records(monkeypatch):
    totals = pd.DataFrame({"year": [2015, 2015], "side": [RUSSIA, ASEAN], "to_asean": [10.0, 20.0]})
    recorded = {"RUS": pd.Series({2015: 4.0}), "VNM": pd.Series({2015: 5.0, 2016: 6.0})}
    monkeypatch.setattr(trade_products, "fuel_trade", lambda reporters, partners: recorded[reporters[0]])
    found = trade_products.fuel_shares(totals, ["VNM"])
    assert found.loc[2015].to_dict() == {RUSSIA: 40.0, ASEAN: 25.0}
