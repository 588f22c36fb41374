"""Editions: what their files may say, and the copy of the project that each is made in."""

import json

import nbformat
import pytest

from russia_asean import paths
from russia_asean.evidence import moves, records
from russia_asean.report import editions, execute, parameters
from russia_asean.report.editions import EditionError
from russia_asean.report.rehearsal import Rehearsal

SOUND = 'title = "Early"\nwhy = "To see."\n\n[trade]\nend_year = 2012\n'


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a sound edition, ``early``."""
    (tmp_path / "early.toml").write_text(SOUND)
    return tmp_path


@pytest.mark.parametrize("name", editions.names())
def test_every_stored_edition_is_sound_and_ends_its_sentences(name):
    edition = editions.read(name)
    assert edition.why.endswith(".") and not edition.title.endswith(".")


def test_a_sound_file_is_read(folder):
    edition = editions.read("early", folder)
    assert (edition.title, edition.choices) == ("Early", {"trade": {"end_year": 2012}})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Early"\n', "", "early.toml, key 'title': must be a text that is not empty"),
        ('"Early"', '" "', "key 'title': must be a text that is not empty"),
        ('"Early"', "3", "key 'title': must be a text that is not empty"),
        ('"Early"', '"Early', "early.toml: is no TOML"),
        ('"To see."', '"To see." "More."', "early.toml: is no TOML"),
        ('why = "To see."', 'why = "To see."\nwhy = "Again."', "early.toml: is no TOML"),
        ("[trade]\nend_year = 2012\n", "", "names no parameter"),
        ("[trade]", "[trad]", "key 'trad': is unknown. Use one of: title, why, brics"),
        ("[trade]", "[country_brief]", "key 'country_brief': is unknown"),
        ("[trade]\n", "[Trade]\n", "key 'Trade': is unknown"),
        ("[trade]\nend_year = 2012", "[trade]", "key 'trade': must hold parameters"),
        ("[trade]\nend_year = 2012", "trade = 2012", "key 'trade': must hold parameters"),
        ("[trade]\n", "", "key 'end_year': is unknown"),
        ("end_year = 2012", "end_yaer = 2012", "Notebook 'trade' has no parameter 'end_yaer'. It has: start_year"),
        ("end_year = 2012", 'end_year = "2012"', "parameter 'end_year' = '2012': must be a whole number"),
        ("end_year = 2012", "end_year = 2012.0", "parameter 'end_year' = 2012.0"),
        ("end_year = 2012", "end_year = 1900", "must be a year from 1992"),
        ("end_year = 2012", "end_year = [2012]", "parameter 'end_year' = [2012]"),
        ("end_year = 2012", "end_year = 2012-01-01", "parameter 'end_year'"),
        ("end_year = 2012", 'members = ""', "members"),
        ("end_year = 2012", 'members = "VNM,FRA"', "'FRA' is not a member of ASEAN"),
        ("end_year = 2012", "end_year = 2025", "key 'trade.end_year': 2025 is the default already"),
        ("end_year = 2012", 'basis = "russia"\nstart_year = 2023', "choose an earlier start_year"),
    ],
)
def test_a_mistake_in_a_file_is_one_sentence(folder, old, new, said):
    assert old in SOUND
    (folder / "early.toml").write_text(SOUND.replace(old, new))
    with pytest.raises(EditionError) as refused:
        editions.read("early", folder)
    assert str(refused.value).startswith("editions/early.toml")
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_a_file_that_is_not_utf_8_and_a_name_that_is_not_there_are_refused(folder):
    (folder / "early.toml").write_bytes('title = "Früh"'.encode("latin-1"))
    with pytest.raises(EditionError, match="is not written in UTF-8"):
        editions.read("early", folder)
    for name in ("late", "", "..", "../early", "early.toml"):
        with pytest.raises(EditionError, match=r"No edition named .*\. Editions: early\."):
            editions.read(name, folder)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("late.tml", SOUND, "late.tml: is no file of an edition. Name it in small letters, digits and hyphens"),
        ("Late one.toml", SOUND, "Late one.toml: is no file of an edition"),
        ("late.toml", SOUND.replace("2012", "2013"), "late.toml: has the title of editions/early.toml. Change one of"),
        ("late.toml", SOUND.replace("Early", "Late"), "late.toml: has the parameters of editions/early.toml. Change"),
    ],
)
def test_a_file_that_would_be_passed_over_or_says_what_another_does_is_refused(folder, name, text, said):
    (folder / ".hidden").touch()
    assert [each.name for each in editions.read_all(folder)] == ["early"]
    (folder / name).write_text(text)
    with pytest.raises(EditionError) as refused:
        editions.read_all(folder)
    assert str(refused.value).startswith(f"editions/{said}") and "\n" not in str(refused.value)


def test_the_copy_of_an_edition_has_its_values_as_defaults_and_nothing_else_is_other():
    edition = editions.read("since-2014")
    files = editions.files(edition)
    assert "title" in files[moves.MARK]
    assert {*files} - {moves.MARK} == {f"notebooks/{name}.ipynb" for name in edition.choices}
    stored = execute.read(paths.NOTEBOOKS / "trade.ipynb")
    made = nbformat.reads(files["notebooks/trade.ipynb"], as_version=4)
    changed = [
        (old.source, new.source) for old, new in zip(stored.cells, made.cells, strict=True) if old.source != new.source
    ]
    ((old, new),) = changed
    assert new == old.replace("start_year: int = 1992", "start_year: int = 2014")


def test_values_of_every_type_are_written_into_the_cell_of_parameters(make):
    source = 'first: int = 1992  # "1992" or later – é\nname: str = "a"; on: bool = True\nseen = []'
    make.notebook(make.words("# A"), make.code(source, tags=("parameters",)))
    path = make.folder / "small.ipynb"
    made = nbformat.reads(editions.with_defaults(path, {"first": 2000, "name": "b"}), as_version=4)
    assert made.cells[1].source == source.replace("= 1992 ", "= 2000 ").replace('"a"', "'b'")
    path.write_text(json.dumps(made))
    assert execute.defaults(path) == {"first": 2000, "name": "b", "on": True}


def test_what_an_edition_made_is_kept_and_its_copy_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(editions, "MADE", tmp_path)
    copy = tmp_path / "early" / "rehearsal-x" / "project"
    for path in ("notebooks/trade.ipynb", "results/trade.json", "_build/html/index.html", "data/a.csv"):
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_text("new")
    (tmp_path / "early" / "results").mkdir()
    (tmp_path / "early" / "results" / "old.json").write_text("old")
    edition = editions.Edition("early", "Early", "To see.", {"trade": {"end_year": 2012}})
    place = editions.keep(edition, Rehearsal({}, [], {}, copy, copy, ()), copy / "_build" / "html")
    kept = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
    assert kept == ["html/index.html", "notebooks/trade.ipynb", "results/trade.json"]


def test_every_parameter_is_tried_by_an_edition_or_by_the_swept_test():
    """Documents are the subject of two chapters and no choice of the analysis, and a break is a test of its own."""
    tried = {name for each in editions.names() for given in editions.read(each).choices.values() for name in given}
    chapters = {*parameters.MODELS} - {*records.TEMPLATES}
    known = {name for chapter in chapters for name in parameters.MODELS[chapter].model_fields}
    assert known - tried == {"documents", "break_year"}


def test_the_stored_matrix_is_that_of_all_editions_and_of_the_results():
    assert [each.name for each in moves.read().editions] == editions.names()
    assert moves.changed() == [], "Run `make editions`."
