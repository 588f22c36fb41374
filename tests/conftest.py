"""What several tests share: a small data package, small notebooks, the built book, one browser."""

import csv
import hashlib
import itertools
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pandas as pd
import pytest
import small_disk as disks
from shared import FIXTURES, Maker, built, goes_with
from xdist.scheduler.loadscope import LoadScopeScheduling

from russia_asean import paths
from russia_asean.data import tables

# No test times anything, and the same commit tries the same cases everywhere.
hypothesis.settings.register_profile("report", deadline=None, derandomize=True)
hypothesis.settings.load_profile("report")

collect_ignore_glob = ["fixtures/*"]


class Package:
    """A copy of the small data package of ``fixtures/package`` that a test may spoil."""

    def __init__(self, folder: Path):
        self.folder = folder

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace text that occurs once in a file of the package."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def describe(self) -> "Package":
        """Write the hash of each table into ``datapackage.json``, so that only the schema can refuse it."""
        path = self.folder / "datapackage.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        for resource in content["resources"]:
            table = (self.folder / resource["path"]).read_bytes()
            resource["hash"] = f"sha256:{hashlib.sha256(table).hexdigest()}"
        path.write_text(json.dumps(content), encoding="utf-8")
        return self

    def content(self) -> dict:
        """Return the content of ``datapackage.json``."""
        return json.loads((self.folder / "datapackage.json").read_text(encoding="utf-8"))

    def edit(self, change: Callable[[dict], object]) -> "Package":
        """Change the content of ``datapackage.json``."""
        content = self.content()
        change(content)
        (self.folder / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")
        return self


@pytest.fixture
def tiny_package(tmp_path):
    """Return a function that writes a package of one table, ``tiny``, and returns its folder, a new one each time."""
    folders = itertools.count()

    def write(fields, rows, primaryKey=(), foreignKeys=(), **resource):
        folder = tmp_path / str(next(folders))
        folder.mkdir()
        with (folder / "tiny.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([[field["name"] for field in fields], *rows])
        schema = {"fields": fields, "primaryKey": primaryKey, "foreignKeys": foreignKeys}
        content = {"name": "tiny", "resources": [{"name": "tiny", "path": "tiny.csv", "schema": schema, **resource}]}
        (folder / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def small_package(tmp_path):
    """Return a sound data package in a folder of its own."""
    shutil.copytree(FIXTURES / "package", tmp_path / "data")
    return Package(tmp_path / "data").describe()


@pytest.fixture
def small_disk(tmp_path):
    """Return the folder of a disk of a few megabytes."""
    folder = tmp_path / "disk"
    disks.mounted(folder)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def given_flows(monkeypatch):
    """Return a function that puts hand-made rows in the place of ``trade_flows.csv``, and of its releases if given."""
    load = tables.load

    def put(*rows, releases=()):
        columns = ["reporter", "partner", "year", "flow", "value", "status", "source_key"]
        made = {"trade_flows": pd.DataFrame(rows, columns=columns)}
        if releases:
            listed = [("trade_flows", key, place, "answers", key) for place, key in enumerate(releases, start=1)]
            made["releases"] = pd.DataFrame(listed, columns=["table", "source_key", "rank", "role", "label"])
        monkeypatch.setattr(
            tables, "load", lambda name, **how: made[name].copy() if name in made else load(name, **how)
        )
        forget()

    def forget():
        # What was remembered of the real table must go before the test, and what it made after it.
        tables.clear_cache()

    yield put
    monkeypatch.undo()
    forget()


@pytest.fixture
def make(tmp_path):
    """Return a maker of notebooks that writes into a folder of its own."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    return Maker(folder)


def pytest_addoption(parser):
    """Let `make test` insist on the book, which it has just built."""
    parser.addoption("--need-book", action="store_true", help="fail where the built book is missing (default: skip)")


class Scheduling(LoadScopeScheduling):
    """Give each process what goes together.

    ``--dist loadgroup`` would let each module say so itself, but does not work with this pytest (pytest-xdist #1386).
    """

    def _split_scope(self, nodeid):
        return goes_with(nodeid)


@pytest.hookimpl(optionalhook=True)  # pytest knows it only where it runs in several processes
def pytest_xdist_make_scheduler(config, log):
    """Distribute the tests to the processes."""
    return Scheduling(config, log)


def pytest_collection_modifyitems(items):
    """Mark as ``book`` what asks for the built book, and as ``slow`` what asks for a browser or runs a notebook."""
    for item in items:
        if item.path.suffix == ".ipynb":
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.first)
        asked = set(getattr(item, "fixturenames", ()))
        if asked & {"html", "pdf"}:
            item.add_marker(pytest.mark.book)
        if "browser" in asked:
            item.add_marker(pytest.mark.slow)
    # Short tests at the end fill the time of all processes; a long one would let the others wait.
    items.sort(key=lambda item: item.get_closest_marker("first") is None)


@pytest.fixture(scope="session")
def html(pytestconfig):
    """Return the folder of the built HTML book."""
    return built(paths.HTML / "index.html", "html", pytestconfig).parent


@pytest.fixture(scope="session")
def pdf(pytestconfig):
    """Return the path of the built PDF."""
    return built(paths.LATEX / paths.PDF_NAME, "pdf", pytestconfig)


@pytest.fixture(scope="session")
def browser():
    """Return headless Chromium."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.fail("The tests need a browser. Run `make need-browser`, or `apt-get install chromium`.")
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to the superuser, as whom tests run in many containers.
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()
