"""Course versions as subjects of endorsements: how each is called, for whoever reads of it."""

from collections.abc import Collection
from uuid import UUID

from amparo.foundation.core.models import User
from amparo.foundation.standards.extension_points import EndorsedSubject

from .models import CourseText, CourseVersion


def find_versions(refs: Collection[UUID], *, user: User | None) -> dict[UUID, EndorsedSubject]:
    """Returns how course versions are called, by ref. Two queries."""
    rows = CourseVersion.objects.filter(ref__in=list(refs))
    if user is not None:
        rows = rows.accessible_to(user)
    found = {}
    for each in rows.select_related("course").prefetch_related("texts"):
        title, language = each.text_here(CourseText.Part.TITLE)
        found[each.ref] = EndorsedSubject(
            title or each.course.code, language, each.name, each.get_absolute_url()
        )
    return found
