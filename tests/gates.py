"""Gates on stored notebooks, prose and claims: plain functions that return what is wrong, one sentence each.

``test_gates.py`` applies each to the report, and proves each by a fixture that it must refuse.
"""

import ast
import re
from collections.abc import Iterator, Mapping

import nbformat
import numpy as np

from russia_asean.data import tables
from russia_asean.evidence import bases, claims, decision, records, wording
from russia_asean.evidence.records import ClaimTest, Results
from russia_asean.evidence.verdicts import Verdict
from russia_asean.report import publish

# Calls on a chapter that leave a record, so that a cell with such a call must have an output.
EMITTING = {"finding", "figure", "table", "test", "series", "quote", "test_passage", "show_test"}
MOST_LINES, NINETIETH_PERCENTILE, ALT_WORDS = 30, 20, 8
# Of a sentence that the report computes, and of the title of a picture or table.
MOST_WORDS, MOST_NUMBERS, TITLE_WORDS = 35, 4, 18
# Words of a dialect that readers stumble over; docs/style.md says what to write in their place.
DIALECT = (
    *("bear on", "bears on", "bearing on", "whoever", "what decided", "measures of one record"),
    *(r"(?:is|are|was|were)(?: \w+)? told\b", "told of", "tells? of", "security and forums", "side of the mirror"),
    *("hardly moved", "comes? to stand", "stands? beside"),
)
# In sentences that the report computes these mean ourselves and ASEAN; those who write may mean others.
COMPUTED_DIALECT = ("the author", r"the ten\b(?! members)")
# Digits that are no statistics: years and ranges of them, dates, names.
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NO_STATISTICS = re.compile(
    rf"\b\d{{1,2}}(?:–\d{{1,2}})? (?:{MONTHS})\b|\b(?:1[89]|20)\d\d(?:[–-](?:\d{{4}}|\d\d))?s?\b"
    r"|\b(?:resolutions? |HS |chapter |Article )\S*\d\S*|\b[A-Z][\w/]*-\d[\w/]*|\b[A-Z]\w*\d+\b"
)

# Constants of the rules and examples of how rules work: the only typed numbers that look like statistics.
ALLOWED = {
    "notebooks/trade.ipynb": [
        *("0.1 when ten members have equal shares", "within half a per cent of each other"),
        *("half a per cent and five per cent", "Within 0.5 %", "Within 5 %"),
        *("economies of at least two million people", "within 2 %"),
    ],
    "book/methods.md": [
        "severity is 0.8",
        "severity of at least 0.8",
        "less than a hundred million of",
        "two\nmillion people",
        "10 %",
        "interval of 95 %",
        "claim of 2.4",
        "digit of 0.1",
        "$h$ is\n0.05",
        "three percent in a year",
    ],
    # Invented figures of examples, which tests compare with what the commands print.
    "book/own-series.md": ["2,150.4", *(f"{share}\u00a0%" for share in ("35", "3.9", "25", "84", "3.0", "33", "88"))],
    "book/another-document.md": [
        "US\\$430 billion",
        "is one billion",
        "has 17 billion",
        "has 23 billion",
        "ten claims",
    ],
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
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            chapter = node.func.value
            if isinstance(chapter, ast.Name) and chapter.id == "chapter" and node.func.attr in EMITTING:
                return True
        pending.extend(ast.iter_child_nodes(node))
    return False


def style(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the cells that are too long to be one idea."""
    lines = {
        number: sum(bool(line.strip()) for line in cell.source.splitlines()) for number, cell in _code_cells(notebook)
    }
    if not lines:
        return ["there is no code."]
    found = [
        f"cell {number} has {count} lines; split it (at most {MOST_LINES})."
        for number, count in lines.items()
        if count > MOST_LINES
    ]
    long = np.percentile(list(lines.values()), 90)
    if long > NINETIETH_PERCENTILE:
        found.append(
            f"nine cells in ten have up to {long:.0f} lines (at most {NINETIETH_PERCENTILE}). Split long cells."
        )
    return found


def exhibits(results: Results) -> list[str]:
    """Return the figures and tables that lack a text, a unit, a source or a picture."""
    found = []
    for record in results.exhibits:
        texts = {"title": record.title, "caption": record.caption, "alt": record.alt, "processing": record.processing}
        found += [f"{record.key} has no {name}." for name in ("title", "caption", "processing") if not texts[name]]
        found += [
            f"{record.key}: nobody filled the place {place} of its {name}."
            for name, text in texts.items()
            for place in re.findall(r"\{\w*\}", text)
        ]
        if not record.data:
            found.append(f"{record.key} has no data.")
        found += [
            f"{record.key}: column {field['name']!r} has no unit."
            for field in record.fields
            if field["type"] == "number" and not field.get("unit")
        ]
        if record.key.startswith("fig-"):
            if len(record.alt.split()) < ALT_WORDS:
                found.append(f"{record.key} has a text alternative of less than {ALT_WORDS} words.")
            found += [f"{record.key} has no {kind}." for kind in publish.PICTURES if not record.pictures.get(kind)]
        elif not (record.printed and record.printed.rows):
            found.append(f"{record.key} prints no rows.")
    return found


def sentences(results: Results) -> list[str]:
    """Return computed sentences that are too long, hold too many numbers, or use words that readers stumble over."""
    found = []
    for finding in results.findings:
        # A sign of percent is read aloud as a word.
        words = len(re.findall(r"[A-Za-z0-9$]\S*|%", finding.text))
        numbers = len(re.findall(r"\d[\d,.]*", NO_STATISTICS.sub("", finding.text)))
        if words > MOST_WORDS:
            found.append(f"{finding.key} has {words} words; at most {MOST_WORDS}. Say it shorter, or in two findings.")
        if numbers > MOST_NUMBERS:
            found.append(f"{finding.key} has {numbers} numbers; at most {MOST_NUMBERS}. Make a table of the rest.")
        found += [f"{finding.key}: {phrase!r}. See docs/style.md." for phrase in _dialect(finding.text)]
    return found


def titles(results: Results) -> list[str]:
    """Return the titles of exhibits that end in a full stop, are long, or use words that readers stumble over.

    A caption is also shown as plain text, for instance beneath pictures that are shared, so its stars would be printed.
    """
    found = []
    for exhibit in results.exhibits:
        if "*" in exhibit.title + exhibit.caption:
            found.append(f"{exhibit.key}: the stars of its title or caption would be printed. Say it without them.")
        if exhibit.title.endswith("."):
            found.append(f"{exhibit.key}: its title ends in a full stop.")
        if len(exhibit.title.split()) > TITLE_WORDS:
            found.append(f"{exhibit.key}: its title has more than {TITLE_WORDS} words.")
        found += [f"{exhibit.key}: {phrase!r}. See docs/style.md." for phrase in _dialect(exhibit.title)]
    return found


def _dialect(text: str) -> list[str]:
    return _said(text, *DIALECT, *COMPUTED_DIALECT)


def dialect(text: str) -> list[str]:
    """Return the words of a page written by hand that readers stumble over."""
    return [f"{phrase!r}. See docs/style.md." for phrase in _said(" ".join(text.split()), *DIALECT)]


def _said(text: str, *phrases: str) -> list[str]:
    return [found[0] for phrase in phrases if (found := re.search(rf"\b{phrase}", text, re.IGNORECASE))]


def credits(results: Results) -> list[str]:
    """Return the records that rest on nothing, on an unknown source, or on a source that its table does not hold."""
    known = set(tables.load("sources")["source_key"])
    holding = {name: set(tables.sources(name)) for name in tables.names()}
    found = []
    for record in results.records:
        if not record.rests_on:
            found.append(f"{record.key} rests on no source.")
        if isinstance(record, ClaimTest):
            found += [
                f"{record.key}: the value of {value.basis!r} rests on no row and no page."
                for value in record.values
                if not value.rests_on and not value.pages
            ]
        for each in record.rests_on:
            if each.source not in known:
                found.append(f"{record.key} credits unknown source {each.source!r}.")
            elif each.source not in holding.get(each.table, set()):
                found.append(f"{record.key} credits {each.source!r}, which data/{each.table} does not hold.")
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
# Counts of the report's own parts: they change with every edit, so they are computed or left out.
_OWN_PARTS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|\d+"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\s+"
    r"(?:more\s+|other\s+|such\s+)?"
    r"(?:claims?|sentences|findings|verdicts|judgements|rules|chapters|notebooks|exhibits)\b",
    re.IGNORECASE,
)


def typed_counts(text: str, allowed: list[str] | None = None) -> list[str]:
    """Return the counts of the report's own parts that are typed in Markdown prose."""
    for phrase in allowed or []:
        text = text.replace(phrase, "")
    for pattern in _NOT_PROSE:
        text = re.compile(pattern.pattern, pattern.flags | re.MULTILINE).sub(" ", text)
    return [
        f"{' '.join(hit.group().split())!r} counts a part of the report. Compute it, or say it without the number."
        for hit in _OWN_PARTS.finditer(text)
    ]


def words_of(notebook: nbformat.NotebookNode) -> str:
    """Return the words that the code cells of a notebook hand to a chapter, places left out, one text a paragraph."""
    found = []
    for _, cell in _code_cells(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in EMITTING:
                texts = [
                    each.value
                    for part in (*node.args, *(key.value for key in node.keywords))
                    for each in ast.walk(part)
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                ]
                found += [_PLACE.sub("", text) for text in texts if " " in text]  # one word is a key
    # A dash between, so that a year that ends one text and a unit that begins the next are not read as one number.
    return "\n\n—\n\n".join(found)


def claim_records(
    tests: Mapping[str, ClaimTest], assessed: Mapping[str, ClaimTest], named: set[str], column: str, value: str
) -> list[str]:
    """Return the claims of a group without record, records without claim, and verdicts that do not follow.

    Args:
        tests: the tests of the chapters, by claim id.
        assessed: the judgements and untested claims, by claim id.
        named: keys of all findings and exhibits.
        column: a column of ``claims.csv``.
        value: the group is all claims with this value in the column.
    """
    table = tables.load("claims").set_index("claim_id")
    wanted = table.index[table[column] == value]
    found = [f"claim {key!r} is both tested and assessed. Delete one." for key in sorted({*tests} & {*assessed})]
    found += [
        f"claim {key!r} has no verdict. Test it in a notebook, or say why not in data/claims/assessments.csv."
        for key in wanted
        if key not in tests and key not in assessed
    ]
    for key, record in {**assessed, **tests}.items():
        if key not in table.index:
            found.append(f"record {key!r} tests no claim of data/claims/claims.csv.")
        else:
            found += verdict_problems(claims.from_row(key, table.loc[key]), record, named)
    return found


# Words by which a note takes back what its verdict says. A note explains; what qualifies a sentence has a place of its
# own in the record, where it can count: a part, a basis, another reading, what is missing, evidence.
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nobody|nothing|cannot|without|but|though|although|however|only|merely|instead"
    r"|rather|except|unless|unlike|another|mistaken?|misprint|wrong|incorrect|incomplete)\b|n['’]t\b",
    re.IGNORECASE,
)
_GRANTS = re.compile(
    r"\b(?:(?:still )?(?:holds|agrees)|is (?:true|correct|right|supported)|rightly|correctly)\b", re.IGNORECASE
)
_TAKES_BACK = {
    Verdict.SUPPORTED: _DENIES,
    Verdict.NOT_SUPPORTED: _GRANTS,
    Verdict.MISREAD: _GRANTS,
    # Right when it was written, so nothing was wrong.
    Verdict.SUPERSEDED: re.compile(r"\b(?:mistaken?|misprint|wrong(?:ly)?|incorrect|false)\b", re.IGNORECASE),
}
_QUOTED = re.compile(r"“[^”]*”|\]\([^)]*\)")


def note_problems(tests: Mapping[str, ClaimTest]) -> list[str]:
    """Return the records whose note takes back what their verdict says.

    A verdict that goes both ways, such as *supported in part*, may have a note that does.
    """
    found = []
    for key, test in sorted(tests.items()):
        words = _TAKES_BACK.get(Verdict(test.verdict))
        hit = words.search(_QUOTED.sub(" ", test.note)) if words else None
        if hit:
            found.append(
                f"the note of {key!r} says {hit.group()!r}, its verdict {test.verdict!r}. Move what speaks against the "
                "verdict to a part, a basis, another reading, `missing` or `evidence`, or say it in other words."
            )
    return found


def verdict_problems(claim: claims.Claim, record: ClaimTest, named: set[str]) -> list[str]:
    """Return why the verdict of a record does not follow from what it holds, and evidence that nothing holds."""
    kind = "judgement" if record.verdict == Verdict.JUDGEMENT else "test"
    unknown = [
        f"the {kind} {claim.claim_id!r} rests on {key!r}, which no notebook holds."
        for key in record.evidence
        if key not in named
    ]
    return unknown + _undue_verdict(claim, record)


def _undue_verdict(claim: claims.Claim, record: ClaimTest) -> list[str]:
    if not (record.reason + record.note).strip(" .;"):
        return [f"the record of {claim.claim_id!r} gives no reason."]
    if record.verdict in (Verdict.UNTESTED, Verdict.JUDGEMENT):
        return []
    try:
        due = (
            Verdict.SUPPORTED
            if record.joint
            else decision.combine_parts(
                decision.decide_part(
                    *(
                        [
                            claims.agrees(claim, _measurement(each), each.floor)
                            for each in getattr(record, role)
                            if each.part == part
                        ]
                        for role in ("measured", "then", "other")
                    ),
                    every=record.every,
                )
                for part in sorted({each.part for each in record.measured}) or [""]
            )
        )
    except (claims.ClaimError, TypeError) as mistake:
        return [f"the record of {claim.claim_id!r} cannot be decided: {mistake}"]
    told = record.verdict
    return (
        [] if due == told else [f"the record of {claim.claim_id!r} says {told!r}, but its values give {due.value!r}."]
    )


def passage_problems(
    tests: Mapping[str, ClaimTest], passages: Mapping[str, str], kinds: Mapping[str, str]
) -> list[str]:
    """Return passages whose claims are not tested alike: on other bases, or read together by some only.

    Args:
        tests: the measured tests, by claim id.
        passages: the passage of each claim.
        kinds: the kind of each claim in the table of bases; only claims of one kind need the same bases.
    """
    found = []
    together: dict[tuple[str, str], dict[str, set[str]]] = {}
    joint: dict[str, dict[str, str]] = {}
    for key, test in tests.items():
        passage, kind = passages.get(key, ""), kinds.get(key, "")
        # Look-ups rest on facts, and each fact is a page of its own.
        if passage and kind and kind != "recorded-fact":
            names = {bases.basis_name(each.basis) for each in test.measured} | set(test.missing)
            together.setdefault((passage, kind), {})[key] = names
        if test.joint:
            joint.setdefault(passage, {})[key] = test.joint
    for (passage, kind), used in sorted(together.items()):
        if len({frozenset(names) for names in used.values()}) > 1:
            told = "; ".join(f"{key}: {', '.join(sorted(names))}" for key, names in sorted(used.items()))
            found.append(f"passage {passage!r}, kind {kind!r}: tested on different bases ({told}).")
    for passage, read in sorted(joint.items()):
        if len(read) < 2 or len(set(read.values())) != 1:
            found.append(f"passage {passage!r}: read together, but by {read}.")
        found += [
            f"the record of {key!r} is read on {basis!r}, on which it does not agree."
            for key, basis in sorted(read.items())
            if not any(each.agrees and wording.is_on(each, basis) for each in tests[key].measured)
        ]
    return found


def strength_problems(tests: Mapping[str, ClaimTest]) -> list[str]:
    """Return measured tests whose severity is not known: nobody could say what they would have refused."""
    return [
        f"the test of {key!r} names no rivals. Say in rivals what other times, partners, records or things would give."
        for key, test in sorted(tests.items())
        if test.measured and test.severity is None
    ]


# What a reader of a verdict should not meet: queries, names of files, dates in ISO form, and words for which
# docs/style.md has better ones.
_OF_A_MACHINE = re.compile(
    r"\b(?:reporter|partner|cmd|flow)Code\b|\b\w+_\w+\b|\bapi\.|\brecipe\b|\bdata/|\b\d{4}-\d\d-\d\d\b"
    r"|\btext of the entry\b"
)
_PART_FOR_SHARE = re.compile(
    r"\bparts? (?:in|of) (?:[\w'’-]+ ){0,3}(?:trade|arms|imports|exports|inflows|deliveries|output|capital)\b"
)
_APHORISM = re.compile(r"\bha(?:s|ve) no threshold\b|^Advice\b|\bBearing on\b|\bnothing found\b")
_ADDRESS = re.compile(r"https?://[^\s)]+")


def reader_problems(tests: Mapping[str, ClaimTest]) -> list[str]:
    """Return the records whose words are those of a machine, or of a dialect that fresh readers stumbled over."""
    found = []
    for key, test in sorted(tests.items()):
        said = _ADDRESS.sub("", " ".join([test.reason, test.note, *test.missing.values(), *test.ruled_out.values()]))
        hits = [hit for pattern in (_OF_A_MACHINE, _PART_FOR_SHARE, _APHORISM) if (hit := pattern.search(said))]
        found += [f"the record of {key!r} says {hit[0]!r}. Say it in words; see docs/style.md." for hit in hits]
        found += [
            f"the record of {key!r} says {value.basis!r} twice. Name the basis exactly as its part, or otherwise."
            for value in test.values
            if value.basis != value.part and _letters(value.basis) == _letters(value.part)
        ]
    return found


def _letters(words: str) -> str:
    return re.sub(r"\W|\band\b", "", words.lower())


def refusal_problems(tests: Mapping[str, ClaimTest], kinds: Mapping[str, str]) -> list[str]:
    """Return tests that refuse a claim, or a part of it, while a basis that its kind requires is missing.

    Args:
        tests: measured tests by claim.
        kinds: the kind of each claim in ``bases.csv``; empty where it has none.
    """
    found = []
    for key, test in sorted(tests.items()):
        if not (test.measured and kinds[key]):
            continue
        verdicts = [Verdict(each) for each in (*test.parts.values(), test.verdict)]
        used = [
            known for known in bases.admitted(kinds[key]) if any(wording.is_on(each, known) for each in test.measured)
        ]
        still_open = bases.open_bases(kinds[key], used, test.ruled_out)
        if not decision.may_stand(verdicts, still_open):
            found.append(f"{key!r} is refused though {still_open[0]!r} is missing. Measure it or rule it out.")
    return found


def _measurement(stored: records.MeasuredValue) -> claims.Value:
    return claims.Holds(stored.value, stored.text) if isinstance(stored.value, bool) else stored.value
