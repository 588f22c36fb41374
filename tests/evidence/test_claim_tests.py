"""Tests of claims as records: verdict, reason, strength and provenance, for one part, many, and whole passages."""

import pytest

from russia_asean import provenance
from russia_asean.evidence import bases, claim_tests, claims, records, wording
from russia_asean.evidence.claim_tests import Measurement, Part, Words
from russia_asean.evidence.claims import Claim, Holds
from russia_asean.provenance import Origin

TRADE = frozenset([Origin("trade_flows", "imf-dots-2022-02")])
TOTAL = "trade-total-2014"  # $23bn, of a record that is not named
RUSSIA, ASEAN = "Russia-reported, 2014", "ASEAN-reported, 2014"
FREE = "russia-seriousness-question"  # no kind, so any basis will do


def assessed(measured, claim_id=TOTAL, words=None, **more):
    """Return the record of a test with one part."""
    roles = {role: more.pop(role) for role in ("then", "other", "rivals") if role in more}
    return claim_tests.assess(claim_id, {"": Part(measured, **roles)}, words, origins=TRADE, **more)


def test_a_test_holds_what_a_reader_needs():
    row = Origin("published_figures", "adb-ar-2017", "adb-share-jpn-2017")
    test = assessed({RUSSIA: 21.4e9, ASEAN: provenance.Value(1e9, [row])}, other={"another": 5e9}, words=Words("N."))
    assert (test.key, test.note) == (TOTAL, "N.")
    one, two = test.measured
    assert (one.basis, one.rests_on) == (RUSSIA, records.rests_on(TRADE))
    assert (two.basis, two.rests_on) == (ASEAN, records.rests_on([row]))
    (other,) = test.other
    assert (other.value, other.text, other.agrees) == (5e9, "$5.00bn", False)
    assert records.sources(test.rests_on) == ["adb-ar-2017", "imf-dots-2022-02"]
    assert type(two.value) is float  # without what it carries
    assert one.floor == bases.admitted("goods-trade-total")["Russia-reported"].allowance(23e9)


def test_a_test_gives_its_verdict_its_reason_and_on_what_it_depends():
    test = assessed({ASEAN: 22.6e9, RUSSIA: 12.4e9})
    assert (test.verdict, test.reading) == ("depends on the reading", ("record",))
    said = (
        f"It holds on one reading ({ASEAN}: $22.6bn) and not on another ({RUSSIA}: $12.4bn). It depends on the record."
    )
    assert test.reason == said
    line = f"Depends on the reading. {test.statement} {said} A weak test: there was nothing to try in its place."
    assert claim_tests.shown(test) == {
        "text/plain": line,
        "text/markdown": f"**Depends on the reading.**{line.removeprefix('Depends on the reading.')}".replace(
            "$", r"\$"
        ),
    }


def test_a_basis_that_is_not_admitted_is_refused():
    with pytest.raises(bases.BasisError, match="'Shared out by us' is no basis"):
        assessed({RUSSIA: 1.0, ASEAN: 1.0, "Shared out by us, 2014": 23e9})
    with pytest.raises(bases.BasisError, match=r"'ASEAN-reported' .* was not measured"):
        assessed({RUSSIA: 1.0})
    test = assessed({RUSSIA: 23e9}, words=Words(missing={"ASEAN-reported": "no member reports"}))
    assert wording.missing_text(test) == "Not measured: ASEAN-reported (no member reports)."


def test_no_claim_is_refused_while_a_required_basis_is_missing():
    unknown = {"ASEAN-reported": "no member reports"}
    with pytest.raises(
        claims.ClaimError, match=f"{TOTAL!r} would be refused, though its kind requires .*'ASEAN-reported'"
    ):
        assessed({RUSSIA: 1.0}, words=Words(missing=unknown))
    # A figure of another thing is no less a refusal; nor is a part that fails.
    with pytest.raises(claims.ClaimError, match="would be refused"):
        assessed({RUSSIA: 1.0}, words=Words(missing=unknown), other={"another year": 23e9})
    with pytest.raises(claims.ClaimError, match="would be refused"):
        parts = {"one": Part({RUSSIA: 23e9}), "two": Part({RUSSIA: 1.0})}
        claim_tests.assess(TOTAL, parts, Words(missing=unknown), origins=TRADE)
    # What is bounded out cannot agree, and what was right at its time is not refused.
    bounded = assessed({RUSSIA: 1.0}, words=Words(ruled_out={"ASEAN-reported": "at most a tenth"}))
    assert bounded.verdict == "not supported"
    assert wording.missing_text(bounded) == "Not measured, and ruled out: ASEAN-reported (at most a tenth)."
    assert assessed({RUSSIA: 1.0}, words=Words(missing=unknown), then={RUSSIA: 23e9}).verdict == "superseded"
    assert assessed({RUSSIA: 23e9}, words=Words(missing=unknown)).verdict == "supported"


def test_nothing_measured_names_the_claim():
    with pytest.raises(claims.ClaimError, match=f"Claim '{FREE}': Nothing was measured"):
        assessed({}, FREE)


def test_parts_are_decided_apart_and_told_apart():
    yes, no = Part({"a": Holds(True, "yes")}), Part({"b": Holds(False, "no")})
    test = claim_tests.assess(FREE, {"the first": yes, "the second": no}, origins=TRADE)
    assert (test.verdict, test.parts) == (
        "supported in part",
        {"the first": "supported", "the second": "not supported"},
    )
    assert test.reason == "“The first” is supported: a: yes. “The second” is not supported: b: no."
    assert wording.reason_by_bases(test) == "Of its parts “the first” is supported; “the second” is not supported."
    assert [each.part for each in test.measured] == ["the first", "the second"]


def test_the_reason_names_the_exception():
    test = assessed({"A": Holds(True, "yes"), "B": Holds(False, "no")}, FREE, every=True)
    assert (test.verdict, test.reason) == (
        "not supported",
        "It says so of each, and one of the two checks does not agree (B: no).",
    )
    assert wording.reason_by_bases(test) == test.reason
    sound = assessed({"A": Holds(True, "yes"), "B": Holds(True, "yes")}, FREE, every=True)
    assert wording.reason_by_bases(sound) == "Both checks agree with it (A: yes; B: yes)."


def test_how_hard_a_test_was_is_stored_and_said():
    test = assessed({RUSSIA: 23e9, ASEAN: 23e9}, rivals={"other years": [10e9, 15e9, 22.9e9, 30e9]})
    assert (test.severity.refused, test.severity.rivals) == (3, 4)
    assert wording.severity_text(test) == "Had we tested other years instead, 3 of 4 would have failed."
    assert not test.is_weak
    weak = assessed({RUSSIA: 23e9, ASEAN: 23e9}, rivals={"other years": [22.9e9, 23.1e9, 30e9]})
    assert wording.severity_text(weak) == (
        "Had we tested other years instead, 2 of 3 would have agreed as well. So this is a weak test, and no headline "
        "counts it."
    )
    assert weak.is_weak
    assert assessed({RUSSIA: 23e9, ASEAN: 23e9}).is_weak


def test_a_test_that_failed_could_fail():
    refused = assessed({RUSSIA: 1e9, ASEAN: 1e9}, rivals={"other years": [23e9]})
    assert (refused.verdict, refused.is_weak, wording.severity_text(refused)) == ("not supported", False, "")


def test_a_condition_is_stored_with_what_was_found():
    page = records.Page(fact="Treaty, 1995", url="https://www.asean.org/t", table="events")
    found = Measurement(Holds(True, "Russia: yes"), TRADE, (page,))
    (stored,) = assessed({"b": found}, FREE).measured
    assert stored == records.MeasuredValue(
        basis="b", value=True, text="Russia: yes", agrees=True, rests_on=records.rests_on(TRADE), pages=(page,)
    )
    assert not assessed({"b": Holds(False, "Russia: no")}, FREE).measured[0].agrees


def test_a_measurement_carries_the_pages_it_was_read_at():
    read, recalled = (
        records.Page(fact="Treaty, 1995", url="https://www.asean.org/t", table="events"),
        records.Page(fact="Protocol, 2001", url="", table="events"),
    )
    test = assessed({RUSSIA: Measurement(21.4e9, TRADE, (read, recalled)), ASEAN: 1e9})
    one, two = test.measured
    assert one.pages == (read, recalled)
    assert two.pages == ()
    said = "Read at [asean.org](https://www.asean.org/t). From general knowledge, no page was read: Protocol, 2001."
    assert wording.pages_read([one.model_dump(), two.model_dump()]) == said
    assert claim_tests.shown(test)["text/plain"].endswith(said)
    assert wording.pages_read([two.model_dump()]) == ""


def test_untested_and_judgement_give_their_reason():
    untested = claim_tests.untested(TOTAL, "a time machine")
    judged = claim_tests.judgement(TOTAL, ["trade-share"], "A view.")
    assert (untested.verdict, untested.reason) == ("untested", "Not tested here. It would need a time machine.")
    assert (judged.verdict, judged.evidence) == ("judgement", ("trade-share",))
    assert (untested.note, judged.reason) == ("", "")
    assert wording.severity_text(untested) == ""


def test_the_numbers_in_a_note_are_credited():
    words = Words("N.", behind_note=frozenset([Origin("economy", "e")]))
    test = assessed({RUSSIA: 21.4e9, ASEAN: 21.4e9}, words=words)
    assert records.sources(test.rests_on) == ["e", "imf-dots-2022-02"]
    assert records.sources(test.measured[0].rests_on) == ["imf-dots-2022-02"]


def test_a_value_that_misses_narrowly_is_shown_with_more_digits():
    def text(claim, value):
        return claim_tests._measured_value(claim, "", "b", value, TRADE).text

    over = Claim("a", "A.", "percent", ">", 58.0, None, 1.0, "")
    assert text(over, 57.5) == "57.50\N{NO-BREAK SPACE}%"
    assert text(over, 58.4) == "58.4\N{NO-BREAK SPACE}%", "it agrees, and does not print as the end itself"
    assert text(Claim("a", "A.", "percent", "=", 0.0, None, 0.1, ""), 1.0) == "1.0\N{NO-BREAK SPACE}%"
    date = Claim("a", "A.", "date", "=", None, None, 1, "2018")
    assert text(date, "2018-12-30") == "30 December 2018"
    count = Claim("a", "A.", "count", "=", 10, None, 1, "")
    assert type(claim_tests._measured_value(count, "", "b", 10, TRADE).value) is float


@pytest.fixture
def one_passage(monkeypatch):
    """Give three claims one passage, so that they can be tested together."""
    real = claims.claim

    def placed(claim_id):
        import dataclasses

        return dataclasses.replace(real(claim_id), passage="003-made-up")

    monkeypatch.setattr(claims, "claim", placed)


def both(russia, asean):
    """Return a part measured on both records."""
    return Part({"Russia-reported": russia, "ASEAN-reported": asean})


def test_a_passage_that_fits_one_reading_is_supported_on_it(one_passage):
    # $23bn in 2014 and $15bn in 2020: both fit Russia's record, the first fits ASEAN's as well.
    parts = {TOTAL: both(23e9, 23e9), "trade-total-2020": both(15e9, 11e9)}
    first, second = claim_tests.assess_passage(parts, origins=TRADE)
    assert (first.verdict, first.joint) == (second.verdict, second.joint) == ("supported", "Russia-reported")
    assert second.reason == (
        "One reading alone fits all figures of its passage: Russia-reported: $15.0bn. "
        "Other readings give: ASEAN-reported: $11.0bn."
    )
    assert wording.reason_by_bases(second) == (
        "The statements of its passage fit together on one reading only: Russia-reported."
    )


def test_a_passage_without_a_common_reading_is_decided_claim_by_claim(one_passage):
    parts = {TOTAL: both(23e9, 11e9), "trade-total-2020": both(11e9, 15e9)}
    tests = claim_tests.assess_passage(parts, origins=TRADE)
    assert [(test.verdict, test.joint) for test in tests] == [("depends on the reading", "")] * 2


def test_claims_of_a_passage_are_measured_on_the_same_bases(one_passage):
    parts = {TOTAL: both(23e9, 11e9), "trade-total-2020": Part({"Russia-reported": 1.0})}
    with pytest.raises(claims.ClaimError, match=r"'trade-total-2020' is not measured on \['ASEAN-reported'\]"):
        claim_tests.assess_passage(parts, origins=TRADE)


def test_claims_of_two_passages_are_not_tested_together():
    with pytest.raises(claims.ClaimError, match="are not of one passage"):
        claim_tests.assess_passage({TOTAL: both(1, 1), "trade-total-2017": both(1, 1)}, origins=TRADE)
