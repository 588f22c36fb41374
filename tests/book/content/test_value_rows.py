"""From a measured value to its rows: what the page of a claim says, and the file of these rows."""

import csv
import io

from russia_asean.book.content import ledger, value_rows
from russia_asean.data import tables
from russia_asean.evidence import wording

STORED = {
    "table": "trade_flows",
    "source": "imf-dots-2022-02",
    "rows": [],
    "where": [{"reporter": ["RUS"], "partner": ["THA", "VNM"], "year": ["2013", "2014"], "flow": ["export", "import"]}],
    "pages": [],
}


def entry(*stored, exact="22630990696"):
    value = {"part": "", "basis": "Russia-reported, 2014", "exact": exact, "rests_on": list(stored)}
    return {"claim_id": "trade-total-2014", "unit": "USD", "measured": [value], "then": [], "other": []}


def test_a_value_names_producer_edition_table_and_rows():
    (told,) = value_rows.behind(entry(STORED))
    assert told["exact"] == "22,630,990,696 USD"
    (table,) = told["tables"]
    assert table["rows"] == 8 and table["file"] == "rows-trade-total-2014-1-trade_flows.csv"
    (source,) = table["sources"]
    assert source["producer"] == "International Monetary Fund" and source["published"] == "February 2022"
    assert source["where"] == "reporter Russia; partner Thailand and Vietnam; year 2013–2014; flow export and import"


def test_the_file_holds_these_rows_and_no_others():
    (made,) = value_rows.files([entry(STORED)]).values()
    rows = list(csv.DictReader(io.StringIO(made().removeprefix("\ufeff"))))
    assert len(rows) == 8
    assert {row["partner"] for row in rows} == {"THA", "VNM"} and {row["year"] for row in rows} == {"2013", "2014"}
    assert all(row["value"].isdigit() and row["source_key"] == STORED["source"] for row in rows)


def test_where_rows_are_not_known_a_long_series_has_no_file():
    (told,) = value_rows.behind(entry({**STORED, "where": []}, exact=""))
    assert told["exact"] == "" and told["tables"][0]["file"] == "" and told["tables"][0]["rows"] == 0
    assert value_rows.files([entry({**STORED, "where": []})]) == {}


def test_many_conditions_are_left_to_the_file():
    one = STORED["where"][0]
    assert value_rows.in_words("trade_flows", [one] * (value_rows.MOST_CONDITIONS + 1)) == "the rows in the file"
    assert value_rows.in_words("trade_flows", [], ["a", "b"]) == "reporter a and b"


def test_rows_without_an_id_lead_to_the_pages_at_which_they_were_read():
    survey = {"population": ["ASEAN"], "year": ["2025"], "subject": ["EUN"], "measure": ["trust"]}
    asked = {**STORED, "table": "opinion", "source": "iseas-press", "where": [survey]}
    (told,) = value_rows.behind(entry(asked))
    (page,) = told["tables"][0]["sources"][0]["pages"]
    opinion = tables.load("opinion", credit=False).query("year == 2025 and subject == 'EUN' and measure == 'trust'")
    assert page["url"] == opinion["source_url"].item()
    member = {**STORED, "table": "memberships", "source": "author-chronology", "where": [], "rows": ["APEC/RUS"]}
    (told,) = value_rows.behind(entry(member))
    assert [page["site"] for page in told["tables"][0]["sources"][0]["pages"]] != []


def test_a_long_list_of_names_is_left_to_the_file():
    many = [str(number) for number in range(value_rows.MOST_NAMES + 1)]
    agreements = [{"rta_id": many, "status": ["reported"]}]
    told = value_rows.in_words("trade_agreements_notified", agreements)
    assert told == "rta id (13 values, in the file); status reported"
    shorter = [{"rta_id": many[:-1]}]
    assert value_rows.in_words("trade_agreements_notified", shorter).endswith("10 and 11")


def without_rows(rows):
    """Return the measured values of entries, each with a table of which nobody knows the rows."""
    return [
        (row["claim_id"], each["basis"], stored["table"])
        for row in rows
        for role in wording.ROLES
        for each in row[role]
        for stored in each["rests_on"]
        if not (stored["rows"] or stored["where"])
    ]


def test_every_measured_value_leads_to_its_rows():
    assert without_rows(ledger.entries()) == []


def test_a_value_that_rests_on_a_whole_table_is_noticed():
    assert without_rows([entry({**STORED, "where": []})]) == [
        ("trade-total-2014", "Russia-reported, 2014", "trade_flows")
    ]
