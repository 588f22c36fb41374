"""How countries vote in the General Assembly: agreement on roll calls, distance of ideal points, single resolutions."""

from collections.abc import Callable, Mapping, Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd

from russia_asean import formatting, provenance, vote_agreement
from russia_asean.data import countries, releases, tables
from russia_asean.vote_agreement import Chance

# Roll calls: recorded in one source for all years; the second source serves as a cross-check.
ROLL_CALL_SOURCE = "un-rollcalls-voeten"
# What lies between the producer's bounds of ideal points, which are those of 5 and 95 per cent.
NOT_DISTINGUISHABLE = "not distinguishable"
INTERVAL_PERCENT = 90
NORMAL_REACH = NormalDist().inv_cdf(0.5 + INTERVAL_PERCENT / 200)  # half its width in standard errors
LIBRARY_SOURCE = "un-library-votes"  # adopted resolutions only
POINTS_TABLE = "un_ideal_points"
VOTE_NAMES = {"Y": "in favour", "N": "against", "A": "abstained", "X": "absent", "AX": "abstained or absent"}
# What a state did, for each of these names.
_VERBS = {
    "in favour": "voted in favour",
    "against": "voted against",
    "abstained": "abstained",
    "absent": "{was} absent",
    "abstained or absent": "abstained or {was} absent",
}


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
    table = _recorded_in_full(source)
    rows = table[(table["partner"] == partner) & (table["measure"] == measure)]
    if rows.empty:
        raise KeyError(f"data/un_agreement.csv has no partner {partner!r} with {measure!r} in {source!r}")
    return provenance.using("un_agreement", rows).pivot(index="year", columns="iso3", values="value")


def corrected_agreement_with_partner(
    partner: str, source: str = ROLL_CALL_SOURCE, chance: Chance = "scott"
) -> pd.DataFrame:
    """Return agreement with a partner above what chance would give, by ``vote_agreement.corrected_agreement``.

    Args:
        partner: any state of the roll calls; for the library's record those of ``agreement_with_partner``.
        source: whose record of the votes.
        chance: how votes by lot are drawn.

    Returns:
        One column per country, indexed by year: 1 for votes always alike, 0 for chance, negative below. Empty where
        both always cast one and the same vote. A year recorded in part is left out.

    Raises:
        KeyError: the record has no such partner.
    """
    return vote_agreement.corrected_agreement(_pair_counts(partner, source), chance).unstack("iso3")


def chance_agreement_with_partner(
    partner: str, source: str = ROLL_CALL_SOURCE, chance: Chance = "scott"
) -> pd.DataFrame:
    """Return the agreement in percent that chance alone would give, by country and year; arguments as above."""
    return vote_agreement.chance_agreement(_pair_counts(partner, source), chance).unstack("iso3")


def last_recorded_year(source: str = ROLL_CALL_SOURCE) -> int:
    """Return the last year whose roll calls a source records in full; it selects years and is credited nowhere."""
    return int(_recorded_in_full(source)["year"].max())


def ideal_points(measure: str = "all_votes", edition: str | None = None) -> pd.DataFrame:
    """Return ideal points by year, one column per country (Bailey, Strezhnev and Voeten 2017).

    Args:
        measure: ``all_votes`` or ``final_passage``.
        edition: the key of a release; the one that answers if not given. Editions are never joined in one series: each
            estimates all years anew.
    """
    table = points_of_edition(edition)
    rows = provenance.using(POINTS_TABLE, table[table["measure"] == measure])
    return rows.pivot(index="year", columns="iso3", values="value")


def points_of_edition(edition: str | None = None) -> pd.DataFrame:
    """Return the rows of ideal points of one edition, credited nowhere yet.

    Args:
        edition: as for ``ideal_points``.
    """
    table = tables.load(POINTS_TABLE, credit=False)
    return table[table["source_key"] == (edition or releases.answering(POINTS_TABLE)[0])]


def edition_label(edition: str | None = None) -> str:
    """Return what an edition of ideal points is called in tables; see ``ideal_points``."""
    return releases.label(POINTS_TABLE, edition or releases.answering(POINTS_TABLE)[0])


def distance_from_partner(partner: str, measure: str = "all_votes", edition: str | None = None) -> pd.DataFrame:
    """Return the distance of each country's ideal point from a partner's by year, without sign.

    Args:
        partner: from whom the distance is measured.
        measure: ``all_votes`` or ``final_passage``.
        edition: as for ``ideal_points``.

    Raises:
        KeyError: the table has no such partner.
    """
    points = ideal_points(measure, edition)
    # The partner is left out, since it has no distance from itself.
    return points.drop(columns=partner).sub(points[partner], axis=0).abs()


def mean_distance_with_interval(codes: Sequence[str], partner: str, measure: str = "all_votes") -> pd.DataFrame:
    """Return the mean distance of states from a partner with the interval of 90 per cent that the points' own give.

    The interval follows by the delta method from the errors of the points, taken as normal and as independent of each
    other: those of the states shrink in the mean, that of the partner does not while all states lie on one side of it.
    Where states lie within their errors of the partner, the true interval is a little wider and higher.

    Args:
        codes: the states; one without a point in a year is left out of that year.
        partner: from whom the distance is measured.
        measure: ``all_votes`` or ``final_passage``.

    Returns:
        Columns estimate, low and high, indexed by year.
    """
    points, errors = _points_and_errors(measure)
    apart = points.reindex(columns=list(codes)).sub(points[partner], axis="index")
    # The slope of a distance is its sign: a state below the partner comes nearer as its own point rises.
    return _interval(apart.abs().mean(axis="columns"), apart.apply(np.sign), errors, partner)


def gap_with_interval(codes: Sequence[str], partner: str, measure: str = "all_votes") -> pd.DataFrame:
    """Return how far a partner's point lies above the mean of states, with its interval of 90 per cent.

    Returns:
        Columns estimate (negative if the partner is farther from the United States), low and high, indexed by year.
    """
    points, errors = _points_and_errors(measure)
    apart = points.reindex(columns=list(codes)).sub(points[partner], axis="index")
    # Every state with a point has the same slope; the others stay empty, so that they do not count in the mean.
    return _interval(-apart.mean(axis="columns"), -apart.notna().astype(float).where(apart.notna()), errors, partner)


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
    # Every state counts the same, as every vote in the Assembly does.
    return pd.DataFrame(
        {code: read(code, **options).reindex(columns=list(codes)).mean(axis="columns") for code in partners}
    )


def nearest_power_by_year(measures: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the name of the power nearest to states in each year, on each measure.

    Args:
        measures: a frame per measure: one column per power, indexed by year. Of ``agreement`` a high value is near,
            of all others, which are distances, a low one.

    Returns:
        One column per measure, indexed by year; empty where a measure has no value.
    """
    # A state that joined late has no value in the first years, and pandas finds no nearest there.
    known = {name: wide.dropna(how="all") for name, wide in measures.items()}
    ways = {
        name: wide.idxmax(axis="columns") if name == "agreement" else wide.idxmin(axis="columns")
        for name, wide in known.items()
    }
    return pd.DataFrame({name: codes.map(countries.name) for name, codes in ways.items()})


def nearest_beyond_doubt(codes: Sequence[str], partners: Sequence[str], measure: str) -> pd.Series:
    """Return the name of the partner nearest to some states by ideal points, by year, where their intervals tell.

    Args:
        codes: the states.
        partners: those compared.
        measure: ``all_votes`` or ``final_passage``.

    Returns:
        Names, or ``NOT_DISTINGUISHABLE`` where the interval of the nearest meets that of another. Both distances share
        the errors of the states, so this errs on the side of caution.
    """
    bounds = {partner: mean_distance_with_interval(codes, partner, measure) for partner in partners}
    low, estimate, high = (
        pd.DataFrame({partner: found[column] for partner, found in bounds.items()}).dropna()
        for column in ("low", "estimate", "high")
    )
    first = estimate.idxmin(axis="columns")
    own = pd.DataFrame({partner: first == partner for partner in estimate})
    # The end of the nearest one's interval against the beginning of any other's.
    clear = high.where(own).max(axis="columns") < low.mask(own).min(axis="columns")
    return first.map(countries.name).where(clear, NOT_DISTINGUISHABLE)


def ideal_point_positions(codes: Sequence[str], powers: Sequence[str], measure: str) -> pd.DataFrame:
    """Return ideal points of some powers, and the mean of a set of states as ``ASEAN``, by year."""
    points = ideal_points(measure)
    return points[list(powers)].assign(ASEAN=points.reindex(columns=list(codes)).mean(axis="columns"))


def votes_behind_measures() -> pd.DataFrame:
    """Return how many votes of a year lie behind each measure of Russia, one column per measure.

    Columns: ``agreement`` (roll calls in which Russia and at least one other of the table took part), and the two
    kinds of ideal points. A year recorded in part is left out of ``agreement``.
    """
    full = _recorded_in_full(ROLL_CALL_SOURCE)
    # A pair has no vote where one of the two was absent; the largest count over pairs comes nearest to all roll calls.
    rows = provenance.using("un_agreement", full[full["partner"] == "RUS"])
    pairs = rows.groupby("year")["n_votes"].max()
    points = points_of_edition()
    russia = provenance.using(POINTS_TABLE, points[points["iso3"] == "RUS"])
    wide = russia.pivot(index="year", columns="measure", values="n_votes")
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


def votes_by_topic(partner: str, codes: Sequence[str]) -> pd.DataFrame:
    """Return the number of votes by topic, the most over the states: one column per topic, indexed by year."""
    # A state that was absent has fewer votes; the most over the states comes nearest to what was put to the vote.
    return _topic_rows(partner, codes, "agreement").groupby(["year", "topic"])["n_votes"].max().unstack()


def agreement_change_by_topic(partner: str, codes: Sequence[str], first: range, last: range) -> pd.DataFrame:
    """Split the change in agreement between two spans of years into parts by topic.

    The change is the sum over topics of (mean weight x change of agreement) + (change of weight x mean agreement), an
    exact split: the components of a difference between two rates (Kitagawa 1955, Journal of the American Statistical
    Association 50), with the mean weights of Marshall (1887) and Edgeworth. The second part is taken against the mean
    of all votes, so that a topic with less agreement than the rest lowers the total when it grows.

    Returns:
        One row per topic: votes a year and agreement (percent) in both spans, and what ``within`` and ``mix``
        contribute, in percentage points. They add up to the change of the weighted mean.
    """
    agreed, counts = agreement_by_topic(partner, codes), votes_by_topic(partner, codes)
    # The row of all votes is the whole that the topics split up.
    topics = [topic for topic in agreed.columns if topic != "all"]
    parts = {}
    for name, years in (("before", first), ("after", last)):
        votes = counts.loc[list(years), topics]
        # Years weigh by their votes, so that a year with few votes on a topic counts for little.
        weighted = (agreed.loc[list(years), topics] * votes).sum() / votes.sum()
        parts[f"votes_{name}"], parts[f"agreement_{name}"] = votes.mean(), weighted
    table = pd.DataFrame(parts)
    weights = {name: table[f"votes_{name}"] / table[f"votes_{name}"].sum() for name in ("before", "after")}
    # Means of both spans on either side leave no rest that belongs to neither part.
    middle = (table["agreement_before"] + table["agreement_after"]) / 2
    mean = (weights["before"] + weights["after"]) / 2
    table["within"] = mean * (table["agreement_after"] - table["agreement_before"])
    table["mix"] = (weights["after"] - weights["before"]) * (middle - (mean * middle).sum())
    return table.rename_axis("topic").reset_index()


def votes_by_resolution(table: str, codes: Sequence[str], resolutions: Sequence[str] | None = None) -> pd.DataFrame:
    """Return votes on resolutions as words: one row per state, one column per resolution, empty where none is known.

    Args:
        table: ``ukraine_votes`` or ``palestine_votes``.
        codes: the states, in the order wanted.
        resolutions: the resolutions; all when left out.
    """
    rows = tables.load(table, credit=False)
    rows = rows[rows["iso3"].isin(codes)]
    # Each resolution was read in lists of its own, so only those that were asked for are credited.
    asked = rows if resolutions is None else rows[rows["resolution"].isin(resolutions)]
    wide = provenance.using(table, asked).pivot(index="iso3", columns="resolution", values="vote")
    return wide.reindex(list(codes)).replace(VOTE_NAMES)


def states_by_vote(votes: pd.Series) -> str:
    """Return who voted how in words: ``Russia voted against; Brazil and Egypt voted in favour``."""
    told = []
    for vote, side in votes.dropna().groupby(votes):
        codes = sorted(map(str, side.index), key=countries.name)
        verb = _VERBS[str(vote)].format(was="was" if len(codes) == 1 else "were")
        told.append(f"{formatting.word_list([countries.name_in_text(code) for code in codes])} {verb}")
    return "; ".join(told)


def ukraine_votes(codes: Sequence[str]) -> pd.DataFrame:
    """Return how states voted on the resolutions on Ukraine: one row per resolution, one column per state.

    Cells are Y, N, A (abstained), X (absent), A/X (one of the two) or ? (no vote was found). Columns resolution, date,
    title and basis come first.
    """
    table = tables.load("ukraine_votes", credit=False)
    about = table.drop_duplicates("resolution").set_index("resolution")[["date", "title", "basis"]]
    # A list in the press is credited for the states whose votes were taken from it, and no list where none was found.
    rows = provenance.using("ukraine_votes", table[table["iso3"].isin(list(codes))])
    cast = rows.pivot(index="resolution", columns="iso3", values="vote").replace("AX", "A/X")
    # What was not found is told apart from an absence: the lists name only some states.
    wide = about.join(cast.reindex(columns=list(codes)).fillna("?"))
    return wide.reset_index().sort_values("date", ignore_index=True)


def agreement_with_resolutions(
    partner: str, codes: Sequence[str], year: int, resolutions: Sequence[str], *, remove: bool = False
) -> pd.Series:
    """Return agreement with a partner in a year after votes on Ukraine are added or removed, in percent, by state.

    A vote in which either state was absent, or may have been, is not counted, as in the rest of the measure.

    Raises:
        KeyError: the table lacks the year, or one of the resolutions.
    """
    table = tables.load("ukraine_votes", credit=False)
    states = [partner, *codes]
    asked = provenance.using(
        "ukraine_votes", table[table["resolution"].isin(list(resolutions)) & table["iso3"].isin(states)]
    )
    votes = asked.pivot(index="resolution", columns="iso3", values="vote").reindex(columns=states)
    # Lijphart's index: yes and no are a whole step apart, an abstention is half a step from either.
    # An absence is empty and not 0: it is no vote, so neither the sum nor the count below may see it.
    score = votes.loc[list(resolutions)].replace({"Y": 1.0, "A": 0.5, "N": 0.0, "X": None, "AX": None}).astype(float)
    table = _recorded_in_full(ROLL_CALL_SOURCE)
    pairs = table[(table["partner"] == partner) & (table["year"] == year) & (table["measure"] == "agreement")]
    known = provenance.using("un_agreement", pairs).set_index("iso3").loc[list(codes), ["value", "n_votes"]]
    agreed = 1 - score[list(codes)].sub(score[partner], axis="index").abs()
    # The published mean is of n votes, so adding or taking off votes needs the sum and not the mean.
    sign = -1 if remove else 1
    total = known["value"] / 100 * known["n_votes"] + sign * agreed.sum()
    return 100 * total / (known["n_votes"] + sign * agreed.count())


def _topic_rows(partner: str, codes: Sequence[str], measure: str) -> pd.DataFrame:
    table = tables.load("un_votes_by_topic", credit=False)
    rows = table[(table["partner"] == partner) & (table["measure"] == measure) & table["iso3"].isin(codes)]
    if rows.empty:
        raise KeyError(f"data/un_votes_by_topic.csv has no {measure!r} of {', '.join(codes)} with {partner!r}")
    return provenance.using("un_votes_by_topic", rows)


def _points_and_errors(measure: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return ideal points and their standard errors by year, one column per country."""
    table = points_of_edition()
    rows = provenance.using(POINTS_TABLE, table[table["measure"] == measure])
    # The bounds lie as far apart as those of a normal curve with this error.
    rows = rows.assign(error=(rows["high"] - rows["low"]) / (2 * NORMAL_REACH))
    points, errors = (rows.pivot(index="year", columns="iso3", values=name) for name in ("value", "error"))
    return points, errors


def _interval(values: pd.Series, slopes: pd.DataFrame, errors: pd.DataFrame, partner: str) -> pd.DataFrame:
    """Return a mean over states with its interval of 90 per cent.

    Args:
        values: the mean by year.
        slopes: how the part of each state in it changes with the state's point; with the partner's it changes as much
            the other way.
        errors: standard errors of all points.
        partner: the partner.
    """
    # In a mean over states each one's part shrinks with their number.
    slopes = slopes.div(slopes.notna().sum(axis="columns"), axis="index")
    variance = (slopes * errors.reindex(columns=slopes.columns)).pow(2).sum(axis="columns")
    variance += (slopes.sum(axis="columns") * errors[partner]).pow(2)
    reach = NORMAL_REACH * variance.pow(0.5)
    return pd.DataFrame({"estimate": values, "low": values - reach, "high": values + reach})


@provenance.remembered
def _pair_counts(partner: str, source: str) -> pd.DataFrame:
    """Return how states voted beside a partner, as counts by state and year, without years recorded in part."""
    if source == LIBRARY_SOURCE:
        counts = tables.load("un_library_vote_pairs").set_index(["iso3", "partner", "year"])
    else:
        calls = tables.load("un_roll_calls")
        # Columns in capitals are codes of states; the others describe the vote.
        states = [name for name in calls.columns if name.isupper()]
        pairs = [(state, partner) for state in states if state != partner]
        counts = vote_agreement.pair_counts(calls[states], pairs, calls["date"].dt.year.rename("year"))
    counts = counts[counts.index.get_level_values("partner") == partner].droplevel("partner")
    if counts.empty:
        raise KeyError(f"the record {source!r} has no votes beside {partner!r}")
    # A year recorded in part can only be the last of a record, so the last full year is a sufficient bound.
    return counts[counts.index.get_level_values("year") <= last_recorded_year(source)]


@provenance.remembered
def _recorded_in_full(source: str) -> pd.DataFrame:
    """Return the agreement of pairs in one record of the roll calls, without years recorded in part; no credit yet."""
    table = tables.load("un_agreement", credit=False)
    # The roll calls of 2024 end in June with six votes, which say nothing about a year.
    return table[(table["source_key"] == source) & ~table["partial_year"].astype(bool)]
