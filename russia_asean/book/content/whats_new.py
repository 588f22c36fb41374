"""What became of the first edition's verdicts, and which editions of sources are new since: for the page on both.

Everything is counted from the history of verdicts, the claims and the lists of files and releases.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from russia_asean import formatting
from russia_asean.data import editions, releases, tables
from russia_asean.evidence import history
from russia_asean.evidence.verdicts import Verdict

NEW = "new"  # of a claim that the first edition did not have
ORDER = [*map(str, Verdict), NEW, history.DROPPED]


@dataclasses.dataclass(frozen=True)
class Assessed:
    """A claim in the first edition and in this one.

    Attributes:
        claim_id: its id.
        document: its number in ``documents.csv``; empty where the claim was dropped.
        statement: the claim in our words; empty where it was dropped.
        before: its verdict in the first edition, or ``NEW``.
        now: its verdict in this edition, or ``history.DROPPED``.
        reason: why the verdict changed, or why the claim was added or dropped; empty where it stands.
    """

    claim_id: str
    document: str
    statement: str
    before: str
    now: str
    reason: str

    @property
    def stands(self) -> bool:
        """Whether the verdict is that of the first edition."""
        return self.before == self.now


def assessed() -> list[Assessed]:
    """Return all claims of both editions, sorted by id.

    Raises:
        ValueError: a verdict changed without a reason, or a claim is neither in the table of claims nor dropped.
    """
    held = tables.load("claims", credit=False).set_index("claim_id")[["document", "statement"]].to_dict("index")
    return [_assessed(claim_id, told, held) for claim_id, told in sorted(history.by_claim().items())]


def _assessed(claim_id: str, told: list[dict[str, Any]], held: Mapping[Any, Mapping[Any, str]]) -> Assessed:
    first, last = told[0], told[-1]
    before = first["verdict"] if first["edition"] == history.FIRST else NEW
    row = held.get(claim_id, {"document": "", "statement": ""})
    found = Assessed(claim_id, row["document"], row["statement"], before, last["verdict"], last["reason"])
    if not (found.stands or found.reason):
        raise ValueError(f"claim {claim_id!r} went from {before!r} to {found.now!r} and no reason is given.")
    if (claim_id in held) == (found.now == history.DROPPED):
        raise ValueError(f"claim {claim_id!r} is {found.now!r}, and the table of claims does not fit that.")
    return found


def moves(claims: list[Assessed]) -> list[dict[str, Any]]:
    """Return the claims whose verdict does not stand, by what it was and what it is.

    Args:
        claims: the claims of both editions.

    Returns:
        In the order of verdicts, the new and the dropped last: before, now, and claims.
    """
    groups: dict[tuple[str, str], list[Assessed]] = {}
    for each in claims:
        if not each.stands:
            groups.setdefault((each.before, each.now), []).append(each)
    ordered = sorted(groups, key=lambda group: (group[0] == NEW, *map(ORDER.index, group)))
    return [{"before": before, "now": now, "claims": groups[before, now]} for before, now in ordered]


def counts(claims: list[Assessed]) -> dict[str, int]:
    """Return how many claims the two editions have, and how many verdicts stand, changed, were added and dropped.

    Of those added, ``overlooked`` counts the claims of documents that the first edition had read.
    """
    first_read = {each.document for each in claims if each.before != NEW}
    added = sum(each.before == NEW for each in claims)
    dropped = sum(each.now == history.DROPPED for each in claims)
    stand = sum(each.stands for each in claims)
    return {
        "first": len(claims) - added,
        "now": len(claims) - dropped,
        "stand": stand,
        "changed": len(claims) - stand - added - dropped,
        "added": added,
        "overlooked": sum(each.before == NEW and each.document in first_read for each in claims),
        "dropped": dropped,
    }


def matrix(claims: list[Assessed]) -> dict[str, Any]:
    """Return a table of claims by verdict in the first edition (lines) and in this one (columns).

    Returns:
        ``head``, ``lines`` of text, and ``columns`` as LaTeX reads them; without lines and columns that hold nothing.
    """
    lines = [verdict for verdict in ORDER if any(each.before == verdict for each in claims)]
    heads = [verdict for verdict in ORDER if any(each.now == verdict for each in claims)]
    pairs = [(each.before, each.now) for each in claims]
    return {
        "head": ["First edition", *[f"now {head}" for head in heads]],
        "lines": [[line.capitalize(), *[str(pairs.count((line, head)) or "–") for head in heads]] for line in lines],
        "columns": "l" + "R" * len(heads),
    }


def newer_editions() -> list[list[str]]:
    """Return a line for each edition newer than one here: both by name, figures added and common, role and its reason.

    Raises:
        ValueError: an edition is a cross-check and lacks nothing, so that nothing says why it does not answer.
    """
    lacks = editions.lacking()
    lines = []
    for key, rows in editions.newer_editions().groupby("source_key"):
        about = rows.iloc[0]
        added, common = rows["added"].sum(), rows["common"].sum()
        lines.append(
            [
                about["label"],
                about["earlier_label"],
                f"{added:,}",
                f"{common:,}" if common else "–",
                about["role"],
                _why(str(key), about["role"], lacks[str(key)]),
            ]
        )
    return lines


def _why(key: str, role: str, lacks: dict[str, list[Any]]) -> str:
    """Return why an edition has its role, in one sentence."""
    if role == releases.ON_REQUEST:
        return "Holds only what the producer marks as estimates."
    missing = [kind.replace("_", " ") for kind in lacks["kinds"]]
    if years := lacks["years"]:
        missing.append(f"the year{'s' if len(years) > 1 else ''} {formatting.year_ranges(years)}")
    if missing:
        return f"Here without {formatting.word_list(missing)}."
    if role == releases.ANSWERS:
        return "The whole series is here."
    raise ValueError(f"{key!r} is a {role} and lacks nothing. Let it answer, or say in data/releases.csv why not.")


def files() -> list[list[str]]:
    """Return a line for each publisher's file taken since the first edition: publisher, edition, day."""
    first = min(told[0]["assessed"] for told in history.by_claim().values())
    listed = tables.load(editions.LISTED, credit=False)
    listed = listed[listed["retrieved"] > first]
    return [
        [row["publisher"], row["edition"], formatting.long_date(str(row["retrieved"].date()))]
        for _, row in listed.sort_values(["publisher", "edition"]).drop_duplicates(["publisher", "edition"]).iterrows()
    ]
