"""Submission: a filled-in form as it was received, and what was decided about it."""

import hmac
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.values import create_keys
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import allow_new, find_by_secret
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo_xforms import Outcome, RecordHeader

from .. import submissions
from ..extension_points import refused_submission_handlers
from ..forms_engine import evaluate, record_header
from ..submissions import process_submission
from .devices import Device
from .form_encryption import accepts_file, decrypt_submission, is_waiting_for_files
from .forms import FormVersion

if TYPE_CHECKING:
    pass


class SubmissionQuerySet(PermissionQuerySet):
    def to_be_looked_at(self) -> "SubmissionQuerySet":
        return self.filter(state=Submission.State.NEEDS_REVIEW)

    def of_the_same_name(self, other: "Submission") -> "SubmissionQuerySet":
        """What else came under the name that its telephone gave it."""
        return self.filter(instance=other.instance).exclude(pk=other.pk)


class Submission(Record):
    """One filled-in form as it arrived. Its answers are never altered.

    Until it is known whose file they belong to they are sealed under a key of their own; once
    they lie in a file, they are sealed with it, and go with it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("submission, entry", "Received")
        PROCESSED = "landed", gettext_lazy("Filed in case")
        STORED = "kept", gettext_lazy("Kept outside cases")
        NEEDS_REVIEW = "odd", gettext_lazy("Pending review")
        DISCARDED = "away", gettext_lazy("Discarded (not counted)")

    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="submissions")
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="submissions")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="submissions")
    # Keyed hashes: what a telephone calls it, and what it said; neither can be guessed from them.
    instance = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    raw = PersonalField(gettext_lazy("Original submission"))
    # It came locked by its telephone; and the record that was found in it, once it was opened.
    is_locked = models.BooleanField(default=False, editable=False)
    unlocked = PersonalField(gettext_lazy("Decrypted submission"))
    # What evaluation made of the answers as they stand: tables need not work them out again.
    values = PersonalField(gettext_lazy("Calculated values"), kind="json")
    # What is odd in it, by question and kind: never an answer.
    findings = models.JSONField(default=list)
    at = models.DateTimeField(default=now, editable=False)
    # The shadow of what became of it, for lists; kept by its verbs alone.
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    crypto_label = "submission"
    audit_name = "submission"

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Submission")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["office", "state", "-at"], name="submissions_of_an_office"),
            models.Index(fields=["version", "at", "id"], name="submissions_of_a_form"),
        ]
        constraints = [
            # The same name with other answers is another record: neither is lost for the other.
            models.UniqueConstraint(
                fields=["instance", "digest"], name="each_submission_once"
            )
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("Answers that are in no file: about nobody’s, or not yet placed.")
        plain_text = {
            "findings": "questions and kinds of oddities, never an answer",
        }

    class Events:
        unlocked = AuditEvent(gettext_lazy("Encrypted submission opened"))
        received = AuditEvent(gettext_lazy("Submission received"))
        landed = AuditEvent(gettext_lazy("Submission filed in case"))
        kept = AuditEvent(gettext_lazy("Submission kept outside cases"))
        odd = AuditEvent(gettext_lazy("Submission pending review"))
        corrected = AuditEvent(gettext_lazy("Submission corrected"))
        accepted = AuditEvent(gettext_lazy("Submission accepted with warnings"))
        put_away = AuditEvent(gettext_lazy("Submission discarded"))
        taken = AuditEvent(gettext_lazy("Submission exported"))
        attached = AuditEvent(gettext_lazy("Submission media received"))
        tried_again = AuditEvent(gettext_lazy("Submission filing retried"))

    def __str__(self):
        return f"Submission {self.ref}"

    # Other answers had come under the same name when this arrived: known to who received it.
    is_beside_another = False

    @classmethod
    @transaction.atomic(savepoint=False)
    def receive(
        cls,
        version: FormVersion,
        raw: bytes,
        *,
        office: Office,
        by: User | None = None,
        device: Device | None = None,
        said: RecordHeader | None = None,
    ) -> "tuple[Submission, bool]":
        """What was sent, kept before it is judged; and whether it is new.

        `UnreadableFile` where it is no record of this form at all. The same again is the same.
        Where `device` brings it and nobody is believed to have sent it, a person looks at it.
        """
        said = said or record_header(raw)
        fresh = cls(
            version=version, raw=raw.decode(), office=office, by=by, device=device,
            instance=_marked(key_ring.derive("submission instance"),
                             f"{version.form.code}|{said.instance_id}".encode()),
            digest=_marked(key_ring.derive("submission answers"), raw),
            is_locked=said.is_encrypted,
        )  # fmt: skip
        if kind := submissions.blocking_anomaly(is_believed=device is None or by is not None):
            fresh.findings, fresh.state = [submissions.anomaly(kind)], cls.State.NEEDS_REVIEW
        submission = fresh._found_or_kept()
        if submission is fresh:
            submission._note_arrival()
        return submission, submission is fresh

    def _found_or_kept(self) -> "Submission":
        """Most that is sent is new: one question, and the key of a new file is not looked for."""
        self.is_beside_another, is_same = _is_known(self.instance, self.digest)
        same = find_by_secret(type(self), self.secret) if is_same else None
        if same:
            return same
        allow_new(self)
        try:
            with transaction.atomic():  # the same may arrive at this very moment
                create_keys([self])
                self.save(force_insert=True)
        except IntegrityError:
            same = find_by_secret(type(self), self.secret)
            if same is None:
                raise
            return same
        return self

    @property
    def secret(self) -> str:
        """What only whoever brings the same answers under the same name can know."""
        return f"{self.instance}|{self.digest}"

    @classmethod
    def with_secret(cls, secret: str) -> "Submission | None":
        """Returns the submission of these answers, or None."""
        instance, _bar, digest = secret.partition("|")
        return cls.objects.filter(instance=instance, digest=digest).defer("raw").first()

    def _note_arrival(self) -> None:
        log.log_event(self.by, "submission.received", self)
        if self.state == self.State.WAITING:
            find_task("process-submission").enqueue(str(self.ref))

    @transaction.atomic
    def process(self) -> None:
        """Into the file that it names; what is odd waits for a person, and nothing is lost."""
        if self.is_still_locked:  # what is still missing may be on its way in
            self._lock()
        if self.state != self.State.WAITING:
            return
        self.findings, self.values, self.state = [], None, self.State.NEEDS_REVIEW
        try:
            if self.is_locked and not self.unlocked:
                decrypt_submission(self)
            process_submission(self)
        except Refusal as refusal:
            self.findings.append(submissions.anomaly_of_refusal(refusal))
            for handle in refused_submission_handlers:
                handle(self, refusal)
        except UnreadableFile:
            self.findings = [submissions.anomaly(submissions.UNREADABLE)]
        self.save(update_fields=["findings", "state", "values", "unlocked"])
        log.log_event(self.by, f"submission.{self.state}", self)

    @transaction.atomic
    def correct(self, *, by: User, record: bytes, because: str) -> "SubmissionCorrection":
        """Other answers from now on. Those that came stay beside them, as they came."""
        if not because.strip():
            raise Refusal(_("Write in a few words why it is corrected."))
        self._lock()
        self.require_answers_here()
        correction = self.corrections.create(answers=record.decode(), because=because, by=by)
        log.log_event(by, "submission.corrected", self)
        self.state = self.State.WAITING
        self.process()
        return correction

    @transaction.atomic
    def accept(self, *, by: User) -> None:
        """Odd as it is, it is right."""
        self._lock()
        if self.state not in (self.State.NEEDS_REVIEW, self.State.DISCARDED):
            raise Refusal(_("Nothing is to be decided about these answers."))
        self._must_be_unlocked()
        self._settle(self.State.STORED, by=by, outcome="accepted")

    @transaction.atomic
    def discard(self, *, by: User, because: str) -> None:
        """A trial, a double, a joke: it is counted nowhere, and stays where one finds it."""
        if not because.strip():
            raise Refusal(_("State the reason for discarding."))
        self._lock()
        if self.state != self.State.DISCARDED and not self.is_still_locked:
            self.require_answers_here()
        if self.state != self.State.DISCARDED:
            self._settle(self.State.DISCARDED, by=by, outcome="put_away", because=because)

    def _settle(self, state: str, *, by: User, outcome: str, because: str = "") -> None:
        self.settlements.create(outcome=outcome, because=because.strip(), by=by)
        self.state = state
        self.save(update_fields=["state"])
        log.log_event(by, f"submission.{outcome}", self)

    def require_answers_here(self) -> None:
        """Else there is nothing here to be put right."""
        if self.state == self.State.PROCESSED:
            raise Refusal(_("These answers lie in a file: what is wrong is put right there."))
        if not self.raw:
            raise Refusal(_("Nothing is kept of these answers."))
        self._must_be_unlocked()

    def _must_be_unlocked(self) -> None:
        if self.is_still_locked:
            raise Refusal(_("These answers are still locked: nobody has read them here."))

    @property
    def is_still_locked(self) -> bool:
        """Locked on its telephone, and not opened here."""
        return bool(self.is_locked and self.raw and not self.unlocked)

    def _lock(self) -> None:
        """Locks the row until the transaction ends: nobody else decides about it meanwhile."""
        self.refresh_from_db(
            fields=["state", "findings"], from_queryset=type(self).objects.select_for_update()
        )

    @property
    def answers(self) -> str:
        """As they stand: the latest correction, or what came."""
        came = self.unlocked if self.is_locked and self.unlocked else self.raw
        return [came, *(each.answers for each in self.corrections.all())][-1]

    @transaction.atomic
    def try_again(self, *, by: User) -> None:
        """What stood in its way may be gone: the case is open to its author now."""
        self._lock()
        if not self.may_be_tried:
            raise Refusal(_("This cannot be put into a file by itself: look at it, and decide."))
        self.state = self.State.WAITING
        self.save(update_fields=["state"])
        log.log_event(by, "submission.tried_again", self)
        find_task("process-submission").asked(by=by).enqueue(str(self.ref))

    @property
    def may_be_tried(self) -> bool:
        return self.state == self.State.NEEDS_REVIEW and self.by_id is not None

    @property
    def opened(self) -> Outcome:
        return evaluate(self.version.opened, self.answers.encode(), moment=self.moment)

    @property
    def moment(self) -> datetime:
        """When it arrived, by the clock of its office, whoever looks at it."""
        return self.at.astimezone(self.office.zone)

    # The files that came with it.

    @transaction.atomic
    def attach(self, files: "Iterator[tuple[str, str, BinaryIO]]") -> int:
        """What came along, each under its name; how many of it are new. The same again is one."""
        fresh = 0
        for name, kind, content in files:
            if accepts_file(self, name):
                fresh += self.files.model.keep(self, name, kind, content)
        if fresh:
            if self.is_locked:  # it may be put into its file at this very moment, without these
                self._lock()
            log.log_event(self.by, "submission.attached", self, count=fresh)
            self._hand_on()
        return fresh

    def _hand_on(self) -> None:
        """Those that come when the answers lie in their file already follow them there."""
        if self.state == self.State.PROCESSED:
            find_task("forward-submission-files").enqueue(str(self.ref))
        elif is_waiting_for_files(self):
            self.state = self.State.WAITING
            self.save(update_fields=["state"])
            find_task("process-submission").enqueue(str(self.ref))
        elif self.state == self.State.STORED and not self.raw:
            self.erase_answers()

    def assign_to_record(self) -> None:
        """The answers are sealed with that file now: here is only that they came.

        Where they were corrected before, what came and what was made of it stay beside each other.
        """
        self.values = None
        if not self.corrections.exists():
            self.raw = self.unlocked = ""
        self.save(update_fields=["raw", "unlocked", "values"])

    def erase_answers(self) -> None:
        """Whoever does not agree is promised that nothing is kept."""
        self.corrections.all().delete()
        self.assign_to_record()
        for each in self.files.all():
            each.delete_stored()


@aggregate_query("who delivers answers reads none, and is told whether they came before")
def _is_known(instance: str, digest: str) -> tuple[bool, bool]:
    """Whether any answers came under this name; and whether the same did."""
    digests = list(Submission.objects.filter(instance=instance).values_list("digest", flat=True))
    return bool(digests), digest in digests


def _marked(key: bytes, said: bytes) -> str:
    return hmac.new(key, said, sha256).hexdigest()


# Decisions about submissions with anomalies


class SubmissionResolution(Record):
    """What somebody did about one submission, and why; sealed and erased with it."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    at = models.DateTimeField(default=now, editable=False)

    submission: models.ForeignKey

    class Meta:
        abstract = True

    @property
    def file(self) -> Record:
        return getattr(self.submission, "file", None) or self.submission


class SubmissionCorrection(SubmissionResolution):
    """The answers as they should have been (XForms, XML), beside those that came."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="corrections")
    answers = PersonalField(pgettext_lazy("survey, form", "Answers"))

    crypto_label = "correction"
    audit_name = "correction"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Correction of submission")
        ordering = ["pk"]

    def __str__(self):
        return f"SubmissionCorrection {self.ref}"


class SubmissionAcceptance(SubmissionResolution):
    """Somebody looked and decided: right although it is odd, or nothing to count."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", gettext_lazy("Kept as is")
        DISCARDED = "put_away", gettext_lazy("Discarded")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="settlements")
    outcome = models.CharField(max_length=10, choices=Outcome)

    crypto_label = "settlement"
    audit_name = "settlement"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Decision on warnings")
        ordering = ["pk"]

    def __str__(self):
        return f"SubmissionAcceptance {self.ref}"
