"""Price of oil and implied exchange rates: two producers, a quotient of two columns, and what is refused."""

import pytest

from russia_asean.sources import oil_and_exchange
from russia_asean.sources.snapshots import Edition, SnapshotError

EDITIONS = Edition("eia-brent", "2026"), Edition("imf-weo-2025-10", "2025-10")
HEAD = "iso3,year,indicator,value,unit,source_key,is_estimate_or_projection"
PRICES = ["Date,Price", "1987-06-30,18.53", "2025-06-30,69.14"]


def price(year, value, mark="", unit="USD per barrel"):
    return f"WLD,{year},POILBRE,{value},{unit},weo,{mark}"


OUTLOOK_PRICES = [price(1980, 37.9), price(1987, 18.408), price(2025, 69.536, "1"), price(2030, 68, "1")]


def output(state, year, national, dollars="2"):
    return [
        f'{state},{year},NGDP,{national},"billion national currency, current",weo,',
        f'{state},{year},NGDPD,{dollars},"billion USD, current",weo,',
    ]


OUTPUT = [line for state in oil_and_exchange.STATES for line in output(state, 2025, 3)]


def outlook(folder, lines):
    path = folder / "weo.csv"
    path.write_text("\n".join([HEAD, *lines]) + "\n")
    return path


def prices(folder, lines=PRICES):
    path = folder / "brent.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_prices_of_both_producers_stand_side_by_side_with_what_is_projected(tmp_path):
    built = oil_and_exchange.oil_price(prices(tmp_path), outlook(tmp_path, OUTLOOK_PRICES), *EDITIONS)
    cells = built.set_index(["source_key", "year"])
    assert cells["value"].to_dict() == {
        ("eia-brent", 1987): 18.53,
        ("eia-brent", 2025): 69.14,
        ("imf-weo-2025-10", 1987): 18.408,
        ("imf-weo-2025-10", 2025): 69.536,
        ("imf-weo-2025-10", 2030): 68,
    }
    assert cells["status"].tolist() == ["reported"] * 3 + ["projection"] * 2


def test_in_january_the_average_of_the_year_before_may_not_be_there(tmp_path):
    files = prices(tmp_path), outlook(tmp_path, OUTLOOK_PRICES)
    built = oil_and_exchange.oil_price(*files, Edition("eia-brent", "2027-01-04"), EDITIONS[1])
    assert built.loc[built["source_key"] == "eia-brent", "year"].max() == 2025
    with pytest.raises(SnapshotError, match="ends in 2025, but an edition of 2027-02-01 ends in 2026"):
        oil_and_exchange.oil_price(*files, Edition("eia-brent", "2027-02-01"), EDITIONS[1])


@pytest.mark.parametrize(
    ("spot", "lines", "refused"),
    [
        ([*PRICES[:2], "2025-12-31,69.14"], OUTLOOK_PRICES, "row 3: '2025-12-31' is no year's middle"),
        ([*PRICES[:2], "2025-06-30,n/a"], OUTLOOK_PRICES, "'n/a' is no plain number"),
        (PRICES[:2], OUTLOOK_PRICES, "ends in 1987, but an edition of 2026 ends in 2025"),
        ([*PRICES[:2], "2025-06-30,0.44"], OUTLOOK_PRICES, "2025: differs from weo.csv by 69.1 USD"),
        (
            PRICES,
            [price(1987, 18.4, unit="USD per tonne")],
            "POILBRE is given in 'USD per tonne', not in 'USD per barrel'",
        ),
        (PRICES, OUTPUT, "POILBRE is given in nothing"),
        (PRICES, [price(2030, 68, "true")], "column 'is_estimate_or_projection': 'true' is neither empty nor 0 or 1"),
    ],
)
def test_prices_that_are_not_what_they_say_are_refused(tmp_path, spot, lines, refused):
    with pytest.raises(SnapshotError, match=refused):
        oil_and_exchange.oil_price(prices(tmp_path, spot), outlook(tmp_path, lines), *EDITIONS)


def test_a_rate_is_output_in_national_currency_per_output_in_dollars_with_six_digits(tmp_path):
    lines = [*OUTPUT, *output("VNM", 2024, 52244.255), *output("RUS", 1992, 0.001, 3), *output("VNM", 1991, 9)]
    lines += [*output("FRA", 2024, 9), *output("LAO", 2024, "")]
    rates = oil_and_exchange.exchange_rates(outlook(tmp_path, lines), EDITIONS[1]).set_index(["iso3", "year"])
    assert rates["value"]["VNM", 2024] == 26122.1
    assert rates["value"]["RUS", 1992] == 0.000333333
    assert rates["value"]["BRN", 2025] == 1.5
    assert len(rates) == len(oil_and_exchange.STATES) + 2 and set(rates["status"]) == {"derived"}


@pytest.mark.parametrize(("vintage", "last"), [("2027-04", 2026), ("2027-10", 2027)])
def test_rates_of_a_later_edition_end_with_the_year_that_it_knows(tmp_path, vintage, last):
    lines = [line for state in oil_and_exchange.STATES for year in (2026, 2027) for line in output(state, year, 3)]
    rates = oil_and_exchange.exchange_rates(outlook(tmp_path, lines), Edition("weo", vintage))
    assert rates["year"].max() == last


def test_rates_without_a_state_or_in_another_unit_are_refused(tmp_path):
    with pytest.raises(SnapshotError, match="has no output of VNM in 2025"):
        oil_and_exchange.exchange_rates(outlook(tmp_path, OUTPUT[:-2]), EDITIONS[1])
    with pytest.raises(SnapshotError, match="NGDPD is given in 'million USD, current'"):
        lines = [line.replace("billion USD", "million USD") for line in OUTPUT]
        oil_and_exchange.exchange_rates(outlook(tmp_path, lines), EDITIONS[1])
