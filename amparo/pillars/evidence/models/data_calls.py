"""Data calls: which offices owe their monthly report by which day, remarks, reminders, sending."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Membership, Notification, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..figures import earlier
from .reports import MonthlyReport

LAST_DUE_DAY, MOST_REMIND_DAYS = 28, 20


class DataCallQuerySet(PermissionQuerySet):
    def standing(self) -> "DataCallQuerySet":
        return self.filter(ended_at=None)


class DataCall(Record):
    """A standing request of one office: each month, these offices send their monthly report."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    name = models.CharField(pgettext_lazy("data call", "Name"), max_length=100)
    due_day = models.PositiveSmallIntegerField(gettext_lazy("Due on day of the next month"))
    remind_days = models.PositiveSmallIntegerField(gettext_lazy("Days before it is due"))
    first_month = models.DateField(gettext_lazy("First month"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    audit_name = "datacall"

    objects = DataCallQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Data call")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="data_call_due_in_every_month",
                condition=Q(due_day__gte=1, due_day__lte=LAST_DUE_DAY),
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("Which office owes a report by when; names nobody assisted.")
        plain_text = {"name": "what offices are asked for"}

    class Events:
        defined = AuditEvent(gettext_lazy("Data call defined"))
        changed = AuditEvent(gettext_lazy("Data call changed"))
        ended = AuditEvent(gettext_lazy("Data call ended"))

    def __str__(self):
        return f"DataCall {self.ref}"

    def get_absolute_url(self) -> str:
        return f"/evidence/data-calls/{self.ref}/"

    @property
    def is_ended(self) -> bool:
        return self.ended_at is not None

    def due_on(self, month: date) -> date:
        """By when the report of a month is due."""
        return earlier(month, -1).replace(day=self.due_day)

    def remind_on(self, month: date) -> date:
        """From which day on an office is reminded of it."""
        return self.due_on(month) - timedelta(days=self.remind_days)

    def months(self, today: date) -> list[date]:
        """The months that are over and owed, the newest first."""
        months = [earlier(today, back) for back in range(1, 25)]
        return [month for month in months if month >= self.first_month]

    @classmethod
    @transaction.atomic
    def define(
        cls, *, by: User, office: Office, offices: Iterable[Office], **fields
    ) -> "DataCall":
        """Asks these offices, of `office` itself and those below it, for their monthly reports."""
        fields["first_month"] = fields["first_month"].replace(day=1)
        call = cls(by=by, office=office, **fields)
        call._check()
        call.save()
        call._ask(list(offices))
        log.log_event(by, "datacall.defined", call)
        return call

    @transaction.atomic
    def change(self, *, by: User, offices: Iterable[Office], **fields) -> None:
        """Sets what is asked from now on; what was sent and remarked stays."""
        lock_and_refresh(self, "ended_at")
        self._must_stand()
        if "first_month" in fields:
            fields["first_month"] = fields["first_month"].replace(day=1)
        for name, value in fields.items():
            setattr(self, name, value)
        self._check()
        self.save()
        self._ask(list(offices))
        log.log_event(by, "datacall.changed", self, fields=sorted(fields))

    @transaction.atomic
    def finish(self, *, by: User) -> None:
        """Nothing is owed from now on."""
        lock_and_refresh(self, "ended_at")
        self._must_stand()
        self.ended_at, self.ended_by = now(), by
        self.save(update_fields=["ended_at", "ended_by"])
        log.log_event(by, "datacall.ended", self)

    def _must_stand(self) -> None:
        if self.is_ended:
            raise Refusal(_("This data call has ended."))

    def _check(self) -> None:
        if not 1 <= self.due_day <= LAST_DUE_DAY:
            raise Refusal(_("Choose a day from 1 to 28: every month has it."))
        if self.remind_days > MOST_REMIND_DAYS:
            raise Refusal(_("A reminder goes out 20 days before at the earliest."))

    def _ask(self, offices: list[Office]) -> None:
        if not offices:
            raise Refusal(_("Choose at least one office."))
        if any(not _is_within(office, self.office) for office in offices):
            raise Refusal(_("Only the office itself and those below it can be asked."))
        standing = {each.office_id: each for each in self.offices.standing()}
        for office in offices:
            if office.pk not in standing:
                DataCallOffice.objects.create(call=self, office=office, asked_by=self.office)
        chosen = {office.pk for office in offices}
        left = [each.pk for pk, each in standing.items() if pk not in chosen]
        self.offices.filter(pk__in=left).update(ended_at=now())


def _is_within(office: Office, head: Office) -> bool:
    above = office.parent
    near = (office.pk, office.parent_id, above.parent_id if above else None)
    return head.pk in near


class DataCallOfficeQuerySet(PermissionQuerySet):
    def standing(self) -> "DataCallOfficeQuerySet":
        return self.filter(ended_at=None)

    def owed(self) -> "DataCallOfficeQuerySet":
        """Of calls that stand, with call and offices."""
        return (
            self.standing()
            .filter(call__ended_at=None)
            .select_related("call", "office", "asked_by")
        )


class DataCallOffice(Record):
    """One office that owes its monthly reports under a data call."""

    call = models.ForeignKey(DataCall, models.PROTECT, related_name="offices")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    # That of the call, so that this row alone says to whom it opens.
    asked_by = models.ForeignKey(Office, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)

    audit_name = "datacalloffice"

    objects = DataCallOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Office of a data call")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "office"], condition=Q(ended_at=None),
                name="office_of_a_data_call_once",
            )
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("Which office owes a report; names nobody assisted.")

    def __str__(self):
        return f"DataCallOffice {self.ref}"

    def get_url(self, month: date) -> str:
        """The page of what this office owes for a month."""
        return f"/evidence/data-calls/offices/{self.ref}/{month:%Y-%m}/"

    @property
    def staff(self) -> list[User]:
        """Who answers for the figures of the office."""
        return _who_may("figure.see", self.office)

    @property
    def askers(self) -> list[User]:
        return _who_may("figure.define", self.asked_by)

    @transaction.atomic
    def send(self, month: date, *, by: User) -> "DataCallDelivery":
        """Lets the office that asks read the signed report of a month."""
        report = MonthlyReport.objects.filter(
            office=self.office, is_with_branches=False, month=month,
            state=MonthlyReport.State.SIGNED,
        ).first()  # fmt: skip
        if report is None:
            raise Refusal(
                _("Only a signed report can be sent. Freeze the month and have it signed.")
            )
        if self.deliveries.filter(month=month).exists():
            raise Refusal(_("This report was sent already."))
        sent = DataCallDelivery.objects.create(owed=self, month=month, report=report, by=by)
        log.log_event(by, "datacalldelivery.sent", sent)
        self._notify(self.askers, "datacalldelivery.sent", month, by=by)
        return sent

    @transaction.atomic
    def remark(self, month: date, *, by: User, text: str) -> "DataCallRemark":
        """A word of one side to the other about the report of a month."""
        if not text.strip():
            raise Refusal(_("Write the remark."))
        said = DataCallRemark.objects.create(owed=self, month=month, by=by, text=text.strip())
        log.log_event(by, "datacallremark.written", said)
        self._notify([*self.staff, *self.askers], "datacallremark.written", month, by=by)
        return said

    @transaction.atomic
    def remind(self, month: date, kind: str, *, by: User | None = None) -> bool:
        """Reminds the office; of each kind but by hand once a month. Whether it was."""
        if self.deliveries.filter(month=month).exists():
            if by is not None:
                raise Refusal(_("This report was sent already."))
            return False
        if by is None:
            _row, is_new = DataCallReminder.objects.get_or_create(
                owed=self, month=month, kind=kind
            )
            if not is_new:
                return False
        else:
            day = now() - timedelta(hours=12)
            by_hand = DataCallReminder.objects.filter(owed=self, month=month, kind=kind)
            if by_hand.filter(at__gte=day).exists():
                raise Refusal(_("This office was reminded within the last hours already."))
            reminder = DataCallReminder.objects.create(owed=self, month=month, kind=kind, by=by)
            log.log_event(by, "datacallreminder.by_hand", reminder)
        users = self.staff
        if kind == DataCallReminder.Kind.LATE:
            users = [*users, *self.askers]
        self._notify(users, f"datacallreminder.{kind}", month, by=by)
        return True

    def _notify(self, users: list[User], event: str, month: date, *, by: User | None) -> None:
        Notification.notify(
            users, event=event, about=f"{month:%Y-%m}", url=self.get_url(month), by=by
        )


def _who_may(verb: str, office: Office) -> list[User]:
    here = Q(office=office) | Q(team__office=office)
    return Membership.objects.held().with_permission(verb).filter(here).people()


class OwedPart(Record):
    """What belongs to the report that an office owes for one month. Never changed."""

    owed: "models.ForeignKey[DataCallOffice, DataCallOffice]"
    month = models.DateField(pgettext_lazy("chart", "Month"))
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        abstract = True


class DataCallDelivery(OwedPart):
    """The signed report of a month was sent to the office that asks: it reads it from then on."""

    owed = models.ForeignKey(DataCallOffice, models.PROTECT, related_name="deliveries")
    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="deliveries")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    audit_name = "datacalldelivery"

    class Meta:
        verbose_name = gettext_lazy("Report sent under a data call")
        constraints = [
            models.UniqueConstraint(fields=["owed", "month"], name="report_of_a_data_call_once")
        ]

    class Privacy:
        no_owner = gettext_lazy("When a report was sent; names nobody assisted.")

    class Events:
        sent = AuditEvent(
            gettext_lazy("Monthly report sent under a data call"),
            notice=Notice(
                gettext_lazy("Monthly report received from an office"), "work", icon="file-text"
            ),
        )

    def __str__(self):
        return f"DataCallDelivery {self.ref}"


class DataCallRemark(OwedPart):
    """A remark of either side on the report that an office owes for a month."""

    owed = models.ForeignKey(DataCallOffice, models.PROTECT, related_name="remarks")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(pgettext_lazy("report", "Remark"), max_length=500)

    audit_name = "datacallremark"

    class Meta:
        verbose_name = gettext_lazy("Remark on a monthly report")
        ordering = ["at", "pk"]

    class Privacy:
        no_owner = gettext_lazy("What offices write to each other about a report; names nobody.")
        plain_text = {"text": "a word about a report, for two offices"}

    class Events:
        written = AuditEvent(
            gettext_lazy("Remark on a monthly report written"),
            notice=Notice(gettext_lazy("Remark on a monthly report"), "message", icon="message-2"),
        )

    def __str__(self):
        return f"DataCallRemark {self.ref}"


class DataCallReminder(OwedPart):
    """That an office was reminded of the report of a month: before it was due, late, by hand."""

    class Kind(models.TextChoices):
        BEFORE = "before", pgettext_lazy("reminder", "Before it was due")
        LATE = "late", pgettext_lazy("reminder", "When it was late")
        BY_HAND = "by_hand", pgettext_lazy("reminder", "By a colleague")

    owed = models.ForeignKey(DataCallOffice, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    audit_name = "datacallreminder"

    class Meta:
        verbose_name = gettext_lazy("Reminder of a data call")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owed", "month", "kind"], condition=~Q(kind="by_hand"),
                name="reminder_of_a_data_call_once",
            )
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("When an office was reminded; names nobody assisted.")

    class Events:
        before = AuditEvent(
            gettext_lazy("Reminder of a data call: before it was due"),
            notice=Notice(gettext_lazy("Monthly report due soon"), "work", icon="clock"),
        )
        late = AuditEvent(
            gettext_lazy("Reminder of a data call: late"),
            notice=Notice(
                pgettext_lazy("notification", "Monthly report overdue"), "work", icon="clock"
            ),
        )
        by_hand = AuditEvent(
            gettext_lazy("Reminder of a data call sent"),
            notice=Notice(
                pgettext_lazy("notification", "Monthly report requested"), "work", icon="file-text"
            ),
        )

    def __str__(self):
        return f"DataCallReminder {self.ref}"
