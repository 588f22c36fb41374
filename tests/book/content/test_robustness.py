"""The page on robustness names every choice that the results try, and reads what it changes from them."""

import pytest

from russia_asean.book.content import contents, robustness, templates
from russia_asean.book.content.robustness import Choice
from russia_asean.evidence import records
from russia_asean.evidence.records import Exhibit

SCORECARD = [
    {"break": 2014, "choice": "current dollars", "measures": 0, "dimensions": 0, "changed": "none"},
    {
        "break": 2022,
        "choice": "current dollars",
        "measures": 2,
        "dimensions": 1,
        "changed": "trade (further to unclear)",
    },
    {"break": 2014, "choice": "without 2013 (worst year)", "measures": 1, "dimensions": 0, "changed": "none"},
]
FLOORS = [
    {"choice": "as in the report", "changed": 0, "decided": 8, "share": 50.0},
    {"choice": "no floors", "changed": 2, "decided": 8, "share": 37.5},
]
CHOICES = (
    Choice("Money", "Constant.", "Current.", scorecard=("current dollars",), findings=("a-real",), exhibits=("fig-a",)),
    Choice("Years", "All.", "Each left out.", scorecard=(robustness.ONE_YEAR,)),
    Choice("Floors", "Of the measure.", "None.", verdicts=("no floors",)),
)


@pytest.fixture
def given(monkeypatch):
    """Return a function that sets the choices; the tables of the synthesis are those above."""
    tables = {robustness.SCORECARD: SCORECARD, robustness.FLOORS: FLOORS}
    stored = {label: Exhibit.model_construct(key=label, data=tuple(rows)) for label, rows in tables.items()}
    monkeypatch.setattr(robustness.records, "collected", lambda kind: stored)
    return lambda choices: monkeypatch.setattr(robustness, "CHOICES", choices)


def test_what_a_choice_changes_is_read_from_the_tables(given):
    given(CHOICES)
    money, years, floors = robustness.choices()
    assert money["moves"] == [
        "current dollars, at 2014: no dimension",
        "current dollars, at 2022: 2 measures and trade (further to unclear)",
    ]
    assert years["moves"] == ["without 2013 (worst year), at 2014: 1 measure and no dimension"]
    assert floors["changes"] == ["no floors: 2 of 8 verdicts change; 38 % are supported, as against 50 %"]
    text = templates.filled("choices", contents.tried_choices())
    assert "## Money" in text and "{finding}`a-real`" in text and "{numref}`fig-a`" in text
    for label in ("Directions that change in the scorecard", "Verdicts that change", "What it changes", "Shown in"):
        # Without an empty line before it a label would run on in the paragraph above.
        assert f"\n\n{label}\n: " in text


def test_a_choice_that_nobody_lists_and_one_that_nobody_tries_stop_the_build(given):
    given(CHOICES[1:])
    with pytest.raises(ValueError, match="tries 'current dollars' that no choice of the page on robustness names"):
        robustness.choices()
    given((*CHOICES, Choice("Prices", "A.", "B.", scorecard=("market rates",))))
    with pytest.raises(ValueError, match="tries 'market rates' no longer"):
        robustness.choices()


def test_every_sentence_and_exhibit_that_the_page_names_is_in_the_results():
    findings, exhibits = records.collected(records.Finding), records.collected(Exhibit)
    assert {key for choice in robustness.CHOICES for key in choice.findings} <= {*findings}
    assert {label for choice in robustness.CHOICES for label in choice.exhibits} <= {*exhibits}
    assert len(robustness.choices()) == len(robustness.CHOICES)
