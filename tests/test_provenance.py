"""Provenance: a number that carries what was read while it was computed."""

import pandas as pd

from russia_asean import provenance
from russia_asean.provenance import Origin, Value


def test_a_computed_number_carries_what_was_read_for_it_alone():
    @provenance.carrying
    def total(source):
        return provenance.using("made", pd.DataFrame({"value": [1.0, 2.0], "source_key": source}))["value"].sum()

    with provenance.collecting() as outer:
        one, other = total("one"), total("other")
    assert one == 3 and one.origins == {Origin("made", "one")} and other.origins == {Origin("made", "other")}
    assert outer == one.origins | other.origins


def test_a_number_keeps_the_origins_it_came_with():
    known = Value(2.0, [Origin("made", "known")])
    assert provenance.carrying(lambda: known)().origins == known.origins
