"""The gravity benchmark: is trade between Russia and ASEAN above or below what size and distance predict?

A structural gravity equation (Anderson and van Wincoop 2003; Yotov and others 2016): a world panel of directed flows,
zeros included, an effect for each exporter and each importer in each year, and Poisson pseudo-maximum likelihood (PPML,
Santos Silva and Tenreyro 2006). The effects hold whatever belongs to one country in one year: its size, its prices, its
openness, a sanction that hits all its trade. What is left for the terms of Russia with ASEAN is whether the two trade
less with each other than each trades with others at like distance.
"""

import dataclasses
import math
import warnings
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyfixest
from pyfixest.demeaners import MapDemeaner
from scipy import stats

from russia_asean import measures, provenance
from russia_asean.analysis import economy, mirror
from russia_asean.data import memberships, tables

Record = Literal["importer", "exporter"]
Period = tuple[int, int]

FLOWS, REPORTERS, PAIRS, PLACES = "gravity_flows", "gravity_reporters", "country_pairs", "countries"
REPORTED_AS = {"importer": "import", "exporter": "export"}  # what whoever keeps a record calls the flow
RUSSIA = "RUS"
TO_ASEAN, FROM_ASEAN = "Russia's exports to ASEAN", "ASEAN's exports to Russia"
# Much of what passes through them is neither made nor used there; Taiwan, besides, never reports.
TRANSIT_HUBS = ("CHE", "HKG", "SGP", "TWN")
REGRESSORS = {
    "log_distance": "Distance, weighted by population (log)",
    "contiguous": "Shared border",
    "common_language": "Common official language",
    "colonial_tie": "One was the other's colony",
    "common_coloniser": "Common coloniser after 1945",
    "within_asean": "Both members of ASEAN",
    "within_union": "Both members of the European Union",
}
STANDARD = tuple(name for name in REGRESSORS if name != "within_union")
EFFECTS = ["exporter_year", "importer_year"]
LEVEL = 0.95

# The specification of the first edition, kept to see what the method changes.
EARLIER_PARTNERS = ("CHN", "KOR", "JPN", "IND", "USA", "AUS")
EARLIER_FORMULA = "log_gdp_origin + log_gdp_destination + log_distance + received + within_asean"


@dataclasses.dataclass(frozen=True)
class Benchmark:
    """A fitted gravity equation.

    Attributes:
        ratios: one row per direction and period: ``ratio`` of actual trade to what the equation predicts (1 means as
            predicted), ``low`` and ``high`` of its 95 % confidence interval, ``members`` of ASEAN behind it (count).
        coefficients: one row per regressor: ``estimate`` and ``standard_error``.
        flows: the number of directed flows in the sample.
        zeros: how many of them are zero.
    """

    ratios: pd.DataFrame
    coefficients: pd.DataFrame
    flows: int
    zeros: int


def panel_years() -> list[int]:
    """Return the years of the panel, in order."""
    with provenance.uncredited():
        return sorted(map(int, tables.load(FLOWS)["year"].unique()))


def panel(record: Record, members: Collection[str], *, estimates: bool = False) -> pd.DataFrame:
    """Return the sample: directed flows between all economies of the panel, as one side records them.

    A pair that a complete report does not name traded nothing. Of a report that hides partners, or that the Fund
    estimated as a whole, only named flows are known.

    Args:
        record: whose records: of importers (CIF) or of exporters (FOB). They are never mixed.
        members: ISO codes of the members of ASEAN.
        estimates: whether flows that the Fund estimated are in.

    Returns:
        One row per exporter, importer and year: ``value`` (million USD), ``exporter_year`` and ``importer_year``
        (numbers that name the effects), ``pair``, and the keys of ``REGRESSORS``.
    """
    partner: Record = "exporter" if record == "importer" else "importer"
    flow = REPORTED_AS[record]
    table = tables.load(FLOWS)
    known = table.assign(value=table[f"{flow}s"], estimated=table["estimated"].isin([flow, "both"]))
    known = known.loc[known["value"].notna(), ["exporter", "importer", "year", "value", "estimated"]]
    # An economy that nobody names in a year did not exist under its present code: Serbia in 2004.
    existing = pd.concat([table[["year", end]].rename(columns={end: partner}) for end in ("exporter", "importer")])
    reports = tables.load(REPORTERS).query("flow == @flow and status == 'reported'")
    possible = reports[["reporter", "year"]].rename(columns={"reporter": record})
    possible = possible.merge(existing.drop_duplicates(), on="year")
    possible = possible[possible[record] != possible[partner]]
    sample = possible.merge(known, on=["exporter", "importer", "year"], how="outer")
    sample["value"] = sample["value"].fillna(0.0) / 1e6
    # An estimate that is not wanted is a flow of unknown size, not a zero.
    sample = sample[estimates | sample.pop("estimated").ne(True)]
    return _with_covariates(sample, members)


def _with_covariates(sample: pd.DataFrame, members: Collection[str]) -> pd.DataFrame:
    # The table has each pair once, its codes in alphabetical order; the sample has both directions.
    pairs = tables.load(PAIRS)
    pairs["pair"] = pairs["iso3_1"] + pairs["iso3_2"]
    turned = pairs.rename(columns={"iso3_1": "importer", "iso3_2": "exporter"})
    pairs = pd.concat([pairs.rename(columns={"iso3_1": "exporter", "iso3_2": "importer"}), turned])
    union = memberships.european_union()
    pairs = pairs.assign(
        log_distance=np.log(pairs.pop("distance_km")),
        within_asean=(pairs["exporter"].isin(list(members)) & pairs["importer"].isin(list(members))).astype(int),
        within_union=(pairs["exporter"].isin(union) & pairs["importer"].isin(union)).astype(int),
    )
    sample = sample.merge(pairs, on=["exporter", "importer"], validate="many_to_one")
    for end in ("exporter", "importer"):
        sample[f"{end}_year"] = sample.groupby([end, "year"]).ngroup()
    return sample


def between(sample: pd.DataFrame, members: Collection[str]) -> dict[str, pd.Series]:
    """Return which flows of a sample are between Russia and ASEAN, by direction."""
    return {
        TO_ASEAN: (sample["exporter"] == RUSSIA) & sample["importer"].isin(list(members)),
        FROM_ASEAN: (sample["importer"] == RUSSIA) & sample["exporter"].isin(list(members)),
    }


def fit(
    sample: pd.DataFrame,
    members: Collection[str],
    periods: Mapping[str, Period],
    *,
    regressors: Sequence[str] = STANDARD,
) -> Benchmark:
    """Fit the equation with a term for each direction of Russia's trade with ASEAN in each period.

    Args:
        sample: the output of ``panel``.
        members: ISO codes of the members of ASEAN.
        periods: first and last year of each period, by its name; each needs a year of the panel.
        regressors: keys of ``REGRESSORS``.

    Returns:
        The benchmark; the exponential of a term is the ratio of actual trade to what the equation predicts.

    Raises:
        ValueError: there are no flows in a direction and period.
    """
    cases = [
        (direction, name, chosen & sample["year"].between(*years))
        for direction, chosen in between(sample, members).items()
        for name, years in periods.items()
    ]
    if empty := next((case for case in cases if not sample.loc[case[2], "value"].any()), None):
        raise ValueError(f"The panel has no flows for {empty[0]} {empty[1]}; its years are {panel_years()}.")
    terms = {f"term_{number}": chosen.astype(int) for number, (*_, chosen) in enumerate(cases)}
    model = _structural([*regressors, *terms], sample.assign(**terms))
    errors = _two_way_errors(model)
    rows = []
    for term, (direction, name, chosen) in zip(terms, cases, strict=True):
        partner = "importer" if direction == TO_ASEAN else "exporter"
        count = sample.loc[chosen, partner].nunique()
        # As many degrees of freedom as members behind the term, less one (Donald and Lang 2007): the other thousands
        # of flows say nothing on it.
        reach = stats.t.ppf((1 + LEVEL) / 2, count - 1) * errors[term]
        ends = {"low": -reach, "ratio": 0.0, "high": reach}
        found = {key: math.exp(model.coef()[term] + shift) for key, shift in ends.items()}
        rows.append({"direction": direction, "period": name, **found, "members": count})
    names = REGRESSORS | {term: f"{direction}, {name}" for term, (direction, name, _) in zip(terms, cases, strict=True)}
    coefficients = pd.DataFrame({"estimate": model.coef(), "standard_error": errors}).rename(index=names)
    return Benchmark(
        pd.DataFrame(rows)[["direction", "period", "ratio", "low", "high", "members"]],
        coefficients.rename_axis("regressor").reset_index(),
        len(sample),
        int((sample["value"] == 0).sum()),
    )


def by_side(frames: Mapping[Record, pd.DataFrame]) -> pd.DataFrame:
    """Return frames of both records as one, with a column ``side`` that says whose record of a direction it is.

    Args:
        frames: frames with a column ``direction``, by the record that they were estimated on.
    """
    parts = []
    for record, frame in frames.items():
        # The importer of what Russia sells is a member of ASEAN, the importer of what ASEAN sells is Russia.
        of_asean = frame["direction"] == (TO_ASEAN if record == "importer" else FROM_ASEAN)
        parts.append(frame.assign(side=of_asean.map({True: mirror.ASEAN_REPORTED, False: mirror.RUSSIA_REPORTED})))
    return pd.concat(parts).sort_values("direction", ascending=False, kind="stable", ignore_index=True)


def reading(low: float, high: float) -> str:
    """Return how trade lies to the prediction by the interval of its ratio: below, above or not clearly off."""
    if high < 1:
        return "below"
    return "above" if low > 1 else "not clearly off"


def _structural(regressors: Sequence[str], data: pd.DataFrame) -> Any:
    # Only what the model needs: it keeps a copy of its data.
    needed = ["value", "year", "exporter", "importer", "pair", *EFFECTS, *regressors]
    return _poisson(f"{' + '.join(regressors)} | {' + '.join(EFFECTS)}", data[needed])


def _poisson(formula: str, data: pd.DataFrame, clusters: str = "exporter") -> Any:
    with warnings.catch_warnings():
        # Flows of an exporter or importer that has zeros alone say nothing; pyfixest warns that it leaves them out.
        warnings.filterwarnings("ignore", message=r".*observations removed because of separation", category=UserWarning)
        # It calls pandas in a way that pandas 4 will refuse; the lock holds pandas back until it no longer does.
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="pyfixest")
        # Tighter than usual: with its own bounds another number of processors moves the sixth digit of an interval.
        return pyfixest.fepois(
            f"value ~ {formula}",
            data=data,
            vcov={"CRV1": clusters},
            iwls_tol=1e-10,
            demeaner=MapDemeaner(fixef_tol=1e-10),
        )


def _two_way_errors(model: Any) -> pd.Series:
    """Return standard errors clustered by exporter and by importer, none below those clustered one way or by pair.

    The two-way variance (Cameron, Gelbach and Miller 2011) adds those of both ways and takes away that of the pairs.
    All flows of a term for Russia have one exporter or one importer: that cluster's residuals add up to nothing, so the
    sum is far too low and often below zero. The largest of the four is the remedy that errs on the side of caution.
    """
    by = {way: model.vcov({"CRV1": way}).se() ** 2 for way in ("exporter", "importer", "pair")}
    both = by["exporter"] + by["importer"] - by["pair"]
    return pd.Series(np.sqrt(pd.DataFrame({**by, "both": both}).max(axis="columns")))


def economies_compared(
    sample: pd.DataFrame, members: Collection[str], periods: Mapping[str, Period], *, at_least: float = 0.25
) -> pd.DataFrame:
    """Return the ratio of actual to predicted trade with ASEAN for Russia and for each economy like it.

    An interval asks what chance does to ten flows of one country. This asks what the equation misses for any country:
    every economy outside ASEAN is put in Russia's place (the permutation of Conley and Taber 2011). The equation has no
    term for Russia here.

    Args:
        sample: the output of ``panel``.
        members: ISO codes of the members of ASEAN.
        periods: first and last year of each period, by its name.
        at_least: the predicted trade of an economy as a part of Russia's, below which a single cargo decides its ratio.

    Returns:
        One row per direction, period and economy: ``ratio``, and ``predicted`` (million USD, all years of the period).
    """
    model = _structural(STANDARD, sample)
    # The rows that took part, which are fewer than the sample's: the frame of the model has them in its order.
    fitted: pd.DataFrame = model._data.assign(predicted=model.predict(type="response"))
    inside = {end: fitted[end].isin(list(members)) for end in ("exporter", "importer")}
    parts = []
    for direction, outsider, member in ((TO_ASEAN, "exporter", "importer"), (FROM_ASEAN, "importer", "exporter")):
        flows = fitted[inside[member] & ~inside[outsider]]
        for name, years in periods.items():
            sums = flows[flows["year"].between(*years)].groupby(outsider)[["value", "predicted"]].sum()
            alike = sums[sums["predicted"] >= at_least * float(sums["predicted"][RUSSIA])]
            rows = alike.assign(direction=direction, period=name, ratio=alike["value"] / alike["predicted"])
            parts.append(rows.rename_axis("economy").reset_index())
    return pd.concat(parts, ignore_index=True)[["direction", "period", "economy", "ratio", "predicted"]]


def earlier_sample(year: int, basis: str, members: Sequence[str]) -> pd.DataFrame:
    """Return the sample of the first edition: flows of one year between members of ASEAN and their partners.

    Flows between Russia and ASEAN are taken from the side named by ``basis``; all others are the members' records.

    Args:
        year: a year of the panel.
        basis: ``asean`` or ``russia``.
        members: ISO codes of members of ASEAN.

    Returns:
        One row per origin, destination and recording side, none of them zero or estimated: value (million USD), the
        logarithms of GDP (USD) and of the distance between capitals (km), ``received`` (1 when recorded by the
        receiver, CIF), ``within_asean`` and ``outsider``.

    Raises:
        ValueError: the panel does not have the year.
    """
    if year not in panel_years():
        raise ValueError(f"The panel has no year {year}; its years are {panel_years()}.")
    table = tables.load(FLOWS).query("year == @year")
    parts = []
    for record, reporter, partner in (("exporter", "exporter", "importer"), ("importer", "importer", "exporter")):
        flow = REPORTED_AS[record]
        known = table[(table[f"{flow}s"] > 0) & ~table["estimated"].isin([flow, "both"])]
        with_russia = (known[["exporter", "importer"]] == RUSSIA).any(axis="columns")
        # Only one record of the flows with Russia is taken: both would put the same goods into the sample twice.
        asean = known[reporter].isin(members) & ~(with_russia & (basis == "russia"))
        russia = (known[reporter] == RUSSIA) & known[partner].isin(members) & (basis == "russia")
        parts.append(known[asean | russia].assign(value=known[f"{flow}s"] / 1e6, received=int(flow == "import")))
    directed = pd.concat(parts).rename(columns={"exporter": "origin", "importer": "destination"})
    directed["within_asean"] = directed[["origin", "destination"]].isin(members).all(axis="columns").astype(int)
    # Of a flow inside ASEAN this is the destination, a member, for which no partner has an indicator.
    directed["outsider"] = directed["origin"].where(~directed["origin"].isin(members), directed["destination"])
    return _with_size_and_distance(directed, year)


def _with_size_and_distance(directed: pd.DataFrame, year: int) -> pd.DataFrame:
    """Add the logarithms of GDP and distance; flows without one of them are left out."""
    sizes = tables.load(economy.TABLE, credit=False)
    here = sizes[(sizes["indicator"] == "gdp_current") & (sizes["year"] == year)]
    here = here[here["source_key"] == economy.latest_source()]
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


def fit_earlier(sample: pd.DataFrame, members: Collection[str]) -> pd.DataFrame:
    """Fit the equation of the first edition: one year, no effects, no zeros, clusters by pair of countries.

    Args:
        sample: the output of ``earlier_sample``.
        members: ISO codes of members of ASEAN.

    Returns:
        One row per direction: ``ratio`` of actual to predicted trade, ``low`` and ``high`` of its 95 % interval.
    """
    ends = sample[["origin", "destination"]]
    data = sample.assign(
        # Errors of a pair hang together: both directions, and both records of one flow.
        pair=ends.min(axis="columns") + ends.max(axis="columns"),
        **{f"with_{code}": (sample["outsider"] == code).astype(int) for code in EARLIER_PARTNERS},
    )
    ways = between(sample.rename(columns={"origin": "exporter", "destination": "importer"}), members)
    data = data.assign(**{f"term_{number}": chosen.astype(int) for number, chosen in enumerate(ways.values())})
    terms = [*(f"with_{code}" for code in EARLIER_PARTNERS), *(f"term_{number}" for number in range(len(ways)))]
    found = _poisson(" + ".join([EARLIER_FORMULA, *terms]), data, "pair").tidy()
    rows = found.loc[[f"term_{number}" for number in range(len(ways))]]
    table: pd.DataFrame = np.exp(rows[["Estimate", "2.5%", "97.5%"]]).set_axis(["ratio", "low", "high"], axis="columns")
    return table.assign(direction=list(ways)).reset_index(drop=True)
