"""The benchmark compares like with like: side by side, on tables that are valid, in a copy that is whole."""

import itertools

import pytest

from benchmarks import __main__ as bench
from benchmarks import commands, scale, steps, timing
from benchmarks.timing import Cost
from russia_asean import paths
from russia_asean.data import tables
from russia_asean.data.memberships import asean_11
from russia_asean.evidence import consistency
from russia_asean.report import notebook_files, parameters


def test_what_is_compared_takes_turns_and_the_middle_time_counts():
    order = []
    times = {"peer": iter([9, 1, 2]), "ours": iter([4, 5, 3])}

    def work(name):
        order.append(name)
        return Cost(next(times[name]), len(order), 7)

    took = timing.medians({name: lambda name=name: work(name) for name in times}, 3)
    assert took == {"peer": Cost(2, 3, 7), "ours": Cost(4, 4, 7)}
    assert order == ["peer", "ours"] * 3


def test_a_row_ends_with_its_ratios_and_its_memory():
    row = timing.Row("step", Cost(3, 1, 1234), "peer", Cost(4, 2, 5))
    assert (
        bench.table(bench.COLUMNS, [row.cells]).splitlines()[2] == "| step | 3.00 | peer | 4.00 | 0.75 | 0.50 | 1,234 |"
    )
    assert Cost(1, 2, 9) + Cost(3, 4, 5) == Cost(4, 6, 9)


def test_a_part_that_is_timed_again_takes_its_place():
    page = bench.with_section("", "Growth", "## Growth\n\nslow\n")
    page = bench.with_section(page, "Start", "## Start\n\nfast\n")
    assert bench.with_section(page, "Growth", "## Growth\n\nfast\n") == page.replace("slow", "fast")
    assert page.startswith(bench.HEAD) and page.index("## Start") < page.index("## Growth")


def test_the_scale_runs_each_pair_of_member_and_partner_four_times_within_the_bounds_of_parameters():
    asked = scale.pairs()
    assert len(asked) == len({tuple(given.values()) for _, given in asked}) == scale.RUNS == len(scale.briefs())
    assert {tuple(given["members"].split(",")) for _, given in asked} == {*itertools.permutations(asean_11(), 2)}
    for name, given in [*asked[:: scale.RUNS // 20], *scale.briefs()[:11]]:
        parameters.check(name, {**notebook_files.defaults(notebook_files.find(name)), **given})


def test_the_scale_says_by_tenths_what_a_run_took_and_how_far_they_lie_apart():
    took = [scale.Ran(float(each), 1.0 + (each > 18), 100.0) for each in range(1, 21)]
    found = list(scale.parts(0.0, took))
    assert [(part.runs, part.wall) for part in found] == [(2, 1.0)] * 10
    text = scale.section("pairs", found)
    assert "| 2 | 1.00 | 2.00 | 100 |" in text and "time a run lies 100% above" in text
    assert "memory held lies 0% above" in text
    assert bench.with_section(bench.with_section("", bench.SCALE, text), "Start", "## Start\n").endswith(text)


def test_a_larger_table_has_more_rows_and_keeps_the_rules(tmp_path):
    steps.larger(2, tmp_path)
    assert len(tables.validated(steps.TABLE, tmp_path)) == 2 * len(tables.load(steps.TABLE))


def test_more_claims_say_of_each_other_no_more_than_each_copy_alone():
    alone, more = (consistency.find_relations(steps.many_claims(times)) for times in (1, 3))
    assert 2 * len(alone) < len(more) <= 3 * len(alone)


def test_a_copy_runs_its_own_library_and_says_what_failed(tmp_path):
    project = commands.copy(tmp_path / "copy")
    assert (project / "data" / "datapackage.json").read_bytes() == (paths.DATA / "datapackage.json").read_bytes()
    commands.python(project, "-c", f"from russia_asean import paths; assert str(paths.ROOT) == {str(project)!r}")
    with pytest.raises(RuntimeError, match="no such place"):
        commands.python(project, "-c", "raise SystemExit('no such place')")
    commands.python(project, "-c", "raise SystemExit('no')", refused=True)
    with pytest.raises(RuntimeError, match="done"):
        commands.python(project, "-c", "print('done')", refused=True)


def test_a_step_tells_its_own_time_and_the_memory_of_its_process():
    took = commands.step(paths.ROOT, "find contradictions")
    assert took.seconds > 0 and took.processor > 0 and took.megabytes > 30
    assert commands.names(paths.ROOT, "from benchmarks import steps", "steps.GROWING") == [*steps.GROWING]


def test_the_time_of_a_process_that_outlives_its_command_counts():
    forked = "import os, time\nif not os.fork():\n    while time.process_time() < 0.3: pass"
    took, _ = commands.python(paths.ROOT, "-c", forked)
    assert took.processor > 0.29
