"""Disclosures: what of a person's record another organization received, and until when."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import webhooks
from amparo.foundation.core.accounts.roles import CLASSES, ROLES
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Membership, Notification, Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..extension_points import disclosure_ended
from ..legal_basis import legal_basis_for
from .consents import Consent
from .persons import Person, PersonAccessGrant

ALWAYS = ("identity", "contact")
# Noted in the practice office; the organization learns nothing of it.
PRACTISED = "practice"


class DisclosureQuerySet(PermissionQuerySet):
    def live(self) -> "DisclosureQuerySet":
        """Neither ended nor past its day."""
        return self.filter(ended_at=None).filter(Q(until=None) | Q(until__gt=now()))


class Disclosure(Record):
    """One thing that left for one organization: a referral, an extract. It rests on a consent."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="disclosures")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Organization"), related_name="+"
    )
    what = models.CharField(max_length=30)
    purpose = models.CharField(pgettext_lazy("field", "Purpose"), max_length=40)
    # Which classes of personal values they receive: no more than these, whatever their role.
    classes = models.JSONField(default=list)
    # Whether they open the file itself, or read an extract of it elsewhere.
    opens_file = models.BooleanField(default=True)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="disclosures")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    until = models.DateTimeField(pgettext_lazy("period", "End date"), null=True, blank=True)
    ended_at = models.DateTimeField(
        pgettext_lazy("data sharing", "Ended"), null=True, editable=False
    )
    ended_because = models.CharField(max_length=30, blank=True)

    audit_name = "shared"

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Shared data")
        indexes = [models.Index(fields=["organization", "-at"], name="disclosure_by_organization")]

    class Privacy:
        owner = "person"
        title = gettext_lazy("Data shared with other organizations")
        disclose = ("at", "organization", "purpose", "until", "ended_at")
        plain_text = {
            "classes": "names of data classes",
        }

    class Events:
        prefix = "share"
        ended = AuditEvent(
            gettext_lazy("Data sharing ended"),
            notice=Notice(
                pgettext_lazy("notification", "Data sharing ended"), "work", icon="link"
            ),
        )

    def __str__(self):
        return f"Disclosure {self.ref}"

    @property
    def file(self) -> Person:
        return self.person

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and (self.until is None or self.until > now())

    @classmethod
    @transaction.atomic
    def give(
        cls,
        person: Person,
        *,
        to: Organization,
        purpose: str,
        what: str,
        by: User,
        classes: Iterable[str] = ALWAYS,
        until: datetime | None = None,
        opens_file: bool = True,
    ) -> "Disclosure":
        """Open a part of a person's file to an organization; nothing leaves without their yes."""
        ground = legal_basis_for(person, purpose, to)
        if ground is None or not isinstance(ground.record, Consent):
            raise Refusal(_("This person has not agreed that this is shared with them."))
        ends = min((each for each in (until, ground.until) if each), default=None)
        if person.is_practice:  # noted, and over at once: nothing leaves the practice office
            ends, what, opens_file = now(), PRACTISED, False
        disclosure = cls.objects.create(
            person=person, organization=to, what=what, purpose=purpose,
            classes=[each for each in CLASSES if each in set(classes)],
            consent=ground.record, by=by, until=ends, opens_file=opens_file,
        )  # fmt: skip
        if opens_file:
            PersonAccessGrant.objects.create(
                record=person, grantee=f"organization:{to.pk}", why=disclosure.why, until=ends
            )
        log.log_event(
            by, "person.shared", disclosure, purpose=purpose, recipient=to.ref, what=what
        )
        return disclosure

    @property
    def why(self) -> str:
        return f"shared:{self.ref.hex}"

    @transaction.atomic
    def end(self, *, by: User | None, because: str) -> None:
        """They read it no longer, from the next request on; and they are told to keep nothing."""
        if self.ended_at is not None:
            return
        self.ended_at, self.ended_because = now(), because
        self.save(update_fields=["ended_at", "ended_because"])
        PersonAccessGrant.objects.filter(record=self.person_id, why=self.why).delete()
        log.log_event(by, "share.ended", self, reason=because, recipient=self.organization.ref)
        if self.what != PRACTISED:
            self._notify_partner(because, by=by)
        disclosure_ended.send(Disclosure, disclosure=self, by=by)

    def _notify_partner(self, because: str, *, by: User | None) -> None:
        kind = "consent.withdrawn" if because == "withdrawn" else f"share.{because}"
        webhooks.notify_partner(self.organization, kind, self)
        Notification.notify(
            staff_of(self.organization), event=f"share.{because}", about="",
            url=reverse("people:disclosures"), by=by, urgent=True,
        )  # fmt: skip

    @transaction.atomic
    def rest_on(self, consent: Consent) -> None:
        """The person said yes again: it lasts as long as their new word."""
        ground = legal_basis_for(self.person, self.purpose, self.organization)
        self.consent, self.until = consent, ground.until if ground else self.until
        self.save(update_fields=["consent", "until"])
        PersonAccessGrant.objects.filter(record=self.person_id, why=self.why).update(
            until=self.until
        )


def staff_of(organization: Organization) -> list[User]:
    """Those who answer for a partner here."""
    partners = [role.code for role in ROLES.values()
                if role.is_partner and "shared.see" in role.permissions]  # fmt: skip
    there = Q(team__office__organization=organization) | Q(office__organization=organization)
    return Membership.objects.held().filter(there, role__in=partners).people()
