"""Whom notifications about a case are about, for those who may see the case now."""

from collections.abc import Mapping, Sequence

from amparo.foundation.core.extension_points import NoticeSubject
from amparo.foundation.core.models import Notification, User

from .display_names import subject_initials
from .models import Case


def subjects_by_case_number(
    user: User, notices: Sequence[Notification]
) -> Mapping[int, NoticeSubject]:
    """Returns the initials of notifications that carry the number of a case."""
    numbers = {each.about for each in notices if each.about}
    cases = Case.objects.accessible_to(user).filter(number__in=numbers).with_subject()  # type: ignore[attr-defined]
    found = {case.number: subject_initials(case) for case in cases}
    return {
        each.pk: NoticeSubject(found[each.about], each.about)
        for each in notices
        if each.about in found
    }
