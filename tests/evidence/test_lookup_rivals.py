"""What a look-up would have met had something else been true."""

import pytest

from russia_asean.data import facts, memberships, tables
from russia_asean.evidence import claims, lookup_rivals, lookups

YEAR = claims.Claim("a", "A.", "year", "=", 2007.0, None, 1.0, "")


def of(look_up, value=0, claim=YEAR, **asked):
    """Return the rivals of a look-up without their words."""
    return lookup_rivals.of(look_up, claim, value, asked)[1]


def test_a_year_has_neighbours_and_is_none_of_them():
    assert of("year", 2007) == [2002, 2003, 2004, 2005, 2006, 2008, 2009, 2010, 2011, 2012]


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [("2018-12-30", "2018-12-25", "2019-01-04"), ("2018-12", "2018-07", "2019-05"), ("2018", "2013", "2023")],
)
def test_dates_have_neighbours_as_precise_as_they_are(date, first, last):
    claim = claims.Claim("a", "A.", "date", "=", None, None, 1.0, date)
    words, found = lookup_rivals.of("day", claim, date, {})
    assert (found[0], found[-1], len(found)) == (first, last, 10)
    assert words.removeprefix("neighbouring ") in ("days", "months", "years")


def test_a_page_that_was_only_found_could_not_have_failed():
    assert all(of("took place", fact=facts.event("saffron-2007")))


def test_a_date_and_a_place_refuse_most_other_facts():
    fact = facts.event("saffron-2007")
    answers = of("took place", fact=fact, after="2007-08", by="2007-12", place=fact.place)
    assert len(answers) == len(tables.load("events").query("variant == 1")) - 1
    assert sum(answers) < len(answers) / 10


def test_a_member_is_told_from_other_countries():
    answers = of("are members", group="ASEAN", codes=["VNM"], on="2019-02-01")
    assert sum(answers) == len(memberships.members("ASEAN", "2019-02-01")) - 1
    inverted = of("are members", group="ASEAN", codes=["RUS"], on="2019-02-01", expected=False)
    assert sum(inverted) == len(inverted) - len(memberships.members("ASEAN", "2019-02-01"))


def test_words_are_looked_for_in_other_quotations():
    fact = facts.agreement("rus-chn-no-limits-2022")
    answers = of("text says", fact=fact, words="no limits")
    assert answers
    assert not any(answers)


def test_an_event_of_a_year_did_not_last_in_other_years():
    assert not any(of("lasted on", fact=facts.event("saffron-2007"), on="2007-10-31"))


def test_a_number_has_values_from_half_to_double():
    found = of("number stated", 100.0)
    assert (min(found), max(found)) == (50, 200)


def test_every_look_up_of_the_table_knows_how_hard_it_was():
    for claim_id in tables.load("lookup_claims")["claim_id"]:
        severity = lookups.assess(claim_id).severity
        assert severity is not None, claim_id
        assert 0 <= severity.refused <= severity.rivals
