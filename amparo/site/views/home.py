"""Views: first page, all places, new; person page."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from amparo.foundation.core.extension_points import home_pages
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.people.views.responses import open_person
from amparo.pillars.assistance.intake.duplicate_search import visible_cases_of_person
from amparo.pillars.assistance.privacy.queries import requests_of
from amparo.public.views import directory


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
