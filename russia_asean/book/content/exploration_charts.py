"""The charts to explore: trade, votes and arms, each from the exhibits of its chapter, put side by side."""

import collections
import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from russia_asean import formatting
from russia_asean.book.content import exploration
from russia_asean.book.content.exploration import ALL, TEN, Choice, Exploration, Line, Mark, Point, Stop
from russia_asean.data import countries
from russia_asean.evidence import records, wording
from russia_asean.evidence.records import Exhibit

POWERS = ("RUS", "CHN", "USA", "IND")


def trade() -> Exploration:
    """Return trade with Russia by record, year and member, and the totals that were quoted.

    Raises:
        ExploreError: an exhibit is missing, or is not what this is made for.
    """
    totals, by_year, chosen = (
        exploration.exhibit(label) for label in ("fig-trade-totals", "fig-trade-members", "tab-trade-members")
    )
    quoted = exploration.exhibit("tab-trade-quoted")
    record = str(records.read("trade").parameters["basis"])
    both = {"asean": ("ASEAN's records", "ASEAN-reported"), "russia": ("Russia's records", "Russia-reported")}
    lines = [
        _line(TEN, key, name, f"by {name}", key, _points(totals, "value", "usd", series=side))
        for key, (name, side) in both.items()
    ]
    lines += _known_throughout(totals)
    name, _ = both[record]
    yearly = {row["member"] for row in by_year.data}
    selected = [field["name"] for field in chosen.fields if field["name"].isdigit()]
    for row in sorted(chosen.data, key=lambda row: row["name"]):
        if row["member"] in yearly:
            line = _line(
                row["member"],
                record,
                name,
                f"by {name}",
                record,
                _points(by_year, "value", "usd", member=row["member"]),
            )
        else:
            points = [_point(int(year), int(year), row[year], "usd") for year in selected]
            absent = f"the report's table has {formatting.word_list(selected)}"
            line = _line(
                row["member"], record, name, f"by {name}", record, points, absent=absent, missing="not reported"
            )
        lines.append(line)
    return Exploration(
        name="trade",
        words="Trade with Russia, exports plus imports",
        slider="Year",
        stops=_years(lines),
        # The last year that both records have.
        at=[stop.end for stop in _years(lines)].index(min(line.points[-1].end for line in lines[:2])),
        exhibits=(totals.key, by_year.key, chosen.key, quoted.key),
        draw="lines",
        choices=(
            Choice("who", "Trade of", _members(lines)),
            Choice("record", "By whose records", ((ALL, "both"), *((key, name) for key, (name, _) in both.items()))),
        ),
        unit="USD",
        lines=tuple(lines),
        notes={line.who: f"By member, the report shows {name} alone." for line in lines if line.who != TEN},
        marks=tuple(
            Mark(
                year=row["year"],
                value=row["value"],
                text=wording.stated_number(row["comparator"], row["value"], None, "USD"),
                by=row["stated_by"],
                document=row["kind"] == "document",
            )
            for row in quoted.data
        ),
    )


def _known_throughout(totals: Exhibit) -> list[Line]:
    """Return the lines of a sum over those members alone whose records are known in all its years."""
    names = {row["series"] for row in totals.data if row["series"].endswith("known in every year shown")}
    lines = []
    for name in sorted(names):
        recovered = {row["year"] for row in totals.data if row["series"] == name and row["status"] == "derived"}
        points = [
            dataclasses.replace(each, text=f"{each.text} (recovered from estimates)")
            if each.start in recovered
            else each
            for each in _points(totals, "value", "usd", series=name)
        ]
        words = f"members known in every year since {points[0].start}"
        lines.append(
            Line(
                who=TEN,
                which="asean",
                name=f"ASEAN's records, {words}",
                said=f"by ASEAN's records of the {words}",
                colour="asean-part",
                points=tuple(points),
                optional=True,
                short="known throughout",
            )
        )
    return lines


def votes() -> Exploration:
    """Return how often members voted like each of some powers.

    Raises:
        ExploreError: an exhibit is missing, or is not what this is made for.
    """
    yearly, periods, means = (
        exploration.exhibit(label) for label in ("fig-forums-votes", "fig-forums-members", "fig-brics-agreement")
    )
    span = _span(exploration.found(r"in (\d{4}–\d{4})$", means.title, means.key))
    measure = next((row["measure"] for row in yearly.data if row["measure"].startswith("agreement")), "")
    if not measure:
        raise exploration.ExploreError(
            f"{yearly.key} holds no agreement. Correct {exploration.CHARTS}, or run its chapter."
        )
    with_russia = {row["member"]: row for row in periods.data}
    named = {power: (countries.name(power), f"with {countries.name_in_text(power)}") for power in POWERS}
    lines = []
    for power, (name, said) in named.items():
        points = _points(yearly, "value", "percent", measure=measure, partner=power)
        if points:
            lines.append(_line(TEN, power, name, said, power, points))
    agreed = {(row["iso3"], row["power"]): row["value"] for row in means.data}
    for member in sorted({member for member, _ in agreed}, key=countries.name):
        for power, (name, said) in named.items():
            points = [_point(*span, agreed[member, power], "percent")]
            if power == "RUS":
                stored = with_russia[member]
                points += [_point(*_span(key), value, "percent") for key, value in stored.items() if key != "member"]
            absent = "the report's tables have no mean of these years"
            points.sort(key=lambda point: (point.start, point.end))
            lines.append(_line(member, power, name, said, power, points, absent=absent))
    stops = _years(lines)
    missing = [named[power][0] for power in POWERS if power not in {line.which for line in lines if line.who == TEN}]
    note = f"For the ten members together the report shows no {formatting.word_list(missing)}."
    return Exploration(
        name="votes",
        words="Agreement in the votes of the General Assembly, per cent of roll calls",
        slider="Year",
        stops=stops,
        at=len(stops) - 1,
        exhibits=(yearly.key, periods.key, means.key),
        draw="lines",
        choices=(
            Choice("who", "Votes of", _members(lines)),
            Choice(
                "power", "Compared with", ((ALL, "all powers"), *((power, name) for power, (name, _) in named.items()))
            ),
        ),
        unit="percent",
        lines=tuple(lines),
        notes={TEN: note} if missing else {},
        context=TEN,
    )


def arms() -> Exploration:
    """Return the shares of suppliers in the major arms of each recipient, by windows of five years.

    Raises:
        ExploreError: an exhibit is missing, or is not what this is made for.
    """
    together, by_member, vietnam = (
        exploration.exhibit(label) for label in ("fig-forums-arms", "tab-forums-arms", "fig-vietnam-arms")
    )
    dash = formatting.lower_first_letter(exploration.found(r"A dash: ([^.]+)", by_member.caption, by_member.key))
    lines = [
        _shares(TEN, code, [(row["window"], row[code]) for row in together.data])
        for code in together.data[0]
        if code != "window"
    ]
    own = collections.defaultdict[str, list[tuple[str, float | None]]](list)
    for row in vietnam.data:
        own[row["supplier"]].append((row["window"], row["share"]))
    lines += [_shares("VNM", code, own[code]) for code in own]
    for row in sorted(by_member.data, key=lambda row: row["name"]):
        if row["member"] != "VNM":
            shares = [(key, value) for key, value in row.items() if key not in ("member", "name")]
            lines.append(_shares(row["member"], "RUS", shares, missing=dash))
    stops = tuple(Stop(*years) for years in sorted({(each.start, each.end) for line in lines for each in line.points}))
    suppliers = dict(
        sorted({line.which: line.name for line in lines}.items(), key=lambda each: _rank(each[0], each[1]))
    )
    return Exploration(
        name="arms",
        words="Shares of suppliers in the volume of major arms received, per cent",
        slider="Five years",
        stops=stops,
        at=len(stops) - 1,
        exhibits=(together.key, by_member.key, vietnam.key),
        draw="columns",
        choices=(
            Choice("who", "Arms of", _members(lines)),
            Choice("supplier", "From", ((ALL, "all suppliers shown"), *suppliers.items())),
        ),
        unit="percent",
        lines=tuple(sorted(lines, key=lambda line: _rank(line.which, line.name))),
        notes={
            line.who: "Suppliers that are not shown are among the others."
            if line.who in (TEN, "VNM")
            else "Of this member's suppliers the report shows Russia alone."
            for line in lines
        },
    )


def _rank(code: str, name: str) -> tuple[int, str]:
    """Return the place of a supplier: Russia and its forerunner first, others together last, the rest by name."""
    places = {"RUS": 0, "SUN": 1, "others": 3}
    return places.get(code, 2), name


def _shares(who: str, code: str, shares: Iterable[tuple[str, float | None]], missing: str = "") -> Line:
    code = "others" if code.lower() == "others" else code
    name, said = (
        ("others", "from others")
        if code == "others"
        else (countries.name(code), f"from {countries.name_in_text(code)}")
    )
    points = [_point(*_span(window), share, "percent") for window, share in shares]
    return _line(who, code, name, said, code, points, missing=missing, absent="the report's tables begin later")


def _span(window: str) -> tuple[int, int]:
    """Return the first and the last year of a window: ``1995–1999`` or ``1995–99``."""
    start, end = window.split("–")
    return int(start), int(f"{start[: 4 - len(end)]}{end}")


def _point(start: int, end: int, value: float | None, form: str) -> Point:
    return Point(start, end, value, exploration.NO_DATA if value is None else formatting.format_value(value, form))


def _points(exhibit: Exhibit, column: str, form: str, **where: str) -> list[Point]:
    """Return the values of an exhibit's rows by year, of those rows that hold the given words."""
    rows = [row for row in exhibit.data if all(row[name] == value for name, value in where.items())]
    return [_point(row["year"], row["year"], row[column], form) for row in sorted(rows, key=lambda row: row["year"])]


def _line(who: str, which: str, name: str, said: str, colour: str, points: Sequence[Point], **more: Any) -> Line:
    return Line(who, which, name, said, colour, tuple(points), **more)


def _years(lines: Iterable[Line]) -> tuple[Stop, ...]:
    points = [point for line in lines for point in line.points]
    return tuple(
        Stop(year, year) for year in range(min(each.start for each in points), max(each.end for each in points) + 1)
    )


def _members(lines: Iterable[Line]) -> tuple[tuple[str, str], ...]:
    """Return the ten together and each of them as choices, by name."""
    codes = {line.who for line in lines} - {TEN}
    return (
        (TEN, "the ten members together"),
        *sorted(((code, countries.name(code)) for code in codes), key=lambda each: each[1]),
    )
