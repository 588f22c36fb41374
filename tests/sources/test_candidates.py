"""From a newer file to candidate tables: a new year, a revised history, and what is refused, on files of our rows."""

import io
from datetime import date

import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.data import tables
from russia_asean.sources import candidates, snapshots, world_bank
from russia_asean.sources.fetching import Fetched
from russia_asean.sources.imf_trade_in_goods import FIXED, GROUPS, MILLION
from russia_asean.sources.snapshots import SnapshotError

RUSSIA = "imf-imts-russia-2026"


def fetched(path, snapshot, vintage):
    """Return a file as if it had been fetched."""
    digest = snapshots.sha256_of(path)
    address = "https://data.imf.org/made"
    return Fetched(snapshot, path, f"of {vintage}", vintage, address, date(2027, 5, 2), path.stat().st_size, digest)


def russian_rows():
    flows = tables.load("trade_flows", credit=False)
    return flows[flows["source_key"] == RUSSIA]


def with_new_year(rows):
    """Return rows with a further year, a tenth larger than the last."""
    last = rows[rows["year"] == rows["year"].max()]
    return pd.concat([rows, last.assign(year=last["year"] + 1, value=1.1 * last["value"])])


def view_file(folder, rows):
    """Write rows as the view of the portal that the recipe of Russia's trade reads."""
    codes = {ours: theirs for theirs, ours in GROUPS.items()}
    years = [str(year) for year in sorted(set(rows["year"]))]
    lines = [",".join([*FIXED, "INDICATOR.ID", "COUNTERPART_COUNTRY.ID", *years])]
    for (partner, flow), here in rows.groupby(["partner", "flow"]):
        values = here.set_index("year")["value"] / MILLION
        cells = [repr(float(values[int(year)])) if int(year) in values else "" for year in years]
        indicator = {"export": "XG_FOB_USD", "import": "MG_CIF_USD"}[flow]
        lines.append(",".join([*FIXED.values(), indicator, codes.get(partner, partner), *cells]))
    path = folder / "view.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def candidate_of(folder, rows, vintage="2027-05-01"):
    return candidates.candidate(candidates.newer_files([fetched(view_file(folder, rows), RUSSIA, vintage)]))


@pytest.fixture(scope="module")
def revised(tmp_path_factory):
    """Return a candidate with a further year, in which two figures of Vietnam are twice what they were."""
    rows = russian_rows()
    vietnam = (rows["partner"] == "VNM") & (rows["year"] == 2023)
    rows = rows.assign(value=rows["value"].where(~vietnam, 2 * rows["value"]))
    return candidate_of(tmp_path_factory.mktemp("view"), with_new_year(rows))


def rows_of(candidate, name):
    """Return a candidate table as text cells."""
    return pd.read_csv(io.StringIO(candidate.texts[f"data/{name}.csv"]), dtype=str, keep_default_na=False)


def test_a_new_edition_says_what_it_adds_and_revises(revised):
    (cells,) = revised.cells
    last = russian_rows()["year"].max()
    assert (cells.added, cells.added_years) == ((russian_rows()["year"] == last).sum(), (last + 1,))
    assert (cells.revised, cells.vanished, cells.median) == (2, 0, pytest.approx(100))
    assert cells.same == len(russian_rows()) - 2
    assert cells.largest["Figure"].tolist() == ["RUS, VNM, 2023, export", "RUS, VNM, 2023, import"]
    assert (cells.largest["Now"] / cells.largest["Before"]).tolist() == pytest.approx([2, 2])
    assert "beside imf-imts-russia-2026" in cells.text and f"cells added ({last + 1}); 2 revised" in cells.text


def test_the_older_edition_stays_and_the_newer_answers_first(revised):
    flows = rows_of(revised, "trade_flows")
    stored = tables.load("trade_flows", credit=False)
    assert (flows["source_key"] == RUSSIA).sum() == len(russian_rows())
    assert len(flows) == len(stored) + (flows["source_key"] == "imf-imts-russia-2027").sum()
    listed = rows_of(revised, "releases")
    here = listed[listed["table"] == "trade_flows"].set_index("source_key")
    ranks = here["rank"].astype(int)
    assert ranks["imf-imts-russia-2027"] + 1 == ranks[RUSSIA] and ranks.is_unique
    assert here["role"]["imf-imts-russia-2027"] == "answers"
    assert here["label"]["imf-imts-russia-2027"] == "IMF IMTS, 2027"


def test_a_new_edition_is_listed_as_file_and_source(revised):
    file = rows_of(revised, "snapshots").set_index("key").loc["imf-imts-russia-2027-05-01"]
    assert file[["recipe", "earlier", "kind", "cached_name"]].tolist() == [
        "imf-imts-russia",
        RUSSIA,
        "fetched",
        "editions/imf-imts-russia-2027-05-01/view.csv",
    ]
    source = rows_of(revised, "sources").set_index("source_key").loc["imf-imts-russia-2027"]
    assert source["published"] == "2027-05-01" and "(2027)" in source["citation"] and "2026" not in source["citation"]
    assert set(revised.texts) == {f"data/{name}.csv" for name in ("trade_flows", "snapshots", "sources", "releases")}


def test_another_file_with_the_same_figures_is_nothing_new(tmp_path):
    made = candidate_of(tmp_path, russian_rows(), "2026-10-15")
    assert (made.newer, made.texts) == ((), {})
    assert made.notes == ("view.csv: another file, the same figures. Nothing new.",)


def test_the_file_that_the_tables_were_made_from_is_nothing_new(tmp_path):
    file = fetched(view_file(tmp_path, russian_rows()), RUSSIA, "2026")
    listed = snapshots.snapshot(RUSSIA)
    same = Fetched(**{**file.__dict__, "sha256": listed.sha256})
    assert candidates.newer_files([same]) == []


@pytest.mark.parametrize(
    ("change", "vintage", "refused"),
    [
        (
            lambda rows: rows[rows["partner"] != "VNM"],
            "2026-10-15",
            "figures of the edition before are missing, .* VNM",
        ),
        (lambda rows: rows, "2025-05-01", r"view\.csv: is of 2025-05-01, and the tables .* of 2026\. It is an earlier"),
        (lambda rows: rows, "2027-05-01", r"view\.csv: ends in 2024, but an edition of 2027-05-01 ends in 2025"),
        (lambda rows: rows.assign(value=MILLION * rows["value"]), "2026-10-15", "is its scale already applied"),
    ],
)
def test_an_edition_that_is_not_what_it_says_is_refused(tmp_path, change, vintage, refused):
    with pytest.raises(SnapshotError, match=refused):
        candidate_of(tmp_path, change(russian_rows()), vintage)


def bank_file(folder, change):
    """Write what the World Bank gives on inflows, from our rows after a change."""
    rows = tables.load("fdi_flows", credit=False)
    rows = change(rows[rows["source_key"] == "wb-wdi-fdi"])
    answer = [
        {
            "countryiso3code": row.iso3,
            "date": str(row.year),
            "value": row.value,
            "indicator": {"id": world_bank.INFLOWS},
        }
        for row in rows.itertuples()
    ]
    path = folder / "inflows.csv"
    path.write_text(world_bank.inflows_text(answer), encoding="utf-8")
    return path


def bank_candidate(folder, change, vintage="2026-07-01"):
    file = fetched(bank_file(folder, change), "wb-wdi-fdi-2025", vintage)
    return candidates.candidate(candidates.newer_files([file]))


def test_of_a_rolling_source_the_newer_edition_takes_the_place_of_the_older(tmp_path):
    made = bank_candidate(tmp_path, with_new_year)
    (cells,) = made.cells
    assert cells.replaces and cells.added and not cells.vanished
    assert "in the place of its earlier edition" in cells.text
    flows = rows_of(made, "fdi_flows")
    assert set(flows.loc[flows["source_key"] == "wb-wdi-fdi", "vintage"]) == {"2026-07-01"}
    files = rows_of(made, "snapshots")
    assert list(files.loc[files["source_key"] == "wb-wdi-fdi", "key"]) == ["wb-wdi-fdi-2026-07-01"]
    assert "data/releases.csv" not in made.texts


def test_a_country_that_vanished_from_a_rolling_source_is_refused(tmp_path):
    with pytest.raises(SnapshotError, match="VNM"):
        bank_candidate(tmp_path, lambda rows: with_new_year(rows[rows["iso3"] != "VNM"]))


@pytest.mark.parametrize(
    ("words", "was", "now", "then"),
    [
        ("Outlook, April 2026. Washington (2026)", "2026-04", "2026-10", "Outlook, October 2026. Washington (2026)"),
        ("weo-database/2026/April", "2026-04", "2027-04", "weo-database/2027/April"),
        ("generated 12 February 2026", "2026-02-12", "2027-03-01", "generated 1 March 2027"),
        ("generated 12 February 2026", "2026-02-12", "2027", "generated 2027"),
        ("IMTS, 2026; 12026 rows", "2026", "2027-05-01", "IMTS, 2027; 12026 rows"),
    ],
)
def test_dates_in_words_follow_the_edition(words, was, now, then):
    assert candidates.redated(words, was, now) == then


def test_nothing_is_written(revised):
    for path, text in revised.texts.items():
        assert (paths.ROOT / path).read_text(encoding="utf-8") != text
