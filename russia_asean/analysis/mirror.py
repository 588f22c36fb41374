"""The mirror: each flow between Russia and ASEAN is counted twice, and what lies under the estimates after 2021.

Directions are named from Russia's side: ``to_asean`` are goods that Russia sends, ``from_asean`` goods it receives.
Each direction is counted by the sender (FOB) and by the receiver (CIF, with freight and insurance).
"""

import math
from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from russia_asean import counted_by, measures, provenance
from russia_asean.analysis import trade
from russia_asean.data import countries, tables
from russia_asean.provenance import Origin, Value

RUSSIA_REPORTED, ASEAN_REPORTED = "Russia-reported", "ASEAN-reported"
SIDES = (RUSSIA_REPORTED, ASEAN_REPORTED)
OPPOSITE_FLOW = {"import": "export", "export": "import"}


def owners(members: Sequence[str]) -> dict[str, str]:
    """Return whose the records of each side are, within a sentence: ASEAN's, or those of a single member."""
    theirs = countries.possessive(members[0]) if len(members) == 1 else "ASEAN's"
    return {RUSSIA_REPORTED: "Russia's", ASEAN_REPORTED: theirs}


def line_names(members: Sequence[str]) -> dict[str, str]:
    """Return what a picture calls each side's line: the side, or the record of a single member."""
    if len(members) > 1:
        return {side: side for side in SIDES}
    return {side: f"{owner} record" for side, owner in owners(members).items()}


def mirror_flows(
    members: Sequence[str], years: Collection[int] | None = None, sides: Collection[str] = SIDES
) -> pd.DataFrame:
    """Return both records of every flow between Russia and the given members.

    After the last year of Russia's own report the members' side is recovered from the IMF's estimates for Russia where
    no release has it (status ``derived``); the estimates themselves are kept on Russia's side with status ``estimate``.

    Args:
        members: ISO codes of ASEAN members.
        years: the years wanted; all when left out.
        sides: the records wanted.

    Returns:
        Columns member, year, direction (to_asean, from_asean), side, value (USD), status and origins (the rows behind
        the value).
    """
    table = trade.chosen_flows()
    russia = table[(table["reporter"] == "RUS") & table["partner"].isin(members)]
    russia = russia.assign(
        member=russia["partner"], direction=russia["flow"].map({"export": "to_asean", "import": "from_asean"})
    )
    asean = table[(table["partner"] == "RUS") & table["reporter"].isin(members)]
    asean = asean.assign(
        member=asean["reporter"], direction=asean["flow"].map({"import": "to_asean", "export": "from_asean"})
    )
    keep = ["member", "year", "direction", "side", "value", "status", "origins"]
    known = pd.concat([russia.assign(side=RUSSIA_REPORTED), asean.assign(side=ASEAN_REPORTED)])
    rows = [frozenset([origin]) for origin in provenance.origin_of_each(trade.TABLE, known)]
    known = known.assign(origins=pd.Series(rows, index=known.index, dtype="object"))[keep]
    # All years are needed up to here: what is recovered rests on the last year of Russia's own report.
    both = pd.concat([known, _recovered_flows(known)], ignore_index=True).sort_values(keep[:4], ignore_index=True)
    found = trade.in_years(both[both["side"].isin(list(sides))], years).reset_index(drop=True)
    # An estimate is credited with what is recovered from it; by itself it holds no information and enters no sum.
    provenance.note(_origins(found.loc[found["status"] != "estimate", "origins"]))
    return found


def _origins(column: pd.Series) -> frozenset[Origin]:
    """Return the origins of some flows together, by the column ``origins`` of ``mirror_flows``."""
    return provenance.merged(origin for origins in column for origin in origins)


def recovered_value(estimate: float, base_russia: float, base_partner: float) -> float:
    """Return the partner-reported value that lies under an IMF estimate for Russia.

    From 2022 the IMF multiplies what a partner reports by the ratio of Russia's to the partner's own figure of
    2021, separately for each partner and flow. The inverse is exact, whatever the ratio:
    ``estimate * base_partner / base_russia``.

    Args:
        estimate: the IMF's value for Russia in a year after 2021.
        base_russia: Russia's own value of 2021 for the same flow.
        base_partner: the partner's value of 2021 for the same goods, seen from its side.

    Returns:
        The partner-reported value, or NaN when one of the three is missing or not positive.
    """
    # A base of zero says that nobody counted the flow in that year, so its ratio is not known.
    values = (estimate, base_russia, base_partner)
    if any(pd.isna(value) or value <= 0 for value in values):
        return math.nan
    return float(estimate * base_partner / base_russia)


def _recovered_flows(known: pd.DataFrame) -> pd.DataFrame:
    """Return the members' side of the years after Russia's own report that no release has."""
    indexed = known.set_index(["member", "direction", "side", "year"])
    cells, behind = indexed["value"], indexed["origins"]
    base = trade.last_russian_year()
    rows = []
    for (member, direction), group in known.groupby(["member", "direction"]):
        estimates = group[(group["side"] == RUSSIA_REPORTED) & (group["status"] == "estimate")]
        for year, estimate, own in zip(estimates["year"], estimates["value"], estimates["origins"], strict=True):
            if (member, direction, ASEAN_REPORTED, year) in cells:
                continue  # a report is better than what can be recovered
            # SIDES has the order of the arguments below: exchanged, the ratio of the base year would be inverted.
            places = [(member, direction, side, base) for side in SIDES]
            value = recovered_value(estimate, *(cells.get(place, math.nan) for place in places))
            rows.append(
                {
                    "member": member,
                    "year": year,
                    "direction": direction,
                    "side": ASEAN_REPORTED,
                    "value": value,
                    "status": "derived",
                    "origins": own.union(*(behind.get(place, frozenset()) for place in places)),
                }
            )
    # Without rows pandas would make every column one of objects, and sums over years would become objects, too.
    return pd.DataFrame(rows, columns=known.columns).astype(known.dtypes).dropna(subset="value")


def imports_from_russia(partner: str, year: int) -> Value:
    """Return what a partner records as imports from Russia in a year after Russia's own report ends, in USD.

    The partner's own figure, where the package has one; else the record is recovered from the Fund's estimate of
    Russia's exports, see ``recovered_value``.

    Raises:
        KeyError: the table lacks the estimate, or a record of the last year that Russia reported.
    """
    stated = _own_figures()
    own = stated[(stated["reporter"] == partner) & (stated["year"] == year) & (stated["measured"] == "import")]
    if len(own):
        provenance.note(own["origin"])
        return Value(float(own["own"].iloc[0]), own["origin"])
    base = trade.last_russian_year()
    table = trade.chosen_flows()
    cells = table.set_index(["reporter", "partner", "year", "flow"])
    needed = [
        ("RUS", partner, year, "export"),
        ("RUS", partner, base, "export"),
        (partner, "RUS", base, "import"),
    ]
    rows = provenance.using(trade.TABLE, cells.loc[needed])
    return Value(recovered_value(*rows["value"]), provenance.origins_of_rows(trade.TABLE, rows))


def recovery_test() -> pd.DataFrame:
    """Compare recovered with reported values, where a release holds a partner's report of a year that is estimated.

    The report must come from another release than the estimate: inside one release the comparison would be circular.

    Returns:
        Columns reporter, name, year, flow, value (reported, USD), recovered (USD), factor (reported over the IMF's
        estimate of the same flow).
    """
    base = trade.last_russian_year()
    table = trade.chosen_flows()[["reporter", "partner", "year", "flow", "value", "status", "source_key"]]
    theirs = table[table["partner"] == "RUS"].drop(columns="partner")
    # Russia's side of the same goods, under the partner's name and flow.
    russias = table[table["reporter"] == "RUS"].drop(columns="reporter").rename(columns={"partner": "reporter"})
    russias = russias.assign(flow=russias["flow"].map(OPPOSITE_FLOW))
    # Up to the base year Russia reports for itself, so there is nothing to recover and nothing to test.
    late = theirs[(theirs["year"] > base) & (theirs["status"] == "reported")]
    flow, cell = ["reporter", "flow"], ["reporter", "year", "flow"]
    estimates = russias[russias["status"] == "estimate"]
    pairs = late.merge(estimates, on=cell, suffixes=("", "_estimate"))
    pairs = pairs[pairs["source_key"] != pairs["source_key_estimate"]]
    for name, side in (("russia", russias), ("partner", theirs)):
        in_base = side[side["year"] == base].drop(columns=["year", "status"])
        pairs = pairs.merge(in_base, on=flow, suffixes=("", f"_{name}"))
    columns = ["value_estimate", "value_russia", "value_partner"]
    recovered = [recovered_value(*values) for values in pairs[columns].itertuples(index=False)]
    pairs = pairs.assign(recovered=recovered, factor=pairs["value"] / pairs["value_estimate"])
    tested = pairs.dropna(subset=["value", "recovered", "factor"]).reset_index(drop=True)
    keys = pd.unique(tested.filter(like="source_key").to_numpy().ravel())
    provenance.note(Origin(trade.TABLE, key) for key in keys)
    tested.insert(1, "name", tested["reporter"].map(countries.name))
    return tested[["reporter", "name", "year", "flow", "value", "recovered", "factor"]]


def _own_figures() -> pd.DataFrame:
    """Return what partners have stated of their trade with Russia in whole years after Russia's own report ends.

    Whoever uses rows of it notes their origins.

    Returns:
        Columns reporter, year, measured (``export``, ``import`` or ``total``), own (USD), stated_by and origin.
    """
    names = {"total goods trade": "total", "goods exports": "export", "goods imports": "import"}
    quoted = tables.load("reported_figures", credit=False)
    (key,) = tables.sources("reported_figures")
    quoted = quoted.assign(table="reported_figures", source_key=key, measured=quoted["measure"].map(names))
    counted = tables.load("published_figures", credit=False)
    counted = counted[counted["measure"].str.startswith("goods trade of ")]
    counted = counted.assign(table="published_figures", measured="total", stated_by=counted["source_key"])
    both = pd.concat([quoted, counted], ignore_index=True).dropna(subset="measured")
    both = both[(both["counterpart"] == "RUS") & both["period"].str.fullmatch(r"\d{4}")]
    both = both.assign(year=both["period"].astype(int))
    late = both[both["year"] > trade.last_russian_year()]
    places = zip(late["table"], late["source_key"], late["figure_id"], strict=True)
    late = late.assign(origin=pd.Series([Origin(*place) for place in places], index=late.index, dtype="object"))
    found = late.rename(columns={"subject": "reporter", "value": "own"})
    return found[["reporter", "year", "measured", "own", "stated_by", "origin"]]


@provenance.remembered
def recovery_checks() -> pd.DataFrame:
    """Compare recovered values with every report of a partner's own that is in the package.

    These are the flows of ``recovery_test``, reported in another release, and the figures that a partner's authorities,
    or the press from its statistics, have stated.

    Returns:
        Columns reporter, name, year, measured (``export``, ``import`` or ``total``), own and recovered (USD), stated_by
        and error (by how much the recovered value lies above the partner's own, in percent).
    """
    released = recovery_test().rename(columns={"flow": "measured", "value": "own"}).assign(stated_by="another release")
    table = trade.chosen_flows().set_index(["reporter", "partner", "year", "flow"])["value"]
    base, rows = trade.last_russian_year(), []
    stated = _own_figures()
    provenance.note(stated["origin"])
    for row in stated.to_dict("records"):
        flows = ["export", "import"] if row["measured"] == "total" else [row["measured"]]
        recovered = 0.0
        for flow in flows:
            seen = OPPOSITE_FLOW[flow]
            cells = [
                ("RUS", row["reporter"], row["year"], seen),
                ("RUS", row["reporter"], base, seen),
                (row["reporter"], "RUS", base, flow),
            ]
            recovered += recovered_value(*(table.get(cell, math.nan) for cell in cells))
        rows.append(row | {"name": countries.name(row["reporter"]), "recovered": recovered})
    columns = ["reporter", "name", "year", "measured", "own", "recovered", "stated_by"]
    checks = pd.concat([released[columns], pd.DataFrame(rows, columns=columns)], ignore_index=True)
    checks = checks.dropna(subset="recovered").sort_values(["reporter", "year", "measured"], ignore_index=True)
    return checks.assign(error=100 * (checks["recovered"] / checks["own"] - 1))


@provenance.carrying
def recovery_error() -> float:
    """Return the largest distance of a recovered value from a partner's own report, in percent of that report.

    It is the error of a recovered value that nothing can be compared with: nothing says that such a value is better
    than the worst of those that can.
    """
    return float(recovery_checks()["error"].abs().max())


def own_totals(partner: str) -> pd.Series:
    """Return the totals of its trade with Russia that a partner has stated for whole years since 2022, USD by year.

    Of several for one year the first in the order of the tables.
    """
    stated = _own_figures()
    mine = stated[(stated["reporter"] == partner) & (stated["measured"] == "total")].drop_duplicates("year")
    provenance.note(mine["origin"])
    origins = {(year, "own"): [origin] for year, origin in zip(mine["year"], mine["origin"], strict=True)}
    return provenance.labelled(mine.set_index("year")["own"].sort_index(), origins)


def recovered_uncertainty(flows: pd.DataFrame) -> pd.Series:
    """Return by how much a total may be off in either direction since parts of it are recovered, USD by year.

    The error of a recovered flow is the distance of what is recovered from the partner's own report of that year, where
    there is one, and ``recovery_error`` where there is none. Errors are added up as if all went the same way.

    Args:
        flows: the output of ``mirror_flows``.
    """
    derived = flows[flows["status"] == "derived"]
    years = sorted(flows["year"].unique())
    if derived.empty:
        return pd.Series(0.0, index=pd.Index(years, name="year"))
    checks = recovery_checks()
    largest = recovery_error()
    known = checks.assign(error=checks["error"].abs()).groupby(["reporter", "year", "measured"])["error"].max()
    words = {"to_asean": "import", "from_asean": "export"}
    places = zip(derived["member"], derived["year"], derived["direction"].map(words), strict=True)
    # A report of the flow itself says more than one of exports and imports together.
    errors = [known.get((*place, flow), known.get((*place, "total"), largest)) for *place, flow in places]
    return (derived["value"] * errors / 100).groupby(derived["year"]).sum().reindex(years, fill_value=0.0)


def record_with_error(members: Sequence[str], years: Collection[int], *, throughout: bool = True) -> pd.DataFrame:
    """Return trade with Russia on ASEAN's record by year, and between which values it lies.

    Args:
        members: ISO codes of ASEAN members.
        years: the years.
        throughout: whether only flows with a record in all of these years count; see ``over_same_reporters``.

    Returns:
        Columns value, low and high (USD; the last two by ``recovered_uncertainty``), indexed by year.
    """
    flows = mirror_flows(members, years, [ASEAN_REPORTED])
    flows = over_same_reporters(flows) if throughout else flows
    value, width = totals_by_side(flows).set_index("year")["total"], recovered_uncertainty(flows)
    return pd.DataFrame({"value": value, "low": value - width, "high": value + width})


def change_range(record: pd.DataFrame, first: int, last: int) -> tuple[float, float]:
    """Return between which values the percentage change between two years lies, given the error of recovered values.

    The errors of the two years are not assumed to go the same way.

    Args:
        record: the output of ``record_with_error``.
        first: the first year.
        last: the last year.
    """
    return (
        measures.percent_change(record["high"][first], record["low"][last]),
        measures.percent_change(record["low"][first], record["high"][last]),
    )


def over_same_reporters(sides: pd.DataFrame) -> pd.DataFrame:
    """Return of ``mirror_flows`` what can be added up and compared over all its years.

    On ASEAN's side these are the flows that have a record in every year of that side. Russia's side has one reporter,
    whose list of partners is complete: that it names a member in one year and not in another is no change of reporters.

    Args:
        sides: the output of ``mirror_flows`` for the years that are compared.
    """
    own = sides[sides["status"] != "estimate"]
    theirs = own[own["side"] == ASEAN_REPORTED]
    years_with_record = theirs.groupby(["member", "direction"])["year"].nunique()
    throughout = years_with_record.index[years_with_record == theirs["year"].nunique()]
    kept = pd.MultiIndex.from_frame(theirs[["member", "direction"]]).isin(throughout)
    return pd.concat([own[own["side"] != ASEAN_REPORTED], theirs[kept]]).sort_index()


def _counted_by(flows: pd.DataFrame) -> dict[Any, frozenset[str]]:
    """Return who counted the flows of each year and side: ``Brunei, imports``, or Russia for all of its own."""
    words = {"to_asean": "imports", "from_asean": "exports"}
    with provenance.uncredited():  # names say who counted and measure nothing
        names = {member: countries.name(member) for member in flows["member"].unique()}
    told = flows["member"].map(names) + ", " + flows["direction"].map(words)
    told = told.where(flows["side"] == ASEAN_REPORTED, "Russia")
    by_total = told.groupby([flows["year"], flows["side"]]).agg(frozenset)
    return dict(by_total.items())


def totals_by_side(sides: pd.DataFrame) -> pd.DataFrame:
    """Return yearly totals per side from the output of ``mirror_flows``; each knows who counted its parts.

    Russia's side ends with its own report, since the estimates after it hold no information of their own.

    Returns:
        Columns year, side, to_asean, from_asean, total, balance (Russia's surplus), all in USD, and ``status``
        (``derived`` when any part is).
    """
    # The Fund makes Russia's estimates out of the partners' reports: beside these they would be counted twice.
    own = sides[sides["status"] != "estimate"]
    wide = own.pivot_table(index=["year", "side"], columns="direction", values="value", aggfunc="sum", fill_value=0)
    # Where nobody reports a direction, or anything at all, the columns are there all the same.
    wide = wide.reindex(columns=["from_asean", "to_asean"], fill_value=0.0)
    wide["total"] = wide["to_asean"] + wide["from_asean"]
    wide["balance"] = wide["to_asean"] - wide["from_asean"]
    parts = own.groupby(["year", "side"])
    derived = parts["status"].agg(lambda status: bool((status == "derived").any()))
    wide["status"] = derived.map({True: "derived", False: "reported"})
    origins = {(year, side): _origins(same) for (year, side), same in parts["origins"]}
    totals = provenance.labelled(wide.reset_index().rename_axis(columns=None), origins)
    return counted_by.labelled(totals, _counted_by(own))


def side_by_side(table: pd.DataFrame, column: str = "total") -> pd.DataFrame:
    """Return one column of ``totals_by_side`` by year, both records side by side; NaN where a side has no record."""
    wide = table.pivot(index="year", columns="side", values=column)
    # Both columns are there even where one side was not asked for, so that callers can name them.
    wide = wide.reindex(columns=[RUSSIA_REPORTED, ASEAN_REPORTED]).rename_axis(columns=None)
    wide.attrs = table.attrs  # the origins by year and side hold for each column of the totals
    return wide


def percent_gaps(records: pd.DataFrame) -> pd.Series:
    """Return by how much ASEAN's record lies above Russia's, by year in percent of their mean (0 when they agree).

    Args:
        records: the output of ``side_by_side``; years that one record lacks are left out.
    """
    # The mean of both is the base, so that the gap does not depend on which record is called the first.
    both = records.dropna()
    return 100 * (both[ASEAN_REPORTED] - both[RUSSIA_REPORTED]) / both.mean(axis="columns")


def opposite_signs(balances: pd.DataFrame) -> pd.Series:
    """Return whether two records of a balance lie on different sides of zero, by year.

    Args:
        balances: the output of ``side_by_side``; years that one record lacks are left out.
    """
    # Years with a gap go first: a missing value is not above zero, so it would pass for a deficit.
    above = balances.dropna() > 0
    return above[RUSSIA_REPORTED] != above[ASEAN_REPORTED]


def both_records(
    members: Sequence[str],
    column: str = "total",
    *,
    years: Collection[int] | None = None,
    sides: Collection[str] = SIDES,
    throughout: bool = False,
) -> pd.DataFrame:
    """Return one quantity of the trade between Russia and some members on both records, by year (USD).

    Args:
        members: ISO codes of ASEAN members.
        column: a column of ``totals_by_side``: ``total``, ``balance``, ``to_asean`` or ``from_asean``.
        years: the years wanted; all when left out.
        sides: the records wanted; the column of another is empty.
        throughout: whether only flows with a record in all of these years count, so that years can be compared; see
            ``over_same_reporters``.
    """
    flows = mirror_flows(members, years, sides)
    return side_by_side(totals_by_side(over_same_reporters(flows) if throughout else flows), column)


def percent_change_by_span(
    members: Sequence[str], *spans: tuple[int, int], sides: Collection[str] = SIDES
) -> dict[str, float]:
    """Return the growth of trade on each record in percent, by record and span, over those who report at both ends.

    Args:
        members: ISO codes of ASEAN members.
        spans: first and last year of each span.
        sides: the records wanted.

    Raises:
        KeyError: a record has no total of a year.
    """
    found: dict[str, float] = {}
    for span in spans:
        # Each span has reporters of its own: one that is missing in a third year need not be left out of this one.
        ends = both_records(members, years=span, sides=sides, throughout=True)
        found |= measures.percent_change_by_span(ends[[side for side in SIDES if side in sides]], span)
    return found


def trade_by_member(sides: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return trade with Russia by year (rows) and member (columns) on one record, in USD; NaN is not reported."""
    mine = sides[(sides["side"] == side) & (sides["status"] != "estimate")]
    cells = mine.groupby(["year", "member"])
    origins = {(year, member): _origins(same) for (year, member), same in cells["origins"]}
    # Only what has a row is summed: a member without one stays NaN, where a sum over a full grid would say 0.
    return provenance.labelled(cells["value"].sum().unstack(), origins)


def member_concentration(per_member: pd.DataFrame) -> pd.DataFrame:
    """Return how concentrated Russia's trade is on few members, by year, over one list of members.

    Args:
        per_member: the output of ``trade_by_member``, of members with a record in every year.

    Returns:
        Columns largest (name), share (percent of the trade of these members) and hhi (Herfindahl-Hirschman index, 0 to
        1), indexed by year.

    Raises:
        ReportersChangedError: a member lacks a record in some year, so that the list would change.
    """
    gaps = per_member.isna()
    if gaps.any(axis=None):
        told = [
            f"{countries.name(str(code))} in {per_member.index[gaps[code]][0]}" for code in gaps if gaps[code].any()
        ]
        raise counted_by.ReportersChangedError(
            f"The list of members would change from year to year; without a record are: {', '.join(told)}. "
            "Take those with a record in every year."
        )
    table = pd.DataFrame({"largest": per_member.idxmax(axis="columns").map(countries.name)})
    table["share"] = 100 * per_member.max(axis="columns") / per_member.sum(axis="columns")
    table["hhi"] = [measures.hhi(row) for _, row in per_member.iterrows()]
    return table.rename_axis("year")


def multiples_of_russia(codes: Sequence[str], years: Sequence[int], members: Sequence[str]) -> pd.DataFrame:
    """Return how many times Russia's trade with ASEAN that of other partners is, on either record.

    Both trades of a multiple are counted on one side; one as the outside partner counts it over another as ASEAN counts
    it would mix the gap between the records into the multiple.

    Returns:
        Columns partner, name, year, counted_by (``outside partner`` or ``ASEAN``), value (USD), multiple (ratio).
    """
    records = both_records(members, years=years)
    rows = []
    for code in codes:
        counted = {
            "outside partner": (
                # Estimates of a partner's flow are made from the other side's books, so they are no count of its own.
                trade.two_way_trade([code], members, years=years, reported=True),
                records[RUSSIA_REPORTED],
            ),
            "ASEAN": (trade.two_way_trade(members, [code], years=years), records[ASEAN_REPORTED]),
        }
        for year in years:
            for who, (theirs, russias) in counted.items():
                rows.append((code, countries.name(code), year, who, theirs[year], theirs[year] / russias[year]))
    return pd.DataFrame(rows, columns=["partner", "name", "year", "counted_by", "value", "multiple"])
