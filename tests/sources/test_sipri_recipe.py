"""Shares of suppliers in arms deliveries, from small files with invented values in SIPRI's two formats."""

import pandas as pd
import pytest

from russia_asean.data import tables
from russia_asean.sources import sipri
from russia_asean.sources.snapshots import Edition, SnapshotError

REGISTER = Edition("register", "2026-02-12")
TABLES = Edition("tables", "2022-07-28")
HEAD = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is "
    "estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI "
    "estimate,TIV deal unit,TIV delivery values,Local production;"
)
# To Viet Nam 60 from Russia, 30 from Czechia, 10 from a supplier without rows of its own; nothing else in the window.
VIETNAM = [("Russia", 2020, "40.5"), ("Russia", 2024, "19.5"), ("Czechia", 2021, "30"), ("Jordan", 2022, "10")]


def register_file(folder, made="12 Feb 2026 12:26:12 PM", deliveries=None, lacking=""):
    found = [(supplier, "Viet Nam", year, value) for supplier, year, value in VIETNAM]
    found += [("China", name, 1996, "5") for name in sipri.RECIPIENTS if name not in ("Viet Nam", lacking)]
    lines = [
        f"1,{supplier},{recipient},Boat,patrol craft,Ships,2019,No,1,No,{year},No,New,5,5,{value},No;"
        for supplier, recipient, year, value in found + (deliveries or [])
    ]
    notes = ["Transfers of major conventional arms; a note.;", *["another;"] * 9, f"Data generated: {made};"]
    path = folder / "register.csv"
    path.write_bytes("\r\n".join([*notes, HEAD, *lines, ""]).encode("utf-8-sig"))
    return path


def cells(table, recipient, first):
    part = table[(table["recipient"] == recipient) & (table["start_year"] == first)]
    return part.set_index(["supplier", "measure"])["value"].to_dict()


def test_a_window_has_a_total_a_concentration_and_a_share_of_each_large_supplier(tmp_path):
    built = sipri.register_shares(register_file(tmp_path), REGISTER)
    assert cells(built, "VNM", 2020) == {
        ("ALL", "total"): 100.0,
        ("ALL", "hhi"): 4600,  # 60² + 30² + 10²
        ("CZE", "share"): 30.0,
        ("OTH", "share"): 10.0,
        ("RUS", "share"): 60.0,
    }
    # The sum of members leaves out Timor-Leste; Czechia has rows of its own for Viet Nam alone.
    assert cells(built, "ASEAN10", 1995) == {("ALL", "total"): 45, ("ALL", "hhi"): 10_000, ("CHN", "share"): 100}
    assert cells(built, "ASEAN10", 2020)["OTH", "share"] == 40.0
    assert cells(built, "LAO", 2020) == {}
    assert set(built["vintage"]) == {"2026-02-12"} and set(built["status"]) == {"derived"}


def test_the_volume_of_a_year_is_that_of_the_ten_members(tmp_path):
    built = sipri.by_year(register_file(tmp_path), REGISTER).set_index(["year", "supplier"])["value"]
    assert built.to_dict() == {
        (1996, "ALL"): 45,
        (2020, "ALL"): 40.5,
        (2020, "RUS"): 40.5,
        (2021, "ALL"): 30,
        (2022, "ALL"): 10,
        (2024, "ALL"): 19.5,
        (2024, "RUS"): 19.5,
    }


def test_a_register_after_the_next_update_is_read_to_its_own_last_year(tmp_path):
    path = register_file(tmp_path, "10 Apr 2026 09:00:00 AM", [("Russia", "Laos", 2025, "7")])
    built = sipri.by_year(path, Edition("register", "2026-04-10")).set_index(["year", "supplier"])["value"]
    assert built[2025, "RUS"] == 7
    shares = sipri.register_shares(path, Edition("register", "2026-04-10"))
    # No window is left half empty: the next that does not overlap others ends in 2029.
    assert shares["end_year"].max() == 2024 and cells(shares, "VNM", 2020)["ALL", "total"] == 100.0


def test_windows_follow_the_last_year_of_the_register():
    to_2024 = [(1995, 1999), (2000, 2004), (2005, 2009), (2010, 2014), (2013, 2017), (2015, 2019), (2018, 2022)]
    assert sipri.register_windows(2024) == [*to_2024, (2020, 2024)]
    assert sipri.register_windows(2029) == [*to_2024, (2020, 2024), (2023, 2027), (2025, 2029)]


@pytest.mark.parametrize(
    ("day", "ends"),
    [("2026-02-12", (2024, 2024)), ("2026-03-09", (2024, 2025)), ("2026-04-01", (2025, 2025))],
)
def test_a_register_ends_two_years_before_its_own_until_the_update_of_march(day, ends):
    assert sipri.ends_of_register(day) == ends


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"made": "3 Jan 2025 09:00:00 AM"}, "was generated on 3 Jan 2025 09:00:00 AM, not on 2026-02-12"),
        ({"lacking": "Laos"}, "has no delivery to LAO"),
        ({"deliveries": [("Russia", "Laos", 2025, "1")]}, "ends in 2025, but an edition of 2026-02-12 ends in 2024"),
        ({"deliveries": [("Russia", "Laos", 2020, "1.5 e")]}, r"row 27, column 'TIV delivery values': '1\.5 e' is no"),
        ({"deliveries": [("Russia", "Laos", 2020, "-1")]}, "row 27: a delivery is below zero"),
        ({"deliveries": [("Russia", "Laos", "2020,x", "1")]}, "cannot be read as a table"),
    ],
)
def test_a_register_that_is_not_what_it_says_is_refused(tmp_path, changes, refused):
    with pytest.raises(SnapshotError, match=rf"register\.csv.*{refused}"):
        sipri.register_shares(register_file(tmp_path, **changes), REGISTER)


def exporter_file(folder, made="28 July 2022", laos="Laos,,3,0,3"):
    titles = ['"TIV of arms exports from Soviet Union, 1950-1952",,,,', *["a note,,,,"] * 7, f"Generated: {made},,,,"]
    # As SIPRI writes it, the empty line has a cell too many.
    lines = [*titles, ",,,,", ",1950,1951,1952,Total", laos, "Cuba,1,,,1", ",,,,,", "Total,1,3,0,4"]
    path = folder / "exporter.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_an_exporters_table_gives_its_deliveries_to_the_region(tmp_path):
    assert sipri.exporter_table(exporter_file(tmp_path), TABLES).to_dict("records") == [
        {"supplier": "Soviet Union", "recipient": "LAO", "year": 1951, "value": 3.0},
        {"supplier": "Soviet Union", "recipient": "LAO", "year": 1952, "value": 0.0},
    ]


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"made": "27 July 2021"}, "was generated on 27 July 2021, not on 2022-07-28"),
        ({"laos": "Laos,,3,0,30"}, "the parts add up to 3, the printed total is 30"),
        ({"laos": "Laos,3,0,3"}, "row 12: has 4 cells, its header 5"),
        ({"laos": 'Laos,,"1,200",0,3'}, "column '1951': '1,200' is no plain number"),
    ],
)
def test_an_exporters_table_that_does_not_hold_together_is_refused(tmp_path, changes, refused):
    with pytest.raises(SnapshotError, match=rf"exporter\.csv.*{refused}"):
        sipri.exporter_table(exporter_file(tmp_path, **changes), TABLES)


def volumes_file(folder, states=tuple(sipri.RECIPIENTS), twice=False, day="2022-07-28"):
    lines = [f'France,{name},1990,2,"TIV tables generated {day}, 1950-2021"' for name in states]
    path = folder / "volumes.csv"
    path.write_text("\n".join(["supplier,recipient,year,tiv_millions,vintage", *lines, *lines[:twice]]) + "\n")
    return path


def test_windows_before_the_register_come_from_the_tables(tmp_path):
    built = sipri.table_shares(volumes_file(tmp_path), TABLES)
    assert cells(built, "ASEAN10", 1990) == {("ALL", "total"): 20, ("ALL", "hhi"): 10_000, ("FRA", "share"): 100}


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"states": ("Laos",)}, "has no delivery to BRN"),
        ({"twice": True}, "the delivery occurs twice"),
        ({"day": "2021-03-15"}, "has no delivery to BRN"),
    ],
)
def test_an_extract_of_other_tables_is_refused(tmp_path, changes, refused):
    with pytest.raises(SnapshotError, match=refused):
        sipri.table_shares(volumes_file(tmp_path, **changes), TABLES)


def test_deliveries_too_small_to_count_make_no_share():
    rows = [("France", "LAO", 1990, 0.0), ("Jordan", "BRN", 1990, 0.0), ("France", "BRN", 1990, 4.0)]
    deliveries = pd.DataFrame(rows, columns=["supplier", "recipient", "year", "value"])
    built = sipri.shares(deliveries, [(1990, 1994)])
    assert set(built["recipient"]) == {"BRN", "ASEAN10"} and "OTH" not in set(built["supplier"])


def test_whoever_had_five_per_cent_of_viet_nams_deliveries_has_rows_of_its_own():
    shares = tables.load("arms_shares")
    vietnam = shares[(shares["recipient"] == "VNM") & (shares["measure"] == "share") & (shares["start_year"] >= 2000)]
    assert vietnam.loc[vietnam["supplier"] == "OTH", "value"].max() < 5
    assert set(sipri.SUPPLIERS_OF_VIETNAM.values()) <= set(vietnam.loc[vietnam["value"] >= 5, "supplier"])
