"""Whom a case is about, in templates: `{{ case|called }}`, `{% subject case url %}`."""

from django import template
from django.utils.safestring import SafeString

from amparo.ui.tags.formats import person

from .. import display_names
from ..models import Case

register = template.Library()
register.filter("called", display_names.display_name)
register.filter("initials_of", display_names.subject_initials)
register.filter("listed_name", display_names.listed_name)
register.filter("listed_alone", display_names.listed_alone)
register.filter("listed_person", display_names.listed_person)


@register.simple_tag
def subject(case: Case, line: str = "", url: str = "") -> SafeString:
    """The arch, the name and one line; a family wider, a place or an institution square."""
    return person(
        display_names.display_name(case),
        line,
        case.subject_kind,
        display_names.subject_initials(case),
        url=url,
    )


@register.simple_tag
def listed_subject(case: Case, line: str = "", url: str = "") -> SafeString:
    """As `subject`, for a list."""
    return person(
        display_names.listed_name(case),
        line,
        case.subject_kind,
        display_names.subject_initials(case),
        url=url,
    )
