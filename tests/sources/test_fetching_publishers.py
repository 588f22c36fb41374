"""Publishers asked through stand-ins: what they answer becomes a file from which the recipe makes the rows it should.

Where our tables hold the figures, the stand-in answers with them in the publisher's format, and the rows built from the
answer are those of the table.
"""

import json
import zipfile
from datetime import date

import pandas as pd
import pytest
import standins
from standins import Answer

from russia_asean.data import tables
from russia_asean.sources import (
    aiddata,
    asking,
    fetching,
    imf_outlook,
    imf_trade_in_goods,
    publishers,
    sipri,
    snapshots,
    un_comtrade,
    un_votes,
    unctad_investment,
    world_bank,
)
from russia_asean.sources.publishers import fetch
from russia_asean.sources.snapshots import SnapshotError


def only(fetched, snapshot):
    """Return what was fetched for a snapshot."""
    found = [each for each in fetched if each.snapshot == snapshot]
    assert len(found) == 1
    return found[0]


def same_values(built, rows, key):
    """Say whether rows built from an answer hold the values of stored rows."""
    built, rows = (each.assign(year=each["year"].astype(int)).set_index(key)["value"] for each in (built, rows))
    pd.testing.assert_series_equal(built.sort_index(), rows.sort_index(), check_dtype=False, check_index_type=False)


def test_the_world_bank_answers_with_both_series(stand_in, transport, tmp_path):
    standins.bank_answers(stand_in)
    fetched = fetch("world-bank", tmp_path, transport)
    people = only(fetched, "wb-wdi-population-2025")
    assert people.vintage == "2025-07-01" and people.edition == "SP.POP.TOTL, updated on 2025-07-01"
    assert people.path == tmp_path / "world-bank/population/population.csv"
    assert people.sha256 == snapshots.sha256_of(people.path) and people.bytes == people.path.stat().st_size
    edition = snapshots.Edition("wb-wdi-population", people.vintage)
    same_values(
        world_bank.population(people.path, edition), standins.stored("economy", "wb-wdi-population"), ["iso3", "year"]
    )
    inflows = only(fetched, "wb-wdi-fdi-2025")
    same_values(world_bank.inflows(inflows.path, edition), standins.stored("fdi_flows", "wb-wdi-fdi"), ["iso3", "year"])


def test_pages_of_the_world_bank_are_joined(stand_in, transport, tmp_path):
    standins.bank_answers(stand_in)
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
    standins.bank_answers(stand_in)
    stand_in.answers("https://api.worldbank.org/v2/country/all/indicator/SP.POP.TOTL", Answer(body))
    with pytest.raises(SnapshotError, match=refused):
        fetch("world-bank", tmp_path, transport)


def test_the_agency_answers_with_the_price_of_brent(stand_in, transport, tmp_path, monkeypatch):
    prices = standins.stored("oil_price", "eia-brent")
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


@pytest.mark.parametrize("head", ["new", "old"])
def test_the_fund_answers_with_its_outlook_under_either_head(stand_in, transport, tmp_path, head):
    standins.outlook_answers(stand_in, standins.outlook_cells(), "2026-04-14", head)
    (outlook,) = fetch("imf-outlook", tmp_path, transport)
    assert (outlook.snapshot, outlook.vintage) == ("imf-weo-2026-04", "2026-04")
    built = imf_outlook.outlook(
        outlook.path,
        snapshots.Edition("imf-weo-2026-04", outlook.vintage),
        standins.stored("economy", "imf-weo-2025-10"),
    )
    same_values(built, standins.stored("economy", "imf-weo-2026-04"), ["iso3", "indicator", "year"])
    # All of a slot of the key is asked for by a star: an empty slot would be answered with nothing.
    assert stand_in.asked[1].address.endswith("/IMF.RES/WEO/+/*.NGDPD.A")
    assert stand_in.asked[1].headers["Accept"] == "text/csv"


def test_the_day_of_publication_decides_and_not_the_label(stand_in, transport, tmp_path):
    standins.outlook_answers(stand_in, standins.outlook_cells(), "2026-04-14")
    mislabelled = standins.sdmx_ml("2026-04-14", "World Economic Outlook (WEO), October 2026")
    stand_in.answers(f"{standins.IMF}/2.1/data/IMF.RES,WEO/G001.NGDPD.A", Answer(mislabelled))
    (outlook,) = fetch("imf-outlook", tmp_path, transport)
    assert outlook.vintage == "2026-04" and outlook.edition == "published on 2026-04-14"


def test_an_edition_older_than_its_day_of_publication_is_refused_by_the_recipe(stand_in, transport, tmp_path):
    standins.outlook_answers(stand_in, standins.outlook_cells(last=2030), "2026-10-13")
    (outlook,) = fetch("imf-outlook", tmp_path, transport)
    with pytest.raises(SnapshotError, match="ends in 2030, but an edition of 2026-10 ends in 2031"):
        imf_outlook.outlook(
            outlook.path, snapshots.Edition("new", outlook.vintage), standins.stored("economy", "imf-weo-2026-04")
        )


BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><d PUBLICATION_DATE="&b;"/>"""


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (BOMB, "edition.xml: defines a document type or entities"),
        (b'<d><Series PUBLICATION_DATE=""/></d>', "edition.xml: does not say when it was published"),
        (b"<d><Series>", "edition.xml: is no whole XML document"),
    ],
)
def test_an_edition_without_a_day_that_can_be_read_is_refused(stand_in, transport, tmp_path, body, refused):
    standins.outlook_answers(stand_in, standins.outlook_cells(), "2026-04-14")
    stand_in.answers(f"{standins.IMF}/2.1/data/IMF.RES,WEO/G001.NGDPD.A", Answer(body))
    with pytest.raises(SnapshotError, match=refused):
        fetch("imf-outlook", tmp_path, transport)


def outlook_lines(**changes):
    """Return an answer for output in US dollars, of two economies and one year."""
    given = {"data_set": "IMF.RES:WEO", "frequency": "A", "year": "2025", "value": "28", "code": "NGDPD"} | changes
    lines = [
        [economy, given["code"], given["frequency"], given["year"], given["value"], 9, ""] for economy in ("RUS", "VNM")
    ]
    return standins.sdmx_csv(given["data_set"], lines, standins.OUTLOOK_HEAD)


HEAD_ALONE = standins.sdmx_csv("IMF.RES:WEO", [], standins.OUTLOOK_HEAD)


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (HEAD_ALONE, "ngdpd.csv: holds no observation. A part of the key may be empty"),
        (HEAD_ALONE + b",,,,,,,,,\r\n", "ngdpd.csv: holds no observation"),
        (outlook_lines(value="N/A"), "ngdpd.csv: holds no observation"),
        (
            outlook_lines(data_set="IMF.STA:IMTS"),
            "row 2, column 'STRUCTURE_ID': 'IMF.STA:IMTS(1.0.0)' is not IMF.RES:WEO",
        ),
        (outlook_lines(frequency="Q"), "column 'FREQUENCY': 'Q' is not A"),
        (outlook_lines(year="2025-Q1"), "'2025-Q1' is no year"),
        (outlook_lines(value="28 e"), "column 'OBS_VALUE': '28 e' is no plain number"),
        (outlook_lines(code="NGDP"), "column 'INDICATOR': 'NGDP' is not NGDPD"),
        (HEAD_ALONE.replace(b"STRUCTURE_ID", b"FLOW"), "has neither column DATAFLOW nor STRUCTURE_ID"),
        (outlook_lines() + outlook_lines().partition(b"\n")[2], "row 4: the observation occurs twice"),
    ],
)
def test_answers_of_the_fund_that_say_something_else_are_refused(stand_in, transport, tmp_path, body, refused):
    standins.outlook_answers(stand_in, standins.outlook_cells(), "2026-04-14")
    stand_in.answers(f"{standins.IMF}/3.0/data/dataflow/IMF.RES/WEO/+/*.NGDPD.A", Answer(body))
    with pytest.raises(SnapshotError) as told:
        fetch("imf-outlook", tmp_path, transport)
    assert refused in str(told.value)


@pytest.mark.parametrize("head", ["new", "old"])
def test_the_fund_answers_with_trade_in_single_dollars(stand_in, transport, tmp_path, head):
    standins.russia_answers(stand_in, standins.russian_rows(), "2026-04-24", head)
    reported = [("CAN", "NZL", 5_000_000), ("NZL", "CAN", 1_000_000)]
    flows = standins.stored("trade_flows", "imf-imts-2026-04")
    reported += flows[["reporter", "partner", "value"]].values.tolist()
    sums = pd.DataFrame(reported, columns=["reporter", "partner", "value"]).groupby("reporter")["value"].sum()
    world = [(reporter, "G001", value) for reporter, value in sums.items()]
    # Aggregates of the Fund are neither economies nor partners.
    standins.exports_answers(stand_in, [*reported, *world, ("G163", "RUS", 9e9), ("VNM", "G998", 9e9)])
    fetched = fetch("imf-trade", tmp_path, transport)
    russia = only(fetched, "imf-imts-russia-2026")
    assert russia.vintage == "2026-04-24"
    edition = snapshots.Edition("new", russia.vintage)
    built = imf_trade_in_goods.russia(russia.path, edition, standins.stored("trade_flows", "imf-dots-2022-02"))
    same_values(built, standins.stored("trade_flows", "imf-imts-russia-2026"), ["partner", "flow", "year"])
    assert set(built.loc[built["year"].astype(int) >= 2022, "status"]) == {"estimate"}
    exports = only(fetched, "imf-imts-2025-exports")
    # From the last year of the edition listed on, without an end.
    assert exports.address.endswith("=ge%3A2025")
    same_values(imf_trade_in_goods.exports(exports.path, edition), flows, ["reporter", "partner", "year"])


def test_a_later_edition_of_exports_has_the_years_that_all_have_reported(stand_in, transport, tmp_path):
    standins.russia_answers(stand_in, standins.russian_rows(), "2028-04-24")
    codes = sorted(imf_trade_in_goods.NAMES.values())

    def year(number, reporters):
        pairs = [(code, "CHN" if code != "CHN" else "RUS", number * 1e6) for code in reporters]
        lines = [[code, "XG_FOB_USD", partner, number, value] for code, partner, value in pairs]
        return lines + [[code, "XG_FOB_USD", "G001", number, value] for code, _, value in pairs]

    # Two editions were left out; the year before this one lacks a report, and the running one has begun.
    lines = [*year(2025, codes), *year(2026, codes), *year(2027, codes[1:]), *year(2028, codes)]
    standins.exports_of_years(stand_in, lines)
    exports = only(fetch("imf-trade", tmp_path, transport), "imf-imts-2025-exports")
    built = imf_trade_in_goods.exports(exports.path, snapshots.Edition("imf-imts-2028-04", exports.vintage))
    cells = built[(built["reporter"] == "VNM") & (built["partner"] == "CHN")].set_index("year")["value"]
    assert cells.to_dict() == {2025: 2_025_000_000, 2026: 2_026_000_000}


def test_exports_of_no_whole_year_are_refused(stand_in, transport, tmp_path):
    standins.russia_answers(stand_in, standins.russian_rows(), "2026-04-24")
    standins.exports_answers(stand_in, [("AUS", "RUS", 5), ("AUS", "G001", 5)])
    with pytest.raises(SnapshotError, match="holds no year before 2026 that all have reported; BRN is missing"):
        fetch("imf-trade", tmp_path, transport)


def test_trade_of_another_reporter_is_refused(stand_in, transport, tmp_path):
    standins.russia_answers(stand_in, standins.russian_rows(), "2026-04-24")
    lines = standins.trade_lines([("BLR", "XG_FOB_USD", "VNM", 2024, 5)])
    body = standins.sdmx_csv("IMF.STA:IMTS", lines, standins.TRADE_HEAD)
    stand_in.answers(f"{standins.IMF}/3.0/data/dataflow/IMF.STA/IMTS/+/RUS.XG_FOB_USD.*.A", Answer(body))
    codes = sorted(imf_trade_in_goods.NAMES.values())
    whole = [(code, partner, 5e6) for code in codes for partner in ("CHN" if code != "CHN" else "RUS", "G001")]
    standins.exports_answers(stand_in, whole)
    with pytest.raises(SnapshotError, match="column 'COUNTRY': 'BLR' is not RUS"):
        fetch("imf-trade", tmp_path, transport)


INVESTMENT = "https://unctadstat-api.unctad.org/bulkdownload/US.FdiFlowsStock/US_FdiFlowsStock"


def test_unctad_gives_an_archive_with_all_flows_and_stocks(stand_in, transport, tmp_path):
    stand_in.answers(INVESTMENT, Answer(standins.investment_archive(standins.investment_cells(), tmp_path)))
    (inflows,) = fetch("unctad", tmp_path / "cache", transport)
    assert inflows.vintage == "2026"
    edition = snapshots.Edition("new", inflows.vintage)
    built = unctad_investment.inflows(inflows.path, edition, standins.stored("fdi_flows", "unctad-wir-2025"))
    same_values(built, standins.stored("fdi_flows", "unctad-wir-2026"), ["iso3", "year"])


@pytest.mark.parametrize(
    ("changes", "refused"),
    [({"without": "VNM"}, "has no inflows of VNM"), ({"twice": "LAO"}, "LAO in 20.. occurs twice")],
)
def test_investment_that_is_not_whole_is_refused(stand_in, transport, tmp_path, changes, refused):
    stand_in.answers(INVESTMENT, Answer(standins.investment_archive(standins.investment_cells(**changes), tmp_path)))
    with pytest.raises(SnapshotError, match=refused):
        fetch("unctad", tmp_path / "cache", transport)


ARMS = "https://atbackend.sipri.org/api/p/trades/trade-register-csv/"
DELIVERIES = [("Russia", name, year, 10) for name in sipri.RECIPIENTS for year in (2000, 2024)]


@pytest.mark.parametrize("form", ["bytes", "result"])
def test_the_register_of_arms_is_asked_for_by_a_posted_question(stand_in, transport, tmp_path, form):
    stand_in.answers(ARMS, standins.register_answer(standins.register(DELIVERIES), form))
    (arms,) = fetch("sipri", tmp_path, transport)
    assert arms.vintage == "2026-02-12"
    built = sipri.register(arms.path, snapshots.Edition("new", arms.vintage))
    assert built["value"].sum() == 10 * len(DELIVERIES)
    asked = stand_in.asked[0]
    assert asked.method == "POST" and b'"Delivery year"' in asked.body


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (Answer(b'{"detail": "no"}'), "register.json: holds no register"),
        (Answer(b'{"bytes": "%%%"}'), "register.json: its bytes cannot be decoded"),
        (standins.register_answer("Supplier,Recipient\n"), "register.json: does not say when it was generated"),
    ],
)
def test_an_answer_without_a_register_is_refused(stand_in, transport, tmp_path, answer, refused):
    stand_in.answers(ARMS, answer)
    with pytest.raises(SnapshotError, match=refused):
        fetch("sipri", tmp_path, transport)


DATA_SET = "https://dataverse.harvard.edu/api/datasets/:persistentId/?persistentId=doi:10.7910/DVN/LEJUQZ"


def archive_answer(*names):
    files = [{"dataFile": {"id": 11 + place, "filename": name}} for place, name in enumerate(names)]
    newest = {"versionNumber": 39, "versionMinorNumber": 1, "releaseTime": "2027-04-02T08:00:00Z", "files": files}
    return Answer(json.dumps({"status": "OK", "data": {"latestVersion": newest}}).encode())


def test_the_archive_is_asked_which_file_of_points_is_the_newest(stand_in, transport, tmp_path):
    stand_in.answers(DATA_SET, archive_answer("UNVotes.RData", "Idealpointestimates1946-2026.tab", "codebook.pdf"))
    stand_in.answers("https://dataverse.harvard.edu/api/access/datafile/12", Answer(b"ccode\tiso3c\n"))
    (points,) = fetch("un-ideal-points", tmp_path, transport)
    assert (points.edition, points.vintage) == ("version 39.1, 2027-04-02", "2027-04")
    assert points.path.read_bytes() == b"ccode\tiso3c\n"
    assert points.address.endswith("/api/access/datafile/12")


@pytest.mark.parametrize("names", [["UNVotes.RData"], ["Idealpointestimates1.tab", "Idealpointestimates2.tab"]])
def test_an_archive_without_just_one_file_of_points_is_refused(stand_in, transport, tmp_path, names):
    stand_in.answers(DATA_SET, archive_answer(*names))
    with pytest.raises(SnapshotError, match="files of ideal points as text, not one; it has"):
        fetch("un-ideal-points", tmp_path, transport)


COMTRADE = "https://comtradeapi.un.org/data/v1/get/C/A/HS"


def comtrade_answer(year, **changes):
    """Return the answer with what each reporter traded with the world and Russia in a year."""
    records = [
        {
            "refYear": year,
            "aggrLevel": 2,
            "flowCode": flow,
            "reporterISO": reporter,
            "partnerISO": partner,
            "cmdCode": "27",
            "primaryValue": 1234567.891,
        }
        | changes
        for reporter in un_comtrade.REPORTERS
        for flow in "MX"
        for partner in ("W00", "RUS" if reporter != "RUS" else "VNM")
    ]
    return Answer(json.dumps({"elapsedTime": "1 s", "count": len(records), "data": records, "error": ""}).encode())


@pytest.fixture
def comtrade(stand_in, monkeypatch):
    """Let the server answer for fuels of every year; the newest year is empty."""
    monkeypatch.setenv("COMTRADE_API_KEY", "our-key")
    monkeypatch.setattr(publishers, "today", lambda: date(2026, 11, 29))
    (question,) = asking.questions("un-comtrade", None, None)
    reporters = ",".join(map(str, un_comtrade.REPORTERS.values()))

    def answers(year, answer):
        stand_in.answers(question.address.format(reporters=reporters, year=year), answer)

    for year in range(1996, 2025):
        answers(year, comtrade_answer(year))
    answers(2025, Answer(b'{"elapsedTime": "1 s", "count": 0, "data": [], "error": ""}'))
    return answers


def test_comtrade_answers_year_by_year_for_a_key_in_a_header(stand_in, transport, tmp_path, comtrade):
    (fuels,) = fetch("un-comtrade", tmp_path, transport)
    names = sorted(path.name for path in fuels.path.iterdir())
    # A year that nobody has reported yet makes no file.
    assert names == [f"processed_data_{year}.csv" for year in range(1996, 2025)]
    assert fuels.vintage == "2026-11-29"
    built = un_comtrade.fuels(fuels.path, snapshots.Edition("new", fuels.vintage))
    cell = built[(built["reporter"] == "VNM") & (built["partner"] == "RUS") & (built["year"] == 2017)]
    assert cell[["flow", "value"]].values.tolist() == [["import", 1234567.891]]
    assert all(asked.headers["Ocp-Apim-Subscription-Key"] == "our-key" for asked in stand_in.asked)
    assert not any("our-key" in asked.address for asked in stand_in.asked)


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (Answer(b'{"data": [], "error": "Quota exceeded"}'), "2000.json: UN Comtrade answers: Quota exceeded"),
        (Answer(b'{"statusCode": 1}'), "2000.json: holds no list of data"),
        (comtrade_answer(2000, flowCode="DX"), "2000.json: the flow 'DX' is none of M, X, RX, RM"),
    ],
)
def test_what_comtrade_says_in_place_of_data_is_refused(transport, tmp_path, comtrade, answer, refused):
    comtrade(2000, answer)
    with pytest.raises(SnapshotError, match=refused):
        fetch("un-comtrade", tmp_path, transport)


def test_nothing_of_any_year_is_no_folder(transport, tmp_path, comtrade):
    for year in range(1996, 2025):
        comtrade(year, Answer(b'{"data": [], "error": ""}'))
    with pytest.raises(fetching.FetchError, match="every answer was empty"):
        fetch("un-comtrade", tmp_path, transport)


def test_an_answer_of_comtrade_that_may_be_cut_off_is_refused(transport, tmp_path, comtrade, monkeypatch):
    monkeypatch.setattr(un_comtrade, "MOST_ROWS", 48)
    with pytest.raises(SnapshotError, match="has 48 rows, as many as an answer holds"):
        fetch("un-comtrade", tmp_path, transport)


PROJECTS = "https://docs.aiddata.org/ad4/datasets/AidDatas_Global_Chinese_Development_Finance_Dataset_Version_3_0.zip"
PROJECT_HEAD = ["Recipient ISO-3", "Commitment Year", "Flow Class", "Recommended For Aggregates"]
PROJECT_HEAD += ["Amount (Constant USD 2021)"]


def projects(write_workbook, folder, rows, sheet="GCDF_3.0"):
    book = write_workbook(folder / "projects.xlsx", {sheet: [PROJECT_HEAD, *rows]})
    with zipfile.ZipFile(folder / "projects.zip", "w") as archive:
        archive.write(book, "Version_3_0/AidDatas.xlsx")
        archive.writestr("Version_3_0/README.txt", "read me")
    return Answer((folder / "projects.zip").read_bytes())


def test_projects_of_aiddata_are_summed_by_recipient_and_year(stand_in, transport, tmp_path, write_workbook):
    rows = [[iso3, 2021, "ODA-like", "Yes", 100.5] for iso3 in aiddata.RECIPIENTS.values()]
    rows += [
        ["LAO", 2021, "ODA-like", "Yes", 10],
        ["LAO", 2021, "OOF-like", "Yes", 7],
        ["LAO", 2021, "OOF-like", "No", 9],
    ]
    rows += [["LAO", 2021, "Vague (Official Finance)", "Yes", None], ["AGO", 2021, "ODA-like", "Yes", 1]]
    stand_in.answers(PROJECTS, projects(write_workbook, tmp_path, rows))
    (sums,) = fetch("aiddata", tmp_path / "cache", transport)
    built = aiddata.commitments(sums.path, snapshots.Edition("new", sums.vintage))
    laos = built[built["iso3"] == "LAO"].set_index("measure")["value"]
    assert laos.to_dict() == {"oda_like": 110, "oof_like": 7, "vague": 0, "total": 118}
    assert sums.vintage == snapshots.edition("aiddata-gcdf-3").vintage


def test_another_version_of_aiddata_is_refused(stand_in, transport, tmp_path, write_workbook):
    stand_in.answers(PROJECTS, projects(write_workbook, tmp_path, [], sheet="GCDF_4.0"))
    with pytest.raises(SnapshotError, match=r"is not the workbook of version 3\.0"):
        fetch("aiddata", tmp_path / "cache", transport)


def test_what_only_a_person_can_download_is_named_with_its_place(transport, tmp_path):
    with pytest.raises(asking.ByHandError) as told:
        fetch("rosstat", tmp_path, transport)
    place = tmp_path / "by-hand/rosstat/trade"
    assert f"Download it from https://rosstat.gov.ru/ and put it into {place}/VINTAGE/" in str(told.value)


def test_what_a_person_downloaded_is_taken_under_its_vintage(transport, tmp_path):
    place = tmp_path / "by-hand/rosstat/trade"
    for vintage in ("2025", "2026-03"):
        (place / vintage).mkdir(parents=True)
        (place / vintage / f"new {vintage}.xlsx").write_bytes(b"workbook")
    (book,) = fetch("rosstat", tmp_path, transport)
    assert (book.vintage, book.path.name, book.bytes) == ("2026-03", "new 2026-03.xlsx", 8)
    (place / "2026-03/second.xlsx").write_bytes(b"workbook")
    with pytest.raises(asking.ByHandError, match="holds 2 files, not one"):
        fetch("rosstat", tmp_path, transport)
    (place / "March 2026").mkdir()
    with pytest.raises(asking.ByHandError, match="March 2026: its name is no vintage"):
        fetch("rosstat", tmp_path, transport)


def test_a_folder_of_releases_is_taken_whole(transport, tmp_path):
    place = tmp_path / "by-hand/russian-customs/releases/2026"
    place.mkdir(parents=True)
    for name in ("a.xlsx", "b.xlsx"):
        (place / name).write_bytes(b"book")
    (releases,) = fetch("russian-customs", tmp_path, transport)
    assert (releases.path, releases.bytes) == (place, 8)
    assert releases.sha256 == snapshots.sha256_of(place)


def library_file(folder, votes, states=None):
    """Write the library's file of all votes: rows of resolution, day and vote of every state."""
    codes = states or [*un_votes.NAMES_IN_LIBRARY.values(), *un_votes.OTHER_NAMES_IN_LIBRARY.values(), "TUR"]
    lines = [
        f'{number},{code},"{code} (State of)",{vote},{day},78,A/RES/{number}'
        for number, day, vote in votes
        for code in codes
    ]
    place = folder / "by-hand/un-votes/library/2026-01"
    place.mkdir(parents=True)
    path = place / "2026_1_9_ga_voting.csv"
    path.write_text("\n".join(["undl_id,ms_code,ms_name,ms_vote,date,session,resolution", *lines]) + "\n")


def test_votes_of_the_library_are_parted_by_year(transport, tmp_path):
    library_file(tmp_path, [(1, "2020-05-01", "Y"), (2, "2020-12-31", ""), (3, "2021-01-01", "N")])
    (votes,) = fetch("un-votes", tmp_path, transport)
    assert sorted(path.name for path in votes.path.iterdir()) == ["2020_RAW_COIN.csv", "2021_RAW_COIN.csv"]
    whole = pd.read_csv(votes.path / "2020_RAW_COIN.csv")
    assert whole["VIET NAM"].tolist() == ["Y", "X"] and whole["TUR (State of)"].tolist() == ["Y", "X"]
    pairs = un_votes.library_pairs(votes.path, snapshots.Edition("new", votes.vintage))
    found = pairs[(pairs["iso3"] == "VNM") & (pairs["partner"] == "RUS")].set_index("year")
    assert (found["yy"][2020], found["nn"][2021]) == (1, 1)


@pytest.mark.parametrize(
    ("votes", "states", "refused"),
    [
        ([(1, "2020-05-01", "maybe")], None, "'maybe' is no vote that is known"),
        ([(1, "2020-05-01", "Y")], ["RUS"], "has no vote of ARE"),
        ([(1, "2020-05-01", "Y"), (1, "2020-05-01", "Y")], None, "the state votes twice on one resolution"),
    ],
)
def test_votes_that_cannot_be_right_are_refused(transport, tmp_path, votes, states, refused):
    library_file(tmp_path, votes, states)
    with pytest.raises(SnapshotError, match=refused):
        fetch("un-votes", tmp_path, transport)


def test_every_publisher_is_in_the_table_and_in_the_code():
    listed = tables.load("fetching", credit=False)
    by_hand = listed["how"] == "by hand"
    parts = pd.Series(list(zip(listed["publisher"], listed["part"], strict=True)))
    asked = {(name, part) for name, each in publishers.PUBLISHERS.items() for part in each.parts}
    read = {(name, part) for name, each in publishers.PUBLISHERS.items() for part in each.by_hand}
    # What a program can ask for, a person may download none the less.
    assert {*parts[~by_hand]} <= asked <= {*parts}
    assert {*parts[by_hand]} >= read
    assert {*listed["publisher"]} == {*publishers.PUBLISHERS}
    assert all(snapshots.of_kind(kind) for kind in listed["recipe"])
    # One publisher is asked in one way.
    assert (listed.groupby("publisher")["how"].nunique() == 1).all()


def listed_as(monkeypatch, publisher, how):
    """Change in what way the files of a publisher are asked for."""
    listed = tables.load("fetching", credit=False)
    changed = listed.assign(how=listed["how"].mask(listed["publisher"] == publisher, how))
    load = tables.load
    monkeypatch.setattr(
        tables, "load", lambda *asked, **also: changed if asked[0] == "fetching" else load(*asked, **also)
    )


def test_a_publisher_who_is_asked_by_hand_is_asked_by_no_program(monkeypatch, transport, tmp_path):
    """The oil price comes through an interface, until the table says otherwise."""
    listed_as(monkeypatch, "eia", "by hand")
    with pytest.raises(asking.ByHandError, match="eia: gives oil-price to persons only"):
        fetch("eia", tmp_path, transport)
    path = tmp_path / "by-hand/eia/oil-price/2026-05/brent.csv"
    path.parent.mkdir(parents=True)
    path.write_text("as it was downloaded", encoding="utf-8")
    (taken,) = fetch("eia", tmp_path, transport)
    assert (taken.path, taken.vintage) == (path, "2026-05")


def test_a_file_that_no_program_asks_for_is_named(monkeypatch, transport, tmp_path):
    listed_as(monkeypatch, "desta", "file")
    with pytest.raises(fetching.FetchError, match=r"'desta', part 'treaties', column 'how': 'file', but no program"):
        fetch("desta", tmp_path, transport)


def test_a_folder_named_by_a_day_to_come_is_refused(transport, tmp_path):
    (tmp_path / "by-hand/desta/treaties/2962").mkdir(parents=True)
    with pytest.raises(asking.ByHandError, match=r"2962 lies ahead: by the clock of this machine"):
        fetch("desta", tmp_path, transport)


def test_an_unknown_publisher_is_refused(transport, tmp_path):
    with pytest.raises(fetching.FetchError, match=r"'imf': is no publisher that is asked\. There are aiddata, desta"):
        fetch("imf", tmp_path, transport)
