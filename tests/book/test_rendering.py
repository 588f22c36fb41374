"""What an exhibit says of itself on a page: whose data it shows, in one line that opens."""

import types

import pytest

from russia_asean.book import rendering
from russia_asean.evidence import records
from russia_asean.provenance import Origin


def credit(*sources):
    """Return the line of an exhibit that rests on these sources."""
    return rendering._credit(types.SimpleNamespace(rests_on=records.rests_on([Origin("t", key) for key in sources])))


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (["imf-dots-2022-02"], "Data: International Monetary Fund"),
        (["un-ideal-points-2025", "un-rollcalls-voeten"], "Data: E. Voeten; E. Voeten, A. Strezhnev and M. Bailey"),
        (["author-claims", "imf-dots-2022-02"], "Data: International Monetary Fund; the authors of this report"),
        (["author-claims"], "Data: the authors of this report"),
        (
            ["author-claims", "author-projects", "sipri-register-2026", "imf-dots-2022-02", "imf-dots-monthly-2024-07"],
            "Data: International Monetary Fund and 2 others",
        ),
    ],
)
def test_the_line_names_who_made_most_of_the_data_and_ourselves_last(sources, said):
    assert credit(*sources) == said


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_line_opens_to_sources_and_files_and_print_has_them(html, browser, scripts):
    context = browser.new_context(java_script_enabled=scripts)
    tab = context.new_page()
    tab.goto((html / "notebooks/trade.html").as_uri(), wait_until="load")
    line = tab.locator("#fig-trade-totals .source-line")
    files = line.get_by_role("link", name="CSV")
    assert not files.is_visible() and line.get_by_role("link", name="Cite this figure").is_visible()
    line.locator("summary").focus()
    tab.keyboard.press("Enter")
    assert files.is_visible() and "author\N{RIGHT SINGLE QUOTATION MARK}s calculation" in line.inner_text()
    tab.keyboard.press("Enter")
    tab.emulate_media(media="print")
    assert files.is_visible() and not line.locator("summary").is_visible()
    context.close()
