"""What the publishers have that the report has not, and what it would change: asked, built, guarded and rehearsed.

Nothing of the stored edition is touched. What was found lies under ``_build/refresh/``: a page, and a candidate that
``acceptance`` can put in the place of the stored edition.
"""

import csv
import io
import shutil
import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pandas as pd

from russia_asean import formatting, paths
from russia_asean.data.reader import text_cells
from russia_asean.evidence.records import ClaimTest, Results
from russia_asean.report import acceptance, changes, changes_page, rehearsal
from russia_asean.report.one_at_a_time import alone
from russia_asean.report.rehearsal import Rehearsal
from russia_asean.sources import candidates, fetching, publishers, snapshots
from russia_asean.sources.asking import today
from russia_asean.sources.candidates import Candidate
from russia_asean.sources.fetching import Fetched, FetchError, Transport

FOLDER = paths.BUILD / "refresh"
PAGE = "index.html"
HISTORY = Path("data/claims/verdict_history.csv")
CHANGELOG = Path("CHANGELOG.md")
UNRELEASED = "## [Unreleased]\n"
HEADING = "### Changed\n"
WIDTH = 120
COMMAND = "make refresh"

Tell = Callable[[str], object]


def run(
    names: Iterable[str],
    transport: Transport,
    folder: Path = FOLDER,
    project: Path = paths.ROOT,
    tell: Tell = print,
) -> Rehearsal | None:
    """Ask publishers and say what their newer files change, while no other refresh is at work; see ``refresh``.

    Args:
        names: short names of publishers; all, when there are none.
        transport: what downloads.
        folder: where the page and the candidate are put.
        project: the project that is rehearsed.
        tell: takes each line of progress and of what was found.

    Raises:
        AtWorkError: another refresh is at work; nobody was asked.
        FetchError: nobody gave a file, or a name is not known.
    """
    # Also while the publishers are asked: two downloads of one file would write into one another.
    with alone(folder, COMMAND):
        return refresh(asked(names, transport, tell), folder, project, tell)


def take_over(folder: Path = FOLDER) -> list[str]:
    """Put the last candidate in the place of the stored edition, while no refresh is at work, and return the files.

    Raises:
        AtWorkError: a refresh is at work; nothing was replaced.
        AcceptanceError: there is nothing to accept, or the project has changed since.
    """
    with alone(folder, COMMAND):
        return acceptance.accept(folder)


def asked(names: Iterable[str], transport: Transport, tell: Tell = print) -> list[Fetched]:
    """Return newer copies of the files of publishers; one that does not answer does not keep the others from it.

    Args:
        names: short names of publishers; all, when there are none.
        transport: what downloads.
        tell: takes each line of progress.

    Raises:
        FetchError: nobody gave a file, or a name is not known.
    """
    chosen = [*names] or [*publishers.PUBLISHERS]
    found: list[Fetched] = []
    refused: list[FetchError] = []
    for name in chosen:
        tell(f"Asking {name} ...")
        try:
            found += publishers.fetch(name, fetching.cache_folder(), transport)
        except FetchError as refusal:
            tell(f"  {refusal}")
            refused.append(refusal)
    if refused and not found:
        raise refused[0]
    return found


def refresh(
    fetched: Sequence[Fetched], folder: Path = FOLDER, project: Path = paths.ROOT, tell: Tell = print
) -> Rehearsal | None:
    """Build candidate tables from files of publishers, rehearse the report on them and say what changes.

    Args:
        fetched: the files.
        folder: where the page and the candidate are put.
        project: the project that is rehearsed, whose tables are those of this process.
        tell: takes each line of progress and of what was found.

    Returns:
        The rehearsal; None if the publishers have nothing new.

    Raises:
        SnapshotError: a guard refuses a file; no chapter was run.
        RehearsalError: a chapter fails on the new tables.
        AcceptanceError: an acceptance was stopped in the middle and has to be completed first.
    """
    acceptance.refuse_half_done(folder, project)
    # Whatever happens now, the candidate of an earlier run is no longer the last.
    acceptance.forget(folder)
    # Taken first: what is edited while the chapters run makes the candidate one of other files.
    built_on = acceptance.digests(project)
    candidate = candidates.candidate(candidates.newer_files(fetched))
    for note in candidate.notes:
        tell(note)
    if not candidate.newer:
        tell("Nothing new: the files of the publishers hold what the tables hold.")
        return None
    for each in candidate.newer:
        _keep(each.fetched.path, fetching.cache_folder() / snapshots.kept_name(each.key, each.fetched.path))
    for cells in candidate.cells:
        tell(cells.text)
    made = rehearsal.rehearse(candidate.texts, folder, project, tell)
    tell(changes.report(made.changes))
    _draft(made, candidate)
    page = changes_page.write(
        folder / PAGE, "What newer files of publishers change", _told(candidate), made, _tables(candidate)
    )
    acceptance.offer(folder, made.project, built_on)
    tell(f"Page: {page.relative_to(project) if page.is_relative_to(project) else page}")
    tell("Nothing of the stored edition was touched. To take it over: `make refresh-accept`.")
    return made


def _keep(path: Path, kept: Path) -> None:
    """Copy a file or folder to where the next fetch does not replace it, whole or not at all."""
    coming = kept.with_name(f"{kept.name}.part")
    for place in (coming, kept):
        if place.is_dir():
            shutil.rmtree(place)
    coming.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, coming)
    else:
        shutil.copyfile(path, coming)
    coming.replace(kept)


def _told(candidate: Candidate) -> list[str]:
    return [
        f"On {formatting.long_date(today().isoformat())} the publishers had newer files than those the tables are made "
        "from. Here is what the report would say with them; nothing of the stored edition was touched.",
        *candidate.notes,
    ]


def _tables(candidate: Candidate) -> dict[str, pd.DataFrame]:
    """Return what became of the figures, as tables of the page."""
    counts = [
        {
            "Table": cells.table,
            "Source": cells.source_key,
            "Compared with": cells.earlier,
            "Added": cells.added,
            "Years of these": formatting.year_ranges([*cells.added_years]) if cells.added_years else None,
            "Revised": cells.revised,
            "Median revision": formatting.percent(cells.median) if cells.median else None,
            "Vanished": cells.vanished,
            "The same": cells.same,
        }
        for cells in candidate.cells
    ]
    found = {"Figures": pd.DataFrame(counts)}
    for cells in candidate.cells:
        if len(cells.largest):
            numbers = cells.largest.assign(
                **{
                    name: cells.largest[name].map(lambda value: formatting.number(value, 6))
                    for name in ("Before", "Now")
                }
            )
            found[f"Largest revisions: {cells.table}, {cells.source_key}"] = numbers
    return found


# Drafts


def _draft(made: Rehearsal, candidate: Candidate) -> None:
    """Write, into the copy, an entry of the changelog and a row of history for each verdict that turned."""
    turned = turned_verdicts(made.before, made.results)
    (made.project / CHANGELOG).write_text(
        with_entry((made.project / CHANGELOG).read_text(encoding="utf-8"), entry(candidate, made, turned)),
        encoding="utf-8",
    )
    if turned:
        path = made.project / HISTORY
        path.write_text(with_history(path, turned, "; ".join(sorted(_editions(candidate)))), encoding="utf-8")
        rehearsal.describe(made.project)


def turned_verdicts(before: dict[str, Results], after: dict[str, Results]) -> dict[str, tuple[ClaimTest, ClaimTest]]:
    """Return the tests of claims whose verdict is another one, before and after, by claim."""
    old = {test.key: test for each in before.values() for test in each.tests}
    new = {test.key: test for each in after.values() for test in each.tests}
    return {
        key: (old[key], test) for key, test in sorted(new.items()) if key in old and old[key].verdict != test.verdict
    }


def _editions(candidate: Candidate) -> list[str]:
    return [f"{each.edition.source_key} ({each.edition.vintage})" for each in candidate.newer]


def entry(candidate: Candidate, made: Rehearsal, turned: dict[str, tuple[ClaimTest, ClaimTest]]) -> str:
    """Return a draft of what the changelog says of a refresh, as an item of a list."""
    told = [f"New figures: {formatting.word_list(_editions(candidate))}."]
    told += [each.text for each in candidate.cells]
    for key, (old, new) in turned.items():
        told.append(f"The claim {key}, {old.verdict} before, is now {new.verdict}.")
    findings = sorted({change.key for change in made.changes if change.kind == "finding"})
    if findings:
        told.append(f"Sentences that read otherwise: {', '.join(findings)}.")
    return textwrap.fill(
        " ".join(told),
        WIDTH,
        initial_indent="- ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def with_entry(changelog: str, item: str) -> str:
    """Return a changelog with an item at the top of what changed since the last release."""
    if UNRELEASED not in changelog:
        # A release has given its entries a version: the next ones come above it.
        head, mark, rest = changelog.partition("\n## ")
        changelog = f"{head}\n{UNRELEASED}{mark}{rest}"
    before, _, after = changelog.partition(UNRELEASED)
    here, rest = after, ""
    # Only up to the release before: its own list is another one.
    if (end := after.find("\n## ")) >= 0:
        here, rest = after[:end], after[end:]
    if HEADING in here:
        here = here.replace(HEADING + "\n", f"{HEADING}\n{item}\n", 1)
    else:
        here = f"\n{HEADING}\n{item}\n{here}"
    return f"{before}{UNRELEASED}{here}{rest}"


def with_history(path: Path, turned: dict[str, tuple[ClaimTest, ClaimTest]], editions: str) -> str:
    """Return the text of the history of verdicts with a row for each that turned, of the edition after the last."""
    table = text_cells(path, path.name)
    number = str(int(table["edition"].astype(int).max()) + 1)
    rows = [
        {
            "claim_id": key,
            "edition": number,
            "assessed": today().isoformat(),
            "verdict": new.verdict,
            "reason": f"On newer figures ({editions}): {new.reason}",
        }
        for key, (_, new) in turned.items()
    ]
    rows += [{str(name): str(cell) for name, cell in row.items()} for row in table.to_dict("records")]
    written = io.StringIO()
    writer = csv.DictWriter(written, list(table.columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: (row["claim_id"], row["edition"])))
    return written.getvalue()
