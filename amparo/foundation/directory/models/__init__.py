"""Who helps, with what, where and when; and who owes it."""

from .confirmations import Asking, Remark
from .editions import DirectoryEdition
from .emergency_numbers import EmergencyNumber
from .feeds import Fed, Feed, FeedFile
from .locations import Location
from .organizations import DutyBearer, Mechanism, MechanismMember, Obligation, Provider
from .service_details import Area, Desk, Opening, Price, save_details
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
