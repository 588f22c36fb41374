"""A table that breaks its contract stops with one sentence: file, row, column, rule, remedy."""

import frictionless
import pytest

from russia_asean import paths
from russia_asean.data import codebook, tables

# what is spoilt: file, old text, new text, table that is loaded, what the sentence says
MISTAKES = {
    "missing column": ("flows.csv", "year,value", "year,worth", "column 'value' is missing"),
    "unknown column": ("flows.csv", "read_on,partial", "read_on,partial,extra", "column 'extra' is not in the schema"),
    "word in a number": ("flows.csv", "1750000.5", "a lot", "row 3, column 'value': 'a lot' is not of type number"),
    "comma in a number": ("flows.csv", "900000", '"900,000"', "row 4, column 'value': '900,000' is not of type number"),
    "fraction in a whole number": ("flows.csv", "RUS,2021", "RUS,2021.5", "row 3, column 'year': '2021.5' is not of"),
    "no such date": ("flows.csv", "2021-03-02", "2021-02-30", "row 4, column 'read_on': '2021-02-30' is not of type"),
    "date in another form": ("flows.csv", "2021-03-02", "02.03.2021", "row 4, column 'read_on': '02.03.2021' is not"),
    "word in a yes or no": ("flows.csv", "2021-03-02,true", "2021-03-02,yes", "row 4, column 'partial': 'yes' is not"),
    "duplicate key": ("flows.csv", "RUS,2021", "RUS,2020", "row 3: the key iso3=RUS, year=2020 occurs twice"),
    "unknown country": ("flows.csv", "VNM,2020", "VIE,2020", "row 4, column 'iso3': 'VIE' is not in countries.csv"),
    "wrong unit": ("flows.csv", "900000,USD", "900000,EUR", "row 4, column 'unit': 'EUR' breaks the rule one of USD"),
    "too small": ("flows.csv", "900000", "-900000", "row 4, column 'value': -900000.0 breaks the rule at least 0"),
    "too late": ("flows.csv", "RUS,2021", "RUS,2026", "row 3, column 'year': 2026 breaks the rule at most 2025"),
    "empty cell": ("flows.csv", "RUS,2021,1750000.5", "RUS,2021,", "row 3, column 'value'"),
    "wrong pattern": (
        "countries.csv",
        "VNM",
        "Vnm",
        "row 3, column 'iso3': 'Vnm' breaks the rule the pattern [A-Z]{3}",
    ),
    "name used twice": ("countries.csv", "Vietnam", "Russia", "column 'name': 'Russia' breaks the rule"),
    "cell too many": ("flows.csv", "1750000.5,USD,,", "1750000.5,USD,,,", "row 3"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named(small_package, mistake):
    file, old, new, said = MISTAKES[mistake]
    small_package.replace(file, old, new)
    with pytest.raises(tables.TableError) as caught:
        tables.load(file.removesuffix(".csv"), small_package.describe().folder)
    sentence = str(caught.value)
    assert sentence.startswith(f"data/{file}")
    assert said in sentence
    assert "\n" not in sentence
    assert any(remedy in sentence for remedy in ("Correct", "Delete one", "Restore")), "no remedy is named"


@pytest.mark.parametrize("mistake", ["word in a number", "duplicate key", "unknown country", "wrong unit"])
def test_the_standard_refuses_the_same_mistakes(small_package, mistake, monkeypatch):
    """The schema language is the standard's: a tool that knows nothing of ours comes to the same verdict."""
    monkeypatch.chdir(small_package.folder)
    assert frictionless.validate("datapackage.json").valid
    file, old, new, _ = MISTAKES[mistake]
    small_package.replace(file, old, new)
    small_package.describe()
    assert not frictionless.validate("datapackage.json").valid


def test_a_sound_package_loads_with_its_types(small_package):
    frame = tables.load("flows", small_package.folder)
    assert frame["value"].tolist() == [1500000, 1750000.5, 900000]
    assert frame["year"].tolist() == [2020, 2021, 2020]
    assert frame["read_on"].isna().tolist() == [False, True, False]
    assert frame["partial"].isna().tolist() == [False, True, False]


def test_a_changed_file_is_refused(small_package):
    small_package.replace("flows.csv", "900000", "900001")
    with pytest.raises(
        tables.TableError, match=r"data/flows\.csv: its hash is not the one in datapackage\.json.*make data"
    ):
        tables.load("flows", small_package.folder)


def test_a_missing_file_is_refused(small_package):
    (small_package.folder / "flows.csv").unlink()
    with pytest.raises(tables.TableError, match=r"data/flows\.csv: file not found\. Restore it"):
        tables.load("flows", small_package.folder)


def test_an_unknown_table_is_refused(small_package):
    with pytest.raises(tables.TableError, match=r"no table named 'flow'\. Tables: countries, flows, sources"):
        tables.load("flow", small_package.folder)


def test_a_broken_or_missing_description_is_refused(small_package):
    path = small_package.folder / "datapackage.json"
    path.write_text('{"name": ', encoding="utf-8")
    with pytest.raises(tables.TableError, match=r"datapackage\.json, line 1: not valid JSON"):
        tables.load("flows", small_package.folder)
    with pytest.raises(tables.TableError, match=r"datapackage\.json: file not found"):
        tables.load("flows", small_package.folder / "nowhere")


def test_an_unknown_source_is_refused(small_package):
    assert tables.credit(["first"], small_package.folder)["title"].tolist() == ["First source"]
    with pytest.raises(tables.TableError, match=r"Source 'second' is not in data/sources\.csv"):
        tables.credit(["first", "second"], small_package.folder)


def test_a_loaded_table_may_be_changed_without_harm(small_package):
    frame = tables.load("flows", small_package.folder)
    frame["value"] = 0
    assert tables.load("flows", small_package.folder)["value"].sum() > 0


def test_refreshing_a_broken_table_writes_nothing(small_package, tmp_path, monkeypatch):
    small_package.replace("flows.csv", "900000", "a lot")
    before = (small_package.folder / "datapackage.json").read_bytes()
    monkeypatch.setattr(paths, "DATA", small_package.folder)
    monkeypatch.setattr(paths, "BOOK", tmp_path)
    for function in (tables.names, tables.validated):
        monkeypatch.setattr(tables, function.__name__, with_folder(function, small_package.folder))
    with pytest.raises(tables.TableError, match="'a lot'"):
        codebook.refresh()
    assert (small_package.folder / "datapackage.json").read_bytes() == before
    assert not (tmp_path / "sources.bib").exists()


def with_folder(function, folder):
    """Return a function of ``tables`` that reads another folder by default."""
    return lambda *names: function(*names, folder)
