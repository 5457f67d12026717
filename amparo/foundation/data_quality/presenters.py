"""What the list of issues shows the colleague who is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from amparo.foundation.core.models import User

from .checks import Subject
from .extension_points import data_checks
from .models import DataIssue


@dataclass(frozen=True)
class ShownIssue:
    """An issue, and of which record; None where the colleague may not open it any more."""

    issue: DataIssue
    subject: Subject | None


def shown_issues(issues: Sequence[DataIssue], user: User) -> list[ShownIssue]:
    """The issues with their records, in order; each presenter of records is asked once."""
    groups: dict[Callable, list[DataIssue]] = {}
    for each in issues:
        if check := data_checks.get(each.kind):
            groups.setdefault(check.get_subjects, []).append(each)
    subjects: dict[int, Subject] = {}
    for get_subjects, some in groups.items():
        subjects |= get_subjects(some, user)
    return [ShownIssue(each, subjects.get(each.pk)) for each in issues]
