"""Training on the desk of an institution: courses for its mandate, and public events of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.directory.models import Obligation
from amparo.foundation.links.extension_points import InstitutionPanel
from amparo.ui import formats

from .event_links import registration_url
from .models import CourseTarget, CourseText, CourseVersion, TrainingEvent
from .presenters.courses import hours_text

TEMPLATE = "training/desk.html"
MOST_COURSES, MOST_EVENTS = 6, 4


@dataclass(frozen=True)
class PublicEvent:
    """A coming event that takes registrations from anybody."""

    title: str
    language: str
    day: str
    url: str


@dataclass(frozen=True)
class CoursesForMandate:
    courses: list[tuple[CourseVersion, tuple[str, str], str]]
    events: list[PublicEvent]


def courses_for_mandate(user: User, organization: Organization) -> InstitutionPanel | None:
    """Returns courses that serve an obligation of the institution, those that serve most of them
    first, with coming public events; None without any. Five queries.
    """
    owed = set(
        Obligation.objects.filter(bearer__organization=organization).values_list("code", flat=True)
    )
    if not owed:
        return None
    rows = CourseVersion.objects.accessible_to(user).filter(
        state=CourseVersion.State.PUBLISHED, course__retired_at=None,
        targets__kind=CourseTarget.Kind.OBLIGATION, targets__code__in=owed,
    )  # fmt: skip
    found = rows.distinct().select_related("course").prefetch_related("texts", "targets")
    versions = sorted(
        found, key=lambda each: (-len(owed & set(each.codes_of("obligation"))), each.course.code)
    )
    if not versions:
        return None
    shown = CoursesForMandate(
        [
            (each, each.text_here(CourseText.Part.TITLE), hours_text(each))
            for each in versions[:MOST_COURSES]
        ],
        _events(versions),
    )
    return InstitutionPanel(TEMPLATE, shown)


def _events(versions: list[CourseVersion]) -> list[PublicEvent]:
    by_key = {each.pk: each for each in versions}
    found = []
    for ref, key, first in _coming(tuple(by_key)):
        title, language = by_key[key].text_here(CourseText.Part.TITLE)
        day = formats.with_year(formats.as_day(first))
        found.append(PublicEvent(title, language, day, registration_url(ref)))
    return found


@aggregate_query("public events: anybody may know that they are held, and when")
def _coming(versions: tuple[int, ...]) -> tuple[tuple[UUID, int, datetime], ...]:
    rows = TrainingEvent.objects.filter(
        version__in=versions, is_public=True, state__in=TrainingEvent.TAKES_REGISTRATIONS
    )
    first = rows.annotate(first=Min("sessions__starts_at")).filter(first__gte=now())
    return tuple(
        first.order_by("first", "pk")[:MOST_EVENTS].values_list("ref", "version", "first")
    )
