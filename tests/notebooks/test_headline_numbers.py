"""Headline numbers and verdicts computed a second time, from the tables in ``data/`` with pandas alone.

Nothing of the library's analysis, measures, rule of verdicts or chapters is used: each number follows from the
sentence that prints it, the codebook ``data/README.md`` and the rules of ``book/methods.md``. A number is printed to
the digits of the sentence and must stand there. One last printed digit more or less must not.
"""

import functools
import math
import re

import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.evidence import records

MEMBERS = ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM"]
LARGE = ["IDN", "MYS", "PHL", "SGP", "THA", "VNM"]  # those that report throughout
LISTING = [*LARGE, "BRN", "KHM"]  # those that list partners in all years from 2004 to 2021
DIALOGUE_PARTNERS = ["AUS", "CAN", "CHN", "EUN", "IND", "JPN", "KOR", "NZL", "RUS", "USA"]
FORUMS = ["ARF", "EAS", "ADMM-Plus", "APEC", "SCO", "BRICS", "RCEP", "CPTPP", "IPEF", "Quad"]
BRICS_AT_FIRST = ["BRA", "CHN", "IND", "RUS"]
BRICS_TODAY = [*BRICS_AT_FIRST, "ARE", "EGY", "ETH", "IDN", "IRN", "ZAF"]
BRICS_PARTNERS = ["MYS", "THA", "VNM"]
# Methods, "the rule of vintages": the first edition that has a flow answers.
EDITIONS = ["imf-imts-2026-04", "imf-imts-russia-2026", "imf-dots-monthly-2024-07", "imf-dots-2022-02"]
LAST_RUSSIAN_YEAR = 2021  # after it the figures for Russia are the producer's estimates
COUNTED = ["year", "rank", "count"]
DIGITS_OF_A_DATE = {1: 10, 31: 7, 366: 4}  # of 2018-12-30, stated to the day, the month, the year
SOLD, BOUGHT = "export", "import"
OTHER_SIDE = {SOLD: BOUGHT, BOUGHT: SOLD}
BILLION, TRILLION = 1e9, 1e12
LOOKED_UP = "recorded-fact"  # the kind of claims that are looked up, whose values are dates, counts and yes or no


@functools.cache
def table(name):
    return pd.read_csv(paths.DATA / f"{name}.csv")


@functools.cache
def flows():
    """Return one value for each flow, by reporter, partner, year and direction, estimates for Russia among them."""
    rows = table("trade_flows")
    rows = rows[rows.source_key.isin(EDITIONS)]
    rows = rows.assign(place=rows.source_key.map(EDITIONS.index)).sort_values("place")
    return rows.groupby(["reporter", "partner", "year", "flow"]).value.first().astype(float)


def reported(reporters, partners, year, directions=(SOLD, BOUGHT)):
    """Return the sum of what reporters themselves counted, in USD."""
    rows = flows().reset_index()
    own = (rows.reporter != "RUS") | (rows.year <= LAST_RUSSIAN_YEAR)
    asked = rows.reporter.isin(reporters) & rows.partner.isin(partners) & (rows.year == year)
    return rows[own & asked & rows.flow.isin(directions)].value.sum()


def asean_count(year):
    return reported(MEMBERS, ["RUS"], year)


def count_of_same_flows(year, compared=(2004, 2014, 2021)):
    """Return ASEAN's trade with Russia in a year in USD, over what the members counted in each compared year."""
    there = [{key[::3] for key in flows().index if key[1] == "RUS" and key[2] == one} for one in compared]
    kept = set.intersection(*there)
    return sum(flows()[member, "RUS", year, way] for member, way in kept if member in MEMBERS)


def us_prices(first, last):
    """Return prices of the United States in the last year over those in the first, from output and its growth."""
    newest = max(key for key in set(table("economy").source_key) if key.startswith("imf-weo-"))
    rows = table("economy")
    rows = rows[(rows.iso3 == "USA") & (rows.source_key == newest)]
    rows = rows.pivot(index="year", columns="indicator", values="value")
    volume = (1 + rows.gdp_growth.loc[first + 1 : last] / 100).prod()
    return rows.gdp_current[last] / rows.gdp_current[first] / volume


def russian_count(year):
    return reported(["RUS"], MEMBERS, year)


def asean_count_recovered(year, members=None):
    """Return ASEAN's trade with Russia with what members did not publish recovered from the estimates, in USD."""
    total = 0.0
    for member in members or MEMBERS:
        for direction in (SOLD, BOUGHT):
            published = flows().get((member, "RUS", year, direction))
            if published is None and (member, direction) != ("KHM", SOLD):  # which Cambodia no longer reports
                estimate = flows().get(("RUS", member, year, OTHER_SIDE[direction]), 0)
                member_before = flows().get((member, "RUS", LAST_RUSSIAN_YEAR, direction), 0)
                russia_before = flows().get(("RUS", member, LAST_RUSSIAN_YEAR, OTHER_SIDE[direction]), 0)
                if min(estimate, member_before, russia_before) > 0:
                    published = estimate * member_before / russia_before
            total += published or 0.0
    return total


def change(old, new):
    """Return a change in percent."""
    return 100 * (new - old) / old


def share_of_asean_trade(year, members=LISTING):
    # Laos and, in 2021, Myanmar list no partners: they would stand in the whole and not in the part.
    return 100 * reported(members, ["RUS"], year) / reported(members, ["WLD"], year)


def opposite_balances():
    """Return in how many years Russia's balance has another sign in ASEAN's books than in its own."""
    years = range(2004, 2022)
    own = [reported(["RUS"], MEMBERS, year, [SOLD]) - reported(["RUS"], MEMBERS, year, [BOUGHT]) for year in years]
    other = [reported(MEMBERS, ["RUS"], year, [BOUGHT]) - reported(MEMBERS, ["RUS"], year, [SOLD]) for year in years]
    return sum((one > 0) != (two > 0) for one, two in zip(own, other, strict=True))


def rank_of_russia(year):
    trade = pd.Series({partner: reported(LISTING, [partner], year) for partner in DIALOGUE_PARTNERS})
    return trade.rank(ascending=False)["RUS"]


def share_of_vietnam(partner, direction, year):
    """Return a partner's share in percent; both parts from one edition, the newest that has both."""
    rows = table("trade_flows")
    rows = rows[(rows.reporter == "VNM") & (rows.year == year) & (rows.flow == direction)]
    editions = rows.pivot(index="source_key", columns="partner", values="value").reindex(EDITIONS)
    return (100 * editions[partner] / editions["WLD"]).dropna().iloc[0]


def share_of_both_flows(partner, year):
    """Return a partner's share in what Vietnam sold and bought together, in percent."""
    return 100 * reported(["VNM"], [partner], year) / reported(["VNM"], ["WLD"], year)


def machinery(suppliers):
    """Return the share of suppliers in ASEAN's imports of SITC section 7 in 2015, trade among members counted."""
    rows = table("trade_composition")
    rows = rows[(rows.scheme == "SITC1") & (rows.code.astype(str) == "7") & (rows.year == 2015)]
    sums = rows[rows.partner.isin(MEMBERS) & (rows.flow == SOLD)].groupby("reporter").value.sum()
    return 100 * sums[suppliers].sum() / sums["WLD"]


@functools.cache
def agreement(partner):
    """Return the mean agreement of each member with a partner in percent, by year and member."""
    rows = table("un_agreement")
    rows = rows[(rows.measure == "agreement") & (rows.source_key == "un-rollcalls-voeten") & ~rows.partial_year]
    rows = rows[(rows.partner == partner) & rows.iso3.isin(MEMBERS)]
    return rows.pivot(index="year", columns="iso3", values="value")


def mean_agreement(partner, first, last):
    return agreement(partner).loc[first:last].mean(axis=1).mean()


def agreement_with_three(members):
    powers = [agreement(power).loc[2021:2023, members].mean().mean() for power in ("RUS", "CHN", "IND")]
    return sum(powers) / len(powers)


def spread_of_agreement():
    """Return by how much Indonesia, the partners and the other six differ in their agreement with the three powers."""
    rest = [code for code in MEMBERS if code not in ("IDN", *BRICS_PARTNERS)]
    means = [agreement_with_three(members) for members in (["IDN"], BRICS_PARTNERS, rest)]
    return max(means) - min(means)


def distance(votes):
    """Return the mean distance of the members' ideal points from Russia's, by year."""
    rows = table("un_ideal_points").query("source_key == 'un-ideal-points-2025'")
    points = rows[rows.measure == votes].pivot(index="year", columns="iso3", values="value")
    return points[MEMBERS].sub(points["RUS"], axis=0).abs().mean(axis=1).dropna()


def level(series, first, last):
    """Return the mean of the years of a period that have a value."""
    return series.loc[first:last].mean()


def asean_share_of_russia():
    return pd.Series(
        {
            year: 100 * russian_count(year) / reported(["RUS"], ["WLD"], year)
            for year in range(2009, LAST_RUSSIAN_YEAR + 1)
        }
    )


def arms_of_year(year):
    """Return Russia's share of what all delivered to the ten members in a year, in percent."""
    rows = table("arms_by_year").set_index(["year", "supplier"]).value
    return 100 * rows[year, "RUS"] / rows[year, "ALL"]


def votes_on_ukraine(choices, member=None):
    rows = table("ukraine_votes")
    return (rows.iso3.isin([member] if member else MEMBERS) & rows.vote.isin(choices)).sum()


def arms(recipient, supplier, start, measure="share"):
    rows = table("arms_shares")
    asked = (rows.recipient == recipient) & (rows.supplier == supplier) & (rows.start_year == start)
    (value,) = rows[asked & (rows.measure == measure)].value
    return value


def russian_deliveries(start):
    """Return the volume that Russia delivered to the ten members in five years, in millions of the index."""
    return arms("ASEAN10", "RUS", start) / 100 * arms("ASEAN10", "ALL", start, "total")


def members_of(forum):
    """Return who belonged to a forum on 31 December 2024, by the preferred dates; partners do not count."""
    rows = table("memberships")
    rows = rows[(rows.group == forum) & rows.role.isin(["founder", "member", "in force", "participant"])]
    there = (rows.start <= "2024-12-31") & ~(rows.end < "2024-12-31") & (rows.variant == 1)
    return set(rows[there].iso3)


def forums_inside_another():
    sets = {forum: members_of(forum) for forum in FORUMS}
    return sum(any(inner != outer and sets[inner] <= sets[outer] for outer in sets) for inner in sets)


@functools.cache
def favourable(country):
    """Return favourable views of Russia in a country by year; of two values for a year the one from microdata."""
    rows = table("opinion")
    rows = rows[(rows.subject == "RUS") & (rows.measure == "favourable") & (rows.population == country)]
    return rows.sort_values("status").groupby("year").value.first()


@functools.cache
def registered():
    """Return capital registered in Viet Nam in USD, by year and partner."""
    rows = table("fdi_registered_vietnam")
    return rows[rows.measure == "total"].pivot(index="year", columns="partner", values="value")


def share_of_registered(partner):
    sums = registered().sum()
    return 100 * sums[partner] / sums["WLD"]


@functools.cache
def investment(direction):
    """Return flows of direct investment by UNCTAD in USD, by year and country."""
    rows = table("fdi_flows")
    rows = rows[(rows.direction == direction) & (rows.source_key == "unctad-wir-2025")]
    return rows.pivot(index="year", columns="iso3", values="value").loc[2000:2024]


def mean_inflow(countries):
    return investment("inflow").loc[2020:2024, countries].sum(axis=1).mean()


@functools.cache
def output(indicator, source="imf-weo-2026-04"):
    rows = table("economy")
    rows = rows[(rows.indicator == indicator) & (rows.source_key == source)]
    return rows.pivot(index="year", columns="iso3", values="value")


def years_with_more_per_head():
    people, money = output("population", "wb-wdi-population"), investment("inflow")
    russia = money["RUS"] / people["RUS"]
    return (russia > money[MEMBERS].sum(axis=1) / people[MEMBERS].sum(axis=1)).sum()


def net_outflow():
    return investment("outflow")["RUS"] - investment("inflow")["RUS"]


def promised_by_china(countries):
    rows = table("chinese_official_finance")
    return rows[(rows.measure == "total") & rows.iso3.isin(countries) & rows.year.between(2000, 2021)].value.sum()


def far_east():
    """Return the inhabitants of the nine regions on 1 January 2020."""
    rows = table("far_east_population")
    (value,) = rows[(rows.area == "far-east-9") & (rows.date == "2020-01-01")].value
    return value


def projects(outcome):
    return (table("announced_projects").outcome == outcome).sum()


def share_of_world_output(countries, year):
    return output("gdp_ppp_share").loc[year, countries].sum()


def brics_growth():
    """Return by how many percentage points the first members' share of world output grew from 2006 to 2025."""
    return share_of_world_output(BRICS_AT_FIRST, 2025) - share_of_world_output(BRICS_AT_FIRST, 2006)


def brics_accession():
    joined = [member for member in BRICS_TODAY if member not in BRICS_AT_FIRST]
    return share_of_world_output(joined, 2025)


def exports_within_brics(year, one_side=BRICS_TODAY):
    rows = table("intra_brics_trade")
    rows = rows[(rows.year == year) & rows.exporter.isin(BRICS_TODAY) & rows.importer.isin(BRICS_TODAY)]
    return rows[rows.exporter.isin(one_side) | rows.importer.isin(one_side)].value.sum()


def brent(year):
    """Return the change of the yearly price of oil in percent."""
    rows = table("oil_price")
    price = rows[rows.source_key == "eia-brent"].set_index("year").value
    return change(price[year - 1], price[year])


def summits_with_president():
    rows = table("events")
    levels = rows[rows.event_id.str.fullmatch(r"eas-rus-\d{4}")].level
    return levels.str.startswith("president").sum()


def stated(claim_id):
    rows = table("claims/claims").set_index("claim_id")
    return float(rows.loc[claim_id, "value"])


def claims_without_test(verdict, theme=None):
    rows = table("claims/assessments").merge(table("claims/claims"), on="claim_id")
    return ((rows.verdict == verdict) & ((rows.theme == theme) | (theme is None))).sum()


def decided_claims():
    return len(table("claims/claims")) - len(table("claims/assessments"))


def floor_of(stated_claim, basis):
    """Return how far a value on a basis may be off for revisions, in the unit of the claim."""
    rows = table("claims/bases")
    rows = rows[rows.claim_kind == stated_claim.claim_kind].set_index("basis")
    name = basis.split(", ")[0]
    # Another reading is no basis of the kind: it is held to the floor of the first one.
    key = rows.floor[name] if name in rows.index else rows.floor[rows.order == 1].iloc[0] if len(rows) else math.nan
    if not isinstance(key, str):
        return 0.0
    found = table("claims/floors").set_index("floor").loc[key]
    stated = float(stated_claim.value)
    # A direction is a change of nought: what is known to some percent has a change known to as many points.
    return found.value if found.unit == "points" or stated == 0 else found.value / 100 * abs(stated)


def agrees(stated_claim, value, floor=0.0):
    """Return whether a measured value agrees with a row of claims, by the table of tolerances in the methods."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        digits = DIGITS_OF_A_DATE[stated_claim.precision]
        return value[:digits] == stated_claim.value[:digits]
    number, counted = float(stated_claim.value), stated_claim.unit in COUNTED
    size = abs(number)
    half = 0 if counted or math.isnan(stated_claim.precision) else stated_claim.precision / 2
    if stated_claim.unit in ("USD", "ratio"):
        half = min(half, size / 10)
    near = 0 if counted else max(half, floor)
    top = number if math.isnan(stated_claim.value_high) else stated_claim.value_high
    hair = 1e-9 * size  # for the last binary digit
    small = 0 if number else floor  # of a change that is no direction
    return {
        "=": abs(value - number) <= near + hair,
        "~": abs(value - number) <= max(2 * half, 0.1 * size) + hair,
        ">": value > number + small,
        ">=": value >= number - near - hair,
        ">~": number < value <= number + 0.1 * size + hair,
        "<": value < number - small,
        "<~": number - 0.1 * size - hair <= value < number,
        "up to": abs(value - number) <= near + hair,
        "range": number - near - hair <= value <= top + near + hair,
    }[stated_claim.comparator]


def verdict(measured, then=(), other=(), every=False):
    """Return the verdict on one part by the order of decision in the methods, from what agreed."""
    if all(measured):
        return "supported"
    if any(measured) and not every:
        return "depends on the reading"
    if any(then):
        return "superseded"
    return "misread" if any(other) else "not supported"


def whole(parts):
    """Return the verdict on a claim from those on its parts, by the second table of the methods."""
    found, failed = set(parts), {"superseded", "misread", "not supported"}
    if len(found) == 1:
        return found.pop()
    if found == {"supported", "superseded"}:
        return "superseded"
    if found.isdisjoint(failed):
        return "depends on the reading"
    if not found <= failed:
        return "supported in part"
    return "not supported" if "not supported" in found else "misread"


def answers(test, row, role, part):
    """Return whether each value of one role and one part of a stored test agrees with the row of its claim."""
    values = [each for each in getattr(test, role) if each.part == part]
    return [agrees(row, each.value, 0 if row.claim_kind == LOOKED_UP else floor_of(row, each.basis)) for each in values]


def verdict_again(test):
    """Return the verdict on a stored test of a claim, from its values and the row of the claim."""
    row = table("claims/claims").set_index("claim_id").loc[test.key]
    if test.joint:
        return "supported" if test.joint in readings_that_fit(row.passage) else "not supported"
    parts = dict.fromkeys(each.part for each in test.measured)
    return whole(
        verdict(*(answers(test, row, role, part) for role in ("measured", "then", "other")), test.every)
        for part in parts
    )


def readings_that_fit(passage):
    """Return the bases on which all claims of a passage that are read together agree; one, if the rule is kept."""
    rows = table("claims/claims").set_index("claim_id")
    together = [claim_tests()[key] for key in rows.index[rows.passage == passage] if key in claim_tests()]
    fitting = [
        {
            each.basis.split(", ")[0]
            for each, held in zip(test.measured, answers(test, rows.loc[test.key], "measured", ""), strict=True)
            if held
        }
        for test in together
        if test.joint
    ]
    common = set.intersection(*fitting) if len(fitting) > 1 else set()
    return common if len(common) == 1 else set()


DECIDED = ["supported", "supported in part", "depends on the reading", "superseded", "misread", "not supported"]


def is_hard(test):
    """Return whether a test would have refused half of the other values at least, or did refuse the claim."""
    refused = test.severity is not None and 2 * test.severity.refused >= test.severity.rivals
    return refused or verdict_again(test) == "not supported"


def measured_and_weak(test):
    return bool(test.measured) and not is_hard(test)


def counted(wanted, chapter=None):
    """Return how many claims, of a chapter or of all, have a verdict by a test that could have failed."""
    tests = claim_tests().values() if chapter is None else records.read(chapter).tests
    hard = [each for each in tests if each.measured and is_hard(each)]
    return sum(verdict_again(each) == wanted for each in hard)


TRADE_2017, DEFICIT_2017, GROWTH_TO_2017 = "trade-total-2017", "trade-deficit-2017-4bn", "trade-growth-2011-2017-12"


def stated_trade_2011():
    """Return what the stated total of 2017 and the growth to it imply for 2011, in USD."""
    return stated(TRADE_2017) / (1 + stated(GROWTH_TO_2017) / 100)


# Key of the finding, the words around the number, decimals printed, and the number computed here.
HEADLINES = [
    # Trade
    ("trade-answer", "it had {} % of ASEAN's trade with the world", 2, lambda: share_of_asean_trade(2021)),
    ("trade-answer", "rank {} of 10 dialogue partners", 0, lambda: rank_of_russia(2021)),
    (
        "trade-answer-fall",
        "on average {} % smaller",
        0,
        lambda: (
            -change(
                asean_count_recovered(2014, LARGE),
                sum(asean_count_recovered(year, LARGE) for year in (2022, 2023, 2024)) / 3,
            )
        ),
    ),
    ("trade-size", "came to ${}bn in 2025", 1, lambda: asean_count_recovered(2025) / BILLION),
    ("trade-after-2022", "fell to ${}bn in 2022", 1, lambda: asean_count_recovered(2022, LARGE) / BILLION),
    ("trade-after-2022", "was still near ${}bn in 2025", 1, lambda: asean_count_recovered(2025, LARGE) / BILLION),
    (
        "trade-growth",
        "trade between Russia and ASEAN-10 was ${}bn in 2004",
        2,
        lambda: count_of_same_flows(2004) / BILLION,
    ),
    ("trade-growth", "rose to ${}bn in 2014", 1, lambda: count_of_same_flows(2014) / BILLION),
    ("trade-growth", "fell to ${}bn in 2021", 1, lambda: count_of_same_flows(2021) / BILLION),
    ("trade-real", "was ${}bn in 2004", 2, lambda: count_of_same_flows(2004) * us_prices(2004, 2014) / BILLION),
    ("trade-share", "has ranged from {} % to", 2, lambda: min(map(share_of_asean_trade, range(2004, 2022)))),
    ("trade-share", "% to {} % since", 2, lambda: max(map(share_of_asean_trade, range(2004, 2022)))),
    ("trade-who-counts", "in {} of the 18 years from 2004 to 2021", 0, opposite_balances),
    (
        "trade-passage-2017",
        "leaves ${}bn of the stated total",
        2,
        lambda: (stated(TRADE_2017) - reported(["RUS"], MEMBERS, 2017, [BOUGHT])) / BILLION,
    ),
    (
        "trade-share-russia",
        "in 2004 to {} % in 2021",
        1,
        lambda: 100 * russian_count(2021) / reported(["RUS"], ["WLD"], 2021),
    ),
    ("trade-suppliers", "together supplied {} % of the machinery", 0, lambda: machinery(["JPN", "CHN", "KOR"])),
    ("trade-suppliers", "Russia supplied {} %", 2, lambda: machinery(["RUS"])),
    # Security forums
    ("forums-overlap", "Of these 10, {} lay wholly inside another", 0, forums_inside_another),
    (
        "forums-overlap",
        "Russia belonged to {} of the 10",
        0,
        lambda: sum("RUS" in members_of(forum) for forum in FORUMS),
    ),
    ("forums-votes", "with Russia rose from {} % of roll calls", 0, lambda: mean_agreement("RUS", 1992, 1994)),
    ("forums-votes", "to {} % in 2021–2023", 0, lambda: mean_agreement("RUS", 2021, 2023)),
    ("forums-votes", "to {} % in 2011,", 0, lambda: agreement("RUS").mean(axis=1).max()),
    ("forums-votes-others", "with China fell from 94 % to {} %", 0, lambda: mean_agreement("CHN", 2021, 2023)),
    ("forums-parting", "with Russia fell from {} % to", 0, lambda: mean_agreement("RUS", 2021, 2021)),
    ("forums-parting-distance", "rose from 0.22 to {} on all votes", 2, lambda: distance("all_votes")[2023]),
    (
        "forums-parting-distance",
        "fell from 0.61 to {} on whole resolutions",
        2,
        lambda: distance("final_passage")[2023],
    ),
    ("forums-ukraine", "cast {} votes in favour", 0, lambda: votes_on_ukraine(["Y"])),
    ("forums-ukraine", "in favour and {} against", 0, lambda: votes_on_ukraine(["N"])),
    ("forums-ukraine", "and abstained {} times", 0, lambda: votes_on_ukraine(["A"])),
    ("forums-arms", "to {} % in 2020–2024", 1, lambda: arms("ASEAN10", "RUS", 2020)),
    ("forums-arms", "to {} % in 2010–2014,", 0, lambda: arms("ASEAN10", "RUS", 2010)),
    ("forums-deliveries", "and {} million in 2020–2024", 0, lambda: russian_deliveries(2020)),
    ("forums-opinion", "from {} % in Singapore (2024)", 0, lambda: favourable("SGP")[2024]),
    # Vietnam
    ("vietnam-answer", "sold most to the United States ({} %)", 0, lambda: share_of_vietnam("USA", SOLD, 2022)),
    ("vietnam-answer", "bought most from China ({} %)", 0, lambda: share_of_vietnam("CHN", BOUGHT, 2022)),
    ("vietnam-answer", "South Korea registered most capital ({} %,", 0, lambda: share_of_registered("KOR")),
    ("vietnam-answer", "Russia delivered most arms ({} %,", 0, lambda: arms("VNM", "RUS", 2020)),
    ("vietnam-partner", "largest partner in 2022 with {} %", 0, lambda: share_of_both_flows("CHN", 2022)),
    ("vietnam-partner", "Russia had {} %", 2, lambda: share_of_both_flows("RUS", 2022)),
    ("vietnam-arms", "fell from {} % in 1995–1999", 0, lambda: arms("VNM", "RUS", 1995)),
    (
        "vietnam-arms-concentration",
        "to {} in 2020–2024, where one supplier",
        2,
        lambda: arms("VNM", "ALL", 2020, "hhi") / 10_000,
    ),
    ("vietnam-investment", "Russian investors account for {} %", 3, lambda: share_of_registered("RUS")),
    # Investment
    ("investment-answer", "${}bn a year on average from 2020 to 2024", 0, lambda: mean_inflow(MEMBERS) / BILLION),
    ("investment-answer", "against ${}bn", 2, lambda: mean_inflow(["RUS"]) / BILLION),
    ("investment-answer", "that is {} times as much", 0, lambda: mean_inflow(MEMBERS) / mean_inflow(["RUS"])),
    ("investment-per-head", "in {} of the 25 years", 0, years_with_more_per_head),
    ("investment-russia-net", "In {} of the 25 years", 0, lambda: (net_outflow() > 0).sum()),
    ("investment-russia-net", "over all these years ${}bn more left", 0, lambda: net_outflow().sum() / BILLION),
    # The two sums print alike, to three digits: $170bn for Russia and $170bn for the members.
    ("investment-china-promised", "promised ${}bn to Russia", 0, lambda: promised_by_china(["RUS"]) / BILLION),
    ("investment-china-promised", "and ${}bn to ASEAN-10", 0, lambda: promised_by_china(MEMBERS) / BILLION),
    ("investment-far-east", "the Far East had {} million inhabitants", 2, lambda: far_east() / 1e6),
    (
        "investment-far-east",
        "ASEAN-10 had {} times as many",
        0,
        lambda: output("population", "wb-wdi-population").loc[2019, MEMBERS].sum() / far_east(),
    ),
    ("investment-projects-known", "Of {} projects", 0, lambda: len(table("announced_projects"))),
    ("investment-projects-known", "describe, {} operate", 0, lambda: projects("operating")),
    # BRICS
    ("brics-answer", "made {} % of world output", 1, lambda: share_of_world_output(BRICS_TODAY, 2025)),
    ("brics-answer", "the United States ({} %)", 1, lambda: share_of_world_output(["USA"], 2025)),
    (
        "brics-answer",
        "China alone accounts for {} % of their sum",
        0,
        lambda: 100 * share_of_world_output(["CHN"], 2025) / share_of_world_output(BRICS_TODAY, 2025),
    ),
    ("brics-agreement", "differed by {} points at most", 1, spread_of_agreement),
    ("brics-agreement-powers", "most with India ({} %)", 0, lambda: mean_agreement("IND", 2021, 2023)),
    ("brics-accession", "from {} % to 39 %", 0, lambda: share_of_world_output(BRICS_AT_FIRST, 2006)),
    ("brics-accession", "growth ({} points) counts for more", 0, brics_growth),
    ("brics-accession", "than accession ({} points)", 1, brics_accession),
    ("brics-within", "${}bn in 2003", 1, lambda: exports_within_brics(2003) / BILLION),
    ("brics-within", "${}tn in 2024", 2, lambda: exports_within_brics(2024) / TRILLION),
    (
        "brics-within-china",
        "China was on one side of {} % of these sales",
        0,
        lambda: 100 * exports_within_brics(2024, ["CHN"]) / exports_within_brics(2024),
    ),
    # Chronology
    (
        "chronology-answer",
        "the tables support {} of these",
        0,
        lambda: counted("supported", "chronology"),
    ),
    (
        "chronology-answer-others",
        "{} are true of another time, person or body",
        0,
        lambda: counted("misread", "chronology"),
    ),
    (
        "chronology-answer-others",
        "{} depend on the reading",
        0,
        lambda: counted("depends on the reading", "chronology"),
    ),
    ("chronology-oil", "Brent rose by {} % in 2010", 0, lambda: brent(2010)),
    ("chronology-oil", "fell by {} % in 2013", 1, lambda: -brent(2013)),
    ("chronology-oil", "fell by {} % in 2015", 0, lambda: -brent(2015)),
    ("chronology-summit-attendance", "took part in {}:", 0, summits_with_president),
    ("chronology-votes", "Indonesia voted for {},", 0, lambda: votes_on_ukraine(["Y"], "IDN")),
    ("chronology-votes", "Malaysia for {} and", 0, lambda: votes_on_ukraine(["Y"], "MYS")),
    ("chronology-implied-trade", "trade in 2011 at ${}bn", 1, lambda: stated_trade_2011() / BILLION),
    (
        "chronology-implied-trade",
        "exports to ASEAN in 2017 below ${}bn",
        2,
        lambda: (stated(TRADE_2017) - stated(DEFICIT_2017)) / 2 / BILLION,
    ),
    (
        "chronology-chain",
        "rose by {} % from 2011 to 2014",
        0,
        lambda: change(stated_trade_2011(), stated("trade-total-2014")),
    ),
    (
        "chronology-chain-later",
        "fell by {} % from 2017 to 2020",
        0,
        lambda: -change(stated(TRADE_2017), stated("trade-total-2020")),
    ),
    # Synthesis
    (
        "synthesis-measures",
        "ASEAN's share of Russia's trade: from {} % (2009–2013)",
        1,
        lambda: level(asean_share_of_russia(), 2009, 2013),
    ),
    ("synthesis-measures", "to {} % (2014–2021).", 1, lambda: level(asean_share_of_russia(), 2014, 2021)),
    (
        "synthesis-measures-later",
        "distance on whole resolutions: from {} (2014–2021)",
        2,
        lambda: level(distance("final_passage"), 2014, 2021),
    ),
    ("synthesis-measures-later", "to {} (2022–2024).", 2, lambda: level(distance("final_passage"), 2022, 2024)),
    ("synthesis-levels", "Russia has {} % of ASEAN's trade (2021)", 2, lambda: share_of_asean_trade(2021)),
    ("synthesis-levels", "{} % of its major arms (2024)", 0, lambda: arms_of_year(2024)),
    ("synthesis-claims", "Of {} claims", 0, lambda: len(table("claims/claims"))),
    ("synthesis-claims", "claims {} could be decided", 0, lambda: sum(map(counted, DECIDED))),
    ("synthesis-claims", "{} of these hold as they stand", 0, lambda: counted("supported")),
    ("synthesis-failed", "{} hold in part", 0, lambda: counted("supported in part")),
    ("synthesis-failed", "{} are true of something else", 0, lambda: counted("misread")),
    ("synthesis-failed", "and {} agree with no data we have.", 0, lambda: counted("not supported")),
    ("synthesis-depends", "{} claims are right on one reading", 0, lambda: counted("depends on the reading")),
    ("synthesis-depends", "and {} were right only on the data of their time", 0, lambda: counted("superseded")),
    ("synthesis-weak", "{} more were tested", 0, lambda: sum(map(measured_and_weak, claim_tests().values()))),
    ("synthesis-front-rest", "Of the others {} are opinions", 0, lambda: claims_without_test("judgement")),
    ("synthesis-front-rest", "{} need data that are not open", 0, lambda: claims_without_test("untested")),
    ("synthesis-missing", "Investment ({})", 0, lambda: claims_without_test("untested", "investment")),
]

# The claim, the basis it was measured on, how the value is printed, decimals, and the value computed here.
VALUES_BEHIND_VERDICTS = [
    ("trade-total-2014", "Russia-reported, 2014", "${}bn", 1, lambda: russian_count(2014) / BILLION),
    ("trade-total-2014", "ASEAN-reported, 2014", "${}bn", 1, lambda: asean_count(2014) / BILLION),
    ("trade-total-2020", "Russia-reported, 2020", "${}bn", 1, lambda: russian_count(2020) / BILLION),
    (
        "trade-decline-2014-2020",
        "Russia-reported, 2014 to 2020",
        "{} %",
        0,
        lambda: change(russian_count(2014), russian_count(2020)),
    ),
    ("rank-below-partners-except-can-nzl", "ASEAN-reported, 2017", "rank {}", 0, lambda: rank_of_russia(2017)),
    (
        "russia-share-asean-trade-0-8",
        "ASEAN-reported of all trade, 2017",
        "{} %",
        2,
        lambda: share_of_asean_trade(2017, [*LISTING, "MMR"]),  # of one year, so Myanmar counts, which listed then
    ),
    (
        "china-asean-trade-685bn",
        "Partner-reported, 2020",
        "${}bn",
        0,
        lambda: reported(["CHN"], MEMBERS, 2020) / BILLION,
    ),
    ("vietnam-us-export-19", "IMF, 2017", "{} %", 0, lambda: share_of_vietnam("USA", SOLD, 2017)),
    ("vietnam-china-import-28", "IMF, 2017", "{} %", 0, lambda: share_of_vietnam("CHN", BOUGHT, 2017)),
    (
        "vietnam-gdp-nominal-2017",
        "IMF, April 2026",
        "${}bn",
        0,
        lambda: output("gdp_current").loc[2017, "VNM"] / BILLION,
    ),
]


def printed(number, decimals, wording):
    """Return a number in the words around it, with a space that breaks where the report sets one that does not."""
    return wording.format(f"{number:,.{decimals}f}".replace("-", "−"))  # the report sets the sign of minus


def stands_in(text, words):
    """Return whether words stand in a text and no digit continues a number at their ends."""
    plain = re.sub(r"\s", " ", text)
    return re.search(rf"(?<![\d.,]){re.escape(words)}(?!\d|[.,]\d)", plain) is not None


def off_by_a_digit(number, decimals):
    step = 1.01 * 10.0**-decimals  # a hair more than a digit, since a number that ends in a half may round either way
    return [number - step, number + step]


def words_alone(parameter):
    """Return the part of a test's name that a parameter gives: its words, the same in every process."""
    return parameter if isinstance(parameter, str) else ""


@functools.cache
def findings():
    return records.collected(records.Finding)


@functools.cache
def claim_tests():
    return records.collected(records.ClaimTest)


@pytest.mark.parametrize(("key", "words", "decimals", "compute"), HEADLINES, ids=words_alone)
def test_a_headline_number_is_found_again(key, words, decimals, compute):
    text, number = findings()[key].text, float(compute())
    assert stands_in(text, printed(number, decimals, words)), f"{number} is not in: {text}"
    for wrong in off_by_a_digit(number, decimals):
        assert not stands_in(text, printed(wrong, decimals, words))


@pytest.mark.parametrize(("claim_id", "basis", "words", "decimals", "compute"), VALUES_BEHIND_VERDICTS, ids=words_alone)
def test_a_value_behind_a_verdict_is_found_again(claim_id, basis, words, decimals, compute):
    (text,) = [each.text for each in claim_tests()[claim_id].values if each.basis == basis]
    number, plain = float(compute()), re.sub(r"\s", " ", text)
    assert plain == printed(number, decimals, words)
    for wrong in off_by_a_digit(number, decimals):
        assert plain != printed(wrong, decimals, words)


def test_every_verdict_follows_from_the_stored_values():
    decided = [each for each in claim_tests().values() if each.measured]
    assert len(decided) == decided_claims()
    again = {each.key: verdict_again(each) for each in decided}
    assert again == {each.key: each.verdict for each in decided}


def test_every_chapter_has_a_headline_here():
    chapters = {key.split("-")[0] for key, *_ in HEADLINES}
    assert chapters == {"trade", "forums", "vietnam", "investment", "brics", "chronology", "synthesis"}


STATED = {"value": "17500000000", "value_high": math.nan, "precision": 1e8, "unit": "USD", "comparator": "="}


@pytest.mark.parametrize(
    ("measured", "then", "other", "expected"),
    [
        ([17.45e9, 17.55e9], [], [], "supported"),
        ([17.45e9, 17.56e9], [], [], "depends on the reading"),
        ([17.44e9], [17.5e9], [17.5e9], "superseded"),
        ([17.44e9], [18.2e9], [17.5e9], "misread"),
        ([17.44e9], [18.2e9], [18.2e9], "not supported"),
    ],
)
def test_the_rule_by_hand(measured, then, other, expected):
    held = [[agrees(pd.Series(STATED), value) for value in role] for role in (measured, then, other)]
    assert verdict(*held) == expected


def test_a_floor_by_hand():
    assert agrees(pd.Series(STATED), 18.4e9, floor=1e9)
    assert not agrees(pd.Series(STATED), 18.6e9, floor=1e9)
    assert not agrees(pd.Series(STATED | {"value": "1000000000", "precision": 1e9}), 1.2e9)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["supported", "supported"], "supported"),
        (["supported", "not supported"], "supported in part"),
        (["supported", "depends on the reading"], "depends on the reading"),
        (["supported", "superseded"], "superseded"),
        (["misread", "superseded"], "misread"),
        (["misread", "not supported"], "not supported"),
    ],
)
def test_wholes_by_hand(parts, expected):
    assert whole(parts) == expected


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("it was 0.56\N{NO-BREAK SPACE}% of all", "it was 0.56 %", True),
        ("it was 10.56 %", "0.56 %", False),
        ("rose to 39.5", "rose to 39", False),
        ("rose to 39, then", "rose to 39", True),
        ("rose to 395", "rose to 39", False),
        ("rose to 39,500", "rose to 39", False),
        ("12,500 units", "500 units", False),
    ],
)
def test_a_number_is_found_whole_or_not_at_all(text, words, found):
    assert stands_in(text, words) is found
