"""How cost grows: the steps that read tables and claims, on ten and a hundred times as many rows.

Each step runs in a process of its own, so that its peak of memory is its own.
"""

import dataclasses
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks.timing import seconds
from russia_asean import paths
from russia_asean.data import tables
from russia_asean.evidence import claims

TABLE = "trade_flows"


@dataclasses.dataclass(frozen=True)
class Grown:
    """A step on more rows.

    Attributes:
        step: what was timed.
        times: how many times as many rows.
        seconds: how long it took.
        megabytes: the peak of memory of its process.
    """

    step: str
    times: int
    seconds: float
    megabytes: float


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


def load(times: int) -> float:
    """Return how long reading and validating takes."""
    with tempfile.TemporaryDirectory() as folder:
        larger(times, Path(folder))
        return seconds(lambda: tables.validated(TABLE, Path(folder)))


def look_up(times: int) -> float:
    """Return how long it takes to look up each claim, of many times as many."""
    rows = tables.load("claims")
    many = pd.concat([rows.assign(claim_id=rows["claim_id"] + f"-{place}") for place in range(times)])
    stored = tables.load
    tables.load = lambda name, **how: many.copy() if name == "claims" else stored(name, **how)  # type: ignore[assignment]
    return seconds(lambda: [claims.claim(name) for name in many["claim_id"]])


STEPS = {"load and validate a table": load, "look up every claim": look_up}


def grown(step: str, times: int) -> Grown:
    """Return what a step takes on more rows, in a process of its own."""
    ask = [sys.executable, "-m", "benchmarks.growth", step, str(times)]
    ended = subprocess.run(ask, cwd=paths.ROOT, capture_output=True, text=True, check=True)
    took, peak = map(float, ended.stdout.split())
    return Grown(step, times, took, peak)


def all_steps() -> list[Grown]:
    """Return each step on as many rows as there are, ten times and a hundred times as many."""
    return [grown(step, times) for step in STEPS for times in (1, 10, 100)]


if __name__ == "__main__":
    took = STEPS[sys.argv[1]](int(sys.argv[2]))
    # Kilobytes, on Linux.
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
