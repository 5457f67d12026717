"""Somebody on this case is in danger: two touches, and the right people know."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.protection import code_lists

from ..forms.alerts import AlertForm, ResolveForm
from ..models import SafetyAlert
from .case_actions import CaseAction


class SoundAlert(CaseAction):
    """Each kind of danger is a button of its own."""

    permission = "alert"
    title = _("Safety alert")
    success_message = _("Alert raised. Your supervisors were notified.")
    lede = _("Touch what is happening: it goes out at once.")
    guidance_step = "case.safety_alert"
    form_class = AlertForm
    body_template = "cases/steps/alert.html"

    def get_context(self, case):
        return {
            "kinds": code_lists.choices("alert_kind"),
            "told": _notified_users(case, self.request.user),
        }

    def perform(self, case, *, by, **fields):
        return SafetyAlert.sound(case, by=by, **fields)


class ResolveAlert(CaseAction):
    """Says how the danger was met."""

    queryset = SafetyAlert.objects.select_related("by", "resolved_by")
    title = _("Respond to safety alert")
    submit_label = _("Respond to alert")
    success_message = _("The alert is answered.")
    guidance_step = "case.safety_alert"
    form_class = ResolveForm
    body_template = "cases/steps/alert_resolve.html"

    def get_context(self, alert):
        return {"alert": alert, "submit_label": self.submit_label if alert.is_open else ""}

    def perform(self, alert, *, by, **fields):
        return alert.resolve(by=by, **fields)


new = SoundAlert.as_view()
resolve = ResolveAlert.as_view()


def _notified_users(case, by) -> list:
    told = {each.pk: each for each in (*case.supervisors(), *([case.owner] if case.owner else []))}
    return [each for each in told.values() if each != by]
