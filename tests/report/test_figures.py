"""Publishing refuses an exhibit that lacks what its reader needs, and stores all it has."""

import base64

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.report import figures

DATA = pd.DataFrame({"year": [2020, 2021], "who": ["a", None], "value": [1.5, float("nan")]})
ALT = "One line rises from one and a half and then has a gap."
FIGURE = {
    "label": "fig-x",
    "title": "A title",
    "caption": "A caption.",
    "alt": ALT,
    "sources": ["imf-dots-2022-02"],
    "processing": "None.",
    "units": {"year": "year", "value": "USD"},
}
TABLE = {
    **{name: value for name, value in FIGURE.items() if name != "alt"},
    "label": "tab-x",
    "headers": {"year": "Year", "who": "Who", "value": "Value, USD"},
    "formats": {"value": "{:.1f}".format},
}


@pytest.fixture
def emitted(monkeypatch):
    """Return the list of records that a test emits."""
    emitted = []
    monkeypatch.setattr(records, "emit", lambda *record: emitted.append(record))
    return emitted


@pytest.fixture
def drawing():
    """Return an empty picture."""
    style.use_style()
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    return figure


MISTAKES = [
    ({"label": "x"}, "must start with"),
    ({"title": " "}, "needs a title"),
    ({"caption": ""}, "needs a title, a caption"),
    ({"processing": ""}, "a processing note"),
    ({"sources": []}, "at least one source"),
    ({"units": {"year": "year"}}, "column 'value' has no unit"),
]


@pytest.mark.parametrize(("changed", "message"), [*MISTAKES, ({"alt": "A line."}, "it has 2 words")])
def test_a_figure_that_lacks_something_is_refused(emitted, drawing, changed, message):
    with pytest.raises(figures.ExhibitError, match=message):
        figures.publish_figure(drawing, DATA, **{**FIGURE, **changed})
    assert emitted == []


@pytest.mark.parametrize(("changed", "message"), MISTAKES)
def test_a_table_that_lacks_something_is_refused(emitted, changed, message):
    with pytest.raises(figures.ExhibitError, match=message):
        figures.publish_table(DATA, **{**TABLE, **changed})
    assert emitted == []


def test_an_exhibit_without_data_or_with_an_unknown_source_is_refused(emitted):
    with pytest.raises(figures.ExhibitError, match="needs data"):
        figures.publish_table(DATA[:0], **TABLE)
    with pytest.raises(tables.TableError, match=r"'rumour' is not in data/sources\.csv"):
        figures.publish_table(DATA, **{**TABLE, "sources": ["rumour"]})
    assert emitted == []


def test_a_figure_stores_both_pictures_and_its_data(emitted, drawing):
    figures.publish_figure(drawing, DATA, **FIGURE)
    kind, label, content, shown = emitted[0]
    assert (kind, label, content["alt"]) == (records.EXHIBIT, "fig-x", ALT)
    assert shown["image/svg+xml"].lstrip().startswith("<?xml")
    assert base64.b64decode(shown["application/pdf"]).startswith(b"%PDF")
    assert records.rounded(content)["data"] == [
        {"year": 2020, "who": "a", "value": 1.5},
        {"year": 2021, "who": None, "value": None},
    ]
    assert content["schema"]["fields"][2] == {"name": "value", "type": "number", "unit": "USD"}
    assert content["sources"][0]["producer"]


def test_the_same_picture_gives_the_same_bytes(emitted):
    style.use_style()
    for _ in range(2):
        figure, axes = plt.subplots()
        axes.scatter([1, 2], [3, 4])
        figures.publish_figure(figure, DATA, **FIGURE)
    assert emitted[0][3] == emitted[1][3]


def test_a_table_prints_missing_values_as_a_dash_and_keeps_raw_values(emitted):
    figures.publish_table(DATA, **TABLE)
    content = emitted[0][2]
    assert content["printed"]["rows"] == [["2020", "a", "1.5"], ["2021", "–", "–"]]
    assert content["printed"]["numeric"] == ["Year", "Value, USD"]
    assert content["data"][0]["value"] == 1.5


def test_the_data_of_a_picture_have_one_line_per_cell_with_a_value():
    wide = pd.DataFrame({"RUS": [1.0, None], "VNM": [2.0, 3.0]}, index=[2020, 2021])
    long = charts.long(wide, "year", "host", "share")
    assert list(long.columns) == ["year", "host", "share"]
    assert long.to_numpy().tolist() == [[2020, "RUS", 1.0], [2020, "VNM", 2.0], [2021, "VNM", 3.0]]
    panels = charts.long_panels({"a": wide, "b": wide[["VNM"]]}, "host", "panel")
    assert panels["panel"].tolist() == ["a"] * 3 + ["b"] * 2


def test_every_colour_belongs_to_one_country():
    assert len(set(style.COLOURS.values())) == len(style.COLOURS)
