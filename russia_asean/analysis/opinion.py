"""How people see other states. Samples and modes of surveys differ, so levels of two surveys do not compare."""

from collections.abc import Sequence

import pandas as pd

from russia_asean import provenance
from russia_asean.data import countries, tables

TABLE = "opinion"
USUAL_SAMPLE = 1000  # people asked in a wave, where the number is not known; most waves have about as many


def latest_favourable_views(subject: str, populations: Sequence[str]) -> pd.DataFrame:
    """Return the share of people with a favourable view of a state in the latest survey of each population.

    Args:
        subject: the state that people were asked about.
        populations: the states whose people were asked; one without a survey has no row.

    Returns:
        Columns population, name, year, value (percent of respondents) and survey; the lowest value first.
    """
    rows = _favourable(populations, [subject]).sort_values(["year", "source_key"])
    # Rows stand by year, so the last of a population is its latest survey.
    latest = provenance.using(TABLE, rows.drop_duplicates("population", keep="last")).sort_values("value")
    named = latest.assign(name=latest["population"].map(countries.name))
    return named[["population", "name", "year", "value", "survey"]]


def favourable_views_by_wave(survey: str, populations: Sequence[str], subjects: Sequence[str]) -> pd.DataFrame:
    """Return the share of people with a favourable view of states in each wave of a survey, in percent of respondents.

    Where two sources give a value, that of the microdata is taken and not that of the press.

    Args:
        survey: its name in ``opinion.csv``.
        populations: the states whose people were asked.
        subjects: the states that they were asked about.

    Returns:
        One column per state that people were asked about, sorted by code, indexed by population and year of the wave.
        A wave that asked about none of them is left out.
    """
    rows = _favourable(populations, subjects)
    # Keys of microdata sort before those of the press, which prints rounded values.
    rows = rows[rows["survey"] == survey].sort_values("source_key")
    once = provenance.using(TABLE, rows.drop_duplicates(["population", "year", "subject"]))
    return once.pivot(index=["population", "year"], columns="subject", values="value")


def views_with_error(survey: str, population: str, subject: str) -> pd.DataFrame:
    """Return favourable views of a state among one population, of all asked and of those with a view, by year.

    How many say that they do not know differs between waves, with how the survey is done as well as with what people
    think. The share among those with a view leaves them out.

    The errors are those of a simple random sample. Where the size of a sample is not known, it is taken as
    ``USUAL_SAMPLE``. Samples in clusters have larger errors.

    Args:
        survey: its name in ``opinion.csv``.
        population: the state whose people were asked.
        subject: the state that they were asked about.

    Returns:
        Columns favourable and of_views (percent; the second is empty where those against were not published), and the
        standard error of each: favourable_error, of_views_error. Indexed by year.
    """
    table = tables.load(TABLE, credit=False)
    asked = (table["survey"] == survey) & (table["population"] == population) & (table["subject"] == subject)
    # Keys of microdata sort before those of the press; of two values for a year that of the microdata is taken.
    rows = table[asked & table["measure"].isin(["favourable", "unfavourable"])].sort_values("source_key")
    once = provenance.using(TABLE, rows.drop_duplicates(["year", "measure"]))
    wide = once.pivot(index="year", columns="measure", values="value").reindex(columns=["favourable", "unfavourable"])
    sample = once.groupby("year")["n"].max().fillna(USUAL_SAMPLE)
    with_view = wide["favourable"] + wide["unfavourable"]
    found = {"favourable": wide["favourable"], "of_views": 100 * wide["favourable"] / with_view}
    sizes = {"favourable": sample, "of_views": sample * with_view / 100}
    errors = {
        f"{name}_error": (share * (100 - share) / sizes[name]).astype(float) ** 0.5 for name, share in found.items()
    }
    return pd.DataFrame(found | errors)


def before_and_after(views: pd.Series, until: int, after: int) -> pd.DataFrame:
    """Return the last value up to a year and the value of a later year, by population, and the change between them.

    Args:
        views: percent, indexed by population and year.
        until: the last year that counts as before.
        after: the later year.

    Returns:
        Columns iso3, name, year, before, after, change (percentage points); after and change may be empty.
    """
    known = views.dropna().rename("before").reset_index()
    # Waves stand in order within a population, so the last row is the latest wave.
    last = known[known["year"] <= until].groupby("population").last()
    later = known[known["year"] == after].set_index("population")["before"].rename("after")
    table = last.join(later).rename_axis("iso3").reset_index()
    table.insert(1, "name", table["iso3"].map(countries.name))
    return table.assign(change=table["after"] - table["before"])


def _favourable(populations: Sequence[str], subjects: Sequence[str]) -> pd.DataFrame:
    """Return the rows of ``opinion.csv`` on favourable views of some states among some populations; no credit yet."""
    table = tables.load(TABLE, credit=False)
    asked = table["population"].isin(list(populations)) & table["subject"].isin(list(subjects))
    return table[asked & (table["measure"] == "favourable")]
