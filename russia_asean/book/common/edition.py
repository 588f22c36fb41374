"""The edition as it is printed: in the footer of every page, in the PDFs, and in what the book hands out.

What a person writes stands in ``CITATION.cff``; commit and day of the data are found here. Whoever prints a version, an
author or a licence asks this module.
"""

import datetime as dt
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from sphinx.application import Sphinx
from sphinx.util import texescape

from russia_asean import formatting, paths, release
from russia_asean.data import tables
from russia_asean.evidence import moves
from russia_asean.release import LICENCE_ADDRESS, TEXT_LICENCE, Release


@dataclass(frozen=True, slots=True)
class Edition:
    """A release as one copy of the project prints it.

    Attributes:
        release: title, author, version and day.
        commit: the short name of its commit, with a word where files have changed since; empty where nobody knows.
        data: the day up to which sources were read.
        choice: what it is called, if it was made with other parameters than the report's own; else empty.
        licence, licence_address, terms: of text and figures, and of what is not ours.
    """

    release: Release
    commit: str
    data: dt.date
    choice: str = ""
    licence: ClassVar = "CC BY 4.0"
    licence_address: ClassVar = LICENCE_ADDRESS
    terms: ClassVar = "Data of others stay under the terms of their producers."

    @property
    def data_as_of(self) -> str:
        """The day up to which sources were read, as a reader writes it."""
        return formatting.long_date(self.data.isoformat())

    @property
    def released(self) -> str:
        """The day of the release, as a reader writes it."""
        return formatting.long_date(self.release.day.isoformat())

    @property
    def commit_address(self) -> str:
        """Where the commit can be read; empty without a repository, or where files have changed since."""
        known = self.release.repository and self.commit and " " not in self.commit
        return f"{self.release.repository}/commit/{self.commit}" if known else ""

    @property
    def named(self) -> str:
        """Version, commit and choice in words: ``version 0.2.0, commit 1a2b3c4d5``."""
        parts = {"version": self.release.version, "commit": self.commit, "edition": self.choice and f"“{self.choice}”"}
        return ", ".join(f"{name} {text}" for name, text in parts.items() if text)

    @property
    def place(self) -> str:
        """Where the report is found: its DOI as an address, else the address of the site; empty while there is none."""
        return f"https://doi.org/{self.release.doi}" if self.release.doi else self.release.address

    @property
    def citation(self) -> str:
        """The reference to the report, in one line."""
        made = self.release
        where = f" {self.place}" if self.place else ""
        other = f" Edition “{self.choice}”." if self.choice else ""
        return f"{made.author} ({made.day.year}). {made.title}. Version {made.version}.{other}{where}"

    def credit(self) -> dict[str, str]:
        """Return what every file that the book hands out says of where it comes from, by key of JSON."""
        made = self.release
        found = {
            "publication": made.title,
            "author": made.author,
            "version": made.version,
            "commit": self.commit,
            "edition": self.choice,
            "released": made.day.isoformat(),
            "data_as_of": self.data.isoformat(),
            "licence": TEXT_LICENCE,
            "licence_url": self.licence_address,
            "terms": self.terms,
            "citation": self.citation,
            "doi": made.doi,
            "url": made.address,
        }
        return {key: value for key, value in found.items() if value}


@functools.cache  # the same for every page and file of a build
def current() -> Edition:
    """Return the edition that this copy of the project is."""
    read = str(tables.load("sources", credit=False)["accessed"].astype(str).max())[:10]
    return Edition(release.stored(), release.state(), dt.date.fromisoformat(read), _choice(paths.ROOT / moves.MARK))


def title_cited(made: Release) -> str:
    """Return the title of the report as references name it: with the edition, if this one has other parameters."""
    choice = current().choice
    return f"{made.title}: edition “{choice}”" if choice else made.title


def _choice(mark: Path) -> str:
    """Return what a copy of the project that is an edition with other parameters is called; empty for the report."""
    return str(tomllib.loads(mark.read_text(encoding="utf-8"))["title"]) if mark.exists() else ""


def _name_the_book(app: Sphinx, config: Any) -> None:
    """Give Sphinx what it prints of the edition: no file of settings repeats it."""
    made = release.stored()
    config.author, config.version, config.release = made.author, made.version, made.version
    config.copyright = config.project_copyright = f"{made.day.year} {made.author}"
    config.today = formatting.long_date(made.day.isoformat())  # on the title page of the PDF
    config.latex_elements = {
        **config.latex_elements,
        "releasename": "Version",
        "preamble": f"{_command(current())}\n{config.latex_elements.get('preamble', '')}",
    }


def _command(edition: Edition) -> str:
    """Return the edition as a command of LaTeX: a line for the foot of each page."""
    texescape.init()  # Sphinx does so only later
    named, day = f"{edition.named[:1].upper()}{edition.named[1:]}", f"Data as of {edition.data_as_of}"
    line = texescape.escape(f"{edition.release.title}. {named}. {day}. {edition.licence}", "xelatex")
    return rf"\newcommand{{\editionline}}{{{line}}}"


def _add_to_page(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    context["edition"] = current()


def register(app: Sphinx) -> None:
    """Print the edition in the footer of every page."""
    # Before Sphinx and Jupyter Book make up their own from it, such as the title page of the PDF.
    app.connect("config-inited", _name_the_book, priority=100)
    app.connect("html-page-context", _add_to_page)
