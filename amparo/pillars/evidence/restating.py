"""Why a frozen figure differs from what the records say now. Pure: sets and rows, no database.

A freeze keeps, of each cell, the keyed hashes of what was counted in it. Later the same question
is asked again under the frozen definition: what is in the cell now and was not then was gained,
what was in it and is not was lost. Each gained or lost one has exactly one cause, the first of
`GAINS` or `LOSSES` that fits, so causes sum to the difference in every cell.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Cause(StrEnum):
    LATE = "late"  # recorded after the freeze
    PARTED = "parted"  # a merge of two records was undone
    JOINED = "joined"  # two records were merged into one person
    CANCELLED = "cancelled"
    CORRECTED = "corrected"  # what is recorded of them is another value now
    MOVED = "moved"  # the case is in another office now
    ERASED = "erased"
    DEFINITION = "definition"
    UNEXPLAINED = "unexplained"


# In this order: somebody may be joined and late at once.
GAINS = (Cause.PARTED, Cause.LATE, Cause.CORRECTED, Cause.MOVED, Cause.UNEXPLAINED)
LOSSES = (
    Cause.JOINED, Cause.CANCELLED, Cause.MOVED, Cause.CORRECTED, Cause.ERASED, Cause.UNEXPLAINED,
)  # fmt: skip
# The cell of everybody; of a share, "part" before a label means who is in the part.
TOTAL = ""
PART = "part:"

type Label = str
type Hash = Callable[[int, Label], int]


@dataclass(frozen=True, slots=True)
class Row:
    """What was recorded of one counted person or record, once: `labels` are the cells that it
    would be in, were it of this office, not cancelled, and fit for the definition.
    """

    key: int
    labels: frozenset[Label]
    is_late: bool = False
    is_cancelled: bool = False
    is_elsewhere: bool = False
    is_other: bool = False  # the definition does not count it now

    @property
    def counts(self) -> bool:
        return not (self.is_cancelled or self.is_elsewhere or self.is_other)


@dataclass(frozen=True)
class Change:
    """How one cell changed: `causes` are signed and sum to `now - before`."""

    label: Label
    before: int
    now: int
    causes: Mapping[Cause, int]

    @property
    def difference(self) -> int:
        return self.now - self.before


@dataclass
class Comparison:
    """The frozen cells of one figure against the rows of today.

    `frozen` holds the hashes of each cell, `erased` how many were taken out of each when their
    person was erased, `joined` and `parted` the keys of records merged or unmerged since.
    """

    frozen: Mapping[Label, Collection[int]]
    rows: Iterable[Row]
    hash: Hash
    erased: Mapping[Label, int] = field(default_factory=dict)
    joined: Collection[int] = ()
    parted: Collection[int] = ()
    is_with_branches: bool = False

    def __post_init__(self) -> None:
        self._whole = frozenset(self.frozen.get(TOTAL, ()))
        self._rows: dict[int, list[Row]] = {}
        for row in self.rows:
            self._rows.setdefault(row.key, []).append(row)
        self._now: dict[Label, set[int]] = {}
        for key, rows in self._rows.items():
            for row in rows:
                if row.counts:
                    for label in row.labels:
                        self._now.setdefault(label, set()).add(key)

    def changes(self) -> list[Change]:
        """Every cell that changed, the total first."""
        labels = sorted({*self.frozen, *self._now, *self.erased})
        return [change for label in labels if (change := self._change(label))]

    def _change(self, label: Label) -> Change | None:
        frozen = set(self.frozen.get(label, ()))
        now = {self.hash(key, label): key for key in self._now.get(label, ())}
        gained = [key for code, key in now.items() if code not in frozen]
        lost = frozen.difference(now)
        erased = self.erased.get(label, 0)
        if not (gained or lost or erased):
            return None
        causes: Counter[Cause] = Counter()
        for key in gained:
            causes[self._cause_of_gain(key, label)] += 1
        for cause in self._causes_of_loss(lost, label):
            causes[cause] -= 1
        causes[Cause.ERASED] -= erased
        before = len(frozen) + erased
        return Change(label, before, len(now), {c: n for c, n in causes.items() if n})

    def _cause_of_gain(self, key: int, label: Label) -> Cause:
        if key in self.parted:
            return Cause.PARTED
        if all(row.is_late for row in self._rows[key] if row.counts and label in row.labels):
            return Cause.LATE
        if self._was_counted(key, label):
            return Cause.CORRECTED
        return Cause.UNEXPLAINED if self.is_with_branches else Cause.MOVED

    def _was_counted(self, key: int, label: Label) -> bool:
        """Whether it was in the whole then: it only changed its cell."""
        return label != TOTAL and self.hash(key, TOTAL) in self._whole

    def _causes_of_loss(self, lost: Collection[int], label: Label) -> Iterable[Cause]:
        if not lost:
            return
        names = {self.hash(key, label): key for key in (*self._rows, *self.joined)}
        for code in lost:
            yield self._cause_of_loss(names.get(code), label)

    def _cause_of_loss(self, key: int | None, label: Label) -> Cause:
        if key is None:  # no row at all: only an erasure leaves none
            return Cause.ERASED
        if key in self.joined:
            return Cause.JOINED
        rows = self._rows[key]
        if label != TOTAL and key in self._now.get(TOTAL, ()):
            return Cause.CORRECTED
        if any(row.is_cancelled and not row.is_elsewhere for row in rows) and not any(
            row.counts for row in rows
        ):
            return Cause.CANCELLED
        if any(row.is_elsewhere and not row.is_cancelled for row in rows):
            return Cause.UNEXPLAINED if self.is_with_branches else Cause.MOVED
        return Cause.CORRECTED if any(row.is_other for row in rows) else Cause.UNEXPLAINED
