"""What may be asked of each notebook: names, types and ranges of its parameters, checked before anything runs.

A wrong value is refused at once. So bounds are read from the text of a table where that is enough: to import what loads
and validates tables takes a second. Whatever runs afterwards loads them, and then they are validated.
"""

import functools
from typing import TYPE_CHECKING, Any, Literal, Self

import pydantic

from russia_asean import paths
from russia_asean.data import reader

if TYPE_CHECKING:
    import pandas as pd

FIRST_YEAR = 1992  # Russia reports trade of its own from here on
FIRST_BREAK = 2011  # the first year that leaves two years of the scorecard before it


# Kinds of mistake of which pydantic's own words do not say what to write.
WORDS = {"int_type": "must be a whole number", "bool_type": "must be true or false", "string_type": "must be a text"}


class ParameterError(ValueError):
    """A parameter is unknown, of the wrong type or out of range."""


@functools.cache  # the scorecard asks for it thousands of times
def last_year() -> int:
    """Return the last year of which the package holds figures of trade, its longest series."""
    return max(int(year) for year in _cells("trade_flows.csv", "year") if year.isdigit())


def _cells(file: str, column: str, **where: str) -> set[str]:
    """Return what a column of a table holds, as text.

    Args:
        file: the table, within ``data/``.
        column: the column.
        where: columns and what they hold in the rows that count.
    """
    header, rows = reader.text_rows(paths.DATA / file, f"data/{file}")
    place = {name: number for number, name in enumerate(header)}
    wanted = {place[name]: cell for name, cell in where.items()}
    return {row[place[column]] for row in rows.values() if all(row[at] == cell for at, cell in wanted.items())}


class _Asked(pydantic.BaseModel):
    """What all models share: strict types, no unknown names, no changes afterwards."""

    model_config = pydantic.ConfigDict(extra="forbid", strict=True, frozen=True)


class _Years(_Asked):
    """Models with a first and a last year.

    Attributes:
        start_year: the first year drawn and described.
        end_year: the last year drawn and described.
    """

    start_year: int
    end_year: int

    @property
    def years(self) -> range:
        """The years asked for, both ends included."""
        return range(self.start_year, self.end_year + 1)

    def window(self, data: "pd.DataFrame") -> "pd.DataFrame":
        """Return the rows of the years asked for; all where fewer than two are left, so that no picture is empty."""
        chosen = data[data.index.isin(self.years)]
        return chosen if len(chosen) > 1 else data

    @pydantic.field_validator("start_year", "end_year")
    @classmethod
    def _in_the_data(cls, year: int) -> int:
        return _within(year, FIRST_YEAR, last_year())

    @pydantic.model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end_year <= self.start_year:
            raise ValueError(f"end_year ({self.end_year}) must come after start_year ({self.start_year})")
        return self


def _within(year: int, first: int, last: int) -> int:
    if not first <= year <= last:
        raise ValueError(f"must be a year from {first} to {last}")
    return year


class _Members(_Asked):
    """Models with members of ASEAN.

    Attributes:
        members: ``ASEAN-10``, ``ASEAN-11``, or ISO codes of members joined by commas.
    """

    members: str

    @property
    def codes(self) -> list[str]:
        """The ISO codes of the members asked for."""
        from russia_asean.data import memberships

        groups = {"ASEAN-10": memberships.asean_10, "ASEAN-11": memberships.asean_11}
        return groups[self.members]() if self.members in groups else self.members.split(",")

    @property
    def group(self) -> str:
        """What the choice is called in a sentence: ``ASEAN-10``, one to three by name, or ``5 members of ASEAN``."""
        from russia_asean import formatting
        from russia_asean.data import countries

        if self.members.startswith("ASEAN"):
            return self.members
        names = [countries.name_in_text(code) for code in self.codes]
        return formatting.word_list(names) if len(names) < 4 else f"{len(names)} members of ASEAN"

    @property
    def with_russia(self) -> str:
        """Whose trade it is: ``between Russia and ASEAN-10``, ``of Russia with Laos and Myanmar``."""
        # Two times "and" would leave open who trades with whom.
        return f"of Russia with {self.group}" if " and " in self.group else f"between Russia and {self.group}"

    @pydantic.model_validator(mode="after")
    def _are_members(self) -> Self:
        if self.members in ("ASEAN-10", "ASEAN-11"):
            return self
        asked = self.members.split(",")
        if len(set(asked)) < len(asked):
            raise ValueError("members: a code is named twice; name each once")
        named = _cells("memberships.csv", "iso3", group="ASEAN")
        # Who is a member, and not only named with ASEAN, depends on roles and dates.
        if strangers := [code for code in asked if code not in named] or self._no_members(asked):
            raise ValueError(
                f"members: {strangers[0]!r} is not a member of ASEAN; use ASEAN-10, ASEAN-11 or codes such as VNM,THA"
            )
        return self

    @staticmethod
    def _no_members(codes: list[str]) -> list[str]:
        from russia_asean.data import memberships

        return [code for code in codes if code not in memberships.asean_11()]


class Trade(_Members, _Years):
    """Parameters of the chapter on trade.

    Attributes:
        basis: whose customs figures the tables by member and the headline use.
    """

    basis: Literal["russia", "asean"]

    @pydantic.model_validator(mode="after")
    def _has_record(self) -> Self:
        from russia_asean.analysis import trade

        if self.basis == "russia" and self.start_year >= trade.last_russian_year():
            raise ValueError(
                f"basis 'russia' ends in {trade.last_russian_year()}: choose an earlier start_year, or basis 'asean'"
            )
        return self


class SecurityForums(_Members, _Years):
    """Parameters of the chapter on security forums: the years and members of votes and arms."""

    @pydantic.model_validator(mode="after")
    def _holds_a_window(self) -> Self:
        if len(self.years) < 10:
            raise ValueError("arms are counted in windows of five years: choose at least ten years")
        return self


class Vietnam(_Members, _Years):
    """Parameters of the chapter on Vietnam: the years drawn, and the members that Vietnam is compared with."""


class Investment(_Members, _Years):
    """Parameters of the chapter on investment.

    Attributes:
        boundary: the border of the Far East: nine regions (before November 2018) or eleven.
    """

    boundary: Literal["nine", "eleven"]


class Brics(_Years):
    """Parameters of the chapter on BRICS.

    Attributes:
        measure: how output is compared: at purchasing power parity or at market exchange rates.
        with_asean: whether the members of ASEAN that joined BRICS count in its weight.
    """

    measure: Literal["ppp", "market"]
    with_asean: bool


class _Documents(_Asked):
    """Models with a choice of documents.

    Attributes:
        documents: ``all``, or keys of ``documents.csv`` joined by commas, such as ``gubin2022,benarnews2025``.
    """

    documents: str

    @property
    def numbers(self) -> list[str]:
        """The numbers of the documents asked for."""
        known = self._known()
        return sorted(known.values()) if self.documents == "all" else [known[key] for key in self.documents.split(",")]

    @staticmethod
    def _known() -> dict[str, str]:
        from russia_asean.data import tables

        return dict(tables.load("documents").set_index("key")["document"])

    @pydantic.model_validator(mode="after")
    def _are_known(self) -> Self:
        asked = [] if self.documents == "all" else self.documents.split(",")
        if len(set(asked)) < len(asked):
            raise ValueError("documents: a key is named twice; name each once")
        known = _cells("claims/documents.csv", "key")
        strangers = [key for key in asked if key not in known]
        if strangers:
            raise ValueError(
                f"documents: {strangers[0]!r} is not a document; use all or keys of data/claims/documents.csv"
            )
        return self


class Chronology(_Documents):
    """Parameters of the chapter on chronology and arithmetic: the documents told of."""


class Synthesis(_Documents):
    """Parameters of the synthesis.

    Attributes:
        break_year: the break that the scorecard asks about first: a fixed one, or a year that takes its place.
    """

    break_year: int

    @pydantic.field_validator("break_year")
    @classmethod
    def _between_two_periods(cls, year: int) -> int:
        # Two years at least are needed on either side of it.
        return _within(year, FIRST_BREAK, last_year() - 1)


class CountryBrief(_Asked):
    """Parameters of a country brief.

    Attributes:
        country: the ISO code of the country.
    """

    country: str

    @property
    def name(self) -> str:
        """The name of the country within a sentence."""
        from russia_asean.data import countries

        return countries.name_in_text(self.country)

    @property
    def whose(self) -> str:
        """The name of the country as the owner of something, within a sentence."""
        from russia_asean.data import countries

        return countries.possessive(self.country)

    @property
    def first_word(self) -> str:
        """The name of the country as it begins a sentence."""
        return self.name[:1].upper() + self.name[1:]

    @pydantic.field_validator("country")
    @classmethod
    def _is_a_country(cls, code: str) -> str:
        # Groups and the rest of the world have flows, too, and are no countries.
        known = _cells("trade_flows.csv", "partner", reporter="RUS") & _cells("countries.csv", "iso3", kind="country")
        if code not in known:
            raise ValueError(f"use the code of a country whose trade with Russia is known: {', '.join(sorted(known))}")
        return code


MODELS: dict[str, type[pydantic.BaseModel]] = {
    "brics": Brics,
    "chronology": Chronology,
    "country_brief": CountryBrief,
    "investment": Investment,
    "security_forums": SecurityForums,
    "synthesis": Synthesis,
    "trade": Trade,
    "vietnam": Vietnam,
}


def check(notebook: str, values: dict[str, Any]) -> Any:
    """Return the parameters of a notebook, checked.

    Args:
        notebook: the name of a notebook, such as ``trade``.
        values: all its parameters by name.

    Raises:
        ParameterError: the notebook has no parameters, or one of the values is refused.
    """
    if notebook not in MODELS:
        raise ParameterError(f"No notebook named {notebook!r}. Notebooks: {', '.join(sorted(MODELS))}.")
    known = MODELS[notebook].model_fields
    # Before the values, whose bounds read tables.
    if unknown := [name for name in values if name not in known]:
        raise ParameterError(f"Notebook {notebook!r} has no parameter {unknown[0]!r}. It has: {', '.join(known)}.")
    try:
        return MODELS[notebook](**values)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        said = WORDS.get(first["type"], first["msg"].removeprefix("Value error, "))
        told = f"parameter {name!r} = {first['input']!r}: {said}" if name else said
        raise ParameterError(f"Notebook {notebook!r}: {told}.") from None
