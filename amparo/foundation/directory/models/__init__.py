"""Models of the directory: organizations, services, where and when; duty bearers."""

from .confirmations import ConfirmationRequest, ServiceRemark
from .editions import DirectoryEdition
from .emergency_numbers import EmergencyNumber
from .feeds import ExternalDirectory, FeedFile, FeedService
from .locations import Location
from .mandates import Mandate, regions_within
from .organizations import DutyBearer, MechanismMember, Obligation, Provider, ReferralMechanism
from .service_details import ContactPoint, OpeningHours, ServiceArea, ServiceCost, save_details
from .services import Service, ServiceAtLocation, ServiceType, ServiceVerification

__all__ = [
    "ConfirmationRequest",
    "ContactPoint",
    "DirectoryEdition",
    "DutyBearer",
    "EmergencyNumber",
    "ExternalDirectory",
    "FeedFile",
    "FeedService",
    "Location",
    "Mandate",
    "MechanismMember",
    "Obligation",
    "OpeningHours",
    "Provider",
    "ReferralMechanism",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCost",
    "ServiceRemark",
    "ServiceType",
    "ServiceVerification",
    "regions_within",
    "save_details",
]
