"""Mandates of government institutions: the places for which each of them answers.

What an institution is shown of figures is of these places and of no others.
"""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place


class MandateQuerySet(PermissionQuerySet):
    def in_force(self, day: date) -> "MandateQuerySet":
        """Those that had begun on `day`, and were neither over nor ended."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day, ended_at=None)

    def standing(self) -> "MandateQuerySet":
        """Those that nobody ended, whenever they begin."""
        return self.filter(ended_at=None)


class Mandate(Record):
    """One place of the mandate of a government institution, from one day on.

    Never changed: it is ended, and another one added.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"),
        related_name="mandates",
    )  # fmt: skip
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=pgettext_lazy("area", "Area"), related_name="+"
    )
    since = models.DateField(pgettext_lazy("mandate", "Since"))
    until = models.DateField(pgettext_lazy("mandate", "Until"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    audit_name = "mandate"

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("institution", "Mandate")
        ordering = ["organization", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "place"], condition=Q(ended_at=None), name="mandate_once"
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("For which places an institution answers; names nobody.")

    class Events:
        added = AuditEvent(gettext_lazy("Area added to the mandate of an institution"))
        ended = AuditEvent(gettext_lazy("Area removed from the mandate of an institution"))

    def __str__(self):
        return f"Mandate {self.ref}"

    @classmethod
    @transaction.atomic
    def add(
        cls, organization: Organization, *, by: User | None, place: Place, since: date,
        until: date | None = None,
    ) -> "Mandate":  # fmt: skip
        """Sets a place of a mandate. Refused for what is no government institution, and twice."""
        if organization.kind != Organization.Kind.GOVERNMENT:
            raise Refusal(_("Only a government institution has a mandate over an area."))
        if until and until < since:
            raise Refusal(_("It ends before it starts."))
        # One that was over by its own date makes room.
        over = cls.objects.standing().filter(
            organization=organization, place=place, until__lt=localdate()
        )
        over.update(ended_at=now(), ended_by=by)
        if cls.objects.standing().filter(organization=organization, place=place).exists():
            raise Refusal(_("This area is part of the mandate already."))
        mandate = cls.objects.create(
            organization=organization, by=by, place=place, since=since, until=until
        )
        log.log_event(by, "mandate.added", mandate)
        return mandate

    @transaction.atomic
    def end(self, *, by: User) -> None:
        """Takes the place out of the mandate from now on. Twice is once."""
        lock_and_refresh(self, "ended_at")
        if self.ended_at:
            return
        self.ended_at, self.ended_by = now(), by
        self.save(update_fields=["ended_at", "ended_by"])
        log.log_event(by, "mandate.ended", self)


def regions_within(places: Iterable[Place]) -> list[Place]:
    """The areas of level 1 that these places are or consist of, by name: of a country all its
    areas; of a town or a site none, because its area is larger than it.
    """
    found: dict[int, Place] = {}
    for place in places:
        if place.kind == Place.Kind.REGION:
            found[place.pk] = place
        elif place.kind == Place.Kind.COUNTRY:
            within = Place.objects.filter(kind=Place.Kind.REGION, within=place)
            found |= {each.pk: each for each in within}
    return sorted(found.values(), key=lambda each: (each.name.casefold(), each.pk))
