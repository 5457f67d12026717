"""Protection flags: what was heard, and the answer of a named person."""

from django.utils.translation import gettext_lazy as _

from ...views.case_actions import CaseAction, open_case
from ..forms import FlagAnswerForm
from ..models import ProtectionFlag
from ..presenters import ShownFlag, clocks_of


class AnswerFlag(CaseAction):
    """Says what was done about a flag, or what was found out."""

    queryset = ProtectionFlag.objects.select_related("by", "person")
    permission = "answer"
    title = _("Answer a protection flag")
    submit_label = _("Save the answer")
    success_message = _("The flag is answered.")
    form_class = FlagAnswerForm
    above_template = "assessment/flag.html"

    def get_parent(self, ref):
        """Who may see the case; who may answer is asked of the flag itself."""
        return open_case(self.request, ref, to="see")

    def get_form_kwargs(self, flag):
        return {"flag": flag}

    def get_context(self, flag):
        answers = list(flag.answers.select_related("by").order_by("-pk"))
        return {"shown": ShownFlag(flag, clocks_of(flag)), "flag": flag, "answers": answers}

    def perform(self, flag, *, by, **fields):
        return flag.answer(by=by, **fields)


answer = AnswerFlag.as_view()
