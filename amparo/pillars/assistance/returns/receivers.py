"""What is heard from elsewhere: a gate that shuts, a consent taken back, a screening answered with
yes; and what follows.
"""

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_rows
from amparo.foundation.people.extension_points import consent_withdrawn
from amparo.foundation.people.models import Consent
from amparo.pillars.assistance.cases.access_grants import people_of
from amparo.pillars.assistance.cases.extension_points import answered_yes
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.pathways.extension_points import gate_shut
from amparo.pillars.assistance.pathways.models import Gate

from . import rules
from .checks import has_agreed
from .models import Booking, ReturnJourney
from .models.bookings import look_again


def listen() -> None:
    gate_shut.connect(unbook, dispatch_uid="returns.gate")
    consent_withdrawn.connect(ask_again, dispatch_uid="returns.consent")
    answered_yes.connect(look_at_what_is_booked, dispatch_uid="returns.screening")


def unbook(sender, *, gate: Gate, by: User, **_kwargs) -> None:
    """Behind a gate that shuts nothing stays booked."""
    booked = Booking.objects.in_force().filter(journey__ref=gate.way)
    for booking in lock_rows(booked, owners=("journey__case",)):
        booking.end(by=by, why=Booking.EndReason.GATE)


def ask_again(sender, *, consent: Consent, by: User, **_kwargs) -> None:
    """Who may no longer read the file of a traveller is obeyed before the next step."""
    going = ReturnJourney.objects.filter(
        travellers__person=consent.person, travellers__is_going=True,
        state__in=rules.BEFORE_DEPARTURE,
    )  # fmt: skip
    for journey in lock_rows(going, owners=("case",)):
        if journey.to_team and not has_agreed(consent.person, journey):
            words = _("Somebody withdrew consent that the receiving office reads their file.")
            journey.reopen(rules.SHARING, by=by, text=words)


def look_at_what_is_booked(sender, *, screening: Screening, by: User, **_kwargs) -> None:
    """Who fears return, is in danger, is ill or shows signs of trafficking stays booked nowhere.

    The journey is held first: a booking that is made in the same moment is seen, or sees the yes.
    """
    going = ReturnJourney.objects.filter(
        travellers__person__in=people_of(screening.case), travellers__is_going=True,
        state__in=rules.BEFORE_DEPARTURE,
    )  # fmt: skip
    for journey in lock_rows(going, owners=("case",)):
        look_again(journey, by=by)
