"""How long a file is kept, what forbids to delete it, and how two people delete it."""

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import ErasureRecord, Notification, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_and_refresh, lock_for_update
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models.cases import Case


class RetentionRecord(Record):
    """Said of one file: a case, or a person for whom no case was opened."""

    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_of_one_file",
                condition=models.Q(case=None) ^ models.Q(person=None),
            )
        ]

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self) -> Case | Person:
        record = self.case or self.person
        assert record is not None  # noqa: S101 - a constraint of the table
        return record

    @property
    def number(self) -> str:
        """What a list may call it by: never a name."""
        return self.case.number if self.case else ""


def of(record: Case | Person) -> dict:
    """The columns that name this file."""
    return {record._meta.model_name: record}


class LegalHoldQuerySet(PermissionQuerySet):
    def in_force(self) -> "LegalHoldQuerySet":
        return self.filter(released_at=None)

    def on(self, record: Case | Person) -> "LegalHoldQuerySet":
        return self.in_force().filter(**of(record))


class LegalHold(RetentionRecord):
    """A file that is needed, by a court or an inquiry: it is not deleted until that ends."""

    released_at = models.DateTimeField(
        pgettext_lazy("letter", "End date"), null=True, editable=False
    )
    released_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    released_reason = PersonalField(gettext_lazy("Why that ended"))

    crypto_label = "legalhold"
    audit_name = "legalhold"

    objects = LegalHoldQuerySet.as_manager()

    class Meta(RetentionRecord.Meta):
        verbose_name = gettext_lazy("Legal hold")

    class Privacy:
        owner = "case"
        title = gettext_lazy("Reason for the legal hold")
        disclose = ("at", "because", "released_at", "released_reason")
        review = True

    class Events:
        prefix = "hold"
        put = AuditEvent(
            gettext_lazy("Legal hold placed"),
            icon="lock",
            timeline=pgettext_lazy("timeline", "Legal hold placed"),
        )
        released = AuditEvent(
            gettext_lazy("Legal hold lifted"),
            icon="lock",
            timeline=pgettext_lazy("timeline", "Legal hold lifted"),
        )

    @classmethod
    @transaction.atomic
    def put(cls, record: Case | Person, *, by: User, because: str) -> "LegalHold":
        if not because.strip():
            raise Refusal(_("Write who needs this file, and what for."))
        if cls.objects.on(record).exists():
            raise Refusal(_("This file is already held."))
        hold = cls.objects.create(by=by, because=because, **of(record))
        log.log_event(by, "hold.put", hold)
        for asked in DeletionRequest.objects.waiting().filter(**of(record)):
            asked.refuse(by=by, because=because)
        return hold

    @transaction.atomic
    def release(self, *, by: User, because: str) -> None:
        """It is needed no longer. Released before, what was written first stays."""
        if not because.strip():
            raise Refusal(_("Write why the file is needed no longer."))
        lock_and_refresh(self, "released_at")
        if self.released_at:
            return
        self.released_at, self.released_by, self.released_reason = now(), by, because
        self.save(update_fields=["released_at", "released_by", "released_reason"])
        log.log_event(by, "hold.released", self)


class DeletionRequestQuerySet(PermissionQuerySet):
    def waiting(self) -> "DeletionRequestQuerySet":
        return self.filter(refused_at=None).order_by("at")


class DeletionRequest(RetentionRecord):
    """One person asks that a file be deleted; another looks, and confirms or refuses."""

    class Why(models.TextChoices):
        RETENTION = "retention", gettext_lazy("Retention period expired")
        ASKED = "asked", pgettext_lazy("reason", "Request of the person")
        MISTAKE = "mistake", gettext_lazy("Registered in error")

    why = models.CharField(gettext_lazy("Reason for deletion"), max_length=20, choices=Why)
    refused_at = models.DateTimeField(gettext_lazy("Decision date"), null=True, editable=False)
    refused_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    refused_reason = PersonalField(gettext_lazy("Reason it was not deleted"))

    crypto_label = "deletion"
    audit_name = "deletion"

    objects = DeletionRequestQuerySet.as_manager()

    class Meta(RetentionRecord.Meta):
        verbose_name = pgettext_lazy("timeline", "Deletion")
        indexes = [
            models.Index(
                fields=["at"], name="deletions_waiting", condition=models.Q(refused_at=None)
            )
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Deletion requested")
        disclose = ("at", "why", "because", "refused_at", "refused_reason")
        review = True

    class Events:
        asked = AuditEvent(
            gettext_lazy("Deletion requested"),
            icon="hourglass",
            timeline=pgettext_lazy("timeline", "Deletion requested"),
            notice=Notice(
                gettext_lazy("File deletion pending your confirmation"),
                "decision",
                icon="clipboard-check",
            ),
        )
        confirmed = AuditEvent(gettext_lazy("Deletion approved by second person"))
        refused = AuditEvent(
            gettext_lazy("Deletion rejected"),
            icon="shield-check",
            timeline=gettext_lazy("The file stays: it is not deleted"),
            notice=Notice(
                gettext_lazy("File deletion rejected: see the reason"), "decision", icon="x"
            ),
        )

    @classmethod
    @transaction.atomic
    def ask(
        cls, record: Case | Person, *, by: User, why: str, because: str = ""
    ) -> "DeletionRequest":
        """Asked for once; whoever may confirm is told."""
        must_be_deletable(record, why)
        if why != cls.Why.RETENTION and not because.strip():
            raise Refusal(_("Write why this file is deleted before its time."))
        asked, is_first = cls.objects.get_or_create(
            refused_at=None, **of(record), defaults={"by": by, "why": why, "because": because}
        )
        if not is_first:
            raise Refusal(_("Deleting this file was already asked for and waits for an answer."))
        log.log_event(by, "deletion.asked", asked, reason=why)
        asked._tell_who_may_confirm(by)
        return asked

    @transaction.atomic
    def confirm(self, *, by: User) -> ErasureRecord | None:
        """The second person agrees: the file is erased, and cannot be brought back."""
        from ..erasure import erase_requested  # which stands on the models

        lock_and_refresh(self, "refused_at")
        self._must_wait()
        lock_for_update(self.file)
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else than who asked for it confirms."))
        must_be_deletable(self.file, self.why)
        log.log_event(by, "deletion.confirmed", self, reason=self.why)
        return erase_requested(self, by=by)

    @transaction.atomic
    def refuse(self, *, by: User, because: str) -> "DeletionRequest":
        """It stays: whoever asked is told why. Who asked may also take it back."""
        lock_and_refresh(self, "refused_at")
        self._must_wait()
        if not because.strip():
            raise Refusal(_("Write why the file stays."))
        self.refused_at, self.refused_by, self.refused_reason = now(), by, because
        self.save(update_fields=["refused_at", "refused_by", "refused_reason"])
        log.log_event(by, "deletion.refused", self)
        Notification.notify(
            [self.by], event="deletion.refused", about=self.number, url=self.get_absolute_url(),
            by=by,
        )  # fmt: skip
        return self

    def get_absolute_url(self) -> str:
        return reverse("privacy:deletion", args=[self.ref])

    @property
    def is_waiting(self) -> bool:
        """Confirmed, nothing of it is left: what was not refused waits."""
        return self.refused_at is None

    @property
    def office(self) -> Office:
        from ..retention import responsible_office

        return responsible_office(self.file)

    def _must_wait(self) -> None:
        if not self.is_waiting:
            raise Refusal(_("This was already decided."))

    def _tell_who_may_confirm(self, by: User) -> None:
        from ..retention import possible_confirmers

        Notification.notify(
            possible_confirmers(self.file), event="deletion.asked", about=self.number,
            url=self.get_absolute_url(), by=by,
        )  # fmt: skip


@aggregate_query("who erases a record need not be shown who holds it")
def is_held(record: Case | Person) -> bool:
    return LegalHold.objects.on(record).exists()


def must_be_deletable(record: Case | Person, why: str) -> None:
    """Closed, needed by nobody, and over its time where that is the reason."""
    from ..retention import is_due, is_in_a_case

    if isinstance(record, Case) and not record.is_ended:
        raise Refusal(_("This case is open. Close it first."))
    if isinstance(record, Person) and is_in_a_case(record):
        raise Refusal(_("This person is in a case. Their file goes with it."))
    if is_held(record):
        raise Refusal(_("This file is held: it may not be deleted until the hold is released."))
    if why == DeletionRequest.Why.RETENTION and not is_due(record):
        raise Refusal(_("The time for which this file is kept is not over yet."))
