"""What was sent from a telephone: kept as it came before anything is made of it."""

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.trust import audit, keyring
from amparo.foundation.trust.clock import now
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.models import Office, User
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refs import Referable
from amparo.foundation.trust.refusals import Refusal
from amparo.foundation.trust.sealed_files import SealedFile
from amparo.foundation.trust.stored_as import StoredAs

from ..kept_values import as_kept
from ..receiving import receivers
from ..xforms import Outcome, TooMuch, evaluate, said_of
from .devices import Device
from .forms import FormVersion

if TYPE_CHECKING:
    from .repairs import Correction

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
        AWAY = "away", gettext_lazy("Put away: it is not counted")

    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="submissions")
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="submissions")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="submissions")
    # Keyed hashes: what a telephone calls it, and what it said; neither can be guessed from them.
    instance = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    raw = PersonalField()
    # What evaluation made of the answers as they stand: tables need not work them out again.
    values = PersonalField(kind="json")
    # What is odd in it, by question and kind: never an answer.
    findings = models.JSONField(default=list)
    at = models.DateTimeField(default=now, editable=False)
    # The shadow of what became of it, for lists; kept by its verbs alone.
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    personal = ("raw", "values")
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
        self.findings, self.values, self.state = [], None, self.State.ODD
        try:
            outcome = self._look_again()
            with transaction.atomic():
                # Who answered without a name speaks for nobody's file.
                taken = self.by_id and any(receive(self, outcome) for receive in receivers)
        except TooMuch:
            self.findings = [{"path": "", "kind": "too-much"}]
        except Refusal:
            self.findings.append({"path": "", "kind": REFUSED})
        else:
            self.state = self.State.LANDED if taken else self._of_nobody()
        self.save(update_fields=["findings", "state", "raw", "values"])
        audit.note(self.by, f"submission.{self.state}", self)

    def _of_nobody(self) -> str:
        return self.State.ODD if self.findings else self.State.KEPT

    def _look_again(self) -> Outcome:
        outcome = self.opened
        self.findings = [{"path": each.path, "kind": each.kind} for each in outcome.findings]
        self.values = as_kept(outcome.answers)
        return outcome

    @transaction.atomic
    def correct(self, *, by: User, record: bytes, because: str) -> "Correction":
        """Other answers from now on. Those that came stay beside them, as they came."""
        if not because.strip():
            raise Refusal(_("Write in a few words why it is corrected."))
        self._hold()
        self.must_lie_here()
        correction = self.corrections.create(answers=record.decode(), because=because, by=by)
        audit.note(by, "submission.corrected", self)
        self.state = self.State.WAITING
        self.land()
        return correction

    @transaction.atomic
    def accept(self, *, by: User) -> None:
        """Odd as it is, it is right."""
        self._hold()
        if self.state not in (self.State.ODD, self.State.AWAY):
            raise Refusal(_("Nothing is to be decided about these answers."))
        self._settle(self.State.KEPT, by=by, outcome="accepted")

    @transaction.atomic
    def put_away(self, *, by: User, because: str) -> None:
        """A trial, a double, a joke: it is counted nowhere, and stays where one finds it."""
        if not because.strip():
            raise Refusal(_("Write in a few words why it is put away."))
        self._hold()
        self.must_lie_here()
        if self.state != self.State.AWAY:
            self._settle(self.State.AWAY, by=by, outcome="put_away", because=because)

    def _settle(self, state: str, *, by: User, outcome: str, because: str = "") -> None:
        self.settlements.create(outcome=outcome, because=because.strip(), by=by)
        self.state = state
        self.save(update_fields=["state"])
        audit.note(by, f"submission.{outcome}", self)

    def must_lie_here(self) -> None:
        """Else there is nothing here to be put right."""
        if self.state == self.State.LANDED:
            raise Refusal(_("These answers lie in a file: what is wrong is put right there."))
        if not self.raw:
            raise Refusal(_("Nothing is kept of these answers."))

    def _hold(self) -> None:
        """Until this deed is done nobody else decides about it."""
        self.refresh_from_db(
            fields=["state"], from_queryset=type(self).objects.select_for_update()
        )

    @property
    def answers(self) -> str:
        """As they stand: the latest correction, or what came."""
        latest = list(self.corrections.all())[-1:]
        return latest[0].answers if latest else self.raw

    @property
    def opened(self) -> Outcome:
        return evaluate(self.version.opened, self.answers.encode(), moment=self.at)


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

    def open(self) -> BinaryIO:
        return SealedFile.open(self.stored_as)


def _keyed(what: str, said: bytes) -> str:
    return hmac.new(keyring.derive(f"submission {what}"), said, sha256).hexdigest()
