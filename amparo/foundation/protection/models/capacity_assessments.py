"""Capacity of duty bearers: ability and will of an institution, assessed by one, confirmed by
another.

Ability and will are the two halves of the capacity of a duty bearer in protection analysis; the
scale from 0 to 3 and its labels (code list `capacity_level`) are the installation's own.
"""

from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Notification, Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

from .. import code_lists

LEVELS = "capacity_level"
HIGHEST = 3


class CapacityAssessmentQuerySet(PermissionQuerySet):
    def drafts(self) -> "CapacityAssessmentQuerySet":
        """Neither confirmed nor returned: they count nowhere."""
        return self.filter(confirmed_at=None, returned_at=None)

    def to_confirm(self, user: User) -> "CapacityAssessmentQuerySet":
        """Drafts of others, for which this user may be the second person."""
        return self.drafts().accessible_to(user, to="assess").exclude(by=user)  # type: ignore[return-value]

    def in_force(self) -> "CapacityAssessmentQuerySet":
        """Confirmed, and replaced by no later one."""
        return self.filter(confirmed_at__isnull=False, superseded_at=None)


class CapacityAssessment(Record):
    """Ability and will of one institution, for one right, in one area or wherever it is in charge.

    A draft until somebody else confirms it. Never changed: a later one takes its place.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"),
        related_name="capacity_assessments",
    )  # fmt: skip
    right = models.CharField(gettext_lazy("Right"), max_length=40)
    # Nothing, where it is the same wherever the institution is in charge.
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=pgettext_lazy("capacity", "Area"), null=True,
        blank=True, related_name="capacity_assessments",
    )  # fmt: skip
    ability = models.PositiveSmallIntegerField(pgettext_lazy("duty bearer", "Ability"))
    ability_evidence = PersonalField(gettext_lazy("Evidence of ability"))
    ability_source = PersonalField(gettext_lazy("Source on ability"))
    will = models.PositiveSmallIntegerField(pgettext_lazy("duty bearer", "Will"))
    will_evidence = PersonalField(gettext_lazy("Evidence of will"))
    will_source = PersonalField(gettext_lazy("Source on will"))
    assessed_on = models.DateField(gettext_lazy("Assessed on"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    confirmed_at = models.DateTimeField(gettext_lazy("Confirmed on"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    returned_at = models.DateTimeField(gettext_lazy("Returned on"), null=True, editable=False)
    returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    returned_reason = PersonalField(gettext_lazy("Why it was returned"))
    # When a later one was confirmed.
    superseded_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "capacityassessment"
    audit_name = "capacityassessment"

    objects = CapacityAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Institutional capacity assessment")
        constraints = [
            models.CheckConstraint(
                name="capacity_graded_0_to_3",
                condition=Q(ability__lte=HIGHEST, will__lte=HIGHEST),
            ),
            models.CheckConstraint(
                name="capacity_confirmed_by_another",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, returned_at=None)
                & ~Q(confirmed_by=models.F("by")),
            ),
            models.CheckConstraint(
                name="capacity_returned_by_somebody",
                condition=Q(returned_at=None, returned_by=None)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["organization", "right", "place"], name="capacity_in_force_in_an_area",
                condition=Q(confirmed_at__isnull=False, superseded_at=None, place__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["organization", "right"], name="capacity_in_force_everywhere",
                condition=Q(confirmed_at__isnull=False, superseded_at=None, place=None),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["assessed_on", "id"], name="capacity_to_confirm",
                condition=Q(confirmed_at=None, returned_at=None),
            )
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("About an institution: its evidence names offices, not people.")

    class Events:
        prefix = "capacity"
        recorded = AuditEvent(gettext_lazy("Institutional capacity assessed"))
        confirmed = AuditEvent(
            gettext_lazy("Institutional capacity confirmed"),
            notice=Notice(
                pgettext_lazy("notification", "Capacity assessment confirmed"), "decision"
            ),
        )
        returned = AuditEvent(
            gettext_lazy("Institutional capacity assessment returned"),
            notice=Notice(
                gettext_lazy("Capacity assessment returned for changes"),
                "decision",
                icon="arrow-back-up",
            ),
        )

    def __str__(self):
        return f"CapacityAssessment {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("protection:capacity", args=[self.ref])

    @property
    def is_draft(self) -> bool:
        return self.confirmed_at is None and self.returned_at is None

    @property
    def is_in_force(self) -> bool:
        return self.confirmed_at is not None and self.superseded_at is None

    @property
    def title(self) -> str:
        """For which right, in the reader's language."""
        return code_lists.label("right", self.right)

    @property
    def ability_label(self) -> str:
        return level_label(self.ability)

    @property
    def will_label(self) -> str:
        return level_label(self.will)

    @classmethod
    @transaction.atomic
    def record(cls, *, by: User, organization: Organization, **fields) -> Self:
        """Writes a draft. Raises Refusal where the institution is no duty bearer, a level is not
        on the scale, or a level has no evidence with its source.
        """
        assessment = cls(by=by, organization=organization, **fields)
        assessment._check()
        assessment.save()
        log.log_event(by, "capacity.recorded", assessment, code=assessment.right)
        return assessment

    @transaction.atomic
    def confirm(self, *, by: User) -> None:
        """Somebody else agrees: from now on it counts, and what it replaces counts no more."""
        if self._is_settled(by, "confirmed_at"):
            return
        earlier = CapacityAssessment.objects.in_force().filter(  # type: ignore[attr-defined]
            organization=self.organization_id, right=self.right, place=self.place_id
        )
        if earlier.filter(assessed_on__gt=self.assessed_on).exists():
            raise Refusal(_("A later assessment is in force already. Return this one."))
        self.confirmed_at, self.confirmed_by = now(), by
        earlier.update(superseded_at=self.confirmed_at)
        self.save(update_fields=["confirmed_at", "confirmed_by"])
        log.log_event(by, "capacity.confirmed", self, code=self.right)
        self._tell("capacity.confirmed", by=by)

    @transaction.atomic
    def send_back(self, *, by: User, because: str) -> None:
        """Somebody else says what is missing; the assessor writes a new one."""
        if not because.strip():
            raise Refusal(_("Write what is missing."))
        if self._is_settled(by, "returned_at"):
            return
        self.returned_at, self.returned_by = now(), by
        self.returned_reason = because.strip()
        self.save(update_fields=["returned_at", "returned_by", "returned_reason"])
        log.log_event(by, "capacity.returned", self, code=self.right)
        self._tell("capacity.returned", by=by)

    def _is_settled(self, by: User, name: str) -> bool:
        """Whether exactly this was done before; raises Refusal where something else was."""
        if by.pk == self.by_id:
            raise Refusal(_("You assessed it yourself. Somebody else confirms or returns it."))
        lock_and_refresh(self, "confirmed_at", "returned_at")
        if getattr(self, name):
            return True
        if not self.is_draft:
            raise Refusal(_("This assessment was already confirmed or returned."))
        return False

    def _tell(self, event: str, *, by: User) -> None:
        Notification.notify(
            [self.by], event=event, about=self.title, by=by, url=self.get_absolute_url()
        )

    def _check(self) -> None:
        if not Organization.objects.filter(
            pk=self.organization_id, duty_bearer__isnull=False
        ).exists():
            raise Refusal(_("Record first which obligations this institution has."))
        code_lists.require("right", self.right)
        if not self.right:
            raise Refusal(_("Choose the right that it is about."))
        if not {self.ability, self.will} <= set(range(HIGHEST + 1)):
            raise Refusal(_("Choose a level from 0 to 3."))
        said = (
            self.ability_evidence, self.ability_source, self.will_evidence, self.will_source,
        )  # fmt: skip
        if not all(text.strip() for text in said):
            raise Refusal(_("Write the evidence and its source for ability and for will."))


def level_label(level: int) -> str:
    """A level of the scale in the reader's language, with its figure."""
    return f"{level} · {code_lists.label(LEVELS, str(level))}"
