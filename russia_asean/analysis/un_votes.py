"""How countries vote in the General Assembly: agreement on roll calls, distance of ideal points, single resolutions."""

import itertools
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from russia_asean import formatting
from russia_asean.data import countries, tables

# Roll calls: recorded in one source for all years; the second source serves as a cross-check.
ROLL_CALL_SOURCE = "un-rollcalls-voeten"
PERIOD_YEARS = 5  # years
VOTE_NAMES = {"Y": "in favour", "N": "against", "A": "abstained", "X": "absent", "AX": "abstained or absent"}
# The measures of closeness by the way they are read, and what an axis calls them.
MEASURE_TITLES = {
    "agreement": "agreement, % of roll calls",
    "all_votes": "distance of ideal points, all votes",
    "final_passage": "distance of ideal points, whole resolutions",
}
EMERGENCY_RESOLUTIONS = {
    2022: [f"A/RES/ES-11/{number}" for number in range(1, 6)],
    2023: ["A/RES/ES-11/6"],
}  # voted in that year


def agreement_with_partner(partner: str, measure: str = "agreement", source: str = ROLL_CALL_SOURCE) -> pd.DataFrame:
    """Return how often countries vote with a partner, in percent of the roll calls of each year.

    Args:
        partner: ``RUS``, ``CHN``, ``USA``, ``IND``, ``JPN`` or ``AUS``.
        measure: ``agreement`` (an abstention against a yes or no counts half) or ``identical``.
        source: whose record of the roll calls.

    Returns:
        One column per country, indexed by year. A year recorded in part is left out.

    Raises:
        KeyError: the table has no such partner.
    """
    table = _agreement()
    rows = table[
        (table["partner"] == partner)
        & (table["measure"] == measure)
        & (table["source_key"] == source)
        & ~table["partial_year"].astype(bool)
    ]
    if rows.empty:
        raise KeyError(f"data/un_agreement.csv has no partner {partner!r} with {measure!r} in {source!r}")
    return rows.pivot(index="year", columns="iso3", values="value")


def ideal_points(measure: str = "all_votes") -> pd.DataFrame:
    """Return ideal points by year, one column per country (Bailey, Strezhnev and Voeten 2017).

    Args:
        measure: ``all_votes`` or ``final_passage``.
    """
    table = tables.load("un_ideal_points")
    return table[table["measure"] == measure].pivot(index="year", columns="iso3", values="value")


def distance_from_partner(partner: str, measure: str = "all_votes") -> pd.DataFrame:
    """Return the distance of each country's ideal point from a partner's by year, without sign.

    Raises:
        KeyError: the table has no such partner.
    """
    points = ideal_points(measure)
    return points.drop(columns=partner).sub(points[partner], axis=0).abs()


def mean_over_states(
    codes: Sequence[str],
    partners: Sequence[str],
    read: Callable[..., pd.DataFrame] = agreement_with_partner,
    **options: str,
) -> pd.DataFrame:
    """Return the mean of a measure over states: one column per partner, indexed by year.

    Args:
        codes: the states; one without a value in a year is left out of that year's mean.
        partners: with whom they are compared.
        read: ``agreement_with_partner`` or ``distance_from_partner``.
        options: what else ``read`` is asked.
    """
    return pd.DataFrame(
        {code: read(code, **options).reindex(columns=list(codes)).mean(axis="columns") for code in partners}
    )


def closeness_by_measure(codes: Sequence[str], powers: Sequence[str], years: range) -> dict[str, pd.DataFrame]:
    """Return how close states vote to powers on three measures: agreement and the distances of ideal points.

    Args:
        codes: the states; each measure is a mean over them.
        powers: with whom they are compared.
        years: the years asked for.

    Returns:
        A frame per measure by its key in ``MEASURE_TITLES``: one column per power, indexed by year. Of agreement a
        high value is close, of distance a low one.
    """
    wides = {
        "agreement": mean_over_states(codes, powers),
        "all_votes": mean_over_states(codes, powers, distance_from_partner, measure="all_votes"),
        "final_passage": mean_over_states(codes, powers, distance_from_partner, measure="final_passage"),
    }
    return {measure: wide[wide.index.isin(years)] for measure, wide in wides.items()}


def nearest_power_by_year(measures: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the name of the power nearest to states in each year, on each measure.

    Args:
        measures: a frame per measure as ``closeness_by_measure`` returns them: one column per power, indexed by year.

    Returns:
        One column per measure, indexed by year; empty where a measure has no value.
    """
    ways = {
        name: wide.idxmax(axis="columns") if name == "agreement" else wide.idxmin(axis="columns")
        for name, wide in measures.items()
    }
    return pd.DataFrame({name: codes.map(countries.name) for name, codes in ways.items()})


def year_counts(found: pd.Series) -> list[str]:
    """Return in how many years each name was found, the most frequent first: ``China in 14 years``.

    Args:
        found: one name per year.
    """
    counts = found.value_counts().items()
    return [f"{name} in {count} {'year' if count == 1 else 'years'}" for name, count in counts]


def positions_by_vote_kind(codes: Sequence[str], powers: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return ``ideal_point_positions`` by the name of the kind of votes: all, or those on whole resolutions."""
    kinds = {"All votes": "all_votes", "Whole resolutions": "final_passage"}
    return {name: ideal_point_positions(codes, powers, measure) for name, measure in kinds.items()}


def ideal_point_positions(codes: Sequence[str], powers: Sequence[str], measure: str) -> pd.DataFrame:
    """Return ideal points of some powers, and the mean of a set of states as ``ASEAN``, by year."""
    points = ideal_points(measure)
    return points[list(powers)].assign(ASEAN=points.reindex(columns=list(codes)).mean(axis="columns"))


def agreement_by_period(partner: str, codes: Sequence[str], years: range) -> pd.DataFrame:
    """Return mean agreement over periods of five years: one row per state, one column per period (``1992–1996``).

    The last period may be shorter, even a single year; it ends with the last year that has a full record.
    """
    agreed = agreement_with_partner(partner).reindex(columns=list(codes))
    agreed = agreed[agreed.index.isin(years)]
    starts = years.start + (agreed.index - years.start) // PERIOD_YEARS * PERIOD_YEARS
    means = agreed.groupby(starts).mean()
    ends = [min(start + PERIOD_YEARS - 1, int(agreed.index.max())) for start in means.index]
    return means.set_axis([f"{a}–{b}" if a < b else str(a) for a, b in zip(means.index, ends, strict=True)]).T


def votes_behind_measures() -> pd.DataFrame:
    """Return how many votes of a year lie behind each measure of Russia, one column per measure.

    Columns: ``agreement`` (roll calls in which Russia and at least one other of the table took part), and the two
    kinds of ideal points. A year recorded in part is left out of ``agreement``.
    """
    table = _agreement()
    full = (table["source_key"] == ROLL_CALL_SOURCE) & ~table["partial_year"].astype(bool)
    pairs = table[full & (table["partner"] == "RUS")].groupby("year")["n_votes"].max()
    points = tables.load("un_ideal_points")
    wide = points[points["iso3"] == "RUS"].pivot(index="year", columns="measure", values="n_votes")
    return wide.assign(agreement=pairs).sort_index()[["agreement", "final_passage", "all_votes"]]


def agreement_by_topic(partner: str, codes: Sequence[str], measure: str = "agreement") -> pd.DataFrame:
    """Return the mean of a measure over states by topic, in percent of votes: one column per topic, indexed by year.

    Args:
        partner: ``RUS`` or ``CHN``; ``WLD`` for the states' own votes.
        codes: the states.
        measure: ``agreement`` or ``opposite``; ``against`` for their own votes.

    Raises:
        KeyError: the table has no such rows.
    """
    return _topic_rows(partner, codes, measure).groupby(["year", "topic"])["value"].mean().unstack()


def agreement_by_topic_and_partner(partners: Sequence[str], codes: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return the mean agreement of states with several partners by topic, in percent of votes.

    Args:
        partners: ``RUS``, ``CHN`` or both.
        codes: the states.

    Returns:
        A frame per topic by its name: one column per partner, indexed by year.

    Raises:
        KeyError: the table has no such rows.
    """
    agreed = {partner: agreement_by_topic(partner, codes) for partner in partners}
    names = [name for name in agreed[partners[0]].columns if name != "all"]
    return {name: pd.DataFrame({partner: wide[name] for partner, wide in agreed.items()}) for name in names}


def votes_by_topic(partner: str, codes: Sequence[str]) -> pd.DataFrame:
    """Return the number of votes by topic, the most over the states: one column per topic, indexed by year."""
    return _topic_rows(partner, codes, "agreement").groupby(["year", "topic"])["n_votes"].max().unstack()


def agreement_change_by_topic(partner: str, codes: Sequence[str], first: range, last: range) -> pd.DataFrame:
    """Split the change in agreement between two spans of years into parts by topic.

    The change is the sum over topics of (mean weight x change of agreement) + (change of weight x mean agreement), an
    exact split (Marshall and Edgeworth weights). The second part is taken against the mean of all votes, so that a
    topic with less agreement than the rest lowers the total when it grows.

    Returns:
        One row per topic: votes a year and agreement (percent) in both spans, and what ``within`` and ``mix``
        contribute, in percentage points. They add up to the change of the weighted mean.
    """
    agreed, counts = agreement_by_topic(partner, codes), votes_by_topic(partner, codes)
    topics = [topic for topic in agreed.columns if topic != "all"]
    parts = {}
    for name, years in (("before", first), ("after", last)):
        votes = counts.loc[list(years), topics]
        weighted = (agreed.loc[list(years), topics] * votes).sum() / votes.sum()
        parts[f"votes_{name}"], parts[f"agreement_{name}"] = votes.mean(), weighted
    table = pd.DataFrame(parts)
    weights = {name: table[f"votes_{name}"] / table[f"votes_{name}"].sum() for name in ("before", "after")}
    middle = (table["agreement_before"] + table["agreement_after"]) / 2
    mean = (weights["before"] + weights["after"]) / 2
    table["within"] = mean * (table["agreement_after"] - table["agreement_before"])
    table["mix"] = (weights["after"] - weights["before"]) * (middle - (mean * middle).sum())
    return table.rename_axis("topic").reset_index()


def votes_by_resolution(table: str) -> pd.DataFrame:
    """Return votes on resolutions as words: one row per state, one column per resolution, empty where none is known.

    Args:
        table: ``ukraine_votes`` or ``palestine_votes``.
    """
    return tables.load(table).pivot(index="iso3", columns="resolution", values="vote").replace(VOTE_NAMES)


def states_by_vote(votes: pd.Series) -> str:
    """Return who voted how in words: ``Brazil and Egypt in favour; Russia against``."""
    sides = votes.dropna().groupby(votes)
    return "; ".join(f"{formatting.word_list(countries.names(map(str, side.index)))} {vote}" for vote, side in sides)


def ukraine_votes(codes: Sequence[str]) -> pd.DataFrame:
    """Return how states voted on the resolutions on Ukraine: one row per resolution, one column per state.

    Cells are Y, N, A (abstained), X (absent), A/X (one of the two) or ? (no vote was found). Columns resolution, date,
    title and basis come first.
    """
    table = tables.load("ukraine_votes")
    about = table.drop_duplicates("resolution").set_index("resolution")[["date", "title", "basis"]]
    cast = table.pivot(index="resolution", columns="iso3", values="vote").replace("AX", "A/X")
    wide = about.join(cast.reindex(columns=list(codes)).fillna("?"))
    return wide.reset_index().sort_values("date", ignore_index=True)


def vote_counts(votes: pd.DataFrame) -> pd.Series:
    """Return how often states voted which way: in favour, abstained, against, and other (absent or not known).

    Args:
        votes: one column per state, with cells as ``ukraine_votes`` returns them.
    """
    cast = votes.stack().value_counts()
    known = {VOTE_NAMES[letter]: int(cast.get(letter, 0)) for letter in "YAN"}
    return pd.Series({**known, "other": int(cast.sum()) - sum(known.values())})


def always_and_never(votes: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the states that voted in favour every time, and those that never did, by their names in a text.

    Args:
        votes: one column per state, with cells as ``ukraine_votes`` returns them.
    """
    yes = votes == "Y"
    always = [countries.name_in_text(code) for code in yes.columns[yes.all()]]
    never = [countries.name_in_text(code) for code in yes.columns[~yes.any()]]
    return always, never


def agreement_with_resolutions(
    partner: str, codes: Sequence[str], year: int, resolutions: Sequence[str], *, remove: bool = False
) -> pd.Series:
    """Return agreement with a partner in a year after votes on Ukraine are added or removed, in percent, by state.

    A vote in which either state was absent, or may have been, is not counted, as in the rest of the measure.

    Raises:
        KeyError: the table lacks the year, or one of the resolutions.
    """
    votes = tables.load("ukraine_votes").pivot(index="resolution", columns="iso3", values="vote")
    score = votes.loc[list(resolutions)].replace({"Y": 1.0, "A": 0.5, "N": 0.0, "X": None, "AX": None}).astype(float)
    table = _agreement()
    rows = table[(table["partner"] == partner) & (table["year"] == year) & (table["measure"] == "agreement")]
    known = rows[rows["source_key"] == ROLL_CALL_SOURCE].set_index("iso3").loc[list(codes), ["value", "n_votes"]]
    agreed = 1 - score[list(codes)].sub(score[partner], axis="index").abs()
    sign = -1 if remove else 1
    total = known["value"] / 100 * known["n_votes"] + sign * agreed.sum()
    return 100 * total / (known["n_votes"] + sign * agreed.count())


def votes_under_choices(groups: Mapping[str, Sequence[str]], years: Sequence[int]) -> pd.DataFrame:
    """Return how close members voted to Russia on each measure, and whether they came closer between years.

    Args:
        groups: sets of members by name; the first is used for all measures, the others for agreement alone.
        years: the years compared, in order.

    Returns:
        One row per measure: its value in each year (a column of text per year), and for each pair of neighbouring
        years, such as ``1993–2011``, whether members came closer, moved apart or stayed the same.
    """
    first = next(iter(groups.values()))
    values = {f"agreement, {name}": mean_over_states(codes, ["RUS"])["RUS"] for name, codes in groups.items()}
    values |= {
        "agreement, median member": agreement_with_partner("RUS")[list(first)].median(axis="columns"),
        "agreement, adopted resolutions": mean_over_states(first, ["RUS"], source="un-library-votes")["RUS"],
        "identical votes": mean_over_states(first, ["RUS"], measure="identical")["RUS"],
        "distance, all votes": mean_over_states(first, ["RUS"], distance_from_partner)["RUS"],
        "distance, whole resolutions": mean_over_states(first, ["RUS"], distance_from_partner, measure="final_passage")[
            "RUS"
        ],
    }
    table = pd.DataFrame({name: series.reindex(list(years)) for name, series in values.items()}).T
    far = table.index.str.startswith("distance")
    for a, b in itertools.pairwise(years):
        change = (table[b] - table[a]) * [-1 if away else 1 for away in far]
        ways = [
            formatting.direction_verb(step, "closer", "apart", "the same") if pd.notna(step) else None
            for step in change
        ]
        table[f"{a}–{b}"] = ways
    return table.rename(columns=str).rename_axis("measure").reset_index()


def answers_by_span(choices: pd.DataFrame) -> pd.DataFrame:
    """Return how many measures say what of each span of years.

    Args:
        choices: as ``votes_under_choices`` returns them.

    Returns:
        One row per span such as ``1993–2011``; columns closer, apart and silent (no value).
    """
    spans = choices.filter(like="–")
    return pd.DataFrame(
        {"closer": (spans == "closer").sum(), "apart": (spans == "apart").sum(), "silent": spans.isna().sum()}
    )


def _topic_rows(partner: str, codes: Sequence[str], measure: str) -> pd.DataFrame:
    table = _topics()
    rows = table[(table["partner"] == partner) & (table["measure"] == measure) & table["iso3"].isin(codes)]
    if rows.empty:
        raise KeyError(f"data/un_votes_by_topic.csv has no {measure!r} of {', '.join(codes)} with {partner!r}")
    return rows


@tables.cached
def _agreement() -> pd.DataFrame:
    return tables.load("un_agreement")


@tables.cached
def _topics() -> pd.DataFrame:
    return tables.load("un_votes_by_topic")
