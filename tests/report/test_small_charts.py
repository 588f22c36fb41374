"""Small pictures: each prints the numbers it draws, and only what is meant to stand out is in Russia's colour."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib import colors

from russia_asean import formatting
from russia_asean.report import small_charts, style

RED = colors.to_rgba(style.COLOURS["RUS"])


@pytest.fixture(autouse=True)
def pictures():
    """Give the report's style, and close all pictures after a test."""
    style.use_style()
    yield
    plt.close("all")


def words(axes):
    """Return the words in a picture."""
    return [text.get_text() for text in axes.texts]


def red(axes):
    """Return which of the bars and squares of a picture are in Russia's colour."""
    return [colors.to_rgba(patch.get_facecolor()) == RED for patch in axes.patches]


def test_a_line_says_its_highest_and_its_last_value_and_begins_at_zero():
    _, axes = small_charts.peak_line(pd.Series({2019: 1.0, 2020: 4.0, 2022: 2.0}), formatting.percent)
    assert words(axes) == ["4.0\N{NO-BREAK SPACE}% in 2020", "2.0\N{NO-BREAK SPACE}%"]
    assert axes.get_ylim()[0] == 0
    line = axes.lines[0]
    assert list(line.get_xdata()) == [2019, 2020, 2021, 2022]
    assert pd.isna(line.get_ydata()[2]), "a missing year must stay a gap"


def test_a_line_whose_last_value_is_the_highest_says_it_once():
    _, axes = small_charts.peak_line(pd.Series({2019: 1.0, 2020: 4.0}), str)
    assert words(axes) == ["4.0"]


def test_of_columns_the_highest_and_the_last_stand_out():
    values = pd.Series({"2000–2004": 1.0, "2005–2009": 3.0, "2010–2014": 2.0})
    _, axes = small_charts.columns_over_time(values, str)
    assert [patch.get_height() for patch in axes.patches] == [1.0, 3.0, 2.0]
    assert red(axes) == [False, True, True]
    assert words(axes) == ["1.0", "3.0", "2.0"]
    assert next(label.get_text() for label in axes.get_xticklabels()) == "2000–\n2004"


def test_squares_are_filled_where_something_was_so():
    _, axes = small_charts.squares(pd.Series({2011: False, 2012: True, 2013: False}), "took part", "did not")
    assert red(axes)[:3] == [False, True, False]
    assert words(axes) == ["2011", "12", "2013", "took part", "did not"]


def test_of_ranked_bars_one_stands_out_and_the_first_is_on_top():
    _, axes = small_charts.ranked_bars(pd.Series({"Japan": 5.0, "Russia": 0.5}), str, "Russia")
    assert red(axes) == [False, True]
    assert axes.yaxis_inverted()
    assert words(axes) == ["5.0", "0.5"]


def test_parts_of_bars_add_up_and_a_missing_part_is_not_drawn():
    parts = pd.DataFrame({"China": [20.0, None], "Others": [10.0, 15.0]}, index=["BRICS", "United States"])
    _, axes = small_charts.parts_of_bars(parts, str, {"China": "#333333", "Others": "#999999"})
    assert [(patch.get_x(), patch.get_width()) for patch in axes.patches] == [(0, 20), (20, 10), (0, 15)]
    assert words(axes) == ["China", "Others", "30.0", "BRICS", "15.0", "United States"]


def test_the_bar_of_verdicts_holds_each_verdict_that_occurs():
    counts = pd.Series({"supported": 3, "misread": 0, "judgement": 2})
    _, axes = small_charts.verdict_bar(counts)
    assert [patch.get_width() for patch in axes.patches[:2]] == [3, 2]
    assert words(axes) == ["3 supported", "2 judgement"]


@pytest.mark.parametrize("narrow", [False, True])
def test_a_scorecard_says_levels_and_moves_of_each_dimension(narrow):
    moves = [(2014, "nearer", " (high)"), (2022, "unclear", "")]
    row = {"dimension": "Trade", "measure": "a share", "key": "t", "levels": "1 % → 2 %", "moves": moves}
    other = {**row, "dimension": "Forums", "key": "f"}
    lines = {"t": pd.Series({2008: 9.0, 2009: 1.0, 2010: 3.0}), "f": pd.Series({2009: 6.0, 2010: 6.0})}
    figure, axes = small_charts.scorecard_rows(pd.DataFrame([row, other]), lines, range(2009, 2011), narrow=narrow)
    assert words(axes)[:5] == ["Trade", "a share", "1 % → 2 %", "2014: nearer (high)", "2022: unclear"]
    assert axes.texts[3].get_color() == style.COLOURS["ASEAN"]
    assert figure.get_figwidth() == (style.NARROW if narrow else style.WIDTH)
    curves = [line for line in axes.lines if len(line.get_xdata()) == 2 and line.get_linewidth() == 1.8]
    assert len(curves[0].get_ydata()) == 2, "a year before the first one drawn must be left out"
    assert len({*curves[1].get_ydata()}) == 1, "a curve without change is level"
