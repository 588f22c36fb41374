"""Population and investment of the World Bank, and population of Gapminder, from small files in their formats."""

import pytest

from russia_asean.sources import gapminder, world_bank
from russia_asean.sources.snapshots import Edition, SnapshotError

BANK = Edition("bank", "2025")


def population_file(folder, lacking="", world="8100000000", first=2022, last=2024, gap=0):
    lines = [
        f"{code} by name,{code},{year},{world if code == 'WLD' else 1000 * year}"
        for code in [*world_bank.ECONOMIES, "WLD", "AFE"]
        for year in [1991, *range(first, last + 1)]
        if code != lacking and (code, year) != ("LAO", gap)
    ]
    path = folder / "population.csv"
    path.write_text("\n".join(["Country Name,Country Code,Year,Value", *lines]) + "\n")
    return path


def test_population_is_reported_and_that_of_the_world_an_estimate(tmp_path):
    built = world_bank.population(population_file(tmp_path), BANK).set_index(["iso3", "year"])
    assert built["value"]["LAO", 2024] == 2_024_000
    assert built["status"]["WLD", 2024] == "estimate" and built["status"]["LAO", 2024] == "reported"
    # 1991 is too early, and a group of countries is none of our economies.
    assert len(built) == 3 * (len(world_bank.ECONOMIES) + 1)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"lacking": "LAO"}, "has no figure of LAO"),
        ({"gap": 2023}, "LAO: a year is missing between the first and the last"),
        ({"last": 2023}, "ends in 2023, but an edition of 2025 ends in 2024"),
        ({"world": "8100"}, "the world has 8,100 people. Is the unit thousands or millions"),
        ({"world": '"8,100,000,000"'}, "'8,100,000,000' is no plain number"),
    ],
)
def test_population_that_is_not_what_it_says_is_refused(tmp_path, changes, refused):
    with pytest.raises(SnapshotError, match=refused):
        world_bank.population(population_file(tmp_path, **changes), BANK)


def inflow_file(folder, code=world_bank.INFLOWS, last=2024, twice=False):
    lines = [f"{state},{year},{code},-1000.6" for state in world_bank.MEMBERS for year in range(2023, last + 1)]
    path = folder / "inflows.csv"
    path.write_text("\n".join(["iso3,year,indicator,value", *lines, *lines[:twice]]) + "\n")
    return path


def test_until_the_summer_a_release_may_lack_the_year_before(tmp_path):
    path = inflow_file(tmp_path, last=2023)
    assert world_bank.inflows(path, Edition("bank", "2025-06-30"))["year"].max() == 2023
    with pytest.raises(SnapshotError, match="ends in 2023, but an edition of 2025-07-01 ends in 2024"):
        world_bank.inflows(path, Edition("bank", "2025-07-01"))


def test_inflows_come_in_whole_dollars(tmp_path):
    built = world_bank.inflows(inflow_file(tmp_path), BANK)
    assert len(built) == 22 and set(built["value"]) == {-1001}
    assert set(built["direction"]) == {"inflow"} and set(built["source_key"]) == {"bank"}


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"code": "BX.KLT.DINV.WD.GD.ZS"}, "row 2, column 'indicator': 'BX.KLT.DINV.WD.GD.ZS' is not"),
        ({"last": 2023}, "ends in 2023"),
        ({"twice": True}, "BRN: a year occurs twice"),
    ],
)
def test_inflows_of_another_series_are_refused(tmp_path, changes, refused):
    with pytest.raises(SnapshotError, match=refused):
        world_bank.inflows(inflow_file(tmp_path, **changes), BANK)


GAPMINDER = Edition("gapminder", "2024-07-29")


def gapminder_file(folder, last=2050, states=tuple(gapminder.STATES)):
    lines = [f"{state},{year},{year}000" for state in [*states, "FRA"] for year in range(1990, last + 1)]
    path = folder / "gapminder.csv"
    path.write_text("\n".join(["iso3,year,value", *lines]) + "\n")
    return path


def test_population_from_the_year_of_the_edition_on_is_projected(tmp_path):
    built = gapminder.population(gapminder_file(tmp_path), GAPMINDER).set_index(["iso3", "year"])
    assert len(built) == 12 * 21 and built["value"]["RUS", 2030] == 2_030_000
    assert [built["status"]["RUS", year] for year in (2023, 2024)] == ["estimate", "projection"]


@pytest.mark.parametrize(
    ("changes", "refused"),
    [({"last": 2029}, "ends in 2029"), ({"states": ("RUS",)}, "has no figure of BRN")],
)
def test_population_without_its_projections_or_a_state_is_refused(tmp_path, changes, refused):
    with pytest.raises(SnapshotError, match=refused):
        gapminder.population(gapminder_file(tmp_path, **changes), GAPMINDER)
