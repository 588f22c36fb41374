"""The page on the referees' objections gives each a state, says what is open, and names what there is."""

import re

import pytest

from russia_asean import paths
from russia_asean.data import tables

PAGE = paths.BOOK / "referees.md"
STATES = {"answered", "answered in part", "open", "not followed"}
DECISIONS = paths.ROOT / "docs" / "decisions"


def problems(text):
    """Return what is wrong with the page, one sentence each."""
    found = []
    for title, content in re.findall(r"^##+ (.+)\n((?:(?!^#).*\n?)*)", text, flags=re.M):
        if not content.strip():
            continue  # a heading above others
        states = re.findall(r"^State: \*(.+)\*\.$", content, flags=re.M)
        if len(states) != 1 or states[0] not in STATES:
            found.append(f"{title!r} has the states {states}; give it one of {sorted(STATES)}.")
        elif (states[0] == "answered in part") != ("Open:" in content):
            found.append(
                f"{title!r} is {states[0]!r}: only what is answered in part says what is open, in a paragraph."
            )
    known = set(tables.load("claims", credit=False)["claim_id"])
    found += [f"no claim {key!r}." for key in re.findall(r"\{claim\}`([^`]+)`", text) if key not in known]
    decisions = re.findall(r"`(\d{4}-[^`]+\.md)`", text)
    return found + [f"no decision {name!r}." for name in decisions if not (DECISIONS / name).is_file()]


def test_each_objection_has_its_state_and_names_what_there_is():
    text = PAGE.read_text(encoding="utf-8")
    assert problems(text) == []
    assert len(re.findall(r"^State: ", text, flags=re.M)) > 20


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("Words.", "has the states []"),
        ("State: *done*.", "has the states ['done']"),
        ("State: *open*.\n\nState: *open*.", "has the states ['open', 'open']"),
        ("State: *answered in part*.\n\nWords.", "'answered in part': only"),
        ("State: *answered*.\n\nOpen: words.", "'answered': only"),
        ("State: *open*.\n\nSee {claim}`no-such-claim`.", "no claim 'no-such-claim'"),
        ("State: *open*.\n\nSee `0000-nothing.md`.", "no decision '0000-nothing.md'"),
    ],
)
def test_an_objection_without_state_or_with_a_dead_name_is_refused(content, problem):
    (found,) = problems(f"# Page\n\n## Group\n\n### Objection\n\n{content}\n")
    assert problem in found
