"""Pictures in a page: ids of their own, greys that turn with the scheme, no style that reaches beyond them."""

import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from russia_asean.book.common import pictures
from russia_asean.evidence import records
from russia_asean.report import charts, publish, style


@pytest.fixture
def drawn():
    """A picture as it is stored, with an id that is used twice (a mark), ids that nobody uses, text and greys."""
    style.use_style()
    figure, axes = plt.subplots()
    axes.plot([1, 2], [3, 4], marker="o", color="#D55E00")
    axes.set_xlabel("Years & months")
    yield publish._pictures("fig-drawn", figure, None)
    plt.close(figure)


def shown(drawn, alt="Two points, one above the other."):
    return pictures.in_page("fig-drawn", drawn[records.SVG], drawn[records.NARROW_SVG], alt)


def test_both_pictures_are_there_under_one_name_for_who_cannot_see_them(drawn):
    page = shown(drawn, 'A line "rises" & falls.')
    assert page.count("<svg ") == page.count('aria-hidden="true"') == 2
    assert page.startswith('<div class="picture" role="img" aria-label="A line &quot;rises&quot; &amp; falls."><svg ')


def test_every_id_of_a_page_is_used_and_there_once(drawn):
    page = shown(drawn) + pictures.in_page("fig-other", drawn[records.SVG], drawn[records.NARROW_SVG], "Others.")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len({*ids}) > 0
    assert {*ids} == {*re.findall(r'(?:href="|url\()#([^")]+)', page)}


def test_greys_turn_with_the_scheme_and_colours_stay(drawn):
    page = shown(drawn)
    assert "#d55e00" in page.lower()
    assert not pictures.GREY.search(page)
    assert "color-mix(in srgb, var(--pst-color-text-base) 87%, var(--pst-color-background))" in page


def test_no_style_font_or_size_of_the_file_reaches_the_page(drawn):
    page = shown(drawn)
    assert "<style" not in page and "font-family" not in page and "<metadata" not in page and "xmlns" not in page
    assert not re.search(r"<svg[^>]* (?:width|height)=", page)


def test_text_stays_text(drawn):
    assert page_text(shown(drawn)).count("Years &amp; months") == 2


def page_text(page):
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", page))


def test_letters_are_as_large_on_a_telephone(drawn):
    widths = [float(re.search(r'viewBox="0 0 ([\d.]+)', drawn[kind])[1]) for kind in (records.SVG, records.NARROW_SVG)]
    sizes = [{*re.findall(r"font-size: ([\d.]+)px", drawn[kind])} for kind in (records.SVG, records.NARROW_SVG)]
    assert widths == [72 * style.WIDTH, pytest.approx(72 * style.NARROW)]
    assert sizes[0] == sizes[1] != set()


def test_a_picture_of_its_own_for_telephones_is_taken():
    style.use_style()
    (wide, axes), (narrow, other) = plt.subplots(), plt.subplots(figsize=(3, 5))
    axes.set_xlabel("side by side")
    other.set_xlabel("below one another")
    drawn = publish._pictures("fig-two", wide, narrow)
    assert "below one another" in drawn[records.NARROW_SVG] and "below" not in drawn[records.SVG]
    plt.close("all")


def test_what_is_no_svg_is_named():
    with pytest.raises(ValueError, match="The picture 'fig-x' is no SVG"):
        pictures.inline("<svg", "fig-x", "wide")


def test_two_drawings_of_one_picture_are_the_same_text():
    style.use_style()
    wide = pd.DataFrame({"RUS": [1.0, 2.0], "CHN": [2.0, 1.0]}, index=[2020, 2021])
    texts = []
    for _ in range(2):
        figure, _axes = charts.country_lines(wide, "%")
        texts.append(publish._pictures("fig-same", figure, None))
        plt.close(figure)
    assert texts[0] == texts[1]


def test_a_bitmap_inside_a_picture_stays():
    bitmap = "data:image/png;base64,iVBORw0KGgo="
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1 1">'
        f'<image xlink:href="{bitmap}" /></svg>'
    )
    assert f'href="{bitmap}"' in pictures.inline(svg, "fig-x", "wide")
