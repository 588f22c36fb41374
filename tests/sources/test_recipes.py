"""Recipes: each rebuilds its rows byte for byte where the files lie, and small files show what each does."""

import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.data import releases, tables
from russia_asean.sources import (
    imf_outlook,
    imf_trade,
    recipes,
    snapshots,
    unctad_investment,
)
from russia_asean.sources.snapshots import Edition, SnapshotError

# Sources of rows that come from the file of another: the Fund marks its estimates in the file of its reports.
ALSO_MADE = {"trade_flows": {"imf-dots-2022-02-estimates"}}
BATCHES = recipes.batches()
NAMES = [f"{batch.recipe.table}, {batch.snapshots[0]}" for batch in BATCHES]


def text_of(name):
    return (paths.DATA / f"{name}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("batch", BATCHES, ids=NAMES)
def test_the_publishers_files_give_the_table(batch):
    if lacking := recipes.missing_settings(batch):
        pytest.skip(f"{' and '.join(lacking)} names no folder of files, so nothing is rebuilt from them")
    assert recipes.table_text(batch.recipe, recipes.built_rows(batch)) == text_of(batch.recipe.table)


def test_every_snapshot_has_a_recipe_and_every_recipe_snapshots():
    used = {key for batch in BATCHES for key in batch.snapshots}
    assert used == set(tables.load("snapshots")["key"])


def test_every_kind_of_file_that_is_listed_is_read_by_a_recipe():
    recipes.check_kinds()


@pytest.mark.parametrize("name", ["snapshots.csv", "fetching.csv"])
def test_a_kind_of_file_that_no_recipe_reads_is_refused(name, tmp_path, monkeypatch):
    for each in ("snapshots.csv", "fetching.csv"):
        text = (paths.DATA / each).read_text(encoding="utf-8")
        spoilt = text.replace(",aiddata-finance,", ",aiddata-finances,", 1) if each == name else text
        (tmp_path / each).write_text(spoilt, encoding="utf-8")
    monkeypatch.setattr(paths, "DATA", tmp_path)
    with pytest.raises(tables.TableError, match=rf"data/{name}, row 2, column 'recipe': 'aiddata-finances' is a kind"):
        recipes.check_kinds()


@pytest.mark.parametrize("name", tables.names())
def test_every_row_has_a_recipe_or_a_reason_why_it_has_none(name):
    described, table = tables.resource(name), tables.load(name)
    files = {key for batch in BATCHES if batch.recipe.table == name for key in batch.snapshots}
    listed = tables.load("snapshots").set_index("key")["source_key"]
    if "source_key" not in table or not files:
        assert bool(files) != ("byHand" in described)
        return
    without = set(table["source_key"]) - set(listed[list(files)]) - ALSO_MADE.get(name, set())
    assert bool(without) == ("byHand" in described)


def test_a_snapshot_and_its_edition_are_read_from_the_table():
    listed = tables.load("snapshots").set_index("key")
    found = snapshots.snapshot("voeten-ideal-points-2026-04")
    assert found.path == listed["cached_name"]["voeten-ideal-points-2026-04"]
    assert found.setting == "RUSSIA_ASEAN_RAW"
    assert snapshots.snapshot("unctad-wir-2026-inflows").setting == "RUSSIA_ASEAN_EXTRACTS"
    assert snapshots.edition("voeten-ideal-points-2026-04") == Edition(
        "un-ideal-points-2026", "2026-04-03", "un-ideal-points-2025", frozenset({2024})
    )
    with pytest.raises(SnapshotError, match=r"data/snapshots\.csv: has no snapshot 'nothing'"):
        snapshots.snapshot("nothing")


def test_a_recipe_without_its_folder_stops_and_says_which_setting(monkeypatch, tmp_path):
    batch = next(each for each in BATCHES if each.snapshots == ("unctad-wir-2026-inflows",))
    monkeypatch.delenv("RUSSIA_ASEAN_EXTRACTS", raising=False)
    assert recipes.missing_settings(batch) == ["RUSSIA_ASEAN_EXTRACTS"]
    with pytest.raises(SnapshotError, match="the setting RUSSIA_ASEAN_EXTRACTS names no folder"):
        recipes.built_rows(batch)
    monkeypatch.setenv("RUSSIA_ASEAN_EXTRACTS", str(tmp_path))
    with pytest.raises(SnapshotError, match="not found in the folder of snapshots"):
        recipes.built_rows(batch)


def test_without_files_nothing_is_written(monkeypatch):
    for setting in snapshots.SETTINGS.values():
        monkeypatch.delenv(setting, raising=False)
    before = {recipe.table: text_of(recipe.table) for recipe in recipes.RECIPES}
    assert all("left as it is" in told for told in recipes.write_tables())
    assert {name: text_of(name) for name in before} == before


def test_rows_of_a_recipe_take_the_place_of_its_own_and_of_no_others():
    recipe = recipes.Recipe("oil_price", (), lambda: None)
    stored = tables.load("oil_price")
    key = stored["source_key"].iloc[0]
    rows = stored[stored["source_key"] == key].head(1).assign(value=12.5)
    text = recipes.table_text(recipe, rows)
    assert len(text.splitlines()) == 2 + (stored["source_key"] != key).sum()
    assert sum(",12.5," in line for line in text.splitlines()) == 1


def test_the_tail_of_a_sum_is_no_revision():
    rows = pd.DataFrame({"value": [0.1 + 0.2, 5.0004, float("nan")], "year": [2020, 2021, 2022]})
    stored = recipes.as_stored(rows, 3)
    assert stored["value"].tolist()[:2] == [0.3, 5.0] and pd.isna(stored["value"][2])
    assert stored["year"].tolist() == [2020, 2021, 2022]


def test_numbers_are_written_short_and_empty_where_there_is_none():
    table = pd.DataFrame(
        {"key": ["b", "a", "c"], "value": [1501158000000.0, 0.1236, float("nan")], "flag": [True, False, True]}
    )
    assert recipes.csv_text(table, ["key"]).splitlines() == [
        "key,value,flag",
        "a,0.124,false",
        "b,1501158000000,true",
        "c,,true",
    ]


# World Economic Outlook

OUTLOOK_HEAD = "country,iso,year,ngdpd,pppgdp,pppsh,ngdp_rpch,lp"
OUTLOOK = Edition("new-outlook", "2026-04", "old-outlook")


def outlook_file(folder, lines):
    path = folder / "weo.csv"
    path.write_bytes("\r\n".join([OUTLOOK_HEAD, *lines, ""]).encode())
    return path


def old_outlook():
    """Return an earlier edition: Vietnam's accounts of 2024 are actual, those of 2025 projected."""
    rows = [
        ("VNM", "gdp_current", 2024, 459e9, "reported"),
        ("VNM", "gdp_current", 2025, 480e9, "projection"),
        ("VNM", "gdp_growth", 2024, 7.1, "reported"),
        ("WLD", "gdp_current", 2024, 110e12, "estimate"),
    ]
    return pd.DataFrame(rows, columns=["iso3", "indicator", "year", "value", "status"])


VIETNAM = [
    "Vietnam,VNM,2024,459.448,1654.976,0.837,6.952,101.3",
    "Vietnam,VNM,2025,494.046,1838.398,0.874,8.019,102.3",
    "Vietnam,VNM,2031,705.443,2950.423,1.036,5.39,",
]
WORLD = ["World,G001,2024,111000.5,,,3.3,", "Andorra,AND,2031,4.5,,,,"]


def test_the_outlook_comes_in_our_units_with_a_status_for_each_year(tmp_path):
    built = imf_outlook.outlook(outlook_file(tmp_path, VIETNAM + WORLD), OUTLOOK, old_outlook())
    cells = built.set_index(["iso3", "indicator", "year"])
    assert cells["value"]["VNM", "gdp_current", 2025] == 494_046_000_000
    assert cells["value"]["VNM", "population", 2024] == 101_300_000
    assert cells["value"]["VNM", "gdp_growth", 2025] == 8.019
    assert cells["value"]["WLD", "gdp_current", 2024] == 111_000_500_000_000
    assert ("VNM", "population", 2031) not in cells.index and "AND" not in set(built["iso3"])
    status = cells["status"]
    assert [status["VNM", "gdp_current", year] for year in (2024, 2025, 2031)] == ["reported", "estimate", "projection"]
    # The earlier edition had no purchasing power parity: the accounts say how far actual figures go.
    assert [status["VNM", "gdp_ppp", year] for year in (2024, 2025)] == ["reported", "estimate"]
    assert status["WLD", "gdp_current", 2024] == "estimate"
    assert set(built["vintage"]) == {"2026-04"} and set(built["source_key"]) == {"new-outlook"}


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        (
            [line.replace("2031", "2030") for line in VIETNAM + WORLD],
            "ends in 2030, but an edition of 2026-04 ends in 2031",
        ),
        (VIETNAM + WORLD[1:], "1 figures of the edition before are missing, the first of them WLD, gdp_current, 2024"),
        ([line.replace("459.448", "459.448 e") for line in VIETNAM + WORLD], "row 2, column 'ngdpd': '459.448 e'"),
        # In millions, as the scale of another file of the Fund has it.
        (
            [line.replace(",459.448,", ",459448,").replace(",494.046,", ",494046,") for line in VIETNAM + WORLD],
            "unit another one",
        ),
    ],
)
def test_an_outlook_that_is_not_what_it_says_is_refused(tmp_path, lines, refused):
    earlier = old_outlook()
    # The world alone would hide the country's unit in a median of three.
    earlier.loc[earlier["iso3"] == "WLD", "year"] = 2024
    with pytest.raises(SnapshotError, match=refused):
        imf_outlook.outlook(outlook_file(tmp_path, lines), OUTLOOK, earlier)


# World Economic Outlook: editions before April 2026

EXTRACT_HEAD = "weo_vintage,iso3,year,indicator,value,unit,source_key,is_estimate_or_projection"
EARLIER_OUTLOOK = Edition("outlook", "2020-10")


def extract_file(folder, *lines, change=("", "")):
    """Write two editions, of April and October 2020."""
    found = [
        '2020-04,VNM,2018,NGDPD,300.25,"billion USD, current",w,0',
        '2020-04,VNM,2025,NGDPD,440,"billion USD, current",w,1',
        '2020-10,VNM,2009,NGDPD,106.015,"billion USD, current",w,0',
        '2020-10,VNM,2018,NGDPD,304.4709999999999,"billion USD, current",w,0',
        '2020-10,VNM,2019,NGDPD,327.9,"billion USD, current",w,1',
        '2020-10,VNM,2025,NGDPD,450,"billion USD, current",w,1',
        "2020-10,VNM,2018,NGDP_RPCH,7.0761,percent change,w,0",
        "2020-10,WLD,2018,NGDP_RPCH,3.5,percent change,w,",
        *lines,
    ]
    path = folder / "extract.csv"
    path.write_text("\n".join([EXTRACT_HEAD, *found]).replace(*change) + "\n")
    return path


def test_an_earlier_outlook_says_itself_where_actual_figures_end(tmp_path):
    built = imf_outlook.earlier_outlook(extract_file(tmp_path), EARLIER_OUTLOOK)
    cells = built.set_index(["iso3", "indicator", "year"])
    assert cells["value"].to_dict() == {
        ("VNM", "gdp_current", 2018): 304_471_000_000,
        ("VNM", "gdp_current", 2019): 327_900_000_000,
        ("VNM", "gdp_current", 2025): 450_000_000_000,
        ("VNM", "gdp_growth", 2018): 7.076,
        ("WLD", "gdp_growth", 2018): 3.5,
    }
    assert cells["status"].tolist() == ["reported", "estimate", "projection", "reported", "estimate"]


@pytest.mark.parametrize(
    ("change", "edition", "refused"),
    [
        ((), Edition("outlook", "2021-04"), "has no edition 2021-04; it has 2020-04, 2020-10"),
        (("2025,", "2024,"), EARLIER_OUTLOOK, "ends in 2024, but an edition of 2020-10 ends in 2025"),
        (("304.4709999999999", "300.25"), EARLIER_OUTLOOK, "1 figures are those of the edition before"),
        (("304.4709999999999", "304471"), EARLIER_OUTLOOK, "is its scale already applied"),
        (("billion USD, current", "million USD, current"), EARLIER_OUTLOOK, "row 4, column 'unit': 'million USD"),
        (("w,1", "w,e"), EARLIER_OUTLOOK, "row 6, column 'is_estimate_or_projection': 'e' is no flag"),
    ],
)
def test_an_earlier_outlook_that_is_not_what_it_says_is_refused(tmp_path, change, edition, refused):
    with pytest.raises(SnapshotError, match=refused):
        imf_outlook.earlier_outlook(extract_file(tmp_path, change=change or ("", "")), edition)


def test_the_outlook_of_october_2025_has_more_economies_and_years(tmp_path):
    path = tmp_path / "extract.csv"
    lines = [
        "VNM,1992,LP,69.7,million persons,,0",
        "VNM,1991,LP,68.4,million persons,,0",  # too early
        "VNM,2024,LP,101.3,million persons,,",
        "VNM,2025,LP,102.3,million persons,,1",
        "UKR,2024,LP,33.4,million persons,,0",
        "UKR,2025,LP,33.3,million persons,,1",  # of Ukraine, past output and population alone
        "UKR,2024,NGDP_RPCH,2.9,percent change,,0",
        "ADVEC,2024,NGDP_RPCH,1.8,percent change,,",  # a group
        "VNM,2024,PCPIPCH,3.6,percent change,,0",  # an indicator that we do not hold
        "VNM,2030,PPPSH,0.9,percent of world,,1",
    ]
    path.write_text("\n".join([EXTRACT_HEAD.removeprefix("weo_vintage,"), *lines]) + "\n")
    built = imf_outlook.newest_extract(path, Edition("outlook", "2025-10"))
    assert list(built[["iso3", "year", "value", "status"]].itertuples(index=False, name=None)) == [
        ("VNM", 1992, 69_700_000, "reported"),
        ("VNM", 2024, 101_300_000, "reported"),
        ("VNM", 2025, 102_300_000, "projection"),
        ("UKR", 2024, 33_400_000, "reported"),
        ("VNM", 2030, 0.9, "projection"),
    ]


# World Investment Report

INVESTMENT = Edition("new-report", "2026-06", "old-report")


def flow_lines(changes=None):
    """Return lines of a file in which each of the eleven states received 10 in 2024 and 11 in 2025."""
    values = {(code, year): float(year - 2014) for code in unctad_investment.MEMBERS for year in (2024, 2025)}
    values |= {("SEA_UNCTAD", year): 11.0 * (year - 2014) for year in (2024, 2025)}
    values |= {("WLD", 2024): 1500.0, ("WLD", 2025): 1600.0} | (changes or {})
    return [f'{code},{year},{value},"million USD, current"' for (code, year), value in values.items()]


def flow_file(folder, lines):
    path = folder / "flows.csv"
    path.write_text("\n".join(["iso3,year,value,unit", *lines]) + "\n")
    return path


EARLIER_FLOWS = pd.DataFrame(
    [
        ("VNM", 2024, "inflow", 9e6),
        ("WLD", 2024, "inflow", 1500e6),
        ("VNM", 2024, "outflow", 1e6),
        ("CHN", 2024, "inflow", 5e6),
    ],
    columns=["iso3", "year", "direction", "value"],
)


def test_inflows_come_in_dollars_without_the_sums_of_the_publisher(tmp_path):
    built = unctad_investment.inflows(flow_file(tmp_path, flow_lines()), INVESTMENT, EARLIER_FLOWS)
    cells = built.set_index(["iso3", "year"])
    assert cells["value"]["VNM", 2025] == 11_000_000
    assert cells["status"]["WLD", 2025] == "estimate" and cells["status"]["VNM", 2025] == "reported"
    assert "SEA_UNCTAD" not in set(built["iso3"]) and len(built) == 24


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        (flow_lines({("SEA_UNCTAD", 2025): 132.0}), "2025: the parts add up to 121, the printed total is 132"),
        (flow_lines({("BRN", 2025): 0.0, ("SEA_UNCTAD", 2025): 110.0}), "the value of BRN in 2025 is 0"),
        (
            [line.replace("million", "thousand") for line in flow_lines()],
            "column 'unit': 'thousand USD, current' is not",
        ),
        (
            [line for line in flow_lines() if ",2025," not in line],
            "ends in 2024, but an edition of 2026-06 ends in 2025",
        ),
        ([line for line in flow_lines() if "WLD,2024" not in line], "the first of them WLD, 2024"),
    ],
)
def test_inflows_that_are_not_what_they_say_are_refused(tmp_path, lines, refused):
    with pytest.raises(SnapshotError, match=refused):
        unctad_investment.inflows(flow_file(tmp_path, lines), INVESTMENT, EARLIER_FLOWS)


# World Investment Report: annex tables


def annex_file(folder, name, leave=(), last=2024, laos="1.5", add=0.0):
    """Write an annex table in which every economy has 1.5 million USD a year."""
    years = range(1990, last + 1)
    lines = [
        f'5,country,"{economy}",{",".join(laos if code == "LAO" else "1.5" for _ in years)}'
        for economy, code in unctad_investment.NAMES.items()
        if code not in leave
    ]
    members = 1.5 * (len(unctad_investment.MEMBERS) - len(set(leave) & set(unctad_investment.MEMBERS))) + add
    lines.append(f"4,region,South-East Asia,{','.join([str(members)] * len(years))}")
    path = folder / f"{name}.csv"
    path.write_text("\n".join([f"level,type,Region/economy,{','.join(map(str, years))}", *lines]) + "\n")
    return path


REPORT_2025 = Edition("report", "2025-06")
NONE_OUT = tuple(unctad_investment.NO_OUTFLOWS)


def test_annex_tables_give_both_directions_in_dollars(tmp_path):
    files = annex_file(tmp_path, "inflows"), annex_file(tmp_path, "outflows", leave=NONE_OUT)
    built = unctad_investment.annex_tables(*files, REPORT_2025)
    counts = built.groupby("direction")["iso3"].nunique()
    assert counts.to_dict() == {"inflow": len(unctad_investment.NAMES), "outflow": len(unctad_investment.NAMES) - 3}
    assert set(built["value"]) == {1_500_000} and sorted(set(built["year"])) == list(range(1990, 2025))
    assert set(built.loc[built["status"] == "estimate", "iso3"]) == {"WLD"}


@pytest.mark.parametrize(
    ("inflows", "outflows", "refused"),
    [
        ({"leave": ("RUS",)}, {"leave": NONE_OUT}, r"inflows\.csv: has no row of RUS"),
        ({}, {"leave": (*NONE_OUT, "RUS")}, r"outflows\.csv: has no row of RUS"),
        ({}, {}, r"outflows\.csv: has a row of BRN.*Is it the table of inflows"),
        ({"last": 2023}, {"leave": NONE_OUT}, "ends in 2023, but an edition of 2025-06 ends in 2024"),
        ({"add": 1.0}, {"leave": NONE_OUT}, "the parts add up to 16.5, the printed total is 17.5"),
        ({"laos": ".."}, {"leave": NONE_OUT}, r"'\.\.' is no plain number"),
    ],
)
def test_annex_tables_that_are_not_what_they_say_are_refused(tmp_path, inflows, outflows, refused):
    files = annex_file(tmp_path, "inflows", **inflows), annex_file(tmp_path, "outflows", **outflows)
    with pytest.raises(SnapshotError, match=refused):
        unctad_investment.annex_tables(*files, REPORT_2025)


# What the tables hold


def test_estimates_in_the_package_answer_for_nobody_who_does_not_ask():
    flows = tables.load("trade_flows")
    listed = releases.releases_of("trade_flows")
    asked = listed.index[listed["role"] == releases.ON_REQUEST]
    estimates = flows[flows["source_key"].isin(asked)]
    assert set(estimates["status"]) == {"estimate"} and {"LAO"} <= set(estimates["reporter"])
    assert not set(asked) & set(releases.answering("trade_flows"))
    # Nobody reported these cells in the same edition: an estimate never stands beside a report.
    reported = flows[(flows["source_key"] == "imf-dots-2022-02") & (flows["status"] == "reported")]
    assert reported.merge(estimates, on=imf_trade.CELL).empty
