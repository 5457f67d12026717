"""Who asks for money, who approves, who pays, and who keeps the funds of an office.

Whoever pays sees what is asked for, in an ordinary file, without the file itself: its number and
the amount. A restricted file shows its grants only to those with leave to open it.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.models import Team, User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import set_field_classes, unmasked_for
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_grant,
    has_permission,
    join_path,
    register_rules,
    via_foreign_key,
)

from ..models import Case, CaseReach
from .models import (
    BudgetChange,
    BudgetLine,
    ExchangeRate,
    Fund,
    Grant,
    PaidAndErased,
    Payment,
    PaymentReceipt,
    PaymentVoided,
    Reconciliation,
)


def of_a_case(verb: str, path: str) -> PermissionRule:
    """What lies in a case that one holds in a role with this verb."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return has_grant(CaseReach, verb)(user, Case, join_path(at, path))

    return rule


def in_own_office(verb: str, path: str) -> PermissionRule:
    """What belongs to an office that one speaks for, as a whole or in one of its teams."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions:
            return NONE
        teams = Team.objects.filter(pk__in=user.teams_for(verb)).values("office")
        office = f"{join_path(at, path)}__in"
        return Q(**{office: user.offices_for(verb)}) | Q(**{office: teams})

    return rule


def see_at(path: str) -> PermissionRule:
    return any_of(via_foreign_key(path), of_a_case("money.pay", path))


register_rules(
    Grant,
    see=see_at("case"),
    work=via_foreign_key("case", "work"),
    approve=of_a_case("money.approve", "case"),
    pay=of_a_case("money.pay", "case"),
)
register_rules(
    Payment,
    see=see_at("grant__case"),
    acknowledge=of_a_case("money.pay", "grant__case"),
    void=of_a_case("money.approve", "grant__case"),
)
register_rules(PaymentReceipt, see=see_at("payment__grant__case"))
register_rules(PaymentVoided, see=see_at("payment__grant__case"))
# From which fund somebody may be helped is known to all who help them.
register_rules(
    Fund, see=in_own_office("money.pay", "office"), keep=in_own_office("money.keep", "office")
)
register_rules(
    BudgetLine,
    see=in_own_office("money.pay", "fund__office"),
    keep=in_own_office("money.keep", "fund__office"),
)
register_rules(BudgetChange, see=in_own_office("money.keep", "line__fund__office"))
register_rules(Reconciliation, see=in_own_office("money.keep", "fund__office"))
register_rules(PaidAndErased, see=in_own_office("money.keep", "line__fund__office"))
register_rules(ExchangeRate, see=any_signed_in_user, keep=has_permission("money.keep"))

# Who pays for an office reads for what, and why not.
set_field_classes(Grant, narrative=("words", "decision_reason", "withdrawn_reason"))
set_field_classes(Payment, narrative=("words",))
set_field_classes(PaymentVoided, narrative=("because",))
unmasked_for(Reconciliation, "see")
