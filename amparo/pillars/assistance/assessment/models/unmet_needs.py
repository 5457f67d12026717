"""Unmet needs: what a rule found or a caseworker reported, the reason, and how it ended.

A finding says "not confirmed" until a caseworker states a reason; every reason stays on record.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case

from ..unmet_need import Verdict
from . import Need

REASONS = "unmet_need_reason"


@dataclass(frozen=True)
class Finding:
    """A rule applies to this need."""

    need: Need
    verdict: Verdict


class UnmetNeedQuerySet(PermissionQuerySet):
    def open(self) -> "UnmetNeedQuerySet":
        return self.filter(ended_at=None)

    def of_active_cases(self) -> "UnmetNeedQuerySet":
        return self.open().exclude(case__status__in=Case.ENDED)

    def unconfirmed(self) -> "UnmetNeedQuerySet":
        return self.open().filter(confirmed_at=None)


class UnmetNeed(Record):
    """A need of a case for which no service was found: one open record a type of service."""

    class Ground(models.TextChoices):
        DECLINED = "declined", gettext_lazy("Every referral was declined")
        WAITING = "waiting", gettext_lazy("Waiting beyond the promised days")
        NOT_REACHED = "not_reached", gettext_lazy("Planned outcome not reached")
        NO_ACTION = "no_action", gettext_lazy("No action or referral in time")
        REPORTED = "reported", gettext_lazy("Reported by the caseworker")

    class End(models.TextChoices):
        MET = "met", pgettext_lazy("unmet need", "Met")
        NOT_NEEDED = "not_needed", pgettext_lazy("unmet need", "No longer needed")
        REASSESSED = "reassessed", gettext_lazy("Not among the needs of a later assessment")
        LAPSED = "lapsed", gettext_lazy("The rule no longer applies")

    # What a caseworker may say; the others follow from the records.
    ENDS = (End.MET, End.NOT_NEEDED)

    case = models.ForeignKey(Case, models.CASCADE, related_name="unmet_needs")
    # The need for which it was found first; a later assessment may name the same type again.
    need = models.ForeignKey(Need, models.CASCADE, related_name="+")
    service_type = models.CharField(gettext_lazy("Service"), max_length=40)
    ground = models.CharField(pgettext_lazy("unmet need", "Ground"), max_length=12, choices=Ground)
    since = models.DateField(gettext_lazy("Unmet since"))
    # That of the case when it was found: a case that moves takes no history along.
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=gettext_lazy("Place"), null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    # The shadow of the last `UnmetNeedReason`.
    reason = models.CharField(pgettext_lazy("column, field", "Reason"), max_length=30, blank=True)
    # The right concerned, as whoever stated the reason confirmed it; nothing: nobody did.
    right = models.CharField(gettext_lazy("Right concerned"), max_length=40, blank=True)
    confirmed_at = models.DateTimeField(gettext_lazy("Confirmed on"), null=True, editable=False)
    ended_at = models.DateTimeField(gettext_lazy("Ended on"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_how = models.CharField(
        pgettext_lazy("closure", "Result"), max_length=12, choices=End, blank=True
    )

    audit_name = "unmetneed"

    objects = UnmetNeedQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Unmet need")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "service_type"], name="unmet_need_open_once",
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="unmet_need_confirmed_by_a_reason",
                condition=Q(confirmed_at=None, reason="")
                | Q(confirmed_at__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="unmet_need_ended_somehow",
                condition=Q(ended_at=None, ended_how="")
                | Q(ended_at__isnull=False) & ~Q(ended_how=""),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["place", "service_type"], name="unmet_needs_of_a_place",
                condition=Q(ended_at=None),
            ),
            models.Index(
                fields=["since", "id"], name="unmet_needs_unconfirmed",
                condition=Q(ended_at=None, confirmed_at=None),
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "case"
        title = gettext_lazy("Unmet needs")
        disclose = (
            "since", "service_type", "ground", "place", "reason", "right", "confirmed_at",
            "ended_at", "ended_how",
        )  # fmt: skip

    class Events:
        prefix = "unmetneed"
        found = AuditEvent(gettext_lazy("Unmet need found"), icon="alert-triangle", story=False)
        stated = AuditEvent(gettext_lazy("Unmet need: reason recorded"), icon="alert-triangle")
        ended = AuditEvent(gettext_lazy("Unmet need ended"), icon="circle-check")

    def __str__(self):
        return f"UnmetNeed {self.ref}"

    @property
    def file(self) -> Case:
        return self.case

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def title(self) -> str:
        return code_lists.label("service_type", self.service_type)

    @property
    def reason_label(self) -> str:
        """The reason in the reader's language; "" while nobody has confirmed it."""
        return code_lists.label(REASONS, self.reason) if self.reason else ""

    @property
    def right_label(self) -> str:
        """The right concerned in the reader's language; "" while nobody has confirmed one."""
        return code_lists.label("right", self.right) if self.right else ""

    # By a caseworker.

    @classmethod
    @transaction.atomic
    def state(cls, need: Need, *, by: User, reason: str, right: str = "") -> "UnmetNeed":
        """Says why a need is not met: confirms what a rule found, or reports it. Said again with
        another reason, that one holds, and both are kept. With a right, it confirms that the need
        concerns it; without one, what was confirmed before stays.
        """
        case = need.case
        case.require_work_allowed()
        if code_lists.find(REASONS, reason) is None:
            raise Refusal(_("Choose a reason from the list."))
        if right and code_lists.find("right", right) is None:
            raise Refusal(_("Choose a right from the list."))
        unmet, _is_new = cls.objects.get_or_create(
            case=case, service_type=need.service_type, ended_at=None,
            defaults={
                "need": need, "ground": cls.Ground.REPORTED, "since": case.office.today(),
                "place": case.place,
            },
        )  # fmt: skip
        lock_and_refresh(unmet, "reason", "right", "confirmed_at", "ended_at")
        if unmet.reason == reason and right in ("", unmet.right):
            return unmet  # a phone that retries is welcome
        stated = UnmetNeedReason.objects.create(unmet_need=unmet, code=reason, by=by)
        unmet.reason, unmet.confirmed_at = reason, stated.at
        unmet.right = right or unmet.right
        unmet.save(update_fields=["reason", "right", "confirmed_at"])
        case.touch()
        log.log_event(by, "unmetneed.stated", unmet, reason=reason)
        return unmet

    @transaction.atomic
    def end(self, *, by: User, how: str) -> None:
        """The need was met, or is no longer one."""
        self.case.require_open()
        if how not in self.ENDS:
            raise Refusal(_("Say whether the need was met or is no longer needed."))
        lock_and_refresh(self, "ended_at", "ended_how")
        if self.ended_at is not None:
            return
        self._end(how, by=by)
        self.case.touch()

    def _end(self, how: str, *, by: User | None) -> None:
        self.ended_at, self.ended_by, self.ended_how = now(), by, how
        self.save(update_fields=["ended_at", "ended_by", "ended_how"])
        log.log_event(by, "unmetneed.ended", self, outcome=how)

    # By the rules.

    @classmethod
    @transaction.atomic
    def update_findings(
        cls, cases: Mapping[int, Case], found: Mapping[tuple[int, str], Finding],
        standing: set[tuple[int, str]],
    ) -> int:  # fmt: skip
        """Brings the open records of these cases in line with the rules; returns how many changed.

        `found` and `standing` are by the key of the case and the type of service. What nobody
        confirmed ends with its rule; what a caseworker confirmed ends only with the need itself.
        """
        held = {}
        changed = 0
        for unmet in cls.objects.open().filter(case__in=list(cases)).select_for_update():
            unmet.case = cases[unmet.case_id]
            held[unmet.case_id, unmet.service_type] = unmet
        for key, unmet in held.items():
            changed += unmet._follow(found.get(key), stands=key in standing)
        for key, finding in found.items():
            if key not in held:
                cls._find(cases[key[0]], finding)
                changed += 1
        return changed

    def _follow(self, finding: Finding | None, *, stands: bool) -> bool:
        """Whether it changed with what the rules say now."""
        if not stands:
            self._end(self.End.REASSESSED, by=None)
        elif self.is_confirmed:
            return False
        elif finding is None:
            self._end(self.End.LAPSED, by=None)
        elif self.ground == finding.verdict.ground:
            return False
        else:
            self.ground, self.since = finding.verdict.ground, finding.verdict.since
            self.save(update_fields=["ground", "since"])
        return True

    @classmethod
    def _find(cls, case: Case, finding: Finding) -> None:
        unmet = cls.objects.create(
            case=case, need=finding.need, service_type=finding.need.service_type,
            ground=finding.verdict.ground, since=finding.verdict.since, place=case.place,
        )  # fmt: skip
        log.log_event(None, "unmetneed.found", unmet, kind=unmet.ground)


class UnmetNeedReason(Record):
    """Why a need is not met, as a caseworker said; the last one holds."""

    unmet_need = models.ForeignKey(UnmetNeed, models.CASCADE, related_name="reasons")
    code = models.CharField(pgettext_lazy("column, field", "Reason"), max_length=30)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    audit_name = "unmetneedreason"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Reason of an unmet need")

    class Privacy:
        owner = "unmet_need__case"
        title = gettext_lazy("Reasons of unmet needs")
        disclose = ("at", "code")

    def __str__(self):
        return f"UnmetNeedReason {self.ref}"

    @property
    def file(self) -> Case:
        return self.unmet_need.case
