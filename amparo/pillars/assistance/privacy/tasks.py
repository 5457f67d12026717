"""What is done by the clock for data protection: what is over its time is said, copies go.

No file about a real person is deleted here: the clock shows what is due, and two people delete it.
Only copies that served their purpose go alone, and what was practised.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task
from amparo.foundation.core.models import Membership, Notification

from .data_export import build_export  # noqa: F401 - a task, loaded with those below
from .models import DataExport, DataSubjectRequest, DeletionRequest
from .practice import delete_old_practice_files
from .retention import ERASES, due_cases, due_people, possible_confirmers, set_retention_dates

DAILY, WEEKLY = timedelta(days=1), timedelta(days=7)
ANSWERED_WITHIN = timedelta(days=14)


@periodic_task(every=DAILY)
@background_task(name="mark-retention-due", title=_("Mark expired items"), in_slices=True)
def mark_due_deletions() -> None:
    """People without a case are marked; whoever may delete is told when something is due."""
    set_retention_dates()
    for user in Membership.objects.held().with_permission(ERASES).people():
        if due_cases(user).exists() or due_people(user).exists():
            Notification.remind(
                [user], event="deletion.due", about="", url=reverse("privacy:due"), every=WEEKLY
            )
    late = DeletionRequest.objects.waiting().filter(at__lt=now() - ANSWERED_WITHIN)
    for asked in late.select_related("case__team__office", "person"):
        users = [user for user in possible_confirmers(asked.file) if user.pk != asked.by_id]
        Notification.remind(
            users, event="deletion.asked", about=asked.number, url=asked.get_absolute_url(),
            every=WEEKLY,
        )  # fmt: skip


@periodic_task(every=DAILY)
@background_task(
    name="delete-practice-files", title=_("Delete files of practice offices"), in_slices=True
)
def delete_practice_files() -> None:
    """Nothing in them is real; they are kept for 30 days."""
    delete_old_practice_files()


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
    """Whoever answers is reminded a week before the day, and each week after it."""
    soon = (now() + timedelta(days=7)).date()
    for asked in (
        DataSubjectRequest.objects.open().filter(due_on__lte=soon).select_related("owner")
    ):
        Notification.remind(
            [asked.owner], event="rights.late", about="", url=asked.get_absolute_url(),
            every=WEEKLY,
        )  # fmt: skip
