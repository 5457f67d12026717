"""Consultations by the clock: those whose last day passed close, those that owe an answer are
reminded of once, and the words of contributions are erased on their last day.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification, Office, User

from ..models import Consultation, Contribution

OWED_FOR = timedelta(days=30)
MOST_AT_ONCE = 500


def close_past(today: date) -> int:
    """Closes open ones after their last day; returns how many."""
    past = Consultation.objects.filter(state=Consultation.State.OPEN, closes_on__lt=today)
    found = list(past[:MOST_AT_ONCE])
    for each in found:
        each.close(by=None)
    return len(found)


@transaction.atomic
def remind_of_answers() -> int:
    """Tells who keeps consultations in the office, once, 30 days after one closed without a
    report; returns how many were due.
    """
    due = Consultation.objects.owing().filter(
        closed_at__lte=now() - OWED_FOR, reminded_at=None
    )  # fmt: skip
    found = list(due.select_related("office").prefetch_related("texts")[:MOST_AT_ONCE])
    for each in found:
        each.reminded_at = now()
        each.save(update_fields=["reminded_at"])
        log.log_event(None, "consultation.owed", each)
        Notification.notify(
            _keepers(each.office), event="consultation.owed", about=each.title,
            url=each.get_absolute_url(), by=None,
        )  # fmt: skip
    return len(found)


def erase_old_words() -> int:
    """Erases the words of contributions for good when their last day has passed
    (`Consultation.words_until`); that they were given stays. Returns of how many consultations.
    """
    reported = Q(reported_at__lte=now() - Consultation.KEPT_AFTER_REPORT)
    never = Q(reported_at=None, closed_at__lte=now() - Consultation.KEPT_WITHOUT_REPORT)
    found = list(Consultation.objects.filter(reported | never, erased_at=None)[:MOST_AT_ONCE])
    for each in found:
        with transaction.atomic():
            for contribution in Contribution.objects.readable().filter(consultation=each):
                contribution.erase()
            each.erased_at = now()
            each.save(update_fields=["erased_at"])
            log.log_event(None, "consultation.erased", each)
    return len(found)


def _keepers(office: Office) -> list[User]:
    keeps = User.objects.filter(
        is_active=True, memberships__role="policy_officer", memberships__office=office
    )
    return list(keeps.distinct())
