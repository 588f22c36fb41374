"""The contract of imports in ``pyproject.toml`` refuses what it names."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from russia_asean import paths

FLOORS = "A room uses the floors below it"
BOOK = "The book reads evidence and data"
PICTURES = "What is known and computed draws no picture"
WITHIN_THE_BOOK = "Within the book, too, a room uses the floors below it"
CIRCLES = "No modules know each other in a circle"


def contract(folder):
    """Return the exit status of the check of a copy of the library, and what was said."""
    ended = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.fixture
def copy(tmp_path):
    """Return a folder with a copy of the library and its contract."""
    shutil.copytree(paths.LIBRARY, tmp_path / "russia_asean", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(paths.ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def test_the_library_keeps_the_contract():
    status, said = contract(paths.ROOT)
    assert status == 0, said


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("data/countries.py", "from russia_asean.evidence import claims", FLOORS),
        ("analysis/trade.py", "from russia_asean.evidence import claims", FLOORS),
        ("evidence/claims.py", "from russia_asean.analysis import trade", FLOORS),
        ("sources/__init__.py", "from russia_asean.analysis import trade", FLOORS),
        ("measures.py", "from russia_asean import formatting", FLOORS),
        ("paths.py", "from russia_asean import measures", FLOORS),
        ("report/charts.py", "from russia_asean.book.common import marks", FLOORS),
        ("a_new_module.py", '"""Not on any floor."""', FLOORS),
        ("book/common/marks.py", "from russia_asean.report import charts", BOOK),
        ("book/common/marks.py", "from russia_asean.analysis import trade", BOOK),
        ("book/common/marks.py", "from russia_asean.book.content import ledger", WITHIN_THE_BOOK),
        ("book/content/ledger.py", "from russia_asean.book.html import heads", WITHIN_THE_BOOK),
        ("book/html/heads.py", "from russia_asean.book.pdf import brief", WITHIN_THE_BOOK),
        ("book/pdf/brief.py", "from russia_asean.book.building import build", WITHIN_THE_BOOK),
        ("book/a_new_module.py", '"""In no room of the book."""', WITHIN_THE_BOOK),
        ("data/countries.py", "import matplotlib.pyplot", PICTURES),
        ("formatting.py", "import sphinx", PICTURES),
        ("evidence/claims.py", "from IPython.display import display", PICTURES),
        ("analysis/trade.py", "import papermill", PICTURES),
        ("book/content/templates.py", "from russia_asean.book.content import contents", CIRCLES),
    ],
)
def test_a_forbidden_import_is_refused(copy, module, line, broken):
    with (copy / "russia_asean" / module).open("a", encoding="utf-8") as text:
        text.write(f"\n{line}\n")
    status, said = contract(copy)
    assert status == 1
    assert re.search(rf"^{re.escape(broken)}.*BROKEN$", said, re.MULTILINE), said


def test_no_test_imports_from_conftest():
    # There are two files of this name, and which of them is meant depends on the order of the command line.
    importing = re.compile(r"^(from|import) conftest\b", re.MULTILINE)
    assert importing.search("import os\nfrom conftest import built\n")
    files = (paths.ROOT / "tests").rglob("*.py")
    assert [path.name for path in files if importing.search(path.read_text(encoding="utf-8"))] == []
