"""Whether somebody met the practice of a course: many records, one answer in whatever order.

Trainers record it on the page and on telephones that deliver late, twice and out of order. So the
answer depends on what was written, never on when it arrived:

1. The same record twice is one (its key).
2. Of one source (a device, the page of one trainer) the record with the highest number counts.
3. A correction stands above all others: somebody who had them all before them gave a reason. Of
   several the last one counts.
4. Not to have seen somebody says nothing of them: it never outweighs what another saw, and it is
   never enough.
5. A practice may be tried again: of those who saw it, the latest day decides. Where two say
   different things of that day, nobody is taken to have met it before it is corrected.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

MET, NOT_MET, NOT_SEEN = "met", "not_met", "not_seen"


@dataclass(frozen=True)
class Seen:
    """What one source says of one person."""

    key: Hashable
    source: str
    number: int
    outcome: str
    on: date
    is_correction: bool = False


@dataclass(frozen=True)
class PracticeAnswer:
    """Whether somebody met the practice, and of which day that is known."""

    outcome: str
    on: date
    is_disputed: bool = False
    is_corrected: bool = False

    @property
    def is_met(self) -> bool | None:
        """For the rule of the course; None where nobody saw it, which is never enough."""
        if self.outcome == NOT_SEEN:
            return None
        return self.outcome == MET and not self.is_disputed


def fold_practice(records: Iterable[Seen]) -> PracticeAnswer | None:
    """Returns the one answer of these records; None where there are none."""
    counted = _last_of_each_source(records)
    if not counted:
        return None
    if corrections := [each for each in counted if each.is_correction]:
        [last] = corrections
        return PracticeAnswer(last.outcome, last.on, is_corrected=True)
    seen = [each for each in counted if each.outcome != NOT_SEEN]
    if not seen:
        return PracticeAnswer(NOT_SEEN, max(each.on for each in counted))
    day = max(each.on for each in seen)
    said = {each.outcome for each in seen if each.on == day}
    return PracticeAnswer(MET if said == {MET} else NOT_MET, day, is_disputed=len(said) > 1)


def _last_of_each_source(records: Iterable[Seen]) -> list[Seen]:
    last: dict[Hashable, Seen] = {}
    for each in {record.key: record for record in records}.values():
        # All corrections are of one source: whoever corrects sees the ones before.
        place = "" if each.is_correction else each.source
        known = last.get(place)
        if known is None or _order(known) < _order(each):
            last[place] = each
    return list(last.values())


def _order(record: Seen) -> tuple[int, str]:
    return record.number, str(record.key)
