"""Views: first page, all places, new; notifications; person page."""

from collections.abc import Iterable
from datetime import date
from itertools import chain

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.clock import now
from amparo.foundation.core.extension_points import home_pages
from amparo.foundation.core.models import Notification, User
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.people.views.responses import open_person
from amparo.pillars.assistance.cases.display_names import subject_initials
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.duplicate_search import visible_cases_of_person
from amparo.pillars.assistance.privacy.queries import requests_of
from amparo.public.views import directory
from amparo.ui import formats
from amparo.ui.pagination import paginate


@login_not_required
@require_safe
def home(request):
    if not request.user.is_authenticated:
        response = directory.home(request)
        response.is_for_anybody = False  # at this address others find their work
        return response
    role = request.user.main_role
    return redirect(home_pages[role.code].route if role else "account")


@require_safe
def new(request):
    """What one may begin: somebody new, or an action for somebody known."""
    require_permission(request, "person.register")
    return render(request, "site/new.html")


# Notifications.

NOTIFICATIONS_TEMPLATE = "site/notifications.html"
NOTIFICATIONS_PER_PAGE = 40
# With the initials of the person, where it is about a case.
type NotificationLine = tuple[Notification, str]


@require_safe
def notifications(request):
    notices = Notification.objects.accessible_to(request.user).select_related("by")
    pages = paginate(notices, request, "-at", "-pk", size=NOTIFICATIONS_PER_PAGE)
    initials = _initials_of({notice.about for notice in pages}, request.user)
    lines = [(notice, initials.get(notice.about, "")) for notice in pages]
    urgent = [line for line in lines if _is_urgent(line[0])]
    context = {
        "pages": pages,
        # People before accounts.
        "urgent": sorted(urgent, key=lambda line: not line[1]),
        "days": _by_day(line for line in lines if not _is_urgent(line[0])),
        "has_unread": any(notice.read_at is None for notice in pages),
    }
    return render(request, NOTIFICATIONS_TEMPLATE, context)


def _is_urgent(notice: Notification) -> bool:
    return notice.is_urgent and notice.read_at is None


def _by_day(lines: Iterable[NotificationLine]) -> list[tuple[str, list[NotificationLine]]]:
    """Lines by day, newest day first; of one day those of one kind stand together."""
    days: dict[date, dict[str, list[NotificationLine]]] = {}
    for line in lines:
        kinds = days.setdefault(localdate(line[0].at), {})
        kinds.setdefault(line[0].event, []).append(line)
    return [
        (capfirst(formats.near_day(day)), list(chain(*kinds.values())))
        for day, kinds in days.items()
    ]


def _initials_of(numbers: set[str], user: User) -> dict[str, str]:
    """The initials of the people of those cases that `user` may see, by the number of the case."""
    cases = Case.objects.accessible_to(user).filter(number__in=numbers).with_subject()
    return {case.number: subject_initials(case) for case in cases}


@require_POST
def open_notification(request, pk):
    """Open what a notice is about; it is read from then on."""
    notice = get_object_or_404(Notification.objects.accessible_to(request.user, "read"), pk=pk)
    notice.mark_read()
    return redirect(notice.url)


@require_POST
def mark_all_read(request):
    Notification.objects.unread().accessible_to(request.user, "read").update(read_at=now())
    return redirect("notifications")


# Person page.


@require_safe
def person_page(request, ref):
    presenter = open_person(request, ref)
    if kept_url := presenter.merged.redirect_url:
        return redirect(kept_url)
    person, cases = (
        presenter.person,
        visible_cases_of_person(presenter.merged.records, request.user),
    )
    context = {
        "person": presenter.shown,
        "presenter": presenter,
        "cases": cases,
        "rights": requests_of(person, request.user),
        "today": localdate(),
        "may_open": "case.open" in request.user.permissions
        and all(case.is_ended for case in cases),
    }
    return render(request, "site/person.html", context)
