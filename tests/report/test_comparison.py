"""A series of the reader's own beside ours: what is told, and that it really answers."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from russia_asean import formatting, paths
from russia_asean.analysis import mirror, trade
from russia_asean.data import releases, tables
from russia_asean.evidence import records
from russia_asean.report import comparison, execute
from russia_asean.report.changes import Change
from russia_asean.report.rehearsal import Rehearsal
from russia_asean.sources import own_series
from russia_asean.sources.foreign_files import OwnSeriesError
from russia_asean.sources.own_series import OwnSeries
from russia_asean.sources.own_sheets import Given

EXAMPLE = Path(__file__).parents[1] / "fixtures" / "own_series" / "vietnam_customs_invented.csv"
COLUMNS = ["reporter", "partner", "year", "flow", "valuation", "value", "unit", "status"]


def made(*rows, unit="USD"):
    """Return a series of made figures: reporter, partner, year, flow and value."""
    full = [(*cell, "FOB", float(value), unit, "reported") for *cell, value in rows]
    return OwnSeries("trade_flows", "mine.csv", pd.DataFrame(full, columns=COLUMNS), ["Unit: US dollars, by the head."])


def example():
    """Return the series of the worked example."""
    return own_series.read("trade_flows", EXAMPLE, Given(reporter="VNM"))


@pytest.fixture
def ours(given_flows):
    """Put a small table in the place of ours: release a answers before release b."""
    given_flows(
        ("VNM", "RUS", 2020, "export", 999.0, "reported", "b"),
        ("VNM", "RUS", 2020, "export", 100.0, "reported", "a"),
        ("VNM", "RUS", 2021, "export", 200.0, "reported", "b"),
        ("VNM", "RUS", 2022, "export", 400.0, "reported", "a"),
        ("VNM", "RUS", 2023, "export", 0.0, "reported", "a"),
        ("THA", "RUS", 2020, "export", 7.0, "reported", "a"),
        releases=("a", "b"),
    )


def test_a_series_is_compared_with_what_answers_by_hand(ours):
    rows = [("VNM", "RUS", year, "export", value) for year, value in ((2020, 110), (2021, 100), (2023, 5), (2024, 300))]
    found = comparison.compare(made(*rows, ("VNM", "RUS", 2021, "import", 1)))
    both = found.both.set_index(["flow", "year"])
    assert both.index[both["ours"].isna()].tolist() == [("export", 2024), ("import", 2021)]
    assert both.index[both["own"].isna()].tolist() == [("export", 2022)]
    # Release a answers for 2020 with 100, b for 2021 with 200; a zero has no per cent.
    assert found.differences["difference"].tolist() == [-50, 10]
    assert found.elsewhere == 1
    assert comparison.told(found) == [
        "mine.csv: 5 figures for data/trade_flows.csv",
        "",
        "It was read so:",
        "  Unit: US dollars, by the head.",
        "",
        "Only in your file:",
        "  Vietnam, Russia, export: 2024",
        "  Vietnam, Russia, import: 2021",
        "",
        "Only in the report's table, of the same series:",
        "  Vietnam, Russia, export: 2022",
        "  and 1 other series, which stay as they are.",
        "",
        "In both: 2 figures. Difference: 30.0 % (median), 46.0 % (ninth decile).",
        "The largest, yours against the report's:",
        "  Vietnam, Russia, export, 2021: $100 against $200 (-50.0 %)",
        "  Vietnam, Russia, export, 2020: $110 against $100 (+10.0 %)",
    ]


def test_only_the_five_largest_differences_are_told(given_flows):
    cells = [("VNM", "RUS", year, "export") for year in range(2010, 2017)]
    given_flows(*((*cell, 100.0, "reported", "a") for cell in cells), releases=("a",))
    lines = comparison.told(comparison.compare(made(*((*cell, 100 + place) for place, cell in enumerate(cells)))))
    assert [line.split(": ")[0][-4:] for line in lines[-5:]] == ["2016", "2015", "2014", "2013", "2012"]
    assert "In both: 7 figures." in lines[-7]


def test_a_series_that_shares_nothing_with_ours_is_told_so(ours):
    lines = comparison.told(comparison.compare(made(("IDN", "RUS", 2020, "export", 1))))
    assert lines[-1] == "No figure is in both, so nothing says how far they differ."
    assert "  nothing" in lines


@pytest.mark.parametrize("times", [1000, 0.001])
def test_figures_of_another_size_are_refused(ours, times):
    series = made(("VNM", "RUS", 2020, "export", 100 * times), ("VNM", "RUS", 2021, "export", 200 * times))
    with pytest.raises(
        OwnSeriesError, match=r"mine\.csv: the figures are .* times the report's by the median, so their unit is"
    ):
        comparison.compare(series)


@pytest.fixture
def package(tmp_path):
    """Return a function that puts files in their places in a copy of the data package."""

    def put(files):
        folder = shutil.copytree(paths.DATA, tmp_path / "project" / "data")
        for path, text in files.items():
            (folder.parent / path).write_text(text, encoding="utf-8")
        return folder

    return put


@pytest.fixture
def with_tables(monkeypatch, package):
    """Return a function that lets everything read our tables with a series among them."""
    load = tables.load

    def put(files):
        folder = package(files)
        names = ("trade_flows", "releases", "sources")
        read = {name: tables.validated(name, folder) for name in names}
        tables.clear_cache()
        monkeypatch.setattr(
            tables, "load", lambda name, *more, **how: read[name].copy() if name in read else load(name, *more, **how)
        )
        # What a table holds by its sources, which every record of a run is checked against.
        known = tables.sources
        monkeypatch.setattr(
            tables,
            "sources",
            lambda name, *more: sorted({*known(name, *more), comparison.KEY}) if name == "trade_flows" else known(name),
        )

    yield put
    monkeypatch.undo()
    tables.clear_cache()


def test_a_preferred_series_answers_before_all_others(with_tables):
    with_tables(comparison.candidate_files(example(), "preferred"))
    assert releases.answering("trade_flows")[0] == comparison.KEY
    flows = trade.chosen_flows().set_index(["reporter", "partner", "year", "flow"])
    cell = ("VNM", "RUS", 2025, "export")
    assert flows.loc[cell, "value"] == 2_611_900_000 and flows.loc[cell, "source_key"] == comparison.KEY
    # Where it has nothing, ours answers as before.
    assert flows.loc[("VNM", "RUS", 2021, "export"), "source_key"] != comparison.KEY


def test_an_additional_series_answers_nowhere(with_tables):
    before = trade.chosen_flows()
    with_tables(comparison.candidate_files(example(), "additional"))
    listed = releases.releases_of("trade_flows")
    assert listed.index[-1] == comparison.KEY and listed.loc[comparison.KEY, "role"] == "cross-check"
    pd.testing.assert_frame_equal(trade.chosen_flows().reset_index(drop=True), before.reset_index(drop=True))


def test_a_table_of_one_release_takes_the_figures_in_the_places_of_its_own(package):
    rows = pd.DataFrame({"recipient": "ASEAN10", "year": [2020, 2024], "supplier": "RUS", "value": [1.5, 2.0]}).assign(
        unit=tables.load("arms_by_year")["unit"].iloc[0], status="derived"
    )
    series = OwnSeries("arms_by_year", "mine.csv", rows, [])
    with pytest.raises(
        OwnSeriesError, match=r"holds one release, so a series cannot stand beside it\. Give AS=preferred"
    ):
        comparison.candidate_files(series, "additional")
    found = tables.validated("arms_by_year", package(comparison.candidate_files(series, "preferred")))
    known = tables.load("arms_by_year")
    there = found.set_index(["supplier", "year"])["value"]
    assert there["RUS", 2020] == 1.5 and there["RUS", 2024] == 2
    assert there["ALL", 2020] == known.set_index(["supplier", "year"])["value"]["ALL", 2020]
    assert set(found["source_key"]) == set(known["source_key"])


def test_figures_of_investment_stand_in_the_release_that_answers(package):
    row = {"iso3": "VNM", "direction": "inflow", "year": 2020, "value": 12.0, "unit": "USD", "status": "reported"}
    series = OwnSeries("fdi_flows", "mine.csv", pd.DataFrame([row]), [])
    found = tables.validated("fdi_flows", package(comparison.candidate_files(series, "preferred")))
    cell = found[(found["iso3"] == "VNM") & (found["year"] == 2020) & (found["direction"] == "inflow")]
    assert cell.set_index("source_key")["value"][releases.answering("fdi_flows")[0]] == 12
    assert len(found) == len(tables.load("fdi_flows"))


def rehearsed(*found):
    """Return a rehearsal with some changes."""
    return Rehearsal({}, list(found), {}, paths.ROOT, paths.ROOT, ())


def test_verdicts_and_sentences_are_told_and_the_rest_is_counted():
    found = rehearsed(
        Change("verdict", "a-1", "trade", "turned from *supported* to *not supported*."),
        Change("finding", "trade-b", "trade", "was “One.” Now “Two.”"),
        Change("value", "a-1", "trade", "x was 1, now 2."),
        Change("value", "a-2", "trade", "x was 1, now 2."),
        Change("exhibit", "fig-a", "trade", "the picture changed, its data did not."),
    )
    assert comparison.what_changes(found, "preferred").splitlines() == [
        "With it as preferred release:",
        "Verdicts (1)",
        "  a-1 [trade]: turned from *supported* to *not supported*.",
        "Findings (1)",
        "  trade-b [trade]: was “One.” Now “Two.”",
        "Other changes, told on the page: measured values 2, figures and tables 1.",
    ]
    assert "No verdict and no sentence changes." in comparison.what_changes(rehearsed(found.changes[-1]), "additional")
    assert comparison.what_changes(rehearsed(), "additional") == (
        "With it as additional release nothing changes: verdicts, sentences, values and exhibits are the same."
    )


def test_a_run_says_what_it_found_and_writes_its_page_and_nothing_else(monkeypatch, tmp_path, capsys):
    seen = {}

    def rehearse(files, folder, tell):
        seen.update(files)
        return rehearsed()

    monkeypatch.setattr(comparison.rehearsal, "rehearse", rehearse)
    page = comparison.run("trade_flows", EXAMPLE, Given(reporter="VNM"), "preferred", tmp_path / "compare")
    assert page == tmp_path / "compare" / "index.html" and [*page.parent.iterdir()] == [page]
    assert set(seen) == {"data/trade_flows.csv", "data/releases.csv", "data/sources.csv"}
    text = page.read_text(encoding="utf-8")
    assert "vietnam_customs_invented.csv" in text and "It answers first" in text and "Only in your file" in text
    printed = capsys.readouterr().out
    assert printed.startswith("vietnam_customs_invented.csv: 6 figures for data/trade_flows.csv\n")
    assert len(printed.splitlines()) <= 40  # one screen


def test_a_new_first_release_is_tested_like_the_others(with_tables):
    """A rule that took a release by its place in the list would find nothing to test, or columns of no type."""
    with_tables(comparison.candidate_files(example(), "preferred"))
    tested = mirror.recovery_test().set_index(["reporter", "year", "flow"])
    assert tested.loc[("VNM", 2023, "export"), "value"] == 2_150_400_000
    assert tested[["value", "recovered", "factor"]].dtypes.eq("float64").all()
    assert mirror.mirror_flows(["VNM"])["value"].dtype == "float64"


PAGE = (paths.BOOK / "own-series.md").read_text(encoding="utf-8")


def test_the_page_shows_the_file_of_the_example_and_what_the_command_prints(tmp_path):
    """To renew: paste what the assertion shows."""
    assert f"```text\n{EXAMPLE.read_text(encoding='utf-8')}```" in PAGE
    file = shutil.copy(EXAMPLE, tmp_path / "vietnam.csv")
    series = own_series.read("trade_flows", file, Given(reporter="VNM"))
    assert f"```text\n{chr(10).join(comparison.told(comparison.compare(series)))}\n```" in PAGE


def quoted():
    """Return the sentences that the page quotes, with their lines joined."""
    blocks = PAGE.split("\n\n")
    return [" ".join(line.removeprefix("> ") for line in each.splitlines()) for each in blocks if each[:2] == "> "]


QUOTED = "vietnam-after-2022"
READERS = [name for name in records.chapters() if "trade_flows" in records.read(name).made_from.tables]


@pytest.mark.slow
@pytest.mark.parametrize("chapter", READERS)
def test_a_preferred_series_breaks_no_chapter_and_changes_sentences(chapter, with_tables):
    """To renew the sentences of the page: paste what the assertion shows."""
    with_tables(comparison.candidate_files(example(), "preferred"))
    found = execute.in_process(chapter, {})
    texts = {each.key: each.text for each in found if isinstance(each, records.Finding)}
    assert texts
    if chapter == "vietnam":
        (stored,) = [each.text for each in records.read(chapter).findings if each.key == QUOTED]
        # A space that keeps a number and its sign on one line looks like any other.
        told = [each.replace(formatting.FIXED_SPACE, " ") for each in (stored, texts[QUOTED], *quoted())]
        assert told[:2] == told[2:]
