"""Data quality of a month: how much is missing, whom to ask, and reminders to them."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import require_permission, signed_in_user
from amparo.foundation.data_quality.models import DataReminder
from amparo.foundation.data_quality.queries import count_open_of

from ..issue_forms import RemindForm
from ..issue_pages import IssuePage
from .scope import Asked


class AskedMonth(Asked):
    """Of whose records, in which month; nobody is looked at alone."""

    has_groups = False


def _may_remind(user, scope) -> bool:
    return scope.office.pk in user.offices_for("figure.freeze")


@require_safe
def show(request):
    """Counts by kind and by colleague. Of restricted files there is none."""
    asked = AskedMonth(request)
    page = IssuePage(signed_in_user(request), asked.scope, asked.month)
    context = asked.context | {
        "page": page, "may_remind": _may_remind(request.user, asked.scope),
    }  # fmt: skip
    return render(request, "evidence/data_quality.html", context)


class Remind(ActionView):
    """Reminds colleagues, each once, with the number of their records."""

    title = _("Send reminders")
    submit_label = _("Send reminders")
    form_class = RemindForm

    def get_record(self):
        require_permission(self.request, "figure.freeze")
        self.asked = AskedMonth(self.request)
        if not _may_remind(self.request.user, self.asked.scope):
            raise Http404
        return IssuePage(self.request.user, self.asked.scope, self.asked.month)

    def get_form_kwargs(self, page):
        chosen = self.request.GET.get("colleague", "")
        colleagues = page.askable()
        initial = [chosen] if chosen in colleagues else list(colleagues)
        return {"colleagues": colleagues, "initial": {"colleagues": initial}}

    def get_page(self, page):
        return {"crumbs": [(self.get_back_url(page), _("Data quality"))]}

    def get_back_url(self, page):
        return f"{reverse('evidence:data-quality')}?{self.asked.query}"

    def perform(self, page, *, by, colleagues, remark):
        office = self.asked.scope.office
        reminded = DataReminder.send_to_all(
            [(each, count_open_of(each, page.offices)) for each in colleagues],
            by=by, office=office, remark=remark,
        )  # fmt: skip
        return len(reminded)

    def get_success_message(self, page, count):
        text = ngettext("%(count)s colleague reminded.", "%(count)s colleagues reminded.", count)
        return text % {"count": count}


remind = Remind.as_view()
