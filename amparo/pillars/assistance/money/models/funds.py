"""Funds: money that a donor gave an office for a time, and what each part of it is for."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_for_update, named_by
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from ...models import Case
from ..budget import Standing, is_free
from ..exchange import is_whole_cents
from .rates import CURRENCY

MOST_FUNDS = 200


class FundQuerySet(PermissionQuerySet):
    def open_on(self, day: date) -> "FundQuerySet":
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))


class Fund(Record):
    """One fund of one donor, in its own currency, kept by one office."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    donor = models.ForeignKey(Organization, models.PROTECT, related_name="funds_given")
    office = models.ForeignKey(Office, models.PROTECT, related_name="funds")
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
        reconciled = AuditEvent(gettext_lazy("Fund reconciled"))
        taken_out = AuditEvent(gettext_lazy("Payments of fund exported"))

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
        fund._must_be_kept_by(by)
        if cls.objects.filter(office=fund.office, code=fund.code).exists():
            raise Refusal(_("This office has a fund with this code already."))
        fund._must_end_after_it_begins()
        fund.save()
        log.log_event(by, "fund.set_up", fund)
        return fund

    @transaction.atomic
    def change(self, *, by: User, name: str, until: date | None) -> None:
        """Another name, or another last day: what was paid in its time stays as it is."""
        self._must_be_kept_by(by)
        self.name, self.until = name, until
        self._must_end_after_it_begins()
        self.save()
        log.log_event(by, "fund.changed", self)

    @transaction.atomic
    def add_line(self, *, by: User, code: str, name: str, amount: Decimal) -> "BudgetLine":
        """What a part of it is for, and how much that is."""
        self._must_be_kept_by(by)
        if self.lines.filter(code=code).exists():
            raise Refusal(_("This fund has a budget line with this code already."))
        line = BudgetLine(fund=self, code=code, name=name, amount=Decimal(0))
        line.save()
        line._set(amount, _("First budget"), by=by)
        log.log_event(by, "budgetline.added", line)
        return line

    def _must_end_after_it_begins(self) -> None:
        if self.until and self.until < self.since:
            raise Refusal(_("A fund ends after it begins."))

    def _must_be_kept_by(self, by: User) -> None:
        if self.office_id not in by.offices_for("money.keep"):
            raise Refusal(_("The funds of this office are kept by somebody else."))

    def must_be_open_on(self, day: date) -> None:
        if not self.is_open_on(day):
            raise Refusal(
                _("The fund %(fund)s is not open on %(day)s.")
                % {"fund": self.code, "day": formats.full_day(day)}
            )


def choices_of_funds(case: Case, user: User) -> list[tuple[str, str]]:
    """Returns code and name of the funds of the case's office that have begun, open ones first."""
    found = Fund.objects.accessible_to(user).filter(office=case.team.office_id)
    begun = found.filter(since__lte=case.office.today())
    latest = begun.order_by(F("until").desc(nulls_first=True), "code", "pk")
    return [(fund.code, str(fund)) for fund in latest[:MOST_FUNDS]]


class BudgetLineQuerySet(PermissionQuerySet):
    def open_for(self, case: Case) -> "BudgetLineQuerySet":
        """From which this case may be helped today: of its own office, of funds that are open."""
        funds = Fund.objects.open_on(case.office.today()).filter(office=case.team.office_id)
        return self.filter(fund__in=funds).select_related("fund__donor")


class BudgetLine(Record):
    """What a part of a fund is for. `bound` and `paid` are worked out from the grants on it."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="lines")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    # The shadow of the last `BudgetChange`.
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    audit_name = "budgetline"

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Line of a budget")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "code"], name="one_budget_line_of_a_code"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_is_never_negative"),
        ]

    class Privacy:
        plain_text = {
            "name": "name of a line of a budget",
        }

    class Events:
        added = AuditEvent(gettext_lazy("Budget line added"))

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def standing(self) -> Standing:
        return standings_of([self])[self.pk]

    @transaction.atomic
    def change(self, *, by: User, amount: Decimal, because: str) -> "BudgetChange":
        """More or less for this, and why; never less than what is bound already."""
        self.fund._must_be_kept_by(by)
        self.hold()
        if not because.strip():
            raise Refusal(_("Write why the budget changes."))
        bound = self.standing.bound
        if amount < bound:
            raise Refusal(
                _("%(bound)s of this line is committed. The budget cannot be lower.")
                % {"bound": formats.amount(bound, self.fund.currency)}
            )
        if amount == self.amount:
            return self.changes.latest("pk")  # sent twice
        change = self._set(amount, because.strip(), by=by)
        log.log_event(by, "budgetline.changed", self)
        return change

    def _set(self, amount: Decimal, because: str, *, by: User) -> "BudgetChange":
        if not is_whole_cents(amount) or amount < 0:
            raise Refusal(_("Write the amount in figures, to the cent, and not below nothing."))
        self.amount = amount
        self.save(update_fields=["amount"])
        return BudgetChange.objects.create(line=self, amount=amount, because=because, by=by)

    def hold(self) -> None:
        """Of two who bind or pay of it in the same moment, one sees what the other did.

        Always the fund first, then its line, then a grant: so nobody waits for each other.
        """
        lock_for_update(named_by(self, "fund"))
        self.amount = lock_for_update(self).amount

    def must_have(self, wanted: Decimal) -> None:
        """Overspending is refused, with the figures."""
        standing = self.standing
        if is_free(standing, wanted):
            return
        said = {
            "line": f"{self.fund.code} · {self.code}",
            "free": formats.amount(standing.free, self.fund.currency),
            "wanted": formats.amount(wanted, self.fund.currency),
            "amount": formats.amount(standing.amount, self.fund.currency),
        }
        raise Refusal(
            _(
                "Of %(amount)s in %(line)s only %(free)s are free, and this takes %(wanted)s. "
                "Ask for less, or from another budget line."
            )
            % said
        )


class BudgetChange(Record):
    """How much a line holds from here on, who said so, and why."""

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="changes")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    because = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "budgetchange"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Change of a budget")

    class Privacy:
        plain_text = {
            "because": "why a budget changed: of accounts, of no person",
        }

    def __str__(self):
        return f"BudgetChange {self.ref}"


def standings_of(lines: Iterable[BudgetLine]) -> dict[int, Standing]:
    """How these lines stand, in three queries however many. Sums name nobody: the house counts
    also what lies in files that the reader may not open.
    """
    lines = list(lines)
    bound, paid, gone = _sums_of([line.pk for line in lines])
    nothing = Decimal(0)
    return {
        line.pk: Standing(
            line.amount,
            bound.get(line.pk, nothing) + gone.get(line.pk, nothing),
            paid.get(line.pk, nothing) + gone.get(line.pk, nothing),
        )
        for line in lines
    }


@aggregate_query("a sum must be right also where some of its cases are closed to the reader")
def _sums_of(lines: list[int]) -> tuple[dict[int, Decimal], ...]:
    """What is bound, paid, and paid of erased cases, by line."""
    from .grants import Grant
    from .payments import Payment
    from .reconciliations import PaidAndErased

    paid = Payment.objects.live().filter(grant__line__in=lines)
    return (
        _summed(Grant.objects.filter(line__in=lines), "line", "bound"),
        _summed(paid, "grant__line", "charged"),
        _summed(PaidAndErased.objects.filter(line__in=lines), "line", "charged"),
    )


def _summed(rows: models.QuerySet, by: str, what: str) -> dict[int, Decimal]:
    return dict(rows.order_by().values_list(by).annotate(sum=models.Sum(what)))
