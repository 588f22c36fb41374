"""A new document is taken in only if its claims keep the rules of the tables and stand in its text."""

import csv
import re

import pytest
from shared import FIXTURES

from russia_asean import paths
from russia_asean.evidence import new_documents

EXAMPLE = FIXTURES / "document"


@pytest.fixture
def refused(tmp_path):
    """Return a function that edits cells of the example and returns the faults that are found, one a line."""

    def edit(changes, file="claims.csv", text=None):
        for path in EXAMPLE.iterdir():
            (tmp_path / path.name).write_bytes(path.read_bytes())
        with (tmp_path / file).open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        for number, column, cell in changes:
            rows[number][column] = cell
        with (tmp_path / file).open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        if text is not None:
            (tmp_path / "text.txt").write_text(text, encoding="utf-8")
        with pytest.raises(new_documents.DocumentError) as stop:
            new_documents.read(tmp_path / "claims.csv", tmp_path / "text.txt")
        return str(stop.value).splitlines()

    return edit


def test_the_example_is_read_in_the_order_of_its_file():
    new = new_documents.read(EXAMPLE / "claims.csv", EXAMPLE / "text.txt")
    assert (new.key, new.about["document"], len(new.claims)) == ("invented2026", "005", 10)
    assert list(new.claims["claim_id"])[:2] == ["invented-trade-2021", "invented-trade-2014"]
    assert new.text.startswith("This text is invented.")


@pytest.mark.parametrize(
    ("number", "column", "cell", "said"),
    [
        (0, "claim_id", "trade-total-2014", "'trade-total-2014' is or was a claim of the report. Ids are cited, so"),
        (0, "locator", "came to", "it has 2 words. Give 3 to 12 consecutive words of the text."),
        (
            0,
            "locator",
            "came to US$19.7 billion in 2021",
            "'came to US$19.7 billion in 2021' does not stand in text.txt. Copy the words as they stand there; near to "
            "it is 'came to US$19.6 billion in 2021,'.",
        ),
        (0, "passage", "004-trade", "'004-trade' does not begin with 005-, the number of the document. Rename it."),
        (0, "precision", "", "it is empty, and the row states a part of a number. Fill value, comparator, precision"),
        (0, "value", "2021-01-01", "'2021-01-01' does not fit the unit 'USD'. Write a date as YYYY-MM-DD, others as"),
        (0, "precision", "0", "0 is no size of a last stated digit. Write 1000000000 for whole billions."),
        (0, "value_high", "20000000000", "it is filled if the comparator is 'range', and then alone. Fill it or empty"),
        (0, "unit", "percent", "'percent' is no unit of the kind 'goods-trade-total' (USD). Correct the unit or the"),
        (0, "claim_kind", "goods-trade-totals", "'goods-trade-totals' is no kind of data/claims/bases.csv (near: "),
        (0, "counterpart", "ASEAM", "'ASEAM' is no code of data/countries.csv and none of ADB, ASIA, CPTPP, CSTO, QU"),
        (5, "precision", "7", "7 is no precision of a date. Write 1 for a day, 31 for a month, 366 for a year."),
        (5, "value", "2004-02-31", "'2004-02-31' is no day of the calendar. Correct it."),
        (8, "value", "12000.5", "12000.5 is not whole, and a count is. Correct the value or the unit."),
    ],
)
def test_a_claim_that_breaks_a_rule_is_named_by_row_and_column(refused, number, column, cell, said):
    # The students are counted in persons, which may be estimated in parts; as a count they may not.
    also = [(8, "unit", "count")] if number == 8 else []
    (fault,) = refused([(number, column, cell), *also])
    assert fault.startswith(f"claims.csv, row {number + 2}, column {column!r}: {said}")
    assert fault.endswith(".")


def test_a_range_ends_above_its_beginning(refused):
    (fault,) = refused([(0, "comparator", "range"), (0, "value_high", "19000000000")])
    assert fault == "claims.csv, row 2, column 'value_high': 1.9e+10 is not more than 19600000000. Correct the range."


def test_claims_of_one_sentence_are_of_one_passage(refused):
    faults = refused([(1, "locator", "came to US$19.6 billion in 2021"), (1, "passage", "005-other")])
    assert [fault[:35] for fault in faults] == [f"claims.csv, row {row}, column 'passage'" for row in (2, 3)]
    assert "are of '005-other' and '005-trade'. Claims of one sentence are of one passage" in faults[0]


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("claims.csv", (0, "theme", "weather"), "claims.csv, row 2, column 'theme': 'weather' is not one of trade,"),
        ("claims.csv", (3, "document", "000"), "claims.csv, row 5, column 'document': '000' is not in document.csv."),
        ("claims.csv", (1, "claim_id", "invented-trade-2021"), "claims.csv, row 3, column 'claim_id'"),
        (
            "document.csv",
            (0, "published", "2026"),
            "document.csv, row 2, column 'published': '2026' is not of type date",
        ),
    ],
)
def test_the_rules_of_the_tables_hold_for_a_new_document_too(refused, file, change, said):
    (fault,) = refused([change], file)
    assert fault.startswith(said)
    # No file of `data/` is at fault, and `make data` would mend nothing.
    assert "data/claims.csv" not in fault and "make data" not in fault


@pytest.mark.parametrize(("column", "cell"), [("document", "000"), ("key", "gubin2022"), ("short_name", "Gubin 2022")])
def test_what_tells_documents_apart_is_not_taken_twice(refused, column, cell):
    faults = refused([(0, column, cell)], "document.csv")
    # Claims that still name the number before are refused by the schema first.
    if column == "document":
        assert faults == [
            "claims.csv, row 2, column 'document': '005' is not in document.csv. Correct the code or add it there."
        ]
    else:
        assert faults == [
            f"document.csv, row 2, column {column!r}: {cell!r} is a document of the report already. Give the new one "
            "another."
        ]


def test_a_document_is_not_published_on_a_day_to_come(refused):
    (fault,) = refused([(0, "published", "2962-05-01")], "document.csv")
    assert fault.startswith("document.csv, row 2, column 'published': 2962-05-01 lies ahead: by the clock of this mach")


def test_a_key_of_the_bibliography_is_taken(refused):
    bibliography = (paths.BOOK / "references.bib").read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{([a-z]+[0-9]{4}),", bibliography, flags=re.M)
    documents = (paths.DATA / "claims" / "documents.csv").read_text(encoding="utf-8")
    other = next(key for key in keys if key not in documents)
    (fault,) = refused([(0, "key", other)], "document.csv")
    assert fault.endswith(f"{other!r} is an entry of book/references.bib already. Give the document another key.")


def test_each_fault_has_a_line_of_its_own(refused):
    faults = refused([(0, "claim_kind", "none-such"), (2, "subject", "NOBODY"), (3, "locator", "too short")])
    assert [fault.split(":")[0] for fault in faults] == [
        "claims.csv, row 2, column 'claim_kind'",
        "claims.csv, row 4, column 'subject'",
        "claims.csv, row 5, column 'locator'",
        "claims.csv, row 5, column 'locator'",
    ]


def test_another_text_holds_none_of_the_words(refused):
    assert len(refused([], text="Some other text, which says nothing of the kind.")) == 10


@pytest.mark.parametrize(
    ("missing", "what"), [("claims.csv", "the claims"), ("document.csv", "the document"), ("text.txt", "the text")]
)
def test_a_missing_file_is_named(tmp_path, missing, what):
    for path in EXAMPLE.iterdir():
        if path.name != missing:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(new_documents.DocumentError, match=f"{missing}: there is no such file. It must hold {what};"):
        new_documents.read(tmp_path / "claims.csv", tmp_path / "text.txt")


def test_one_document_is_described_at_a_time(tmp_path):
    for path in EXAMPLE.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    about = (EXAMPLE / "document.csv").read_text(encoding="utf-8")
    second = about.splitlines()[1].replace("005", "006").replace("2026", "2027", 2)
    (tmp_path / "document.csv").write_text(f"{about}{second}\n", encoding="utf-8")
    with pytest.raises(new_documents.DocumentError, match=r"it has 2 rows\. Describe one document at a time"):
        new_documents.read(tmp_path / "claims.csv", tmp_path / "text.txt")
