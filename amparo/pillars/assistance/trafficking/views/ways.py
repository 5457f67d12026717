"""The page of a way, its beginning, the list of all of them, and the figures."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.ui.pagination import paginate

from ...reaching import with_leave
from ...views.answers import given
from ..figures import figures_for
from ..forms.seeing import IndicatorsForm
from ..models import IndicatorsSeen, WayOut
from ..page import WayPage
from ..standing import WAITS, state_of, waiting, waits_for
from .answers import ask, case_of, kept, way_of


@require_safe
def show(request, ref, way):
    way = way_of(request, ref, way, to="see")
    return render(request, "trafficking/show.html", {
        "way": way, "case": way.case, "file": WayPage(way, request.user),
        "safe_talk": code_lists.terms("interview_safety"),
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, ref):
    """The first signs; with them the case is kept close, unless whoever notes them says no."""
    case = case_of(request, ref, to="work")
    return _note(request, case, _known(request, case), back=case.get_absolute_url())


def _known(request, case) -> list[Person]:
    """Its people, but for those whom another group keeps from whoever asks."""
    people = Person.objects.accessible_to(request.user)
    return list(people.filter(pk__in=[person.pk for person in case.persons()]).order_by("pk"))


@require_http_methods(["GET", "HEAD", "POST"])
def signs(request, ref, way):
    way = way_of(request, ref, way)
    return _note(request, way.case, [way.person], back=way.get_absolute_url())


def _note(request, case, people, *, back):
    form = IndicatorsForm(given(request), case=case, people=people)
    if form.is_valid():
        told = form.cleaned_data
        way = WayOut.begin(case, told.pop("person"), by=request.user)
        IndicatorsSeen.note(way, by=request.user, **told)
        return kept(request, way, _("The signs are noted. They decide nothing: people do."))
    return ask(
        request, case, form, title=_("Signs of trafficking"), yes=_("Note the signs"), back=back,
        fields="trafficking/signs.html", safe_talk=code_lists.terms("interview_safety"),
        have_leave=_have_leave(case),
    )  # fmt: skip


def _have_leave(case) -> list[str]:
    """Who would still open the case, beside whoever accompanies it."""
    before, case.confidentiality = case.confidentiality, case.Confidentiality.TRAFFICKING
    try:
        return [user.name for user in with_leave(case)]
    finally:
        case.confidentiality = before


@require_safe
def index(request):
    """Who waits for what, and since when: the longest first."""
    require_permission(request, "case.see")
    asked = request.GET.get("waits", "")
    ways = waiting(WayOut.objects.going_on().accessible_to(request.user), asked)
    ways = ways.select_related("person", "case__team__office", "case__owner")
    pages = paginate(ways, request, "at", "pk", size=25)
    log.log_list(request.user, "ways_out.listed", pages)
    return render(request, "trafficking/index.html", {
        "title": WAITS.get(asked, _("Out of exploitation")),
        "lines": [(way, state_of(way), waits_for(way)) for way in pages],
        "pages": pages,
        "choices": [("", _("All")), *WAITS.items()],
        "asked": asked if asked in WAITS else "",
        "sees_figures": "team.see" in request.user.permissions,
    })  # fmt: skip


@require_safe
def figures(request):
    """Counts alone: also for who may open none of these files."""
    require_permission(request, "team.see")
    log.log_list(request.user, "ways_out.counted", [])
    return render(request, "trafficking/figures.html", {"figures": figures_for(request.user)})
