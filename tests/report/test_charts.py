"""Kinds of picture: each shows all its data, starts bars at zero, and says what its colours mean."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib import colors

from russia_asean.report import charts, style

YEARS = pd.Index([2020, 2021, 2022], name="year")
TWO = pd.DataFrame({"RUS": [1.0, 2.0, 3.0], "CHN": [5.0, None, 4.0]}, index=YEARS)
PANELS = {"one": TWO, "two": TWO, "three": TWO}


@pytest.fixture(autouse=True)
def pictures():
    """Give the report's style, and close all pictures after a test."""
    style.use_style()
    yield
    plt.close("all")


def legend(figure):
    """Return the words of the legend of a figure."""
    return [text.get_text() for text in figure.legends[0].get_texts()]


def printed(axes):
    """Return the words in a picture that are not empty."""
    return [text.get_text() for text in axes.texts if text.get_text()]


def test_bars_start_at_zero_and_print_their_values():
    _, axes = charts.horizontal_bars(pd.Series({"RUS": 3.2, "CHN": -1.6}), "USD", digits=".1f")
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(0, 3.2), (0, -1.6)]
    assert printed(axes) == ["3.2", "-1.6"]
    assert axes.yaxis_inverted()  # the first is on top


def test_a_matrix_prints_each_number_and_leaves_gaps_white():
    _, axes = charts.heat_map(TWO, "%")
    assert printed(axes) == ["1", "5", "2", "3", "4"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["Russia", "China"]


def test_timeline_bars_without_an_end_last_until_the_edge():
    rows = pd.DataFrame({"name": ["A", "B"], "role": ["x", "y"], "start": [2000.0, 2010.0], "end": [2005.0, None]})
    _, axes = charts.timeline_bars(rows, 2026, colours={"x": "#222222", "y": "#0072B2"})
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(2000, 5), (2010, 16)]
    assert axes.get_legend() is None


def test_timeline_bars_of_roles_without_a_colour_have_one_of_their_own():
    rows = pd.DataFrame({"name": ["A", "B"], "role": ["x", "y"], "start": [2000.0, 2010.0], "end": [2005.0, None]})
    _, axes = charts.timeline_bars(rows, 2026, colours={"x": "#222222"}, other="#9aa3ab")
    assert [colors.to_hex(bar.get_facecolor()) for bar in axes.patches] == ["#222222", "#9aa3ab"]


def test_timeline_bars_name_their_roles_where_asked():
    rows = pd.DataFrame({"name": ["A", "B"], "role": ["x", "y"], "start": [2000.0, 2010.0], "end": [2005.0, None]})
    _, axes = charts.timeline_bars(rows, 2026, colours={"y": "#0072B2", "x": "#222222"}, legend=True)
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["y", "x"]


def test_moments_are_marked_on_the_line_of_their_name():
    rows = pd.DataFrame({"name": ["A", "B"], "role": ["x", "y"], "start": [2000.0, 2010.0], "end": [2005.0, None]})
    _, axes = charts.timeline_bars(rows, 2026)
    charts.mark_moments(
        axes, pd.DataFrame({"name": ["B"] * 2, "start": [2011.5] * 2, "text": ["000", "003"]}), "D", "white"
    )
    (points,) = axes.lines
    assert points.get_xydata().tolist() == [[2011.5, 1], [2011.5, 1]]
    assert printed(axes) == ["000, 003"]


def test_panels_over_years_name_each_line_at_its_end():
    _, axes = charts.panels_over_years(PANELS)
    assert [printed(each) for each in axes] == [["Russia", "China"]] * 3


def test_names_of_lines_that_end_together_are_moved_apart():
    wide = pd.DataFrame({"RUS": [1.0, 2.0], "CHN": [5.0, 2.0], "USA": [3.0, 9.0]}, index=[2020, 2021])
    _, axes = charts.country_lines(wide, "USD")
    raised = {text.get_text(): text.xyann[1] for text in axes.texts}
    assert raised["Russia"] == raised["United States"] == 0
    assert raised["China"] == pytest.approx(charts.LABEL_HEIGHT * 72 / axes.figure.dpi)


def test_labelled_columns_reach_the_sum_and_name_each_part_beside_the_last():
    wide = pd.DataFrame({"RUS": [1.0, 2.0], "Others": [float("nan"), 6.0]}, index=["1995–1999", "2000–2004"])
    _, axes = charts.labelled_columns(wide, "%", {"Others": "#123456"})
    assert [bar.get_y() + bar.get_height() for bar in axes.patches] == [1, 2, 1, 8]
    assert [(text.get_text(), text.xy[1]) for text in axes.texts] == [("Russia", 1), ("Others", 5)]
    assert axes.texts[1].get_color() == "#123456"
    assert [label.get_text() for label in axes.get_xticklabels()] == ["1995–\n1999", "2000–\n2004"]


def test_small_multiples_share_one_legend():
    figure, axes = charts.small_multiples(PANELS, "%", columns=2)
    assert len(axes) == 3
    assert legend(figure) == ["Russia", "China"]
    assert sum(each.get_visible() for each in figure.axes) == 3


def test_ratios_of_both_sides_stand_beside_each_other():
    first, second = charts.SIDE_STYLES
    rows = pd.DataFrame({"label": ["sold", "sold", "bought"], "side": [first, second, first]})
    rows = rows.assign(ratio=[0.5, 0.4, 2.0], low=[0.3, 0.2, 1.5], high=[0.8, 0.7, 2.5])
    _, axes = charts.ratio_intervals(rows, "ratio")
    points = [line for line in axes.lines if line.get_marker() == "o"]
    assert [list(line.get_xdata()) for line in points] == [[0.5, 2.0], [0.4]]
    # The mean of the two lines of a label is where its name stands.
    assert points[0].get_ydata()[0] + points[1].get_ydata()[0] == 0
    assert [label.get_text() for label in axes.get_yticklabels()] == ["sold", "bought"]
    assert printed(axes) == [first, second]


def test_stacked_bars_print_their_counts_where_there_is_room():
    wide = pd.DataFrame({"supported": [60, 3], "misread": [1, 4]}, index=["a", "b"])
    figure, axes = charts.stacked_bars(wide, style.VERDICTS, "claims")
    assert sorted(printed(axes)) == ["3", "4", "60"]
    assert legend(figure) == ["supported", "misread"]


def test_moments_stand_on_the_line_of_their_kind():
    rows = pd.DataFrame({"kind": ["visit", "summit", "visit"], "year": [2001.5, 2005.0, 2010.0]})
    _, axes = charts.event_dots(rows, {"summit": "#222222", "visit": "#0072B2"})
    assert [list(line.get_xdata()) for line in axes.lines] == [[2005], [2001.5, 2010]]


def test_both_records_start_at_zero_and_are_named_at_their_ends():
    wide = pd.DataFrame({side: [1.0, 2.0, 3.0] for side in charts.SIDE_STYLES}, index=YEARS)
    _, axes = charts.mirror_lines(wide, "%")
    assert axes.get_ylim()[0] == 0
    assert printed(axes) == list(charts.SIDE_STYLES)


def test_lines_without_a_hue_recede():
    wide = pd.DataFrame({"RUS": [1.0, 2.0], "CHN": [3.0, 4.0], "JPN": [5.0, 6.0]}, index=[2020, 2021])
    _, axes = charts.country_lines(wide, "USD", hued=["RUS", "CHN"])
    drawn = [line.get_color() for line in axes.lines]
    assert drawn == [style.COLOURS["RUS"], style.COLOURS["CHN"], style.GREY]
    assert axes.lines[2].get_linewidth() < axes.lines[1].get_linewidth() < axes.lines[0].get_linewidth()
    plt.close("all")


def test_lines_start_at_zero():
    wide = pd.DataFrame({"RUS": [1.0, 2.0], "CHN": [5.0, None]}, index=[2020, 2021])
    _, axes = charts.country_lines(wide, "USD")
    assert axes.get_ylim()[0] == 0


def test_two_sides_dot_what_is_recovered_and_do_not_join_it_to_a_sum_of_more_members():
    sides = pd.DataFrame(
        {
            "year": [2020, 2021, 2020, 2021],
            "side": ["ASEAN-reported"] * 2 + ["Russia-reported"] * 2,
            "total": [5e9, 6e9, 3e9, 4e9],
        }
    )
    same = pd.DataFrame({"year": [2021, 2022], "side": ["ASEAN-reported"] * 2, "total": [2e9, 1e9]})
    _, axes = charts.mirror_band(sides, "total", "USD", recovered=same)
    (dotted,) = (line for line in axes.lines if line.get_linestyle() == ":")
    assert [*zip(*dotted.get_data(), strict=True)] == [(2021, 2), (2022, 1)]  # and nowhere at 6, which is another sum
    assert len(axes.lines) == 3
    _, axes = charts.mirror_band(sides, "total", "USD", recovered=same, zero=True)
    assert axes.lines[-1].get_ydata() == [0, 0]
    assert len(axes.collections) == 1  # the band between the sides alone
    _, axes = charts.mirror_band(sides, "total", "USD", recovered=same, uncertainty=pd.Series({2022: 0.2e9}))
    low, high = axes.collections[1].get_paths()[0].get_extents().get_points()
    assert (low[1], high[1]) == pytest.approx((0.8, 2.0))
    _, axes = charts.mirror_band(sides, "total", "USD", recovered=same.iloc[:0])
    assert {line.get_linestyle() for line in axes.lines} == {"-"}
    _, axes = charts.mirror_band(sides, "total", "USD", recovered=same, names={"ASEAN-reported": "Laos's record"})
    assert printed(axes) == ["Russia-reported", "Laos's record"]
    assert all(tick == int(tick) for tick in axes.get_xticks())  # of two years, too
    plt.close("all")


def test_named_lines_share_one_legend_and_leave_out_names_that_are_not_drawn():
    wide = pd.DataFrame({"members": [1.0, None, 2.0]}, index=[2020, 2021, 2022])
    styles = {"members": {"color": "#222222"}, "others": {"color": "#0072B2"}}
    figure, axes = charts.styled_lines({"one": wide, "two": wide}, styles, "per cent")
    assert [panel.get_title("left") or panel.get_title() for panel in axes] == ["one", "two"]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["members"]
    assert axes[0].get_ylim()[0] == 0
    assert all(tick == int(tick) for tick in axes[0].get_xticks())


def test_stacked_panels_name_each_line_at_its_end_and_mark_zero_where_it_is_crossed():
    years = pd.Index([2020, 2021], name="year")
    wides = {
        "per cent": pd.DataFrame({"recorded": [70.0, 60.0], "by chance": [65.0, 66.0]}, index=years),
        "index": pd.DataFrame({"recorded": [0.1, -0.2]}, index=years),
    }
    styles = {"recorded": {"color": "#222222", "label": "as recorded"}, "by chance": {"color": "#BBBBBB"}}
    _, axes = charts.stacked_panels(wides, styles)
    assert [printed(each) for each in axes] == [["as recorded", "by chance"], ["as recorded"]]
    assert [len(each.lines) for each in axes] == [2, 2]
    assert list(axes[1].lines[-1].get_ydata()) == [0, 0]


def test_an_interval_is_a_band_from_low_to_high():
    wide = pd.DataFrame({"estimate": [1.0, 2.0], "low": [0.5, 1.5], "high": [1.2, 2.5]}, index=[2020, 2021])
    _, (axes, _) = charts.interval_lines({"one": wide, "two": wide}, "distance")
    band = axes.collections[0].get_paths()[0].vertices
    assert (band[:, 1].min(), band[:, 1].max()) == (0.5, 2.5)
    assert list(axes.lines[0].get_ydata()) == [1, 2]
    assert axes.get_ylim()[0] == 0


def test_a_picture_of_lines_shows_what_is_below_zero():
    wide = pd.DataFrame({"RUS": [1.0, -1.0], "ASEAN": [2.0, 3.0]}, index=pd.Index([2021, 2022], name="year"))
    _, axes = charts.country_lines(wide, "USD", names={"ASEAN": "ASEAN-10"})
    assert axes.get_ylim()[0] < -1
    assert {text.get_text() for text in axes.texts} == {"Russia", "ASEAN-10"}
    _, positive = charts.country_lines(wide.abs(), "USD")
    assert positive.get_ylim()[0] == 0
    plt.close("all")


def test_lines_of_countries_take_their_colours_and_names():
    styles = charts.country_styles(["RUS", "ASEAN"], {"ASEAN": "members"}, linewidth=1.6)
    assert styles["RUS"] == {"color": style.COLOURS["RUS"], "label": "Russia", "linewidth": 1.6}
    wide = pd.DataFrame({"RUS": [1.0, 2.0], "ASEAN": [2.0, 3.0]}, index=[2021, 2022])
    figure, _ = charts.styled_lines({"": wide}, styles, "point")
    assert legend(figure) == ["Russia", "members"]


def test_titles_of_panels_begin_with_a_capital():
    _, axes = charts.small_multiples({"human rights": TWO, "Exports": TWO}, "%")
    assert [panel.get_title("left") or panel.get_title() for panel in axes] == ["Human rights", "Exports"]
