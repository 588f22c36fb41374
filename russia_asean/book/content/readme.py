"""The table in README.md that leads from a chapter to its tables, written from the results."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from russia_asean import paths
from russia_asean.book.common import entries

BEGIN = "<!-- tables by chapter: written from results/, do not edit -->\n"
END = "<!-- end of tables by chapter -->\n"


def tables_by_chapter(used: Mapping[str, Sequence[str]]) -> str:
    """Return, in Markdown, which tables of ``data/`` the exhibits of each chapter are made from.

    Args:
        used: the names of the tables by chapter; chapters come in the order of the book.
    """
    order = entries.chapter_order()
    lines = ["| Chapter | Notebook | Tables in `data/` that it reads |", "|---|---|---|"]
    for chapter in sorted(used, key=order.index):
        names = ", ".join(f"`{name}`" for name in sorted(used[chapter]))
        lines.append(f"| {entries.chapter_title(chapter)} | `notebooks/{chapter}.ipynb` | {names} |")
    lines.append("| ledger, coverage | every notebook | `claims`, `documents` |")
    return "".join(f"{line}\n" for line in lines)


def update_readme(used: Mapping[str, Sequence[str]], path: Path = paths.ROOT / "README.md") -> Path:
    """Write the table of tables by chapter between its two marks and return the file.

    Raises:
        ValueError: the file has not both marks, in their order.
    """
    text = path.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{path.name} must hold the lines {BEGIN.strip()!r} and {END.strip()!r}, in this order.")
    path.write_text(f"{before}{BEGIN}{tables_by_chapter(used)}{END}{after}", encoding="utf-8")
    return path
