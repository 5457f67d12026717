"""Lists of training events: which filters there are, what each finds, and the order of a list."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.search import SearchTerms
from amparo.foundation.people.models import Place
from amparo.ui.filters import Filter, FilterBar, Shortcut

from .models import Course, EventTrainer, TrainingEvent

COMING, PAST = "coming", "past"
WHEN = (
    (COMING, pgettext_lazy("training events", "Coming")),
    (PAST, pgettext_lazy("training events", "Past")),
)
MINE = "mine"
_MINE = pgettext_lazy("training events", "Mine")
MOST_OFFERED = 40


def filter_bar(user: User, asked: Any) -> FilterBar:
    """The filters of the list as an address asks for them."""
    return FilterBar(
        [
            Filter("when", pgettext_lazy("training events", "When"), lambda: WHEN),
            Filter("mine", _MINE, lambda: ((MINE, _MINE),)),
            Filter("state", pgettext_lazy("column", "Status"),
                   lambda: TrainingEvent.State.choices),
            Filter("course", pgettext_lazy("training", "Course"), _courses, _course_name),
            Filter("place", _("Administrative area"), lambda: _places(user), _place_name),
            Filter("mode", pgettext_lazy("training event", "Mode"),
                   lambda: TrainingEvent.Mode.choices),
        ],
        asked,
        shortcuts=[
            Shortcut("when", COMING, pgettext_lazy("training events", "Coming")),
            Shortcut("when", PAST, pgettext_lazy("training events", "Past")),
            Shortcut("mine", MINE, _MINE),
        ],
    )  # fmt: skip


def filtered(
    rows: QuerySet[TrainingEvent], bar: FilterBar, terms: SearchTerms, user: User
) -> QuerySet[TrainingEvent]:
    """Those that the filters in force let through, and that hold every word."""
    moment = now()
    for name, narrow in _NARROWING.items():
        if value := bar.value(name):
            rows = narrow(rows, value, moment)
    if bar.value("mine"):
        rows = rows.filter(Q(by=user) | Exists(trained_by(user)))
    return with_words(rows, terms)


def with_words(rows: QuerySet[TrainingEvent], terms: SearchTerms) -> QuerySet[TrainingEvent]:
    for stem in terms.stems:
        rows = rows.filter(search_text__contains=stem)
    return rows


def trained_by(user: User) -> QuerySet[EventTrainer]:
    return EventTrainer.objects.filter(event=OuterRef("pk"), user=user, until=None)


def in_order(rows: QuerySet[TrainingEvent]) -> QuerySet[TrainingEvent]:
    """With `begins`, by which a list goes page by page: an event without a session stands at the
    moment at which it was planned.
    """
    return rows.annotate(begins=Coalesce(F("starts_at"), F("at")))


def _when(rows: QuerySet, value: str, moment: datetime) -> QuerySet:
    is_past = Q(ends_at__lt=moment)
    return rows.filter(is_past) if value == PAST else rows.exclude(is_past)


_NARROWING: dict[str, Callable[[QuerySet, str, datetime], QuerySet]] = {
    "when": _when,
    "state": lambda rows, state, _now: rows.filter(state=state),
    "course": lambda rows, code, _now: rows.filter(version__course__code=code),
    "place": lambda rows, ref, _now: rows.filter(place__ref=ref),
    "mode": lambda rows, mode, _now: rows.filter(mode=mode),
}


def _courses() -> list[tuple[str, str]]:
    codes = Course.objects.order_by("code").values_list("code", flat=True)[:MOST_OFFERED]
    return [(code, code) for code in codes]


def _course_name(code: str) -> str:
    return code if Course.objects.filter(code=code).exists() else ""


def _places(user: User) -> list[tuple[str, str]]:
    held = TrainingEvent.objects.accessible_to(user).filter(place=OuterRef("pk"))
    found = Place.objects.filter(Exists(held)).order_by("name", "pk")
    return [(str(ref), name) for ref, name in found.values_list("ref", "name")[:MOST_OFFERED]]


def _place_name(ref: str) -> str:
    try:
        key = UUID(ref)
    except ValueError:
        return ""
    return Place.objects.filter(ref=key).values_list("name", flat=True).first() or ""
