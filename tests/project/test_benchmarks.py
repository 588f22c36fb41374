"""The benchmark compares like with like: side by side, on tables that are valid, in a copy that is whole."""

import pytest

from benchmarks import commands, growth, timing
from benchmarks.__main__ import table
from russia_asean import paths
from russia_asean.data import tables


def test_what_is_compared_takes_turns_and_the_middle_time_counts(monkeypatch):
    order = []
    monkeypatch.setattr(timing, "seconds", lambda work: work())
    times = {"peer": iter([9, 1, 2]), "ours": iter([4, 5, 3])}
    works = {name: lambda name=name: (order.append(name), next(times[name]))[1] for name in times}
    assert timing.medians(works, 3) == {"peer": 2, "ours": 4}
    assert order == ["peer", "ours"] * 3


def test_a_row_ends_with_its_ratio():
    row = timing.Row("step", 3.0, "peer", 4.0)
    assert table(("Step", "Seconds", "Beside", "Its seconds", "Ratio"), [row.cells]).splitlines() == [
        "| Step | Seconds | Beside | Its seconds | Ratio |",
        "| --- | --- | --- | --- | --- |",
        "| step | 3.00 | peer | 4.00 | 0.75 |",
    ]


def test_a_larger_table_has_more_rows_and_keeps_the_rules(tmp_path):
    growth.larger(2, tmp_path)
    assert len(tables.validated(growth.TABLE, tmp_path)) == 2 * len(tables.load(growth.TABLE))


def test_a_copy_runs_its_own_library_and_says_what_failed(tmp_path):
    project = commands.copy(tmp_path / "copy")
    assert (project / "data" / "datapackage.json").read_bytes() == (paths.DATA / "datapackage.json").read_bytes()
    commands.python(project, "-c", f"from russia_asean import paths; assert str(paths.ROOT) == {str(project)!r}")
    with pytest.raises(RuntimeError, match="no such place"):
        commands.python(project, "-c", "raise SystemExit('no such place')")
    commands.python(project, "-c", "raise SystemExit('no')", refused=True)
