"""The gravity benchmark: is trade above or below what size and distance predict?

Poisson pseudo-maximum likelihood (PPML) on directed flows, after Santos Silva and Tenreyro (2006).
"""

import dataclasses
import math
from collections.abc import Sequence

import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

from russia_asean import measures, provenance
from russia_asean.analysis import economy
from russia_asean.data import countries, tables

FLOWS, PLACES = "trade_gravity", "countries"
CROSS_SECTION = "natural-earth-5"  # GDP of the rest of the world, for 2019 alone
REGRESSORS = {
    "Intercept": "Constant",
    "log_gdp_origin": "GDP of the sender (log)",
    "log_gdp_destination": "GDP of the receiver (log)",
    "log_distance": "Distance (log)",
    "received": "Recorded by the receiver",
    "within_asean": "Both members of ASEAN",
}
FORMULA = "value ~ log_gdp_origin + log_gdp_destination + log_distance + received + within_asean"


@dataclasses.dataclass(frozen=True)
class Benchmark:
    """A fitted gravity equation.

    Attributes:
        ratios: one row per partner: ``ratio`` of actual trade with ASEAN to what size and distance predict (1 means
            as predicted), ``low`` and ``high`` of its 95 % confidence interval.
        coefficients: one row per regressor: ``estimate`` and ``standard_error`` (clustered by country pair).
        flows, pairs: the number of directed flows and of country pairs in the sample.
    """

    ratios: pd.DataFrame
    coefficients: pd.DataFrame
    flows: int
    pairs: int


def estimation_sample(year: int, basis: str, members: Sequence[str], *, wide: bool = False) -> pd.DataFrame:
    """Return the directed flows of one year between the members of ASEAN and all their partners.

    Flows between Russia and ASEAN are taken from the side named by ``basis``; all others are the members' records.

    Args:
        year: a year of ``trade_gravity.csv``.
        basis: ``asean`` or ``russia``.
        members: ISO codes of ASEAN members.
        wide: whether economies that the latest Outlook lacks have their GDP from ``CROSS_SECTION``; economies without
            GDP are left out.

    Returns:
        One row per origin, destination and recording side: value (million USD), the logarithms of GDP (USD) and
        distance (km), ``received`` (1 when recorded by the receiver, CIF) and ``within_asean``.

    Raises:
        ValueError: the table has no flows of that year.
    """
    table = tables.load(FLOWS, credit=False)
    # Some reporters write a zero where others write nothing; without both the sample does not depend on the habit.
    table = table[(table["year"] == year) & (table["value"] > 0)]
    if table.empty:
        raise ValueError(f"trade_gravity.csv has no flows of {year}")
    with_russia = (table["reporter"] == "RUS") | (table["partner"] == "RUS")
    # Only one book of the flows with Russia is taken: both would put the same goods into the sample twice.
    asean = table["reporter"].isin(members) & ~(with_russia & (basis == "russia"))
    russia = (table["reporter"] == "RUS") & table["partner"].isin(members) & (basis == "russia")
    flows = provenance.using(FLOWS, table[asean | russia])
    sent = flows["flow"] == "export"
    directed = pd.DataFrame(
        {
            "origin": flows["reporter"].where(sent, flows["partner"]),
            "destination": flows["partner"].where(sent, flows["reporter"]),
            # The unit moves the constant and no other coefficient.
            "value": flows["value"] / 1e6,
            # A receiver counts freight and insurance, so the two kinds of record need a level of their own.
            "received": (~sent).astype(int),
        }
    )
    directed["within_asean"] = (directed["origin"].isin(members) & directed["destination"].isin(members)).astype(int)
    # Of a flow inside ASEAN this is the destination, a member, for which no partner has an indicator.
    directed["outsider"] = directed["origin"].where(~directed["origin"].isin(members), directed["destination"])
    # One release of GDP for all years, so that the list of economies is the same in each.
    sources = [economy.latest_source(), *([CROSS_SECTION] if wide else [])]
    return _with_size_and_distance(directed, year, sources)


def _with_size_and_distance(directed: pd.DataFrame, year: int, sources: Sequence[str]) -> pd.DataFrame:
    """Add the logarithms of GDP and distance; flows without one of them are left out."""
    sizes = tables.load(economy.TABLE, credit=False)
    here = sizes[(sizes["indicator"] == "gdp_current") & (sizes["year"] == year)]
    here = here[here["source_key"].isin(sources)]
    # The first source in the list answers for an economy; the cross-section fills only what the Outlook lacks.
    here = here.assign(order=here["source_key"].map(list(sources).index)).sort_values("order")
    here = here.drop_duplicates("iso3")
    gdp = here.set_index("iso3")["value"]
    # A country stands where its capital does, so the distance of a large one is that of a single city.
    places = tables.load(PLACES).set_index("iso3")[["latitude", "longitude"]].dropna()
    # A flow without size or distance is left out, not set to zero: the equation says nothing about it.
    ends = ["origin", "destination"]
    known = directed[directed[ends].isin(set(gdp.index) & set(places.index)).all(axis="columns")].copy()
    provenance.using(economy.TABLE, here[here["iso3"].isin({*known["origin"], *known["destination"]})])
    for end in ("origin", "destination"):
        known[f"log_gdp_{end}"] = known[end].map(gdp).map(math.log)
    known["log_distance"] = [
        math.log(measures.distance_km(*places.loc[origin], *places.loc[destination]))
        for origin, destination in zip(known["origin"], known["destination"], strict=True)
    ]
    return known


def fit(flows: pd.DataFrame, partners: Sequence[str]) -> Benchmark:
    """Fit the gravity equation with one indicator for each partner's trade with ASEAN.

    Args:
        flows: the output of ``estimation_sample``.
        partners: ISO codes of the partners whose trade is compared with the prediction.

    Returns:
        The benchmark; the exponential of a partner's coefficient is its ratio of actual to predicted trade.
    """
    data = flows.assign(**{f"with_{code}": (flows["outsider"] == code).astype(int) for code in partners})
    # Errors of a pair hang together: both directions, and both records of one flow, share its distance and habits.
    pair = data[["origin", "destination"]].apply(lambda row: "-".join(sorted(row)), axis="columns")
    formula = " + ".join([FORMULA, *[f"with_{code}" for code in partners]])
    # Not a regression of logarithms: that would lose small flows and is biased where the variance grows with the flow.
    model = smf.glm(formula, data, family=sm.families.Poisson())
    result = model.fit(cov_type="cluster", cov_kwds={"groups": pair.astype("category").cat.codes})
    interval = result.conf_int()
    # The ends of the interval go through the exponential like the estimate, so it is not symmetric around the ratio.
    ratios = pd.DataFrame(
        [
            {
                "partner": code,
                "ratio": math.exp(result.params[f"with_{code}"]),
                "low": math.exp(interval.loc[f"with_{code}", 0]),
                "high": math.exp(interval.loc[f"with_{code}", 1]),
            }
            for code in partners
        ]
    )
    coefficients = pd.DataFrame({"estimate": result.params, "standard_error": result.bse})
    names = REGRESSORS | {f"with_{code}": f"With {countries.name(code)}" for code in partners}
    coefficients = coefficients.rename(index=names).rename_axis("regressor")
    return Benchmark(ratios, coefficients.reset_index(), len(data), pair.nunique())
