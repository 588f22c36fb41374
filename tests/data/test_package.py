"""Contracts of the data package: the real tables keep them."""

import json

import frictionless
import pytest

from russia_asean import paths
from russia_asean.analysis import trade
from russia_asean.data import codebook, countries, memberships, tables

OLD, MONTHLY, NEW, ROSSTAT = "imf-dots-2022-02", "imf-dots-monthly-2024-07", "imf-imts-russia-2026", "rosstat-fcs-2022"


@pytest.mark.parametrize("name", tables.names())
def test_every_table_loads(name):
    # The corrections are the one table that may be empty: it holds what was found wrong.
    assert len(tables.load(name)) > 0 or name == "corrections"


def test_every_file_is_described_and_every_description_has_a_file():
    assert tables.undescribed() == []
    assert all((paths.DATA / tables.resource(name)["path"]).is_file() for name in tables.names())


def test_tables_of_periods_say_that_no_row_ends_before_it_starts():
    pairs = {
        ("start", "end"),
        ("start_year", "end_year"),
        ("date", "date_end"),
        ("signed", "in_force"),
        ("low", "high"),
    }
    for name in tables.names():
        columns = {field["name"] for field in tables.resource(name)["schema"]["fields"]}
        described = {tuple(pair) for pair in tables.resource(name).get("intervals", [])}
        assert {pair for pair in pairs if set(pair) <= columns} <= described, name


def test_the_package_is_valid_by_its_standard():
    report = frictionless.validate(paths.DATA / "datapackage.json")
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert report.valid


def test_hashes_and_sizes_are_those_of_the_files():
    assert codebook.described_package() == (paths.DATA / "datapackage.json").read_text(encoding="utf-8")


def test_codebook_and_bibliography_are_up_to_date():
    assert codebook.codebook_text() == (paths.DATA / "README.md").read_text(encoding="utf-8"), "Run `make data`."
    assert codebook.source_bibliography() == (paths.BOOK / "sources.bib").read_text(encoding="utf-8"), (
        "Run `make data`."
    )


@pytest.mark.parametrize("name", [name for name in tables.names() if name != "sources"])
def test_every_source_used_exists(name):
    frame = tables.load(name)
    if "source_key" in frame:
        tables.credit(sorted(frame["source_key"].dropna().unique()))


def test_sources_say_what_a_reader_needs_to_credit_them():
    sources = tables.load("sources")
    needed = ["title", "producer", "citation", "accessed", "licence", "licence_status", "redistributable"]
    assert sources[needed].notna().all(axis=None)
    assert set(sources["licence_status"]) <= {"confirmed", "terms to be confirmed"}


@pytest.mark.parametrize("name", tables.names())
def test_measurements_carry_unit_status_and_vintage(name):
    frame = tables.load(name)
    if {"value", "source_key"} <= set(frame.columns):
        assert {"unit", "status", "vintage"} <= set(frame.columns)
        assert frame[["unit", "status", "vintage", "source_key"]].notna().all(axis=None)


@pytest.mark.parametrize("name", tables.names())
def test_every_table_says_what_it_is_and_what_is_wrong_with_it(name):
    described = tables.resource(name)
    assert described["title"] and described["description"]
    assert described.get("limitations") or name in ("sources", "documents", "countries")


def test_russia_after_2021_is_marked_as_an_estimate():
    flows = trade.chosen_flows()
    late = flows[(flows["reporter"] == "RUS") & (flows["year"] > trade.last_russian_year())]
    assert len(late) > 0
    assert set(late["status"]) == {"estimate"}


def test_claims_belong_to_documents_and_have_stable_ids():
    claims = tables.load("claims")
    assert claims["claim_id"].is_unique
    assert claims["claim_id"].str.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*").all()
    assert set(claims["document"]) == set(tables.load("documents")["document"])
    assert (claims["locator"].str.split().str.len() <= 20).all()


def test_dated_claims_have_a_known_precision():
    claims = tables.load("claims")
    assert set(claims.loc[claims["unit"] == "date", "precision"]) <= {1, 31, 366}


def test_each_country_of_a_table_has_a_name():
    assert [countries.name(code) for code in [*memberships.asean_11(), *trade.PARTNERS, "WLD"]]


def test_the_description_is_stable_text():
    text = (paths.DATA / "datapackage.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def test_who_changes_a_description_changes_no_one_else_s():
    tables.resource("trade_flows")["schema"]["fields"].clear()
    assert tables.resource("trade_flows")["schema"]["fields"]
