"""Codes in templates: `{{ case.kind|coded:"case_kind" }}` says it in the reader's language."""

from django import template

from .. import codes

register = template.Library()


@register.filter
def coded(code: str, name: str) -> str:
    return codes.label(name, code) if code not in ("", None) else ""
