"""The panel of the gravity benchmark from small made-up files; from the publishers' it is built in ``test_recipes``."""

import io

import pandas as pd
import pytest

from russia_asean.analysis import gravity
from russia_asean.data import memberships, tables
from russia_asean.sources import gravity_panel, recipes
from russia_asean.sources.snapshots import SnapshotError

PANEL = [batch for batch in recipes.batches() if batch.recipe.build.__module__ == gravity_panel.__name__]


def test_smaller_economies_and_more_digits_would_move_no_ratio(monkeypatch):
    """What is left out to keep the table small is checked where the whole is at hand."""
    if lacking := [setting for batch in PANEL for setting in recipes.missing_settings(batch)]:
        pytest.skip(f"{' and '.join(sorted(set(lacking)))} names no folder of files, so the whole is not at hand")
    ten, periods = memberships.asean_10(), {"early": (2004, 2013), "late": (2014, 2020)}
    panel = gravity.panel("importer", ten)
    small = gravity.fit(panel, ten, periods).ratios["ratio"]
    monkeypatch.setattr(gravity_panel, "SMALLEST", 1.0)
    monkeypatch.setattr(gravity_panel, "DIGITS", 6)
    built = {}
    for batch in PANEL:
        recipe = batch.recipe
        text = recipes.csv_text(recipes.built_rows(batch), tables.resource(recipe.table)["schema"]["primaryKey"])
        empty = {"exports": [""], "imports": [""]}
        built[recipe.table] = pd.read_csv(io.StringIO(text), keep_default_na=False, na_values=empty)
    whole = tables.load
    monkeypatch.setattr(gravity.tables, "load", lambda name: built[name].copy() if name in built else whole(name))
    large = gravity.panel("importer", ten)
    assert large["exporter"].nunique() > panel["exporter"].nunique()
    assert gravity.fit(large, ten, periods).ratios["ratio"].tolist() == pytest.approx(small.tolist(), abs=0.02)


def test_all_tables_have_the_same_economies():
    flows, pairs = tables.load("gravity_flows"), tables.load("country_pairs")
    codes = {*pairs["iso3_1"], *pairs["iso3_2"]}
    assert {*flows["exporter"], *flows["importer"]} | {*tables.load("gravity_reporters")["reporter"]} <= codes
    assert set(gravity_panel.MEMBERS) <= codes
    assert len(pairs) == len(codes) * (len(codes) - 1) / 2
    assert sorted(flows["year"].unique()) == list(gravity_panel.YEARS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1_372_456_789.0, "137e7"),
        (96_505.0, "96500"),
        (965_000.0, "965e3"),
        (1_000_000.0, "1e6"),
        (12.0, "12"),
        (0.0, "0"),
        (0.4, "0"),
        (999_600.0, "1e6"),
        (float("nan"), ""),
    ],
)
def test_numbers_are_as_short_as_three_digits_can_be(value, text):
    assert gravity_panel.short_number(value) == text


@pytest.fixture
def file(tmp_path):
    """Return what writes a made-up file of the publisher and gives its path."""

    def write(name, columns, *rows):
        path = tmp_path / f"{name}.csv"
        pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
        return path

    return write


@pytest.fixture
def outlook(file):
    """Return an Outlook in which Russia, Viet Nam, Cuba and Palestine are large in 2020, and others are not."""
    sizes = {"RUS": 146.0, "VNM": 97.0, "CUB": 11.0, "WBG": 5.0, "LUX": 0.6, "LAO": 1.9}
    rows = [(code, 2020, size) for code, size in sizes.items()]
    return file("outlook", ["iso", "year", "lp"], *rows, ("NOR", 2016, 5.0))


@pytest.fixture
def geodist(file):
    """Return what writes GeoDist for some economies, with cells of its first row replaced."""

    def write(*codes, **cells):
        pairs = [(one, two) for one in codes for two in codes if one != two]
        rows = [
            dict(iso3_o=one, iso3_d=two, distw=1000.4, **dict.fromkeys(gravity_panel.COVARIATES, 0))
            for one, two in pairs
        ]
        return file("geodist", None, *[rows[0] | cells, *rows[1:]])

    return write


def test_large_economies_and_all_members_are_in_if_they_have_distances(outlook, geodist):
    pairs = geodist("RUS", "LUX", "LAO", "NOR", "PSE")
    assert gravity_panel.economies(outlook, pairs) == ["LAO", "PSE", "RUS"]


COLUMNS = ["exporter_iso3", "importer_iso3", "year", "export_fob_usd", "export_est", "import_cif_usd", "import_est"]


def test_flows_of_the_years_and_economies_are_kept_with_the_mark_of_estimates(file, outlook, geodist):
    rows = [
        ("RUS", "VNM", 2008, 581_234_567, 0, "", ""),
        ("RUS", "LAO", 2008, 1500, 1, 2500, 1),
        ("VNM", "RUS", 2008, 3, 0, 4, 1),
        ("RUS", "VNM", 2009, 1, 0, 1, 0),
        ("RUS", "LUX", 2008, 1, 0, 1, 0),
    ]
    built = gravity_panel.flows(file("flows", COLUMNS, *rows), outlook, geodist("RUS", "VNM", "LAO", "LUX"))
    assert built[["exports", "imports", "estimated"]].to_numpy().tolist() == [
        ["581e6", "", ""],
        ["1500", "2500", "both"],
        ["3", "4", "import"],
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("RUS", "VNM", 2008, 1, 0, 1, 0), r"flows\.csv, row 3: the flow occurs twice"),
        (("VNM", "RUS", 2008, -1, 0, 1, 0), r"row 3, column 'export_fob_usd': is below zero"),
        (("VNM", "RUS", 2008, 1, 0, 1, 2), r"row 3, column 'import_cif_usd': has no mark 0 or 1 in import_est"),
        (("VNM", "RUS", 2008, "1 e", 0, 1, 0), r"row 3, column 'export_fob_usd': '1 e' is no plain number"),
    ],
)
def test_a_strange_flow_stops(file, outlook, geodist, row, message):
    path = file("flows", COLUMNS, ("RUS", "VNM", 2008, 1, 0, 1, 0), row)
    with pytest.raises(SnapshotError, match=message):
        gravity_panel.flows(path, outlook, geodist("RUS", "VNM"))


def test_the_words_for_a_report_become_ours_and_a_new_one_stops(file, outlook, geodist):
    columns = ["reporter_iso3", "year", "flow", "reporter_status"]
    rows = [("RUS", 2008, "export_fob", "reported"), ("LAO", 2008, "import_cif", "all IMF estimates")]
    pairs = geodist("RUS", "LAO")
    built = gravity_panel.reporters(file("reports", columns, *rows), outlook, pairs)
    assert built.to_numpy().tolist() == [["RUS", "2008", "export", "reported"], ["LAO", "2008", "import", "estimate"]]
    path = file("reports", columns, ("RUS", 2008, "export_fob", "guessed"))
    with pytest.raises(SnapshotError, match=r"row 2, column 'reporter_status': 'guessed' is none of reported"):
        gravity_panel.reporters(path, outlook, pairs)


def test_a_pair_stands_once_with_whole_kilometres(outlook, geodist):
    built = gravity_panel.country_pairs(outlook, geodist("RUS", "VNM"))
    assert built.to_dict("records") == [
        {"iso3_1": "RUS", "iso3_2": "VNM", "distance_km": 1000, **dict.fromkeys(gravity_panel.COVARIATES.values(), 0)}
    ]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"contig": 1}, "is not the same in both directions"),
        ({"distw": 1000.5}, "is not the same in both directions"),
        ({"comcol": ""}, "is not complete"),
    ],
)
def test_an_odd_pair_stops(outlook, geodist, cells, message):
    with pytest.raises(SnapshotError, match=f"the pair RUS and VNM {message}"):
        gravity_panel.country_pairs(outlook, geodist("RUS", "VNM", **cells))
