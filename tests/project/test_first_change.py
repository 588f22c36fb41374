"""The figure that CONTRIBUTING.md lets a newcomer add to the chapter on trade can be added."""

import re
import textwrap

from russia_asean import paths
from russia_asean.analysis import mirror
from russia_asean.provenance import Origin
from russia_asean.report import chapter as chapters
from russia_asean.report import charts, notebook_files, publish


def example():
    """Return the cell of the text that adds a figure."""
    text = (paths.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"\n\n( +vietnam = .*?\n +\)\n)\n", text, re.DOTALL)
    return textwrap.dedent(found)


def test_the_figure_of_the_first_change_is_drawn_and_published():
    given = notebook_files.defaults(paths.NOTEBOOKS / "trade.ipynb")
    with publish.captured() as published:
        chapter = chapters.begin("trade", **given)
        # In a notebook each statement notes this by itself.
        chapter.tracker.note([Origin("trade_flows", "imf-dots-2022-02")])
        exec(example(), {"mirror": mirror, "charts": charts, "chapter": chapter, "chosen": chapter.chosen})
    (figure,) = published
    assert figure.key == "fig-trade-vietnam"
    assert figure.alt.startswith(f"Trade with Vietnam from {given['start_year']} to {given['end_year']}")
