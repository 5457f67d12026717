"""A journey home lies in the file of its case, and is told and erased with it."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import blocks_erasure, declare_personal_data
from amparo.foundation.people.merged_records import keep_with_own_record
from amparo.foundation.people.models import Person

from ..models import Case
from .models import (
    Arrival,
    Booking,
    BookingEnded,
    Counselling,
    DecisionTakenBack,
    Departure,
    JourneyEnded,
    Leg,
    LegChanged,
    Parting,
    Provision,
    ProvisionEnded,
    ReturnDecision,
    ReturnJourney,
    TravelDocument,
    Traveller,
    Welcome,
)

declare_personal_data(
    Case, ReturnJourney, "case", title=_("Return"),
    disclosed_fields=("kind", "country", "where", "state", "leaves_on"),
)  # fmt: skip
declare_personal_data(
    Case, Traveller, "journey__case", title=_("Who travels"), disclosed_fields=("is_going",)
)
declare_personal_data(
    Case, Counselling, "journey__case", title=_("Counselling about a return"), needs_review=True,
    disclosed_fields=("held_on", "language", "explained", "words"),
)  # fmt: skip
declare_personal_data(
    Case, ReturnDecision, "traveller__journey__case", title=_("Decision about a return"),
    needs_review=True,
    disclosed_fields=("decided_on", "goes", "situation", "signed", "guardian", "witness", "words"),
)  # fmt: skip
declare_personal_data(
    Case, DecisionTakenBack, "decision__traveller__journey__case",
    title=_("Decision taken back"), needs_review=True, disclosed_fields=("at", "words"),
)  # fmt: skip
declare_personal_data(
    Case, Parting, "traveller__journey__case", title=_("Who parted from the others"),
    needs_review=True,
    disclosed_fields=("at", "how", "because"),
)  # fmt: skip
declare_personal_data(
    Case, TravelDocument, "traveller__journey__case", title=_("Travel document"),
    disclosed_fields=("kind", "status", "good_until"),
)  # fmt: skip
declare_personal_data(
    Case, Leg, "journey__case", title=_("Leg of a journey"),
    disclosed_fields=(
        "way", "leaves_from", "goes_to", "carrier", "number", "leaves_at", "arrives_at",
    ),
)  # fmt: skip
declare_personal_data(
    Case, LegChanged, "leg__journey__case", title=_("Change of a leg"), needs_review=True,
    disclosed_fields=("at", "because"),
)  # fmt: skip
declare_personal_data(
    Case, Provision, "journey__case", title=_("Help on the way"), needs_review=True,
    disclosed_fields=("kind", "words"),
)  # fmt: skip
declare_personal_data(
    Case, ProvisionEnded, "provision__journey__case", title=_("Help that was not needed"),
    needs_review=True, disclosed_fields=("at", "because"),
)  # fmt: skip
declare_personal_data(
    Case,
    Booking,
    "journey__case",
    title=_("Booking"),
    disclosed_fields=("at", "code", "is_in_force"),
)
declare_personal_data(
    Case, BookingEnded, "booking__journey__case", title=_("Booking that ended"), needs_review=True,
    disclosed_fields=("at", "why", "words"),
)  # fmt: skip
declare_personal_data(
    Case,
    Departure,
    "journey__case",
    title=_("Departure"),
    needs_review=True,
    disclosed_fields=("left_on", "words"),
)
declare_personal_data(
    Case,
    Arrival,
    "journey__case",
    title=_("Arrival"),
    needs_review=True,
    disclosed_fields=("arrived_on", "words"),
)
declare_personal_data(
    Case,
    Welcome,
    "journey__case",
    title=_("Welcome"),
    needs_review=True,
    disclosed_fields=("welcomed_on", "words"),
)
declare_personal_data(
    Case, JourneyEnded, "journey__case", title=_("End of a return"), needs_review=True,
    disclosed_fields=("at", "reason", "words"),
)  # fmt: skip
# Also of somebody who left the case since: as long as the return is kept, so is who was on it.
blocks_erasure(Person, lambda person: Traveller.objects.filter(person=person).exists())

keep_with_own_record(Traveller, why=_("It belongs to a case, and is read with it."))
