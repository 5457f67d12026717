"""Models: observations about a subject, and why one no longer holds."""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

from .. import code_lists
from ..extension_points import observation_recorded
from ..risk import Level, Observed, Polarity
from .base import AboutSubject

# What one says of a place, or of a community: never of one person in it.
SHARED_LEVELS = (Level.COMMUNITY, Level.STRUCTURAL)


class ObservationQuerySet(PermissionQuerySet):
    def current(self) -> "ObservationQuerySet":
        """Neither withdrawn, nor past, nor replaced."""
        return self.filter(ending=None)

    def context_of(self, place: Place | None) -> "ObservationQuerySet":
        """What is known of the place and of every larger one around it: context of cases there."""
        around = Place.objects.around(place)
        return self.current().filter(place__in=around, level__in=SHARED_LEVELS)


class Observation(AboutSubject):
    """One factor or threat, graded 0 to 3, with its evidence.

    With a factor it says what exposes or protects; without one it says how grave the threat is.
    """

    level = models.CharField(
        pgettext_lazy("need, reintegration", "Level"),
        max_length=12,
        choices=[(level, level) for level in Level],
    )
    factor = models.CharField(pgettext_lazy("field", "Description"), max_length=60, blank=True)
    polarity = models.CharField(
        gettext_lazy("Burdens or helps"),
        max_length=10,
        choices=[(each, each) for each in Polarity],
    )
    severity = models.PositiveSmallIntegerField(gettext_lazy("How grave, from 0 to 3"))
    threat = models.CharField(gettext_lazy("Threat"), max_length=60, blank=True)
    immediate_danger = models.BooleanField(default=False)
    evidence = PersonalField(gettext_lazy("How we know"))
    observed_on = models.DateField(gettext_lazy("Day"))

    crypto_label = "observation"
    audit_name = "observation"

    objects = ObservationQuerySet.as_manager()

    class Meta(AboutSubject.Meta):
        verbose_name = pgettext_lazy("timeline", "Observation")
        constraints = [
            *AboutSubject.Meta.constraints,
            models.CheckConstraint(name="observation_graded_0_to_3", condition=Q(severity__lte=3)),
            models.CheckConstraint(
                name="observation_names_a_factor_or_a_threat",
                condition=~Q(factor="") | (~Q(threat="") & Q(polarity="risk")),
            ),
            models.CheckConstraint(
                name="observation_danger_is_a_risk",
                condition=Q(immediate_danger=False) | Q(polarity="risk"),
            ),
        ]

    class Events:
        recorded = AuditEvent(gettext_lazy("Observation recorded"), icon="eye", story=False)
        superseded = AuditEvent(gettext_lazy("Observation replaced"))
        withdrawn = AuditEvent(gettext_lazy("Observation withdrawn"))

    def __str__(self):
        return f"Observation {self.ref}"

    @classmethod
    @transaction.atomic
    def record(cls, *, by: User, **fields) -> "Observation":
        """Write down what was seen or told; exactly one of person, family, community, place."""
        observation = cls(by=by, **fields)
        observation._check()
        observation.save()
        log.log_event(
            by, "observation.recorded", observation, level=observation.level,
            code=observation.factor or observation.threat,
        )  # fmt: skip
        observation_recorded.send(cls, observation=observation, by=by)
        return observation

    def withdraw(self, *, by: User, because: str) -> "ObservationEnd":
        """It was wrong: it never counted."""
        return self._end(ObservationEnd.How.WITHDRAWN, by=by, because=because)

    def lapse(self, *, by: User, because: str = "") -> "ObservationEnd":
        """It was so, and is so no longer."""
        return self._end(ObservationEnd.How.PAST, by=by, because=because)

    @transaction.atomic
    def replace(self, *, by: User, because: str = "", **changes) -> "Observation":
        """Seen again and seen differently: the new takes the place of the old, both remain."""
        kept = (
            "person", "family", "community", "place", "case_ref", "restricted_group", "level",
            "factor", "polarity", "severity", "threat", "immediate_danger", "evidence",
            "observed_on",
        )  # fmt: skip
        anew = Observation.record(by=by, **{name: getattr(self, name) for name in kept} | changes)
        self._end(ObservationEnd.How.REPLACED, by=by, because=because, replaced_by=anew)
        return anew

    @transaction.atomic
    def _end(self, how: str, *, by: User, because: str, replaced_by=None) -> "ObservationEnd":
        if how == ObservationEnd.How.WITHDRAWN and not because.strip():
            raise Refusal(_("Write why this observation was wrong."))
        ending, is_first = ObservationEnd.objects.get_or_create(
            observation=self,
            defaults={"how": how, "because": because, "replaced_by": replaced_by, "by": by},
        )
        if not is_first:
            raise Refusal(_("This observation no longer stands."))
        log.log_event(by, f"observation.{how}", self, code=self.factor or self.threat)
        return ending

    def _check(self) -> None:
        code_lists.require("factor", self.factor)
        code_lists.require_threat(self.threat)
        if not self.factor and not self.threat:
            raise Refusal(_("Choose a factor or a threat."))
        if self.immediate_danger and self.polarity != Polarity.RISK:
            raise Refusal(_("What protects cannot be an immediate danger."))
        if (self.place_id or self.community_id) and self.level not in SHARED_LEVELS:
            raise Refusal(_("Of a place or a community, only what its people share is recorded."))

    @property
    def is_of_threat(self) -> bool:
        """The threat itself, rather than what exposes somebody to it."""
        factor = code_lists.find("factor", self.factor) if self.factor else None
        return factor is None or factor.extra.get("ingredient") == "threat"

    def as_observed(self, *, inherited: bool = False, is_own: bool = False) -> Observed:
        return Observed(
            factor=self.factor, level=Level(self.level), polarity=Polarity(self.polarity),
            severity=self.severity, threat=self.threat,
            of_threat=self.polarity == Polarity.RISK and self.is_of_threat,
            immediate_danger=self.immediate_danger, inherited=inherited, is_own=is_own,
            ref=str(self.ref), quote="" if inherited else self.evidence,
        )  # fmt: skip


class ObservationEnd(Record):
    """Why an observation no longer stands."""

    class How(models.TextChoices):
        WITHDRAWN = "withdrawn"
        PAST = "lapsed"
        REPLACED = "replaced"

    observation = models.OneToOneField(Observation, models.CASCADE, related_name="ending")
    how = models.CharField(pgettext_lazy("column", "Mode"), max_length=10, choices=How)
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    replaced_by = models.ForeignKey(
        Observation, models.CASCADE, null=True, blank=True, related_name="replaces"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "ending"
    audit_name = "ending"

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"ObservationEnd {self.ref}"

    @property
    def file(self):
        return self.observation.file

    @property
    def on(self) -> date:
        return self.at.date()
