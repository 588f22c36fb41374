"""Results know what they were made from: one comma makes one chapter stale, a table makes stale who loads it."""

import nbformat
import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.report import stamps

CHAPTERS = {
    "trade": {"tables": ["oil_price"], "modules": ["russia_asean.measures"], "chapters": []},
    "brics": {"tables": ["economy"], "modules": ["russia_asean.measures", "russia_asean.formatting"], "chapters": []},
    "synthesis": {"tables": ["claims"], "modules": [], "chapters": ["trade"]},
}


@pytest.fixture
def report(make, tmp_path, monkeypatch):
    """Return a small report of three chapters with results; the synthesis reads one of the others."""
    monkeypatch.setattr(paths, "NOTEBOOKS", make.folder)
    monkeypatch.setattr(paths, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(paths, "LOCK", tmp_path / "requirements.txt")
    paths.LOCK.write_text("pandas==3\n", encoding="utf-8")
    for name, used in CHAPTERS.items():
        make.notebook(make.words(f"# {name}, in brief"), make.code("x = 1"), name=name)
        store(make, name, used)
    return make


def store(make, name, used):
    """Write the results of a chapter as they are now."""
    made_from = stamps.made_from(make.folder / f"{name}.ipynb", used["tables"], used["modules"], used["chapters"])
    empty = records.Results(chapter=name, parameters={}, made_from=made_from, cells={})
    records.write(empty, paths.RESULTS)


def edit(make, name, old, new):
    """Change the text of a notebook."""
    path = make.folder / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace(old, new)
    nbformat.write(notebook, path)


def test_nothing_is_stale_at_first(report):
    assert stamps.stale() == {}


def test_a_comma_makes_exactly_one_chapter_stale(report):
    edit(report, "brics", ", in", " in")
    assert stamps.stale() == {"brics": ["the notebook"]}


def test_outputs_do_not_make_a_chapter_stale(report):
    path = report.folder / "brics.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="x")]
    nbformat.write(notebook, path)
    assert stamps.stale() == {}


def test_the_synthesis_is_stale_when_the_results_it_read_change(report):
    edit(report, "trade", ", in", " in")
    store(report, "trade", CHAPTERS["trade"])
    assert stamps.stale() == {"synthesis": ["the results of trade"]}


def test_a_changed_table_makes_stale_who_loads_it(report, monkeypatch):
    digest = stamps.table_digest
    monkeypatch.setattr(stamps, "table_digest", lambda name: "other" if name == "economy" else digest(name))
    assert stamps.stale() == {"brics": ["the table economy"]}


def test_a_changed_module_makes_stale_who_imports_it(report, monkeypatch):
    digest = stamps.module_digest
    changed = "russia_asean.formatting"
    monkeypatch.setattr(stamps, "module_digest", lambda name: "other" if name == changed else digest(name))
    assert stamps.stale() == {"brics": [f"the module {changed}"]}


def test_a_changed_lock_makes_all_stale(report):
    paths.LOCK.write_text("pandas==4\n", encoding="utf-8")
    assert set(stamps.stale()) == set(CHAPTERS)


def test_a_notebook_without_results_is_stale(report):
    report.notebook(report.words("# New"), name="vietnam")
    assert stamps.stale() == {"vietnam": ["it has no results"]}


def test_the_digest_of_a_table_follows_its_file_and_its_schema(small_package, monkeypatch):
    monkeypatch.setattr(paths, "DATA", small_package.folder)
    name = small_package.content()["resources"][0]["name"]
    path = small_package.folder / small_package.content()["resources"][0]["path"]
    monkeypatch.setattr(tables, "names", lambda: [name])
    monkeypatch.setattr(tables, "resource", lambda *_: small_package.content()["resources"][0])
    first = stamps.table_digest(name)
    path.write_bytes(path.read_bytes() + b"\n")
    second = stamps.table_digest(name)
    small_package.edit(lambda content: content["resources"][0]["schema"]["fields"][0].update(title="x"))
    assert len({first, second, stamps.table_digest(name)}) == 3
    assert stamps.table_digest("unknown") == ""


def test_a_declared_correction_makes_stale_who_loads_its_table(report, monkeypatch):
    columns = tables.load(tables.CORRECTIONS).columns
    declared = pd.DataFrame([["oil_price", *[""] * (len(columns) - 1)]], columns=columns)
    load = tables.load
    monkeypatch.setattr(
        tables, "load", lambda name, **how: declared if name == tables.CORRECTIONS else load(name, **how)
    )
    assert stamps.stale() == {"trade": ["the table oil_price"]}


def test_another_source_in_its_description_makes_stale_who_loads_a_table(report, monkeypatch):
    resource = tables.resource
    sources = [{"name": "eia-brent"}]
    monkeypatch.setattr(
        tables, "resource", lambda name, *_: resource(name) | ({"sources": sources} if name == "economy" else {})
    )
    assert stamps.stale() == {"brics": ["the table economy"]}


def test_the_digest_of_a_module_follows_its_code_not_its_comments(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    digests = []
    for text in ("x = 1\n", "# why\n\nx = 1\n", "x = 2\n"):
        (tmp_path / "one.py").write_text(text, encoding="utf-8")
        digests.append(stamps.module_digest("one"))
    assert digests[0] == digests[1] != digests[2]
    assert stamps.module_digest("missing") == ""


def test_the_digest_of_a_module_is_the_same_under_every_python(tmp_path, monkeypatch):
    """Written down, since one run has one Python; what later ones print otherwise is in it: f-strings and tuples."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    code = """def told(of):\n    return f"{of['a']!r:>9}, {', '.join(of)} 'b'" + '\\n' + of[1, *of["c"]]\n"""
    (tmp_path / "one.py").write_text(code, encoding="utf-8")
    assert stamps.module_digest("one") == "92bc4f8389284f18efbb5f986da7e6e9a9197229c77a236e42d3f7af6737d325"
