"""Entries of the ledger: their data tables, and the pages that dated facts were read at."""

import json
import re

import pytest
from mdit_py_plugins.anchors.index import slugify

from russia_asean import paths, release
from russia_asean.book.common import entries
from russia_asean.book.content import claim_review, ledger, ledger_pages, templates
from russia_asean.book.files import downloads
from russia_asean.data import facts, tables
from russia_asean.evidence import history, records, wording

SCREEN = {"width": 1200, "height": 900}
PART = records.MeasuredValue(
    part="the fleet came",
    basis="Visit to Manila",
    value=True,
    text="January 2017",
    agrees=True,
    pages=(records.Page(fact="Visit, 2017", url="https://a.org/x", table="events"),),
)
OTHER = records.MeasuredValue(part="with a treaty", basis="Treaty", value=False, text="none", agrees=False)
TOLD = [
    {"edition": 1, "assessed": "2026-11-22", "verdict": "supported", "reason": ""},
    {"edition": 2, "assessed": "2026-11-29", "verdict": "supported in part", "reason": "A part fails."},
]


@pytest.fixture
def entry(monkeypatch):
    """Return a function that gives the first claim of the ledger a record, a history and a speaker, and its entry."""

    def given(told=TOLD, said_by="author", **found):
        claim_id = tables.load("claims").sort_values(["document", "theme", "claim_id"])["claim_id"].iloc[0]
        content = {"verdict": "supported in part", "reason": "R.", "note": "", "measured": (PART, OTHER), **found}
        test = records.ClaimTest(key=claim_id, statement="S.", **content)
        monkeypatch.setattr(ledger, "_entries", ledger._worked_out)  # what is remembered is not of this test
        monkeypatch.setattr(ledger.book_entries, "claim_records", lambda: {claim_id: test})
        monkeypatch.setattr(ledger.book_entries, "claim_places", lambda: {claim_id: entries.Place("trade", 1)})
        monkeypatch.setattr(history, "by_claim", lambda: {claim_id: told})
        monkeypatch.setattr(facts, "page_grade", lambda url: "agency" if url else "none")
        return {**ledger.entries()[0], "said_by": said_by}

    return given


def page(row):
    """Return the page of a document that has this entry alone."""
    content = {
        "counts": "",
        "facets": {},
        "left_out": "",
        "themes": {"trade": [{**ledger_pages.shown(row), "opposed": [], "behind": []}]},
    }
    return templates.filled("ledger-document", content)


def line(text, words):
    """Return the one line of a page that holds some words."""
    (found,) = [each for each in text.splitlines() if words in each]
    return found


def test_an_entry_names_the_tables_that_its_values_rest_on():
    rows = {row["claim_id"]: row for row in ledger.entries()}
    tests = entries.claim_records()
    for claim_id, row in rows.items():
        used = {each.table for each in tests[claim_id].rests_on} if claim_id in tests else set()
        assert set(row["tables"]) == used
    assert [row["claim_id"] for row in rows.values() if row["measured"] and not row["sources"]] == []


def test_every_table_has_a_section_of_its_own_in_the_catalogue():
    headings = re.findall(r"^## (.+)$", (paths.DATA / "README.md").read_text(encoding="utf-8"), flags=re.M)
    places = [slugify(heading) for heading in headings]
    assert len(set(places)) == len(places)
    assert {slugify(tables.resource(name)["title"]) for name in tables.names()} <= set(places)


def test_sources_come_from_the_rows_or_from_the_description():
    assert tables.sources("events") == ["author-chronology"]
    assert "eia-brent" in tables.sources("oil_price")
    assert tables.sources("countries") == ["geonames-2026"]
    assert tables.sources("sources") == []


def test_one_page_stands_alone_and_several_name_their_facts():
    seen, recalled = {"fact": "Treaty, 1995", "url": "https://a.org/x"}, {"fact": "Protocol, 2001", "url": ""}
    assert wording.pages_by_fact({"pages": [seen]}) == "([a.org](https://a.org/x))"
    assert wording.pages_by_fact({"pages": [recalled]}) == "(general knowledge)"
    assert wording.pages_by_fact({"pages": [seen, recalled]}) == (
        "(Treaty, 1995: [a.org](https://a.org/x); Protocol, 2001: general knowledge)"
    )
    assert wording.pages_by_fact({}) == ""


def test_every_claim_of_the_ledger_has_its_verdict_and_its_place():
    """Tested claims come from results, judgements and untested ones from their table; none may fall between the two."""
    rows = ledger.entries()
    assert [row["claim_id"] for row in rows if not row["verdict"]] == []
    assert [row["claim_id"] for row in rows if not (row["notebook"] and row["cell"])] == []


def test_a_claim_without_a_record_is_marked_as_such(monkeypatch):
    monkeypatch.setattr(ledger, "_entries", ledger._worked_out)
    monkeypatch.setattr(ledger.book_entries, "claim_records", dict)
    row = ledger.entries()[0]
    assert (row["verdict"], ledger.verdict_of(row)) == (None, ledger.PENDING)


def test_words_of_a_document_are_shown_without_the_marks_of_our_copy(entry):
    given = entry()
    assert ledger_pages.shown({**given, "locator": "**— 2030** \\$492.8"})["locator"] == "— 2030 $492.8"


def test_what_fits_stands_once_beside_the_values_of_a_claim_that_does_not_hold(entry):
    box = templates.filled(
        "_claim-box", {"row": ledger_pages.shown({**entry(parts={}), "rule": "Values from 1 to 2 agree."})}
    )
    assert box.count("Values from 1") == 1 and box.index("Values from 1") < box.index("<details>")


def test_an_entry_shows_parts_strength_confidence_and_what_is_missing(entry):
    strong = records.Severity(refused=4, rivals=5, words="other ports")
    text = page(
        entry(
            severity=strong,
            parts={"the fleet came": "supported", "with a treaty": "not supported"},
            missing={"Log of the port": "closed"},
        )
    )
    assert "the fleet came – Visit to Manila: January 2017 – agrees" in text
    assert "with a treaty – Treaty: none – does not agree" in text
    grade = "[a.org](https://a.org/x), agency or paper of record"
    assert (
        line(text, "| the fleet") == f"| the fleet came – Visit to Manila | January 2017 | [yes]{{.agrees}} | {grade} |"
    )
    assert line(text, "| with a treaty") == "| with a treaty – Treaty | none | [no]{.differs} |  |"
    assert "Of its parts “the fleet came” is supported; “with a treaty” is not supported." in text
    assert text.count("Not measured: Log of the port (closed).") == 2, "on the page of the claim and in the PDF"
    assert (
        "Had we tested other ports instead, 4 of 5 would have failed. {term}`Why we ask this <severity>`. "
        "Confidence in the verdict: medium."
    ) in text


def test_a_weak_test_is_shown_as_weak(entry):
    row = entry(severity=records.Severity(refused=1, rivals=5, words="other ports"))
    text = page(row)
    assert "Had we tested other ports instead, 4 of 5 would have agreed as well. So this is a weak test" in text
    assert "Confidence in the verdict: low." in text
    assert ledger.counts_in_words([row]) == "1 claim: supported in part 1. By weak tests: 1."
    sound = entry(severity=records.Severity(refused=3, rivals=5, words="other ports"))
    assert ledger.counts_in_words([sound]) == "1 claim: supported in part 1."


def test_an_entry_says_on_what_the_answer_depends(entry):
    row = entry(verdict="depends on the reading", reading=("record",))
    said = (
        "It holds on one reading (Visit to Manila: January 2017) and not on another (Treaty: none). It depends on the "
    )
    assert f"{said}record." in page(row)


def test_an_entry_tells_its_history_on_a_line_of_its_own(entry):
    text = page(entry())
    in_print = "Edition 1, 22 November 2026: supported · Edition 2, 29 November 2026: supported in part – A part fails."
    assert in_print in text.splitlines()
    assert re.search(r"part fails\.\n\n+Chapter: ", text)
    assert "Assessed: 29 November 2026" in line(text, "Assessed: ")
    on_its_page = text.partition("<h2>History of the verdict</h2>")[2].split(":::")[0]
    assert [line for line in on_its_page.splitlines() if line] == [
        "- Edition 1, 22 November 2026: supported",
        "- Edition 2, 29 November 2026: supported in part – A part fails.",
    ]


@pytest.mark.parametrize(("told", "lines"), [(TOLD[:1], 0), (TOLD[1:], 1)], ids=["as it was", "new"])
def test_only_what_changed_or_is_new_has_a_history(entry, told, lines):
    assert len(re.findall(r"^Edition ", page(entry(told)), flags=re.M)) == lines


@pytest.mark.parametrize(
    ("said_by", "words"),
    [
        ("outlet", "In words of the outlet (headline, caption or picture), not of the author."),
        ("A. B.", "Said by: A. B."),
    ],
)
def test_an_entry_names_who_says_it_where_it_is_not_the_author(entry, said_by, words):
    assert words in page(entry(said_by=said_by))
    assert "The document credits" not in page({**entry(said_by=said_by), "attributed_source": said_by})
    assert "The document credits: C." in page({**entry(said_by=said_by), "attributed_source": "C."})
    assert words not in page(entry())


def test_a_tested_claim_links_its_evidence(entry):
    text = page(entry(evidence=("tab-trade-rank", "trade-size")))
    assert "Evidence: [tab-trade-rank](#tab-trade-rank), [trade-size](#finding-trade-size)" in text, "in little room"
    assert f"- [{entries.exhibits()['tab-trade-rank'].title}](#tab-trade-rank)" in text, "in words on the page"


def test_a_page_behind_a_fact_is_shown_with_its_grade(entry):
    assert "([a.org](https://a.org/x), agency or paper of record)" in page(entry())
    assert set(wording.GRADE_WORDS) == {*facts.GRADES} - {"none"}


def columns_without_words(row):
    """Return the columns of an entry that neither the table of claims nor the ledger describes."""
    described = {field["name"] for field in tables.resource("claims")["schema"]["fields"]}
    return set(row) - described - set(ledger.COLUMNS)


def test_every_column_of_the_downloads_is_described(entry):
    row = entry()
    assert columns_without_words(row) == set()
    assert set(ledger.COLUMNS) <= set(row)
    assert columns_without_words({**row, "new": 1}) == {"new"}


def test_a_row_of_the_csv_holds_lists_and_dicts_as_json(entry):
    row = downloads.flat(entry(missing={"Log of the port": "closed"}, severity=None))
    assert json.loads(row["missing"]) == {"Log of the port": "closed"}
    assert json.loads(row["measured"])[0]["pages"][0]["grade"] == "agency"
    assert (row["parts"], row["severity"], row["weak"], row["every"]) == ("", None, True, False)


@pytest.mark.parametrize(
    ("said_by", "named"),
    [("author", None), ("outlet", "AsiaViews"), ("A. B.", "A. B.")],
    ids=["author", "outlet", "other"],
)
def test_a_claim_review_charges_nobody_with_words_of_others(entry, said_by, named):
    row = {**entry(said_by=said_by), "document": "001" if said_by == "author" else "000"}
    (review,) = claim_review.reviews([row], release.stored())["@graph"]
    author = review["itemReviewed"]["author"]
    assert [each["name"] for each in author] == ["Anton Tsvetov"] if named is None else author["name"] == named
    assert "A weak test" in review["reviewBody"]


# The list in a browser.


@pytest.fixture
def open_ledger(html, browser):
    """Return a function that opens the ledger, with what its address asks for, with or without JavaScript."""
    contexts = []

    def open_page(asked="", javascript=True):
        contexts.append(browser.new_context(viewport=SCREEN, java_script_enabled=javascript))
        tab = contexts[-1].new_page()
        tab.goto(f"{(html / 'book/ledger.html').as_uri()}{asked}", wait_until="load")
        return tab

    yield open_page
    for context in contexts:
        context.close()


def seen(tab):
    """Return the ids of the claims that a reader sees."""
    links = tab.locator("div.claim:visible a[href*='claims/']")
    return [href.rpartition("/")[2].removesuffix(".html") for href in links.evaluate_all("all => all.map(a => a.href)")]


def tick(tab, facet, value):
    """Return the box of a choice."""
    return tab.locator(f".ledger-filter input[name={facet}][value={value}]")


def words(tab):
    """Return the field for words."""
    return tab.get_by_label("Words, numbers or ids, in any order")


def said(tab):
    """Return what the filter says it found."""
    return tab.locator(".ledger-filter output").inner_text()


@pytest.fixture(scope="module")
def rows():
    """Return the entries of the ledger."""
    return ledger.entries()


def test_the_list_is_complete_without_javascript(open_ledger, rows):
    tab = open_ledger(javascript=False)
    assert sorted(seen(tab)) == sorted(row["claim_id"] for row in rows)
    assert not tab.locator(".ledger-filter").is_visible()


def test_each_choice_finds_what_the_number_beside_it_says(open_ledger, rows):
    tab = open_ledger()
    wanted = {
        ("verdict", "not-supported"): lambda row: row["verdict"] == "not supported",
        ("document", "gubin2022"): lambda row: row["document_key"] == "gubin2022",
        ("chapter", "security-forums"): lambda row: row["notebook"] == "security_forums",
        ("reading", "record"): lambda row: "record" in row["reading"],
        ("strength", "weak"): lambda row: row["weak"],
    }
    assert {box.get_attribute("name") for box in tab.locator("input[type=checkbox]").all()} >= {
        facet for facet, _ in wanted
    }
    for (facet, value), fits in wanted.items():
        ids = [row["claim_id"] for row in rows if fits(row)]
        box = tick(tab, facet, value)
        assert box.locator("xpath=..").locator(".number").inner_text() == str(len(ids)) != "0"
        box.check()
        assert seen(tab) == ids
        assert said(tab) == f"{len(ids)} of {len(rows)} claims"
        box.uncheck()
    assert len(seen(tab)) == len(rows)


def test_choices_of_one_facet_add_up_and_those_of_several_narrow_down(open_ledger, rows):
    tab = open_ledger()
    tick(tab, "verdict", "misread").check()
    tick(tab, "verdict", "superseded").check()
    both = [row["claim_id"] for row in rows if row["verdict"] in ("misread", "superseded")]
    assert seen(tab) == both
    tick(tab, "document", "tsvetovetal2019").check()
    known = {row["claim_id"]: row["document_key"] for row in rows}
    assert seen(tab) == [each for each in both if known[each] == "tsvetovetal2019"]
    # The number beside another document says what it would add.
    gubin = tick(tab, "document", "gubin2022").locator("xpath=..").locator(".number").inner_text()
    assert gubin == str(sum(known[each] == "gubin2022" for each in both))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Vietnam arms", "vietnam-arms-diversification"),
        ("arms VIETNAM", "vietnam-arms-diversification"),
        ("17.5", "trade-total-2017"),
        ("trade-total-2014", "trade-total-2014"),
        ("asean russia 23", "trade-total-2014"),
    ],
)
def test_words_are_found_in_any_order(open_ledger, rows, asked, found):
    tab = open_ledger()
    words(tab).fill(asked)
    assert found in seen(tab) and len(seen(tab)) < len(rows) / 10


def test_the_name_of_a_document_finds_its_claims(open_ledger, rows):
    tab = open_ledger()
    words(tab).fill("gubin")
    assert seen(tab) == [row["claim_id"] for row in rows if row["document_key"] == "gubin2022"]


def test_a_word_is_found_from_its_beginning_only(open_ledger):
    tab = open_ledger()
    words(tab).fill("rms")  # of "arms" and "terms"
    assert seen(tab) == []


def test_an_empty_list_says_what_to_do(open_ledger, rows):
    tab = open_ledger()
    hint = tab.get_by_text("No claim fits all of this.")
    assert not hint.is_visible()
    words(tab).fill("no such words anywhere")
    assert seen(tab) == [] and hint.is_visible() and not tab.locator(".ledger-group:visible").count()
    tab.get_by_role("button", name="Clear all").click()
    assert len(seen(tab)) == len(rows) and not hint.is_visible()
    assert tab.evaluate("document.activeElement.id") == "ledger-words"


def test_a_shared_address_shows_what_was_shared(open_ledger):
    first = open_ledger()
    words(first).fill("trade")
    tick(first, "verdict", "not-supported").check()
    tick(first, "verdict", "misread").check()
    asked = "?q=trade&verdict=not-supported&verdict=misread"
    assert first.url.endswith(f"ledger.html{asked}")
    second = open_ledger(asked)
    assert seen(second) == seen(first) != []
    assert words(second).input_value() == "trade" and tick(second, "verdict", "misread").is_checked()
    second.reload()
    assert seen(second) == seen(first) and tick(second, "verdict", "not-supported").is_checked()


def test_an_address_that_asks_for_what_is_not_there_shows_all(open_ledger, rows):
    assert len(seen(open_ledger("?verdict=nonsense&other=1"))) == len(rows)


def test_back_and_forward_lead_through_the_choices(open_ledger, rows):
    tab = open_ledger()
    tick(tab, "verdict", "misread").check()
    one = seen(tab)
    tick(tab, "document", "benarnews2025").check()
    two = seen(tab)
    tab.go_back()
    assert seen(tab) == one and not tick(tab, "document", "benarnews2025").is_checked()
    tab.go_back()
    assert len(seen(tab)) == len(rows) and not tick(tab, "verdict", "misread").is_checked()
    tab.go_forward()
    tab.go_forward()
    assert seen(tab) == two


def test_back_from_a_claim_shows_the_list_as_it_was_left(open_ledger):
    tab = open_ledger()
    words(tab).fill("Vietnam arms")
    left = seen(tab)
    tab.locator("div.claim:visible a").first.click()
    tab.wait_for_url("**/claims/*.html")
    tab.go_back()
    tab.wait_for_url("**/ledger.html?*")
    assert seen(tab) == left and words(tab).input_value() == "Vietnam arms"


def test_the_filter_works_by_keyboard_and_is_named(open_ledger, rows):
    tab = open_ledger()
    words(tab).focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.name") == "verdict"
    tab.keyboard.press("Space")
    assert 0 < len(seen(tab)) < len(rows)
    form = tab.get_by_role("search", name="Claims")
    groups = form.get_by_role("group", name=re.compile("Verdict|Document|Chapter|depends|Strength"))
    assert groups.count() == form.locator("fieldset").count() == 5
    # A label that begins with the words shown: who speaks to the machine says what stands there.
    assert form.get_by_role("checkbox", name=re.compile(r"^supported in part")).count() == 1
    assert form.locator("output").get_attribute("aria-live") == "polite"


def test_on_a_phone_the_choices_are_folded_until_one_is_made(open_ledger):
    folded = {}
    for asked in ("", "?q=trade", "?verdict=misread"):
        tab = open_ledger()
        tab.set_viewport_size({"width": 390, "height": 844})
        tab.goto(f"{tab.url.partition('?')[0]}{asked}", wait_until="load")
        folded[asked] = not tick(tab, "verdict", "misread").is_visible()
    assert folded == {"": True, "?q=trade": True, "?verdict=misread": False}


def test_a_page_of_a_document_has_the_same_filter(html, browser, rows):
    context = browser.new_context(viewport=SCREEN)
    tab = context.new_page()
    tab.goto((html / "book/ledger-gubin2022.html").as_uri(), wait_until="load")
    own = [row for row in rows if row["document_key"] == "gubin2022"]
    assert len(set(seen(tab))) == len(own)
    assert tab.locator("input[name=document]").count() == 0, "one document is no choice"
    tick(tab, "verdict", "untested").check()
    assert len(set(seen(tab))) == sum(row["verdict"] == "untested" for row in own)
    context.close()
