"""Asking another office to hand somebody over; and answering such a question."""

from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.pillars.assistance.cases.workload import supervised_teams
from amparo.ui.action_views import action_page
from amparo.ui.responses import action_done, render_page

from ..forms import TransferRequestAcceptForm, TransferRequestDeclineForm, TransferRequestForm
from ..models import TransferRequest

SHOW = "transfers/request.html"


@require_POST
def new(request):
    """From the search: whom one looked for comes along in the form, never in an address."""
    require_permission(request, "person.see")
    teams = supervised_teams(request.user, "person.see")
    office = _office(request.POST.get("office", ""))
    if "reason" not in request.POST and office and request.POST.get("sought"):
        known = {"office": office.ref.hex, "sought": request.POST["sought"]}
        return _new_page(request, TransferRequestForm(initial=known, teams=teams), office)
    form = TransferRequestForm(request.POST, teams=teams)
    if is_valid_post(request, form) and office:
        said = form.cleaned_data
        asked = attempt(
            form, TransferRequest.ask, said["sought"], at=office, team=said["team"],
            by=request.user, reason=said["reason"], text=said["text"],
        )  # fmt: skip
        if asked:
            told = _("They have been asked. You hear their answer here, and as a notice.")
            return action_done(request, next_url=asked.get_absolute_url(), message=told)
    return _new_page(request, form, office)


def _new_page(request, form: TransferRequestForm, office: Office | None):
    search = reverse("search")
    return action_page(
        request, form, title=_("Request transfer"), subject=office.name if office else "",
        submit_label=_("Send question"), back_url=search,
        crumbs=[(search, _("Search or register"))],
        above_template="transfers/what_they_learn.html",
    )  # fmt: skip


@require_safe
def show(request, ref):
    return _shown(request, _opened(request, ref, to="see"))


@require_http_methods(["POST"])
def hand_over(request, ref):
    asked = _opened(request, ref, to="answer")
    form = TransferRequestAcceptForm(request.POST, cases=asked.cases_of(request.user))
    if is_valid_post(request, form):
        transfer = attempt(form, asked.hand_over, by=request.user, **form.cleaned_data)
        if transfer:
            said = _("The case is offered to them. Until they accept, you stay responsible.")
            return action_done(request, next_url=transfer.get_absolute_url(), message=said)
    return _shown(request, _as_it_was(asked), handing=form)


@require_http_methods(["POST"])
def decline(request, ref):
    asked = _opened(request, ref, to="answer")
    form = TransferRequestDeclineForm(request.POST)
    if is_valid_post(request, form) and attempt(
        form, asked.decline, by=request.user, **form.cleaned_data
    ):
        return action_done(
            request, next_url=reverse("transfers:transfers"), message=_("Answer sent.")
        )
    return _shown(request, _as_it_was(asked), refusing=form)


def _as_it_was(asked: TransferRequest) -> TransferRequest:
    """What a refused deed had begun is undone in the database, and here too."""
    asked.refresh_from_db()
    return asked


def _opened(request, ref, *, to: str) -> TransferRequest:
    asked = TransferRequest.objects.select_related("office", "team__office__organization", "by")
    return get_permitted_or_404(request, asked, to=to, ref=ref)


def _office(ref: str) -> Office | None:
    try:
        return Office.objects.filter(ref=UUID(ref)).first()
    except ValueError:
        return None


def _shown(request, asked: TransferRequest, handing=None, refusing=None):
    user = request.user
    is_asked = TransferRequest.objects.filter(pk=asked.pk).accessible_to(user, "answer").exists()
    if not is_asked and (handing or refusing):
        raise Http404
    may_answer = is_asked and asked.is_waiting
    cases = asked.cases_of(user) if may_answer else []
    context = {
        "asked": asked,
        "person": asked.file if is_asked else None,
        "may_answer": may_answer,
        "has_cases": bool(cases),
        "handing": handing or TransferRequestAcceptForm(cases=cases),
        "refusing": refusing or TransferRequestDeclineForm(),
    }
    return render_page(request, SHOW, context, status=422 if handing or refusing else 200)
