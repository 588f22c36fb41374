"""UNCTAD's trade matrix and its story on BRICS: sections, sums over exporters, and what is refused."""

import json

import pandas as pd
import pytest

from russia_asean.sources import unctad_trade
from russia_asean.sources.snapshots import SnapshotError

HEAD = "reporter_iso3,partner_iso3,year,flow,value_usd,product_scheme,product_code"
EARLIER = [
    "RUS,VNM,1995,export,7000.0,SITC1,TOTAL",
    "RUS,VNM,1995,export,5000.0,SITC1,7",
    "RUS,VNM,2015,export,1.0,SITC1,TOTAL",
    "ABW,VNM,1995,export,1000.0,SITC1,TOTAL",
]


@pytest.fixture
def composition(tmp_path):
    """Return a function that reads Stata files in which each state sends 2 thousand USD of a section to Viet Nam."""

    def read(flows=(), lines=EARLIER, columns=("source", "target", "edgewidth"), left_out=()):
        folder = tmp_path / "matrix"
        folder.mkdir(exist_ok=True)
        names = [name for name in [*unctad_trade.NAMES.values(), "Aruba"] if name not in left_out]
        for code in unctad_trade.SECTIONS:
            rows = {(name, "VietNam"): 20.0 if code == "TOTAL" else 2.0 for name in names if name != "VietNam"}
            rows[("VietNam", "RussianFederation")] = rows[("VietNam", "Aruba")] = 0.5
            rows |= {(source, target): value for source, target, section, value in flows if section == code}
            table = pd.DataFrame([(*ends, value) for ends, value in rows.items()], columns=list(columns))
            name = "All" if code == "TOTAL" else f"SITC{code}_Name"
            if code not in left_out:
                table.to_stata(folder / f"15DiGraph_{name}.dta", write_index=False)
        extract = tmp_path / "extract.csv"
        extract.write_text("\n".join([HEAD, *lines]) + "\n")
        return unctad_trade.composition(folder, extract)

    return read


def test_exports_by_section_come_in_dollars_with_sums_over_exporters(composition):
    built = composition([("France", "VietNam", "7", 2.5)])
    cells = built.set_index(["reporter", "partner", "year", "code"])
    assert cells["value"]["RUS", "VNM", 2015, "7"] == 2000 and cells["value"]["RUS", "VNM", 1995, "7"] == 5000
    assert cells["value"]["VNM", "RUS", 2015, "TOTAL"] == 500
    # All 28 members, one of which sends half a thousand more; the world holds exporters that the table does not name.
    assert cells["value"]["EUN", "VNM", 2015, "7"] == 28 * 2000 + 500
    assert cells["value"]["WLD", "VNM", 2015, "TOTAL"] == 20_000 * len(unctad_trade.NAMES)
    assert cells["value"]["WLD", "VNM", 1995, "TOTAL"] == 8000
    assert set(cells["status"]["WLD"]) == set(cells["status"]["EUN"]) == {"derived"}
    assert cells["status"]["RUS", "VNM", 2015, "7"] == "estimate"
    # Of the members of the Union only the United Kingdom also stands alone.
    assert {"GBR", "AUS"} <= set(built["reporter"]) and not {"FRA", "ABW", "Aruba"} & set(built["reporter"])


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"left_out": ["9"]}, "matrix: has no file of section 9"),
        ({"left_out": ["France"]}, r"15DiGraph_All\.dta: has no exporter 'France'"),
        ({"columns": ("source", "target", "value")}, "has columns source, target, value"),
        ({"flows": [("France", "VietNam", "7", -1.0)]}, "without a value or below zero"),
        ({"flows": [("France", "VietNam", "7", 2000.0)]}, "the sections come to .* times the total"),
        ({"lines": [*EARLIER, EARLIER[0]]}, "The flow RUS VNM 1995 TOTAL occurs twice"),
        ({"lines": [EARLIER[0].replace("SITC1", "HS2")]}, "column 'product_scheme': 'HS2' is not SITC1"),
        ({"lines": [EARLIER[0].replace("7000.0", "7 000")]}, "'7 000' is no plain number"),
    ],
)
def test_a_matrix_that_is_not_what_it_says_is_refused(composition, changes, refused):
    with pytest.raises(SnapshotError, match=refused):
        composition(**changes)


def write_story(folder, sums=None, names=tuple(unctad_trade.BRICS)):
    """Write a story in which each member sends 3 thousand USD to each other."""
    for name in unctad_trade.STORY_FILES.values():
        edges = [{"source": one, "target": other, "value": 3} for one in names for other in names if one != other]
        nodes = [{"id": one, "value": (sums or {}).get(one, 3 * (len(names) - 1)), "status": "active"} for one in names]
        (folder / f"{name}_edges.json").write_text(json.dumps(edges))
        (folder / f"{name}_nodes.json").write_text(json.dumps(nodes))


def test_trade_among_members_comes_in_dollars(tmp_path):
    write_story(tmp_path)
    built = unctad_trade.intra_brics(tmp_path)
    assert len(built) == 2 * 10 * 9 and set(built["value"]) == {3000} and set(built["year"]) == {2003, 2024}
    assert set(built["exporter"]) == set(unctad_trade.BRICS.values())


def test_a_story_that_does_not_add_up_lacks_a_member_or_is_no_list_is_refused(tmp_path):
    write_story(tmp_path, sums={"Iran": 30})
    with pytest.raises(SnapshotError, match="Iran: the parts add up to 27, the printed total is 30"):
        unctad_trade.intra_brics(tmp_path)
    write_story(tmp_path, names=[name for name in unctad_trade.BRICS if name != "Iran"])
    with pytest.raises(SnapshotError, match="'Iran' is in the file or in the recipe alone"):
        unctad_trade.intra_brics(tmp_path)
    (tmp_path / "figure1_data_2003_edges.json").write_text("[{")
    with pytest.raises(SnapshotError, match=r"figure1_data_2003_edges\.json: is no list of records"):
        unctad_trade.intra_brics(tmp_path)
