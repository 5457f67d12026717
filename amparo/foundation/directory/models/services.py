"""Models: services, their types, where they are offered, and when each was verified."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists.codes import require
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.search import fold_text

from ..translated_text import TextInLanguage, text_in_language, without_empty_texts
from .editions import DirectoryEdition
from .locations import Location
from .organizations import Provider

# After this a service is shown as not confirmed, and its keeper is asked again.
STALE_AFTER = timedelta(days=365)
TRANSLATED_FIELDS = ("name", "about", "who_can_come", "how_to_come", "to_bring")


class ServiceQuerySet(PermissionQuerySet):
    def mark_changed(self) -> None:
        """Something that belongs to them has changed: whoever keeps a copy fetches it anew."""
        self.update(changed_at=now())
        DirectoryEdition.bump()

    def running(self) -> "ServiceQuerySet":
        return self.filter(status=Service.Status.ACTIVE)

    def stale(self) -> "ServiceQuerySet":
        return self.running().filter(
            models.Q(verified_at=None) | models.Q(verified_at__lt=now() - STALE_AFTER)
        )


class Service(Record):
    """Help that an organization offers (HSDS 3.0: service), with what migrants need to know.

    A question that nobody has answered yet is None: pages say so instead of guessing.
    """

    class Status(models.TextChoices):  # as in HSDS 3.0
        ACTIVE = "active", pgettext_lazy("service", "Operating")
        INACTIVE = "inactive", gettext_lazy("Not operating")
        DEFUNCT = "defunct", pgettext_lazy("service", "Discontinued")
        CLOSED = "temporarily closed", gettext_lazy("Temporarily closed")

    class Capacity(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("places available", "Unknown")
        PLENTY = "plenty", gettext_lazy("Places available")
        LITTLE = "little", gettext_lazy("Few places")
        FULL = "full", gettext_lazy("Full")

    class Audience(models.TextChoices):
        ANYBODY = "", pgettext_lazy("audience", "Anyone")
        WOMEN = "women", gettext_lazy("Women and their children")
        MEN = "men", gettext_lazy("Men")
        CHILDREN = "children", gettext_lazy("Children and adolescents")
        FAMILIES = "families", gettext_lazy("Families")
        LGBTIQ = "lgbtiq", gettext_lazy("LGBTIQ+ people")

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="services")
    name = models.JSONField(default=dict)
    about = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    who_can_come = models.JSONField(default=dict, blank=True)
    how_to_come = models.JSONField(default=dict, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, blank=True)
    minimum_age = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    maximum_age = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    # ISO 639 codes: spoken there, and through an interpreter.
    languages = models.JSONField(default=list, blank=True)
    interpreted = models.JSONField(default=list, blank=True)
    requires_documents = models.BooleanField(null=True)
    welcomes_irregular = models.BooleanField(null=True)
    is_free = models.BooleanField(null=True)
    is_child_friendly = models.BooleanField(null=True)
    needs_appointment = models.BooleanField(null=True)
    # What must be brought along, as text.
    to_bring = models.JSONField(default=dict, blank=True)
    # A safe house and the like: told to people in danger, shown without place or telephone.
    is_confidential = models.BooleanField(default=False)
    capacity = models.CharField(max_length=10, choices=Capacity, blank=True)
    capacity_reported_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What its last confirmation says, for lists; kept by `confirm`.
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When anything that is said of it changed last; set by `mark_changed`.
    changed_at = models.DateTimeField(default=now, editable=False)
    # Its names and texts in every language, folded: what a search looks through.
    search_text = models.TextField(blank=True, editable=False)

    audit_name = "service"

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Service")
        indexes = [models.Index(fields=["status", "-verified_at"], name="services_by_age")]

    class Privacy:
        plain_text = {
            "name": "published in the directory",
            "about": "published in the directory",
            "email": "published in the directory",
            "website": "published in the directory",
            "who_can_come": "published in the directory",
            "how_to_come": "published in the directory",
            "languages": "codes of languages",
            "interpreted": "codes of languages",
            "to_bring": "published in the directory",
            "search_text": "words of what the directory publishes",
        }

    class Events:
        offered = AuditEvent(gettext_lazy("Service added to directory"))
        changed = AuditEvent(gettext_lazy("Directory service updated"))
        confirmed = AuditEvent(gettext_lazy("Directory service confirmed"))
        room_said = AuditEvent(gettext_lazy("Service availability updated"))
        hours_kept = AuditEvent(gettext_lazy("Service hours updated"))
        details_kept = AuditEvent(gettext_lazy("Service costs, area and contacts updated"))

    def __str__(self):
        return self.title.text

    @classmethod
    @transaction.atomic
    def offer(
        cls, provider: Provider, *, by: User | None, types: Iterable[str],
        at: Iterable[Location] = (), **fields,
    ) -> "Service":  # fmt: skip
        """A new service, in the directory from now on."""
        service = cls(provider=provider)
        service._take(fields)
        service.save()
        service._is_of(types)
        service._is_at(at)
        DirectoryEdition.bump()
        log.log_event(by, "service.offered", service)
        return service

    @transaction.atomic
    def change(
        self, *, by: User | None, types: Iterable[str] | None = None,
        at: Iterable[Location] | None = None, **fields,
    ) -> None:  # fmt: skip
        self._take(fields)
        self.save()
        if types is not None:
            self._is_of(types)
        if at is not None:
            self._is_at(at)
        DirectoryEdition.bump()
        log.log_event(by, "service.changed", self, fields=sorted(fields))

    def _take(self, fields: dict) -> None:
        for name, value in fields.items():
            setattr(self, name, without_empty_texts(value) if name in TRANSLATED_FIELDS else value)
        if not self.name:
            raise Refusal(_("Give the service a name."))
        youngest, oldest = self.minimum_age, self.maximum_age
        if youngest is not None and oldest is not None and youngest > oldest:
            raise Refusal(_("The youngest age is above the oldest."))
        self.changed_at, self.search_text = now(), self._search_text()

    def _search_text(self) -> str:
        texts = [*self.name.values(), *self.about.values(), self.provider.organization.name]
        return fold_text(" ".join(texts))

    def mark_changed(self) -> None:
        """Something that belongs to it has changed: whoever keeps a copy fetches it anew."""
        self.changed_at = now()
        self.save(update_fields=["changed_at"])
        DirectoryEdition.bump()

    def _is_of(self, types: Iterable[str]) -> None:
        codes = list(dict.fromkeys(types))
        require("service_type", *codes)
        if not codes:
            raise Refusal(_("Say which kind of help it is."))
        self.types.all().delete()
        ServiceType.objects.bulk_create(ServiceType(service=self, code=code) for code in codes)

    def _is_at(self, locations: Iterable[Location]) -> None:
        """There and nowhere else; where it stays, its hours stay."""
        wanted = list(locations)
        self.service_at_locations.exclude(location__in=wanted).delete()
        for location in wanted:
            ServiceAtLocation.objects.get_or_create(service=self, location=location)

    @transaction.atomic
    def confirm(
        self, how: str, *, by: User | None, name: str = "", at: datetime | None = None
    ) -> "ServiceVerification":
        """Somebody looked or asked: what the directory says of it is still true."""
        seen = ServiceVerification.objects.create(
            service=self, how=how, by=by, name=name, at=at or now()
        )
        self.verified_at = max(filter(None, (self.verified_at, seen.at)))
        self.save(update_fields=["verified_at"])
        self.mark_changed()
        log.log_event(by, "service.confirmed", self, mode=how)
        return seen

    @transaction.atomic
    def report_capacity(self, capacity: str, *, by: User | None) -> None:
        self.capacity, self.capacity_reported_at = self.Capacity(capacity), now()
        self.save(update_fields=["capacity", "capacity_reported_at"])
        self.mark_changed()
        log.log_event(by, "service.room_said", self, level=capacity)

    @property
    def title(self) -> TextInLanguage:
        return text_in_language(self.name)

    @property
    def description(self) -> TextInLanguage:
        return text_in_language(self.about)

    @property
    def who_can_come_text(self) -> TextInLanguage:
        return text_in_language(self.who_can_come)

    @property
    def how_to_come_text(self) -> TextInLanguage:
        return text_in_language(self.how_to_come)

    @property
    def to_bring_text(self) -> TextInLanguage:
        return text_in_language(self.to_bring)

    @property
    def is_stale(self) -> bool:
        return self.verified_at is None or self.verified_at < now() - STALE_AFTER

    def current_capacity(self, at: datetime | None = None) -> str:
        """How much room there is, where somebody said so within a day: older words mislead."""
        is_fresh = self.capacity_reported_at and self.capacity_reported_at > (
            at or now()
        ) - timedelta(days=1)
        return self.capacity if is_fresh else ""


class ServiceType(models.Model):
    """One kind of help that a service is, from the list of service types."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="types")
    code = models.CharField(max_length=60)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "service"], name="of_a_type_once")]

    def __str__(self):
        return self.code


class ServiceAtLocation(Record):
    """A service at one of its locations (HSDS 3.0: service_at_location)."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="service_at_locations")
    location = models.ForeignKey(Location, models.CASCADE, related_name="service_at_locations")

    audit_name = "offered"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Service at location")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "location"], name="service_at_location_once"
            ),
        ]

    def __str__(self):
        return f"ServiceAtLocation {self.ref}"

    @property
    def map_point(self) -> str:
        """Latitude and longitude for a map; empty for what is confidential or has no point."""
        where = self.location
        is_secret = self.service.is_confidential or where.is_confidential
        if is_secret or where.latitude is None or where.longitude is None:
            return ""
        return f"{where.latitude:.4f},{where.longitude:.4f}"


class ServiceVerification(Record):
    """That it is still true: who says so, how they know, and when."""

    class How(models.TextChoices):
        VISIT = "visit", pgettext_lazy("verification", "Visit")
        CALL = "call", pgettext_lazy("verification", "Telephone call")
        LINK = "link", gettext_lazy("Confirmed by the organization")
        SOURCE = "source", gettext_lazy("From source list")

    service = models.ForeignKey(Service, models.CASCADE, related_name="verifications")
    how = models.CharField(max_length=10, choices=How)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The organization that says so, as pages name it.
    name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "verification"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Service confirmation")
        ordering = ["-at"]

    class Privacy:
        plain_text = {
            "name": "name of the organization that says so",
        }

    def __str__(self):
        return f"ServiceVerification {self.ref}"
