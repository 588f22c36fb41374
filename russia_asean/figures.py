"""One style for all pictures, and one way to publish a figure or a table with its data."""

import base64
import io
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter, NullLocator, ScalarFormatter

from russia_asean import countries, outputs, tables, words

# Colour-blind safe (Okabe and Ito 2008, extended by Paul Tol's muted set). One colour per country, everywhere.
COLOURS = {
    "RUS": "#D55E00",
    "ASEAN": "#0072B2",
    "CHN": "#882255",
    "JPN": "#CC79A7",
    "KOR": "#009E73",
    "USA": "#332288",
    "EUN": "#DDAA33",
    "IND": "#E69F00",
    "AUS": "#56B4E9",
    "NZL": "#44AA99",
    "CAN": "#AA4499",
    "VNM": "#117733",
    "IDN": "#CC6677",
    "MYS": "#88CCEE",
    "SGP": "#661100",
    "THA": "#999933",
    "PHL": "#6699CC",
    "MMR": "#888888",
    "KHM": "#AA7744",
    "LAO": "#777711",
    "BRN": "#BBBBBB",
    "TLS": "#000000",
}
# The two sides of the mirror are always drawn the same way.
SIDES: dict[str, dict[str, Any]] = {
    "Russia-reported": {"color": COLOURS["RUS"], "linestyle": "-", "linewidth": 2.0},
    "ASEAN-reported": {"color": COLOURS["ASEAN"], "linestyle": "-", "linewidth": 2.0},
}
QUOTES = {"document": "D", "official Russia": "^", "official ASEAN": "v"}  # marker by who stated a total
INK = "#222222"
LABEL_HEIGHT = 13  # pixels between the names at the ends of lines
WIDTH = 7.2  # inches: the text width of the PDF


class ExhibitError(ValueError):
    """A figure or table lacks what a reader needs: caption, text alternative, source, data."""


def use_style() -> None:
    """Set the style of every picture of the report; call it once at the top of a notebook."""
    sns.set_theme(style="ticks", font="DejaVu Sans", rc={"axes.spines.top": False, "axes.spines.right": False})
    mpl.rcParams.update(
        {
            "figure.figsize": (WIDTH, 4.0),
            "figure.constrained_layout.use": True,
            "font.size": 9.0,
            "axes.titlesize": 10.0,
            "axes.labelsize": 9.0,
            "xtick.labelsize": 8.5,
            "ytick.labelsize": 8.5,
            "legend.fontsize": 8.5,
            "legend.frameon": False,
            "axes.titlelocation": "left",
            "axes.grid": True,
            "axes.grid.axis": "y",
            "grid.color": "#DDDDDD",
            "grid.linewidth": 0.6,
            "text.color": INK,
            "axes.labelcolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "svg.hashsalt": "russia-asean",  # stable ids, so that the same picture gives the same file
            "svg.fonttype": "path",
        }
    )


def two_sides(totals: pd.DataFrame, column: str, unit: str) -> tuple[Figure, Axes]:
    """Draw both sides of the mirror over time, with the band between them; derived years are dashed.

    Args:
        totals: the output of ``trade.totals``.
        column: what to draw, in USD; the axis is in billions.
        unit: the label of the axis.
    """
    figure, axes = plt.subplots()
    wide = totals.pivot(index="year", columns="side", values=column).reindex(columns=list(SIDES)) / 1e9
    first, second = (wide[side] for side in SIDES)
    axes.fill_between(wide.index, first, second, color="#BBBBBB", alpha=0.35, linewidth=0)
    for side, style in SIDES.items():
        mine = totals[totals["side"] == side].set_index("year")
        if mine.empty:  # Russia's record ends before the years asked for
            continue
        values = mine[column] / 1e9
        first_derived = mine.index[mine["status"] == "derived"].min()
        solid = values[values.index < first_derived] if pd.notna(first_derived) else values
        axes.plot(solid.index, solid, **style)
        if len(solid) < len(values):
            axes.plot(values.index[len(solid) - 1 :], values.iloc[len(solid) - 1 :], **{**style, "linestyle": ":"})
        end_label(axes, values, side, str(style["color"]))
    axes.set(ylabel=unit, xlabel="")
    return figure, axes


def lines(wide: pd.DataFrame, unit: str, *, log: bool = False) -> tuple[Figure, Axes]:
    """Draw one line per column over time, labelled at its end; columns are country codes.

    Args:
        wide: one column per country code, indexed by year.
        unit: the label of the axis.
        log: a logarithmic axis.
    """
    figure, axes = plt.subplots()
    for code in wide.columns:
        values = wide[code].dropna()
        axes.plot(values.index, values, color=COLOURS[code], linewidth=2.4 if code == "RUS" else 1.5)
    if log:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(ScalarFormatter())
        axes.yaxis.set_minor_formatter(NullFormatter())
    else:
        axes.set_ylim(bottom=0)
    axes.set(ylabel=unit, xlabel="")
    _label_ends(axes, wide)
    return figure, axes


def _label_ends(axes: Axes, wide: pd.DataFrame) -> None:
    """Name each line at its end, moving names apart where lines end close together."""
    ends = {code: wide[code].dropna() for code in wide.columns}
    heights = {code: axes.transData.transform((0, ends[code].iloc[-1]))[1] for code in ends}
    lowest = -math.inf
    for code in sorted(heights, key=heights.__getitem__):
        lowest = max(heights[code], lowest + LABEL_HEIGHT)
        shift = (lowest - heights[code]) * 72 / axes.figure.dpi
        end_label(axes, ends[code], countries.name(code), COLOURS[code], shift)


def both_sides(wide: pd.DataFrame, unit: str) -> tuple[Figure, Axes]:
    """Draw one quantity on both records over time; columns are the two sides of the mirror."""
    figure, axes = plt.subplots()
    for side, style in SIDES.items():
        axes.plot(wide.index, wide[side], **style)
        end_label(axes, wide[side], side, str(style["color"]))
    axes.set(ylabel=unit, xlabel="")
    axes.set_ylim(bottom=0)
    return figure, axes


def ratio_points(ratios: pd.DataFrame, unit: str) -> tuple[Figure, Axes]:
    """Draw ratios with their intervals on a logarithmic axis around 1; rows have partner, ratio, low and high."""
    figure, axes = plt.subplots(figsize=(WIDTH, 3.2))
    drawn = ratios[["partner", "ratio", "low", "high"]].to_numpy().tolist()
    for position, (code, ratio, low, high) in enumerate(drawn):
        axes.plot([low, high], [position, position], color=COLOURS[code], linewidth=2)
        axes.plot(ratio, position, "o", color=COLOURS[code])
    axes.axvline(1, color=INK, linewidth=0.8)
    axes.set(xscale="log", xlabel=f"{unit} (1 = as predicted)")
    ticks = {0.25: "¼", 0.5: "½", 1: "1", 2: "2", 4: "4"}
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_yticks(range(len(ratios)), [countries.name(code) for code in ratios["partner"]])
    axes.grid(False)
    return figure, axes


def end_label(axes: Axes, values: pd.Series, text: str, colour: str, shift: float = 0.0) -> None:
    """Write a name beside the last point of a line, ``shift`` points higher."""
    known = values.dropna()
    end = (known.index[-1], known.iloc[-1])
    axes.annotate(text, end, xytext=(5, shift), textcoords="offset points", color=colour, va="center")
    axes.margins(x=0.02)


def mark_quotes(axes: Axes, quotes: pd.DataFrame) -> None:
    """Mark quoted totals on a picture of totals; rows have number, year, value (USD) and kind."""
    for kind, marker in QUOTES.items():
        part = quotes[quotes["kind"] == kind]
        points = part["year"].to_numpy(), part["value"].to_numpy() / 1e9
        axes.scatter(*points, marker=marker, s=34, color="none", edgecolor=INK, label=kind, zorder=3)
        for number, year, value in zip(part["number"], *points, strict=True):
            axes.annotate(str(number), (year, value), xytext=(4, 3), textcoords="offset points", fontsize=6.5)
    axes.legend(loc="upper left", title="Quoted totals, numbered as in the table")
    axes.set_ylim(bottom=0)


def publish_figure(
    figure: Figure,
    data: pd.DataFrame,
    *,
    label: str,
    title: str,
    caption: str,
    alt: str,
    sources: Sequence[str],
    processing: str,
    units: Mapping[str, str],
) -> None:
    """Show a figure and store it with the data it draws.

    Args:
        figure: the picture; it is closed afterwards.
        data: what is drawn, tidy, one row per mark.
        label: the cross-reference label, starting with ``fig-``.
        title: what is shown, a few words.
        caption: what to see, one or two sentences.
        alt: what a person who cannot see the picture needs to know.
        sources: keys of ``sources.csv``.
        processing: what the author did to the figures of the sources.
        units: the unit of each numeric column.

    Raises:
        ExhibitError: a text, a source, a unit or the data is missing.
        TableError: a source is unknown.
    """
    content = _resource(data, label, "fig-", title, caption, sources, processing, units)
    if len(alt.split()) < 8:
        raise ExhibitError(
            f"Figure {label!r}: alt must say what a person who cannot see it needs to know; "
            f"it has {len(alt.split())} words."
        )
    svg, pdf = io.BytesIO(), io.BytesIO()
    figure.savefig(svg, format="svg", metadata={"Date": None})
    figure.savefig(pdf, format="pdf", metadata={"CreationDate": None})
    plt.close(figure)
    outputs.emit(
        outputs.EXHIBIT,
        label,
        {**content, "alt": " ".join(alt.split())},
        {
            "text/plain": f"Figure: {title}",
            "image/svg+xml": svg.getvalue().decode(),
            "application/pdf": base64.b64encode(pdf.getvalue()).decode(),
        },
    )


def publish_table(
    data: pd.DataFrame,
    *,
    label: str,
    title: str,
    caption: str,
    sources: Sequence[str],
    processing: str,
    units: Mapping[str, str],
    headers: Mapping[str, str],
    formats: Mapping[str, str | Callable[[Any], str]] | None = None,
) -> None:
    """Show a table and store it with its data.

    Args:
        data: one row per line of the table, raw values; the download holds these.
        label: the cross-reference label, starting with ``tab-``.
        title: what is shown, a few words.
        caption: what to see, one or two sentences.
        sources: keys of ``sources.csv``.
        processing: what the author did to the figures of the sources.
        units: the unit of each numeric column.
        headers: the printed head of each column, unit included; columns not named here are only in the download.
        formats: how a column's values are printed: a function, the name of a function of ``words``, or a format
            such as ``.2f``; other columns are printed as they are.

    Raises:
        ExhibitError: a text, a source, a unit or the data is missing.
        TableError: a source is unknown.
    """
    content = _resource(data, label, "tab-", title, caption, sources, processing, units)
    printed = pd.DataFrame(
        {
            head: [_printed(value, (formats or {}).get(column, str)) for value in data[column]]
            for column, head in headers.items()
        }
    )
    numeric = [head for column, head in headers.items() if pd.api.types.is_numeric_dtype(data[column])]
    content["printed"] = {
        "head": list(printed.columns),
        "rows": printed.to_numpy().tolist(),
        "numeric": numeric,
    }
    shown = {
        "text/plain": printed.to_string(index=False),
        "text/html": printed.to_html(index=False, border=0),
    }
    outputs.emit(outputs.EXHIBIT, label, content, shown)


def _printed(value: Any, form: str | Callable[[Any], str]) -> str:
    if value is None or pd.isna(value):
        return "–"
    if callable(form):
        return form(value)
    named = getattr(words, form, None)
    return str(named(value)) if named else format(value, form)


def _resource(
    data: pd.DataFrame,
    label: str,
    prefix: str,
    title: str,
    caption: str,
    sources: Sequence[str],
    processing: str,
    units: Mapping[str, str],
) -> dict[str, Any]:
    """Return a Frictionless data resource: the data of an exhibit with its schema and its credits."""
    if not label.startswith(prefix):
        raise ExhibitError(f"Label {label!r} must start with {prefix!r}.")
    if not (title.strip() and caption.strip() and processing.strip()):
        raise ExhibitError(f"{label!r} needs a title, a caption and a processing note.")
    if data.empty or not sources:
        raise ExhibitError(f"{label!r} needs data and at least one source.")
    numeric = [name for name in data.columns if pd.api.types.is_numeric_dtype(data[name])]
    unnamed = [name for name in numeric if name not in units]
    if unnamed:
        raise ExhibitError(f"{label!r}: column {unnamed[0]!r} has no unit. Name it in units.")
    credits = tables.credit(list(sources))
    fields = [
        {
            "name": str(name),
            "type": "number" if name in numeric else "string",
            **({"unit": units[name]} if name in numeric else {}),
        }
        for name in data.columns
    ]
    records = data.astype(object).where(data.notna(), None)
    return {
        "name": label,
        "title": title,
        "description": " ".join(caption.split()),
        "processing": " ".join(processing.split()),
        "sources": [
            {"key": key, "title": row["title"], "producer": row["producer"]} for key, row in credits.iterrows()
        ],
        "schema": {"fields": fields},
        "data": [dict(zip(map(str, data.columns), row, strict=True)) for row in records.to_numpy().tolist()],
    }
