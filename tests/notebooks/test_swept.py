"""Every member, every window of two years and every documented value runs, or is refused with a sentence.

The runs share one process a notebook and repeat only what depends on the parameters; see ``swept``.
"""

import re
from typing import Any

import pytest
from swept import Swept

from russia_asean.data import countries, memberships, tables
from russia_asean.evidence import records
from russia_asean.evidence.records import ClaimTest, Exhibit, Finding, Record
from russia_asean.report import parameters
from russia_asean.report.parameters import ParameterError

pytestmark = [pytest.mark.slow, pytest.mark.first]

MEMBERS = memberships.asean_11()
YEARS = range(parameters.FIRST_YEAR, parameters.last_year() + 1)
WINDOWS = [{"start_year": year, "end_year": year + 1} for year in YEARS[:-1]]
DOCUMENTS = [{"documents": key} for key in tables.load("documents")["key"]]
GROUPS = [{"members": group} for group in ("ASEAN-11", "TLS,LAO", "VNM,THA", *MEMBERS)]
RUSSIAN = {"basis": "russia"}
SETS: dict[str, list[dict[str, Any]]] = {
    "trade": [*GROUPS, *WINDOWS, RUSSIAN, *({**each, **RUSSIAN} for each in (*GROUPS[1:], *WINDOWS))],
    "vietnam": [*GROUPS, *WINDOWS],
    "investment": [*GROUPS, *WINDOWS, {"boundary": "eleven"}],
    "brics": [
        *WINDOWS,
        *({"measure": "market", "with_asean": False, **each} for each in [{}, *WINDOWS[::8]]),
        {"with_asean": False},
    ],
    # Arms are counted in windows of five years.
    "security_forums": [*GROUPS, *({"start_year": year, "end_year": year + 9} for year in YEARS[:-9]), WINDOWS[0]],
    "chronology": DOCUMENTS,
    "synthesis": [*DOCUMENTS, *({"break_year": year} for year in YEARS[parameters.FIRST_BREAK - YEARS[0] : -1])],
}
# What no sentence, title or alternative says: a number that is missing, a list of nothing, two signs at once.
ODD = re.compile(
    r"\bnan\b|\bn/a\b|\bNone\b|\binf\b|  |\$-|, \.|\bof 0(?![.0-9])|\(\)|\bin \.|\bover no\b|\b1 (?:years|members)\b"
    # Nothing is none, not 0 of some; one thing is no rank of one, nor several.
    r"|(?<![\d.,])\b0 (?:of|are|were|in part|verdicts|against|times|million)\b|\bno years\b|\bof the 1 \b|\bof one\b"
    r"|(?<![\d.,])\b1 (?:claims|verdicts|documents|times|measures|hosts|are)\b"
    # What is printed alike does not rise or fall, and no span begins and ends in one year.
    r"|\bfrom (\d{4}) to \1\b|\b(?:rose|fell|went) from (\S+\s%)(?: in \S+)? to \2"
    # A country whose name has an article.
    r"|(?<![Tt]he )\bPhilippines\b"
)


def words(made: list[Record]) -> dict[str, str]:
    """Return what a reader reads, by key."""
    exhibits = [each for each in made if isinstance(each, Exhibit)]
    return {each.key: each.text for each in made if isinstance(each, Finding)} | {
        f"{each.key}, {name}": getattr(each, name) for each in exhibits for name in ("title", "caption", "alt")
    }


def test_every_notebook_is_swept():
    assert {*SETS} == {*parameters.MODELS} - {*records.TEMPLATES}


@pytest.mark.parametrize(
    ("text", "is_odd"),
    [
        ("7 hold in part, and none is true of something else.", False),
        ("No claim holds in part.", False),
        ("None holds in part, and 2 are true of something else.", True),
        ("Trade fell to None.", True),
        ("0 of 10 members have it.", True),
        ("It rose from 2015 to 2018.", False),
        ("It rose from 2015 to 2015.", True),
    ],
)
def test_a_sentence_that_says_nothing_is_found(text, is_odd):
    assert bool(ODD.search(text)) == is_odd


@pytest.mark.parametrize("notebook", SETS)
def test_every_set_runs_or_is_refused_with_a_sentence(notebook):
    swept = Swept(notebook)
    verdicts = {each.key: each.verdict for each in swept.records if isinstance(each, ClaimTest)}
    refused, odd = [], []
    for given in SETS[notebook]:
        try:
            made = swept.run(given)
        except ParameterError as mistake:
            refused.append(given)
            assert str(mistake).endswith(".") and "\n" not in str(mistake), given
            continue
        assert {each.key: each.verdict for each in made if isinstance(each, ClaimTest)} == verdicts, given
        odd += [f"{given} {key}: {text}" for key, text in words(made).items() if ODD.search(text)]
    assert not odd, "\n".join(odd)
    assert len(refused) < len(SETS[notebook]) / 2, refused


@pytest.mark.parametrize("member", ["VNM", "TLS"])
def test_a_rerun_for_one_member_is_about_this_member(member):
    """Nothing that follows the parameters speaks of the group that was not asked for."""
    swept = Swept("trade")
    stored, made = words(swept.records), words(swept.run({"members": member}))
    followed = {key: text for key, text in made.items() if stored[key] != text}
    assert followed and any(countries.name(member) in text for text in followed.values())
    assert not [text for text in followed.values() if "ASEAN-10" in text or "Russia and ASEAN" in text]
