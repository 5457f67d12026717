"""Complaints, as those see them who hear one or receive them."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.work_steps import step_context
from amparo.foundation.standards.step_guidance import log_shown
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.hearing import HearForm
from ..intake import take_in
from ..kinds import HELP_FIRST
from ..models import ActionKind, Complaint, ComplaintAction
from ..showing import Line, Page

INDEX, NEW, SHOW, RECEIPT = (
    f"advocacy/complaints/{name}.html" for name in ("index", "new", "show", "receipt")
)
PAGE = 25
# The form of what this colleague has just taken in: its code is worked out from it, not kept.
TAKEN_IN, SHOWN_SECONDS = "complaint_taken_in", 10 * 60


@require_safe
def index(request):
    """Those that this person receives, the nearest day first; of others there is no trace."""
    require_permission(request, "complaint.see")
    is_over = request.GET.get("show") == "closed"
    rows = _rows(request, is_over)
    log.log_list(request.user, "complaints.listed", rows)
    here, verbs = reverse("advocacy:complaints"), request.user.permissions
    context = {
        "rows": rows,
        "lines": [Line(row) for row in rows],
        "is_over": is_over,
        "other_url": here if is_over else f"{here}?show=closed",
        "today": localdate(),
        "may_hear": "complaint.hear" in verbs,
        "may_count": "complaint.count" in verbs,
        "may_publish": "complaint.publish" in verbs,
    }
    return render(request, INDEX, context)


def _rows(request, is_over: bool):
    mine = Complaint.objects.accessible_to(request.user).select_related("office", "place")
    reopenings = ComplaintAction.objects.filter(kind=ActionKind.REOPENED)
    reopened = Exists(reopenings.filter(complaint=OuterRef("pk")))
    mine = mine.annotate(by_when=Coalesce("due_at", "answer_by"), again=reopened)
    if is_over:
        closed = mine.filter(status=Complaint.Status.CLOSED)
        return paginate(closed, request, "-at", "-pk", size=PAGE)
    return paginate(mine.open(), request, "by_when", "pk", size=PAGE)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Somebody says it in person: it goes to who may receive it, and they get a code on paper."""
    require_permission(request, "complaint.hear")
    given = {"form": receipt_codes.new_form(), "language": request.LANGUAGE_CODE}
    form = HearForm(request.POST or None, user=request.user, initial=given)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        number = told.pop("form")
        try:
            with transaction.atomic():
                complaint, _code = take_in(
                    number, by=request.user, office=request.user.office, **told
                )
                log_shown(request, "complaint.receive", complaint)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session[TAKEN_IN] = [number, told["kind"]]
            return action_done(request, next_url=reverse("advocacy:complaint-receipt"))
    context = {"form": form} | step_context("complaint.receive")
    return render(request, NEW, context, status=422 if form.is_bound else 200)


@require_safe
def receipt(request):
    """The code of what was just taken in, for some minutes; whoever comes later finds none."""
    require_permission(request, "complaint.hear")
    number, kind = request.session.get(TAKEN_IN, ("", ""))
    age = receipt_codes.form_age(number) if number else None
    is_there = age is not None and age < SHOWN_SECONDS
    code = receipt_codes.code_of(number) if is_there else ""
    return render(request, RECEIPT, {"code": code, "helps_first": kind in HELP_FIRST})


@require_safe
def show(request, ref):
    complaints = Complaint.objects.select_related("office", "place", "heard_by")
    complaint = get_permitted_or_404(request, complaints, to="see", ref=ref)
    context = {"complaint": complaint, "file": Page(complaint), "today": localdate()}
    return render(request, SHOW, context)
