"""Registration without consent: on a narrow ground, and reviewed by a second person.

Source: the IOM Data Protection Principles named in `consents`.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Notification, Organization, Team, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_for_update
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..legal_basis import legal_basis_for
from ..protection_needs import is_lone_minor, protection_needs

REVIEW_WITHIN = timedelta(hours=72)


@dataclass(frozen=True)
class ExceptionAsked:
    """Why somebody is registered although they could not consent."""

    basis: str
    reason: str
    details: dict = field(default_factory=dict)


class ExceptionQuerySet(PermissionQuerySet):
    def waiting(self) -> "ExceptionQuerySet":
        return self.filter(review=None)

    def not_lapsed(self) -> "ExceptionQuerySet":
        """Confirmed; or waiting for a review that is not overdue: see `allows_work`."""
        return self.filter(Q(review__confirmed=True) | Q(review=None, review_due__gt=now()))

    def of_controller(self, controller: Organization | None) -> "ExceptionQuerySet":
        """Asked for by one controller, or transferred to it with the case; None is ours."""
        if controller is None:
            return self.filter(team__office__organization__kind=Organization.Kind.OWN)
        return self.filter(team__office__organization=controller)


class ConsentException(Record):
    """Registered without consent: narrow, documented, reviewed by a second person."""

    class Basis(models.TextChoices):
        VITAL = "vital_interest", gettext_lazy("Vital interest: life or safety in danger")
        BEST = (
            "best_interests",
            gettext_lazy("Best interests of a person unable to consent"),
        )
        LEGAL = "legal_obligation", gettext_lazy("Legal obligation")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="exceptions")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    basis = models.CharField(gettext_lazy("Basis"), max_length=30, choices=Basis)
    reason = PersonalField(gettext_lazy("Reason"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    review_due = models.DateTimeField()

    crypto_label = "consentexception"
    audit_name = "consentexception"

    objects = ExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Exception to consent")

    class Privacy:
        owner = "person"
        title = gettext_lazy("Registered without your consent")
        disclose = ("asked_at", "basis", "reason")
        review = True

    class Events:
        prefix = "exception"
        asked = AuditEvent(
            gettext_lazy("Registered under an exception to consent"),
            icon="hourglass",
            notice=Notice(
                gettext_lazy("Registration without consent: review within 72 hours"),
                "decision",
                icon="clipboard-check",
            ),
        )
        confirmed = AuditEvent(
            gettext_lazy("Exception approved"),
            icon="shield-check",
            notice=Notice(gettext_lazy("Registration without consent confirmed"), "decision"),
        )
        refused = AuditEvent(gettext_lazy("Exception rejected"))

    def __str__(self):
        return f"ConsentException {self.ref}"

    @property
    def file(self):
        return self.person

    @property
    def is_waiting(self) -> bool:
        return not hasattr(self, "review")

    @property
    def is_legal_duty(self) -> bool:
        """True where the law obliges us, whatever the person answers later."""
        return self.basis == self.Basis.LEGAL

    @property
    def allows_work(self) -> bool:
        """Returns whether it stands: confirmed, or acting until its review is due, where life is
        in danger, or for the best interests of a minor without parent or legal guardian.
        """
        if not self.is_waiting:
            return self.review.confirmed
        if self.review_due <= now():
            return False
        is_best = self.basis == self.Basis.BEST
        return self.basis == self.Basis.VITAL or (is_best and is_lone_minor(self.person))

    @property
    def would_erase(self) -> bool:
        """Returns whether nothing of the person may be kept once this is sent back."""
        return legal_basis_for(self.person, "case_management", without=self) is None

    @classmethod
    def ask(cls, person, asked: ExceptionAsked, *, by: User, team: Team) -> "ConsentException":
        if not asked.reason.strip():
            raise Refusal(_("Write why this person could not consent."))
        frozen = now()
        exception = cls.objects.create(
            person=person, team=team, basis=asked.basis, reason=asked.reason, asked_by=by,
            asked_at=frozen, review_due=frozen + REVIEW_WITHIN,
        )  # fmt: skip
        log.log_event(by, "exception.asked", exception, reason=asked.basis)
        return exception

    @transaction.atomic
    def decide(self, *, by: User, confirmed: bool, note: str = "") -> "ConsentExceptionReview":
        """A second person confirms it, or sends it back: then nothing of the person is kept.

        Not sent back while something about them waits for an answer: a minor alone, or somebody
        of whom a protection flag is open, is not erased by one tap.
        """
        lock_for_update(self, self.person)
        if by == self.asked_by:
            raise Refusal(_("An exception is reviewed by somebody else than who asked for it."))
        if not self.is_waiting:
            raise Refusal(_("This exception was already reviewed."))
        goes = not confirmed and self.would_erase
        if goes and (needs := protection_needs(self.person)):
            raise Refusal(needs[0].refusal)
        review = ConsentExceptionReview.objects.create(
            exception=self, confirmed=confirmed, note=note, by=by
        )
        log.log_event(by, "exception.confirmed" if confirmed else "exception.refused", self)
        if goes:
            self.person.forget(
                by=by, asked_by=self.asked_by, office=self.team.office, reason="exception_refused"
            )
        self._tell_who_asked(
            "exception.confirmed" if confirmed else "exception.sent_back", by, goes
        )
        return review

    def _tell_who_asked(self, what: str, by: User, gone: bool) -> None:
        url = reverse("home") if gone else reverse("people:person", args=[self.person.ref])
        Notification.notify([self.asked_by], event=what, about="", url=url, by=by)


class ConsentExceptionReview(Record):
    """What the second person decided about an exception."""

    exception = models.OneToOneField(ConsentException, models.CASCADE, related_name="review")
    confirmed = models.BooleanField(gettext_lazy("Confirmed"))
    note = PersonalField(pgettext_lazy("record", "Note"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "basisreview"
    audit_name = "basisreview"

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        owner = "exception__person"
        title = gettext_lazy("Review of that decision")
        disclose = ("at", "confirmed", "note")
        review = True

    def __str__(self):
        return f"ConsentExceptionReview {self.ref}"

    @property
    def file(self):
        return self.exception.person
