"""Who asks for money, who approves, who pays, and who keeps the funds of an office.

Whoever pays sees what is asked for, in an ordinary file, without the file itself: its number and
the amount. A restricted file shows its grants only to those with leave to open it.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.trust.access import (
    NONE,
    Rule,
    access_to,
    anybody,
    either,
    path_to,
    reached,
    role,
    through,
)
from amparo.foundation.trust.models import Team, User
from amparo.foundation.trust.veil import classed, of_a_task

from ..models import Case, CaseReach
from .models import (
    BudgetChange,
    BudgetLine,
    ExchangeRate,
    Fund,
    Grant,
    GrantDecision,
    GrantWithdrawn,
    PaidAndErased,
    Payment,
    PaymentReceipt,
    PaymentVoided,
    Reconciliation,
)


def of_a_case(verb: str, path: str) -> Rule:
    """What lies in a case that one holds in a role with this verb."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return reached(CaseReach, verb)(user, Case, path_to(at, path))

    return rule


def in_own_office(verb: str, path: str) -> Rule:
    """What belongs to an office that one speaks for, as a whole or in one of its teams."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.verbs:
            return NONE
        teams = Team.objects.filter(pk__in=user.teams_for(verb)).values("office")
        office = f"{path_to(at, path)}__in"
        return Q(**{office: user.offices_for(verb)}) | Q(**{office: teams})

    return rule


def see_at(path: str) -> Rule:
    return either(through(path), of_a_case("money.pay", path))


access_to(
    Grant,
    see=see_at("case"),
    work=through("case", "work"),
    approve=of_a_case("money.approve", "case"),
    pay=of_a_case("money.pay", "case"),
)
access_to(GrantDecision, see=see_at("grant__case"))
access_to(GrantWithdrawn, see=see_at("grant__case"))
access_to(
    Payment,
    see=see_at("grant__case"),
    acknowledge=of_a_case("money.pay", "grant__case"),
    void=of_a_case("money.approve", "grant__case"),
)
access_to(PaymentReceipt, see=see_at("payment__grant__case"))
access_to(PaymentVoided, see=see_at("payment__grant__case"))
# From which fund somebody may be helped is known to all who help them.
access_to(
    Fund, see=in_own_office("money.pay", "office"), keep=in_own_office("money.keep", "office")
)
access_to(
    BudgetLine,
    see=in_own_office("money.pay", "fund__office"),
    keep=in_own_office("money.keep", "fund__office"),
)
access_to(BudgetChange, see=in_own_office("money.keep", "line__fund__office"))
access_to(Reconciliation, see=in_own_office("money.keep", "fund__office"))
access_to(PaidAndErased, see=in_own_office("money.keep", "line__fund__office"))
access_to(ExchangeRate, see=anybody, keep=role("money.keep"))

# Who pays for an office reads for what, and why not.
classed(Grant, narrative=("words",))
classed(Payment, narrative=("words",))
for turned_down in (GrantDecision, GrantWithdrawn, PaymentVoided):
    classed(turned_down, narrative=("because",))
of_a_task(Reconciliation, "see")
