"""What a grant adds to the page of its case and to work lists."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.queries import visible_cases
from amparo.pillars.assistance.pathways.base import (
    Pathway,
    PathwayStatus,
    Pending,
    Programme,
    add_pathway,
)
from amparo.ui import formats
from amparo.ui.pagination import up_to

from .models import AssistanceGrant

SMALL_COUNT = 10
ENDED = (
    AssistanceGrant.State.PAID,
    AssistanceGrant.State.REFUSED,
    AssistanceGrant.State.WITHDRAWN,
)


def case_statuses(case: Case, user: User) -> list[PathwayStatus]:
    """What was asked for and is not at its end, as the page of the case shows it."""
    waiting = case.assistancegrants.exclude(state__in=ENDED).order_by("pk")[:SMALL_COUNT]
    return [
        PathwayStatus(
            title=gettext("%(what)s: %(amount)s")
            % {
                "what": each.get_kind_display(),
                "amount": formats.amount(each.amount, each.currency),
            },
            state=str(each.get_state_display()),
            url=f"{case.get_absolute_url()}grants/{each.ref}/",
        )
        for each in waiting
    ]


def to_pay(user: User) -> list[Pending]:
    """What they may hand over: approved, and neither asked for nor approved by themselves."""
    grants = (
        AssistanceGrant.objects.to_pay()
        .accessible_to(user, "pay")
        .filter(case__in=visible_cases(user, "money.pay"))
    )
    grants = grants.exclude(by=user).exclude(decided_by=user)
    url = f"{reverse('payments:grants')}?state=to_pay"
    return [Pending(gettext("Grants to pay"), up_to(grants), url)]


def to_decide(user: User) -> list[Pending]:
    grants = AssistanceGrant.objects.to_decide().accessible_to(user, "approve").exclude(by=user)
    grants = grants.filter(case__in=visible_cases(user, "money.approve"))
    url = f"{reverse('payments:grants')}?state=asked"
    return [Pending(gettext("Grants to decide"), up_to(grants), url), *to_pay(user)]


def register_pathway() -> None:
    add_pathway(
        Pathway(
            name="money",
            icon="building-bank",
            begins="payments:grant-new",
            offer=_("Request grant"),
            exists=lambda: Exists(
                AssistanceGrant.objects.filter(case=OuterRef("pk")).exclude(state__in=ENDED)
            ),
            standings=case_statuses,
            mine=to_pay,
            watched=to_decide,
            programme=Programme.GRANTS,
        )
    )
