"""Bases are admitted by kind of claim before anything is measured; no other is, and none is left out in silence."""

import pytest

from russia_asean.data import tables
from russia_asean.evidence import bases
from russia_asean.evidence.bases import Basis

KIND = "goods-trade-total"


def test_bases_of_a_kind_stand_in_their_order_with_their_floor():
    known = bases.admitted(KIND)
    assert list(known)[:2] == ["Russia-reported", "ASEAN-reported"]
    floor = tables.load("floors").set_index("floor").loc["goods-trade-record-open", "value"]
    assert known["Russia-reported"].allowance(-15e9) == pytest.approx(floor / 100 * 15e9)


def test_an_allowance_is_in_percent_of_the_value_or_in_points():
    assert Basis("a", "record", "period", True, percent=2.0).allowance(-50.0) == 1.0
    assert Basis("a", "record", "period", True, points=0.2).allowance(6.8) == 0.2
    assert Basis("a", "record", "period", True).allowance(6.8) == 0
    assert Basis("a", "record", "period", True, percent=2.0).allowance(None) == 0
    # A level that is known to two percent has a change that is known to two points.
    assert Basis("a", "record", "period", True, percent=2.0, points=0.2).allowance(0.0) == 2.0


def test_open_bases_are_required_not_measured_and_not_ruled_out():
    assert bases.open_bases(KIND, ["Russia-reported"], []) == ["ASEAN-reported"]
    assert bases.open_bases(KIND, ["Russia-reported"], ["ASEAN-reported"]) == []
    assert bases.open_bases(KIND, ["Russia-reported", "ASEAN-reported"], []) == []


def test_an_unknown_kind_is_refused():
    with pytest.raises(bases.BasisError, match=r"bases\.csv has no kind of claim 'tea-leaves'"):
        bases.admitted("tea-leaves")


def test_a_basis_that_is_not_on_the_list_is_refused():
    with pytest.raises(bases.BasisError, match=r"'trade-total-1066': 'Shared out by us' is no basis of the kind"):
        bases.check("trade-total-1066", KIND, ["Russia-reported", "ASEAN-reported", "Shared out by us"], {})


def test_a_basis_left_out_in_silence_is_refused():
    with pytest.raises(bases.BasisError, match=r"the basis 'ASEAN-reported' .* was not measured"):
        bases.check("a", KIND, ["Russia-reported"], {})
    bases.check("a", KIND, ["Russia-reported"], {"ASEAN-reported": "no member reports"})


def test_the_name_of_a_value_begins_with_its_basis():
    assert bases.basis_name("Russia-reported, 2014") == "Russia-reported"
    assert bases.basis_name("Russia-reported") == "Russia-reported"


@pytest.mark.parametrize(
    ("agreements", "readings"),
    [
        ([("Russia-reported", True), ("ASEAN-reported", False)], ("record",)),
        ([("Russia-reported", True), ("Goods broken down by product", False)], ("definition",)),
        ([("Russia-reported", True), ("Russia-reported", False)], ("period",)),
        (
            [("Russia-reported", True), ("ASEAN-reported", False), ("Goods broken down by product", False)],
            ("record", "definition"),
        ),
        ([("Russia-reported", True), ("ASEAN-reported", True)], ()),
    ],
)
def test_on_what_an_answer_depends(agreements, readings):
    assert bases.readings(KIND, agreements) == readings


def test_every_kind_of_the_table_is_used_and_every_kind_of_a_claim_is_in_it():
    used = set(tables.load("claims")["claim_kind"].dropna())
    assert used == set(tables.load("bases")["claim_kind"])


def test_the_order_of_bases_has_no_ties():
    table = tables.load("bases")
    assert not table.duplicated(["claim_kind", "order"]).any()
    firsts = table[table["order"] == 1]
    assert set(firsts["claim_kind"]) == set(table["claim_kind"])
