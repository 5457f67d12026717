"""Data classes of a parsed directory: organization, location, service and its parts.

Two that are equal say the same: so a file is compared with our directory.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from ..opening_hours import Hours
from ..translated_text import TranslatedText


@dataclass(frozen=True)
class Town:
    name: str
    country: str = ""


@dataclass
class Organization:
    ref: UUID
    name: str
    kind: str = "other"
    country: str = ""
    about: TranslatedText = field(default_factory=dict)
    website: str = ""
    email: str = ""
    phone: str = ""
    keeps_firewall: bool | None = None
    psea_assessed_on: date | None = None


@dataclass
class Location:
    ref: UUID
    kind: str = "physical"
    name: str = ""
    town: Town | None = None
    address: str = ""
    postal_code: str = ""
    directions: TranslatedText = field(default_factory=dict)
    latitude: float | None = None
    longitude: float | None = None
    time_zone: str = ""
    accessibility: list[str] = field(default_factory=list)


@dataclass
class ServiceAtLocation:
    """A service at a place, and its hours there."""

    ref: UUID
    location: Location
    hours: list[Hours] = field(default_factory=list)


@dataclass
class ServiceCost:
    amount: Decimal
    currency: str
    option: TranslatedText = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


@dataclass
class ServiceArea:
    town: Town | None = None
    description: TranslatedText = field(default_factory=dict)


@dataclass
class ContactPoint:
    title: str
    department: str = ""
    phone: str = ""
    email: str = ""


@dataclass
class Service:
    ref: UUID
    organization: Organization
    # As the fields of our own record are called.
    facts: dict = field(default_factory=dict)
    types: list[str] = field(default_factory=list)
    at: list[ServiceAtLocation] = field(default_factory=list)
    costs: list[ServiceCost] = field(default_factory=list)
    areas: list[ServiceArea] = field(default_factory=list)
    contact_points: list[ContactPoint] = field(default_factory=list)
    # When whoever tells of it confirmed it last, and who that was: no part of what is compared.
    assured_on: date | None = field(default=None, compare=False)
    assured_by: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)
