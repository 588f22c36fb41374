"""The chapter on chronology: what its sentences say with few documents, and how its pictures name documents."""

import re

import pandas as pd
import pytest

from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.report import execute

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def of_few():
    """Return the records for two documents whose claims hold no judgement, by key."""
    return {each.key: each for each in execute.in_process("chronology", {"documents": "spotlight2018,benarnews2025"})}


@pytest.fixture(scope="module")
def of_one():
    """Return the records for a document whose decided claims all hold, by key."""
    return {each.key: each for each in execute.in_process("chronology", {"documents": "tsvetov2015"})}


@pytest.fixture(scope="module")
def stored():
    """Return the stored records by key."""
    return {each.key: each for each in records.read("chronology").records}


def table(record):
    """Return the data of an exhibit."""
    return pd.DataFrame(list(record.data))


def test_kinds_without_a_claim_are_not_counted(of_few, of_one):
    assert not re.search(r"\b(0|no) (are|is|claims?)\b", of_few["chronology-answer-open"].text)
    assert "judgement" not in of_few["chronology-answer-open"].text
    assert of_one["chronology-answer-open"].text.endswith("untested and 1 is a judgement.")


def test_a_document_whose_claims_hold_has_no_exceptions(of_one):
    assert re.fullmatch(r"Each of the \d+ decided claims holds", of_one["tab-chronology-exceptions"].title)
    assert "all 7 dated facts" in of_one["fig-chronology-documents"].title


def test_the_bars_count_each_claim_once(stored):
    bars = table(stored["fig-chronology-documents"])
    assert f"Of {bars['claims'].sum():.0f} claims" in stored["chronology-answer"].text
    assert bars.groupby("document", sort=False)["claims"].sum().is_monotonic_decreasing


def named_by_number(texts):
    """Return the texts that name a document by its number."""
    numbers = "|".join(tables.load("documents", credit=False)["document"])
    return [text for text in texts if re.search(rf"(?<![\d,.])({numbers})(?![\d,])", text)]


def test_pictures_and_tables_name_documents_and_not_their_numbers(stored):
    drawn = [
        text
        for cell in execute.read(execute.find("chronology")).cells
        for output in cell.get("outputs", [])
        for kind in (records.SVG, records.NARROW_SVG)
        for text in re.findall(r">([^<>]+)</text>", output.get("data", {}).get(kind, ""))
    ]
    assert "Tsvetov et al. 2019" in drawn
    printed = [
        str(cell)
        for each in stored.values()
        if getattr(each, "printed", None)
        for row in each.printed.rows
        for cell in row
    ]
    assert named_by_number(drawn + printed) == []


def test_a_number_of_a_document_is_noticed():
    texts = ["003", "1996 (000)", "30 years (2021, 002)", "106,003", "1996 (Gubin 2022)", "0.003"]
    assert named_by_number(texts) == texts[:3]
