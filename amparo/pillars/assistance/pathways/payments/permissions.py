"""Who asks for money, who approves, who pays, and who reconciles.

Whoever pays sees what is asked for, in an ordinary file, without the file itself: its number and
the amount. A restricted file shows its grants only to those with leave to open it.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.accounts.roles import give_permissions
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionRule, any_of
from amparo.foundation.core.permissions.masking import set_field_classes, unmasked_for
from amparo.foundation.core.permissions.rules import (
    has_grant,
    join_path,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.funding.permissions import in_own_office
from amparo.pillars.assistance.cases.models import Case, CaseAccessGrant

from .models import (
    AnonymousPayment,
    AssistanceGrant,
    Payment,
    PaymentReceipt,
    PaymentVoid,
    Reconciliation,
)

give_permissions("caseworker", "money.pay")
give_permissions("supervisor", "money.approve", "money.pay")
give_permissions("data_officer", "money.pay")


def of_a_case(verb: str, path: str) -> PermissionRule:
    """What lies in a case that one holds in a role with this verb."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return has_grant(CaseAccessGrant, verb)(user, Case, join_path(at, path))

    return rule


def can_see_case_of(path: str) -> PermissionRule:
    return any_of(via_foreign_key(path), of_a_case("money.pay", path))


register_rules(
    AssistanceGrant,
    see=can_see_case_of("case"),
    work=via_foreign_key("case", "work"),
    approve=of_a_case("money.approve", "case"),
    pay=of_a_case("money.pay", "case"),
)
register_rules(
    Payment,
    see=can_see_case_of("grant__case"),
    acknowledge=of_a_case("money.pay", "grant__case"),
    void=of_a_case("money.approve", "grant__case"),
)
register_rules(PaymentReceipt, see=can_see_case_of("payment__grant__case"))
register_rules(PaymentVoid, see=can_see_case_of("payment__grant__case"))
register_rules(Reconciliation, see=in_own_office("fund.keep", "fund__office"))
register_rules(AnonymousPayment, see=in_own_office("fund.keep", "line__fund__office"))

# Who pays for an office reads for what, and why not.
set_field_classes(AssistanceGrant, narrative=("text", "decision_reason", "withdrawn_reason"))
set_field_classes(Payment, narrative=("text",))
set_field_classes(PaymentVoid, narrative=("because",))
unmasked_for(Reconciliation, "see")
