"""Numbers, dates and addresses as a reader reads them: units, directions, lists."""

import itertools
import math
import re
import urllib.parse
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

# Written out, since the names that Python knows follow the machine's language.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MINUS = "\N{MINUS SIGN}"
# Customs totals are revised by as much, as a part of their value: what moves less has hardly changed, and a claim
# that is off by less agrees.
REVISION = 0.025
# Units that are counted, not measured.
COUNTED = frozenset({"year", "rank", "count"})
# Units with a style of their own; any other is printed after its number.
STYLED = frozenset({"USD", "percent", "ratio"}) | COUNTED
CARDINALS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
USD_UNITS = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
FIXED_SPACE = "\N{NO-BREAK SPACE}"  # keeps a number and its sign on one line
_QUOTED = re.compile(r"(“[^”]*”?)")
_BEFORE_PERCENT = re.compile(r"(?<=\d) ?(?=%)")
_NEGATIVE = re.compile(r"(?<![^\s(\[:;/])-(\d+(?:\.\d+)?)\b(?!-)")
_ISO_DATE = re.compile(r"(?<![\w-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?(?![\w-])")


def number(value: float, digits: int = 3) -> str:
    """Return a number to ``digits`` significant digits, with thousands separators and no exponent."""
    if not math.isfinite(value):
        return "n/a"
    if value == 0:
        return "0"
    # The size is taken after rounding: 0.9996 to three digits is 1.00, not 1.000.
    size = abs(float(f"{value:.{digits - 1}e}"))
    decimals = max(0, digits - 1 - math.floor(math.log10(size)))
    text = f"{abs(round(value, decimals)):,.{decimals}f}"
    return (MINUS if value < 0 else "") + text


def usd(value: float, digits: int = 3) -> str:
    """Return US dollars as ``$21.4bn``, ``$950m`` or ``$12,000``."""
    sign = MINUS if value < 0 else ""
    size = abs(value)
    # From here on three digits round up to the next unit: 999.6 million is printed as $1.00bn.
    if size >= 999.5e9:
        return f"{sign}${number(size / 1e12, digits)}tn"
    if size >= 999.5e6:
        return f"{sign}${number(size / 1e9, digits)}bn"
    if size >= 999.5e3:
        return f"{sign}${number(size / 1e6, digits)}m"
    return f"{sign}${size:,.0f}"


def usd_column(values: Sequence[float]) -> list[str]:
    """Return the US dollars of one column of a table in one unit: ``$0.18m``, ``$1.04m``, ``$3,980m``.

    The unit is that of the median, which has three significant digits; smaller amounts have no more decimals than it.
    What would round to nothing is printed as less than the last digit.
    """
    sizes = sorted(abs(value) for value in values if math.isfinite(value) and value)
    middle = sizes[len(sizes) // 2] if sizes else 0.0
    unit, name = next(((size, name) for size, name in USD_UNITS if middle >= 0.9995 * size), (1.0, ""))
    decimals = max(0, 2 - math.floor(math.log10(middle / unit))) if name else 0
    return [_in_unit(value, unit, name, decimals) for value in values]


def _in_unit(value: float, unit: float, name: str, decimals: int) -> str:
    if not math.isfinite(value):
        return "n/a"
    if value == 0:
        return "$0"
    size = abs(value) / unit
    text = f"{size:,.{max(0, min(decimals, 2 - math.floor(math.log10(size))))}f}"
    if not text.strip("0."):
        return f"<${10**-decimals:.{decimals}f}{name}"
    return f"{MINUS if value < 0 else ''}${text}{name}"


def typeset(text: str) -> str:
    """Return text with numbers and dates as the report prints them; words in quotation marks stay as they were said.

    A space that does not break before the sign of per cent, a true minus before a number, days and months in words.
    """
    return "".join(part if part.startswith("“") else _typeset(part) for part in _QUOTED.split(text))


def _typeset(text: str) -> str:
    text = _BEFORE_PERCENT.sub(FIXED_SPACE, text)
    text = _NEGATIVE.sub(lambda found: found[1] if float(found[1]) == 0 else MINUS + found[1], text)
    return _ISO_DATE.sub(lambda found: long_date(found[0]), text)


def percent(value: float, digits: int = 2) -> str:
    """Return a percentage as ``61 %`` or ``0.78 %``; values of 100 and more keep whole numbers."""
    return f"{number(value, max(digits, 3) if abs(value) >= 99.5 else digits)}{FIXED_SPACE}%"


def percent_range(low: float, high: float) -> str:
    """Return the ends of a range of percentages: ``between −18 % and 12 %``; ends that print alike once."""
    return f"between {percent(low)} and {percent(high)}" if percent(low) != percent(high) else percent(low)


def quantity(value: float, unit: str, digits: int = 0) -> str:
    """Return a value with its unit, in the style of the unit (USD, percent, year, rank, ...).

    Args:
        value: the value.
        unit: its unit.
        digits: significant digits, if not those usual for the unit.
    """
    if unit == "USD":
        return usd(value, digits or 3)
    if unit == "percent":
        return percent(value, digits or 2)
    if unit == "ratio":
        return f"{number(value, digits or 3)} times"
    if unit == "rank":
        # A bare 1 after "share of capital" would be read as a share.
        return f"rank {value:g}"
    if unit in COUNTED:
        return f"{value:g}"
    # Zeros behind the point of a whole number would claim an exactness that nobody measured.
    text = f"{value:,.0f}".replace("-", MINUS) if value == round(value) and not digits else number(value, digits or 3)
    return f"{text} {unit}".strip()


def format_value(value: Any, form: str) -> str:
    """Return a value as one of ``FORMATS`` prints it, or by a format of Python.

    Args:
        value: the value.
        form: a name in ``FORMATS``, with significant digits where they are not the usual ones (``percent.3``), or a
            format such as ``.2f``.
    """
    name, _, digits = form.partition(".")
    if name not in FORMATS:
        return format(value, form)
    function = FORMATS[name]
    return function(value, int(digits)) if digits else function(value)


def escaped_dollars(text: str) -> str:
    """Return Markdown whose dollar signs stand for dollars: two of them would open and close a formula."""
    return re.sub(r"(?<!\\)((?:\\\\)*)\$", r"\1\\$", text)


def site_name(url: str) -> str:
    """Return the site of an address: ``asean.org``."""
    return urllib.parse.urlsplit(url).netloc.removeprefix("www.")


def cut_date(date: str, precision: str) -> str:
    """Return an ISO date cut to what is known of it: ``2018-12-30`` by ``month`` is ``2018-12``.

    Raises:
        KeyError: the precision is not ``day``, ``month`` or ``year``.
    """
    return date[: {"day": 10, "month": 7, "year": 4}[precision]]


def long_date(date: str) -> str:
    """Return an ISO date as it is read: ``30 December 2018``, ``December 2018`` or ``2018``."""
    parts = [int(part) for part in date.split("-")]
    words = [str(parts[0]), *(MONTHS[month - 1] for month in parts[1:2]), *map(str, parts[2:])]
    return " ".join(reversed(words))


def direction_verb(change: float, up: str = "rose", down: str = "fell", flat: str = "did not change") -> str:
    """Return the verb that fits the sign of a change."""
    if change > 0:
        return up
    return down if change < 0 else flat


def from_to(first: float, last: float, form: str = "percent", when: tuple[str, str] = ("", "")) -> str:
    """Return the way between two values: ``rose from 33 % in 2010 to 35 % in 2020``, ``stayed at 33 %``.

    What is printed alike neither rose nor fell.

    Args:
        first: the first value.
        last: the last value.
        form: how each is printed; see ``format_value``.
        when: what follows each value, such as ``in 2010``; nothing when left out.
    """
    ends = [format_value(value, form) for value in (first, last)]
    told = [f"{end} {year}".strip() for end, year in zip(ends, when, strict=True)]
    if ends[0] != ends[1]:
        return f"{direction_verb(last - first)} from {told[0]} to {told[1]}"
    return f"was {told[0]} and {when[1]}" if all(when) else f"stayed at {ends[0]}"


def change_text(first: float, last: float) -> str:
    """Return the change between two values: ``rose by 12 %``, ``fell by 3.4 %``; below 2.5 % ``hardly changed``."""
    if abs(last / first - 1) < REVISION:
        return "hardly changed"
    return f"{direction_verb(last - first)} by {percent(abs(100 * (last / first - 1)))}"


def change_texts(values: pd.Series, years: Sequence[int]) -> dict[int, str]:
    """Return the change to each of some years from the one before it, by the later year; see ``change_text``.

    Args:
        values: in any unit, indexed by year.
        years: the years, in order.

    Raises:
        KeyError: a year has no value.
    """
    return {b: change_text(values[a], values[b]) for a, b in itertools.pairwise(years)}


def levels_in_words(values: pd.Series, form: str) -> str:
    """Return the way from value to value: ``was $4.6bn in 2004, rose to $22.6bn in 2014 and fell to $13.6bn in 2020``.

    What moved by less than the records are revised by is said to be ``still near``.

    Args:
        values: in any unit, indexed by year, in order.
        form: how each is printed; see ``format_value``.
    """
    steps: list[str] = []
    last_verb = ""
    for before, (year, value) in zip([None, *values], values.items(), strict=False):
        if before is None:
            verb = "was"
        elif abs(value / before - 1) < REVISION:
            verb = "was still near"
        else:
            verb = direction_verb(value - before, "rose to", "fell to")
        # A verb that repeats is said once: rose to this in one year and that in the next.
        steps.append(f"{verb if verb != last_verb else ''} {format_value(value, form)} in {year}".strip())
        last_verb = verb
    return word_list(steps)


def values_with_years(values: pd.Series, form: str) -> str:
    """Return values with their years or windows of years: ``61 % in 2010–2014 and 62 % in 2015–2019``.

    Args:
        values: in any unit, indexed by year or by the name of a window.
        form: how each is printed; see ``format_value``.
    """
    return word_list([f"{format_value(value, form)} in {years}" for years, value in values.items()])


def cardinal(count: int) -> str:
    """Return a number of things in words up to twelve, in digits beyond: ``four``, ``27``."""
    return CARDINALS[count] if 0 <= count < len(CARDINALS) else str(count)


def counted(count: int, noun: str) -> str:
    """Return a number of things with its noun, which ends in s where there are several: ``no year``, ``1 year``."""
    return f"{count or 'no'} {noun}" + ("s" if count > 1 else "")


def word_list(items: list[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``; ``none`` for an empty list."""
    if not items:
        return "none"
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def year_ranges(items: list[int]) -> str:
    """Return years with runs shortened: ``2004, 2006–2009 and 2014``; ``no year`` for an empty list."""
    if not items:
        return "no year"
    runs: list[list[int]] = []
    for year in sorted(items):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return word_list([str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs])


def theme_name(theme: str) -> str:
    """Return a theme of ``claims.csv`` as a reader reads it."""
    return "BRICS" if theme == "brics" else theme.capitalize()


def lower_first_letter(name: str) -> str:
    """Return a heading as it stands inside a sentence: only its first letter is lowered."""
    return name[:1].lower() + name[1:]


# The formats that a place in a sentence may name. Those that print numbers also take a number of significant digits.
FORMATS: dict[str, Callable[..., str]] = {
    "number": number,
    "usd": usd,
    "percent": percent,
    "cardinal": cardinal,
    "word_list": word_list,
    "year_ranges": year_ranges,
    "long_date": long_date,
    "direction_verb": direction_verb,
}
