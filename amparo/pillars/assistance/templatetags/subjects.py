"""Whom a case is about, in templates: `{{ case|called }}`, `{% subject case url %}`."""

from django import template
from django.utils.safestring import SafeString

from amparo.ui.tags.formats import person

from .. import subjects
from ..models import Case

register = template.Library()
register.filter("called", subjects.called)
register.filter("initials_of", subjects.initials_of)
register.filter("listed_name", subjects.listed_name)
register.filter("listed_alone", subjects.listed_alone)
register.filter("listed_person", subjects.listed_person)


@register.simple_tag
def subject(case: Case, line: str = "", url: str = "") -> SafeString:
    """The arch, the name and one line; a family wider, a place or an institution square."""
    return person(
        subjects.called(case), line, case.subject_kind, subjects.initials_of(case), url=url
    )


@register.simple_tag
def listed_subject(case: Case, line: str = "", url: str = "") -> SafeString:
    """As `subject`, for a list."""
    return person(
        subjects.listed_name(case), line, case.subject_kind, subjects.initials_of(case), url=url
    )
