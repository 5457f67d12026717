"""Places of the gazetteer, each within a larger one, and the communities that live there."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

# Places: countries, regions, towns and sites.


class PlaceQuerySet(PermissionQuerySet):
    def around(self, place: "Place | None") -> "list[Place]":
        """The place and every larger one that it lies in, nearest first."""
        found: list[Place] = []
        while place is not None and place not in found:
            found.append(place)
            place = place.within
        return found


class Place(Record):
    """An area of the gazetteer. What is known of it is context for every case there."""

    class Kind(models.TextChoices):
        COUNTRY = "country"
        REGION = "region"
        TOWN = "town"
        SITE = "site"

    within = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    country = models.CharField(max_length=2, blank=True)
    # The common operational code of the area (COD-AB "p-code"), where one is known.
    pcode = models.CharField(max_length=30, blank=True)

    crypto_label = "place"
    audit_name = "place"

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Place")
        indexes = [models.Index(fields=["name"], name="place_by_name")]

    class Privacy:
        plain_text = {
            "name": "name of a place",
        }

    class Events:
        charted = AuditEvent(_("Location added"))
        changed = AuditEvent(_("Location updated"))

    @property
    def knows_larger_places(self) -> bool:
        """Whether the larger places that it lies in were looked up with it, up to the largest."""
        place: Place = self
        while place.within_id is not None:
            if not Place.within.is_cached(place):
                return False
            place = place.within  # type: ignore[assignment]
        return True

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def create(cls, *, by: User | None, **fields) -> "Place":
        place = cls.objects.create(**fields)
        log.log_event(by, "place.charted", place)
        return place

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        log.log_event(by, "place.changed", self, fields=sorted(fields))


class Community(Record):
    """A place-based group. Its name is public; who speaks for it is not."""

    name = models.CharField(max_length=200)
    place = models.ForeignKey(Place, models.PROTECT, related_name="communities")
    size_estimate = models.PositiveIntegerField(null=True, blank=True)
    spokespersons = PersonalField(_("Spokespersons"))
    description = PersonalField(_("Description"))
    created_at = models.DateTimeField(default=now, editable=False)

    crypto_label = "community"
    audit_name = "community"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Community")

    class Privacy:
        no_owner = _("Kept with the community it speaks for, as long as we work with it.")
        plain_text = {
            "name": "name of a community, as it is known in public",
        }

    class Events:
        registered = AuditEvent(_("Community registered"))
        changed = AuditEvent(_("Community details updated"))

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def register(cls, *, by: User, **fields) -> "Community":
        community = cls.objects.create(**fields)
        log.log_event(by, "community.registered", community)
        return community

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        log.log_event(by, "community.changed", self, fields=sorted(fields))
