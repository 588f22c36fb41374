"""What may be asked of each notebook: names, types and ranges of its parameters, checked before anything runs."""

from typing import Any, Literal

import pydantic

from russia_asean import countries, tables, trade

FIRST_YEAR, LAST_YEAR = 1992, 2025


class ParameterError(ValueError):
    """A parameter is unknown, of the wrong type or out of range."""


class Trade(pydantic.BaseModel):
    """Parameters of the chapter on trade.

    Attributes:
        start_year: the first year drawn and described.
        end_year: the last year drawn and described.
        basis: whose customs figures the tables by member and the headline use.
        members: ``ASEAN-10``, ``ASEAN-11``, or ISO codes of members joined by commas.
    """

    model_config = pydantic.ConfigDict(extra="forbid", strict=True, frozen=True)

    start_year: int = pydantic.Field(ge=FIRST_YEAR, le=LAST_YEAR)
    end_year: int = pydantic.Field(ge=FIRST_YEAR, le=LAST_YEAR)
    basis: Literal["russia", "asean"]
    members: str

    @property
    def codes(self) -> list[str]:
        """The ISO codes of the members asked for."""
        groups = {"ASEAN-10": countries.asean_10, "ASEAN-11": countries.asean_11}
        return groups[self.members]() if self.members in groups else self.members.split(",")

    @property
    def years(self) -> range:
        """The years asked for, both ends included."""
        return range(self.start_year, self.end_year + 1)

    @pydantic.model_validator(mode="after")
    def _fits(self) -> "Trade":
        if self.end_year <= self.start_year:
            raise ValueError(f"end_year ({self.end_year}) must come after start_year ({self.start_year})")
        if self.basis == "russia" and self.start_year >= trade.LAST_RUSSIAN_YEAR:
            raise ValueError(
                f"basis 'russia' ends in {trade.LAST_RUSSIAN_YEAR}: choose an earlier start_year, or basis 'asean'"
            )
        if len(set(self.codes)) < len(self.codes):
            raise ValueError("members: a code is named twice; name each once")
        strangers = [code for code in self.codes if code not in countries.asean_11()]
        if strangers:
            raise ValueError(
                f"members: {strangers[0]!r} is not a member of ASEAN; use ASEAN-10, ASEAN-11 or codes such as VNM,THA"
            )
        return self


class Chronology(pydantic.BaseModel):
    """Parameters of the chapter on chronology and arithmetic.

    Attributes:
        documents: ``all``, or keys of ``documents.csv`` joined by commas, such as ``gubin2022,benarnews2025``.
    """

    model_config = pydantic.ConfigDict(extra="forbid", strict=True, frozen=True)

    documents: str

    @property
    def numbers(self) -> list[str]:
        """The numbers of the documents asked for."""
        known = self._known()
        return sorted(known.values()) if self.documents == "all" else [known[key] for key in self.documents.split(",")]

    @staticmethod
    def _known() -> dict[str, str]:
        return dict(tables.load("documents").set_index("key")["document"])

    @pydantic.model_validator(mode="after")
    def _fits(self) -> "Chronology":
        asked = [] if self.documents == "all" else self.documents.split(",")
        strangers = [key for key in asked if key not in self._known()]
        if strangers:
            raise ValueError(f"documents: {strangers[0]!r} is not a document; use all or keys of data/documents.csv")
        return self


MODELS: dict[str, type[pydantic.BaseModel]] = {"chronology": Chronology, "trade": Trade}


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
    try:
        return MODELS[notebook](**values)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            known = ", ".join(MODELS[notebook].model_fields)
            raise ParameterError(f"Notebook {notebook!r} has no parameter {name!r}. It has: {known}.") from None
        said = first["msg"].removeprefix("Value error, ")
        told = f"parameter {name!r} = {first['input']!r}: {said}" if name else said
        raise ParameterError(f"Notebook {notebook!r}: {told}.") from None
