"""Practice as the records say it: the entries of an event read once and folded by the rules, and
what is recorded of several people at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import transaction

from amparo.foundation.core.models import User

from .attendance_records import shares_of
from .models import AttendanceUse, Enrolment, PracticeEntry, PracticeOutcome, TrainingEvent
from .practice import PracticeAnswer, Seen, fold_practice

_COLUMNS = ("enrolment_id", "ref", "source", "number", "pk", "outcome", "on", "is_correction")


def practice_of(
    event: TrainingEvent, enrolments: Iterable[Enrolment] | None = None
) -> dict[int, PracticeAnswer]:
    """Returns the answers of these enrolments, or of all, by key; who was never recorded is
    absent. One query; none where the course asks for no practice.
    """
    if not event.version.requires_practice:
        return {}
    rows = PracticeEntry.objects.filter(enrolment__event=event)
    if enrolments is not None:
        rows = rows.filter(enrolment__in=[each.pk for each in enrolments])
    found: dict[int, list[Seen]] = defaultdict(list)
    for enrolment, ref, source, number, pk, *said in rows.values_list(*_COLUMNS):
        found[enrolment].append(Seen(ref, source, pk if number is None else number, *said))
    folded = ((key, fold_practice(entries)) for key, entries in found.items())
    return {key: answer for key, answer in folded if answer is not None}


def practice_met(event: TrainingEvent) -> Mapping[int, bool]:
    """Returns whether each met the practice, by key of the enrolment, for the rule of the course.
    Of whom nobody saw it, and whom nobody recorded, is absent.
    """
    known = ((key, each.is_met) for key, each in practice_of(event).items())
    return {key: is_met for key, is_met in known if is_met is not None}


def is_relied_on(event: TrainingEvent) -> bool:
    """Whether certificates of this event were issued: what is recorded now comes after them."""
    uses = AttendanceUse.objects.filter(event=event, purpose=AttendanceUse.Purpose.CERTIFICATES)
    return uses.exists()


@dataclass(frozen=True)
class Marked:
    """What became of a mark of several people: how many were recorded; of how many the answer is
    another nevertheless; how many were left out, as nobody recorded that they came.
    """

    recorded: int
    known_otherwise: int = 0
    left_out: int = 0

    @classmethod
    def of(cls, event: TrainingEvent, people: Sequence[Enrolment], outcome: str) -> Self:
        known = practice_of(event, people)
        others = sum(
            known[each.pk].outcome != outcome or known[each.pk].is_disputed for each in people
        )
        return cls(len(people), others)


@transaction.atomic
def mark_practice(
    event: TrainingEvent, enrolments: Sequence[Enrolment], *, by: User, outcome: str, on: date
) -> Marked:
    """Records the same of these people: each a record of its own."""
    for each in enrolments:
        each.event = event
        PracticeEntry.write(each, by=by, outcome=outcome, on=on, source=f"page {by.pk}")
    return Marked.of(event, enrolments, outcome)


@transaction.atomic
def mark_all_others(
    event: TrainingEvent, but: Iterable[Enrolment], *, by: User, outcome: str, on: date
) -> Marked:
    """Records the same of everybody with a seat who is not recorded yet, except these and
    oneself. That somebody met the practice is recorded in this way only of those who came.
    """
    left = {each.pk for each in but} | set(practice_of(event))
    seats = Enrolment.objects.filter(event=event, state=Enrolment.State.ENROLLED)
    seats = seats.exclude(pk__in=left).exclude(participant__user=by.pk)
    people = list(seats.select_related("participant").order_by("number", "pk"))
    came = {key for key, share in shares_of(event).items() if share > 0}
    is_met = outcome == PracticeOutcome.MET
    chosen = [each for each in people if each.pk in came or not is_met]
    done = mark_practice(event, chosen, by=by, outcome=outcome, on=on)
    return Marked(done.recorded, done.known_otherwise, len(people) - len(chosen))
