"""The fixed words of a chapter: captions of its exhibits, judgements, and what untested claims would need.

They lie beside the notebook, in ``notebooks/<chapter>.toml``, so that the notebook holds reasoning and the words can
be edited without touching code.
"""

import dataclasses
import functools
import string
import tomllib
from collections.abc import Mapping
from typing import Any

from russia_asean import claims, paths, words


class TextError(ValueError):
    """A chapter has no file of words, or the file lacks an entry."""


@dataclasses.dataclass(frozen=True)
class Chapter:
    """The words of one chapter.

    Attributes:
        name: the name of the notebook.
        content: the file as read: ``exhibit``, ``judgement`` and ``untested``, each by label or claim id.
    """

    name: str
    content: dict[str, Any]

    def exhibit(self, label: str, **computed: str) -> dict[str, Any]:
        """Return the arguments that ``publish_figure`` or ``publish_table`` needs besides the data.

        Args:
            label: the label of a figure or table.
            computed: words that fill the ``{places}`` of title, caption and alt.

        Raises:
            TextError: the file has no such label.
        """
        entry = self._entry("exhibit", label)
        filled = {
            key: entry[key].format(**computed) if computed else entry[key]
            for key in ("title", "caption", "alt")
            if key in entry
        }
        return {"label": label, **entry, **filled}

    def record(self, *claim_ids: str) -> None:
        """Record claims that are judgements or untested, with the words of the file.

        Raises:
            TextError: the file has no words for a claim.
            ClaimError: a claim is unknown.
        """
        for claim_id in claim_ids:
            if claim_id in self.content.get("judgement", {}):
                claims.judgement(claim_id, **self.content["judgement"][claim_id])
            else:
                claims.untested(claim_id, self._entry("untested", claim_id))

    def _entry(self, kind: str, key: str) -> Any:
        entries = self.content.get(kind, {})
        if key not in entries:
            raise TextError(f"notebooks/{self.name}.toml: no [{kind}] entry {key!r}. Add it, or correct the name.")
        return entries[key]


def filled(texts: Mapping[str, str], **values: float | str) -> dict[str, str]:
    """Return texts with numbers put in the place of their names.

    Args:
        texts: texts with places such as ``{total:usd}``: a name, and how to print it, which is a function of ``words``
            or a format such as ``g``.
        values: the number or word for each name.

    Raises:
        KeyError: a text has a place that no value is given for.
    """
    return {key: _WORDS.vformat(text, (), values) for key, text in texts.items()}


class _Words(string.Formatter):
    """Formats numbers by the functions of ``words``."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return words.formatted(value, format_spec)


_WORDS = _Words()


@functools.cache
def chapter(name: str) -> Chapter:
    """Return the words of a chapter.

    Raises:
        TextError: the file is missing or is not TOML.
    """
    path = paths.NOTEBOOKS / f"{name}.toml"
    try:
        return Chapter(name, tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise TextError(f"notebooks/{path.name}: file not found. Each chapter keeps its words there.") from None
    except tomllib.TOMLDecodeError as error:
        raise TextError(f"notebooks/{path.name}: not valid TOML: {error}.") from None
