"""The field of a form that takes a file: validated where it is cleaned, refused in words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..refusals import Refusal
from . import file_types
from .downloads import LONGEST
from .uploads import upload_was_too_large
from .validation import ATTACHMENT_TYPES, ValidatedFile, too_large_message, validate_upload

# What shows a signed paper: as it was scanned or photographed.
SCANNED_TYPES = {
    ending: kind
    for ending, kind in ATTACHMENT_TYPES.items()
    if kind == file_types.PDF or kind in file_types.IMAGE_FORMATS
}


class UploadField(forms.FileField):
    """Cleans to a `ValidatedFile`, or None where it is not required and was not chosen.

    `missing` is what is said where nothing was chosen.
    """

    def __init__(
        self, *, missing: Any, types: Mapping[str, str] = ATTACHMENT_TYPES, **kwargs: Any
    ):
        self.types = types
        help_text = gettext_lazy("PDF, picture, document, table or text, up to 20 MB.")
        if types is SCANNED_TYPES:
            help_text = gettext_lazy("PDF or photo, up to 20 MB.")
        super().__init__(
            widget=forms.FileInput({"accept": ",".join(types)}), max_length=LONGEST,
            allow_empty_file=True,
            error_messages={
                "required": missing,
                "max_length": gettext_lazy("The name of this file is too long. Shorten it."),
            },
            help_text=help_text, **kwargs,
        )  # fmt: skip

    def clean(self, data: Any, initial: Any = None) -> ValidatedFile | None:
        if not (file := super().clean(data, initial)):
            return None
        try:
            upload = validate_upload(file.name, file.content_type, file.size, file)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
        if upload.kind not in self.types.values():
            raise ValidationError(_("Choose a PDF or a photo of it."))
        return upload


def sent_files(request: HttpRequest) -> MultiValueDict | None:
    """Returns the files that were sent, for a form; None before, so that it is not judged."""
    return request.FILES if request.method == "POST" else None


def refuse_large_upload(form: forms.BaseForm, request: HttpRequest, name: str = "file") -> None:
    """Says at the field that its file was left out because it is too large, where it was."""
    if upload_was_too_large(request):
        form.errors.pop(name, None)
        form.add_error(name, too_large_message())
