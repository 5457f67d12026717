"""Filter: the label of a threat, `{{ observation.threat|as_threat }}`."""

from django import template

from .. import code_lists

register = template.Library()


@register.filter
def as_threat(code: str) -> str:
    return code_lists.threat_label(code)
