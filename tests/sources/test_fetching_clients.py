"""Clients that others keep read the same from our stand-ins, and recorded answers of the IMF are taken as they should.

The clients open connections of their own, so they do none of the asking; what they read shows that the stand-ins answer
as publishers do.
"""

import json
import os
from pathlib import Path

import comtradeapicall
import pytest
import sdmx
import standins
import urllib3
import wbgapi
from standins import Answer

from russia_asean.sources import answers, asking, imf_sdmx, un_comtrade, world_bank
from russia_asean.sources.fetching import FetchError
from russia_asean.sources.snapshots import SnapshotError

RECORDED = os.environ.get("RUSSIA_ASEAN_RECORDED", "")
needs_recorded = pytest.mark.skipif(not RECORDED, reason="RUSSIA_ASEAN_RECORDED names no folder of recorded answers")


def test_wbgapi_reads_the_same_pages(stand_in, tmp_path, monkeypatch):
    cells = [("Russian Federation", "RUS", 2024, 143533851), ("Viet Nam", "VNM", 2024, None)]
    page = standins.world_bank_page("SP.POP.TOTL", cells, "2025-07-01")
    stand_in.answers("https://api.worldbank.org/v2/en/country/all/indicator/SP.POP.TOTL", Answer(page))
    monkeypatch.setattr(wbgapi, "endpoint", f"{stand_in.address}/api.worldbank.org/v2")
    path = tmp_path / "page.json"
    path.write_bytes(page)
    assert list(wbgapi.fetch("country/all/indicator/SP.POP.TOTL")) == world_bank.page(path)[1]


def test_comtradeapicall_asks_the_same_and_reads_the_same(tmp_path, monkeypatch):
    (question,) = asking.questions("un-comtrade", None, None)
    record = {"refYear": 2020, "aggrLevel": 2, "flowCode": "M", "reporterISO": "VNM", "partnerISO": "W00"}
    record |= {"cmdCode": "27", "primaryValue": 1234567.5}
    body = json.dumps({"count": 1, "data": [record], "error": ""}).encode()
    asked = []

    class Pool:
        def request(self, method, address, fields, timeout):
            asked.append((address, fields))
            return urllib3.response.HTTPResponse(body=body, status=200)

    monkeypatch.setattr(urllib3, "PoolManager", Pool)
    found = comtradeapicall.getFinalData(
        "key", "C", "A", "HS", "2020", "704", "27", "M,X", None, "0", "C00", "0", maxRecords=100000, includeDesc=True
    )
    (address, fields) = asked[0]
    ours, query = question.address.split("?")
    assert address == ours
    names = {part.split("=")[0].lower() for part in query.split("&")}
    # It writes the key into the address, which is why ours is not asked through it.
    assert names == {name.lower() for name in fields} - {"subscription-key"}
    path = tmp_path / "2020.json"
    path.write_bytes(body)
    year, value = un_comtrade.year_text(path).splitlines()[1].split(",")[::6]
    assert (int(year), float(value)) == (found["refYear"][0], found["primaryValue"][0])


def read_by_sdmx1(path):
    """Return the observations of an answer in SDMX-ML, as sdmx1 reads them."""
    with path.open("rb") as file:
        return [(str(each.dimension), each.value) for each in sdmx.read_sdmx(file).data[0].obs]


def test_sdmx1_reads_the_answer_that_says_when_an_edition_was_published(tmp_path):
    path = tmp_path / "edition.xml"
    path.write_bytes(standins.sdmx_ml("2026-04-14"))
    assert [value for _, value in read_by_sdmx1(path)] == ["1"]
    # It leaves out what is said of the whole data set, and so the day; ours reads nothing but that.
    assert imf_sdmx.publication_day(path) == "2026-04-14"


@needs_recorded
def test_a_recorded_answer_of_the_fund_says_when_the_edition_was_published(tmp_path):
    path = Path(RECORDED) / "sdmx_ml/IMF_RES_WEO-data.xml"
    assert imf_sdmx.publication_day(path) == "2025-10-14"
    # In single units, although its scale says billions.
    assert [value for _, value in read_by_sdmx1(path)] == ["94669000000"]


@needs_recorded
def test_the_recorded_answer_for_an_unknown_flow_is_refused(stand_in, transport, tmp_path):
    address, answer = standins.recorded(RECORDED, "not_a_real_database")
    stand_in.answers(address, Answer(answer.body, 204, answer.headers))
    with pytest.raises(FetchError, match="answers 204: it knows no such data set or series"):
        transport.download(address, tmp_path, "flow.json")


@needs_recorded
@pytest.mark.parametrize("words", ["WHDREO/+/GX1213.BCA_GDP_BP6.A", "WHDREO/+/*.*.M", "GFS_SOO/+/ABW"])
def test_recorded_data_come_byte_by_byte_and_are_not_taken_for_csv(stand_in, transport, tmp_path, words):
    address, answer = standins.recorded(RECORDED, words)
    stand_in.answers(address, Answer(answer.body, 200, answer.headers))
    done = transport.download(address, tmp_path, "data.json")
    path = tmp_path / done.name
    assert path.read_bytes() == answer.body
    assert answers.json_answer(path)["data"]["dataSets"]
    with pytest.raises(SnapshotError, match=r"data\.json"):
        imf_sdmx.observations(path, imf_sdmx.OUTLOOK)
