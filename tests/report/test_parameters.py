"""Parameters are refused before anything runs, in one sentence that says what is allowed."""

import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.data import memberships, tables
from russia_asean.report import execute, parameters

SOUND = {"start_year": 1992, "end_year": 2025, "basis": "asean", "members": "ASEAN-10"}


@pytest.mark.parametrize(("members", "count"), [("ASEAN-10", 10), ("ASEAN-11", 11), ("VNM,THA", 2), ("TLS", 1)])
def test_members_become_codes(members, count):
    assert len(parameters.check("trade", {**SOUND, "members": members}).codes) == count


@pytest.mark.parametrize(
    ("members", "name"),
    [
        ("ASEAN-11", "ASEAN-11"),
        ("PHL", "the Philippines"),
        ("VNM,THA", "Vietnam and Thailand"),
        ("VNM,THA,LAO,MMR", "4 members of ASEAN"),
    ],
)
def test_a_choice_of_members_has_a_short_name(members, name):
    assert parameters.check("trade", {**SOUND, "members": members}).group == name


@pytest.mark.parametrize(
    ("members", "whose"),
    [("ASEAN-10", "between Russia and ASEAN-10"), ("LAO,TLS", "of Russia with Laos and Timor-Leste")],
)
def test_trade_with_two_members_is_not_joined_by_and_twice(members, whose):
    assert parameters.check("trade", {**SOUND, "members": members}).with_russia == whose


@pytest.mark.parametrize(("first", "kept"), [(2020, [2020, 2021]), (2021, [2019, 2020, 2021])])
def test_a_window_is_never_empty(first, kept):
    data = pd.DataFrame({"RUS": [1, 2, 3]}, index=[2019, 2020, 2021])
    assert list(parameters.check("trade", {**SOUND, "start_year": first}).window(data).index) == kept


def test_the_page_on_reruns_names_the_years_that_are_allowed():
    page = (paths.BOOK / "rerun.md").read_text(encoding="utf-8")
    last = parameters.last_year()
    assert f"| {parameters.FIRST_YEAR} to {last} |" in page
    assert f"| {parameters.FIRST_BREAK} to {last - 1} |" in page


def test_bounds_read_as_text_are_those_of_the_validated_tables():
    flows, countries = tables.load("trade_flows"), tables.load("countries")
    assert parameters.last_year() == flows["year"].max()
    known = {*flows.loc[flows["reporter"] == "RUS", "partner"]} & {
        *countries.loc[countries["kind"] == "country", "iso3"]
    }
    with pytest.raises(parameters.ParameterError) as caught:
        parameters.check("country_brief", {"country": "WLD"})
    assert str(caught.value).endswith(f"is known: {', '.join(sorted(known))}.")


def test_the_last_year_is_read_once(monkeypatch):
    parameters.last_year()
    monkeypatch.setattr(parameters, "_cells", lambda *asked, **where: pytest.fail("read again"))
    parameters.last_year()


def test_who_is_named_with_asean_and_no_member_is_refused(monkeypatch):
    monkeypatch.setattr(memberships, "asean_11", lambda: ["VNM", "THA"])
    with pytest.raises(parameters.ParameterError, match="'LAO' is not a member of ASEAN"):
        parameters.check("trade", {**SOUND, "members": "VNM,LAO"})


def test_years_include_both_ends():
    assert list(parameters.check("trade", {**SOUND, "start_year": 2023}).years) == [2023, 2024, 2025]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"colour": "red"}, "has no parameter 'colour'. It has: start_year, end_year, members, basis"),
        ({"start_year": "1992"}, "'start_year' = '1992': must be a whole number"),
        ({"start_year": 1992.5}, "'start_year' = 1992.5"),
        ({"start_year": True}, "'start_year' = True"),
        ({"start_year": 1991}, "'start_year' = 1991: must be a year from 1992 to 2025"),
        ({"end_year": 2026}, "'end_year' = 2026: must be a year from 1992 to 2025"),
        ({"start_year": 2010, "end_year": 2005}, r"end_year \(2005\) must come after start_year \(2010\)"),
        ({"start_year": 2010, "end_year": 2010}, r"end_year \(2010\) must come after start_year \(2010\)"),
        ({"basis": "china"}, "'basis' = 'china': Input should be 'russia' or 'asean'"),
        ({"members": "VNM,FRA"}, "'FRA' is not a member of ASEAN; use ASEAN-10, ASEAN-11 or codes"),
        ({"members": "vnm"}, "'vnm' is not a member of ASEAN"),
        ({"members": ""}, "'' is not a member of ASEAN"),
        ({"members": "VNM, THA"}, "' THA' is not a member of ASEAN"),
        ({"members": 10}, "'members' = 10"),
    ],
)
def test_a_wrong_value_is_refused_by_name(changed, message):
    with pytest.raises(parameters.ParameterError, match=message) as caught:
        parameters.check("trade", {**SOUND, **changed})
    assert "\n" not in str(caught.value)


def test_a_missing_value_is_refused_by_name():
    with pytest.raises(parameters.ParameterError, match="'basis'"):
        parameters.check("trade", {name: value for name, value in SOUND.items() if name != "basis"})


def test_an_unknown_notebook_is_refused_by_name():
    with pytest.raises(parameters.ParameterError, match=r"No notebook named 'tradde'\. Notebooks: .*trade"):
        parameters.check("tradde", SOUND)


@pytest.mark.parametrize("notebook", sorted(paths.NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_defaults_of_every_notebook_are_sound(notebook):
    parameters.check(notebook.stem, execute.defaults(notebook))


def test_true_and_false_are_asked_for_in_words_and_a_document_once():
    with pytest.raises(parameters.ParameterError, match="'with_asean' = 'True': must be true or false"):
        parameters.check("brics", {"start_year": 2000, "end_year": 2010, "measure": "ppp", "with_asean": "True"})
    with pytest.raises(parameters.ParameterError, match="a key is named twice"):
        parameters.check("chronology", {"documents": "gubin2022,gubin2022"})
