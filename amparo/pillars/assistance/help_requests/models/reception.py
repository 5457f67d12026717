"""From where an office receives those who ask for help on the public pages."""

from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.models import Membership, Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

RECEIVES = "help.receive"


class HelpRequestArea(models.Model):
    """One place whose requests go to an office; without a place, all that no office covers."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="receptions")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="+")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "place"], name="reception_once"),
            models.UniqueConstraint(
                fields=["office"], condition=Q(place=None), name="reception_elsewhere_once"
            ),
        ]

    class Events:
        prefix = "reception"
        set_up = AuditEvent(gettext_lazy("Intake area of office changed"))

    def __str__(self):
        return f"{self.office}: {self.place or 'elsewhere'}"

    @classmethod
    @transaction.atomic
    def set_up(cls, office: Office, *, places: Iterable[Place], elsewhere: bool, by: User) -> None:
        if office.is_practice:
            raise Refusal(_("The practice office receives no requests for help."))
        cls.objects.filter(office=office).delete()
        for place in [*places, *([None] if elsewhere else [])]:
            cls.objects.create(office=office, place=place)
        log.log_event(by, "reception.set_up", office)


def receiving_office(place: Place | None) -> Office | None:
    """Who receives a request from there: the office of the nearest area that one covers.

    Where nobody set it up, an office of that country, else the first in which somebody receives:
    whoever asks is heard by somebody. An office in which nobody does is passed over.
    """
    able = Office.objects.filter(pk__in=[office.pk for office in staffed_offices()])
    for area in Place.objects.around(place):
        if found := able.filter(receptions__place=area).order_by("pk").first():
            return found
    elsewhere = able.filter(receptions__isnull=False, receptions__place=None)
    in_country = able.filter(country=place.country) if place and place.country else able.none()
    any_of = (elsewhere, in_country, able)
    return next(filter(None, (some.order_by("pk").first() for some in any_of)), None)


def staffed_offices() -> list[Office]:
    held = (
        Membership.objects.held()
        .with_permission(RECEIVES)
        .select_related("team__office", "office")
    )
    return list({place.in_office.pk: place.in_office for place in held}.values())


def receivers_of(office: Office) -> list[User]:
    return users_in_office(office, RECEIVES)


def supervisors_of(office: Office) -> list[User]:
    """Who answers for those who receive; in a small office, somebody of the one above."""
    found = users_in_office(office, "case.approve")
    if not found and office.parent:
        found = users_in_office(office.parent, "case.approve")
    return found or receivers_of(office)


def users_in_office(office: Office, verb: str) -> list[User]:
    here = Q(office=office) | Q(team__office=office)
    return Membership.objects.held().with_permission(verb).filter(here).people()
