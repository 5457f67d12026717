"""A journey home lies in the file of its case, and is told and erased with it."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.people.merged_records import stays
from amparo.foundation.people.models import Person
from amparo.foundation.trust.keeping import holds, lies_in

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

lies_in(
    Case, ReturnJourney, "case", title=_("Return"),
    tells=("kind", "country", "where", "state", "leaves_on"),
)  # fmt: skip
lies_in(Case, Traveller, "journey__case", title=_("Who travels"), tells=("is_going",))
lies_in(
    Case, Counselling, "journey__case", title=_("Counselling about a return"), asks=True,
    tells=("held_on", "language", "explained", "words"),
)  # fmt: skip
lies_in(
    Case, ReturnDecision, "traveller__journey__case", title=_("Decision about a return"),
    asks=True,
    tells=("decided_on", "goes", "situation", "signed", "guardian", "witness", "words"),
)  # fmt: skip
lies_in(
    Case, DecisionTakenBack, "decision__traveller__journey__case",
    title=_("Decision taken back"), asks=True, tells=("at", "words"),
)  # fmt: skip
lies_in(
    Case, Parting, "traveller__journey__case", title=_("Who parted from the others"), asks=True,
    tells=("at", "how", "because"),
)  # fmt: skip
lies_in(
    Case, TravelDocument, "traveller__journey__case", title=_("Travel document"),
    tells=("kind", "status", "good_until"),
)  # fmt: skip
lies_in(
    Case, Leg, "journey__case", title=_("Leg of a journey"),
    tells=("way", "leaves_from", "goes_to", "carrier", "number", "leaves_at", "arrives_at"),
)  # fmt: skip
lies_in(
    Case, LegChanged, "leg__journey__case", title=_("Change of a leg"), asks=True,
    tells=("at", "because"),
)  # fmt: skip
lies_in(
    Case, Provision, "journey__case", title=_("Help on the way"), asks=True,
    tells=("kind", "words"),
)  # fmt: skip
lies_in(
    Case, ProvisionEnded, "provision__journey__case", title=_("Help that was not needed"),
    asks=True, tells=("at", "because"),
)  # fmt: skip
lies_in(Case, Booking, "journey__case", title=_("Booking"), tells=("at", "code", "is_in_force"))
lies_in(
    Case, BookingEnded, "booking__journey__case", title=_("Booking that ended"), asks=True,
    tells=("at", "why", "words"),
)  # fmt: skip
lies_in(
    Case, Departure, "journey__case", title=_("Departure"), asks=True, tells=("left_on", "words")
)
lies_in(
    Case, Arrival, "journey__case", title=_("Arrival"), asks=True, tells=("arrived_on", "words")
)
lies_in(
    Case, Welcome, "journey__case", title=_("Welcome"), asks=True, tells=("welcomed_on", "words")
)
lies_in(
    Case, JourneyEnded, "journey__case", title=_("End of a return"), asks=True,
    tells=("at", "reason", "words"),
)  # fmt: skip
# Also of somebody who left the case since: as long as the return is kept, so is who was on it.
holds(Person, lambda person: Traveller.objects.filter(person=person).exists())

stays(Traveller, why=_("It belongs to a case, and is read with it."))
