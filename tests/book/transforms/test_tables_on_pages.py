"""Long tables fold, wide ones scroll in a place that has a name, and what columns share stands over them once."""

import book_gates
import pytest
from docutils import nodes

from russia_asean.book import rendering
from russia_asean.book.transforms import tables_on_pages
from russia_asean.evidence import records

PLACE = '<div class="pst-scrollable-table-container"><table class="table">'


def test_each_place_that_scrolls_has_a_name_of_its_own():
    page = (
        '<h2>Errors &amp; gaps<a class="headerlink" href="#e">#</a></h2>'
        f"{PLACE}<tr></tr></table></div>{PLACE}<tr></tr></table></div>"
        f'{PLACE}\n<caption><span class="caption-number">Table 3 </span><span class="caption-text"><strong>Trade by '
        'member. </strong>More words.</span><a class="headerlink" href="#t">#</a></caption></table></div>'
    )
    named = tables_on_pages.with_named_tables(page)
    start = '<div class="table-scroll" tabindex="0" role="region" aria-label="'
    names = [part.partition('">')[0] for part in named.split(start)[1:]]
    assert names == [
        "Table under “Errors &amp; gaps”",
        "Table under “Errors &amp; gaps” (2)",
        "Table 3 Trade by member",
    ]


def head_of(*heads):
    """Return the rows of a head: the words of each cell, with how many columns and rows more it covers."""
    rows = rendering._head(heads, [False] * len(heads))
    return [
        [(cell.astext(), cell.get("morecols", 0), cell.get("morerows", 0)) for cell in row.findall(nodes.entry)]
        for row in rows
    ]


def test_words_that_neighbours_share_before_a_colon_stand_once():
    assert head_of("Year", "To ASEAN: by Russia", "To ASEAN: by ASEAN", "Alone: x") == [
        [("Year", 0, 1), ("To ASEAN", 1, 0), ("Alone: x", 0, 1)],
        [("by Russia", 0, 0), ("by ASEAN", 0, 0)],
    ]


def test_a_head_without_groups_is_one_row():
    assert head_of("Year", "Share: of all", "Rank") == [[("Year", 0, 0), ("Share: of all", 0, 0), ("Rank", 0, 0)]]


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def chapter(html, browser, request):
    """Return a function that opens a chapter, with and without scripts."""
    context = browser.new_context(java_script_enabled=request.param)

    def opened(name):
        tab = context.new_page()
        tab.goto((html / f"notebooks/{name}.html").as_uri(), wait_until="load")
        return tab

    yield opened
    context.close()


@pytest.fixture
def long_table(chapter):
    """Return a page with a long table, and the part of it with the table and its switch."""
    tab = chapter("synthesis")
    return tab, tab.locator(".folded-table:not(:has(.on-a-phone))").first


def rows_shown(part):
    """Return how many rows of the body of a table are shown."""
    return len([row for row in part.locator("tbody tr").all() if row.is_visible()])


def test_a_long_table_shows_its_first_rows_until_all_are_asked_for(long_table):
    tab, part = long_table
    every = part.locator("tbody tr").count()
    assert every > tables_on_pages.LONG and rows_shown(part) == 10
    tab.set_viewport_size({"width": 390, "height": 844})
    assert rows_shown(part) == 4
    summary = part.locator("summary")
    assert summary.locator(".closed").text_content() == f"Show all {every} rows"
    summary.focus()
    tab.keyboard.press("Enter")
    assert rows_shown(part) == every


def test_a_table_that_is_long_only_on_a_phone_folds_there_alone(chapter):
    tab = chapter("brics")
    part = tab.locator(".folded-table:has(.on-a-phone):visible").first
    every, summary = part.locator("tbody tr").count(), part.locator("summary")
    assert tables_on_pages.LONG_ON_A_PHONE < every <= tables_on_pages.LONG
    assert rows_shown(part) == every and not summary.is_visible()
    tab.set_viewport_size(book_gates.PHONE)
    assert rows_shown(part) == 4
    summary.click()
    assert rows_shown(part) == every


def test_print_shows_all_rows(long_table):
    tab, part = long_table
    tab.emulate_media(media="print")
    assert rows_shown(part) == part.locator("tbody tr").count()
    assert not part.locator("summary").is_visible()


def printed_rows(rows, words):
    """Return a table of two columns whose second holds as many words."""
    return records.Printed(
        head=("Measure", "Why"), rows=tuple(("Trade", "reason " * words) for _ in range(rows)), numeric=()
    )


def test_few_rows_of_many_lines_may_break_over_pages_too():
    assert not rendering._is_long(printed_rows(10, 10))
    assert rendering._is_long(printed_rows(10, 60))
    assert rendering._is_long(printed_rows(40, 1))


def test_a_table_of_many_pages_is_set_smaller_with_more_room_for_its_words():
    short, endless = printed_rows(40, 1), printed_rows(120, 60)
    assert not rendering._is_endless(short) and rendering._is_endless(endless)
    assert rendering._column_spec(endless, [False, False]).count(f"{{{rendering.SMALL_LINE}}}") == 2


def test_a_few_long_cells_get_the_room_that_short_ones_do_not_need():
    table = records.Printed(
        head=("Choice", "Which"),
        rows=(*[("opinion of those with a view", "none")] * 20, ("without 2022", "trade, " * 20)),
        numeric=(),
    )
    choice, which = rendering._rooms(table)
    assert which > 2 * choice


def test_a_date_has_room_on_one_line_where_the_line_has_it():
    dated = records.Printed(head=("Date", "What"), rows=(("2005-12-13", "summit " * 30),), numeric=())
    assert rendering._least(dated)[0] > len("13 December 2005")
    crowded = records.Printed(head=tuple("abcdefgh"), rows=(("2005-12-13",) * 8,), numeric=())
    assert rendering._least(crowded) == [len("December") + 3] * 8


def test_a_table_whose_words_do_not_fit_the_line_is_set_smaller():
    heads = tuple(f"considerable{number}" for number in range(8))
    wide = records.Printed(head=heads, rows=(heads,), numeric=())
    fits = records.Printed(head=heads[:5], rows=(heads[:5],), numeric=())
    assert rendering._is_small(wide) and not rendering._is_small(fits)
    assert sum(rendering._rooms(wide, rendering.SMALL_LINE)) > rendering.LINE_OF_A_TABLE


@pytest.mark.parametrize(("height", "width"), [(300, "100%"), (525, "100%"), (1000, "52%")])
def test_a_high_picture_leaves_room_for_its_caption_in_print(height, width):
    assert rendering._width_in_print(f'<svg viewBox="0 0 500 {height}"></svg>') == width
