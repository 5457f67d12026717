"""A pair that the comparison found, whoever found it."""

from dataclasses import dataclass

from .weights import Evidence


@dataclass(frozen=True)
class Found:
    """Two people and what was answered about them."""

    one: int
    other: int
    evidence: Evidence
    # What both were when they were compared (`rows.Row.mark`).
    mark: str
