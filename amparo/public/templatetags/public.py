"""Links between public pages, and the words that go with a telephone."""

import re

from django import template
from django.urls import NoReverseMatch, reverse

from amparo.ui import formats

register = template.Library()


@register.simple_tag
def to(route: str, *told: object) -> str:
    """The address of another public page, in the language of this one."""
    return f"{reverse(f'public:{route}', args=told)}?lang={formats.current_language()}"


@register.simple_tag
def at(name: str, *told: object) -> str:
    """The same, of a page outside the public site, by its route name."""
    return f"{reverse(name, args=told)}?lang={formats.current_language()}"


@register.simple_tag
def ask_for_help() -> str:
    """The URL to ask for help; empty where no office receives requests."""
    try:
        return to("help-request-new")
    except NoReverseMatch:
        return ""


@register.filter
def dialled(number: str) -> str:
    """A number as `tel:` takes it."""
    return re.sub(r"[^0-9+*#]", "", number).replace("#", "%23")
