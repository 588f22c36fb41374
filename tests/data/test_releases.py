"""The rule of vintages as a table: what answers, and what is refused."""

import shutil

import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.analysis import economy, fdi
from russia_asean.data import releases, tables

LISTED = tables.load("releases")


@pytest.fixture
def package(tmp_path):
    """Return a copy of the data package that a test may spoil."""
    return shutil.copytree(paths.DATA, tmp_path / "data")


@pytest.fixture
def listed(monkeypatch):
    """Return a function that puts other rows in the place of ``releases.csv``."""
    load = tables.load

    def put(rows):
        made = pd.DataFrame(rows, columns=LISTED.columns)
        monkeypatch.setattr(tables, "load", lambda name, **how: made if name == "releases" else load(name, **how))

    return put


def test_a_release_of_trade_that_is_not_listed_is_refused_when_the_table_is_read(package):
    path = package / "sources.csv"
    text = path.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("un-comtrade-2020-09,"))
    path.write_text(
        text.replace(row, f"{row}\n{row.replace('un-comtrade-2020-09', 'un-customs-2026')}"), encoding="utf-8"
    )
    flows = package / "trade_flows.csv"
    lines = flows.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("imf-dots-2022-02", "un-customs-2026")
    flows.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(tables.TableError) as refused:
        tables.validated("trade_flows", package)
    assert str(refused.value) == (
        "data/trade_flows.csv, row 2, column 'source_key': 'un-customs-2026' is not in releases.csv. "
        "Correct the code or add it there."
    )


def test_a_release_listed_for_another_table_does_not_answer_for_this_one(listed):
    listed([row if row[1] != "rosstat-fcs-2022" else ("economy", *row[1:]) for row in LISTED.to_numpy().tolist()])
    with pytest.raises(tables.TableError, match=r"'rosstat-fcs-2022' is not in data/releases\.csv for this table"):
        releases.answering("trade_flows")


def test_two_releases_of_one_rank_are_refused(listed):
    listed(LISTED.assign(rank=1).to_numpy().tolist())
    with pytest.raises(tables.TableError, match="rank 1 occurs twice for the table 'fdi_flows'"):
        releases.answering("fdi_flows")


def test_a_release_of_estimates_that_has_a_report_is_refused(monkeypatch):
    load = tables.load
    spoilt = load("trade_flows")
    row = spoilt.index[spoilt["source_key"] == "imf-dots-2022-02-estimates"][0]
    spoilt.loc[row, "status"] = "reported"
    monkeypatch.setattr(tables, "load", lambda name, **how: spoilt if name == "trade_flows" else load(name, **how))
    with pytest.raises(
        tables.TableError, match="'imf-dots-2022-02-estimates' is marked as 'reported', but that release"
    ):
        releases.answering("trade_flows")


def test_releases_answer_in_the_order_of_their_rank_and_cross_checks_never():
    assert releases.answering("trade_flows") == [
        "imf-imts-2026-04",
        "imf-imts-russia-2026",
        "imf-dots-monthly-2024-07",
        "imf-dots-2022-02",
    ]
    assert "rosstat-fcs-2022" in releases.releases_of("trade_flows").index
    assert releases.releases_of("claims").empty


def test_what_the_list_says_of_other_tables_is_what_their_code_reads():
    """A release that is listed first and not read would be passed over without a word."""
    assert releases.answering("economy") == [economy.POPULATION_SOURCE, economy.latest_source()]
    assert releases.answering("fdi_flows") == [fdi.answering_release()]


@pytest.mark.parametrize("name", sorted(set(LISTED["table"])))
def test_every_release_of_a_listed_table_is_held_by_it(name):
    assert set(releases.releases_of(name).index) == set(tables.load(name)["source_key"])


def test_the_newest_release_is_the_one_released_last_whether_or_not_it_answers():
    assert releases.newest("fdi_flows") == "unctad-wir-2026"
    assert releases.released("unctad-wir-2026") > releases.released(releases.answering("fdi_flows")[0])


def test_the_newest_release_of_a_producer_is_found_among_those_of_a_table():
    assert releases.newest_by("oil_price", "US Energy Information Administration") == "eia-brent"
    assert releases.newest_by("fdi_flows", "UNCTAD") == releases.newest("fdi_flows")
    with pytest.raises(KeyError, match="holds no release of 'Nobody'"):
        releases.newest_by("oil_price", "Nobody")
