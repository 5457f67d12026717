"""What asks wait for, and what of them has a date: on the first screen of communications.

Of quiet asks only their circle finds any of it.
"""

from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User

from ..message_bank.extension_points import CalendarEntry, PendingItem
from . import rules
from .models import Ask, AskState

MOST = 20
CLEAR = pgettext_lazy("ask", "Clear ask")
PUT = pgettext_lazy("ask", "Put ask")
ANSWER = gettext_lazy("Ask for the answer")
FOLLOW_UP = pgettext_lazy("ask", "Follow up")


def pending_asks(user: User) -> list[PendingItem]:
    """Returns what this user may do now: clear, put, ask for an overdue answer, follow up."""
    today = localdate()
    found = [*_to_clear(user), *_kept(user, today)]
    found.sort(key=lambda each: (not each.is_late, each.day or date.max))
    return found[:MOST]


def _to_clear(user: User) -> list[PendingItem]:
    """Drafts that are whole but for a second person."""
    if "ask.clear" not in user.permissions:
        return []
    rows = Ask.objects.accessible_to(user, "clear").filter(state=AskState.DRAFTED)
    rows = rows.exclude(by=user).exclude(changed_by=user)
    rows = rows.prefetch_related("risks", "texts", "bearers")[:MOST]
    return [
        PendingItem(CLEAR, each.number, each.get_absolute_url(), each.occasion_on)
        for each in rows
        if each.is_complete
    ]


def _kept(user: User, today: date) -> list[PendingItem]:
    if "ask.keep" not in user.permissions:
        return []
    rows = Ask.objects.accessible_to(user, "keep").exclude(
        state__in=(AskState.DRAFTED, AskState.WITHDRAWN)
    )  # fmt: skip
    found = []
    for each in rows.order_by("answer_due_on", "pk")[: MOST * 5]:
        if item := _item(each, today):
            found.append(item)
    return found


def _item(ask: Ask, today: date) -> PendingItem | None:
    """What is to be done with one that was cleared; None where it only waits."""
    url, number = ask.get_absolute_url(), ask.number
    if ask.state == AskState.CLEARED:
        day = ask.occasion_on
        return PendingItem(PUT, number, url, day, is_late=bool(day and day < today))
    if rules.is_overdue(ask.standing, today):
        return PendingItem(ANSWER, number, url, ask.answer_due_on, is_late=True)
    if rules.owes_follow_up(ask.standing, today):
        return PendingItem(FOLLOW_UP, number, url, ask.follow_up_on)
    return None


def calendar_of_asks(user: User, first: date, last: date) -> list[CalendarEntry]:
    """Returns occasions, dates of answers and of following up between two days."""
    if "ask.see" not in user.permissions:
        return []
    falls_in = Q()
    for name in ("occasion_on", "answer_due_on", "follow_up_on"):
        falls_in |= Q(**{f"{name}__gte": first, f"{name}__lte": last})
    rows = Ask.objects.open().accessible_to(user).filter(falls_in)
    kinds = (
        ("occasion_on", pgettext_lazy("ask", "Occasion")),
        ("answer_due_on", pgettext_lazy("ask", "Answer expected by")),
        ("follow_up_on", FOLLOW_UP),
    )
    return [
        CalendarEntry(day, each.number, label, each.get_absolute_url())
        for each in rows
        for name, label in kinds
        if (day := getattr(each, name)) and first <= day <= last
    ]
