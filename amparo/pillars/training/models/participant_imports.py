"""Imports of lists: the participants of an event, or past trainings with who took part.

A list is checked first; nothing of it is recorded before somebody says so, and then all of it or
nothing.
"""

import hashlib
from functools import partial
from typing import BinaryIO

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import EncryptedFileField, PersonalField
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .events import TrainingEvent

_PIECE = 256 * 1024
COUNTS = ("rows_found", "new", "known", "same", "problems", "new_events")


class ParticipantImport(Record):
    """One file: checked, and applied by a person's decision."""

    class Kind(models.TextChoices):
        EVENT = "event", pgettext_lazy("import of participants", "Participants of an event")
        PAST = "past", pgettext_lazy("import of participants", "Past trainings")
        COMPLETIONS = (
            "completions",
            pgettext_lazy("import of participants", "Completions from outside"),
        )

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("import", "Columns to confirm")
        CHECKED = "checked", pgettext_lazy("import", "Checked, not imported")
        APPLYING = "applying", pgettext_lazy("import", "Being imported")
        APPLIED = "applied", pgettext_lazy("import", "Imported")
        DISCARDED = "discarded", pgettext_lazy("import", "Discarded")

    WAITING = (State.RECEIVED, State.CHECKED)

    kind = models.CharField(
        pgettext_lazy("import of participants", "Content"), max_length=11, choices=Kind
    )
    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    event = models.ForeignKey(
        TrainingEvent, models.PROTECT, null=True, verbose_name=gettext_lazy("Training event"),
        related_name="imports",
    )  # fmt: skip
    name = PersonalField(pgettext_lazy("file", "Name"))
    # SHA-256 of the file: the same file a second time is known by it.
    digest = models.CharField(max_length=64, editable=False)
    # Kept until it is applied or discarded.
    storage_key = EncryptedFileField()
    # As it was told, or as its letters show it.
    encoding = models.CharField(pgettext_lazy("file", "Encoding"), max_length=30, blank=True)
    # Which field each column is: the number of the column by the name of the field.
    mapping = models.JSONField(default=dict, blank=True, editable=False)
    # Rows with the same name and institution are different persons, as somebody said.
    keeps_apart = models.BooleanField(
        gettext_lazy("Rows of the same name and institution are different persons"), default=False
    )
    state = models.CharField(
        pgettext_lazy("import", "Status"), max_length=10, choices=State, default=State.RECEIVED
    )
    rows_found = models.PositiveIntegerField(pgettext_lazy("import", "Rows"), default=0)
    new = models.PositiveIntegerField(
        pgettext_lazy("import of participants", "New participants"), default=0
    )
    known = models.PositiveIntegerField(
        pgettext_lazy("import of participants", "Known, enrolled anew"), default=0
    )
    same = models.PositiveIntegerField(
        pgettext_lazy("import of participants", "Recorded already"), default=0
    )
    problems = models.PositiveIntegerField(pgettext_lazy("import", "Lines left out"), default=0)
    new_events = models.PositiveIntegerField(
        pgettext_lazy("import of participants", "New past events"), default=0
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "participantimport"
    audit_name = "participantimport"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Import of participants")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="participant_list_of_an_event",
                condition=models.Q(kind="event", event__isnull=False)
                | models.Q(kind__in=("past", "completions"), event=None),
            ),
        ]
        indexes = [models.Index(fields=["office", "digest"], name="participant_lists_by_file")]

    class Privacy:
        no_owner = gettext_lazy(
            "A list of participants: deleted when it was imported or discarded, after 60 days at"
            " the latest."
        )
        plain_text = {"mapping": "which column of a table holds what"}

    class Events:
        received = AuditEvent(gettext_lazy("List of participants received"))
        checked = AuditEvent(gettext_lazy("List of participants checked"))
        started = AuditEvent(gettext_lazy("Import of participants started"))
        applied = AuditEvent(
            gettext_lazy("Participants imported"),
            notice=Notice(
                gettext_lazy("List of participants imported"), "work", icon="file-upload"
            ),
        )
        failed = AuditEvent(
            gettext_lazy("Import of participants refused"),
            notice=Notice(
                gettext_lazy("List of participants not imported"),
                "work",
                icon="exclamation-circle",
            ),
        )
        discarded = AuditEvent(gettext_lazy("List of participants discarded"))

    def __str__(self):
        return f"ParticipantImport {self.ref}"

    def get_absolute_url(self) -> str:
        name = "completion-import" if self.is_of_completions else "participant-import"
        return reverse(f"training:{name}", args=[self.ref])

    @property
    def is_waiting(self) -> bool:
        """Neither imported nor discarded, and nobody imports it at this moment."""
        return self.state in self.WAITING

    @property
    def is_past(self) -> bool:
        return self.kind == self.Kind.PAST

    @property
    def is_of_completions(self) -> bool:
        return self.kind == self.Kind.COMPLETIONS

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.known or self.new_events)

    @property
    def earlier(self) -> "ParticipantImport | None":
        """The import of the very same file for the same event, where there was one."""
        same = ParticipantImport.objects.filter(
            office=self.office_id, event=self.event_id, kind=self.kind, digest=self.digest,
            state=self.State.APPLIED,
        )  # fmt: skip
        return same.exclude(pk=self.pk).order_by("-ended_at").first()

    @classmethod
    @transaction.atomic
    def receive(
        cls, stream: BinaryIO, *, by: User, office: Office, name: str,
        event: TrainingEvent | None = None, encoding: str = "", kind: str = "",
    ) -> "ParticipantImport":  # fmt: skip
        """Stores a file, encrypted, to be checked: of an event, else of past trainings unless
        `kind` says otherwise.
        """
        stream.seek(0)
        digest = hashlib.sha256()
        while piece := stream.read(_PIECE):
            digest.update(piece)
        received = cls(
            by=by, office=office, event=event, name=name, encoding=encoding,
            kind=cls.Kind.EVENT if event else kind or cls.Kind.PAST, digest=digest.hexdigest(),
        )  # fmt: skip
        stream.seek(0)
        received.storage_key = EncryptedFile.write(stream, owner=received)
        received.save()
        log.log_event(by, "participantimport.received", received)
        return received

    def must_wait(self) -> None:
        if not self.is_waiting:
            raise Refusal(_("This import was decided already."))

    @transaction.atomic
    def note_counts(self, counts: dict[str, int], *, by: User) -> None:
        """Keeps what a check counted."""
        lock_and_refresh(self, "state")
        self.must_wait()
        for name in COUNTS:
            setattr(self, name, counts[name])
        self.state = self.State.CHECKED
        self.save()
        log.log_event(by, "participantimport.checked", self, count=self.rows_found)

    def must_be_ready(self) -> None:
        """Raises Refusal where it was not checked, or where it changes nothing."""
        if self.state == self.State.RECEIVED:
            raise Refusal(_("Confirm first which column is which."))
        self.must_wait()
        if self.changes_nothing:
            raise Refusal(_("This file changes nothing: all of it is recorded already."))

    @transaction.atomic
    def start(self, *, by: User) -> None:
        """From now on a job imports it."""
        lock_and_refresh(self, "state")
        self.must_be_ready()
        self.state, self.ended_by, self.ended_at = self.State.APPLYING, by, now()
        self.save(update_fields=["state", "ended_by", "ended_at"])
        log.log_event(by, "participantimport.started", self, count=self.new + self.known)

    def finish(self, *, by: User) -> None:
        """All of it is recorded: the file itself has served."""
        self._end(self.State.APPLIED, by)
        log.log_event(by, "participantimport.applied", self, count=self.new + self.known)

    @transaction.atomic
    def stop(self) -> None:
        """The job could not import it: it waits again for a decision."""
        self.state, self.ended_by, self.ended_at = self.State.CHECKED, None, None
        self.save(update_fields=["state", "ended_by", "ended_at"])
        log.log_event(None, "participantimport.failed", self)

    @transaction.atomic
    def discard(self, *, by: User | None) -> None:
        """Nothing of it is imported; its file is deleted."""
        lock_and_refresh(self, "state")
        self.must_wait()
        self._end(self.State.DISCARDED, by)
        log.log_event(by, "participantimport.discarded", self)

    def _end(self, state: str, by: User | None) -> None:
        transaction.on_commit(partial(EncryptedFile.delete, self.storage_key), robust=True)
        self.state, self.storage_key, self.ended_by, self.ended_at = state, "", by, now()
        self.save()


class ImportedEvent(models.Model):
    """Marks an event that was held before and imported from a list, and by what it is known."""

    event = models.OneToOneField(TrainingEvent, models.CASCADE, related_name="imported")
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    # Digest of course, first and last day: the same training in a later list is this one.
    key = models.CharField(max_length=64)
    source = models.ForeignKey(ParticipantImport, models.PROTECT, related_name="past_events")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Imported training event")
        constraints = [
            models.UniqueConstraint(fields=["office", "key"], name="past_event_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("Where a past event comes from.")

    def __str__(self):
        return f"{self.event_id}"
