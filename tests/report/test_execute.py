"""Running notebooks: what is refused, and that a failure damages nothing."""

import json
import subprocess
import sys

import nbformat
import pytest
from shared import Maker

from russia_asean import cli, paths
from russia_asean.book.content import readme
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.report import execute, notebook_files, one_at_a_time, parameters, stamps

# `seen` has no type, so it is no parameter.
PARAMETERS = 'start_year: int = 1992\nend_year: int = 2025\nbasis: str = "asean"\nmembers: str = "ASEAN-10"\nseen = []'
BEGIN = """from russia_asean.report.chapter import begin
chapter = begin("trade", start_year=start_year, end_year=end_year, basis=basis, members=members)"""
FINDING = """from russia_asean.data import tables
oil = tables.load("oil_price")
chapter.finding("trade-oil", "Oil has {count} columns; from {first}.", count=len(oil.columns), first=start_year)"""


def point_at(monkeypatch, folder):
    """Point the commands at the notebooks and results in a folder."""
    monkeypatch.setattr(paths, "NOTEBOOKS", folder / "notebooks")
    monkeypatch.setattr(paths, "RESULTS", folder / "results")
    monkeypatch.setattr(paths, "RUNS", folder / "runs")
    monkeypatch.setattr(paths, "BUILD", folder.with_name(f"{folder.name}-build"))
    monkeypatch.setattr(readme, "update_readme", lambda used: None)  # not the README of this copy


def small_notebook(make, *sources):
    """Write a small notebook, ``trade``, of a beginning and cells with the given sources; return its path."""
    cells = [make.code(PARAMETERS, tags=("parameters",))]
    cells += [make.code(source, count=number) for number, source in enumerate([BEGIN, *sources], start=2)]
    make.notebook(make.words("# Small"), *cells, name="trade")
    return make.folder / "trade.ipynb"


@pytest.fixture
def place(make, tmp_path, monkeypatch):
    """Return a function that writes a small notebook, at which the commands point, and returns its path."""
    point_at(monkeypatch, tmp_path)
    return lambda *sources: small_notebook(make, *sources)


@pytest.fixture(scope="module")
def stored_once(tmp_path_factory):
    """Return the folder of a small notebook whose outputs and results are stored."""
    folder = tmp_path_factory.mktemp("stored")
    (folder / "notebooks").mkdir()
    small_notebook(Maker(folder / "notebooks"), "print(1 + 1)", FINDING)
    with pytest.MonkeyPatch.context() as monkeypatch:
        point_at(monkeypatch, folder)
        execute.store(["trade"])
    return folder


@pytest.fixture
def stored(stored_once, monkeypatch):
    """Point the commands at the stored notebook, for tests that do not change it; return its folder."""
    point_at(monkeypatch, stored_once)
    return stored_once


def command(monkeypatch, *arguments):
    """Run a command in this process and return the sentence it stops with, or None."""
    monkeypatch.setattr(sys, "argv", ["russia_asean", *arguments])
    try:
        cli.main()
    except SystemExit as stop:
        assert stop.code not in (0, None)
        return str(stop.code)
    return None


def everything(folder):
    """Return all files below a folder with their bytes."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["trade", "-p", "colour", "red"], "has no parameter 'colour'"),
        (["trade", "-p", "start_year", "long ago"], "'start_year' = 'long ago': must be a whole number"),
        (["trade", "-p", "start_year", "1900"], "'start_year' = 1900: must be a year from 1992"),
        (["trade", "-p", "start_year", "2010", "-p", "end_year", "2005"], "end_year (2005) must come after start_year"),
        (["trade", "-p", "members", "VNM,FRA"], "'FRA' is not a member of ASEAN"),
        (["trade", "-p", "basis", "china"], "'basis' = 'china'"),
        (["trade", "-p", "start_year", ""], "'start_year' = '': must be a whole number"),
        (["trade", "-p", "members", ""], "'' is not a member of ASEAN"),
        (["trade", "-p", "", "3"], "has no parameter ''. It has: "),
        (["trade", "-p", "start_year", "2000", "-p", "start_year", "2010"], "'start_year' is given twice"),
        (["brics", "-p", "with_asean", "True"], "No notebook named 'brics'"),
        (["trad"], "No notebook named 'trad'. Notebooks: "),
        ([""], "No notebook named ''. Notebooks: "),
        (["../notebooks/trade"], "No notebook named '../notebooks/trade'. Notebooks: "),
    ],
)
def test_a_wrong_request_stops_with_one_sentence_and_writes_nothing(place, tmp_path, monkeypatch, arguments, said):
    place("x = 1")
    before = everything(tmp_path)
    sentence = command(monkeypatch, "run", *arguments)
    assert said in sentence
    assert "\n" not in sentence
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run"], "The following arguments are required: notebook"),
        (["run", "trade", "-p", "members"], "-p needs a name and a value"),
        (["run", "trade", "-p", "members=VNM"], "-p needs a name and a value"),
        (["run", "trade", "members", "VNM"], "Unrecognized arguments: members VNM"),
        (["edition"], "The following arguments are required: name"),
        (["nothing"], "invalid choice: 'nothing'"),
    ],
)
def test_a_command_that_cannot_be_read_is_one_sentence(monkeypatch, capsys, arguments, said):
    monkeypatch.setattr(sys, "argv", ["russia_asean", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    told = capsys.readouterr().err
    assert stop.value.code == 2 and said in told and told.count("\n") == 1


def test_the_command_line_says_so_too():
    """Once for real: another process, its exit status, nothing but a sentence on its error stream."""
    ended = subprocess.run(
        [sys.executable, "-m", "russia_asean", "run", "trade", "-p", "end_year", "1990"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert "end_year" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "Traceback" not in ended.stderr


def test_who_runs_notebooks_on_kernels_does_not_wait_for_what_draws():
    code = (
        "import sys, russia_asean.report.country_briefs; print(*{'matplotlib', 'seaborn', 'IPython'} & {*sys.modules})"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    assert not ended.stdout.strip()


def test_tables_are_read_before_the_run_as_stored_results_say_and_what_cannot_be_read_is_left(monkeypatch, tmp_path):
    read = []

    def refuse(name):
        read.append(name)
        raise tables.TableError("broken")

    monkeypatch.setattr(tables, "validated", refuse)
    execute.read_tables(["trade", "no such chapter"])
    assert sorted(read) == sorted(records.read("trade").made_from.tables)
    (tmp_path / "trade.json").write_text("{", encoding="utf-8")
    execute.read_tables(["trade"], tmp_path)


@pytest.mark.slow
def test_a_failing_notebook_leaves_the_stored_one_as_it_was(place, make, monkeypatch):
    notebook = place("print('before')", "raise ValueError('on purpose')")
    before = everything(make.folder)
    sentence = command(monkeypatch, "notebooks", "trade")
    # Title, parameters, beginning and the first source stand in the cells before.
    assert "notebooks/trade.ipynb, cell 5: ValueError: on purpose (nothing was stored)" in sentence
    assert everything(make.folder) == before
    assert [path.name for path in make.folder.iterdir()] == [notebook.name], "a draft was left behind"
    assert not paths.RESULTS.exists()


@pytest.mark.slow
def test_a_run_has_its_parameters_and_does_not_touch_the_stored_notebook(place):
    notebook = place("print(start_year, end_year, members)")
    before = notebook.read_bytes()
    result = execute.run("trade", {"start_year": 2005, "members": "VNM,THA"})
    assert notebook.read_bytes() == before
    assert result.parent == paths.RUNS
    assert "," not in result.name
    said = [output.text for cell in nbformat.read(result, as_version=4).cells for output in cell.get("outputs", [])]
    assert said == ["2005 2025 VNM,THA\n"]


@pytest.mark.slow
def test_an_error_in_a_run_names_the_cell_of_the_stored_notebook_and_leaves_no_result(place, tmp_path):
    """The parameters that are given stand in a cell of their own, which the stored notebook lacks."""
    place("x = 1", "raise ValueError('on purpose')")
    with pytest.raises(execute.RunError, match=r"notebooks/trade\.ipynb, cell 5: ValueError: on purpose"):
        execute.run("trade", {"start_year": 2005})
    assert everything(tmp_path / "runs") == {}


@pytest.mark.slow
def test_an_error_before_the_given_parameters_names_its_cell_too(place, make):
    place()
    notebook = nbformat.read(make.folder / "trade.ipynb", as_version=4)
    notebook.cells.insert(0, make.code("raise ValueError('on purpose')"))
    nbformat.write(notebook, make.folder / "trade.ipynb")
    with pytest.raises(execute.RunError, match=r"notebooks/trade\.ipynb, cell 1: ValueError"):
        execute.run("trade", {"start_year": 2005})


@pytest.mark.slow
def test_a_kernel_that_dies_is_one_sentence(place):
    place("import os; os._exit(1)")
    with pytest.raises(execute.RunError, match=r"notebooks/trade\.ipynb, cell 4: its kernel was stopped from outside"):
        execute.run("trade", {})


@pytest.mark.parametrize("text", ["", "<<<<<<< ours\n{}", "[]", '{"cells": 3}'])
def test_a_damaged_notebook_is_one_sentence(place, make, text):
    place().write_text(text, encoding="utf-8")
    for ask in (
        lambda: execute.run("trade", {}),
        lambda: execute.store(["trade"]),
        lambda: execute.in_process("trade", {}),
    ):
        with pytest.raises(execute.RunError, match=r"notebooks/trade\.ipynb is no notebook: .* Restore it with git"):
            ask()


@pytest.mark.parametrize("source", ["start_year: int = 1990 + 2", "start_year: int = = 1992", "x: int = y"])
def test_a_parameter_that_is_no_plain_value_is_one_sentence(make, source):
    make.notebook(make.words("# Small"), make.code(source, tags=("parameters",)))
    with pytest.raises(execute.RunError, match=r"notebooks/small\.ipynb, cell 2: a parameter is no plain value"):
        execute.defaults(make.folder / "small.ipynb")


@pytest.mark.slow
def test_storing_twice_gives_the_same_bytes(stored):
    first = everything(stored)
    assert [path.name for path in first] == ["trade.ipynb", "trade.json"]
    execute.store(["trade"])
    assert everything(stored) == first
    notebook = nbformat.read(stored / "notebooks/trade.ipynb", as_version=4)
    assert all("papermill" not in cell.metadata for cell in notebook.cells)
    assert "papermill" not in notebook.metadata
    assert notebook.cells[-1].source == FINDING, "the trace is not stored"


@pytest.mark.slow
def test_results_hold_the_records_and_what_they_were_made_from(stored):
    results = records.read("trade")
    (finding,) = results.findings
    assert finding.text == "Oil has 6 columns; from 1992."
    assert {each.table for each in finding.rests_on} == {"oil_price"}
    assert results.cells == {"findings": {"trade-oil": 5}}
    assert results.parameters["start_year"] == 1992
    assert "oil_price" in results.made_from.tables
    assert "trade_flows" not in results.made_from.tables
    assert "russia_asean.report.chapter" in results.made_from.modules
    assert "russia_asean.analysis.gravity" not in results.made_from.modules
    assert stamps.stale(["trade"]) == {}


@pytest.mark.slow
def test_a_key_used_twice_is_refused_and_nothing_is_stored(place, make, tmp_path):
    place(FINDING, FINDING)
    before = everything(make.folder)
    with pytest.raises(execute.RunError, match=r"notebooks/trade\.ipynb, cell 5: the key 'trade-oil' is used twice"):
        execute.store(["trade"])
    assert everything(make.folder) == before
    assert everything(tmp_path / "results") == {}


@pytest.mark.slow
def test_a_run_in_this_process_gives_the_same_records_as_a_kernel(stored):
    assert execute.in_process("trade", {}) == list(records.read("trade").records)
    (changed,) = execute.in_process("trade", {"start_year": 2005})
    assert changed.text == "Oil has 6 columns; from 2005."


def test_a_failing_cell_in_this_process_is_named(place):
    place("x = 1 / 0")
    with pytest.raises(execute.RunError, match=r"notebooks/trade\.ipynb, cell 4: ZeroDivisionError"):
        execute.in_process("trade", {})
    with pytest.raises(parameters.ParameterError, match="start_year"):
        execute.in_process("trade", {"start_year": 1900})


def test_a_notebook_without_parameters_is_refused(make):
    make.notebook(make.code("x = 1"))
    with pytest.raises(execute.RunError, match=r"notebooks/small\.ipynb: no cell is tagged 'parameters'"):
        execute.defaults(make.folder / "small.ipynb")


def test_parameters_in_a_cell_of_words_are_refused(make):
    make.notebook(make.code("x: int = 1", tags=("parameters",)))
    path = make.folder / "small.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"cell_type": "code"', '"cell_type": "raw"'), "utf-8")
    with pytest.raises(execute.RunError, match=r"small\.ipynb, cell 1: is tagged 'parameters' and is no code\. Make"):
        execute.defaults(path)


@pytest.mark.parametrize("key", ["cell_type", "source"])
def test_a_cell_that_lacks_a_part_is_refused(make, key):
    make.notebook(make.code("x: int = 1", tags=("parameters",)), make.code("y = 2"))
    path = make.folder / "small.ipynb"
    stored = json.loads(path.read_text(encoding="utf-8"))
    del stored["cells"][1][key]
    path.write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(execute.RunError, match=rf"notebooks/small\.ipynb, cell 2: has no '{key}'\. Restore the file"):
        execute.read(path)


def test_a_notebook_with_two_cells_of_parameters_is_refused(make):
    make.notebook(*(make.code(f"{name}: int = 1", tags=("parameters",)) for name in "ab"))
    with pytest.raises(
        execute.RunError, match=r"small\.ipynb, cell 2: is tagged 'parameters', as cell 1 is\. Take the"
    ):
        execute.defaults(make.folder / "small.ipynb")


@pytest.mark.parametrize(
    ("text", "value"),
    [("2005", 2005), ("-5", -5), ("VNM", "VNM"), ("1e3", "1e3"), ("", ""), ("true", True), ("²", "²")],
)
def test_text_of_the_command_line_is_typed(text, value):
    assert notebook_files.typed(text) == value


def test_the_synthesis_runs_after_the_chapters():
    assert execute.in_order(["synthesis", "vietnam", "brics"]) == ["brics", "vietnam", "synthesis"]


def test_every_notebook_has_a_model_of_its_parameters():
    assert set(parameters.MODELS) == {path.stem for path in paths.NOTEBOOKS.glob("*.ipynb")}


def test_other_chapters_may_be_stored_meanwhile_but_not_one_that_is_read(place, monkeypatch):
    place(FINDING)
    begun = []
    monkeypatch.setattr(execute, "many", lambda asked, keep, tell: begun.extend(name for name, _ in asked))
    with one_at_a_time.alone(paths.BUILD / "notebooks" / "trade", "make notebooks"):
        execute.store(["brics"])
        for names in (["trade", "vietnam"], ["synthesis"]):
            with pytest.raises(one_at_a_time.AtWorkError, match="Another `make notebooks` is at work in trade"):
                execute.store(names)
    assert begun == ["brics"]
    execute.store(["trade", "synthesis"])
    assert begun == ["brics", "trade", "synthesis"]
