"""The schema of the results that the repository shows is that of the records."""

import json

from russia_asean import paths
from russia_asean.evidence import records


def test_the_written_schema_is_that_of_the_records():
    assert json.loads(paths.RESULTS_SCHEMA.read_text(encoding="utf-8")) == records.schema(), "Run `make notebooks`."


def test_the_schema_names_what_every_record_needs():
    definitions = records.schema()["$defs"]
    assert {"key", "text", "rests_on"} == set(definitions["Finding"]["required"])
    assert {"table", "source"} == set(definitions["RestsOn"]["required"])
