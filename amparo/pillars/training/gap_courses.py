"""Which courses close the gaps of a self-assessment: of items, competencies and courses."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.urls import reverse

from amparo.foundation.core.models import User
from amparo.foundation.standards.extension_points import GapAnswer, GapCourse
from amparo.foundation.standards.models import AssessmentItem, SelfAssessment

from .models import CourseText, CourseVersion, GapCompetency


def courses_for_gaps(
    assessment: SelfAssessment, items: Sequence[AssessmentItem], *, user: User
) -> Mapping[int, GapAnswer]:
    """Returns the answer for each of these items, also where nothing closes it yet and the reader
    may say what does. Five queries.
    """
    digests = {each.digest for each in items}
    rows = GapCompetency.objects.filter(standard_ref=assessment.standard_ref, digest__in=digests)
    named: dict[str, list] = defaultdict(list)
    for each in rows.select_related("competency").prefetch_related("competency__texts"):
        named[each.digest].append(each.competency)
    courses = _courses({each.pk for found in named.values() for each in found})
    may_edit = "training.keep" in user.permissions
    found = {}
    for item in items:
        competencies = named.get(item.digest, [])
        taught = [course for each in competencies for course in courses.get(each.pk, ())]
        answer = GapAnswer(
            list(dict.fromkeys(taught)),
            [each.title for each in competencies if each.pk not in courses],
            reverse("training:gap", args=[assessment.ref, item.order]) if may_edit else "",
        )
        if answer.courses or answer.untaught or answer.edit_url:
            found[item.pk] = answer
    return found


def _courses(competencies: set[int]) -> dict[int, list[GapCourse]]:
    """Courses in use by the competencies that they teach."""
    if not competencies:
        return {}
    versions = CourseVersion.objects.filter(
        state=CourseVersion.State.PUBLISHED, course__retired_at=None,
        competencies__in=competencies,
    )  # fmt: skip
    found: dict[int, list[GapCourse]] = defaultdict(list)
    rows = versions.distinct().select_related("course").prefetch_related("texts", "competencies")
    for each in rows:
        title, language = each.text_here(CourseText.Part.TITLE)
        course = GapCourse(title, language, each.course.get_absolute_url())
        for competency in each.competencies.all():
            found[competency.pk].append(course)
    return found
