"""Data quality issues of a colleague: the list, and the answer to one."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui.pagination import paginate

from .extension_points import data_checks
from .models import DataIssue, DataReminder
from .presenters import shown_issues

PAGE = 30


@require_safe
def index(request):
    """What is missing in one's own records, the longest waiting first; of one file if asked."""
    require_permission(request, "case.see")
    rows = DataIssue.objects.of(request.user).accessible_to(request.user)
    file = _ref(request.GET.get("file", ""))
    if file:
        rows = rows.filter(file_ref=file)
    pages = paginate(rows, request, "found_at", "pk", size=PAGE)
    issues = shown_issues(list(pages), request.user)
    shown = [each.subject.record for each in issues if each.subject]
    log.log_list(request.user, "dataissue.listed", shown)
    reminder = (
        DataReminder.objects.accessible_to(request.user)
        .filter(colleague=request.user).select_related("by").order_by("-at").first()
    )  # fmt: skip
    context = {"pages": pages, "issues": issues, "reminder": reminder, "file": file}
    return render(request, "data_quality/issues.html", context)


def _ref(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class Answer(ActionView):
    """Completes one record with the record's own verb, or says why nobody knows."""

    queryset = DataIssue
    permission = "answer"
    submit_label = _("Save answer")
    above_template = "data_quality/answer_above.html"

    def get_record(self, ref):
        issue = super().get_record(ref=ref)
        self.check = data_checks.get(issue.kind)
        if self.check is None or not issue.is_open:
            raise Http404
        self.about = self.check.get_record(self.request, issue)
        return issue

    def get_title(self, issue):
        return self.check.label

    def get_page(self, issue):
        subject = self.check.get_subjects([issue], self.request.user).get(issue.pk)
        return {
            "crumbs": [(reverse("data_quality:issues"), _("Data quality issues"))],
            "subject": subject.name if subject else "", "subject_of": subject,
        }  # fmt: skip

    def get_context(self, issue):
        link = self.check.get_link(self.about, issue) if self.check.get_link else None
        return {"link": link, "is_missing": self.check.is_missing(self.about)}

    def get_form(self, issue, data, /):
        return self.check.form_class(
            data, record=self.about, user=self.request.user, reasons=self.check.reasons
        )

    def get_back_url(self, issue):
        return reverse("data_quality:issues")

    def perform(self, issue, *, by, reason, **values):
        if not self.check.is_missing(self.about):
            issue.close_as_mended(by=by)
        elif reason:
            issue.explain(by=by, reason=reason)
        else:
            self.check.answer(self.about, by=by, **values)
            issue.complete(by=by)

    def get_success_message(self, issue, result):
        if issue.end == DataIssue.End.MENDED:
            return pgettext_lazy(
                "data quality issue", "It was completed meanwhile. Nothing was changed."
            )
        return _("Saved. It is no longer asked.")


answer = Answer.as_view()
