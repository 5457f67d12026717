"""Models: incidents, their victims, the rights they touched, what was found."""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Community, Person, Place

from .. import code_lists
from ..extension_points import incident_reported
from ..risk import Level, Observed, Polarity
from .base import CaseFile, CaseRecord

# Each of these fields holds a code of the list named beside it.
LISTS = {
    "harm": "harm", "harm_subtype": "harm_subtype", "protection_risk": "protection_risk",
    "perpetrator": "perpetrator", "manner": "manner", "date_precision": "date_precision",
    "duty_breached": "duty_type", "verification": "verification",
    "reliability": "source_reliability", "follow_up_consent": "answer",
}  # fmt: skip


class IncidentQuerySet(PermissionQuerySet):
    def about_right(self, right: str) -> "IncidentQuerySet":
        return self.filter(rights__right=right)

    def that_still_threaten(self) -> "IncidentQuerySet":
        """Not found to be untrue, and may happen again."""
        return self.exclude(verification="rejected").filter(still_threatens=True)


class Incident(CaseRecord):
    """Something that happened to one or more persons, or to a community."""

    harm = models.CharField(gettext_lazy("Actions taken"), max_length=60)
    harm_subtype = models.CharField(max_length=60, blank=True)
    protection_risk = models.CharField(max_length=60, blank=True)
    severity = models.PositiveSmallIntegerField(gettext_lazy("How grave, from 0 to 3"), default=2)
    immediate_danger = models.BooleanField(default=False)
    perpetrator = models.CharField(max_length=60, default="unknown")
    manner = models.CharField(max_length=60, default="unknown")
    happened_on = models.DateField(gettext_lazy("Day"), null=True, blank=True)
    date_precision = models.CharField(max_length=60, blank=True)
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        verbose_name=gettext_lazy("Place"),
        null=True,
        blank=True,
        related_name="incidents",
    )
    where = PersonalField(pgettext_lazy("incident", "Exact location"))
    community = models.ForeignKey(
        Community, models.PROTECT, null=True, blank=True, related_name="incidents"
    )
    duty_breached = models.CharField(max_length=60, blank=True)
    duty_bearer = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    narrative = PersonalField(gettext_lazy("What was told"))
    reliability = models.CharField(max_length=60, default="unknown")
    follow_up_consent = models.CharField(max_length=60, default="not_asked")
    # The shadow of the last finding.
    verification = models.CharField(
        gettext_lazy("How sure it is"), max_length=60, default="alleged"
    )
    still_threatens = models.BooleanField(default=True)

    crypto_label = "incident"
    audit_name = "incident"

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Incident")
        constraints = [
            models.CheckConstraint(name="incident_graded_0_to_3", condition=Q(severity__lte=3))
        ]

    class Events:
        reported = AuditEvent(gettext_lazy("Incident recorded"), icon="eye", story=False)
        right_named = AuditEvent(gettext_lazy("Rights violation recorded"))
        found = AuditEvent(gettext_lazy("Incident verification updated"))

    def __str__(self):
        return f"Incident {self.ref}"

    @property
    def file(self) -> "CaseFile | Incident":
        return CaseFile(self.case_ref) if self.case_ref else self

    @property
    def rights_touched(self) -> list[str]:
        return [each.right for each in self.rights.all()]

    @classmethod
    @transaction.atomic
    def report(
        cls, *, by: User, victims: Iterable[Person] = (), rights: Iterable[str] = (), **fields
    ) -> "Incident":
        """Write down what somebody told or saw: alleged, until it is looked into."""
        victims = list(victims)
        incident = cls(by=by, **fields)
        incident._check(victims)
        incident.save()
        for person in victims:
            incident.victims.create(person=person)
        for right in rights:
            incident.add_right(right, by=by)
        log.log_event(by, "incident.reported", incident, code=incident.harm)
        incident_reported.send(cls, incident=incident, victims=victims, by=by)
        return incident

    @transaction.atomic
    def add_right(self, right: str, *, by: User) -> "IncidentRight":
        """Name a right that was touched: its articles and complaint routes follow from it."""
        code_lists.require("right", right)
        touched, is_new = self.rights.get_or_create(right=right)
        if is_new:
            log.log_event(by, "incident.right_named", self, code=right)
        return touched

    @transaction.atomic
    def record_finding(
        self,
        *,
        by: User,
        because: str,
        verification: str = "",
        still_threatens: bool | None = None,
    ) -> "IncidentFinding":
        """What was found on looking into it; each finding is kept, the last one holds."""
        code_lists.require("verification", verification)
        if not because.strip():
            raise Refusal(_("Write what this finding rests on."))
        self.verification = verification or self.verification
        self.still_threatens = self.still_threatens if still_threatens is None else still_threatens
        finding = self.findings.create(
            verification=self.verification, still_threatens=self.still_threatens,
            because=because, by=by,
        )  # fmt: skip
        self.save(update_fields=["verification", "still_threatens"])
        log.log_event(by, "incident.found", self, status=self.verification)
        return finding

    def _check(self, victims: list[Person]) -> None:
        for name, listed in LISTS.items():
            code_lists.require(listed, getattr(self, name))
        if not victims and not self.community:
            raise Refusal(_("Say to whom it happened: a person or a community."))

    def as_observed(self) -> Observed:
        """A thing that happened and may happen again is a threat."""
        return Observed(
            factor="", level=Level.INDIVIDUAL, polarity=Polarity.RISK, severity=self.severity,
            threat=self.protection_risk or self.harm, of_threat=True,
            immediate_danger=self.immediate_danger, source="incident", ref=str(self.ref),
        )  # fmt: skip


class Victim(Record):
    """A person to whom it happened."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="victims")
    person = models.ForeignKey(Person, models.CASCADE, related_name="suffered")

    audit_name = "victim"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("incident", "Affected person")
        constraints = [
            models.UniqueConstraint(fields=["incident", "person"], name="victim_once_an_incident")
        ]

    class Privacy:
        owner = "person"
        withheld = gettext_lazy("That you were harmed is told with what happened, above.")

    def __str__(self):
        return f"Victim {self.ref}"

    @property
    def file(self):
        return self.incident.file


class IncidentRight(models.Model):
    """A right that an incident touched."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="rights")
    right = models.CharField(max_length=60)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "right"], name="right_once_an_incident")
        ]

    def __str__(self):
        return self.right

    @property
    def articles(self) -> dict[str, str]:
        """Instrument and articles (from memory, for a lawyer to check once)."""
        term = code_lists.find("right", self.right)
        return term.extra.get("articles", {}) if term else {}


class IncidentFinding(Record):
    """What somebody found on looking into an incident, and on what it rests."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="findings")
    verification = models.CharField(gettext_lazy("How sure it is"), max_length=60)
    still_threatens = models.BooleanField()
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "finding"
    audit_name = "finding"

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"IncidentFinding {self.ref}"

    @property
    def file(self):
        return self.incident.file

    @property
    def on(self) -> date:
        return self.at.date()
