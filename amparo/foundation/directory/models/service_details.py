"""Models: costs, areas, contact points and opening hours of a service."""

from collections.abc import Iterable

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.people.models import Place

from ..opening_hours import DAYS, Hours
from ..translated_text import TextInLanguage, text_in_language
from .services import Service, ServiceAtLocation

CURRENCY = RegexValidator(r"^[A-Z]{3}$", _("Write the currency in three letters, as in BOB."))


class ServiceCost(models.Model):
    """What somebody pays (HSDS 3: cost_option)."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="costs")
    # Who pays it, or for what: "for the first visit".
    option = models.JSONField(default=dict, blank=True)
    amount = models.DecimalField(
        max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(max_length=3, validators=[CURRENCY])
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    class Privacy:
        plain_text = {
            "option": "published in the directory",
        }

    def __str__(self):
        return f"{self.amount} {self.currency}"

    @property
    def option_text(self) -> TextInLanguage:
        return text_in_language(self.option)


class ServiceArea(models.Model):
    """For people of which area it is, where it is not for everybody (HSDS 3: service_area)."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="areas")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    description = models.JSONField(default=dict, blank=True)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    class Privacy:
        plain_text = {
            "description": "published in the directory",
        }

    def __str__(self):
        return f"ServiceArea {self.pk}"

    @property
    def description_text(self) -> TextInLanguage:
        return text_in_language(self.description)


class ContactPoint(models.Model):
    """Whom there to ask for: a function, never a person's name (HSDS 3: contact).

    What is public is copied on; a colleague's name on a list has put colleagues in danger.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="contact_points")
    title = models.CharField(max_length=200)
    department = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    class Privacy:
        plain_text = {
            "title": "published in the directory: a desk, not a person",
            "department": "published in the directory",
            "email": "published in the directory",
        }

    def __str__(self):
        return self.title


@transaction.atomic
def save_details(
    service: Service, *, by: User | None, costs: Iterable[ServiceCost] = (),
    areas: Iterable[ServiceArea] = (), contact_points: Iterable[ContactPoint] = (),
) -> None:  # fmt: skip
    """All of them anew, like a timetable."""
    for model, lines in (
        (ServiceCost, costs),
        (ServiceArea, areas),
        (ContactPoint, contact_points),
    ):
        _replace_lines(model, service, lines)
    service.mark_changed()
    log.log_event(by, "service.details_kept", service)


def _replace_lines(
    model: type[models.Model], service: Service, lines: Iterable[models.Model]
) -> None:
    model._default_manager.filter(service=service).delete()
    for line in lines:
        line.pk, line.service = None, service  # type: ignore[attr-defined]
        line.full_clean()
        line.save(force_insert=True)


# Opening hours.


class OpeningHours(models.Model):
    """One line of a timetable (HSDS 3.0: schedule; RFC 5545: WEEKLY, BYDAY)."""

    service_at_location = models.ForeignKey(
        ServiceAtLocation, models.CASCADE, related_name="opening_hours"
    )
    days = models.CharField(max_length=20)
    opens = models.TimeField(default="00:00")
    closes = models.TimeField(default="00:00")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    for_women = models.BooleanField(default=False)
    is_shut = models.BooleanField(default=False)
    note = models.JSONField(default=dict, blank=True)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["is_shut", "opens", "pk"]

    class Privacy:
        plain_text = {
            "note": "published in the directory",
        }

    def __str__(self):
        return f"{self.days} {self.opens}"

    @classmethod
    @transaction.atomic
    def replace(
        cls, service_at_location: ServiceAtLocation, lines: Iterable[Hours], *, by: User | None
    ) -> None:
        """The whole timetable anew."""
        service_at_location.opening_hours.all().delete()
        OpeningHours.objects.bulk_create(
            OpeningHours.of(service_at_location, line) for line in lines
        )
        service_at_location.service.mark_changed()
        log.log_event(by, "service.hours_kept", service_at_location.service)

    @classmethod
    def of(cls, service_at_location: ServiceAtLocation, line: Hours) -> "OpeningHours":
        days = ",".join(day for day in DAYS if day in line.days)
        return cls(
            service_at_location=service_at_location, days=days, opens=line.opens,
            closes=line.closes, since=line.since, until=line.until, for_women=line.for_women,
            is_shut=line.is_shut,
        )  # fmt: skip

    @property
    def hours(self) -> Hours:
        return Hours(
            frozenset(self.days.split(",")), self.opens, self.closes, self.since, self.until,
            self.for_women, self.is_shut,
        )  # fmt: skip

    @property
    def note_text(self) -> TextInLanguage:
        return text_in_language(self.note)
