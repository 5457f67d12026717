"""Budget lines: what the parts of a fund are for, and how much of each is left."""

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
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_for_update, named_by
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from ..budget import Spending, Standing, is_free
from ..exchange import is_whole_cents
from ..extension_points import spending_sources
from .funds import Fund


class BudgetLineQuerySet(PermissionQuerySet):
    def open_at(self, office: Office, day: date) -> "BudgetLineQuerySet":
        """Of the funds of this office that are open on this day."""
        funds = Fund.objects.open_on(day).filter(office=office)
        return self.filter(fund__in=funds).select_related("fund__donor")

    def begun_at(self, office: Office, day: date) -> "BudgetLineQuerySet":
        """Of the funds of this office that have begun by this day, those that end last first."""
        found = self.filter(fund__office=office, fund__since__lte=day).select_related("fund")
        return found.order_by(F("fund__until").desc(nulls_first=True), "fund__code", "code", "pk")


class BudgetLine(Record):
    """What a part of a fund is for. What is committed and paid of it, other apps say."""

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
    def full_name(self) -> str:
        """The code of its fund, its own, and what it is for."""
        return f"{self.fund.code} · {self}"

    def must_serve(self, office: Office, day: date) -> None:
        """Refuses what another office does, or what lies outside the time of the fund."""
        if self.fund.office_id != office.pk:
            raise Refusal(_("This budget line belongs to a fund of another office."))
        self.fund.must_be_open_on(day)

    @property
    def standing(self) -> Standing:
        return standings_of([self])[self.pk]

    @classmethod
    @transaction.atomic
    def add(cls, fund: Fund, *, by: User, code: str, name: str, amount: Decimal) -> "BudgetLine":
        """Says what a part of the fund is for, and how much that is."""
        fund.must_be_kept_by(by)
        if fund.lines.filter(code=code).exists():
            raise Refusal(_("This fund has a budget line with this code already."))
        line = cls(fund=fund, code=code, name=name, amount=Decimal(0))
        line.save()
        line._set(amount, _("First budget"), by=by)
        log.log_event(by, "budgetline.added", line)
        return line

    @transaction.atomic
    def change(self, *, by: User, amount: Decimal, because: str) -> "BudgetChange":
        """More or less for this, and why; never less than what is committed already."""
        self.fund.must_be_kept_by(by)
        self.hold()
        if not because.strip():
            raise Refusal(_("Write why the budget changes."))
        committed = self.standing.committed
        if amount < committed:
            raise Refusal(
                _("%(bound)s of this line is committed. The budget cannot be lower.")
                % {"bound": formats.amount(committed, self.fund.currency)}
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
        """Of two who commit or pay of it in the same moment, one sees what the other did.

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
    """How these lines stand, by their keys: the same few queries however many."""
    lines = list(lines)
    spent = {line.pk: Spending() for line in lines}
    for source in spending_sources:
        for line, spending in source(list(spent)).items():
            spent[line] += spending
    return {
        line.pk: Standing(line.amount, spent[line.pk].committed, spent[line.pk].paid)
        for line in lines
    }
