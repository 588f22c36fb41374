"""Templates fill in values safely and name their mistakes."""

import jinja2
import pandas as pd
import pytest

from russia_asean.book.content import contents, templates
from russia_asean.evidence import verdicts


@pytest.fixture
def template(tmp_path, monkeypatch):
    """Return a function that fills a template of the given text."""
    monkeypatch.setattr(templates, "TEMPLATES", tmp_path)

    def fill(text, **content):
        (tmp_path / "a.md.jinja").write_text(text, encoding="utf-8")
        return templates.filled("a", content)

    return fill


def test_values_are_escaped_unless_a_filter_says_otherwise(template):
    text = "{{ value }} {{ value | authored }} {{ key | as_is }} {{ tag | html }}"
    told = template(text, value="[a](b.md) $1", key="trade_flows", tag="<b>")
    assert told == r"\[a\](b.md) \$1 [a](b.md) \$1 trade_flows &lt;b&gt;"


def test_a_place_that_nothing_fills_is_a_mistake(template):
    with pytest.raises(jinja2.UndefinedError, match="'value' is undefined"):
        template("{{ value }}")


def test_every_template_has_its_content_and_every_content_its_template():
    named = {path.name.removesuffix(".md.jinja") for path in templates.TEMPLATES.glob("[!_]*.md.jinja")}
    assert named == set(contents.OF)


def test_a_page_of_an_unknown_document_is_refused():
    with pytest.raises(ValueError, match="No document 'nobody1999'"):
        contents.OF["ledger-document"](document="nobody1999")


def test_corrections_are_listed_or_said_to_be_none():
    assert templates.filled("errata", {"corrections": []}).strip() == "No figure of the tables has been corrected."
    row = {
        "table": "trade_flows",
        "key": "VNM;RUS;2014",
        "column": "value",
        "old": "",
        "new": "$5",
        "reason": "A slip.",
        "date": pd.Timestamp("2026-05-01"),
        "source_url": "https://a.org/x",
    }
    assert templates.filled("errata", {"corrections": [row]}).splitlines()[-1] == (
        r"| `trade_flows` VNM, RUS, 2014, value | (empty) | \$5 | A slip. (1 May 2026) [source](<https://a.org/x>) |"
    )


def test_every_verdict_has_colours():
    assert set(verdicts.COLOURS) == set(verdicts.Verdict)
