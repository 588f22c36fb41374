"""What an edition moves: sentences that turn, sentences that hold other numbers, verdicts."""

import pytest
from shared import Maker

from russia_asean.evidence import moves, records
from russia_asean.evidence.moves import Matrix, Moves
from russia_asean.evidence.records import RecordError


def side(tmp_path, name, *made):
    """Return the results of one chapter with the given records."""
    (tmp_path / name / "notebooks").mkdir(parents=True)
    Maker(tmp_path / name / "notebooks").results(*made, name="trade")
    return {"trade": records.read("trade", tmp_path / name / "results")}


def test_sentences_and_verdicts_that_differ_are_found(tmp_path):
    before = side(
        tmp_path,
        "before",
        Maker.finding("trade-a", "Trade rose by 3 % from 2004 on."),
        Maker.finding("trade-b", "Trade fell by 3 %."),
        Maker.finding("trade-c", "It is the same."),
        Maker.finding("trade-d", "It goes."),
        Maker.test("c-1", "supported"),
        Maker.test("c-2", "misread"),
    )
    after = side(
        tmp_path,
        "after",
        Maker.finding("trade-a", "Trade fell by 3 % from 2004 on."),
        Maker.finding("trade-b", "Trade fell by 9 %."),
        Maker.finding("trade-c", "It is the same."),
        Maker.finding("trade-e", "It comes."),
        Maker.test("c-1", "not supported"),
        Maker.test("c-2", "misread"),
    )
    sentences, verdicts = moves.between(before, after, ["trade"])
    assert [(each.key, each.after, each.turns) for each in sentences] == [
        ("trade-a", "Trade fell by 3 % from 2004 on.", True),
        ("trade-b", "Trade fell by 9 %.", False),
        ("trade-d", "", True),
    ]
    assert [(each.key, each.before, each.after) for each in verdicts] == [("c-1", "supported", "not supported")]


@pytest.mark.parametrize(
    ("before", "after", "turned"),
    [
        ("Trade was 3 % smaller.", "Trade was 8 % smaller.", False),
        ("Trade was 3 % smaller.", "Trade was 8 % larger.", True),
        ("ASEAN-10 sold more.", "Vietnam sold more.", False),
        ("It rose, then fell.", "It fell, then rose, then fell.", True),
        ("Uproar in 2014.", "Up in 2014.", True),
    ],
)
def test_a_sentence_turns_where_a_word_of_direction_comes_or_goes(before, after, turned):
    assert moves.turns(before, after) is turned


def test_a_matrix_is_older_than_what_has_changed_since(tmp_path):
    results, editions = tmp_path / "results", tmp_path / "editions"
    for folder, name in ((results, "trade.json"), (editions, "early.toml")):
        folder.mkdir()
        (folder / name).write_text("1")
    made = Moves(
        name="early", title="E", why="W.", choices={"trade": {"start_year": 2000}}, chapters=(), said=1, tested=0
    )
    matrix = Matrix(made_from=moves.made_from(results, editions), editions=(made,))
    moves.write(matrix, results)
    assert moves.read(results) == matrix and moves.changed(results, editions) == []
    (results / "trade.json").write_text("2")
    (editions / "late.toml").write_text("1")
    assert moves.changed(results, editions) == ["editions/late.toml", "results/trade.json"]


@pytest.mark.parametrize(
    ("text", "said"), [(None, "file not found"), ("{", "the file: invalid json"), ("{}", "made_from: field required")]
)
def test_a_missing_or_damaged_matrix_is_one_sentence(tmp_path, text, said):
    if text is not None:
        (tmp_path / "editions").mkdir()
        (tmp_path / moves.MATRIX).write_text(text)
    with pytest.raises(RecordError, match=rf"^results/editions/matrix\.json.*{said}.*Run `make editions`\.$"):
        moves.read(tmp_path)
