"""The bibliography of the book: by author, and works of one author and year told apart by a letter.

The files of references hold plain years, as other programs expect them.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

from pybtex import plugin
from pybtex.database import Entry, Person
from pybtex.style.formatting.plain import Style
from pybtex.style.sorting.author_year_title import SortingStyle
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

STYLE = "by-author"  # as the settings name it


class Alphabetical(SortingStyle):  # type: ignore[misc]
    """The order of authors, years and titles: bodies stand among persons, and letters with accents among those without.

    Pybtex sorts by signs as they are in the file, among them the braces around the name of a body.
    """

    def person_key(self, person: Person) -> str:
        """Return what an author stands by."""
        plain = unicodedata.normalize("NFKD", super().person_key(person))
        return "".join(sign for sign in plain if sign not in "{}" and not unicodedata.combining(sign))


class ByAuthor(Style):  # type: ignore[misc]
    """The plain style in that order."""

    default_sorting_style = STYLE


def tell_apart(entries: Iterable[Entry]) -> None:
    """Give the year of each entry a letter where another entry has the same author and year.

    Args:
        entries: all entries, in the order of their files.
    """
    works = [entry for entry in entries if "year" in entry.fields]
    shared = Counter(map(_author_and_year, works))
    seen: Counter[tuple[str, str]] = Counter()
    for entry in works:
        place = _author_and_year(entry)
        seen[place] += 1
        if shared[place] > 1:
            _, year = place
            entry.fields["year"] = f"{year}{_letters(seen[place])}"
            # By it the group is known when the same entries come again.
            entry.fields["plainyear"] = year


def _author_and_year(entry: Entry) -> tuple[str, str]:
    authors = " and ".join(map(str, entry.persons.get("author", [])))
    return authors, entry.fields.get("plainyear", entry.fields["year"])


def _letters(number: int) -> str:
    """Return a number as letters: a to z, then aa."""
    before, last = divmod(number - 1, 26)
    return f"{_letters(before) if before else ''}{chr(ord('a') + last)}"


def _prepare(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Tell the works apart before pages cite them."""
    domain: Any = env.domains.get("cite")
    if domain is not None:
        tell_apart(domain.bibdata.data.entries.values())


def register(app: Sphinx) -> None:
    """Prepare the references that pages cite, and let the settings name their style."""
    plugin.register_plugin("pybtex.style.sorting", STYLE, Alphabetical, force=True)
    plugin.register_plugin("pybtex.style.formatting", STYLE, ByAuthor, force=True)
    app.connect("env-before-read-docs", _prepare)
