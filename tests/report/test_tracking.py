"""What the variables of a notebook rest on: statement by statement."""

import ast

import pytest

from russia_asean import provenance
from russia_asean.provenance import Origin
from russia_asean.report import tracking

TRADE, ARMS, VOTES = (Origin(name, "x") for name in ("trade_flows", "arms_shares", "un_agreement"))


class Notebook:
    """Runs cells as a notebook does, with functions that read tables."""

    def __init__(self):
        self.tracker = tracking.Tracker()
        self.tracker.listen()
        self.published = {}
        self.names = {
            tracking.ANNOUNCE: self.tracker.announce,
            "trade": lambda: self.reading(TRADE, [1.0, 2.0]),
            "arms": lambda: self.reading(ARMS, [3.0]),
            "votes": lambda: self.reading(VOTES, {"yes": 4.0}),
            "publish": self.publish,
        }

    @staticmethod
    def reading(origin, result):
        provenance.note([origin])
        return result

    def publish(self, key, *_values):
        self.published[key] = {origin.table for origin in self.tracker.current()}

    def run(self, *cells):
        for cell in cells:
            tree = tracking.Announcer().visit(ast.parse(cell))
            exec(compile(tree, "cell", "exec"), self.names)
        return self.published


@pytest.fixture
def notebook():
    """Return an empty notebook."""
    return Notebook()


def test_a_result_rests_on_what_its_variables_rest_on_across_cells(notebook):
    notebook.run(
        "a = trade()\nb = arms()", "c = a[0] + 1\nd = b", "publish('c', c)\npublish('d', d)\npublish('cd', c, d)"
    )
    assert notebook.published == {"c": {"trade_flows"}, "d": {"arms_shares"}, "cd": {"trade_flows", "arms_shares"}}


def test_what_is_read_in_the_call_itself_counts(notebook):
    assert notebook.run("publish('k', votes())") == {"k": {"un_agreement"}}


def test_binding_a_name_anew_forgets_what_it_rested_on(notebook):
    assert notebook.run("a = trade()", "a = arms()", "publish('k', a)") == {"k": {"arms_shares"}}


def test_a_literal_rests_on_nothing(notebook):
    assert notebook.run("a = trade()", "b = 1", "publish('k', b)") == {"k": set()}


@pytest.mark.parametrize(
    "change",
    [
        "table['x'] = arms()",
        "table.update(arms_=arms())",
        "table |= {'x': arms()}",
        "for key in ('x',):\n    table[key] = arms()",
    ],
)
def test_changing_a_variable_adds_what_the_change_rests_on(notebook, change):
    assert notebook.run("table = votes()", change, "publish('k', table)") == {"k": {"un_agreement", "arms_shares"}}


@pytest.mark.parametrize(
    "inner",
    [
        "b = [x for x in trade()]",
        "b = {x: y for x, y in enumerate(trade())}",
        "b = list(map(lambda x: x, trade()))",
        "def b(x):\n    x = trade()\n    return x",
    ],
)
def test_names_inside_comprehensions_and_functions_are_their_own(notebook, inner):
    """A comprehension over trade with a variable ``x`` says nothing of another comprehension's ``x``."""
    notebook.run(inner, "c = [x for x in arms()]", "publish('k', c)", "x = 1", "publish('x', x)")
    assert notebook.published == {"k": {"arms_shares"}, "x": set()}


def test_a_function_of_the_notebook_rests_on_the_variables_it_reads(notebook):
    notebook.run("a = trade()", "def later(x):\n    return a[0] + x", "publish('k', later(1))")
    assert notebook.published == {"k": {"trade_flows"}}


def test_calling_a_module_does_not_taint_it(notebook):
    """``charts.mark(axes, quoted)`` is a statement that changes no data."""
    notebook.names["charts"] = type("charts", (), {"mark": staticmethod(lambda axes, quoted: None)})
    notebook.run("a = trade()", "charts.mark(None, a)", "b = charts", "publish('k', b)")
    assert notebook.published == {"k": set()}


def test_lines_of_a_traceback_are_those_of_the_cell(notebook):
    with pytest.raises(ZeroDivisionError) as failed:
        notebook.run("a = 1\n\nb = a / 0")
    assert failed.traceback[-1].lineno + 1 == 3


@pytest.mark.parametrize(
    ("statement", "reads", "binds"),
    [
        ("a = b + c", ["b", "c"], ["a"]),
        ("for name in names:\n    use(name, a)", ["a", "names", "use"], ["name"]),
        ("for name in name:\n    use(name)", ["name", "use"], ["name"]),
        ("for name in names:\n    part = a[name]\n    use(part)", ["a", "names", "use"], ["name", "part"]),
        ("for name in names:\n    use(part)\n    part = a", ["a", "names", "part", "use"], ["name", "part"]),
        (
            "for name in names:\n    if a:\n        part = a\n    use(part)",
            ["a", "names", "part", "use"],
            ["name", "part"],
        ),
        ("use([each for each in a])", ["a", "use"], []),
        ("table['x'] = y", ["table", "y"], ["table"]),
    ],
)
def test_a_statement_reads_and_binds_names(statement, reads, binds):
    """A loop does not read what an earlier one left under the name that it counts with."""
    assert tracking._names(ast.parse(statement).body[0]) == (reads, binds)
