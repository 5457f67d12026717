"""One thing that exposes or protects somebody: written down, seen again, or over."""

from django.forms import BaseForm
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.cases.incidents import record_observation, replace_observation
from amparo.pillars.assistance.cases.views.case_actions import CaseAction, case_page
from amparo.ui.action_views import FormButton
from amparo.ui.responses import action_done

from ..case_risk import factor_label
from ..forms.assessments import ITSELF, ObservationEndForm, ObservationForm
from ..observations import applicable_levels


class ObservationAction(CaseAction):
    """Something seen at one level of a case; back to the assessment, at that level."""

    submit_label = _("Save")
    form_class: type[BaseForm] = ObservationForm
    body_template = "assessment/observation.html"

    def get_record(self, ref, observation):
        case = self.get_parent(ref)
        old = self.find(Observation.objects.current(), ref=observation)
        self.case, self.level = case, old.level
        return old

    def get_page(self, record):
        return case_page(self.case) | {"level": self.level}

    def get_back_url(self, record):
        return f"{reverse('assessment:assessment-new', args=[self.case.ref])}#level-{self.level}"

    def get_success_message(self, record, result):
        return _("Saved.")


class NewObservation(ObservationAction):
    """Writes down something that exposes or protects; then perhaps something else."""

    title = pgettext_lazy("field", "Observation")

    def get_record(self, ref):
        self.case = self.get_parent(ref)
        self.level = self.request.GET.get("level", applicable_levels(self.case)[0])
        if self.level not in applicable_levels(self.case):
            raise Http404
        return self.case

    def get_form_kwargs(self, case):
        return {"level": self.level}

    def get_context(self, case):
        return {
            "lede": code_lists.label("level", self.level),
            "may_change_level": applicable_levels(case),
            "buttons": [FormButton("again", "1", _("Save and add another"))],
        }

    def perform(self, case, *, by, **fields):
        return record_observation(case, by, **fields)

    def get_response(self, case, result):
        if "again" not in self.request.POST:
            return super().get_response(case, result)
        url = reverse("assessment:observation-new", args=[case.ref])
        return action_done(
            self.request, next_url=f"{url}?level={self.level}", message=_("Saved. Add another.")
        )


class ObserveAgain(ObservationAction):
    """Seen again and seen differently: the new takes the place of the old, both remain."""

    submit_label = _("Save what is so now")
    lede = _("The earlier observation stays in the history.")

    def get_title(self, old):
        return factor_label(old)

    def get_form_kwargs(self, old):
        return {"level": old.level, "initial": _as_said(old)}

    def perform(self, old, *, by, **fields):
        return replace_observation(self.case, old, by=by, **fields)


class EndObservation(ObservationAction):
    """Says that it is over, or was never so."""

    submit_label = _("End observation")
    lede = _("It stops weighing in the risk; the history keeps it.")
    form_class = ObservationEndForm
    body_template = ""

    def get_title(self, old):
        return factor_label(old)

    def perform(self, old, *, by, how, because):
        self.case.require_open()
        verb = old.lapse if how == "lapsed" else old.withdraw
        return verb(by=by, because=because)

    def get_success_message(self, old, result):
        return _("It no longer counts.")


new = NewObservation.as_view()
again = ObserveAgain.as_view()
end = EndObservation.as_view()


def _as_said(old: Observation) -> dict:
    return {
        "factor": old.factor or ITSELF, "threat": old.threat,
        "weighs": f"{old.polarity}:{old.severity}",
        "immediate_danger": old.immediate_danger, "evidence": old.evidence,
    }  # fmt: skip
