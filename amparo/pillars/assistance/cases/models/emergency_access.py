"""Opening in an emergency: a file that is not yours, for some hours, before everybody's eyes.

Whoever does it says why, those who answer for the case are told at once, and a second person
looks at it afterwards. It lets one read and sound an alert; it never lets one work on the case.
"""

from datetime import timedelta

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import AuditEntry, Notification, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.bypass import rls_bypass
from amparo.foundation.core.permissions.rls.records import (
    lock_and_refresh,
    lock_for_update,
    lock_rows,
)
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..access_grants import people_of, refs_of_people, update_person_grants
from .access_grants import CaseAccessGrant
from .cases import Case

REVIEW_WITHIN = timedelta(hours=72)
TRIES_AN_HOUR = 5


class BreakGlassQuerySet(PermissionQuerySet):
    def live(self) -> "BreakGlassQuerySet":
        return self.filter(until__gt=now())

    def waiting(self) -> "BreakGlassQuerySet":
        """Nobody has looked at it yet."""
        return self.filter(reviewed_at=None)


class EmergencyAccess(Record):
    """One file opened in an emergency, by whom, why and until when."""

    class Reason(models.TextChoices):
        DANGER = "danger", gettext_lazy("Life or safety in immediate danger")
        BEFORE_ME = "before_me", gettext_lazy("Person present and needs help now")
        NOBODY = "nobody_reached", gettext_lazy("Urgent and team unreachable")
        OTHER = "other", gettext_lazy("Other urgent reason")

    case = models.ForeignKey(Case, models.CASCADE, related_name="emergencies")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(gettext_lazy("Reason"), max_length=20, choices=Reason)
    text = PersonalField(pgettext_lazy("field", "Text"))
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    until = models.DateTimeField(pgettext_lazy("period", "End date"))
    review_due = models.DateTimeField()
    justified = models.BooleanField(
        pgettext_lazy("emergency access", "Justified"), null=True, editable=False
    )
    review_note = PersonalField(gettext_lazy("Note of the review"))
    reviewed_at = models.DateTimeField(gettext_lazy("Reviewed on"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    crypto_label = "emergencyaccess"
    audit_name = "emergencyaccess"

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Emergency access")
        indexes = [models.Index(fields=["by", "-until"], name="emergencies_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("by")),
                name="emergency_is_reviewed_by_another",
            )
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Emergency access used")
        review = True
        disclose = (
            "at", "reason", "text", "until", "reviewed_at", "justified", "review_note",
        )  # fmt: skip

    class Events:
        prefix = "emergency"
        opened = AuditEvent(
            gettext_lazy("Emergency access used"),
            icon="alert-triangle",
            danger=True,
            notice=Notice(
                gettext_lazy("Emergency access to a file by a colleague"), "work", icon="eye"
            ),
        )
        tried = AuditEvent(gettext_lazy("Emergency access attempted"))
        ended = AuditEvent(gettext_lazy("Emergency access ended"))
        reviewed = AuditEvent(
            gettext_lazy("Emergency access reviewed"),
            icon="eye",
            timeline=gettext_lazy("Emergency access reviewed"),
            story=False,
        )

    def __str__(self):
        return f"EmergencyAccess {self.ref}"

    @property
    def file(self) -> Case:
        return self.case

    @property
    def is_live(self) -> bool:
        return self.until > now()

    @property
    def is_waiting(self) -> bool:
        return self.reviewed_at is None

    @classmethod
    @rls_bypass(reason="an emergency opens a case that is closed to the user, by its number")
    def find(cls, number: str) -> Case | None:
        """The case of this number, if it may be opened so: a file about misconduct never is."""
        cases = Case.objects.select_related("team__office", "owner", "person", "family__head")
        closed_off = Case.Confidentiality.MISCONDUCT
        return cases.exclude(confidentiality=closed_off).filter(number=number).first()

    @classmethod
    def limit_guesses(cls, by: User) -> None:
        """Whoever tries one number after another is stopped, right numbers or wrong."""
        tried = AuditEntry.objects.filter(
            by=by,
            at__gt=now() - timedelta(hours=1),
            event__in=("emergency.tried", "emergency.opened"),
        )
        if tried[: TRIES_AN_HOUR + 1].count() >= TRIES_AN_HOUR:
            raise Refusal(
                _("You tried several numbers within an hour. Call a supervisor of the office.")
            )

    @classmethod
    @transaction.atomic
    def open(cls, case: Case, *, by: User, reason: str, text: str) -> "EmergencyAccess":
        """Open it now; whoever answers for the case hears of it in the same moment."""
        cls.limit_guesses(by)
        if "case.emergency" not in by.permissions or cls.find(case.number) is None:
            raise Refusal(_("No file can be opened in an emergency under this number."))
        if Case.objects.accessible_to(by).filter(pk=case.pk).exists():
            raise Refusal(_("This file is open to you already."))
        if not text.strip():
            raise Refusal(_("Write why it cannot wait."))
        frozen = now()
        lock_for_update(case)
        emergency = cls.objects.create(
            case=case, by=by, reason=reason, text=text, at=frozen,
            until=frozen + timedelta(hours=case.office.emergency_hours),
            review_due=frozen + REVIEW_WITHIN,
        )  # fmt: skip
        emergency._add_grant()
        log.log_event(
            by, "emergency.opened", emergency, reason=reason, until=emergency.until.date()
        )
        case.tell(emergency.notified_users(), "emergency.opened", by=by, urgent=True)
        emergency._ask_for_review()
        return emergency

    def notified_users(self) -> list[User]:
        """Who accompanies them, and who answers for the case."""
        owner = [self.case.owner] if self.case.owner else []
        return [*owner, *self.case.supervisors(), *self.by.supervisors()]

    def _ask_for_review(self) -> None:
        url = reverse("cases:emergency", args=[self.ref])
        Notification.notify(
            self.case.supervisors(), event="emergency.review", about=self.case.number, url=url,
            by=self.by,
        )  # fmt: skip

    def _add_grant(self) -> None:
        case, holder = self.case, self.by.emergency_grantee
        shown = {
            "status": case.status, "urgency": case.urgency, "next_due_on": case.next_due_on,
            "quiet_since": case.quiet_since, "updated_at": case.updated_at,
        }  # fmt: skip
        CaseAccessGrant.objects.update_or_create(
            record=case, grantee=holder,
            defaults={"why": "break_glass", "until": self.until, **shown},
        )  # fmt: skip
        update_person_grants(case)

    @transaction.atomic
    def end(self, *, by: User) -> None:
        """It is over: the file closes at once."""
        if not self.is_live:
            raise Refusal(_("This file has closed already."))
        self._close()
        log.log_event(by, "emergency.ended", self)

    def _close(self) -> None:
        self.until = now()
        self.save(update_fields=["until"])
        CaseAccessGrant.objects.filter(
            record=self.case, grantee=self.by.emergency_grantee
        ).delete()
        update_person_grants(self.case)

    @transaction.atomic
    def look_again(self, *, by: User, justified: bool, note: str = "") -> None:
        """A second person says whether it was right; where it was not, it closes at once."""
        if by == self.by:
            raise Refusal(_("A colleague other than who used it reviews it."))
        if not justified and not note.strip():
            raise Refusal(_("Write why it was not justified."))
        lock_and_refresh(self, "reviewed_at", "until")
        if not self.is_waiting:
            raise Refusal(_("This was already looked at."))
        self.justified, self.review_note = justified, note
        self.reviewed_at, self.reviewed_by = now(), by
        self.save(update_fields=["justified", "review_note", "reviewed_at", "reviewed_by"])
        outcome = "justified" if justified else "not_justified"
        log.log_event(by, "emergency.reviewed", self, outcome=outcome)
        if not justified and self.is_live:
            self._close()
        told = [self.by] if justified else [self.by, *self.by.supervisors()]
        url = reverse("cases:emergencies")
        Notification.notify(
            told, event=f"emergency.{outcome}", about=self.case.number, url=url, by=by
        )

    def readings(self) -> models.QuerySet:
        """What they opened of it, by the ledger."""
        files = [self.case.ref, *refs_of_people(self.case)]
        found = AuditEntry.objects.filter(by=self.by, file_ref__in=files, is_reading=True)
        return found.filter(at__gte=self.at, at__lte=self.until).order_by("at", "pk")


def active_emergency_access(case: Case, user: User) -> EmergencyAccess | None:
    """The emergency by which this person reads the case, if it is that."""
    return EmergencyAccess.objects.live().filter(case=case, by=user).order_by("pk").last()


def end_emergency_access(case: Case, *, by: User) -> None:
    """Nobody reads on by an emergency what is kept close from now on, the case or its people."""
    on = models.Q(case=case) | models.Q(case__person__in=people_of(case))
    for emergency in lock_rows(EmergencyAccess.objects.live().filter(on), "by", owners=("case",)):
        emergency.end(by=by)
