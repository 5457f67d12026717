"""Coming together again, in the case of who was found: the gates, the day, the handover."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import Request, get_permitted_or_404, permissions_on
from amparo.foundation.core.refusals import Refusal
from amparo.ui.responses import action_done

from ...gates.models import Gate
from ...models import Case
from ...pdf import NoPaper
from ...views.stepping import open_case
from ..forms.requests import BecauseForm
from ..forms.reunifications import GateForm, HandoverForm, PlanForm
from ..models import Reunification
from ..papers import handover_paper
from .answering import ASKS, ask, did, given

ROWS = Reunification.objects.select_related("person", "match", "handover__by", "off__by", "by")


def _open(request: Request, ref, reunification, *, to: str = "see") -> tuple[Case, Reunification]:
    case = open_case(request, ref, to=to)
    reunion = get_permitted_or_404(request, ROWS, to=to, ref=reunification, case=case)
    reunion.case = case
    return case, reunion


@require_safe
def show(request: Request, ref, reunification) -> HttpResponse:
    case, reunion = _open(request, ref, reunification)
    verbs = permissions_on(case, request.user)
    today = case.office.today()
    gates = list(Gate.objects.of(reunion.ref).prefetch_related("decisions__by"))
    checklist = [
        {
            "gate": gate, "is_shut": gate.is_shut_on(today), "missing": _missing(reunion, gate),
            "said": max(gate.decisions.all(), key=lambda each: each.pk, default=None),
            "may": reunion.is_ahead and gate.of_kind.decides in verbs,
        }
        for gate in gates
    ]  # fmt: skip
    context = {
        "case": case, "reunion": reunion, "checklist": checklist, "today": today,
        "is_settled": not any(each["is_shut"] or each["missing"] for each in checklist),
        "may_work": "work" in verbs and not case.is_ended,
        "handover": getattr(reunion, "handover", None), "off": getattr(reunion, "off", None),
        "visits": reunion.visits.select_related("task"),
    }  # fmt: skip
    return render(request, "tracing/reunification.html", context)


def _missing(reunion: Reunification, gate: Gate) -> list[str]:
    """What it takes from elsewhere; of what is over nothing is asked any more."""
    if not reunion.is_ahead:
        return []
    gate.case = reunion.case
    return gate.missing


@require_http_methods(ASKS)
def gate(request: Request, ref, reunification, gate) -> HttpResponse:
    case, reunion = _open(request, ref, reunification)
    found = get_object_or_404(Gate, ref=gate, way=reunion.ref, case=case)
    found = get_permitted_or_404(request, Gate, to=found.of_kind.decides, ref=gate)
    form = GateForm(given(request))

    def decide() -> None:
        said = form.cleaned_data
        found.decide(by=request.user, met=said["met"] == "yes", words=said["words"])

    if did(request, form, decide):
        return action_done(
            request, next_url=reunion.get_absolute_url(), message=_("It is decided.")
        )
    title, lede = found.called, str(found.of_kind.asks)
    return _ask(request, reunion, form, title, _("Keep what was found"), lede=lede)


@require_http_methods(ASKS)
def plan(request: Request, ref, reunification) -> HttpResponse:
    _case, reunion = _open(request, ref, reunification, to="work")
    known = {"on": reunion.planned_on, "place": reunion.place,
             "received_by": reunion.received_by, "arrangements": reunion.arrangements}  # fmt: skip
    form = PlanForm(given(request), initial=known)
    if did(request, form, lambda: reunion.plan(by=request.user, **form.cleaned_data)):
        return action_done(
            request, next_url=reunion.get_absolute_url(), message=_("The day is set.")
        )
    return _ask(request, reunion, form, _("The day of coming together"), _("Set the day"))


@require_http_methods(ASKS)
def hand_over(request: Request, ref, reunification) -> HttpResponse:
    case, reunion = _open(request, ref, reunification, to="work")
    known = {"place": reunion.place, "received_by": reunion.received_by,
             "handed_by": request.user.name}  # fmt: skip
    form = HandoverForm(given(request), case=case, initial=known)
    if did(request, form, lambda: reunion.hand_over(by=request.user, **form.told)):
        said = _("They are together. The visits stand in the calendar of the case.")
        return action_done(request, next_url=reunion.get_absolute_url(), message=said)
    return _ask(request, reunion, form, _("Write down the handover"), _("Keep the handover"))


@require_http_methods(ASKS)
def call_off(request: Request, ref, reunification) -> HttpResponse:
    _case, reunion = _open(request, ref, reunification, to="work")
    form = BecauseForm(given(request))
    if did(request, form, lambda: reunion.call_off(by=request.user, **form.cleaned_data)):
        return action_done(
            request, next_url=reunion.get_absolute_url(), message=_("It does not take place.")
        )
    return _ask(request, reunion, form, _("It does not take place"), _("Call it off"))


@require_safe
def paper(request: Request, ref, reunification) -> HttpResponse:
    """To be signed or thumbed by both; with what is written already."""
    case, reunion = _open(request, ref, reunification)
    try:
        made = handover_paper(reunion)
    except NoPaper:
        raise Refusal(_("No PDF can be made on this machine.")) from None
    log.log_event(request.user, "reunification.printed", reunion, format="pdf")
    response = HttpResponse(made, content_type="application/pdf")
    # The number and never the name: files lie about in folders.
    response.headers["Content-Disposition"] = f'attachment; filename="{case.number}.pdf"'
    return response


def _ask(
    request: Request, reunion: Reunification, form, title: str, yes: str, lede: str = ""
) -> HttpResponse:
    back, crumb = reunion.get_absolute_url(), reunion.case.number
    return ask(request, form, title=title, yes=yes, back=back, crumb=crumb, lede=lede)
