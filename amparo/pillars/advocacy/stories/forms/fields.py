"""Fields that several forms of stories have: yes or no without an answer beforehand, a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.files.file_types import IMAGE_FORMATS
from amparo.foundation.core.files.forms import UploadField
from amparo.foundation.core.files.validation import (
    ATTACHMENT_TYPES,
    ValidatedFile,
    validate_upload,
)
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats
from amparo.ui.forms import RadioList

from ..models.photos import NO_PICTURE
from ..models.recordings import NO_RECORDING
from ..models.stories import LANGUAGES

RECORDING_ENDINGS = (".mp3", ".wav")


def site_languages() -> list[tuple[str, str]]:
    return [(code, formats.language_name(code)) for code in LANGUAGES]


class YesNoField(forms.TypedChoiceField):
    """Yes or no; nothing is chosen beforehand."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            choices=[
                ("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No")),
            ],
            coerce=lambda value: value == "yes", widget=RadioList, **kwargs,
        )  # fmt: skip


class PhotoField(UploadField):
    """A picture that opens, encoded anew without what a camera wrote into it."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            missing=NO_PICTURE, types=ATTACHMENT_TYPES,
            **kwargs,
        )  # fmt: skip
        self.help_text = gettext_lazy("JPEG, PNG or WebP, up to 20 MB.")
        self.widget.attrs["accept"] = ",".join(IMAGE_FORMATS)

    def clean(self, data: Any, initial: Any = None) -> ValidatedFile | None:
        upload = super().clean(data, initial)
        if upload is not None and upload.kind not in IMAGE_FORMATS:
            raise ValidationError(str(NO_PICTURE))
        return upload


class RecordingField(forms.FileField):
    """A recording, MP3 or WAV."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            widget=forms.FileInput({"accept": ",".join(RECORDING_ENDINGS)}),
            help_text=gettext_lazy("MP3 or WAV, up to 20 MB."),
            error_messages={"required": gettext_lazy("Choose a recording.")}, **kwargs,
        )  # fmt: skip

    def clean(self, data: Any, initial: Any = None) -> ValidatedFile | None:
        file = super().clean(data, initial)
        if not file.name.lower().endswith(RECORDING_ENDINGS):
            raise ValidationError(
                str(NO_RECORDING)
            )  # fmt: skip
        try:
            return validate_upload(file.name, file.content_type, file.size, file, heard=True)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
