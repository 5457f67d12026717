"""Journeys home, and all that is decided, arranged and recorded on the way."""

from .bookings import Booking, BookingEnded
from .counselling import Counselling
from .decisions import DecisionTakenBack, ReturnDecision
from .journeys import ReturnJourney
from .legs import Leg, LegChanged
from .provisions import Provision, ProvisionEnded, TravelDocument
from .travel import Arrival, Departure, JourneyEnded, Welcome
from .travellers import Parting, Traveller

__all__ = [
    "Arrival",
    "Booking",
    "BookingEnded",
    "Counselling",
    "DecisionTakenBack",
    "Departure",
    "JourneyEnded",
    "Leg",
    "LegChanged",
    "Parting",
    "Provision",
    "ProvisionEnded",
    "ReturnDecision",
    "ReturnJourney",
    "TravelDocument",
    "Traveller",
    "Welcome",
]
