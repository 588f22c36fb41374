"""Every notebook runs with other parameters too: verdicts stay, sentences follow.

The editions run in this process and draw no pictures: their words and verdicts are the point. That a notebook gives the
same in a kernel, pictures included, is what nbval and ``test_execute`` see to.
"""

import functools
from typing import Any

import pytest

from russia_asean.evidence import records
from russia_asean.evidence.records import ClaimTest, Finding, Record
from russia_asean.report import execute, parameters

pytestmark = [pytest.mark.slow, pytest.mark.first]


@functools.cache
def edition_records(notebook: str, given: tuple[tuple[str, Any], ...]) -> list[Record]:
    """Return the records of a notebook run with the given parameters; the stored results if there are none."""
    return execute.in_process(notebook, dict(given)) if given else list(records.read(notebook).records)


def verdicts(made: list[Record]) -> dict[str, str]:
    """Return the verdict of each tested claim."""
    return {each.key: each.verdict for each in made if isinstance(each, ClaimTest)}


class Editions:
    """What holds for the editions of one notebook.

    Attributes:
        notebook: its name.
        editions: parameters that differ from the defaults, by the name of the edition; at least two.
        flips: a finding, an edition, words that the stored finding has, and words that it has in the edition.
    """

    notebook: str
    editions: dict[str, dict[str, Any]]
    flips: list[tuple[str, str, str, str]]

    def read(self, edition: str | None) -> list[Record]:
        """Return the records of an edition, or the stored results."""
        return edition_records(self.notebook, tuple(sorted(self.editions[edition].items())) if edition else ())

    def findings(self, edition: str | None) -> dict[str, str]:
        """Return the findings of an edition by key."""
        return {each.key: each.text for each in self.read(edition) if isinstance(each, Finding)}

    def test_there_are_two_editions_and_a_conclusion_that_turns(self):
        assert len(self.editions) >= 2
        assert self.flips

    def test_every_edition_runs_and_keeps_findings_exhibits_and_verdicts(self):
        stored = self.read(None)
        for edition in self.editions:
            made = self.read(edition)
            assert sorted((type(each).__name__, each.key) for each in made) == sorted(
                (type(each).__name__, each.key) for each in stored
            ), edition
            assert verdicts(made) == verdicts(stored), edition

    def test_sentences_turn_with_the_parameters(self):
        for finding, edition, before, after in self.flips:
            stored, made = self.findings(None)[finding], self.findings(edition)[finding]
            assert before in stored and after not in stored, stored
            assert after in made and before not in made, made


class TestTrade(Editions):
    notebook = "trade"
    editions = {
        "russia, early": {"start_year": 2000, "end_year": 2012, "basis": "russia"},
        "eleven": {"members": "ASEAN-11", "start_year": 2004, "end_year": 2021},
        "vietnam": {"members": "VNM", "start_year": 2010},
    }
    flips = [
        ("trade-size", "russia, early", "By ASEAN's records", "By Russia's records"),
        ("trade-growth", "russia, early", "fell to", "in 2004 and rose to"),
    ]


class TestVietnam(Editions):
    notebook = "vietnam"
    editions = {
        "before 2020": {"start_year": 2015, "end_year": 2019},
        "early": {"end_year": 1999, "members": "ASEAN-11"},
        "three others": {"members": "IDN,PHL,THA"},
    }
    flips = [
        ("vietnam-answer-half", "before 2020", "provides less than half", "provides more than half"),
        ("vietnam-partner", "early", "China was Vietnam's largest partner", "Japan was Vietnam's largest partner"),
        ("vietnam-trade", "before 2020", "exports fell", "exports rose"),
        ("vietnam-members", "three others", "Laos took the largest share", "Vietnam took the largest share"),
    ]


class TestInvestment(Editions):
    notebook = "investment"
    editions = {
        "boom": {"start_year": 1996, "end_year": 2008, "members": "IDN,MYS,PHL,THA,VNM"},
        "eleven regions": {"start_year": 2010, "end_year": 2019, "members": "ASEAN-11", "boundary": "eleven"},
        # Myanmar has no outflows in the table, and Chinese finance ends with 2021.
        "late": {"start_year": 2022, "end_year": 2025, "members": "MMR"},
        # Chinese finance is known from 2000 on.
        "no finance": {"start_year": 1992, "end_year": 1993, "members": "SGP"},
    }
    flips = [
        ("investment-answer", "boom", "received more direct investment than Russia", "received less direct investment"),
        ("investment-far-east", "eleven regions", "more than the hundred", "less than the hundred"),
    ]


class TestBrics(Editions):
    notebook = "brics"
    editions = {
        "market, without indonesia": {"measure": "market", "with_asean": False},
        "since 2018": {"start_year": 2018},
        "early": {"start_year": 2008, "end_year": 2014},
        "before brics": {"start_year": 1992, "end_year": 1995},
        "last years": {"start_year": 2024, "with_asean": False},
    }
    flips = [
        ("brics-answer", "market, without indonesia", "more than the United States", "less than the United States"),
        ("brics-accession", "since 2018", "counts for more than accession", "counts for more than growth"),
        ("brics-spread-fixed", "before brics", "moved closer together", "moved apart"),
    ]

    def test_a_line_that_is_not_drawn_is_not_described(self):
        """Before the first meeting there are no members of the date."""
        alternatives = {
            edition: next(each.alt for each in self.read(edition) if each.key == "fig-brics-weight")
            for edition in ("early", "before brics")
        }
        assert "steps up" in alternatives["early"]
        assert "steps up" not in alternatives["before brics"]


class TestSecurityForums(Editions):
    notebook = "security_forums"
    editions = {
        "early": {"start_year": 1992, "end_year": 2007},
        "eleven": {"members": "ASEAN-11", "start_year": 2004, "end_year": 2025},
        "singapore": {"members": "SGP", "start_year": 2014, "end_year": 2024},
    }
    flips = [
        ("forums-overlap", "early", "the East Asia Summit and the Defence ministers", "no two of the forums"),
        ("forums-votes", "early", "then fell to", "% in 2005–2007; it was highest in"),
        ("forums-arms", "early", "then fell to", "% in 2000–2004."),
    ]


class TestChronology(Editions):
    notebook = "chronology"
    editions = {
        "one document": {"documents": "gubin2022"},
        "two documents": {"documents": "spotlight2018,benarnews2025"},
    }
    flips = [("chronology-answer-others", "one document", "are at odds with the tables", "1 is true of another time")]


class TestSynthesis(Editions):
    notebook = "synthesis"
    editions = {
        "later break": {"break_year": 2016},
        "two documents": {"documents": "gubin2022,benarnews2025", "break_year": 2022},
    }
    flips = [
        ("synthesis-answer", "later break", "From 2009–2013 to 2014–2021", "From 2009–2015 to 2016–2021"),
        ("synthesis-answer", "two documents", "came nearer in trade", "moved apart in trade"),
    ]


def test_every_notebook_has_editions():
    chapters = {*parameters.MODELS} - {*records.TEMPLATES}
    assert sorted(each.notebook for each in Editions.__subclasses__()) == sorted(chapters)
