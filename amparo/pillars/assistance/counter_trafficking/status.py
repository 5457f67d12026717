"""How somebody stands on the way out of exploitation: on their case, and for whoever works."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.pathways.base import Pending, Standing
from amparo.ui import formats

from .figures import has_leave
from .models import WayOut
from .models.ways import (
    NOT_A_VICTIM,
    SOON,
    STATUSES,
    ends_soon,
    is_review_due,
    is_unsafe,
)
from .palermo import Prompt

# What somebody may wait for, as lists and figures ask.
WAITS = {
    "decision": gettext_lazy("Wait for a decision whether they were trafficked"),
    "reflection": gettext_lazy("Recovery and reflection period ends within a week"),
    "safety": gettext_lazy("Without a safety plan that was looked at lately"),
    "review": gettext_lazy("Risk of re-trafficking to be reviewed"),
}


def exists() -> Exists:
    return Exists(WayOut.objects.filter(case=OuterRef("pk")))


def may_begin(case: Case) -> bool:
    return bool(case.person_id or case.family_id)


def keeps(case: Case, confidentiality: str) -> str:
    """Whose way is known stays with those who have leave, unless it was decided otherwise."""
    if confidentiality == Case.Confidentiality.TRAFFICKING:
        return ""
    decided = WayOut.objects.filter(case=case).exclude(status="").exclude(status=NOT_A_VICTIM)
    if not decided.exists():
        return ""
    return _("Determination recorded. Access stays restricted to authorized staff.")


def state_of(way: WayOut) -> str:
    """What was decided; as long as nothing was, what the rule says to whoever looks."""
    if way.status:
        return code_lists.label(STATUSES, way.status)
    said = {
        Prompt.PRESUMED: _("Presumed victim (suggested); determination pending"),
        Prompt.POSSIBLE: _("Person at risk (suggested); determination pending"),
        Prompt.UNCLEAR: _("Not clear yet; nobody has decided"),
    }
    return said[Prompt(way.prompt)]


def waits_for(way: WayOut) -> list[tuple[str, bool]]:
    """What is still to be done on this way, and whether it is late."""
    if way.status == NOT_A_VICTIM:
        return []
    today, found = way.case.office.today(), []
    if not way.is_kept_to_the_group:
        found.append((_("Restrict the case to authorized staff"), True))
    if not way.status:
        found.append((_("A decision by people"), False))
    if way.safety_due_on is None:
        found.append((pgettext("title", "Safety plan"), True))
    elif way.safety_due_on < today:
        found.append((_("A look at the safety plan"), True))
    found += _review_of(way, today)
    until = way.reflection_until
    if until and today <= until <= today + timedelta(days=SOON):
        ends = _("Time to reflect ends on %(day)s") % {"day": formats.day(until)}
        found.append((ends, False))
    return found


def _review_of(way: WayOut, today: date) -> list[tuple[str, bool]]:
    """The next review of the risk, where it is near or was due."""
    due_on = way.review_due_on
    if due_on is None:
        return [(_("A review of the risk of re-trafficking"), True)]
    if due_on > today + timedelta(days=SOON):
        return []
    said = _("A review of the risk of re-trafficking by %(day)s") % {"day": formats.day(due_on)}
    return [(said, due_on < today)]


def standings(case: Case, user: User) -> list[Standing]:
    ways = (
        WayOut.objects.accessible_to(user)
        .filter(case=case)
        .select_related("person")
        .order_by("pk")
    )
    return [_standing(case, way) for way in ways]


def _standing(case: Case, way: WayOut) -> Standing:
    way.case = case
    waits = waits_for(way)
    title = _("Victims of trafficking")
    if not case.person_id:
        title = _("Victim of trafficking: %(name)s") % {"name": way.person.name}
    return Standing(
        title=title,
        state=state_of(way),
        url=reverse("counter_trafficking:way", args=[case.ref, way.ref]),
        waits_for=tuple(said for said, _late in waits),
        is_late=any(late for _said, late in waits),
    )


# Who waits for what, for whoever works and whoever answers for a team.


def mine(user: User) -> list[Pending]:
    if not has_leave(user):
        return []
    return _figures(WayOut.objects.going_on().accessible_to(user).filter(case__owner=user.pk))


def watched(user: User) -> list[Pending]:
    if not has_leave(user):
        return []
    return _figures(WayOut.objects.going_on().accessible_to(user, "approve"))


def _figures(ways: QuerySet[WayOut]) -> list[Pending]:
    url = reverse("counter_trafficking:ways")
    overdue = ways.filter(is_review_due(localdate(), within=-1))
    return [
        Pending(
            str(name), waiting(ways, code), f"{url}?waits={code}",
            is_late=code == "safety", late_rows=overdue if code == "review" else None,
        )
        for code, name in WAITS.items()
    ]  # fmt: skip


def waiting(ways: QuerySet[WayOut], code: str) -> QuerySet[WayOut]:
    """Those of them who wait for it; all of them, where nothing that we know is asked for."""
    today = localdate()
    asked = {
        "decision": Q(status=""), "reflection": ends_soon(today), "safety": is_unsafe(today),
        "review": is_review_due(today),
    }  # fmt: skip
    return ways.filter(asked.get(code, Q()))
