"""A return: begun, shown with all that must be settled, joined, parted from, ended."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.views.case_actions import CaseAction
from amparo.pillars.assistance.transfers.views.transfers import teams_elsewhere
from amparo.ui.responses import fetches_rest_later, is_htmx_fragment, render_page

from ..forms.decisions import BeginForm, EndForm, JoinForm, OfficeForm, PartForm
from ..journey_presenter import ReturnPage
from ..models import ReturnJourney, TravelGroupSplit
from .journey_actions import JourneyAction, open_journey

SHOW = "returns/show.html"


class Begin(CaseAction):
    """Begins a return of people of a case."""

    title = _("Prepare a return")
    lede = _("Nobody decides anything here yet: it is the place to walk through it.")
    submit_label = pgettext_lazy("procedure", "Start")
    success_message = _("Return preparation started. No decision is recorded yet.")
    form_class = BeginForm

    def get_form_kwargs(self, case):
        user = self.request.user
        teams = teams_elsewhere(case.team.office_id)
        return {"people": _known(case, user), "user": user, "teams": teams}

    def perform(self, case, *, by, **fields):
        return ReturnJourney.begin(case, by=by, **fields)

    def get_success_url(self, case, journey):
        return journey.get_absolute_url()


begin = Begin.as_view()


def _known(case: Case, user) -> list[Person]:
    """Of those in the case, whom the reader may know of."""
    keys = [person.pk for person in case.persons()]
    return list(Person.objects.accessible_to(user).filter(pk__in=keys).order_by("pk"))


@require_safe
def show(request, ref):
    journey = open_journey(request, ref, to="see")
    file = ReturnPage(journey, request.user)
    context = {
        "journey": journey, "case": journey.case, "file": file,
        "is_part": is_htmx_fragment(request), "is_deferred": fetches_rest_later(request),
    }  # fmt: skip
    return render_page(request, SHOW, context, part="rest")


class Join(JourneyAction):
    """One more person of the case travels too."""

    title = _("Add traveller")
    submit_label = _("Add traveller")
    success_message = _("Traveller added.")
    form_class = JoinForm

    def get_form_kwargs(self, journey):
        there = {each.person_id for each in journey.going()}
        known = _known(journey.case, self.request.user)
        return {"people": [each for each in known if each.pk not in there]}

    def perform(self, journey, *, by, person):
        return journey.add_traveller(person, by=by)


join = Join.as_view()

part = JourneyAction.as_view(
    title=_("Remove from travel group"), submit_label=_("Remove from travel group"),
    success_message=_("Traveller removed. Voluntariness of the others must be confirmed again."),
    lede=_("Reassess each child’s best interests, on either side."),
    form_class=PartForm, perform=TravelGroupSplit.separate,
    get_form_kwargs=lambda journey: {"travellers": list(journey.going())},
)  # fmt: skip

office = JourneyAction.as_view(
    title=pgettext_lazy("field", "Receiving office"), submit_label=_("Save"),
    form_class=OfficeForm,
    success_message=_("Receiving office assigned. Ask for consent before it reads the file."),
    perform=lambda journey, *, by, to_team: journey.set_receiving_office(to_team, by=by),
    get_form_kwargs=lambda journey: {"teams": teams_elsewhere(journey.case.team.office_id)},
)  # fmt: skip

end = JourneyAction.as_view(
    title=_("Close this return?"), submit_label=_("Close return"), tone="danger",
    success_message=_("Return closed. The case remains open."), form_class=EndForm,
    perform=ReturnJourney.end,
)  # fmt: skip
