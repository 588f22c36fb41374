"""Take times side by side, so that their ratio says something on any machine."""

import dataclasses
import statistics
import time
from collections.abc import Callable, Mapping


@dataclasses.dataclass(frozen=True)
class Row:
    """A step beside what it is measured by.

    Attributes:
        step: what was timed.
        seconds: how long it took.
        beside: the peer or the floor.
        other: how long that took.
    """

    step: str
    seconds: float
    beside: str
    other: float

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the row of a table."""
        return self.step, f"{self.seconds:.2f}", self.beside, f"{self.other:.2f}", f"{self.seconds / self.other:.2f}"


def seconds(work: Callable[[], object]) -> float:
    """Return the time of a piece of work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def medians(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median time of each piece of work; in every round all run one after the other."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(seconds(work))
    return {name: statistics.median(times) for name, times in taken.items()}
