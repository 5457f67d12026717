"""The way out of exploitation: what was seen, decided, given, planned for safety, and told."""

from .cooperation import AuthorityCooperation
from .determinations import DeterminationObjection, StatusDetermination
from .exploitation import Exploitation, Perpetrator, TraffickingEvent
from .htcds import HtcdsExport, HtcdsImportedRecord, HtcdsImportFile, HtcdsImportIssue
from .indicators import IndicatorObservation
from .reflection import ReflectionPeriod, ReflectionPeriodExtension
from .retrafficking import RetraffickingReview
from .safety import SafetyPlan, SafetyPlanReview
from .testimonies import (
    Testimony,
    TestimonyGrant,
    TestimonyText,
)
from .ways import TraffickingRecord

__all__ = [
    "AuthorityCooperation",
    "DeterminationObjection",
    "Exploitation",
    "HtcdsExport",
    "HtcdsImportFile",
    "HtcdsImportIssue",
    "HtcdsImportedRecord",
    "IndicatorObservation",
    "Perpetrator",
    "ReflectionPeriod",
    "ReflectionPeriodExtension",
    "RetraffickingReview",
    "SafetyPlan",
    "SafetyPlanReview",
    "StatusDetermination",
    "Testimony",
    "TestimonyGrant",
    "TestimonyText",
    "TraffickingEvent",
    "TraffickingRecord",
]
