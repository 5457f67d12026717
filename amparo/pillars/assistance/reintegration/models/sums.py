"""What is planned to cost, and from when until when: held by the database too."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats


def validate_amount(amount: Decimal | None, currency: str) -> None:
    """A sum has a currency that is in use somewhere, and is never negative."""
    if amount is None:
        return
    if amount < 0:
        raise Refusal(_("A budget is not negative."))
    if currency not in dict(formats.currencies()):
        raise Refusal(_("We do not know this currency. Choose one of the list."))


def validate_period(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refusal(_("It ends before it begins. Look at both days again."))


def in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(ends_on__gte=F("starts_on")))


def with_currency(name: str) -> models.CheckConstraint:
    """Neither a sum without its currency, nor less than nothing."""
    none = Q(budget=None, currency="")
    return models.CheckConstraint(
        name=name, condition=none | (Q(budget__isnull=False, budget__gte=0) & ~Q(currency=""))
    )
