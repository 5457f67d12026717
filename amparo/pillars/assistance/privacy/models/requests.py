"""What a person asks of us about their own data: to see it, to correct it, to stop using it.

IOM Data Protection Principle 7. Whoever asks is answered by a day, yes or no, with the reason.
"""

from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import EncryptedFileField, PersonalField
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import Notification, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models.tasks import Task


class DataSubjectRequestQuerySet(PermissionQuerySet):
    def open(self) -> "DataSubjectRequestQuerySet":
        return self.filter(answered_at=None)

    def overdue(self, today: date) -> "DataSubjectRequestQuerySet":
        return self.open().filter(due_on__lt=today)


class DataSubjectRequest(Record):
    """One thing that a person asks for, as staff heard it, to be answered by a day."""

    class What(models.TextChoices):
        ACCESS = "access", gettext_lazy("Access to own data")
        CORRECTION = "correction", gettext_lazy("Correction of data")
        OBJECTION = "objection", gettext_lazy("Objection to use of data")

    class Field(models.TextChoices):
        NAMES = "names", gettext_lazy("Names")
        BIRTH = "birth", gettext_lazy("Date or place of birth")
        NATIONALITY = "nationality", gettext_lazy("Nationality")
        DOCUMENTS = "documents", gettext_lazy("Identity documents")
        CONTACTS = "contacts", gettext_lazy("Contact details")
        FAMILY = "family", gettext_lazy("Family")
        STORY = "story", gettext_lazy("Case narrative")
        OTHER = "other", pgettext_lazy("reason", "Other")

    class Outcome(models.TextChoices):
        DONE = "done", gettext_lazy("Fully granted")
        PARTLY = "partly", gettext_lazy("Partly granted")
        REFUSED = "refused", pgettext_lazy("data request", "Refused")

    person = models.ForeignKey(Person, models.CASCADE, related_name="rights_requests")
    what = models.CharField(pgettext_lazy("column", "Item"), max_length=12, choices=What)
    field = models.CharField(gettext_lazy("What about"), max_length=12, choices=Field, blank=True)
    text = PersonalField(pgettext_lazy("field", "Text"))
    language = models.CharField(max_length=5)
    heard_on = models.DateField(gettext_lazy("Day"))
    due_on = models.DateField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    answered_at = models.DateTimeField(gettext_lazy("Answered on"), null=True, editable=False)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    outcome = models.CharField(
        gettext_lazy("Result"), max_length=10, choices=Outcome, blank=True, editable=False
    )
    response_reason = PersonalField(pgettext_lazy("column, field", "Reason"))

    crypto_label = "datasubjectrequest"
    audit_name = "datasubjectrequest"

    objects = DataSubjectRequestQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Data subject request")
        indexes = [
            models.Index(
                fields=["due_on"], name="rights_to_answer", condition=models.Q(answered_at=None)
            )
        ]

    class Privacy:
        owner = "person"
        title = gettext_lazy("Your requests about your data")
        disclose = (
            "heard_on",
            "what",
            "field",
            "text",
            "answered_at",
            "outcome",
            "response_reason",
        )

    class Events:
        prefix = "rights"
        listed = AuditEvent(gettext_lazy("Data subject requests viewed"))
        asked = AuditEvent(
            gettext_lazy("Data subject request received"),
            notice=Notice(gettext_lazy("Data request of a person"), "work", icon="id"),
        )
        answered = AuditEvent(gettext_lazy("Data subject request answered"))
        prepared = AuditEvent(gettext_lazy("Copy of file prepared for the person"))
        recipients_notified = AuditEvent(
            gettext_lazy("Recipients notified of correction or deletion")
        )
        letter_printed = AuditEvent(gettext_lazy("Letter to the person printed"))

    def __str__(self):
        return f"DataSubjectRequest {self.ref}"

    @property
    def file(self) -> Person:
        return self.person

    def get_absolute_url(self) -> str:
        return reverse("privacy:rights-request", args=[self.ref])

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def office(self) -> Office:
        from ..retention import responsible_office

        return responsible_office(self.person)

    @classmethod
    @transaction.atomic
    def hear(
        cls, person: Person, *, by: User, what: str, heard_on: date, **said
    ) -> "DataSubjectRequest":
        """Note what the person asks for: the colleague who accompanies them answers it."""
        from ..queries import cases_for_request, request_owner

        if what == cls.What.CORRECTION and not said.get("field"):
            raise Refusal(_("Say what the person asks to correct."))
        if what != cls.What.ACCESS and not said.get("text", "").strip():
            raise Refusal(_("Write what the person asks for, in their words."))
        owner, others = request_owner(person, by)
        asked = cls.objects.create(
            person=person, by=by, what=what, heard_on=heard_on, owner=owner,
            due_on=heard_on + timedelta(days=settings.AMPARO_RIGHTS_ANSWERED_DAYS), **said,
        )  # fmt: skip
        log.log_event(by, "rights.asked", asked, kind=what, due=asked.due_on)
        for case in cases_for_request(person):
            case.expect(Task.What.RIGHTS, asked.due_on, by=by)
        asked._tell([owner], "rights.asked", by)
        asked._tell(others, "rights.also_yours", by)
        return asked

    @transaction.atomic
    def answer(self, *, by: User, outcome: str, because: str = "") -> None:
        """Yes or no. A no says why, and stays noted on the file beside what was asked."""
        from ..queries import cases_for_request

        lock_and_refresh(self, "answered_at")
        if not self.is_open:
            raise Refusal(_("This was already answered."))
        if outcome != self.Outcome.DONE and not because.strip():
            raise Refusal(_("Write why, so that it can be told to the person."))
        if self.what == self.What.ACCESS and outcome == self.Outcome.DONE:
            self._must_be_handed_over()
        self.answered_at, self.answered_by = now(), by
        self.outcome, self.response_reason = outcome, because
        self.save(update_fields=["answered_at", "answered_by", "outcome", "response_reason"])
        log.log_event(by, "rights.answered", self, kind=self.what, outcome=outcome)
        if not DataSubjectRequest.objects.open().filter(person=self.person).exists():
            for case in cases_for_request(self.person):
                Task.finish(case, Task.What.RIGHTS, by=by)
                case.touch()

    def _must_be_handed_over(self) -> None:
        if not self.data_exports.filter(taken_at__isnull=False).exists():
            raise Refusal(_("Prepare what is told and take it first: it is then given to them."))

    def _tell(self, users: list[User], what: str, by: User) -> None:
        Notification.notify(users, event=what, about="", url=self.get_absolute_url(), by=by)


class WithheldRecord(models.Model):
    """One record that is not told with a request, and why: decided by a person, each by itself."""

    class Why(models.TextChoices):
        OTHERS = "others", gettext_lazy("Third-party data")
        SAFETY = "safety", pgettext_lazy("data request", "Would endanger someone")
        INQUIRY = "inquiry", gettext_lazy("Ongoing investigation")

    request = models.ForeignKey(DataSubjectRequest, models.CASCADE, related_name="withheld")
    record_ref = models.UUIDField()
    why = models.CharField(max_length=10, choices=Why)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "record_ref"], name="withheld_once")
        ]

    class Privacy:
        owner = "request__person"
        withheld = gettext_lazy("What was withheld is named beside it.")

    def __str__(self):
        return f"Withheld: {self.why}"

    @property
    def file(self) -> Person:
        return self.request.person


class DataExportQuerySet(PermissionQuerySet):
    def to_take(self) -> "DataExportQuerySet":
        """Made, whole, not yet taken, and not too old."""
        return self.exclude(storage_key="").filter(
            taken_at=None, deleted_at=None, good_until__gt=now()
        )

    def over(self) -> "DataExportQuerySet":
        """Taken, or waited for too long: the sealed file goes."""
        return (
            self.exclude(storage_key="")
            .filter(deleted_at=None)
            .filter(models.Q(taken_at__isnull=False) | models.Q(good_until__lte=now()))
        )


class DataExport(Record):
    """All that is told with one request, sealed, to be taken once by who prepared it."""

    request = models.ForeignKey(DataSubjectRequest, models.CASCADE, related_name="data_exports")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    storage_key = EncryptedFileField()
    size = models.PositiveBigIntegerField(default=0)
    good_until = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "dataexport"
    audit_name = "dataexport"

    objects = DataExportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Data disclosure file")

    class Privacy:
        owner = "request__person"
        withheld = gettext_lazy("Earlier copies of what you are reading.")

    def __str__(self):
        return f"DataExport {self.ref}"

    @property
    def file(self) -> Person:
        return self.request.person

    @property
    def is_ready(self) -> bool:
        return (
            bool(self.storage_key) and not (self.taken_at or self.deleted_at) and not self.is_late
        )

    @property
    def is_being_made(self) -> bool:
        return not (self.storage_key or self.taken_at or self.deleted_at or self.is_late)

    @property
    def is_late(self) -> bool:
        return self.good_until <= now()

    @classmethod
    @transaction.atomic
    def prepare(
        cls, request: DataSubjectRequest, *, by: User, withheld: dict, outside: tuple = ()
    ) -> "DataExport":
        """Keep what is withheld and why; the export itself is made beside the pages."""
        kept = [
            WithheldRecord(request=request, record_ref=ref, why=why, by=by)
            for ref, why in withheld.items()
        ]
        request.withheld.filter(by=by).delete()
        request.withheld.filter(record_ref__in=list(withheld)).delete()
        WithheldRecord.objects.bulk_create(kept)
        until = now() + timedelta(days=settings.AMPARO_ANSWER_KEPT_DAYS)
        export = cls.objects.create(request=request, by=by, good_until=until)
        log.log_event(by, "rights.prepared", request, count=len(kept))
        return export

    def keep(self, stream) -> None:
        """The export is whole: sealed under the person's own key."""
        stream.seek(0, 2)
        self.size = stream.tell()
        stream.seek(0)
        self.storage_key = EncryptedFile.write(stream, owner=self)
        self.save(update_fields=["storage_key", "size"])

    @transaction.atomic
    def take(self, *, by: User):
        """Once: what is in the hands of the person needs no second copy here."""
        taken = DataExport.objects.to_take().filter(pk=self.pk).update(taken_at=now())
        if not taken:
            raise Refusal(_("Already downloaded or expired. Prepare it again."))
        log.log_event(by, "rights.recipients_notified", self, kind=self.request.what)
        return EncryptedFile.open(self.storage_key)

    @transaction.atomic
    def delete_file(self) -> None:
        transaction.on_commit(partial(EncryptedFile.delete, self.storage_key), robust=True)
        self.storage_key, self.deleted_at = "", now()
        self.save(update_fields=["storage_key", "deleted_at"])
