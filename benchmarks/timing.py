"""Take times side by side, so that their ratio says something on any machine."""

import dataclasses
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

MEASURED = Path(__file__).with_name("measured.py")


@dataclasses.dataclass(frozen=True)
class Cost:
    """What a piece of work took.

    Attributes:
        seconds: on the clock, which others on the machine slow down.
        processor: seconds of the processor, of all its processes.
        megabytes: the largest memory of one of its processes.
    """

    seconds: float
    processor: float
    megabytes: float

    def __add__(self, other: "Cost") -> "Cost":
        """Return what both took, one after the other."""
        times = self.seconds + other.seconds, self.processor + other.processor
        return Cost(*times, max(self.megabytes, other.megabytes))


@dataclasses.dataclass(frozen=True)
class Row:
    """A step beside what it is measured by.

    Attributes:
        step: what was timed.
        cost: what it took.
        beside: the peer or the floor.
        other: what that took.
    """

    step: str
    cost: Cost
    beside: str
    other: Cost

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the row of a table."""
        ratios = self.cost.seconds / self.other.seconds, self.cost.processor / self.other.processor
        return (
            self.step,
            f"{self.cost.seconds:.2f}",
            self.beside,
            f"{self.other.seconds:.2f}",
            *(f"{ratio:.2f}" for ratio in ratios),
            f"{self.cost.megabytes:,.0f}",
        )


def run(command: Sequence[str], folder: Path, settings: Mapping[str, str], refused: bool = False) -> tuple[Cost, str]:
    """Run a command and return what it took and said.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        settings: its environment.
        refused: whether it should fail.

    Raises:
        RuntimeError: it failed, or did not fail though it should.
    """
    with tempfile.TemporaryDirectory() as place:
        took = Path(place) / "took.json"
        ended = subprocess.run(
            [sys.executable, str(MEASURED), str(took), *command],
            cwd=folder,
            env=dict(settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if (ended.returncode != 0) != refused:
            raise RuntimeError(f"{' '.join(command[1:])}: {ended.stdout}")
        return Cost(*json.loads(took.read_text(encoding="utf-8"))), ended.stdout


def medians(works: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, Cost]:
    """Return the median cost of each piece of work; in every round all run one after the other."""
    taken: dict[str, list[Cost]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(work())
    return {
        name: Cost(*map(statistics.median, zip(*map(dataclasses.astuple, costs), strict=True)))
        for name, costs in taken.items()
    }
