"""The downloads: data that keep their own schema and say whose they are, pictures with their credits inside."""

import csv
import html as markup
import io
import json
import xml.etree.ElementTree as ElementTree

import frictionless
import pandas as pd
import pytest
from PIL import Image

from russia_asean import paths, release
from russia_asean.book.common import entries, marks
from russia_asean.book.common.entries import Place
from russia_asean.book.content import citing, exhibit_files
from russia_asean.book.content.column_words import COLUMNS, IN_EXHIBITS
from russia_asean.book.files import downloads, picture_files
from russia_asean.evidence.records import Exhibit

PUBLISHED = dict.fromkeys(("page", "version", "created", "licenses", "citation", "sources", "processing"))


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """Return a folder with the downloads as a build writes them."""
    folder = tmp_path_factory.mktemp("downloads")
    downloads.write(folder, release.stored())
    return folder


def exhibit(**changed):
    content = {
        "key": "fig-test-lines",
        "title": "Trade grew",
        "caption": "Exports plus imports.",
        "alt": "A line that rises from left to right.",
        "processing": "Summed.",
        "fields": (
            {"name": "year", "type": "number", "unit": "year"},
            {"name": "VNM", "type": "number", "unit": "USD"},
            {"name": "day", "type": "string"},
        ),
        # As stored: sorted by name, not as the schema says.
        "data": ({"VNM": 1.5, "day": "2014-01-31", "year": 2014}, {"VNM": None, "day": None, "year": 2015}),
        "rests_on": ({"table": "trade_flows", "source": "imf-dots-2022-02"},),
    }
    return Exhibit.model_validate(content | changed)


def test_columns_stand_as_in_the_schema_and_gaps_are_empty():
    rows = exhibit_files.exhibit_csv(exhibit()).removeprefix(exhibit_files.MARK).splitlines()
    assert rows == ["year,VNM,day", "2014,1.5,2014-01-31", "2015,,"]


def test_every_column_says_what_it_holds():
    year, vietnam, day = exhibit_files.resource(exhibit(), Place("trade", 3), "R")["schema"]["fields"]
    told = "Year that the row is about."
    assert year == {"name": "year", "type": "integer", "title": "Year", "description": told, "unit": "year"}
    assert vietnam["title"] == "Vietnam" and vietnam["description"] == "Value of Vietnam. Unit: USD."
    assert day["type"] == "date"


def test_years_with_a_part_are_no_whole_numbers():
    rows = exhibit().data
    assert exhibit_files.field({"name": "year", "type": "number", "unit": "year"}, rows)["type"] == "integer"
    parted = [*rows, {"year": 2015.5}]
    assert exhibit_files.field({"name": "year", "type": "number", "unit": "year"}, parted)["type"] == "number"


def test_a_file_says_where_it_comes_from_and_whose_the_data_are():
    about = exhibit_files.resource(exhibit(), Place("trade", 3), "A reference.", "Fig. 7", ["b", "a"])
    named = release.stored()
    assert about["page"] == named.at("exhibits/fig-test-lines.html")
    assert about["version"] == named.version and about["licenses"][0]["path"] == release.LICENCE_ADDRESS
    assert about["citation"] == "A reference."
    assert about["claims"] == ["a", "b"] and about["number"] == "Fig. 7"
    (source,) = about["sources"]
    assert source["producer"] == "International Monetary Fund" and source["published"] == "2022-02"
    assert source["path"].startswith("https://")


def test_a_file_is_cited_as_the_page_of_the_exhibit_says(files):
    thing = next(each for each in citing.exhibits() if each.name == "fig-trade-totals")
    apa = citing.plain(citing.printed(citing.APA, thing, release.stored()))
    about = json.loads((files / marks.file_name("fig-trade-totals.json")).read_text(encoding="utf-8"))
    assert about["citation"] == apa and "[figure fig-trade-totals]" in apa
    picture = (files / marks.file_name("fig-trade-totals.svg")).read_text(encoding="utf-8")
    assert apa in markup.unescape(picture)


def test_a_source_with_a_front_page_alone_is_given_by_the_page_that_was_read():
    (source,) = exhibit_files.sources(["minvostok-2016-12"])
    assert source["path"] == "http://tass.com/economy/922841"


def schema_problems(folder):
    """Return what frictionless refuses in the downloads of exhibits, each read by its own schema."""
    found = []
    for label in entries.exhibits():
        about = json.loads((folder / marks.file_name(f"{label}.json")).read_text(encoding="utf-8"))
        described = {"name": label, "path": marks.file_name(f"{label}.csv"), "schema": about["schema"]}
        report = frictionless.Resource.from_descriptor(described, basepath=str(folder)).validate()
        found += [f"{label}: {error.message}" for task in report.tasks for error in task.errors]
    return found


def test_every_table_keeps_its_own_schema(files):
    assert schema_problems(files) == []


def test_a_table_in_another_order_than_its_schema_is_refused(files, tmp_path, monkeypatch):
    key, shown = next((key, each) for key, each in entries.exhibits().items() if len(each.fields) > 1)
    monkeypatch.setattr(entries, "exhibits", lambda: {key: shown})
    for kind in ("csv", "json"):
        name = marks.file_name(f"{key}.{kind}")
        (tmp_path / name).write_bytes((files / name).read_bytes())
    assert schema_problems(tmp_path) == []
    name = tmp_path / marks.file_name(f"{key}.csv")
    head, *rows = name.read_text(encoding="utf-8-sig").splitlines()
    name.write_text("\n".join([",".join(reversed(head.split(","))), *rows]), encoding="utf-8")
    assert schema_problems(tmp_path)


def untold(label, fields):
    """Return the columns of an exhibit whose description says no more than their name."""
    said = {each["name"]: each["description"].partition(" Unit: ")[0].rstrip(".") for each in fields}
    return [
        f"{label}: say what the column {name!r} holds, in russia_asean/book/content/column_words.py."
        for name, words in said.items()
        if words.casefold() == name.replace("_", " ").casefold()
    ]


def test_a_column_that_nobody_described_is_noticed():
    fields = [exhibit_files.field({"name": "with_fuel", "type": "number", "unit": "USD"}, [{"with_fuel": 1}])]
    assert untold("fig-test", fields) == [
        "fig-test: say what the column 'with_fuel' holds, in russia_asean/book/content/column_words.py."
    ]


def test_a_column_may_mean_something_else_in_an_exhibit():
    described, rows = {"name": "first", "type": "number"}, [{"first": 1}]
    assert exhibit_files.field(described, rows)["description"] == COLUMNS["first"]
    assert exhibit_files.field(described, rows, "tab-trade-overlap")["description"] == "Edition."
    known = entries.exhibits()
    for label, columns in IN_EXHIBITS.items():
        assert columns.keys() <= {each["name"] for each in known[label].fields}, label


def test_numbers_are_numbers_however_they_were_stored():
    rows = [{"start": 2008}, {"start": None}, {"start": 2025.39}]
    assert exhibit_files.field({"name": "start", "type": "string"}, rows)["type"] == "number"
    assert exhibit_files.field({"name": "start", "type": "string"}, [{"start": "2008"}])["type"] == "string"


def test_every_exhibit_is_described_to_the_last_column(files):
    for label, shown in entries.exhibits().items():
        about = json.loads((files / marks.file_name(f"{label}.json")).read_text(encoding="utf-8"))
        assert PUBLISHED.keys() <= about.keys(), label
        assert all(each["title"] and each["description"].endswith(".") for each in about["schema"]["fields"]), label
        assert untold(label, about["schema"]["fields"]) == []
        assert [each["name"] for each in about["schema"]["fields"]] == [each["name"] for each in shown.fields]


def test_spreadsheets_and_programs_read_the_same_cells(files):
    path = files / marks.file_name("ledger.csv")
    # The mark by which Excel knows UTF-8; pandas passes over it.
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert pd.read_csv(path).columns[0] == "claim_id"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    told = json.loads((files / marks.file_name("ledger.json")).read_text(encoding="utf-8"))
    assert len(rows) == len(told["claims"])
    assert (told["version"], told["licence"]) == (release.stored().version, release.TEXT_LICENCE)


def test_file_names_carry_project_and_version():
    version = release.stored().version
    assert marks.file_name("fig-trade-totals.csv") == f"russia-asean-{version}-fig-trade-totals.csv"
    assert marks.file_name("trade.ipynb") == "trade.ipynb"


def test_the_citation_file_is_there_under_the_name_that_programs_look_for(files):
    assert (files / "CITATION.cff").read_bytes() == (paths.ROOT / "CITATION.cff").read_bytes()


def test_every_figure_is_there_as_svg_and_png_with_its_credits(files):
    drawn = {label: each for label, each in entries.exhibits().items() if each.pictures}
    assert drawn
    space = {"svg": picture_files.SVG, "dc": picture_files.DC, "cc": picture_files.CC, "rdf": picture_files.RDF}
    for label, each in drawn.items():
        root = ElementTree.parse(files / marks.file_name(f"{label}.svg")).getroot()
        assert root.findtext("svg:title", namespaces=space) == each.title
        assert root.findtext("svg:desc", namespaces=space).startswith(each.alt)
        assert "Data: " in root.findtext(".//dc:rights", namespaces=space)
        licence = root.find(".//cc:license", space).get(f"{{{picture_files.RDF}}}resource")
        assert licence == release.LICENCE_ADDRESS
        assert "Matplotlib" not in ElementTree.tostring(root, encoding="unicode")
        with Image.open(files / marks.file_name(f"{label}.png")) as image:
            assert image.width > 700 and image.getpixel((0, 0)) == (255, 255, 255)
            assert image.text["Title"] == each.title and release.LICENCE_ADDRESS in image.text["Copyright"]


def test_a_picture_that_is_no_svg_is_refused():
    said = picture_files.Said("Title", "What is seen.", "Author", "2026-11-29", "Credit", "licence", "page")
    with pytest.raises(ElementTree.ParseError):
        picture_files.svg("<svg", said)
