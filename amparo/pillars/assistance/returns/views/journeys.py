"""A return: begun, shown with all that must be settled, joined, parted from, ended."""

from functools import partial

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.ui.responses import action_done, render_page

from ...models import Case
from ...subjects import called
from ...views.stepping import open_case
from ...views.transfers import teams_elsewhere
from ..forms.deciding import BeginForm, EndForm, JoinForm, OfficeForm, PartForm
from ..journey_page import JourneyPage
from ..models import JourneyEnded, Parting, ReturnJourney
from .asking import ASK, ASKS, asked, given, open_journey

SHOW = "returns/show.html"


@require_http_methods(ASKS)
def begin(request, ref):
    case = open_case(request, ref)
    form = BeginForm(
        given(request), people=_known(case, request.user), user=request.user,
        teams=teams_elsewhere(case.team.office_id),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            journey = ReturnJourney.begin(case, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("The return is begun. Nothing is decided yet.")
            return action_done(request, next_url=journey.get_absolute_url(), message=said)
    context = {
        "case": case, "called": called(case), "form": form, "title": _("Prepare a return"),
        "lede": _("Nobody decides anything here yet: it is the place to walk through it."),
        "yes": _("Begin"), "back": case.get_absolute_url(),
    }  # fmt: skip
    return render_page(request, ASK, context, status=422 if form.is_bound else 200)


def _known(case: Case, user) -> list[Person]:
    """Of those in the case, whom the reader may know of."""
    keys = [person.pk for person in case.persons()]
    return list(Person.objects.accessible_to(user).filter(pk__in=keys).order_by("pk"))


@require_safe
def show(request, ref):
    journey = open_journey(request, ref, to="see")
    file = JourneyPage(journey, request.user)
    return render(request, SHOW, {"journey": journey, "case": journey.case, "file": file})


@require_http_methods(ASKS)
def join(request, ref):
    journey = open_journey(request, ref)
    there = {each.person_id for each in journey.going()}
    people = [each for each in _known(journey.case, request.user) if each.pk not in there]
    return asked(
        request, journey, JoinForm(given(request), people=people), journey.take_along,
        title=_("Somebody travels too"), yes=_("Let them join"), said=_("They travel too."),
    )  # fmt: skip


@require_http_methods(ASKS)
def part(request, ref):
    journey = open_journey(request, ref)
    form = PartForm(given(request), travellers=list(journey.going()))
    return asked(
        request, journey, form, partial(Parting.separate, journey),
        title=_("Somebody does not travel with the others"), yes=_("Let them part"),
        said=_("It is recorded. Whether the others still go freely is asked anew."),
        lede=_("What is best for each child is looked at anew, on either side."),
    )  # fmt: skip


@require_http_methods(ASKS)
def office(request, ref):
    journey = open_journey(request, ref)
    form = OfficeForm(given(request), teams=teams_elsewhere(journey.case.team.office_id))

    def named(*, by, to_team):
        return journey.will_be_received_by(to_team, by=by)

    return asked(
        request, journey, form, named, title=_("Who receives them"), yes=_("Save"),
        said=_("The receiving office is named. Ask them whether it may read their file."),
    )  # fmt: skip


@require_http_methods(ASKS)
def end(request, ref):
    journey = open_journey(request, ref)
    return asked(
        request, journey, EndForm(given(request)), partial(JourneyEnded.end, journey),
        title=_("End this return?"), yes=_("End the return"), tone="danger",
        said=_("The return is over. The case goes on."),
    )  # fmt: skip
