"""Time the slow steps: ``python -m benchmarks``.

Loading and validating the whole data package is set beside plain reading of the same files, in one run on one machine,
so that the ratio says something on any machine. The bar of the project: well under two seconds, once per process.
"""

import statistics
import time
from collections.abc import Callable

import pandas as pd

from russia_asean import paths
from russia_asean.analysis import gravity, mirror
from russia_asean.data import memberships, tables

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of a piece of work."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


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


def main() -> None:
    """Print the timings."""
    size = sum(path.stat().st_size for path in paths.DATA.rglob("*.csv")) / 1e6
    print(f"{len(tables.names())} tables, {size:.1f} MB; medians of {ROUNDS} rounds")
    plain, checked = seconds(read_all), seconds(load_all)
    print(f"  read with pandas alone            {plain:6.2f} s")
    print(f"  load and validate the package     {checked:6.2f} s   {checked / plain:4.1f} times reading alone")
    print(
        f"  load again in the same process    {seconds(lambda: [tables.load(name) for name in tables.names()]):6.2f} s"
    )
    print(f"  two sides of the mirror, totals   {seconds(mirror_all):6.2f} s")
    print(f"  gravity benchmark, one record     {seconds(fit_one):6.2f} s")


if __name__ == "__main__":
    main()
