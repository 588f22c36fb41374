"""A run with other parameters beside the report: what changed first, every sentence side by side, the figures."""

import dataclasses
import re
from pathlib import Path
from typing import Any

from russia_asean import formatting, paths
from russia_asean.evidence import records
from russia_asean.evidence.records import MadeFrom, Results
from russia_asean.report import changes, changes_page, execute, notebook_files, parameters, stamps
from russia_asean.report.changes import Change

YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclasses.dataclass(frozen=True)
class Run:
    """A run with other parameters, and the stored chapter it is compared with.

    Attributes:
        results: what the run says, by chapter.
        before: what the stored chapter says, by chapter.
        changes: what differs.
        notebook: the executed notebook of the run.
    """

    results: dict[str, Results]
    before: dict[str, Results]
    changes: list[Change]
    notebook: Path

    @property
    def chapters(self) -> tuple[str, ...]:
        """The chapter that was run."""
        return tuple(self.results)

    def notebooks(self, chapter: str) -> tuple[Path, Path]:
        """Return the stored notebook of the chapter, and that of the run."""
        return paths.NOTEBOOKS / f"{chapter}.ipynb", self.notebook


def run(name: str, given: dict[str, Any]) -> tuple[Path, Path]:
    """Run a notebook with other parameters, and write the page that compares it with the stored chapter.

    Args:
        name: the notebook's name, such as ``trade``.
        given: parameters that differ from the defaults.

    Returns:
        The paths of the executed notebook and of the page beside it.

    Raises:
        RunError: there is no such notebook, or a cell failed.
        ParameterError: a parameter is refused; nothing was run.
        RecordError: the chapter has no stored results that the run could be compared with.
    """
    if name in records.TEMPLATES:
        raise parameters.ParameterError("A country brief has a command of its own: make country COUNTRY=CHN.")
    # Before minutes of work: without it there is nothing to compare with.
    records.read(name)
    notebook = execute.run(name, given)
    made = compared(name, given, notebook)
    asked = ", ".join(
        f"{key} = {str(value).lower() if isinstance(value, bool) else value}" for key, value in given.items()
    )
    introduction = [
        f"“Stored edition” is what the report says, “Now” what this run says, with {asked or 'its own parameters'}. "
        "Verdicts do not follow parameters: each claim is tested on its own years, members and records.",
        f"The notebook of this run: {notebook.relative_to(paths.ROOT)}",
    ]
    if late := outside_years(made.results[name], made.before[name]):
        years = f"{made.results[name].parameters['start_year']}–{made.results[name].parameters['end_year']}"
        introduction.append(
            f"Of other years than those asked for, {years}, tell {formatting.word_list(late)}. Where fewer than two of "
            "the years have data, a chapter tells of all it has."
        )
    if stamps.stale([name]):
        introduction.append(
            "The stored chapter is older than its data or its code, so some of what differs may be due to these. "
            f"Run `make notebooks NOTEBOOK={name}` first to tell them apart."
        )
    page = notebook.with_suffix(".html")
    title = f"{_title(notebook)}: {asked or 'as in the report'}"
    return notebook, changes_page.write(page, title, introduction, made, unchanged=True)


def compared(name: str, given: dict[str, Any], notebook: Path) -> Run:
    """Return a run beside the stored results of its chapter.

    Raises:
        RecordError: the chapter has no stored results.
    """
    before = records.read(name)
    found: dict[str, list[records.Record]] = {kind: [] for kind in records.KINDS}
    for cell in notebook_files.read(notebook).cells:
        for kind, record in execute.stored_records(cell):
            found[kind].append(record)
    now = Results.model_validate(
        {"chapter": name, "parameters": {**before.parameters, **given}, "made_from": MadeFrom(), "cells": {}, **found}
    )
    old, new = {name: before}, {name: now}
    return Run(new, old, changes.between(old, new), notebook)


def outside_years(now: Results, before: Results) -> list[str]:
    """Return the keys of findings that follow the parameters and tell of none of the years that were asked for."""
    first, last = (now.parameters.get(name) for name in ("start_year", "end_year"))
    if not isinstance(first, int) or not isinstance(last, int):
        return []
    texts = {each.key: each.text for each in before.findings}
    told = {
        each.key: {int(year) for year in YEAR.findall(each.text)}
        for each in now.findings
        if texts.get(each.key) != each.text
    }
    return [key for key, years in told.items() if years and years.isdisjoint(range(first, last + 1))]


def _title(notebook: Path) -> str:
    """Return the first heading of a notebook."""
    text = "\n".join(cell.source for cell in notebook_files.read(notebook).cells if cell.cell_type == "markdown")
    return next(line.removeprefix("# ") for line in text.splitlines() if line.startswith("# "))
