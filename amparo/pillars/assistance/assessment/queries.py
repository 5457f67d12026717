"""Filters of lists of cases by needs and protection flags."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.caseload_filters import code_list_filter
from amparo.pillars.assistance.cases.extension_points import CaseFilter
from amparo.pillars.assistance.cases.models import Task
from amparo.ui.filters import Choices, Filter, Shortcut

from .models import Need, ProtectionFlag
from .models.protection_flags import LIST

ANY_FLAG = "any"


def kinds_of_help() -> Choices:
    """The groups of types of service."""
    offered = code_lists.choices("service_type")
    return [(code, label) for code, label in offered if "." not in code]


def flag_choices() -> Choices:
    return [(ANY_FLAG, _("Urgent flags")), *code_lists.choices(LIST)]


def has_need(code: str, user: User, today: date) -> Exists:
    """Cases with a need of this type of service, or of one in its group."""
    of_kind = Q(service_type=code) | Q(service_type__startswith=f"{code}.")
    return Exists(Need.standing_in(OuterRef("pk")).filter(of_kind))


def has_flag(code: str, user: User, today: date) -> Exists:
    """By kind only those that the user reads; that there are some, anybody who sees the case."""
    if code == ANY_FLAG:  # their task stands in the case, which says no kind
        waiting = Task.objects.pending().filter(case=OuterRef("pk"), what=Task.What.FLAG)
        return Exists(waiting)
    flags = ProtectionFlag.objects.unanswered().accessible_to(user)  # type: ignore[attr-defined]
    return Exists(flags.filter(case=OuterRef("pk"), kind=code))


CASE_FILTERS = (
    CaseFilter(105, code_list_filter("need", _("Need"), "service_type", kinds_of_help), has_need),
    CaseFilter(
        130, Filter("flag", pgettext_lazy("filter", "Protection flag"), flag_choices), has_flag,
        Shortcut("flag", ANY_FLAG, _("Urgent flags")),
    ),
)  # fmt: skip
