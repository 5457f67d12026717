"""Funds: money that a donor gave an office for a time."""

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from .exchange_rates import CURRENCY
from .projects import Project


class FundQuerySet(PermissionQuerySet):
    def open_on(self, day: date) -> "FundQuerySet":
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))


class Fund(Record):
    """One fund of one donor, in its own currency, kept by one office; of one project at most."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    donor = models.ForeignKey(Organization, models.PROTECT, related_name="funds_given")
    office = models.ForeignKey(Office, models.PROTECT, related_name="funds")
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="funds"
    )
    currency = models.CharField(max_length=3, validators=[CURRENCY])
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "fund"

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Fund")
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="one_fund_of_a_code"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="fund_ends_after_it_begins",
            ),
        ]

    class Privacy:
        plain_text = {
            "name": "name of a fund",
        }

    class Events:
        listed = AuditEvent(gettext_lazy("Fund list viewed"))
        set_up = AuditEvent(gettext_lazy("Fund created"))

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def is_open(self) -> bool:
        return self.is_open_on(self.office.today())

    def is_open_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    @classmethod
    @transaction.atomic
    def set_up(cls, *, by: User, **fields) -> "Fund":
        """A donor gave money for a time; set up twice with the same code, it is refused."""
        fund = cls(by=by, **fields)
        fund.must_be_kept_by(by)
        if cls.objects.filter(office=fund.office, code=fund.code).exists():
            raise Refusal(_("This office has a fund with this code already."))
        fund._must_end_after_it_begins()
        if fund.project:
            fund.project.must_fit(fund)
        fund.save()
        log.log_event(by, "fund.set_up", fund)
        return fund

    @transaction.atomic
    def change(self, *, by: User, name: str, until: date | None, project: Project | None) -> None:
        """Another name, last day or project: what was paid in its time stays as it is."""
        self.must_be_kept_by(by)
        if project and project.pk != self.project_id:
            project.must_fit(self)
        self.name, self.until, self.project = name, until, project
        self._must_end_after_it_begins()
        self.save()
        log.log_event(by, "fund.changed", self)

    def _must_end_after_it_begins(self) -> None:
        if self.until and self.until < self.since:
            raise Refusal(_("A fund ends after it begins."))

    def must_be_kept_by(self, by: User) -> None:
        if self.office_id not in by.offices_for("fund.keep"):
            raise Refusal(_("The funds of this office are kept by somebody else."))

    def must_be_open_on(self, day: date) -> None:
        if not self.is_open_on(day):
            raise Refusal(
                _("The fund %(fund)s is not open on %(day)s.")
                % {"fund": self.code, "day": formats.full_day(day)}
            )
