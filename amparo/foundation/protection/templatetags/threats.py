"""Threats in templates: `{{ observation.threat|as_threat }}`, in the reader's language."""

from django import template

from .. import code_lists

register = template.Library()


@register.filter
def as_threat(code: str) -> str:
    return code_lists.threat_label(code)
