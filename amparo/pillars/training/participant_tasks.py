"""What training does in the background for participants: links by e-mail, long lists, erasure."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from amparo.foundation.core.jobs import background_task, checkpoint, periodic_task
from amparo.foundation.core.models import Notification
from amparo.foundation.core.refusals import Refusal

from .models import Participant, ParticipantImport, ParticipantLink
from .participant_lists import carry_out
from .participant_retention import (
    delete_undecided_lists,
    erase_old_needs,
    erase_past_retention,
)

DAILY = timedelta(days=1)
LINK_TASK = "email-participant-link"


@background_task(
    name="apply-participant-import",
    title=pgettext_lazy("background task", "Import participants"),
    in_slices=True,
)
def apply_participant_import(ref: str) -> None:
    """Imports a list in one transaction, and says so to whoever asked. Begun again, it goes on
    only where nothing was written.
    """
    found = ParticipantImport.objects.filter(
        ref=ref, state=ParticipantImport.State.APPLYING
    ).first()
    if found is None or found.ended_by is None:
        return
    by = found.ended_by
    try:
        with transaction.atomic():
            carry_out(found, by=by)
            checkpoint()
        event = "participantimport.applied"
    except Refusal:
        found.refresh_from_db()
        found.stop()
        event = "participantimport.failed"
    Notification.notify([by], event=event, about="", url=found.get_absolute_url(), by=None)


@background_task(
    name="email-participant-link",
    title=gettext_lazy("E-mail link to the own data"),
    in_slices=True,
)
def email_participant_link(email_key: str, language: str) -> None:
    """Sends one link to an address that participants gave; nothing where nobody did, or after
    three in a day. Who asked cannot tell which: the page answers before this runs.
    """
    if not settings.AMPARO_MAIL_HOST or not email_key:
        return
    with transaction.atomic():
        found = list(Participant.objects.filter(email_key=email_key, erased_at=None)[:50])
        made = ParticipantLink.make(email_key, found) if found else None
    if made is None:
        return
    _link, token = made
    with translation.override(found[0].language or language):
        path = reverse("public:own-data-link", args=[token])
        told = [
            gettext("With this link you see what is held about you in our trainings. You can"
                    " correct it, take a copy, or erase it."),
            f"{settings.AMPARO_BASE_URL}{path}",
            gettext("It holds for 24 hours and opens once."),
            gettext("If you did not ask for it, do nothing: nobody sees anything without it."),
        ]  # fmt: skip
        send_mail(gettext("Your data in our trainings"), "\n\n".join(told), None, [found[0].email])


@periodic_task(every=DAILY)
@background_task(
    name="erase-participants", title=gettext_lazy("Erase what is not kept of participants")
)
def erase_participants() -> None:
    """What they needed, 30 days after an event; who they are, when the years of their office are
    over. A second time it does nothing.
    """
    erase_old_needs()
    erase_past_retention()


@periodic_task(every=DAILY)
@background_task(
    name="delete-participant-lists", title=gettext_lazy("Delete undecided lists of participants")
)
def delete_participant_lists() -> None:
    delete_undecided_lists()
