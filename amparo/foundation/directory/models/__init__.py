"""Models of the directory: organizations, services, where and when; duty bearers."""

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
    "save_details",
]
