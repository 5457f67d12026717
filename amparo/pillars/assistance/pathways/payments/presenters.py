"""What one reader sees of a grant, and what they may do about it."""

from functools import cached_property

from babel.numbers import format_decimal

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.ui import formats

from .models import AssistanceGrant, Payment


class GrantPresenter:
    """A grant for one reader; templates call it `shown`. Buttons stand only where they may."""

    def __init__(self, grant: AssistanceGrant, user: User):
        self.grant = grant
        self.user = user

    @cached_property
    def verbs(self) -> frozenset[str]:
        return permissions_on(self.grant, self.user)

    @cached_property
    def may_read_case(self) -> bool:
        """Who only pays sees the number and the amount, and not what was written."""
        return "see" in permissions_on(self.grant.case, self.user)

    @property
    def may_decide(self) -> bool:
        is_asked = self.grant.state == AssistanceGrant.State.ASKED
        return is_asked and "approve" in self.verbs and self.user.pk != self.grant.by_id

    @cached_property
    def may_pay(self) -> bool:
        return self.grant.is_payable and self.user in self.grant.payers()

    @property
    def may_withdraw(self) -> bool:
        return not self.grant.is_ended and "work" in self.verbs

    @property
    def rate(self) -> str:
        """Its exchange rate, to eight figures after the point at most."""
        if self.grant.rate is None:
            return ""
        language = formats.current_language()
        return format_decimal(self.grant.rate.normalize(), "#,##0.########", locale=language)

    @cached_property
    def payments(self) -> list["PaymentPresenter"]:
        return [PaymentPresenter(each, self) for each in self.grant.payments.all()]


class PaymentPresenter:
    """One payment of it."""

    def __init__(self, payment: Payment, of: GrantPresenter):
        self.payment = payment
        self.of = of

    @property
    def may_acknowledge(self) -> bool:
        is_open = not self.payment.is_void and not self.payment.is_acknowledged
        return is_open and "pay" in self.of.verbs

    @property
    def may_cancel(self) -> bool:
        is_other = self.of.user.pk != self.payment.by_id
        return not self.payment.is_void and is_other and "approve" in self.of.verbs
