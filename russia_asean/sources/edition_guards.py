"""What a newer edition must keep of the one before, whatever the publisher: each stops with file, place and remedy.

The guards of a recipe know its file; these know two sets of rows of one table.
"""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.snapshots import SnapshotError

SCALE_BOUND = 10  # the figures of one economy are rarely revised tenfold; a scale is a thousand or a million
# A sum over countries is revised as they are: where it moves by more than this beside countries that do not, it has
# other members.
TOTAL_BOUND = 0.05
SAME_FIGURE = 0.0005  # as a part of a figure: an estimate that this little sets apart from a report is the same figure
AREAS = (
    "iso3",
    "reporter",
    "exporter",
    "recipient",
    "host",
    "population",
    "scope",
)  # columns that say whose a figure is


def whole_areas(built: pd.DataFrame, earlier: pd.DataFrame, left_out: Collection[int], file: str) -> None:
    """Refuse an edition in which an area, or a year of one, vanished or fell by half.

    Args:
        built: the rows of the new edition.
        earlier: those of the one before.
        left_out: years that are known to be incomplete and are not taken.
        file: the name of the file in messages.

    Raises:
        SnapshotError: one did.
    """
    area = next((name for name in AREAS if name in built), None)
    if area is None or "year" not in built:
        return
    # What was a projection need not come again.
    past = earlier[earlier["status"] != "projection"] if "status" in earlier else earlier
    if gone := sorted(set(past[area]) - set(built[area])):
        raise SnapshotError(
            f"{file}: has no figure of {gone[0]} any more; the edition before had {(past[area] == gone[0]).sum()}. "
            "Ask the publisher whether it was withdrawn, or has another name or code in the file."
        )
    years = [area, "year"]
    counts = pd.DataFrame({"new": built.groupby(years).size(), "old": past.groupby(years).size()})
    counts = counts[counts["old"].notna()].fillna(0)
    fell = counts[counts["new"] < guards.FALL_BOUND * counts["old"]]
    for whose, year in fell.index:
        if int(year) not in left_out:
            new, old = fell.loc[(whose, year)]
            raise SnapshotError(
                f"{file}, {whose}, {year}: {new:.0f} figures, the edition before had {old:.0f}. "
                "Take that year from the edition before, or ask the publisher whether it was withdrawn."
            )


def whole_votes(built: pd.DataFrame, earlier: pd.DataFrame, left_out: Collection[int], file: str) -> None:
    """Refuse an edition in which a year rests on half the votes that it had; arguments as for ``whole_areas``.

    Raises:
        SnapshotError: one does.
    """
    if "n_votes" not in built:
        return
    new, old = (rows.groupby("year")["n_votes"].median() for rows in (built, earlier))
    guards.years_counted_whole(new, old, [year for year in left_out if year in new.index], file)


def same_scale(built: pd.DataFrame, earlier: pd.DataFrame, key: Sequence[str], file: str) -> None:
    """Refuse an edition in which an area has figures of another unit, as where a scale was applied twice.

    Args:
        built: the rows of the new edition, with ``value``.
        earlier: those of the one before, in the same units.
        key: the columns that tell rows apart.
        file: the name of the file in messages.

    Raises:
        SnapshotError: the figures of an area are a tenth or ten times those before, by the median.
    """
    both = _common(built, earlier, key)
    area = next((name for name in AREAS if name in both), None)
    ratio = (both["value_new"] / both["value_old"]).replace([float("inf"), float("-inf")], float("nan"))
    for whose, here in ratio.groupby(both[area]) if area else [("all rows", ratio)]:
        if len(here) and not 1 / SCALE_BOUND < abs(here.median()) < SCALE_BOUND and here.notna().any():
            raise SnapshotError(
                f"{file}, {whose}: the figures are {here.median():.3g} times those of the edition before, by the "
                "median. Is the unit another one, or is its scale already applied?"
            )


def same_members(
    built: pd.DataFrame, earlier: pd.DataFrame, key: Sequence[str], totals: Collection[str], file: str
) -> None:
    """Refuse an edition in which a total moved though its parts did not: its members have changed.

    Args:
        built: the rows of the new edition, with ``value``.
        earlier: those of the one before.
        key: the columns that tell rows apart.
        totals: codes of areas that are sums over countries.
        file: the name of the file in messages.

    Raises:
        SnapshotError: one did.
    """
    both = _common(built, earlier, key)
    both = both[both["value_old"] != 0]
    moved = (both["value_new"] / both["value_old"] - 1).abs()
    for column in (name for name in (*AREAS, "partner") if name in both):
        parts = moved[~both[column].isin(totals)].median()
        for code, here in moved[both[column].isin(totals)].groupby(both[column]):
            if here.median() > TOTAL_BOUND and here.median() > 2 * parts:
                worst: Any = here.idxmax()
                year = both["year"][worst] if "year" in both else ""
                raise SnapshotError(
                    f"{file}, {code}, {year}: the total moved by {100 * here.median():.1f} per cent by the median, its "
                    f"parts by {100 * parts:.1f}. Has it other members? Read what the publisher says of the group."
                )


def estimates_stay(built: pd.DataFrame, earlier: pd.DataFrame, key: Sequence[str], file: str) -> None:
    """Refuse figures that were estimates and now stand as reports though they are the same figures.

    Raises:
        SnapshotError: one does.
    """
    both = _common(built, earlier, key)
    if "status_new" not in both:
        return
    same = (both["value_new"] - both["value_old"]).abs() <= SAME_FIGURE * both["value_old"].abs()
    wrong = both[same & (both["status_old"] == "estimate") & (both["status_new"] == "reported")]
    if len(wrong):
        where = ", ".join(str(wrong[name].iloc[0]) for name in key)
        raise SnapshotError(
            f"{file}, {where}: {len(wrong)} estimates of the edition before stand there as reports, with the same "
            "figures. Mark them as estimates in the recipe, unless the publisher says that they were reported since."
        )


def within_label(built: pd.DataFrame, vintage: str, file: str) -> None:
    """Refuse figures, other than projections, of years after the release that the label names.

    Raises:
        SnapshotError: there are some.
    """
    if "year" not in built:
        return
    known = built[built["status"] != "projection"] if "status" in built else built
    if len(known) and (last := int(known["year"].max())) > int(vintage[:4]):
        raise SnapshotError(
            f"{file}: has figures of {last}, but an edition of {vintage} cannot know that year. "
            "It is another edition than its name says: give it the right date."
        )


def _common(built: pd.DataFrame, earlier: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Return the rows of both editions, the columns that are not of the key with ``_new`` and ``_old``."""
    columns = [*key, *(name for name in ("value", "status") if name in built and name in earlier)]
    both = built[columns].merge(earlier[columns], on=list(key), suffixes=("_new", "_old"))
    return both.dropna(subset=["value_new", "value_old"])
