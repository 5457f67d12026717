"""How people are said on a page: what tells them apart, where they come from, what they speak."""

from django import template

from amparo.ui import cldr

from ..models import Person
from ..person_page import line_of

register = template.Library()


@register.filter
def told_apart(person: Person) -> str:
    return line_of(person)


@register.filter
def country(code: str) -> str:
    return cldr.country(code) if code else ""


@register.filter
def spoken(code: str) -> str:
    return cldr.language(code) if code else ""
