"""A paper or a picture for the file."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.trust.refusals import Refusal
from amparo.ui.forms import Form

from ..papers import KINDS, Paper, look_at


class AttachmentForm(Form):
    file = forms.FileField(
        label=gettext_lazy("Choose a file"),
        help_text=gettext_lazy("PDF, picture, DOCX, ODT or text, up to 20 MB."),
        widget=forms.FileInput({"accept": ",".join(KINDS)}),
        max_length=200,
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("Choose the file to keep."),
            "max_length": gettext_lazy("The name of this file is too long. Shorten it."),
        },
    )

    def clean_file(self) -> Paper:
        file = self.cleaned_data["file"]
        try:
            return look_at(file.name, file.content_type, file.size, file)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def too_large() -> str:
    return _("This file is larger than 20 MB. Send a smaller one, or parts of it.")
