"""Certificates: what somebody attended and passed, as it was when they were issued.

A certificate outlives its holder's data: after an erasure its number, the hash of the name and its
status stay, and the name is gone.
"""

from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import find_by_secret, lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .. import certificate_numbers, certificate_words, holder_names
from ..eligibility import Standing, last_day_of_validity
from .course_versions import CourseVersion
from .courses import Course
from .enrolments import Enrolment
from .events import TrainingEvent
from .participants import Participant
from .signing_keys import SigningKey, StatusList


class CertificateState(models.TextChoices):
    ISSUED = "issued", pgettext_lazy("certificate", "Issued")
    WITHDRAWN = "withdrawn", pgettext_lazy("certificate", "Withdrawn")
    SUPERSEDED = "superseded", pgettext_lazy("certificate", "Replaced")


class Certificate(Record):
    """A certificate of a course, with what it said when it was issued."""

    State = CertificateState

    class Reason(models.TextChoices):
        MISTAKE = "mistake", pgettext_lazy("certificate withdrawn", "It was issued by mistake")
        FALSE_DATA = (
            "false_data",
            pgettext_lazy("certificate withdrawn", "Attendance or test were not theirs"),
        )
        MISUSE = "misuse", pgettext_lazy("certificate withdrawn", "It was altered or misused")
        HOLDER = "holder", pgettext_lazy("certificate withdrawn", "The holder asked for it")
        OTHER = "other", pgettext_lazy("certificate withdrawn", "Another reason")

    number = models.CharField(
        pgettext_lazy("certificate", "Number"), max_length=13, editable=False
    )
    # 1, and one more each time that it is issued anew with another name.
    issue_number = models.PositiveSmallIntegerField(default=1, editable=False)
    # None once the holder's data were erased.
    enrolment = models.ForeignKey(
        Enrolment, models.SET_NULL, null=True, editable=False, related_name="certificates"
    )
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, editable=False, related_name="certificates"
    )
    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    event = models.ForeignKey(
        TrainingEvent, models.PROTECT, verbose_name=gettext_lazy("Training event"),
        related_name="certificates",
    )  # fmt: skip
    version = models.ForeignKey(
        CourseVersion, models.PROTECT, verbose_name=pgettext_lazy("training", "Course"),
        related_name="certificates",
    )  # fmt: skip
    # The name as it stands on the paper, and what a typed name is compared with.
    name = PersonalField(gettext_lazy("Name"))
    name_salt = models.CharField(max_length=11, editable=False)
    name_hash = models.CharField(max_length=16, editable=False)
    language = models.CharField(gettext_lazy("Language"), max_length=3, editable=False)
    # As they were then.
    hours = models.DecimalField(
        pgettext_lazy("course", "Hours"), max_digits=5, decimal_places=1, editable=False
    )
    level = models.CharField(
        pgettext_lazy("course", "Level"), max_length=12, choices=Course.Level, editable=False
    )
    attendance = models.PositiveSmallIntegerField(null=True, editable=False)
    score = models.PositiveSmallIntegerField(null=True, editable=False)
    issued_on = models.DateField(pgettext_lazy("certificate", "Issued on"), editable=False)
    # The last day on which it counts; None: without end.
    until = models.DateField(
        pgettext_lazy("certificate", "Valid until"), null=True, editable=False
    )
    status_list = models.ForeignKey(
        StatusList, models.PROTECT, editable=False, related_name="certificates"
    )
    status_index = models.PositiveIntegerField(editable=False)
    key = models.ForeignKey(SigningKey, models.PROTECT, editable=False, related_name="+")
    # The signed word of its QR code.
    word = models.CharField(max_length=400, editable=False)
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=CertificateState,
        default=CertificateState.ISSUED, editable=False,
    )  # fmt: skip
    # Why it was issued although something was missing; "" where nothing was.
    exception = PersonalField(gettext_lazy("Reason for the exception"))
    withdrawn_because = models.CharField(
        pgettext_lazy("certificate", "Reason"), max_length=10, choices=Reason, blank=True
    )
    withdrawn_note = PersonalField(pgettext_lazy("certificate", "Note"))
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="replaced_by"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "certificate"
    audit_name = "certificate"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Certificate")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["number", "issue_number"], name="certificate_once"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(state="issued"), name="one_certificate_counts"
            ),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(state="issued"), name="certified_once"
            ),
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="status_place_once"
            ),
        ]
        # In the order in which lists are read; of which office each is, is seen on the way.
        indexes = [
            models.Index(fields=["state", "until", "id"], name="who_lapses"),
            models.Index(fields=["issued_on", "id"], name="certificates_by_day"),
        ]

    class Privacy:
        owner = "participant"
        title = gettext_lazy("Certificates")
        disclose = (
            "name", "number", "event", "version", "hours", "level", "issued_on", "until", "state",
            "exception", "withdrawn_because", "withdrawn_note",
        )  # fmt: skip
        # Its number, the hash of the name and its status outlive the erasure.
        shared = True
        plain_text = {"word": "signed facts of a course; the name is a salted hash"}

    class Events:
        listed = AuditEvent(gettext_lazy("Certificate list viewed"))
        issued = AuditEvent(gettext_lazy("Certificate issued"))
        issued_as_exception = AuditEvent(gettext_lazy("Certificate issued as an exception"))
        renewed = AuditEvent(gettext_lazy("Certificate renewed"))
        reissued = AuditEvent(gettext_lazy("Certificate issued with another name"))
        withdrawn = AuditEvent(gettext_lazy("Certificate withdrawn"))
        superseded = AuditEvent(gettext_lazy("Certificate replaced"))
        downloaded = AuditEvent(gettext_lazy("Certificates downloaded"))
        forgotten = AuditEvent(gettext_lazy("Name on a certificate erased"))

    def __str__(self):
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("training:certificate", args=[self.ref])

    @property
    def file(self) -> Record:
        """Whose key encrypts the name: erased with the participant."""
        return self.participant or self

    @property
    def holder(self) -> str:
        """The name on the paper; "" once it was erased."""
        try:
            return self.name
        except DecryptionError:
            return ""

    def is_lapsed(self, today: date) -> bool:
        return self.until is not None and self.until < today

    def holds(self, today: date) -> bool:
        """Whether it counts on this day."""
        return self.state == self.State.ISSUED and not self.is_lapsed(today)

    @classmethod
    def with_secret(cls, secret: str) -> "Certificate | None":
        """Returns the latest of this number, however it was typed; or None."""
        number = certificate_numbers.read(secret) or "-"
        return cls._default_manager.filter(number=number).order_by("-issue_number").first()

    @classmethod
    def for_number(cls, typed: str) -> Self | None:
        """Returns the latest of this number and opens it to whoever typed it; or None."""
        return find_by_secret(cls, typed, "version__course")

    # What is done with it.

    @classmethod
    @transaction.atomic
    def issue(
        cls, enrolment: Enrolment, *, by: User, standing: Standing, exception: str = "",
        language: str = "",
    ) -> "Certificate":  # fmt: skip
        """Issues it to a participant who is eligible, or by a named exception with its reason.
        Twice is once.
        """
        lock_and_refresh(enrolment, "state")
        if known := cls.objects.filter(enrolment=enrolment, state=cls.State.ISSUED).first():
            return known
        if enrolment.state != Enrolment.State.ENROLLED:
            raise Refusal(_("Certificates are for those who had a seat."))
        exception = exception.strip()
        if not standing.is_eligible and not exception:
            raise Refusal(_("Something is missing. To issue it all the same, give the reason."))
        version, participant = enrolment.event.version, enrolment.participant
        certificate = cls(
            enrolment=enrolment, participant=participant, event=enrolment.event, version=version,
            office=enrolment.event.office, by=by, exception=exception,
            hours=version.hours, level=version.course.level, attendance=standing.attendance,
            score=standing.score, number=certificate_numbers.new_number(),
            language=language or participant.language or enrolment.event.languages[:2] or "en",
        )  # fmt: skip
        event = "issued_as_exception" if exception else "issued"
        certificate._sign_and_save(participant.label, f"certificate.{event}")
        if settings.AMPARO_MAIL_HOST and enrolment.may_be_reminded:
            find_task("mail-certificate").enqueue(str(enrolment.ref))
        return certificate

    @transaction.atomic
    def reissue(self, *, by: User, name: str) -> "Certificate":
        """Issues it anew with another name: the number stays, the former paper no longer holds."""
        self._end(self.State.SUPERSEDED, by=by)
        fresh = self._copy(by=by)
        fresh.number, fresh.issue_number = self.number, self.issue_number + 1
        fresh.issued_on, fresh.until = self.issued_on, self.until
        return fresh._sign_and_save(name.strip(), "certificate.reissued")

    @transaction.atomic
    def renew(self, *, by: User, exception: str) -> "Certificate":
        """Issues a new one in its place that counts from today; `exception` says on what it
        rests.
        """
        if self.until is None:
            raise Refusal(_("This certificate has no end: there is nothing to renew."))
        if not exception.strip():
            raise Refusal(_("Say on what the renewal rests."))
        name = self.holder
        self._end(self.State.SUPERSEDED, by=by)
        fresh = self._copy(by=by)
        fresh.number, fresh.exception = certificate_numbers.new_number(), exception.strip()
        return fresh._sign_and_save(name, "certificate.renewed")

    @transaction.atomic
    def withdraw(self, *, by: User, reason: str, note: str = "") -> None:
        """From now on the check page and the status list say that it does not hold."""
        self.withdrawn_because, self.withdrawn_note = reason, note.strip()
        self._end(self.State.WITHDRAWN, by=by)
        log.log_event(by, "certificate.withdrawn", self, reason=reason)

    @classmethod
    @transaction.atomic
    def forget_holder(cls, participant: Participant) -> None:
        """Erases the name on the certificates of somebody; number, hash and status stay. Twice is
        once.
        """
        for each in cls.objects.filter(participant=participant):
            each.name = each.exception = each.withdrawn_note = ""
            each.participant = each.enrolment = None
            each.save(update_fields=[
                "name", "exception", "withdrawn_note", "participant", "enrolment",
            ])  # fmt: skip
            log.log_event(None, "certificate.forgotten", each)

    def _copy(self, *, by: User) -> "Certificate":
        same = (
            "enrolment", "participant", "event", "version", "office", "hours", "level",
            "attendance", "score", "language",
        )  # fmt: skip
        return Certificate(
            by=by, supersedes=self, exception=self.exception,
            **{name: getattr(self, name) for name in same},
        )  # fmt: skip

    def _end(self, state: str, *, by: User) -> None:
        """It no longer holds. Raises Refusal where it did not hold any more, or is nobody's."""
        lock_and_refresh(self, "state", "participant_id")
        if self.state != self.State.ISSUED:
            raise Refusal(
                _("This certificate does not hold any more: %(state)s.")
                % {"state": self.get_state_display()}
            )
        if state == self.State.SUPERSEDED and self.participant_id is None:
            raise Refusal(_("The holder's data were erased: it cannot be issued anew."))
        self.state, self.ended_by, self.ended_at = state, by, now()
        self.save(update_fields=[
            "state", "ended_by", "ended_at", "withdrawn_because", "withdrawn_note",
        ])  # fmt: skip
        find_task("sign-status-lists").enqueue()
        if state == self.State.SUPERSEDED:
            log.log_event(by, "certificate.superseded", self)

    def _sign_and_save(self, name: str, event: str) -> Self:
        if not holder_names.normalize(name):
            raise Refusal(_("Write the name as it stands on the paper."))
        today = self.office.today()
        months = self.version.validity_months
        if self.issued_on is None:
            self.issued_on = today
            self.until = last_day_of_validity(today, months) if months else None
        self.name, self.name_salt = name, holder_names.new_salt()
        self.name_hash = holder_names.hash_name(name, self.name_salt)
        self.key = SigningKey.current()
        self.status_list, self.status_index = StatusList.take_place()
        self.word = certificate_words.sign(self.as_word(), self.key.private_key)
        self.save()
        log.log_event(self.by, event, self)
        return self

    def as_word(self) -> certificate_words.Word:
        """Returns what its signed word says."""
        return certificate_words.Word(
            self.number, self.version.course.code, self.version.number,
            Decimal(self.hours), self.level,
            self.issued_on, self.until, self.status_list.number, self.status_index,
            self.key.key_id, self.name_salt, self.name_hash,
        )  # fmt: skip
