"""Lists of asks: which filters there are, and what each of them finds."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization, User
from amparo.ui.filters import Filter, FilterBar, Shortcut

from . import rules
from .models import Ask, AskState, AskStep
from .models.asks import AskQuerySet

MOST_OFFERED = 60
OVERDUE, OPEN = "overdue", "open"
QUIET, PUBLIC = "quiet", "public"
STANDINGS = (
    (OPEN, pgettext_lazy("asks", "Open")),
    (OVERDUE, pgettext_lazy("asks", "Answer overdue")),
    *((state.value, state.label) for state in AskState),
)
WAYS = (
    (QUIET, pgettext_lazy("asks", "Quiet")),
    (PUBLIC, pgettext_lazy("asks", "Public")),
)
# What an action on an ask needs of it; what its page shows besides.
WHOLE = Ask.objects.select_related("office", "place", "by").prefetch_related(
    "texts", "bearers__organization"
)
SHOWN = WHOLE.select_related("cleared_by").prefetch_related(
    "risks", Prefetch("steps", AskStep.objects.select_related("organization", "by"))
)


def filter_bar(user: User, asked) -> FilterBar:
    """The filters of the list as an address asks for them."""
    return FilterBar(
        [
            Filter("state", pgettext_lazy("column", "Status"), lambda: STANDINGS),
            Filter(
                "bearer", gettext_lazy("Duty bearer"), lambda: _bearers(user), _bearer_name
            ),
            Filter("right", gettext_lazy("Right"), codes.lazy_choices("right")),
            Filter("way", gettext_lazy("Quiet or public"), lambda: WAYS),
        ],
        asked,
        shortcuts=[
            Shortcut("state", AskState.DRAFTED, AskState.DRAFTED.label),
            Shortcut("state", OVERDUE, pgettext_lazy("asks", "Answer overdue")),
        ],
    )  # fmt: skip


def _bearers(user: User) -> list[tuple[str, str]]:
    """Those who are asked something that the reader may see: a quiet ask names nobody here."""
    seen = Ask.objects.accessible_to(user)
    rows = Organization.objects.filter(asks__ask__in=seen).distinct().order_by("name", "pk")
    return [(each.ref.hex, each.name) for each in rows[:MOST_OFFERED]]


def _bearer_name(code: str) -> str:
    ref = _as_ref(code)
    found = Organization.objects.filter(ref=ref).first() if ref else None
    return found.name if found else ""


def _as_ref(code: str) -> UUID | None:
    try:
        return UUID(code)
    except ValueError:
        return None


def filtered(rows: AskQuerySet, bar: FilterBar, today: date) -> AskQuerySet:
    """Those that the filters in force let through."""
    if state := bar.value("state"):
        rows = _IN_STATE[state](rows, today) if state in _IN_STATE else rows.filter(state=state)
    if bearer := bar.value("bearer"):
        rows = rows.filter(bearers__organization__ref=bearer).distinct()
    if right := bar.value("right"):
        rows = rows.filter(right=right)
    if way := bar.value("way"):
        rows = rows.filter(is_quiet=way == QUIET)
    return rows


_IN_STATE: dict[str, Callable[[AskQuerySet, date], AskQuerySet]] = {
    OPEN: lambda rows, today: rows.open(),
    OVERDUE: lambda rows, today: rows.overdue(today),
}


def owing_follow_up(rows: AskQuerySet, today: date) -> AskQuerySet:
    """Those with the bearer whose day to follow up has come."""
    return rows.filter(Q(follow_up_on__lte=today), state__in=rules.WITH_BEARER)
