"""What assistance does by the clock: it says what is over its time, and lets originals go.

No file about a person is deleted here. The clock shows what is due, two people delete it; only
copies that served their purpose (the list of a register, an answer that nobody fetched) go alone.
"""

from datetime import timedelta
from itertools import batched

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, checkpoint, periodic_task
from amparo.foundation.core.models import Membership, Notification
from amparo.pillars.assistance.assessment.models import Need, UnmetNeed
from amparo.pillars.assistance.help_requests.models import HelpRequest
from amparo.pillars.assistance.intake.imports.job import let_in, look_through  # noqa: F401 - tasks, loaded with those below
from amparo.pillars.assistance.intake.models import RegisterFile
from amparo.pillars.assistance.privacy.data_export import make  # noqa: F401 - tasks, loaded with those below
from amparo.pillars.assistance.privacy.models import Deletion, Parcel, RightsRequest
from amparo.pillars.assistance.privacy.retention import (
    ERASES,
    due_cases,
    due_people,
    mark_people,
    who_may_confirm,
)
from amparo.pillars.assistance.referrals.models import Referral
from amparo.pillars.assistance.referrals.unmet_needs import unmet_in

from .models import Case, SavedView

DAILY = timedelta(days=1)
ANSWERED_WITHIN = timedelta(days=14)
BATCH = 200


@periodic_task(every=DAILY)
@background_task(name="mark-retention-due", title=_("Mark expired items"), in_slices=True)
def mark_what_is_due() -> None:
    """People without a case are marked; whoever may delete is told when something is due."""
    mark_people()
    for user in Membership.objects.held().with_permission(ERASES).people():
        if due_cases(user).exists() or due_people(user).exists():
            _remind([user], "deletion.due", reverse("privacy:due"))
    late = Deletion.objects.waiting().filter(at__lt=now() - ANSWERED_WITHIN)
    for asked in late.select_related("case__team__office", "person"):
        users = [user for user in who_may_confirm(asked.file) if user.pk != asked.by_id]
        _remind(users, "deletion.asked", asked.get_absolute_url(), about=asked.number)


def _remind(users: list, what: str, url: str, about: str = "") -> None:
    """Once: somebody who has not read the last one needs no second."""
    told = Notification.objects.unread().filter(event=what, url=url)
    knowing = set(told.values_list("user", flat=True))
    unaware = [user for user in users if user.pk not in knowing]
    Notification.notify(unaware, event=what, about=about, url=url, by=None)


@periodic_task(every=timedelta(minutes=15))
@background_task(name="escalate-help-requests", title=_("Escalate overdue requests for help"))
def escalate_help() -> None:
    """Who answers for the office hears of each once; new words of the asker count anew."""
    late = HelpRequest.objects.overdue().filter(escalated_at=None)
    for request in late.heeded().select_related("office__parent", "case"):
        request.escalate()


@periodic_task(every=DAILY)
@background_task(name="delete-old-register-files", title=_("Delete original list files"))
def let_register_files_go() -> None:
    """The list has served once its people are here; it is asked for again where it is needed."""
    before = now() - timedelta(days=settings.AMPARO_REGISTER_FILE_KEPT_DAYS)
    served = Q(done_at__lt=before) | Q(done_at=None, at__lt=before)
    for file in RegisterFile.objects.filter(served, gone_at=None).select_related("register"):
        if file.state != RegisterFile.State.BRINGING:
            file.let_go()


@periodic_task(every=DAILY)
@background_task(name="delete-old-saved-views", title=_("Delete saved views of closed accounts"))
def delete_saved_views() -> None:
    """A saved view is kept as long as its account is open."""
    SavedView.objects.filter(user__is_active=False).delete()


@periodic_task(every=timedelta(hours=1))
@background_task(name="delete-old-subject-access-files", title=_("Delete answers that were taken"))
def let_parcels_go() -> None:
    """What is in the hands of the person, or was not fetched in time, leaves this house."""
    for parcel in Parcel.objects.over().select_related("request"):
        parcel.let_go()


@periodic_task(every=timedelta(hours=1))
@background_task(name="escalate-referrals", title=_("Escalate overdue referrals"))
def escalate_referrals() -> None:
    """Whoever answers for the case hears of each once for each limit that has passed."""
    late = Referral.objects.unheard().select_related("case__team__office", "case__owner")
    for referral in late.order_by("answer_due"):
        referral.escalate()


@periodic_task(every=DAILY)
@background_task(
    name="remind-about-rights-requests",
    title=_("Remind: pending data requests"),
)
def remind_of_rights() -> None:
    """Whoever answers is reminded a week before the day, and after it."""
    soon = (now() + timedelta(days=7)).date()
    for asked in RightsRequest.objects.open().filter(due_on__lte=soon).select_related("owner"):
        _remind([asked.owner], "rights.late", asked.get_absolute_url())


@periodic_task(every=DAILY)
@background_task(name="find-unmet-needs", title=_("Find unmet needs"), in_slices=True)
def find_unmet_needs() -> None:
    """Brings the findings of unmet needs of all active cases in line with the rules. Killed
    between two batches, the next day begins anew; a second time on one day changes nothing.
    """
    needs = Exists(Need.objects.filter(case=OuterRef("pk")))
    pks = Case.objects.active().filter(needs).order_by("pk").values_list("pk", flat=True)
    for some in batched(pks.iterator(chunk_size=BATCH), BATCH):
        with transaction.atomic():
            cases = Case.objects.select_related("team__office", "place").in_bulk(some)
            unmet = unmet_in(cases.values())
            UnmetNeed.update_findings(cases, unmet.found, unmet.standing)
            checkpoint()
