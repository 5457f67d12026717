"""Assessment: the situation by level and horizon, and what matters most to the person."""

from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models.approvals import ApprovalRequest
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.cases.models.cases import Case
from amparo.pillars.assistance.cases.models.tasks import Task
from amparo.pillars.assistance.cases.risk_levels import BANDS


class Level(models.TextChoices):
    INDIVIDUAL = "individual", gettext_lazy("Individual")
    FAMILY = "family", gettext_lazy("Family")
    COMMUNITY = "community", gettext_lazy("Community")
    STRUCTURAL = "structural", gettext_lazy("Structural")


class TimeHorizon(models.TextChoices):
    IMMEDIATE = "immediate", gettext_lazy("Immediate")
    MEDIUM = "medium", gettext_lazy("Medium term")
    LONG = "long", gettext_lazy("Long term")


class Assessment(CaseRecord):
    """One assessment of several: each shows what changed. The observations are in protection."""

    priorities = PersonalField(gettext_lazy("What matters most to you"))
    wishes = PersonalField(gettext_lazy("What you wish"))
    summary = PersonalField(gettext_lazy("Summary"))
    risk_ref = models.UUIDField(null=True, editable=False)

    crypto_label = "assessment"
    audit_name = "assessment"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Assessment")
        get_latest_by = "pk"

    class Privacy:
        owner = "case"
        title = gettext_lazy("Assessment")
        review = True
        disclose = ("at", "priorities", "wishes", "summary")

    class Events:
        quote = "priorities"
        made = AuditEvent(gettext_lazy("Assessment completed"), icon="clipboard-list")

    @classmethod
    @transaction.atomic
    def make(
        cls,
        case: Case,
        *,
        by: User,
        needs: Iterable[dict] = (),
        **texts,
    ) -> "Assessment":
        """Keep what was understood, in the person's own order of importance."""
        case.require_work_allowed()
        assessment = cls.objects.create(case=case, by=by, at=now(), **texts)
        for need in needs:
            Need.objects.create(case=case, assessment=assessment, by=by, **need)
        Task.finish(case, Task.What.ASSESS, by=by)
        case.contacted(case.office.today())
        log.log_event(by, "assessment.made", assessment, count=assessment.needs.count())
        case.expect(Task.What.PLAN, case.rules.due("plan", case.office.today()), by=by)
        if case.rules.assessment_is_approved:
            ApprovalRequest.ask(case, "assessment", assessment, by=by)
        return assessment

    def approved(self, *, by: User) -> None:
        """An approved assessment changes nothing by itself."""

    def sent_back(self, *, by: User) -> None:
        self.case.expect(Task.What.ASSESS, self.case.office.today(), by=by)


class Need(CaseRecord):
    """Something that is lacking, at a level, by a horizon, in the person's own order."""

    # Nothing, where it was named between two assessments.
    assessment = models.ForeignKey(
        Assessment, models.CASCADE, null=True, blank=True, related_name="needs"
    )
    service_type = models.CharField(gettext_lazy("Service"), max_length=40)
    level = models.CharField(
        pgettext_lazy("need, reintegration", "Level"),
        max_length=20,
        choices=Level,
        default=Level.INDIVIDUAL,
    )
    horizon = models.CharField(gettext_lazy("Due date"), max_length=20, choices=TimeHorizon)
    own_rank = models.PositiveSmallIntegerField(gettext_lazy("Your order"), null=True, blank=True)
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "need"
    audit_name = "need"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Need")

    class Privacy:
        owner = "case"
        title = gettext_lazy("Needs")
        disclose = ("at", "service_type", "level", "horizon", "own_rank", "text")

    class Events:
        named = AuditEvent(gettext_lazy("Need recorded"))

    @classmethod
    @transaction.atomic
    def add(cls, case: Case, *, by: User, **need) -> "Need":
        """Something they say they lack; the next assessment looks at it with all the others."""
        case.require_work_allowed()
        named = cls.objects.create(case=case, by=by, **need)
        case.touch()
        log.log_event(by, "need.named", named, kind=named.service_type)
        return named

    @classmethod
    def standing(cls, case: Case) -> "models.QuerySet[Need]":
        """Those of the latest assessment, and what was named since."""
        return cls.standing_in(case)

    @classmethod
    def standing_in(cls, case: "Case | OuterRef") -> "models.QuerySet[Need]":
        """The same of a case that a query asks for."""
        made = Assessment.objects.filter(case=OuterRef("case"))
        last = made.order_by("-pk").values("pk")[:1]
        named_since = Q(assessment=None) & ~Exists(made.filter(at__gt=OuterRef("at")))
        return cls.objects.filter(Q(assessment=Subquery(last)) | named_since, case=case)


@transaction.atomic
def set_case_risk(case: Case, band: str, *, by: User) -> None:
    """The band that a person decided: its place in lists and its next dates follow it."""
    if band not in BANDS:
        raise Refusal(_("Choose one of the four risk levels."))
    case.require_open()
    case.risk = BANDS.index(band)
    log.log_event(by, "risk.decided", case, band=band)
    today = case.office.today()
    case.expect(Task.What.FOLLOW_UP, case.rules.due(f"contact.{band}", today), by=by)
    if case.risk >= BANDS.index("high"):
        case.tell(case.supervisors(), "risk.high", by=by, urgent=band == "critical")
