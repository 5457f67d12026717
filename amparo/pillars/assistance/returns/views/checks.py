"""What is found at a gate; and where two people let somebody through, the question and answer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.pathways import evidence
from amparo.pillars.assistance.pathways.models import Gate, GateOverride

from ..forms.checks import GateForm, OverrideAnswerForm, OverrideForm
from .journey_actions import JourneyAction


class GateAction(JourneyAction):
    """An action on a gate of a return."""

    queryset = Gate.objects.select_related("person", "case__team__office__organization")
    above_template = "returns/gate_above.html"

    def get_record(self, ref, gate):
        journey = self.get_parent(ref)
        found = self.find(self.queryset, ref=gate, way=journey.ref)
        found.journey = journey
        return found

    def get_guidance_step(self, gate):
        return f"return.{gate.kind}"


class SettleGate(GateAction):
    """Says what was found at the gate."""

    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Finding recorded.")
    form_class = GateForm

    def get_title(self, gate):
        return gate.called

    def get_form_kwargs(self, gate):
        return {"gate": gate, "user": self.request.user}

    def get_context(self, gate):
        nothing = evidence.nothing_there(gate, self.request.user)
        return {
            "lede": gate.person.name if gate.person else "",
            "missing": [*gate.missing, *([nothing] if nothing else [])],
        }

    def perform(self, gate, *, by, **found):
        return gate.journey.settle(gate, by=by, **found)


gate = SettleGate.as_view()

ask = GateAction.as_view(
    get_title=lambda gate: _("Request second approval: %(what)s") % {"what": gate.called},
    submit_label=pgettext_lazy("button", "Ask"), form_class=OverrideForm, perform=GateOverride.ask,
    success_message=_("Exception requested. Nobody departs until a supervisor decides."),
    lede=_("Two people take it upon themselves, each with their name and reason."),
)  # fmt: skip


def _answer(gate: Gate, **said):
    if gate.override is None:
        raise Refusal(_("Nobody asks for this."))
    return gate.override.answer_it(**said)


answer = GateAction.as_view(
    permission="approve", submit_label=pgettext_lazy("button", "Decide"),
    form_class=OverrideAnswerForm,
    get_title=lambda gate: _("Second approval: %(what)s") % {"what": gate.called},
    success_message=_("Decision recorded."), perform=_answer,
    get_context=lambda gate: {"override": gate.override},
)  # fmt: skip
