"""Exchange rates by day, as somebody read them and wrote down where."""

from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from ..exchange import Rate, RatesByDay, Worth, worth

CURRENCY = RegexValidator(
    r"^[A-Z]{3}\Z", gettext_lazy("Write the currency in three letters, as in BOB.")
)


class ExchangeRate(Record):
    """How many of `currency` one of `base` is on a day. What is written later corrects."""

    currency = models.CharField(max_length=3, validators=[CURRENCY])
    base = models.CharField(max_length=3, validators=[CURRENCY])
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    on = models.DateField()
    source = models.CharField(max_length=120)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "exchangerate"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Exchange rate")
        indexes = [models.Index(fields=["currency", "base", "-on"], name="rates_by_day")]
        constraints = [
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="rate_is_above_nothing"),
            models.CheckConstraint(
                condition=~models.Q(currency=models.F("base")), name="rate_is_of_two_currencies"
            ),
        ]  # fmt: skip

    class Privacy:
        plain_text = {
            "source": "who publishes a rate",
        }

    class Events:
        prefix = "rate"
        recorded = AuditEvent(gettext_lazy("Exchange rate recorded"))

    def __str__(self):
        return f"{self.currency}/{self.base} {self.on}"

    @property
    def said(self) -> str:
        """Every digit that was written, and no nought behind it."""
        return format_decimal(
            self.rate.normalize(), "#,##0.########", locale=formats.current_language()
        )

    @classmethod
    @transaction.atomic
    def record(
        cls, *, by: User, currency: str, base: str, rate: Decimal, on: date, source: str
    ) -> "ExchangeRate":
        """Records a rate with where it was read; recorded twice it is one."""
        if currency == base:
            raise Refusal(_("A rate is of two currencies."))
        if rate <= 0:
            raise Refusal(_("A rate is more than nothing."))
        if by.office and on > by.office.today_for(by):
            raise Refusal(_("A rate is recorded on its day, not before."))
        if not source.strip():
            raise Refusal(_("Write where you read this rate."))
        same_day = cls.objects.filter(currency=currency, base=base, on=on).order_by("pk")
        known = same_day.last()
        if known and known.rate == rate:
            return known
        made = cls.objects.create(
            by=by, currency=currency, base=base, rate=rate, on=on, source=source.strip()
        )
        log.log_event(by, "rate.recorded", made, kind=f"{currency}/{base}", until=on)
        return made


def worth_in(amount: Decimal, currency: str, into: str, *, on: date) -> Worth:
    """In the other currency, by the rate of the day or the last before; never invented."""
    found = worth(amount, currency, into, known_on(on) if currency != into else (), on)
    if found is None:
        raise Refusal(
            _(
                "There is no exchange rate from %(currency)s to %(into)s on %(day)s or before. "
                "Whoever keeps the funds writes it down first."
            )
            % {"currency": currency, "into": into, "day": formats.full_day(on)}
        )
    return found


def all_rates() -> RatesByDay:
    """Every rate that was written down, for sums over many days."""
    found = ExchangeRate.objects.order_by("pk")
    return RatesByDay(Rate(*row) for row in found.values_list("currency", "base", "rate", "on"))


def known_on(day: date) -> list[Rate]:
    """For each pair of currencies the rate of that day, or the last before it."""
    before = ExchangeRate.objects.filter(on__lte=day)
    pairs = before.order_by().values("currency", "base").annotate(last=models.Max("on"))
    wanted = models.Q(pk__in=[])
    for pair in pairs:
        wanted |= models.Q(currency=pair["currency"], base=pair["base"], on=pair["last"])
    found = ExchangeRate.objects.filter(wanted).order_by("pk")
    return [Rate(*row) for row in found.values_list("currency", "base", "rate", "on")]
