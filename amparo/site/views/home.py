"""Views: first page, all places, new; notifications; person page."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.people.views.responses import open_person
from amparo.pillars.assistance.look_alikes import all_cases_of
from amparo.pillars.assistance.rights import requests_of
from amparo.public.views import directory
from amparo.ui.pagination import paginate


@login_not_required
@require_safe
def home(request):
    if not request.user.is_authenticated:
        response = directory.home(request)
        response.is_for_anybody = False  # at this address others find their work
        return response
    role = request.user.main_role
    return redirect(role.home if role else "account")


@require_safe
def new(request):
    """What one may begin: somebody new, or an action for somebody known."""
    require_permission(request, "person.register")
    return render(request, "site/new.html")


# Notifications.

NOTIFICATIONS_TEMPLATE = "site/notifications.html"
NOTIFICATIONS_PER_PAGE = 40


@require_safe
def notifications(request):
    notices = Notification.objects.accessible_to(request.user).select_related("by")
    pages = paginate(notices, request, "-at", "-pk", size=NOTIFICATIONS_PER_PAGE)
    has_unread = any(notice.read_at is None for notice in pages)
    return render(request, NOTIFICATIONS_TEMPLATE, {"pages": pages, "has_unread": has_unread})


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
    person, cases = presenter.person, all_cases_of(presenter.merged.records, request.user)
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
