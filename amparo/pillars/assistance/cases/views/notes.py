"""Notes on a case: written in a moment, read in order."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.pagination import paginate

from ..forms.notes import NoteForm
from ..models import Case, Note
from ..presenters import CasePage
from .case_actions import CasePartAction


@require_safe
def index(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    pages = paginate(case.notes.select_related("by"), request, "-at", "-pk", size=30)
    context = {"case": case, "file": CasePage(case, request.user), "pages": pages}
    return render(request, "cases/notes/index.html", context)


new = CasePartAction.as_view(
    part="notes", title=pgettext_lazy("button", "Add note"),
    submit_label=pgettext_lazy("button", "Save"),
    success_message=_("Note saved."), form_class=NoteForm, perform=Note.write,
)  # fmt: skip
