"""Steps of the library, on as much as there is and on many times as much: ``python -m benchmarks.steps STEP TIMES``.

Each runs in a process of its own, so that its peak of memory is its own, and prints how long it took.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from russia_asean import paths
from russia_asean.analysis import gravity, mirror
from russia_asean.data import memberships, tables
from russia_asean.evidence import claims, consistency

TABLE = "trade_flows"
Times = tuple[float, float]


def larger(times: int, folder: Path) -> None:
    """Write a data package of one table with many times the rows of ours; keys stay unique by the year."""
    described = tables.resource(TABLE)
    rows = pd.read_csv(paths.DATA / described["path"], dtype=str, keep_default_na=False)
    span = 400
    more = [rows.assign(year=(rows["year"].astype(int) + span * place).astype(str)) for place in range(times)]
    pd.concat(more).sort_values(list(described["schema"]["primaryKey"])).to_csv(folder / "table.csv", index=False)
    schema = {key: value for key, value in described["schema"].items() if key != "foreignKeys"}
    for field in schema["fields"]:
        if field["name"] == "year":
            field["constraints"] = {"required": True}
    package = {"name": "grown", "resources": [{"name": TABLE, "path": "table.csv", "schema": schema}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def many_claims(times: int) -> pd.DataFrame:
    """Return the claims many times over; each copy is about measures of its own, so that it meets no other."""
    rows = tables.load("claims")
    copies = [
        rows.assign(claim_id=rows["claim_id"] + f"-{place}", measure=rows["measure"] + f" {place}")
        for place in range(1, times)
    ]
    return pd.concat([rows, *copies], ignore_index=True)


def timed(work: Callable[[], object]) -> Times:
    """Return what a piece of work takes: seconds on the clock, and of the processor."""
    start = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start[0], time.process_time() - start[1]


def load(times: int) -> Times:
    """Return how long reading and validating a table takes."""
    with tempfile.TemporaryDirectory() as folder:
        larger(times, Path(folder))
        return timed(lambda: tables.validated(TABLE, Path(folder)))


def look_up(times: int) -> Times:
    """Return how long it takes to look up each claim."""
    many, stored = many_claims(times), tables.load
    tables.load = lambda name, **how: many.copy() if name == "claims" else stored(name, **how)
    return timed(lambda: [claims.claim(name) for name in many["claim_id"]])


def relate(times: int) -> Times:
    """Return how long it takes to find what the numbers of claims say about each other."""
    many = many_claims(times)
    return timed(lambda: consistency.find_relations(many))


def read_all() -> None:
    """Read every table with pandas, unvalidated."""
    for path in sorted(paths.DATA.rglob("*.csv")):
        pd.read_csv(path)


def load_all() -> None:
    """Load and validate every table."""
    for name in tables.names():
        tables.load(name)


def mirror_all() -> None:
    """Compute the two sides of the mirror."""
    mirror.totals_by_side(mirror.mirror_flows(memberships.asean_11()))


def fit_one() -> None:
    """Fit the gravity benchmark on one record."""
    ten = memberships.asean_10()
    gravity.fit(gravity.panel("importer", ten), ten, {"all": (2004, 2020)})


# What grows with rows of tables or with claims.
GROWING: dict[str, Callable[[int], Times]] = {
    "load and validate a table": load,
    "look up every claim": look_up,
    "find contradictions": relate,
}
# What is done once; the others stand beside the first.
ONCE: dict[str, Callable[[], object]] = {
    "reading the tables with pandas alone": read_all,
    "load and validate all tables": load_all,
    "both records of trade, with the tables they need": mirror_all,
    "the gravity benchmark of one record, with its tables": fit_one,
}

if __name__ == "__main__":
    step, times = sys.argv[1], int(sys.argv[2])
    print(*(timed(ONCE[step]) if step in ONCE else GROWING[step](times)))
