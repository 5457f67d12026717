"""The first screen of communications: what waits for the user, and what comes next."""

from datetime import timedelta
from itertools import chain

from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from amparo.foundation.core.permissions.rules import require_permission

from ..extension_points import calendar_sources, pending_sources

NEXT_DAYS = 14
CALENDAR = "campaigns:calendar"


@require_safe
def overview(request):
    """What this user may do now, the late first; then the calendar of two weeks."""
    require_permission(request, "message.see")
    today = localdate()
    pending = list(chain.from_iterable(source(request.user) for source in pending_sources))
    pending.sort(key=lambda each: each.day or today)
    last = today + timedelta(days=NEXT_DAYS)
    entries = list(
        chain.from_iterable(source(request.user, today, last) for source in calendar_sources)
    )
    entries.sort(key=lambda each: each.day)
    context = {
        "late": [each for each in pending if each.is_late],
        "pending": [each for each in pending if not each.is_late],
        "entries": entries, "today": today, "calendar_url": _calendar_url(),
        "may_keep": "message.keep" in request.user.permissions,
    }  # fmt: skip
    return render(request, "message_bank/overview.html", context)


def _calendar_url() -> str:
    """The calendar of campaigns; "" where that app has none."""
    try:
        return reverse(CALENDAR)
    except NoReverseMatch:
        return ""
