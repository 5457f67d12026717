"""Counselling, and what each of them decided; taken back by one deed until they leave."""

from functools import partial

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal

from ..forms.deciding import CounsellingForm, DecisionForm
from ..forms.parts import WordsForm
from ..models import Counselling, ReturnDecision, ReturnJourney, Traveller
from .asking import ASKS, asked, given, open_journey


@require_http_methods(ASKS)
def counsel(request, ref):
    journey = open_journey(request, ref)
    form = CounsellingForm(
        given(request),
        initial={"held_on": journey.case.office.today(), "language": journey.case.language},
    )
    return asked(
        request, journey, form, partial(Counselling.hold, journey),
        title=_("Counselling"), yes=_("Keep it"), said=_("The counselling is recorded."),
        lede=_("Tell them what they need to decide for themselves, in a language they know well."),
    )  # fmt: skip


@require_http_methods(ASKS)
def decide(request, ref, traveller):
    journey, traveller = find(request, ref, traveller)
    form = DecisionForm(
        given(request), traveller=traveller, initial={"language": journey.case.language}
    )
    return asked(
        request, journey, form, partial(ReturnDecision.take, traveller),
        title=_("Decision of %(name)s") % {"name": traveller.person.name},
        yes=_("Record the decision"), said=_("The decision is recorded."),
        lede=_("It is theirs alone. They may take it back at any time until they leave."),
    )  # fmt: skip


@require_http_methods(ASKS)
def take_back(request, ref, traveller):
    journey, traveller = find(request, ref, traveller)

    def taken_back(*, by, words):
        decision = traveller.decision
        if decision is None:
            raise Refusal(_("There is nothing to take back."))
        return decision.withdraw(by=by, words=words)

    return asked(
        request, journey, WordsForm(given(request)), taken_back,
        title=_("They do not want to go any more"), yes=_("Record it"), tone="danger",
        said=_("It is recorded. Nothing is booked any more."),
        lede=_("Nobody asks them for a reason. What is booked is cancelled at once."),
    )  # fmt: skip


def find(request, ref, traveller) -> tuple[ReturnJourney, Traveller]:
    journey = open_journey(request, ref)
    known = Traveller.objects.select_related("person")
    found = get_permitted_or_404(request, known, to="work", ref=traveller, journey=journey)
    found.journey = journey
    return journey, found
