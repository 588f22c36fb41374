"""Countries in order of a number: the order, ranks in it, and how a reader reads it.

What a source does not list country by country (``NOT_LISTED``) has no place in an order; nor has what is missing.
"""

import pandas as pd

from russia_asean import formatting, measures
from russia_asean.data import countries

REST = "REST"  # what is left of a total when the partners that are listed are taken off
OTHERS = "OTH"  # suppliers that the table of arms takes together
NOT_LISTED = ["WLD", REST, OTHERS]
# The World Economic Outlook covers somewhat more economies than this; a list with fewer is somebody's choice.
WORLD_ECONOMIES = 190


class IncompleteListError(ValueError):
    """A rank was asked for in a list that may lack those who stand before it."""


def sorted_values(values: pd.Series, *, smallest_first: bool = False) -> pd.Series:
    """Return numbers in order, the largest first unless asked otherwise; ``NOT_LISTED`` and the missing are left out.

    Args:
        values: in any unit, by code of the country or by another name.
        smallest_first: whether the order is turned round.
    """
    return pd.Series(values.drop(NOT_LISTED, errors="ignore").dropna().sort_values(ascending=smallest_first))


def leading_countries(values: pd.Series, count: int = 3) -> list[str]:
    """Return the names of the countries with the largest numbers above zero, the largest first."""
    ordered = sorted_values(values)
    return countries.names(map(str, ordered[ordered > 0].index[:count]))


def largest_share_text(shares: pd.Series) -> str:
    """Return the country with the largest share, and the share (percent) in brackets: ``China (34 %)``."""
    ordered = sorted_values(shares)
    return f"{countries.name(str(ordered.index[0]))} ({formatting.percent(ordered.iloc[0])})"


def largest_values(values: pd.Series, count: int, always: str) -> pd.Series:
    """Return the largest numbers in order, and that of one country at the end whatever its size.

    Args:
        values: in any unit, by code.
        count: how many of the largest are kept, that one among them or not.
        always: the code of the country at the end.

    Raises:
        KeyError: that country has no number.
    """
    ordered = sorted_values(values)
    return pd.Series(pd.concat([ordered[:count].drop(always, errors="ignore"), ordered[[always]]]))


def column_ranks(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rank of each row in each column, the largest value being 1; what is missing has no rank."""
    return table.rank(ascending=False, method="min").astype("Int64")


def lists_the_world(values: pd.Series) -> bool:
    """Return whether so many economies have a number that a rank among them is one in the world."""
    return len(sorted_values(values)) >= WORLD_ECONOMIES


def rank_in_world(values: pd.Series, code: str) -> int:
    """Return the rank of an economy in the world, the largest being 1.

    Raises:
        IncompleteListError: the list is a choice of economies, in which a rank says who chose it.
        KeyError: the economy has no number.
    """
    ordered = sorted_values(values)
    if not lists_the_world(values):
        raise IncompleteListError(
            f"A rank of {code!r} in the world was asked of a list of {len(ordered)} economies. Take a table of all, "
            "or leave the rank untested."
        )
    return measures.rank_of(ordered, code)


def rank_before_rest(shares: pd.Series, code: str) -> int:
    """Return the rank of a partner of which no partner that is not listed can stand in front, the largest being 1.

    Args:
        shares: percent by code, with ``REST`` for all that is not listed.
        code: the partner.

    Raises:
        IncompleteListError: what is not listed is larger than the partner, so that one of those may stand before it.
        KeyError: the partner has no share, or the rest is not given.
    """
    if shares[REST] > shares[code]:
        raise IncompleteListError(
            f"A rank of {code!r} was asked for in a list that leaves out {formatting.percent(shares[REST])}, more than "
            f"its own {formatting.percent(shares[code])}. Take a list of all partners, or leave the rank untested."
        )
    return measures.rank_of(sorted_values(shares), code)
