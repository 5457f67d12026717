"""Tracing requests: taken down from a relative, read, and ended."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import (
    Request,
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.work_steps import decide_step, step_context
from amparo.pillars.assistance.cases.models import Case
from amparo.ui.action_views import posted_data
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.requests import (
    BecauseForm,
    CloseForm,
    ConsentForm,
    InquirerForm,
    SoughtPersonForm,
    TakeBackForm,
)
from ..models import TracingClosure, TracingConsent, TracingRequest
from ..pdf import inquirer_copy
from ..presenters import RequestPage, listed_for
from .tracing_actions import ComposedFormAction, RequestAction, open_request

PAGE = 25
SHOWN = {
    "open": pgettext_lazy("tracing requests, filter", "In progress"),
    "new": _("Nobody has begun"),
    "verify": _("To be verified"),
    "closed": pgettext_lazy("tracing request", "Closed"),
}


@require_safe
def index(request: Request) -> HttpResponse:
    """Who looks for whom, newest first: all of the office to who traces, else one's own."""
    require_permission(request, "case.work")
    asked = request.GET.get("which", "")
    which = asked if asked in SHOWN else "open"
    found = listed_for(request.user, which)
    rows = paginate(found, request, "-at", "-pk", size=PAGE)
    log.log_list(request.user, "tracing.listed", rows)
    context = {
        "rows": rows, "which": which,
        "lines": [(each, each.state_for(request.user)) for each in rows],
        "shown": [(code, title, code == which) for code, title in SHOWN.items()],
        "may_erase": "file.erase" in request.user.permissions,
    }  # fmt: skip
    return render(request, "family_tracing/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A relative asks: who they are, that they agree, and for whom they look, on one page."""
    require_permission(request, "case.work")
    return _take(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def new_in_case(request: Request, ref) -> HttpResponse:
    """Somebody whom we accompany looks for their family."""
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    return _take(request, case)


def _take(request: Request, case: Case | None) -> HttpResponse:
    person = case.met_by(request.user) if case else None
    data = posted_data(request)
    known = {"safe_channel": person.safe_channel} if person and data is None else None
    relative = InquirerForm(data, user=request.user, is_known=person is not None, prefix="who")
    relative.initial = known or {}
    consent = ConsentForm(data, prefix="consent")
    sought = SoughtPersonForm(data, prefix="sought")
    forms = (relative, consent, sought)
    if sum(is_valid_post(request, form) for form in forms) == len(
        forms
    ):  # each says what is missing

        def take() -> TracingRequest:
            office = case.office if case else relative.there
            taken = TracingRequest.take(
                by=request.user, office=office, inquirer=person, case=case, **relative.arguments
            )
            TracingConsent.record(taken, by=request.user, **consent.arguments)
            taken.add_sought_person(by=request.user, **sought.arguments)
            return taken

        if taken := attempt(relative, decide_step(request, "tracing.request", take)):
            said = _("Recorded. The tracing team was notified.")
            return action_done(request, next_url=taken.get_absolute_url(), message=said)
    context = {
        "relative": relative, "consent": consent, "sought": sought, "case": case,
        "person": person,
        "back": case.get_absolute_url() if case else reverse("family_tracing:requests"),
        **step_context("tracing.request", "communication.safe"),
    }  # fmt: skip
    return render(
        request, "family_tracing/new.html", context, status=422 if data is not None else 200
    )


@require_safe
def show(request: Request, ref) -> HttpResponse:
    asked = open_request(request, ref, to="see")
    page = RequestPage(asked, request.user, permissions_on(asked, request.user))
    return render(request, "family_tracing/show.html", {"asked": asked, "page": page})


class EditRelative(ComposedFormAction):
    """How to reach whoever looks for somebody."""

    title = _("Contact details of the enquirer")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("It is kept.")
    form_class = InquirerForm

    def get_form_kwargs(self, asked):
        return {
            "initial": InquirerForm.known(asked), "user": self.request.user,
            "is_known": asked.inquirer_id is not None,
        }  # fmt: skip

    def perform(self, asked, *, by, **told):
        asked.change(by=by, **told)


edit = EditRelative.as_view()

consent = ComposedFormAction.as_view(
    title=_("Consent to tracing"), submit_label=pgettext_lazy("button", "Save"),
    success_message=_("Answer recorded."), form_class=ConsentForm,
    perform=TracingConsent.record,
)  # fmt: skip

take_back = RequestAction.as_view(
    title=pgettext_lazy("tracing", "Withdraw consent"), submit_label=_("Stop the search"),
    success_message=_("Tracing stopped. What was found is no longer shown to anybody."),
    form_class=TakeBackForm, perform=TracingConsent.take_back,
)  # fmt: skip

close = RequestAction.as_view(
    permission="match", title=_("Close request"), submit_label=pgettext_lazy("request", "Close"),
    success_message=_("The request is closed."), form_class=CloseForm,
    perform=TracingClosure.close,
)  # fmt: skip


def _reopen(asked: TracingRequest, **said) -> None:
    closing = asked.closings.filter(reopened_at=None).last()
    if closing is None:
        raise Refusal(_("This request is open already."))
    closing.reopen(**said)


reopen = RequestAction.as_view(
    permission="match", title=_("Reopen request"),
    submit_label=pgettext_lazy("button", "Continue"),
    success_message=_("Tracing continues."), form_class=BecauseForm, perform=_reopen,
)  # fmt: skip


@discreet_mode.shows_full_names
@require_safe
def printed(request: Request, ref) -> HttpResponse:
    """What the relative told and agreed to, for themselves: nothing of what was found."""
    asked = open_request(request, ref, to="see")
    try:
        made = inquirer_copy(asked)
    except NoPaper:
        raise Refusal(_("No PDF can be made on this machine.")) from None
    log.log_event(request.user, "tracingrequest.printed", asked, format="pdf")
    response = HttpResponse(made, content_type="application/pdf")
    # The number and never the name: files lie about in folders.
    response.headers["Content-Disposition"] = f'attachment; filename="{asked.number}.pdf"'
    return response
