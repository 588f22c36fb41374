"""What the search of the site takes for a word: also numbers and the ids of claims; and its index, made lighter.

Sphinx drops whole numbers from what a reader asks for and takes ``17.5`` and ``trade-total-2014`` apart.
"""

import json
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

# A number with a point or commas, an id, or a word; Python and the browser must part a text alike.
INDEX = "searchindex.js"
# The search compares a title as a whole only with what is at least half as long. All words of longer titles are found.
LONGEST_TITLE = 60
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


def _lighten(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        path = Path(app.outdir) / INDEX
        path.write_text(lightened(path.read_text(encoding="utf-8")), encoding="utf-8")


def register(app: Sphinx) -> None:
    """Let the search of the book know these words."""
    app.add_search_language(SearchWords)
    app.connect("build-finished", _lighten)
