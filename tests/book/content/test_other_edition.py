"""The book of an edition with other parameters says so, and its first page what changed."""

import jinja2
import pytest
import yaml
from shared import Maker

from russia_asean import paths
from russia_asean.book.common import edition
from russia_asean.book.content import contents, other_edition, templates
from russia_asean.evidence import moves, records
from russia_asean.evidence.moves import Matrix, Moves, Sentence, Turned

ROSE, FELL = "Trade rose to $5bn.", "Trade fell to $3bn."
MOVED = Moves(
    name="early",
    title="Early *years*",
    why="To see.",
    choices={"trade": {"start_year": 2000}, "brics": {"with_asean": False}},
    chapters=("trade", "synthesis"),
    said=9,
    tested=4,
    sentences=(
        Sentence(key="trade-b", chapter="trade", before="It was 5 %.", after="It was 3 %.", turns=False),
        Sentence(key="trade-a", chapter="trade", before=ROSE, after=FELL, turns=True),
        Sentence(key="trade-c", chapter="trade", before="It was.", after="", turns=True),
    ),
    verdicts=(Turned(key="trade-total-2014", chapter="trade", before="supported", after="misread"),),
)


def results(tmp_path, name, title):
    """Return the results of two chapters, with one exhibit."""
    (tmp_path / name / "notebooks").mkdir(parents=True)
    made = Maker(tmp_path / name / "notebooks")
    field = {"name": "year", "type": "number", "unit": "year"}
    exhibit = {"key": "fig-a", "title": title, "caption": "C.", "processing": "P.", "fields": [field], "data": []}
    made.results(records.Exhibit.model_validate({**exhibit, "rests_on": []}), name="trade")
    made.results(name="synthesis")
    return {each: records.read(each, tmp_path / name / "results") for each in ("trade", "synthesis")}


@pytest.fixture
def page(tmp_path):
    """Return the page of an edition."""
    before, after = results(tmp_path, "before", "Trade rose"), results(tmp_path, "after", "Trade fell")
    return other_edition.page(MOVED, before, after)


def test_the_page_tells_parameters_counts_verdicts_and_both_sides(page):
    assert "the edition **Early \\*years\\***" in page
    assert "`trade: start_year = 2000`, `brics: with_asean = false`" in page
    assert "Of 9 computed sentences" in page and "2 point in another direction and 1 holds other numbers" in page
    assert "(#claim-trade-total-2014) was *supported*, is *misread*." in page
    assert ": Trade rose to \\$5bn." in page and ": Trade fell to \\$3bn." in page
    assert ": It does not say this." in page
    assert "{numref}`fig-a`: Trade rose → Trade fell" in page
    # What turns comes first, and a chapter in which nothing is other has no heading.
    assert page.index("trade-a") < page.index("trade-b") and page.count("\n## ") == 1


def test_the_page_stands_in_front_of_the_others_in_the_copy(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "_toc.yml").write_text((paths.ROOT / "_toc.yml").read_text(encoding="utf-8"), encoding="utf-8")
    before, after = results(tmp_path, "before", "A"), results(tmp_path, "after", "A")
    written = other_edition.write(tmp_path, MOVED, before, after)
    assert written == tmp_path / "book" / "what-changed.md" and written.exists()
    listed = yaml.safe_load((tmp_path / "_toc.yml").read_text(encoding="utf-8"))
    assert listed["parts"][0]["chapters"][0] == {"file": "book/what-changed"}


def test_the_matrix_counts_and_names_what_turns_more_than_once(monkeypatch):
    late = MOVED.model_copy(update={"name": "late", "title": "Late", "verdicts": ()})
    monkeypatch.setattr(moves, "read", lambda: Matrix(made_from={}, editions=(MOVED, late)))
    told = contents.editions()
    assert told["lines"] == [["Early *years*", "early", 9, 2, 1, 1], ["Late", "late", 9, 2, 1, 0]]
    assert [row[0] for row in told["rows"]] == ["trade-a", "trade-c"]
    text = templates.filled("editions", told)
    assert "Late: 2 sentences turn" in text and "[trade-a](#finding-trade-a): Trade fell to \\$3bn." in text
    assert "[trade-c](#finding-trade-c): is not said." in text


def test_every_page_and_file_of_an_edition_names_it_and_those_of_the_report_name_none(tmp_path):
    mark = tmp_path / moves.MARK
    assert edition._choice(mark) == ""
    mark.write_text('title = "Since 2014"\n', encoding="utf-8")
    assert edition._choice(mark) == "Since 2014"
    usual = edition.current()
    other = edition.Edition(usual.release, usual.commit, usual.data, "Since 2014")
    assert usual.choice == "" and "edition" not in usual.credit()
    assert other.credit()["edition"] == "Since 2014"
    assert "Edition “Since 2014”." in other.citation and "“Since 2014”" not in usual.citation
    assert r"edition “Since 2014”" in edition._command(other)
    footer = jinja2.Environment(autoescape=True).from_string(
        (paths.BOOK / "_theme" / "edition.html").read_text(encoding="utf-8")
    )
    assert "edition “Since 2014”" in footer.render(edition=other)
    assert "edition “" not in footer.render(edition=usual)
