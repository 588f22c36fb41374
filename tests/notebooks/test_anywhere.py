"""Notebooks run from any working folder, by the tools that people have, not only by our command."""

import subprocess
import sys

import pytest

from russia_asean import paths
from russia_asean.evidence import records
from russia_asean.report import execute

pytestmark = pytest.mark.slow


def test_plain_papermill_in_another_folder_finds_the_stored_results(tmp_path):
    notebook = paths.NOTEBOOKS / "synthesis.ipynb"  # it draws little, and it reads both data/ and results/
    subprocess.run(
        [sys.executable, "-m", "papermill", "--no-progress-bar", notebook, "out.ipynb"], cwd=tmp_path, check=True
    )
    assert execute.unlike_results(tmp_path / "out.ipynb", records.read("synthesis")) == []
    assert [path.name for path in tmp_path.iterdir()] == ["out.ipynb"], "the notebook wrote into the working folder"
