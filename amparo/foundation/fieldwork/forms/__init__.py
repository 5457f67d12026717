"""What is asked of whoever keeps forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust.uploads import was_too_large
from amparo.ui.forms import Form as AskForm


class BringForm(AskForm):
    file = forms.FileField(
        label=_("The workbook"),
        help_text=_("XLSForm as XLSX, or as CSV. Nothing is published before you decide."),
    )

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if request and was_too_large(request):
            self.fields["file"].error_messages["required"] = gettext(
                "This file is larger than a form may be. Take pictures and long lists out of it."
            )


class BesideForm(AskForm):
    """A file beside a form, under the name by which the form calls it."""

    file = forms.FileField(
        label=_("A file that the form speaks of"),
        help_text=_("A list, a picture or a sound. Nothing in it may be about anybody."),
    )
