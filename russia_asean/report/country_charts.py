"""The small pictures of a country brief: as wide as a telephone, so that two stand side by side on a page.

Russia stands out, ASEAN's blue is the country's own record, all else recedes.
"""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from russia_asean.report import charts, small_charts, style

HEIGHT = 1.8  # inches


def named_lines(wide: pd.DataFrame, colours: Mapping[str, str], unit: str) -> tuple[Figure, Axes]:
    """Draw a few lines over years, each named at its end in its colour; gaps stay gaps, the axis begins at zero.

    Args:
        wide: one column per line, under the name that is printed, indexed by year.
        colours: the colour of each line.
        unit: what the axis counts, written above it.
    """
    figure, axes = plt.subplots(figsize=(style.NARROW, HEIGHT))
    every = wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1))
    for name, colour in colours.items():
        width = 2.2 if colour == style.RED else 1.5
        axes.plot(every.index, every[name], color=colour, linewidth=width, label=name)
        # A year between two gaps has no line.
        alone = every[name][every[name].shift().isna() & every[name].shift(-1).isna()]
        axes.plot(alone.index, alone, ".", color=colour, markersize=4)
    axes.set_ylim(0, 1.08 * float(every.max().max()) or 1)
    axes.set_title(unit, fontsize=9)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=4, steps=[1, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4))
    figure.canvas.draw()  # names are moved apart by pixels, which the layout decides
    charts.name_line_ends(axes)
    return figure, axes


def ranked(values: pd.Series, told: small_charts.Told, bright: str) -> tuple[Figure, Axes]:
    """Draw a bar for each name, the first on top, with its value at the end; one stands out.

    Args:
        values: by name, in their order.
        told: how a value is printed.
        bright: the name that stands out.
    """
    figure, axes = small_charts.ranked_bars(values, told, bright)
    figure.set_size_inches(style.NARROW, 0.35 + 0.19 * max(len(values), 3))
    return figure, axes
