"""Coming together again, in the case of who was found: the checks, the day, the handover."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.audit import log
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import Request, get_permitted_or_404, permissions_on
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.views.case_actions import CaseAction, open_case
from amparo.pillars.assistance.pathways.models import Check
from amparo.pillars.assistance.pathways.models.checks import missing_at
from amparo.ui.tags.formats import code

from ..forms.requests import BecauseForm
from ..forms.reunifications import CheckForm, HandoverForm, PlanForm
from ..models import Reunification
from ..pdf import handover_form

ROWS = Reunification.objects.select_related("person", "match", "handover__by", "by")


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
    checks = list(Check.objects.of(reunion.ref).prefetch_related("decisions__by"))
    missing = _missing(reunion, checks)
    checklist = [
        {
            "check": check,
            "is_shut": check.is_shut_on(today),
            "missing": missing.get(check.pk, []),
            "said": max(check.decisions.all(), key=lambda each: each.pk, default=None),
            "may": reunion.is_ahead and check.of_kind.decides in verbs,
        }
        for check in checks
    ]
    context = {
        "case": case, "reunion": reunion, "checklist": checklist, "today": today,
        "is_settled": not any(each["is_shut"] or each["missing"] for each in checklist),
        "may_work": "work" in verbs and not case.is_ended,
        "handover": getattr(reunion, "handover", None),
        "visits": reunion.visits.select_related("task"),
    }  # fmt: skip
    return render(request, "family_tracing/reunification.html", context)


def _missing(reunion: Reunification, checks: list[Check]) -> dict[int, list[str]]:
    """What each takes from elsewhere; of what is over nothing is asked any more."""
    if not reunion.is_ahead:
        return {}
    for check in checks:
        check.case = reunion.case
    return missing_at(checks)


class ReunificationAction(CaseAction):
    """An action on a reunification, in the case of who was found."""

    queryset = ROWS

    def get_page(self, reunion):
        number = code(reunion.case.number)
        return {"crumbs": [(reunion.get_absolute_url(), number)]}

    def get_back_url(self, reunion):
        return reunion.get_absolute_url()


class DecideCheck(ReunificationAction):
    """Says whether one condition is met: by whoever may decide this one."""

    permission = "see"
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Decision recorded.")
    guidance_step = "tracing.reunification"
    form_class = CheckForm

    def get_record(self, ref, reunification, check):
        reunion = super().get_record(ref=ref, reunification=reunification)
        found = get_object_or_404(Check, ref=check, way=reunion.ref, case=reunion.case)
        decides = found.of_kind.decides
        found = get_permitted_or_404(self.request, Check, to=decides, ref=check)
        found.reunion = reunion
        return found

    def get_title(self, check):
        return check.called

    def get_page(self, check):
        return super().get_page(check.reunion) | {"lede": str(check.of_kind.asks)}

    def get_back_url(self, check):
        return check.reunion.get_absolute_url()

    def perform(self, check, *, by, met, text):
        return check.decide(by=by, met=met == "yes", text=text)


check = DecideCheck.as_view()

plan = ReunificationAction.as_view(
    title=_("Reunification date"), submit_label=_("Set date"),
    success_message=_("Date set."), form_class=PlanForm, perform=Reunification.plan,
    get_form_kwargs=lambda reunion: {
        "initial": {
            "on": reunion.planned_on, "place": reunion.place,
            "received_by": reunion.received_by, "arrangements": reunion.arrangements,
        }
    },
)  # fmt: skip


class CaseloadHandover(ReunificationAction):
    """Writes down who handed whom over to whom."""

    title = _("Record handover")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Reunification recorded. The visits are in the calendar of the case.")
    guidance_step = "tracing.reunification"
    form_class = HandoverForm

    def get_form_kwargs(self, reunion):
        known = {
            "place": reunion.place, "received_by": reunion.received_by,
            "handed_by": self.request.user.name,
        }  # fmt: skip
        return {"case": reunion.case, "initial": known}

    def get_arguments(self, form):
        return form.arguments

    def perform(self, reunion, *, by, **told):
        return reunion.hand_over(by=by, **told)


hand_over = CaseloadHandover.as_view()

call_off = ReunificationAction.as_view(
    title=_("Cancel reunification"), submit_label=_("Cancel reunification"),
    form_class=BecauseForm,
    success_message=_("Reunification cancelled."), perform=Reunification.call_off,
)  # fmt: skip


@discreet_mode.shows_full_names
@require_safe
def paper(request: Request, ref, reunification) -> HttpResponse:
    """To be signed or thumbed by both; with what is written already."""
    case, reunion = _open(request, ref, reunification)
    try:
        made = handover_form(reunion)
    except NoPaper:
        raise Refusal(_("No PDF can be made on this machine.")) from None
    log.log_event(request.user, "reunification.printed", reunion, format="pdf")
    response = HttpResponse(made, content_type="application/pdf")
    # The number and never the name: files lie about in folders.
    response.headers["Content-Disposition"] = f'attachment; filename="{case.number}.pdf"'
    return response
