"""Who is qualified to hear a wish for asylum or to interview children: entered by supervisors."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import require_permission

from ..forms.interviews import QualificationForm
from ..models import Qualification

MOST = 300


@require_safe
def index(request):
    require_permission(request, "case.approve")
    found = Qualification.objects.accessible_to(request.user).filter(ended_at=None)
    shown = found.select_related("holder", "by").order_by("holder__name", "kind", "pk")[:MOST]
    return render(request, "returns/qualifications.html", {"qualifications": list(shown)})


class Enter(ActionView):
    """A supervisor enters a qualification of a colleague, with its paper."""

    title = _("Qualification of a colleague")
    submit_label = _("Enter qualification")
    success_message = _("The qualification is entered.")
    form_class = QualificationForm

    def get_record(self):
        require_permission(self.request, "case.approve")

    def get_form_kwargs(self, _nothing):
        colleagues = User.objects.accessible_to(self.request.user).filter(is_active=True)
        others = colleagues.exclude(pk=self.request.user.pk).order_by("name")
        return {"colleagues": [user for user in others if "case.work" in user.permissions]}

    def perform(self, _nothing, *, by, holder, **fields):
        return Qualification.enter(holder, by=by, **fields)

    def get_back_url(self, _nothing):
        return reverse("returns:qualifications")


enter = Enter.as_view()


class End(ActionView):
    """Ends one, where it was entered by mistake or taken away."""

    title = _("End this qualification?")
    submit_label = _("End qualification")
    success_message = _("The qualification has ended.")
    tone = "danger"
    permission = "edit"
    queryset = Qualification.objects.filter(ended_at=None).select_related("holder")

    def get_context(self, qualification):
        return {"lede": f"{qualification.holder.name}: {qualification.get_kind_display()}"}

    def perform(self, qualification, *, by):
        return qualification.end(by=by)

    def get_back_url(self, _qualification):
        return reverse("returns:qualifications")


end = End.as_view()
