"""Forms of what comes before approval: risk check, pretest, waiver, recording; and of the contact
line on materials.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files import file_types
from amparo.foundation.core.files.downloads import LONGEST
from amparo.foundation.core.files.validation import ValidatedFile, validate_upload
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form, LocalTimeInput, RadioList
from amparo.ui.languages import CODES

from ..models import HARM, HARM_GROUP, MEASURED, KeyMessage, MaterialRules, Pretest, RiskCheck
from ..models.material_rules import FASTEST
from ..models.pretests import METHOD, WAIVER_REASON
from ..reading_time import SLOWEST

SOUND_TYPES = {
    ending: kind
    for ending, kind in file_types.RECORDING_TYPES.items()
    if kind in ("audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav")
}


def choices_of(message: KeyMessage) -> list[tuple[str, str]]:
    """The languages in which a message has a wording."""
    said = message.written_languages
    return [(code, str(name)) for code, name in settings.LANGUAGES if code in said]


class RiskCheckForm(Form):
    """No answer is chosen beforehand."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Could it harm somebody?"), choices=RiskCheck.Answer.choices,
        widget=RadioList,
    )  # fmt: skip
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Whom it could harm"), choices=codes.lazy_choices(HARM_GROUP),
        widget=CheckboxList, required=False,
    )  # fmt: skip
    harms = forms.MultipleChoiceField(
        label=gettext_lazy("How it could harm"), choices=codes.lazy_choices(HARM),
        widget=CheckboxList, required=False,
    )  # fmt: skip
    measures = forms.CharField(
        label=gettext_lazy("What was done about it, or why it harms nobody"), max_length=1_000,
        widget=forms.Textarea({"rows": 4}), help_text=gettext_lazy("Name nobody."),
    )  # fmt: skip


def _count_field(name: str) -> forms.IntegerField:
    label = Pretest._meta.get_field(name).verbose_name
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100_000)


class PretestForm(Form):
    """Counts of one wording: a question that was not put stays empty."""

    language = forms.ChoiceField(label=gettext_lazy("Language"))
    audience = forms.ChoiceField(
        label=pgettext_lazy("pretest", "People asked"),
        choices=codes.lazy_choices("message_audience"),
    )
    method = forms.ChoiceField(
        label=pgettext_lazy("pretest", "Method"), choices=codes.lazy_choices(METHOD)
    )
    tested_on = forms.DateField(label=pgettext_lazy("pretest", "Asked on"))
    asked = forms.IntegerField(
        label=gettext_lazy("Number of people asked"), min_value=1, max_value=100_000
    )
    changed = forms.CharField(
        label=gettext_lazy("What was changed in the words"), required=False, max_length=1_000,
        widget=forms.Textarea({"rows": 3}), help_text=gettext_lazy("Name nobody."),
    )  # fmt: skip

    def __init__(self, *args: Any, message: KeyMessage, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = choices_of(message)  # type: ignore[attr-defined]
        for name in MEASURED:
            self.fields[name] = _count_field(name)
        self.initial.setdefault("audience", message.audience)
        self.order_fields(
            ["language", "audience", "method", "tested_on", "asked", *MEASURED, "changed"]
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        asked = said.get("asked")
        for name in MEASURED:
            count = said.get(name)
            if asked is not None and count is not None and count > asked:
                self.add_error(name, gettext_lazy("No more people can answer so than were asked."))
        return said


class WaiverForm(Form):
    reason = forms.ChoiceField(
        label=pgettext_lazy("pretest waiver", "Reason"),
        choices=codes.lazy_choices(WAIVER_REASON),
    )
    note = forms.CharField(
        label=pgettext_lazy("pretest waiver", "Explanation"), required=False, max_length=300,
        widget=forms.Textarea({"rows": 2}), help_text=gettext_lazy("Name nobody."),
    )  # fmt: skip


class SoundField(forms.FileField):
    """A recording of a voice, checked to be what its name says."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            widget=forms.FileInput({"accept": ",".join(SOUND_TYPES)}), max_length=LONGEST,
            allow_empty_file=True,
            error_messages={"required": gettext_lazy("Choose a sound file.")},
            help_text=gettext_lazy(
                "MP3, M4A, OGG or WAV, up to 20 MB. No voice of somebody who received help."
            ),
            **kwargs,
        )  # fmt: skip

    def clean(self, data: Any, initial: Any = None) -> ValidatedFile | None:
        if not (file := super().clean(data, initial)):
            return None
        try:
            upload = validate_upload(file.name, file.content_type, file.size, file, heard=True)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if upload.kind not in SOUND_TYPES.values():
            raise forms.ValidationError(gettext_lazy("Choose a sound file: MP3, M4A, OGG or WAV."))
        return upload


class RecordingForm(Form):
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    file = SoundField(label=pgettext_lazy("of a message", "Recording"))

    def __init__(self, *args: Any, message: KeyMessage, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = choices_of(message)  # type: ignore[attr-defined]


class MaterialRulesForm(Form):
    """The contact line of an office, and how fast its speakers read."""

    number = forms.CharField(
        label=gettext_lazy("Telephone for complaints and questions"), required=False,
        max_length=40,
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("Short address for complaints and questions"), required=False,
        max_length=120,
        help_text=gettext_lazy("Without number and address, the public page of complaints."),
    )  # fmt: skip
    days = forms.ChoiceField(
        label=pgettext_lazy("contact line", "Days"), required=False,
        choices=[("", "—"), *MaterialRules.Days.choices],
    )  # fmt: skip
    opens = forms.TimeField(
        label=pgettext_lazy("contact line", "From"), required=False, widget=LocalTimeInput
    )
    closes = forms.TimeField(
        label=pgettext_lazy("contact line", "Until"), required=False, widget=LocalTimeInput
    )

    def __init__(self, *args: Any, rules: MaterialRules, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.initial.setdefault(name, getattr(rules, name))
        for code in CODES:
            self.fields[f"pace_{code}"] = forms.IntegerField(
                label=_("Words a minute: %(language)s")
                % {"language": formats.language_name(code)},
                min_value=SLOWEST, max_value=FASTEST, initial=rules.pace(code),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """With the paces by language, as they are kept."""
        given = super().clean() or {}
        paces = {code: given.pop(f"pace_{code}", None) for code in CODES}
        return given | {"paces": {code: pace for code, pace in paces.items() if pace}}
