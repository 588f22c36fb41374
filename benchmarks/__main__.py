"""Time the slow steps and write a page of it: ``python -m benchmarks [ROUNDS]``.

Each figure stands beside a peer or a floor of the same run on the same machine, so that the ratio says something on any
machine; five rounds, unless told otherwise.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from benchmarks import commands, growth
from benchmarks.timing import Row, medians
from russia_asean import paths
from russia_asean.analysis import gravity, mirror
from russia_asean.data import memberships, tables

PAGE = paths.ROOT / "benchmarks" / "RESULTS.md"


def load_all() -> None:
    """Load and validate every table, as a fresh process would."""
    tables.clear_cache()
    for name in tables.names():
        tables.load(name)


def read_all() -> None:
    """Read the same files with pandas, unvalidated."""
    for path in sorted(paths.DATA.rglob("*.csv")):
        pd.read_csv(path)


def mirror_all() -> None:
    """Compute the two sides of the mirror from loaded tables."""
    mirror.totals_by_side(mirror.mirror_flows(memberships.asean_11()))


def fit_one() -> None:
    """Fit the gravity benchmark on one record."""
    ten = memberships.asean_10()
    gravity.fit(gravity.panel("importer", ten), ten, {"all": (2004, 2020)})


def steps(rounds: int) -> list[Row]:
    """Time steps of the library, beside plain reading of the tables."""
    plain = "reading the tables with pandas alone"
    works = {
        plain: read_all,
        "load and validate all tables": load_all,
        "both records of trade, totals": mirror_all,
        "the gravity benchmark, one record": fit_one,
    }
    took = medians(works, rounds)
    return [Row(name, took[name], plain, took[plain]) for name in works if name != plain]


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    cells = [[*head], ["---" for _ in head], *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def main(rounds: int = 5) -> None:
    """Take all times, print them and write the page."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        project = commands.copy(Path(folder))
        # The book is built from results that are up to date, hence after the chapters.
        rows = [
            *commands.start(project, rounds),
            *steps(rounds),
            *commands.notebooks(project, rounds),
            *commands.book(project, rounds),
        ]
    grown = [
        (each.step, f"× {each.times}", f"{each.seconds:.2f}", f"{each.megabytes:,.0f}") for each in growth.all_steps()
    ]
    load = f"; load when it ended {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    PAGE.write_text(
        "# How long things take\n\nWritten by `make bench`; the ratios are what counts, since machines differ.\n\n"
        f"Medians of rounds: {rounds}. Processors: {os.cpu_count()}{load}. Python {platform.python_version()}.\n\n"
        + table(("Step", "Seconds", "Beside", "Its seconds", "Ratio"), [row.cells for row in rows])
        + "\n\n## Growth\n\nThe same steps on more rows, each in a process of its own. The memory is the peak of that "
        "process, which has imported the library.\n\n" + table(("Step", "Rows", "Seconds", "Megabytes"), grown) + "\n",
        encoding="utf-8",
    )
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
