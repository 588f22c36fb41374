"""UNCTAD: from its merchandise trade matrix to rows of ``trade_composition``, from a story to ``intra_brics_trade``.

The matrix reached us as Stata files, one per section of the Standard International Trade Classification: exporter and
importer by name and thousands of US dollars, seen from the exporter. Only 2015 could be kept whole; 1995 and 2005 come
from an extract with ISO codes and US dollars: all exporters to the members, and Russia and the members to others.
"""

import json
import re
from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.asean import MEMBERS
from russia_asean.sources.snapshots import SnapshotError

MATRIX = {"vintage": "2016", "source_key": "unctad-matrix"}
FILE = re.compile(r"15DiGraph_(?:All|SITC(?P<section>\d)_\w+)\.dta")
SECTIONS = [*map(str, range(10)), "TOTAL"]
MATRIX_YEAR = 2015
KEY = ["reporter", "partner", "year", "code"]
THOUSAND = 1000
PARTNERS = {
    **{member: [*MEMBERS, "RUS"] for member in MEMBERS},
    **{other: MEMBERS for other in ["AUS", "CAN", "CHN", "GBR", "IND", "JPN", "KOR", "NZL", "USA"]},
    "RUS": [*MEMBERS, "AUS", "CHN", "IND", "JPN", "KOR", "USA"],
}
# The 28 members of 2015 in all years.
UNION = {
    "AUT": "Austria",
    "BEL": "Belgium",
    "BGR": "Bulgaria",
    "CYP": "Cyprus",
    "CZE": "CzechRepublic",
    "DEU": "Germany",
    "DNK": "Denmark",
    "ESP": "Spain",
    "EST": "Estonia",
    "FIN": "Finland",
    "FRA": "France",
    "GBR": "UnitedKingdom",
    "GRC": "Greece",
    "HRV": "Croatia",
    "HUN": "Hungary",
    "IRL": "Ireland",
    "ITA": "Italy",
    "LTU": "Lithuania",
    "LUX": "Luxembourg",
    "LVA": "Latvia",
    "MLT": "Malta",
    "NLD": "Netherlands",
    "POL": "Poland",
    "PRT": "Portugal",
    "ROU": "Romania",
    "SVK": "Slovakia",
    "SVN": "Slovenia",
    "SWE": "Sweden",
}
NAMES = UNION | {
    "AUS": "Australia",
    "BRN": "BruneiDarussalam",
    "CAN": "Canada",
    "CHN": "China",
    "IDN": "Indonesia",
    "IND": "India",
    "JPN": "Japan",
    "KHM": "Cambodia",
    "KOR": "KoreaRepublicof",
    "LAO": "LaoPeoplesDemRep",
    "MMR": "Myanmar",
    "MYS": "Malaysia",
    "NZL": "NewZealand",
    "PHL": "Philippines",
    "RUS": "RussianFederation",
    "SGP": "Singapore",
    "THA": "Thailand",
    "TLS": "TimorLeste",
    "USA": "UnitedStates",
    "VNM": "VietNam",
}
# What the sections of all exporters to a member may come to above the total.
SECTIONS_BOUND = 0.01

STORY = {"vintage": "2026", "source_key": "unctad-brics-2026"}
STORY_FILES = {2003: "figure1_data_2003", 2024: "figure2_data_2024"}
BRICS = {
    "Brazil": "BRA",
    "China": "CHN",
    "Egypt": "EGY",
    "Ethiopia": "ETH",
    "India": "IND",
    "Indonesia": "IDN",
    "Iran": "IRN",
    "Russian Federation": "RUS",
    "South Africa": "ZAF",
    "United Arab Emirates": "ARE",
}


def composition(folder: Path, extract: Path) -> pd.DataFrame:
    """Return exports by section, with the sums over the European Union and over all exporters.

    Args:
        folder: the Stata files of 2015.
        extract: the other years.

    Raises:
        SnapshotError: a guard refuses a file.
    """
    exports = pd.concat([matrix(folder), earlier_years(extract)])
    if (twice := exports.duplicated(KEY)).any():
        raise SnapshotError(f"The flow {' '.join(map(str, exports.loc[twice, KEY].iloc[0]))} occurs twice. Keep one.")
    to_members = exports[exports["partner"].isin(MEMBERS)]
    inside = [
        partner in PARTNERS.get(reporter, ())
        for reporter, partner in zip(exports["reporter"], exports["partner"], strict=True)
    ]
    world = _sums(to_members, "WLD")
    _check_sections(world, folder.name)
    parts = [
        exports[inside].assign(status="estimate"),
        _sums(to_members[to_members["reporter"].isin(list(UNION))], "EUN"),
        world,
    ]
    table = pd.concat(parts).assign(flow="export", valuation="FOB", scheme="SITC1", unit="USD", **MATRIX)
    table["value"] = table["value"].round()
    columns = [*KEY[:3], "flow", "valuation", "scheme", "code", "value", "unit", "status", "vintage", "source_key"]
    return table[columns]


def matrix(folder: Path) -> pd.DataFrame:
    """Return the exports of 2015 in USD; exporters and importers that our table does not name keep their names.

    Raises:
        SnapshotError: a section or a state is missing, or a file has other columns.
    """
    files = {match["section"] or "TOTAL": path for path in folder.iterdir() if (match := FILE.fullmatch(path.name))}
    if gone := [code for code in SECTIONS if code not in files]:
        raise SnapshotError(f"{folder.name}: has no file of section {gone[0]}. Take the folder whole.")
    codes = {name: code for code, name in NAMES.items()}
    parts = []
    for code, path in sorted(files.items()):
        flows = pd.read_stata(path)
        if list(flows.columns) != ["source", "target", "edgewidth"]:
            raise SnapshotError(f"{path.name}: has columns {', '.join(flows.columns)}. Has the format changed?")
        if code == "TOTAL" and (lost := sorted(set(codes) - set(flows["source"]))):
            raise SnapshotError(f"{path.name}: has no exporter {lost[0]!r}. Has it another name there?")
        if not (flows["edgewidth"] >= 0).all():
            raise SnapshotError(f"{path.name}: has flows without a value or below zero. Read what they mean.")
        ends = flows[["source", "target"]].replace(codes).set_axis(["reporter", "partner"], axis="columns")
        parts.append(ends.assign(year=MATRIX_YEAR, code=code, value=THOUSAND * flows["edgewidth"]))
    return pd.concat(parts, ignore_index=True)


def earlier_years(path: Path) -> pd.DataFrame:
    """Return the exports of the years before ``MATRIX_YEAR`` in USD.

    Raises:
        SnapshotError: a guard refuses the file.
    """
    fixed = {"flow": "export", "product_scheme": "SITC1"}
    names = {"reporter_iso3": "reporter", "partner_iso3": "partner", "product_code": "code"}
    whole = guards.text_table(path, [*names, *fixed, "year", "value_usd"])
    for column, known in [*((name, [said]) for name, said in fixed.items()), ("product_code", SECTIONS)]:
        if len(strange := whole[~whole[column].isin(known)]):
            raise SnapshotError(
                f"{path.name}, row {strange.index[0]}, column {column!r}: {strange[column].iloc[0]!r} is not "
                f"{' or '.join(known)}. Say what it means in the recipe."
            )
    read = whole.rename(columns=names).assign(
        year=guards.numbers(whole["year"], path.name).astype(int), value=guards.numbers(whole["value_usd"], path.name)
    )
    return read.loc[read["year"] < MATRIX_YEAR, [*KEY, "value"]]


def _sums(exports: pd.DataFrame, name: str) -> pd.DataFrame:
    found = exports.groupby(["partner", "year", "code"])["value"].sum().reset_index()
    return found.assign(reporter=name, status="derived")


def _check_sections(world: pd.DataFrame, file: str) -> None:
    wide = world.pivot(index=["partner", "year"], columns="code", values="value")
    excess = wide.drop(columns="TOTAL").sum(axis="columns") / wide["TOTAL"] - 1
    if not excess.max() <= SECTIONS_BOUND:
        raise SnapshotError(
            f"{file}, {excess.idxmax()}: the sections come to {1 + excess.max():.3g} times the total. "
            "Is a section of another year, or in another unit?"
        )


def intra_brics(folder: Path) -> pd.DataFrame:
    """Return exports of each member of BRICS to each other in USD.

    Args:
        folder: of each year the flows (``source``, ``target``, ``value`` in thousands of USD) and the members with the
            sum of what each sends.

    Raises:
        SnapshotError: a file has another form, a member is not known, or flows do not add up to their sum.
    """
    parts = []
    for year, name in STORY_FILES.items():
        edges, nodes = (_records(folder / f"{name}_{kind}.json") for kind in ("edges", "nodes"))
        if strange := sorted({*edges["source"], *edges["target"], *nodes["id"]} ^ set(BRICS)):
            raise SnapshotError(f"{name}: {strange[0]!r} is in the file or in the recipe alone. Has it another name?")
        guards.sums_to(edges.groupby("source")["value"].sum(), nodes.set_index("id")["value"], 0, f"{name}_nodes.json")
        ends = {"exporter": edges["source"].map(BRICS), "importer": edges["target"].map(BRICS)}
        parts.append(pd.DataFrame({**ends, "year": year, "value": THOUSAND * edges["value"]}))
    return pd.concat(parts).assign(unit="USD", status="estimate", **STORY)


def _records(path: Path) -> pd.DataFrame:
    try:
        found = pd.DataFrame(json.loads(path.read_text(encoding="utf-8")))
        found["value"] = found["value"].astype(int)
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise SnapshotError(f"{path.name}: is no list of records with a value ({broken!r}). Has it changed?") from None
    return found
