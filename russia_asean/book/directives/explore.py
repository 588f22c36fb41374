"""Charts to explore: a reader chooses member, record, power or year; the page answers in a sentence, a chart, a table.

All numbers are those that figures, tables and series of the chapters have stored; here they are put side by side and
printed. What no exhibit holds is no data, never zero. ``book/_assets/explore/explore.js`` draws; why no library does:
``docs/decisions/0018-charts-drawn-by-a-script-of-our-own.md``.
"""

import collections
import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import jinja2
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from russia_asean import formatting, paths
from russia_asean.book.common import entries, markdown, pictures
from russia_asean.book.content import templates
from russia_asean.data import countries
from russia_asean.evidence import records, wording
from russia_asean.evidence.records import Exhibit, Series

TEMPLATE = "_explore"
SCRIPT, STYLE = "explore/explore.js", "explore/explore.css"
ON_PAGE = 'class="explore"'  # by which a page is known that needs both
TEN, ALL = "ASEAN-10", "all"
NO_DATA = "no data"
POWERS = ("RUS", "CHN", "USA", "IND")
# What a direction is called where only two means are compared, by the sign of the change.
BY_SIGN = {1: "nearer", -1: "further", 0: "equal"}
SAME = 1e-4  # of a mean: what rounding in the stored results can make of it


class ExploreError(ValueError):
    """A chart cannot be made from what the chapters have stored."""


@dataclasses.dataclass(frozen=True)
class Point:
    """A value of a year or, as a mean or a share, of several.

    Attributes:
        start, end: the first and the last year it covers.
        value: the value; nothing where the exhibit has a dash.
        text: the value as it is read.
    """

    start: int
    end: int
    value: float | None
    text: str


@dataclasses.dataclass(frozen=True)
class Line:
    """What is drawn as one line, or as one colour of columns.

    Attributes:
        who, which: the choices under which it is shown.
        name: its name.
        said: what follows a value in the sentence: ``by ASEAN's records``.
        colour: the name of its colour.
        points: its values in the order of time.
        missing: why a value that the exhibit leaves open is not there.
        absent: why years that the exhibit does not have are not there.
        optional: whether nothing is said where it has no value, because another line answers for the same.
        short: its name beside its end, where its whole name is too long for that.
    """

    who: str
    which: str
    name: str
    said: str
    colour: str
    points: tuple[Point, ...]
    missing: str = ""
    absent: str = ""
    optional: bool = False
    short: str = ""


@dataclasses.dataclass(frozen=True)
class Mark:
    """A total that somebody has quoted.

    Attributes:
        year, value, text: the total, in words with its qualifier.
        by: who stated it.
        document: whether one of the documents of this report did.
    """

    year: int
    value: float
    text: str
    by: str
    document: bool


@dataclasses.dataclass(frozen=True)
class Choice:
    """A list from which one is chosen.

    Attributes:
        name: how the address calls it.
        words: its label.
        options: value and words of each, the first of which is shown at first.
    """

    name: str
    words: str
    options: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class Stop:
    """A place of the slider.

    Attributes:
        start, end: the years it stands for.
        said: for a list, the sentence.
        rows: for a list, its lines; of each the cells, and whether it differs from the report's choice.
    """

    start: int
    end: int
    said: str = ""
    rows: tuple[tuple[tuple[str, ...], bool], ...] = ()

    @property
    def label(self) -> str:
        """The years as they are read."""
        return formatting.year_ranges([*range(self.start, self.end + 1)])


@dataclasses.dataclass(frozen=True)
class Exploration:
    """One chart or list with its choices.

    Attributes:
        name: its name in addresses.
        words: what is explored, for readers who do not see the chart.
        slider: the label of the slider.
        stops: the places of the slider.
        at: the place that is shown at first.
        exhibits: the figures and tables that the numbers come from, those first that show most of them.
        choices: the lists above it.
        draw: how it is drawn: ``lines``, ``columns`` or ``rows``.
        unit: of the values: ``USD`` or ``percent``.
        lines: what is drawn.
        notes: what a reader must know of what the exhibits hold, by the first choice.
        context: whose lines are drawn faintly behind the chosen one.
        marks: quoted totals, shown with ``TEN``.
        head: the columns of a list.
        series: keys of the series that the numbers come from.
    """

    name: str
    words: str
    slider: str
    stops: tuple[Stop, ...]
    at: int
    exhibits: tuple[str, ...]
    draw: str
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    lines: tuple[Line, ...] = ()
    notes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    context: str = ""
    marks: tuple[Mark, ...] = ()
    head: tuple[str, ...] = ()
    series: tuple[str, ...] = ()


def trade() -> Exploration:
    """Return trade with Russia by record, year and member, and the totals that were quoted.

    Raises:
        ExploreError: an exhibit is missing, or is not what this is made for.
    """
    totals, by_year, chosen = (
        _exhibit(f"{label}") for label in ("fig-trade-totals", "fig-trade-members", "tab-trade-members")
    )
    quoted = _exhibit("tab-trade-quoted")
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
        _exhibit(label) for label in ("fig-forums-votes", "fig-forums-members", "fig-brics-agreement")
    )
    span = _span(_found(r"in (\d{4}–\d{4})$", means.title, means.key))
    measure = next((row["measure"] for row in yearly.data if row["measure"].startswith("agreement")), "")
    if not measure:
        raise ExploreError(f"{yearly.key} holds no agreement. Correct book/directives/explore.py, or run its chapter.")
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
        _exhibit(label) for label in ("fig-forums-arms", "tab-forums-arms", "fig-vietnam-arms")
    )
    dash = formatting.lower_first_letter(_found(r"A dash: ([^.]+)", by_member.caption, by_member.key))
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


def first_year() -> Exploration:
    """Return the means of the scorecard before its first break when the comparison begins in another year.

    Only means are compared, by their sign. The rule of the report asks more of a direction, and stands beside them.

    Raises:
        ExploreError: an exhibit or a series is missing, or a mean is not the one that the chapter has stored.
    """
    card = _exhibit("tab-synthesis-scorecard")
    break_year = int(_found(r"before and after (\d{4})", card.title, card.key))
    start = min(_first(row["before_years"]) for row in card.data if row["before_years"][:4].isdigit())
    known = records.collected(Series)
    keys = [row["key"] for row in card.data]
    if missing := [key for key in keys if key not in known]:
        raise ExploreError(f"No chapter has published the series {missing[0]!r}, which {card.key} names.")
    years = range(min(min(known[key].values) for key in keys), break_year - 1)
    usual = {row["key"]: _compared(row, known[row["key"]], start, break_year) for row in card.data}
    for row in card.data:
        mean = usual[row["key"]]["mean"]
        if (mean is None) != (row["before"] is None) or (
            mean is not None and abs(mean - row["before"]) > SAME * abs(mean)
        ):
            raise ExploreError(f"{card.key}: the mean of {row['key']} before {break_year} is not that of its series.")
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
        head=("Measure", "Mean before", "Mean after", "By these means", f"By the rule, from {start}"),
        series=tuple(keys),
    )


def _compared(row: Mapping[str, Any], series: Series, first: int, break_year: int) -> dict[str, Any]:
    """Return the mean of a series before a break, from a year on, and where the mean after it points by its sign."""
    values = {year: value for year, value in sorted(series.values.items()) if first <= year < break_year}
    if not values:
        return {"mean": None, "text": NO_DATA, "moved": NO_DATA}
    mean = sum(values.values()) / len(values)
    text = f"{_level(mean, series.unit)} ({formatting.year_ranges([*values])})"
    if row["after"] is None:
        return {"mean": mean, "text": text, "moved": NO_DATA}
    change = row["after"] - mean
    return {"mean": mean, "text": text, "moved": BY_SIGN[series.nearer * ((change > 0) - (change < 0))]}


def _level(value: float, unit: str) -> str:
    return formatting.format_value(value, unit).replace("-", formatting.MINUS)


def break_year() -> Exploration:
    """Return the direction of each dimension of the scorecard by the year of the break, as the chapter has stored it.

    Raises:
        ExploreError: an exhibit is missing, or is not what this is made for.
    """
    moved, choices = _exhibit("fig-synthesis-breaks"), _exhibit("tab-synthesis-choices")
    fixed = sorted({int(row["break"]) for row in choices.data})
    grid = {(row["dimension"], int(row["break"])): row["moved"] for row in moved.data}
    dimensions = list(dict.fromkeys(row["dimension"] for row in moved.data))
    years = sorted({year for _, year in grid})
    if not {*fixed} <= {*years}:
        raise ExploreError(f"{moved.key} lacks one of the breaks {fixed}. Run `make notebooks NOTEBOOK=synthesis`.")
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
            said = f"Break in {year} and not in {usual}: another direction of {formatting.word_list(told)}."
        else:
            said = f"Break in {year} and not in {usual}: no direction is another one."
        stops.append(Stop(year, year, said, tuple(rows)))
    return Exploration(
        name="break",
        words="The directions of the scorecard by the year of the break",
        slider="Year of the break",
        stops=tuple(stops),
        at=years.index(fixed[0]),
        exhibits=(moved.key, choices.key),
        draw="rows",
        head=("Side", "Direction with this break", "In the report"),
    )


OF: dict[str, Callable[[], Exploration]] = {
    "trade": trade,
    "votes": votes,
    "arms": arms,
    "first-year": first_year,
    "break": break_year,
}


def _exhibit(label: str) -> Exhibit:
    found = entries.exhibits()
    if label not in found:
        raise ExploreError(
            f"No chapter has stored {label!r}. Correct russia_asean/book/directives/explore.py, or run its chapter."
        )
    return found[label]


def _found(pattern: str, text: str, label: str) -> str:
    hit = re.search(pattern, text)
    if not hit:
        raise ExploreError(
            f"{label} does not say {pattern!r}. Correct russia_asean/book/directives/explore.py with its words."
        )
    return hit[1]


def _first(years: str) -> int:
    return int(years[:4])


def _span(window: str) -> tuple[int, int]:
    """Return the first and the last year of a window: ``1995–1999`` or ``1995–99``."""
    start, end = window.split("–")
    return int(start), int(f"{start[: 4 - len(end)]}{end}")


def _point(start: int, end: int, value: float | None, form: str) -> Point:
    return Point(start, end, value, NO_DATA if value is None else formatting.format_value(value, form))


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


def as_data(shown: Exploration) -> dict[str, Any]:
    """Return what the script draws from: the numbers, and each of them as it is read."""
    return {
        "draw": shown.draw,
        "unit": shown.unit,
        "context": shown.context,
        "notes": dict(shown.notes),
        "stops": [[stop.start, stop.end, stop.label, stop.said, stop.rows] for stop in shown.stops],
        "lines": [
            dataclasses.asdict(line) | {"points": [dataclasses.astuple(each) for each in line.points]}
            for line in shown.lines
        ],
        "marks": [dataclasses.asdict(mark) for mark in shown.marks],
    }


def content(name: str) -> dict[str, Any]:
    """Return what the template of a chart is filled with.

    Args:
        name: one of ``OF``.

    Raises:
        ExploreError: there is no such chart, or the chapters have not stored what it needs.
    """
    if name not in OF:
        raise ExploreError(f"No chart {name!r}. There are: {', '.join(OF)}.")
    shown = OF[name]()
    exhibits = [_exhibit(label) for label in shown.exhibits]
    keys = records.sources(records.merged(each.rests_on for each in exhibits))
    # A list is complete without a script; a chart is not.
    figure = next((each for each in exhibits if each.pictures and shown.draw != "rows"), None)
    return {
        "shown": shown,
        # Nothing within may end the element that holds it.
        "data": markdown.Markdown(
            json.dumps(as_data(shown), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        ),
        "picture": markdown.Markdown(_picture(figure) if figure else ""),
        "exhibits": exhibits,
        "processing": " ".join(dict.fromkeys(each.processing for each in exhibits)),
        "keys": ",".join(keys),
    }


def _picture(figure: Exhibit) -> str:
    """Return the stored picture of a figure, for readers without scripts."""
    notebook = paths.NOTEBOOKS / f"{entries.places('exhibits')[figure.key].chapter}.ipynb"
    stored = entries.stored_output(notebook, records.MIME_TYPES[Exhibit], figure.key)
    return pictures.in_page(f"explore-{figure.key}", stored[records.SVG], stored[records.NARROW_SVG], figure.alt)


class ExploreDirective(SphinxDirective):
    """Put a chart with its choices into the page; print shows where its figures are."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the chart at this place of the page.

        Raises:
            DirectiveError: there is no such chart, an exhibit is missing, or the template has a mistake.
        """
        try:
            text = templates.filled(TEMPLATE, content(self.arguments[0]))
        except (jinja2.TemplateError, ValueError, KeyError) as mistake:
            raise self.error(f"{{explore}} {self.arguments[0]}: {mistake}") from mistake
        self.env.note_dependency(str(templates.TEMPLATES / f"{TEMPLATE}.md.jinja"))
        self.state._renderer.nested_render_text(text, self.lineno)
        return []


def _load_where_needed(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Let pages that hold a chart load its script and styles, and no others."""
    if ON_PAGE in context.get("body", ""):
        app.add_js_file(SCRIPT, loading_method="defer")
        app.add_css_file(STYLE)


def register(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("explore", ExploreDirective)
    app.connect("html-page-context", _load_where_needed)
