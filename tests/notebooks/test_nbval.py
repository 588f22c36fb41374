"""nbval compares data and words, not pictures; what it lets pass, our own gate refuses."""

import copy
import subprocess
import sys
from pathlib import Path

import gates
import nbformat
import pytest

from russia_asean.evidence import records
from russia_asean.report import execute, publish

pytestmark = pytest.mark.slow
CONFIG = Path(__file__).parents[1] / "nbval.cfg"
PARAMETERS = 'start_year: int = 1992\nend_year: int = 2025\nbasis: str = "asean"\nmembers: str = "ASEAN-10"'
SOURCE = """from russia_asean.data import tables
from russia_asean.report.chapter import begin
import matplotlib.pyplot as plt
import pandas as pd
chapter = begin("trade", start_year=start_year, end_year=end_year, basis=basis, members=members)
oil = tables.load("oil_price")
drawing, axes = plt.subplots()
axes.plot([1, 2], [3, 4])
chapter.finding("size", "Oil has {columns} columns.", columns=len(oil.columns))
data = pd.DataFrame({"year": [2020], "value": [float(len(oil.columns))]})
chapter.figure("fig-a", drawing, data, title="T", caption="C.", alt="One line rises from three to four over time.",
    processing="None.", unit="columns")"""
FINDING, EXHIBIT = publish.MIME_TYPES[records.Finding], publish.MIME_TYPES[records.Exhibit]


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Return a small notebook with the outputs of a real run; its last cell holds them."""
    folder = tmp_path_factory.mktemp("nbval")
    cells = [
        nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(SOURCE),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "draft.ipynb")
    executed, _ = execute.executed(folder / "draft.ipynb", {})
    return execute.normalised(executed)


def outputs_of(notebook):
    """Return the outputs of the last cell by the kind of their record."""
    return {output.metadata["russia_asean"]: output.data for output in notebook.cells[-1].outputs}


def untouched(notebook):
    """Leave the notebook as it is."""


def other_picture(notebook):
    """Put another drawing in the place of each picture."""
    data = outputs_of(notebook)[EXHIBIT]
    data["image/vnd.russia-asean.narrow+svg"] = '<?xml version="1.0"?>\n<svg>another, narrow</svg>\n'
    data["image/svg+xml"] = '<?xml version="1.0"?>\n<svg>another</svg>\n'
    data["application/pdf"] = "JVBERi0xLjQK"


def other_point(notebook):
    """Change one plotted value."""
    outputs_of(notebook)[EXHIBIT][EXHIBIT]["data"][0]["value"] = 3


def other_sentence(notebook):
    """Change a number in a computed sentence."""
    data = outputs_of(notebook)[FINDING]
    data["text/markdown"] = data["text/markdown"].replace("6", "7")


def no_picture(notebook):
    """Take one picture away."""
    del outputs_of(notebook)[EXHIBIT]["image/svg+xml"]


def cleared(notebook):
    """Clear outputs and counts, as a careless editor does."""
    notebook.cells[-1].outputs = []
    notebook.cells[-1].execution_count = None


PASSES = {
    untouched: True,
    other_picture: True,
    other_point: False,
    other_sentence: False,
    no_picture: False,
    cleared: True,
}


def test_nbval_refuses_changed_data_and_words_only(stored, tmp_path):
    cells = [stored.cells[0]]
    for doctor in PASSES:
        notebook = copy.deepcopy(stored)
        doctor(notebook)
        cells.append(notebook.cells[-1])
        cells[-1].id = doctor.__name__.replace("_", "-")
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=stored.metadata), tmp_path / "doctored.ipynb")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    options = ["--nbval", "--nbval-sanitize-with", str(CONFIG), "-rA", "-q", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "."], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    lines = ended.stdout.splitlines()
    passed = [
        any(line.startswith("PASSED") and line.endswith(f"::Cell {number}") for line in lines)
        for number in range(1, len(PASSES) + 1)
    ]
    assert dict(zip(PASSES, passed, strict=True)) == PASSES, ended.stdout


def test_our_gates_refuse_what_nbval_lets_pass(stored, tmp_path):
    assert gates.not_run(stored) == []
    notebook = copy.deepcopy(stored)
    cleared(notebook)
    assert len(gates.not_run(notebook)) == 2
    swapped = copy.deepcopy(stored)
    other_picture(swapped)
    found = {}
    for name, each in (("trade", stored), ("swapped", swapped)):
        nbformat.write(each, tmp_path / "trade.ipynb")
        results = execute.collected(stored, tmp_path / "trade.ipynb", {}, {"tables": [], "modules": [], "chapters": []})
        found[name] = execute.unlike_results(tmp_path / "trade.ipynb", results)
    assert found["trade"] == []
    assert sorted(found["swapped"]) == [
        f"fig-a: the stored {kind} is not the picture that was drawn. Run `make notebooks`."
        for kind in ("application/pdf", "image/svg+xml", "image/vnd.russia-asean.narrow+svg")
    ]


def test_a_real_run_stores_rounded_records(stored):
    outputs = outputs_of(stored)
    assert outputs[FINDING][FINDING]["text"] == "Oil has 6 columns."
    assert outputs[EXHIBIT][EXHIBIT]["data"] == [{"year": 2020, "value": 6}]
