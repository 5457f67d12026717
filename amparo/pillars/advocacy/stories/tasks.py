"""What happens to stories by the clock: those whose consent ended are taken down, and words whose
time is over are erased. What is served asks for the consent itself and waits for no night.
"""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task

from .consent_terms import Uncovered, months_after
from .models import Story
from .models.stories import ENDED

MOST_AT_ONCE = 500
_OVER = (Uncovered.ENDED, Uncovered.WITHDRAWN)


@periodic_task(every=timedelta(hours=1))
@background_task(name="end-stories", title=_("Stop stories whose consent ended"))
def end_stories() -> None:
    """Takes down each on the clock of its office, and erases those whose time is over."""
    expire_ended()
    erase_old()


def expire_ended() -> int:
    """Returns how many were taken down; a second time none."""
    rows = Story.objects.exclude(state__in=ENDED).select_related("office")
    found = [
        each for each in rows.prefetch_related("consents__items").iterator(chunk_size=200)
        if each.consent is not None
        and each.consent.terms.invalid_reason(each.office.today()) in _OVER
    ]  # fmt: skip
    for each in found:
        each.expire()
    return len(found)


def erase_old() -> int:
    """Returns of how many the words, photos and recordings were erased for good."""
    months = settings.AMPARO_STORY_KEPT_MONTHS
    rows = Story.objects.filter(state__in=ENDED, erased_at=None).order_by("ended_at")
    found = [
        each for each in rows[:MOST_AT_ONCE]
        if each.ended_at and months_after(each.ended_at.date(), months) < now().date()
    ]  # fmt: skip
    for each in found:
        each.erase_content()
    return len(found)
