"""Who helps, with what, where and when; and who owes it."""

from .askings import Asking, Remark
from .details import Area, Desk, Price, keep_details
from .duty_bearers import DutyBearer, Obligation
from .editions import DirectoryEdition
from .emergency_numbers import EmergencyNumber
from .feeds import Fed, Feed, FeedFile
from .hours import Opening
from .locations import Location
from .mechanisms import Mechanism, MechanismMember
from .providers import Provider
from .services import Offered, Service, ServiceType, Verification

__all__ = [
    "Area",
    "Asking",
    "Desk",
    "DirectoryEdition",
    "DutyBearer",
    "EmergencyNumber",
    "Fed",
    "Feed",
    "FeedFile",
    "Location",
    "Mechanism",
    "MechanismMember",
    "Obligation",
    "Offered",
    "Opening",
    "Price",
    "Provider",
    "Remark",
    "Service",
    "ServiceType",
    "Verification",
    "keep_details",
]
