"""What the steps of a case say: what is missing in several forms at once."""

from django.forms import BaseForm
from django.template import Library
from django.utils.safestring import SafeString

from amparo.ui.tags import form_fields

register = Library()


@register.simple_tag
def missing_in(forms: list[BaseForm]) -> SafeString | str:
    """What is missing before saving, over the form and its rows."""
    return form_fields.errors(*forms)
