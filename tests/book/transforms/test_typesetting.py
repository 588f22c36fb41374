"""Numbers and dates are set in running text, and left alone in code and references."""

from docutils import nodes, utils

from russia_asean.book.transforms import code_switch, typesetting


def test_running_text_is_set_and_code_and_references_are_not():
    document = utils.new_document("page")
    document += nodes.paragraph("", "fell by -3 % on ", nodes.strong("", "2019-02-01"), nodes.literal("", "-3 %"))
    document += nodes.literal_block("", "-3 %")
    document += nodes.citation("", nodes.paragraph("", "Data of 2019-02-01"))
    wrapper = code_switch.CellCode()
    wrapper += nodes.paragraph("", "-3 %")
    document += wrapper
    typesetting.TypesetNumbers(document).run()
    assert [text.astext() for text in document.findall(nodes.Text)] == [
        *("fell by −3\N{NO-BREAK SPACE}% on ", "1 February 2019", "-3 %"),
        *("-3 %", "Data of 2019-02-01", "-3 %"),
    ]


def test_quotation_marks_are_those_of_other_pages():
    assert typesetting.with_quotes("""Russia's "view", at 5 %""") == "Russia’s “view”, at 5 %"
