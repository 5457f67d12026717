"""Answers to tests have a short life: what was chosen is erased some months after the event. The
points stay, plain and by question, so that no figure that was reported changes.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task

from .models import TestSitting

AT_ONCE = 2000
# A month is counted as thirty days and a half.
_MONTH = timedelta(days=30.5)


def erase_old_answers(at: datetime) -> int:
    """Erases the answers of events whose last session is longer ago than allowed; returns how
    many tests. What is left over is done the next time.
    """
    before = at - settings.AMPARO_TEST_ANSWERS_KEPT_MONTHS * _MONTH
    ended = TestSitting.objects.filter(erased_at=None).annotate(
        ends_at=Max("moment__event__sessions__ends_at")
    )
    found = list(ended.filter(ends_at__lt=before, at__lt=before).order_by("pk")[:AT_ONCE])
    for each in found:
        each.erase_answers()
    return len(found)


@periodic_task(every=timedelta(days=1))
@background_task(name="erase-test-answers", title=_("Erase answers to tests of trainings"))
def erase_test_answers() -> None:
    erase_old_answers(now())
