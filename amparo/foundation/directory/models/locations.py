"""Model: locations. The address of a safe house is encrypted and on no map."""

import zoneinfo
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.accounts.organizations import check_time_zone
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.people.models import Place

from ..translated_text import TextInLanguage, text_in_language, without_empty_texts
from .editions import DirectoryEdition
from .organizations import Provider


class Location(Record):
    """A house, a corner where a van stops, or a line to call (HSDS 3.0: location, address)."""

    class Kind(models.TextChoices):
        PHYSICAL = "physical", _("At a fixed place")
        MOBILE = "mobile", _("Mobile service (van, outreach team)")
        VIRTUAL = "virtual", _("Remote (telephone or online)")

    class Accessibility(models.TextChoices):
        STEP_FREE = "step_free", _("Without steps")
        TOILET = "toilet", _("Toilet for wheelchairs")
        SIGNED = "signed", _("Sign language")
        LOOP = "loop", _("Hearing support")
        QUIET = "quiet", _("Quiet room")

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="locations")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PHYSICAL)
    name = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    directions = models.JSONField(default=dict, blank=True)
    # WGS 84, degrees.
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    time_zone = models.CharField(max_length=60, default="UTC", validators=[check_time_zone])
    # Of `Accessibility`, what there is.
    accessibility = models.JSONField(default=list, blank=True)
    # Somebody would be in danger if this address were known.
    is_confidential = models.BooleanField(default=False)
    confidential_address = PersonalField(_("Confidential address"), crypto_name="hidden_address")

    crypto_label = "location"
    audit_name = "location"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Service location")
        constraints = [
            models.CheckConstraint(
                name="confidential_location_not_on_map",
                condition=models.Q(is_confidential=False)
                | models.Q(latitude=None, longitude=None, address="", name="", postal_code=""),
            ),
        ]

    class Privacy:
        no_owner = _("Addresses of safe houses: of the organizations that keep them.")
        plain_text = {
            "name": "published; the address of a safe house stands in a sealed field",
            "address": "published; the address of a safe house stands in a sealed field",
            "directions": "published in the directory",
            "accessibility": "published in the directory",
        }

    class Events:
        noted = AuditEvent(_("Service location added"))
        changed = AuditEvent(_("Service location updated"))

    def __str__(self):
        return self.name or self.address or str(self.ref)

    @classmethod
    @transaction.atomic
    def note(cls, provider: Provider, *, by: User | None, **fields) -> "Location":
        location = cls(provider=provider)
        location._take(fields)
        location.save()
        DirectoryEdition.bump()
        log.log_event(by, "location.noted", location)
        return location

    @transaction.atomic
    def change(self, *, by: User | None, **fields) -> None:
        self._take(fields)
        self.save()
        for each in self.service_at_locations.select_related("service"):
            each.service.mark_changed()
        DirectoryEdition.bump()
        log.log_event(by, "location.changed", self, fields=sorted(fields))

    def _take(self, fields: dict) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.directions = without_empty_texts(self.directions)
        if self.is_confidential:
            self.confidential_address = self.address or self.confidential_address
            self.name = self.address = self.postal_code = ""
            self.directions, self.latitude, self.longitude = {}, None, None
        elif self.confidential_address:
            self.address = self.address or self.confidential_address
            self.confidential_address = ""
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError(_("A point on the map has both a latitude and a longitude."))
        self.clean_fields(exclude=["confidential_address"])

    @property
    def clock(self) -> datetime:
        """What the clock on the wall there shows now."""
        return local_time_in(self.time_zone)

    @property
    def directions_text(self) -> TextInLanguage:
        return text_in_language(self.directions)


def local_time_in(zone: str) -> datetime:
    return now().astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)
