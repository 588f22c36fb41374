"""The commands behind the Makefile. Each ends with what was made, or with one sentence that says what to do."""

import argparse
import errno
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from russia_asean import paths, release
from russia_asean.analysis import revisions
from russia_asean.book import (
    build,
    country_alone,
    country_pages,
    draft_page,
    offers,
    other_edition,
    readme,
    release_folder,
    settings,
)
from russia_asean.data import codebook, tables
from russia_asean.evidence import claims, moves, new_documents, records, testability
from russia_asean.report import (
    acceptance,
    changes,
    chapter,
    comparison,
    country_briefs,
    draft_section,
    editions,
    execute,
    one_at_a_time,
    parameters,
    publish,
    refresh,
    rehearsal,
    run_page,
    stamps,
)
from russia_asean.sources import own_series, recipes, snapshots
from russia_asean.sources.fetching import Transport

MISTAKES = (
    tables.TableError,
    claims.ClaimError,
    publish.ExhibitError,
    records.RecordError,
    parameters.ParameterError,
    execute.RunError,
    chapter.ChapterError,
    release.ReleaseError,
    build.BuildError,
    release_folder.FolderError,
    snapshots.SnapshotError,
    rehearsal.RehearsalError,
    acceptance.AcceptanceError,
    one_at_a_time.AtWorkError,
    new_documents.DocumentError,
    editions.EditionError,
    settings.SettingsError,
)


def main() -> None:
    """Run one command; on a mistake of the user print one sentence and exit with status 1."""
    parser = argparse.ArgumentParser(prog="python -m russia_asean", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("html", help="build the HTML book from the stored notebooks")
    commands.add_parser("pdf", help="build the PDF from the stored notebooks")
    commands.add_parser("brief", help="build the brief, a PDF of its own, from the stored notebooks")
    releasing = commands.add_parser("release", help="write site, PDFs, data, results and source of this commit")
    releasing.add_argument("--to", type=Path, default=release_folder.FOLDER, help="the folder of releases")
    commands.add_parser("data", help="refresh floors of tolerance, hashes, codebook and source bibliography")
    commands.add_parser("tables", help="write the tables that have a recipe from the publishers' files")
    refreshing = commands.add_parser("refresh", help="ask publishers for newer files and say what they would change")
    refreshing.add_argument("names", nargs="*", help="publishers to ask (default: all)")
    commands.add_parser("refresh-accept", help="put what the last refresh made in the place of the stored edition")
    storing = commands.add_parser("notebooks", help="run notebooks with their defaults and store the outputs")
    storing.add_argument("names", nargs="*", help="notebooks to run (default: all)")
    briefing = commands.add_parser("briefs", help="run the country briefs and store what they found")
    briefing.add_argument("countries", nargs="*", help="codes of members of ASEAN (default: all)")
    alone = commands.add_parser("country", help="write the brief of any country into _build/countries, page and PDF")
    alone.add_argument("country", help="its ISO code, such as CHN")
    comparing = commands.add_parser("diff", help="say what changed between two folders of results")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    running = commands.add_parser("run", help="run a notebook with other parameters into _build/runs")
    running.add_argument("notebook")
    running.add_argument("-p", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"), dest="given")
    editing = commands.add_parser("edition", help="build the book from a set of parameters of editions/")
    editing.add_argument("name")
    commands.add_parser("editions", help="run all sets of parameters and store what each moves")
    drafting = commands.add_parser("document", help="say what a new document would bring, and draft its pages")
    drafting.add_argument("claims", type=Path, help="its claims; document.csv beside them describes it")
    drafting.add_argument("text", type=Path, help="its text")
    own = commands.add_parser(
        "compare", help="compare a series of your own with a table, and rehearse the report with it"
    )
    own.add_argument("table")
    own.add_argument("file", type=Path)
    own.add_argument("--as", choices=comparison.ROLES, default="preferred", dest="role")
    for side in ("reporter", "partner", "flow", "unit"):
        own.add_argument(f"--{side}", default="", help="only where the file does not say it")
    arguments = parser.parse_args()
    try:
        if arguments.command == "html":
            make_book("HTML", build.build_html, paths.HTML / "index.html", paths.HTML)
        elif arguments.command == "pdf":
            make_book("PDF", build.build_pdf, paths.LATEX / paths.PDF_NAME)
        elif arguments.command == "brief":
            make_book("Brief", build.build_brief, paths.LATEX / paths.BRIEF_NAME)
            make_book("Country briefs", build.build_country_briefs, paths.LATEX / country_pages.PDF_NAME)
        elif arguments.command == "release":
            make_release(arguments.to)
        elif arguments.command == "data":
            for path in refresh_data():
                print(f"Wrote {path.relative_to(paths.ROOT)}")
        elif arguments.command == "tables":
            for told_of in recipes.write_tables():
                print(told_of, flush=True)
        elif arguments.command == "refresh":
            refresh.run(arguments.names, Transport(), refresh.FOLDER)
        elif arguments.command == "refresh-accept":
            accept_refresh()
        elif arguments.command == "notebooks":
            store_notebooks(arguments.names)
        elif arguments.command == "briefs":
            store_briefs(arguments.countries)
        elif arguments.command == "country":
            write_country(arguments.country)
        elif arguments.command == "diff":
            print(changes.report(changes.between(changes.read_all(arguments.old), changes.read_all(arguments.new))))
        elif arguments.command == "edition":
            make_edition(arguments.name)
        elif arguments.command == "editions":
            print(f"Matrix: {editions.store_matrix(tell).relative_to(paths.ROOT)}")
        elif arguments.command == "document":
            draft_document(arguments.claims, arguments.text)
        elif arguments.command == "compare":
            given_of_file = own_series.Given(arguments.reporter, arguments.partner, arguments.flow, arguments.unit)
            page = comparison.run(arguments.table, arguments.file, given_of_file, arguments.role)
            print(f"Page: {page.relative_to(paths.ROOT)}")
        else:
            given = {name: execute.typed(value) for name, value in arguments.given}
            notebook, page = run_page.run(arguments.notebook, given)
            print(f"Result: {notebook.relative_to(paths.ROOT)}")
            print(f"Page: {page.relative_to(paths.ROOT)}")
    except MISTAKES as mistake:
        sys.exit(f"{type(mistake).__name__}: {mistake}")
    except OSError as mistake:
        sys.exit(told(mistake))
    except KeyboardInterrupt:
        print("Stopped. What was there before is still there.", file=sys.stderr)
        # As shells do for a command that was interrupted: 128 and the number of the signal.
        sys.exit(130)


def refresh_data() -> list[Path]:
    """Describe the tables as they are, compute the table that follows from others, and return what was written."""
    codebook.refresh()
    # Only tables that are described can be read; and what is computed from them must be described in turn.
    floors = revisions.store_floors()
    return [*codebook.refresh(), floors]


def accept_refresh() -> None:
    """Put what the last refresh made in the place of the stored edition, and say what is left to do.

    Raises:
        AcceptanceError: there is nothing to accept, or the project has changed since.
        AtWorkError: a refresh is at work.
    """
    for path in refresh.take_over(refresh.FOLDER):
        print(f"Took {path}")
    print(
        f"The new edition is in place. Read the drafts in {refresh.CHANGELOG} and {refresh.HISTORY.as_posix()}, "
        "the new rows of data/sources.csv and the pages after `make html`; then commit."
    )


def told(mistake: OSError) -> str:
    """Return what the system refused, where, and what to do about it, in one sentence each."""
    remedies = {
        errno.ENOSPC: "Free some space and run the command again.",
        errno.EROFS: "The project must lie where it can be written.",
        errno.EACCES: "Make it writable, or run the command as its owner.",
    }
    where = f": {mistake.filename}" if mistake.filename else ""
    return f"{mistake.strerror or mistake}{where}. {remedies.get(mistake.errno or 0, 'Nothing was replaced.')}"


def store_notebooks(names: list[str]) -> None:
    """Run the named notebooks (all, when none is named), store outputs and results, and say what changed.

    Raises:
        RunError: a notebook failed, the others are stored, and what changed in them is said; or one is no chapter.
    """
    if templates := sorted({*names} & {*records.TEMPLATES}):
        raise execute.RunError(f"{templates[0]} is no chapter: it runs once for each country. Run `make briefs`.")
    chosen = execute.in_order(names or [path.stem for path in records.chapter_notebooks()])
    before = {name: records.read(name) for name in records.chapters() if name in chosen}
    failure = None
    try:
        execute.store(chosen, tell)
    except execute.RunError as error:
        failure = error
    after = {name: records.read(name) for name in records.chapters() if name in chosen}
    print(changes.report(changes.between(before, after)))
    readme.update_readme({name: [*records.read(name).made_from.tables] for name in records.chapters()})
    records.write_schema()
    stale = stamps.stale()
    if stale:
        print(f"Older than what they were made from: {', '.join(stale)}. {remedy(stale)}")
    if failure:
        raise failure


def tell(line: str) -> None:
    """Print a line of progress at once, also where the output is a file."""
    print(line, flush=True)


def make_edition(name: str) -> None:
    """Build the book of an edition with other parameters into ``_build/editions``, and say where its front page lies.

    Raises:
        EditionError: there is no such edition, or its file is wrong.
        RehearsalError: a chapter failed, or the book cannot be built.
        AtWorkError: another process makes this edition.
    """
    edition = editions.read(name)
    with editions.alone(name):
        made = editions.rehearse(edition, tell)
        other_edition.write(made.project, editions.moved(edition, made), made.before, made.results)
        place = editions.keep(edition, made, rehearsal.build_book(made.project, tell))
    print(f"Edition: {(place / 'html' / f'{other_edition.PAGE}.html').relative_to(paths.ROOT)}")


def store_briefs(codes: list[str]) -> None:
    """Run the briefs of some members of ASEAN (all, when none is named), store what they found, and say what changed.

    Raises:
        RunError: a brief failed; the others are stored, and what changed in them is said.
        ParameterError: a code is not that of a member of ASEAN; nothing was run.
    """
    for code in codes:
        if code not in country_briefs.members():
            raise parameters.ParameterError(
                f"The book has no brief of {code!r}. Use codes of members of ASEAN "
                f"({', '.join(country_briefs.members())}), or `make country COUNTRY={code}`."
            )
    chosen, folder = [*dict.fromkeys(codes)] or country_briefs.members(), records.countries_folder()

    def stored() -> dict[str, records.Results]:
        return {code: records.read(code, folder) for code in chosen if (folder / f"{code}.json").exists()}

    before, failure = stored(), None
    try:
        country_briefs.store(chosen, tell)
    except execute.RunError as error:
        failure = error
    print(changes.report(changes.between(before, stored())))
    if failure:
        raise failure


def write_country(code: str) -> None:
    """Write the brief of one country into ``_build/countries``: records, page and PDF.

    Raises:
        ParameterError: there is no such country, or its trade with Russia is not known; nothing was run.
        RunError: a cell failed.
        BuildError: page or PDF cannot be built.
    """
    folder = paths.BUILD / "countries"
    country_briefs.store([code], tell, folder)
    for what, path in (
        ("Page", country_alone.write(code, folder)),
        ("PDF", build.build_country_brief(code, folder)),
        ("Records", folder / f"{code}.json"),
    ):
        print(f"{what}: {path.relative_to(paths.ROOT)}")


def draft_document(claims_file: Path, text_file: Path) -> None:
    """Say what a new document would bring, and draft its section and its page of the ledger; nothing is added.

    Raises:
        DocumentError: the document is described in a way that the report could not take in.
        BuildError: the draft page cannot be built.
    """
    new = new_documents.read(claims_file, text_file)
    prospects, relations = testability.prospects(new), testability.comparisons(new)
    print(testability.report(new, prospects, relations))
    folder = paths.BUILD / "document" / new.key
    section = draft_section.write(new, prospects, folder)
    page = draft_page.write(draft_page.page(new, prospects, relations), new, folder / "html")
    for what, path in (("section", section), ("ledger page", page)):
        print(f"Draft {what}: {path.relative_to(paths.ROOT)}")


def make_book(name: str, make: Callable[[], Path], opened: Path, built: Path | None = None) -> None:
    """Build one form of the book from results that are up to date, unless it is there already, and say where it lies.

    Args:
        name: what it is called.
        make: builds it and returns the file that a reader opens.
        opened: that file.
        built: the whole of what is built, if it is more than that file.

    Raises:
        RunError: results are older than what they were made from.
        BuildError: the book cannot be built.
    """
    if opened.exists() and offers.is_current(built or opened):
        # The other form may have come since.
        with offers.alone(build.WORK):
            offers.offer(paths.HTML, paths.LATEX)
        print(f"{name}: {opened.relative_to(paths.ROOT)} (built before; nothing has changed since)")
        return
    # Damaged notebooks are named first, since the stamps must be able to read them all.
    settings.check()
    build.check_notebooks()
    refuse_stale()
    if (paths.RESULTS / moves.MATRIX).exists() and (older := moves.changed()):
        tell(f"The matrix of editions is older than {older[0]}: the page on robustness tells of an earlier state.")
    print(f"{name}: {make().relative_to(paths.ROOT)}")


def make_release(to: Path) -> None:
    """Write the release of this commit, and say where it lies and what comes next.

    Args:
        to: the folder of releases.

    Raises:
        RunError: results are older than what they were made from.
        EditionError: the matrix of editions is older than results or editions.
        FolderError: the release would not be what its commit is.
    """
    build.check_notebooks()
    refuse_stale()
    if older := moves.changed():
        raise editions.EditionError(f"The matrix of editions is older than {older[0]}. Run `make editions`.")
    made = release_folder.make(to, tell)
    for path in made:
        print(f"{build.shown(path)} ({path.stat().st_size / 1e3:,.0f} kB)")
    version = release.stored().version
    print(f"Look through it, then name the commit: git tag -a v{version} -m 'Version {version}'")


def refuse_stale() -> None:
    """Stop before a build if results are older than what they were made from, or not those of the stored outputs.

    Raises:
        RunError: some are; the sentence says which and why.
    """
    stale = stamps.stale()
    if stale:
        told = "; ".join(f"{name} ({', '.join(why[:3])}{', …' if len(why) > 3 else ''})" for name, why in stale.items())
        raise execute.RunError(f"Results are older than what they were made from: {told}. {remedy(stale)}")
    if old := country_briefs.stale():
        told = "; ".join(f"{code} ({', '.join(why[:3])}{', …' if len(why) > 3 else ''})" for code, why in old.items())
        which = "" if len(old) == len(country_briefs.members()) else f" COUNTRY='{' '.join(old)}'"
        raise execute.RunError(
            f"Country briefs are older than what they were made from: {told}. Run `make briefs{which}`."
        )
    for name in records.chapters():
        if unlike := execute.unlike_results(paths.NOTEBOOKS / f"{name}.ipynb", records.read(name)):
            raise execute.RunError(f"notebooks/{name}.ipynb: {unlike[0]}")


def remedy(stale: Iterable[str]) -> str:
    """Return the sentence that says how stale results are renewed: theirs, then those of the readers of others."""
    # What reads the results of others is stale once they are renewed.
    names = execute.in_order({*stale, *execute.READERS})
    return f"Run `make notebooks NOTEBOOK='{' '.join(names)}'`."
