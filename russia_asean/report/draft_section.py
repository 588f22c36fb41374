"""A draft of the section that a new document would get in the chapters: cells to copy, with every verdict open."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from russia_asean.evidence.new_documents import NewDocument
from russia_asean.evidence.testability import FACT, Outlook, Prospect

FILE = "section.ipynb"
MARK = "# DRAFT, verdict open: "


def section(new: NewDocument, prospects: Sequence[Prospect]) -> Any:
    """Return the draft as a notebook: for each chapter, the claims that belong to it, one or two cells each.

    Args:
        new: the document.
        prospects: what can be done with each claim.
    """
    rows = {str(row["claim_id"]): row for row in new.claims.to_dict("records")}
    cells = [
        nbformat.v4.new_markdown_cell(
            f"# Draft section: {new.about['short_name']}\n\n"
            "Nothing here is part of the report, and no verdict is given. Copy the cells of a claim into the chapter "
            "that its heading names, put measured values in the place of the dots, and delete the word DRAFT."
        )
    ]
    for chapter in dict.fromkeys(each.chapter for each in prospects):
        cells.append(nbformat.v4.new_markdown_cell(f"## For notebooks/{chapter}.ipynb"))
        for each in prospects:
            if each.chapter == chapter:
                cells += _cells(rows[each.claim_id], each, rows)
    # Ids drawn by lot would make each draft of one document another file.
    for number, cell in enumerate(cells):
        cell["id"] = f"draft-{number}"
    return nbformat.v4.new_notebook(cells=cells)


def _cells(row: Mapping[Any, Any], known: Prospect, rows: Mapping[str, Mapping[Any, Any]]) -> list[Any]:
    """Return the cells of one claim: what it says, and the call that tests it or the directive that shows it."""
    words = f"**{row['statement']}** “{row['locator']}”\n\n{known.outlook.capitalize()}. {known.told}"
    measured = known.outlook in (Outlook.MEASURE, Outlook.LIKEWISE)
    if measured or known.outlook == Outlook.LOOK_UP:
        code = "\n".join(_test(row, known, rows) if measured else _look_up(row))
        return [nbformat.v4.new_markdown_cell(words), nbformat.v4.new_code_cell(code)]
    verdict = "judgement" if known.outlook == Outlook.JUDGEMENT else "untested"
    needs = "note" if verdict == "judgement" else "needs"
    how = f"Draft: add a row with the verdict {verdict!r} and the column {needs!r} to data/claims/assessments.csv."
    return [nbformat.v4.new_markdown_cell(f"{words} {how}\n\n```{{claims}} {known.claim_id}\n```")]


def _test(row: Mapping[Any, Any], known: Prospect, rows: Mapping[str, Mapping[Any, Any]]) -> Iterator[str]:
    yield f"{MARK}like {known.nearest}, cell {known.cell} of notebooks/{known.chapter}.ipynb."
    together = [
        other
        for other, each in rows.items()
        if other != known.claim_id and (each["passage"], each["claim_kind"]) == (row["passage"], row["claim_kind"])
    ]
    if together and not pd.isna(row["passage"]):
        yield f"# Of one passage, so measured on the same bases: {', '.join(together)}; see chapter.test_passage."
    yield f'chapter.test(\n    "{known.claim_id}",\n    {{'
    for basis in known.bases:
        need = "required" if basis.required else "where the data allow it"
        yield f'        "{basis.name}": ...,  # {row["unit"] if not pd.isna(row["unit"]) else "does it hold?"}; {need}'
    yield "    },\n)"


def _look_up(row: Mapping[Any, Any]) -> Iterator[str]:
    yield f"{MARK}the kind is {FACT!r}. Add the claim to data/claims/lookup_claims.csv and each look-up of a fact to"
    yield "# data/claims/lookups.csv, then run `make data`. The chapter on chronology tests all of its look-ups at its"
    yield "# beginning: there, put the id into the list of its section instead."
    yield f'chapter.test("{row["claim_id"]}")'


def write(new: NewDocument, prospects: Sequence[Prospect], folder: Path) -> Path:
    """Write the draft section into a folder and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    nbformat.write(section(new, prospects), path)
    return path
