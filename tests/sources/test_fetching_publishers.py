"""Publishers asked through stand-ins: what they answer becomes a file from which the recipe makes the rows it should.

Where our tables hold the figures, the stand-in answers with them in the publisher's format, and the rows built from the
answer are those of the table.
"""

import pandas as pd
import pytest
import standins
from standins import Answer

from russia_asean.data import tables
from russia_asean.sources import (
    fetching,
    snapshots,
    world_bank,
)
from russia_asean.sources.publishers import fetch
from russia_asean.sources.snapshots import SnapshotError


def stored(table, source):
    """Return the rows of a source in one of our tables."""
    rows = tables.load(table, credit=False)
    return rows[rows["source_key"] == source]


def only(fetched, snapshot):
    """Return what was fetched for a snapshot."""
    found = [each for each in fetched if each.snapshot == snapshot]
    assert len(found) == 1
    return found[0]


def same_values(built, rows, key):
    """Say whether rows built from an answer hold the values of stored rows."""
    built, rows = (each.assign(year=each["year"].astype(int)).set_index(key)["value"] for each in (built, rows))
    pd.testing.assert_series_equal(built.sort_index(), rows.sort_index(), check_dtype=False, check_index_type=False)


def bank_answers(stand_in, updated="2025-07-01", **changes):
    """Let the server answer for both indicators of the World Bank with what our tables hold."""
    people = stored("economy", "wb-wdi-population")
    cells = [
        (f"{code} by name", code, year, int(value)) for code, year, value in people[["iso3", "year", "value"]].values
    ]
    standins.world_bank_answers(stand_in, "SP.POP.TOTL", [*cells, ("Aruba", "ABW", 2024, None)], updated)
    flows = stored("fdi_flows", "wb-wdi-fdi")
    cells = [("by name", code, year, value) for code, year, value in flows[["iso3", "year", "value"]].values]
    standins.world_bank_answers(stand_in, world_bank.INFLOWS, [*cells, ("by name", "IDN", 1990, 5.0)], updated)


def test_the_world_bank_answers_with_both_series(stand_in, transport, tmp_path):
    bank_answers(stand_in)
    fetched = fetch("world-bank", tmp_path, transport)
    people = only(fetched, "wb-wdi-population-2025")
    assert people.vintage == "2025-07-01" and people.edition == "SP.POP.TOTL, updated on 2025-07-01"
    assert people.path == tmp_path / "world-bank/population/population.csv"
    assert people.sha256 == snapshots.sha256_of(people.path) and people.bytes == people.path.stat().st_size
    edition = snapshots.Edition("wb-wdi-population", people.vintage)
    same_values(world_bank.population(people.path, edition), stored("economy", "wb-wdi-population"), ["iso3", "year"])
    inflows = only(fetched, "wb-wdi-fdi-2025")
    same_values(world_bank.inflows(inflows.path, edition), stored("fdi_flows", "wb-wdi-fdi"), ["iso3", "year"])


def test_pages_of_the_world_bank_are_joined(stand_in, transport, tmp_path):
    bank_answers(stand_in)
    address = "https://api.worldbank.org/v2/country/all/indicator/SP.POP.TOTL"
    pages = [
        standins.world_bank_page("SP.POP.TOTL", [(name, name, 2024, 5)], "2025-07-01", page, 2)
        for page, name in ((1, "RUS"), (2, "VNM"))
    ]
    stand_in.answers(f"{address}?format=json&per_page=20000", Answer(pages[0]))
    stand_in.answers(f"{address}?format=json&per_page=20000&page=2", Answer(pages[1]))
    people = only(fetch("world-bank", tmp_path, transport), "wb-wdi-population-2025")
    assert people.path.read_text() == "Country Name,Country Code,Year,Value\nRUS,RUS,2024,5\nVNM,VNM,2024,5\n"
    later = standins.world_bank_page("SP.POP.TOTL", [("VNM", "VNM", 2024, 6)], "2025-07-02", 2, 2)
    stand_in.answers(f"{address}?format=json&per_page=20000&page=2", Answer(later))
    with pytest.raises(SnapshotError, match="was changed while it was read"):
        fetch("world-bank", tmp_path, transport)


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (
            b'[{"message":[{"id":"120","key":"Invalid value","value":"The indicator was not found."}]}]',
            "answers: The ind",
        ),
        (b'[{"page":0,"pages":0,"per_page":0,"total":0,"lastupdated":null},null]', "is no page of observations"),
        (b'[{"page":1,', "page-1.json: is no JSON"),
    ],
)
def test_what_the_world_bank_says_in_place_of_data_is_refused(stand_in, transport, tmp_path, body, refused):
    bank_answers(stand_in)
    stand_in.answers("https://api.worldbank.org/v2/country/all/indicator/SP.POP.TOTL", Answer(body))
    with pytest.raises(SnapshotError, match=refused):
        fetch("world-bank", tmp_path, transport)


def test_the_agency_answers_with_the_price_of_brent(stand_in, transport, tmp_path, monkeypatch):
    prices = stored("oil_price", "eia-brent")
    standins.brent_answers(stand_in, prices[["year", "value"]].to_numpy().astype(str).tolist())
    monkeypatch.setenv("EIA_API_KEY", "our-key")
    (spot,) = fetch("eia", tmp_path, transport)
    lines = spot.path.read_text().splitlines()
    assert lines[0] == "Date,Price" and lines[1].startswith("1987")
    assert "our-key" in stand_in.asked[0].address and "our-key" not in spot.address
    assert spot.vintage == spot.retrieved.isoformat()


def test_without_its_key_a_publisher_is_not_asked(stand_in, transport, tmp_path, monkeypatch):
    monkeypatch.delenv("EIA_API_KEY", raising=False)
    with pytest.raises(fetching.FetchError, match=r"eia: needs a key.*Then set EIA_API_KEY"):
        fetch("eia", tmp_path, transport)
    assert stand_in.asked == []
