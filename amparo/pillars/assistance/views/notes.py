"""Notes on a case: written in a moment, read in order."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.pagination import paginate

from ..case_page import CasePage
from ..forms.notes import NoteForm
from ..models import Case, Note
from .answers import ask, given, kept


@require_safe
def index(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    pages = paginate(case.notes.select_related("by"), request, "-at", "-pk", size=30)
    context = {"case": case, "file": CasePage(case, request.user), "pages": pages}
    return render(request, "assistance/notes/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    form = NoteForm(given(request))
    if form.is_valid():
        Note.write(case, by=request.user, **form.cleaned_data)
        return kept(request, case, part="notes", said=_("The note is kept."))
    return ask(request, case, form, part="notes", title=_("A note"), yes=_("Keep the note"))
