"""What waits for somebody in the message bank, and what has a date: the first screen of
communications shows both.
"""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet

from .extension_points import CalendarEntry, PendingItem
from .models import KeyMessage, KeyMessageState

MOST = 20


def messages_to_approve(user: User) -> PermissionQuerySet:
    """Those that wait for this user: pending approval, and neither written nor submitted by
    them.
    """
    rows = KeyMessage.objects.accessible_to(user, to="approve")
    return (
        rows.filter(state=KeyMessageState.SUBMITTED)
        .exclude(by=user)
        .exclude(submitted_by=user)
        .order_by("submitted_at", "pk")
    )


def pending_messages(user: User) -> list[PendingItem]:
    """Messages to approve; those past their review date; drafts that lack something."""
    today = localdate()
    items = [
        PendingItem(_("Approve message"), _titled(each), each.get_absolute_url(),
                    each.submitted_at and each.submitted_at.date())
        for each in messages_to_approve(user)[:MOST]
    ]  # fmt: skip
    items += [
        PendingItem(_("Review message"), _titled(each), each.get_absolute_url(), each.review_on,
                    is_late=True)
        for each in KeyMessage.objects.past_review(today)
        .accessible_to(user, to="keep")
        .order_by("review_on", "pk")[:MOST]
    ]  # fmt: skip
    items += _drafts(KeyMessage.objects.accessible_to(user, to="keep"))
    return items[:MOST]


def _drafts(kept: PermissionQuerySet) -> list[PendingItem]:
    rows = kept.filter(state=KeyMessageState.DRAFT).order_by("at", "pk")
    return [
        PendingItem(next_action(each), _titled(each), each.get_absolute_url())
        for each in rows.prefetch_related(
            "wordings", "channel_wordings", "risk_checks", "pretests", "waivers"
        )[:MOST]
    ]


def next_action(message: KeyMessage) -> str:
    """Returns the next thing to do with a draft, as a button says it."""
    if message.missing_languages:
        return _("Write wordings")
    if not message.is_risk_checked:
        return _("Record risk check")
    if not message.is_tested_or_waived:
        return _("Record pretest")
    return _("Submit for approval")


def review_dates(user: User, first: date, last: date) -> list[CalendarEntry]:
    """Days on which messages in use are to be looked at again."""
    rows = KeyMessage.objects.approved().accessible_to(user)
    return [
        CalendarEntry(each.review_on, _titled(each), _("Review date"), each.get_absolute_url())
        for each in rows.filter(review_on__range=(first, last)).order_by("review_on", "pk")
        if each.review_on
    ]


def _titled(message: KeyMessage) -> str:
    return f"{message.number} {message.title}"
