"""The lists to explore: where the scorecard points by the first year that is compared, and by the year of the break."""

from collections.abc import Mapping
from typing import Any

from russia_asean import formatting
from russia_asean.book.content import exploration
from russia_asean.book.content.exploration import Exploration, Stop
from russia_asean.evidence import records
from russia_asean.evidence.records import Series

# What a direction is called where only two means are compared, by the sign of the change.
BY_SIGN = {1: "nearer", -1: "further", 0: "equal"}
SAME = 1e-4  # of a mean: what rounding in the stored results can make of it


def first_year() -> Exploration:
    """Return the means of the scorecard before its first break when the comparison begins in another year.

    Only means are compared, by their sign. The rule of the report asks more of a direction, and stands beside them.

    Raises:
        ExploreError: an exhibit or a series is missing, or a mean is not the one that the chapter has stored.
    """
    card = exploration.exhibit("tab-synthesis-scorecard")
    break_year = int(exploration.found(r"before and after (\d{4})", card.title, card.key))
    start = min(_first(row["before_years"]) for row in card.data if row["before_years"][:4].isdigit())
    known = records.collected(Series)
    keys = [row["key"] for row in card.data]
    if missing := [key for key in keys if key not in known]:
        raise exploration.ExploreError(f"No chapter has published the series {missing[0]!r}, which {card.key} names.")
    years = range(min(min(known[key].values) for key in keys), break_year - 1)
    usual = {row["key"]: _compared(row, known[row["key"]], start, break_year) for row in card.data}
    for row in card.data:
        mean = usual[row["key"]]["mean"]
        if (mean is None) != (row["before"] is None) or (
            mean is not None and abs(mean - row["before"]) > SAME * abs(mean)
        ):
            raise exploration.ExploreError(
                f"{card.key}: the mean of {row['key']} before {break_year} is not that of its series."
            )
    stops = []
    for year in years:
        found = {row["key"]: _compared(row, known[row["key"]], year, break_year) for row in card.data}
        turned = [key for key in keys if found[key]["moved"] != usual[key]["moved"]]
        rows = []
        for row in card.data:
            here, there = found[row["key"]], usual[row["key"]]
            differs = row["key"] in turned
            moved = f"{here['moved']} (from {start}: {there['moved']})" if differs else here["moved"]
            name = f"{row['dimension']}: {row['measure']}"
            rows.append(((name, here["text"], row["end"], moved, row["direction"]), differs))
        names = [row["measure"] for row in card.data if row["key"] in turned]
        known_here = sum(found[key]["mean"] is not None for key in keys)
        said = f"Compared from {year} on, {known_here} of {len(keys)} measures have a mean before {break_year}."
        if names:
            points = "points" if len(names) == 1 else "point"
            count = formatting.cardinal(len(names)).capitalize()
            said += f" {count} {points} another way than from {start} on: {'; '.join(names)}."
        elif year == start:
            said += " This is the report's own choice."
        else:
            said += f" All point as they do from {start} on."
        stops.append(Stop(year, year, said, tuple(rows)))
    return Exploration(
        name="first-year",
        words="The measures of the scorecard by the first year that is compared",
        slider="First year",
        stops=tuple(stops),
        at=years.index(start),
        exhibits=(card.key,),
        draw="rows",
        head=("Measure", "Mean before", "Mean after", "By the means alone", f"By the rule, from {start}"),
        series=tuple(keys),
    )


def _compared(row: Mapping[str, Any], series: Series, first: int, break_year: int) -> dict[str, Any]:
    """Return the mean of a series before a break, from a year on, and where the mean after it points by its sign."""
    values = {year: value for year, value in sorted(series.values.items()) if first <= year < break_year}
    if not values:
        return {"mean": None, "text": exploration.NO_DATA, "moved": exploration.NO_DATA}
    mean = sum(values.values()) / len(values)
    text = f"{_level(mean, series.unit)} ({formatting.year_ranges([*values])})"
    if row["after"] is None:
        return {"mean": mean, "text": text, "moved": exploration.NO_DATA}
    change = row["after"] - mean
    return {"mean": mean, "text": text, "moved": BY_SIGN[series.nearer * ((change > 0) - (change < 0))]}


def _level(value: float, unit: str) -> str:
    return formatting.format_value(value, unit).replace("-", formatting.MINUS)


def break_year() -> Exploration:
    """Return the direction of each dimension of the scorecard by the year of the break, as the chapter has stored it.

    Raises:
        ExploreError: an exhibit is missing, or is not what this is made for.
    """
    moved, choices = exploration.exhibit("fig-synthesis-breaks"), exploration.exhibit("tab-synthesis-choices")
    fixed = sorted({int(row["break"]) for row in choices.data})
    grid = {(row["dimension"], int(row["break"])): row["moved"] for row in moved.data}
    dimensions = list(dict.fromkeys(row["dimension"] for row in moved.data))
    years = sorted({year for _, year in grid})
    if not {*fixed} <= {*years}:
        raise exploration.ExploreError(
            f"{moved.key} lacks one of the breaks {fixed}. Run `make notebooks NOTEBOOK=synthesis`."
        )
    stops = []
    for year in years:
        usual = min(fixed, key=lambda each: abs(each - year))
        differing = [name for name in dimensions if grid[name, year] != grid[name, usual]]
        rows = [((name, grid[name, year], f"{grid[name, usual]} ({usual})"), name in differing) for name in dimensions]
        told = [
            f"{formatting.lower_first_letter(name)} ({grid[name, year]} in place of {grid[name, usual]})"
            for name in differing
        ]
        if year == usual:
            said = f"Break in {year}: the report's own choice."
        elif told:
            said = f"Break in {year} and not in {usual}: another direction for {formatting.word_list(told)}."
        else:
            said = f"Break in {year} and not in {usual}: no direction changes."
        stops.append(Stop(year, year, said, tuple(rows)))
    return Exploration(
        name="break",
        words="The directions of the scorecard by the year of the break",
        slider="Year of the break",
        stops=tuple(stops),
        at=years.index(fixed[0]),
        exhibits=(moved.key, choices.key),
        draw="rows",
        head=("Dimension", "Direction with this break", "In the report"),
    )


def _first(years: str) -> int:
    return int(years[:4])
