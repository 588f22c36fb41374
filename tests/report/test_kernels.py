"""Forked kernels: outputs as of a plain run, limits on each cell, and nothing left of a run that was killed."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing import forkserver
from pathlib import Path

import nbformat
import pytest

from russia_asean import paths
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.report import execute, kernels

pytestmark = pytest.mark.slow

PARAMETERS = 'start_year: int = 1992\nend_year: int = 2025\nbasis: str = "asean"\nmembers: str = "ASEAN-10"'
BEGIN = """from russia_asean.report.chapter import begin
chapter = begin("trade", start_year=start_year, end_year=end_year, basis=basis, members=members)"""
PUBLISHED = """import matplotlib.pyplot as plt
import pandas as pd
from russia_asean.data import tables
oil = tables.load("oil_price")
figure, axes = plt.subplots()
axes.plot([1, 2], [3, 4])
chapter.finding("trade-oil", "Oil has {count} columns; from {first}.", count=len(oil.columns), first=start_year)
data = pd.DataFrame({"year": [2020], "value": [float(len(oil.columns))]})
chapter.figure("fig-trade-a", figure, data, title="T", caption="C.",
    alt="One line rises from three to four over time.", processing="None.", unit="columns")"""
# What a kernel shows without our library, and what tells one process from another.
SHOWN = [
    "import sys, os, warnings\nprint('out')\nprint('err', file=sys.stderr)\nos.write(1, b'below Python')\n1 + 1",
    "fig, ax = plt.subplots()\nax.plot([1, 2, 3])\nax.set_title('not published')",
    "import numpy as np\nnp.random.seed(1)\nnp.random.rand(), hash('a'), plt.get_backend(), os.getcwd(), __name__",
    "from IPython.display import HTML, display\ndisplay(HTML('<b>b</b>'))\npd.DataFrame({'a': [1.5]})",
    "warnings.warn('be warned', stacklevel=1)\nplt.rcParams['figure.dpi'], pd.options.display.max_rows",
]

# For a notebook that uses nothing: it is asked for its trace all the same.
NO_TRACE = """class chapter:
    def trace():
        return '{"tables": [], "modules": [], "chapters": []}'"""


def write(folder, name, *sources):
    """Write a notebook with parameters and cells of the given sources into a folder; return its path."""
    folder.mkdir(exist_ok=True)
    cells = [nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Return a function that writes a notebook at which the commands point."""
    for name in ("NOTEBOOKS", "RESULTS", "RUNS", "BUILD"):
        monkeypatch.setattr(paths, name, tmp_path / name.lower())
    return lambda name, *sources: write(tmp_path / "notebooks", name, *sources)


def shown(notebook):
    """Return what each code cell of a notebook is and shows, but for the number of its process in a warning."""
    cells = [{key: cell[key] for key in ("source", "execution_count", "outputs")} for cell in notebook.cells]
    return json.loads(re.sub(r"ipykernel_\d+", "ipykernel", json.dumps(cells)))


@pytest.mark.parametrize("given", [{}, {"start_year": 2005}])
def test_everything_is_as_papermill_alone_makes_it(place, tmp_path, given):
    # Another test may have begun the warm process under variables of its own, and a seed of hashes holds from then on.
    forkserver._forkserver._stop()
    tables.validated("oil_price")  # ours is handed it, papermill's kernel reads it
    source = place("trade", BEGIN, PUBLISHED, *SHOWN)
    notebook, trace = execute.executed(source, given)
    (tmp_path / "traced").mkdir()
    traced = write(tmp_path / "traced", "trade", BEGIN, PUBLISHED, *SHOWN, execute.TRACE)
    asked = [text for name, value in given.items() for text in ("-p", name, str(value))]
    command = [
        sys.executable,
        "-m",
        "papermill",
        "--no-progress-bar",
        "--cwd",
        str(paths.NOTEBOOKS),
        *asked,
    ]
    subprocess.run([*command, str(traced), str(tmp_path / "plain.ipynb")], check=True)
    plain = nbformat.read(tmp_path / "plain.ipynb", as_version=4)
    assert json.loads(plain.cells.pop().outputs[0].text) == trace
    ours, theirs = shown(notebook), shown(plain)
    assert [cell["source"] for cell in ours] == [cell["source"] for cell in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert one == other
    kinds = {kind for cell in ours for output in cell["outputs"] for kind in output.get("data", {})}
    assert {"image/png", "image/svg+xml", "application/pdf"} <= kinds, "pictures were lost on both sides"


def test_a_kernel_is_handed_what_this_process_has_read(place):
    tables.validated("oil_price")
    asked = """from russia_asean import paths
from russia_asean.data import kept, tables
tables.package()
kept.table("oil_price", paths.DATA) is not None"""
    notebook, _ = execute.executed(place("trade", asked, NO_TRACE), {})
    assert notebook.cells[-2].outputs[0].data["text/plain"] == "True"


def test_a_cell_that_does_not_end_is_stopped_and_named(place, monkeypatch):
    monkeypatch.setattr(kernels, "TIME_LIMIT", 1)
    place("trade", "x = 1", "while True: pass")
    with pytest.raises(execute.RunError, match=r"trade\.ipynb, cell 3: did not end within 1 seconds; look for a loop"):
        execute.store(["trade"])


@pytest.mark.parametrize("source", ["while True: print('x' * 1000)", "while True: display('x' * 1000)"])
def test_a_cell_that_prints_for_ever_is_stopped_and_named(place, monkeypatch, source):
    monkeypatch.setattr(kernels, "OUTPUT_LIMIT", 100_000)
    place("trade", source)
    with pytest.raises(execute.RunError, match=r"trade\.ipynb, cell 2: showed more than 100,000 characters; look for"):
        execute.store(["trade"])


def test_one_that_fails_does_not_stop_the_others(place, monkeypatch, capsys):
    monkeypatch.setattr(execute.parameters, "check", lambda name, values: None)
    for name in ("brics", "trade", "vietnam", "synthesis"):
        place(name, "x = 1", "1 / 0" if name == "trade" else f"# {name}", NO_TRACE)
    kept = []
    with pytest.raises(execute.RunError) as stop:
        execute.many([(name, {}) for name in ("brics", "trade", "vietnam")], lambda name, *_: kept.append(name))
    assert sorted(kept) == ["brics", "vietnam"]
    assert str(stop.value) == "notebooks/trade.ipynb, cell 3: ZeroDivisionError: division by zero (nothing was stored)"
    assert "[3/3] notebooks/" in capsys.readouterr().out
    with pytest.raises(execute.RunError, match=r"cell 3: ZeroDiv.*\nnotebooks/synthesis\.ipynb was not run: it reads"):
        execute.store(["brics", "trade", "synthesis"])
    assert records.chapters() == ["brics"]


def test_a_refused_parameter_stops_before_anything_runs(place):
    place("trade", "x = 1")
    with pytest.raises(execute.parameters.ParameterError, match="start_year"):
        execute.many([("trade", {}), ("trade", {"start_year": 1900})], lambda *_: pytest.fail("kept"))


# In a process of its own, which a test can end: stores the notebooks in the folder that it is given.
STORE = """
import sys
from pathlib import Path
from russia_asean import paths
from russia_asean.report import execute
folder = Path(sys.argv[1])
paths.NOTEBOOKS, paths.RESULTS, paths.BUILD = folder / "notebooks", folder / "results", folder / "build"
execute.store(sys.argv[2:])
"""
WAIT = """import os, pathlib, time
pathlib.Path("../pid").write_text(str(os.getpid()))
while not pathlib.Path("../go").exists(): time.sleep(0.1)"""


def until(happened, what):
    """Wait until something has happened."""
    deadline = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.05)


def alive(pid):
    """Return whether a process is there."""
    return Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]


@pytest.fixture
def temporary():
    """Return a folder for temporary files; its path is short enough for sockets, which that of ``tmp_path`` is not."""
    with tempfile.TemporaryDirectory(prefix="test-", dir="/tmp") as folder:
        yield folder


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_stopped_command_leaves_all_as_it_was_and_no_kernel_and_the_next_completes(place, tmp_path, temporary, how):
    source = place("trade", WAIT, BEGIN, PUBLISHED)
    before, pid = source.read_bytes(), tmp_path / "pid"
    command = [sys.executable, "-c", STORE, str(tmp_path), "trade"]
    settings = {**os.environ, "TMPDIR": temporary}
    running = subprocess.Popen(command, cwd=paths.ROOT, env=settings, stderr=subprocess.DEVNULL)
    until(lambda: pid.exists() and pid.read_text(), "the cell")
    kernel = int(pid.read_text())
    beside = subprocess.run(command, cwd=paths.ROOT, env=settings, capture_output=True, text=True, check=False)
    assert beside.returncode and "Another `make notebooks` is at work" in beside.stderr
    running.send_signal(how)
    assert running.wait(60) != 0
    until(lambda: not alive(kernel), "the end of the kernel")
    assert source.read_bytes() == before and not (tmp_path / "results").exists()
    until(lambda: not list(Path(temporary).glob("kernel-*")), "the removal of its folder")
    (tmp_path / "go").touch()
    subprocess.run(command, cwd=paths.ROOT, env=settings, check=True)
    assert source.read_bytes() != before and (tmp_path / "results" / "trade.json").exists()
