"""The gravity benchmark finds what was put into a made-up world."""

import itertools

import numpy as np
import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.analysis import economy, gravity
from russia_asean.data import memberships

MEMBERS = memberships.asean_10()[:8]
OUTSIDERS = [
    *("RUS", "CHN", "USA", "JPN", "KOR", "IND", "AUS", "NZL", "CAN", "DEU"),
    *("FRA", "GBR", "ITA", "ESP", "BRA", "ZAF", "TUR", "MEX", "EGY", "NGA"),
]
TRUE = {"log_gdp_origin": 0.8, "log_gdp_destination": 0.7, "log_distance": -0.9, "received": 0.06, "within_asean": 0.5}


def world(ratios, noise=None):
    """Return directed flows that follow the equation, times a partner's ratio, recorded by sender and receiver."""
    random = np.random.default_rng(7)
    size = dict(zip(MEMBERS + OUTSIDERS, random.normal(26, 1.2, 28), strict=True))
    rows = []
    for one, two in itertools.combinations(MEMBERS + OUTSIDERS, 2):
        if one not in MEMBERS:
            continue
        distance = random.normal(8.3, 0.6)
        outsider = two if two in OUTSIDERS else one
        for (origin, destination), received in itertools.product(((one, two), (two, one)), (0, 1)):
            rows.append(
                {
                    "origin": origin,
                    "destination": destination,
                    "outsider": outsider,
                    "log_gdp_origin": size[origin],
                    "log_gdp_destination": size[destination],
                    "log_distance": distance,
                    "received": received,
                    "within_asean": int(two in MEMBERS),
                }
            )
    flows = pd.DataFrame(rows)
    expected = np.exp(-26 + sum(flows[name] * weight for name, weight in TRUE.items()))
    expected *= flows["outsider"].map(ratios).fillna(1)
    flows["value"] = random.poisson(expected * noise) / noise if noise else expected
    return flows


def estimates(found):
    """Return the estimates of the regressors that the made-up world has."""
    known = found.coefficients.set_index("regressor")["estimate"]
    return {name: known[gravity.REGRESSORS[name]] for name in TRUE}


# A world without noise is fitted without a rest, of which statsmodels warns.
EXACT = pytest.mark.filterwarnings("ignore::statsmodels.tools.sm_exceptions.PerfectSeparationWarning")


@EXACT
def test_an_exact_world_gives_the_ratio_exactly():
    found = gravity.fit(world({"RUS": 0.5, "CHN": 2.0}), ["RUS", "CHN"])
    assert found.ratios.set_index("partner")["ratio"].to_dict() == pytest.approx({"RUS": 0.5, "CHN": 2.0}, rel=1e-4)
    assert estimates(found) == pytest.approx(TRUE, rel=1e-4)


def test_a_noisy_world_gives_the_ratio_nearly():
    found = gravity.fit(world({"RUS": 0.4}, noise=5.0), ["RUS", "JPN"])
    ratios = found.ratios.set_index("partner")
    assert ratios["ratio"].to_dict() == pytest.approx({"RUS": 0.4, "JPN": 1.0}, rel=0.15)
    assert ratios.loc["RUS", "high"] < 1, "a partner far below the prediction must be seen"
    assert ratios.loc["JPN", "low"] <= 1 <= ratios.loc["JPN", "high"], "a partner as predicted must not stand out"
    assert estimates(found) == pytest.approx(TRUE, abs=0.1)
    assert (found.coefficients["standard_error"] > 0).all()


@EXACT
def test_pairs_are_counted_once():
    flows = world({})
    found = gravity.fit(flows, ["RUS"])
    assert found.flows == len(flows)
    assert found.pairs == len(MEMBERS) * len(OUTSIDERS) + len(MEMBERS) * (len(MEMBERS) - 1) // 2


def test_the_unit_of_value_does_not_move_a_ratio():
    flows = world({"RUS": 0.5}, noise=5.0)
    one, other = (
        gravity.fit(flows.assign(value=flows["value"] * factor), ["RUS"]).ratios["ratio"].item() for factor in (1, 1000)
    )
    assert one == pytest.approx(other, rel=1e-4)


@pytest.mark.parametrize("basis", ["asean", "russia"])
def test_the_sample_takes_russia_from_one_side(basis):
    members = memberships.asean_10()
    sample = gravity.estimation_sample(2019, basis, members)
    with_russia = sample[(sample["origin"] == "RUS") | (sample["destination"] == "RUS")]
    assert len(with_russia) > 10
    assert not with_russia.duplicated(["origin", "destination"]).any()
    # Whoever records a flow as receiver is the one at its end.
    receiver_is_russia = with_russia["destination"].eq("RUS") & with_russia["received"].eq(1)
    assert receiver_is_russia.any() == (basis == "russia")
    assert sample["outsider"].notna().all() and not sample["outsider"].isin(members)[sample["within_asean"] == 0].any()
    assert sample[["value", "log_gdp_origin", "log_gdp_destination", "log_distance"]].notna().all(axis=None)


def test_other_flows_do_not_depend_on_the_basis():
    asean, russia = (gravity.estimation_sample(2019, basis, memberships.asean_10()) for basis in ("asean", "russia"))
    others = [each[(each["origin"] != "RUS") & (each["destination"] != "RUS")] for each in (asean, russia)]
    assert len(others[0]) == len(others[1])
    assert others[0]["value"].sum() == pytest.approx(others[1]["value"].sum())


def test_a_year_without_flows_is_refused():
    with pytest.raises(ValueError, match="no flows of 1900"):
        gravity.estimation_sample(1900, "asean", memberships.asean_10())


def test_a_sample_credits_flows_sizes_and_places_that_it_uses():
    """The narrow list of economies has one release of GDP; the table holds a dozen others that give nothing."""
    credited = {}
    for name, wide in (("narrow", False), ("wide", True)):
        with provenance.collecting() as noted:
            gravity.estimation_sample(2019, "asean", memberships.asean_10(), wide=wide)
        credited[name] = {(each.table, each.source) for each in noted}
    assert credited["narrow"] == {
        ("trade_gravity", "imf-dots-2022-02"),
        ("economy", economy.latest_source()),
        ("countries", "geonames-2026"),
    }
    assert credited["wide"] - credited["narrow"] == {("economy", gravity.CROSS_SECTION)}
