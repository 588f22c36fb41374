"""Kinds of picture: each function draws one kind in the style of the report and returns figure and axes.

A chart knows nothing of its subject. What it draws, and the words around it, come from the caller.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, NullFormatter, NullLocator, ScalarFormatter

from russia_asean.data import countries
from russia_asean.report import style

# The two sides of the mirror are always drawn the same way.
SIDE_STYLES: dict[str, dict[str, Any]] = {
    "Russia-reported": {"color": style.COLOURS["RUS"], "linestyle": "-", "linewidth": 2.0},
    "ASEAN-reported": {"color": style.COLOURS["ASEAN"], "linestyle": "-", "linewidth": 2.0},
}
RECOVERED_SIDE = "ASEAN-reported"  # the only side with values after the last report
LABEL_HEIGHT = 13  # pixels between the names at the ends of lines


def long(wide: pd.DataFrame, row: str, column: str, value: str = "value") -> pd.DataFrame:
    """Return a table as the data of a picture: one line per cell with a value.

    Args:
        wide: one column per line, bar or cell of the picture.
        row: what to call the column that holds the index.
        column: what to call the column that holds the heads.
        value: what to call the column of values.
    """
    flat = wide.rename_axis(index=row, columns=None).reset_index()
    return flat.melt(row, var_name=column, value_name=value).dropna(ignore_index=True)


def long_panels(wides: Mapping[str, pd.DataFrame], column: str, panel: str, value: str = "value") -> pd.DataFrame:
    """Return the data of a picture of several panels over years, as ``long`` does, with the name of each panel.

    Args:
        wides: a frame per panel by its name: one column per line, indexed by year.
        column: what to call the column that names the line.
        panel: what to call the column that names the panel.
        value: what to call the column of values.
    """
    parts = [long(wide, "year", column, value).assign(**{panel: name}) for name, wide in wides.items()]
    return pd.concat(parts, ignore_index=True)


def code_name(code: object) -> str:
    """Return the name of a country code; any other text stays as it is."""
    text = str(code)
    try:
        return countries.name(text)
    except KeyError:
        return text


def code_colour(code: object) -> str:
    """Return the colour of a country or group; grey for others."""
    return style.COLOURS.get(str(code), style.GREY)


def country_styles(
    codes: Iterable[str], names: Mapping[str, str] | None = None, **look: Any
) -> dict[str, dict[str, Any]]:
    """Return a style for the line of each country code, in its colour and under its name, for ``styled_lines``.

    Args:
        codes: the codes, in the order of the legend.
        names: what a code is called here, where that is not the name of the country.
        look: line width, marker and the like, the same for all.
    """
    return {
        code: {"color": code_colour(code), "label": (names or {}).get(code) or code_name(code), **look}
        for code in codes
    }


def _legend_below(figure: Figure, axes: Axes, most: int) -> None:
    """Name the lines of one picture in a legend below all of them, at most so many beside each other."""
    handles, labels = axes.get_legend_handles_labels()
    # "outside" lets the constrained layout make room; a legend of the axes would lie on the picture.
    figure.legend(handles, labels, loc="outside lower center", ncols=min(len(labels), most))


def mirror_band(
    totals: pd.DataFrame,
    column: str,
    unit: str,
    *,
    recovered: pd.DataFrame,
    uncertainty: pd.Series | None = None,
    zero: bool = False,
    names: Mapping[str, str] | None = None,
) -> tuple[Figure, Axes]:
    """Draw both sides of the mirror over time, with the band between them, and what is recovered as a dotted line.

    Args:
        totals: the output of ``mirror.totals_by_side`` for the years of reports.
        column: what to draw, in USD; the axis is in billions.
        unit: the label of the axis.
        recovered: totals of ASEAN's side from the last year of reports on, over the same flows in each year. Its line
            is not joined to that of the reports, which are over more flows. May be empty.
        uncertainty: by how much what is recovered may be off in either direction, in USD by year; drawn as a band
            around the dotted line.
        zero: whether to draw the line at zero, above and below which the values lie.
        names: what a side is called here, where that is not its own name.
    """
    figure, axes = plt.subplots()
    wide = totals.pivot(index="year", columns="side", values=column).reindex(columns=list(SIDE_STYLES)) / 1e9
    first, second = (wide[side] for side in SIDE_STYLES)
    axes.fill_between(wide.index, first, second, color="#BBBBBB", alpha=0.35, linewidth=0)
    dotted = recovered.set_index("year")[column] / 1e9
    for side, look in SIDE_STYLES.items():
        values = wide[side].dropna()
        later = dotted if side == RECOVERED_SIDE else dotted.iloc[:0]
        if values.empty and later.empty:  # the record ends before the years asked for
            continue
        axes.plot(values.index, values, **look)
        if len(later):
            axes.plot(later.index, later, **{**look, "linestyle": ":"})
            if uncertainty is not None:
                width = uncertainty.reindex(later.index, fill_value=0.0) / 1e9
                axes.fill_between(
                    later.index, later - width, later + width, color=str(look["color"]), alpha=0.18, linewidth=0
                )
        end_label(axes, later if len(later) else values, (names or {}).get(side, side), str(look["color"]))
    axes.set(ylabel=unit, xlabel="")
    axes.locator_params("x", integer=True)  # no half years where two are drawn
    if zero:
        axes.axhline(0, color=style.INK, linewidth=0.8)
    return figure, axes


def country_lines(
    wide: pd.DataFrame,
    unit: str,
    *,
    log: bool = False,
    names: Mapping[str, str] | None = None,
    hued: Collection[str] | None = None,
) -> tuple[Figure, Axes]:
    """Draw one line per column over time, labelled at its end; columns are country codes.

    Args:
        wide: one column per country code, indexed by year; negative values lower the axis, which is else at zero.
        unit: the label of the axis.
        log: a logarithmic axis.
        names: what a code is called here, where that is not the name of the country.
        hued: the codes that keep their colour where the others recede; by default all.
    """
    figure, axes = plt.subplots()
    colours = {code: code_colour(code) if hued is None or code in hued else style.GREY for code in wide.columns}
    for code, colour in colours.items():
        values = wide[code].dropna()
        name = (names or {}).get(code) or code_name(code)
        axes.plot(values.index, values, color=colour, linewidth=_width_of_line(code, hued), label=name)
    if log:
        # Plain numbers at whole powers only: names of minor ticks would run into each other.
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(ScalarFormatter())
        axes.yaxis.set_minor_formatter(NullFormatter())
    elif wide.min().min() < 0:
        axes.axhline(0, color=style.INK, linewidth=0.8)
    else:
        axes.set_ylim(bottom=0)
    # So few that they stand apart at the width of a telephone, too.
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.set(ylabel=unit, xlabel="")
    name_line_ends(axes)
    return figure, axes


def _width_of_line(code: str, hued: Collection[str] | None) -> float:
    if code == "RUS":
        return 2.4
    return 1.5 if hued is None or code in hued else 0.9


def name_line_ends(axes: Axes) -> None:
    """Name each labelled line at its end, in its colour, moving names apart where lines end close together.

    The limits of the axes must be set by now: a height in pixels holds for the limits of this moment.
    """
    ends = {}
    for line in axes.get_lines():
        values = pd.Series(np.asarray(line.get_ydata()), index=np.asarray(line.get_xdata())).dropna()
        # Lines without a name have a label of matplotlib, which begins so.
        if len(values) and not str(line.get_label()).startswith("_"):
            ends[line] = values
    heights = [axes.transData.transform((0, values.iloc[-1]))[1] for values in ends.values()]
    for (line, values), shift in zip(ends.items(), _shifts(axes, heights), strict=True):
        end_label(axes, values, str(line.get_label()), str(line.get_color()), shift)


def _shifts(axes: Axes, heights: Sequence[float]) -> list[float]:
    """Return by how many points each name moves up, so that it is at its height or one line above the name below it.

    Args:
        axes: where the names are written.
        heights: of what they name, in pixels.
    """
    shifts, lowest = [0.0] * len(heights), -math.inf
    for place in sorted(range(len(heights)), key=heights.__getitem__):
        lowest = max(heights[place], lowest + LABEL_HEIGHT)
        # Heights are in pixels, the offset of a label is in points.
        shifts[place] = (lowest - heights[place]) * 72 / axes.figure.dpi
    return shifts


def mirror_lines(wide: pd.DataFrame, unit: str) -> tuple[Figure, Axes]:
    """Draw one quantity on both records over time; columns are the two sides of the mirror."""
    figure, axes = plt.subplots()
    for side, look in SIDE_STYLES.items():
        axes.plot(wide.index, wide[side], **look)
        end_label(axes, wide[side], side, str(look["color"]))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.set(ylabel=unit, xlabel="")
    axes.set_ylim(bottom=0)
    return figure, axes


def ratio_intervals(ratios: pd.DataFrame, unit: str) -> tuple[Figure, Axes]:
    """Draw ratios with their intervals on a logarithmic axis around 1, for both sides of the mirror.

    Args:
        ratios: columns label, side (a key of ``SIDE_STYLES``), ratio, low and high; the first label is drawn on top.
        unit: the label of the axis.
    """
    figure, axes = plt.subplots(figsize=(style.WIDTH, 3.2))
    labels = list(dict.fromkeys(ratios["label"]))
    for number, (side, look) in enumerate(SIDE_STYLES.items()):
        mine = ratios[ratios["side"] == side]
        # The two sides of one label stand a little apart, so that neither hides the other.
        lines = mine["label"].map(labels.index) + (number - 0.5) / 4
        axes.hlines(lines, mine["low"], mine["high"], color=look["color"], linewidth=2)
        axes.plot(mine["ratio"], lines, "o", color=look["color"])
        # Named once, at the topmost label: the first side above its bar, the second below.
        way = -1 if number else 1
        place: dict[str, Any] = {"xytext": (0, 6 * way), "ha": "center", "va": "top" if number else "bottom"}
        first = mine["ratio"].iloc[0], lines.iloc[0]
        axes.annotate(side, first, textcoords="offset points", color=look["color"], **place)
    axes.axvline(1, color=style.INK, linewidth=0.8)
    axes.set(xscale="log", xlabel=f"{unit}\n(1 = as predicted)")
    # On a logarithmic axis half and double are equally far from 1.
    ticks = {0.125: "⅛", 0.25: "¼", 0.5: "½", 1: "1", 2: "2"}
    axes.set_xticks(list(ticks), list(ticks.values()))
    # A logarithmic axis of so few powers would name its minor ticks, too.
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_yticks(range(len(labels)), labels)
    axes.margins(y=0.12)
    axes.invert_yaxis()
    axes.grid(False)
    return figure, axes


def end_label(axes: Axes, values: pd.Series, text: str, colour: str, shift: float = 0.0) -> None:
    """Write a name beside the last point of a line, ``shift`` points higher."""
    known = values.dropna()
    end = (known.index[-1], known.iloc[-1])
    axes.annotate(text, end, xytext=(5, shift), textcoords="offset points", color=colour, va="center")
    axes.margins(x=0.02)


def horizontal_bars(values: pd.Series, unit: str, *, digits: str = ".0f") -> tuple[Figure, Axes]:
    """Draw one horizontal bar per country, the first on top, with its value at the end.

    Args:
        values: indexed by country code; bars start at zero.
        unit: the label of the axis.
        digits: the format of the printed values.
    """
    figure, axes = plt.subplots(figsize=(style.WIDTH, 0.8 + 0.3 * len(values)))
    names = [code_name(code) for code in values.index]
    axes.barh(names, values, color=[code_colour(code) for code in values.index], height=0.65)
    for place, value in enumerate(values):
        side: dict[str, Any] = {"xytext": (4 if value >= 0 else -4, 0), "ha": "left" if value >= 0 else "right"}
        axes.annotate(format(value, digits), (value, place), textcoords="offset points", va="center", **side)
    # matplotlib counts from below, and the first row belongs on top.
    axes.invert_yaxis()
    axes.set(xlabel=unit, ylabel="")
    axes.axvline(0, color=style.INK, linewidth=0.8)
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    # Room for the numbers beyond the ends of the bars.
    axes.margins(x=0.12)
    return figure, axes


def labelled_columns(wide: pd.DataFrame, unit: str, colours: Mapping[str, str] | None = None) -> tuple[Figure, Axes]:
    """Draw parts of a whole as stacked columns, each part named beside the last column, in its colour.

    Args:
        wide: one column per part (a country code or a name), from the foot up; one row per column of the picture. The
            years of a window are printed in two lines, so that those of many windows fit on a telephone.
        unit: the label of the axis.
        colours: the colour of a part that shall not have that of its code.
    """
    figure, axes = plt.subplots()
    filled = wide.fillna(0)  # a NaN would make the foot of every part above it NaN, too
    tops = filled.cumsum(axis="columns")
    places = range(len(wide))
    shades = {code: (colours or {}).get(code) or code_colour(code) for code in wide.columns}
    for code in wide.columns:
        axes.bar(places, filled[code], bottom=tops[code] - filled[code], color=shades[code], width=0.75)
    axes.set_xticks(places, [str(label).replace("–", "–\n") for label in wide.index])
    axes.set(ylabel=unit, xlabel="")
    middles = (tops - filled / 2).iloc[-1]
    heights = [axes.transData.transform((0, middle))[1] for middle in middles]
    for code, shift in zip(wide.columns, _shifts(axes, heights), strict=True):
        end = (len(wide) - 0.6, middles[code])
        axes.annotate(
            code_name(code), end, xytext=(3, shift), textcoords="offset points", color=shades[code], va="center"
        )
    return figure, axes


def heat_map(
    wide: pd.DataFrame,
    unit: str,
    *,
    digits: str = ".0f",
    low: float = 0,
    high: float = 100,
    names: Mapping[str, str] | None = None,
) -> tuple[Figure, Axes]:
    """Draw a table of numbers as coloured cells, each with its number; missing cells stay white.

    Args:
        wide: rows and columns are country codes or names.
        unit: the label of the colour scale.
        digits: the format of the printed values.
        low: the lower end of the colour scale.
        high: the upper end of the colour scale.
        names: what to print for each row and column; by default the names of countries and groups.
    """
    figure, axes = plt.subplots(figsize=(style.WIDTH, 1.2 + 0.32 * len(wide)))
    printed = names.__getitem__ if names else code_name
    named_both = wide.rename(index=printed, columns=printed)
    look: dict[str, Any] = {
        # Made to look the same to readers who do not tell red from green.
        "cmap": "cividis",
        "linewidths": 1,
        "annot_kws": {"fontsize": 8},
        "cbar_kws": {"label": unit},
    }
    sns.heatmap(named_both, annot=True, fmt=digits, vmin=low, vmax=high, ax=axes, **look)
    for printed_value in axes.texts:
        light = mpl.colors.to_hex(printed_value.get_color()) == "#ffffff"
        printed_value.set_color(style.ON_DARK if light else style.ON_LIGHT)
    axes.set(xlabel="", ylabel="")
    axes.tick_params(axis="both", length=0)
    # seaborn turns the names of rows on their side.
    axes.tick_params(axis="y", rotation=0)
    return figure, axes


def timeline_bars(
    rows: pd.DataFrame,
    until: float,
    *,
    colours: Mapping[str, str] | None = None,
    other: str = style.COLOURS["RUS"],
    legend: bool = False,
) -> tuple[Figure, Axes]:
    """Draw when something lasted, one line of the picture per name.

    Args:
        rows: columns name, role, start and end, in years with fractions; an empty end lasts ``until``.
        until: the right end of the picture.
        colours: the colour of each role.
        other: the colour of roles without one; by default Russia's.
        legend: whether to name the roles of ``colours``, in the corner that rows in order of time leave empty.
    """
    names = list(dict.fromkeys(rows["name"]))
    figure, axes = plt.subplots(figsize=(style.WIDTH, 0.8 + 0.28 * len(names)))
    ends = rows["end"].fillna(until)
    shade = [(colours or {}).get(role, other) for role in rows["role"]]
    axes.barh(
        [names.index(name) for name in rows["name"]], ends - rows["start"], left=rows["start"], color=shade, height=0.6
    )
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    if legend:
        named = [Patch(color=shade, label=role) for role, shade in (colours or {}).items()]
        axes.legend(handles=named, loc="lower left")
    return figure, axes


def mark_moments(axes: Axes, rows: pd.DataFrame, marker: str, colour: str) -> None:
    """Mark moments on the lines of a picture of spans; texts of one moment stand above it, one beside the other.

    Args:
        axes: a picture that ``timeline_bars`` has drawn.
        rows: columns name (of the line), start (a year with a fraction) and, if there is something to print, text.
        marker: the shape, as matplotlib calls it.
        colour: what fills it.
    """
    places = {label.get_text(): place for label, place in zip(axes.get_yticklabels(), axes.get_yticks(), strict=True)}
    axes.plot(rows["start"], rows["name"].map(places), marker, color=colour, markeredgecolor=style.INK)
    if "text" in rows:
        look: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "fontsize": 7}
        for name, start in rows[["name", "start"]].drop_duplicates().to_numpy().tolist():
            texts = rows.loc[(rows["name"] == name) & (rows["start"] == start), "text"]
            axes.annotate(", ".join(texts), (start, places[name]), xytext=(0, 7), **look)


def small_multiples(wides: Mapping[str, pd.DataFrame], unit: str, columns: int = 3) -> tuple[Figure, Sequence[Axes]]:
    """Draw small pictures side by side on one scale, each with the same lines; a legend names the lines once.

    Args:
        wides: a frame per panel by its title, printed with a capital: one column per country code, indexed by year.
        unit: the label of the axis.
        columns: panels in a row.
    """
    rows = math.ceil(len(wides) / columns)
    figure, grid = plt.subplots(
        rows, columns, figsize=(style.WIDTH, 0.6 + 1.7 * rows), sharex=True, sharey=True, squeeze=False
    )
    # `squeeze=False` keeps a grid where there is one panel.
    cells = list(grid.flat)
    # Not strict: the last row of the grid may have cells to spare.
    for axes, (title, wide) in zip(cells, wides.items(), strict=False):
        for code in wide.columns:
            values = wide[code].dropna()
            width = 2.4 if code == "RUS" else 1.5
            axes.plot(values.index, values, color=code_colour(code), linewidth=width, label=code_name(code))
        axes.set_title(title[:1].upper() + title[1:], fontsize=9)
    for axes in cells[len(wides) :]:
        axes.set_visible(False)
    # More years would run into each other in a panel so narrow on a telephone.
    cells[0].xaxis.set_major_locator(MaxNLocator(integer=True, nbins=3, steps=[1, 5, 10]))
    for axes in cells[::columns]:
        axes.set_ylabel(unit)
    _legend_below(figure, cells[0], 6)
    return figure, cells[: len(wides)]


def stacked_bars(wide: pd.DataFrame, colours: Mapping[str, str], unit: str) -> tuple[Figure, Axes]:
    """Draw counts as horizontal bars of parts, one bar per row, with each count in its part and a legend above.

    Args:
        wide: counts; one row per bar, one column per part.
        colours: the colour of each part.
        unit: the label of the axis.
    """
    figure, axes = plt.subplots(figsize=(style.WIDTH, 1.2 + 0.36 * len(wide)))
    left = pd.Series(0.0, index=wide.index)
    for part in wide.columns:
        drawn = axes.barh(
            list(map(str, wide.index)), wide[part], left=left, color=colours[part], label=part, height=0.7
        )
        # A number in a narrower part would run over its edges.
        least = 0.03 * wide.sum(axis="columns").max()
        labels = [str(count) if count >= least else "" for count in wide[part]]
        axes.bar_label(drawn, labels, label_type="center", color="white", fontsize=8)
        left = left + wide[part]
    axes.invert_yaxis()
    axes.set(xlabel=unit)
    axes.grid(visible=False)
    figure.legend(loc="outside upper center", ncols=4)
    return figure, axes


def styled_lines(
    wides: Mapping[str, pd.DataFrame], styles: Mapping[str, Mapping[str, Any]], unit: str, *, zero: bool = True
) -> tuple[Figure, Sequence[Axes]]:
    """Draw named lines in styles of the caller, one panel or several side by side, with one legend below.

    Args:
        wides: a frame per panel by its title: one column per name, indexed by year; gaps stay gaps. An empty title
            prints none.
        styles: colour, line style and the like for each name; the order is that of the legend, which prints the name
            unless the style has a ``label``.
        unit: the label of the axis.
        zero: whether the axis starts at zero.
    """
    size = (style.WIDTH, 4.0 if len(wides) == 1 else 3.4)
    figure, grid = plt.subplots(1, len(wides), figsize=size, sharex=True, sharey=True, squeeze=False)
    for axes, (title, wide) in zip(grid.flat, wides.items(), strict=True):
        for name, look in styles.items():
            if name in wide:
                axes.plot(wide.index, wide[name], **{"label": name, **look})
        axes.set_title(title, fontsize=9)
        axes.locator_params("x", integer=True)
        if zero:
            axes.set_ylim(bottom=0)
    grid.flat[0].set_ylabel(unit)
    _legend_below(figure, grid.flat[0], 3)
    return figure, list(grid.flat)


def stacked_panels(
    wides: Mapping[str, pd.DataFrame], styles: Mapping[str, Mapping[str, Any]]
) -> tuple[Figure, Sequence[Axes]]:
    """Draw lines in styles of the caller, named at their ends, in pictures with scales of their own above each other.

    Args:
        wides: a frame per picture by its unit: one column per name, indexed by year. A picture with values below zero
            has a line at zero.
        styles: colour, line style and the like for each name, which is printed unless the style has a ``label``.
    """
    size = (style.WIDTH, 0.6 + 2.4 * len(wides))
    figure, grid = plt.subplots(len(wides), 1, figsize=size, sharex=True, squeeze=False)
    for axes, (unit, wide) in zip(grid.flat, wides.items(), strict=True):
        for name, look in styles.items():
            if name in wide:
                axes.plot(wide.index, wide[name], **{"label": name, **look})
        axes.set_title(unit, fontsize=9)
        if (wide < 0).any(axis=None):
            axes.axhline(0, color=style.INK, linewidth=0.8)
        name_line_ends(axes)
    return figure, list(grid.flat)


def interval_lines(wides: Mapping[str, pd.DataFrame], unit: str) -> tuple[Figure, Sequence[Axes]]:
    """Draw values over time with their intervals as bands, in panels side by side on one scale that starts at zero.

    Args:
        wides: a frame per panel by its title: columns estimate, low and high, indexed by year.
        unit: the label of the axis.
    """
    figure, grid = plt.subplots(1, len(wides), figsize=(style.WIDTH, 3.2), sharex=True, sharey=True, squeeze=False)
    for axes, (title, wide) in zip(grid.flat, wides.items(), strict=True):
        axes.fill_between(wide.index, wide["low"], wide["high"], color=code_colour("RUS"), alpha=0.25, linewidth=0)
        axes.plot(wide.index, wide["estimate"], color=code_colour("RUS"), linewidth=1.6)
        axes.set_title(title, fontsize=9)
        axes.set_ylim(bottom=0)
    grid.flat[0].set_ylabel(unit)
    return figure, list(grid.flat)


def panels_over_years(wides: Mapping[str, pd.DataFrame]) -> tuple[Figure, Sequence[Axes]]:
    """Draw pictures with scales of their own one above the other, over the same years, each line named at its end.

    Args:
        wides: a frame per picture by its unit: one column per country code, indexed by year; gaps stay gaps.
    """
    size = (style.WIDTH, 0.6 + 2.2 * len(wides))
    figure, grid = plt.subplots(len(wides), 1, figsize=size, sharex=True, squeeze=False)
    for axes, (unit, wide) in zip(grid.flat, wides.items(), strict=True):
        for code in wide.columns:
            width = 2.4 if code == "RUS" else 1.5
            axes.plot(wide.index, wide[code], color=code_colour(code), linewidth=width, label=code_name(code))
        axes.set_title(unit, fontsize=9)
        axes.set_ylim(bottom=0)
        name_line_ends(axes)
    return figure, list(grid.flat)


def event_dots(rows: pd.DataFrame, colours: Mapping[str, str]) -> tuple[Figure, Axes]:
    """Draw when things happened as marks on one line per kind.

    Args:
        rows: columns kind and year, in years with fractions.
        colours: the colour of each kind, in the order of the lines.
    """
    figure, axes = plt.subplots(figsize=(style.WIDTH, 0.8 + 0.45 * len(colours)))
    for place, (kind, shade) in enumerate(colours.items()):
        years = rows.loc[rows["kind"] == kind, "year"]
        axes.plot(years, [place] * len(years), "|", color=shade, markersize=15, markeredgewidth=2)
    axes.set_yticks(range(len(colours)), list(colours))
    axes.set_ylim(len(colours) - 0.5, -0.5)
    axes.grid(axis="x")
    return figure, axes
