"""Computing now, for who cannot wait for the night."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import require_permission

from ..models import Computation


class Compute(ActionView):
    """Asks for a computation; one that is under way already is not doubled."""

    title = _("Compute figures now")
    submit_label = _("Compute")
    success_message = _("Figures are being computed. Those of before stay until it is done.")
    above_template = "evidence/compute_note.html"

    def get_record(self):
        require_permission(self.request, "figure.define")

    def get_back_url(self, record):
        return reverse("evidence:home")

    def get_success_url(self, record, result):
        return reverse("evidence:home")

    def perform(self, record, *, by):
        return Computation.ask(by=by)


new = Compute.as_view()
