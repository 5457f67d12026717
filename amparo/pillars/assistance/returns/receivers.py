"""Effects on returns of what happens elsewhere: a failed check, a consent withdrawn, a screening
answered with yes.
"""

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_rows
from amparo.foundation.people.extension_points import consent_withdrawn
from amparo.foundation.people.models import Consent
from amparo.pillars.assistance.cases.access_grants import people_of
from amparo.pillars.assistance.cases.extension_points import answered_yes
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.pathways.extension_points import check_failed
from amparo.pillars.assistance.pathways.models import Check

from . import rules
from .checks import has_shared_with_receiving_office
from .models import Booking, ReturnJourney
from .models.bookings import recheck_booking


def connect_receivers() -> None:
    check_failed.connect(cancel_booking, dispatch_uid="returns.check")
    consent_withdrawn.connect(reopen_consent_check, dispatch_uid="returns.consent")
    answered_yes.connect(look_at_what_is_booked, dispatch_uid="returns.screening")


def cancel_booking(sender, *, check: Check, by: User, **_kwargs) -> None:
    """Behind a check that shuts nothing stays booked."""
    booked = Booking.objects.in_force().filter(journey__ref=check.way)
    for booking in lock_rows(booked, owners=("journey__case",)):
        booking.end(by=by, why=Booking.EndReason.CHECK)


def reopen_consent_check(sender, *, consent: Consent, by: User, **_kwargs) -> None:
    """Who may no longer read the file of a traveller is obeyed before the next step."""
    going = ReturnJourney.objects.filter(
        travellers__person=consent.person, travellers__is_going=True,
        state__in=rules.BEFORE_DEPARTURE,
    )  # fmt: skip
    for journey in lock_rows(going, owners=("case",)):
        if journey.to_team and not has_shared_with_receiving_office(consent.person, journey):
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
        recheck_booking(journey, by=by)
