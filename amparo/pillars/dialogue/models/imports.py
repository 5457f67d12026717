"""Imports of lists of commitments: what a file held, who said which total is right, what it
brought; and the wordings that later editions replaced.
"""

import hashlib
from datetime import date
from functools import partial
from typing import BinaryIO

from django.db import models, transaction
from django.db.models import Q
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

from .commitments import Commitment
from .documents import SourceDocument

_PIECE = 256 * 1024
COUNTS = ("found", "new", "changed", "same", "joint", "doubles", "problems", "gone")


class RecommendationImport(Record):
    """One file of one document: checked first, and applied by a person's decision."""

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("import", "Columns to confirm")
        CHECKED = "checked", pgettext_lazy("import", "Checked, not imported")
        APPLYING = "applying", pgettext_lazy("import", "Being imported")
        APPLIED = "applied", pgettext_lazy("import", "Imported")
        DISCARDED = "discarded", pgettext_lazy("import", "Discarded")

    class Format(models.TextChoices):
        DOCX = "docx", "DOCX"
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"

    class Right(models.TextChoices):
        FOUND = "found", pgettext_lazy("total", "The number found is right")
        STATED = "stated", pgettext_lazy("total", "The total of the document is right")

    WAITING = (State.RECEIVED, State.CHECKED)

    document = models.ForeignKey(
        SourceDocument, models.PROTECT, related_name="imports",
        verbose_name=pgettext_lazy("commitments", "Source document"),
    )  # fmt: skip
    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    name = PersonalField(pgettext_lazy("file", "Name"))
    format = models.CharField(pgettext_lazy("file", "Format"), max_length=4, choices=Format)
    # SHA-256 of the file: the same file a second time is known by it.
    digest = models.CharField(max_length=64, editable=False)
    # Kept until it is applied or discarded.
    storage_key = EncryptedFileField()
    encoding = models.CharField(pgettext_lazy("file", "Encoding"), max_length=30, blank=True)
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    # What holds for all rows where the file does not say it.
    origin = models.CharField(
        pgettext_lazy("commitment", "Origin"), max_length=20, choices=Commitment.Origin
    )
    country = models.CharField(gettext_lazy("Country"), max_length=2, blank=True)
    stated_on = models.DateField(
        pgettext_lazy("recommendation", "Positions stated on"), null=True, blank=True
    )
    # Which field each column is: the number of the column by the name of the field.
    mapping = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(
        pgettext_lazy("import", "Status"), max_length=10, choices=State, default=State.RECEIVED
    )
    found = models.PositiveIntegerField(pgettext_lazy("import", "Found"), default=0)
    new = models.PositiveIntegerField(pgettext_lazy("import", "New"), default=0)
    changed = models.PositiveIntegerField(pgettext_lazy("import", "Changed"), default=0)
    same = models.PositiveIntegerField(pgettext_lazy("import", "Unchanged"), default=0)
    joint = models.PositiveIntegerField(pgettext_lazy("import", "Joint"), default=0)
    doubles = models.PositiveIntegerField(pgettext_lazy("import", "Repeated"), default=0)
    problems = models.PositiveIntegerField(pgettext_lazy("import", "Lines left out"), default=0)
    gone = models.PositiveIntegerField(pgettext_lazy("import", "No longer in the file"), default=0)
    # What the document says that it holds, and which of both numbers somebody found right.
    stated_total = models.PositiveIntegerField(
        gettext_lazy("Total stated in the document"), null=True, blank=True
    )
    right_total = models.CharField(
        pgettext_lazy("total", "Which is right"), max_length=6, choices=Right, blank=True
    )
    right_because = models.CharField(
        pgettext_lazy("total", "How you know"), max_length=300, blank=True
    )
    right_said_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "recommendationimport"
    audit_name = "recommendationimport"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Import of commitments")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_total_said_by_somebody",
                condition=Q(right_total="", right_said_by=None)
                | (~Q(right_total="") & ~Q(right_because="") & Q(right_said_by__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["document", "digest"], name="imports_of_a_file")]

    class Privacy:
        no_owner = gettext_lazy("A published list of what institutions are to do; names nobody.")
        plain_text = {
            "mapping": "which column of a published table holds what",
            "right_because": "how somebody knows the total of a published list",
        }

    class Events:
        received = AuditEvent(gettext_lazy("List of commitments received"))
        checked = AuditEvent(gettext_lazy("List of commitments checked"))
        total_said = AuditEvent(gettext_lazy("Total of a list of commitments decided"))
        started = AuditEvent(gettext_lazy("Import of commitments started"))
        applied = AuditEvent(
            gettext_lazy("Commitments imported"),
            notice=Notice(
                gettext_lazy("List of commitments imported"), "work", icon="file-upload"
            ),
        )
        failed = AuditEvent(
            gettext_lazy("Import of commitments refused"),
            notice=Notice(
                gettext_lazy("List of commitments not imported"), "work", icon="exclamation-circle"
            ),
        )
        discarded = AuditEvent(gettext_lazy("List of commitments discarded"))

    def __str__(self):
        return f"RecommendationImport {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("dialogue:import", args=[self.ref])

    @property
    def is_waiting(self) -> bool:
        """Neither imported nor discarded, and nobody imports it at this moment."""
        return self.state in self.WAITING

    @property
    def is_table(self) -> bool:
        return self.format != self.Format.DOCX

    @property
    def totals_differ(self) -> bool:
        return self.stated_total is not None and self.stated_total != self.found

    @property
    def needs_total(self) -> bool:
        """Somebody must say which total is right before it is imported."""
        return self.totals_differ and not self.right_total

    @property
    def changes_nothing(self) -> bool:
        return not self.new and not self.changed

    @property
    def earlier(self) -> "RecommendationImport | None":
        """The import of the very same file into the same document, where there was one."""
        same = RecommendationImport.objects.filter(
            document=self.document_id, digest=self.digest, state=self.State.APPLIED
        )
        return same.exclude(pk=self.pk).order_by("-ended_at").first()

    @classmethod
    @transaction.atomic
    def receive(
        cls, document: SourceDocument, stream: BinaryIO, *, by: User, office: Office, name: str,
        format: str, origin: str, language: str, country: str = "",
        stated_on: date | None = None, encoding: str = "",
        stated_total: int | None = None,
    ) -> "RecommendationImport":  # fmt: skip
        """Stores a file, encrypted, to be checked. Nothing of it is recorded yet."""
        stream.seek(0)
        digest = hashlib.sha256()
        while piece := stream.read(_PIECE):
            digest.update(piece)
        received = cls(
            document=document, by=by, office=office, name=name, format=format, origin=origin,
            language=language, country=country, stated_on=stated_on, encoding=encoding,
            digest=digest.hexdigest(), stated_total=stated_total or document.stated_total,
        )  # fmt: skip
        stream.seek(0)
        received.storage_key = EncryptedFile.write(stream, owner=received)
        received.save()
        log.log_event(by, "recommendationimport.received", received)
        return received

    def must_wait(self) -> None:
        if not self.is_waiting:
            raise Refusal(_("This import was decided already."))

    @transaction.atomic
    def note_counts(
        self, counts: dict[str, int], *, by: User | None, stated_total: int | None = None
    ) -> None:
        """Keeps what a check counted. A total that was decided stands while both numbers do."""
        lock_and_refresh(self, "state")
        self.must_wait()
        before = (self.found, self.stated_total)
        for name in COUNTS:
            setattr(self, name, counts[name])
        if stated_total is not None and self.stated_total is None:
            self.stated_total = stated_total
        if before != (self.found, self.stated_total):
            self.right_total, self.right_because, self.right_said_by = "", "", None
        self.state = self.State.CHECKED
        self.save()
        log.log_event(by, "recommendationimport.checked", self, count=self.found)

    @transaction.atomic
    def say_total(self, *, by: User, right_total: str, right_because: str) -> None:
        """Somebody says which of the two totals is right, and how they know. Stays on record."""
        lock_and_refresh(self, "state")
        self.must_wait()
        if not self.totals_differ:
            raise Refusal(_("Both totals are the same: there is nothing to decide."))
        if right_total not in self.Right.values or not right_because.strip():
            raise Refusal(_("Say which total is right, and how you know."))
        self.right_total, self.right_because = right_total, right_because.strip()
        self.right_said_by = by
        self.save(update_fields=["right_total", "right_because", "right_said_by"])
        log.log_event(by, "recommendationimport.total_said", self, kind=right_total)

    def must_be_ready(self) -> None:
        """Raises Refusal where something is to be said or seen before it is imported."""
        if self.state == self.State.RECEIVED:
            raise Refusal(_("Confirm first which column is which."))
        self.must_wait()
        if self.needs_total:
            raise Refusal(
                _("The document states another total than was found. Say which is right.")
            )
        if self.changes_nothing:
            raise Refusal(_("This file changes nothing: all of it is recorded already."))

    @transaction.atomic
    def start(self, *, by: User) -> None:
        """From now on a job imports it."""
        lock_and_refresh(self, "state", "right_total")
        self.must_be_ready()
        self.state, self.ended_by, self.ended_at = self.State.APPLYING, by, now()
        self.save(update_fields=["state", "ended_by", "ended_at"])
        log.log_event(by, "recommendationimport.started", self, count=self.new + self.changed)

    def finish(self, *, by: User) -> None:
        """It stands among the commitments: the file itself has served."""
        self._end(self.State.APPLIED, by)
        log.log_event(by, "recommendationimport.applied", self, count=self.new + self.changed)

    @transaction.atomic
    def stop(self) -> None:
        """The job could not import it: it waits again for a decision."""
        self.state, self.ended_by, self.ended_at = self.State.CHECKED, None, None
        self.save(update_fields=["state", "ended_by", "ended_at"])
        log.log_event(None, "recommendationimport.failed", self)

    @transaction.atomic
    def discard(self, *, by: User | None) -> None:
        """Nothing of it is imported; its file is deleted."""
        lock_and_refresh(self, "state")
        self.must_wait()
        self._end(self.State.DISCARDED, by)
        log.log_event(by, "recommendationimport.discarded", self)

    def _end(self, state: str, by: User | None) -> None:
        transaction.on_commit(partial(EncryptedFile.delete, self.storage_key), robust=True)
        self.state, self.storage_key, self.ended_by, self.ended_at = state, "", by, now()
        self.save()


class ImportedItem(models.Model):
    """By what a commitment is found again when its document is imported anew."""

    commitment = models.OneToOneField(Commitment, models.CASCADE, related_name="imported")
    document = models.ForeignKey(
        SourceDocument, models.CASCADE, related_name="items", db_index=False
    )
    # Digest of its number in the document, or else of country, session and words.
    key = models.CharField(max_length=32)
    # The import in which it no longer stood.
    missing_in = models.ForeignKey(
        RecommendationImport, models.SET_NULL, null=True, related_name="missing"
    )

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "key"], name="imported_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("Where in a published list a commitment stands.")

    def __str__(self):
        return f"{self.commitment_id}: {self.key}"


class FormerWording(models.Model):
    """What a commitment said before a later edition of its document said it otherwise."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="former_wordings")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    text = models.TextField(pgettext_lazy("commitment", "Wording"), max_length=10_000)
    theme = models.CharField(pgettext_lazy("commitment", "Theme"), max_length=200, blank=True)
    replaced_in = models.ForeignKey(RecommendationImport, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("An earlier wording of what an institution is to do.")
        plain_text = {
            "text": "published words on what an institution was to do",
            "theme": "theme of a recommendation",
        }

    def __str__(self):
        return f"{self.commitment_id} {self.at:%Y-%m-%d}"
