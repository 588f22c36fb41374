"""What several tests import: fixtures as files, a maker of small notebooks, the built book, what runs together.

Not in ``conftest``, of which there are two, so that the name would mean the one that was read first.
"""

from pathlib import Path

import nbformat
import pytest

from russia_asean.evidence import records
from russia_asean.provenance import Origin
from russia_asean.report import publish

ONE_SOURCE = records.rests_on([Origin("trade_flows", "imf-dots-2022-02")])
FIXTURES = Path(__file__).parent / "fixtures"
# Modules whose tests share nothing and take long: each test goes to whichever process is free.
EACH_TEST_ALONE = ("tests/book/test_html.py", "tests/book/test_reproduction.py")


class Maker:
    """Makes small notebooks that look like stored ones."""

    def __init__(self, folder: Path):
        self.folder = folder

    @staticmethod
    def words(text: str):
        """Return a Markdown cell."""
        return nbformat.v4.new_markdown_cell(text)

    @staticmethod
    def code(source: str, *emitted, count: int | None = 1, tags: tuple[str, ...] = ()):
        """Return a code cell with the given outputs, as if it had run."""
        return nbformat.v4.new_code_cell(
            source, outputs=list(emitted), execution_count=count, metadata={"tags": list(tags)} if tags else {}
        )

    @staticmethod
    def record(record, **shown: str):
        """Return the output in which a notebook stores a record."""
        kind = publish.MIME_TYPES[type(record)]
        data = {"text/plain": record.key, **shown, kind: records.dumped(record)}
        return nbformat.v4.new_output("display_data", data=data, metadata={publish.MARK: kind})

    @staticmethod
    def finding(key: str, text: str = "It rose.") -> records.Finding:
        """Return a finding that rests on one table."""
        return records.Finding(key=key, text=text, rests_on=ONE_SOURCE)

    @staticmethod
    def test(claim_id: str, verdict: str, **found) -> records.ClaimTest:
        """Return the test of a claim."""
        content = {"key": claim_id, "verdict": verdict, "statement": "S.", "reason": "R.", "note": "", **found}
        return records.ClaimTest.model_validate(content)

    @staticmethod
    def series(key: str, values: dict[int, float], **found) -> records.Series:
        """Return a series that rests on one table."""
        content = {"title": key, "unit": "percent", "exhibit": "fig-a", "rests_on": ONE_SOURCE, **found}
        return records.Series.model_validate({"key": key, "values": values, **content})

    def results(self, *made, name: str = "small") -> Path:
        """Write the results of a chapter with the given records into the folder ``results`` beside the notebooks."""
        kinds = {kind: [each for each in made if isinstance(each, model)] for kind, model in records.KINDS.items()}
        cells = {kind: {each.key: 1 for each in every} for kind, every in kinds.items() if every}
        content = {"chapter": name, "parameters": {}, "made_from": {}, "cells": cells, **kinds}
        return records.write(records.Results.model_validate(content), self.folder.parent / "results")

    def notebook(self, *cells, name: str = "small") -> nbformat.NotebookNode:
        """Return a notebook of the given cells, which is also written into the folder."""
        notebook = nbformat.v4.new_notebook(cells=list(cells))
        notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(notebook, self.folder / f"{name}.ipynb")
        return notebook


def goes_with(nodeid):
    """Return what goes to one process with a test: its module or class, which share fixtures, or its notebook."""
    return nodeid if nodeid.startswith(EACH_TEST_ALONE) else nodeid.rsplit("::", 1)[0]


def built(path, target, config):
    """Return a part of the built book; where it is missing, skip the test, or fail it under ``--need-book``."""
    if not path.exists():
        say = pytest.fail if config.getoption("--need-book") else pytest.skip
        say(f"The book has not been built. Run `make {target}`, or `make test`, which builds it first.")
    return path
