"""Small pictures that state one thing each: for cards, for the front page, for a page of the brief.

They are as wide as a telephone, so that their words keep their size there. Russia stands out; all else is grey. Numbers
stand at their marks in place of an axis.
"""

import dataclasses
from collections.abc import Callable, Mapping

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from russia_asean.report import style

SIZE = (style.NARROW, 1.75)  # inches
Told = Callable[[float], str]


def peak_line(values: pd.Series, told: Told) -> tuple[Figure, Axes]:
    """Draw one line over time with its highest and its last value written beside it; the axis begins at zero.

    Args:
        values: by year; gaps stay gaps.
        told: how a value is printed.
    """
    figure, axes = plt.subplots(figsize=SIZE)
    colour = style.COLOURS["RUS"]
    every = values.reindex(range(values.index[0], values.index[-1] + 1))
    axes.plot(every.index, every, color=colour, linewidth=2.2, solid_capstyle="round")
    peak, last = values.idxmax(), values.index[-1]
    for year in dict.fromkeys([peak, last]):
        axes.plot(year, values[year], "o", color=colour, markersize=5)
        text = f"{told(values[year])}" if year == last else f"{told(values[year])} in {year}"
        # The last value stands right of its point, where there is room; the highest above its own.
        offset, side = ((6, 0), "left") if year == last else ((0, 7), "center")
        axes.annotate(
            text,
            (year, values[year]),
            xytext=offset,
            textcoords="offset points",
            ha=side,
            va="center" if year == last else "bottom",
            color=colour,
            weight="bold",
        )
    axes.set_ylim(0, 1.28 * values.max())
    axes.set_xlim(values.index[0] - 0.5, last + 0.24 * (last - values.index[0]))
    axes.set_xticks([values.index[0], last])
    axes.set_yticks([])
    return figure, _bare(axes)


def columns_over_time(values: pd.Series, told: Told) -> tuple[Figure, Axes]:
    """Draw a column for each period with its value above it; the highest and the last stand out.

    Args:
        values: by period, such as ``2010–2014``.
        told: how a value is printed.
    """
    figure, axes = plt.subplots(figsize=SIZE)
    bright = {values.idxmax(), values.index[-1]}
    for place, (period, value) in enumerate(values.items()):
        shade = style.COLOURS["RUS"] if period in bright else style.RECEDING
        axes.bar(place, value, color=shade, width=0.72)
        axes.annotate(
            told(value),
            (place, value),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            color=style.COLOURS["RUS"] if period in bright else style.MUTED,
            weight="bold" if period in bright else "normal",
        )
    first_years, last_years = zip(*(str(period).split("–") for period in values.index), strict=True)
    axes.set_xticks(range(len(values)), [f"{a}–\n{b}" for a, b in zip(first_years, last_years, strict=True)])
    axes.set_ylim(0, 1.15 * values.max())
    axes.set_yticks([])
    return figure, _bare(axes)


def squares(marks: pd.Series, filled: str, other: str) -> tuple[Figure, Axes]:
    """Draw a square for each year, filled where something was so, with both kinds named below.

    Args:
        marks: true or false by year.
        filled: what a filled square means.
        other: what an open one means.
    """
    figure, axes = plt.subplots(figsize=SIZE)
    years = list(marks.index)
    for place, year in enumerate(years):
        shade = style.COLOURS["RUS"] if marks[year] else style.RECEDING
        axes.add_patch(Rectangle((place + 0.08, 0), 0.84, 0.84, facecolor=shade))
        if marks[year] or year in (years[0], years[-1]):
            colour, weight = (style.COLOURS["RUS"], "bold") if marks[year] else (style.MUTED, "normal")
            # In full at the ends alone: neighbours would run into each other.
            text = str(year) if year in (years[0], years[-1]) else f"{year % 100:02d}"
            side = {years[0]: "left", years[-1]: "right"}.get(year, "center")
            x = place + {"left": 0.08, "right": 0.92, "center": 0.5}[side]
            axes.text(x, 1.25, text, ha=side, color=colour, weight=weight)
    for line, (text, shade, ink) in enumerate(
        ((filled, style.COLOURS["RUS"], style.COLOURS["RUS"]), (other, style.RECEDING, style.MUTED))
    ):
        axes.add_patch(Rectangle((0.08, -1.7 - 1.5 * line), 0.84, 0.84, facecolor=shade))
        axes.text(1.5, -1.28 - 1.5 * line, text, va="center", color=ink)
    axes.set(xlim=(0, len(years)), ylim=(-3.4, 2.2), aspect="equal")
    axes.axis("off")
    return figure, axes


def ranked_bars(values: pd.Series, told: Told, bright: str) -> tuple[Figure, Axes]:
    """Draw a bar for each name, the first on top, with its value at the end; one stands out.

    Args:
        values: by name, in their order.
        told: how a value is printed.
        bright: the name that stands out.
    """
    figure, axes = plt.subplots(figsize=SIZE)
    for place, (name, value) in enumerate(values.items()):
        shade, ink, weight = (
            (style.COLOURS["RUS"], style.COLOURS["RUS"], "bold")
            if name == bright
            else (style.RECEDING, style.INK, "normal")
        )
        axes.barh(place, value, color=shade, height=0.66)
        axes.annotate(
            told(value),
            (value, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            color=ink,
            weight=weight,
        )
    axes.set_yticks(range(len(values)), list(map(str, values.index)))
    axes.invert_yaxis()
    axes.set_xlim(0, 1.25 * values.max())
    axes.set_xticks([])
    _bare(axes).spines["bottom"].set_visible(False)
    return figure, axes


def parts_of_bars(parts: pd.DataFrame, told: Told, shades: Mapping[str, str]) -> tuple[Figure, Axes]:
    """Draw bars of parts, one a row, with the sum at the end and the name of each part of the first bar above it.

    Args:
        parts: one row per bar, one column per part; a missing part is not drawn.
        told: how a value is printed.
        shades: the colour of each part.
    """
    figure, axes = plt.subplots(figsize=SIZE)
    for place, (name, row) in enumerate(parts.iterrows()):
        left = 0.0
        for part, value in row.dropna().items():
            axes.barh(place, value, left=left, color=shades[str(part)], height=0.5, edgecolor="none")
            if place == 0:
                middle = left + value / 2
                bright = shades[str(part)] == style.COLOURS["RUS"]
                axes.annotate(
                    str(part),
                    (middle, place - 0.3),
                    xytext=(0, 2),
                    textcoords="offset points",
                    ha="center",
                    va="bottom",
                    color=style.COLOURS["RUS"] if bright else style.MUTED,
                    weight="bold" if bright else "normal",
                )
            left += value
        axes.annotate(told(left), (left, place), xytext=(4, 0), textcoords="offset points", va="center", weight="bold")
        axes.text(0, place + 0.32, str(name), va="top")
    axes.set(xlim=(0, 1.2 * parts.sum(axis="columns").max()), ylim=(len(parts) - 0.2, -0.75))
    axes.axis("off")
    return figure, axes


def verdict_bar(counts: pd.Series) -> tuple[Figure, Axes]:
    """Draw all claims as one bar of verdicts, with a line for each verdict and its number below.

    Args:
        counts: the number of claims by verdict, in the order of the bar.
    """
    counts = counts[counts > 0]
    figure, axes = plt.subplots(figsize=(style.WIDTH, 1.9))
    left = 0.0
    for verdict, count in counts.items():
        axes.barh(0, count, left=left, color=style.VERDICTS[str(verdict)], height=0.8, edgecolor="none")
        left += count
    half = (len(counts) + 1) // 2
    for place, (verdict, count) in enumerate(counts.items()):
        x, y = (0.0, 0.56)[place >= half] * left, 1.05 + 0.62 * (place % half)
        axes.add_patch(Rectangle((x, y - 0.2), 0.022 * left, 0.4, color=style.VERDICTS[str(verdict)]))
        axes.text(x + 0.04 * left, y, f"{count} {verdict}", va="center")
    axes.set(xlim=(0, left), ylim=(1.0 + 0.62 * half, -0.45))
    axes.axis("off")
    return figure, axes


@dataclasses.dataclass(frozen=True)
class _Places:
    """Where the parts of a row of the scorecard stand, across in percent of the width, down in rows."""

    curve: tuple[float, float]
    top: float
    bottom: float
    measure: float
    levels: float
    moves: float
    first_move: float
    row: float  # inches


_WIDE = _Places((38, 58), 0.22, 0.78, 0.66, 0.24, 64, 0.52, 0.66)
_NARROW = _Places((1, 40), 0.5, 0.88, 0.36, 0.17, 46, 0.58, 0.98)


def scorecard_rows(
    rows: pd.DataFrame, lines: Mapping[str, pd.Series], years: range, *, narrow: bool = False
) -> tuple[Figure, Axes]:
    """Draw a scorecard: for each dimension a measure, its small curve, its levels, and what moved at each break.

    Args:
        rows: from the top; columns dimension, measure, key (of its curve), levels (text), and ``moves``: for each break
            its year, the direction and what more is said of it.
        lines: values by year, by key; each has a scale of its own.
        years: the years drawn.
        narrow: whether to draw it for a telephone.
    """
    places = _NARROW if narrow else _WIDE
    width = style.NARROW if narrow else style.WIDTH
    figure, axes = plt.subplots(figsize=(width, 0.1 + places.row * len(rows)))
    for number, row in enumerate(rows.to_dict("records")):
        axes.axhline(number, color=style.FAINT, linewidth=0.8)
        axes.text(0, number + places.levels, row["dimension"], va="center", fontsize=10, weight="bold")
        axes.text(0, number + places.measure, row["measure"], va="center", color=style.MUTED)
        _curve(axes, lines[row["key"]], years, number, places)
        # The levels stand over the moves, on a telephone at the right edge.
        x, side = (100.0, "right") if narrow else (places.moves - 1, "left")
        axes.text(x, number + places.levels, row["levels"], ha=side, va="center", weight="bold", parse_math=False)
        for line, (year, word, more) in enumerate(row["moves"]):
            y, colour = number + places.first_move + 0.25 * line, style.DIRECTIONS.get(word, style.MUTED)
            axes.plot(places.moves, y, style.MOVE_MARKS[word], color=colour, markersize=5)
            axes.text(places.moves + 14.4 / width, y, f"{year}: {word}{more}", va="center", color=colour)
    axes.set(xlim=(-0.2, 100.2), ylim=(len(rows), -0.05))
    axes.axis("off")
    # The rows fill the picture; the layout would leave room for axes that are not there.
    figure.set_layout_engine("none")
    axes.set_position((0.0, 0.0, 1.0, 1.0))
    return figure, axes


def _curve(axes: Axes, values: pd.Series, years: range, number: int, places: _Places) -> None:
    """Draw a curve in its row, with its last point marked."""
    known = values[values.index.isin(years)]
    span = float(known.max() - known.min())
    scaled = (known - known.min()) / span if span else known * 0 + 0.5
    left, right = places.curve
    x = [left + (right - left) * (year - years[0]) / (years[-1] - years[0]) for year in known.index]
    height = number + places.bottom - (places.bottom - places.top) * scaled
    axes.plot(x, height, color=style.COLOURS["RUS"], linewidth=1.8, solid_capstyle="round")
    axes.plot(x[-1], height.iloc[-1], "o", color=style.COLOURS["RUS"], markersize=4)


def _bare(axes: Axes) -> Axes:
    """Leave of the axes only the line at the bottom and what is written below it."""
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.spines["bottom"].set_visible(True)
    axes.spines["bottom"].set_color(style.FAINT)
    axes.tick_params(length=0)
    return axes
