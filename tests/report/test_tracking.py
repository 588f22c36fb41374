"""Following through a notebook what its variables rest on."""

import ast

import pytest

from russia_asean.report import tracking


@pytest.mark.parametrize(
    ("statement", "reads", "binds"),
    [
        ("a = b + c", ["b", "c"], ["a"]),
        ("for name in names:\n    use(name, a)", ["a", "names", "use"], ["name"]),
        ("for name in name:\n    use(name)", ["name", "use"], ["name"]),
        ("use([each for each in a])", ["a", "use"], []),
        ("table['x'] = y", ["table", "y"], ["table"]),
    ],
)
def test_a_statement_reads_and_binds_names(statement, reads, binds):
    """A loop does not read what an earlier one left under the name that it counts with."""
    assert tracking._names(ast.parse(statement).body[0]) == (reads, binds)
