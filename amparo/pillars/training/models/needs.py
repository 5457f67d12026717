"""What is decided about training needs: which competency closes a gap, which need is set aside.

A need itself is worked out from evidence each time, and stored nowhere.
"""

from django.db import models, transaction
from django.db.models import Q
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
from amparo.foundation.standards.models import AssessmentItem

from .competencies import Competency


class GapCompetency(Record):
    """Which competency an item of a standard asks for: whoever lacks it needs a course of it.

    An item is known by its standard and its words, so that it holds in every round and edition in
    which it is worded the same.
    """

    standard_ref = models.UUIDField()
    digest = models.CharField(max_length=32)
    competency = models.ForeignKey(
        Competency,
        models.PROTECT,
        verbose_name=pgettext_lazy("training", "Competency"),
        related_name="gaps",
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "gapcompetency"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Competency of an item of a standard")
        constraints = [
            models.UniqueConstraint(
                fields=["standard_ref", "digest", "competency"], name="gap_competency_once"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Joins two published lists; names nobody.")

    class Events:
        named = AuditEvent(gettext_lazy("Competencies of an item of a standard named"))

    def __str__(self):
        return f"GapCompetency {self.ref}"

    @classmethod
    @transaction.atomic
    def name_for(cls, item: AssessmentItem, competencies: list[Competency], *, by: User) -> None:
        """Says which competencies an item asks for; nothing: none any more."""
        of_item = {"standard_ref": item.assessment.standard_ref, "digest": item.digest}
        cls.objects.filter(**of_item).exclude(competency__in=competencies).delete()
        for each in competencies:
            cls.objects.get_or_create(competency=each, **of_item, defaults={"by": by})
        log.log_event(by, "gapcompetency.named", item.assessment, count=len(competencies))


class SetAsideNeedQuerySet(PermissionQuerySet):
    def in_force(self) -> "SetAsideNeedQuerySet":
        return self.filter(taken_up_at=None)


class SetAsideNeed(Record):
    """That a training need of an institution is not met by a course of ours now, and why."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"), related_name="+"
    )
    # About which right, or which competency: exactly one of the two.
    right = models.CharField(gettext_lazy("Right"), max_length=40, blank=True)
    competency = models.ForeignKey(
        Competency, models.PROTECT,
        verbose_name=pgettext_lazy("training", "Competency"), null=True,
        related_name="+",
    )  # fmt: skip
    because = models.CharField(pgettext_lazy("column, field", "Reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    taken_up_at = models.DateTimeField(null=True, editable=False)
    taken_up_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "setasideneed"

    objects = SetAsideNeedQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Training need set aside")
        constraints = [
            models.CheckConstraint(
                name="need_about_one_thing",
                condition=Q(right="", competency__isnull=False)
                | ~Q(right="") & Q(competency=None),
            ),
            models.UniqueConstraint(
                fields=["organization", "right"],
                condition=Q(taken_up_at=None, competency=None), name="right_set_aside_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "competency"],
                condition=Q(taken_up_at=None, right=""), name="competency_set_aside_once",
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("About an institution; names nobody.")
        plain_text = {"because": "why an office trains an institution or not: of no person"}

    class Events:
        prefix = "trainingneed"
        set_aside = AuditEvent(gettext_lazy("Training need set aside"))
        taken_up = AuditEvent(gettext_lazy("Training need taken up again"))

    def __str__(self):
        return f"SetAsideNeed {self.ref}"

    @classmethod
    @transaction.atomic
    def set_aside(
        cls, *, by: User, organization: Organization, because: str, right: str = "",
        competency: Competency | None = None,
    ) -> "SetAsideNeed":  # fmt: skip
        if not because.strip():
            raise Refusal(_("Write why this need is set aside."))
        same = cls.objects.in_force().filter(  # type: ignore[attr-defined]
            organization=organization, right=right, competency=competency
        )
        if same.exists():
            raise Refusal(_("This need is set aside already."))
        need = cls.objects.create(
            by=by, organization=organization, because=because.strip(), right=right,
            competency=competency,
        )  # fmt: skip
        log.log_event(by, "trainingneed.set_aside", need)
        return need

    @transaction.atomic
    def take_up(self, *, by: User) -> None:
        """It is proposed again. Twice is once."""
        lock_and_refresh(self, "taken_up_at")
        if self.taken_up_at is not None:
            return
        self.taken_up_at, self.taken_up_by = now(), by
        self.save(update_fields=["taken_up_at", "taken_up_by"])
        log.log_event(by, "trainingneed.taken_up", self)
