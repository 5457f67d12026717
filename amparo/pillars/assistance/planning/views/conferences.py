"""Several who help one person sit together: what they decided becomes tasks."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.action_views import attempt
from amparo.foundation.core.work_steps import decide_step, step_context
from amparo.pillars.assistance.cases.access_grants import users_with_verb
from amparo.pillars.assistance.cases.forms.base import RowFormSet, unvalidated_data
from amparo.pillars.assistance.cases.views.case_actions import ASKS, case_page, open_case
from amparo.ui.action_views import action_page
from amparo.ui.responses import action_done

from ..forms.conferences import ConferenceForm, DecisionForm
from ..models import CaseConference


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    today = case.office.today_for(request.user)
    data = request.POST if request.method == "POST" else None
    colleagues = sorted(users_with_verb(case, "case.work"), key=lambda each: each.name)
    rows = RowFormSet(DecisionForm, "task", data, colleagues=colleagues, owner=case.owner)
    form = ConferenceForm(
        None if rows.asks_for_more else data, today=today,
        initial=unvalidated_data(data) if rows.asks_for_more else None,
    )  # fmt: skip
    if data and not rows.asks_for_more and all([rows.is_valid(), form.is_valid()]):
        held = attempt(
            form, decide_step(request, "case.conference", CaseConference.hold), case,
            by=request.user, tasks=rows.filled(), **form.cleaned_data,
        )  # fmt: skip
        if held:
            said = _("The meeting is kept, and its tasks are set.")
            return action_done(request, next_url=case.get_absolute_url(), message=said)
    return action_page(
        request, form, forms=[form, *rows.forms], title=_("Case conference"),
        submit_label=_("Save"), lede=_("Who helps this person sat together and decided."),
        body_template="planning/conference.html", rows=rows,
        **case_page(case), **step_context("case.conference"),
    )  # fmt: skip
