"""Terms of the glossary explain themselves where they stand: the first use in a section shows and links its meaning."""

import functools
import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

GLOSSARY = "book/glossary"
# Known to whoever opens this report, or said in every other sentence of it.
KNOWN = frozenset({"ASEAN", "BRICS"})
# Parts of a page whose words have a form of their own, or stand there for a glance.
LEFT_OUT = (nodes.reference, nodes.literal, nodes.table, nodes.figure, nodes.math, nodes.definition_list, nodes.topic)
LEFT_OUT_CLASSES = frozenset({"check", "claim", "exhibit-source", "source-line", "code-switch"})


class LinkTerms(SphinxPostTransform):
    """Link the first use of each term in each section of a chapter to the glossary."""

    default_priority = 130
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Link the terms of a chapter; other pages are about the terms themselves."""
        docname = self.env.docname
        if not docname.startswith("notebooks/") or GLOSSARY not in self.env.all_docs:
            return
        meanings = _meanings(self.env)
        uri = self.app.builder.get_relative_uri(docname, GLOSSARY)
        top = next(self.document.findall(nodes.section), None)
        for section in top.children if top else []:
            if isinstance(section, nodes.section):
                _link_first_uses(section, meanings, uri)


@functools.lru_cache(maxsize=1)
def _meanings(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """Return the terms with the place and the words of their meaning, lower-case unless they are names."""
    found = {}
    for item in env.get_doctree(GLOSSARY).findall(nodes.definition_list_item):
        meaning = " ".join(next(item.findall(nodes.definition)).astext().split())
        for term in item.findall(nodes.term):
            if needs_meaning(name := term.astext()):
                found[name] = (term["ids"][0], meaning)
    return found


def needs_meaning(term: str) -> bool:
    """Return whether a reader may stumble over a term: an abbreviation or several words, no word of every day."""
    return term not in KNOWN and (" " in term or "-" in term or sum(letter.isupper() for letter in term) > 1)


def _link_first_uses(section: nodes.section, meanings: dict[str, tuple[str, str]], uri: str) -> None:
    left = dict(meanings)
    for text in list(_running_text(section)):
        words, parts, place = text.astext(), list[nodes.Node](), 0
        for found in _pattern(tuple(meanings)).finditer(words):
            term = _term(found[1], left)
            if not term:
                continue
            label, meaning = left.pop(term)
            link = nodes.reference("", found[0], internal=True, refuri=f"{uri}#{label}", reftitle=meaning)
            link["classes"].append("term")
            parts += [nodes.Text(words[place : found.start()]), link]
            place = found.end()
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(words[place:])])


@functools.lru_cache(maxsize=1)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    # The longest first: "mirror data" is one term, though "mirror" may be another.
    names = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({names})s?(?![\w-])", re.IGNORECASE)


def _term(word: str, terms: dict[str, tuple[str, str]]) -> str | None:
    """Return the term that a word is; an abbreviation only as it is written."""
    if word in terms:
        return word
    return next((term for term in terms if term.lower() == word.lower() and term == term.lower()), None)


def _running_text(section: nodes.section) -> Iterator[nodes.Text]:
    for paragraph in section.findall(nodes.paragraph):
        if not _is_left_out(paragraph):
            yield from (text for text in paragraph.findall(nodes.Text) if not _is_left_out(text))


def _is_left_out(node: nodes.Node) -> bool:
    above = node.parent if isinstance(node, nodes.Text) else node
    while isinstance(above, nodes.Element):
        if isinstance(above, LEFT_OUT) or LEFT_OUT_CLASSES & set(above.get("classes", ())):
            return True
        above = above.parent
    return False


def register(app: Sphinx) -> None:
    """Link terms when chapters are written as HTML."""
    app.add_post_transform(LinkTerms)
