"""Records are read once for each state of their files, and again when one has changed."""

from russia_asean import paths
from russia_asean.book.common import entries


def test_what_is_remembered_lasts_until_a_file_changes(tmp_path, monkeypatch):
    for name in ("RESULTS", "DATA", "NOTEBOOKS"):
        monkeypatch.setattr(paths, name, tmp_path)
    asked = []
    count = entries.remembered(lambda: asked.append(1) or len(asked))
    assert [count(), count()] == [1, 1]
    (tmp_path / "trade.json").write_text("{}", encoding="utf-8")
    assert [count(), count()] == [2, 2]
