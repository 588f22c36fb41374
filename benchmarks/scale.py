"""Whether many runs cost no more each than a few: ``python -m benchmarks.scale [GRID [RUNS]]``.

440 runs through the engine that every command uses. For each tenth of them the page of results gets what a run took
and what the driving process holds. The grid ``pairs`` runs the chapter on Vietnam for each member of ASEAN beside each
of the ten others, from four first years; the grid ``briefs``, a quarter of the work, the country brief of each member
in turn. Too long for `make bench`.
"""

import dataclasses
import datetime as dt
import itertools
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import __main__ as page
from russia_asean import release
from russia_asean.data import memberships
from russia_asean.evidence import records
from russia_asean.report import execute

RUNS = 440
STARTS = (1992, 1998, 2004, 2010)
PARTS = 10
# What a notebook used, as the engine asks for it, and the processor time of its kernel, which other work on the machine
# moves less than the clock.
TRACE = "import json, time; print(json.dumps(json.loads(chapter.trace()) | {'processor': time.process_time()}))"


@dataclasses.dataclass(frozen=True)
class Ran:
    """One run.

    Attributes:
        ended: when it ended, by the clock.
        processor: seconds of processor time that its kernel took.
        megabytes: what the driving process held when the run was kept.
    """

    ended: float
    processor: float
    megabytes: float


@dataclasses.dataclass(frozen=True)
class Part:
    """A tenth of the runs.

    Attributes:
        runs: how many.
        wall: seconds a run, by the clock: what the part took, divided by its runs.
        processor: the median processor time of a run.
        megabytes: what the driving process held at its end.
    """

    runs: int
    wall: float
    processor: float
    megabytes: float


Asked = list[tuple[str, dict[str, Any]]]  # notebooks, each with its parameters


def pairs() -> Asked:
    """Return the chapter on Vietnam for each member beside each other one, from each first year; no two are alike."""
    members = itertools.permutations(memberships.asean_11(), 2)
    return [
        ("vietnam", {"members": ",".join(both), "start_year": start})
        for both, start in itertools.product(members, STARTS)
    ]


def briefs() -> Asked:
    """Return the country briefs of all members, one after the other, again and again."""
    codes = itertools.islice(itertools.cycle(memberships.asean_11()), RUNS)
    return [(records.COUNTRY_BRIEF, {"country": code}) for code in codes]


GRIDS: dict[str, Callable[[], Asked]] = {"pairs": pairs, "briefs": briefs}


def held() -> float:
    """Return the megabytes of memory that this process holds now, on Linux."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


def run(asked: Asked) -> list[Ran]:
    """Run notebooks as the commands do, as many at a time as there are processors, and say what each run took."""
    execute.TRACE = TRACE
    took: list[Ran] = []

    def keep(name: str, given: object, notebook: object, trace: Any) -> None:
        took.append(Ran(time.perf_counter(), trace["processor"], held()))

    execute.many(asked, keep, lambda line: print(line, file=sys.stderr, flush=True))
    return took


def parts(start: float, took: Sequence[Ran]) -> Iterator[Part]:
    """Return the runs by tenths, in the order in which they ended.

    Args:
        start: when the first began, by the clock.
        took: the runs.
    """
    size = -(-len(took) // PARTS)
    for first in range(0, len(took), size):
        each = took[first : first + size]
        last = each[-1]
        median = statistics.median(ran.processor for ran in each)
        yield Part(len(each), (last.ended - start) / len(each), median, last.megabytes)
        start = last.ended


def spread(numbers: Sequence[float]) -> float:
    """Return by what share the largest lies above the smallest."""
    return max(numbers) / min(numbers) - 1


def section(grid: str, found: Sequence[Part]) -> str:
    """Return a part of the page of results."""
    head = ("Runs", "Seconds a run", "Processor seconds a run", "Megabytes held")
    rows = [(f"{part.runs}", f"{part.wall:.2f}", f"{part.processor:.2f}", f"{part.megabytes:.0f}") for part in found]
    processor, memory = (spread([getattr(part, name) for part in found]) for name in ("processor", "megabytes"))
    return (
        f"## {page.SCALE}\n\nGrid: {grid}; runs in the order in which they ended, by tenths. "
        f"{dt.date.today().isoformat()}, commit {release.state()}. {page.machine()}\n\n{page.table(head, rows)}\n\n"
        f"The tenth with the most processor time a run lies {processor:.0%} above the one with the least; the most "
        f"memory held lies {memory:.0%} above the least.\n"
    )


def main(grid: str = "pairs", runs: str = f"{RUNS}") -> None:
    """Run a grid, or its first runs, and put what they took on the page of results."""
    start = time.perf_counter()
    text = section(grid, list(parts(start, run(GRIDS[grid]()[: int(runs)]))))
    before = page.PAGE.read_text(encoding="utf-8") if page.PAGE.exists() else ""
    page.PAGE.write_text(page.with_section(before, page.SCALE, text), encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
