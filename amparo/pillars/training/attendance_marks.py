"""Marks of a trainer: several people at once, one badge, in whatever way it was read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal

from .attendance_records import attendance_of
from .models import AttendanceEntry, Enrolment, TrainingSession


@transaction.atomic
def mark_many(
    session: TrainingSession, enrolments: Sequence[Enrolment], *, by: User, is_present: bool,
    minutes: int | None = None,
) -> int:  # fmt: skip
    """Marks these people. Returns of how many the answer is another nevertheless: a list, another
    trainer or a correction says otherwise, and only a correction changes that.
    """
    for each in enrolments:
        AttendanceEntry.write(
            session, each, by=by, how=AttendanceEntry.How.TICK, is_present=is_present,
            minutes=minutes, source=f"page {by.pk}",
        )  # fmt: skip
    found = attendance_of(session.event, enrolments)
    answers = [found.answers[each.pk][session.pk] for each in enrolments]
    return sum(each.is_present != is_present for each in answers)


def enrolment_of_badge(session: TrainingSession, badge: int | str) -> Enrolment:
    """Returns whose badge it is: by its number in the list of this event, or by its code. Raises
    Refusal where it is of nobody here.
    """
    if isinstance(badge, int):
        rows = Enrolment.objects.filter(event=session.event_id, number=badge)
        if found := rows.first():
            return found.in_force
        raise Refusal(
            _("Number %(number)s is not in the list of this event. Look at the list again.")
            % {"number": badge}
        )
    found = Enrolment.for_code(badge) if badge else None
    if found is None:
        raise Refusal(
            _("This is no badge of ours. Type the number that stands before the name in the list.")
        )
    return found.in_force


def scan(
    session: TrainingSession, badge: int | str, *, by: User, source: str,
    number: int | None = None, minutes: int | None = None, command: UUID | None = None,
    **fields: Any,
) -> AttendanceEntry:  # fmt: skip
    """Marks whoever has this badge as present."""
    return AttendanceEntry.write(
        session, enrolment_of_badge(session, badge), by=by, how=AttendanceEntry.How.SCAN,
        is_present=True, minutes=minutes, source=source, number=number, command=command, **fields,
    )  # fmt: skip
