"""Somebody on this case is in danger: two touches, and the right people know."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.protection import code_lists

from ..forms.alerts import AlertForm, ResolveForm
from ..models import SafetyAlert
from .stepping import ASKS, back, open_case, sent, step, tried


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref, to="alert")
    form = AlertForm(request.POST or None)
    if sent(request, form) and tried(
        form, SafetyAlert.sound, case, by=request.user, **form.cleaned_data
    ):
        return back(request, case, _("The alert is out. Your supervisors know."))
    return step(
        request, case, form, fields="alert", title=_("Safety alert"), yes="",
        lede=_("Touch what is happening: it goes out at once."),
        kinds=code_lists.choices("alert_kind"), told=_told(case, request.user),
    )  # fmt: skip


@require_http_methods(ASKS)
def resolve(request, ref, alert):
    case = open_case(request, ref)
    alerts = SafetyAlert.objects.filter(case=case).select_related("by", "resolved__by")
    sounded = get_permitted_or_404(request, alerts, to="work", ref=alert)
    sounded.case = case
    form = ResolveForm(request.POST or None)
    if sent(request, form) and tried(form, sounded.resolve, by=request.user, **form.cleaned_data):
        return back(request, case, _("The alert is answered."))
    is_met = getattr(sounded, "resolved", None) is not None
    return step(
        request, case, form, fields="alert_resolve", title=_("Answer a safety alert"),
        yes="" if is_met else _("The danger is met"), alert=sounded,
    )  # fmt: skip


def _told(case, by) -> list:
    told = {each.pk: each for each in (*case.supervisors(), *([case.owner] if case.owner else []))}
    return [each for each in told.values() if each != by]
