"""Legacy totals: the list of an office; typing one, removing one."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms import LegacyTotalForm
from ..legacy import office_of
from ..models import LegacyTotal


@require_safe
def index(request):
    require_permission(request, "figure.see")
    rows = LegacyTotal.objects.accessible_to(request.user).standing()
    rows = rows.select_related("indicator", "place", "office")
    context = {
        "totals": paginate(rows, request, "-starts_on", "ref"),
        "may_keep": "figure.define" in request.user.permissions,
    }
    return render(request, "evidence/legacy_totals.html", context)


class Record(ActionView):
    """Records one total of another source."""

    title = _("Record legacy total")
    submit_label = _("Record legacy total")
    success_message = _("Recorded. It stands beside the figures and is part of no sum.")
    form_class = LegacyTotalForm

    def get_record(self):
        require_permission(self.request, "figure.define")
        return office_of(self.request.user)

    def get_page(self, office):
        return {"crumbs": [(reverse("evidence:legacy-totals"), _("Legacy totals"))]}

    def get_back_url(self, office):
        return reverse("evidence:legacy-totals")

    def get_success_url(self, office, total):
        return reverse("evidence:legacy-totals")

    def perform(self, office, *, by, **fields):
        return LegacyTotal.record(office, by=by, **fields)


new = Record.as_view()


@require_POST
def remove(request, ref):
    total = get_permitted_or_404(request, LegacyTotal, to="keep", ref=ref)
    total.remove(by=request.user)
    return action_done(
        request, next_url=reverse("evidence:legacy-totals"), message=_("Legacy total removed.")
    )
