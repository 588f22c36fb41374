"""The commands: each ends with what was made, or with one sentence that says what to do."""

import json
import subprocess
import sys
import typing
from pathlib import Path

import pytest

from russia_asean import cli, paths
from russia_asean.analysis import revisions
from russia_asean.book.building import build, draft_page, incremental, offers
from russia_asean.book.content import readme
from russia_asean.data import codebook
from russia_asean.evidence import moves, records
from russia_asean.report import comparison, country_briefs, draft_section, execute, run_page, stamps
from russia_asean.sources import recipes, snapshots
from russia_asean.sources.own_sheets import Given


@pytest.fixture
def call(monkeypatch, capsys):
    """Return a function that runs a command in this process and returns what it printed; no page is built alone."""
    monkeypatch.setattr(incremental, "update", lambda _: [])

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["russia_asean", *arguments])
        cli.main()
        return capsys.readouterr().out

    return run


@pytest.fixture
def results(tmp_path, monkeypatch):
    """Return a function that writes the results of a chapter, with one finding, into a folder of results."""
    monkeypatch.setattr(paths, "RESULTS", tmp_path / "results")

    def write(chapter, sentence, folder=None):
        found = records.Finding(key=f"{chapter}-answer", text=sentence, rests_on=())
        cells = {"findings": {found.key: 1}}
        kept = records.Results(chapter=chapter, parameters={}, made_from={}, cells=cells, findings=(found,))
        return records.write(kept, folder).parent

    return write


@pytest.mark.parametrize(("command", "maker", "name"), [("html", "build_html", "HTML"), ("pdf", "build_pdf", "PDF")])
def test_a_book_is_built_from_results_that_are_up_to_date(monkeypatch, call, command, maker, name):
    made = paths.BUILD / "a-book"
    monkeypatch.setattr(moves, "changed", list)
    monkeypatch.setattr(offers, "is_current", lambda built, whole: False)
    monkeypatch.setattr(build, "check_notebooks", lambda: None)
    monkeypatch.setattr(build, maker, lambda: made)
    monkeypatch.setattr(stamps, "stale", dict)
    monkeypatch.setattr(country_briefs, "stale", dict)
    monkeypatch.setattr(execute, "unlike_results", lambda notebook, results: [])
    assert call(command) == f"{name}: {made.relative_to(paths.ROOT)}\n"
    why = ["data/a.csv", "data/b.csv", "data/c.csv", "data/d.csv"]
    monkeypatch.setattr(stamps, "stale", lambda: {"trade": why, "brics": ["no results"]})
    with pytest.raises(SystemExit) as stop:
        call(command)
    said = "trade (data/a.csv, data/b.csv, data/c.csv, …); brics (no results)"
    assert said in str(stop.value) and str(stop.value).endswith(
        "Run `make notebooks NOTEBOOK='brics trade synthesis'`."
    )


@pytest.mark.parametrize("command", ["html", "pdf", "brief"])
def test_a_book_that_is_made_from_the_project_as_it_is_is_not_built_again(monkeypatch, call, tmp_path, command):
    for name in ("index.html", paths.PDF_NAME, paths.BRIEF_NAME, paths.COUNTRIES_NAME):
        (tmp_path / name).write_text("a book", encoding="utf-8")
    for folder in ("ROOT", "HTML", "LATEX"):
        monkeypatch.setattr(paths, folder, tmp_path)
    monkeypatch.setattr(paths, "WORK", tmp_path)
    monkeypatch.setattr(offers, "is_current", lambda built, whole: True)
    for maker in ("build_html", "build_pdf", "build_brief", "build_country_briefs"):
        monkeypatch.setattr(build, maker, lambda: pytest.fail("built"))
    assert call(command).endswith("(built before; nothing has changed since)\n")


def test_pages_that_could_be_built_alone_are_named_unless_all_are_asked_for(monkeypatch, call):
    monkeypatch.setattr(incremental, "update", lambda _: ["book/a", "book/b"])
    assert call("html") == "HTML: _build/html/book/a.html (built anew: book/a, book/b; nothing else has changed)\n"
    monkeypatch.setattr(cli, "make_book", lambda *book, whole: print(whole))
    assert call("html", "--whole") == "True\n"


def test_a_book_is_not_built_from_outputs_that_are_not_those_of_the_results(monkeypatch, call):
    monkeypatch.setattr(offers, "is_current", lambda built, whole: False)
    monkeypatch.setattr(build, "check_notebooks", lambda: None)
    monkeypatch.setattr(build, "build_html", lambda: pytest.fail("built"))
    monkeypatch.setattr(stamps, "stale", dict)
    monkeypatch.setattr(country_briefs, "stale", dict)
    monkeypatch.setattr(
        execute, "unlike_results", lambda notebook, results: [results.chapter] if notebook.stem == "trade" else []
    )
    with pytest.raises(SystemExit, match=r"notebooks/trade\.ipynb: trade"):
        call("html")


def test_what_was_refreshed_is_named(monkeypatch, call):
    monkeypatch.setattr(codebook, "refresh", lambda: [paths.DATA / "README.md", paths.BOOK / "sources.bib"])
    monkeypatch.setattr(revisions, "store_floors", lambda: paths.DATA / "claims" / "floors.csv")
    assert call("data") == "Wrote data/README.md\nWrote book/sources.bib\nWrote data/claims/floors.csv\n"


def test_a_new_document_is_told_of_and_drafted_and_one_with_faults_is_refused(monkeypatch, call, tmp_path):
    example = paths.ROOT / "tests" / "fixtures" / "document"
    drafts = paths.BUILD / "document" / "invented2026"
    monkeypatch.setattr(draft_section, "write", lambda new, prospects, folder: folder / "section.ipynb")
    monkeypatch.setattr(draft_page, "write", lambda text, new, target: target / "page.html")
    told = call("document", str(example / "claims.csv"), str(example / "text.txt"))
    assert told.startswith("Invented 2026: 10 claims, each found in the text.")
    assert told.endswith(
        f"Draft section: {(drafts / 'section.ipynb').relative_to(paths.ROOT)}\n"
        f"Draft ledger page: {(drafts / 'html' / 'page.html').relative_to(paths.ROOT)}\n"
    )
    other = tmp_path / "other.txt"
    other.write_text("Another text.", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"^DocumentError: claims\.csv, row 2, column 'locator': .*other\.txt"):
        call("document", str(example / "claims.csv"), str(other))


def test_what_was_done_to_each_table_is_told_and_a_wrong_file_stops(monkeypatch, call):
    monkeypatch.setattr(recipes, "write_tables", lambda: ["data/economy.csv: the same as before, from made."])
    assert call("tables") == "data/economy.csv: the same as before, from made.\n"

    def refuse():
        raise snapshots.SnapshotError("weo.csv: not the file that the table was made from.")

    monkeypatch.setattr(recipes, "write_tables", refuse)
    with pytest.raises(SystemExit, match=r"SnapshotError: weo\.csv: not the file"):
        call("tables")


def test_two_folders_of_results_are_compared(tmp_path, call, results):
    old = results("trade", "It was 1 %.", tmp_path / "old")
    new = results("trade", "It was 2 %.", tmp_path / "new")
    said = call("diff", str(old), str(new))
    assert "trade-answer" in said and "It was 1 %." in said and "It was 2 %." in said
    assert "trade-answer" not in call("diff", str(old), str(old))


def test_notebooks_are_stored_in_order_and_say_what_changed(monkeypatch, call, results):
    results("trade", "It was 1 %.")
    results("synthesis", "All was 1 %.")
    ran, used = [], []

    def store(names, tell):
        for name in names:
            ran.append(name)
            tell(f"[{len(ran)}/{len(names)}] notebooks/{name}.ipynb")
            results(name, f"{name} is 2 %.")

    monkeypatch.setattr(execute, "store", store)
    monkeypatch.setattr(readme, "update_readme", used.append)  # not the README of this copy
    monkeypatch.setattr(paths, "RESULTS_SCHEMA", paths.RESULTS.with_name("results.schema.json"))
    monkeypatch.setattr(stamps, "stale", lambda: {"brics": ["data/a.csv"]})
    said = call("notebooks", "synthesis", "trade")
    assert ran == ["trade", "synthesis"]  # which reads the others
    assert used == [{"synthesis": [], "trade": []}]
    assert json.loads(paths.RESULTS_SCHEMA.read_text(encoding="utf-8")) == records.schema()
    assert said.startswith("[1/2] notebooks/trade.ipynb\n[2/2] notebooks/synthesis.ipynb\n")
    assert "It was 1 %." in said and "trade is 2 %." in said
    assert said.endswith(
        "Older than what they were made from: brics. Run `make notebooks NOTEBOOK='brics synthesis'`.\n"
    )
    monkeypatch.setattr(stamps, "stale", dict)
    monkeypatch.setattr(country_briefs, "stale", dict)
    assert "Older" not in call("notebooks", "trade")


HEAVY = "import sys; sys.exit(str({'pandas', 'matplotlib', 'papermill', 'sphinx'} & {*sys.modules}))"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["run", "--help"],
        ["run", "trad"],
        ["run", "trade", "-p", "colour", "red"],
        ["run", "trade", "-p", "start_year", "abc"],
        ["run", "trade", "-p", "end_year", "1900"],
        ["run", "trade", "-p", "members", "VNM,FRA"],
        ["run", "chronology", "-p", "documents", "none"],
        ["run", "country_brief", "-p", "country", "XXX"],
    ],
)
def test_help_and_what_is_refused_come_before_anything_is_imported(arguments):
    asked = f"import sys\nsys.argv[1:] = {arguments}\ntry:\n    cli.main()\nexcept SystemExit:\n    "
    assert imported_by(f"from russia_asean import cli\n{asked}{HEAVY}") == "set()\n"


def test_a_book_that_is_there_is_told_of_before_what_builds_it_is_imported(tmp_path):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "index.html").touch()
    asked = f"""
from pathlib import Path
from russia_asean import cli, paths
from russia_asean.book.building import offers
paths.WORK, paths.HTML, paths.ROOT = (Path({str(tmp_path)!r}, name) for name in ("work", "html", ""))
offers.mark(paths.HTML, offers.state())
cli.make_html(cli.parser().parse_args(["html"]))
{HEAVY}"""
    assert imported_by(asked) == "set()\n"


def imported_by(script):
    """Return what a script says to standard error, in a process of its own: what it has imported."""
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stderr


def test_the_ways_to_compare_are_those_of_the_library():
    (chosen,) = {*typing.get_args(comparison.Role)} ^ {"preferred"}
    for role in ("preferred", chosen):
        assert cli.parser().parse_args(["compare", "economy", "a.csv", "--as", role]).role == role


def test_a_fault_of_the_library_is_no_mistake_of_the_user(monkeypatch, call):
    monkeypatch.setattr(recipes, "write_tables", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call("tables")


def test_a_run_says_where_its_result_lies(monkeypatch, call):
    asked = []

    def run(name, given):
        asked.append((name, given))
        return paths.RUNS / "trade.ipynb", paths.RUNS / "trade.html"

    monkeypatch.setattr(run_page, "run", run)
    said = call("run", "brics", "-p", "start_year", "2004", "-p", "with_asean", "true")
    assert said == "Result: _build/runs/trade.ipynb\nPage: _build/runs/trade.html\n"
    assert asked == [("brics", {"start_year": 2004, "with_asean": True})]


def test_a_command_stopped_by_hand_says_so(monkeypatch, call, capsys):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(offers, "is_current", lambda built, whole: False)
    monkeypatch.setattr(build, "check_notebooks", interrupted)
    with pytest.raises(SystemExit) as stop:
        call("html")
    assert stop.value.code == 130
    assert "still there" in capsys.readouterr().err


def test_a_comparison_hands_on_what_the_user_says_of_the_file(monkeypatch, call):
    seen = []

    def run(*asked):
        seen.extend(asked)
        return paths.BUILD / "compare" / "index.html"

    monkeypatch.setattr(comparison, "run", run)
    said = call("compare", "trade_flows", "mine.csv", "--as", "additional", "--reporter", "VNM", "--unit", "USD")
    assert said == "Page: _build/compare/index.html\n"
    assert seen == ["trade_flows", Path("mine.csv"), Given(reporter="VNM", unit="USD"), "additional"]


def test_a_file_that_is_refused_ends_with_one_sentence(call, tmp_path):
    with pytest.raises(SystemExit, match=r"^OwnSeriesError: .*none\.csv: no such file\. Give the path of a CSV file"):
        call("compare", "trade_flows", str(tmp_path / "none.csv"))
