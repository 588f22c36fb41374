"""Publishing refuses an exhibit that lacks what its reader needs, and stores all it has."""

import base64
import hashlib

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from russia_asean.evidence import records
from russia_asean.provenance import Origin
from russia_asean.report import charts, publish, style

DATA = pd.DataFrame({"year": [2020, 2021], "who": ["a", None], "value": [1.5, float("nan")]})
ALT = "One line rises from one and a half and then has a gap."
FIGURE = {
    "label": "fig-x",
    "title": "A title",
    "caption": "A caption.",
    "alt": ALT,
    "processing": "None.",
    "units": {"year": "year", "value": "USD"},
    "origins": frozenset([Origin("trade_flows", "imf-dots-2022-02")]),
}
TABLE = {
    **{name: value for name, value in FIGURE.items() if name != "alt"},
    "label": "tab-x",
    "headers": {"year": "Year", "who": "Who", "value": "Value, USD"},
    "formats": {"value": "{:.1f}".format},
}


@pytest.fixture
def emitted(monkeypatch):
    """Return the list of records that a test publishes, each with what Jupyter shows."""
    emitted = []
    monkeypatch.setattr(publish, "publish", lambda *record: emitted.append(record))
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
    ({"origins": frozenset()}, "rests on no table"),
    ({"units": {"year": "year"}}, "column 'value' has no unit"),
]


@pytest.mark.parametrize(("changed", "message"), [*MISTAKES, ({"alt": "A line."}, "it has 2 words")])
def test_a_figure_that_lacks_something_is_refused(emitted, drawing, changed, message):
    with pytest.raises(publish.ExhibitError, match=message):
        publish.figure(drawing, DATA, **{**FIGURE, **changed})
    assert emitted == []


@pytest.mark.parametrize(("changed", "message"), MISTAKES)
def test_a_table_that_lacks_something_is_refused(emitted, changed, message):
    with pytest.raises(publish.ExhibitError, match=message):
        publish.table(DATA, **{**TABLE, **changed})
    assert emitted == []


def test_an_exhibit_without_data_is_refused(emitted):
    with pytest.raises(publish.ExhibitError, match="needs data"):
        publish.table(DATA[:0], **TABLE)
    assert emitted == []


def test_a_figure_stores_its_pictures_their_digests_and_its_data(emitted, drawing):
    publish.figure(drawing, DATA, **FIGURE)
    record, shown = emitted[0]
    assert (record.key, record.alt) == ("fig-x", ALT)
    assert shown["image/svg+xml"].lstrip().startswith("<?xml")
    assert base64.b64decode(shown["application/pdf"]).startswith(b"%PDF")
    assert record.pictures == {
        kind: hashlib.sha256(shown[kind].encode()).hexdigest()
        for kind in ("image/svg+xml", "image/vnd.russia-asean.narrow+svg", "application/pdf")
    }
    assert records.dumped(record)["data"] == [
        {"year": 2020, "who": "a", "value": 1.5},
        {"year": 2021, "who": None, "value": None},
    ]
    assert record.fields[2] == {"name": "value", "type": "number", "unit": "USD"}
    assert record.rests_on[0].source == "imf-dots-2022-02"


def test_the_same_picture_gives_the_same_bytes(emitted):
    style.use_style()
    for _ in range(2):
        figure, axes = plt.subplots()
        axes.scatter([1, 2], [3, 4])
        publish.figure(figure, DATA, **FIGURE)
    assert emitted[0] == emitted[1]


def test_a_table_prints_missing_values_as_a_dash_and_keeps_raw_values(emitted):
    publish.table(DATA, **TABLE)
    record = emitted[0][0]
    assert record.printed.rows == (("2020", "a", "1.5"), ("2021", "–", "–"))
    assert record.printed.numeric == ("Year", "Value, USD")
    assert record.data[0]["value"] == 1.5


def test_captured_records_are_rounded_and_nothing_is_drawn(drawing):
    with publish.captured() as captured:
        publish.figure(drawing, DATA.assign(value=[1.23456789, 2.0]), **FIGURE)
    (record,) = captured
    assert record.data[0]["value"] == 1.23457
    assert record.pictures == {}


@pytest.mark.parametrize(
    ("named", "unit", "units"),
    [
        ({}, "USD", {"year": "year", "value": "USD"}),
        ({"value": "percent"}, "USD", {"year": "year", "value": "percent"}),
        ({"year": "fiscal year"}, "", {"year": "fiscal year"}),
    ],
)
def test_units_come_from_the_cell_and_years_are_years(named, unit, units):
    assert publish.units_of(DATA, named, unit) == units


def test_the_data_of_a_picture_have_one_line_per_cell_with_a_value():
    wide = pd.DataFrame({"RUS": [1.0, None], "VNM": [2.0, 3.0]}, index=[2020, 2021])
    long = charts.long(wide, "year", "host", "share")
    assert list(long.columns) == ["year", "host", "share"]
    assert long.to_numpy().tolist() == [[2020, "RUS", 1.0], [2020, "VNM", 2.0], [2021, "VNM", 3.0]]
    panels = charts.long_panels({"a": wide, "b": wide[["VNM"]]}, "host", "panel")
    assert panels["panel"].tolist() == ["a"] * 3 + ["b"] * 2


def luminance(colour):
    """Return the relative luminance of a colour, as the Web Content Accessibility Guidelines define it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_russia_and_asean_share_their_colours_with_nobody():
    for code in ("RUS", "ASEAN"):
        assert [other for other, colour in style.COLOURS.items() if colour == style.COLOURS[code]] == [code]


@pytest.mark.parametrize("page", ["#ffffff", "#14181e"])  # the grounds of the light and of the dark page
def test_every_colour_stands_out_on_both_grounds(page):
    for colour in {*style.COLOURS.values(), style.GREY}:
        light, dark = sorted((luminance(colour), luminance(page)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 3, colour
