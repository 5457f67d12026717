"""You said, we did: written by one, approved by another, read by anybody."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.you_said import YouSaidForm, as_told
from ..models import YouSaid

INDEX = "advocacy/you_said/index.html"


@require_safe
def index(request):
    require_permission(request, "complaint.publish")
    mine = YouSaid.objects.accessible_to(request.user).filter(removed_at=None)
    rows = paginate(mine.select_related("by"), request, "-at", "-pk", size=20)
    lines = [
        (row, codes.label("feedback_type", row.kind), *row.in_words()) for row in rows
    ]  # fmt: skip
    return render(request, INDEX, {"rows": rows, "lines": lines, "me": request.user})


class EditDraft(ActionView):
    """Changes what waits for a second person."""

    queryset = YouSaid
    permission = "edit"
    title = _("Edit draft")
    lede = _(
        "Name nobody, and nothing by which somebody could be known. In each language both halves, "
        "or neither."
    )
    submit_label = _("Save draft")
    success_message = _("Pending second approval.")
    form_class = YouSaidForm

    def get_form_kwargs(self, entry):
        return {"initial": as_told(entry)}

    def get_arguments(self, form):
        return form.told

    def get_page(self, entry):
        return {"crumbs": [(reverse("advocacy:you-said"), _("You said, we did"))]}

    def get_back_url(self, entry):
        return reverse("advocacy:you-said")

    def perform(self, entry, *, by, **told):
        entry.change(by=by, **told)


class NewDraft(EditDraft):
    """Writes one, which another person approves."""

    title = _("You said, we did")

    def get_record(self):
        require_permission(self.request, "complaint.publish")

    def get_form_kwargs(self, entry):
        return {}

    def perform(self, entry, *, by, **told):
        return YouSaid.draft(by=by, office=by.office, **told)


new = NewDraft.as_view()
edit = EditDraft.as_view()


@require_POST
def endorse(request, ref):
    get_permitted_or_404(request, YouSaid, to="edit", ref=ref).endorse(by=request.user)
    return _back(request, _("It is published."))


@require_POST
def take_down(request, ref):
    get_permitted_or_404(request, YouSaid, to="edit", ref=ref).take_down(by=request.user)
    return _back(request, _("It is no longer shown."))


def _back(request, said):
    return action_done(request, next_url=reverse("advocacy:you-said"), message=said)
