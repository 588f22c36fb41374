"""Which claims name a country."""

import re

import pandas as pd

from russia_asean.data import countries, tables


def claims_naming(country: str) -> list[str]:
    """Return the ids of the claims that are about a country, or name it in their words, in the order of the table.

    Args:
        country: the ISO code of the country.

    Raises:
        KeyError: the code is not in ``countries.csv``.
    """
    table = tables.load("claims", credit=False)
    about = pd.Series(data=False, index=table.index)
    for column in ("subject", "counterpart"):
        about |= table[column].fillna("").str.split(";").map(lambda codes: country in codes)
    # As a whole word, since the name of one country can be a part of another's.
    named = table["statement"].str.contains(rf"\b{re.escape(countries.name(country))}\b")
    return table.loc[about | named, "claim_id"].tolist()
