"""A file opened in an emergency: opened, closed again, and looked at by a second person."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permitted_keys,
    require_permission,
)
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from ..forms.emergency_access import EmergencyAccessReviewForm, EmergencyForm
from ..models import Case, EmergencyAccess
from .case_actions import ASKS

INDEX, NEW, SHOW = (f"cases/emergency_access/{name}.html" for name in ("index", "new", "show"))


@require_safe
def index(request):
    """Those that I opened, and those that I answer for."""
    require_permission(request, "case.emergency")
    keys = permitted_keys(EmergencyAccess.objects.all(), request.user)
    rows = EmergencyAccess.objects.filter(pk__in=keys).select_related("by")
    pages = paginate(rows, request, "-at", "-pk", size=30)
    load_related(pages, "case")
    return render(request, INDEX, {"pages": pages, "today": localtime(now()).date()})


@require_http_methods(ASKS)
def new(request):
    """Every number is answered alike, unless it opens: guessing confirms nothing."""
    require_permission(request, "case.emergency")
    form = EmergencyForm(request.POST or None)
    if not is_valid_post(request, form):
        return render_page(request, NEW, {"form": form}, status=422 if form.is_bound else 200)
    case = EmergencyAccess.find(form.cleaned_data.pop("number"))
    EmergencyAccess.limit_guesses(request.user)
    if case is None:
        return _unknown(request, form)
    if Case.objects.accessible_to(request.user).filter(pk=case.pk).exists():
        said = _("This file is open to you already.")
        return action_done(request, next_url=case.get_absolute_url(), message=said)
    EmergencyAccess.open(case, by=request.user, **form.cleaned_data)
    said = _("The file is open. Those who answer for it have been told.")
    return action_done(request, next_url=case.get_absolute_url(), message=said)


def _unknown(request, form):
    log.log_event(request.user, "emergency.tried", request.user)
    form.add_error(
        "number",
        _("No file can be opened in an emergency under this number. Read it once more, or call."),
    )
    response = render_page(request, NEW, {"form": form}, status=422)
    response.keep_changes = True  # the try is remembered
    return response


@require_POST
def end(request, ref):
    """Whoever opened it needs it no longer."""
    emergency = _opened(request, ref, to="end")
    emergency.end(by=request.user)
    return action_done(
        request, next_url=reverse("cases:emergencies"), message=_("The file is closed.")
    )


@require_safe
def show(request, ref):
    """What was opened, why, for how long, and what was read of it."""
    emergency = _opened(request, ref, to="see")
    return render(
        request, SHOW, _facts(emergency, request.user) | {"form": EmergencyAccessReviewForm()}
    )


@require_http_methods(ASKS)
def review(request, ref):
    """A second person says whether it was right."""
    emergency = _opened(request, ref, to="review")
    form = EmergencyAccessReviewForm(request.POST or None)
    if is_valid_post(request, form):
        is_right = form.cleaned_data["answer"] == "justified"
        emergency.look_again(by=request.user, justified=is_right, note=form.cleaned_data["note"])
        return action_done(
            request, next_url=reverse("cases:emergencies"), message=_("Review recorded.")
        )
    context = _facts(emergency, request.user) | {"form": form}
    return render_page(request, SHOW, context, status=422 if form.is_bound else 200)


def _opened(request, ref, *, to: str) -> EmergencyAccess:
    emergencies = EmergencyAccess.objects.select_related("by", "reviewed_by")
    related = ("case__team__office", "case__person", "case__family__head")
    return get_permitted_or_404(request, emergencies, to=to, related=related, ref=ref)


def _facts(emergency: EmergencyAccess, user) -> dict:
    """Who may not open the case itself reads what was done, and not what was written."""
    case = Case.objects.accessible_to(user).filter(pk=emergency.case_id)
    mine = EmergencyAccess.objects.filter(pk=emergency.pk).accessible_to(user, "review")
    return {
        "emergency": emergency,
        "may_read": emergency.by == user or case.exists(),
        "may_answer": emergency.by != user and emergency.is_waiting and mine.exists(),
        "readings": emergency.readings()[:50],
    }
