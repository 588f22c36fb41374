"""Numbers as readers read them."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean import formatting

NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (21.437, 3, "21.4"),
        (1234.5, 3, "1,234"),
        (0.78123, 2, "0.78"),
        (0.00456, 2, "0.0046"),
        (-4.95, 2, "−5.0"),
        (0, 3, "0"),
        (math.nan, 3, "n/a"),
        (math.inf, 3, "n/a"),
    ],
)
def test_number_keeps_significant_digits(value, digits, text):
    assert formatting.number(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (21.4e9, "$21.4bn"),
        (950e6, "$950m"),
        (12_000, "$12,000"),
        (2.5e12, "$2.50tn"),
        (-3.9e9, "−$3.90bn"),
        (999.6e6, "$1.00bn"),
        (999.4e6, "$999m"),
    ],
)
def test_usd_takes_the_unit_that_fits(value, text):
    assert formatting.usd(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(61.3, "61 %"), (0.784, "0.78 %"), (394.6, "395 %"), (-6.81, "−6.8 %"), (100, "100 %")]
)
def test_percent(value, text):
    assert formatting.percent(value).replace(NO_BREAK, " ") == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (2014, "year", "2014"),
        (8, "rank", "rank 8"),
        (1.5e9, "USD", "$1.50bn"),
        (12, "percent", "12 %"),
        (3, "km", "3 km"),
        (3.25, "km", "3.25 km"),
        (-1250, "points", "−1,250 points"),
    ],
)
def test_quantity_follows_the_unit(value, unit, text):
    assert formatting.quantity(value, unit).replace(NO_BREAK, " ") == text


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([178_200, 1.04e6, 3.98e9], ["$0.18m", "$1.04m", "$3,980m"]),
        ([6.8e9, 7.876e9, -12e6, 1e4], ["$6.80bn", "$7.88bn", "−$0.01bn", "<$0.01bn"]),
        ([0, -5e9], ["$0", "−$5.00bn"]),
        ([12_000, 900], ["$12,000", "$900"]),
        ([math.nan, 2.5e12], ["n/a", "$2.50tn"]),
        ([], []),
    ],
)
def test_a_column_of_dollars_has_one_unit(values, texts):
    assert formatting.usd_column(values) == texts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("rose by 12 % to 5%", "rose by 12~% to 5~%"),
        ("“7% and -2” (-3.28), -0.0", "“7% and -2” (−3.28), 0.0"),
        ("-1.5", "−1.5"),
        ("on 2019-02-01, in 2019-04", "on 1 February 2019, in April 2019"),
        ("ES-11/1, 2010-14, imf-dots-2022-02, 1-2, 2022-13-01", "ES-11/1, 2010-14, imf-dots-2022-02, 1-2, 2022-13-01"),
    ],
)
def test_text_is_typeset_but_for_quotations(text, shown):
    assert formatting.typeset(text).replace(NO_BREAK, "~") == shown
    assert formatting.typeset(formatting.typeset(text)) == formatting.typeset(text)


@pytest.mark.parametrize(("change", "verb"), [(2, "rose"), (-0.1, "fell"), (0, "did not change")])
def test_direction(change, verb):
    assert formatting.direction_verb(change) == verb


@pytest.mark.parametrize(
    ("items", "text"), [([], "none"), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_word_list_has_commas_and_one_and(items, text):
    assert formatting.word_list(items) == text


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], "no year"),
        ([2014], "2014"),
        ([2009, 2006, 2004, 2007, 2008, 2014], "2004, 2006–2009 and 2014"),
        ([2020, 2021], "2020–2021"),
    ],
)
def test_years(items, text):
    assert formatting.year_ranges(items) == text


@pytest.mark.parametrize(
    ("precision", "iso", "read"),
    [("day", "2018-12-03", "3 December 2018"), ("month", "2018-12", "December 2018"), ("year", "2018", "2018")],
)
def test_dates_are_cut_and_written_to_their_precision(precision, iso, read):
    assert formatting.cut_date("2018-12-03", precision) == iso
    assert formatting.long_date(iso) == read


@pytest.mark.parametrize(("form", "text"), [("usd", "$1.50bn"), (".1e", "1.5e+09")])
def test_a_form_is_a_function_of_formatting_or_a_format(form, text):
    assert formatting.format_value(1.5e9, form) == text


def test_a_module_that_formatting_imports_is_no_form():
    with pytest.raises(ValueError, match="Invalid format"):
        formatting.format_value(1.5e9, "math")


def test_an_unknown_precision_is_refused():
    with pytest.raises(KeyError):
        formatting.cut_date("2018-12-03", "decade")


@given(st.floats(-1e15, 1e15, allow_nan=False), st.integers(1, 6))
def test_number_reads_back_to_its_digits(value, digits):
    text = formatting.number(value, digits)
    back = float(text.replace(",", "").replace(formatting.MINUS, "-"))
    assert back == pytest.approx(value, rel=0.51 * 10 ** (1 - digits), abs=1e-300)


def test_a_theme_is_named_as_a_reader_names_it():
    assert [formatting.theme_name(theme) for theme in ("brics", "vietnam")] == ["BRICS", "Vietnam"]


def test_only_the_first_letter_of_a_heading_is_lowered():
    assert formatting.lower_first_letter("Investment in Vietnam") == "investment in Vietnam"


def test_changes_lead_from_each_year_to_the_next_of_the_list():
    values = pd.Series({2012: 100.0, 2013: 7.0, 2015: 150.0, 2018: 75.0})
    told = {2015: f"rose by 50{NO_BREAK}%", 2018: f"fell by 50{NO_BREAK}%"}
    assert formatting.change_texts(values, [2012, 2015, 2018]) == told


def test_levels_lead_from_value_to_value():
    values = pd.Series({2004: 4e9, 2014: 20e9, 2020: 13e9, 2021: 13.2e9})
    told = "was $4.00bn in 2004, rose to $20.0bn in 2014, fell to $13.0bn in 2020 and was still near $13.2bn in 2021"
    assert formatting.levels_in_words(values, "usd") == told
    assert formatting.levels_in_words(values.iloc[:1], "usd") == "was $4.00bn in 2004"
    rising = pd.Series({2004: 4e9, 2014: 20e9, 2020: 30e9})
    said = "was $4.00bn in 2004, rose to $20.0bn in 2014 and $30.0bn in 2020"
    assert formatting.levels_in_words(rising, "usd") == said


def test_values_are_told_with_their_years():
    assert (
        formatting.values_with_years(pd.Series({2009: 61.2, 2012: 0.5}), "percent")
        == f"61{NO_BREAK}% in 2009 and 0.50{NO_BREAK}% in 2012"
    )
    windows = pd.Series({"2010–2014": 2e9})
    assert formatting.values_with_years(windows, "usd") == "$2.00bn in 2010–2014"


def test_numbers_of_things_are_words_up_to_twelve():
    assert [formatting.cardinal(count) for count in (0, 1, 4, 12, 13)] == ["no", "one", "four", "twelve", "13"]
    assert formatting.format_value(6, "cardinal") == "six"


def test_the_formats_are_those_that_sentences_may_name():
    """Adding a helper to the module adds no format: a place in a sentence names one of these, or a format of Python."""
    assert set(formatting.FORMATS) >= {"usd", "percent", "number", "word_list", "year_ranges", "long_date"}
    assert "pd" not in formatting.FORMATS
    with pytest.raises(ValueError, match="Invalid format"):
        formatting.format_value(1.5, "lower_first_letter")


def test_dates_are_british_whatever_the_language_of_the_machine():
    """The names of months are the report's own; the machine's would follow its locale."""
    import locale

    before = locale.setlocale(locale.LC_TIME)
    others = [name for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8", "C.UTF-8", "C") if _settable(name)]
    try:
        for name in others:
            locale.setlocale(locale.LC_TIME, name)
            assert formatting.long_date("2018-12-03") == "3 December 2018"
    finally:
        locale.setlocale(locale.LC_TIME, before)
    assert others


def _settable(name):
    import locale

    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_TIME, before)
    return True


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("$5bn, not $4bn", r"\$5bn, not \$4bn"),
        (r"\$5bn", r"\$5bn"),
        (r"\\$5bn", r"\\\$5bn"),
        ("none", "none"),
    ],
)
def test_a_dollar_is_a_dollar_and_escaped_once(text, escaped):
    assert formatting.escaped_dollars(text) == escaped
    assert formatting.escaped_dollars(escaped) == escaped


@pytest.mark.parametrize(
    ("first", "last", "when", "said"),
    [
        (3.3, 5.04, ("in 1992", "in 1994"), "rose from 3.3 % in 1992 to 5.0 % in 1994"),
        (1.04, 1.02, ("in 2019", "in 2020"), "was 1.0 % in 2019 and in 2020"),
        (33.4, 33.2, ("", ""), "stayed at 33 %"),
        (33.4, 30.2, ("", ""), "fell from 33 % to 30 %"),
    ],
)
def test_what_is_printed_alike_neither_rose_nor_fell(first, last, when, said):
    assert formatting.from_to(first, last, when=when) == said.replace(" %", f"{formatting.FIXED_SPACE}%")


def test_things_are_counted_with_the_noun_that_fits():
    assert [formatting.counted(count, "year") for count in (0, 1, 4)] == ["no year", "1 year", "4 years"]
    assert formatting.counted(np.int64(3), "year") == "3 years"
