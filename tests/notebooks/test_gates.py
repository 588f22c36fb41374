"""Gates on notebooks, prose and claims: applied to the report, and each proven by what it must refuse."""

import gates
import names_in_cells
import nbformat
import pytest
from shared import Maker

from russia_asean import paths
from russia_asean.data import tables
from russia_asean.evidence import assessments, claims, decision, records
from russia_asean.evidence.records import ClaimTest, Exhibit, Finding
from russia_asean.report import execute, stamps

NOTEBOOKS = records.chapter_notebooks()
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
def test_results_are_as_new_as_what_they_are_made_from(path):
    assert stamps.stale([path.stem]) == {}


@every_notebook
def test_results_and_stored_pictures_are_those_of_the_notebook(path):
    assert execute.unlike_results(path, records.read(path.stem)) == []


@every_notebook
def test_no_cell_is_long(path):
    assert gates.style(nbformat.read(path, as_version=4)) == []


@every_notebook
def test_every_exhibit_has_what_its_reader_needs(path):
    assert gates.exhibits(records.read(path.stem)) == []


@every_notebook
def test_sentences_and_titles_follow_the_style_sheet(path):
    results = records.read(path.stem)
    assert gates.sentences(results) + gates.titles(results) == []


@every_notebook
def test_every_record_rests_on_sources_that_its_tables_hold(path):
    assert gates.credits(records.read(path.stem)) == []


@every_notebook
def test_no_statistic_is_typed_in_a_notebook(path):
    notebook = nbformat.read(path, as_version=4)
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    text = "\n\n".join([*prose, gates.words_of(notebook)])
    allowed = gates.ALLOWED.get(path.relative_to(paths.ROOT).as_posix())
    assert gates.typed_statistics(text, allowed) == []
    assert gates.typed_counts(text, allowed) == []


@pytest.mark.parametrize("path", sorted(paths.NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_cell_that_is_rerun_after_the_others_finds_what_it_found(path):
    notebook = nbformat.read(path, as_version=4)
    assert names_in_cells.read_too_late(notebook) + names_in_cells.bound_twice(notebook) == []


@every_page
def test_no_statistic_is_typed_in_a_page(path):
    name = path.relative_to(paths.ROOT).as_posix()
    text, allowed = path.read_text(encoding="utf-8"), gates.ALLOWED.get(name)
    assert gates.typed_statistics(text, allowed) == []
    assert gates.typed_counts(text, allowed) == []


@every_page
def test_no_page_uses_a_word_that_readers_stumble_over(path):
    assert gates.dialect(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "sentence", ["No share is therefore told of it.", "A table, whoever made it.", "It stands\nbeside."]
)
def test_a_page_with_a_word_that_readers_stumble_over_is_refused(sentence):
    assert gates.dialect(sentence) != []


def test_what_may_be_typed_is_still_typed():
    """An entry of the list that no page needs any more is removed."""
    for name, phrases in gates.ALLOWED.items():
        text = (paths.ROOT / name).read_text(encoding="utf-8")
        assert [phrase for phrase in phrases if phrase not in text] == []


@pytest.mark.parametrize("document", tables.load("documents")["document"])
def test_every_claim_has_one_record_and_the_verdict_that_follows(document):
    tests, named = records.collected(ClaimTest), {*records.collected(Finding), *records.collected(Exhibit)}
    assert gates.claim_records(tests, assessments.assessments(), named, "document", document) == []


# Each gate refuses what it is there to refuse.


def test_a_cleared_notebook_is_refused(make):
    notebook = make.notebook(make.code('chapter.finding("a", "B.")', count=None))
    assert gates.not_run(notebook) == [
        "cell 1 has not run. Run `make notebooks`.",
        "cell 1 has lost its outputs. Run `make notebooks`.",
    ]


@pytest.mark.parametrize(
    "source",
    [
        'chapter.figure("fig-a", f, d)',
        'for key in "ab":\n    chapter.test(key, {})',
        'if True:\n    chapter.series("a", s)',
        'chapter.quote("a", "b")',
    ],
)
def test_outputs_cleared_while_the_counts_are_kept_are_refused(make, source):
    assert gates.not_run(make.notebook(make.code(source))) == ["cell 1 has lost its outputs. Run `make notebooks`."]


def test_cells_that_store_nothing_need_no_output(make):
    cells = [
        make.code("x = 1"),
        make.code("def f():\n    chapter.finding('a', 'B.')", count=2),
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


def test_a_long_cell_is_refused(make):
    long = make.notebook(make.code("\n".join(["x = 1"] * 31)))
    assert [each.split(" ")[0] for each in gates.style(long)] == ["cell", "nine"]
    assert gates.style(make.notebook(make.code("\n".join(["x = 1"] * 20)))) == []
    assert gates.style(make.notebook(make.words("No code."))) == ["there is no code."]


REST = [{"table": "trade_flows", "source": "imf-dots-2022-02"}]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Russia's share fell from 35 % in 2010–2014 to 9 % in 2020–2024.", None),
        ("By 1 February 2019 ASEAN-10 and the G20 had voted on ES-11/4: 3 of 10 members, 2 % and $1.5bn.", None),
        (" ".join(["word"] * 35), None),
        (" ".join(["word"] * 36), "has 36 words"),
        (" ".join([*["word"] * 34, "5\u00a0%"]), "has 36 words"),
        ("It was 1 %, 2 %, 3 %, 4 % and 5 %.", "has 5 numbers"),
        ("It bears on trade.", "'bears on'"),
        ("Whoever sells more gains.", "'Whoever'"),
        ("The ten report 5 %; of the ten members three do.", "'The ten'"),
    ],
)
def test_a_sentence_that_readers_stumble_over_is_refused(make, text, problem):
    found = gates.sentences(
        results_of(make, Finding.model_validate({"key": "small-a", "text": text, "rests_on": REST}))
    )
    assert len(found) == (problem is not None)
    assert problem is None or problem in found[0]


@pytest.mark.parametrize(
    ("title", "problem"),
    [
        ("Russia's share of ASEAN's arms fell by two thirds", None),
        ("Russia's share fell.", "full stop"),
        (" ".join(["word"] * 19), "more than 18 words"),
        ("What bears on trade", "'bears on'"),
        ("*Russia's* share fell", "stars"),
    ],
)
def test_a_title_that_readers_stumble_over_is_refused(make, title, problem):
    found = gates.titles(results_of(make, Exhibit.model_validate({**GOOD_FIGURE, "title": title})))
    assert len(found) == (problem is not None)
    assert problem is None or problem in found[0]


GOOD_FIGURE = {
    "key": "fig-a",
    "title": "T",
    "caption": "C.",
    "processing": "None.",
    "alt": "One line rises from two to three over time.",
    "fields": [{"name": "year", "type": "number", "unit": "year"}],
    "data": [{"year": 2020}],
    "pictures": {kind: "1" for kind in (records.SVG, records.NARROW_SVG, records.PDF)},
    "rests_on": [{"table": "trade_flows", "source": "imf-dots-2022-02"}],
}


def results_of(make, *made):
    """Return the results of a chapter with the given records."""
    return records.read("small", make.results(*made).parent)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({}, None),
        ({"alt": "A line."}, "text alternative of less than 8 words"),
        ({"alt": ""}, "text alternative"),
        ({"caption": ""}, "has no caption"),
        ({"title": ""}, "has no title"),
        ({"title": "Up to {last}"}, "nobody filled the place {last} of its title"),
        ({"processing": ""}, "has no processing"),
        ({"data": []}, "has no data"),
        ({"fields": [{"name": "v", "type": "number"}]}, "column 'v' has no unit"),
        ({"pictures": {records.SVG: "1", records.NARROW_SVG: "1"}}, "has no application/pdf"),
        ({"key": "tab-a", "printed": {"head": [], "rows": [], "numeric": []}}, "tab-a prints no rows"),
    ],
)
def test_an_exhibit_that_lacks_something_is_refused(make, changed, problem):
    found = gates.exhibits(results_of(make, Exhibit.model_validate({**GOOD_FIGURE, **changed})))
    assert len(found) == (problem is not None)
    assert problem is None or problem in found[0]


@pytest.mark.parametrize(
    ("rests_on", "problem"),
    [
        ([{"table": "trade_flows", "source": "imf-dots-2022-02"}], None),
        ([], "size rests on no source"),
        ([{"table": "trade_flows", "source": "gossip"}], "size credits unknown source 'gossip'"),
        ([{"table": "trade_flows", "source": "eia-brent"}], "which data/trade_flows does not hold"),
    ],
)
def test_a_record_without_a_true_source_is_refused(make, rests_on, problem):
    finding = Finding.model_validate({"key": "size", "text": "It rose.", "rests_on": rests_on})
    found = gates.credits(results_of(make, finding))
    assert len(found) == (problem is not None)
    assert problem is None or problem in found[0]


def test_a_measured_value_without_a_source_is_refused(make):
    bare = make.test("trade-total-2014", "supported", **MEASURED_2014)
    assert gates.credits(results_of(make, bare)) == [
        "trade-total-2014 rests on no source.",
        "trade-total-2014: the value of 'a' rests on no row and no page.",
    ]


def test_outputs_that_differ_from_the_results_are_refused(make):
    finding, other = make.finding("size", "It rose."), make.finding("size", "It fell.")
    make.notebook(make.code("1", make.record(finding)))
    path = make.folder / "small.ipynb"
    assert execute.unlike_results(path, results_of(make, finding)) == []
    assert execute.unlike_results(path, results_of(make, other)) == [
        "size: outputs and results differ. Run `make notebooks`."
    ]
    assert "size: outputs and results differ" in execute.unlike_results(path, results_of(make))[-1]
    make.notebook(make.words("Before."), make.code("1", make.record(finding)))
    assert "stands in cell 2" in execute.unlike_results(path, results_of(make, finding))[0]


@pytest.mark.parametrize(
    "output",
    [
        nbformat.v4.new_output("stream", name="stdout", text="a number left behind"),
        nbformat.v4.new_output("display_data", data={"text/plain": "<Figure>", "image/png": "iVBORw0KGgo="}),
        nbformat.v4.new_output("execute_result", data={"text/plain": "42"}, execution_count=1),
    ],
    ids=["print", "picture", "value"],
)
def test_what_is_shown_without_being_published_is_refused(make, output):
    finding = make.finding("size")
    make.notebook(make.code("1", make.record(finding), output))
    path = make.folder / "small.ipynb"
    assert execute.unlike_results(path, results_of(make, finding)) == [
        "cell 1 shows something that it does not publish. Publish it with `chapter`, or end the line with a semicolon."
    ]


def test_a_picture_beside_the_drawn_ones_is_refused(make):
    exhibit = Exhibit.model_validate(GOOD_FIGURE | {"pictures": {}})
    make.notebook(make.code("1", make.record(exhibit, **{"image/png": "iVBORw0KGgo="})))
    assert execute.unlike_results(make.folder / "small.ipynb", results_of(make, exhibit)) == [
        f"{exhibit.key}: the stored image/png is not the picture that was drawn. Run `make notebooks`."
    ]


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


def test_a_statistic_typed_in_the_words_of_a_cell_is_refused(make):
    typed = make.notebook(make.code('chapter.table("tab-a", t, caption="From {first} to 21.4 billion dollars.")'))
    assert len(gates.typed_statistics(gates.words_of(typed))) == 1
    forms = make.notebook(make.code('chapter.finding("a", {"x": "It came to $5bn then."}[form])'))
    assert len(gates.typed_statistics(gates.words_of(forms))) == 1
    computed = make.notebook(
        make.code('chapter.table("tab-a", t, caption="From {first} to {last:usd.2}.", format=".2f")')
    )
    assert gates.typed_statistics(gates.words_of(computed)) == []


@pytest.mark.parametrize(
    "text",
    [
        *("Eight claims need a calculation.", "It has 12 rules.", "The next two sentences say."),
        *("Fourteen judgements stand below.", "A dozen exhibits show it.", "Twenty other claims rest on it."),
    ],
)
def test_a_typed_count_of_the_reports_own_parts_is_refused(text):
    assert len(gates.typed_counts(text)) == 1
    assert gates.typed_counts(text, [text]) == []


def test_counts_of_what_the_world_has_may_be_typed():
    assert gates.typed_counts("Five documents, ten members and two records. Each of the claims is tested.") == []


def test_only_the_phrase_on_the_list_is_allowed():
    assert gates.typed_statistics("Within 2.5 % of it.", ["2.5 %"]) == []
    assert len(gates.typed_statistics("Within 2.5 % or 3.5 % of it.", ["2.5 %"])) == 1


MEASURED_2014 = {"measured": [{"basis": "a", "value": 21.4e9, "text": "", "agrees": True}]}


def trade_claims():
    """Return the ids of the trade claims."""
    table = tables.load("claims")
    return table.loc[table["theme"] == "trade", "claim_id"].tolist()


def problems(*given, assessed=()):
    """Return what the gate says when every trade claim is settled, by the given records where they settle one."""
    tests = {record.key: record for record in given}
    rest = {key: Maker.test(key, "untested") for key in trade_claims() if key not in tests}
    return gates.claim_records(tests, {**rest, **{record.key: record for record in assessed}}, set(), "theme", "trade")


def test_a_settled_ledger_passes():
    assert problems() == []


def test_a_claim_without_record_is_refused():
    first, *others = trade_claims()
    assessed = {key: Maker.test(key, "untested") for key in others}
    assert gates.claim_records({}, assessed, set(), "theme", "trade") == [
        f"claim {first!r} has no verdict. Test it in a notebook, or say why not in data/claims/assessments.csv."
    ]


def test_a_record_without_claim_is_refused():
    assert problems(Maker.test("invented", "untested")) == [
        "record 'invented' tests no claim of data/claims/claims.csv."
    ]


def test_a_claim_both_tested_and_assessed_is_refused():
    first = trade_claims()[0]
    assert problems(Maker.test(first, "untested"), assessed=[Maker.test(first, "untested")]) == [
        f"claim {first!r} is both tested and assessed. Delete one."
    ]


def test_a_verdict_that_does_not_follow_is_refused():
    honest = claims_verdict("trade-total-2014", MEASURED_2014)
    assert problems(Maker.test("trade-total-2014", honest, **MEASURED_2014)) == []
    wrong = "misread" if honest != "misread" else "supported"
    (sentence,) = problems(Maker.test("trade-total-2014", wrong, **MEASURED_2014))
    assert f"says {wrong!r}, but its values give {honest!r}" in sentence


def claims_verdict(claim_id, content):
    """Return the verdict that the rule gives to stored values."""
    agreed = [claims.agrees(claims.claim(claim_id), each["value"]) for each in content["measured"]]
    return str(decision.decide_part(agreed, [], [], every=False))


@pytest.mark.parametrize("found", [{}, {"measured": []}])
def test_a_verdict_without_a_measurement_is_refused(found):
    (sentence,) = problems(Maker.test("trade-total-2014", "not supported", **found))
    assert "cannot be decided" in sentence


def test_a_verdict_without_a_reason_is_refused():
    (sentence,) = problems(Maker.test("trade-total-2014", "untested", reason=""))
    assert "gives no reason" in sentence


def test_a_judgement_on_missing_evidence_is_refused():
    (sentence,) = problems(Maker.test("trade-total-2014", "judgement", evidence=["a-feeling"]))
    assert "rests on 'a-feeling', which no notebook holds" in sentence


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (["x = 1", "y = x", "x = 2"], "cell 2 reads 'x', which cell 3 binds again"),
        (["x = 1", "x = 2", "y = x"], "cell 3 reads 'x', which cell 1 binds again"),
        (["x = [1]", "x = [each + 1 for each in x]"], "cell 2 reads 'x', which cell 2 binds again"),
        (["x = 1", "y = f'{x}'", "for x in [1, 2]:\n    z = x"], "cell 2 reads 'x', which cell 3 binds again"),
        (["x = 1", "if 1:\n    y = x", "with open('f') as x:\n    pass"], "cell 2 reads 'x', which cell 3"),
        (["x = 1", "y = [x for each in 'ab']", "x, z = 1, 2"], "cell 2 reads 'x', which cell 3 binds again"),
        # By way of a function that another cell has defined.
        (["x = 1", "def f():\n    return x", "y = f()", "x = 2"], "cell 3 reads 'x', which cell 4 binds again"),
        # By way of two.
        (["x = 1", "def f():\n    return x\ndef g():\n    return f()", "y = g()", "x = 2"], "cell 3 reads 'x', which"),
    ],
)
def test_a_name_that_comes_to_mean_something_else_is_found(make, sources, said):
    found = names_in_cells.read_too_late(make.notebook(*map(make.code, sources)))
    assert found and found[0].startswith(said), found


@pytest.mark.parametrize(
    "sources",
    [
        ["x = 1", "y = x", "z = y"],
        # Each cell binds the name before it reads it.
        ["x = 1\ny = x", "x = 2\nz = x"],
        ["for x in [1]:\n    y = x", "for x in [2]:\n    z = x"],
        ["if 1:\n    x = 1\n    y = x", "if 1:\n    x = 2\n    y = x"],
        # Names within functions and comprehensions are their own.
        ["def f(x):\n    return x", "y = [x for x in [1]]", "x = f(2)"],
        ["x = 1\ny = len(str(x))", "x = 2"],
        # What is added to a name keeps it.
        ["x = {}", "x |= {1: 2}", "y = x"],
        # A keyword is no name.
        ["y = dict(x=1)", "x = 2"],
    ],
)
def test_a_name_that_keeps_its_meaning_is_none(make, sources):
    assert names_in_cells.read_too_late(make.notebook(*map(make.code, sources))) == []


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (["words = 1\ndef f():\n    return words", "words = 2"], "cells 1 and 2 both bind 'words'"),
        (["def f():\n    return 1", "def f():\n    return 2"], "cells 1 and 2 both bind 'f'"),
        (["x = 1\ny = x", "x = 2\ny = x"], None),
    ],
)
def test_a_function_finds_one_meaning_of_a_name(make, sources, said):
    found = names_in_cells.bound_twice(make.notebook(*map(make.code, sources)))
    assert (found[0].startswith(said) and "Give one" in found[0]) if said else not found
