"""Agreements in force: by hand, and against the counts that the WTO published."""

import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.analysis import trade_agreements
from russia_asean.data import memberships, published, tables


@pytest.fixture
def listed(monkeypatch):
    """Put a list of six agreements in the place of the WTO's."""
    rows = [
        ("A", "2001-01-01", "2001-01-01", None, "all"),
        ("B", "2001-01-01", "2010-01-01", None, "none"),  # notified late
        ("C", "2002-01-01", "2002-01-01", "2008-06-30", "some"),  # ended
        ("D", "2009-01-01", "2009-01-01", None, "some"),
        ("E", "2003-01-01", "2003-01-01", "2006-01-01", "all"),  # replaced by a version notified late
        ("E", "2006-01-01", "2012-01-01", None, "all"),
    ]
    frame = pd.DataFrame(rows, columns=["name", "entry", "notified", "inactive", "east_asia"]).assign(source_key="wto")
    for column in ("entry", "notified", "inactive"):
        frame[column] = pd.to_datetime(frame[column])
    monkeypatch.setattr(tables, "load", lambda name, **_: frame)
    tables.clear_cache()
    yield
    tables.clear_cache()


@pytest.mark.usefixtures("listed")
def test_a_count_depends_on_the_day_the_list_is_read():
    count = trade_agreements.number_in_force
    assert count("2005-12-31", seen="2005-12-31") == 3  # A, C, E
    assert count("2005-12-31", seen="2011-01-01") == 3  # A, B, E; C has ended since
    assert count("2005-12-31", seen="2020-01-01") == 2  # A, B; the old E is known to be replaced
    assert count("2005-12-31") == 4  # A, B, C, E
    assert [count("2009-12-31", east_asia=kind) for kind in ("", "some", "all")] == [4, 3, 2]
    assert [count(day) for day in ("2000-12-31", "2001-01-01", "2008-06-29", "2008-06-30")] == [0, 2, 4, 3]


@pytest.mark.usefixtures("listed")
def test_a_replaced_agreement_counts_once_on_every_day():
    def seen_at_once(day):
        return trade_agreements.number_in_force(day, seen=day, east_asia="all")

    # The old version of E ends as the new one enters into force; the new one was notified late.
    assert [seen_at_once(day) for day in ("2005-12-30", "2005-12-31", "2006-01-01", "2006-01-02")] == [2, 2, 2, 2]
    assert [seen_at_once(day) for day in ("2011-12-31", "2012-01-01")] == [2, 2]


@pytest.mark.usefixtures("listed")
def test_readings_differ_by_what_is_known_and_what_has_ended():
    count = trade_agreements.number_in_force
    # At the end of the year; on the day of a later chart; all that is known now.
    seen = ["2009-12-31", "2025-05-31", None]
    assert [count("2007-12-31", seen=day) for day in seen] == [2, 3, 4]
    assert [count("2009-12-31", seen=day) for day in seen] == [3, 4, 4]
    assert [count("2009-12-31", seen=day, east_asia="some") for day in seen] == [3, 3, 3]
    assert [count("2009-12-31", seen=day, east_asia="all") for day in seen] == [2, 2, 2]
    assert [count("2007-12-31", seen=day, east_asia="some") for day in seen] == [2, 2, 3]


@pytest.mark.parametrize(
    ("name", "bilateral"),
    [
        ("Japan - Thailand", True),
        ("Hong Kong, China - Macao, China", True),
        ("ASEAN - Japan", False),
        ("EFTA - Korea, Republic of", False),
        ("Eurasian Economic Union (EAEU) - Viet Nam", False),
        ("El Salvador - Honduras - Chinese Taipei", False),
        ("Trans-Pacific Strategic Economic Partnership", False),
        ("Ecuador - Chile", True),  # begins as a group's name does
    ],
)
def test_an_agreement_of_two_economies_is_told_by_its_name(monkeypatch, name, bilateral):
    row = {
        "name": name,
        "entry": "2005-01-01",
        "notified": "2005-01-01",
        "inactive": None,
        "east_asia": "some",
        "source_key": "wto",
    }
    frame = pd.DataFrame([row])
    for column in ("entry", "notified", "inactive"):
        frame[column] = pd.to_datetime(frame[column])
    monkeypatch.setattr(tables, "load", lambda *_, **__: frame)
    tables.clear_cache()
    share = trade_agreements.bilateral_share("1999-02-01", "2019-01-31", east_asia="some")
    tables.clear_cache()
    assert share == (100 if bilateral else 0)


def test_a_share_rests_on_the_agreements_counted_and_on_no_others():
    listed = tables.load("trade_agreements_notified", credit=False)
    share = trade_agreements.bilateral_share("1999-02-01", "2019-01-31", east_asia="all")
    counted = listed[listed["entry"].between("1999-02-01", "2019-01-31") & (listed["east_asia"] == "all")]
    assert {key for each in provenance.origins_of(share) for (key,) in each.keys} == {*map(str, counted["rta_id"])}
    assert 0 < len(counted) < len(listed) / 10


@pytest.mark.parametrize(("region", "parties"), [("some", {"all", "some"}), ("all", {"all"})])
def test_a_count_for_a_region_rests_on_agreements_of_the_region_alone(region, parties):
    listed = tables.load("trade_agreements_notified", credit=False)
    inside = listed[listed["east_asia"].isin(parties)]
    with provenance.collecting() as origins:
        count = trade_agreements.number_in_force("2018-12-31", seen="2018-12-31", east_asia=region)
    assert {key for each in origins for (key,) in each.keys} == {*map(str, inside["rta_id"])}
    assert 0 < count <= len(inside) < len(listed) / 3


def test_the_list_shows_the_state_of_the_end_of_its_month():
    assert trade_agreements.list_date() == "2025-05-31"


def test_the_list_gives_the_total_that_the_wto_printed_for_its_state():
    """The producer's summary page of 2025 counts 375 agreements in force."""
    assert trade_agreements.number_in_force("2025-05-31", seen="2025-05-31") == 375


@pytest.mark.parametrize("year", [2008, 2009, 2017, 2018])
def test_the_list_falls_little_short_of_the_chart_of_2023(year):
    """Ends of three agreements were entered after the chart was made, and dated back; one of them is a replacement."""
    charted = trade_agreements.number_in_force(f"{year}-12-31", seen="2023-09-28")
    assert published.figures()[f"wto-rta-charted-{year}"] - charted == 2


@pytest.mark.parametrize(("figure", "day", "short"), [("2013-11", "2013-11-08", 0.05), ("2021-06", "2021-06-15", 0.01)])
def test_the_list_falls_short_of_what_was_published_at_the_time_as_its_limitations_say(figure, day, short):
    printed = published.figures()[f"wto-rta-in-force-{figure}"]
    assert 0 <= 1 - trade_agreements.number_in_force(day, seen=day) / printed <= short


def test_parties_are_bound_from_the_later_of_their_dates():
    """The agreement was in force for others on 30 December 2018, for Vietnam in January 2019, for Peru in 2021."""
    new_year, spring, later = (
        trade_agreements.free_trade_partners("VNM", day) for day in ("2019-01-01", "2019-04-01", "2021-12-31")
    )
    assert "CAN" not in new_year and spring["CAN"] == pd.Timestamp("2019-01-14")
    assert "PER" not in spring and later["PER"] == pd.Timestamp("2021-09-19")


def test_agreements_count_from_their_date():
    before, after = (trade_agreements.free_trade_partners("VNM", day) for day in ("2016-10-04", "2016-10-05"))
    assert set(after) - set(before) == set(memberships.members("EAEU", "2016-10-05"))
    assert "CHN" in before and "EUN" not in after and "VNM" not in after


def test_groups_are_one_line_and_the_oldest_comes_first():
    table = trade_agreements.free_trade_since("VNM", "2025-12-31")
    assert table["name"].is_unique and table["start"].is_monotonic_increasing
    assert table["name"].iloc[0] == "ASEAN" and "Eurasian Economic Union" in set(table["name"])
