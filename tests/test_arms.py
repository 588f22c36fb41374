"""Shares and volumes of arms by window."""

import pytest

from russia_asean import arms, countries

TEN = countries.asean_10()


def test_windows_that_do_not_overlap_are_in_the_data():
    assert set(arms.FIVE_YEARS) <= set(arms.windows())
    assert all(y == x + 4 for x, y in arms.FIVE_YEARS)


def test_volumes_of_all_members_equal_those_of_the_group():
    summed = arms.volumes(TEN).sum(axis="columns").loc[arms.FIVE_YEARS]
    assert summed.to_numpy() == pytest.approx(arms.totals("ASEAN10").loc[arms.FIVE_YEARS].to_numpy(), rel=0.01)


def test_received_shares_equal_those_of_the_group_and_add_up():
    shares = arms.received(TEN, ["RUS", "USA"], arms.FIVE_YEARS)
    assert shares.sum(axis="columns").to_numpy() == pytest.approx(100)
    group = arms.shares("ASEAN10")["RUS"].loc[arms.FIVE_YEARS]
    assert shares["RUS"].to_numpy() == pytest.approx(group.to_numpy(), abs=0.1)


def test_members_without_deliveries_give_zeros_not_errors():
    assert arms.by_recipient(["PHL", "TLS"], "RUS").to_numpy().sum() == 0
    assert arms.received(["TLS"], ["RUS"], [(2020, 2024)]).to_numpy().sum() == 0
    assert arms.by_member(["PHL"], "RUS", arms.FIVE_YEARS).iloc[:, 2:].isna().all(axis=None)


def test_deliveries_by_recipient_add_up_to_the_supplier():
    given = arms.by_recipient(TEN, "RUS")
    assert given.sum(axis="columns").to_numpy() == pytest.approx(
        arms.volumes(TEN)["RUS"].loc[arms.FIVE_YEARS].to_numpy()
    )


def test_rank_leaves_out_the_rest():
    assert arms.rank("ASEAN10", "RUS", (2013, 2017)) == 1
    assert arms.rank("ASEAN10", "RUS", (2020, 2024)) > 1
    with pytest.raises(KeyError):
        arms.rank("ASEAN10", arms.REST, (2013, 2017))


def test_supplied_windows():
    assert (1995, 1999) in arms.supplied("MMR", "RUS")
    assert arms.supplied("PHL", "RUS") == []


def test_unknown_recipients_are_named():
    with pytest.raises(KeyError, match="no share of 'XYZ'"):
        arms.shares("XYZ")
