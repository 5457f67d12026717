"""Links between public pages, and the words that go with a telephone."""

import re

from django import template
from django.urls import reverse

from amparo.ui import words

register = template.Library()


@register.simple_tag
def to(route: str, *told: object) -> str:
    """The address of another public page, in the language of this one."""
    return f"{reverse(f'public:{route}', args=told)}?lang={words.language()}"


@register.filter
def dialled(number: str) -> str:
    """A number as `tel:` takes it."""
    return re.sub(r"[^0-9+*#]", "", number).replace("#", "%23")
