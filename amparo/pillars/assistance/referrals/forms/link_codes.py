"""The field for a code that was told by telephone: it opens a link of somebody without account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

MAXIMUM_LENGTH = 40  # six digits, and what people write between and around them


class TelephoneCodeField(forms.CharField):
    """Six digits as they were heard; how they are grouped does not matter."""

    def __init__(self, **options: Any):
        defaults: dict[str, Any] = {
            "label": gettext_lazy("The code"),
            "help_text": gettext_lazy("Six digits, said to you by telephone."),
            "widget": forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
            ),
            "max_length": MAXIMUM_LENGTH,
        }
        super().__init__(**defaults | options)
