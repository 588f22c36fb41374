"""Trade from the files of the IMF: marks, months, editions, and what is refused."""

import json

import pandas as pd
import pytest

from russia_asean.sources import imf_trade, imf_trade_in_goods, imf_trade_workbooks
from russia_asean.sources.snapshots import Edition, SnapshotError

FLOW = ["reporter", "partner", "year", "flow"]
NAMES = imf_trade_workbooks.NAMES
YEARS = ["1990", "1999", "2020"]
MONTHS = [f"{year}M{month:02}" for year in (2021, 2022) for month in range(1, 13)] + ["2023M01"]


def sheet(reporter, periods, figures, unit="US Dollars, Millions"):
    """Return a sheet of the portal: each partner has 1 in the first and the last period if not said otherwise."""
    rows = [[], [None, "Exports, FOB to Partner Countries"], [], [None, NAMES[reporter]], [None, unit], []]
    rows.append([None, None, *periods])
    for code, name in [("AUS", "Australia"), *NAMES.items(), (None, "Euro Area")]:
        standard = {periods[0]: 1, periods[-1]: 1}
        given = standard | figures.get(code, {})
        rows.append([None, name, *(given.get(period) for period in periods)])
    return rows


@pytest.fixture
def annual(tmp_path, monkeypatch, write_workbook):
    """Return a function that reads annual workbooks of Laos and Russia."""
    monkeypatch.setattr(imf_trade_workbooks, "ANNUAL_NUMBERS", {"LAO": 110, "RUS": 162})

    def read(exports, periods=YEARS, **changes):
        for reporter, number in (("LAO", 110), ("RUS", 162)):
            sheets = {
                "Exports, FOB": sheet(reporter, periods, exports.get(reporter, {}), **changes),
                "Imports, CIF": sheet(reporter, periods, {}),
            }
            write_workbook(tmp_path / f"DOTS_{number}.xlsx", sheets)
        return imf_trade_workbooks.annual(tmp_path, Edition("imf-dots-2022-02", "2022-02"))

    return read


def test_an_annual_estimate_stays_an_estimate_and_has_a_source_of_its_own(annual):
    built = annual({"LAO": {"RUS": {"1999": "1,032.13 e"}, "WLD": {"1999": 5.5}}, "RUS": {"LAO": {"1999": 0.1234567}}})
    rows = built[built["year"] == 1999].set_index(FLOW)
    assert rows["value"].to_dict() == {
        ("LAO", "RUS", 1999, "export"): 1_032_130_000,
        ("LAO", "WLD", 1999, "export"): 5_500_000,
        ("RUS", "LAO", 1999, "export"): 123_457,
    }
    assert rows["source_key"].tolist() == ["imf-dots-2022-02-estimates", "imf-dots-2022-02", "imf-dots-2022-02"]
    # Laos reports no world since 1997: its total bears no mark and is an estimate all the same.
    assert rows["status"].tolist() == ["estimate", "estimate", "reported"]
    assert set(built["valuation"] + built["flow"]) == {"FOBexport", "CIFimport"}
    # No flow of a state with itself, none with a sum that our table does not hold, Australia once.
    partners = built[(built["reporter"] == "LAO") & (built["year"] == 2020) & (built["flow"] == "import")]["partner"]
    assert sorted(partners) == sorted(set(NAMES) - {"LAO"})


def test_estimates_before_their_first_year_are_left_out(annual):
    built = annual({"LAO": {"RUS": {"1990": "2.00 e"}}}).set_index(FLOW)
    assert ("LAO", "RUS", 1990, "export") not in built.index and ("LAO", "RUS", 1990, "import") in built.index


@pytest.mark.parametrize(
    ("cell", "refused"),
    [
        ("1.50 f", r"DOTS_110\.xlsx, sheet 'Exports, FOB', row \d+: '1.50 f' is neither a number nor one with"),
        ("3,5 e", "'3,5 e' is neither a number"),
        ("N/A", "'N/A' is neither a number"),
        ("1.50 r", "1 years are marked r"),
    ],
)
def test_a_cell_with_a_mark_that_is_not_known_is_refused(annual, cell, refused):
    with pytest.raises(SnapshotError, match=refused):
        annual({"LAO": {"RUS": {"1999": cell}}})


def test_another_unit_other_periods_and_another_edition_are_refused(annual):
    with pytest.raises(SnapshotError, match="'US Dollars, Thousands' stands where 'US Dollars, Millions' is expected"):
        annual({}, unit="US Dollars, Thousands")
    with pytest.raises(SnapshotError, match="row 7: '2020M01' is not of the form"):
        annual({}, periods=["2019", "2020M01", "2020"])
    with pytest.raises(SnapshotError, match="ends in 2019, but an edition of 2022-02 ends in 2020"):
        annual({}, periods=["2018", "2019"])


def test_a_missing_reporter_another_reporter_and_a_vanished_partner_are_refused(annual, tmp_path, monkeypatch):
    annual({})
    laos, russia = tmp_path / "DOTS_110.xlsx", tmp_path / "DOTS_162.xlsx"
    laos.rename(tmp_path / "kept.xlsx")
    with pytest.raises(SnapshotError, match=r"DOTS_110\.xlsx: the workbook of Lao People's Dem\. Rep\. is missing"):
        imf_trade_workbooks.annual(tmp_path, Edition("imf-dots-2022-02", "2022-02"))
    laos.write_bytes(russia.read_bytes())
    with pytest.raises(SnapshotError, match="'Russian Federation' stands where \"Lao People's Dem"):
        imf_trade_workbooks.annual(tmp_path, Edition("imf-dots-2022-02", "2022-02"))
    (tmp_path / "kept.xlsx").rename(laos)
    monkeypatch.setitem(NAMES, "VNM", "Viet Nam")
    with pytest.raises(SnapshotError, match="'Viet Nam' is no partner in any workbook"):
        imf_trade_workbooks.annual(tmp_path, Edition("imf-dots-2022-02", "2022-02"))


def test_a_partner_with_two_figures_for_one_year_is_refused(annual, monkeypatch):
    original = sheet

    def with_another_australia(reporter, periods, figures, **changes):
        rows = original(reporter, periods, figures, **changes)
        rows[7][-1] = 2
        return rows

    monkeypatch.setitem(globals(), "sheet", with_another_australia)
    with pytest.raises(SnapshotError, match="Australia stands twice in 2020, with two figures"):
        annual({})


@pytest.fixture
def monthly(tmp_path, monkeypatch, write_workbook):
    """Return a function that reads monthly workbooks of Brunei and the United States, with the annual rows given."""
    monkeypatch.setattr(imf_trade_workbooks, "MONTHLY_NAMES", {"BRN": "Brunei Darussalam", "USA": "US"})
    monkeypatch.setattr(imf_trade_workbooks, "WITH_BLANK_MONTHS", {("BRN", "RUS", 2022, "import")})
    whole = dict.fromkeys(MONTHS, 10)

    def read(exports, annual_value=120.5e6, brunei=((2021, 1e6),), **world):
        for reporter, name in (("BRN", "Brunei Darussalam"), ("USA", "US")):
            imports = {"WLD": whole | world, "RUS": {"2022M05": 1}} if reporter == "BRN" else {}
            sheets = {
                "Exports, FOB": sheet(reporter, MONTHS, exports.get(reporter, {})),
                "Imports, CIF": sheet(reporter, MONTHS, imports),
            }
            write_workbook(tmp_path / f"Exports_and_Imports_{name}.xlsx", sheets)
        before = pd.DataFrame(
            [
                ("USA", "VNM", 2021, "export", annual_value),
                ("BRN", "WLD", 2022, "import", 121e6),
                *(("BRN", "RUS", year, "import", value) for year, value in brunei),
            ],
            columns=[*FLOW, "value"],
        )
        return imf_trade_workbooks.monthly(tmp_path, Edition("imf-dots-monthly-2024-07", "2024-07-16"), before)

    return read


def test_a_year_is_the_sum_of_twelve_plain_months(monthly):
    whole = dict.fromkeys(MONTHS, 10)
    built = monthly(
        {
            "USA": {
                "VNM": whole,
                "THA": whole | {"2022M06": None},
                "RUS": whole | {"2022M06": "10.00 r"},
                "LAO": whole | {"2022M06": "10.00 e"},
            }
        }
    )
    years = built.groupby(["reporter", "partner", "flow"])["year"].agg(list)
    assert years["USA", "VNM", "export"] == [2021, 2022]  # and not 2023, of which there is a month
    assert years["USA", "THA", "export"] == years["USA", "RUS", "export"] == years["USA", "LAO", "export"] == [2021]
    assert set(built.loc[built["partner"] == "VNM", "value"]) == {120_000_000}
    # Brunei published its imports of all months, and its one month of the year before was the year: so is this one.
    assert built.set_index(FLOW)["value"]["BRN", "RUS", 2022, "import"] == 1_000_000
    assert ("BRN", "RUS", 2021, "import") not in built.set_index(FLOW).index


def test_blank_months_of_a_year_that_is_not_whole_and_another_unit_are_refused(monthly):
    whole = {"USA": {"VNM": dict.fromkeys(MONTHS, 10)}}
    with pytest.raises(SnapshotError, match="2022 has no twelve months of imports with the world"):
        monthly(whole, **{"2022M12": None})
    # One month of 2021 was not the year: a blank month hides trade, as it does in Cambodia's workbook.
    with pytest.raises(SnapshotError, match="months of imports with RUS of 2021 do not add up to the annual release"):
        monthly(whole, brunei=[(2021, 13e6)])
    with pytest.raises(SnapshotError, match="months of imports with RUS of no year can be compared, so 2022 has less"):
        monthly(whole, brunei=[])
    with pytest.raises(SnapshotError, match="is its scale already applied"):
        monthly({"USA": {"VNM": dict.fromkeys(MONTHS, 10_000)}}, **dict.fromkeys(MONTHS, 10_000))


# Russia as reporter, a view of the portal

HEAD = ["DATASET", "OBS_MEASURE", "COUNTRY.ID", "INDICATOR.ID", "COUNTERPART_COUNTRY.ID", "FREQUENCY.ID", "SCALE"]
FIXED = "IMF.STA:IMTS(1.0.0),OBS_VALUE,RUS"
VIEW_YEARS = [str(year) for year in range(2016, 2025)]
RUSSIA_2026 = Edition("imf-imts-russia-2026", "2026")
BEFORE = pd.DataFrame(
    [("RUS", "CHN", 2020, "export", 50e6), ("RUS", "CHN", 2015, "export", 1e6)], columns=[*FLOW, "value"]
)
VIEW = [
    f"{FIXED},XG_FOB_USD,CHN,A,Millions,1,2,3,4,51.5,6,7,8,9",
    f"{FIXED},MG_CIF_USD,G001,A,Millions,1,,3,4,5,6,7,8,9",
    f"{FIXED},MG_CIF_USD,G163,A,Millions,1,2,3,4,5,6,7,8,9",
]


def view_file(folder, lines, years=VIEW_YEARS):
    path = folder / "RU_trade.csv"
    path.write_text("\ufeff" + "\n".join([",".join([*HEAD, *years]), *lines]) + "\n", encoding="utf-8")
    return path


def test_what_russia_has_not_reported_is_an_estimate(tmp_path):
    built = imf_trade_in_goods.russia(view_file(tmp_path, VIEW), RUSSIA_2026, BEFORE)
    cells = built.set_index(FLOW[1:])
    assert cells["value"]["CHN", 2020, "export"] == 51_500_000
    assert cells["status"]["CHN", 2021, "export"] == "reported" and cells["status"]["CHN", 2022, "export"] == "estimate"
    assert ("WLD", 2016, "import") in cells.index and ("WLD", 2017, "import") not in cells.index
    assert set(built["partner"]) == {"CHN", "WLD"}


@pytest.mark.parametrize(
    ("lines", "years", "refused"),
    [
        ([VIEW[0].replace("Millions", "Units")], None, "column 'SCALE': 'Units' is not Millions"),
        ([VIEW[0].replace(",RUS,", ",BLR,")], None, "column 'COUNTRY.ID': 'BLR' is not RUS"),
        ([VIEW[0].replace("XG_FOB_USD", "MG_FOB_USD")], None, "'MG_FOB_USD' is not XG_FOB_USD or MG_CIF_USD"),
        ([VIEW[0].replace("51.5", "51500000")], None, "is its scale already applied"),
        (VIEW[1:], None, "1 figures of the edition before are missing, the first of them RUS, CHN, 2020, export"),
        (
            [VIEW[0] + ",10,10"],
            [*VIEW_YEARS, "2025", "2026"],
            "ends in 2026, but an edition of 2026 ends in 2024 to 2025",
        ),
        ([VIEW[0] + ",10"], None, "cannot be read as a table"),
    ],
)
def test_a_view_that_is_not_what_it_says_is_refused(tmp_path, lines, years, refused):
    path = view_file(tmp_path, lines, years or VIEW_YEARS)
    with pytest.raises(SnapshotError, match=refused):
        imf_trade_in_goods.russia(path, RUSSIA_2026, BEFORE)


# Exports of 2025, a network


def network(totals=None, names=None):
    """Return a network in which every economy sends 20.5 to China, and China to Russia."""
    names = names or list(imf_trade_in_goods.NAMES)
    edges = [{"source": name, "target": "Russia" if name == "China" else "China", "value": 20.5} for name in names]
    edges.append({"source": "Chile", "target": "China", "value": 7.0})
    nodes = [
        {"id": name, "totalExports": 20.6 if name != "Chile" else 7.0} | (totals or {}) for name in [*names, "Chile"]
    ]
    return {"nodes": nodes, "edges": edges}


def test_exports_of_2025_come_in_dollars_and_those_of_russia_are_estimates(tmp_path):
    path = tmp_path / "trade_data.json"
    path.write_text(json.dumps(network()))
    built = imf_trade_in_goods.exports(path, Edition("imf-imts-2026-04", "2026-04-24")).set_index(
        ["reporter", "partner"]
    )
    assert set(built["value"]) == {20_500_000} and set(built["flow"]) == {"export"} and set(built["year"]) == {2025}
    assert built["status"]["RUS", "CHN"] == "estimate" and built["status"]["VNM", "CHN"] == "reported"
    # Neither Chile, which our table does not hold, nor Canada, which reports nothing in it.
    assert not {"CAN", "Chile"} & {reporter for reporter, _ in built.index}


def of_year(network, year):
    """Return the parts of a network with the year that they are of."""
    return {part: [{**each, "year": year} for each in rows] for part, rows in network.items()}


def test_an_edition_that_adds_a_year_revises_the_last_one_too(tmp_path):
    path = tmp_path / "trade_data.json"
    revised, added = of_year(network(), 2025), of_year(network(), 2026)
    for edge in added["edges"]:
        edge["value"] -= 0.1
    path.write_text(json.dumps({part: revised[part] + added[part] for part in revised}))
    built = imf_trade_in_goods.exports(path, Edition("imf-imts-2027-04", "2027-04-20"))
    cells = built.set_index(["reporter", "year"])["value"]
    assert cells["VNM"].to_dict() == {2025: 20_500_000, 2026: 20_400_000}
    with pytest.raises(SnapshotError, match="ends in 2026, but an edition of 2026-10-20 ends in 2024 to 2025"):
        imf_trade_in_goods.exports(path, Edition("imf-imts-2026-10", "2026-10-20"))


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (network(totals={"totalExports": 25.0}), "the parts add up to 20.5, the printed total is 25"),
        (network(names=["China", "Russia"]), "has no exports of 'Australia' in 2025"),
        (network() | {"nodes": [{"id": "Chile", "totalExports": 7.0}]}, "the printed total is nan"),
        ({"nodes": []}, "is no network of nodes and edges"),
    ],
)
def test_a_network_that_does_not_add_up_or_lacks_an_economy_is_refused(tmp_path, content, refused):
    path = tmp_path / "trade_data.json"
    path.write_text(json.dumps(content))
    with pytest.raises(SnapshotError, match=refused):
        imf_trade_in_goods.exports(path, Edition("imf-imts-2026-04", "2026-04-24"))


def test_a_half_is_not_decided_by_the_tail_of_a_product():
    flows = pd.DataFrame(
        [("VNM", "RUS", 2020, "export", 4908580.500992, "reported", "2022", "key")],
        columns=[*FLOW, "value", "status", "vintage", "source_key"],
    )
    assert imf_trade.table_rows(flows)["value"].tolist() == [4908580]
