"""Why a frozen figure differs from what the records say now. Pure: sets and rows, no database.

A freeze keeps, of each cell, the keyed hashes of what was counted in it. Later the same question
is asked again under the frozen definition: what is in the cell now and was not then was gained,
what was in it and is not was lost. Each gained or lost one has exactly one cause, the first of
`GAINS` or `LOSSES` that fits, so causes sum to the difference in every cell.

Of a median the cells are its cases: the causes sum to how many more or fewer cases it rests on.
Beside them stand the median then and now, and of how many cases that stayed in it another value is
recorded.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from statistics import median


class Cause(StrEnum):
    LATE = "late"  # recorded after the freeze; of a median, the case or its value
    PARTED = "parted"  # a merge of two records was undone
    JOINED = "joined"  # two records were merged into one person
    CANCELLED = "cancelled"
    CORRECTED = "corrected"  # what is recorded of them is another value now
    MOVED = "moved"  # the case came from, or is now in, another office
    ERASED = "erased"
    DEFINITION = "definition"
    UNEXPLAINED = "unexplained"


# In this order: somebody may be joined and late at once.
GAINS = (Cause.PARTED, Cause.LATE, Cause.CORRECTED, Cause.MOVED, Cause.UNEXPLAINED)
LOSSES = (
    Cause.JOINED, Cause.CANCELLED, Cause.MOVED, Cause.CORRECTED, Cause.ERASED, Cause.UNEXPLAINED,
)  # fmt: skip
# The cell of everybody; of a share, "part" before a label means who is in the part. Of a median
# one more cell keeps the hashes of each case with its value.
TOTAL = ""
PART = "part:"
VALUE = "value:"

type Label = str
type Hash = Callable[[int, Label], int]


def value_label(value: float | None) -> Label:
    """The label under which a case and its value are hashed."""
    return f"{VALUE}{value}"


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
    value: float | None = None  # of a median

    @property
    def counts(self) -> bool:
        return not (self.is_cancelled or self.is_elsewhere or self.is_other)


@dataclass(frozen=True)
class Change:
    """How one cell changed: `causes` are signed and sum to `now - before`.

    `medians` are those of then and of now where a median was frozen; `corrected` of how many
    cases, in the cell then and now, another value is recorded.
    """

    label: Label
    before: int
    now: int
    causes: Mapping[Cause, int]
    medians: tuple[float | None, float | None] | None = None
    corrected: int = 0

    @property
    def difference(self) -> int:
        return self.now - self.before


@dataclass
class Comparison:
    """The frozen cells of one figure against the rows of today.

    `frozen` holds the hashes of each cell, `erased` how many were taken out of each when their
    person was erased, `joined` and `parted` the keys of records merged or unmerged since, `moved`
    the keys of those whose case came into its office since. `is_narrowed` says whether the
    definition has a filter, into which a correction may bring somebody. `medians` are the frozen
    ones by cell, of a median; else None.
    """

    frozen: Mapping[Label, Collection[int]]
    rows: Iterable[Row]
    hash: Hash
    erased: Mapping[Label, int] = field(default_factory=dict)
    joined: Collection[int] = ()
    parted: Collection[int] = ()
    moved: Collection[int] = ()
    is_narrowed: bool = False
    medians: Mapping[Label, float | None] | None = None

    def __post_init__(self) -> None:
        self._values = frozenset(self.frozen.get(VALUE, ()))
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
        labels = sorted({*self.frozen, *self._now, *self.erased} - {VALUE})
        return [change for label in labels if (change := self._change(label))]

    def _change(self, label: Label) -> Change | None:
        frozen = set(self.frozen.get(label, ()))
        now = {self.hash(key, label): key for key in self._now.get(label, ())}
        gained = [key for code, key in now.items() if code not in frozen]
        lost = frozen.difference(now)
        erased = self.erased.get(label, 0)
        medians, corrected = self._medians(label), self._corrected(now, frozen)
        has_moved = medians is not None and medians[0] != medians[1]
        if not (gained or lost or erased or has_moved or corrected):
            return None
        causes: Counter[Cause] = Counter()
        for key in gained:
            causes[self._cause_of_gain(key, label)] += 1
        for cause in self._causes_of_loss(lost, label):
            causes[cause] -= 1
        causes[Cause.ERASED] -= erased
        before = len(frozen) + erased
        causes_said = {cause: count for cause, count in causes.items() if count}
        return Change(label, before, len(now), causes_said, medians, corrected)

    def _medians(self, label: Label) -> tuple[float | None, float | None] | None:
        """The frozen median of a cell, and that of the cases that are in it now."""
        if self.medians is None:
            return None
        values = [value for key in self._now.get(label, ()) for value in self._values_of(key)]
        return self.medians.get(label), median(values) if values else None

    def _values_of(self, key: int) -> Iterable[float]:
        """Its value: one case has one, however many rows it has."""
        found = (row.value for row in self._rows[key] if row.counts and row.value is not None)
        yield from islice(found, 1)

    def _corrected(self, now: Mapping[int, int], frozen: Collection[int]) -> int:
        """How many of those in the cell then and now have another value."""
        if self.medians is None or not self._values:
            return 0
        stayed = (key for code, key in now.items() if code in frozen)
        return sum(
            self.hash(key, value_label(value)) not in self._values
            for key in stayed
            for value in self._values_of(key)
        )

    def _cause_of_gain(self, key: int, label: Label) -> Cause:
        if key in self.parted:
            return Cause.PARTED
        if all(row.is_late for row in self._rows[key] if row.counts and label in row.labels):
            return Cause.LATE
        if self._was_counted(key, label):
            return Cause.CORRECTED
        if key in self.moved:
            return Cause.MOVED
        if self.is_narrowed:  # it was there, and only now does the filter let it through
            return Cause.CORRECTED
        # A case that was there had no value yet: that was recorded since.
        return Cause.UNEXPLAINED if self.medians is None else Cause.LATE

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
        if key in self.moved and any(row.is_elsewhere for row in rows):
            return Cause.MOVED
        return Cause.CORRECTED if any(row.is_other for row in rows) else Cause.UNEXPLAINED
