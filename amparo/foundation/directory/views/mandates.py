"""Views: for which places each government institution answers; kept by an administrator."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.models import Organization
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.mandates import MandateForm
from ..models import Mandate


@require_safe
def mandate_list(request):
    """Every government institution with the areas of its mandate."""
    require_permission(request, "office.edit")
    rows = Organization.objects.accessible_to(request.user, to="edit").filter(
        kind=Organization.Kind.GOVERNMENT
    )
    institutions = paginate(rows, request, "name", "ref")
    mandates = Mandate.objects.accessible_to(request.user).standing()
    found: dict[int, list[Mandate]] = {each.pk: [] for each in institutions.rows}
    for mandate in mandates.filter(organization__in=found).select_related("place"):
        found[mandate.organization_id].append(mandate)
    context = {
        "institutions": institutions,
        "rows": [(each, found[each.pk]) for each in institutions.rows],
    }
    return render(request, "directory/mandates.html", context)


class AddMandate(ActionView):
    """Adds an area to the mandate of an institution."""

    queryset = Organization.objects.filter(kind=Organization.Kind.GOVERNMENT)
    permission = "edit"
    submit_label = pgettext_lazy("mandate", "Add area")
    success_message = _(
        "Area added. Signed figures of it are prepared for the institution, rounded."
    )
    form_class = MandateForm

    def get_title(self, organization):
        return _("Mandate of %(institution)s") % {"institution": organization.name}

    def get_form_kwargs(self, organization):
        return {"user": self.request.user}

    def get_page(self, organization):
        return {"crumbs": [(reverse("directory:mandates"), _("Mandates of institutions"))]}

    def get_back_url(self, organization):
        return reverse("directory:mandates")

    def get_success_url(self, organization, mandate):
        return reverse("directory:mandates")

    def perform(self, organization, *, by, **fields):
        return Mandate.add(organization, by=by, **fields)


mandate_add = AddMandate.as_view()


@require_POST
def mandate_end(request, ref):
    mandate = get_permitted_or_404(request, Mandate, to="keep", ref=ref)
    mandate.end(by=request.user)
    return action_done(
        request,
        next_url=reverse("directory:mandates"),
        message=_("Area removed. The institution sees no figures of it any more."),
    )
