"""One style for all pictures, and one way to publish a figure or a table with its data."""

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from russia_asean import formatting
from russia_asean.data import tables
from russia_asean.evidence import records, verdicts

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
    "SUN": "#8C2D04",
    "BLR": "#9970AB",
    "ISR": "#4477AA",
    "UKR": "#F0E442",
    "NLD": "#EE99AA",
    "CZE": "#B8860B",
    "HKG": "#AAAA00",
    "TWN": "#66A61E",
    "OTH": "#CCCCCC",
}
# The colours of the verdicts, in the order of stacked bars.
VERDICTS = {str(verdict): colours.picture for verdict, colours in verdicts.COLOURS.items()}
MOVES = {
    "nearer": COLOURS["ASEAN"],
    "further": COLOURS["RUS"],
    "mixed": "#DDCC99",
    "unchanged": "#DDDDDD",
    "not known": "#FFFFFF",
}
TOWARDS = {1: COLOURS["ASEAN"], -1: COLOURS["RUS"], 0: "#888888"}
INK = "#222222"
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
    records.emit(
        records.EXHIBIT,
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
    records.emit(records.EXHIBIT, label, content, shown)


def _printed(value: Any, form: str | Callable[[Any], str]) -> str:
    if value is None or pd.isna(value):
        return "–"
    return form(value) if callable(form) else formatting.format_value(value, form)


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
