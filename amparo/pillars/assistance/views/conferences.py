"""Several who help one person sit together: what they decided becomes tasks."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..forms.asking import Rows, said_so_far
from ..forms.conferences import ConferenceForm, DecisionForm
from ..models import Conference
from ..reaching import who_may
from .stepping import ASKS, back, open_case, step, tried


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    today = case.office.today_for(request.user)
    data = request.POST if request.method == "POST" else None
    colleagues = sorted(who_may(case, "case.work"), key=lambda each: each.name)
    rows = Rows(DecisionForm, "task", data, colleagues=colleagues, owner=case.owner)
    form = ConferenceForm(
        None if rows.asks_for_more else data, today=today,
        initial=said_so_far(data) if rows.asks_for_more else None,
    )  # fmt: skip
    if data and not rows.asks_for_more and all([rows.is_valid(), form.is_valid()]):
        held = tried(
            form, Conference.hold, case, by=request.user, tasks=rows.filled(), **form.cleaned_data
        )
        if held:
            return back(request, case, _("The meeting is kept, and its tasks are set."))
    return step(
        request, case, form, missing=[form, *rows.forms], fields="conference", rows=rows,
        title=_("Case conference"), yes=_("Save"),
        lede=_("Who helps this person sat together and decided."),
    )  # fmt: skip
