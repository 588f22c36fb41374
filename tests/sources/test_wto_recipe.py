"""Agreements notified to the WTO, from a small list in the format of its database."""

import pytest

from russia_asean.data import tables
from russia_asean.sources import wto
from russia_asean.sources.snapshots import Edition, SnapshotError

EDITION = Edition("list", "2025-05")
HEAD = (
    "RTA ID,RTA Name,Coverage,Type,Notification,Status,Date of Signature (G),Date of Signature (S),"
    "Date of Notification (G),Date of Notification (S),Date of Entry into Force (G),Date of Entry into Force (S),"
    "Inactive Date,Accession?,RTA Composition,Region,Cross-regional"
)
GOODS = "GATT Art. XXIV"
LINES = [
    f"50,Armenia - Kazakhstan,Goods,FTA,{GOODS},In Force,1999-09-02,,2004-06-17,,2001-12-25,,,No,Bilateral,"
    "Central Asia, No",
    "42,ASEAN - China,Goods & Services,FTA & EIA,Enabling Clause & GATS Art. V,In Force,2004-11-29,2007-01-14,"
    "2005-09-21,2008-06-26,2005-01-01,2007-07-01,,No,Bilateral; One Party is an RTA,East Asia, No",
    "1171,ASEAN Trade in Services Agreement (ATISA),Services,EIA,GATS Art. V,In force for at least one Party,,"
    "2020-10-07,,2024-04-29,,2021-04-05,,No,Plurilateral,East Asia, No",
    "438,ASEAN - India,Goods & Services,FTA & EIA,Enabling Clause & GATS Art. V,In Force,2009-08-13,2014-11-13,"
    "2010-08-19,2015-08-20,2010-01-01,2015-07-01,,No,Bilateral,West Asia; East Asia, Yes",
    f"258,EC - Lithuania ,Goods & Services,FTA & EIA,{GOODS},Inactive,1994-07-18,1994-07-18,1995-09-26,1995-09-26,"
    "1995-01-01,1995-01-01,2004-05-01,No,Plurilateral,Europe, No",
    "1218,CPTPP - Accession of the United Kingdom,Goods,FTA,GATT,In force for at least one Party,2023-07-16,,"
    "2024-12-10,,2024-12-15,,,Yes,Plurilateral,Oceania; East Asia, Yes",
    "887,Ukraine - Serbia,,,,Early announcement-Under negotiation,,,,,,,,No,Bilateral,Europe, No",
]


def list_file(folder, lines=LINES, change=("", "")):
    path = folder / "list.csv"
    path.write_text("\n".join([HEAD, *lines]).replace(*change) + "\n", encoding="utf-8-sig")
    return path


def test_the_list_gives_the_stored_rows(tmp_path):
    built = wto.notified_agreements(list_file(tmp_path), EDITION, least=4).set_index("rta_id")
    assert sorted(built.index) == ["1171", "258", "42", "438", "50"]
    assert built.loc["42", ["entry", "notified", "inactive"]].tolist() == ["2005-01-01", "2005-09-21", ""]
    assert built["east_asia"].to_dict() == {"50": "none", "42": "all", "1171": "all", "438": "some", "258": "none"}
    stored = tables.load("trade_agreements_notified")
    stored = stored.assign(rta_id=stored["rta_id"].astype(str)).set_index("rta_id")
    for name in ("name", "entry", "notified", "inactive", "east_asia", "status"):
        cells = stored.loc[built.index, name]
        if name in ("entry", "notified", "inactive"):
            cells = cells.dt.strftime("%Y-%m-%d").fillna("")
        assert cells.to_dict() == built[name].to_dict()


@pytest.mark.parametrize(
    ("lines", "change", "refused"),
    [
        (LINES, ("2001-12-25", "25-Dec-01"), r"row 2, column 'Date of Entry.*': '25-Dec-01' is no day"),
        (LINES, (",In Force,1999", ",Suspended,1999"), "row 2, column 'Status': 'Suspended' is none of"),
        (LINES, ("2001-12-25", ""), "row 2: has no day of entry"),
        (LINES, ("2004-05-01", ""), "row 6: has no day of end"),
        (LINES + LINES[:1], ("", ""), "row 9: its number occurs twice"),
        (LINES[:2], ("", ""), "2 agreements are in force, fewer than 4"),
        (LINES, ("Status", "State"), "has no column 'Status'"),
    ],
)
def test_a_list_that_is_not_what_it_says_is_refused(tmp_path, lines, change, refused):
    with pytest.raises(SnapshotError, match=rf"list\.csv.*{refused}"):
        wto.notified_agreements(list_file(tmp_path, lines, change), EDITION, least=4)
