"""Complaints of those who record or receive them, and the settings of an office."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption.fields import plain_fields
from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.work_steps import step_context
from amparo.foundation.standards.step_guidance import log_shown
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..code_lists import OFFER_HELP_CATEGORIES
from ..forms import ComplaintForm, ComplaintSettingsForm
from ..intake import receive_complaint
from ..models import ActionKind, Complaint, ComplaintAction, ComplaintSettings
from ..presenters import ComplaintLine, ComplaintPage

LIST_TEMPLATE, NEW_TEMPLATE, DETAIL_TEMPLATE, CODE_TEMPLATE = (
    f"feedback/complaint_{name}.html" for name in ("list", "new", "detail", "code")
)
PAGE_SIZE = 25
# The form that this colleague has just sent: the code is computed from it, and stored nowhere.
SESSION_KEY, SHOWN_SECONDS = "recorded_complaint", 10 * 60


@require_safe
def complaint_list(request):
    """Those that this user receives, the nearest day first; of others there is no trace."""
    require_permission(request, "complaint.see")
    is_over = request.GET.get("show") == "closed"
    rows = _rows(request, is_over)
    log.log_list(request.user, "complaints.listed", rows)
    here, verbs = reverse("feedback:complaints"), request.user.permissions
    context = {
        "rows": rows,
        "lines": [ComplaintLine(row) for row in rows],
        "is_over": is_over,
        "other_url": here if is_over else f"{here}?show=closed",
        "today": localdate(),
        "may_record": "complaint.record" in verbs,
        "may_count": "complaint.count" in verbs,
        "may_publish": "complaint.publish" in verbs,
    }
    return render(request, LIST_TEMPLATE, context)


def _rows(request, is_over: bool):
    mine = Complaint.objects.accessible_to(request.user).select_related("office", "place")
    reopenings = ComplaintAction.objects.filter(kind=ActionKind.REOPENED)
    reopened = Exists(reopenings.filter(complaint=OuterRef("pk")))
    mine = mine.annotate(by_when=Coalesce("due_at", "answer_by"), again=reopened)
    if is_over:
        closed = mine.filter(status=Complaint.Status.CLOSED)
        return paginate(closed, request, "-at", "-pk", size=PAGE_SIZE)
    return paginate(mine.open(), request, "by_when", "pk", size=PAGE_SIZE)


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_new(request):
    """Records what somebody said in person: it goes to who may receive it, and they get a code."""
    require_permission(request, "complaint.record")
    given = {"form": receipt_codes.new_form(), "language": request.LANGUAGE_CODE}
    form = ComplaintForm(request.POST or None, user=request.user, initial=given)
    if request.method == "POST" and form.is_valid():
        details = dict(form.cleaned_data)
        number = details.pop("form")
        try:
            with transaction.atomic():
                complaint, _code = receive_complaint(
                    number, by=request.user, office=request.user.office, **details
                )
                log_shown(request, "complaint.receive", complaint)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session[SESSION_KEY] = [number, details["kind"]]
            return action_done(request, next_url=reverse("feedback:complaint-code"))
    context = {"form": form} | step_context("complaint.receive")
    return render(request, NEW_TEMPLATE, context, status=422 if form.is_bound else 200)


@require_safe
def complaint_code(request):
    """Shows the code of what was just recorded, for some minutes; later there is none."""
    require_permission(request, "complaint.record")
    number, kind = request.session.get(SESSION_KEY, ("", ""))
    age = receipt_codes.form_age(number) if number else None
    is_there = age is not None and age < SHOWN_SECONDS
    code = receipt_codes.code_of(number) if is_there else ""
    return render(
        request, CODE_TEMPLATE, {"code": code, "helps_first": kind in OFFER_HELP_CATEGORIES}
    )


@require_safe
def complaint_detail(request, ref):
    complaints = Complaint.objects.select_related("office", "place", "received_by")
    complaint = get_permitted_or_404(request, complaints, to="see", ref=ref)
    context = {"complaint": complaint, "file": ComplaintPage(complaint), "today": localdate()}
    return render(request, DETAIL_TEMPLATE, context)


@require_http_methods(["GET", "HEAD", "POST"])
def settings_edit(request, ref):
    """An office's limits for complaints, kept by an administrator."""
    office = get_permitted_or_404(request, Office, to="edit", ref=ref)
    settings = ComplaintSettings.of(office)
    initial = {name: getattr(settings, name) for name in plain_fields(type(settings))}
    form = ComplaintSettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        settings.change(by=request.user, **form.cleaned_data)
        then = reverse("office", args=[office.ref])
        return action_done(request, next_url=then, message=_("The rules are changed."))
    context = {"office": office, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "feedback/settings.html", context, status=status)
