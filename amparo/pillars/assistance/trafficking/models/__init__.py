"""The way out of exploitation: what was seen, decided, given, planned for safety, and told."""

from .cooperation import Cooperation
from .determinations import Determination, OtherView
from .exploitation import Event, Exploitation, Perpetrator
from .indicators import IndicatorsSeen
from .reflection import ReflectionEnd, ReflectionExtension, ReflectionPeriod
from .safety import SafetyPlan, SafetyReview
from .testimonies import (
    Testimony,
    TestimonyErased,
    TestimonyGrant,
    TestimonyRevoked,
    TestimonyWords,
)
from .ways import WayOut

__all__ = [
    "Cooperation",
    "Determination",
    "Event",
    "Exploitation",
    "IndicatorsSeen",
    "OtherView",
    "Perpetrator",
    "ReflectionEnd",
    "ReflectionExtension",
    "ReflectionPeriod",
    "SafetyPlan",
    "SafetyReview",
    "Testimony",
    "TestimonyErased",
    "TestimonyGrant",
    "TestimonyRevoked",
    "TestimonyWords",
    "WayOut",
]
