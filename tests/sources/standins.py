"""Stand-ins of publishers: a server on the loopback that answers in their formats, and breaks as they do.

Numbers are invented, or are those of our own tables.
"""

import base64
import contextlib
import csv
import io
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import py7zr

from russia_asean.data import tables
from russia_asean.sources import imf_outlook, imf_trade_in_goods, unctad_investment, world_bank

IMF = "https://api.imf.org/external/sdmx"
TRADE_HEAD = ["INDICATOR", "COUNTERPART_COUNTRY", "FREQUENCY", "TIME_PERIOD", "OBS_VALUE", "SCALE", "DERIVATION_TYPE"]
OUTLOOK_HEAD = ["INDICATOR", "FREQUENCY", "TIME_PERIOD", "OBS_VALUE", "SCALE", "COUNTRY_UPDATE_DATE"]


@dataclass
class Answer:
    """What the server gives.

    Attributes:
        body: the whole body.
        status: the status.
        headers: beside Content-Length, which is that of the body.
        sent: how many bytes are sent before the connection breaks; None for all.
        late: seconds before anything is sent.
        slow: seconds between two pieces of the body.
    """

    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    sent: int | None = None
    late: float = 0
    slow: float = 0


@dataclass
class File:
    """A file of which parts can be asked for."""

    body: bytes
    etag: str = '"one"'
    sent: int | None = None  # of the first answer, before the connection breaks
    slow: float = 0

    def answer(self, headers):
        given = {"ETag": self.etag, "Accept-Ranges": "bytes"}
        if headers.get("If-None-Match") == self.etag:
            return Answer(b"", 304, given)
        wanted = headers.get("Range")
        if wanted and headers.get("If-Range") == self.etag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(self.body):
                return Answer(b"", 416, given)
            given["Content-Range"] = f"bytes {start}-{len(self.body) - 1}/{len(self.body)}"
            return Answer(self.body[start:], 206, given, slow=self.slow)
        sent, self.sent = self.sent, None
        return Answer(self.body, 200, given, sent=sent, slow=self.slow)


@dataclass
class Asked:
    """What the server was asked."""

    method: str
    address: str
    headers: dict
    body: bytes


class StandIn:
    """A server that answers for every publisher; the host is the first part of the path."""

    def __init__(self):
        self._answers = {}
        self.asked = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def answers(self, address, *answers):
        """Answer an address, with or without its query; the last of several answers stays."""
        self._answers[unquote(address.removeprefix("https://"))] = list(answers)

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next(self, path, headers):
        for known in (path, path.partition("?")[0]):
            if left := self._answers.get(known):
                answer = left.pop(0) if len(left) > 1 else left[0]
                return answer.answer(headers) if isinstance(answer, File) else answer
        return Answer(b"no such file", 404)

    def _handler(standin):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                path = unquote(self.path.removeprefix("/"))
                standin.asked.append(Asked(self.command, f"https://{path}", dict(self.headers), body))
                answer = standin._next(path, self.headers)
                if answer.late:
                    time.sleep(answer.late)
                self.send_response(answer.status)
                for name, said in answer.headers.items():
                    self.send_header(name, said)
                if answer.status != 204 and "Transfer-Encoding" not in answer.headers:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                sent = answer.body if answer.sent is None else answer.body[: answer.sent]
                step = 1000 if answer.slow else max(1, len(sent))
                for start in range(0, len(sent), step):
                    self.wfile.write(sent[start : start + step])
                    self.wfile.flush()
                    time.sleep(answer.slow)
                if answer.sent is not None:
                    self.close_connection = True

            do_POST = do_GET

            def log_message(self, *_):
                pass

            def handle(self):
                # Who asked may go away, as when a test kills it.
                with contextlib.suppress(ConnectionError):
                    super().handle()

        return Handler


def recorded(folder, words):
    """Return the recorded answer whose address holds some words, as an Answer, and its address."""
    for path in sorted(Path(folder).glob("imf_sdmx3/*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        if words in told["url"]:
            body = told["text"].encode(told["encoding"] or "utf-8")
            headers = {name: said for name, said in told["headers"].items() if name == "Content-Type"}
            return told["url"], Answer(body, told["status_code"], headers)
    raise LookupError(words)


def csv_bytes(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def sdmx_csv(data_set, rows, columns, head="new"):
    """Return an answer in SDMX-CSV under one of the two heads; each row begins with the country."""
    version = {"IMF.STA:IMTS": "1.0.0"}.get(data_set, "9.0.0")
    if head == "new":
        lead, first = ["STRUCTURE[;]", "STRUCTURE_ID", "ACTION", "COUNTRY"], ["dataflow", f"{data_set}({version})", "R"]
    else:
        lead, first = ["DATAFLOW", "COUNTRY"], [f"{data_set}({version})"]
    return csv_bytes([[*lead, *columns], *([*first, *row] for row in rows)])


def sdmx_ml(day, name="World Economic Outlook (WEO)"):
    """Return an answer in SDMX-ML that says when the edition was published."""
    flow = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=IMF.RES:WEO(9.0.0):ObsLevelDim:TIME_PERIOD"
    schemas = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<message:StructureSpecificData xmlns:message="{schemas}/message" xmlns:common="{schemas}/common"
  xmlns:ss="{schemas}/data/structurespecific" xmlns:ns1="{flow}"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <message:Header>
    <message:ID>EXAMPLE</message:ID>
    <message:Test>true</message:Test>
    <message:Prepared>2026-11-29T12:00:00Z</message:Prepared>
    <message:Sender id="example"/>
    <message:Structure structureID="IMF.RES_WEO_9_0_0" namespace="{flow}" dimensionAtObservation="TIME_PERIOD">
      <common:StructureUsage><Ref agencyID="IMF.RES" id="WEO" version="9.0.0"/></common:StructureUsage>
    </message:Structure>
  </message:Header>
  <message:DataSet ss:dataScope="DataStructure" xsi:type="ns1:DataSetType" ss:structureRef="IMF.RES_WEO_9_0_0"
    action="Replace" NAME="{name}" UPDATE_DATE="2026-11-19T21:00:00Z" PUBLICATION_DATE="{day}T13:00:00Z">
    <Series COUNTRY="G001" INDICATOR="NGDPD" FREQUENCY="A"><Obs TIME_PERIOD="2026" OBS_VALUE="1"/></Series>
  </message:DataSet>
</message:StructureSpecificData>
""".encode()


def outlook_answers(stand_in, cells, day, head="new"):
    """Let the server answer for the World Economic Outlook.

    Args:
        stand_in: the server.
        cells: by the code of an indicator, rows of economy, year and value in single units.
        day: when the edition was published.
        head: which of the two heads the answers have.
    """
    stand_in.answers(f"{IMF}/2.1/data/IMF.RES,WEO/G001.NGDPD.A", Answer(sdmx_ml(day)))
    for code, rows in cells.items():
        lines = [[economy, code, "A", year, value, 9, "9/25/2026"] for economy, year, value in rows]
        body = sdmx_csv("IMF.RES:WEO", lines, OUTLOOK_HEAD, head)
        stand_in.answers(f"{IMF}/3.0/data/dataflow/IMF.RES/WEO/+/*.{code}.A", Answer(body))


def trade_lines(rows):
    """Return lines of trade from reporter, indicator, partner, year and value in USD."""
    return [
        [reporter, code, partner, "A", year, value, 6, "E" if reporter == "RUS" and int(year) >= 2022 else "O"]
        for reporter, code, partner, year, value in rows
    ]


def russia_answers(stand_in, rows, day, head="new"):
    """Let the server answer for Russia's trade: rows of indicator, partner, year and value in USD."""
    stand_in.answers(f"{IMF}/2.1/data/IMF.STA,IMTS/USA.XG_FOB_USD.G001.A", Answer(sdmx_ml(day, "IMTS")))
    for code in ("XG_FOB_USD", "MG_CIF_USD"):
        lines = trade_lines(["RUS", *row] for row in rows if row[0] == code)
        body = sdmx_csv("IMF.STA:IMTS", lines, TRADE_HEAD, head)
        stand_in.answers(f"{IMF}/3.0/data/dataflow/IMF.STA/IMTS/+/RUS.{code}.*.A", Answer(body))


def exports_answers(stand_in, rows, year=2025):
    """Let the server answer for exports of a year: rows of reporter, partner and value in USD."""
    exports_of_years(stand_in, [[reporter, "XG_FOB_USD", partner, year, value] for reporter, partner, value in rows])


def exports_of_years(stand_in, rows):
    """Let the server answer for exports: rows of reporter, indicator, partner, year and value in USD."""
    lines = trade_lines(rows)
    body = sdmx_csv("IMF.STA:IMTS", lines, TRADE_HEAD)
    stand_in.answers(f"{IMF}/3.0/data/dataflow/IMF.STA/IMTS/+/*.XG_FOB_USD.*.A", Answer(body))


def world_bank_page(code, cells, updated, page=1, pages=1):
    """Return a page of an answer of the World Bank: cells of name, code, year and value."""
    head = {"page": page, "pages": pages, "per_page": 20000, "total": len(cells), "sourceid": "2"}
    rows = [
        {
            "indicator": {"id": code, "value": code},
            "country": {"id": iso3[:2], "value": name},
            "countryiso3code": iso3,
            "date": str(year),
            "value": value,
            "unit": "",
            "obs_status": "",
            "decimal": 0,
        }
        for name, iso3, year, value in cells
    ]
    return json.dumps([{**head, "lastupdated": updated}, rows]).encode()


def world_bank_answers(stand_in, code, cells, updated):
    """Let the server answer for an indicator of the World Bank."""
    address = f"https://api.worldbank.org/v2/country/all/indicator/{code}"
    stand_in.answers(
        address, Answer(world_bank_page(code, cells, updated), headers={"Content-Type": "application/json"})
    )


def brent_answers(stand_in, cells):
    """Let the server answer for the price of Brent: cells of year and price."""
    records = [
        {
            "period": str(year),
            "duoarea": "ZEU",
            "product": "EPCBRENT",
            "series": "RBRTE",
            "value": price,
            "units": "$/BBL",
        }
        for year, price in cells
    ]
    body = json.dumps({"response": {"total": str(len(records)), "frequency": "annual", "data": records}}).encode()
    stand_in.answers("https://api.eia.gov/v2/petroleum/pri/spt/data/", Answer(body))


def investment_archive(cells, folder):
    """Return UNCTAD's 7z archive: cells of code, label, year and inflow in million USD."""
    head = ["Year", "Economy", "Economy Label", "Flow", "Flow Label", "Direction", "Direction Label"]
    head += ["Millions of US$ at current prices", "Millions of US$ at current prices Footnote"]
    rows = []
    for code, label, year, value in cells:
        rows.append([year, code, label, "08", "Flow", "1", "Inward", value, ""])
        rows.append([year, code, label, "09", "Stock", "1", "Inward", 1e6, ""])
        rows.append([year, code, label, "08", "Flow", "2", "Outward", 7, ""])
    path = folder / "US_FdiFlowsStock.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.writestr(b"\xef\xbb\xbf" + csv_bytes([head, *rows]), "US_FdiFlowsStock.csv")
    return path.read_bytes()


def register(rows, made="12 Feb 2026 12:26:12 PM"):
    """Return a register in the form of SIPRI: rows of supplier, recipient, year and volume."""
    notes = [f"Note {number};" for number in range(1, 11)]
    head = (
        "SIPRI AT Database ID,Supplier,Recipient,Designation,Delivery year,Status,TIV delivery values,Local production;"
    )
    lines = [f"{number},{a},{b},Example,{year},New,{volume},No;" for number, (a, b, year, volume) in enumerate(rows, 1)]
    return "\r\n".join([*notes, f"Data generated: {made};", head, *lines, ""])


def register_answer(text, form="bytes"):
    """Return the answer with a register, in either form in which it has been seen."""
    packed = base64.b64encode(text.encode("utf-8")).decode() if form == "bytes" else text
    return Answer(json.dumps({form: packed}).encode(), headers={"Content-Type": "application/json"})


# What our tables hold, as a publisher would give it: nothing is new in it until a test changes a cell.


def stored(table, source):
    """Return the rows of a source in one of our tables."""
    rows = tables.load(table, credit=False)
    return rows[rows["source_key"] == source]


def bank_answers(stand_in, updated="2025-07-01", **changes):
    """Let the server answer for both indicators of the World Bank with what our tables hold."""
    people = stored("economy", "wb-wdi-population")
    cells = [
        (f"{code} by name", code, year, int(value)) for code, year, value in people[["iso3", "year", "value"]].values
    ]
    world_bank_answers(stand_in, "SP.POP.TOTL", [*cells, ("Aruba", "ABW", 2024, None)], updated)
    flows = stored("fdi_flows", "wb-wdi-fdi")
    cells = [("by name", code, year, value) for code, year, value in flows[["iso3", "year", "value"]].values]
    world_bank_answers(stand_in, world_bank.INFLOWS, [*cells, ("by name", "IDN", 1990, 5.0)], updated)


def outlook_cells(last=2031):
    """Return what our table holds of the newest outlook, by the Fund's codes and in single units."""
    rows = stored("economy", "imf-weo-2026-04")
    codes = {indicator: column.upper() for indicator, (column, _, _) in imf_outlook.INDICATORS.items()}
    return {
        code: [
            ("G001" if iso3 == "WLD" else iso3, year, value)
            for iso3, year, value in rows.loc[rows["indicator"] == indicator, ["iso3", "year", "value"]].values
            if year <= last
        ]
        for indicator, code in codes.items()
    }


def russian_rows():
    """Return Russia's trade as our table holds it: indicator, partner, year and value in USD, by the Fund's codes."""
    rows = stored("trade_flows", "imf-imts-russia-2026")
    codes = {"export": "XG_FOB_USD", "import": "MG_CIF_USD"}
    partners = {ours: theirs for theirs, ours in imf_trade_in_goods.GROUPS.items()}
    return [
        (codes[flow], partners.get(partner, partner), year, f"{value:.0f}")
        for partner, year, flow, value in rows[["partner", "year", "flow", "value"]].values
    ]


def investment_cells(without="", twice=""):
    """Return inflows as our table holds them, by UNCTAD's codes; one economy may be left out, one stand twice."""
    rows = stored("fdi_flows", "unctad-wir-2026")
    codes = {ours: theirs for theirs, ours in unctad_investment.BULK_CODES.items() if theirs != "840"}
    cells = [
        ("0000" if iso3 == "WLD" else codes[iso3], "World" if iso3 == "WLD" else iso3, year, value / 1e6)
        for iso3, year, value in rows[["iso3", "year", "value"]].values
        if iso3 != without
    ]
    members = rows[rows["iso3"].isin(unctad_investment.MEMBERS)].groupby("year")["value"].sum() / 1e6
    cells += [("5550", "South-eastern Asia", year, f"{value:.6f}") for year, value in members.items()]
    cells += [("1500", "Developed economies", year, 1000) for year in members.index]
    return cells + [cell for cell in cells if cell[1] == twice]
