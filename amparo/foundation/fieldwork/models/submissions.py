"""What was sent from a telephone: kept as it came before anything is made of it."""

import hmac
from hashlib import sha256

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from amparo.foundation.trust import audit, keyring
from amparo.foundation.trust.clock import now
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.models import Office, User
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refs import Referable
from amparo.foundation.trust.refusals import Refusal
from amparo.foundation.trust.stored_as import StoredAs

from ..receiving import receivers
from ..xforms import Outcome, TooMuch, evaluate, said_of
from .devices import Device
from .forms import FormVersion

# A record that its file did not take in: why was said to who sent it, and is kept nowhere.
REFUSED = "refused"


class SubmissionQuerySet(GuardedQuerySet):
    def to_be_looked_at(self) -> "SubmissionQuerySet":
        return self.filter(state=Submission.State.ODD)


class Submission(Referable):
    """One filled-in form as it arrived. Its answers are never altered.

    Until it is known whose file they belong to they are sealed under a key of their own; once
    they lie in a file, they are sealed with it, and go with it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Arrived")
        LANDED = "landed", gettext_lazy("In its file")
        KEPT = "kept", gettext_lazy("Kept: it is about nobody’s file")
        ODD = "odd", gettext_lazy("To be looked at")

    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="submissions")
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="submissions")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="submissions")
    # Keyed hashes: what a telephone calls it, and what it said; neither can be guessed from them.
    instance = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    raw = PersonalField()
    # What is odd in it, by question and kind: never an answer.
    findings = models.JSONField(default=list)
    at = models.DateTimeField(default=now, editable=False)
    # The shadow of what became of it, for lists; kept by its verbs alone.
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    personal = ("raw",)
    harmless = ("instance", "digest", "findings", "at", "state")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
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

    def __str__(self):
        return f"Submission {self.ref}"

    @classmethod
    @transaction.atomic
    def receive(
        cls,
        version: FormVersion,
        raw: bytes,
        *,
        office: Office,
        by: User | None = None,
        device: Device | None = None,
    ) -> "tuple[Submission, bool]":
        """What was sent, kept before it is judged; and whether it is new.

        `Unreadable` where it is no record of this form at all. The same again is the same.
        """
        name = said_of(raw).instance_id
        submission, is_new = cls.objects.get_or_create(
            instance=_keyed("instance", f"{version.form.code}|{name}".encode()),
            digest=_keyed("answers", raw),
            defaults={
                "version": version, "raw": raw.decode(), "office": office, "by": by,
                "device": device,
            },
        )  # fmt: skip
        if is_new:
            audit.note(by, "submission.received", submission)
        return submission, is_new

    @transaction.atomic
    def land(self) -> None:
        """Into the file that it names; what is odd waits for a person, and nothing is lost."""
        if self.state != self.State.WAITING:
            return
        self.findings, self.state = [], self.State.ODD
        try:
            outcome = self.opened
            self.findings = [{"path": each.path, "kind": each.kind} for each in outcome.findings]
            with transaction.atomic():
                # Who answered without a name speaks for nobody's file.
                taken = self.by_id and any(receive(self, outcome) for receive in receivers)
        except TooMuch:
            self.findings = [{"path": "", "kind": "too-much"}]
        except Refusal:
            self.findings.append({"path": "", "kind": REFUSED})
        else:
            self.state = self.State.LANDED if taken else self._of_nobody()
        self.save(update_fields=["findings", "state", "raw"])
        audit.note(self.by, f"submission.{self.state}", self)

    def _of_nobody(self) -> str:
        return self.State.ODD if self.findings else self.State.KEPT

    @property
    def opened(self) -> Outcome:
        return evaluate(self.version.opened, self.raw.encode(), moment=self.at)


class SubmissionFile(Referable):
    """A photo, a recording or a signature that came with it, sealed; perhaps in a later post."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    name = PersonalField()
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    stored_as = StoredAs()
    digest = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=now, editable=False)

    personal = ("name",)
    harmless = ("kind", "size", "stored_as", "digest", "at")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "digest"], name="each_file_once")
        ]

    def __str__(self):
        return f"SubmissionFile {self.ref}"

    @property
    def file(self) -> Submission:
        return self.submission


def _keyed(what: str, said: bytes) -> str:
    return hmac.new(keyring.derive(f"submission {what}"), said, sha256).hexdigest()
