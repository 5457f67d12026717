"""One thing that exposes or protects somebody: written down, seen again, or over."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Observation
from amparo.ui.responses import action_done

from ..case_risk import name_of
from ..filing import observe, observe_again
from ..forms.assessments import ITSELF, ObservationEndForm, ObservationForm
from ..seeing import levels_for
from .stepping import ASKS, open_case, sent, step, tried


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    level = request.GET.get("level", levels_for(case)[0])
    if level not in levels_for(case):
        raise Http404
    form = ObservationForm(request.POST or None, level=level)
    if sent(request, form) and tried(form, observe, case, request.user, **form.cleaned_data):
        return _saved(request, case, level)
    return step(
        request, case, form, fields="observation", title=_("What do you see?"), yes=_("Save"),
        lede=code_lists.label("level", level), level=level, again=_("Save and add another"),
        back_url=_assessing(case, level), may_change_level=levels_for(case),
    )  # fmt: skip


@require_http_methods(ASKS)
def again(request, ref, observation):
    """Seen again and seen differently: the new takes the place of the old, both remain."""
    case = open_case(request, ref)
    old = _open(request, observation)
    form = ObservationForm(request.POST or None, level=old.level, initial=_as_said(old))
    if sent(request, form) and tried(
        form, observe_again, case, old, by=request.user, **form.cleaned_data
    ):
        return _saved(request, case, old.level)
    return step(
        request, case, form, fields="observation", title=name_of(old),
        yes=_("Save what is so now"), level=old.level,
        lede=_("The earlier observation stays in the history."),
        back_url=_assessing(case, old.level),
    )  # fmt: skip


@require_http_methods(ASKS)
def end(request, ref, observation):
    case = open_case(request, ref)
    old = _open(request, observation)
    form = ObservationEndForm(request.POST or None)
    if sent(request, form):
        case.must_be_open()
        verb = old.lapse if form.cleaned_data["how"] == "lapsed" else old.withdraw
        if tried(form, verb, by=request.user, because=form.cleaned_data["because"]):
            return action_done(
                request, next_url=_assessing(case, old.level), message=_("It no longer counts.")
            )
    return step(
        request, case, form, fields="plain", title=name_of(old), yes=_("It no longer counts"),
        lede=_("It stops weighing in the risk; the history keeps it."),
        back_url=_assessing(case, old.level),
    )  # fmt: skip


def _open(request, ref) -> Observation:
    return get_permitted_or_404(request, Observation.objects.current(), to="work", ref=ref)


def _as_said(old: Observation) -> dict:
    return {
        "factor": old.factor or ITSELF, "threat": old.threat,
        "weighs": f"{old.polarity}:{old.severity}",
        "immediate_danger": old.immediate_danger, "evidence": old.evidence,
    }  # fmt: skip


def _saved(request, case, level: str) -> HttpResponse:
    if "again" in request.POST:
        url = reverse("assistance:observation-new", args=[case.ref])
        return action_done(
            request, next_url=f"{url}?level={level}", message=_("Saved. Add another.")
        )
    return action_done(request, next_url=_assessing(case, level), message=_("Saved."))


def _assessing(case, level: str) -> str:
    return f"{reverse('assistance:assessment-new', args=[case.ref])}#level-{level}"
