"""Rumours by the clock: asked about after their answer, and their words erased in time."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task

from .models import Rumour

MOST_AT_ONCE = 500


@transaction.atomic
def ask_about_answered() -> int:
    """Asks who keeps rumours, and who recorded it, once after each answer whether it is still
    heard; returns about how many.
    """
    due = Rumour.objects.to_ask_about(now()).select_related("office", "by")
    found = list(due[:MOST_AT_ONCE])
    for rumour in found:
        rumour.asked_at = now()
        rumour.save(update_fields=["asked_at"])
        log.log_event(None, "rumour.asked", rumour)
        rumour.tell("rumour.asked", by=None, also=(rumour.by,))
    return len(found)


def erase_old_texts() -> int:
    """Erases words, adverts, photos and sources so many months after a rumour was closed
    (`AMPARO_RUMOUR_WORDS_KEPT_MONTHS`); counts stay. Returns of how many.
    """
    kept = timedelta(days=30 * settings.AMPARO_RUMOUR_WORDS_KEPT_MONTHS)
    over = Rumour.objects.filter(
        state=Rumour.State.CLOSED, erased_at=None, closed_at__lte=now() - kept
    )
    found = list(over.select_related("advert")[:MOST_AT_ONCE])
    for rumour in found:
        rumour.erase_text()
    return len(found)


@periodic_task(every=timedelta(days=1))
@background_task(
    name="follow-up-rumours", title=_("Ask about answered rumours and erase old words")
)
def follow_up_rumours() -> None:
    """A second time on one day it does nothing."""
    ask_about_answered()
    erase_old_texts()
