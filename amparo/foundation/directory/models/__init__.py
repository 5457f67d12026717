"""Who helps, with what, where and when; and who owes it."""

from .askings import Asking, Remark
from .duty_bearers import DutyBearer, Obligation
from .emergency_numbers import EmergencyNumber
from .hours import Opening
from .locations import Location
from .providers import Provider
from .services import Offered, Service, ServiceType, Verification

__all__ = [
    "Asking",
    "DutyBearer",
    "EmergencyNumber",
    "Location",
    "Obligation",
    "Offered",
    "Opening",
    "Provider",
    "Remark",
    "Service",
    "ServiceType",
    "Verification",
]
