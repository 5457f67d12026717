"""Template filter: `{{ case.kind|coded:"case_kind" }}` shows a code in the reader's language."""

from django import template

from ..code_lists import codes
from ..permissions.masking import MASKED

register = template.Library()


@register.filter
def coded(code: str, name: str) -> str:
    if code is MASKED:
        return code
    return codes.label(name, code) if code not in ("", None) else ""
