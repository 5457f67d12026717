"""The one box: find somebody, or register them. What is typed never stands in an address."""

from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import require_permission
from amparo.pillars.assistance.look_alikes import look
from amparo.pillars.assistance.models import Case
from amparo.ui.responses import action_done, is_htmx_fragment, render_page

from ..forms.search import SearchForm

SEARCH = "site/search.html"


@require_http_methods(["GET", "HEAD", "POST"])
def search(request):
    require_permission(request, "person.see")
    if request.method != "POST":
        return render_page(request, SEARCH, {"form": SearchForm()})
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render_page(request, SEARCH, {"form": form}, part="found", status=422)
    if form.case_number:
        return _case(request, form)
    found = None if form.is_empty else look(form.asked, request.user)
    context = {"form": _shown(form), "found": found, "sought": form.sought}
    return render_page(request, SEARCH, context, part="found")


def _case(request, form):
    """A number leads to its case; one that is not yours does not exist."""
    case = Case.objects.open_to(request.user).filter(number=form.case_number).first()
    if case and not is_htmx_fragment(request):
        return action_done(request, then=case.get_absolute_url())
    context = {"form": _shown(form), "case": case, "number": form.case_number}
    return render_page(request, SEARCH, context, part="found")


def _shown(form):
    """What came from the box of the roof stands in the field of names."""
    return SearchForm(initial=form.cleaned_data)
