"""A refresh that is killed or fails leaves the stored edition as it was; its drafts say what changed."""

import os
import shutil
import signal
import subprocess
import sys
from datetime import date

import pytest
import small_project
from small_disk import SPOILT, fill
from small_project import everything

from russia_asean import cli, paths
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.report import acceptance, refresh
from russia_asean.report.acceptance import AcceptanceError
from russia_asean.report.rehearsal import RehearsalError
from russia_asean.sources import fetching, snapshots
from russia_asean.sources.fetching import Fetched

BANK = "wb-wdi-fdi"


def fetched(path):
    """Return a file of the World Bank's inflows as if it had been fetched in July 2026."""
    digest = snapshots.sha256_of(path)
    return Fetched(
        f"{BANK}-2025", path, "made", "2026-07-01", "https://a.org", date(2026, 7, 2), path.stat().st_size, digest
    )


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """Return a file of the World Bank with a year more than the tables hold."""
    monkeypatch.setenv(fetching.SETTING, str(tmp_path / "cache"))
    rows = tables.load("fdi_flows", credit=False)
    rows = rows[rows["source_key"] == BANK]
    more = rows[rows["year"] == rows["year"].max()]
    cells = [(row.iso3, row.year, row.value) for row in rows.itertuples()]
    cells += [(row.iso3, row.year + 1, 2 * row.value) for row in more.itertuples()]
    path = tmp_path / "inflows.csv"
    lines = [f"{code},{year},BX.KLT.DINV.CD.WD,{value}" for code, year, value in cells]
    path.write_text("\n".join(["iso3,year,indicator,value", *lines]) + "\n", encoding="utf-8")
    return fetched(path)


@pytest.fixture
def project(tmp_path, make):
    """Return a small project whose chapter repeats the last figure of Vietnam."""
    text = (paths.DATA / "fdi_flows.csv").read_text(encoding="utf-8")
    last = max(line for line in text.splitlines() if line.startswith("VNM") and line.endswith(BANK))
    words = (*last.split(",")[:1], ",2025,inflow,", BANK)
    return small_project.write(tmp_path / "project", make, file="data/fdi_flows.csv", text=text, words=words)


def test_a_chapter_that_fails_is_named_and_there_is_nothing_to_accept(newer, project, tmp_path):
    (project / "docs/watched.json").write_text('{"file": "data/fdi_flows.csv", "words": ["VNM,2025"], "right": "x"}')
    script = project / "russia_asean/__main__.py"
    script.write_text(script.read_text().replace('if "stop" in said', 'if "VNM,2025" in said'))
    before = everything(project)
    with pytest.raises(RehearsalError, match=r"^notebooks/trade\.ipynb, cell 3: .* The stored edition is as it was\.$"):
        refresh.refresh([newer], tmp_path / "made", project, lambda line: None)
    assert everything(project) == before
    with pytest.raises(AcceptanceError, match="There is nothing to accept"):
        acceptance.accept(tmp_path / "made", project)


KILLED = """
import sys
from datetime import date
from pathlib import Path
from russia_asean.report import refresh
from russia_asean.sources.fetching import Fetched
file, vintage, digest, folder, project = sys.argv[1:]
path = Path(file)
day, size = date(2026, 7, 2), path.stat().st_size
fetched = Fetched("wb-wdi-fdi-2025", path, "made", vintage, "https://a.org", day, size, digest)
refresh.refresh([fetched], Path(folder), Path(project), lambda line: print(line, flush=True))
"""


def test_a_refresh_killed_in_the_middle_of_a_chapter_leaves_the_edition_and_the_next_completes(
    newer, project, tmp_path
):
    (project / "docs/slow").touch()
    before, folder = everything(project), tmp_path / "made"
    running = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(newer.path), newer.vintage, newer.sha256, str(folder), str(project)],
        cwd=paths.ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with running:
        assert any(line.startswith("[1/2] notebooks/trade.ipynb") for line in running.stdout)
        os.killpg(running.pid, signal.SIGKILL)
    assert everything(project) == before
    with pytest.raises(AcceptanceError, match="There is nothing to accept"):
        acceptance.accept(folder, project)
    (project / "docs/slow").unlink()
    made = refresh.refresh([newer], folder, project, lambda line: None)
    assert "2025,inflow" in made.results["trade"].findings[0].text
    acceptance.accept(folder, project)
    assert records.read("trade", project / "results") == made.results["trade"]


@pytest.mark.slow
@SPOILT
def test_a_refresh_that_cannot_be_written_leaves_the_edition_and_the_next_completes(
    newer, project, small_disk, monkeypatch, spoil, said
):
    before, folder = everything(project), small_disk / "made"
    monkeypatch.setattr(cli, "refresh_sources", lambda _: refresh.refresh([newer], folder, project, lambda line: None))
    monkeypatch.setattr(sys, "argv", ["russia_asean", "refresh"])
    spoil(small_disk)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert str(stop.value.code).startswith(said) and "\n" not in str(stop.value.code)
    assert everything(project) == before
    with pytest.raises(AcceptanceError, match="There is nothing to accept"):
        acceptance.accept(folder, project)
    if spoil is fill:
        (small_disk / "filling").unlink()
        cli.main()
        acceptance.accept(folder, project)
        assert everything(project) != before


def test_a_new_refresh_withdraws_the_candidate_of_the_last(newer, project, tmp_path):
    refresh.refresh([newer], tmp_path / "made", project, lambda line: None)
    assert refresh.refresh([], tmp_path / "made", project, lambda line: None) is None
    with pytest.raises(AcceptanceError, match="There is nothing to accept"):
        acceptance.accept(tmp_path / "made", project)


def test_a_project_edited_while_the_chapters_run_is_not_replaced(newer, project, tmp_path):
    def edit_meanwhile(line):
        if line.startswith("[1/"):
            (project / "data/oil.csv").write_text("edited\n", encoding="utf-8")

    refresh.refresh([newer], tmp_path / "made", project, edit_meanwhile)
    with pytest.raises(AcceptanceError, match=r"data/oil\.csv has changed since the refresh"):
        acceptance.accept(tmp_path / "made", project)


def test_an_acceptance_that_was_stopped_comes_first(newer, project, tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made/journal.json").write_text('{"files": {}}')
    with pytest.raises(AcceptanceError, match="Run `make refresh-accept`, which completes it"):
        refresh.refresh([newer], tmp_path / "made", project, lambda line: None)


OLD_RELEASE = "## [1]\n\n### Changed\n\n- Old.\n"


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        (f"\n{OLD_RELEASE}", f"\n### Changed\n\n- New.\n\n{OLD_RELEASE}"),
        ("\n### Changed\n\n- One.\n", "\n### Changed\n\n- New.\n- One.\n"),
    ],
)
def test_an_entry_goes_to_what_is_not_released_yet(here, expected):
    unreleased = "# C\n\n## [Unreleased]\n"
    assert refresh.with_entry(unreleased + here, "- New.") == unreleased + expected


@pytest.mark.parametrize("released", ["", f"\n{OLD_RELEASE}"])
def test_after_a_release_the_first_entry_opens_a_list_above_it(released):
    expected = "# C\n\n## [Unreleased]\n\n### Changed\n\n- New.\n"
    assert refresh.with_entry(f"# C\n{released}", "- New.") == expected + released


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["refresh", "nobody"], "FetchError: 'nobody': is no publisher that is asked. There are aiddata, desta,"),
        (["refresh-accept"], "AcceptanceError: There is nothing to accept. Run `make refresh` first."),
    ],
)
def test_the_commands_stop_with_a_sentence(monkeypatch, tmp_path, arguments, said):
    monkeypatch.setattr(refresh, "FOLDER", tmp_path / "made")
    monkeypatch.setattr(sys, "argv", ["russia_asean", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert str(stop.value).startswith(said)


def test_the_command_says_what_it_took(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(refresh, "FOLDER", tmp_path / "made")
    monkeypatch.setattr(acceptance, "accept", lambda folder: ["data/oil.csv"])
    monkeypatch.setattr(sys, "argv", ["russia_asean", "refresh-accept"])
    cli.main()
    said = capsys.readouterr().out
    assert said.startswith("Took data/oil.csv\nThe new edition is in place.") and "CHANGELOG.md" in said


CHAPTER = [
    'start_year: int = 1992\nend_year: int = 2025\nbasis: str = "asean"\nmembers: str = "ASEAN-10"',
    """from russia_asean.report.chapter import begin
chapter = begin("trade", start_year=start_year, end_year=end_year, basis=basis, members=members)""",
    """from russia_asean import provenance
from russia_asean.data import tables
flows = tables.load("fdi_flows", credit=False)
here = flows[(flows["source_key"] == "wb-wdi-fdi") & (flows["iso3"] == "VNM")]
line = provenance.using("fdi_flows", here).set_index("year")["value"]
chapter.finding("trade-a", "{value:usd} came in {year}.", value=line[line.index.max()], year=line.index.max())""",
]


@pytest.mark.slow
def test_a_chapter_of_the_library_is_run_on_all_tables_and_taken_over(newer, make, tmp_path):
    """The real library and tables, with one chapter of three cells."""
    project = tmp_path / "project"
    left_out = shutil.ignore_patterns(
        ".*", "_build", "_cache", "tests", "benchmarks", "__pycache__", "*.ipynb", "*.json"
    )
    shutil.copytree(paths.ROOT, project, ignore=left_out)
    shutil.copy(paths.DATA / "datapackage.json", project / "data")
    small = type(make)(project / "notebooks")
    cells = [small.code(source, tags=("parameters",) if place == 0 else ()) for place, source in enumerate(CHAPTER)]
    small.notebook(small.words("# Small"), *cells, name="trade")
    storing = [sys.executable, "-m", "russia_asean", "notebooks", "trade"]
    subprocess.run(storing, cwd=project, env=os.environ | {"PYTHONPATH": str(project)}, check=True, capture_output=True)
    told = []
    made = refresh.refresh([newer], tmp_path / "made", project, told.append)
    assert made.chapters == ("trade",)
    assert [change.kind for change in made.changes] == ["finding"]
    assert made.before["trade"].findings[0].text.endswith("came in 2024.")
    assert made.results["trade"].findings[0].text.endswith("came in 2025.")
    acceptance.accept(tmp_path / "made", project)
    # What was taken over is whole: nothing is older than what it was made from, and every table is as described.
    question = "from russia_asean.report import stamps; from russia_asean.data import tables; "
    question += "[tables.load(name) for name in tables.names()]; print(stamps.stale())"
    asked = [sys.executable, "-c", question]
    said = subprocess.run(
        asked, cwd=project, env=os.environ | {"PYTHONPATH": str(project)}, check=True, capture_output=True, text=True
    )
    assert said.stdout == "{}\n"
