"""Monthly reports: which there are, one with its figures and why they differ now; freeze, sign."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui import formats

from ..forms import FreezeForm, ReasonForm
from ..issue_pages import open_issues_in
from ..models import MonthlyReport
from ..presenters import scopes_of
from ..report_pages import ReportPage, devices_out_of, freezable_months
from .scope import Asked

WHOLE = MonthlyReport.objects.select_related("office", "by", "signed_by")
MOST = 60


@require_safe
def index(request):
    """The newest months first; which can be frozen; which wait for the reader's signature."""
    asked = Asked(request)
    reports = list(
        WHOLE.accessible_to(request.user)
        .prefetch_related("restatements")
        .order_by("-month", "-pk")[:MOST]
    )
    context = asked.context | {
        "reports": [(each, formats.month(each.month)) for each in reports],
        "may_freeze": "figure.freeze" in request.user.permissions,
    }
    return render(request, "evidence/reports.html", context)


@require_safe
def show(request, ref):
    report = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    page = ReportPage(report, request.user)
    return render(request, "evidence/report.html", {"report": report, "page": page})


class New(ActionView):
    """Freezes a whole month of an office."""

    title = _("Freeze a month")
    submit_label = pgettext_lazy("figures", "Freeze")
    success_message = _("The month is being frozen. A supervisor is asked to sign it.")
    form_class = FreezeForm
    above_template = "evidence/freeze_note.html"

    def get_record(self):
        require_permission(self.request, "figure.freeze")

    def get_form_kwargs(self, record):
        months = freezable_months(self.request.user)
        asked = f"{self.request.GET.get('office', '')}|{self.request.GET.get('month', '')}"
        return {"months": months, "initial": {"month": asked}}

    def get_page(self, record):
        return {"crumbs": [(reverse("evidence:reports"), _("Monthly reports"))]}

    def get_context(self, record):
        user = self.request.user
        offices = set(user.offices_for("figure.freeze"))
        scopes = [each for each in scopes_of(user) if each.office.pk in offices]
        today = user.office.today() if user.office else localdate()
        return {
            "devices_out": devices_out_of(user), "open_issues": open_issues_in(scopes, today),
        }  # fmt: skip

    def get_back_url(self, record):
        return reverse("evidence:reports")

    def perform(self, record, *, by, month, remark):
        return MonthlyReport.ask(by=by, remark=remark, **month)

    def get_success_url(self, record, report):
        return report.get_absolute_url()


new = New.as_view()


class ReportAction(ActionView):
    """An action on a report by who may sign it."""

    queryset = WHOLE
    permission = "sign"

    def get_page(self, report):
        return {"crumbs": [(report.get_absolute_url(), formats.month(report.month))]}

    def get_back_url(self, report):
        return report.get_absolute_url()


sign = ReportAction.as_view(
    title=_("Sign monthly report"), submit_label=pgettext_lazy("figures", "Sign"),
    success_message=_("Signed. The figures can be sent now, and later changes are explained."),
    above_template="evidence/sign_note.html", perform=MonthlyReport.sign,
)  # fmt: skip
send_back = ReportAction.as_view(
    title=_("Return report for changes"), submit_label=_("Return"),
    success_message=_("Returned. Who froze it is told."), form_class=ReasonForm,
    perform=MonthlyReport.send_back,
)  # fmt: skip
