"""nbval compares data and words, not pictures; what it lets pass, our own gate refuses."""

import copy
import subprocess
import sys
from pathlib import Path

import gates
import nbformat
import pytest

from russia_asean.evidence import records
from russia_asean.report import execute

pytestmark = pytest.mark.slow
CONFIG = Path(__file__).parents[1] / "nbval.cfg"
SOURCE = """from russia_asean.report import figures
from russia_asean.evidence.findings import finding
import matplotlib.pyplot as plt
import pandas as pd
style.use_style()
drawing, axes = plt.subplots()
axes.plot([1, 2], [3, 4])
finding("size", f"Trade came to {1 + 1} dollars.")
figures.publish_figure(drawing, pd.DataFrame({"year": [2020], "value": [2.0]}), label="fig-a", title="T", caption="C.",
    alt="One line rises from three to four over time.", sources=["imf-dots-2022-02"], processing="None.",
    units={"year": "year", "value": "USD"})"""


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Return a small notebook with the outputs of a real run."""
    folder = tmp_path_factory.mktemp("nbval")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SOURCE)])
    nbformat.write(notebook, folder / "draft.ipynb")
    execute._execute(folder / "draft.ipynb", folder / "draft.ipynb", {})
    return nbformat.read(folder / "draft.ipynb", as_version=4)


def outputs_of(notebook):
    """Return the outputs of the only cell by the kind of their record."""
    return {output.metadata["russia_asean"]: output.data for output in notebook.cells[0].outputs}


def untouched(notebook):
    """Leave the notebook as it is."""


def other_picture(notebook):
    """Put another drawing in the place of both pictures."""
    data = outputs_of(notebook)[records.EXHIBIT]
    data["image/svg+xml"] = '<?xml version="1.0"?>\n<svg>another</svg>\n'
    data["application/pdf"] = "JVBERi0xLjQK"


def other_point(notebook):
    """Change one plotted value."""
    outputs_of(notebook)[records.EXHIBIT][records.EXHIBIT]["data"][0]["value"] = 3


def other_sentence(notebook):
    """Change a number in a computed sentence."""
    data = outputs_of(notebook)[records.FINDING]
    data["text/markdown"] = data["text/markdown"].replace("2", "3")


def no_picture(notebook):
    """Take one picture away."""
    del outputs_of(notebook)[records.EXHIBIT]["image/svg+xml"]


def cleared(notebook):
    """Clear outputs and counts, as a careless editor does."""
    notebook.cells[0].outputs = []
    notebook.cells[0].execution_count = None


PASSES = {
    untouched: True,
    other_picture: True,
    other_point: False,
    other_sentence: False,
    no_picture: False,
    cleared: True,
}


def test_nbval_refuses_changed_data_and_words_only(stored, tmp_path):
    cells = []
    for doctor in PASSES:
        notebook = copy.deepcopy(stored)
        doctor(notebook)
        cells.append(notebook.cells[0])
        cells[-1].id = doctor.__name__.replace("_", "-")
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=stored.metadata), tmp_path / "doctored.ipynb")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    options = ["--nbval", "--nbval-sanitize-with", str(CONFIG), "-rA", "-q", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "."], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    said = ended.stdout.splitlines()
    passed = [
        any(line.startswith("PASSED") and line.endswith(f"::Cell {number}") for line in said)
        for number in range(len(PASSES))
    ]
    assert dict(zip(PASSES, passed, strict=True)) == PASSES, ended.stdout


def test_our_gate_refuses_what_nbval_lets_pass(stored):
    assert gates.not_run(stored) == []
    notebook = copy.deepcopy(stored)
    cleared(notebook)
    assert len(gates.not_run(notebook)) == 2


def test_a_real_run_stores_rounded_records(stored):
    found = outputs_of(stored)
    assert found[records.FINDING][records.FINDING]["text"] == "Trade came to 2 dollars."
    assert found[records.EXHIBIT][records.EXHIBIT]["data"] == [{"year": 2020, "value": 2}]
