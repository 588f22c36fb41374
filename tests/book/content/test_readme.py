"""The table of tables by chapter in README.md."""

import pytest

from russia_asean import paths
from russia_asean.book.content import readme
from russia_asean.evidence import records

USED = {"brics": ["events", "economy"], "trade": ["trade_flows"]}


def test_chapters_come_in_the_order_of_the_book_and_tables_by_name():
    lines = readme.tables_by_chapter(USED).splitlines()
    assert lines[2:4] == [
        "| Trade | `notebooks/trade.ipynb` | `trade_flows` |",
        "| BRICS | `notebooks/brics.ipynb` | `economy`, `events` |",
    ]


def test_only_what_stands_between_the_marks_is_written(tmp_path):
    path = tmp_path / "README.md"
    path.write_text(f"before\n{readme.BEGIN}old\n{readme.END}after\n", encoding="utf-8")
    readme.update_readme(USED, path)
    assert path.read_text(encoding="utf-8") == (
        f"before\n{readme.BEGIN}{readme.tables_by_chapter(USED)}{readme.END}after\n"
    )


@pytest.mark.parametrize("text", ["no marks", f"{readme.END}{readme.BEGIN}", readme.BEGIN])
def test_a_file_without_its_marks_is_refused(tmp_path, text):
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="must hold the lines"):
        readme.update_readme(USED, path)
    assert path.read_text(encoding="utf-8") == text


def test_the_readme_has_its_marks():
    text = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    assert text.count(readme.BEGIN) == text.count(readme.END) == 1


def test_the_table_in_the_readme_is_that_of_the_results():
    used = {name: [*records.read(name).made_from.tables] for name in records.chapters()}
    text = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.tables_by_chapter(used) in text, "Run `make notebooks`, which writes the table."
