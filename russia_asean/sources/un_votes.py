"""Votes in the UN General Assembly: from the publishers' files to roll calls, agreement, topics and ideal points.

The list of roll calls and two editions of the ideal points of Voeten and co-authors, and the votes on adopted
resolutions of the UN library. The list may be redistributed and is kept in the package, for the states of its other
tables; of the library's records only counts by pair and year are kept.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from russia_asean import vote_agreement
from russia_asean.sources import answers, guards
from russia_asean.sources.asean import MEMBERS
from russia_asean.sources.snapshots import Edition, SnapshotError

FIRST_YEAR = 1991

PARTNERS = ["AUS", "CHN", "IND", "JPN", "RUS", "USA"]
# Members with each power, and Russia with the powers.
PAIRS = [(member, partner) for member in MEMBERS for partner in PARTNERS]
PAIRS += [(power, "RUS") for power in ["AUS", "CHN", "IND", "JPN", "KOR", "USA"]]
# Every state of the tables of votes: the chapter on BRICS reads the others.
STATES = sorted({*MEMBERS, *PARTNERS, *["ARE", "BRA", "EGY", "ETH", "IRN", "KOR", "NZL", "SAU", "UKR", "ZAF"]})
NAMES_IN_LIBRARY = {
    "AUSTRALIA": "AUS",
    "BRUNEI DARUSSALAM": "BRN",
    "CAMBODIA": "KHM",
    "CHINA": "CHN",
    "INDIA": "IND",
    "INDONESIA": "IDN",
    "JAPAN": "JPN",
    "LAO PEOPLE'S DEMOCRATIC REPUBLIC": "LAO",
    "MALAYSIA": "MYS",
    "MYANMAR": "MMR",
    "PHILIPPINES": "PHL",
    "REPUBLIC OF KOREA": "KOR",
    "RUSSIAN FEDERATION": "RUS",
    "SINGAPORE": "SGP",
    "THAILAND": "THA",
    "TIMOR-LESTE": "TLS",
    "UNITED STATES": "USA",
    "VIET NAM": "VNM",
}
OTHER_NAMES_IN_LIBRARY = {
    "BRAZIL": "BRA",
    "EGYPT": "EGY",
    "ETHIOPIA": "ETH",
    "IRAN (ISLAMIC REPUBLIC OF)": "IRN",
    "NEW ZEALAND": "NZL",
    "SAUDI ARABIA": "SAU",
    "SOUTH AFRICA": "ZAF",
    "UKRAINE": "UKR",
    "UNITED ARAB EMIRATES": "ARE",
}
# Resolutions on Ukraine with a roll call: symbol, day, title, and the official tally of yes, no, abstained and absent.
UKRAINE_IN_ROLL_CALLS = ("A/RES/68/262", "2014-03-27", "Territorial integrity of Ukraine", (100, 11, 58, 24))
UKRAINE_IN_LIBRARY = [
    ("A/RES/ES-11/1", "2022-03-02", "Aggression against Ukraine", (141, 5, 35, 12)),
    ("A/RES/ES-11/2", "2022-03-24", "Humanitarian consequences of the aggression against Ukraine", (140, 5, 38, 10)),
    (
        "A/RES/ES-11/3",
        "2022-04-07",
        "Suspension of the rights of membership of the Russian Federation in the Human Rights Council",
        (93, 24, 58, 18),
    ),
]
TOPIC_CODES = ["me", "nu", "di", "hr", "co", "ec"]
FIRST_YEAR_OF_TOPICS = 2008
VOTE_OF_NUMBER = {1: "Y", 2: "A", 3: "N", 8: "X", 9: ""}  # 8 is absent, 9 is not a member

POINTS_FILE = re.compile(r"idealpointestimates.*\.tab", re.IGNORECASE)
# Columns of the library's file of all votes: a row per resolution and state.
RESOLUTION, STATE, STATE_NAME, VOTE, DAY = "undl_id", "ms_code", "ms_name", "ms_vote", "date"

PAIR = ["iso3", "partner"]
MARKS = ["status", "vintage", "source_key"]  # the last columns of a table of figures


def roll_calls(path: Path) -> pd.DataFrame:
    """Return the table of roll calls: one row per vote since 1991, one column per state.

    Args:
        path: the publisher's list: ``rcid``, ``date``, six codes of topics as TRUE or FALSE, and a number per state.

    Raises:
        SnapshotError: a column is missing, an id occurs twice, or a cell is none of the numbers known.
    """
    # As text: pandas would make NaN of empty cells and floats of the numbers for votes.
    whole = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    needed = ["rcid", "date", *TOPIC_CODES, *STATES]
    if missing := [name for name in needed if name not in whole]:
        raise SnapshotError(f"{path.name}: has no column {missing[0]!r}. Is it the list of roll calls in wide form?")
    whole = whole.loc[whole["date"].str[:4].astype(int) >= FIRST_YEAR, needed].sort_values("rcid", ignore_index=True)
    if (twice := whole["rcid"].duplicated()).any():
        raise SnapshotError(f"{path.name}: rcid {whole['rcid'][twice].iloc[0]} occurs twice. Tell the votes apart.")
    known = {str(number): letter for number, letter in VOTE_OF_NUMBER.items()}
    strange = ~whole[STATES].isin(list(known))
    if strange.any(axis=None):
        row, state = next((row, state) for state in STATES for row in whole.index[strange[state]])
        raise SnapshotError(
            f"{path.name}, rcid {whole['rcid'][row]}, column {state!r}: {whole[state][row]!r} is none of "
            f"{', '.join(known)}. Read what the publisher says of it."
        )
    codes = [" ".join(code for code in TOPIC_CODES if row[code] == "TRUE") for row in whole.to_dict("records")]
    return whole[["rcid", "date"]].assign(codes=codes, **whole[STATES].replace(known))


def library_pairs(folder: Path, edition: Edition) -> pd.DataFrame:
    """Return how pairs of states voted on adopted resolutions by year, as counts, to the year before the edition.

    Args:
        folder: the library's records, a file a year: one row per resolution, one column per state by its name.
        edition: whose they are.

    Raises:
        SnapshotError: a file lacks a state; Timor-Leste, which joined in 2002, may be missing before 2003.
    """
    parts = []
    for path in sorted(folder.glob("*_RAW_COIN.csv")):
        year = int(path.name[:4])
        votes = pd.read_csv(path, dtype=str, keep_default_na=False).reindex(columns=list(NAMES_IN_LIBRARY))
        empty = {name for name in NAMES_IN_LIBRARY if votes[name].isna().all()}
        if lacking := sorted(empty - ({"TIMOR-LESTE"} if year < 2003 else set())):
            raise SnapshotError(f"{path.name}: has no column {lacking[0]!r}. Has the state another name there?")
        # The year of the edition is here in part: in that of 2022 the resolutions on Ukraine alone, which have a table
        # of their own.
        if year < edition.year:
            parts.append(votes.rename(columns=NAMES_IN_LIBRARY).assign(year=year))
    votes = pd.concat(parts, ignore_index=True)
    return vote_agreement.pair_counts(votes, PAIRS, votes["year"]).reset_index()


def ukraine_roll_calls(calls: Path, library: Path, calls_edition: Edition, library_edition: Edition) -> pd.DataFrame:
    """Return the votes of our states on the resolutions on Ukraine of which a whole roll call is here.

    Args:
        calls: the publisher's list of roll calls, as for ``roll_calls``; every state is counted.
        library: the folder of the library's records, of which that of 2022 is read. It names no resolution: each is
            known by its official tally.
        calls_edition: whose votes the list holds.
        library_edition: whose the records hold.

    Raises:
        SnapshotError: not just one roll call has the tally of a resolution.
    """
    # Columns of states that lack a vote somewhere were written as decimals.
    letters = {f"{number}{end}": letter for number, letter in VOTE_OF_NUMBER.items() for end in ("", ".0")}
    whole = guards.text_table(calls, ["rcid", "date", *STATES])
    states = [name for name in whole.columns if len(name) == 3 and name.isupper()]
    symbol, day, title, tally = UKRAINE_IN_ROLL_CALLS
    listed = whole.loc[whole["date"] == day, states].replace(letters)
    parts = [_roll_call(listed, tally, calls.name).assign(resolution=symbol, date=day, title=title)]
    parts[0]["source_key"] = calls_edition.source_key
    path = library / "2022_RAW_COIN.csv"
    names = NAMES_IN_LIBRARY | OTHER_NAMES_IN_LIBRARY
    records = guards.text_table(path, list(names)).rename(columns=names)
    for symbol, day, title, tally in UKRAINE_IN_LIBRARY:
        part = _roll_call(records, tally, path.name).assign(resolution=symbol, date=day, title=title)
        parts.append(part.assign(source_key=library_edition.source_key))
    table = pd.concat(parts).assign(basis="roll call")
    return table[["resolution", "date", "title", "iso3", "vote", "basis", "source_key"]]


def _roll_call(votes: pd.DataFrame, tally: tuple[int, ...], file: str) -> pd.DataFrame:
    """Return the votes of our states in the one roll call that has a tally."""
    counted = pd.DataFrame({letter: (votes == letter).sum(axis="columns") for letter in "YNAX"})
    found = votes[(counted == list(tally)).all(axis="columns")]
    if len(found) != 1:
        raise SnapshotError(
            f"{file}: {len(found)} roll calls have the official tally {'-'.join(map(str, tally))}. "
            "Is the file complete, and has a state another vote in it?"
        )
    return found[STATES].iloc[0].rename_axis("iso3").rename("vote").reset_index()


def roll_call_pairs(calls: pd.DataFrame) -> pd.DataFrame:
    """Return how pairs of states voted in the list of roll calls by year, as counts."""
    years = pd.to_datetime(calls["date"]).dt.year.rename("year")
    return vote_agreement.pair_counts(calls[STATES], PAIRS, years).reset_index()


def agreement(
    calls: pd.DataFrame, library: pd.DataFrame, calls_edition: Edition, library_edition: Edition
) -> pd.DataFrame:
    """Return the table of agreement, from the roll calls and from the library's counts, each marked by its edition."""
    parts = [
        _agreement_rows(roll_call_pairs(calls)).assign(**calls_edition.marks),
        _agreement_rows(library).assign(**library_edition.marks),
    ]
    table = pd.concat(parts)
    partial = (table["source_key"] == calls_edition.source_key) & table["year"].isin(partial_years(calls_edition))
    table = table.assign(unit="percent of votes", partial_year=partial, status="derived")
    return table[[*PAIR, "year", "measure", "value", "unit", "n_votes", "partial_year", *MARKS]]


def partial_years(edition: Edition) -> set[int]:
    """Return the years that a list of roll calls holds in part: its own, as the session that votes most ends it."""
    return {edition.year}


def _agreement_rows(counts: pd.DataFrame) -> pd.DataFrame:
    """Return both measures of agreement of pairs, one below the other."""
    pairs = counts[[*PAIR, "year"]].assign(n_votes=vote_agreement.common_votes(counts))
    measured = {
        "agreement": vote_agreement.raw_agreement(counts),
        "identical": vote_agreement.identical_votes(counts),
    }
    return pd.concat([pairs.assign(measure=name, value=values) for name, values in measured.items()])


def topics_of_votes(codes: pd.Series) -> np.ndarray:
    """Return the one topic of each vote, from its codes: arms first, then the Middle East, then human rights."""
    # `code=code` keeps the code of this turn; a bare name would mean the last one in every function.
    has = {code: codes.str.split().map(lambda known, code=code: code in known) for code in TOPIC_CODES}
    # The codes for colonialism and for development mark, from 2019, the same votes as arms control: they say nothing.
    return np.select(
        [has["nu"] | has["di"], has["me"], has["hr"]], ["arms and disarmament", "Middle East", "human rights"], "other"
    )


def votes_by_topic(calls: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Return the table of votes by topic: pairs of members with Russia and China, and each state's votes against."""
    calls = calls.assign(year=pd.to_datetime(calls["date"]).dt.year, topic=topics_of_votes(calls["codes"]))
    calls = calls[(calls["year"] >= FIRST_YEAR_OF_TOPICS) & ~calls["year"].isin(partial_years(edition))]
    parts = []
    for topic in ["all", *calls["topic"].unique()]:
        votes = calls if topic == "all" else calls[calls["topic"] == topic]
        parts += [part.assign(topic=topic) for part in (_pairs_on_topic(votes), _against(votes))]
    table = pd.concat(parts).assign(unit="percent of votes", status="derived", **edition.marks)
    return table[[*PAIR, "year", "topic", "measure", "value", "unit", "n_votes", *MARKS]]


def _pairs_on_topic(votes: pd.DataFrame) -> pd.DataFrame:
    pairs = [(member, partner) for member in MEMBERS for partner in ("CHN", "RUS")]
    counts = vote_agreement.pair_counts(votes[STATES], pairs, votes["year"]).reset_index()
    rows = counts[[*PAIR, "year"]].assign(n_votes=vote_agreement.common_votes(counts))
    measured = {"agreement": vote_agreement.raw_agreement(counts), "opposite": vote_agreement.opposite_votes(counts)}
    return pd.concat([rows.assign(measure=name, value=values) for name, values in measured.items()])


def _against(votes: pd.DataFrame) -> pd.DataFrame:
    """Return how often each state voted against, in percent of the votes in which it took part."""
    cast = votes.melt("year", [*MEMBERS, "CHN", "RUS", "USA"], "iso3", "vote")
    cast = cast[cast["vote"].isin(vote_agreement.LETTERS)]
    found = cast.assign(value=100.0 * (cast["vote"] == "N")).groupby(["iso3", "year"])["value"]
    rows = found.agg(value="mean", n_votes="size").reset_index()
    return rows.assign(partner="WLD", measure="against")


def ideal_points(path: Path, edition: Edition) -> pd.DataFrame:
    """Return the table of ideal points with their bounds of 5 and 95 per cent.

    Args:
        path: the publisher's Stata file: a row per state and year, columns by kind of votes (``fp`` and ``all``).
        edition: whose figures they are.
    """
    whole = pd.read_stata(path)
    whole = whole[whole["iso3c"].isin(STATES) & (whole["year"] >= FIRST_YEAR)]
    parts = []
    for measure, kind in (("all_votes", "all"), ("final_passage", "fp")):
        names = {f"idealpoint{kind}": "value", f"q5{kind}": "low", f"q95{kind}": "high", f"nvotes{kind}": "n_votes"}
        part = whole[["iso3c", "year", *names]].rename(columns={"iso3c": "iso3", **names})
        parts.append(part.dropna(subset="value").assign(measure=measure))
    table = pd.concat(parts).astype({"year": int, "n_votes": int, "value": float, "low": float, "high": float})
    # The file holds single precision, about seven digits: what lies beyond six is no figure and must not decide a half.
    points = ["value", "low", "high"]
    table[points] = table[points].round(6)
    table = table.assign(unit="index", status="estimate", **edition.marks)
    return table[["iso3", "year", "measure", *points, "n_votes", "unit", *MARKS]]


def newest_ideal_points(path: Path, edition: Edition, earlier: pd.DataFrame) -> pd.DataFrame:
    """Return ideal points of an edition that comes as text and counts whole resolutions only.

    Args:
        path: the publisher's file: a row per state and year, columns set apart by tabs.
        edition: whose points they are; its years that are left out are taken from the edition before.
        earlier: rows of the edition before in the table.

    Raises:
        SnapshotError: a guard refuses the file.
    """
    names = {"IdealPointFP": "value", "Q5%FP": "low", "Q95%FP": "high", "NVotesFP": "n_votes"}
    whole = guards.text_table(path, ["iso3c", "year", *names], separator="\t")
    whole = whole[whole["iso3c"].isin(STATES)].rename(columns={"iso3c": "iso3"})
    read = {column: guards.numbers(whole[column], path.name) for column in ["year", *names]}
    table = whole[["iso3"]].assign(**read).rename(columns=names).astype({"year": int, "n_votes": int})
    table = table[table["year"] >= FIRST_YEAR]
    # An edition of one year holds the votes up to the end of the year before.
    guards.last_year(table["year"], edition.year - 1, path.name, edition.vintage)
    before = earlier[earlier["measure"] == "final_passage"]
    votes, votes_before = (rows.groupby("year")["n_votes"].max() for rows in (table, before))
    guards.years_counted_whole(votes, votes_before, edition.left_out, path.name)
    table = table[~table["year"].isin(edition.left_out)].assign(measure="final_passage")
    guards.nothing_vanished(table, before[~before["year"].isin(edition.left_out)], ["iso3", "year"], path.name)
    guards.another_edition(table, before, ["iso3", "year"], path.name)
    points = ["value", "low", "high"]
    table[points] = table[points].round(6)
    table = table.assign(unit="index", status="estimate", **edition.marks)
    return table[["iso3", "year", "measure", *points, "n_votes", "unit", *MARKS]]


@dataclass(frozen=True)
class PointsFile:
    """The newest file of ideal points in the archive.

    Attributes:
        number: by which the archive knows it.
        version: of the data set, as ``38.0``.
        released: the day.
    """

    number: int
    version: str
    released: str


def newest_points_file(path: Path) -> PointsFile:
    """Return what the archive says of the newest ideal points.

    Args:
        path: the answer of the archive (Dataverse) on the data set.

    Raises:
        SnapshotError: it has another form, or not just one file of ideal points as text.
    """
    match answers.json_answer(path):
        case {
            "data": {
                "latestVersion": {
                    "versionNumber": int(number),
                    "versionMinorNumber": int(minor),
                    "releaseTime": str(released),
                    "files": list(files),
                }
            }
        }:
            pass
        case _:
            raise SnapshotError(f"{path.name}: does not describe a data set. Has the archive changed its interface?")
    named = {file["dataFile"]["filename"]: int(file["dataFile"]["id"]) for file in files}
    found = [name for name in named if POINTS_FILE.fullmatch(name)]
    if len(found) != 1:
        raise SnapshotError(
            f"{path.name}: the data set holds {len(found)} files of ideal points as text, not one; it has "
            f"{', '.join(sorted(named))}. Has the file another name now?"
        )
    return PointsFile(named[found[0]], f"{number}.{minor}", released[:10])


def library_texts(path: Path) -> dict[str, str]:
    """Return the votes of each year in the form of the library's yearly files, by the name of the file.

    Args:
        path: the library's file of all votes of the General Assembly.

    Raises:
        SnapshotError: a guard refuses the file, a vote is none of those known, or a state of ours is in no vote.
    """
    whole = guards.text_table(path, [RESOLUTION, STATE, STATE_NAME, VOTE, DAY])
    # The library leaves the vote of who did not vote empty.
    whole[VOTE] = whole[VOTE].replace("", "X")
    if len(strange := whole[~whole[VOTE].isin([*vote_agreement.LETTERS, "X"])]):
        raise SnapshotError(
            f"{path.name}, row {strange.index[0]}, column {VOTE!r}: {strange[VOTE].iloc[0]!r} is no vote that is known."
        )
    # By code, because the library spells names in more than one way.
    ours = {code: name for name, code in (NAMES_IN_LIBRARY | OTHER_NAMES_IN_LIBRARY).items()}
    if lacking := sorted(set(ours) - set(whole[STATE])):
        raise SnapshotError(f"{path.name}: has no vote of {lacking[0]}. Has it another code there?")
    whole["name"] = whole[STATE].map(ours).fillna(whole[STATE_NAME])
    if (twice := whole.duplicated([RESOLUTION, "name"])).any():
        raise SnapshotError(f"{path.name}, row {whole.index[twice][0]}: the state votes twice on one resolution.")
    texts = {}
    for year, votes in whole.groupby(whole[DAY].str[:4]):
        wide = votes.pivot(index=RESOLUTION, columns="name", values=VOTE).fillna("")
        texts[f"{year}_RAW_COIN.csv"] = wide.to_csv(index=False, lineterminator="\n")
    return texts
