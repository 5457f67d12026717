"""The list of courses as an address asks for it: filters, and words that are searched."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui import formats
from amparo.ui.filters import Filter, FilterBar

from .forms.courses import LANGUAGES
from .models import Competency, Course, CourseText, CourseVersion
from .models.courses import TrainingType

MOST_COMPETENCIES = 40
RETIRED = "retired"


def filter_bar(user: User, asked: Mapping[str, str]) -> FilterBar:
    return FilterBar(
        [
            Filter("level", pgettext_lazy("course", "Level"), lambda: Course.Level.choices),
            Filter("type", pgettext_lazy("course", "Type"), lambda: TrainingType.choices),
            Filter(
                "language", gettext_lazy("Language"),
                lambda: [(code, formats.language_name(code)) for code in LANGUAGES],
            ),
            Filter(
                "competency", pgettext_lazy("training", "Competency"),
                lambda: _taught_competencies(user),
                find=lambda code: _competency_title(user, code),
            ),
            Filter(
                "use", pgettext_lazy("course", "In use"),
                lambda: [(RETIRED, pgettext_lazy("courses", "Retired"))],
            ),
        ],
        asked,
    )  # fmt: skip


def _taught_competencies(user: User) -> list[tuple[str, str]]:
    versions = CourseVersion.objects.filter(state=CourseVersion.State.PUBLISHED)
    rows = Competency.objects.accessible_to(user).filter(course_versions__in=versions)
    found = rows.distinct().prefetch_related("texts").order_by("code", "pk")
    return [(each.ref.hex, each.title) for each in found[:MOST_COMPETENCIES]]


def _competency_title(user: User, code: str) -> str:
    if not is_reference(code):
        return ""
    found = Competency.objects.accessible_to(user).filter(ref=code).first()
    return found.code if found else ""


def is_reference(text: str) -> bool:
    """Whether an address names a record by its reference, as 32 hexadecimal digits."""
    return len(text) == 32 and not set(text) - set("0123456789abcdef")


def filtered(courses: QuerySet[Course], bar: FilterBar, text: str) -> QuerySet[Course]:
    """Those that the filters and words leave. What a course says is that of its published version,
    or of any while none is published.
    """
    courses = courses.filter(retired_at__isnull=bar.value("use") != RETIRED)
    if level := bar.value("level"):
        courses = courses.filter(level=level)
    if kind := bar.value("type"):
        courses = courses.filter(type=kind)
    published = CourseVersion.objects.filter(
        course=OuterRef("pk"), state=CourseVersion.State.PUBLISHED
    )
    if language := bar.value("language"):
        for part in (CourseText.Part.TITLE, CourseText.Part.OBJECTIVES):
            said = CourseText.objects.filter(part=part, language=language)
            published = published.filter(Exists(said.filter(version=OuterRef("pk"))))
        courses = courses.filter(Exists(published))
    if competency := bar.value("competency"):
        courses = courses.filter(Exists(published.filter(competencies__ref=competency)))
    if text:
        said = CourseText.objects.filter(version__course=OuterRef("pk"), text__icontains=text)
        courses = courses.filter(Q(code__icontains=text) | Exists(said))
    return courses


def for_list(courses: QuerySet[Course]) -> QuerySet[Course]:
    """With what a row shows. Five queries a page."""
    versions = CourseVersion.objects.prefetch_related("texts", "competencies").order_by("-number")
    return courses.select_related("office").prefetch_related(
        Prefetch("versions", queryset=versions)
    )
