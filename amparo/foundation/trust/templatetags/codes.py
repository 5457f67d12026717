"""Codes in templates: `{{ case.kind|coded:"case_kind" }}` says it in the reader's language."""

from django import template

from .. import codes
from ..veil import NOT_SHOWN

register = template.Library()


@register.filter
def coded(code: str, name: str) -> str:
    if code is NOT_SHOWN:
        return code
    return codes.label(name, code) if code not in ("", None) else ""
