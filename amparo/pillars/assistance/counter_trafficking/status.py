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
from amparo.pillars.assistance.pathways.base import PathwayStatus, Pending
from amparo.ui import formats

from .figures import has_trafficking_permission
from .models import TraffickingRecord
from .models.ways import (
    NOT_A_VICTIM,
    SOON,
    STATUSES,
    is_review_due,
    reflection_ends_soon,
    without_valid_safety_plan,
)
from .palermo import PalermoSuggestion

# What somebody may wait for, as lists and figures ask.
WAITS = {
    "decision": gettext_lazy("Wait for a decision whether they were trafficked"),
    "reflection": gettext_lazy("Recovery and reflection period ends within a week"),
    "safety": gettext_lazy("Without a safety plan that was looked at lately"),
    "review": gettext_lazy("Risk of re-trafficking to be reviewed"),
}


def exists() -> Exists:
    return Exists(TraffickingRecord.objects.filter(case=OuterRef("pk")))


def may_begin(case: Case) -> bool:
    return bool(case.person_id or case.family_id)


def keeps(case: Case, confidentiality: str) -> str:
    """Whose way is known stays with those who have leave, unless it was decided otherwise."""
    if confidentiality == Case.Confidentiality.TRAFFICKING:
        return ""
    decided = (
        TraffickingRecord.objects.filter(case=case).exclude(status="").exclude(status=NOT_A_VICTIM)
    )
    if not decided.exists():
        return ""
    return _("Determination recorded. Access stays restricted to authorized staff.")


def record_state(way: TraffickingRecord) -> str:
    """What was decided; as long as nothing was, what the rule says to whoever looks."""
    if way.status:
        return code_lists.label(STATUSES, way.status)
    said = {
        PalermoSuggestion.PRESUMED: _("Presumed victim (suggested); determination pending"),
        PalermoSuggestion.POSSIBLE: _("Person at risk (suggested); determination pending"),
        PalermoSuggestion.UNCLEAR: _("Not clear yet; nobody has decided"),
    }
    return said[PalermoSuggestion(way.prompt)]


def pending_steps(way: TraffickingRecord) -> list[tuple[str, bool]]:
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


def _review_of(way: TraffickingRecord, today: date) -> list[tuple[str, bool]]:
    """The next review of the risk, where it is near or was due."""
    due_on = way.review_due_on
    if due_on is None:
        return [(_("A review of the risk of re-trafficking"), True)]
    if due_on > today + timedelta(days=SOON):
        return []
    said = _("A review of the risk of re-trafficking by %(day)s") % {"day": formats.day(due_on)}
    return [(said, due_on < today)]


def case_statuses(case: Case, user: User) -> list[PathwayStatus]:
    ways = (
        TraffickingRecord.objects.accessible_to(user)
        .filter(case=case)
        .select_related("person")
        .order_by("pk")
    )
    return [_standing(case, way) for way in ways]


def _standing(case: Case, way: TraffickingRecord) -> PathwayStatus:
    way.case = case
    waits = pending_steps(way)
    title = _("Victims of trafficking")
    if not case.person_id:
        title = _("Victim of trafficking: %(name)s") % {"name": way.person.shown_name}
    return PathwayStatus(
        title=title,
        state=record_state(way),
        url=reverse("counter_trafficking:way", args=[case.ref, way.ref]),
        waits_for=tuple(said for said, _late in waits),
        is_late=any(late for _said, late in waits),
    )


# Who waits for what, for whoever works and whoever answers for a team.


def caseworker_counts(user: User) -> list[Pending]:
    if not has_trafficking_permission(user):
        return []
    return _figures(
        TraffickingRecord.objects.going_on().accessible_to(user).filter(case__owner=user.pk)
    )


def supervisor_counts(user: User) -> list[Pending]:
    if not has_trafficking_permission(user):
        return []
    return _figures(TraffickingRecord.objects.going_on().accessible_to(user, "approve"))


def _figures(ways: QuerySet[TraffickingRecord]) -> list[Pending]:
    url = reverse("counter_trafficking:ways")
    overdue = ways.filter(is_review_due(localdate(), within=-1))
    return [
        Pending(
            str(name), waiting_records(ways, code), f"{url}?waits={code}",
            is_late=code == "safety", late_rows=overdue if code == "review" else None,
        )
        for code, name in WAITS.items()
    ]  # fmt: skip


def waiting_records(ways: QuerySet[TraffickingRecord], code: str) -> QuerySet[TraffickingRecord]:
    """Those of them who wait for it; all of them, where nothing that we know is asked for."""
    today = localdate()
    asked = {
        "decision": Q(status=""),
        "reflection": reflection_ends_soon(today),
        "safety": without_valid_safety_plan(today),
        "review": is_review_due(today),
    }
    return ways.filter(asked.get(code, Q()))
