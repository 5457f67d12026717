"""What waits in plans and projects, for a caseworker and for who answers for a team."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.queries import (
    ACTIVE_STATUSES,
    grants_of_holder,
    supervised_cases,
)
from amparo.pillars.assistance.pathways.base import PathwayStatus, Pending

from .models import CommunityProject, PlanItem, ReintegrationPlan
from .models.plans import GOING_ON

# How many are counted at most: nobody works through more on one day.
CAP = 200


def cases_of(user: User) -> QuerySet:
    """The open cases that they accompany themselves."""
    return (
        grants_of_holder(user, f"user:{user.pk}")
        .filter(status__in=ACTIVE_STATUSES)
        .values("record")
    )


def plans(name: str, cases: QuerySet, today: date) -> QuerySet:
    """Plans that wait for something, by what it is: see `WAITS`."""
    found = ReintegrationPlan.objects.filter(case__in=cases)
    if name == "review":
        return found.to_review(today)
    if name == "late":
        late = PlanItem.objects.overdue(today).filter(plan=OuterRef("pk"))
        return found.filter(state__in=("draft", "agreed")).filter(Exists(late))
    return found.to_agree()


def list_plans(which: str, cases: QuerySet, today: date) -> QuerySet:
    """Plans of the list, by its tab: see `TABS`."""
    if which in WAITS:
        return plans(which, cases, today)
    states = (which,) if which in GOING_ON else GOING_ON
    return ReintegrationPlan.objects.filter(case__in=cases, state__in=states)


WAITS: dict[str, Promise] = {
    "agree": _("Reintegration plans to agree"),
    "late": _("Reintegration plans with something overdue"),
    "review": _("Reintegration plans to review"),
}
# What the list of plans is narrowed to; those that wait for something are figures too.
TABS: dict[str, Promise] = {
    "all": pgettext_lazy("reintegration plans", "All"),
    "draft": pgettext_lazy("reintegration plans", "Not yet agreed"),
    "agreed": pgettext_lazy("reintegration plans", "Agreed"),
    "agree": pgettext_lazy("reintegration plans", "Arrived, not yet agreed"),
    "late": pgettext_lazy("reintegration plans", "Overdue"),
    "review": pgettext_lazy("reintegration plans", "Review due"),
}


def _figures(cases: QuerySet, whose: str) -> list[Pending]:
    today, where = localtime(now()).date(), reverse("reintegration:plans")
    not_agreed = ReintegrationPlan.objects.filter(case__in=cases).late(today)
    return [
        Pending(
            str(words), plans(name, cases, today).order_by()[:CAP],
            f"{where}?waits={name}&whose={whose}",
            is_late=name == "late", late_rows=not_agreed if name == "agree" else None,
        )
        for name, words in WAITS.items()
    ]  # fmt: skip


def caseworker_counts(user: User) -> list[Pending]:
    return _figures(cases_of(user), "mine") if "case.work" in user.permissions else []


def supervisor_counts(user: User) -> list[Pending]:
    return _figures(supervised_cases(user), "team") if "case.approve" in user.permissions else []


# On the page of a case.


def has_a_plan() -> Exists:
    return Exists(ReintegrationPlan.objects.filter(case=OuterRef("pk")))


def has_projects() -> Exists:
    return Exists(CommunityProject.objects.filter(case=OuterRef("pk")))


def plan_standing(case: Case, user: User) -> list[PathwayStatus]:
    plan = ReintegrationPlan.current(case)
    if plan is None:
        return []
    where = reverse("reintegration:plan", args=[case.ref])
    today = case.office.today()
    late = plan.items.overdue(today).count() if plan.is_going_on else 0
    waits = []
    if late:
        waits.append(str(_("Something in it is overdue")))
    if plan.is_late_on(today):
        waits.append(str(_("To be agreed: overdue")))
    elif plan.review_on and plan.review_on <= today:
        waits.append(str(_("To be reviewed")))
    state = str(plan.get_state_display())
    is_late = bool(late) or plan.is_late_on(today)
    return [PathwayStatus(str(_("Reintegration plan")), state, where, tuple(waits), is_late)]


def project_standings(case: Case, user: User) -> list[PathwayStatus]:
    today = case.office.today()
    return [
        PathwayStatus(
            each.title, str(each.get_state_display()), each.get_absolute_url(),
            (str(_("End date passed")),) if each.is_late_on(today) else (),
            each.is_late_on(today),
        )
        for each in CommunityProject.objects.filter(case=case).select_related("case")[:20]
    ]  # fmt: skip


def may_plan(case: Case) -> bool:
    """One plan at a time, and never for an institution."""
    return not case.institution_id and not getattr(case, "on_reintegration", False)


def may_begin_a_project(case: Case) -> bool:
    return bool(case.community_id or case.institution_id)
