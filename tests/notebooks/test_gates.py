"""Gates on notebooks, prose and claims: applied to the report, and each proven by what it must refuse."""

import gates
import nbformat
import pytest

from russia_asean import paths
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.report import execute

NOTEBOOKS = records.stored()
PAGES = sorted(paths.BOOK.glob("*.md"))
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)


# The report passes.


def test_there_is_something_to_check():
    assert "trade" in [path.stem for path in NOTEBOOKS]
    assert len(PAGES) > 5


@every_notebook
def test_every_cell_has_run_and_its_outputs_are_stored(path):
    assert gates.not_run(nbformat.read(path, as_version=4)) == []


@every_notebook
def test_outputs_are_as_new_as_what_they_depend_on(path):
    assert gates.stale(nbformat.read(path, as_version=4), path.stem) == []


@every_notebook
def test_a_notebook_is_more_text_than_program(path):
    assert gates.style(nbformat.read(path, as_version=4)) == []


@every_notebook
def test_every_exhibit_has_what_its_reader_needs(path):
    assert gates.exhibits(path) == []


@every_notebook
def test_no_statistic_is_typed_in_a_notebook(path):
    cells = nbformat.read(path, as_version=4).cells
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert gates.typed_statistics(text, gates.ALLOWED.get(path.relative_to(paths.ROOT).as_posix())) == []


@pytest.mark.parametrize("path", sorted(paths.NOTEBOOKS.glob("*.toml")), ids=lambda path: path.name)
def test_no_statistic_is_typed_in_the_words_of_a_chapter(path):
    name = path.relative_to(paths.ROOT).as_posix()
    assert gates.typed_words(path, gates.ALLOWED.get(name)) == []


@every_page
def test_no_statistic_is_typed_in_a_page(path):
    name = path.relative_to(paths.ROOT).as_posix()
    assert gates.typed_statistics(path.read_text(encoding="utf-8"), gates.ALLOWED.get(name)) == []


def test_what_may_be_typed_is_still_typed():
    """An entry of the list that no page needs any more is removed."""
    for name, phrases in gates.ALLOWED.items():
        text = (paths.ROOT / name).read_text(encoding="utf-8")
        assert [phrase for phrase in phrases if phrase not in text] == []


@pytest.mark.parametrize("document", tables.load("documents")["document"])
def test_every_claim_has_one_record_and_the_verdict_that_follows(document):
    assert gates.claim_records(paths.NOTEBOOKS, "document", document) == []


# Each gate refuses what it is there to refuse.


def test_a_cleared_notebook_is_refused(make):
    notebook = make.notebook(make.code('finding("a", "B.")', count=None))
    assert gates.not_run(notebook) == [
        "cell 1 has not run. Run `make notebooks`.",
        "cell 1 has lost its outputs. Run `make notebooks`.",
    ]


@pytest.mark.parametrize(
    "source",
    [
        'publish_figure(f, d, label="fig-a")',
        'for key in "ab":\n    check(key, {})',
        'if True:\n    untested("a", needs="b")',
        'chapter.record("a")',
        'chapter.figure("fig-a", f, d)',
        'dated.record("a")',
    ],
)
def test_outputs_cleared_while_the_counts_are_kept_are_refused(make, source):
    assert gates.not_run(make.notebook(make.code(source))) == ["cell 1 has lost its outputs. Run `make notebooks`."]


def test_cells_that_store_nothing_need_no_output(make):
    cells = [
        make.code("x = 1"),
        make.code("def f():\n    finding('a', 'B.')", count=2),
        make.code("parameters.check('trade', {})", count=3),
    ]
    assert gates.not_run(make.notebook(*cells)) == []


def test_cells_run_out_of_order_are_refused(make):
    notebook = make.notebook(make.code("1", count=2), make.code("2", count=2), make.code("3", count=1))
    assert [each.split(" ")[1] for each in gates.not_run(notebook)] == ["2", "3"]


def test_a_stored_error_is_refused(make):
    error = nbformat.v4.new_output("error", ename="ValueError", evalue="no", traceback=[])
    assert gates.not_run(make.notebook(make.code("1 / 0", error))) == [
        "cell 1 holds an error. Mend it and run `make notebooks`."
    ]


def test_an_edited_notebook_is_stale(make):
    notebook = make.notebook(make.words("One."))
    assert gates.stale(notebook, "small") != []
    notebook.metadata[execute.STAMP] = execute.stamp(notebook, "small")
    assert gates.stale(notebook, "small") == []
    notebook.cells[0].source = "Two."
    assert gates.stale(notebook, "small") != []


@pytest.mark.parametrize("part", ["library", "words", "data", "lock"])
def test_outputs_older_than_library_data_or_lock_are_stale(make, tmp_path, monkeypatch, part):
    folders = {"ROOT": tmp_path}
    folders |= {name: tmp_path / name.lower() for name in ("LIBRARY", "NOTEBOOKS", "DATA")}
    files = {
        "library": folders["LIBRARY"] / "a.py",
        "words": folders["NOTEBOOKS"] / "a.toml",
        "data": folders["DATA"] / "a.csv",
        "lock": tmp_path / "lock.txt",
    }
    for path in [*files.values(), tmp_path / "data/datapackage.json"]:
        path.parent.mkdir(exist_ok=True)
        path.write_text("before", encoding="utf-8")
    for name, path in {**folders, "LOCK": files["lock"]}.items():
        monkeypatch.setattr(paths, name, path)
    notebook = make.notebook(make.words("One."))
    notebook.metadata[execute.STAMP] = execute.stamp(notebook, "small")
    assert gates.stale(notebook, "small") == []
    files[part].write_text("after", encoding="utf-8")
    assert gates.stale(notebook, "small") != []


def test_a_stamp_is_the_same_in_a_folder_of_another_name(make, tmp_path, monkeypatch):
    notebook, stamps = make.notebook(make.words("One.")), set()
    for name in ("main", "clone"):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(paths, "LOCK", tmp_path / name / "lock.txt")
        paths.LOCK.write_text("locked", encoding="utf-8")
        stamps.add(execute.stamp(notebook, "small"))
    assert len(stamps) == 1


def test_a_synthesis_older_than_a_chapter_is_stale(make, monkeypatch):
    monkeypatch.setattr(paths, "NOTEBOOKS", make.folder)
    make.notebook(make.words("Before."), name="trade")
    notebook = make.notebook(make.words("One."), name="synthesis")
    notebook.metadata[execute.STAMP] = execute.stamp(notebook, "synthesis")
    assert gates.stale(notebook, "synthesis") == []
    make.notebook(make.words("After."), name="trade")
    assert gates.stale(notebook, "synthesis") != []


def test_a_program_is_refused_as_a_notebook(make):
    long = make.code("\n".join(["x = 1"] * 31))
    assert [each.split(" ")[0] for each in gates.style(make.notebook(make.words("Few words."), long))] == [
        "cell",
        "the",
        "there",
    ]
    assert gates.style(make.notebook(make.words("word " * 20), make.code("x = 1\n\ny = 2"))) == []
    assert len(gates.style(make.notebook(make.words("word " * 19), make.code("x = 1\ny = 2")))) == 1
    packed = make.notebook(make.words("word " * 20), make.code("x, y = 1, 2\na, b = x"))
    assert gates.style(packed) == ["cell 2 packs several assignments into one: `x, y = (1, 2)`. Write one a line."]


GOOD_FIGURE = {
    "name": "fig-a",
    "title": "T",
    "description": "C.",
    "processing": "None.",
    "alt": "One line rises from two to three over time.",
    "sources": [{"key": "imf-dots-2022-02", "title": "T", "producer": "P"}],
    "schema": {"fields": [{"name": "year", "type": "number", "unit": "year"}]},
    "data": [{"year": 2020}],
}
PICTURES = {"image/svg+xml": "<svg/>", "application/pdf": "JVBERi0="}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({}, None),
        ({"alt": "A line."}, "text alternative of less than 8 words"),
        ({"alt": ""}, "text alternative"),
        ({"sources": []}, "names no source"),
        ({"sources": [{"key": "gossip"}]}, "unknown source 'gossip'"),
        ({"description": ""}, "has no description"),
        ({"title": ""}, "has no title"),
        ({"title": "Up to {last}"}, "nobody filled the place {last} of its title"),
        ({"processing": ""}, "has no processing"),
        ({"data": []}, "has no data"),
        ({"schema": {"fields": [{"name": "v", "type": "number"}]}}, "column 'v' has no unit"),
    ],
)
def test_an_exhibit_that_lacks_something_is_refused(make, changed, problem):
    make.notebook(make.code("1", make.record(records.EXHIBIT, "fig-a", {**GOOD_FIGURE, **changed}, **PICTURES)))
    found = gates.exhibits(make.folder / "small.ipynb")
    assert len(found) == (problem is not None)
    assert problem is None or problem in found[0]


def test_a_figure_without_a_picture_is_refused(make):
    make.notebook(make.code("1", make.record(records.EXHIBIT, "fig-a", GOOD_FIGURE, **{"image/svg+xml": "<svg/>"})))
    assert gates.exhibits(make.folder / "small.ipynb") == ["fig-a has no application/pdf."]


def test_a_table_without_rows_is_refused(make):
    make.notebook(make.code("1", make.record(records.EXHIBIT, "tab-a", {**GOOD_FIGURE, "printed": {"rows": []}})))
    assert gates.exhibits(make.folder / "small.ipynb") == ["tab-a prints no rows."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Trade came to $21.4bn.",
        "Trade came to \\$21.4 billion.",
        "It rose from $21bn and then to $22bn.",
        "The share is 0.78 %.",
        "The share is 12 per cent.",
        "The share is 12\nper cent.",
        "It grew by five to ten per cent.",
        "A quarter-century and twenty billion dollars later.",
        "About 600 million people live there.",
        "The distance is 6,700 km.",
        "There are 1,250 firms.",
        "The ratio is 1.6 today.",
        "Hanoi is 6700 kilometres away.",
        "It paid €300 for it.",
        "It rose by 3 percentage points.",
    ],
)
def test_a_typed_statistic_is_refused(sentence):
    assert len(gates.typed_statistics(f"Before.\n\n{sentence}\n\nAfter.")) >= 1


@pytest.mark.parametrize(
    "sentence",
    [
        "ASEAN-10 and ASEAN-11, the G7, HS27, chapter 84 and RCEP-15.",
        "Between 1992 and 2025, on 26 October 2025, all 27 members and ten partners.",
        "The year was {finding}`share-12-per-cent` or `0.78 %`.",
        "The formula $h = 0.05 x$ holds.\n\n$$\n1.5 + 2.5 \\%\n$$",
        "The author writes “about 15 percent of trade” there.",
        'The author writes "US$ 20 billion" there.',
        "```python\nx = 1.5\n```",
        "Version 0.1.0, CC BY 4.0, Python 3.11.",
        "See [the page](https://example.org/1.5).",
    ],
)
def test_years_names_code_and_quotations_may_be_typed(sentence):
    assert gates.typed_statistics(sentence) == []


def test_a_statistic_typed_in_the_words_of_a_chapter_is_refused(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text('[exhibit.fig-a]\ncaption = "From {first} to 21.4 billion dollars."\n', encoding="utf-8")
    assert len(gates.typed_words(path)) == 1
    path.write_text('[exhibit.fig-a]\ncaption = "From {first} to {last}."\n', encoding="utf-8")
    assert gates.typed_words(path) == []


def test_only_the_phrase_on_the_list_is_allowed():
    assert gates.typed_statistics("Within 2.5 % of it.", ["2.5 %"]) == []
    assert len(gates.typed_statistics("Within 2.5 % or 3.5 % of it.", ["2.5 %"])) == 1


MEASURED_2014 = {"measured": [{"basis": "a", "value": 21.4e9, "text": "", "agrees": True}]}


def trade_claims():
    """Return the ids of the trade claims."""
    table = tables.load("claims")
    return table.loc[table["theme"] == "trade", "claim_id"].tolist()


def problems(make, *given):
    """Return what the gate says of a notebook that settles every trade claim, after which come the given records."""
    told = {record["data"][records.CHECK]["key"] for record in given}
    rest = [make.check(key, "untested") for key in trade_claims() if key not in told]
    make.notebook(make.code("1", *rest, *given))
    return gates.claim_records(make.folder, "theme", "trade")


def test_a_settled_ledger_passes(make):
    assert problems(make) == []


def test_a_claim_without_record_is_refused(make):
    first, *others = trade_claims()
    make.notebook(make.code("1", *(make.check(key, "untested") for key in others)))
    assert gates.claim_records(make.folder, "theme", "trade") == [
        f"claim {first!r} has no verdict. Check it, or say why not, in a notebook."
    ]


def test_a_record_without_claim_is_refused(make):
    assert problems(make, make.check("invented", "untested")) == [
        "record 'invented' in small tests no claim of data/claims.csv."
    ]


def test_a_claim_tested_twice_is_refused(make):
    first = trade_claims()[0]
    assert "is used twice" in problems(make, make.check(first, "untested"), make.check(first, "untested"))[0]


def test_a_claim_tested_in_two_notebooks_is_refused(make):
    first = trade_claims()[0]
    make.notebook(make.code("1", make.check(first, "untested")), name="another")
    assert "notebooks/another.ipynb and in notebooks/small.ipynb" in problems(make)[0]


def test_a_verdict_that_does_not_follow_is_refused(make):
    honest = claims_verdict("trade-total-2014", MEASURED_2014)
    assert problems(make, make.check("trade-total-2014", honest, **MEASURED_2014)) == []
    wrong = "misread" if honest != "misread" else "supported"
    (said,) = problems(make, make.check("trade-total-2014", wrong, **MEASURED_2014))
    assert f"says {wrong!r}, but its values give {honest!r}" in said


def claims_verdict(claim_id, content):
    """Return the verdict that the rule gives to stored values."""
    from russia_asean.evidence import claims

    measured = {each["basis"]: each["value"] for each in content["measured"]}
    return str(claims.decide(claims.claim(claim_id), measured, {}, {}))


@pytest.mark.parametrize(
    "found", [{}, {"measured": []}, {"measured": [{"basis": "a", "value": None, "text": "", "agrees": False}]}]
)
def test_a_verdict_without_a_measurement_is_refused(make, found):
    (said,) = problems(make, make.check("trade-total-2014", "not supported", **found))
    assert "cannot be decided" in said


def test_a_verdict_without_a_reason_is_refused(make):
    (said,) = problems(make, make.check("trade-total-2014", "untested", reason=""))
    assert "gives no reason" in said


def test_a_judgement_on_missing_evidence_is_refused(make):
    (said,) = problems(make, make.check("trade-total-2014", "judgement", evidence=["a-feeling"]))
    assert "rests on 'a-feeling', which no notebook holds" in said
