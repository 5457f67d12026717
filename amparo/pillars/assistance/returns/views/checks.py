"""What is found at a check; and where two people let somebody through, the question and answer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.pathways import evidence
from amparo.pillars.assistance.pathways.models import Check, CheckOverride

from ..forms.checks import CheckForm, OverrideAnswerForm, OverrideForm
from .journey_actions import JourneyAction


class CheckAction(JourneyAction):
    """An action on a check of a return."""

    queryset = Check.objects.select_related("person", "case__team__office__organization")
    above_template = "returns/check_above.html"

    def get_record(self, ref, check):
        journey = self.get_parent(ref)
        found = self.find(self.queryset, ref=check, way=journey.ref)
        found.journey = journey
        return found

    def get_guidance_step(self, check):
        return f"return.{check.kind}"


class SettleCheck(CheckAction):
    """Says what was found at the check."""

    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Finding recorded.")
    form_class = CheckForm

    def get_title(self, check):
        return check.called

    def get_form_kwargs(self, check):
        return {"check": check, "user": self.request.user}

    def get_context(self, check):
        nothing = evidence.nothing_there(check, self.request.user)
        return {
            "lede": check.person.shown_name if check.person else "",
            "missing": [*check.missing, *([nothing] if nothing else [])],
        }

    def perform(self, check, *, by, **found):
        return check.journey.settle(check, by=by, **found)


check = SettleCheck.as_view()

ask = CheckAction.as_view(
    get_title=lambda check: _("Request second approval: %(what)s") % {"what": check.called},
    submit_label=pgettext_lazy("button", "Ask"),
    form_class=OverrideForm,
    perform=CheckOverride.ask,
    success_message=_("Exception requested. Nobody departs until a supervisor decides."),
    lede=_("Two people take it upon themselves, each with their name and reason."),
)


def _answer(check: Check, **said):
    if check.override is None:
        raise Refusal(_("Nobody asks for this."))
    return check.override.answer_it(**said)


answer = CheckAction.as_view(
    permission="approve", submit_label=pgettext_lazy("button", "Decide"),
    form_class=OverrideAnswerForm,
    get_title=lambda check: _("Second approval: %(what)s") % {"what": check.called},
    success_message=_("Decision recorded."), perform=_answer,
    get_context=lambda check: {"override": check.override},
)  # fmt: skip
