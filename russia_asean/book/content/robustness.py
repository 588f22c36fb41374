"""Every choice of the analysis, what else was tried, and what it changes: for the page on robustness.

What a choice is called and what was chosen is written here; what it changes is read from the results. A choice that the
results try and this list does not name stops the build.
"""

import dataclasses
from collections.abc import Iterable
from typing import Any

from russia_asean.evidence import records
from russia_asean.evidence.records import Exhibit

SCORECARD, FLOORS = "tab-synthesis-choices", "tab-synthesis-floors"
ONE_YEAR = "without a year"  # the choice whose label names the worst year, another one for each break
AS_REPORTED = "as in the report"


@dataclasses.dataclass(frozen=True)
class Choice:
    """One choice of the analysis.

    Attributes:
        name: what is chosen.
        chosen: what this report takes.
        tried: what was taken instead, to see what it changes.
        scorecard: the lines of the synthesis's table of choices that try it.
        verdicts: the lines of its table of floors that try it.
        findings: keys of sentences that say what it changes.
        exhibits: labels of figures and tables that show it.
    """

    name: str
    chosen: str
    tried: str
    scorecard: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    exhibits: tuple[str, ...] = ()


CHOICES = (
    Choice(
        "Whose record of trade",
        "What ASEAN's customs counted, beside Russia's record wherever both exist; verdicts take both where the text "
        "names none.",
        "Russia's record alone.",
        scorecard=("Russia's record of trade",),
        findings=("trade-who-counts", "trade-robust"),
        exhibits=("tab-trade-robust", "fig-trade-totals"),
    ),
    Choice(
        "What is known after Russia's own report ends",
        "Values recovered from the Fund's estimates, with their error; directions must hold at both ends of it.",
        "Every report of a partner's own that was found.",
        findings=("trade-recovery-error",),
        exhibits=("tab-trade-recovery-stated",),
    ),
    Choice(
        "Which members",
        "The ten that ASEAN had when the documents were written; over time, those that report throughout.",
        "Eleven members; votes without Myanmar, whose seat is held by those who lost power.",
        scorecard=("votes without Myanmar",),
        findings=("trade-robust", "forums-chance-robust"),
        exhibits=("tab-trade-robust", "tab-forums-chance"),
    ),
    Choice(
        "Which money",
        "Dollars of one year, at the price level of the United States.",
        "Current dollars; fuels at the price of oil.",
        scorecard=("current dollars",),
        findings=("trade-real",),
        exhibits=("fig-trade-real",),
    ),
    Choice(
        "Which breaks and which first year",
        "The annexation of Crimea and the invasion of Ukraine part three periods; the first begins five years before.",
        "Each break moved by up to two years; each year left out in turn, of which the worst is shown.",
        scorecard=(ONE_YEAR,),
        findings=("synthesis-robust", "synthesis-robust-not"),
        exhibits=("fig-synthesis-breaks",),
    ),
    Choice(
        "How sure a direction must be",
        "An interval of the difference at the usual level of confidence that holds no zero.",
        "A narrower and a wider interval.",
        scorecard=("interval of 90 %", "interval of 99 %"),
        exhibits=("tab-synthesis-scorecard", "tab-synthesis-later"),
    ),
    Choice(
        "Which votes, and which index",
        "All roll calls, an abstention counting half; agreement above chance and distances beside it.",
        "Adopted resolutions; two corrections for chance; identical votes; whole resolutions; topics apart.",
        scorecard=("adopted resolutions",),
        findings=("forums-robust", "forums-chance-robust", "forums-intervals"),
        exhibits=("tab-forums-robust", "tab-forums-chance"),
    ),
    Choice(
        "Which edition of positions",
        "The edition of which the whole series is here.",
        "The newest edition.",
        scorecard=("newest positions",),
        findings=("forums-edition",),
    ),
    Choice(
        "Whose opinion",
        "Favourable views of all who were asked.",
        "Of those with a view alone.",
        scorecard=("opinion of those with a view",),
        findings=("forums-opinion",),
        exhibits=("tab-synthesis-opinion",),
    ),
    Choice(
        "Which window of arms",
        "Five years that do not overlap, from the register in use.",
        "Windows that overlap; ten years; levels beside shares.",
        findings=("forums-windows",),
        exhibits=("tab-forums-suppliers",),
    ),
    Choice(
        "Which measure and edition of investment",
        "Net inflows of one report of the United Nations.",
        "Per head and as a part of output; the next report; another producer; aid and other finance of China.",
        findings=(
            "investment-robust",
            "investment-robust-edition",
            "investment-robust-sources",
            "investment-robust-aid",
        ),
        exhibits=("tab-investment-robust",),
    ),
    Choice(
        "Which border of the Far East",
        "Nine regions and eleven, side by side.",
        "Each alone.",
        exhibits=("tab-investment-borders",),
    ),
    Choice(
        "Which partner comes first for Vietnam",
        "Partners as the table lists them.",
        "The European Union as one; other years; other records; registered money new and in all.",
        findings=("vietnam-robust",),
        exhibits=("tab-vietnam-robust",),
    ),
    Choice(
        "Which set of BRICS, and which prices",
        "Members of the date and one set throughout, at purchasing power and at market rates.",
        "With Saudi Arabia; with partners; earlier outlooks.",
        findings=("brics-robust", "brics-vintages"),
        exhibits=("tab-brics-robust",),
    ),
    Choice(
        "Which equation says what trade to expect",
        "A world panel with effects of exporter and importer in each year, zeros included.",
        "Without zeros, without transit hubs, with estimates, without trade inside the European Union, the equation of "
        "the first edition; other economies in Russia's place.",
        findings=("trade-gravity-range", "trade-gravity-others"),
        exhibits=("tab-trade-gravity",),
    ),
    Choice(
        "How much a measured value may differ from a stated one",
        "Half of the last stated digit or the floor of the measure, whichever is wider.",
        "No floors; floors twice as wide.",
        verdicts=("no floors of tolerance", "floors twice as wide"),
        findings=("synthesis-floors",),
        exhibits=("tab-synthesis-floors",),
    ),
    Choice(
        "Which tests count",
        "Those that at least half of other plausible values would have failed.",
        "All tests.",
        verdicts=("weak tests counted",),
        findings=("synthesis-weak", "synthesis-bases"),
        exhibits=("tab-synthesis-floors",),
    ),
)


def choices() -> list[dict[str, Any]]:
    """Return every choice with what it changes in the scorecard and in the verdicts, in words.

    Raises:
        ValueError: the results try a choice that the list does not name, or the list names one that they do not try.
    """
    exhibits = records.collected(Exhibit)
    scorecard, floors = (exhibits[label].data for label in (SCORECARD, FLOORS))
    for label, found, named in (
        (SCORECARD, {_tried(row) for row in scorecard}, {each for choice in CHOICES for each in choice.scorecard}),
        (FLOORS, {row["choice"] for row in floors} - {AS_REPORTED}, {each for one in CHOICES for each in one.verdicts}),
    ):
        if odd := sorted(found ^ named):
            where = "that no choice of the page on robustness names" if odd[0] in found else "no longer"
            raise ValueError(
                f"{label} tries {odd[0]!r} {where}. Correct CHOICES in russia_asean/book/content/robustness.py."
            )
    return [
        {
            **dataclasses.asdict(choice),
            "moves": [_move(row) for row in scorecard if _tried(row) in choice.scorecard],
            "changes": [_verdict_changes(row, floors) for row in floors if row["choice"] in choice.verdicts],
        }
        for choice in CHOICES
    ]


def _tried(row: dict[str, Any]) -> str:
    """Return which choice a line of the scorecard's table tries."""
    return ONE_YEAR if row["choice"].startswith("without ") else str(row["choice"])


def _move(row: dict[str, Any]) -> str:
    """Return what another choice moves in the scorecard at one break."""
    dimensions = "no dimension" if not row["dimensions"] else row["changed"]
    measures = row["measures"]
    told = f"{measures} measure{'' if measures == 1 else 's'} and {dimensions}" if measures else dimensions
    return f"{row['choice']}, at {row['break']}: {told}"


def _verdict_changes(row: dict[str, Any], floors: Iterable[dict[str, Any]]) -> str:
    """Return how many verdicts another choice changes, and the part supported beside that of the report."""
    usual = next(each["share"] for each in floors if each["choice"] == AS_REPORTED)
    return (
        f"{row['choice']}: {row['changed']} of {row['decided']} verdicts change; {row['share']:.0f} % are supported, "
        f"as against {usual:.0f} %"
    )
