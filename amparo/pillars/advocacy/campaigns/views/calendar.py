"""The communications calendar: a list for each month, and a feed of campaigns by personal key."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, groupby
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.context import rls_user
from amparo.foundation.core.permissions.rules import require_permission
from amparo.pillars.advocacy.message_bank.extension_points import (
    CalendarEntry,
    calendar_sources,
)
from amparo.ui.responses import action_done

from ..calendar_entries import calendar_entries
from ..calendar_feed import calendar_of

PAST, COMING = timedelta(days=60), timedelta(days=370)


@dataclass(frozen=True)
class Month:
    """One month of a year, and those beside it."""

    first: date

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @classmethod
    def of(cls, asked: str, today: date) -> "Month":
        """That of an address, "2026-11"; this month where it names none."""
        try:
            return cls(date.fromisoformat(f"{asked}-01"))
        except ValueError:
            return cls(today.replace(day=1))


@require_safe
def index(request):
    """What stands in one month, of all apps, as far as the reader may see it; `kind` filters."""
    require_permission(request, "message.see")
    user = request.user
    today = user.office.today() if user.office else localdate()
    month = Month.of(request.GET.get("month", ""), today)
    entries = list(chain.from_iterable(
        source(user, month.first, month.last) for source in calendar_sources
    ))  # fmt: skip
    entries.sort(key=lambda each: (each.day, str(each.kind), each.title))
    kinds = sorted({str(each.kind) for each in entries})
    asked = request.GET.get("kind", "")
    chosen = asked if asked in kinds else ""
    shown = [each for each in entries if not chosen or str(each.kind) == chosen]
    context = {
        "month": month, "today": today, "days": _by_day(shown), "chosen": chosen,
        "chips": [_chip(month.first, kind, chosen) for kind in ("", *kinds)],
        "before_url": _address(month.before, chosen), "after_url": _address(month.after, chosen),
        "feed_url": _feed_url(request) if "campaign.see" in user.permissions else None,
    }  # fmt: skip
    return render(request, "campaigns/calendar.html", context)


def _by_day(entries: list[CalendarEntry]) -> list[tuple[date, list[CalendarEntry]]]:
    return [(day, list(found)) for day, found in groupby(entries, key=lambda each: each.day)]


def _address(first: date, kind: str) -> str:
    asked = {"month": f"{first:%Y-%m}"} | ({"kind": kind} if kind else {})
    return f"?{urlencode(asked)}"


def _chip(first: date, kind: str, chosen: str) -> tuple[str, str, bool]:
    """Words, address, and whether it is in force."""
    return kind or pgettext("calendar", "All"), _address(first, kind), kind == chosen


def _feed_url(request) -> str:
    """The address of the reader's own feed; "" where they made none."""
    key = request.user.calendar_key
    if not key:
        return ""
    return request.build_absolute_uri(reverse("campaigns:calendar-feed", args=[key]))


@require_POST
def new_address(request):
    """Makes the address of the feed, or another one: the old one stops at once."""
    require_permission(request, "campaign.see")
    request.user.rotate_calendar_key(by=request.user)
    return action_done(
        request, next_url=f"{reverse('campaigns:calendar')}#feed", message=_("New address made.")
    )


@login_not_required
@require_http_methods(["GET", "HEAD"])
def feed(request, key):
    """For a calendar program, which cannot sign in: campaigns alone, no asks, no rumours, no
    names.
    """
    user = User.objects.filter(calendar_key=key, is_active=True).first() if key else None
    if user is None:
        raise Http404
    today = localdate()
    with rls_user(user, by_action=False):
        entries = calendar_entries(user, today - PAST, today + COMING)
    log.log_event(user, "campaign.calendar_fetched", user, count=len(entries))
    site = request.build_absolute_uri("/").rstrip("/")
    with translation.override(user.language or translation.get_language()):
        body = calendar_of(entries, site=site)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
