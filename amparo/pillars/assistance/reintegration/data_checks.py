"""Data quality checks of reintegration: what is missing for the figures of assistance.

Of plans: whether an item was completed, once its agreed last day is over. Of those who received
assistance: sex and age, where no service of ours asks for them already.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.data_quality.checks import DataCheck, Finding, Subject, register_check
from amparo.foundation.data_quality.forms import AnswerForm
from amparo.foundation.data_quality.models import DataIssue
from amparo.pillars.assistance.cases.data_check_records import dated, subjects_of
from amparo.pillars.assistance.cases.data_checks import (
    GONE,
    MANY,
    Missing,
    case_paths,
    finding,
    register_of_persons,
)
from amparo.pillars.assistance.services.data_checks import not_asked_elsewhere

from .models import PlanItem
from .models.items import Status


def _find_not_completed(since: date) -> Iterator[Finding]:
    """Agreed items whose last day is over: they are done, given up, or late."""
    rows = PlanItem.objects.overdue(localdate(now())).exclude(case__status__in=GONE)
    for ref, day, *case in rows.order_by().values_list(
        "ref", "ends_on", *case_paths("case")
    ).iterator(chunk_size=MANY):  # fmt: skip
        yield finding(ref, day, case, is_open=True)


def _assisted(since: date, missing: Missing) -> Iterator[tuple[UUID, Finding]]:
    """Those of whose plan an item was completed since a day, the last one last."""
    rows = PlanItem.objects.filter(
        missing("case__person"), not_asked_elsewhere("case__person", since), status=Status.DONE,
        case__person__isnull=False, ended_at__gte=make_aware(datetime.combine(since, time.min)),
    ).exclude(case__status__in=GONE)  # fmt: skip
    for person, ended_at, *case in rows.order_by("ended_at").values_list(
        "case__person__ref", "ended_at", *case_paths("case")
    ).iterator(chunk_size=MANY):  # fmt: skip
        yield person, finding(person, localdate(ended_at), case)


def _subjects_of_items(issues: Sequence[DataIssue], user: User) -> Mapping[int, Subject]:
    """The case, with what was planned until when."""
    items = {
        each.ref: each
        for each in PlanItem.objects.filter(ref__in=[issue.record_ref for issue in issues])
    }
    found = subjects_of(issues, user)
    return {
        each.pk: replace(found[each.pk], detail=_detail(items[each.record_ref]))
        for each in issues
        if each.pk in found and each.record_ref in items
    }


def _detail(item: PlanItem) -> str:
    return dated(codes.label("reintegration_activity", item.activity), item.ends_on)


def _item_of(request: HttpRequest, issue: DataIssue) -> PlanItem:
    items = PlanItem.objects.select_related("case")
    return get_permitted_or_404(request, items, to="work", ref=issue.record_ref)


def _item_link(item: PlanItem, issue: DataIssue) -> tuple[str, str | Promise]:
    url = reverse("reintegration:item-complete", args=[item.case.ref, item.ref])
    return url, pgettext_lazy("action", "Mark as done")


class ItemForm(AnswerForm):
    """It is marked as done, or cancelled, on its own page; here only why nobody can say it."""


register_check(
    DataCheck(
        "plan_item", gettext_lazy("Reintegration assistance: completed or not?"),
        (DataIssue.Reason.UNREACHABLE, DataIssue.Reason.UNSAFE), _find_not_completed,
        _subjects_of_items, _item_of,
        lambda item: item.is_late_on(localdate(now())), ItemForm, lambda item, *, by: None,
        _item_link,
    )
)  # fmt: skip
register_of_persons(
    "reintegration", gettext_lazy("Sex of person in reintegration not recorded"),
    gettext_lazy("Age of person in reintegration not recorded"), _assisted,
)  # fmt: skip
