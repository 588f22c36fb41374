"""A refresh from end to end: publishers that stand in answer, tables are built, a chapter is run, a verdict turns.

The tables are ours; the chapters are those of a small project, which repeats a figure and judges it.
"""

import re

import pytest
import small_project
import standins
from small_project import everything

from russia_asean import paths
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.report import acceptance, refresh
from russia_asean.sources import fetching, world_bank
from russia_asean.sources.snapshots import SnapshotError

CELL = ("VNM", 2023)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv(fetching.SETTING, str(tmp_path / "cache"))
    return tmp_path / "cache"


def stored(table, source):
    rows = tables.load(table, credit=False)
    return rows[rows["source_key"] == source]


def answer(stand_in, updated, change):
    """Let the World Bank answer with our figures and a year more, after a change of the inflows."""
    people = stored("economy", "wb-wdi-population")
    last = people[people["year"] == people["year"].max()]
    cells = [
        (f"{row.iso3} by name", row.iso3, row.year + more, int(row.value))
        for rows, more in ((people, 0), (last, 1))
        for row in rows.itertuples()
    ]
    standins.world_bank_answers(stand_in, "SP.POP.TOTL", cells, updated)
    flows = stored("fdi_flows", "wb-wdi-fdi")
    values = {(row.iso3, row.year): row.value for row in flows.itertuples()}
    values |= {(code, 2025): value for (code, year), value in values.items() if year == flows["year"].max()}
    cells = [("by name", code, year, value) for (code, year), value in change(values).items()]
    standins.world_bank_answers(stand_in, world_bank.INFLOWS, cells, updated)


@pytest.fixture
def project(tmp_path, make):
    """Return a small project whose chapter judges one figure of the World Bank."""
    return small_project.write(
        tmp_path / "project",
        make,
        file="data/fdi_flows.csv",
        text=(paths.DATA / "fdi_flows.csv").read_text(encoding="utf-8"),
        words=("VNM,2023,inflow,", "wb-wdi-fdi"),
        right=f",{stored('fdi_flows', 'wb-wdi-fdi').set_index(['iso3', 'year'])['value'][CELL]:.0f},",
    )


def run(transport, project, folder, told):
    return refresh.refresh(refresh.asked(["world-bank"], transport, told.append), folder, project, told.append)


def test_a_revised_history_and_a_new_year_turn_a_verdict_and_are_taken_over(
    stand_in, transport, project, tmp_path, cache
):
    answer(stand_in, "2026-07-01", lambda values: values | {CELL: 2 * values[CELL]})
    before, told = everything(project), []
    made = run(transport, project, tmp_path / "made", told)
    said = re.sub(r"[\u00a0\u202f]", " ", "\n".join(told))
    years = stored("fdi_flows", "wb-wdi-fdi")["year"]
    countries = (years == years.max()).sum()
    assert "data/fdi_flows.csv, wb-wdi-fdi, in the place of its earlier edition: " in said
    assert f"{countries} cells added (2025); 1 revised, by 100 % at the median; 0 vanished" in said
    assert "c-1 [trade]: turned from *supported* to *not supported*." in said
    assert "trade-a [trade]: was “It is VNM,2023,inflow," in said
    assert made.chapters == ("trade", "synthesis")
    page = (tmp_path / "made" / "index.html").read_text(encoding="utf-8")
    assert "Largest revisions: fdi_flows, wb-wdi-fdi" in page and "VNM, inflow, 2023" in page
    assert page.index('<h2 id="verdict">') < page.index('<h2 id="finding">')
    assert everything(project) == before
    # What was fetched is kept where the next fetch does not replace it.
    assert (cache / "editions/wb-wdi-fdi-2026-07-01").exists()

    taken = acceptance.accept(tmp_path / "made", project)
    assert {"CHANGELOG.md", "data/claims/verdict_history.csv", "data/fdi_flows.csv", "results/trade.json"} <= {*taken}
    assert records.read("trade", project / "results").tests[0].verdict == "not supported"
    changelog = (project / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = " ".join(changelog.split("## [0.1.0]")[0].split())
    assert "New figures: wb-wdi-fdi (2026-07-01) and wb-wdi-population (2026-07-01)." in unreleased
    assert "The claim c-1, supported before, is now not supported." in unreleased
    history = (project / "data/claims/verdict_history.csv").read_text(encoding="utf-8").splitlines()
    assert history[2].startswith("c-1,3,") and "not supported" in history[2] and "On newer figures" in history[2]


def test_a_country_that_vanished_is_refused_before_a_chapter_runs(stand_in, transport, project, tmp_path):
    answer(stand_in, "2026-07-01", lambda values: {cell: each for cell, each in values.items() if cell[0] != "VNM"})
    before, told = everything(project), []
    with pytest.raises(SnapshotError, match=r"inflows.*VNM"):
        run(transport, project, tmp_path / "made", told)
    assert not any("notebooks/" in line for line in told)
    assert everything(project) == before
    with pytest.raises(acceptance.AcceptanceError, match="There is nothing to accept"):
        acceptance.accept(tmp_path / "made", project)


def test_figures_that_are_the_same_are_nothing_new(stand_in, transport, project, tmp_path):
    people = stored("economy", "wb-wdi-population")
    cells = [(f"{row.iso3} by name", row.iso3, row.year, int(row.value)) for row in people.itertuples()]
    standins.world_bank_answers(stand_in, "SP.POP.TOTL", cells, "2025-07-01")
    flows = stored("fdi_flows", "wb-wdi-fdi")
    cells = [("by name", row.iso3, row.year, row.value) for row in flows.itertuples()]
    standins.world_bank_answers(stand_in, world_bank.INFLOWS, cells, "2025-07-01")
    told = []
    assert run(transport, project, tmp_path / "made", told) is None
    assert told[-1] == "Nothing new: the files of the publishers hold what the tables hold."


def test_a_publisher_that_does_not_answer_does_not_keep_the_others_from_it(stand_in, transport, tmp_path):
    answer(stand_in, "2026-07-01", lambda values: values)
    told = []
    found = refresh.asked(["desta", "world-bank"], transport, told.append)
    assert {each.snapshot for each in found} == {"wb-wdi-population-2025", "wb-wdi-fdi-2025"}
    assert any("desta: gives treaties to persons only. Download it from" in line for line in told)
    with pytest.raises(fetching.FetchError, match="desta: gives treaties to persons only"):
        refresh.asked(["desta"], transport, told.append)
