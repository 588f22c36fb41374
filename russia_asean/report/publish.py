"""Show records in a notebook and store them in its outputs, where the execution of a notebook collects them.

A figure is stored with its pictures and a digest of each, a table with its printed cells, both with their data.
"""

import base64
import contextlib
import contextvars
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from russia_asean import formatting
from russia_asean.evidence import records
from russia_asean.evidence.records import MARK, MIME_TYPES, Exhibit, Printed, Record
from russia_asean.provenance import Origin
from russia_asean.report import style

YEAR = "year"  # a column of this name holds years, in every exhibit
PICTURES = (records.SVG, records.NARROW_SVG, records.PDF)

Format = str | Callable[[Any], str]

# Where records go instead of the notebook's output, and whether pictures are drawn; see `captured`.
_captured: contextvars.ContextVar[list[Record] | None] = contextvars.ContextVar("captured", default=None)


class ExhibitError(ValueError):
    """A figure or table lacks what a reader needs: caption, text alternative, source, data."""


@contextlib.contextmanager
def captured() -> Iterator[list[Record]]:
    """Collect records in a list, without output and without drawing pictures; for runs whose words are the point."""
    collected: list[Record] = []
    token = _captured.set(collected)
    try:
        yield collected
    finally:
        _captured.reset(token)


def publish(record: Record, shown: Mapping[str, str]) -> None:
    """Store a record in the output of the running cell.

    Args:
        record: the record; its numbers are stored with six significant digits.
        shown: what Jupyter shows, by media type; must hold ``text/plain``.
    """
    collected = _captured.get()
    if collected is not None:
        # By way of the stored form, so that numbers are rounded as in a notebook.
        collected.append(type(record).model_validate(records.dumped(record)))
        return
    kind = MIME_TYPES[type(record)]
    # Raw, since all media types are ready and IPython shall make none of its own.
    display({**shown, kind: records.dumped(record)}, metadata={MARK: kind}, raw=True)


def figure(
    picture: Figure,
    data: pd.DataFrame,
    *,
    label: str,
    title: str,
    caption: str,
    alt: str,
    processing: str,
    units: Mapping[str, str],
    origins: frozenset[Origin],
    narrow: Figure | None = None,
) -> None:
    """Show a figure and store it with the data it draws.

    Args:
        picture: the picture; it is closed afterwards.
        data: what is drawn, tidy, one row per mark.
        label: the cross-reference label, starting with ``fig-``.
        title: what is shown, a few words.
        caption: what to see, one or two sentences.
        alt: what a person who cannot see the picture needs to know.
        processing: what the author did to the figures of the sources.
        units: the unit of each numeric column; see ``units_of``.
        origins: what the data rest on.
        narrow: the picture for telephones, where more than its width must differ, such as panels below one another;
            it is closed afterwards. Otherwise the picture itself is laid out anew at that width.

    Raises:
        ExhibitError: a text, a source, a unit or the data is missing.
    """
    content = _exhibit(data, label, "fig-", title, caption, processing, units, origins)
    if len(alt.split()) < 8:
        raise ExhibitError(
            f"Figure {label!r}: alt must say what a person who cannot see it needs to know; "
            f"it has {len(alt.split())} words."
        )
    drawn = {} if _captured.get() is not None else _pictures(label, picture, narrow)
    # Jupyter shows every figure that is still open at the end of a cell, so it would stand there twice.
    for each in filter(None, (picture, narrow)):
        plt.close(each)
    digests = {kind: hashlib.sha256(text.encode()).hexdigest() for kind, text in drawn.items()}
    record = Exhibit(**content, alt=" ".join(alt.split()), pictures=digests)
    publish(record, {"text/plain": f"Figure: {title}", **drawn})


def _pictures(label: str, picture: Figure, narrow: Figure | None) -> dict[str, str]:
    """Return a picture by media type: two SVG, and a PDF in base64; the same picture gives the same texts."""
    wide, pdf = _svg(label, picture), io.BytesIO()
    # The time of drawing would make each run differ from the stored one.
    picture.savefig(pdf, format="pdf", metadata={"CreationDate": None}, transparent=True)
    if narrow is None:
        narrow = picture
        # Letters keep their size, so a telephone shows them as large as the text around them.
        narrow.set_size_inches(style.NARROW, picture.get_figheight())
    return dict(
        zip(PICTURES, (wide, _svg(f"{label}-narrow", narrow), base64.b64encode(pdf.getvalue()).decode()), strict=True)
    )


def _svg(name: str, picture: Figure) -> str:
    drawn = io.BytesIO()
    # Several pictures stand in one page, so the ids of each are made from its name.
    with mpl.rc_context({"svg.hashsalt": name}):
        picture.savefig(drawn, format="svg", metadata={"Date": None}, transparent=True)
    return drawn.getvalue().decode()


def table(
    data: pd.DataFrame,
    *,
    label: str,
    title: str,
    caption: str,
    processing: str,
    units: Mapping[str, str],
    headers: Mapping[str, str],
    formats: Mapping[str, Format],
    origins: frozenset[Origin],
) -> None:
    """Show a table and store it with its data.

    Args:
        data: one row per line of the table, raw values; the download holds these.
        label: the cross-reference label, starting with ``tab-``.
        title: what is shown, a few words.
        caption: what to see, one or two sentences.
        processing: what the author did to the figures of the sources.
        units: the unit of each numeric column; see ``units_of``.
        headers: the printed head of each column, unit included; columns not named here are only in the download.
        formats: how a column's values are printed: a function, or a format as in ``formatting.format_value``; other
            columns are printed as they are.
        origins: what the data rest on.

    Raises:
        ExhibitError: a text, a source, a unit or the data is missing.
    """
    content = _exhibit(data, label, "tab-", title, caption, processing, units, origins)
    printed = pd.DataFrame(
        {head: _printed_column(data[column], formats.get(column, str)) for column, head in headers.items()}
    )
    numeric = [head for column, head in headers.items() if pd.api.types.is_numeric_dtype(data[column])]
    shown = {"text/plain": printed.to_string(index=False), "text/html": printed.to_html(index=False, border=0)}
    rows = tuple(map(tuple, printed.to_numpy().tolist()))
    publish(Exhibit(**content, printed=Printed(head=tuple(printed.columns), rows=rows, numeric=tuple(numeric))), shown)


def _printed_column(values: pd.Series, form: Format) -> list[str]:
    """Return the cells of a column; amounts in dollars have one unit, so that a reader can compare them."""
    if form != "usd":
        return [_printed(value, form) for value in values]
    amounts = iter(formatting.usd_column([float(value) for value in values.dropna()]))
    return ["–" if pd.isna(value) else next(amounts) for value in values]


def _printed(value: Any, form: Format) -> str:
    if value is None or pd.isna(value):
        return "–"
    return form(value) if callable(form) else formatting.format_value(value, form)


def units_of(data: pd.DataFrame, named: Mapping[str, str], unit: str = "") -> dict[str, str]:
    """Return the unit of each numeric column.

    Args:
        data: the data of an exhibit.
        named: units by column, as the cell names them.
        unit: the unit of all other numeric columns; a column ``year`` holds years.
    """
    numeric = [str(name) for name in data.columns if pd.api.types.is_numeric_dtype(data[name])]
    years = {YEAR: YEAR} if YEAR in numeric else {}
    rest = dict.fromkeys(numeric, unit) if unit else {}
    # The later wins: a named unit over years, and these over the rest.
    return rest | years | dict(named)


def _exhibit(
    data: pd.DataFrame,
    label: str,
    prefix: str,
    title: str,
    caption: str,
    processing: str,
    units: Mapping[str, str],
    origins: frozenset[Origin],
) -> dict[str, Any]:
    """Return what figures and tables have in common."""
    if not label.startswith(prefix):
        raise ExhibitError(f"Label {label!r} must start with {prefix!r}.")
    if not (title.strip() and caption.strip() and processing.strip()):
        raise ExhibitError(f"{label!r} needs a title, a caption and a processing note.")
    if data.empty:
        raise ExhibitError(f"{label!r} needs data.")
    if not origins:
        raise ExhibitError(
            f"{label!r} rests on no table. Compute its data from tables of data/, or name them in rests_on."
        )
    numeric = [name for name in data.columns if pd.api.types.is_numeric_dtype(data[name])]
    unnamed = [name for name in numeric if name not in units]
    if unnamed:
        raise ExhibitError(f"{label!r}: column {unnamed[0]!r} has no unit. Name it in units.")
    fields = tuple(
        {"name": str(name), "type": "number", "unit": units[name]}
        if name in numeric
        else {"name": str(name), "type": "string"}
        for name in data.columns
    )
    # As objects first: a column of floats turns None back into NaN, which JSON does not know.
    cells = data.astype(object).where(data.notna(), None)
    return {
        "key": label,
        "title": title,
        "caption": " ".join(caption.split()),
        "processing": " ".join(processing.split()),
        "fields": fields,
        "data": tuple(dict(zip(map(str, data.columns), row, strict=True)) for row in cells.to_numpy().tolist()),
        "rests_on": records.rests_on(origins),
    }
