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
from .legs import Leg, LegChange
from .milestones import JourneyMilestone
from .provisions import TravelAssistance, TravelDocument
from .qualifications import Qualification, QualificationFile
from .travel_costs import TravelCost
from .travellers import TravelGroupSplit, Traveller

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
    "LegChange",
    "Qualification",
    "QualificationFile",
    "ReturnDecision",
    "ReturnJourney",
    "TravelAssistance",
    "TravelCost",
    "TravelDocument",
    "TravelGroupSplit",
    "Traveller",
    "VoluntarinessInterview",
    "WaitingTimeWaiver",
]
