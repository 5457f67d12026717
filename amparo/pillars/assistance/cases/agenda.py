"""What is to be done and where it is done: each task leads to the page of its step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.ui import formats

from .display_names import contact_person, listed_alone
from .models import Case, Task

_What = Task.What

# Where a step of a case is taken, and the verb on its button.
TASK_PAGES: dict[str, tuple[str, Promise]] = {
    _What.SCREEN: ("intake:screening-next", _("Meet")),
    _What.ASSESS: ("assessment:assessment-new", _("Assess")),
    _What.PLAN: ("planning:case-plan", _("Case plan")),
    _What.FOLLOW_UP: ("planning:followup-new", _("Record follow-up")),
    _What.REVIEW: ("planning:case-plan", pgettext_lazy("case plan, record", "Review")),
    _What.ACTION: ("planning:case-plan", pgettext_lazy("button", "Open")),
    _What.ALERT: ("cases:case", pgettext_lazy("button", "Answer")),
    _What.FLAG: ("cases:case", pgettext_lazy("button", "Answer")),
    _What.RIGHTS: ("cases:case", pgettext_lazy("button", "Answer")),
    _What.RISK_REVIEW: ("cases:case", pgettext_lazy("case plan, record", "Review")),
    _What.REFERRAL_ANSWER: ("referrals:referral", pgettext_lazy("button", "Open")),
    _What.REFERRAL_QUESTION: ("referrals:referral-reply", pgettext_lazy("button", "Answer")),
    _What.REFERRAL_OTHER_WAY: ("referrals:referral", pgettext_lazy("button", "Open")),
    _What.REFERRAL_CONFIRM: ("referrals:referral-close", _("Send question")),
}
# What people put into the calendar themselves ends by saying what came of it.
OWN_TASK_VERBS: dict[str, Promise] = {
    _What.VISIT: pgettext_lazy("button", "Visit"),
    _What.CALL: pgettext_lazy("button", "Call or write"),
    _What.MEETING: pgettext_lazy("button, meeting", "Meet"),
    _What.OTHER: pgettext_lazy("button", "Mark as done"),
}
# A follow-up, a call or a message goes the way that is safe for the person.
_CONTACTS: dict[str, tuple[Promise, str]] = {
    "message": (pgettext_lazy("button", "Write"), "message-2"),
    "email": (pgettext_lazy("button", "Write"), "message-2"),
    "call": (_("Call"), "phone"),
}


@dataclass(frozen=True)
class Line:
    """One task as a page shows it: the verb, whom it is about, how to reach them, one button."""

    task: Task

    @property
    def case(self) -> Case:
        return self.task.case

    @property
    def name(self) -> str:
        return listed_alone(self.case)

    @property
    def what(self) -> str:
        return self.task.text or self.task.get_what_display()

    @property
    def when(self) -> str:
        """The kind of thing it is, where its title says something else."""
        return self.task.get_what_display().lower() if self.task.text else ""

    @property
    def due(self) -> date | datetime:
        return self.task.due_at or self.task.due_on

    @property
    def safely(self) -> str:
        """How this person may be reached without harm."""
        return code_lists.label("safe_channel", self._channel) if self._channel else ""

    @property
    def interpreter(self) -> str:
        return formats.language_name(self.case.interpreter) if self.case.interpreter else ""

    @property
    def _channel(self) -> str:
        person = contact_person(self.case)
        return person.safe_channel if person else ""

    @property
    def url(self) -> str:
        route = TASK_PAGES[self.task.what][0] if self.task.what in TASK_PAGES else "cases:case"
        source = [self.task.source_ref] if self.task.source_ref else []
        return reverse(route, args=[self.case.ref, *source])

    @property
    def verb(self) -> str | Promise:
        if self._is_contact and self._channel in _CONTACTS:
            return _CONTACTS[self._channel][0]
        if self.is_done_here:
            return OWN_TASK_VERBS[self.task.what]
        return TASK_PAGES[self.task.what][1] if self.task.what in TASK_PAGES else ""

    @property
    def about(self) -> str:
        """What a screen reader adds to the verb on the button; nothing where that says it all."""
        return "" if self.what.casefold() == str(self.verb).casefold() else self.what

    @property
    def sign(self) -> str:
        if self._is_contact:
            return _CONTACTS.get(self._channel, ("", ""))[1]
        return "check" if self.task.what == _What.OTHER else ""

    @property
    def _is_contact(self) -> bool:
        return self.task.what in (_What.FOLLOW_UP, _What.CALL)

    @property
    def is_done_here(self) -> bool:
        """Visits, calls and meetings have no record of their own: what came of them is said as
        they are marked as done.
        """
        return self.task.what in Task.OWN

    @property
    def done_url(self) -> str:
        return reverse("cases:task-done", args=[self.case.ref, self.task.ref])

    @property
    def action_url(self) -> str:
        """Where the button of Today leads; what ends there leads back."""
        if self.is_done_here:
            return f"{self.done_url}?next={reverse('cases:today')}"
        return self.url


def open_tasks(user: User) -> QuerySet:
    """What they have to do, soonest first, in cases that they still hold."""
    tasks = Task.objects.of(user).accessible_to(user)
    return tasks.select_related(
        "case__person", "case__family__head", "case__community", "case__institution"
    )


def task_lines(tasks: Iterable[Task]) -> list[Line]:
    return [Line(task) for task in tasks]


def next_task(cases: Iterable[Case]) -> dict[int, Task]:
    """What is due next in each of these cases."""
    found: dict[int, Task] = {}
    tasks = Task.objects.pending().filter(case__in=list(cases))
    for task in tasks.order_by("due_on", F("due_at").asc(nulls_last=True), "pk"):
        found.setdefault(task.case_id, task)
    return found
