"""Protection flags: those that are open, those that were answered, and the answer to one."""

from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import permissions_on, require_permission
from amparo.pillars.assistance.cases.views.case_actions import CaseAction, open_case
from amparo.ui.pagination import paginate

from ..forms.protection_flags import FlagAnswerForm
from ..models import ProtectionFlag
from ..models.protection_flags import ORDER
from ..presenters import ShownFlag, answered, clocks_of, flags_on_record
from ..worklists import flags_for, with_their_cases

OPEN, ANSWERED, PAGE = "assessment/open_flags.html", "assessment/answered_flags.html", 30


@require_safe
def open_ones(request):
    """All open flags of cases that the user answers for, the gravest first."""
    require_permission(request, "case.approve")
    rows = paginate(flags_for(request.user), request, *ORDER, size=PAGE)
    flags = with_their_cases(rows)
    log.log_list(request.user, "flags.listed", {flag.case for flag in flags})
    context = {
        "flags": [ShownFlag(flag, clocks_of(flag)) for flag in flags], "rows": rows,
        "day": localtime(now()).date(),
    }  # fmt: skip
    return render(request, OPEN, context)


@require_safe
def answered_ones(request, ref):
    """The answered flags of a case that the user may read, with every answer, newest first."""
    case = open_case(request, ref, to="see")
    flags = flags_on_record(case, request.user).answered()
    rows = paginate(flags, request, "-answered_at", "-pk", size=PAGE)
    verbs = permissions_on(case, request.user)
    context = {
        "case": case, "rows": rows, "flags": answered(rows),
        "may_answer": not case.is_ended and bool(verbs & {"work", "approve"}),
    }  # fmt: skip
    return render(request, ANSWERED, context)


class AnswerFlag(CaseAction):
    """Says what was done about a flag, or what was found out."""

    queryset = ProtectionFlag.objects.select_related("by", "person")
    permission = "answer"
    title = _("Answer a protection flag")
    submit_label = _("Save the answer")
    success_message = _("The flag is answered.")
    form_class = FlagAnswerForm
    above_template = "assessment/flag.html"
    fields_template = "assessment/answer_fields.html"

    def get_guidance_step(self, flag):
        return f"flag.{flag.kind}"

    def get_parent(self, ref):
        """Who may see the case; who may answer is asked of the flag itself."""
        return open_case(self.request, ref, to="see")

    def get_form_kwargs(self, flag):
        return {"flag": flag}

    def get_context(self, flag):
        return {"shown": ShownFlag(flag, clocks_of(flag)), "flag": flag}

    def perform(self, flag, *, by, **fields):
        return flag.answer(by=by, **fields)

    def render(self, record, form):
        """The page shows the answer that holds now: sent again, the form changes that one."""
        form.show_answers()
        return super().render(record, form)


answer = AnswerFlag.as_view()
