"""The picture that a link to the report shows elsewhere: its question, and what became of all claims, as a bar."""

import textwrap
from pathlib import Path

from russia_asean import formatting, release
from russia_asean.book.content import front, ledger
from russia_asean.evidence.verdicts import COLOURS, Verdict

WIDTH, HEIGHT = 1200, 630  # pixels, as those who show links ask for
INK, GREY = "#14213d", "#55606b"
NAMED = 8  # percent: a part of the bar that is narrower has no room for its name


def draw(path: Path, question: str, known: release.Release) -> None:
    """Draw the card into a PNG file.

    Args:
        path: the file.
        question: what the report asks.
        known: the release, which signs the card.
    """
    # Imported where a card is drawn, since most builds have no address and draw none.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = ledger.entries()
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor="white")
    FigureCanvasAgg(figure)
    figure.text(0.06, 0.87, known.title, size=24, color=GREY, va="center")
    asked = "\n".join(textwrap.wrap(question, 24))
    figure.text(0.06, 0.8, asked, size=48, weight="bold", color=INK, va="top", linespacing=1.15)
    told = f"{len(rows)} claims of {formatting.cardinal(len(front.documents()))} documents, one by one"
    figure.text(0.06, 0.43, told, size=22, color=INK)
    axes = figure.add_axes((0.06, 0.29, 0.88, 0.1))
    axes.set_axis_off()
    axes.set_xlim(0, 100)
    start = 0.0
    for part in front.verdict_parts(rows):
        colour = COLOURS[Verdict(part["verdict"])].picture
        axes.barh(0, part["share"], left=start, color=colour, height=1)
        if part["share"] >= NAMED:
            axes.text(start, -0.65, f"{part['verdict']} {part['count']}", size=18, color=GREY, va="top")
        start += part["share"]
    figure.text(0.06, 0.09, f"{known.author} · version {known.version}", size=20, color=GREY, va="center")
    # Without the version of the program, which changes with it and says nothing.
    figure.savefig(path, metadata={"Software": None})
