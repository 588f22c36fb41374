"""Agreement of coders is computed from their codes, and each claim has one code of each coder."""

import math

import pandas as pd
import pytest

from russia_asean.data import tables
from russia_asean.evidence import blind_coding, history

# Fifty cases, two readers: both yes 20, first only 5, second only 10, both no 15. By hand: alike 35 of 50 = 0.7; yes by
# lot 25/50 x 30/50 = 0.3, no by lot 25/50 x 20/50 = 0.2, so 0.5 by lot; kappa (0.7 - 0.5) / (1 - 0.5) = 0.4.
READERS = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15


def test_kappa_is_that_computed_by_hand():
    first, second = zip(*READERS, strict=True)
    found = blind_coding.agreement(first, second)
    assert (found.alike, found.claims, found.percent) == (35, 50, 70)
    assert found.kappa == pytest.approx(0.4)
    assert blind_coding.agreement(second, first).kappa == found.kappa


@pytest.mark.parametrize(
    ("first", "second", "kappa"),
    [
        ("aabb", "aabb", 1),
        ("aabb", "abab", 0),  # as often alike as by lot
        ("ab", "ba", -1),
        ("abc", "bca", -0.5),  # by lot a third: (0 - 1/3) / (2/3)
        ("aabb", "ccdd", 0),  # no verdict in common, so that none is expected
    ],
)
def test_kappa_of_small_codings(first, second, kappa):
    assert blind_coding.agreement(first, second).kappa == pytest.approx(kappa)


def test_where_all_is_chance_kappa_says_nothing():
    found = blind_coding.agreement("aaa", "aaa")
    assert found.alike == 3
    assert math.isnan(found.kappa)


@pytest.mark.parametrize(("first", "second"), [("ab", "a"), ("", "")])
def test_codings_that_cannot_be_compared_are_refused(first, second):
    with pytest.raises(ValueError, match="cannot be compared"):
        blind_coding.agreement(first, second)


@pytest.fixture
def given(monkeypatch):
    """Return a function that sets the codes, and the verdicts of today by claim."""

    def put(rows, now):
        made = pd.DataFrame(rows, columns=["claim_id", "coder", "draw", "verdict", "stored_before"])
        monkeypatch.setattr(tables, "load", lambda name, credit: made)
        monkeypatch.setattr(history, "by_claim", lambda: {key: [{"verdict": verdict}] for key, verdict in now.items()})

    return put


CODES = [
    ("a", "A", 1, "supported", "supported"),
    ("a", "B", 1, "supported", "supported"),
    ("b", "A", 1, "misread", "untested"),
    ("b", "B", 1, "judgement", "untested"),
    ("c", "A", 1, "untested", None),
    ("c", "B", 1, "untested", None),
    ("a", "C", 2, "misread", "misread"),
    ("a", "D", 2, "judgement", "misread"),
]


def test_codes_stand_beside_the_verdicts_stored_before_and_now(given):
    given(CODES, {"a": "supported", "b": "misread"})
    codes = blind_coding.codings(1)
    assert list(codes.columns) == ["coder A", "coder B", blind_coding.BEFORE, blind_coding.NOW]
    assert codes.loc["b"].to_list() == ["misread", "judgement", "untested", "misread"]
    assert codes.loc["c"].to_list() == ["untested", "untested", "not yet tested", "not yet tested"]
    assert blind_coding.differing(codes) == ["b", "c"]
    found = blind_coding.agreements(codes)
    assert [(each["first"], each["second"], each["agreement"].alike) for each in found] == [
        ("coder A", "coder B", 2),
        ("coder A", blind_coding.BEFORE, 1),
        ("coder B", blind_coding.BEFORE, 1),
        ("coder A", blind_coding.NOW, 2),
        ("coder B", blind_coding.NOW, 1),
    ]
    assert blind_coding.confusion(codes, "coder A", "coder B") == {
        "head": ["Coder A ↓ coder B →", "supported", "untested", "judgement"],
        "lines": [["Supported", "1", "–", "–"], ["Misread", "–", "–", "1"], ["Untested", "–", "1", "–"]],
        "columns": "lRRR",
    }


def test_a_draw_is_told_apart_from_another_that_shares_a_claim(given):
    given(CODES, {"a": "supported"})
    codes = blind_coding.codings(2)
    assert list(codes.columns) == ["coder C", "coder D", blind_coding.BEFORE, blind_coding.NOW]
    assert codes.loc["a"].to_list() == ["misread", "judgement", "misread", "supported"]
    assert list(codes.index) == ["a"]


def test_what_all_coders_call_a_judgement_is_left_out(given):
    given([*CODES, ("d", "A", 1, "judgement", "supported"), ("d", "B", 1, "judgement", "supported")], {})
    assert list(blind_coding.without_judgements(blind_coding.codings(1)).index) == ["a", "b", "c"]


@pytest.mark.parametrize(("kappas", "words"), [((0.7, 0.79), "none"), ((0.8, 0.7), "one"), ((0.8, 1.0), "both")])
def test_pairs_that_reach_the_bar_are_counted(kappas, words):
    found = [
        {"first": "coder A", "second": second, "agreement": blind_coding.Agreement(1, 2, kappa)}
        for second, kappa in [
            ("coder B", 1.0),
            (blind_coding.BEFORE, kappas[0]),
            (blind_coding.BEFORE, kappas[1]),
            (blind_coding.NOW, 1.0),
        ]
    ]
    assert blind_coding.reached(found, blind_coding.BEFORE) == words


@pytest.mark.parametrize(
    "rows",
    [CODES[:5], [*CODES[:5], ("c", "B", 1, "untested", "supported")]],
    ids=["a code is missing", "two stored verdicts"],
)
def test_an_incomplete_coding_is_refused(given, rows):
    given(rows, {})
    with pytest.raises(ValueError, match="each claim needs a row of each coder with one stored verdict"):
        blind_coding.codings(1)


def test_both_coders_of_each_draw_coded_every_claim_that_was_drawn():
    table = tables.load(blind_coding.TABLE, credit=False)
    counted = table.groupby(["draw", "coder"])["claim_id"].nunique().to_dict()
    assert counted == {(1, "A"): 80, (1, "B"): 80, (2, "C"): 80, (2, "D"): 80}
    assert set(table["draw"]) == set(blind_coding.SEEDS)


def test_the_second_draw_agrees_as_it_did_before_adjudication():
    # Counted apart from this package, on the coders' own files, before any difference of the draw was adjudicated.
    found = blind_coding.agreements(blind_coding.codings(2))[:3]
    assert [each["agreement"].alike for each in found] == [79, 75, 74]
    assert [round(each["agreement"].kappa, 2) for each in found] == [0.98, 0.90, 0.88]
