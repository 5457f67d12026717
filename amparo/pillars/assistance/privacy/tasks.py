"""What is done by the clock for data protection: what is over its time is said, copies go.

No file about a person is deleted here: the clock shows what is due, and two people delete it. Only
copies that served their purpose go alone.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task
from amparo.foundation.core.models import Membership, Notification

from .data_export import build_export  # noqa: F401 - a task, loaded with those below
from .models import DataExport, DataSubjectRequest, DeletionRequest
from .retention import ERASES, due_cases, due_people, possible_confirmers, set_retention_dates

DAILY = timedelta(days=1)
ANSWERED_WITHIN = timedelta(days=14)


@periodic_task(every=DAILY)
@background_task(name="mark-retention-due", title=_("Mark expired items"), in_slices=True)
def mark_due_deletions() -> None:
    """People without a case are marked; whoever may delete is told when something is due."""
    set_retention_dates()
    for user in Membership.objects.held().with_permission(ERASES).people():
        if due_cases(user).exists() or due_people(user).exists():
            _remind([user], "deletion.due", reverse("privacy:due"))
    late = DeletionRequest.objects.waiting().filter(at__lt=now() - ANSWERED_WITHIN)
    for asked in late.select_related("case__team__office", "person"):
        users = [user for user in possible_confirmers(asked.file) if user.pk != asked.by_id]
        _remind(users, "deletion.asked", asked.get_absolute_url(), about=asked.number)


def _remind(users: list, what: str, url: str, about: str = "") -> None:
    """Once: somebody who has not read the last one needs no second."""
    told = Notification.objects.unread().filter(event=what, url=url)
    knowing = set(told.values_list("user", flat=True))
    unaware = [user for user in users if user.pk not in knowing]
    Notification.notify(unaware, event=what, about=about, url=url, by=None)


@periodic_task(every=timedelta(hours=1))
@background_task(name="delete-old-subject-access-files", title=_("Delete answers that were taken"))
def delete_data_exports() -> None:
    """What is in the hands of the person, or was not fetched in time, leaves this house."""
    for export in DataExport.objects.over().select_related("request"):
        export.delete_file()


@periodic_task(every=DAILY)
@background_task(
    name="remind-about-rights-requests",
    title=_("Remind: pending data requests"),
)
def remind_of_data_requests() -> None:
    """Whoever answers is reminded a week before the day, and after it."""
    soon = (now() + timedelta(days=7)).date()
    for asked in (
        DataSubjectRequest.objects.open().filter(due_on__lte=soon).select_related("owner")
    ):
        _remind([asked.owner], "rights.late", asked.get_absolute_url())
