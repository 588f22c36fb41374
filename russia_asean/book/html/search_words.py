"""What the search of the site takes for a word: also numbers and the ids of claims; and its index, made lighter.

Sphinx drops whole numbers from what a reader asks for and takes ``17.5`` and ``trade-total-2014`` apart.
"""

import json
import pickle
import re
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search import IndexBuilder
from sphinx.search.en import SearchEnglish

# A number with a point or commas, an id, or a word; Python and the browser must part a text alike.
INDEX = "searchindex.js"
# The search compares a title as a whole only with what is at least half as long. All words of longer titles are found.
LONGEST_TITLE = 60
# What Sphinx holds of the index, by its names, and where it is stored beside the pages that were read.
_HELD = (
    "_titles",
    "_filenames",
    "_mapping",
    "_title_mapping",
    "_all_titles",
    "_index_entries",
    "_objtypes",
    "_objnames",
)
_STORED = "search.pickle"
_BEFORE, _AFTER = "Search.setIndex(", ")"
_WORD = r"\d+(?:[.,]\d+)+|LETTER+(?:-LETTER+){2,}|LETTER+"
_IN_PYTHON = re.compile(_WORD.replace("LETTER", r"\w"))
_IN_BROWSER = _WORD.replace("LETTER", r"[\p{L}\p{N}_]")


class SearchWords(SearchEnglish):
    """English, with numbers and ids."""

    lang = "en-GB"
    # The line after a whole number hides it from the rule that drops digits.
    js_splitter_code = f"""
function splitQuery(query) {{
  const words = query.match(/{_IN_BROWSER}/gu) ?? [];
  return words.map((word) => /^\\d+$/.test(word) ? `${{word}}_` : word);
}}
"""

    def init(self, options: dict[str, str]) -> None:
        """Begin without any word."""
        super().init(options)
        self._stems: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """Return the stem of a word, found once for all pages."""
        if word not in self._stems:
            self._stems[word] = super().stem(word)
        return self._stems[word]

    def split(self, input: str) -> list[str]:
        """Return the words of a text; of a compound the whole and its parts."""
        wholes = _IN_PYTHON.findall(input)
        words = [part for whole in wholes for part in dict.fromkeys([whole, *self._word_re.findall(whole)])]
        return [f"{word}_" if word.isdigit() else word for word in words]


def lightened(index: str) -> str:
    """Return the index of the search without titles that nobody types, its letters as they are and not by number."""
    content = json.loads(index.removeprefix(_BEFORE).removesuffix(_AFTER))
    content["alltitles"] = {
        title: found for title, found in content["alltitles"].items() if len(title) <= LONGEST_TITLE
    }
    return f"{_BEFORE}{json.dumps(content, ensure_ascii=False, separators=(',', ':'))}{_AFTER}"


def lighten(folder: Path) -> None:
    """Make the index in a folder of written pages lighter."""
    path = folder / INDEX
    path.write_text(lightened(path.read_text(encoding="utf-8")), encoding="utf-8")


def _store(index: IndexBuilder, folder: Path) -> None:
    """Store the index as Sphinx holds it: the file on the site does not hold all of it."""
    (folder / _STORED).write_bytes(pickle.dumps({name: getattr(index, name) for name in _HELD}))


def restore(index: IndexBuilder, folder: Path, without: Iterable[str]) -> None:
    """Fill an index as it was after a whole build, but for some pages.

    Args:
        index: a new one.
        folder: what Sphinx has read in that build.
        without: the pages that will be read anew.
    """
    vars(index).update(pickle.loads((folder / _STORED).read_bytes()))
    # When it is written, the index drops what the book does not count among its pages, and asks for the title of each.
    for page in index._titles.keys() - index.env.all_docs.keys():
        index.env.all_docs[page], index.env.titles[page] = 0, nodes.title("", index._titles[page] or "")
    index.prune(index._titles.keys() - {*without})
    for words in (index._mapping, index._title_mapping):
        for word in [word for word, found in words.items() if not found]:
            del words[word]


def _after_build(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        if (index := getattr(app.builder, "indexer", None)) is not None:
            _store(index, Path(app.doctreedir))
        lighten(Path(app.outdir))


def register(app: Sphinx) -> None:
    """Let the search of the book know these words."""
    app.add_search_language(SearchWords)
    app.connect("build-finished", _after_build)
