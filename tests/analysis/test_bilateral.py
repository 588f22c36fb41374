"""What one country has with Russia: by hand for three countries, and in small tables."""

import pandas as pd
import pytest

from russia_asean.analysis import bilateral, trade
from russia_asean.data import countries


def flows(rows):
    """Return a table of flows of which each row is reporter, partner, year, flow, value."""
    table = pd.DataFrame(rows, columns=["reporter", "partner", "year", "flow", "value"])
    return table.assign(
        status="reported", source_key="imf-dots-2022-02", valuation="FOB", unit="USD", vintage="2022-02"
    )


@pytest.mark.parametrize(
    ("country", "year", "partner", "part", "whole"),
    [
        ("VNM", 2022, "RUS", 1_558_913_738 + 1_965_108_739, 364_262_418_391 + 350_869_493_139),
        ("VNM", 2022, "CHN", 58_464_694_184 + 117_700_341_516, 364_262_418_391 + 350_869_493_139),
        ("LAO", 1997, "RUS", 20_000 + 20_000, 192_110_000 + 408_510_000),
    ],
)
def test_a_share_is_exports_and_imports_over_the_world_total_of_the_reporter(country, year, partner, part, whole):
    shares = bilateral.two_way_shares(country, [code for code in trade.PARTNERS if code != country])
    assert shares[partner][year] == pytest.approx(100 * part / whole)


def test_a_year_without_partners_in_both_directions_has_no_share(monkeypatch):
    world = [("LAO", "WLD", year, flow, 100.0) for year in (2001, 2002, 2003) for flow in ("export", "import")]
    detail = [
        ("LAO", "RUS", 2001, "export", 5.0),
        ("LAO", "CHN", 2001, "import", 20.0),
        ("LAO", "CHN", 2002, "export", 9.0),  # one direction alone
    ]
    monkeypatch.setattr(trade, "chosen_flows", lambda: flows(world + detail))
    shares = bilateral.two_way_shares("LAO", ["RUS", "CHN"])
    assert shares.index.tolist() == [2001]
    assert shares.loc[2001].tolist() == [2.5, 10.0]


def test_a_country_that_reports_nothing_has_no_shares(monkeypatch):
    monkeypatch.setattr(trade, "chosen_flows", lambda: flows([("CHN", "LAO", 2001, "export", 5.0)]))
    assert bilateral.two_way_shares("LAO", ["RUS", "CHN"]).empty


def test_partners_count_in_the_year_of_which_most_report():
    year, counted = bilateral.as_partners_count("TLS", [*trade.PARTNERS, "IDN", "SGP"], range(2016, 2025))
    assert year == 2020
    # Exports from the newer release, imports from the one that alone has them.
    assert counted["IDN"] == 221_344_582 + 2_468_868
    assert counted.is_monotonic_decreasing and counted.index[0] == "IDN"


def test_of_partners_that_count_one_direction_is_no_trade(monkeypatch):
    rows = [
        ("CHN", "TLS", 2019, "export", 5.0),
        ("CHN", "TLS", 2019, "import", 1.0),
        ("JPN", "TLS", 2019, "export", 50.0),
    ]
    monkeypatch.setattr(trade, "chosen_flows", lambda: flows(rows))
    year, counted = bilateral.as_partners_count("TLS", ["CHN", "JPN"], [2019, 2020])
    assert (year, counted.to_dict()) == (2019, {"CHN": 6.0})
    with pytest.raises(KeyError, match="no partner that reports trade with 'TLS'"):
        bilateral.as_partners_count("TLS", ["JPN"], [2019])


def test_agreements_with_the_union_of_russia():
    assert bilateral.union_agreement("VNM", "2025-12-31").in_force == "2016-10-05"
    assert bilateral.union_agreement("IDN", "2025-12-31").in_force == ""
    assert bilateral.union_agreement("IDN", "2025-12-01") is None
    assert bilateral.union_agreement("LAO", "2025-12-31") is None


def test_roles_forums_and_sanctions():
    day = "2025-12-31"
    assert bilateral.role_in_brics("IDN", day) == ("member", "2025-01-06")
    assert bilateral.role_in_brics("BRN", day) == ("neither", "")
    assert bilateral.shared_forums("TLS", day) == ["ASEAN Regional Forum"]
    assert "BRICS" in bilateral.shared_forums("IDN", day)
    assert bilateral.sanctions_since("SGP", day) == ("2022-03-05", "2022-03-07")
    assert bilateral.sanctions_since("LAO", day) == ("", "")
    assert bilateral.sco_dialogue_partner_since("KHM", day) == "2015-07-10"
    assert bilateral.sco_dialogue_partner_since("CHN", day) == ""  # a member is no partner
    assert bilateral.sco_dialogue_partner_since("LAO", "2025-08-31") == ""
    assert bilateral.partnership("VNM", day) == ("comprehensive strategic partner", "2012-07-27")
    assert bilateral.partnership("VNM", "2012-06-30") == ("strategic partner", "2001-03-01")
    assert bilateral.partnership("TLS", day) == ("", "")


def test_votes_and_projects_are_counted_by_kind():
    assert bilateral.ukraine_votes_of("PHL").to_dict() == {"in favour": 8}
    laos = {"abstained": 5, "against": 1, "absent": 1, "abstained or absent": 1}
    assert bilateral.ukraine_votes_of("LAO").to_dict() == laos
    assert bilateral.ukraine_votes_of("TLS").sum() == 7  # of one resolution no vote was found
    # One of three is planned for several members, whom its title names.
    assert bilateral.russian_projects("VNM").to_dict() == {"delayed": 2, "no source found": 1}
    assert bilateral.russian_projects("THA").to_dict() == {"no source found": 1}
    assert bilateral.russian_projects("TLS").empty


def test_events_are_of_both_and_the_newest_first():
    found = bilateral.dated_events("VNM", 2)
    assert found["date"].tolist() == ["May 2025", "20 June 2024"]
    assert bilateral.dated_events("TLS", 4).empty


def test_a_treaty_of_two_is_an_event_of_both():
    found = bilateral.dated_events("PHL", 4)
    assert found.loc[found["date"] == "24 October 2017", "title"].tolist() == [
        "Agreement on military-technical cooperation"
    ]


@pytest.mark.parametrize(
    ("code", "owner"),
    [("VNM", "Vietnam's"), ("LAO", "Laos's"), ("PHL", "the Philippines'"), ("USA", "the United States'")],
)
def test_a_country_owns_in_good_english(code, owner):
    assert countries.possessive(code) == owner
