"""The front page: the answer, every part, the same numbers as the chapters, easy to read, and no dead link."""

import re
from pathlib import Path

import book_gates
import pytest
import readability
from shared import FIXTURES

from russia_asean import formatting, paths
from russia_asean.book.building import offers
from russia_asean.book.common import edition, entries
from russia_asean.book.content import front, templates
from russia_asean.evidence import records
from russia_asean.evidence.verdicts import PENDING, Verdict

# What is set beside the sentences of the page: names of outlets, lines of verdicts, the edition.
DATA = frozenset({"payer", "where", "verdict-list", "front-line"})


def entry(verdict, key="gubin2022"):
    """Return what the bar reads of an entry of the ledger."""
    return {"verdict": verdict, "document_key": key}


def test_the_bar_holds_each_verdict_once_in_the_order_of_verdicts_and_adds_up():
    rows = [entry("misread"), entry("supported"), entry("supported"), entry("judgement"), entry("supported")]
    parts = front.verdict_parts(rows)
    assert [(part["verdict"], part["count"]) for part in parts] == [("supported", 3), ("misread", 1), ("judgement", 1)]
    assert front.verdict_parts([entry("depends on the reading")])[0]["choice"] == "depends-on-the-reading"


def test_a_claim_that_no_chapter_has_taken_up_is_no_part_of_the_bar():
    parts = front.verdict_parts([entry("supported"), entry(None)])
    assert [part["verdict"] for part in parts] == ["supported"]
    assert PENDING not in front.MEANINGS


def test_every_verdict_has_a_meaning():
    assert set(front.MEANINGS) == set(Verdict)


@pytest.fixture
def stored(make, monkeypatch):
    """Return a function that stores findings as the results of the only chapter."""
    monkeypatch.setattr(paths, "RESULTS", make.folder.parent / "results")
    return lambda **found: make.results(*(make.finding(key.replace("_", "-"), text) for key, text in found.items()))


def test_a_sentence_that_no_notebook_has_is_refused_by_its_name(stored):
    stored(a="It rose.")
    assert front.sentence("a") == "It rose."
    with pytest.raises(front.MissingFindingError, match="No stored notebook has the finding 'b'"):
        front.sentence("b")
    with pytest.raises(front.MissingFindingError, match="No stored notebook has the exhibit 'fig-b'"):
        front.exhibit("fig-b")


@pytest.fixture
def content():
    """Return what the page is filled with, in small."""
    part = {"verdict": "misread", "css_class": "verdict-misread", "choice": "misread", "count": 2, "meaning": "m"}
    document = {"title": "A <b> title", "by": "A. B.", "outlet": "O", "date": "2015", "outlet_funding": "Paid by P."}
    document["claims"] = 2
    return {
        "answer": "Trade is 1 % & small.",
        "rest": "Two are opinions.",
        "loose": "One more met a loose test.",
        "claims": 2,
        "parts": [part],
        "scorecard": {"title": "T", "caption": "C", "picture": "<svg></svg>"},
        "cards": [{"card": front.CARDS[0], "answer": "It is small.", "more": "So is it.", "picture": "<svg></svg>"}],
        "documents": [{**document, "page": "book/ledger-a.html", "parts": [part]}],
        "edition": edition.current(),
        "brief": "brief.pdf",
        "pdf": "report.pdf",
        "countries": "countries.pdf",
    }


def test_the_template_shows_words_as_they_are_and_pictures_as_pictures(content):
    page = templates.page("front", content)
    assert "Trade is 1\N{NO-BREAK SPACE}% &amp; small." in page and "A &lt;b&gt; title" in page
    assert page.count("<svg></svg>") == 2
    assert 'href="ledger.html?verdict=misread"' in page and 'href="ledger-a.html"' in page
    assert "<p>It is small.</p>" in page and ">So is it.</p>" in page
    assert page.count('role="img" aria-label="2 misread"') == 2
    # The PDFs are offered later, where they are built.
    assert page.count("<!--offer ") == 3 and page.count(":offer-->") == 3


# The answer and the cards, in what is stored.


@pytest.mark.parametrize(
    ("authors", "affiliations", "said"),
    [
        ("A; B; C", "a university", "A, B and C"),
        ("not stated in the text", "not stated in the text", "No author stated"),
        ("not stated in the text", "D is named as contributor", "No author stated; D is named as contributor"),
    ],
)
def test_who_wrote_a_document_is_said_or_that_nobody_is_named(authors, affiliations, said):
    assert front.written_by(authors, affiliations) == said


def test_the_forums_that_are_counted_are_named():
    forums = entries.exhibits()["tab-forums-standing"].data
    inside, outside = front.with_and_without_russia("tab-forums-standing").split(" Without it: ")
    assert inside.count(",") + outside.count(",") == len(forums) - 4
    assert "APEC" in inside and "Quad" in outside and "(" not in inside + outside


def test_the_answer_has_about_ninety_words():
    assert 70 <= len(re.findall(r"[A-Za-z0-9$]\S*", front.answer())) <= 110


def test_the_numbers_of_three_cards_are_those_of_the_series():
    """Each is read a second time: the last and the highest value of what the chapter published."""
    series = records.collected(records.Series)
    suppliers = entries.exhibits()["tab-forums-suppliers"].data
    shares = {row["window"]: row["share"] for row in suppliers if int(row["window"][-4:]) - int(row["window"][:4]) == 4}
    for name, values in (
        ("trade", series["trade-share-of-asean"].values),
        ("votes", series["forums-agreement"].values),
        ("arms", shares),
    ):
        last, highest = max(values), max(values, key=values.__getitem__)
        text = front.sentence(f"synthesis-glance-{name}").replace(formatting.FIXED_SPACE, " ")
        for place in (last, highest):
            said = formatting.percent(values[place]).replace(formatting.FIXED_SPACE, " ")
            assert said in text and str(place) in text, f"{name}: {text}"


def test_the_counts_of_the_answer_add_up():
    found = re.findall(r"\d+", " ".join(map(front.sentence, (*front.HELD, front.REST))))
    decided, claims, *kinds, views, untested, weak = map(int, found)
    assert len(kinds) == 4 and sum(kinds) == decided
    assert decided + views + untested + weak == claims == sum(part["count"] for part in front.content()["parts"])


# The built page.


@pytest.fixture
def page(html):
    """Return the text of the front page."""
    return (html / offers.PAGE).read_text(encoding="utf-8")


def plain(text):
    """Return HTML as words, with plain signs."""
    words = re.sub(r"<[^>]+>", " ", text).replace("&#39;", "'").replace("&amp;", "&")
    return " ".join(words.split())


def test_the_front_page_holds_its_parts(page):
    assert "Is Russia serious about Southeast Asia?" in page
    words = plain(page)
    assert plain(front.answer()) in words
    for card in front.CARDS:
        card_of_page = page.partition(f'id="card-{card.name}"')[2].partition("</article>")[0]
        assert plain(front.sentence(card.finding)) in plain(card_of_page)
        assert not card.listed or plain(front.with_and_without_russia(card.listed)) in plain(card_of_page)
        assert card_of_page.count('class="picture"') == 1 and "<svg" in card_of_page
        assert f"../notebooks/{card.chapter}.html" in card_of_page
    for document in front.documents():
        assert f'href="{document["page"].removeprefix("book/")}"' in page
        assert plain(document["outlet_funding"]) in words and document["by"] in words
    now = edition.current()
    told = (now.release.version, now.released, now.data_as_of, now.release.author)
    assert all(each in words for each in told)


def test_each_verdict_below_the_bar_opens_the_ledger_at_its_claims(page):
    for part in front.content()["parts"]:
        assert page.count(f'href="ledger.html?verdict={part["choice"]}"') == 1


def test_a_verdict_below_the_bar_leads_to_its_claims(html, browser):
    tab = browser.new_page()
    tab.goto((html / offers.PAGE).as_uri(), wait_until="load")
    link = tab.locator(".verdict-list a[href$='=misread']")
    count = link.inner_text().split()[0]
    link.click()
    tab.wait_for_selector(".ledger-filter output")
    book_gates.wait_until(tab, "document.querySelector('.ledger-filter output').textContent")
    assert tab.locator(".ledger-filter output").inner_text().startswith(f"{count} of ")
    tab.close()


@pytest.mark.parametrize("width", [360, 390, 820, 1100, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_front_page_fits_every_screen_and_its_pictures_can_be_read(html, browser, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    tab.goto((html / offers.PAGE).as_uri(), wait_until="load")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    sizes = tab.evaluate(
        """() => [...document.querySelectorAll(".front svg")].filter((each) => each.checkVisibility()).flatMap(
          (svg) => [...svg.querySelectorAll("text")].map(
            (text) => parseFloat(getComputedStyle(text).fontSize) * svg.clientWidth / svg.viewBox.baseVal.width))"""
    )
    assert len(sizes) > 40 and min(sizes) >= 9.5
    context.close()


@pytest.mark.parametrize("name", ["index", "introduction", "about"])
def test_the_first_pages_are_easy_to_read(html, name):
    text = readability.sentences((html / f"book/{name}.html").read_text(encoding="utf-8"), DATA)
    assert len(text.split()) > 150
    assert readability.problems(name, text) == []


@pytest.mark.parametrize(("name", "hard"), [("easy", False), ("hard", True)])
def test_a_page_that_is_hard_to_read_is_refused(name, hard):
    text = readability.sentences((FIXTURES / f"pages_to_read/{name}.html").read_text(encoding="utf-8"))
    assert "Not for the reader" not in text
    assert bool(readability.problems(name, text)) == hard


# Offering the PDFs.


@pytest.fixture
def built(tmp_path):
    """Return folders of a book whose front page may offer one PDF, and of PDFs; the book is marked with its state."""
    html, latex = tmp_path / "html", tmp_path / "latex"
    (html / "book").mkdir(parents=True)
    latex.mkdir()
    (html / offers.PAGE).write_text('<ul><!--offer a.pdf:<li><a href="../downloads/a.pdf">PDF</a></li>:offer--></ul>')
    offers.mark(html, offers.state())
    return html, latex


def test_a_pdf_is_offered_once_it_is_built_and_no_longer_when_it_is_gone(built):
    html, latex = built
    before = (html / offers.PAGE).read_text()
    assert offers.offer(html, latex) == []
    assert (html / offers.PAGE).read_text() == before

    (latex / "a.pdf").write_bytes(b"%PDF")
    offers.mark(latex / "a.pdf", offers.state())
    for _ in range(2):
        assert offers.offer(html, latex) == ["a.pdf"]
        assert '<li><a href="../downloads/a.pdf">PDF</a></li>' in re.sub(
            r"<!--.*?-->", "", (html / offers.PAGE).read_text()
        )
        assert (html / "downloads/a.pdf").read_bytes() == b"%PDF"

    (latex / "a.pdf").unlink()
    assert offers.offer(html, latex) == []
    assert (html / offers.PAGE).read_text() == before
    assert not (html / "downloads/a.pdf").exists()


def test_a_pdf_made_from_another_state_is_not_offered(built):
    html, latex = built
    (latex / "a.pdf").write_bytes(b"%PDF")
    (latex / "a.pdf.made-from").write_text("another")
    assert offers.offer(html, latex) == []


def test_a_full_disk_leaves_the_front_page_as_it_was(built, monkeypatch):
    html, latex = built
    before = (html / offers.PAGE).read_text()

    def write(path, text, **_):
        path.open("w").close()
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "write_text", write)
    with pytest.raises(OSError, match="No space"):
        offers.offer(html, latex)
    assert (html / offers.PAGE).read_text() == before


def test_nothing_is_offered_where_there_is_no_book(tmp_path):
    assert offers.offer(tmp_path / "html", tmp_path) == []


def test_the_mark_changes_with_results_and_pages(tmp_path):
    (tmp_path / "results").mkdir()
    (tmp_path / "book").mkdir()
    told = [offers.digest(tmp_path)]
    for name in ("results/a.json", "book/a.md", "CITATION.cff"):
        (tmp_path / name).write_text("1")
        told.append(offers.digest(tmp_path))
    (tmp_path / "notes.txt").write_text("1")
    assert len({*told}) == 4 and offers.digest(tmp_path) == told[-1]


def test_a_book_is_current_until_a_file_changes_that_a_build_may_read(tmp_path):
    project, built = tmp_path / "project", tmp_path / "html"
    for name in ("book/a.md", "_toc.yml", "tests/test_a.py", ".cache/a", "russia_asean/__pycache__/a.pyc"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("1")
    assert not offers.is_current(built, project)
    built.mkdir()
    assert not offers.is_current(built, project)
    offers.mark(built, offers.state(project))
    for name in ("tests/test_a.py", ".cache/a", "russia_asean/__pycache__/a.pyc"):
        (project / name).write_text("2")
        assert offers.is_current(built, project)
    (project / "_toc.yml").write_text("2")
    assert not offers.is_current(built, project)
    offers.mark(built, offers.state(project))
    offers.forget(built)
    assert not offers.is_current(built, project)
