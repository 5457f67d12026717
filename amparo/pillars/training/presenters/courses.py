"""One course as a reader finds it: its versions, what the shown one says, its events."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import F, Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.standards.models import Endorsement
from amparo.ui import formats

from ..event_links import new_event_url
from ..models import (
    Competency,
    Course,
    CourseTarget,
    CourseText,
    CourseVersion,
    Participant,
    TrainingEvent,
)
from ..models.course_versions import LANGUAGES
from .tests import reads_questions

Part = CourseText.Part
MOST_EVENTS = 20
TONES = {"draft": "", "reviewed": "info", "published": "good", "withdrawn": "late"}


def shown_version(course: Course) -> CourseVersion | None:
    """The version that is taught now, or the last one; of prefetched versions, newest first."""
    versions = list(course.versions.all())
    published = (each for each in versions if each.state == CourseVersion.State.PUBLISHED)
    return next(published, versions[0] if versions else None)


@dataclass(frozen=True)
class CourseRow:
    """A course in a list."""

    course: Course
    version: CourseVersion | None

    @property
    def title(self) -> tuple[str, str]:
        """Its title and the language of it; its code where it has none yet."""
        text, language = self.version.text_here(Part.TITLE) if self.version else ("", "")
        return (text, language) if text else (self.course.code, "")

    @property
    def hours(self) -> str:
        return hours_text(self.version) if self.version else ""

    @property
    def languages(self) -> str:
        return formats.join_list(
            formats.language_name(code)
            for code in (self.version.languages if self.version else ())
        )

    @property
    def state(self) -> tuple[str, str]:
        """Tone and words: whether it is taught, written or retired."""
        if self.course.retired_at is not None:
            return "late", pgettext("course", "Retired")
        if self.version is None:
            return "", ""
        return TONES[self.version.state], str(self.version.get_state_display())


def course_rows(courses) -> list[CourseRow]:
    return [CourseRow(each, shown_version(each)) for each in courses]


def hours_text(version: CourseVersion) -> str:
    return _("%(count)s hours") % {"count": formats.number(version.hours.normalize())}


@dataclass(frozen=True)
class EventRow:
    """An event of a course, with its first and last day; None while it has no session."""

    event: TrainingEvent
    first: datetime | None
    last: datetime | None

    @property
    def when(self) -> str:
        if self.first is None or self.last is None:
            return _("No day yet")
        first, last = formats.as_day(self.first), formats.as_day(self.last)
        if first == last:
            return formats.with_year(first)
        return f"{formats.with_year(first)} – {formats.with_year(last)}"


class VersionPage:
    """What one version says, for one reader. A fixed number of queries."""

    def __init__(self, version: CourseVersion, user: User):
        self.version, self.user = version, user

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """Label, text and its language of each part that is said; the title apart."""
        shown = (Part.OBJECTIVES, Part.AUDIENCE, Part.PRACTICE, Part.MATERIALS)
        said = ((str(part.label), *self.version.text_here(part)) for part in shown)
        return [each for each in said if each[1]]

    @property
    def title(self) -> tuple[str, str]:
        return self.version.text_here(Part.TITLE)

    @property
    def hours(self) -> str:
        return hours_text(self.version)

    @property
    def pass_rule(self) -> list[str]:
        """What passing asks, in words."""
        version = self.version
        said = [
            _("Attendance of at least %(share)s %%")
            % {"share": formats.number(version.min_attendance)}
        ]
        if version.min_score is not None:
            said.append(
                _("At least %(share)s %% of the points of the final test")
                % {"share": formats.number(version.min_score)}
            )
        if version.requires_practice:
            said.append(_("A practice that was observed"))
        if version.counts_outside:
            said.append(_("Or its completion on another platform"))
        return said

    @property
    def validity(self) -> str:
        if self.version.validity_months is None:
            return _("Without end")
        return _("%(count)s months") % {"count": formats.number(self.version.validity_months)}

    @property
    def languages(self) -> list[tuple[str, bool]]:
        """Each language of the site, and whether the version is ready in it."""
        ready = self.version.languages
        return [(formats.language_name(code), code in ready) for code in LANGUAGES]

    @property
    def reads_questions(self) -> bool:
        return reads_questions(self.user)

    @property
    def sees_completions(self) -> bool:
        """Whether completions on other platforms are led to: of what was published."""
        return "training.keep" in self.user.permissions and not self.version.is_open

    @property
    def sees_cascade(self) -> bool:
        return "training.see" in self.user.permissions

    @cached_property
    def competencies(self) -> list[Competency]:
        return list(self.version.competencies.all())

    @property
    def obligations(self) -> list[str]:
        listed = self.version.codes_of(CourseTarget.Kind.OBLIGATION)
        return [codes.label("obligation", code) for code in listed]

    @property
    def institution_types(self) -> str:
        labels = dict(Participant.InstitutionType.choices)
        listed = self.version.codes_of(CourseTarget.Kind.INSTITUTION)
        return formats.join_list(labels.get(code, code) for code in listed)

    @cached_property
    def endorsements(self) -> list[tuple[Endorsement, str]]:
        return [
            (each, formats.join_list(map(formats.language_name, each.language_codes)))
            for each in self.version.endorsements_in_force()
        ]

    @property
    def missing(self) -> list[str]:
        return self.version.missing() if self.version.is_open else []

    @property
    def tone(self) -> str:
        return TONES[self.version.state]

    @property
    def may_review(self) -> bool:
        """Whether this reader may be the second person."""
        version = self.version
        return (
            version.state == CourseVersion.State.DRAFT
            and self.user.pk != (version.written_by_id or version.by_id)
        )  # fmt: skip


class CoursePage:
    """A course with its versions and events, for one reader."""

    def __init__(self, course: Course, user: User, today: date):
        self.course, self.user, self.today = course, user, today

    @cached_property
    def versions(self) -> list[CourseVersion]:
        return list(self.course.versions.all())

    @cached_property
    def shown(self) -> VersionPage | None:
        version = shown_version(self.course)
        return VersionPage(version, self.user) if version else None

    @property
    def open_version(self) -> CourseVersion | None:
        """The one that is being written."""
        return next((each for each in self.versions if each.is_open), None)

    @property
    def new_event_url(self) -> str:
        is_taught = self.shown and self.shown.version.state == CourseVersion.State.PUBLISHED
        return new_event_url(self.course, self.user) if is_taught else ""

    @cached_property
    def _events(self) -> list[EventRow]:
        rows = TrainingEvent.objects.accessible_to(self.user).filter(version__course=self.course)
        rows = rows.select_related("version").prefetch_related("version__texts")
        days = rows.annotate(first=Min("sessions__starts_at"), last=Max("sessions__ends_at"))
        return [
            EventRow(each, each.first, each.last)
            for each in days.order_by(F("first").desc(nulls_first=True), "-pk")[:MOST_EVENTS]
        ]

    @property
    def coming(self) -> list[EventRow]:
        """Events that are not over, the next one first; those without a day yet last."""
        moment = now()
        rows = [
            each for each in self._events
            if (each.last is None or each.last >= moment)
            and each.event.state not in (TrainingEvent.State.HELD, TrainingEvent.State.CANCELLED)
        ]  # fmt: skip
        return sorted(rows, key=lambda each: (each.first is None, each.first or moment))

    @property
    def held(self) -> list[EventRow]:
        """Events that are over, the last one first."""
        coming = {each.event.pk for each in self.coming}
        return [each for each in self._events if each.event.pk not in coming]
