"""What is asked of whoever keeps forms, and of whoever looks at what came from the field."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.files.uploads import upload_was_too_large
from amparo.ui.forms import Form as AskForm


class BringForm(AskForm):
    file = forms.FileField(
        label=_("The workbook"),
        help_text=_("XLSForm as XLSX, or as CSV. Nothing is published before you decide."),
    )

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if request and upload_was_too_large(request):
            self.fields["file"].error_messages["required"] = gettext(
                "This file is larger than a form may be. Take pictures and long lists out of it."
            )


class BesideForm(AskForm):
    """A file beside a form, under the name by which the form calls it."""

    file = forms.FileField(
        label=_("A file that the form speaks of"),
        help_text=_("A list, a picture or a sound. Nothing in it may be about anybody."),
    )


class PutAwayForm(AskForm):
    """Why what somebody wrote is not done."""

    because = forms.CharField(
        label=_("Why it is put away"),
        help_text=_("What was written is erased. Who put it away, and why, stays."),
        widget=forms.Textarea({"rows": 2}),
    )


class OutboxForm(AskForm):
    """The file that a telephone saved: sealed, and read by this house alone."""

    file = forms.FileField(
        label=_("The file of the telephone"),
        help_text=_("Its name begins with “campo-”. Nobody on the way can read it."),
    )

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if request and upload_was_too_large(request):
            self.fields["file"].error_messages["required"] = gettext(
                "This file is larger than this office takes."
            )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            told = json.load(file)
        except (ValueError, RecursionError):
            told = None
        boxes = told.get("boxes") if isinstance(told, dict) else None
        if not isinstance(boxes, list) or not boxes:
            raise forms.ValidationError(gettext("This is not a file that a telephone saved."))
        self.boxes: list[object] = boxes
        return file
