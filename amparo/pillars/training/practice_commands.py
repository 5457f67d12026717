"""The practice of a course in the hand of a trainer without a network: what goes along, what comes
back.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.extension_points import device_lists
from amparo.foundation.fieldwork.sync.command_fields import (
    ChoiceCode,
    Code,
    CommandFields,
    FieldLabel,
)
from amparo.foundation.fieldwork.sync.commands import (
    CommandContext,
    CommandResult,
    RecordLookup,
    offline_command,
    register_record_lookup,
)

from .models import CourseText, Enrolment, PracticeEntry, PracticeOutcome, TrainingEvent
from .models.event_stages import first_day_of
from .practice_records import practice_of

device_lists.register("practice_outcome", lambda: PracticeOutcome.choices)


class SeenPractice(CommandFields):
    number: Annotated[
        int, Field(ge=1, le=1_000_000), FieldLabel(pgettext_lazy("enrolment", "Number"))
    ]
    outcome: Annotated[
        Code, ChoiceCode(PracticeOutcome, pgettext_lazy("practice", "Outcome"), must=True)
    ]


@offline_command(
    "practice.mark", about="training", label=pgettext_lazy("training", "Practice"),
    fields=SeenPractice,
)  # fmt: skip
def mark_practice(asked: CommandContext) -> CommandResult:
    """Applied once by the key of the command, in whatever order commands arrive."""
    event, told = asked.record, asked.fields
    PracticeEntry.write(
        _enrolment(event, told.number), by=asked.by, outcome=told.outcome,
        on=day_of(asked, event), source=f"device {asked.device.ref}", number=asked.entry.seq,
        command=asked.entry.key,
    )  # fmt: skip
    return CommandResult()


def _enrolment(event: TrainingEvent, number: int) -> Enrolment:
    rows = Enrolment.objects.filter(event=event, number=number).select_related("participant")
    found = rows.first()
    if found is None:
        raise Refusal(
            _("Number %(number)s is not in the list of this event: nothing was recorded.")
            % {"number": number}
        )
    found = found.in_force
    found.event = event
    return found


def day_of(asked: CommandContext, event: TrainingEvent) -> date:
    """Returns on which day it was written, as far as the clock of the device can be believed: of
    one before the training began, the day on which it arrived.
    """
    day, first = asked.at.astimezone(event.zone).date(), first_day_of(event)
    return day if first is None or day >= first else event.office.today()


def _find_all(refs: Iterable[UUID], by: User) -> dict[UUID, TrainingEvent]:
    rows = TrainingEvent.objects.accessible_to(by, "train").filter(ref__in=list(refs))
    rows = rows.select_related("office", "version").prefetch_related("version__texts", "sessions")
    return {each.ref: each for each in rows}


register_record_lookup(
    RecordLookup(
        "training", _find_all, called=lambda event: event.title,
        url=lambda event: f"/trainings/{event.ref}/practice/",
    )
)  # fmt: skip


def practice_along(event: TrainingEvent, seats: Sequence[Enrolment]) -> dict[str, Any] | None:
    """What is observed, and what the office knows so far: number and outcome; None where the
    course asks for no practice.
    """
    if not event.version.requires_practice:
        return None
    known = practice_of(event, seats)
    return {
        "text": event.version.text_here(CourseText.Part.PRACTICE)[0],
        "known": [
            [each.number, "" if known[each.pk].is_disputed else known[each.pk].outcome]
            for each in seats
            if each.pk in known
        ],
    }  # fmt: skip
