"""Names of countries and aggregates, from the table."""

from collections.abc import Iterable

from russia_asean.data import tables

# Bodies and places that claims are about and that have no figures of their own, so no row of countries.csv.
OTHER_PARTIES = {
    "ADB": "Asian Development Bank",
    "ASIA": "Asia",
    "CPTPP": "CPTPP",
    "CSTO": "CSTO",
    "QUAD": "Quad",
    "RCEP": "RCEP",
    "RFE": "Russian Far East",
    "WTO": "WTO",
}
WITH_ARTICLE = frozenset({"PHL", "USA", "GBR", "ARE", "EUN", "NLD", "SUN"})


def party_names() -> dict[str, str]:
    """Return the names of all whom a claim can be about, by code: of ``countries.csv`` and ``OTHER_PARTIES``."""
    listed = tables.load("countries", credit=False)
    return OTHER_PARTIES | dict(listed[["iso3", "name"]].to_numpy())


def name(iso3: str) -> str:
    """Return the plain English name of a country or aggregate code.

    Raises:
        KeyError: the code is not in ``countries.csv``.
    """
    known = tables.load("countries", credit=False).set_index("iso3")["name"]
    if iso3 not in known.index:
        raise KeyError(f"{iso3!r} is not a code of data/countries.csv")
    return str(known[iso3])


def names(codes: Iterable[str]) -> list[str]:
    """Return the names of countries, in the order given.

    Raises:
        KeyError: a code is not in ``countries.csv``.
    """
    return [name(code) for code in codes]


def name_in_text(iso3: str) -> str:
    """Return the name of a country as it stands within a sentence: ``the Philippines``, ``Vietnam``.

    Raises:
        KeyError: the code is not in ``countries.csv``.
    """
    return f"the {name(iso3)}" if iso3 in WITH_ARTICLE else name(iso3)


def possessive(iso3: str) -> str:
    """Return the name of a country as the owner of something, within a sentence: ``Laos's``, ``the Philippines'``.

    Raises:
        KeyError: the code is not in ``countries.csv``.
    """
    told = name_in_text(iso3)
    # A plural that ends in s takes the mark alone; Laos is no plural.
    return f"{told}'" if iso3 in WITH_ARTICLE and told.endswith("s") else f"{told}'s"
