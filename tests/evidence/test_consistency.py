"""The query for contradictions: hand-made pairs that clash or fit, what they imply, and truth that never clashes."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean.data import tables
from russia_asean.evidence import claims, consistency, stated

NUMBERS = {"precision": math.nan, "comparator": "=", "unit": "USD", "period": "2020", "measure": "total goods trade"}


def made(*rows):
    """Return a table of claims: each row has a value and what differs from a total of trade in 2020."""
    cells = []
    for number, (value, changed) in enumerate(rows):
        row = {"claim_id": f"c{number}", "document": "000", "subject": "RUS", "counterpart": "ASEAN", "statement": "S."}
        cells.append({**row, **NUMBERS, "value_high": math.nan, "value": str(value), **changed})
    return pd.DataFrame(cells)


def found(*rows, rule=None):
    """Return the relations between hand-made claims, of one rule if named."""
    relations = consistency.find_relations(made(*rows))
    return [each for each in relations if rule in (None, each.rule)]


CHANGE = {"measure": "change in total goods trade", "unit": "percent", "precision": 1}
SHARE = {"measure": "share of total goods trade", "unit": "percent", "precision": 0.1}
RANK = {"measure": "rank in total goods trade", "unit": "rank", "precision": 1}
BEGAN = {"measure": "start of relations", "unit": "year", "precision": 1}
PEAK = {**BEGAN, "measure": "year of maximum of total goods trade"}

# rule, claims that fit together, claims that do not
PAIRS = [
    ("same", [(10e9, {}), (10.4e9, {"document": "001"})], [(10e9, {}), (11e9, {"document": "001"})]),
    ("same", [(10e9, {"comparator": ">"}), (12e9, {})], [(10e9, {"comparator": ">"}), (9e9, {})]),
    ("same", [(1991, BEGAN), (30, {**BEGAN, "unit": "years", "period": "2021"})],
     [(1996, BEGAN), (30, {**BEGAN, "unit": "years", "period": "2021"})]),
    ("same", [("2018-05-01", {"unit": "date", "precision": 31}), ("2018-05-17", {"unit": "date", "precision": 1})],
     [("2018-05-01", {"unit": "date", "precision": 31}), ("2018-06-17", {"unit": "date", "precision": 1})]),
    ("nested", [(9e9, {"period": "2020-01/2020-09"}), (10e9, {})], [(11e9, {"period": "2020-01/2020-09"}), (10e9, {})]),
    ("nested", [(9e9, {"period": "2020-01/2020-09"}), (50, {**CHANGE, "period": "2020-01/2020-09"}),
                (6.5e9, {"period": "2019"})],
     [(9e9, {"period": "2020-01/2020-09"}), (50, {**CHANGE, "period": "2020-01/2020-09"}), (5e9, {"period": "2019"})]),
    ("change", [(10e9, {"period": "2017"}), (12e9, {}), (20, {**CHANGE, "period": "2017/2020"})],
     [(10e9, {"period": "2017"}), (12e9, {}), (30, {**CHANGE, "period": "2017/2020"})]),
    ("change", [(10e9, {"period": "2019"}), (12e9, {}), (0, {**CHANGE, "comparator": ">"})],
     [(10e9, {"period": "2019"}), (12e9, {}), (0, {**CHANGE, "comparator": "<"})]),
    ("shares", [(40, SHARE), (55, {**SHARE, "subject": "CHN"})], [(50, SHARE), (60, {**SHARE, "subject": "CHN"})]),
    ("share", [(10e9, {}), (100e9, {"subject": "ASEAN", "counterpart": "WLD"}), (10, SHARE)],
     [(10e9, {}), (100e9, {"subject": "ASEAN", "counterpart": "WLD"}), (20, SHARE)]),
    ("balance", [(10e9, {}), (4e9, {"measure": "deficit in total goods trade"})],
     [(10e9, {}), (14e9, {"measure": "deficit in total goods trade"})]),
    ("maximum", [(10e9, {}), (9e9, {"period": "2021"}), (2020, PEAK)],
     [(10e9, {}), (12e9, {"period": "2021"}), (2020, PEAK)]),
    ("ranks", [(1, RANK), (2, {**RANK, "subject": "CHN"})], [(1, RANK), (1, {**RANK, "subject": "CHN"})]),
    ("ranks", [(1, RANK), (2, {**RANK, "subject": "CHN"}), (10e9, {}), (9e9, {"subject": "CHN"})],
     [(1, RANK), (2, {**RANK, "subject": "CHN"}), (10e9, {}), (12e9, {"subject": "CHN"})]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "fitting", "clashing"), PAIRS)
def test_what_fits_is_possible_and_what_clashes_is_not(rule, fitting, clashing):
    assert found(*fitting, rule=rule) and all(each.possible for each in found(*fitting))
    assert [each.rule for each in found(*clashing) if not each.possible] == [rule]


@pytest.mark.parametrize(
    "changed",
    [{"subject": "CHN"}, {"counterpart": "VNM"}, {"measure": "exports"}, {"unit": "count"}, {"period": "2019"}],
)
def test_claims_about_different_things_are_not_compared(changed):
    assert found((10e9, {}), (20e9, changed), rule="same") == []


def test_shares_of_different_wholes_are_not_added():
    assert found((60, SHARE), (60, {**SHARE, "subject": "CHN", "counterpart": "IND"}), rule="shares") == []
    assert found((60, SHARE), (60, {**SHARE, "subject": "CHN", "period": "2021"}), rule="shares") == []


# Where no size of the last digit is given there are 2.5 per cent of room either way: 20 is from 19.5 to 20.5.
# rule, claims, the low and the high end that follow, worked out by hand
IMPLIED = [
    ("growth", [(10e9, {"period": "2018"}), (20e9, {})], 100 * (19.5 / 10.25 - 1), 100 * (20.5 / 9.75 - 1)),
    ("growth", [(12e9, {}), (9e9, {"period": "2021-01/2021-06"})], 100 * (8.775 / 6 * 12 / 12.3 - 1),
     100 * (9.225 / 6 * 12 / 11.7 - 1)),
    ("base", [(11e9, {}), (10, {**CHANGE, "period": "2015/2020"})], 10.725e9 / 1.105, 11.275e9 / 1.095),
    ("nested", [(10e9, {}), (6e9, {"period": "2020-01/2020-06"})], 9.75e9 - 6.15e9, 10.25e9 - 5.85e9),
    ("shares", [(40, SHARE), (50, {**SHARE, "subject": "CHN"})], 100 - 41 - 51.25, 100 - 39 - 48.75),
    ("whole", [(10e9, {}), (10, SHARE)], 9.75e9 / 0.1025, 10.25e9 / 0.0975),
    ("part", [(100e9, {"subject": "ASEAN", "counterpart": "WLD"}), (10, SHARE)], 0.0975 * 97.5e9, 0.1025 * 102.5e9),
    ("part", [(10e9, {}), (80, {**SHARE, "measure": "share of total goods trade: minerals"})], 7.605e9, 8.405e9),
    ("balance", [(10e9, {}), (4e9, {"measure": "deficit in total goods trade"})], (9.75e9 - 4.1e9) / 2,
     (10.25e9 - 3.9e9) / 2),
    ("rank", [(1, RANK), (10e9, {})], 0, 10.25e9),
    ("rank", [(1, {**RANK, "measure": "rank in exports of the subject"}),
              (19, {**SHARE, "measure": "share of exports of the subject", "precision": 1})], 0, 19.5),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "rows", "low", "high"), IMPLIED)
def test_what_follows_is_computed_on_the_ends_of_the_intervals(rule, rows, low, high):
    (relation,) = found(*rows, rule=rule)
    assert relation.band == pytest.approx((low, high))
    assert relation.claim_ids == tuple(sorted(relation.claim_ids, key=relation.claim_ids.index))


def test_a_relation_shows_its_numbers_and_its_sum():
    (relation,) = found((17e9, {"precision": 1e9}), (10, {**CHANGE, "document": "004"}), rule="base")
    assert relation.documents == ("000", "004")
    assert relation.about == "Russia–ASEAN, total goods trade"
    assert relation.stated == "$17.0bn (2020, 000); change 10\u00a0% (2020, 004)"
    assert relation.arithmetic == "$17.0bn / (1 + 10\u00a0%)"
    assert relation.follows == "$14.9bn to $16.0bn in 2019"


def test_printed_numbers_leave_no_room():
    table = made((11e9, {}), (10, {**CHANGE, "period": "2015/2020"}), (2, {**CHANGE, "subject": "CHN"}))
    relations = consistency.find_relations(table, printed=True)
    assert consistency.relation_between(relations, "c0", "c1").result == pytest.approx(10e9)
    sums = consistency.implied_numbers(table, {"a": {"after": "c0", "change": "c1"}, "b": {"one": "c0", "other": "c2"}})
    assert sums == {"a": {"after": 11e9, "change": 10, "result": pytest.approx(10e9)}, "b": {"one": 11e9, "other": 2}}
    with pytest.raises(KeyError, match="0 relations between c0, c2"):
        consistency.relation_between(relations, "c0", "c2")


def test_a_path_begins_where_a_stated_change_began():
    table = made(
        (10e9, {"period": "2016"}),
        (25, {**CHANGE, "period": "2011/2016", "document": "003"}),
        (12e9, {"period": "2018", "comparator": ">"}),
        (9e9, {"period": "2020-01/2020-09"}),
    )
    path = consistency.implied_path(table, "RUS", "ASEAN", "total goods trade")
    assert path[["first", "last"]].to_numpy().tolist() == [[2011, 2016], [2016, 2018]]
    assert list(path["before"]) == ["$8.00bn", "$10.0bn"]
    assert list(path["moved"]) == ["rose by 25\u00a0%", "rose by at least 20\u00a0%"]
    assert list(path["result"]) == pytest.approx([25, 20])


def test_the_ledger_holds_what_is_known_of_it():
    relations = consistency.find_relations(tables.load("claims"))
    clashing = {frozenset(each.claim_ids) for each in relations if not each.possible}
    assert frozenset({"asean-dialogue-1996", "asean-russia-30-years-2021"}) in clashing
    assert {"trade-total-2014", "trade-total-2020", "trade-decline-2014-2020"} in [set(r.claim_ids) for r in relations]


# One true series: monthly trade of three partners, and what documents may say of it.

MONTHS = st.lists(st.floats(1e6, 1e9), min_size=48, max_size=48)
PERIODS = ["2018", "2019", "2020", "2021", "2020-01/2020-09", "2021-03/2021-08", "2018/2020"]
WORDING = st.tuples(
    st.sampled_from(["=", "~", ">", ">~", "<", "<~", "up to", "range"]), st.floats(0, 1), st.integers(1, 3)
)


def told(truth, wording, unit):
    """Return a stated number that the truth agrees with, worded as given, or None where it cannot be so worded."""
    comparator, aside, digits = wording
    precision = 1.0 if unit in claims.COUNTED else 10.0 ** (math.floor(math.log10(max(abs(truth), 1e-6))) + 1 - digits)
    near = {">": 1 - aside, ">~": 1 - 0.08 * aside, "<": 1 + aside, "<~": 1 + 0.08 * aside, "up to": 1 + aside}
    value = round(truth * near.get(comparator, 1.0) / precision) * precision
    high = value + precision if comparator == "range" else None
    claim = claims.Claim("x", "", unit, comparator, value, high, precision, "")
    if value == 0 or not claims.agrees(claim, truth):
        return None
    value_high = math.nan if high is None else high
    return value, {"comparator": comparator, "precision": precision, "unit": unit, "value_high": value_high}


def total(series, period):
    """Return the sum of a series from January 2018 on over a period."""
    first, last = stated.months_of_period(period)
    return sum(series[int(first) - 12 * 2018 : int(last) - 12 * 2018 + 1])


@st.composite
def true_claims(draw):
    """Draw claims that are all true of one world."""
    trade = {code: draw(MONTHS) for code in ("RUS", "CHN", "JPN")}
    whole = [sum(parts) for parts in zip(*trade.values(), strict=True)]
    truths = []
    for _ in range(draw(st.integers(2, 9))):
        code, period = draw(st.sampled_from(sorted(trade))), draw(st.sampled_from(PERIODS))
        series, sums = trade[code], {"subject": code, "period": period}
        growth = {
            "2021": total(series, "2021") / total(series, "2020"),
            "2018/2021": total(series, "2021") / total(series, "2018"),
        }
        ahead = sum(total(other, period) > total(series, period) for other in trade.values())
        best = max(range(2018, 2022), key=lambda year: total(series, str(year)))
        truths += draw(
            st.sampled_from(
                [
                    [(total(series, period), "USD", sums)],
                    [(total(whole, period), "USD", {"subject": "ASEAN", "counterpart": "WLD", "period": period})],
                    [
                        (100 * (times - 1), "percent", {**CHANGE, "subject": code, "period": span})
                        for span, times in growth.items()
                    ],
                    [(100 * total(series, period) / total(whole, period), "percent", {**SHARE, **sums})],
                    [(1 + ahead, "rank", {**RANK, **sums})],
                    [(best, "year", {**PEAK, "subject": code})],
                    [(0.3 * total(series, period), "USD", {**sums, "measure": "deficit in total goods trade"})],
                ]
            )
        )
    rows = []
    for truth, unit, cells in truths:
        worded = told(truth, draw(WORDING) if unit not in claims.COUNTED else ("=", 0, 1), unit)
        if worded:
            rows.append((worded[0], {**cells, **worded[1]}))
    return rows


@given(true_claims())
def test_numbers_of_one_true_series_never_contradict(rows):
    assert not rows or [each for each in consistency.find_relations(made(*rows)) if not each.possible] == []
