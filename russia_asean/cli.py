"""The commands behind the Makefile. Each ends with what was made, or with one sentence that says what to do."""

import argparse
import errno
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

from russia_asean import paths


def main() -> None:
    """Run one command; on a mistake of the user print one sentence and exit with status 1."""
    arguments = parser().parse_args()
    try:
        arguments.do(arguments)
    except OSError as mistake:
        sys.exit(told(mistake))
    except KeyboardInterrupt:
        print("Stopped. What was there before is still there.", file=sys.stderr)
        # As shells do for a command that was interrupted: 128 and the number of the signal.
        sys.exit(130)
    except Exception as mistake:
        # What the library refuses it says in a sentence, by a class of its own; anything else is a fault of its own.
        if not type(mistake).__module__.startswith(f"{paths.LIBRARY.name}."):
            raise
        sys.exit(f"{type(mistake).__name__}: {mistake}")


class _Parser(argparse.ArgumentParser):
    """Says a mistake in one sentence, without the usage of all commands above it."""

    def error(self, message: str) -> NoReturn:
        """Stop with status 2."""
        # The words of argparse count arguments of `-p`, which no reader of the sentence knows.
        said = message.replace(
            "argument -p: expected 2 arguments", "-p needs a name and a value, as in -p start_year 2005"
        )
        self.exit(2, f"{said[:1].upper()}{said[1:]}. `{self.prog} --help` lists what there is.\n")


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line.

    Each command imports what it uses when it runs, since all of it together takes two seconds.
    """
    whole = _Parser(prog="python -m russia_asean", description=__doc__)
    commands = whole.add_subparsers(dest="command", required=True)

    def command(name: str, do: Callable[[argparse.Namespace], object], help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help)
        added.set_defaults(do=do)
        return added

    building = command("html", make_html, "build the HTML book from the stored notebooks")
    building.add_argument(
        "--whole", action="store_true", help="all pages at once, also where some could be built alone"
    )
    command("pdf", make_pdf, "build the PDF from the stored notebooks")
    command("brief", make_brief, "build the brief, a PDF of its own, from the stored notebooks")
    releasing = command("release", make_release, "write site, PDFs, data, results and source of this commit")
    releasing.add_argument("--to", type=Path, default=paths.BUILD / "releases", help="the folder of releases")
    command("data", refresh_data, "refresh floors of tolerance, hashes, codebook and source bibliography")
    command("tables", write_tables, "write the tables that have a recipe from the publishers' files")
    refreshing = command("refresh", refresh_sources, "ask publishers for newer files and say what they would change")
    refreshing.add_argument("names", nargs="*", help="publishers to ask (default: all)")
    command("refresh-accept", accept_refresh, "put what the last refresh made in the place of the stored edition")
    storing = command("notebooks", store_notebooks, "run notebooks with their defaults and store the outputs")
    storing.add_argument("names", nargs="*", help="notebooks to run (default: all)")
    briefing = command("briefs", store_briefs, "run the country briefs and store what they found")
    briefing.add_argument("countries", nargs="*", help="codes of members of ASEAN (default: all)")
    alone = command("country", write_country, "write the brief of any country into _build/countries, page and PDF")
    alone.add_argument("country", help="its ISO code, such as CHN")
    comparing = command("diff", compare_results, "say what changed between two folders of results")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    running = command("run", run_notebook, "run a notebook with other parameters into _build/runs")
    running.add_argument("notebook")
    running.add_argument("-p", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"), dest="given")
    editing = command("edition", make_edition, "build the book from a set of parameters of editions/")
    editing.add_argument("name")
    command("steps", tell_steps, "say, for a program, which steps must be taken again and why")
    command("editions", make_matrix, "run all sets of parameters and store what each moves")
    drafting = command("document", draft_document, "say what a new document would bring, and draft its pages")
    drafting.add_argument("claims", type=Path, help="its claims; document.csv beside them describes it")
    drafting.add_argument("text", type=Path, help="its text")
    own = command(
        "compare", compare_series, "compare a series of your own with a table, and rehearse the report with it"
    )
    own.add_argument("table")
    own.add_argument("file", type=Path)
    own.add_argument("--as", choices=["preferred", "additional"], default="preferred", dest="role")
    for side in ("reporter", "partner", "flow", "unit"):
        own.add_argument(f"--{side}", default="", help="only where the file does not say it")
    return whole


def refresh_data(_: argparse.Namespace) -> None:
    """Describe the tables as they are, compute the table that follows from others, and say what was written.

    Raises:
        TableError: a table or its description breaks a rule; nothing was written.
        RowError: a row of the tables of claims does.
        FutureDateError: a table says that something was done on a day to come.
    """
    from russia_asean.analysis import revisions
    from russia_asean.data import codebook, past_dates
    from russia_asean.evidence import claim_rows
    from russia_asean.sources import recipes

    recipes.check_kinds()
    claim_rows.check()
    past_dates.check()
    codebook.refresh()
    # Only tables that are described can be read; and what is computed from them must be described in turn.
    floors = revisions.store_floors()
    for path in [*codebook.refresh(), floors]:
        print(f"Wrote {path.relative_to(paths.ROOT)}")


def write_tables(_: argparse.Namespace) -> None:
    """Write the tables that have a recipe, and say what was done to each."""
    from russia_asean.sources import recipes

    for told_of in recipes.write_tables():
        tell(told_of)


def refresh_sources(arguments: argparse.Namespace) -> None:
    """Ask publishers for newer files, and say what they would change."""
    from russia_asean.report import refresh
    from russia_asean.sources.fetching import Transport

    refresh.run(arguments.names, Transport(), refresh.FOLDER)


def accept_refresh(_: argparse.Namespace) -> None:
    """Put what the last refresh made in the place of the stored edition, and say what is left to do.

    Raises:
        AcceptanceError: there is nothing to accept, or the project has changed since.
        AtWorkError: a refresh is at work.
    """
    from russia_asean.report import refresh

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
    # A folder that could not be copied comes as a list of files, each with its reason as text.
    if isinstance(mistake, shutil.Error) and (reason := re.search(r"\[Errno ([0-9]+)\]", str(mistake))):
        mistake = OSError(int(reason[1]), os.strerror(int(reason[1])))
    where = f": {mistake.filename}" if mistake.filename else ""
    return f"{mistake.strerror or mistake}{where}. {remedies.get(mistake.errno or 0, 'Nothing was replaced.')}"


def _warm_up() -> None:
    """Let the process that kernels are forked from begin, which takes as long as what a command imports after this."""
    from russia_asean.report import kernel_process

    kernel_process.warm_up()


def store_notebooks(arguments: argparse.Namespace) -> None:
    """Run the named notebooks (all, when none is named), store outputs and results, and say what changed.

    Raises:
        RunError: a notebook failed, the others are stored, and what changed in them is said; or one is no chapter.
    """
    _warm_up()
    from russia_asean.book.content import readme
    from russia_asean.evidence import records
    from russia_asean.report import changes, execute, notebook_files, one_at_a_time, stamps

    if templates := sorted({*arguments.names} & {*records.TEMPLATES}):
        raise notebook_files.RunError(
            f"{templates[0]} is no chapter: it runs once for each country. Run `make briefs`."
        )
    chosen = execute.in_order(arguments.names or [path.stem for path in records.chapter_notebooks()])
    for name in chosen:  # a name that is misspelt stops all at once, and not after the others have been compared
        notebook_files.find(name)
    before = {name: records.read(name) for name in records.chapters() if name in chosen}
    failure = None
    try:
        execute.store(chosen, tell)
    except notebook_files.RunError as error:
        failure = error
    after = {name: records.read(name) for name in records.chapters() if name in chosen}
    print(changes.report(changes.between(before, after)))
    # Other chapters may be stored meanwhile; whoever is last has read the results of all.
    with one_at_a_time.in_turn(paths.BUILD / "readme"):
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


def compare_results(arguments: argparse.Namespace) -> None:
    """Say what changed between two folders of results."""
    from russia_asean.report import changes

    print(changes.report(changes.between(changes.read_all(arguments.old), changes.read_all(arguments.new))))


def run_notebook(arguments: argparse.Namespace) -> None:
    """Run a notebook with other parameters, and say where the result and its page lie.

    Raises:
        RunError: there is no such notebook, or a cell failed.
        ParameterError: a parameter is refused; nothing was run.
    """
    from russia_asean.report import notebook_files, parameters

    names = [name for name, _ in arguments.given]
    if twice := [name for place, name in enumerate(names) if name in names[:place]]:
        raise parameters.ParameterError(f"The parameter {twice[0]!r} is given twice. Give it once.")
    given = {name: notebook_files.typed(value) for name, value in arguments.given}
    # Before what runs and compares is imported: a refusal should come at once.
    parameters.check(arguments.notebook, {**notebook_files.defaults(notebook_files.find(arguments.notebook)), **given})
    _warm_up()
    from russia_asean.report import run_page

    notebook, page = run_page.run(arguments.notebook, given)
    print(f"Result: {notebook.relative_to(paths.ROOT)}")
    print(f"Page: {page.relative_to(paths.ROOT)}")


def tell_steps(_: argparse.Namespace) -> None:
    """Say in JSON what has changed since each step was taken; an empty list for one that need not be taken again."""
    from russia_asean import steps

    print(json.dumps(steps.changed(), indent=1))


def make_matrix(_: argparse.Namespace) -> None:
    """Run all editions, store what each moves, and say where."""
    from russia_asean.report import editions

    print(f"Matrix: {editions.store_matrix(tell).relative_to(paths.ROOT)}")


def compare_series(arguments: argparse.Namespace) -> None:
    """Compare a series of the user's own with a table, and say where the page lies."""
    from russia_asean.report import comparison
    from russia_asean.sources.own_sheets import Given

    given = Given(arguments.reporter, arguments.partner, arguments.flow, arguments.unit)
    page = comparison.run(arguments.table, arguments.file, given, arguments.role)
    print(f"Page: {page.relative_to(paths.ROOT)}")


def make_edition(arguments: argparse.Namespace) -> None:
    """Build the book of an edition with other parameters into ``_build/editions``, and say where its front page lies.

    Raises:
        EditionError: there is no such edition, or its file is wrong.
        RehearsalError: a chapter failed, or the book cannot be built.
        AtWorkError: another process makes this edition.
    """
    from russia_asean.book.content import other_edition
    from russia_asean.report import editions, rehearsal

    edition = editions.read(arguments.name)
    with editions.alone(arguments.name):
        made = editions.rehearse(edition, tell)
        other_edition.write(made.project, editions.moved(edition, made), made.before, made.results)
        place = editions.keep(edition, made, rehearsal.build_book(made.project, tell))
    print(f"Edition: {(place / 'html' / f'{other_edition.PAGE}.html').relative_to(paths.ROOT)}")


def store_briefs(arguments: argparse.Namespace) -> None:
    """Run the briefs of some members of ASEAN (all, when none is named), store what they found, and say what changed.

    Raises:
        RunError: a brief failed; the others are stored, and what changed in them is said.
        ParameterError: a code is not that of a member of ASEAN; nothing was run.
    """
    _warm_up()
    from russia_asean.evidence import records
    from russia_asean.report import changes, country_briefs, notebook_files, parameters

    for code in arguments.countries:
        if code not in country_briefs.members():
            raise parameters.ParameterError(
                f"The book has no brief of {code!r}. Use codes of members of ASEAN "
                f"({', '.join(country_briefs.members())}), or `make country COUNTRY={code}`."
            )
    chosen = [*dict.fromkeys(arguments.countries)] or country_briefs.members()
    folder = records.countries_folder()

    def stored() -> dict[str, records.Results]:
        return {code: records.read(code, folder) for code in chosen if (folder / f"{code}.json").exists()}

    before, failure = stored(), None
    try:
        country_briefs.store(chosen, tell)
    except notebook_files.RunError as error:
        failure = error
    print(changes.report(changes.between(before, stored())))
    if failure:
        raise failure


def write_country(arguments: argparse.Namespace) -> None:
    """Write the brief of one country into ``_build/countries``: records, page and PDF.

    Raises:
        ParameterError: there is no such country, or its trade with Russia is not known; nothing was run.
        RunError: a cell failed.
        BuildError: page or PDF cannot be built.
    """
    _warm_up()
    from russia_asean.book.building import build, country_alone
    from russia_asean.report import country_briefs

    code, folder = arguments.country, paths.BUILD / "countries"
    country_briefs.store([code], tell, folder)
    for what, path in (
        ("Page", country_alone.write(code, folder)),
        ("PDF", build.build_country_brief(code, folder)),
        ("Records", folder / f"{code}.json"),
    ):
        print(f"{what}: {path.relative_to(paths.ROOT)}")


def draft_document(arguments: argparse.Namespace) -> None:
    """Say what a new document would bring, and draft its section and its page of the ledger; nothing is added.

    Raises:
        DocumentError: the document is described in a way that the report could not take in.
        BuildError: the draft page cannot be built.
    """
    from russia_asean.book.building import draft_page
    from russia_asean.evidence import new_documents, testability
    from russia_asean.report import draft_section

    new = new_documents.read(arguments.claims, arguments.text)
    prospects, relations = testability.prospects(new), testability.comparisons(new)
    print(testability.report(new, prospects, relations))
    folder = paths.BUILD / "document" / new.key
    section = draft_section.write(new, prospects, folder)
    page = draft_page.write(draft_page.page(new, prospects, relations), new, folder / "html")
    for what, path in (("section", section), ("ledger page", page)):
        print(f"Draft {what}: {path.relative_to(paths.ROOT)}")


def make_html(arguments: argparse.Namespace) -> None:
    """Build the HTML book: whole, or some pages alone where nothing else has changed."""
    if not arguments.whole and (pages := pages_alone()):
        shown = (paths.HTML / f"{pages[0]}.html").relative_to(paths.ROOT)
        print(f"HTML: {shown} (built anew: {', '.join(pages)}; nothing else has changed)")
    else:
        make_book("HTML", "build_html", paths.HTML / "index.html", paths.HTML, whole=arguments.whole)


def pages_alone() -> list[str]:
    """Build the pages that have changed into the HTML book, and return them; none where that would not do."""
    from russia_asean.book.building import incremental
    from russia_asean.report import one_at_a_time

    with one_at_a_time.alone(incremental.left(), "make html"):  # the lock is that of a whole build, too
        return incremental.update(check_chapters)


def check_chapters() -> None:
    """Refuse notebooks that are damaged, or older than what they were made from.

    Raises:
        BuildError: a notebook is damaged.
        RunError: results are older than what they were made from.
    """
    from russia_asean.book.building import build

    # Damaged notebooks are named first, since the stamps must be able to read them all.
    build.check_notebooks()
    refuse_stale()


def make_pdf(_: argparse.Namespace) -> None:
    """Build the PDF."""
    make_book("PDF", "build_pdf", paths.LATEX / paths.PDF_NAME)


def make_brief(_: argparse.Namespace) -> None:
    """Build the brief, and those of countries."""
    make_book("Brief", "build_brief", paths.LATEX / paths.BRIEF_NAME)
    make_book("Country briefs", "build_country_briefs", paths.LATEX / paths.COUNTRIES_NAME)


def make_book(name: str, maker: str, opened: Path, built: Path | None = None, *, whole: bool = False) -> None:
    """Build one form of the book from results that are up to date, unless it is there already, and say where it lies.

    Args:
        name: what it is called.
        maker: the function of ``build`` that builds it and returns the file that a reader opens.
        opened: that file.
        built: the whole of what is built, if it is more than that file.
        whole: whether it must have been built at once, with no page alone since.

    Raises:
        RunError: results are older than what they were made from.
        BuildError: the book cannot be built.
    """
    from russia_asean.book.building import offers

    if opened.exists() and offers.is_current(built or opened, whole=whole):
        # The other form may have come since.
        with offers.alone(paths.WORK):
            offers.offer(paths.HTML, paths.LATEX)
        print(f"{name}: {opened.relative_to(paths.ROOT)} (built before; nothing has changed since)")
        return
    # What builds takes seconds to import, which whoever has a book that is current need not wait for.
    from russia_asean.book.building import build, settings
    from russia_asean.evidence import moves

    settings.check()
    check_chapters()
    if (paths.RESULTS / moves.MATRIX).exists() and (older := moves.changed()):
        tell(f"The matrix of editions is older than {older[0]}: the page on robustness tells of an earlier state.")
    made: Path = getattr(build, maker)()
    print(f"{name}: {made.relative_to(paths.ROOT)}")


def make_release(arguments: argparse.Namespace) -> None:
    """Write the release of this commit, and say where it lies and what comes next.

    Raises:
        RunError: results are older than what they were made from.
        EditionError: the matrix of editions is older than results or editions.
        FolderError: the release would not be what its commit is.
    """
    from russia_asean import release
    from russia_asean.book.building import build, release_folder
    from russia_asean.evidence import moves
    from russia_asean.report import editions

    build.check_notebooks()
    refuse_stale()
    if older := moves.changed():
        raise editions.EditionError(f"The matrix of editions is older than {older[0]}. Run `make editions`.")
    made = release_folder.make(arguments.to, tell)
    for path in made:
        print(f"{build.shown(path)} ({path.stat().st_size / 1e3:,.0f} kB)")
    version = release.stored().version
    print(f"Look through it, then name the commit: git tag -a v{version} -m 'Version {version}'")


def refuse_stale() -> None:
    """Stop before a build if results are older than what they were made from, or not those of the stored outputs.

    Raises:
        RunError: some are; the sentence says which and why.
    """
    from russia_asean.evidence import records
    from russia_asean.report import country_briefs, execute, stamps
    from russia_asean.report.notebook_files import RunError

    stale = stamps.stale()
    if stale:
        told = "; ".join(f"{name} ({', '.join(why[:3])}{', …' if len(why) > 3 else ''})" for name, why in stale.items())
        raise RunError(f"Results are older than what they were made from: {told}. {remedy(stale)}")
    if old := country_briefs.stale():
        told = "; ".join(f"{code} ({', '.join(why[:3])}{', …' if len(why) > 3 else ''})" for code, why in old.items())
        which = "" if len(old) == len(country_briefs.members()) else f" COUNTRY='{' '.join(old)}'"
        raise RunError(f"Country briefs are older than what they were made from: {told}. Run `make briefs{which}`.")
    for name in records.chapters():
        if unlike := execute.unlike_results(paths.NOTEBOOKS / f"{name}.ipynb", records.read(name)):
            raise RunError(f"notebooks/{name}.ipynb: {unlike[0]}")


def remedy(stale: Iterable[str]) -> str:
    """Return the sentence that says how stale results are renewed: theirs, then those of the readers of others."""
    from russia_asean.report import execute

    # What reads the results of others is stale once they are renewed.
    names = execute.in_order({*stale, *execute.READERS})
    return f"Run `make notebooks NOTEBOOK='{' '.join(names)}'`."
