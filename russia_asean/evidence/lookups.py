"""Look facts up for the tests of claims. (Being written.)"""

import dataclasses

from russia_asean.evidence.claims import Measured


@dataclasses.dataclass(frozen=True)
class LookedUp:
    """The measurements of a claim that is looked up."""

    measured: dict[str, Measured]
    then: dict[str, Measured]
    other: dict[str, Measured]
    note: str


def look_up(claim_id: str) -> LookedUp:
    """Return the measurements of a claim as ``data/claims/lookups.csv`` describes them."""
    raise NotImplementedError(claim_id)
