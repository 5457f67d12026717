"""Competencies that a role or a verb requires, who holds them until when, and waivers.

A requirement suspends work on many records alone (`BULK_VERBS`): it never keeps anybody from a
file, a case or an alert.
"""

from collections.abc import Iterable
from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.accounts.roles import ROLES
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Membership, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.bulk_verbs import BULK_VERBS
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .competencies import Competency
from .participants import Participant


class HeldCompetencyQuerySet(PermissionQuerySet):
    def lapsing(self, first: date, last: date) -> "HeldCompetencyQuerySet":
        """Those whose last valid day lies in these days, the next first."""
        return self.filter(until__gte=first, until__lte=last).order_by("until", "pk")


class HeldCompetency(models.Model):
    """Until when a participant holds a competency: the latest of all that proves it."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="held_competencies")
    competency = models.ForeignKey(
        Competency, models.PROTECT, verbose_name=gettext_lazy("Competency"), related_name="holders"
    )
    since = models.DateField(pgettext_lazy("competency", "Held since"))
    # The last valid day; None without end.
    until = models.DateField(pgettext_lazy("competency", "Valid until"), null=True)

    objects = HeldCompetencyQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Competency held")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "competency"], name="competency_held_once"
            ),
        ]
        indexes = [models.Index(fields=["until", "id"], name="competencies_lapsing")]

    class Privacy:
        owner = "participant"
        title = gettext_lazy("Competencies held")
        disclose = ("competency", "since", "until")

    def __str__(self):
        return f"{self.participant_id} {self.competency_id} {self.until}"

    @classmethod
    @transaction.atomic
    def replace(
        cls, participant: Participant, proved: Iterable[tuple[int, date, date | None]]
    ) -> None:
        """Keeps, of all that proves a competency (its key, since, until), what counts longest;
        what is no longer proved goes. Again is the same.
        """
        latest: dict[int, tuple[date, date | None]] = {}
        for competency, since, until in proved:
            known = latest.get(competency)
            if known is None or _outlasts(until, known[1]):
                latest[competency] = (since, until)
        cls.objects.filter(participant=participant).exclude(competency__in=latest).delete()
        for competency_id, (since, until) in latest.items():
            cls.objects.update_or_create(
                participant=participant, competency_id=competency_id,
                defaults={"since": since, "until": until},
            )  # fmt: skip


def _outlasts(until: date | None, other: date | None) -> bool:
    return other is not None and (until is None or until > other)


class CompetencyRequirement(Record):
    """A competency that an office requires for a role, or for a verb on many records."""

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    competency = models.ForeignKey(
        Competency, models.PROTECT, verbose_name=gettext_lazy("Competency"),
        related_name="requirements",
    )  # fmt: skip
    # Exactly one of them.
    role = models.CharField(gettext_lazy("Role"), max_length=20, blank=True)
    verb = models.CharField(pgettext_lazy("requirement", "Action"), max_length=30, blank=True)
    starts_on = models.DateField(pgettext_lazy("requirement", "Required from"))
    grace_days = models.PositiveSmallIntegerField(
        gettext_lazy("Days of grace"), default=30, validators=[MaxValueValidator(365)]
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    audit_name = "requirement"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Required competency")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="required_for_a_role_or_a_verb", condition=Q(role="") ^ Q(verb="")
            ),
            models.UniqueConstraint(
                fields=["office", "competency", "role", "verb"], condition=Q(ended_at=None),
                name="required_once",
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("What an office requires of its staff; names nobody.")

    class Events:
        recorded = AuditEvent(gettext_lazy("Required competency recorded"))
        ended = AuditEvent(gettext_lazy("Competency no longer required"))
        lapsing = AuditEvent(
            gettext_lazy("Reminded of a competency that lapses"),
            notice=Notice(
                gettext_lazy("Required competency lapses soon"), "work", icon="certificate"
            ),
        )
        lapsed = AuditEvent(
            gettext_lazy("Told that a required competency lapsed"),
            notice=Notice(
                pgettext_lazy("notification", "Required competency lapsed"),
                "work",
                icon="certificate",
            ),
        )

    def __str__(self):
        return f"Requirement {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("training:requirement", args=[self.ref])

    @property
    def required_for(self) -> str:
        """The role or the verb, in words."""
        return str(ROLES[self.role].name if self.role else BULK_VERBS.get(self.verb, self.verb))

    def memberships(self) -> models.QuerySet[Membership]:
        """Roles held now in its office that it is about."""
        roles = [self.role] if self.role else [
            role.code for role in ROLES.values() if self.verb in role.permissions
        ]  # fmt: skip
        here = Q(office=self.office_id) | Q(team__office=self.office_id)
        return Membership.objects.held().filter(here, role__in=roles)

    @classmethod
    @transaction.atomic
    def record(cls, *, by: User, **fields) -> "CompetencyRequirement":
        """Requires it from a day on. The same twice is once."""
        requirement = cls(by=by, **fields)
        if requirement.verb and requirement.verb not in BULK_VERBS:
            raise Refusal(_("Only work on many records can require a competency."))
        same = cls.objects.filter(
            office=requirement.office, competency=requirement.competency, role=requirement.role,
            verb=requirement.verb, ended_at=None,
        )  # fmt: skip
        if known := same.first():
            return known
        requirement.save()
        log.log_event(by, "requirement.recorded", requirement)
        return requirement

    @transaction.atomic
    def end(self, *, by: User) -> None:
        """Requires it no more; what it suspended is open again. Twice is once."""
        lock_and_refresh(self, "ended_at")
        if self.ended_at is None:
            self.ended_at = now()
            self.save(update_fields=["ended_at"])
            log.log_event(by, "requirement.ended", self)


class RequirementWaiver(Record):
    """A supervisor lets a colleague work on many records without the competency, until a day."""

    requirement = models.ForeignKey(CompetencyRequirement, models.PROTECT, related_name="waivers")
    user = models.ForeignKey(
        User, models.PROTECT, verbose_name=pgettext_lazy("waiver", "Colleague"), related_name="+"
    )
    until = models.DateField(pgettext_lazy("waiver", "Until"))
    because = models.CharField(pgettext_lazy("waiver", "Reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    # The longest time for which one waives; then one looks again.
    LONGEST_DAYS = 180
    audit_name = "requirementwaiver"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Waiver of a required competency")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("About a colleague at work, as the ledger shows them.")
        plain_text = {"because": "why a colleague works on without a course; names nobody else"}

    class Events:
        given = AuditEvent(gettext_lazy("Required competency waived"))
        ended = AuditEvent(gettext_lazy("Waiver of a required competency ended"))

    def __str__(self):
        return f"RequirementWaiver {self.ref}"

    @classmethod
    @transaction.atomic
    def give(
        cls, requirement: CompetencyRequirement, user: User, *, by: User, until: date,
        because: str,
    ) -> "RequirementWaiver":  # fmt: skip
        """Waives it for one colleague until a day; an earlier waiver of theirs ends."""
        today = requirement.office.today()
        if user.pk == by.pk:
            raise Refusal(_("Somebody else waives it for you."))
        if not today <= until or (until - today).days > cls.LONGEST_DAYS:
            raise Refusal(
                _("Choose a day from today on, at most %(days)s days away.")
                % {"days": cls.LONGEST_DAYS}
            )
        if not because.strip():
            raise Refusal(_("Say why they may work on without it."))
        cls.objects.filter(requirement=requirement, user=user, ended_at=None).update(
            ended_at=now()
        )
        waiver = cls.objects.create(
            requirement=requirement, user=user, until=until, because=because.strip(), by=by
        )
        log.log_event(by, "requirementwaiver.given", waiver)
        return waiver

    @transaction.atomic
    def end(self, *, by: User) -> None:
        """Ends it today. Twice is once."""
        lock_and_refresh(self, "ended_at")
        if self.ended_at is None:
            self.ended_at = now()
            self.save(update_fields=["ended_at"])
            log.log_event(by, "requirementwaiver.ended", self)


class RequirementNotice(models.Model):
    """That somebody was told of a lapse, so that each is told once: 60, 30, 7 days before, and
    once it lapsed (0).
    """

    requirement = models.ForeignKey(CompetencyRequirement, models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # The last valid day that it was about; None where it was never held.
    until = models.DateField(null=True)
    days = models.PositiveSmallIntegerField()

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Notice of a required competency")
        indexes = [models.Index(fields=["requirement", "user"], name="notices_of_requirement")]

    class Privacy:
        no_owner = gettext_lazy("About a colleague at work, as the ledger shows them.")

    def __str__(self):
        return f"{self.requirement_id} {self.user_id} {self.days}"
