"""The trade chapter, recomputed from the tables in plain pandas: what its values rest on, and what its tables say.

Nothing of the library computes here; it only runs the notebook. The rule of vintages, the recovery of reports and the
sums are written a second time, so that a mistake in one of the two is seen.
"""

import functools
import re
from collections.abc import Sequence

import pandas as pd
import pytest

from russia_asean import formatting, paths
from russia_asean.evidence import records
from russia_asean.report import execute

pytestmark = pytest.mark.slow

TEN = ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM"]
LISTING = ["BRN", "IDN", "KHM", "MYS", "PHL", "SGP", "THA", "VNM"]  # partners in all years from 2004 to 2021
SIX = ["IDN", "MYS", "PHL", "SGP", "THA", "VNM"]
PARTNERS = ["CHN", "USA", "EUN", "JPN", "KOR", "IND", "AUS", "NZL", "CAN", "RUS"]
RUSSIA, ASEAN = "Russia-reported", "ASEAN-reported"
LAST_RUSSIAN = 2021
TO_ASEAN = {RUSSIA: "export", ASEAN: "import"}  # how each side names the goods that Russia sends


@pytest.fixture(scope="module")
def chapter():
    """Return the records of the chapter by key."""
    return {each.key: each for each in execute.in_process("trade", {})}


@functools.cache
def flows() -> pd.DataFrame:
    """Return one value per flow: that of the release of the lowest rank, with its release as ``keys``."""
    listed = pd.read_csv(paths.DATA / "releases.csv").query("table == 'trade_flows' and role == 'answers'")
    table = pd.read_csv(paths.DATA / "trade_flows.csv").merge(listed[["source_key", "rank"]], on="source_key")
    chosen = table.sort_values("rank").groupby(["reporter", "partner", "year", "flow"], as_index=False).first()
    return chosen.assign(keys=[{key} for key in chosen["source_key"]])


def reported(reporters: list[str], partners: list[str], years: Sequence[int], flow: str = "") -> pd.DataFrame:
    """Return the flows that some countries report with some partners in some years, in one direction or in both."""
    table = flows()
    here = table["reporter"].isin(reporters) & table["partner"].isin(partners) & table["year"].isin(years)
    return table[here & (table["flow"] == flow if flow else True)]


@functools.cache
def members_records() -> pd.DataFrame:
    """Return what the members record of trade with Russia: reported where a release has it, else recovered."""
    table = flows()
    own = table[table["partner"].eq("RUS") & table["reporter"].isin(TEN)]
    rows = own[["reporter", "year", "flow", "value", "keys"]].to_dict("records")
    known = {(row["reporter"], row["year"], row["flow"]): row for row in rows}
    russias = table[table["reporter"].eq("RUS") & table["partner"].isin(TEN)].to_dict("records")
    base = {(row["partner"], row["flow"]): row for row in russias if row["year"] == LAST_RUSSIAN}
    for row in russias:
        seen_as = {"export": "import", "import": "export"}[row["flow"]]
        before = known.get((row["partner"], LAST_RUSSIAN, seen_as))
        ours = base.get((row["partner"], row["flow"]))
        if row["status"] == "reported" or (row["partner"], row["year"], seen_as) in known or not (before and ours):
            continue
        if min(row["value"], before["value"], ours["value"]) > 0:
            value = row["value"] * before["value"] / ours["value"]
            keys = row["keys"] | before["keys"] | ours["keys"]
            rows.append(
                {"reporter": row["partner"], "year": row["year"], "flow": seen_as, "value": value, "keys": keys}
            )
    return pd.DataFrame(rows)


def with_russia(side: str, members: list[str], years: Sequence[int], flow: str = "") -> pd.DataFrame:
    """Return the flows between Russia and some members on one record; ``flow`` as that side names it."""
    if side == RUSSIA:
        mine = reported(["RUS"], members, years, flow)
        return mine[mine["status"] == "reported"]
    table = members_records()
    here = table["reporter"].isin(members) & table["year"].isin(years)
    return table[here & (table["flow"] == flow if flow else True)]


def rows_behind(claim: str, basis: str) -> list[pd.DataFrame]:
    """Return the rows of ``trade_flows.csv`` behind a measured value, by the words of its basis.

    Raises:
        KeyError: the claim is not known here, so nobody has said what its values must rest on.
    """
    # In both directions exporters count, so what Russia withholds is known by Russia's own exports.
    side = RUSSIA if RUSSIA in basis or basis.startswith("Both directions") else ASEAN
    years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", basis)]
    in_sum = claim.startswith("trade-total-") or claim == "trade-decline-2014-2020"
    if in_sum:
        return [with_russia(side, TEN, years)]
    if "six members" in basis:
        return [with_russia(ASEAN, SIX, years)]
    partner = {"china-asean-trade-685bn": "CHN", "korea-asean-trade-155bn": "KOR"}.get(claim, "")
    cases = {
        "trade-peak-year-2014": lambda: [
            with_russia(side, SIX, range(2004, 2026)) if side == ASEAN else with_russia(side, TEN, range(1992, 2026))
        ],
        "trade-deficit-since-2015": lambda: [with_russia(RUSSIA, TEN, range(1992, 2019))],
        "indonesia-trade-increase-2024": lambda: [with_russia(ASEAN, ["IDN"], years)],
        "malaysia-trade-increase-2024": lambda: [with_russia(ASEAN, ["MYS"], years)],
        "rank-below-partners-except-can-nzl": lambda: [
            with_russia(side, TEN, years),
            reported(TEN, [code for code in PARTNERS if code != "RUS"], years),
        ],
        "russia-share-asean-trade-0-8": lambda: [
            with_russia(side, TEN, years),
            reported(TEN, ["WLD", *(TEN if "outsiders" in basis else [])], years),
        ],
        "china-asean-trade-685bn": lambda: (
            [reported(TEN, [partner], years)] if side in basis else [reported([partner], TEN, years)]
        ),
        "trade-composition-three-groups": lambda: [
            with_russia(side, TEN if side == RUSSIA else SIX, years, TO_ASEAN[side])
        ],
    }
    cases["trade-composition-natural-resources"] = cases["trade-composition-three-groups"]
    cases["korea-asean-trade-155bn"] = cases["china-asean-trade-685bn"]
    return cases[claim]()


def measured_values(chapter) -> list[tuple[str, records.MeasuredValue, set[str]]]:
    """Return claim, value and stored releases of each measured value that rests on the table of trade flows."""
    found = []
    for record in chapter.values():
        if isinstance(record, records.ClaimTest):
            for value in record.values:
                stored = {each.source for each in value.rests_on if each.table == "trade_flows"}
                if stored:
                    found.append((record.key, value, stored))
    return found


def test_each_measured_value_rests_on_the_releases_that_hold_its_rows_and_on_no_other(chapter):
    values = measured_values(chapter)
    # A loop over nothing would pass.
    assert len(values) > 30
    for claim, value, stored in values:
        behind = pd.concat(rows_behind(claim, value.basis))
        assert stored == set().union(*behind["keys"]), f"{claim}: {value.basis}"


def test_a_total_of_one_release_is_credited_to_it_alone(chapter):
    russia, asean = chapter["trade-total-2014"].measured
    assert [each.source for each in russia.rests_on] == ["imf-dots-2022-02"]
    # Four members' figures of 2014 are not in the monthly release; both of the two are needed, and no third.
    assert [each.source for each in asean.rests_on] == ["imf-dots-2022-02", "imf-dots-monthly-2024-07"]


def test_totals_are_the_sums_of_the_flows(chapter):
    for claim, value, _ in measured_values(chapter):
        if claim in {"trade-total-2014", "trade-total-2016", "trade-total-2020"}:
            (rows,) = rows_behind(claim, value.basis)
            # Records hold six significant digits.
            assert value.value == pytest.approx(rows["value"].sum(), rel=1e-5), f"{claim}: {value.basis}"


def test_directions_and_balance_are_those_of_each_record(chapter):
    drawn = [row for row in chapter["fig-trade-balance"].data if row["side"] in TO_ASEAN and row["year"] >= 2004]
    assert {row["side"] for row in drawn} == {RUSSIA, ASEAN}
    for row in drawn:
        sums = with_russia(row["side"], TEN, [row["year"]]).groupby("flow")["value"].sum()
        sent = sums[TO_ASEAN[row["side"]]]
        received = sums.drop(TO_ASEAN[row["side"]]).item()
        stored = [row[flow] for flow in ("to_asean", "from_asean", "balance")]
        assert stored == pytest.approx([sent, received, sent - received], rel=1e-4)


def test_members_in_some_years_are_what_each_recorded(chapter):
    rows = chapter["tab-trade-members"].data
    assert sorted(row["member"] for row in rows) == TEN
    # From the member with the most trade; those without a record come last.
    latest = pd.Series([row["2024"] for row in rows], dtype=float)
    assert latest.equals(latest.sort_values(ascending=False, ignore_index=True))
    assert latest.isna().any()
    for row in rows:
        for year in (name for name in row if name.isdigit()):
            recorded = with_russia(ASEAN, [row["member"]], [int(year)])["value"]
            assert row[year] == (None if recorded.empty else pytest.approx(recorded.sum(), rel=1e-5))


def test_multiples_keep_to_one_side(chapter):
    for row in chapter["tab-trade-multiples"].data:
        outside = row["counted_by"] == "outside partner"
        pair = ([row["partner"]], TEN) if outside else (TEN, [row["partner"]])
        theirs = reported(*pair, [row["year"]])["value"].sum()
        russias = with_russia(RUSSIA if outside else ASEAN, TEN, [row["year"]])["value"].sum()
        assert (row["value"], row["multiple"]) == pytest.approx((theirs, theirs / russias), rel=1e-4)


def test_other_choices_give_growth_share_and_rank_of_their_own(chapter):
    for row in chapter["tab-trade-robust"].data:
        if row["members"] != "ASEAN-10":
            continue
        first, last = (int(year) for year in row["window"].split("–"))
        flows = [
            with_russia(row["side"], TEN, [year]).set_index(["reporter", "flow"])["value"] for year in (first, last)
        ]
        if row["side"] == ASEAN:  # only what both years have can be compared
            flows = [each[each.index.isin(other.index)] for each, other in zip(flows, flows[::-1], strict=True)]
        before, after = (each.sum() for each in flows)
        assert row["growth"] == pytest.approx(100 * (after / before - 1), rel=1e-3)
        russias = with_russia(row["side"], LISTING, [last])["value"].sum()
        world = reported(LISTING, ["WLD"], [last])["value"].sum()
        others = [code for code in PARTNERS if code != "RUS"]
        larger = reported(LISTING, others, [last]).groupby("partner")["value"].sum() > russias
        assert row["share"] == pytest.approx(100 * russias / world, rel=1e-4)
        assert row["rank"] == 1 + larger.sum()


def test_the_largest_changes_are_those_of_the_flows_that_changed_most(chapter):
    cells = with_russia(ASEAN, SIX, [2021, 2024]).set_index(["flow", "reporter", "year"])["value"].unstack()
    change = cells[2024] - cells[2021]
    text = chapter["trade-where-change"].text
    for (flow, member), turn, amount in (
        (change.idxmax(), "rise", change.max()),
        (change.idxmin(), "fall", -change.min()),
    ):
        name = {"IDN": "Indonesia", "MYS": "Malaysia", "SGP": "Singapore", "THA": "Thailand", "VNM": "Vietnam"}[member]
        way = {"import": "received from", "export": "sent to"}[flow]
        assert re.search(
            rf"largest {turn} (was )?in what {name} {way} Russia \({re.escape(formatting.usd(amount))}", text
        )


def test_the_synthesis_finds_the_series_that_the_pictures_show(chapter):
    drawn = chapter["fig-trade-totals"].data
    shown = {row["year"]: row["value"] for row in drawn if row["series"] == RUSSIA}
    assert chapter["trade-total-russia"].values == pytest.approx(shown, rel=1e-5)
    # ASEAN's sum is followed over those that report throughout; the picture shows what all report.
    followed = with_russia(ASEAN, SIX, range(2004, 2026)).groupby("year")["value"].sum()
    assert chapter["trade-total-asean"].values == pytest.approx(followed.to_dict(), rel=1e-5)
    shares = {row["year"]: row["share"] for row in chapter["tab-trade-rank"].data}
    assert chapter["trade-share-of-asean"].values == pytest.approx(shares, rel=1e-5)


def test_russias_total_is_not_credited_to_what_only_members_report(chapter):
    assert records.sources(chapter["trade-total-russia"].rests_on) == ["imf-dots-2022-02", "imf-imts-russia-2026"]


def test_years_without_any_record_of_the_members_are_refused_in_one_sentence():
    with pytest.raises(execute.RunError, match="hold no trade with Brunei: choose other years, members or records"):
        execute.in_process("trade", {"members": "BRN", "start_year": 1992, "end_year": 1998})
