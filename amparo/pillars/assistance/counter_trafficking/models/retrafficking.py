"""Reviews of the risk that somebody is trafficked again: at dates, with what was looked at."""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.ui import formats

from .ways import RETRAFFICKING_LIMIT, TraffickingRecord, TraffickingRecordPart

FACTORS = "retrafficking_factor"


class RetraffickingReview(TraffickingRecordPart):
    """What one colleague found on one day; the newest day counts, and those before stay."""

    class Level(models.TextChoices):
        HIGH = "high", gettext_lazy("High")
        MEDIUM = "medium", gettext_lazy("Medium")
        LOW = "low", gettext_lazy("Low")
        UNKNOWN = "unknown", gettext_lazy("Cannot be said yet")

    reviewed_on = models.DateField(gettext_lazy("Reviewed on"))
    level = models.CharField(
        pgettext_lazy("need, reintegration", "Level"), max_length=10, choices=Level
    )
    looked_at = models.JSONField(gettext_lazy("What was looked at"), default=list)
    text = PersonalField(gettext_lazy("Findings"))
    next_review_on = models.DateField(gettext_lazy("Reviewed again by"))

    crypto_label = "retraffickingreview"
    audit_name = "retraffickingreview"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Review of the risk of re-trafficking")
        ordering = ["-reviewed_on", "-pk"]

    class Privacy:
        owner = "way__case"
        title = gettext_lazy("Whether it could happen to you again")
        review = True
        disclose = ("reviewed_on", "level", "looked_at", "text", "next_review_on")
        plain_text = {
            "looked_at": "codes of what was looked at",
        }

    class Events:
        quote = "text"
        held = AuditEvent(
            gettext_lazy("Re-trafficking risk assessed"),
            icon="eye",
            timeline=pgettext_lazy("timeline", "Re-trafficking risk assessed"),
        )

    @property
    def disclosed_factors(self) -> list[str]:
        return [code_lists.label(FACTORS, code) for code in self.looked_at]

    @property
    def due_on(self) -> date:
        """By when it is reviewed again: as was said, and never later than the office allows."""
        limit = self.way.case.rules.due(RETRAFFICKING_LIMIT, self.reviewed_on)
        return min(self.next_review_on, limit) if limit else self.next_review_on

    @property
    def is_reassuring(self) -> bool:
        """Whether a level was found, and it is not the highest."""
        return self.level in (self.Level.LOW, self.Level.MEDIUM)

    @classmethod
    @transaction.atomic
    def hold(
        cls,
        way: TraffickingRecord,
        *,
        by: User,
        reviewed_on: date,
        level: str,
        looked_at: Iterable[str],
        text: str,
        next_review_on: date | None = None,
    ) -> "RetraffickingReview":
        """Keeps what was found. Without `next_review_on` the limit of the office holds.

        Sent twice it is the same review. Raises Refusal where nothing was looked at or written,
        and for a next day later than the limit.
        """
        way.hold()
        way.not_after_today(reviewed_on, by, _("Write the day on which it was reviewed."))
        chosen, text = sorted(set(looked_at)), text.strip()
        code_lists.require(FACTORS, *chosen)
        if level not in cls.Level.values:
            raise Refusal(_("Choose a level, or say that it cannot be said yet."))
        if not chosen:
            raise Refusal(_("Choose what you looked at with the person."))
        if not text:
            raise Refusal(_("Write what you found: the level rests on it."))
        next_review_on = _next_review(way, reviewed_on, next_review_on)
        fields = {
            "by": by, "reviewed_on": reviewed_on, "level": level, "looked_at": chosen,
            "text": text, "next_review_on": next_review_on,
        }  # fmt: skip
        last = way.retraffickingreviews.order_by("pk").last()
        if last and all(getattr(last, name) == value for name, value in fields.items()):
            return last
        review = cls.objects.create(way=way, **fields)
        newest = way.retraffickingreviews.first() or review
        way.update_state(review_due_on=newest.due_on)
        way.expect_review(by=by)
        log.log_event(by, "retraffickingreview.held", review, due=next_review_on)
        return review

    @property
    def file(self) -> Case:
        return self.way.case


def _next_review(way: TraffickingRecord, reviewed_on: date, wanted: date | None) -> date:
    limit = way.case.rules.due(RETRAFFICKING_LIMIT, reviewed_on)
    day = wanted or limit
    if day is None:
        raise Refusal(_("Write by when it is reviewed again."))
    if day <= reviewed_on:
        raise Refusal(_("It is reviewed again on a later day. Look at both days."))
    if limit and day > limit:
        raise Refusal(
            _("Here it is reviewed again by %(day)s at the latest. Choose a nearer day.")
            % {"day": formats.with_year(limit)}
        )
    return day
