"""The query for contradictions: hand-made pairs that clash or fit, what they imply, and truth that never clashes."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean.data import tables
from russia_asean.evidence import claims, consistency, stated

# The last digit stated is half a billion, so a total of 10 billion stands for 9.75 to 10.25.
NUMBERS = {"precision": 0.5e9, "comparator": "=", "unit": "USD", "period": "2020", "measure": "total goods trade"}


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
    ("same", [(10e9, {}), (10.4e9, {"document": "001"})], [(10e9, {}), (10.6e9, {"document": "001"})]),
    ("same", [(10e9, {"comparator": ">"}), (12e9, {})], [(10e9, {"comparator": ">"}), (9e9, {})]),
    ("same", [(1991, BEGAN), (30, {**BEGAN, "unit": "years", "period": "2021"})],
     [(1996, BEGAN), (30, {**BEGAN, "unit": "years", "period": "2021"})]),
    ("same", [("2018-05-01", {"unit": "date", "precision": 31}), ("2018-05-17", {"unit": "date", "precision": 1})],
     [("2018-05-01", {"unit": "date", "precision": 31}), ("2018-06-17", {"unit": "date", "precision": 1})]),
    ("nested", [(8e9, {"period": "2020-01/2020-09"}), (10e9, {})], [(11e9, {"period": "2020-01/2020-09"}), (10e9, {})]),
    ("nested", [(9e9, {"period": "2020-01/2020-09"}), (50, {**CHANGE, "period": "2020-01/2020-09"}),
                (8e9, {"period": "2019"})],
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


# A total leaves a quarter of a billion either way, a change half a point, a share a twentieth of a point.
# rule, claims, the low and the high end that follow, worked out by hand
IMPLIED = [
    ("growth", [(10e9, {"period": "2018"}), (20e9, {})], 100 * (19.75 / 10.25 - 1), 100 * (20.25 / 9.75 - 1)),
    ("growth", [(12e9, {}), (9e9, {"period": "2021-01/2021-06"})], 100 * (8.75 / 6 * 12 / 12.25 - 1),
     100 * (9.25 / 6 * 12 / 11.75 - 1)),
    ("base", [(11e9, {}), (10, {**CHANGE, "period": "2015/2020"})], 10.75e9 / 1.105, 11.25e9 / 1.095),
    ("nested", [(10e9, {}), (6e9, {"period": "2020-01/2020-06"})], 9.75e9 - 6.25e9, 10.25e9 - 5.75e9),
    ("shares", [(40, SHARE), (50, {**SHARE, "subject": "CHN"})], 100 - 40.05 - 50.05, 100 - 39.95 - 49.95),
    ("whole", [(10e9, {}), (10, SHARE)], 9.75e9 / 0.1005, 10.25e9 / 0.0995),
    ("part", [(100e9, {"subject": "ASEAN", "counterpart": "WLD"}), (10, SHARE)], 0.0995 * 99.75e9, 0.1005 * 100.25e9),
    ("part", [(10e9, {}), (80, {**SHARE, "measure": "share of total goods trade: minerals"})], 0.7995 * 9.75e9,
     0.8005 * 10.25e9),
    ("balance", [(10e9, {}), (4e9, {"measure": "deficit in total goods trade"})], (9.75e9 - 4.25e9) / 2,
     (10.25e9 - 3.75e9) / 2),
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


def test_a_rank_is_called_one_once():
    (relation,) = found((1, RANK), (10e9, {}), rule="rank")
    assert relation.stated == "rank 1 (2020, 000); $10.0bn (2020, 000)"


def test_printed_numbers_leave_no_room():
    table = made((11e9, {}), (10, {**CHANGE, "period": "2015/2020"}), (2, {**CHANGE, "subject": "CHN"}))
    relations = consistency.find_relations(table, printed=True)
    (relation,) = [each for each in relations if set(each.claim_ids) == {"c0", "c1"}]
    assert relation.result == pytest.approx(10e9)
    sums = consistency.implied_numbers(table, {"a": {"after": "c0", "change": "c1"}, "b": {"one": "c0", "other": "c2"}})
    assert sums == {"a": {"after": 11e9, "change": 10, "result": pytest.approx(10e9)}, "b": {"one": 11e9, "other": 2}}


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


# $15.8bn in a year, and 10 % more than in nine months of it: 17.0 / 1.10 = 15.5 leaves 0.9 at most for three months.
NINE = "2024-01/2024-09"
NINE_MONTHS = [
    (17e9, {"period": NINE, "precision": 1e9}),
    (10, {**CHANGE, "period": NINE}),
    (15.8e9, {"period": "2023", "precision": 0.1e9}),
]


def test_a_part_that_leaves_next_to_nothing_for_the_rest_is_in_tension_with_the_whole():
    (relation,) = found(*NINE_MONTHS, rule="nested")
    assert (relation.possible, relation.disagreement) == (True, "tension")
    assert relation.documents == ("000",)
    # 15.85 less 16.5 / 1.105 is 0.918, a month 0.306; the nine months ran at 1.659 a month.
    assert relation.band == (0, pytest.approx(15.85e9 - 16.5e9 / 1.105))
    assert "at most 18\u00a0%" in relation.follows


@pytest.mark.parametrize(
    ("part", "disagreement"), [(4e9, None), (7e9, None), (7.2e9, "tension"), (9e9, "tension"), (11e9, "contradiction")]
)
def test_tension_begins_where_the_pace_would_fall_by_half(part, disagreement):
    # The part is 0.25 less at least, the year 10.25 at most: 6.75 leaves 3.50, more than half of it; 6.95 leaves 3.30.
    (relation,) = found((part, {"period": "2020-01/2020-06"}), (10e9, {}), rule="nested")
    assert relation.disagreement == disagreement


def test_stated_numbers_have_no_room_for_revisions():
    # They lie 1.3 % apart, which is less than many data are revised by.
    (relation,) = found((15.8e9, {"precision": 0.1e9}), (15.6e9, {"precision": 0.1e9}), rule="same")
    assert relation.disagreement == "contradiction"


def test_what_is_impossible_comes_first_and_what_is_in_tension_next():
    relations = [found(*NINE_MONTHS, rule="nested")[0], *found((10e9, {}), (20e9, {})), *found((8e9, {}), (8e9, {}))]
    assert list(consistency.relation_table(relations)["together"]) == ["no", "hardly", "yes"]


def test_the_ledger_holds_what_is_known_of_it():
    relations = consistency.find_relations(tables.load("claims"))
    clashing = {frozenset(each.claim_ids) for each in relations if not each.possible}
    assert frozenset({"asean-dialogue-1996", "asean-russia-30-years-2021"}) in clashing
    assert {"trade-total-2014", "trade-total-2020", "trade-decline-2014-2020"} in [set(r.claim_ids) for r in relations]
    nine_months = {"trade-9m-2024-17bn", "trade-growth-9m-2024-10", "trade-total-2023"}
    assert [set(each.claim_ids) for each in relations if each.strained] == [nine_months]


PAIR = {
    "pair_id": "rank",
    "claim_id": "c0",
    "opposed_claim_id": "c1",
    "about": "Rank",
    "kind": "tension",
    "why": "First and last.",
}
WORDS = made(("", {"statement": "It is first."}), ("", {"statement": "It is last.", "document": "003"}))


def opposed(*changes):
    """Return pairs of the two claims in words, each changed as said."""
    pairs = pd.DataFrame([{**PAIR, **changed} for changed in changes])
    return consistency.opposed_statements(WORDS, pairs)


def test_a_pair_shows_both_statements_and_the_reason():
    (row,) = opposed({}).to_dict("records")
    assert row == {
        "about": "Rank",
        "stated": "It is first (000); It is last (003)",
        "why": "First and last.",
        "kind": "tension",
        "found": "reading",
        "documents": "000, 003",
        "within": False,
        "claims": "c0, c1",
    }


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ([{"claim_id": "c9"}], "c9 is no claim"),
        ([{"opposed_claim_id": "c9"}], "c9 is no claim"),
        ([{"opposed_claim_id": "c0"}], "opposed to itself"),
        ([{}, {"pair_id": "again"}], "'again': the two claims are paired twice"),
        ([{}, {"pair_id": "back", "claim_id": "c1", "opposed_claim_id": "c0"}], "'back': the two claims are paired"),
        ([{"why": ""}], "'about' or 'why' is empty"),
        ([{"why": " "}], "'about' or 'why' is empty"),
        ([{"about": None}], "'about' or 'why' is empty"),
    ],
)
def test_a_pair_that_says_nothing_is_refused(changes, fault):
    with pytest.raises(consistency.OpposedError, match=fault):
        opposed(*changes)


def test_an_unknown_kind_of_disagreement_is_refused():
    with pytest.raises(ValueError, match="quarrel"):
        opposed({"kind": "quarrel"})


def test_numbers_and_words_are_listed_together_the_gravest_first():
    table = made(
        (10e9, {}),
        (20e9, {}),
        (17e9, {"period": "2020-01/2020-09", "subject": "CHN"}),
        (18e9, {"subject": "CHN"}),
        (5e9, {"subject": "JPN", "document": "003"}),
    )
    pairs = pd.DataFrame(
        [
            {**PAIR, "kind": "different time", "opposed_claim_id": "c4"},
            {**PAIR, "kind": "contradiction", "opposed_claim_id": "c2"},
        ]
    )
    listed = consistency.disagreements(table, pairs)
    assert listed[["kind", "found", "claims", "within"]].to_numpy().tolist() == [
        ["contradiction", "query", "c0, c1", True],
        ["contradiction", "reading", "c0, c2", True],
        ["tension", "query", "c2, c3", True],
        ["different time", "reading", "c0, c4", False],
    ]


def test_the_pairs_of_the_ledger_can_be_listed():
    listed = consistency.disagreements(tables.load("claims"), tables.load("opposed_statements"))
    pairs = listed.loc[listed["found"] == "reading", "claims"]
    assert len(pairs) == len(tables.load("opposed_statements"))
    named = {frozenset(each.split(", ")) for each in pairs}
    assert frozenset({"china-vietnam-top-asian-partners", "sea-not-priority"}) in named
    assert frozenset({"russia-perennial-great-power", "russia-mid-tier-power"}) in named
    # What the query finds is not entered by hand as well.
    assert not named & {frozenset(each.split(", ")) for each in listed.loc[listed["found"] == "query", "claims"]}


# One true series: monthly trade of three partners, and what documents may say of it.

MONTHS = st.lists(st.floats(1e6, 1e9), min_size=48, max_size=48)
PERIODS = ["2018", "2019", "2020", "2021", "2020-01/2020-09", "2021-03/2021-08", "2018/2020"]
WORDING = st.tuples(
    st.sampled_from(["=", "~", ">", ">=", ">~", "<", "<~", "up to", "range"]), st.floats(0, 1), st.integers(1, 3)
)


def told(truth, wording, unit):
    """Return a stated number that the truth agrees with, worded as given, or None where it cannot be so worded."""
    comparator, aside, digits = wording
    precision = 1.0 if unit in claims.COUNTED else 10.0 ** (math.floor(math.log10(max(abs(truth), 1e-6))) + 1 - digits)
    near = {
        ">": 1 - aside,
        ">=": 1 - aside,
        ">~": 1 - 0.08 * aside,
        "<": 1 + aside,
        "<~": 1 + 0.08 * aside,
        "up to": 1 + aside,
    }
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
        # A list gives each place once: where two are equal, one of them still stands first.
        ranking = sorted(sorted(trade), key=lambda partner: -total(trade[partner], period))
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
                    [(1 + ranking.index(code), "rank", {**RANK, **sums})],
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
