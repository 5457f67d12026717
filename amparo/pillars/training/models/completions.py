"""Completions from outside: who completed a course on another platform, as an export of it said.

They are evidence with a source and a day, not certificates: nothing is issued for them, and what
they prove is decided by the version of the course (`counts_outside`).
"""

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .course_versions import CourseVersion
from .participant_imports import ParticipantImport
from .participants import Participant, keyed_hash


class CompletionSystem(models.TextChoices):
    """Where somebody completed a course."""

    E_CAMPUS = "e_campus", pgettext_lazy("learning platform", "IOM E-Campus")
    MOODLE = "moodle", pgettext_lazy("learning platform", "Another Moodle")
    OTHER = "other", pgettext_lazy("learning platform", "Another platform")


def identity_key(version: CourseVersion, system: str, identity: str) -> str:
    """Returns the keyed hash of who somebody is in their system, for one course of ours."""
    return keyed_hash("completion", f"{system}|{version.ref.hex}|{identity}")


class OutsideCompletion(Record):
    """Somebody completed a course on another platform, on a day."""

    System = CompletionSystem

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="completions")
    version = models.ForeignKey(
        CourseVersion, models.PROTECT, verbose_name=pgettext_lazy("training", "Course"),
        related_name="completions",
    )  # fmt: skip
    system = models.CharField(
        pgettext_lazy("completion", "Platform"), max_length=8, choices=CompletionSystem
    )
    completed_on = models.DateField(pgettext_lazy("completion", "Completed on"))
    # Keyed hash of who they are in their system; "" once their data were erased.
    identity = models.CharField(max_length=64, blank=True, editable=False)
    source = models.ForeignKey(
        ParticipantImport, models.PROTECT, editable=False, related_name="completions"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Recorded on"), default=now, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(
        pgettext_lazy("completion", "Withdrawn on"), null=True, editable=False
    )

    audit_name = "completion"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Completion from outside")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "version", "system"], condition=Q(withdrawn_at=None),
                name="completed_outside_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["identity"], name="completions_by_identity"),
            models.Index(fields=["version", "completed_on"], name="completions_by_day"),
        ]

    class Privacy:
        owner = "participant"
        title = gettext_lazy("Courses completed elsewhere")
        disclose = ("version", "system", "completed_on", "at", "withdrawn_at")
        # That somebody completed a course stays counted when their name is erased.
        shared = True

    class Events:
        listed = AuditEvent(gettext_lazy("Completions from outside viewed"))
        withdrawn = AuditEvent(gettext_lazy("Completion from outside withdrawn"))

    def __str__(self):
        return f"OutsideCompletion {self.ref}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def counts(self) -> bool:
        """Whether it proves the competencies of its course."""
        return self.version.counts_outside and not self.is_withdrawn

    @transaction.atomic
    def withdraw(self, *, by: User) -> None:
        """It was recorded by mistake: it proves nothing any more. Twice is once."""
        lock_and_refresh(self, "withdrawn_at")
        if self.withdrawn_at is None:
            self.withdrawn_at, self.withdrawn_by = now(), by
            self.save(update_fields=["withdrawn_at", "withdrawn_by"])
            log.log_event(by, "completion.withdrawn", self)

    @classmethod
    def forget_identities(cls, participant: Participant) -> None:
        """Once somebody is erased nothing leads from here to who they were elsewhere."""
        cls.objects.filter(participant=participant).update(identity="")


class CompletionExport(models.Model):
    """What an import of completions is about: our course, their platform, how it is read."""

    class DayOrder(models.TextChoices):
        FOUND = "", pgettext_lazy("order of dates", "As the list shows it")
        DAY_FIRST = "dmy", pgettext_lazy("order of dates", "Day first: 31/03/2026")
        MONTH_FIRST = "mdy", pgettext_lazy("order of dates", "Month first: 03/31/2026")

    importing = models.OneToOneField(
        ParticipantImport, models.CASCADE, related_name="completion_export"
    )
    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="completion_exports")
    system = models.CharField(
        pgettext_lazy("completion", "Platform"), max_length=8, choices=CompletionSystem
    )
    # What their platform calls the course, of an export with several courses; "" without.
    their_course = models.CharField(
        pgettext_lazy("completion", "Course in the export"), max_length=200, blank=True
    )
    day_order = models.CharField(
        gettext_lazy("How dates are written"), max_length=3, choices=DayOrder, blank=True
    )
    # Whoever is no participant yet is recorded as one; else their line is left out.
    records_new = models.BooleanField(
        gettext_lazy("Record who is no participant yet"), default=False
    )

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Export of completions")

    class Privacy:
        no_owner = gettext_lazy("Of which course an import is; names nobody.")
        plain_text = {"their_course": "the title of a course"}

    def __str__(self):
        return f"{self.importing_id} {self.system}"

    @classmethod
    @transaction.atomic
    def receive(
        cls, stream, *, by: User, office: Office, name: str, version: CourseVersion, system: str
    ) -> "CompletionExport":
        """Stores an export of completions of a published version, to be checked."""
        if version.state != CourseVersion.State.PUBLISHED:
            raise Refusal(_("Completions are recorded for a version that is published."))
        kind = ParticipantImport.Kind.COMPLETIONS
        received = ParticipantImport.receive(stream, by=by, office=office, name=name, kind=kind)
        return cls.objects.create(importing=received, version=version, system=system)

    @property
    def is_of_another_course(self) -> bool:
        """Whether this very file was imported as another course."""
        same = CompletionExport.objects.filter(
            importing__office=self.importing.office_id, importing__digest=self.importing.digest,
            importing__state=ParticipantImport.State.APPLIED,
        )  # fmt: skip
        return same.exclude(version__course=self.version.course_id).exists()

    def known_as(self) -> "CompletionExport | None":
        """An import of the same platform and course title that was recorded as another course of
        ours; or None.
        """
        if not self.their_course:
            return None
        same = CompletionExport.objects.filter(
            importing__office=self.importing.office_id, system=self.system,
            their_course=self.their_course, importing__state=ParticipantImport.State.APPLIED,
        )  # fmt: skip
        others = same.exclude(version__course=self.version.course_id)
        return others.select_related("version__course").first()


class CompletionChoice(models.Model):
    """Who a line of an export is, as a person said where it was not clear."""

    export = models.ForeignKey(CompletionExport, models.CASCADE, related_name="choices")
    identity = models.CharField(max_length=64)
    # None: nobody of those proposed; then `is_new` says whether they are recorded.
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="+")
    is_new = models.BooleanField(default=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Choice of a participant")
        constraints = [
            models.UniqueConstraint(fields=["export", "identity"], name="one_choice_of_a_line"),
        ]

    class Privacy:
        owner = "participant"
        withheld = gettext_lazy("Who a line of an imported list is; deleted with the import.")

    def __str__(self):
        return f"{self.export_id} {self.participant_id}"

    @classmethod
    def keep(
        cls, export: CompletionExport, identity: str, *, participant: Participant | None,
        is_new: bool,
    ) -> None:  # fmt: skip
        """Keeps a choice, in place of the one before."""
        cls.objects.update_or_create(
            export=export, identity=identity,
            defaults={"participant": participant, "is_new": is_new},
        )  # fmt: skip
