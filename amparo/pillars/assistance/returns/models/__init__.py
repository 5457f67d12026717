"""Journeys home, and all that is decided, arranged and recorded on the way."""

from .bookings import Booking
from .counselling import Counselling
from .decisions import ReturnDecision
from .journeys import ReturnJourney
from .legs import Leg, LegChanged
from .milestones import JourneyMilestone
from .provisions import Provision, TravelDocument
from .travellers import Parting, Traveller

__all__ = [
    "Booking",
    "Counselling",
    "JourneyMilestone",
    "Leg",
    "LegChanged",
    "Parting",
    "Provision",
    "ReturnDecision",
    "ReturnJourney",
    "TravelDocument",
    "Traveller",
]
