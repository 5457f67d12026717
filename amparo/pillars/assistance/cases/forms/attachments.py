"""A paper or a picture for the file, and taking out one that came there by mistake."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.files.downloads import LONGEST
from amparo.foundation.core.files.validation import ATTACHMENT_TYPES, validate_upload
from amparo.foundation.core.refusals import Refusal
from amparo.ui.forms import Form


class AttachmentForm(Form):
    file = forms.FileField(
        label=gettext_lazy("Choose a file"),
        help_text=gettext_lazy("PDF, picture, document, table or text, up to 20 MB."),
        widget=forms.FileInput({"accept": ",".join(ATTACHMENT_TYPES)}),
        max_length=LONGEST,
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("Choose the file to keep."),
            "max_length": gettext_lazy("The name of this file is too long. Shorten it."),
        },
    )
    original = forms.BooleanField(
        label=gettext_lazy("Keep original photo as evidence"),
        help_text=gettext_lazy("It then also tells where, when and with which telephone."),
        required=False,
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("Person informed and consents"),
        help_text=gettext_lazy("Needed only for evidence."),
        required=False,
    )

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if said.get("original") and not said.get("agreed"):
            self.add_error(
                "agreed", _("Ask them first. If they do not agree, do not keep it as evidence.")
            )
        if file := said.get("file"):
            try:
                self.paper = validate_upload(
                    file.name, file.content_type, file.size, file,
                    original=bool(said.get("original")),
                )  # fmt: skip
            except Refusal as refusal:
                self.add_error("file", str(refusal))
        return said


class RemovalForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Reason for removal"),
        help_text=gettext_lazy("For example: it belongs to another person."),
        widget=forms.Textarea({"rows": 2}),
    )
