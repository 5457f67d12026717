"""Keeping in touch as often as the risk asks."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..forms.followups import FollowUpForm
from ..models import Case, FollowUp, Task
from ..reminders import Reminding
from .stepping import ASKS, back, open_case, sent, step, tried


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    today = case.office.today()
    reminding = Reminding(case, request.user)
    form = FollowUpForm(request.POST or None, today=today, reminding=reminding)
    if sent(request, form):
        held = tried(form, _hold, case, reminding, by=request.user, **form.cleaned_data)
        if held:
            said = {
                FollowUp.Change.WORSE: _("Saved. The risk is to be weighed again today."),
            }.get(held.change, _("Saved."))
            return back(request, case, said)
    return step(
        request, case, form, fields="followup", title=_("Follow up"), yes=_("Save"),
        reminding=reminding,
        usual=FollowUp.usual_next(case, today), person=case.met_by(request.user),
        attempts=FollowUp.attempts_since_contact(case).count(),
        unsafe=case.safetyalerts.unresolved().filter(do_not_contact=True).exists(),
        is_danger_open=case.safetyalerts.unresolved().exists(),
    )  # fmt: skip


@transaction.atomic
def _hold(case: Case, reminding: Reminding, *, by, remind: str = "", **told) -> FollowUp:
    """What was heard, and the text that reminds of the next time: both or neither."""
    held = FollowUp.hold(case, by=by, **told)
    if remind and (task := case.tasks.filter(what=Task.What.FOLLOW_UP, is_open=True).first()):
        reminding.remind(task, remind, by=by)
    return held
