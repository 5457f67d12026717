"""What dialogue does in the background: reminders; large imports, and files nobody decided on."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, checkpoint, periodic_task
from amparo.foundation.core.models import Notification
from amparo.foundation.core.refusals import Refusal

from .imports import carry_out
from .models import RecommendationImport
from .reminders.commitments import remind_of_deadlines
from .reminders.consultations import close_past, erase_old_words, remind_of_answers
from .reminders.meetings import remind_of_actions, remind_of_papers

WAITS = timedelta(days=60)
GIVEN_UP = timedelta(days=2)


@background_task(
    name="apply-commitment-import",
    title=pgettext_lazy("background task", "Import commitments"),
    in_slices=True,
)
def apply_commitment_import(ref: str) -> None:
    """Imports a list in one transaction, and says so to whoever asked. Begun again, it goes on
    only where nothing was written.
    """
    found = RecommendationImport.objects.filter(
        ref=ref, state=RecommendationImport.State.APPLYING
    ).first()
    if found is None or found.ended_by is None:
        return
    by = found.ended_by
    try:
        with transaction.atomic():
            carry_out(found, by=by)
            checkpoint()
        event = "recommendationimport.applied"
    except Refusal:
        found.refresh_from_db()
        found.stop()
        event = "recommendationimport.failed"
    Notification.notify([by], event=event, about="", url=found.get_absolute_url(), by=None)


@periodic_task(every=timedelta(days=1))
@background_task(
    name="discard-undecided-commitment-imports", title=_("Delete undecided lists of commitments")
)
def discard_undecided() -> None:
    """And lets somebody decide again about those whose job was given up: nothing was written."""
    waiting = RecommendationImport.objects.filter(
        state__in=RecommendationImport.WAITING, at__lt=now() - WAITS
    )
    for each in waiting:
        each.discard(by=None)
    given_up = RecommendationImport.objects.filter(
        state=RecommendationImport.State.APPLYING, ended_at__lt=now() - GIVEN_UP
    )
    for each in given_up:
        each.stop()


@periodic_task(every=timedelta(days=1))
@background_task(name="remind-of-commitments", title=_("Remind of commitments"))
def remind_of_commitments() -> None:
    """Tells the people of a duty bearer and who follows up, once for each deadline."""
    remind_of_deadlines(localdate())


@periodic_task(every=timedelta(days=1))
@background_task(name="remind-of-meetings", title=_("Remind of papers and actions of meetings"))
def remind_of_meetings() -> None:
    """Reminds of papers that are due and of actions past due; a second time it does nothing."""
    remind_of_papers()
    remind_of_actions()


@periodic_task(every=timedelta(days=1))
@background_task(
    name="follow-up-consultations", title=_("Close consultations and erase old contributions")
)
def follow_up_consultations() -> None:
    """Closes those past their last day, reminds once of those that owe an answer, and erases
    words whose time is over.
    """
    close_past(localdate())
    remind_of_answers()
    erase_old_words()
