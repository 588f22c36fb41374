"""Country briefs: eleven with the same sentences, none with a missing number, one that fails hurts no other."""

import re

import gates
import nbformat
import pandas as pd
import pytest
from test_execute import command

from russia_asean import paths
from russia_asean.data import countries
from russia_asean.evidence import records
from russia_asean.report import country_briefs, country_charts, execute, one_at_a_time, parameters, style

MEMBERS = country_briefs.members()
every_member = pytest.mark.parametrize("code", MEMBERS)


def stored(code):
    """Return the stored results of a brief."""
    return records.read(code, records.countries_folder())


# The eleven that are stored.


def test_every_member_of_asean_has_a_brief():
    assert len(MEMBERS) == 11
    assert country_briefs.stale() == {}


@every_member
def test_a_brief_has_the_sentences_of_all_others_and_no_other_exhibits(code):
    assert {finding.key for finding in stored(code).findings} == {finding.key for finding in stored("VNM").findings}
    known = {f"fig-country-{name}" for name in ("trade", "partners", "arms", "votes")} | {"tab-country-events"}
    labels = {exhibit.key for exhibit in stored(code).exhibits}
    assert labels <= known | {"tab-country-unknown"} and "tab-country-unknown" in labels


@every_member
def test_a_brief_is_about_its_country(code):
    results = stored(code)
    assert results.parameters == {"country": code}
    told = " ".join(finding.text for finding in results.findings)
    assert countries.name(code) in told
    others = {countries.name(other) for other in MEMBERS} - {countries.name(code)}
    about = next(finding.text for finding in results.findings if finding.key == "country-answer")
    assert not any(name in about for name in others)


@every_member
def test_its_sentences_and_titles_follow_the_style_sheet(code):
    results = stored(code)
    assert gates.sentences(results) + gates.titles(results) == []
    assert gates.credits(results) == []
    # A picture is as wide as a telephone, and is there once more for those who open the notebook there.
    assert gates.exhibits(results) == []


@every_member
def test_no_sentence_lacks_a_number_or_stumbles(code):
    marks = ("n/a", " nan ", " no year ", "  ", " ,", "..", "{", "the the", "s's ")
    for finding in stored(code).findings:
        text = f" {finding.text} ".replace("Laos's ", "")
        assert [mark for mark in marks if mark in text] == [] and not re.search(r"\bNone\b(?! of)", text), text
        assert finding.text[0].isupper() and finding.text.endswith(".")


@every_member
def test_a_picture_that_is_missing_is_explained(code):
    """Thin data: no picture of nothing, and a line that says who would know."""
    results = stored(code)
    labels = {exhibit.key for exhibit in results.exhibits}
    told = {finding.key: finding.text for finding in results.findings}
    if "fig-country-partners" not in labels:
        assert "hold no full year" in told["country-rank"]
    if "fig-country-arms" not in labels:
        assert any(words in told["country-arms-suppliers"] for words in ("few major arms", "no delivery"))
    if "tab-country-events" not in labels:
        unknown = next(exhibit for exhibit in results.exhibits if exhibit.key == "tab-country-unknown")
        assert "Visits and meetings" in [row["what"] for row in unknown.data]


def test_values_of_three_countries_by_hand():
    """Shares from the reports of the country; SIPRI's table; resolutions counted in the list."""
    told = {code: {each.key: each.text for each in stored(code).findings} for code in ("VNM", "LAO", "KHM")}
    # (1,558,913,738 + 1,965,108,739) / (364,262,418,391 + 350,869,493,139) = 0.4928 %
    assert "was 0.49 % in 2022, ninth" in told["VNM"]["country-rank"]
    # 9,555,119 + 10,663,934 = 20,219,053; less than it received by 1,108,815
    assert "came to $20.2m by Russia's records" in told["LAO"]["country-trade"]
    assert "a deficit of $1.11m by its own records" in told["LAO"]["country-balance"]
    # The ten others in Southeast Asia but Timor-Leste, of which it is not known, are nine; seven with ASEAN; Canada,
    # Chile, Mexico and Peru; the five of the Eurasian union; the European Union, the United Kingdom and Israel: 28.
    assert "in force with 28 economies" in told["VNM"]["country-agreements"]
    # 50,661,970 + 13,724,288 = 64,386,258
    assert "came to $64.4m by Cambodia's records" in told["KHM"]["country-trade"]
    assert "to 4.8 % in 2020–2024" in told["KHM"]["country-arms"]
    assert "abstained on five" in told["LAO"]["country-ukraine"]


# The template.


def test_the_template_is_no_chapter():
    assert records.COUNTRY_BRIEF not in records.chapters()
    assert paths.NOTEBOOKS / f"{records.COUNTRY_BRIEF}.ipynb" not in records.chapter_notebooks()


def test_the_template_follows_the_rules_of_notebooks():
    notebook = nbformat.read(paths.NOTEBOOKS / f"{records.COUNTRY_BRIEF}.ipynb", as_version=4)
    assert gates.not_run(notebook) == []
    assert gates.style(notebook) == []


def test_what_the_template_shows_is_what_is_stored_of_vietnam():
    notebook = paths.NOTEBOOKS / f"{records.COUNTRY_BRIEF}.ipynb"
    assert execute.unlike_results(notebook, stored("VNM")) == []


@pytest.mark.parametrize("code", ["CHN", "IND"])
def test_any_other_country_of_the_tables_has_the_same_sentences(code):
    found = execute.in_process(records.COUNTRY_BRIEF, {"country": code})
    assert {each.key for each in found if isinstance(each, records.Finding)} == {
        finding.key for finding in stored("VNM").findings
    }


@pytest.mark.parametrize("code", ["RUS", "BRA", "ASEAN", "vnm", ""])
def test_a_country_whose_trade_with_russia_is_not_known_is_refused(code):
    with pytest.raises(parameters.ParameterError, match=r"'country' = .*use the code of a country .*VNM"):
        parameters.check(records.COUNTRY_BRIEF, {"country": code})


# What is stored, and what is refused.


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Point the commands at an empty folder of results; return it."""
    monkeypatch.setattr(paths, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(paths, "BUILD", tmp_path / "build")
    return tmp_path / "results" / "countries"


def drawn(code):
    """Return what the execution of a small brief returns."""
    record = records.Exhibit(
        key="fig-country-trade",
        title="T",
        caption="C.",
        alt="A.",
        processing="P.",
        fields=(),
        data=(),
        pictures={records.SVG: "ba5ec51d07a4ac0e951608704431d59a02b21a4e951acc10505a8dc407c501ee"},
        rests_on=records.rests_on([]),
    )
    kind = records.MIME_TYPES[records.Exhibit]
    output = nbformat.v4.new_output(
        "display_data", {kind: records.dumped(record), records.SVG: "<svg/>"}, metadata={records.MARK: kind}
    )
    asked = nbformat.v4.new_code_cell(f'country = "{code}"', metadata={"tags": [country_briefs.INJECTED]})
    return nbformat.v4.new_notebook(cells=[asked, nbformat.v4.new_code_cell("draw()", outputs=[output])])


TRACE = {"tables": [], "modules": [], "chapters": []}


def test_a_brief_that_another_process_stores_is_refused_and_others_are_not(place, monkeypatch):
    monkeypatch.setattr(execute, "executed", lambda notebook, given: (drawn(given["country"]), TRACE))
    with one_at_a_time.alone(paths.BUILD / "briefs" / "LAO", "make briefs"):
        with pytest.raises(one_at_a_time.AtWorkError, match="Another `make briefs` is at work in LAO"):
            country_briefs.store(["KHM", "LAO"])
        assert not place.exists()
        country_briefs.store(["KHM"])
    assert (place / "KHM.json").exists()


def test_a_brief_that_fails_is_named_and_the_others_are_stored(place, monkeypatch):
    def executed(notebook, given):
        if given["country"] == "LAO":
            raise execute.RunError("notebooks/country_brief.ipynb, cell 3: ValueError: no")
        return drawn(given["country"]), TRACE

    monkeypatch.setattr(execute, "executed", executed)
    with pytest.raises(execute.RunError, match=r"country_brief\.ipynb, cell 3: ValueError: no \(with country LAO\)"):
        country_briefs.store(["KHM", "LAO", "THA"], lambda line: None)
    assert sorted(path.name for path in place.glob("*.json")) == ["KHM.json", "THA.json"]
    # The cell that papermill adds is none of the template's.
    assert records.read("KHM", place).cells == {"exhibits": {"fig-country-trade": 1}}


def test_a_picture_that_is_gone_or_other_makes_a_brief_stale(place, monkeypatch):
    monkeypatch.setattr(execute, "executed", lambda notebook, given: (drawn(given["country"]), TRACE))
    country_briefs.store(["KHM"], lambda line: None)
    assert country_briefs.stale(["KHM", "LAO"]) == {
        "KHM": ["the picture fig-country-trade.svg"],  # its digest is another's
        "LAO": ["it has no results"],
    }
    (place / "KHM" / "fig-country-trade.svg").unlink()
    assert country_briefs.stale(["KHM"]) == {"KHM": ["the picture fig-country-trade.svg"]}


def test_a_build_refuses_stale_briefs_by_name_with_the_command(monkeypatch):
    monkeypatch.setattr("russia_asean.book.building.offers.is_current", lambda built, whole: False)
    monkeypatch.setattr("russia_asean.book.building.incremental.update", lambda _: [])
    monkeypatch.setattr("russia_asean.book.building.build.check_notebooks", lambda: None)
    monkeypatch.setattr("russia_asean.report.stamps.stale", lambda: {})
    monkeypatch.setattr(country_briefs, "stale", lambda: {"LAO": ["the table arms_shares"]})
    said = command(monkeypatch, "html")
    assert "older than what they were made from: LAO (the table arms_shares). Run `make briefs COUNTRY='LAO'`." in said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("briefs", "CHN"), r"The book has no brief of 'CHN'. .*make country COUNTRY=CHN"),
        (("country", "XXX"), "use the code of a country whose trade with Russia is known"),
        (("notebooks", "country_brief"), "country_brief is no chapter"),
    ],
)
def test_what_is_no_brief_is_refused_in_one_sentence(monkeypatch, asked, said):
    told = command(monkeypatch, *asked)
    assert pd.Series([told]).str.contains(said).all(), told


# Its pictures.


def test_lines_keep_gaps_and_mark_a_year_that_stands_alone():
    wide = pd.DataFrame(
        {"Russia": [1.0, 2.0, None, 3.0], "China": [4.0, 4.0, 4.0, 4.0]}, index=[2000, 2001, 2003, 2004]
    )
    _, axes = country_charts.named_lines(wide, {"Russia": style.RED, "China": style.GOLD}, "percent")
    lines = {line.get_label(): line for line in axes.get_lines()}
    assert pd.isna(lines["Russia"].get_ydata()).sum() == 2  # 2002, which nobody has, and 2003
    assert axes.get_ylim()[0] == 0
    alone = [line.get_xdata().tolist() for line in axes.get_lines() if line.get_marker() == "."]
    assert alone[0] == [2004]
