"""Gates on stored notebooks, prose and claims: plain functions that return what is wrong, one sentence each.

``test_gates.py`` applies each to the report, and proves each by a fixture that it must refuse.
"""

import ast
import re
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path

import nbformat

from russia_asean.data import tables
from russia_asean.evidence import claims, records
from russia_asean.report import execute

# Calls that leave a record, so that a cell with such a call must have an output.
EMITTING = {"finding", "check", "untested", "judgement", "publish_figure", "publish_table"}
EMITTING_METHODS = {"record"}
OF_A_CHAPTER = {"finding", "figure", "table", "check", "record", "quote"}
MEDIAN_LINES, MOST_LINES, WORDS_PER_LINE, ALT_WORDS = 5, 30, 10, 8

# Constants of the rules and examples of how rules work: the only typed numbers that look like statistics.
ALLOWED = {
    "notebooks/trade.ipynb": ["0.1 when ten members have equal parts", "within half a per cent of each other"],
    "notebooks/trade.toml": ["half a per cent and five per cent", "Within 0.5 %", "Within 5 %"],
    "book/methods.md": ["2.5 %", "10 %", "claim of 2.4", "digit of 0.1", "$h$ is\n0.05"],
}


def _code_cells(notebook: nbformat.NotebookNode) -> Iterator[tuple[int, nbformat.NotebookNode]]:
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and cell.source.strip():
            yield number, cell


def not_run(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the code cells that have not run, ran out of order, failed, or have lost their outputs."""
    found = []
    last = 0
    for number, cell in _code_cells(notebook):
        count = cell.get("execution_count")
        if count is None:
            found.append(f"cell {number} has not run. Run `make notebooks`.")
        elif count <= last:
            found.append(f"cell {number} ran out of order. Run `make notebooks`.")
        last = count or last
        if any(output.output_type == "error" for output in cell.outputs):
            found.append(f"cell {number} holds an error. Mend it and run `make notebooks`.")
        if _emits(cell.source) and not cell.outputs:
            found.append(f"cell {number} has lost its outputs. Run `make notebooks`.")
    return found


def _emits(source: str) -> bool:
    """Return whether a cell calls what stores a record, outside the functions it defines."""
    pending: list[ast.AST] = list(ast.parse(source).body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in EMITTING:
                return True
            if isinstance(called, ast.Attribute):
                of_a_chapter = isinstance(called.value, ast.Name) and called.value.id == "chapter"
                if called.attr in EMITTING_METHODS or (of_a_chapter and called.attr in OF_A_CHAPTER):
                    return True
        pending.extend(ast.iter_child_nodes(node))
    return False


def stale(notebook: nbformat.NotebookNode, name: str) -> list[str]:
    """Return whether the outputs are older than the notebook, the library, the data or the lock file."""
    if notebook.metadata.get(execute.STAMP) == execute.stamp(notebook, name):
        return []
    return ["the stored outputs are older than the notebook, library, data or lock file. Run `make notebooks`."]


def style(notebook: nbformat.NotebookNode) -> list[str]:
    """Return where a notebook is more program than text."""
    lines = {
        number: sum(bool(line.strip()) for line in cell.source.splitlines()) for number, cell in _code_cells(notebook)
    }
    words = sum(len(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    if not lines:
        return ["there is no code."]
    found = [
        f"cell {number} has {count} lines; split it (at most {MOST_LINES})."
        for number, count in lines.items()
        if count > MOST_LINES
    ]
    if statistics.median(lines.values()) > MEDIAN_LINES:
        found.append(f"the median code cell has {statistics.median(lines.values())} lines (at most {MEDIAN_LINES}).")
    found += [
        f"cell {number} packs several assignments into one: `{packed}`. Write one a line."
        for number, cell in _code_cells(notebook)
        for packed in _packed(cell.source)
    ]
    if words < WORDS_PER_LINE * sum(lines.values()):
        ratio = f"{words / sum(lines.values()):.1f}"
        found.append(f"there are {ratio} words of prose for each line of code (at least {WORDS_PER_LINE}).")
    return found


def _packed(source: str) -> list[str]:
    """Return the assignments of a written-out tuple to several names: they hide lines from the count."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple)
    ]


def exhibits(notebook: Path) -> list[str]:
    """Return the figures and tables that lack a text, a unit, a source or a picture."""
    found = []
    sources = set(tables.load("sources")["source_key"])
    for record in records.read(notebook):
        if record.kind != records.EXHIBIT:
            continue
        content, label = record.content, record.key
        found += [
            f"{label} has no {name}."
            for name in ("title", "description", "processing", "data")
            if not content.get(name)
        ]
        found += [
            f"{label}: nobody filled the place {place} of its {name}."
            for name in ("title", "description", "alt", "processing")
            for place in re.findall(r"\{\w*\}", content.get(name) or "")
        ]
        if not content.get("sources"):
            found.append(f"{label} names no source.")
        found += [
            f"{label} credits unknown source {each['key']!r}."
            for each in content.get("sources", [])
            if each["key"] not in sources
        ]
        found += [
            f"{label}: column {field['name']!r} has no unit."
            for field in content.get("schema", {}).get("fields", [])
            if field["type"] == "number" and not field.get("unit")
        ]
        if label.startswith("fig-"):
            if len(content.get("alt", "").split()) < ALT_WORDS:
                found.append(f"{label} has a text alternative of less than {ALT_WORDS} words.")
            found += [
                f"{label} has no {kind}." for kind in ("image/svg+xml", "application/pdf") if not record.data.get(kind)
            ]
        elif not content.get("printed", {}).get("rows"):
            found.append(f"{label} prints no rows.")
    return found


_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|"
    "eighty|ninety|(?:a )?hundred|half a|a few"
)
_NUMBER = rf"(?:\d[\d.,]*|\b(?:{_WORDS}))"
_UNIT = (
    r"(?:%|(?:per\s*cent|percentage\s+points?|bn|tn|(?:b|m|tr)illion|thousand|dollars?|USD|euros?|roubles?|tonnes?|"
    r"kilometres?|km|barrels?)\b)"
)
_STATISTIC = re.compile(
    rf"{_NUMBER}(?:\s*(?:to|and|or|–|-)\s*{_NUMBER})?[\s-]*{_UNIT}"
    r"|[$€£¥]\s?\d[\d.,]*\s*(?:bn|tn|(?:b|m|tr)illion)?"
    r"|\b\d{1,3}(?:,\d{3})+\b"
    r"|(?<![\w.])\d+\.\d+(?![\w.]*\d)",
    re.IGNORECASE,
)
# What is not the report's own prose: code, formulas, roles, quotations, links, names that hold numbers.
_NOT_PROSE = [
    re.compile(pattern, re.DOTALL | re.IGNORECASE)
    for pattern in (
        r"^(`{3,}|~{3,}).*?^\1[^\n]*$",
        r"\$\$.*?\$\$",
        r"(?:\{[\w:-]+\})?(`+)(?!`).*?(?<!`)\1(?!`)",
        r"“[^”]{1,300}”",
        r'"[^"\n]{1,200}"',
        r"\]\([^)]*\)",
        r"<https?:[^>]*>|https?://\S+",
        r"(?<![\\$\w])\$(?![\s$])(?!\d[\d.,]*\s*(?:bn|tn|(?:b|m|tr)illion))[^$\n]*[^\s\\$]\$(?!\d)",
        r"\b95\s(?:%|per\s+cent)\s+(?:confidence\s+)?intervals?",
        r"\bversion\s+\d+(?:\.\d+)*|\bCC BY \d\.\d|\bPython \d\.\d+",
    )
]


def typed_statistics(text: str, allowed: list[str] | None = None) -> list[str]:
    """Return the statistics that are typed in Markdown prose instead of computed."""
    for phrase in allowed or []:
        text = text.replace(phrase, "")
    for pattern in _NOT_PROSE:
        text = re.compile(pattern.pattern, pattern.flags | re.MULTILINE).sub(" ", text)
    return [
        f"{' '.join(hit.group().split())!r} is typed. Compute it in a notebook as a finding and quote that."
        for hit in _STATISTIC.finditer(text)
    ]


_PLACE = re.compile(r"\{[^{}]*\}")


def typed_words(path: Path, allowed: list[str] | None = None) -> list[str]:
    """Return the statistics that are typed in the fixed words of a chapter (a TOML file) instead of computed."""
    pending: list[object] = [tomllib.loads(path.read_text(encoding="utf-8"))]
    found = []
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, list):
            pending += value
        elif isinstance(value, str) and " " in value:  # one word is a key
            found += typed_statistics(_PLACE.sub("", value), allowed)
    return found


def claim_records(folder: Path, column: str, value: str) -> list[str]:
    """Return the claims of a group without record, the records without claim, and the verdicts that do not follow.

    The group is all claims with a value in a column of ``claims.csv``.
    """
    try:
        tested = records.collect(records.CHECK, folder)
        named = {*records.collect(records.FINDING, folder), *records.collect(records.EXHIBIT, folder)}
    except records.OutputError as mistake:
        return [str(mistake)]
    table = tables.load("claims").set_index("claim_id")
    wanted = table.index[table[column] == value]
    found = [
        f"claim {key!r} has no verdict. Check it, or say why not, in a notebook." for key in wanted if key not in tested
    ]
    for key, record in tested.items():
        if key not in table.index:
            found.append(f"record {key!r} in {record.notebook} tests no claim of data/claims.csv.")
        else:
            found += verdict_problems(claims.from_row(key, table.loc[key]), record.content, named)
    return found


def verdict_problems(claim: claims.Claim, content: dict, named: set[str]) -> list[str]:
    """Return why the verdict of a record does not follow from what it holds."""
    told = content["verdict"]
    if not (content.get("reason", "") + content.get("note", "")).strip(" .;"):
        return [f"the record of {claim.claim_id!r} gives no reason."]
    if told == claims.Verdict.UNTESTED:
        return []
    if told == claims.Verdict.JUDGEMENT:
        unknown = [key for key in content.get("evidence", []) if key not in named]
        return [f"the judgement {claim.claim_id!r} rests on {key!r}, which no notebook holds." for key in unknown]
    measured, then, other = (
        {each["basis"]: _measurement(each) for each in content.get(role, [])} for role in ("measured", "then", "other")
    )
    try:
        due = claims.decide(claim, measured, then, other)
    except (claims.ClaimError, TypeError) as mistake:
        return [f"the record of {claim.claim_id!r} cannot be decided: {mistake}"]
    return (
        [] if due == told else [f"the record of {claim.claim_id!r} says {told!r}, but its values give {due.value!r}."]
    )


def _measurement(stored: dict) -> claims.Measured:
    value = stored["value"]
    return claims.Holds(value, stored["text"]) if isinstance(value, bool) else value
