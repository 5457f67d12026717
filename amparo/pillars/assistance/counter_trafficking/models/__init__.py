"""The way out of exploitation: what was seen, decided, given, planned for safety, and told."""

from .cooperation import Cooperation
from .determinations import Determination, OtherView
from .exploitation import Event, Exploitation, Perpetrator
from .htcds import HtcdsExport, HtcdsFile, HtcdsImportIssue, HtcdsRow
from .indicators import IndicatorsSeen
from .reflection import ReflectionExtension, ReflectionPeriod
from .retrafficking import RetraffickingReview
from .safety import SafetyPlan, SafetyReview
from .testimonies import (
    Testimony,
    TestimonyGrant,
    TestimonyWords,
)
from .ways import WayOut

__all__ = [
    "Cooperation",
    "Determination",
    "Event",
    "Exploitation",
    "HtcdsExport",
    "HtcdsFile",
    "HtcdsImportIssue",
    "HtcdsRow",
    "IndicatorsSeen",
    "OtherView",
    "Perpetrator",
    "ReflectionExtension",
    "ReflectionPeriod",
    "RetraffickingReview",
    "SafetyPlan",
    "SafetyReview",
    "Testimony",
    "TestimonyGrant",
    "TestimonyWords",
    "WayOut",
]
