"""The files behind the book: data of every figure and table, the ledger, the notebooks."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from russia_asean import outputs
from russia_asean.sphinx_ext import ledger, marks


def csv_text(rows: list[dict[str, Any]]) -> str:
    """Return rows as CSV with a header taken from the first row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write(folder: Path) -> None:
    """Write all downloads into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for label, record in outputs.collect(outputs.EXHIBIT).items():
        metadata = {key: value for key, value in record.content.items() if key not in ("printed", "key")}
        metadata["notebook"] = f"{record.notebook}.ipynb, cell {record.cell + 1}"
        (folder / f"{label}.csv").write_text(csv_text(record.content["data"]), encoding="utf-8")
        _write_json(folder / f"{label}.json", metadata)
    entries = ledger.entries()
    _write_json(folder / "ledger.json", entries)
    flat = [
        {key: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value for key, value in row.items()}
        for row in entries
    ]
    (folder / "ledger.csv").write_text(csv_text(flat), encoding="utf-8")
    for notebook in outputs.stored():
        shutil.copyfile(notebook, folder / notebook.name)


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _after_build(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        write(Path(app.outdir) / marks.DOWNLOADS)


def register(app: Sphinx) -> None:
    """Write the downloads when an HTML build has finished."""
    app.connect("build-finished", _after_build)
