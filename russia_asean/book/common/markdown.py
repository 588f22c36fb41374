"""Values on their way into Markdown: the one place that decides which signs a reader must see as they are."""

import re
import urllib.parse

from russia_asean import formatting

_SIGNS = re.compile(r"[\\`*_\[\]<>$|~&{}]")
_FIRST = re.compile(r"[#+\-=:%!]|\((?=.*\)=)")  # begin a heading, a list, a directive, a comment or a target
_LIST = re.compile(r"(\d+)([.)])(?=\s)")
# A comma may stand within an address, as in a query for several codes, but not at its end.
_ADDRESS = re.compile(r"(https?://[^\s<>()\[\]{}|\";]*[^\s<>()\[\]{}|\",;.:?!])")
_PLAIN = re.compile(r"[\w ./:;,?=%#@+~!()'&-]*")


class Markdown(str):
    """Text that is Markdown already and is filled in as it stands."""

    __slots__ = ()


def escaped(value: object) -> str:
    """Return a value as Markdown shows it sign by sign, on one line; ``Markdown`` passes as it is.

    Without this a dollar sign, a star or a bracket in data would be read as markup: two amounts in dollars would become
    a formula.
    """
    if isinstance(value, Markdown):
        return value
    text = re.sub(r"\s*\n\s*", " ", str(value))
    text = _SIGNS.sub(r"\\\g<0>", text)
    if _FIRST.match(text):
        return f"\\{text}"
    return _LIST.sub(r"\1\\\2", text, count=1) if _LIST.match(text) else text


def linked(text: str) -> Markdown:
    """Return a value as ``escaped`` does, with its addresses as links, which can break at the end of a line."""
    # The pattern has a group, so every second part is an address.
    parts = _ADDRESS.split(text)
    shown = [f"<{part}>" if number % 2 else escaped(part) for number, part in enumerate(parts)]
    return Markdown("".join(shown))


def authored(text: str) -> Markdown:
    """Return a note or sentence that was written as Markdown, on one line: links and citations work, dollars do not.

    A formula cannot be written in it, because amounts in dollars are far more common.
    """
    return Markdown(formatting.escaped_dollars(re.sub(r"\s*\n\s*", " ", text)))


def address(url: str) -> Markdown:
    """Return an address as the target of a link: signs that Markdown reads, such as a dollar, as their codes."""
    return Markdown(urllib.parse.quote(url, safe=":/?#@!&'*+,;=%~"))


def as_is(value: object) -> Markdown:
    """Return an id, an address or a name of a class, which Markdown must not change.

    Raises:
        ValueError: it holds a sign that would end the place it is filled into.
    """
    text = str(value)
    if not _PLAIN.fullmatch(text):
        raise ValueError(
            f"{text!r} cannot be filled in as it is: ids and addresses hold no brackets, quotes or breaks."
        )
    return Markdown(text)
