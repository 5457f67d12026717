"""Filter: the label of a threat, `{{ observation.threat|threat_label }}`."""

from django import template

from .. import code_lists

register = template.Library()


@register.filter
def threat_label(code: str) -> str:
    return code_lists.threat_label(code)
