"""The first conversation: what cannot wait, what to look at, and what to do first."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.clock import now
from amparo.foundation.core.labels import label_of
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.foundation.core.work_steps import decide_step, step_context
from amparo.foundation.standards.step_guidance import cards_on_page, log_answers_shown
from amparo.pillars.assistance.assessment.guidance import FLAG_STEPS, steps_raised_by
from amparo.pillars.assistance.assessment.presenters import flags_of_case
from amparo.pillars.assistance.assessment.protection_questions import QUESTIONS
from amparo.pillars.assistance.cases.display_names import display_name
from amparo.pillars.assistance.cases.field_values import field_value_text
from amparo.pillars.assistance.cases.models import Case, Task
from amparo.pillars.assistance.cases.time_limits import timers
from amparo.pillars.assistance.cases.views.case_actions import ASKS, case_page, open_case
from amparo.pillars.assistance.referrals.service_matching import (
    EMERGENCY_NUMBERS,
    emergency_numbers_of,
    nearest_hospital,
)
from amparo.ui.action_views import FormButton, action_page
from amparo.ui.responses import action_done

from ..forms.screenings import ScreeningContinuationForm, UrgentNeedsForm
from ..models import Screening
from ..models.journey_beliefs import BELIEF_LISTS
from ..models.screenings import NOT_ASKED, question_label, why_in_words

SHOW = "intake/screening/screening.html"
# For what one goes to the nearest hospital.
AT_A_HOSPITAL = frozenset(("medical", "suicide", "sexual_violence"))
# Of these the team is told at once.
RAISES_ALERT = frozenset(("danger_now", "child_alone"))


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    form = UrgentNeedsForm(request.POST or None, office=case.office)
    if is_valid_post(request, form):
        stops = "stop" in request.POST
        held = attempt(
            form, decide_step(request, "case.screening", hold), case, request,
            by=request.user, to_be_continued=True, **form.cleaned_data,
        )  # fmt: skip
        if held:
            return _lead(request, "intake:screening" if stops else "intake:screening-more", held)
    return action_page(
        request, form, title=_("Urgent needs"),
        lede=_(
            "First what cannot wait, of everybody of this case. "
            "Every question may stay without an answer."
        ),
        body_template="intake/screening/urgent.html",
        nearest=nearest_hospital(case), at_a_hospital=AT_A_HOSPITAL,
        may=permissions_on(case, request.user), **_whom_to_call(case),
        **_stage(request, case, 1, _("what to look at")),
    )  # fmt: skip


def hold(case: Case, request, **said: Any) -> Screening:
    """Keeps what was answered, and which guidance stood under answers that raise a flag."""
    held = Screening.hold(case, **said)
    log_answers_shown(request, steps_raised_by(held), held)
    return held


@require_http_methods(ASKS)
def more(request, ref, screening):
    case = open_case(request, ref)
    held = get_permitted_or_404(request, Screening, to="work", ref=screening, case=case)
    held.case = case
    form = ScreeningContinuationForm(
        request.POST or None, asks_beliefs=not held.triage.at_once, known=held.journey_beliefs
    )
    if "stop" in request.POST and _stopped(request, form, held):
        return _lead(request, "intake:screening", held)  # nothing is asked of who wishes to stop
    if is_valid_post(request, form) and _gone_on(
        request, form, held, by=request.user, **form.cleaned_data
    ):
        return _lead(request, "intake:screening", held)
    return action_page(
        request, form, title=_("Signs to observe"),
        lede=_(
            "Ask it of everybody of this case. It says what a person should look at with care, "
            "and holds back a return."
        ),
        body_template="intake/screening/more.html",
        **_stage(request, case, 2, _("what to do first")),
    )  # fmt: skip


def _stage(request, case: Case, stage: int, next_step: str) -> dict[str, Any]:
    """One page of the conversation; who stops there keeps what was said."""
    cards_on_page(request, "case.screening", *FLAG_STEPS)
    return case_page(case) | step_context("case.screening") | {
        "stage": stage, "next_step": next_step, "back_url": "",
        "submit_label": _("Save and continue"),
        "buttons": [FormButton("stop", "1", pgettext("button", "Stop here"))],
        "above_template": "cases/steps/stage.html",
    }  # fmt: skip


def _stopped(request, form: ScreeningContinuationForm, held: Screening) -> bool:
    """What was said so far is kept, as far as it can be read."""
    if not form.is_valid() and form.has_belief_errors:
        return False  # what was marked is not dropped: the form says what does not fit
    own = {"no_signs": "trafficking"}
    names = {own.get(name, name) for name in form.changed_data}
    if "asylum_wish" in names:
        names.add("unanswered")
    said = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
    said.pop("goes_on", None)
    return _gone_on(request, form, held, by=request.user, to_be_continued=True, **said)


def _gone_on(request, form: ScreeningContinuationForm, held: Screening, **said: Any) -> bool:
    """Whether it was kept; where it is refused, the form says why."""

    def go_on(screening: Screening) -> bool:
        screening.go_on(**said)
        log_answers_shown(request, steps_raised_by(screening), screening)
        return True

    return bool(attempt(form, decide_step(request, "case.screening", go_on), held))


@require_safe
def show(request, ref, screening):
    case = open_case(request, ref, to="see")
    held = get_permitted_or_404(
        request, Screening.objects.select_related("by"), to="see", ref=screening, case=case
    )
    held.case = case
    triage = held.triage
    clocks = [(clock, clock.hours_left(now())) for clock in triage.countdowns]
    flags = flags_of_case(case, request.user, has_flags=_has_flags(case))
    is_violence = "sexual_violence" in held.needs and not held.medical
    context = {
        "flags": flags,
        "gaps": [(question_label(code), why_in_words(why)) for code, why in held.gaps.items()],
        "limits": _limits(case) if is_violence else [], "is_violence": is_violence,
        "case": case, "called": display_name(case), "screening": held, "triage": triage,
        "clocks": clocks, "coming": case.tasks.pending().order_by("due_on", "pk").first(),
        "may": permissions_on(case, request.user),
        "told": [each for each in case.supervisors() if each != held.by],
        "questions": [(label_of(held, name), _answer(held, name)) for name in QUESTIONS],
        "beliefs": [(label_of(held, name), field_value_text(held, name)) for name in BELIEF_LISTS],
        **_whom_to_call(case),
    }  # fmt: skip
    return render(request, SHOW, context)


def _answer(held: Screening, name: str) -> str:
    return field_value_text(held, name) or why_in_words(held.gaps.get(name, NOT_ASKED))


def _whom_to_call(case: Case) -> dict[str, Any]:
    numbers = emergency_numbers_of(case)
    return {
        "numbers": list(numbers.items()),
        "with_number": numbers,
        "calls_for_help": EMERGENCY_NUMBERS,
        "raises_alert": RAISES_ALERT,
    }


def _has_flags(case: Case) -> bool:
    return case.tasks.pending().filter(what=Task.What.FLAG).exists()


def _limits(case: Case) -> list[tuple[str, int]]:
    """The clinical limits that the office has set, in words, with their hours."""
    limits = sorted(case.rules.clinical_limits.items(), key=lambda limit: limit[1])
    return [(str(timers[code].name), hours) for code, hours in limits]


@require_safe
def go_on(request, ref):
    """On with one's own screening that is not finished, else to a new one."""
    case = open_case(request, ref)
    mine = Screening.objects.filter(case=case, by=request.user)
    held = mine.unfinished().latest_of_case().first()
    if held is None:
        return redirect("intake:screening-new", case.ref)
    return redirect("intake:screening-more", case.ref, held.ref)


@require_safe
def last(request, ref):
    """The latest conversation of this case, else the first one to hold."""
    case = open_case(request, ref, to="see")
    held = case.screenings.order_by("pk").last()
    if held is None:
        return redirect("intake:screening-new", case.ref)
    return redirect("intake:screening", case.ref, held.ref)


def _lead(request, route: str, held: Screening) -> HttpResponse:
    then = reverse(route, args=[held.case.ref, held.ref])
    return action_done(request, next_url=then, message=_("Saved."))
