"""What answers of publishers have in common: JSON whose digits count, and tables written as text."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from russia_asean.sources.snapshots import SnapshotError


def json_answer(path: Path) -> Any:
    """Return an answer in JSON, its decimals as they are written.

    Raises:
        SnapshotError: it is none.
    """
    try:
        # Not as floats, which may print other digits.
        return json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except ValueError as broken:
        raise SnapshotError(f"{path.name}: is no JSON ({broken}). Has the publisher changed its interface?") from None


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as text, commas between cells, numbers with all their digits."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row] for row in rows)
    return written.getvalue()
