"""Models: risk assessments (what the rule proposed, what a person decided) and their review."""

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..risk import Band, BandRule, Missing, Risk
from .base import AboutSubject

# What a person may decide; the rule may also propose nothing.
BANDS = [(band.code, band.code) for band in Band if band is not Band.NONE]
PROPOSED = [(band.code, band.code) for band in Band]
LOW_NEEDS_SCREENING = gettext_lazy(
    "Low can be decided only after a screening, and with an observation about these people "
    "themselves. Screen or observe first. A higher level can be decided at once."
)


class RiskAssessmentQuerySet(PermissionQuerySet):
    def latest_first(self) -> "RiskAssessmentQuerySet":
        return self.order_by("-decided_at", "-pk")

    def overruling(self) -> "RiskAssessmentQuerySet":
        return self.exclude(decided=F("proposed")).exclude(proposed=Band.NONE.code)

    def waiting(self) -> "RiskAssessmentQuerySet":
        """A person overruled the rule, and nobody has looked again yet."""
        return self.filter(needs_review=True)

    def to_review(self, today: date) -> "RiskAssessmentQuerySet":
        return self.filter(next_review_on__lte=today)


def low_with_little() -> str:
    return _("Little was observed about these people. Write why the risk is low all the same.")


class RiskAssessment(AboutSubject):
    """One decision about risk. The rule proposes; a person decides, in their own words."""

    proposed = models.CharField(
        pgettext_lazy("risk", "Suggested level"), max_length=10, choices=PROPOSED
    )
    decided = models.CharField(
        pgettext_lazy("risk", "Level decided"), max_length=10, choices=BANDS
    )
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    # Codes and grades only, as they stood when it was decided.
    reasons = models.JSONField(default=dict)
    decided_at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    next_review_on = models.DateField()
    # The shadow of `RiskReview`, for lists: another band than the proposed one, not looked at yet.
    needs_review = models.BooleanField(default=False)

    crypto_label = "riskassessment"
    audit_name = "riskassessment"

    objects = RiskAssessmentQuerySet.as_manager()

    class Meta(AboutSubject.Meta):
        verbose_name = gettext_lazy("Risk level decision")
        indexes = [
            models.Index(
                fields=["decided_at"], name="risk_to_review", condition=models.Q(needs_review=True)
            )
        ]

    class Privacy:
        plain_text = {
            "reasons": "codes and grades, as they stood when it was decided",
        }

    class Events:
        prefix = "risk"
        decided = AuditEvent(
            gettext_lazy("Risk level assessed"),
            icon="scale",
            timeline=gettext_lazy("Risk level: {band}"),
        )
        assessed = AuditEvent(gettext_lazy("Risk level recorded"))  # `decided` tells it of a case
        reviewed = AuditEvent(
            gettext_lazy("Risk level reviewed by supervisor"),
            icon="scale",
            timeline=gettext_lazy("Risk level reviewed by supervisor: {band}"),
            notice=Notice(gettext_lazy("Your risk level decision was reviewed"), "decision"),
        )

    def __str__(self):
        return f"RiskAssessment {self.ref}"

    @classmethod
    @transaction.atomic
    def decide(
        cls, risk: Risk, *, decided: Band | str, by: User, because: str = "",
        next_review_on: date | None = None, **about,
    ) -> "RiskAssessment":  # fmt: skip
        """Decide the band. To depart from the proposal takes a reason and a second person.

        Where the rule proposes nothing, or Low after little was observed, a reason alone; and
        never Low while too little is known.
        """
        band = decided if isinstance(decided, Band) else Band.of(decided)
        must_be_known(band, risk.missing)
        if band is not risk.band and not because.strip():
            raise Refusal(
                _("The risk level is not the suggested one. State the reason.")
                if risk.band
                else _("No level is suggested yet. State why you decide this level.")
            )
        if band is Band.LOW and risk.little_observed and not because.strip():
            raise Refusal(low_with_little())
        assessment = cls.objects.create(
            proposed=risk.band.code, decided=band.code, because=because, reasons=risk.codes(),
            next_review_on=next_review_on or _review_day(band, by), by=by,
            needs_review=risk.band not in (band, Band.NONE), **about,
        )  # fmt: skip
        log.log_event(by, "risk.assessed", assessment, band=band.code)
        return assessment

    @property
    def is_override(self) -> bool:
        return self.proposed not in (self.decided, Band.NONE.code)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What was not known when it was decided; of older decisions that do not say it, all."""
        return tuple(Missing(each) for each in self.reasons.get("missing", Missing))

    @property
    def is_waiting(self) -> bool:
        return self.is_override and not hasattr(self, "review")

    @property
    def band(self) -> Band:
        """The band in force: the reviewer's word where there is one, else the decision.

        Low that was decided while too little was known is not assessed.
        """
        said = self.said
        return Band.NONE if said is Band.LOW and self.missing else said

    @property
    def said(self) -> Band:
        """What was written last, whether it counts or not."""
        return Band.of(self.review.band if hasattr(self, "review") else self.decided)

    @transaction.atomic
    def record_review(
        self, *, by: User, band: Band | str | None = None, because: str = ""
    ) -> "RiskReview":
        """A supervisor confirms an override, or sets another band and says why."""
        if by == self.by:
            raise Refusal(_("Somebody else than who decided looks at it again."))
        if not self.is_waiting:
            raise Refusal(_("This decision is not waiting for a review."))
        code = Band.of(band).code if isinstance(band, str) else (band or self.said).code
        must_be_known(Band.of(code), self.missing)
        if code != self.decided and not because.strip():
            raise Refusal(_("State why you set another level."))
        review = RiskReview.objects.create(assessment=self, band=code, because=because, by=by)
        self.needs_review = False
        self.save(update_fields=["needs_review"])
        log.log_event(by, "risk.reviewed", self, band=code)
        return review


def must_be_known(band: Band, missing: tuple[Missing, ...]) -> None:
    """Refuse Low while there is no screening or no observation, and what is no level at all."""
    if band is Band.NONE:
        raise Refusal(_("Choose one of the four risk levels."))
    if band is Band.LOW and missing:
        raise Refusal(LOW_NEEDS_SCREENING)


def _review_day(band: Band, by: User) -> date:
    today = by.office.today() if by.office else now().date()
    return today + timedelta(days=BandRule().review_days[band])


class RiskReview(Record):
    """What a second person said of a decision that departed from the rule."""

    assessment = models.OneToOneField(RiskAssessment, models.CASCADE, related_name="review")
    band = models.CharField(pgettext_lazy("title", "Risk level"), max_length=10, choices=BANDS)
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "riskreview"
    audit_name = "riskreview"

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"RiskReview {self.ref}"

    @property
    def file(self):
        return self.assessment.file

    @property
    def is_confirmed(self) -> bool:
        return self.band == self.assessment.decided
