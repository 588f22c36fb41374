"""The gravity benchmark finds what was put into made-up worlds, and what the literature finds in the real one."""

import itertools

import numpy as np
import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.analysis import economy, gravity, mirror
from russia_asean.data import memberships

TEN = memberships.asean_10()
PERIODS = {"early": (2004, 2013), "late": (2014, 2020)}
OTHERS = [
    "AUS",
    "BRA",
    "CAN",
    "CHN",
    "DEU",
    "EGY",
    "FRA",
    "GBR",
    "IND",
    "JPN",
    "KOR",
    "MEX",
    "NGA",
    "TUR",
    "USA",
    "ZAF",
]
# What a made-up world is made of: the elasticities of its pairs, and Russia's terms by direction and period.
PAIRS = {"log_distance": -0.8, "contiguous": 0.5, "common_language": 0.2, "colonial_tie": 0.1, "common_coloniser": 0.3}
WORLD = PAIRS | {"within_asean": 0.4}
RATIOS = {
    (gravity.TO_ASEAN, "early"): 0.5,
    (gravity.TO_ASEAN, "late"): 0.8,
    (gravity.FROM_ASEAN, "early"): 2.0,
    (gravity.FROM_ASEAN, "late"): 1.0,
}


def world(noise=0.0):
    """Return a panel that follows the equation, each flow times a lognormal disturbance with mean 1."""
    random = np.random.default_rng(11)
    codes = [*TEN, "RUS", *OTHERS]
    ties = {
        frozenset(pair): {
            "log_distance": random.normal(8.5, 0.7),
            **{name: random.integers(0, 2) for name in PAIRS if name != "log_distance"},
        }
        for pair in itertools.combinations(codes, 2)
    }
    sizes = {(code, year, way): random.normal(6, 1) for code in codes for year in (2008, 2016) for way in "xm"}
    rows = [
        {
            "exporter": one,
            "importer": two,
            "year": year,
            "pair": "".join(sorted((one, two))),
            **ties[frozenset((one, two))],
        }
        | {"within_asean": int(one in TEN and two in TEN), "effects": sizes[one, year, "x"] + sizes[two, year, "m"]}
        for one, two in itertools.permutations(codes, 2)
        for year in (2008, 2016)
    ]
    sample = pd.DataFrame(rows)
    expected = np.exp(sample["effects"] + sum(sample[name] * weight for name, weight in WORLD.items()))
    for direction, chosen in gravity.between(sample, TEN).items():
        for period, (first, last) in PERIODS.items():
            expected = expected.mask(chosen & sample["year"].between(first, last), expected * RATIOS[direction, period])
    sample["value"] = expected * np.exp(random.normal(-(noise**2) / 2, noise, len(sample)))
    for end in ("exporter", "importer"):
        sample[f"{end}_year"] = sample.groupby([end, "year"]).ngroup()
    return sample


def by_case(found):
    return found.ratios.set_index(["direction", "period"])


def test_an_exact_world_gives_its_ratios_and_elasticities_exactly():
    found = gravity.fit(world(), TEN, PERIODS)
    assert by_case(found)["ratio"].to_dict() == pytest.approx(RATIOS, rel=1e-5)
    estimates = found.coefficients.set_index("regressor")["estimate"]
    assert {name: estimates[gravity.REGRESSORS[name]] for name in WORLD} == pytest.approx(WORLD, abs=1e-5)
    assert (found.flows, found.zeros) == (27 * 26 * 2, 0)


def test_a_noisy_world_gives_intervals_that_hold_the_ratios():
    found = by_case(gravity.fit(world(noise=0.5), TEN, PERIODS))
    for case, ratio in RATIOS.items():
        assert found.loc[case, "low"] < ratio < found.loc[case, "high"], case
    assert gravity.reading(*found.loc[(gravity.TO_ASEAN, "early"), ["low", "high"]]) == "below"
    assert gravity.reading(*found.loc[(gravity.FROM_ASEAN, "early"), ["low", "high"]]) == "above"
    assert gravity.reading(*found.loc[(gravity.FROM_ASEAN, "late"), ["low", "high"]]) == "not clearly off"


def test_what_belongs_to_one_country_in_one_year_moves_no_ratio():
    """Sanctions, a fall of the oil price, another unit: whatever touches all trade of an exporter or importer."""
    sample = world()
    sample.loc[(sample["exporter"] == "RUS") & (sample["year"] == 2016), "value"] *= 0.3
    sample.loc[sample["importer"] == "VNM", "value"] *= 7
    assert by_case(gravity.fit(sample, TEN, PERIODS))["ratio"].to_dict() == pytest.approx(RATIOS, rel=1e-5)


def test_zeros_count():
    sample = world(noise=0.5)
    chosen = gravity.between(sample, TEN)[gravity.TO_ASEAN] & sample["importer"].isin(
        ["LAO", "KHM", "VNM", "THA", "SGP"]
    )
    emptied = sample.assign(value=sample["value"].mask(chosen, 0.0))
    with_zeros, without = (gravity.fit(each, TEN, PERIODS) for each in (emptied, emptied[emptied["value"] > 0]))
    assert with_zeros.zeros == 10
    assert (by_case(with_zeros)["ratio"] < by_case(without)["ratio"])[gravity.TO_ASEAN].all()


def test_a_period_without_flows_is_refused():
    with pytest.raises(ValueError, match="no flows for Russia's exports to ASEAN later"):
        gravity.fit(world(), TEN, {"later": (2025, 2030)})


def test_errors_are_those_of_both_ways_and_never_below_those_of_one():
    sample = world(noise=0.5)
    chosen = gravity.between(sample, TEN)[gravity.FROM_ASEAN]
    data = sample.assign(russian=chosen.astype(int))
    model = gravity._structural([*WORLD, "russian"], data)
    errors = gravity._two_way_errors(model)
    for way in ("exporter", "importer", "pair"):
        assert (errors >= model.vcov({"CRV1": way}).se() - 1e-12).all(), way
    # The estimator's own two-way errors are no larger for a term that many countries have, but for its small-sample
    # factor; for the term of one importer they are too small, or no number.
    own = model.vcov({"CRV1": "exporter+importer"}).se()
    assert errors["log_distance"] > 0.95 * own["log_distance"]
    assert not own["russian"] > 0.9 * errors["russian"]


def test_others_are_put_in_russias_place():
    sample = world()
    # Brazil's trade with ASEAN is made a quarter of what it was; nobody else is touched.
    chosen = (sample["exporter"] == "BRA") & sample["importer"].isin(TEN)
    sample["value"] = sample["value"].mask(chosen, sample["value"] / 4)
    found = gravity.economies_compared(sample, TEN, PERIODS, at_least=0.0)
    sold = found[(found["direction"] == gravity.TO_ASEAN) & (found["period"] == "late")].set_index("economy")["ratio"]
    assert sorted(sold.index) == sorted(["RUS", *OTHERS])
    assert sold.idxmin() == "BRA" and sold["BRA"] < 0.5
    large = gravity.economies_compared(sample, TEN, PERIODS)
    assert len(large) < len(found) and "RUS" in set(large["economy"])


def test_the_side_follows_from_record_and_direction():
    frame = pd.DataFrame({"direction": [gravity.TO_ASEAN, gravity.FROM_ASEAN]})
    found = gravity.by_side({"importer": frame, "exporter": frame})
    assert found.to_dict("list") == {
        "direction": [gravity.TO_ASEAN] * 2 + [gravity.FROM_ASEAN] * 2,
        "side": [*(mirror.ASEAN_REPORTED, mirror.RUSSIA_REPORTED), *(mirror.RUSSIA_REPORTED, mirror.ASEAN_REPORTED)],
    }


@pytest.mark.parametrize(
    ("low", "high", "word"), [(0.2, 0.9, "below"), (0.2, 1.1, "not clearly off"), (1.1, 2.0, "above")]
)
def test_the_interval_decides_the_word(low, high, word):
    assert gravity.reading(low, high) == word


@pytest.fixture
def small_tables(monkeypatch):
    """Give three economies of which Russia's report is complete, Vietnam's partial and Laos's an estimate."""
    empty = float("nan")
    given = {
        "gravity_flows": pd.DataFrame(
            [
                ("RUS", "VNM", 2008, 5e6, empty, ""),
                ("VNM", "RUS", 2008, 7e6, 8e6, ""),
                ("VNM", "LAO", 2008, 3e6, 4e6, "import"),
                ("SRB", "RUS", 2012, 1e6, 1e6, ""),
            ],
            columns=["exporter", "importer", "year", "exports", "imports", "estimated"],
        ),
        "gravity_reporters": pd.DataFrame(
            [
                *[("RUS", year, flow, "reported") for year in (2008, 2012) for flow in ("export", "import")],
                *[("VNM", 2008, flow, "partial") for flow in ("export", "import")],
                *[("LAO", 2008, flow, "estimate") for flow in ("export", "import")],
            ],
            columns=["reporter", "year", "flow", "status"],
        ),
        "country_pairs": pd.DataFrame(
            [(*pair, 0, 0, 0, 0, 1000) for pair in itertools.combinations(["LAO", "RUS", "SRB", "VNM"], 2)],
            columns=["iso3_1", "iso3_2", *list(PAIRS)[1:], "distance_km"],
        ),
    }
    whole = gravity.tables.load
    monkeypatch.setattr(
        gravity.tables, "load", lambda name, **how: given[name].copy() if name in given else whole(name, **how)
    )


def flows_of(sample):
    return {(row.exporter, row.importer, row.year): row.value for row in sample.itertuples()}


def test_a_zero_is_filled_only_where_a_complete_report_names_nobody(small_tables):
    # Laos is a partner of Russia in 2008, when somebody names it, and Serbia in 2012.
    assert flows_of(gravity.panel("importer", TEN)) == {
        ("VNM", "RUS", 2008): 8.0,
        ("LAO", "RUS", 2008): 0.0,
        ("SRB", "RUS", 2012): 1.0,
    }
    assert flows_of(gravity.panel("exporter", TEN)) == {
        ("RUS", "VNM", 2008): 5.0,
        ("RUS", "LAO", 2008): 0.0,
        ("VNM", "RUS", 2008): 7.0,
        ("VNM", "LAO", 2008): 3.0,
        ("SRB", "RUS", 2012): 1.0,
        ("RUS", "SRB", 2012): 0.0,
    }


def test_an_estimate_is_in_only_when_asked_for(small_tables):
    added = flows_of(gravity.panel("importer", TEN, estimates=True)).keys() - flows_of(gravity.panel("importer", TEN))
    assert added == {("VNM", "LAO", 2008)}


@pytest.fixture(scope="module", params=["importer", "exporter"])
def real(request):
    sample = gravity.panel(request.param, TEN)
    return sample, gravity.fit(sample, TEN, PERIODS)


def test_the_real_panel_gives_what_the_literature_finds(real):
    """PPML with effects of countries finds a distance elasticity of about -0.6 to -1 and a border that helps.

    Santos Silva and Tenreyro (2006), table 5, find -0.75, 0.37 for a shared border and 0.38 for a common language.
    """
    found = real[1].coefficients.set_index("regressor")
    distance, border = (found.loc[gravity.REGRESSORS[name]] for name in ("log_distance", "contiguous"))
    assert -1.0 < distance["estimate"] < -0.6
    assert 0.2 < border["estimate"] < 0.8 and border["estimate"] > 1.96 * border["standard_error"]
    assert found.loc[gravity.REGRESSORS["common_language"], "estimate"] > 0


def test_the_real_panel_has_zeros_and_a_flow_once(real):
    sample, found = real
    assert not sample.duplicated(["exporter", "importer", "year"]).any()
    assert sample.notna().all(axis=None) and not (sample["exporter"] == sample["importer"]).any()
    assert 0.1 < found.zeros / found.flows < 0.5
    assert found.ratios["members"].between(8, 10).all()


def test_russias_records_are_complete_in_all_years_of_the_panel():
    status = gravity.tables.load("gravity_reporters").query("reporter == 'RUS'")
    assert set(status["status"]) == {"reported"} and len(status) == 2 * len(gravity.panel_years())


# The equation of the first edition.
TRUE = {"log_gdp_origin": 0.8, "log_gdp_destination": 0.7, "log_distance": -0.9, "received": 0.06, "within_asean": 0.5}


def earlier_world(sold, bought):
    """Return directed flows that follow the earlier equation, Russia's times a ratio for each direction."""
    random = np.random.default_rng(7)
    size = {code: random.normal(26, 1.2) for code in [*TEN, "RUS", *OTHERS]}
    rows = []
    for one, two in itertools.combinations(size, 2):
        if one not in TEN:
            continue
        distance = random.normal(8.3, 0.6)
        for (origin, destination), received in itertools.product(((one, two), (two, one)), (0, 1)):
            ratio = {origin: sold, destination: bought}.get("RUS", 1.0)
            row = {"origin": origin, "destination": destination, "received": received, "ratio": ratio}
            row |= {"log_gdp_origin": size[origin], "log_gdp_destination": size[destination], "log_distance": distance}
            rows.append(row | {"outsider": two, "within_asean": int(two in TEN)})
    flows = pd.DataFrame(rows)
    expected = np.exp(-26 + sum(flows[name] * weight for name, weight in TRUE.items()))
    return flows.assign(value=expected * flows["ratio"])


def test_the_earlier_equation_gives_the_ratios_of_an_exact_world():
    found = gravity.fit_earlier(earlier_world(0.5, 2.0), TEN).set_index("direction")["ratio"]
    assert found.to_dict() == pytest.approx({gravity.TO_ASEAN: 0.5, gravity.FROM_ASEAN: 2.0}, rel=1e-4)


@pytest.mark.parametrize("basis", ["asean", "russia"])
def test_the_earlier_sample_takes_russia_from_one_side(basis):
    sample = gravity.earlier_sample(2016, basis, TEN)
    with_russia = sample[(sample["origin"] == "RUS") | (sample["destination"] == "RUS")]
    assert len(with_russia) > 10
    assert not with_russia.duplicated(["origin", "destination"]).any()
    # Whoever records a flow as receiver is the one at its end.
    receiver_is_russia = with_russia["destination"].eq("RUS") & with_russia["received"].eq(1)
    assert receiver_is_russia.any() == (basis == "russia")
    assert not sample["outsider"].isin(TEN)[sample["within_asean"] == 0].any()
    assert sample[["value", "log_gdp_origin", "log_gdp_destination", "log_distance"]].notna().all(axis=None)


def test_a_year_outside_the_panel_is_refused():
    with pytest.raises(ValueError, match="no year 2019"):
        gravity.earlier_sample(2019, "asean", TEN)


def test_samples_credit_what_they_use():
    """The earlier equation uses one release of GDP; the table holds a dozen others that give nothing."""
    credited = {}
    for name, sample in (
        ("panel", lambda: gravity.panel("importer", TEN)),
        ("earlier", lambda: gravity.earlier_sample(2016, "asean", TEN)),
    ):
        with provenance.collecting() as noted:
            sample()
        credited[name] = {(each.table, each.source) for each in noted}
    dots = "imf-dots-2022-02"
    assert credited["panel"] == {
        ("gravity_flows", dots),
        ("gravity_reporters", dots),
        ("country_pairs", "cepii-geodist-2011"),
    }
    assert credited["earlier"] == {
        ("gravity_flows", dots),
        ("economy", economy.latest_source()),
        ("countries", "geonames-2026"),
    }
