"""Reminding somebody by text of what was agreed: only to a safe telephone, only if they want it.

A reminder belongs to a task of the calendar: it moves with it, and is taken back when it is done.
"""

from datetime import datetime, time, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.messaging.recipients import (
    NotReachableByText,
    Recipient,
    last_digits,
    recipient_for,
)
from amparo.foundation.people.messaging.templates import (
    MessageDraft,
    language_for,
    message_templates,
)
from amparo.foundation.people.models import Message, Person

from .models import Case, Task

BEFORE = timedelta(days=1)
# Without an hour; and with one, for who asked to be reminded.
PLAIN, APPOINTMENT = "day", "appointment"


class ReminderOptions:
    """Whether the person of a case can be reminded by text, and what one may choose."""

    def __init__(self, case: Case, user: User):
        self.case, self.user = case, user

    @cached_property
    def person(self) -> Person | None:
        return self.case.met_by(self.user)

    @cached_property
    def way(self) -> Recipient | None:
        return None if isinstance(self._found, str) else self._found

    @property
    def forbidden(self) -> str:
        """Why they are not texted; empty where there is nobody to text."""
        return self._found if isinstance(self._found, str) else ""

    @cached_property
    def _found(self) -> Recipient | str | None:
        if self.person is None:
            return None
        try:
            return recipient_for(self.person, country=self.case.office.country)
        except NotReachableByText as no:
            return str(no)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """In the words that will be read, with a gap for the day."""
        if self.way is None:
            return []
        language = language_for(list(self.way.languages), "")
        said = {code: message_templates()[code].says(language) for code in (PLAIN, APPOINTMENT)}
        return [
            ("", _("No text")),
            (PLAIN, f"«{said[PLAIN]}»"),
            (
                APPOINTMENT,
                _("They asked to be reminded: «%(text)s»") % {"text": said[APPOINTMENT]},
            ),
        ]

    @property
    def digits(self) -> str:
        return last_digits(self.way.number) if self.way else ""

    def remind(self, task: Task, template: str, *, by: User) -> Message | None:
        """The day before, at the first good hour; what is asked for late leaves at once."""
        if not template:
            return None
        if self.way is None or self.person is None:
            raise Refusal(self.forbidden or _("There is nobody here to be texted."))
        return schedule_reminder(task, self.person, template, way=self.way, by=by)


def schedule_reminder(
    task: Task, person: Person, template: str, *, way: Recipient, by: User | None
) -> Message:
    office = task.case.office
    hour = task.due_at.astimezone(office.zone).time() if task.due_at else None
    if template == APPOINTMENT and hour is None:
        raise Refusal(_("This text names an hour: write at what time it is."))
    morning = datetime.combine(task.due_on - BEFORE, time.min, office.zone)
    wanted = MessageDraft(
        template, day=task.due_on, hour=hour if template == APPOINTMENT else None,
        not_before=morning, until=task.due_at or office.end_of_day(task.due_on),
        is_asked_for=template == APPOINTMENT,
    )  # fmt: skip
    return Message.queue(person, wanted, way=way, by=by, office=office, for_ref=task.ref)


def reschedule_reminder(task: Task, *, by: User | None) -> None:
    """The task moved: what reminds of it is written anew, where it still may be."""
    for message in _waiting(task):
        message.take_back(by=by)
        if message.person is None:
            continue
        try:
            way = recipient_for(message.person, country=task.case.office.country)
            schedule_reminder(task, message.person, message.template, way=way, by=by)
        except Refusal:  # it may not be sent any more, or not in time: the task stands anyway
            continue


def cancel_reminder(task: Task, *, by: User | None) -> None:
    """It is done, or not needed: nobody is reminded of it."""
    for message in _waiting(task):
        message.take_back(by=by)


def _waiting(task: Task) -> list[Message]:
    found = Message.objects.about(task.ref).on_the_way().select_related("person")
    return list(found)
