"""Tracing requests: taken down from a relative, read, and ended."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    Request,
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.core.refusals import Refusal
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ...models import Case
from ...pdf import NoPaper
from ...views.stepping import sent, tried
from ..forms.requests import (
    BecauseForm,
    CloseForm,
    ConsentForm,
    RelativeForm,
    SoughtForm,
    TakeBackForm,
)
from ..models import TracingClosed, TracingConsent, TracingRequest
from ..papers import told_to_relative
from ..request_page import RequestPage, listed_for
from .answering import ASKS, ask, did, given, open_request

PAGE = 25
SHOWN = {
    "open": gettext_lazy("Going on"),
    "new": gettext_lazy("Nobody has begun"),
    "verify": gettext_lazy("To be verified"),
    "closed": gettext_lazy("Closed"),
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
    return render(request, "tracing/index.html", context)


@require_http_methods(ASKS)
def new(request: Request) -> HttpResponse:
    """A relative asks: who they are, that they agree, and for whom they look, on one page."""
    require_permission(request, "case.work")
    return _take(request, None)


@require_http_methods(ASKS)
def new_in_case(request: Request, ref) -> HttpResponse:
    """Somebody whom we accompany looks for their family."""
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    return _take(request, case)


def _take(request: Request, case: Case | None) -> HttpResponse:
    person = case.met_by(request.user) if case else None
    data = given(request)
    known = {"safe_channel": person.safe_channel} if person and data is None else None
    relative = RelativeForm(data, user=request.user, is_known=person is not None, prefix="who")
    relative.initial = known or {}
    consent = ConsentForm(data, prefix="consent")
    sought = SoughtForm(data, prefix="sought")
    forms = (relative, consent, sought)
    if sum(sent(request, form) for form in forms) == len(forms):  # each says what is missing

        def take() -> TracingRequest:
            office = case.office if case else relative.there
            taken = TracingRequest.take(
                by=request.user, office=office, inquirer=person, case=case, **relative.told
            )
            TracingConsent.record(taken, by=request.user, **consent.told)
            taken.look_for(by=request.user, **sought.told)
            return taken

        if taken := tried(relative, take):
            said = _("It is written down. Those who trace are told.")
            return action_done(request, next_url=taken.get_absolute_url(), message=said)
    context = {
        "relative": relative, "consent": consent, "sought": sought, "case": case,
        "person": person, "back": case.get_absolute_url() if case else reverse("tracing:requests"),
    }  # fmt: skip
    return render(request, "tracing/new.html", context, status=422 if data is not None else 200)


@require_safe
def show(request: Request, ref) -> HttpResponse:
    asked = open_request(request, ref, to="see")
    page = RequestPage(asked, request.user, permissions_on(asked, request.user))
    return render(request, "tracing/show.html", {"asked": asked, "page": page})


@require_http_methods(ASKS)
def edit(request: Request, ref) -> HttpResponse:
    asked = open_request(request, ref, to="work")
    known = asked.inquirer_id is not None
    form = RelativeForm(
        given(request), initial=RelativeForm.known(asked), user=request.user, is_known=known
    )
    if did(request, form, lambda: asked.change(by=request.user, **form.told)):
        return action_done(request, next_url=asked.get_absolute_url(), message=_("It is kept."))
    return _ask(request, asked, form, _("How to reach the relative"), _("Keep it"))


@require_http_methods(ASKS)
def consent(request: Request, ref) -> HttpResponse:
    asked = open_request(request, ref, to="work")
    form = ConsentForm(given(request))
    if did(request, form, lambda: TracingConsent.record(asked, by=request.user, **form.told)):
        return action_done(
            request, next_url=asked.get_absolute_url(), message=_("Their answer is kept.")
        )
    return _ask(request, asked, form, _("Consent to the search"), _("Keep their answer"))


@require_http_methods(ASKS)
def take_back(request: Request, ref) -> HttpResponse:
    asked = open_request(request, ref, to="work")
    form = TakeBackForm(given(request))
    if sent(request, form):
        words = form.cleaned_data["words"]
        if tried(form, lambda: TracingConsent.take_back(asked, by=request.user, words=words)):
            said = _("The search stops. What was found is shown to nobody any more.")
            return action_done(request, next_url=asked.get_absolute_url(), message=said)
    return _ask(request, asked, form, _("They take their consent back"), _("Stop the search"))


@require_http_methods(ASKS)
def close(request: Request, ref) -> HttpResponse:
    asked = open_request(request, ref, to="match")
    form = CloseForm(given(request))
    if did(
        request, form, lambda: TracingClosed.close(asked, by=request.user, **form.cleaned_data)
    ):
        return action_done(
            request, next_url=asked.get_absolute_url(), message=_("The request is closed.")
        )
    return _ask(request, asked, form, _("Close the request"), _("Close it"))


@require_http_methods(ASKS)
def reopen(request: Request, ref) -> HttpResponse:
    asked = open_request(request, ref, to="match")
    form = BecauseForm(given(request))

    def again() -> None:
        closing = asked.closings.filter(reopening=None).last()
        if closing is None:
            raise Refusal(_("This request is open already."))
        closing.reopen(by=request.user, **form.cleaned_data)

    if did(request, form, again):
        return action_done(
            request, next_url=asked.get_absolute_url(), message=_("The search goes on.")
        )
    return _ask(request, asked, form, _("Open the request again"), _("Go on"))


@require_safe
def printed(request: Request, ref) -> HttpResponse:
    """What the relative told and agreed to, for themselves: nothing of what was found."""
    asked = open_request(request, ref, to="see")
    try:
        made = told_to_relative(asked)
    except NoPaper:
        raise Refusal(_("No PDF can be made on this machine.")) from None
    log.log_event(request.user, "tracingrequest.printed", asked, format="pdf")
    response = HttpResponse(made, content_type="application/pdf")
    # The number and never the name: files lie about in folders.
    response.headers["Content-Disposition"] = f'attachment; filename="{asked.number}.pdf"'
    return response


def _ask(request: Request, asked: TracingRequest, form, title: str, yes: str) -> HttpResponse:
    back = asked.get_absolute_url()
    return ask(request, form, title=title, yes=yes, back=back, crumb=asked.number)
