"""Values come out of Markdown as they went in; notes keep their links, and their dollars stay dollars."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from russia_asean.book.common import markdown

READER = MarkdownIt("gfm-like", {"linkify": False}).use(dollarmath_plugin).use(attrs_plugin)
# All that means something to Markdown, among words.
TEXT = st.text(st.sampled_from([*"\\`*_[]<>$|~&{}#+-=:%(!).1 ab'\"\n"]), min_size=1, max_size=40)


def shown(text):
    """Return what a reader sees of a paragraph of Markdown: its text, or None where it is more than text."""
    tokens = READER.parse(text)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return None
    parts = tokens[1].children
    return (
        "".join(each.content for each in parts)
        if all(each.type in ("text", "text_special") for each in parts)
        else None
    )


@given(TEXT)
def test_a_value_is_shown_sign_by_sign(value):
    assert shown(f"a {markdown.escaped(value)} z") == " ".join(f"a {value} z".split("\n")) or "\n" in value
    if value.strip() and "\n" not in value and value == value.strip():
        assert shown(markdown.escaped(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        "US$4 billion to US$6 billion",
        "# no heading",
        "- no item",
        "1. no list",
        "2014) no list",
        "| no | table |",
        "a *star*, an _underscore_ and `code`",
        "[no](link) and ![no](picture) and <b>no</b> &amp; entity",
        "C:\\path",
        "% no comment",
        ":::no directive",
        "(no-target)=",
    ],
)
def test_what_looks_like_markup_is_shown_as_it_is(value):
    assert shown(markdown.escaped(value)) == value


def test_without_escape_two_amounts_become_a_formula():
    assert shown("US$4 billion to US$6 billion") is None


def test_a_line_break_in_a_value_is_a_space():
    assert markdown.escaped("one\n  two") == "one two"


def test_a_note_keeps_its_links_and_loses_no_dollar():
    note = markdown.authored("See [here](a.md): $4bn,\nnot \\$5bn or US$6bn.")
    assert note == "See [here](a.md): \\$4bn, not \\$5bn or US\\$6bn."
    assert markdown.escaped(note) == note
    assert "math_inline" not in {each.type for each in READER.parseInline(note)[0].children}


def test_addresses_become_links_and_the_words_around_them_stay_words():
    told = markdown.linked("It needs *both* (https://a.org/x_y?b=1&c, https://b.org). $1 and $2.")
    assert told == r"It needs \*both\* (<https://a.org/x_y?b=1&c>, <https://b.org>). \$1 and \$2."
    assert shown(markdown.linked("[none] |")) == "[none] |"
    assert markdown.linked("Ask https://a.org/?codes=1,2, then wait.") == "Ask <https://a.org/?codes=1,2>, then wait."
    html = READER.render(told)
    assert 'href="https://a.org/x_y?b=1&amp;c"' in html and 'href="https://b.org"' in html


@given(TEXT)
def test_words_without_an_address_are_escaped(value):
    assert markdown.linked(value) == markdown.escaped(value)


def test_ids_and_addresses_are_filled_in_as_they_are():
    assert markdown.as_is("trade_flows") == "trade_flows"
    assert markdown.as_is("https://a.org/x?y=1&z=2#top") == "https://a.org/x?y=1&z=2#top"


@pytest.mark.parametrize("value", ["a`b", "a]b", "a<b", "a\nb", 'a"b', "a$b", "a|b"])
def test_what_would_end_its_place_is_refused(value):
    with pytest.raises(ValueError, match="cannot be filled in as it is"):
        markdown.as_is(value)


def test_an_address_is_one_link_whatever_signs_it_holds():
    url = "https://example.org/2018/vn-$100-billion_(38)-305731.htm?a=b,c"
    rendered = MarkdownIt().render(f"[read]({markdown.address(url)}) for $3")
    assert 'href="https://example.org/2018/vn-%24100-billion_%2838%29-305731.htm?a=b,c"' in rendered
