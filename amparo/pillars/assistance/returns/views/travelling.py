"""The way home: legs, help, papers, booking; the day they leave, arrive and are welcomed."""

from functools import partial

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal

from ..forms import travelling as forms
from ..forms.parts import BecauseForm
from ..models import (
    Arrival,
    Booking,
    Departure,
    Leg,
    Provision,
    TravelDocument,
    Welcome,
)
from .asking import ASKS, asked, given, open_journey
from .deciding import find


@require_http_methods(ASKS)
def leg(request, ref):
    journey = open_journey(request, ref)
    form = forms.LegForm(given(request), journey=journey)
    return asked(
        request, journey, form, partial(Leg.plan, journey),
        title=_("A leg of the way"), yes=_("Plan this leg"), said=_("The leg is planned."),
    )  # fmt: skip


@require_http_methods(ASKS)
def change(request, ref, leg):
    journey, leg = _part_of(request, ref, Leg, leg)
    zone = journey.case.office.zone
    leaves, arrives = leg.leaves_at.astimezone(zone), leg.arrives_at.astimezone(zone)
    form = forms.LegChangeForm(
        given(request), journey=journey,
        initial={"leaves_on": leaves.date(), "leaves_clock": leaves.time(),
                 "arrives_on": arrives.date(), "arrives_clock": arrives.time()},
    )  # fmt: skip
    return asked(
        request, journey, form, leg.change, title=_("The times change"), yes=_("Change the times"),
        said=_("The times are changed. What is booked was looked at again."),
    )  # fmt: skip


@require_http_methods(ASKS)
def call_off(request, ref, leg):
    journey, leg = _part_of(request, ref, Leg, leg)
    return asked(
        request, journey, BecauseForm(given(request)), leg.call_off, tone="danger",
        title=_("Call this leg off?"), yes=_("Call it off"), said=_("The leg is called off."),
    )  # fmt: skip


@require_http_methods(ASKS)
def provide(request, ref):
    journey = open_journey(request, ref)
    form = forms.ProvisionForm(given(request), travellers=list(journey.going()))
    return asked(
        request, journey, form, partial(Provision.arrange, journey),
        title=_("Help on the way"), yes=_("Arrange it"), said=_("It is arranged."),
        lede=_("Escorts, help in transit, medicines they carry."),
    )  # fmt: skip


@require_http_methods(ASKS)
def no_longer(request, ref, provision):
    journey, provision = _part_of(request, ref, Provision, provision)
    return asked(
        request, journey, BecauseForm(given(request)), provision.end,
        title=_("This help is not needed"), yes=_("Take it from the list"),
        said=_("It is taken from the list. The file keeps why."),
    )  # fmt: skip


@require_http_methods(ASKS)
def document(request, ref, traveller):
    journey, traveller = find(request, ref, traveller)
    return asked(
        request, journey, forms.DocumentForm(given(request)),
        partial(TravelDocument.track, traveller),
        title=_("Travel document of %(name)s") % {"name": traveller.person.name},
        yes=_("Keep it"), said=_("It is noted how far the paper is."),
    )  # fmt: skip


@require_http_methods(ASKS)
def book(request, ref):
    journey = open_journey(request, ref)
    return asked(
        request, journey, forms.BookForm(given(request)), partial(Booking.make, journey),
        title=_("Book the journey"), yes=_("Book"), said=_("The journey is booked."),
        lede=_("Only when everything is settled. If one thing shuts again, it is not booked."),
    )  # fmt: skip


@require_http_methods(ASKS)
def unbook(request, ref):
    journey = open_journey(request, ref)

    def given_up(**said):
        booking = journey.bookings.filter(is_in_force=True).first()
        if booking is None:
            raise Refusal(_("Nothing is booked."))
        booking.give_up(**said)

    return asked(
        request, journey, forms.UnbookForm(given(request)), given_up, tone="danger",
        title=_("They did not leave"), yes=_("Record it"), said=_("The journey is not booked."),
    )  # fmt: skip


@require_http_methods(ASKS)
def depart(request, ref):
    journey = open_journey(request, ref)
    form = forms.DepartForm(given(request), initial={"left_on": journey.case.office.today()})
    return asked(
        request, journey, form, partial(Departure.record, journey),
        title=_("They left"), yes=_("Record the departure"), said=_("They are on their way."),
    )  # fmt: skip


@require_http_methods(ASKS)
def arrive(request, ref):
    journey = open_journey(request, ref)
    form = forms.ArriveForm(given(request), initial={"arrived_on": journey.case.office.today()})
    return asked(
        request, journey, form, partial(Arrival.confirm, journey),
        title=_("They arrived"), yes=_("Confirm the arrival"), said=_("The arrival is confirmed."),
    )  # fmt: skip


@require_http_methods(ASKS)
def welcome(request, ref):
    journey = open_journey(request, ref)
    form = forms.WelcomeForm(given(request), initial={"welcomed_on": journey.case.office.today()})
    return asked(
        request, journey, form, partial(Welcome.give, journey),
        title=_("They are welcome"), yes=_("Record the welcome"), said=_("They are welcomed."),
        lede=_("A bed, food, a doctor, the way home: what cannot wait."),
    )  # fmt: skip


def _part_of(request, ref, kind, part):
    journey = open_journey(request, ref)
    found = get_permitted_or_404(request, kind.objects.all(), to="work", ref=part, journey=journey)
    found.journey = journey
    return journey, found
