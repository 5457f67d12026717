"""Threats in templates: `{{ observation.threat|as_threat }}`, in the reader's language."""

from django import template

from .. import codes

register = template.Library()


@register.filter
def as_threat(code: str) -> str:
    return codes.threat_label(code)
