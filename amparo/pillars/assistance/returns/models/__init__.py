"""Journeys home, and all that is decided, arranged and recorded on the way."""

from .boarding import BoardingCheck
from .bookings import Booking
from .counselling import Counselling
from .decisions import ReturnDecision
from .exit_permissions import ExitPermission
from .fitness import FitnessDecision
from .fitness_requests import FitnessRequest
from .interviews import AsylumDeclaration, VoluntarinessInterview, WaitingTimeWaiver
from .journeys import ReturnJourney
from .legs import Leg, LegChanged
from .milestones import JourneyMilestone
from .provisions import Provision, TravelDocument
from .qualifications import Qualification, QualificationFile
from .travel_costs import TravelCost
from .travellers import Parting, Traveller

__all__ = [
    "AsylumDeclaration",
    "BoardingCheck",
    "Booking",
    "Counselling",
    "ExitPermission",
    "FitnessDecision",
    "FitnessRequest",
    "JourneyMilestone",
    "Leg",
    "LegChanged",
    "Parting",
    "Provision",
    "Qualification",
    "QualificationFile",
    "ReturnDecision",
    "ReturnJourney",
    "TravelCost",
    "TravelDocument",
    "Traveller",
    "VoluntarinessInterview",
    "WaitingTimeWaiver",
]
