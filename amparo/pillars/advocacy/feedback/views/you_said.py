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

from ..forms import YouSaidWeDidForm, initial_values
from ..models import YouSaidWeDid

LIST_TEMPLATE = "feedback/you_said_list.html"


@require_safe
def you_said_list(request):
    require_permission(request, "complaint.publish")
    mine = YouSaidWeDid.objects.accessible_to(request.user).filter(removed_at=None)
    rows = paginate(mine.select_related("by"), request, "-at", "-pk", size=20)
    lines = [
        (row, codes.label("feedback_type", row.kind), *row.read_texts()) for row in rows
    ]  # fmt: skip
    return render(request, LIST_TEMPLATE, {"rows": rows, "lines": lines, "me": request.user})


class EditDraft(ActionView):
    """Changes what waits for a second person."""

    queryset = YouSaidWeDid
    permission = "edit"
    title = _("Edit draft")
    lede = _(
        "Name nobody, and nothing by which somebody could be known. In each language both halves, "
        "or neither."
    )
    submit_label = _("Save draft")
    success_message = _("Pending second approval.")
    form_class = YouSaidWeDidForm

    def get_form_kwargs(self, entry):
        return {"initial": initial_values(entry)}

    def get_arguments(self, form):
        return form.entry

    def get_page(self, entry):
        return {"crumbs": [(reverse("feedback:you-said-list"), _("You said, we did"))]}

    def get_back_url(self, entry):
        return reverse("feedback:you-said-list")

    def perform(self, entry, *, by, **fields):
        entry.change(by=by, **fields)


class NewDraft(EditDraft):
    """Writes one, which another person approves."""

    title = _("You said, we did")

    def get_record(self):
        require_permission(self.request, "complaint.publish")

    def get_form_kwargs(self, entry):
        return {}

    def perform(self, entry, *, by, **fields):
        return YouSaidWeDid.draft(by=by, office=by.office, **fields)


you_said_new = NewDraft.as_view()
you_said_edit = EditDraft.as_view()


@require_POST
def approve(request, ref):
    get_permitted_or_404(request, YouSaidWeDid, to="edit", ref=ref).approve(by=request.user)
    return _back_to_list(request, _("It is published."))


@require_POST
def remove(request, ref):
    get_permitted_or_404(request, YouSaidWeDid, to="edit", ref=ref).remove(by=request.user)
    return _back_to_list(request, _("It is no longer shown."))


def _back_to_list(request, message):
    return action_done(request, next_url=reverse("feedback:you-said-list"), message=message)
