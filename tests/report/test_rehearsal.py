"""Rehearsals: other tables change what the report says, and nothing of the stored edition."""

import base64

import pandas as pd
import pytest
import small_project
from shared import Maker
from small_project import everything

from russia_asean.evidence import records
from russia_asean.report import changes, changes_page, rehearsal
from russia_asean.report.rehearsal import Rehearsal, RehearsalError


@pytest.fixture
def project(tmp_path, make):
    """Return a small project."""
    return small_project.write(tmp_path / "project", make)


def test_the_chapters_that_depend_on_a_file_are_run_and_the_project_stays(project, tmp_path):
    before, told = everything(project), []
    made = rehearsal.rehearse({"data/oil.csv": "60\n"}, tmp_path / "made", project, told.append)
    assert made.chapters == ("trade", "synthesis")
    assert made.results["trade"].findings[0].text == "It is 60."
    assert [change.text for change in made.changes if change.key == "trade-a"] == ["was “It is 50.” Now “It is 60.”"]
    assert "[1/2] notebooks/trade.ipynb" in told and "what changed" not in told
    assert (made.project / "data/oil.csv").read_text() == "60\n"
    assert not (made.project / ".git").exists()
    assert everything(project) == before


def test_a_file_that_no_chapter_uses_changes_nothing(project, tmp_path):
    made = rehearsal.rehearse({"data/new/other.csv": "1\n"}, tmp_path / "made", project, lambda line: None)
    assert (made.chapters, made.changes) == ((), [])


def test_results_that_are_older_than_their_tables_are_made_anew_first(project, tmp_path):
    """Else the rehearsal would blame the given file for what was other before it."""
    (project / "data/oil.csv").write_text("55\n")
    told = []
    made = rehearsal.rehearse({"data/oil.csv": "60\n"}, tmp_path / "made", project, told.append)
    assert [change.text for change in made.changes if change.key == "trade-a"] == ["was “It is 55.” Now “It is 60.”"]
    assert any(line.startswith("The stored results of trade are older") for line in told)
    assert records.read("trade", project / "results").findings[0].text == "It is 50."


@pytest.mark.parametrize(
    ("files", "refused"),
    [
        ({"data/oil.csv": "worse\n"}, r"^data/oil\.csv, row 2: 'worse' is no number\. .* stored edition is as it was"),
        ({"data/oil.csv": "stop\n"}, r"^notebooks/trade\.ipynb, cell 3: ValueError: stop"),
        ({"../oil.csv": "60\n"}, r"\.\./oil\.csv: leads out of the project"),
        ({"/oil.csv": "60\n"}, "leads out of the project"),
        ({"russia_asean/report/rehearsal.py": "import nothing_there"}, "No module named 'nothing_there'"),
    ],
)
def test_what_stops_is_named_and_leaves_the_project_as_it_was(project, tmp_path, files, refused):
    before = everything(tmp_path)
    with pytest.raises(RehearsalError, match=refused):
        rehearsal.rehearse(files, tmp_path / "made", project, lambda line: None)
    kept = everything(tmp_path)
    assert {path: content for path, content in kept.items() if path in before} == before
    assert all((tmp_path / "made") in path.parents for path in kept.keys() - before.keys())


def test_a_rehearsal_removes_the_one_before(project, tmp_path):
    for oil in ("60", "70"):
        made = rehearsal.rehearse({"data/oil.csv": oil}, tmp_path / "made", project, lambda line: None)
    assert [path for path in (tmp_path / "made").iterdir()] == [made.project.parent]


# The page


def exhibit(make, svg, title="Trade"):
    """Return a figure, and the cell of a notebook that shows it."""
    record = records.Exhibit(
        key="fig-a",
        title=title,
        caption="C.",
        alt="A line that rises from <1992> on.",
        processing="P.",
        fields=({"name": "year", "type": "number", "unit": "year"},),
        data=({"year": len(svg)},),
        pictures={"image/svg+xml": svg},
        rests_on=(),
    )
    return record, make.code("draw()", make.record(record, **{"image/svg+xml": svg}))


def side(folder, *made, svg):
    """Write one side of a comparison, and return its place and results."""
    (folder / "notebooks").mkdir(parents=True)
    make = Maker(folder / "notebooks")
    figure, cell = exhibit(make, svg)
    make.notebook(cell, name="trade")
    make.results(*made, figure, name="trade")
    return folder, {"trade": records.read("trade", folder / "results")}


@pytest.fixture
def made(tmp_path):
    """Return a rehearsal in which a verdict turned, a sentence changed and a picture is another one."""
    old_place, old = side(
        tmp_path / "old",
        Maker.test("c-1", "supported"),
        Maker.finding("trade-a", "Trade came to <$20bn> in 2024."),
        svg="<svg>old</svg>",
    )
    new_place, new = side(
        tmp_path / "new",
        Maker.test("c-1", "not supported", reason="The value is $30bn."),
        Maker.finding("trade-a", "Trade came to <$30bn> in 2025."),
        Maker.finding("trade-b", "It rose again."),
        svg="<svg>newer</svg>",
    )
    return Rehearsal(new, changes.between(old, new), old, new_place, old_place, ("trade",))


def test_a_page_shows_verdicts_then_sentences_and_pictures_side_by_side(made):
    tables = {"Figures that changed": pd.DataFrame({"area": ["<VNM>"], "was": [1.5], "now": [None]})}
    text = changes_page.page("A trial of <1>", ["Two & three."], made, tables)
    assert "<h1>A trial of &lt;1&gt;</h1>" in text and "<p>Two &amp; three.</p>" in text
    assert "&lt;VNM&gt;" in text and "<td>–</td>" in text
    turned = 'verdict-supported">supported</span> → <span class="chip verdict-not-supported">not supported</span>'
    assert turned in text
    assert "<p>Turned from supported to not supported. The value is $30bn.</p>" in text
    assert "<del>&lt;$20bn&gt; </del>" in text and "<ins>&lt;$30bn&gt; </ins>" in text
    assert "(not there)" in text.rsplit("trade-b", 1)[1]
    pictures = [base64.b64encode(svg.encode()).decode() for svg in ("<svg>old</svg>", "<svg>newer</svg>")]
    assert all(f"data:image/svg+xml;base64,{picture}" in text for picture in pictures)
    assert 'alt="A line that rises from &lt;1992&gt; on."' in text
    order = [text.index(f'<h2 id="{kind}"') for kind in ("verdict", "finding", "exhibit")]
    assert order == sorted(order)


def test_a_page_loads_nothing_and_has_no_script(made, tmp_path):
    text = changes_page.write(tmp_path / "a" / "index.html", "T", [], made).read_text(encoding="utf-8")
    assert "<script" not in text and "<link" not in text and 'src="http' not in text and "url(" not in text


@pytest.mark.parametrize(("chapters", "said"), [((), "No chapter uses what is other."), (("trade",), "are the same.")])
def test_a_page_says_so_where_nothing_changed(made, chapters, said):
    same = Rehearsal(made.before, [], made.before, made.project, made.project, chapters)
    assert said in changes_page.page("T", [], same)
