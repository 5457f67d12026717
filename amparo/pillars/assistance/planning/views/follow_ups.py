"""Keeping in touch as often as the risk asks."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.pillars.assistance.cases.models import Task
from amparo.pillars.assistance.cases.reminders import ReminderOptions
from amparo.pillars.assistance.cases.views.case_actions import CaseAction

from ..forms.follow_ups import FollowUpForm
from ..models import FollowUp


class NewFollowUp(CaseAction):
    """What was heard when one kept in touch, and when one does so next."""

    title = _("Record follow-up")
    submit_label = _("Save")
    guidance_step = "case.follow_up"
    guidance_beside = ("communication.safe", "interpreter.use")
    form_class = FollowUpForm
    body_template = "planning/follow_up.html"

    def get_form_kwargs(self, case):
        self.reminding = ReminderOptions(case, self.request.user)
        return {"today": case.office.today(), "reminding": self.reminding}

    def get_context(self, case):
        alerts = case.safetyalerts.unresolved()
        return {
            "reminding": self.reminding, "usual": FollowUp.usual_next(case, case.office.today()),
            "person": case.met_by(self.request.user),
            "attempts": FollowUp.attempts_since_contact(case).count(),
            "unsafe": alerts.filter(do_not_contact=True).exists(),
            "is_danger_open": alerts.exists(),
        }  # fmt: skip

    @transaction.atomic
    def perform(self, case, *, by, remind="", **told):
        """What was heard, and the text that reminds of the next time: both or neither."""
        held = FollowUp.hold(case, by=by, **told)
        coming = case.tasks.pending().filter(what=Task.What.FOLLOW_UP)
        if remind and (task := coming.first()):
            self.reminding.remind(task, remind, by=by)
        return held

    def get_success_message(self, case, held):
        if held.change == FollowUp.Change.WORSE:
            return _("Saved. Risk reassessment is due today.")
        return _("Saved.")


new = NewFollowUp.as_view()
