"""Attendance: entries that are only added, lists with signatures, head counts, and for what the
attendance of an event was used.

Nothing is changed or deleted: what somebody's attendance is follows from all entries
(`amparo.pillars.training.attendance`).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.files.stored_files import StoredFile, StoredFileQuerySet
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import allow_new
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from ..attendance import Entry, UnreadableNumbersError, read_numbers
from ..attendance_codes import AROUND
from .enrolments import Enrolment
from .event_stages import must_be_on
from .events import TrainingEvent
from .participants import Participant
from .sessions import TrainingSession

# A device whose clock is this far from ours is named; which of two entries counts never hangs on
# it. One that was without a network all day delivers late: only a time to come, and one from
# before the session, are odd by themselves.
ODD_CLOCK = timedelta(minutes=15)


class SignedList(StoredFile):
    """A list with signatures, photographed: the photo, and the numbers of those who signed."""

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="signed_lists")
    # As they were typed: "1-12, 14, 16".
    numbers = models.CharField(pgettext_lazy("signed list", "Who signed"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "signedlist"
    audit_name = "signedlist"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "Signed list")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["at"], name="signed_lists_to_check", condition=Q(verdict="waiting")
            )
        ]

    class Privacy:
        no_owner = gettext_lazy(
            "Signatures of several people who took part in one session: for who keeps the event."
        )
        plain_text = {"kind": "a media type", "numbers": "numbers of a list"}

    class Events:
        added = AuditEvent(gettext_lazy("Signed list of a session added"))
        infected = AuditEvent(
            gettext_lazy("Signed list quarantined: virus found"),
            notice=Notice(
                gettext_lazy("Signed list quarantined: virus found"), "work", icon="lock"
            ),
        )

    def __str__(self):
        return f"SignedList {self.ref}"

    @property
    def page_url(self) -> str:
        return reverse("training:attendance", args=[self.session.event.ref])

    @property
    def notified_office_id(self) -> int:
        return self.session.event.office_id

    @classmethod
    @transaction.atomic
    def add(
        cls, session: TrainingSession, *, by: User, file: ValidatedFile, numbers: str
    ) -> "SignedList":
        """Keeps the photo and marks those present who signed. A number that is not in the list of
        the event refuses the whole: one digit off would make somebody else present.
        """
        must_have_begun(session)
        found = enrolments_with(session, numbers)
        owner = cls()  # under a key of its own, by the ref that it gets
        signed = cls.store(
            file, owner=owner, by=by, ref=owner.ref, session=session, numbers=numbers
        )
        for enrolment in found:
            AttendanceEntry.write(
                session, enrolment, by=by, how=AttendanceEntry.How.LIST, is_present=True,
                source=f"list {signed.ref}", signed_list=signed,
            )  # fmt: skip
        log.log_event(by, "signedlist.added", signed, count=len(found))
        return signed


class AttendanceEntry(Record):
    """What one source says: somebody was at a session, or was not."""

    class How(models.TextChoices):
        CODE = "code", pgettext_lazy("attendance", "Code of the session")
        SCAN = "scan", pgettext_lazy("attendance", "Badge scanned")
        TICK = "tick", pgettext_lazy("attendance", "Marked by the trainer")
        LIST = "list", pgettext_lazy("attendance", "Signed list")
        CORRECTION = "correction", pgettext_lazy("attendance", "Correction")

    session = models.ForeignKey(
        TrainingSession, models.PROTECT,
        verbose_name=pgettext_lazy("attendance", "Training session"),
        related_name="attendance_entries",
    )  # fmt: skip
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, verbose_name=pgettext_lazy("attendance", "Enrolment"),
        related_name="attendance_entries",
    )  # fmt: skip
    how = models.CharField(
        pgettext_lazy("attendance", "How it is known"), max_length=10, choices=How
    )
    is_present = models.BooleanField(pgettext_lazy("attendance", "Present"))
    # None: the whole session, as far as this source knows.
    minutes = models.PositiveIntegerField(
        pgettext_lazy("attendance", "Minutes"), null=True, blank=True
    )
    # Who or what says it, and its own counter; None where it was written on the server.
    source = models.CharField(max_length=60, editable=False)
    number = models.BigIntegerField(null=True, editable=False)
    # The key of the command that a device sent, or of the form: the same twice is one entry.
    command = models.UUIDField(null=True, unique=True, editable=False)
    # When a code was shown, which the code itself says.
    shown_at = models.DateTimeField(null=True, editable=False)
    # By the clock of the device; never believed, and never used for the order.
    device_at = models.DateTimeField(
        pgettext_lazy("attendance", "Time of the device"), null=True, editable=False
    )
    because = PersonalField(pgettext_lazy("attendance", "Reason"))
    signed_list = models.ForeignKey(
        SignedList, models.PROTECT, null=True, blank=True, related_name="entries"
    )
    # None where the participant typed a code.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(pgettext_lazy("attendance", "Received"), default=now, editable=False)

    crypto_label = "attendanceentry"
    audit_name = "attendanceentry"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "Attendance entry")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"], condition=Q(how="code"),
                name="attendance_by_code_once",
            ),
            models.CheckConstraint(
                name="attendance_minutes_of_who_was_there",
                condition=Q(is_present=True) | Q(minutes=None),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["session", "how", "id"], name="attendance_of_a_session")]

    class Privacy:
        owner = "enrolment__participant"
        title = pgettext_lazy("training", "Attendance")
        disclose = ("session", "how", "is_present", "minutes", "at", "because")
        plain_text = {"source": "which device, list or page: no person but the user by key"}

    class Events:
        written = AuditEvent(gettext_lazy("Attendance recorded"))
        corrected = AuditEvent(gettext_lazy("Attendance corrected"))
        listed = AuditEvent(gettext_lazy("Attendance of a training event viewed"))

    def __str__(self):
        return f"AttendanceEntry {self.ref}"

    @property
    def file(self) -> Participant:
        """Under whose key the reason is sealed."""
        return self.enrolment.participant

    @property
    def entry(self) -> Entry:
        """As the rules take it."""
        number = self.pk if self.number is None else self.number
        return Entry(self.ref, self.how, self.source, number, self.is_present, self.minutes)

    @property
    def has_odd_clock(self) -> bool:
        """Whether the clock of the device was wrong: ahead of ours, or before the session."""
        if self.device_at is None:
            return False
        return (
            self.device_at > self.at + ODD_CLOCK
            or self.device_at < self.session.starts_at - AROUND - ODD_CLOCK
        )

    @classmethod
    @transaction.atomic
    def write(
        cls, session: TrainingSession, enrolment: Enrolment, *, by: User | None, how: str,
        is_present: bool, source: str, minutes: int | None = None, command: UUID | None = None,
        **fields: Any,
    ) -> "AttendanceEntry":  # fmt: skip
        """Adds an entry. The same command twice is one entry."""
        if command and (known := cls.objects.filter(command=command).first()):
            return known
        must_belong(session, enrolment)
        must_have_begun(session)
        if minutes is not None:
            must_fit(session, minutes)
        entry = cls(
            session=session, enrolment=enrolment, by=by, how=how, is_present=is_present,
            minutes=minutes if is_present else None, source=source, command=command, **fields,
        )  # fmt: skip
        allow_new(entry)
        entry.save()
        is_correction = how == cls.How.CORRECTION
        log.log_event(
            by, "attendanceentry.corrected" if is_correction else "attendanceentry.written", entry,
            kind=str(how),
        )  # fmt: skip
        return entry

    @classmethod
    def write_code(
        cls, session: TrainingSession, enrolment: Enrolment, shown_at: datetime
    ) -> "AttendanceEntry":
        """The participant typed the code of the session: once, however often it is sent."""
        written = cls.objects.filter(session=session, enrolment=enrolment, how=cls.How.CODE)
        if known := written.first():
            return known
        try:
            with transaction.atomic():
                return cls.write(
                    session, enrolment, by=None, how=cls.How.CODE, is_present=True,
                    source="participant", shown_at=shown_at,
                )  # fmt: skip
        except IntegrityError:  # the same form, sent twice in the same moment
            return written.get()

    @classmethod
    def correct(
        cls, session: TrainingSession, enrolment: Enrolment, *, by: User, is_present: bool,
        because: str, minutes: int | None = None, command: UUID | None = None,
    ) -> "AttendanceEntry":  # fmt: skip
        """Says what is right, with the reason; it stands above all that was recorded."""
        if not because.strip():
            raise Refusal(_("Write why this attendance is corrected."))
        if is_present and minutes is None:
            minutes = session.minutes
        return cls.write(
            session, enrolment, by=by, how=cls.How.CORRECTION, is_present=is_present,
            minutes=minutes, because=because.strip(), source="correction", command=command,
        )  # fmt: skip


class SessionCount(Record):
    """How many people the trainer counted in the room; only added, the last one counts."""

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="head_counts")
    counted = models.PositiveIntegerField(pgettext_lazy("training session", "Head count"))
    command = models.UUIDField(null=True, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "sessioncount"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training session", "Head count")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy("A count of a whole room: of no person.")

    class Events:
        counted = AuditEvent(gettext_lazy("People in a training session counted"))

    def __str__(self):
        return f"SessionCount {self.ref}"

    @classmethod
    @transaction.atomic
    def record(
        cls, session: TrainingSession, counted: int, *, by: User, command: UUID | None = None
    ) -> "SessionCount":
        """Writes down how many were counted. The same command twice is one count."""
        if command and (known := cls.objects.filter(command=command).first()):
            return known
        must_have_begun(session)
        if counted > MOST_PEOPLE:
            raise Refusal(_("More people than fit into a room. Write the number again."))
        count = cls.objects.create(session=session, counted=counted, by=by, command=command)
        TrainingSession.objects.filter(pk=session.pk).update(head_count=counted)
        session.head_count = counted
        log.log_event(by, "sessioncount.counted", count, count=counted)
        return count


MOST_PEOPLE = 10_000


class AttendanceUse(Record):
    """That the attendance of an event was relied on: certificates were issued, or per diem was
    paid. What is corrected afterwards is shown as such.
    """

    class Purpose(models.TextChoices):
        CERTIFICATES = "certificates", pgettext_lazy("attendance used", "Certificates issued")
        PER_DIEM = "per_diem", pgettext_lazy("attendance used", "Per diem paid")

    event = models.ForeignKey(TrainingEvent, models.PROTECT, related_name="attendance_uses")
    purpose = models.CharField(
        pgettext_lazy("attendance used", "What for"), max_length=12, choices=Purpose
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "attendanceuse"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "Use of attendance")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "purpose"], name="attendance_use_once")
        ]

    class Privacy:
        no_owner = gettext_lazy("An event of an office; who takes part is recorded apart.")

    class Events:
        recorded = AuditEvent(gettext_lazy("Attendance of a training event used"))

    def __str__(self):
        return f"AttendanceUse {self.ref}"

    @classmethod
    @transaction.atomic
    def record(cls, event: TrainingEvent, purpose: str, *, by: User | None) -> "AttendanceUse":
        """Since when attendance is relied on for this. Twice is once, and the first time stays."""
        use, is_new = cls.objects.get_or_create(
            event=event, purpose=purpose, defaults={"by": by, "at": now()}
        )
        if is_new:
            log.log_event(by, "attendanceuse.recorded", use, purpose=purpose)
        return use


# What every entry must fulfil


def must_belong(session: TrainingSession, enrolment: Enrolment) -> None:
    """A badge of this event, whose owner has a seat."""
    if enrolment.event_id != session.event_id:
        raise Refusal(_("This badge is of another training event. Nobody was recorded."))
    must_have_seat(enrolment)


def must_have_seat(enrolment: Enrolment) -> None:
    if enrolment.state == Enrolment.State.WAITING:
        raise Refusal(
            _("This person is on the waiting list. Give them a seat first, then record them.")
        )
    if enrolment.state != Enrolment.State.ENROLLED:
        raise Refusal(
            _("This person withdrew from the event. Enrol them again first, then record them.")
        )


def must_have_begun(session: TrainingSession) -> None:
    must_be_on(session.event)
    if now() < session.starts_at - AROUND:
        raise Refusal(_("This session has not begun: nothing was recorded."))


def must_fit(session: TrainingSession, minutes: int) -> None:
    if not 0 < minutes <= session.minutes:
        raise Refusal(
            ngettext(
                "The session has %(count)s minute. Write a number from 1 to %(count)s.",
                "The session has %(count)s minutes. Write a number from 1 to %(count)s.",
                session.minutes,
            )
            % {"count": session.minutes}
        )


def enrolments_with(session: TrainingSession, numbers: str) -> list[Enrolment]:
    """Returns those with a seat who have these numbers. Raises Refusal for what is no number, and
    for numbers that are not in the list.
    """
    try:
        asked = read_numbers(numbers)
    except UnreadableNumbersError as odd:
        raise Refusal(
            _("“%(part)s” is no number of the list. Write for example: 1-12, 14, 16.")
            % {"part": odd.args[0][:20]}
        ) from None
    if not asked:
        raise Refusal(_("Write the numbers of those who signed, for example: 1-12, 14, 16."))
    rows = Enrolment.objects.filter(
        event=session.event_id, state=Enrolment.State.ENROLLED, number__in=asked
    )
    found = {each.number: each for each in rows}
    _must_be_there([each for each in asked if each not in found])
    return [found[each] for each in asked]


def _must_be_there(missing: Iterable[int]) -> None:
    if named := [str(each) for each in missing][:20]:
        raise Refusal(
            _(
                "Not in the list of this event: %(numbers)s. Look at the list and write the"
                " numbers again; nobody was recorded."
            )
            % {"numbers": formats.join_list(named)}
        )
