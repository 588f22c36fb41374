"""Charts to explore: their numbers are those of the results; mouse, keyboard and address lead to each of them."""

import json
import re
from urllib.parse import urlsplit

import book_gates
import pytest
from playwright.sync_api import expect

from russia_asean import formatting, paths
from russia_asean.book.common import entries, marks
from russia_asean.book.content import exploration, exploration_charts, exploration_lists, templates
from russia_asean.book.directives import explore
from russia_asean.data import countries

SCREEN = {"width": 1200, "height": 900}
NARROW = {"width": 360, "height": 740}
CHARTS = ("trade", "votes", "arms")
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"


def stored(chapter, label):
    """Return the rows of an exhibit as they lie in the results, past all code of the book."""
    results = json.loads((paths.RESULTS / f"{chapter}.json").read_text(encoding="utf-8"))
    return next(exhibit["data"] for exhibit in results["exhibits"] if exhibit["key"] == label)


def published(key):
    """Return the values by year of a series as they lie in the results."""
    for file in paths.RESULTS.glob("*.json"):
        for series in json.loads(file.read_text(encoding="utf-8")).get("series", []):
            if series["key"] == key:
                return {int(year): value for year, value in series["values"].items()}
    raise AssertionError(key)


def drawn(name):
    """Return all values of a chart: who, which, first and last year, and value."""
    return sorted(
        (line.who, line.which, point.start, point.end, point.value)
        for line in explore.OF[name]().lines
        for point in line.points
        if point.value is not None
    )


def span(window):
    """Return the years of a window that is written in either of two ways."""
    start, end = window.split("–")
    return int(start), int(end if len(end) == 4 else start[:2] + end)


# The numbers.


def test_the_numbers_of_trade_are_those_of_the_results():
    sides = {"Russia-reported": "russia"}
    rows = stored("trade", "fig-trade-totals")
    expected = [("ASEAN-10", sides.get(row["series"], "asean"), row["year"], row["year"], row["value"]) for row in rows]
    yearly = stored("trade", "fig-trade-members")
    expected += [(row["member"], "asean", row["year"], row["year"], row["value"]) for row in yearly]
    for row in stored("trade", "tab-trade-members"):
        if row["member"] not in {each["member"] for each in yearly}:
            years = [name for name in row if name.isdigit() and row[name] is not None]
            expected += [(row["member"], "asean", int(year), int(year), row[year]) for year in years]
    assert drawn("trade") == sorted(expected)
    quoted = {(row["year"], row["value"], row["stated_by"]) for row in stored("trade", "tab-trade-quoted")}
    assert {(mark.year, mark.value, mark.by) for mark in exploration_charts.trade().marks} == quoted


def test_the_numbers_of_votes_are_those_of_the_results():
    expected = [
        ("ASEAN-10", row["partner"], row["year"], row["year"], row["value"])
        for row in stored("security_forums", "fig-forums-votes")
        if row["measure"] == "agreement, % of roll calls"
    ]
    for row in stored("security_forums", "fig-forums-members"):
        expected += [(row["member"], "RUS", *span(name), row[name]) for name in row if name != "member"]
    expected += [
        (row["iso3"], row["power"], 2021, 2023, row["value"]) for row in stored("brics", "fig-brics-agreement")
    ]
    assert drawn("votes") == sorted(expected)


def test_the_numbers_of_arms_are_those_of_the_results_and_shares_alone():
    expected = [
        ("ASEAN-10", "others" if code == "Others" else code, *span(row["window"]), row[code])
        for row in stored("security_forums", "fig-forums-arms")
        for code in row
        if code != "window"
    ]
    expected += [
        ("VNM", row["supplier"], *span(row["window"]), row["share"]) for row in stored("vietnam", "fig-vietnam-arms")
    ]
    for row in stored("security_forums", "tab-forums-arms"):
        windows = [name for name in row if name[0].isdigit() and row[name] is not None and row["member"] != "VNM"]
        expected += [(row["member"], "RUS", *span(name), row[name]) for name in windows]
    assert drawn("arms") == sorted(expected)
    assert exploration_charts.arms().unit == "percent" and all(0 <= value <= 100 for *_, value in drawn("arms"))


def test_what_is_missing_is_no_data_and_what_is_zero_is_zero():
    for name in CHARTS:
        for line in explore.OF[name]().lines:
            for point in line.points:
                assert (point.text == "no data") == (point.value is None)
    laos = [line for line in exploration_charts.trade().lines if line.who == "LAO"]
    assert {point.value for line in laos for point in line.points} == {None}
    singapore = [point.text for line in exploration_charts.arms().lines if line.who == "SGP" for point in line.points]
    assert formatting.percent(0) in singapore


def test_the_first_year_compares_means_of_the_published_series():
    found = exploration_lists.first_year()
    card = {f"{row['dimension']}: {row['measure']}": row for row in stored("synthesis", "tab-synthesis-scorecard")}
    turned = 0
    for stop in found.stops:
        for (name, before, _, moved, rule), differs in stop.rows:
            row = card[name]
            values = [value for year, value in published(row["key"]).items() if stop.start <= year < 2014]
            assert rule == row["direction"] and (before == "no data") == (not values)
            if values and row["after"] is not None:
                mean = sum(values) / len(values)
                assert before.startswith(formatting.format_value(mean, row["unit"]).replace("-", formatting.MINUS))
                up = "further" if row["key"].startswith("forums-distance") else "nearer"
                assert moved.startswith(up) == (row["after"] > mean)
            turned += differs
            assert differs == ("(from 2009: " in moved)
            assert not differs or row["measure"] in stop.said
    assert turned, "a slider that changes nothing is none"
    assert found.stops[found.at].start == 2009 and not any(differs for _, differs in found.stops[found.at].rows)


def test_the_year_of_the_break_shows_the_stored_directions():
    found = exploration_lists.break_year()
    told = {(cells[0], stop.start): cells[1] for stop in found.stops for cells, _ in stop.rows}
    rows = stored("synthesis", "fig-synthesis-breaks")
    assert told == {(row["dimension"], int(row["break"])): row["moved"] for row in rows}
    for stop in found.stops:
        for (name, moved, usual), differs in stop.rows:
            assert differs == (moved != usual.partition(" (")[0])
            assert not differs or name.lower() in stop.said.lower()


# What cannot be shown is refused.


@pytest.fixture
def spoilt(monkeypatch):
    """Return a function that changes an exhibit, or takes it away."""

    def spoil(label, **changes):
        known = dict(entries.exhibits())
        exhibit = known.pop(label)
        if changes:
            known[label] = exhibit.model_copy(update=changes)
        monkeypatch.setattr(entries, "exhibits", lambda: known)

    return spoil


@pytest.mark.parametrize(
    ("name", "label"),
    [(name, label) for name, make in explore.OF.items() for label in make().exhibits],
)
def test_a_chart_whose_exhibit_is_gone_is_refused(spoilt, name, label):
    spoilt(label)
    with pytest.raises(exploration.ExploreError, match=label):
        explore.content(name)


def test_a_mean_that_is_not_the_stored_one_is_refused(spoilt):
    first, *rest = entries.exhibits()["tab-synthesis-scorecard"].data
    spoilt("tab-synthesis-scorecard", data=({**first, "before": first["before"] * 1.01}, *rest))
    with pytest.raises(exploration.ExploreError, match="is not that of its series"):
        exploration_lists.first_year()


def test_a_window_that_the_title_no_longer_names_is_refused(spoilt):
    spoilt("fig-brics-agreement", title="Members, partners and others vote alike")
    with pytest.raises(exploration.ExploreError, match="does not say"):
        exploration_charts.votes()


def test_an_unknown_chart_is_refused():
    with pytest.raises(exploration.ExploreError, match="There are: trade, votes"):
        explore.content("opinion")


def test_no_text_ends_the_element_that_holds_the_numbers(spoilt):
    first, *rest = entries.exhibits()["tab-trade-quoted"].data
    spoilt("tab-trade-quoted", data=({**first, "stated_by": "</script><b>A & B"}, *rest))
    text = templates.filled(explore.TEMPLATE, explore.content("trade"))
    (numbers,) = re.findall(r'<script type="application/json">(.*)</script>', text)
    assert "<" not in numbers and "</script><b>A & B" in {mark["by"] for mark in json.loads(numbers)["marks"]}


@pytest.mark.parametrize("name", explore.OF)
def test_the_markup_of_a_chart_is_one_piece(name):
    """MyST ends HTML at an empty line and reads the rest as words."""
    text = templates.filled(explore.TEMPLATE, explore.content(name))
    block = text.partition(":::{only} html\n")[2].partition("\n:::")[0]
    assert block.startswith("<div") and block.endswith("</div>") and "\n\n" not in block


# The page.


@pytest.fixture
def open_page(html, browser):
    """Return a function that opens the page with a query, and gathers what its console says."""
    contexts, said = [], []

    def opened(asked="", *, viewport=SCREEN, policy="", **settings):
        contexts.append(browser.new_context(viewport=viewport, reduced_motion="reduce", **settings))
        tab = contexts[-1].new_page()
        address = (html / "book/explore.html").as_uri()
        if policy:
            # A file has no headers that could hold a policy, so the book is given an address that nobody asks for.
            def answer(route):
                file = html / urlsplit(route.request.url).path.removeprefix("/")
                route.fulfill(path=file, headers={"Content-Security-Policy": policy})

            tab.route("http://book.test/**", answer)
            address = "http://book.test/book/explore.html"
        tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: said.append(error.message))
        tab.goto(f"{address}{asked}", wait_until="load")
        tab.said = said
        return tab

    yield opened
    for context in contexts:
        context.close()


def part(tab, name):
    """Return the element of one chart."""
    return tab.locator(f"#explore-{name}")


def sentence(tab, name):
    """Return what a chart says."""
    return part(tab, name).locator(".explore-said").text_content()


def test_every_choice_shows_the_numbers_of_the_results_in_its_table(open_page):
    tab = open_page()
    for name in CHARTS:
        shown = explore.OF[name]()
        found = part(tab, name).evaluate(
            """box => {
              const [who, which] = box.querySelectorAll("select");
              const tables = {};
              for (const one of who.options) for (const other of which.options) {
                who.value = one.value;
                which.value = other.value;
                which.dispatchEvent(new Event("input", { bubbles: true }));
                tables[`${one.value} ${other.value}`] = [...box.querySelectorAll("tbody tr")].map(
                  row => [...row.children].map(cell => cell.textContent));
              }
              return tables;
            }"""
        )
        first, second = shown.choices
        assert len(found) == len(first.options) * len(second.options)
        for who, _ in first.options:
            for which, _ in second.options:
                lines = [each for each in shown.lines if each.who == who and which in ("all", each.which)]
                texts = {
                    (formatting.year_ranges([*range(point.start, point.end + 1)]), place): point.text
                    for place, line in enumerate(lines)
                    for point in line.points
                }
                for years, *cells in found[f"{who} {which}"]:
                    for place, line in enumerate(lines):
                        nothing = "–" if line.optional else "no data"
                        assert cells[place] == texts.pop((years, place), nothing)
                assert texts == {}
    assert tab.said == []


def test_the_sentence_says_what_is_shown(open_page):
    tab = open_page("?trade-who=VNM&trade-year=2021")
    (value,) = [
        row["value"] for row in stored("trade", "fig-trade-members") if (row["member"], row["year"]) == ("VNM", 2021)
    ]
    assert sentence(tab, "trade").startswith(f"Vietnam, 2021: {formatting.usd(value)} by ASEAN's records.")
    part(tab, "trade").get_by_label("Trade of").select_option("Laos")
    assert sentence(tab, "trade").startswith("Laos, 2021: no data by ASEAN's records (not reported).")
    part(tab, "trade").get_by_label("Trade of").select_option("ASEAN-10")
    quoted = [row["stated_by"] for row in stored("trade", "tab-trade-quoted") if row["year"] == 2021]
    assert quoted and all(name in sentence(tab, "trade") for name in quoted)
    part(tab, "trade").get_by_label("Quoted totals").uncheck()
    assert "Quoted" not in sentence(tab, "trade")
    part(tab, "trade").get_by_role("slider").press("End")
    assert re.search(r"\$\S+ \(recovered from estimates\) by ASEAN's records of the members", sentence(tab, "trade"))
    assert sentence(tab, "trade").endswith("no data by Russia's records.")
    assert part(tab, "trade").locator(".explore-said").get_attribute("role") == "status"


def test_the_charts_work_by_keyboard(open_page):
    tab = open_page()
    box = part(tab, "trade")
    box.get_by_label("Trade of").focus()
    tab.keyboard.type(countries.name("VNM"))
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    slider = box.get_by_role("slider", name="Year")
    expect(slider).to_be_focused()
    before = int(slider.get_attribute("aria-valuetext"))
    tab.keyboard.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == str(before - 1)
    assert sentence(tab, "trade").startswith(f"Vietnam, {before - 1}: $")
    tab.keyboard.press("Home")
    assert sentence(tab, "trade").startswith("Vietnam, 1992: ")
    last = part(tab, "break")
    last.get_by_role("slider").focus()
    tab.keyboard.press("End")
    assert last.locator("tbody td").first.is_visible() and sentence(tab, "break").startswith("Break in 2023 ")


def test_the_mouse_reads_values_and_a_click_stays(open_page):
    tab = open_page()
    chart = part(tab, "votes").locator("svg")
    chart.scroll_into_view_if_needed()
    before = sentence(tab, "votes")
    place = chart.bounding_box()
    tab.mouse.move(place["x"] + place["width"] / 3, place["y"] + place["height"] / 2)
    under = sentence(tab, "votes")
    assert under != before
    tab.mouse.move(place["x"] + place["width"] / 3, place["y"] - 40)
    assert sentence(tab, "votes") == before
    tab.mouse.click(place["x"] + place["width"] / 3, place["y"] + place["height"] / 2)
    tab.mouse.move(place["x"] + place["width"] / 3, place["y"] - 40)
    assert sentence(tab, "votes") == under


def test_a_shared_address_shows_what_was_shared_and_back_undoes_it(open_page):
    tab = open_page()
    at_first = sentence(tab, "arms")
    part(tab, "arms").get_by_label("Arms of").select_option("VNM")
    one = sentence(tab, "arms")
    slider = part(tab, "arms").get_by_role("slider")
    slider.focus()
    for _ in range(3):
        tab.keyboard.press("ArrowLeft")
    two = sentence(tab, "arms")
    assert tab.url.endswith("?arms-who=VNM&arms-year=2005#explore-arms") and len({at_first, one, two}) == 3
    second = open_page("?arms-who=VNM&arms-year=2005#explore-arms")
    assert sentence(second, "arms") == two and sentence(second, "trade") == sentence(tab, "trade")
    second.reload()
    assert sentence(second, "arms") == two
    tab.go_back()
    expect(part(tab, "arms").locator(".explore-said")).to_have_text(one)
    tab.go_back()
    expect(part(tab, "arms").locator(".explore-said")).to_have_text(at_first)
    tab.go_forward()
    expect(part(tab, "arms").locator(".explore-said")).to_have_text(one)


def test_an_address_that_asks_for_what_is_not_there_shows_what_stands_at_first(open_page):
    tab = open_page("?trade-who=XXX&trade-year=1066&arms-supplier=%3Cb%3E&other=1")
    assert sentence(tab, "trade") == sentence(open_page(), "trade") and tab.said == []


def test_only_what_the_results_hold_can_be_chosen(open_page):
    tab = open_page("?trade-who=VNM")
    offered = part(tab, "trade").locator("select[name=record] option:not([disabled])").all_text_contents()
    assert offered == ["both", "ASEAN's records"]
    part(tab, "trade").get_by_label("Trade of").select_option("ASEAN-10")
    assert part(tab, "trade").locator("select[name=record] option[disabled]").count() == 0


def test_without_a_script_the_stored_picture_and_the_data_are_there(open_page):
    tab = open_page(java_script_enabled=False)
    for name in explore.OF:
        shown = part(tab, name)
        assert not shown.locator("form").is_visible()
        assert shown.locator("table.explore-list").count() or shown.locator(".picture").is_visible()
        for label in explore.OF[name]().exhibits:
            assert tab.locator(f'a[href$="downloads/{marks.file_name(f"{label}.csv")}"]').count()
            assert tab.locator(f'article a[href$="#{label}"]').count()


def test_print_shows_the_charts_without_their_controls(open_page):
    tab = open_page()
    tab.emulate_media(media="print")
    assert not part(tab, "trade").locator("form").is_visible()
    assert part(tab, "trade").locator("svg").is_visible() and part(tab, "trade").locator(".explore-said").is_visible()


def test_the_charts_need_no_code_from_strings_and_no_style_in_the_page(open_page):
    tab = open_page("?votes-who=VNM", policy=POLICY)
    assert part(tab, "votes").locator("svg .span").count() > 0
    part(tab, "votes").get_by_role("slider").press("ArrowLeft")
    assert [each for each in tab.said if "explore" in each] == []
    # The policy holds: this page runs no string.
    with tab.expect_console_message(lambda message: "unsafe-eval" in message.text):
        tab.evaluate("() => { setTimeout('window.ran = true') }")
    assert tab.evaluate("window.ran") is None


def test_a_phone_of_360_pixels_holds_the_charts_and_axe_finds_no_barrier(open_page):
    tab = open_page("?trade-who=VNM&votes-who=IDN&first-year-year=1998", viewport=NARROW)
    tab.locator(".explore-numbers").evaluate_all("all => all.forEach(each => { each.open = true })")
    tab.evaluate(book_gates.SHOW_ALL)
    assert tab.evaluate(book_gates.TOO_WIDE)[0] <= 0
    assert book_gates.barriers(tab, NARROW) == []
    assert tab.said == []


def test_the_page_alone_loads_the_script(html):
    with_script = [
        page.name for page in (html / "book").glob("*.html") if "explore.js" in page.read_text(encoding="utf-8")
    ]
    assert with_script == ["explore.html"]
