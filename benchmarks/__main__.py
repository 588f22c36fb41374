"""Time the slow steps and write a page of it: ``python -m benchmarks [PART ...] [--rounds 5]``.

Each figure stands beside a peer or a floor of the same run on the same machine, so that the ratio says something on any
machine. A part that is timed alone takes its place on the page; the others stay as they were.
"""

import argparse
import datetime as dt
import os
import platform
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks import commands
from benchmarks.timing import Row
from russia_asean import paths, release

PAGE = paths.ROOT / "benchmarks" / "RESULTS.md"
PARTS: dict[str, Callable[[Path, int], list[Row]]] = {
    "Start": commands.start,
    "Library": commands.library,
    "Chapters": commands.chapters,
    "Briefs": commands.briefs,
    "Book": commands.book,
    "Growth": commands.growth,
}
SCALE = "Scale"  # a part of the page, too, but by a command of its own: benchmarks/scale.py
HEAD = """# How long things take

Written by `make bench`. The ratios are what counts, since machines differ: what stands in a row ran in turns in one
run. Where others used the machine meanwhile, the ratio of processor time says more than that of the clock. Memory is
the peak of the largest process of a step.
"""
COLUMNS = ("Step", "Seconds", "Beside", "Its seconds", "Ratio", "Of processor time", "Megabytes")


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    cells = [[*head], ["---" for _ in head], *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def machine() -> str:
    """Return what the machine is, in general words, and how busy it was at the end."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"Processors: {os.cpu_count()}, load at the end {os.getloadavg()[0]:.1f}. Memory: {memory:.0f} GB. "
        f"{platform.system()}, Python {platform.python_version()}."
    )


def section(name: str, rows: list[Row], rounds: int, commit: str) -> str:
    """Return a part of the page."""
    told = f"Medians of {rounds}, {dt.date.today().isoformat()}, commit {commit}. {machine()}"
    return f"## {name}\n\n{told}\n\n{table(COLUMNS, [row.cells for row in rows])}\n"


def with_section(page: str, name: str, text: str) -> str:
    """Return a page on which a part has taken the place of the one of its name, in the order of the parts."""
    found = {part.partition("\n")[0]: f"## {part}" for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]}
    found[name] = text
    return "\n".join([HEAD, *(found[each].rstrip("\n") + "\n" for each in (*PARTS, SCALE) if each in found)])


def main() -> None:
    """Take the times, part by part, and put each on the page as soon as it is there."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)} (default: all)")
    asked.add_argument("--rounds", type=int, default=5)
    chosen = asked.parse_args()
    if unknown := [part for part in chosen.parts if part not in PARTS]:
        asked.error(f"no part is named {unknown[0]!r}; there are {', '.join(PARTS)}")
    # Before the page is written, which is a change.
    commit = release.state()
    for part in chosen.parts or PARTS:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            rows = PARTS[part](commands.copy(Path(folder)), chosen.rounds)
        page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        text = section(part, rows, chosen.rounds, commit)
        PAGE.write_text(with_section(page, part, text), encoding="utf-8")
        print(text, flush=True)


if __name__ == "__main__":
    main()
