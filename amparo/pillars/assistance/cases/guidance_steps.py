"""Steps of casework beside which guidance stands: the title of the page of each, and in which of
them the open work of somebody is.
"""

from django.db.models import Min
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.standards.extension_points import GuidanceStep, open_steps
from amparo.foundation.standards.practice import register_step_checks
from amparo.foundation.standards.step_guidance import register_steps

from .models import Task

STEPS = (
    GuidanceStep("case.intake", _("Register person")),
    GuidanceStep("case.screening", pgettext_lazy("step of casework", "Urgent needs")),
    GuidanceStep("case.risk", _("Assess risk")),
    GuidanceStep("case.needs", _("Assess the situation")),
    GuidanceStep("consent.record", _("Request consent")),
    GuidanceStep("consent.exception", _("Review of registration without consent")),
    GuidanceStep("case.plan", _("Case plan")),
    GuidanceStep("case.referral", _("Refer to a service")),
    GuidanceStep("referral.receive", _("Referrals received")),
    GuidanceStep("case.service", _("Record service")),
    GuidanceStep("case.follow_up", _("Record follow-up")),
    GuidanceStep("case.transfer", _("Transfer case")),
    GuidanceStep("case.conference", _("Case conference")),
    GuidanceStep("case.closure", _("Close case")),
    GuidanceStep("case.safety_alert", _("Safety alert")),
    GuidanceStep("incident.report", _("Incidents")),
    GuidanceStep("privacy.request", pgettext_lazy("crumb", "Personal data")),
    GuidanceStep("field.offline", _("Amparo, in the field")),
    GuidanceStep("interpreter.use", pgettext_lazy("step of casework", "Interpreter")),
    GuidanceStep("communication.safe", _("Safe contact")),
)

# The step that a task of the agenda leads to; those that are not here lead to none.
STEPS_OF_TASKS: dict[str, str] = {
    Task.What.SCREEN: "case.screening", Task.What.ASSESS: "case.needs",
    Task.What.PLAN: "case.plan", Task.What.REVIEW: "case.plan", Task.What.ACTION: "case.plan",
    Task.What.FOLLOW_UP: "case.follow_up", Task.What.ALERT: "case.safety_alert",
    Task.What.RISK_REVIEW: "case.risk", Task.What.REFERRAL_QUESTION: "case.referral",
    Task.What.REFERRAL_OTHER_WAY: "case.referral", Task.What.RIGHTS: "privacy.request",
    Task.What.CALL: "communication.safe",
}  # fmt: skip


def steps_due_today(*, user: User) -> list[str]:
    """Returns the steps of what `user` has to do today or is late with, the latest first."""
    due = Task.objects.of(user).accessible_to(user).filter(due_on__lte=localdate())
    first = due.order_by().values_list("what").annotate(first=Min("due_on")).order_by("first")
    found = (STEPS_OF_TASKS.get(what) for what, _day in first)
    return list(dict.fromkeys(filter(None, found)))


# The way of a case from the first contact to its closure.
PATHWAY = ("case.", "consent.", "referral.")


def register() -> None:
    register_steps(*STEPS)
    open_steps.register(steps_due_today)
    register_step_checks(*(step for step in STEPS if step.code.startswith(PATHWAY)))
