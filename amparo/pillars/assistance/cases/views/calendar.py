"""The calendar: visits and limits by day, when people work, and a feed for one's telephone."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.rls.context import rls_user
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from .. import agenda
from .. import calendar_feed as feeds
from ..models import Task

WEEK, LIST = "cases/lists/calendar.html", "cases/lists/calendar_list.html"
PAGE, MOST, FED = 50, 200, 500


@dataclass(frozen=True)
class Day:
    """One day: what is due, and whether the office works."""

    on: date
    lines: list[agenda.Line] = field(default_factory=list)
    holiday: str = ""
    is_free: bool = False


@require_safe
def calendar(request):
    require_permission(request, "case.see")
    if request.GET.get("as") == "list":
        return _list(request)
    office, today = request.user.office, localtime(now()).date()
    start = first_day(_asked(request.GET.get("week", "")) or today, office)
    end = start + timedelta(days=7)
    tasks = list(agenda.open_tasks(request.user).filter(due_on__gte=start, due_on__lt=end)[:MOST])
    log.log_list(request.user, "calendar.listed", {task.case for task in tasks})
    context = {
        "today": today,
        "start": start,
        "last": end - timedelta(days=1),
        "before": start - timedelta(days=7),
        "after": end,
        "days": [_day(start + timedelta(days=n), tasks, office) for n in range(7)],
        "is_empty": not tasks,
    }
    return render(request, WEEK, context | _address(request))


def _list(request):
    pages = paginate(agenda.open_tasks(request.user), request, "due_on", "pk", size=PAGE)
    tasks, today = pages.rows, localtime(now()).date()
    log.log_list(request.user, "calendar.listed", {task.case for task in tasks})
    late = agenda.task_lines(task for task in tasks if task.due_on < today)
    coming = groupby(
        (task for task in tasks if task.due_on >= today), key=lambda task: task.due_on
    )
    days = [Day(on, agenda.task_lines(due)) for on, due in coming]
    context = {"today": today, "late": late, "days": days, "pages": pages}
    return render(request, LIST, context | _address(request))


@require_POST
def new_address(request):
    """Make the feed, or move it: the old address stops working at once."""
    require_permission(request, "case.see")
    request.user.rotate_calendar_key(by=request.user)
    return action_done(
        request, next_url=f"{reverse('cases:calendar')}#feed", message=_("New address made.")
    )


@login_not_required
@require_http_methods(["GET", "HEAD"])
def feed(request, key):
    """For a calendar program, which cannot sign in: who has the address has the feed."""
    user = User.objects.filter(calendar_key=key, is_active=True).first()
    if user is None:
        raise Http404
    with rls_user(user, by_action=False):
        tasks = list(Task.objects.of(user).accessible_to(user).select_related("case")[:FED])
    log.log_event(user, "calendar.fetched", user, count=len(tasks))
    with translation.override(user.language or translation.get_language()):
        body = feeds.build_calendar_feed(tasks)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def first_day(day: date, office: Office | None) -> date:
    """The day on which the office's week begins: Monday here, Sunday elsewhere."""
    begins = int(office.working_week[:1] or 0) if office else 0
    return day - timedelta(days=(day.weekday() - begins) % 7)


def _day(on: date, tasks: list[Task], office: Office | None) -> Day:
    due = agenda.task_lines(task for task in tasks if task.due_on == on)
    if office is None:
        return Day(on, due)
    return Day(on, due, office.holidays_of(on.year).get(on, ""), not office.is_working_day(on))


def _asked(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _address(request) -> dict:
    key = request.user.calendar_key
    url = reverse("cases:calendar-feed", args=[key]) if key else ""
    return {"feed_url": request.build_absolute_uri(url) if url else ""}
