"""The records that data quality checks ask about, as far as the colleague may open them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.data_quality.checks import Subject
from amparo.foundation.data_quality.models import DataIssue
from amparo.foundation.people.models import Person
from amparo.ui import formats

from .display_names import listed_name, listed_person
from .models import Case


def subjects_of(issues: Sequence[DataIssue], user: User) -> dict[int, Subject]:
    """Of each issue, whose record it is, as far as the user may open case and person. At most
    three queries.
    """
    refs = {each.file_ref for each in issues}
    found = Case.objects.accessible_to(user).with_subject().filter(ref__in=refs)  # type: ignore[attr-defined]
    cases = {case.ref: case for case in found}
    persons = _persons(issues, user)
    return {
        each.pk: _subject(cases[each.file_ref], each, persons)
        for each in issues
        if each.file_ref in cases
    }


def _persons(issues: Sequence[DataIssue], user: User) -> dict[UUID, Person]:
    refs = {each.record_ref for each in issues if each.kind.endswith(("sex", "age", "disability"))}
    if not refs:
        return {}
    return {each.ref: each for each in Person.objects.accessible_to(user).filter(ref__in=refs)}


def _subject(case: Case, issue: DataIssue, persons: dict) -> Subject:
    url = case.get_absolute_url()
    if person := persons.get(issue.record_ref):
        return Subject(listed_person(person, case), case.number, url, person)
    return Subject(listed_name(case), case.number, url, case)


def dated(what: str, day: date) -> str:
    """A service or another thing that was given, or planned, with its day."""
    return _("%(service)s, %(day)s") % {"service": what, "day": formats.day(day)}


def person_of_issue(request: HttpRequest, issue: DataIssue) -> Person:
    return get_permitted_or_404(request, Person, to="work", ref=issue.record_ref)


def case_of_issue(request: HttpRequest, issue: DataIssue) -> Case:
    cases = Case.objects.select_related("team__office")
    return get_permitted_or_404(request, cases, to="work", ref=issue.record_ref)
